//! A delivery to a function that is killed at a step, and the checks afterwards.

use std::collections::BTreeMap;
use std::sync::Arc;

use frontdesk::event::EventId;
use frontdesk_tests::audit;
use frontdesk_tests::engines::{Engines, RETENTION_DAYS, text};
use frontdesk_tests::fixtures::{Fixture, Request};
use frontdesk_tests::function::{Function, Setup};
use frontdesk_tests::proxy::Proxy;
use frontdesk_tests::trap::Trap;
use jiff::Timestamp;

use super::kill::{Killed, at_every_step, drain, killed_in};

/// Too large for an SQS message.
pub(super) const LARGE: usize = 1024 * 1024;

/// One delivery, and its expected end state.
#[derive(Clone)]
pub(super) struct Scene {
    pub(super) provider: &'static str,
    /// A delivery that comes first, undisturbed.
    pub(super) before: Option<Request>,
    pub(super) request: Request,
    /// The row of the delivery, and the smallest and largest right number of messages with its id.
    pub(super) key: String,
    pub(super) messages: (usize, usize),
    pub(super) rows: usize,
    pub(super) compiled_relay: bool,
}

impl Scene {
    pub(super) fn new(provider: &'static str, kind: &str) -> Self {
        let fixture = Fixture::of(provider, kind).unwrap();
        Self {
            provider,
            before: None,
            request: fixture.request(),
            key: fixture.key(),
            // One by the killed function, and perhaps one more by the relay.
            messages: (1, 2),
            rows: 1,
            compiled_relay: false,
        }
    }

    /// Returns the key that an undisturbed function gives the delivery.
    pub(super) async fn key_of(provider: &str, request: &Request) -> String {
        let engines = Engines::start().await.unwrap();
        let function = Setup::new(provider, &engines).start().await.unwrap();
        let answered = function.deliver(request).await.unwrap().status();
        function.settle().await.unwrap();
        let items = engines.items().await.unwrap();
        let head = items.iter().find(|item| !item.contains_key("part_of"));
        head.and_then(|item| text(item, "id")).unwrap_or_else(|| panic!("answered {answered}")).to_owned()
    }

    pub(super) fn signed(provider: &'static str, body: impl Into<Vec<u8>>, like: &Fixture) -> Request {
        like.request().body(body).signed(provider, &format!("local-{provider}-secret")).unwrap()
    }
}

impl Scene {
    pub(super) async fn check(&self) -> Vec<String> {
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
            // Promise 1 needs neither a retry nor the relay.
            self.check_row(&engines, &told).await;
        }
        // The provider retries until it gets an answer, and then once more, as answers can be lost.
        let fresh = Setup::new(self.provider, &engines).start().await.unwrap();
        for _ in 0..if answered.is_some() { 1 } else { 2 } {
            self.until_answered(&fresh, &told).await;
        }
        drain(&engines, self.compiled_relay).await;
        self.check_row(&engines, &told).await;
        self.check_queue(&engines, &told).await;
        self.audit(&engines, &told).await;
        killed
    }

    /// On a busy machine a large body may need several attempts; each reuses the parts already
    /// stored.
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

    /// Delivers to a function that the trap kills. Returns the status that the provider gets.
    async fn deliver_into(&self, trap: &Arc<Trap>, engines: &Engines) -> Option<u16> {
        let dynamodb = Proxy::start_with(&engines.dynamodb_url, Some(trap.clone())).await.unwrap();
        let sqs = Proxy::start_with(&engines.sqs_url, Some(trap.clone())).await.unwrap();
        let setup = Setup::new(self.provider, engines)
            .with("AWS_ENDPOINT_URL_DYNAMODB", &dynamodb.url())
            .with("AWS_ENDPOINT_URL_SQS", &sqs.url());
        let function = setup.trapped(trap).start().await.unwrap();
        killed_in(&function, trap, async {
            let response = function.deliver(&self.request).await.ok()?;
            // A function URL answers 502 if the sandbox died.
            Some(response.status().as_u16()).filter(|status| *status != 502)
        })
        .await
    }

    /// Checks that the row exists, with every byte of the body.
    async fn check_row(&self, engines: &Engines, told: &str) {
        let event = engines.store().reader().get(&EventId::from_key(self.key.clone())).await;
        let event = event.unwrap_or_else(|error| panic!("{told}: {error}"));
        let event = event.unwrap_or_else(|| panic!("{told}: there is no row {}", self.key));
        assert!(event.body == self.request.body, "{told}: the row has another body");
    }

    /// Audits the table: a kill must leave the same rows as an undisturbed delivery.
    async fn audit(&self, engines: &Engines, told: &str) {
        let (store, items) = (engines.store(), engines.items().await.unwrap());
        let secrets = |provider: &str| format!("local-{provider}-secret");
        let heads = audit::heads(&items);
        let faults = audit::faults(store.reader(), &heads, RETENTION_DAYS, secrets, Timestamp::now()).await.unwrap();
        assert!(faults.is_empty(), "{told}: {faults:?}");
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
        // Some deliveries are not published themselves: they stand beside an event that is.
        let published = items.iter().filter(|item| item.contains_key("published_at"));
        let ids: Vec<_> = published.filter_map(|item| text(item, "id")).collect();
        assert_eq!(ids, messages.keys().collect::<Vec<_>>(), "{told}");
    }
}
