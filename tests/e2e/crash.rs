//! The function and the relay are killed (`SIGKILL`) at every step they take; then the provider tries again, the relay runs, and
//! what was promised holds.
//!
//! The steps are found, not listed: every request and every response between the process and DynamoDB, SQS and the
//! Runtime API, in the order in which they come by. Killed "asked" means before the other side has seen the request, killed
//! "done" means after it has done what was asked and before the process hears of it.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::pin;
use std::sync::Arc;

use frontdesk::event::{Event, EventId};
use frontdesk::provider::Identity;
use frontdesk_local::runtime_api::{Entry, Happening};
use frontdesk_tests::bodies::{Texture, body};
use frontdesk_tests::engines::{Engines, text};
use frontdesk_tests::fixtures::{Fixture, Request};
use frontdesk_tests::function::{Function, Setup};
use frontdesk_tests::proxy::Proxy;
use frontdesk_tests::sign::sign;
use frontdesk_tests::trap::Trap;
use futures_util::future::join_all;
use futures_util::stream::{self, StreamExt};
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};

/// More than SQS takes in a message.
const LARGE: usize = 1024 * 1024;
/// More steps than any process takes here.
const MANY: usize = 2_000;
/// Scenarios that run at a time.
const AT_ONCE: usize = 3;

/// What a receiver takes for one new event, kept and published: the steps at which it was killed.
const NEW_EVENT: [&str; 11] = [
    "next asked",
    "next done",
    "PutItem asked",
    "PutItem done",
    "response asked",
    "response done",
    "SendMessage asked",
    "SendMessage done",
    "UpdateItem asked",
    "UpdateItem done",
    "next asked",
];

/// A clock that runs a minute ahead: every row is old enough for the relay.
fn in_a_minute() -> Timestamp {
    Timestamp::now() + SignedDuration::from_secs(60)
}

/// One delivery, and what there must be in the end.
#[derive(Clone)]
struct Scene {
    provider: &'static str,
    /// Delivered before, undisturbed.
    before: Option<Request>,
    request: Request,
    /// The row of the delivery, and how many of the messages with its id are too few and too many.
    key: String,
    messages: (usize, usize),
    rows: usize,
    compiled_relay: bool,
}

impl Scene {
    fn new(provider: &'static str, kind: &str) -> Self {
        let fixture = Fixture::of(provider, kind).unwrap();
        Self {
            provider,
            before: None,
            request: fixture.request(),
            key: fixture.key(),
            // One by the function that was killed, and one more by the relay.
            messages: (1, 2),
            rows: 1,
            compiled_relay: false,
        }
    }

    /// The key that a delivery gets, as a function tells it that nobody disturbs.
    async fn key_of(provider: &str, request: &Request) -> String {
        let engines = Engines::start().await.unwrap();
        let function = Setup::new(provider, &engines).start().await.unwrap();
        let answered = function.deliver(request).await.unwrap().status();
        function.settle().await.unwrap();
        let items = engines.items().await.unwrap();
        let head = items.iter().find(|item| !item.contains_key("part_of"));
        head.and_then(|item| text(item, "id")).unwrap_or_else(|| panic!("answered {answered}")).to_owned()
    }

    fn signed(provider: &'static str, body: impl Into<Vec<u8>>, like: &Fixture) -> Request {
        sign(like.request().body(body), provider, &format!("local-{provider}-secret")).unwrap()
    }
}

/// What came of one kill.
struct Killed {
    steps: Vec<String>,
    sprung: bool,
}

/// Kills at every step, and checks after each. Gives the steps.
async fn at_every_step<F: Future<Output = Killed>>(run: impl Fn(usize) -> F) -> Vec<String> {
    // Before the clocks of the first runs begin to tick: it may have to be built.
    frontdesk_tests::build::program("relay").unwrap();
    let mut runs = stream::iter((1..MANY).map(run)).buffered(AT_ONCE);
    let mut killed = 0;
    while let Some(run) = runs.next().await {
        if !run.sprung {
            assert!(killed > 2, "{:?}", run.steps);
            println!("killed at each of {killed} steps");
            return run.steps;
        }
        killed += 1;
    }
    panic!("a process takes no {MANY} steps");
}

impl Scene {
    async fn check(&self) -> Vec<String> {
        at_every_step(|step| self.killed_at(step)).await
    }

    async fn killed_at(&self, step: usize) -> Killed {
        let engines = Engines::start().await.unwrap();
        if let Some(before) = &self.before {
            let function = Setup::new(self.provider, &engines).start().await.unwrap();
            function.expect(200, before).await.unwrap();
        }
        let trap = Arc::new(Trap::at(step));
        let answered = self.deliver_into(&trap, &engines).await;
        let killed = Killed { steps: trap.steps(), sprung: trap.is_sprung() };
        let told = format!("killed at step {step}, {:?}, after the answer {answered:?}", killed.steps.last());
        assert!(answered.is_none_or(|status| matches!(status, 200 | 503)), "{told}");
        let answered = answered.filter(|status| *status == 200);
        if answered.is_some() {
            // The first clause needs neither a retry nor the relay.
            self.check_row(&engines, &told).await;
        }
        // The provider tries until it is answered, and then once more, since answers get lost on their way.
        let fresh = Setup::new(self.provider, &engines).start().await.unwrap();
        for _ in 0..if answered.is_some() { 1 } else { 2 } {
            self.until_answered(&fresh, &told).await;
        }
        drain(&engines, self.compiled_relay).await;
        self.check_row(&engines, &told).await;
        self.check_queue(&engines, &told).await;
        killed
    }

    /// A large body may need more than one try on a busy machine: what the first has stored of it is there for the next.
    async fn until_answered(&self, function: &Function, told: &str) {
        for _ in 0..10 {
            let response = function.deliver(&self.request).await.unwrap_or_else(|error| panic!("{told}: {error:#}"));
            function.settle().await.unwrap();
            match response.status().as_u16() {
                200 => return,
                503 if self.request.body.len() > LARGE => {}
                status => panic!("{told}: answered {status}; log:\n{}", function.log()),
            }
        }
        panic!("{told}: never answered; log:\n{}", function.log());
    }

    /// Delivers to a function that walks into the trap, and kills it there. Gives what the provider was answered.
    async fn deliver_into(&self, trap: &Arc<Trap>, engines: &Engines) -> Option<u16> {
        let dynamodb = Proxy::start_with(&engines.dynamodb_url, Some(trap.clone())).await.unwrap();
        let sqs = Proxy::start_with(&engines.sqs_url, Some(trap.clone())).await.unwrap();
        let setup = Setup::new(self.provider, engines)
            .with("AWS_ENDPOINT_URL_DYNAMODB", &dynamodb.url())
            .with("AWS_ENDPOINT_URL_SQS", &sqs.url());
        let function = setup.trapped(trap).start().await.unwrap();
        killed_in(&function, trap, async {
            let response = function.deliver(&self.request).await.ok()?;
            // A function URL answers 502 for a sandbox that died.
            Some(response.status().as_u16()).filter(|status| *status != 502)
        })
        .await
    }

    /// The row is there, with every byte of the body.
    async fn check_row(&self, engines: &Engines, told: &str) {
        let event = engines.store().get(&EventId::from_key(self.key.clone())).await;
        let event = event.unwrap_or_else(|error| panic!("{told}: {error}"));
        let event = event.unwrap_or_else(|| panic!("{told}: there is no row {}", self.key));
        assert!(event.body == self.request.body, "{told}: the row has another body");
    }

    async fn check_queue(&self, engines: &Engines, told: &str) {
        let items = engines.items().await.unwrap();
        let heads = items.iter().filter(|item| !item.contains_key("part_of"));
        assert_eq!(heads.count(), self.rows, "{told}");
        for item in &items {
            assert!(!item.contains_key("pending"), "{told}: {:?} is still pending", text(item, "id"));
        }
        let mut messages = BTreeMap::<String, usize>::new();
        for id in engines.take_ids().await.unwrap() {
            *messages.entry(format!("{}:{id}", self.provider)).or_default() += 1;
        }
        let (least, most) = self.messages;
        let count = messages.values().sum::<usize>();
        assert!(messages.len() <= 1, "{told}: one event became several: {messages:?}");
        assert!((least..=most).contains(&count), "{told}: {count} messages");
        // What a delivery that is not published by itself stands beside.
        let published = items.iter().filter(|item| item.contains_key("published_at"));
        let ids: Vec<_> = published.filter_map(|item| text(item, "id")).collect();
        assert_eq!(ids, messages.keys().collect::<Vec<_>>(), "{told}");
    }
}

/// Does `work` until the trap springs, and kills the function there; without the trap springing, until it is idle. Gives what
/// came of the work, if it came to its end before.
pub(crate) async fn killed_in<T>(function: &Function, trap: &Trap, work: impl Future<Output = Option<T>>) -> Option<T> {
    let mut work = pin!(work);
    let mut done = tokio::select! {
        done = &mut work => Some(done),
        () = trap.sprung() => None,
    };
    if done.is_some() {
        tokio::select! {
            settled = function.settle() => settled.unwrap(),
            () = trap.sprung() => {}
        }
    }
    function.kill().await.unwrap();
    // An answer that had left the function before the kill still arrives.
    let handed_out = |entry: &Entry| matches!(entry.happening, Happening::HandedOut { .. });
    if done.is_none() && function.api.journal().iter().any(handed_out) {
        done = Some(work.await);
    }
    done.flatten()
}

/// One run of the relay, on rows that are old enough.
async fn drain(engines: &Engines, compiled: bool) {
    if compiled {
        age(engines).await;
        let relay = Setup::new("relay", engines).start().await.unwrap();
        relay.tick().await.unwrap();
        return;
    }
    let sweep = engines.outbox(in_a_minute).sweep(Timestamp::MAX).await.unwrap();
    assert_eq!((sweep.failed, sweep.complete, sweep.oldest_left), (0, true, None));
}

/// Makes every row arrive long ago.
pub(crate) async fn age(engines: &Engines) {
    let dynamodb = frontdesk::lambda::aws::Clients::for_relay(engines.access()).dynamodb();
    let long_ago = aws_sdk_dynamodb::types::AttributeValue::S("2026-01-01T00:00:00.000Z".to_owned());
    for mut item in engines.items().await.unwrap() {
        if item.insert("received_at".to_owned(), long_ago.clone()).is_some() {
            dynamodb.put_item().table_name(&engines.table).set_item(Some(item)).send().await.unwrap();
        }
    }
}

/// The steps without those that only open connections at the start.
fn without_warm_up(steps: &[String]) -> Vec<&str> {
    let warm_up = |step: &&str| step.starts_with("GetItem ") || step.starts_with("GetQueueAttributes ");
    steps.iter().map(String::as_str).filter(|step| !warm_up(step)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_event_of_each_provider() {
    for (provider, kind) in [
        ("gingr", "check_in"),
        ("ombori", "positionCreated"),
        ("zaui", "booking.creation"),
        ("cheqroom", "item.create"),
    ] {
        let steps = Scene::new(provider, kind).check().await;
        assert_eq!(without_warm_up(&steps), NEW_EVENT, "{provider}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_event_and_the_compiled_relay() {
    let scene = Scene { compiled_relay: true, ..Scene::new("gire", "pud:status_update") };
    assert_eq!(without_warm_up(&scene.check().await), NEW_EVENT);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_repeated_delivery() {
    let scene = Scene::new("gire", "pud:status_update");
    let scene = Scene { before: Some(scene.request.clone()), messages: (1, 1), ..scene };
    let steps = scene.check().await;
    assert_eq!(
        without_warm_up(&steps)[4..8],
        ["response asked", "response done", "UpdateItem asked", "UpdateItem done"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn another_body_under_a_known_own_id() {
    let fixture = Fixture::of("gire", "pud:status_update").unwrap();
    let body = [fixture.body.clone(), b"\n".to_vec()].concat();
    let hash = hex::encode(Sha256::digest(&body));
    let scene = Scene {
        before: Some(fixture.request()),
        request: Scene::signed("gire", body, &fixture),
        key: format!("{}~{}", fixture.key(), &hash[..8]),
        messages: (1, 1),
        rows: 2,
        ..Scene::new("gire", "pud:status_update")
    };
    scene.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_read() {
    let fixture = Fixture::of("cheqroom", "item.create").unwrap();
    let body = b"<not json>";
    let scene = Scene {
        request: Scene::signed("cheqroom", body, &fixture),
        key: format!("cheqroom:{}", hex::encode(Sha256::digest(body))),
        messages: (0, 0),
        ..Scene::new("cheqroom", "item.create")
    };
    scene.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_in_parts() {
    let fixture = Fixture::of("ombori", "positionCreated").unwrap();
    // Compresses to three quarters of it: three parts, and too long for a message.
    let body = body(Texture::Text, LARGE + LARGE / 4, 1);
    let key = Scene::key_of("ombori", &fixture.request().body(body.clone())).await;
    let scene = Scene { request: fixture.request().body(body), key, ..Scene::new("ombori", "positionCreated") };
    let steps = scene.check().await;
    let puts = steps.iter().filter(|step| *step == "PutItem asked").count();
    assert!(puts >= 4, "three parts and a head: {steps:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_relay_with_25_rows() {
    const ROWS: usize = 25;
    at_every_step(|step| async move {
        let engines = Engines::start().await.unwrap();
        let ids = backlog(&engines, ROWS).await;
        let trap = Arc::new(Trap::at(step));
        let dynamodb = Proxy::start_with(&engines.dynamodb_url, Some(trap.clone())).await.unwrap();
        let sqs = Proxy::start_with(&engines.sqs_url, Some(trap.clone())).await.unwrap();
        let setup = Setup::new("relay", &engines)
            .with("AWS_ENDPOINT_URL_DYNAMODB", &dynamodb.url())
            .with("AWS_ENDPOINT_URL_SQS", &sqs.url());
        let relay = setup.trapped(&trap).start().await.unwrap();
        killed_in(&relay, &trap, async { relay.tick().await.ok() }).await;
        let killed = Killed { steps: trap.steps(), sprung: trap.is_sprung() };
        let told = format!("killed at step {step}, {:?}", killed.steps.last());

        drain(&engines, step % 10 == 0).await;
        let items = engines.items().await.unwrap();
        assert!(items.iter().all(|item| item.contains_key("published_at")), "{told}");
        assert!(!items.iter().any(|item| item.contains_key("pending")), "{told}");
        let mut taken = engines.take_ids().await.unwrap();
        // Once by the relay that was killed, and once by the next.
        for id in &ids {
            let count = taken.iter().filter(|taken| *taken == id).count();
            assert!((1..=2).contains(&count), "{told}: {count} messages {id}");
        }
        if !killed.sprung {
            assert_eq!(taken.len(), ROWS, "nothing comes twice that was not disturbed");
        }
        taken.dedup();
        assert_eq!(taken, ids, "{told}");
        killed
    })
    .await;
}

/// Rows that were stored long ago and never published.
async fn backlog(engines: &Engines, rows: usize) -> Vec<String> {
    let store = engines.store();
    let put = |number: usize| {
        let store = store.clone();
        async move {
            let event = waiting_event(number);
            store.put(&event).await.unwrap();
            event.id.id().to_owned()
        }
    };
    let mut ids = join_all((0..rows).map(put)).await;
    ids.sort();
    ids
}

fn waiting_event(number: usize) -> Event {
    let body = format!("{{\"id\":\"event-{number:03}\"}}");
    Event {
        id: EventId::new("gire", &Identity::Own(format!("event-{number:03}"))),
        kind: "pud:create".to_owned(),
        subject: None,
        received_at: "2026-01-01T00:00:00Z".parse().unwrap(),
        occurred_at: None,
        sha256: hex::encode(Sha256::digest(&body)),
        body: body.into(),
        content_type: None,
        verification: "body".to_owned(),
        key: "01234567".to_owned(),
        source_ip: None,
        request_id: format!("request-{number}"),
        signature: None,
        unreadable: None,
        own_id: true,
    }
}
