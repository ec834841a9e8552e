//! The compiled example consumer, with batches from the queue after real deliveries.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use aws_sdk_sqs::types::{Message, MessageSystemAttributeName, QueueAttributeName};
use frontdesk::aws::Clients;
use frontdesk::clock::Clock;
use frontdesk::event::{Event, EventId};
use frontdesk_tests::engines::{Engines, text};
use frontdesk_tests::fixtures::Fixture;
use frontdesk_tests::function::{Function, Setup};
use frontdesk_tests::proxy::{Fault, Proxy};
use serde_json::{Value, json};

const SECRET: &str = "local-gingr-secret";
const PATIENCE: Duration = Duration::from_secs(30);

/// Stands in for Lambda's poller: receives, invokes, deletes the messages that did not fail, and
/// returns the failed ones.
struct Poller<'a> {
    sqs: aws_sdk_sqs::Client,
    engines: &'a Engines,
    dead_letters: String,
}

impl<'a> Poller<'a> {
    async fn start(engines: &'a Engines) -> Self {
        let sqs = Clients::for_relay(engines.access()).sqs();
        let name = format!("{}-dead", engines.table);
        let dead_letters = sqs.create_queue().queue_name(&name).send().await.unwrap().queue_url.unwrap();
        let policy = json!({ "deadLetterTargetArn": format!("arn:aws:sqs:us-east-1:000000000000:{name}"), "maxReceiveCount": 5 });
        let set = sqs.set_queue_attributes().queue_url(&engines.queue_url);
        set.attributes(QueueAttributeName::RedrivePolicy, policy.to_string()).send().await.unwrap();
        Self { sqs, engines, dead_letters }
    }

    /// Receives a batch, and makes it visible again at once.
    async fn receive(&self, queue: &str) -> Vec<Message> {
        let receive = self.sqs.receive_message().queue_url(queue).max_number_of_messages(10).visibility_timeout(0);
        let receive = receive.message_system_attribute_names(MessageSystemAttributeName::All);
        receive.send().await.unwrap().messages.unwrap_or_default()
    }

    /// Runs one round. Returns the ids of the events to be retried, or the bodies of messages that
    /// are no event.
    async fn round(&self, function: &Function) -> BTreeSet<String> {
        let messages = self.receive(&self.engines.queue_url).await;
        let reply = function.api.invoke(batch(&messages), PATIENCE).await.unwrap();
        let failed: BTreeSet<_> = reply["batchItemFailures"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| item["itemIdentifier"].clone())
            .collect_ids();
        for message in messages.iter().filter(|message| !failed.contains(message.message_id().unwrap())) {
            let delete = self.sqs.delete_message().queue_url(&self.engines.queue_url);
            delete.set_receipt_handle(message.receipt_handle.clone()).send().await.unwrap();
        }
        messages.iter().filter(|message| failed.contains(message.message_id().unwrap())).map(name).collect()
    }

    async fn send(&self, body: &str) {
        self.sqs.send_message().queue_url(&self.engines.queue_url).message_body(body).send().await.unwrap();
    }
}

trait CollectIds {
    fn collect_ids(self) -> BTreeSet<String>;
}

impl<I: Iterator<Item = Value>> CollectIds for I {
    fn collect_ids(self) -> BTreeSet<String> {
        self.map(|id| id.as_str().unwrap().to_owned()).collect()
    }
}

/// Formats a batch as Lambda does.
fn batch(messages: &[Message]) -> Value {
    let record = |message: &Message| {
        let count = &message.attributes().unwrap()[&MessageSystemAttributeName::ApproximateReceiveCount];
        json!({
            "messageId": message.message_id(), "receiptHandle": message.receipt_handle(), "body": message.body(),
            "attributes": { "ApproximateReceiveCount": count, "SenderId": "AIDA" }, "messageAttributes": {},
            "md5OfBody": message.md5_of_body(), "eventSource": "aws:sqs",
            "eventSourceARN": "arn:aws:sqs:us-east-1:000000000000:events", "awsRegion": "us-east-1",
        })
    };
    json!({ "Records": messages.iter().map(record).collect::<Vec<_>>() })
}

fn name(message: &Message) -> String {
    let body = message.body().unwrap_or_default();
    let event: Option<Value> = serde_json::from_str(body).ok();
    event.and_then(|event| Some(event.get("id")?.as_str()?.to_owned())).unwrap_or_else(|| body.to_owned())
}

/// Starts the example consumer, with the events table for its records.
async fn consumer(engines: &Engines) -> Function {
    Setup::new("consumer", engines).with("CONSUMED_TABLE", &engines.table).start().await.unwrap()
}

/// A check-in whose reservation is missing: authentic and of its type, but this consumer cannot
/// handle it.
fn without_reservation() -> frontdesk_tests::fixtures::Request {
    let body =
        r#"{"webhook_type":"check_in","entity_id":7,"entity_type":"reservation","entity_data":[],"signature":"@@"}"#;
    Fixture::of("gingr", "check_in").unwrap().request().body(body).signed("gingr", SECRET).unwrap()
}

/// A check-in with a text that is too large for the queue.
fn too_large_for_the_queue() -> frontdesk_tests::fixtures::Request {
    let body = format!(
        r#"{{"webhook_type":"check_in","entity_id":8,"entity_type":"reservation","entity_data":{{"location_name":"Annex","r_notes":"{}"}},"signature":"@@"}}"#,
        "x".repeat(1_100_000)
    );
    Fixture::of("gingr", "check_in").unwrap().request().body(body).signed("gingr", SECRET).unwrap()
}

async fn arrived(consumer: &Function, count: usize) -> Vec<String> {
    let lines = consumer.logged_when("a guest arrived", count).await.unwrap();
    let mut guests: Vec<String> = lines.iter().map(|line| line["reservation"].as_str().unwrap().to_owned()).collect();
    guests.sort();
    guests
}

#[tokio::test(flavor = "multi_thread")]
async fn each_message_of_a_batch_fails_for_itself() {
    let engines = Engines::start().await.unwrap();
    let poller = Poller::start(&engines).await;
    let gingr = Setup::new("gingr", &engines).start().await.unwrap();
    let good = Fixture::of("gingr", "check_in").unwrap();
    gingr.expect(200, &good.request()).await.unwrap();
    gingr.expect(200, &too_large_for_the_queue()).await.unwrap();
    gingr.expect(200, &without_reservation()).await.unwrap();
    let messages = poller.receive(&engines.queue_url).await;
    let body_of = |wanted: &str| messages.iter().find(|message| message.body().unwrap().contains(wanted)).unwrap();
    let whole = body_of(&good.id).body().unwrap();
    let failing = name(body_of("\"entity_id\":7"));
    // The same event as another message, as the relay may send it; the same event with another
    // body; and three messages that are no event.
    poller.send(whole).await;
    poller.send(&whole.replace("Biscuit", "Brisket")).await;
    poller.send("s3cret, and no event").await;
    poller
        .send(&whole.replace(&good.id, "gone").replacen(
            ",\"data\":{",
            ",\"dataref\":\"dynamodb://elsewhere/x\",\"extra\":{",
            1,
        ))
        .await;
    poller
        .send(
            &whole
                .replace(&good.id, "misfit")
                .replace("\"entity_type\":\"reservation\"", "\"entity_type\":[\"s3cret\"]"),
        )
        .await;

    let consumer = consumer(&engines).await;
    let failed = poller.round(&consumer).await;
    let expected = ["s3cret, and no event", "gone", "misfit", failing.as_str()];
    assert_eq!(failed, expected.map(str::to_owned).into(), "{}", consumer.log());
    assert_eq!(arrived(&consumer, 2).await, ["40361", "8"]);
    let line = &consumer.logged_when("batch", 1).await.unwrap()[0];
    assert_eq!([&line["consumed"], &line["already_consumed"], &line["failed"]], [2, 2, 4], "{line}");

    // Each message comes five times (once to this test). Then the queue is empty, and the failed
    // ones are dead letters.
    for left in [4, 4, 4, 3, 0] {
        assert_eq!(poller.round(&consumer).await.len(), left);
    }
    let dead: BTreeSet<String> = poller.receive(&poller.dead_letters).await.iter().map(name).collect();
    assert_eq!(dead, expected.map(str::to_owned).into());
    let causes = consumer.logged_when("not consumed", 19).await.unwrap();
    let cause = |id: &str| causes.iter().find(|line| line["id"] == id).unwrap();
    assert_eq!(cause(&format!("gingr:{failing}"))["cause"], "a check-in without its reservation");
    assert_eq!(cause(&format!("gingr:{failing}"))["outcome"], "failed");
    for (id, told) in [
        ("", "not an event of Frontdesk: it is not JSON"),
        ("gingr:gone", "the body is at dynamodb://elsewhere/x, and not in the table"),
        ("gingr:misfit", "is not the one that was received"),
    ] {
        let line = cause(id);
        assert!(line["cause"].as_str().unwrap().contains(told), "{line}");
        assert_eq!(
            (&line["outcome"], &line["level"], line["received"].as_u64()),
            (&"poison".into(), &"WARN".into(), Some(1))
        );
    }
    assert!(!consumer.log().contains("s3cret") && !consumer.log().contains("Biscuit"), "{}", consumer.log());
    assert_eq!(arrived(&consumer, 2).await, ["40361", "8"], "the work was not done exactly once");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_replay_is_worked_on_again_but_once() {
    let engines = Engines::start().await.unwrap();
    let poller = Poller::start(&engines).await;
    let gingr = Setup::new("gingr", &engines).start().await.unwrap();
    let good = Fixture::of("gingr", "check_in").unwrap();
    gingr.expect(200, &good.request()).await.unwrap();
    let consumer = consumer(&engines).await;
    assert_eq!(poller.round(&consumer).await.len(), 0);
    let event: Event = engines.store().reader().get(&EventId::from_key(good.key())).await.unwrap().unwrap();
    poller.send(&event.replay_envelope(&engines.table).body).await;
    // SQS delivers the message twice before either copy is deleted.
    let twice = [poller.receive(&engines.queue_url).await, poller.receive(&engines.queue_url).await].concat();
    assert_eq!(twice.len(), 2);
    let reply = consumer.api.invoke(batch(&twice), PATIENCE).await.unwrap();
    assert_eq!(reply, json!({ "batchItemFailures": [] }));
    let batches = consumer.logged_when("batch", 2).await.unwrap();
    assert_eq!((batches[1]["consumed"].as_u64(), batches[1]["already_consumed"].as_u64()), (Some(1), Some(1)));
    assert_eq!(arrived(&consumer, 2).await, ["40361", "40361"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_consumer_that_dies_with_an_event_in_hand_loses_nothing() {
    let engines = Engines::start().await.unwrap();
    let poller = Poller::start(&engines).await;
    let gingr = Setup::new("gingr", &engines).start().await.unwrap();
    let good = Fixture::of("gingr", "check_in").unwrap();
    gingr.expect(200, &good.request()).await.unwrap();
    // The first consumer holds the lease and is then cut off from the table: its work is never
    // recorded.
    let dynamodb = Proxy::start(&engines.dynamodb_url).await.unwrap();
    let first = Setup::new("consumer", &engines).with("CONSUMED_TABLE", &engines.table);
    let first = first.with("AWS_ENDPOINT_URL_DYNAMODB", &dynamodb.url()).start().await.unwrap();
    let messages = poller.receive(&engines.queue_url).await;
    // Start-up time does not count against the deadline.
    first.settle().await.unwrap();
    dynamodb.always(Fault::DropResponse);
    // Its deadline is near, which makes the lease short.
    let reply = first.api.invoke(batch(&messages), Duration::from_millis(1500)).await;
    let failed = reply.is_err() || reply.is_ok_and(|reply| reply["batchItemFailures"].as_array().unwrap().len() == 1);
    assert!(failed, "{}", first.log());
    first.kill().await.unwrap();

    let key = format!("consumed:desk:/frontdesk/gingr#{}", good.id);
    let row = engines.item(&key).await.unwrap().unwrap();
    assert!(text(&row, "done_at").is_none(), "{row:?}");
    let lease: i64 = text(&row, "lease_until").unwrap().parse().unwrap();
    // Until the lease ends, no other consumer works on the event; then the next one does.
    let second = consumer(&engines).await;
    let before = poller.round(&second).await.len();
    let still = jiff::Timestamp::now().as_millisecond() < lease;
    assert!(before == 1 || !still, "{}", second.log());
    while jiff::Timestamp::now().as_millisecond() <= lease {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    if before == 1 {
        assert_eq!(poller.round(&second).await.len(), 0, "{}", second.log());
    }
    assert_eq!(arrived(&second, 1).await, ["40361"]);
    let row = engines.item(&key).await.unwrap().unwrap();
    assert!(text(&row, "done_at").is_some() && text(&row, "lease_until").is_none(), "{row:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn work_that_cannot_be_recorded_is_logged() {
    let engines = Engines::start().await.unwrap();
    let poller = Poller::start(&engines).await;
    let gingr = Setup::new("gingr", &engines).start().await.unwrap();
    gingr.expect(200, &Fixture::of("gingr", "check_in").unwrap().request()).await.unwrap();
    gingr.expect(200, &without_reservation()).await.unwrap();
    let dynamodb = Proxy::start(&engines.dynamodb_url).await.unwrap();
    // Each lease is taken, and then the table refuses.
    let updates = AtomicUsize::new(0);
    dynamodb.plan(move |operation| match operation {
        "UpdateItem" if updates.fetch_add(1, Ordering::SeqCst) % 2 == 1 => Fault::Status(400, "AccessDeniedException"),
        _ => Fault::Pass,
    });
    let consumer = Setup::new("consumer", &engines).with("CONSUMED_TABLE", &engines.table);
    let consumer = consumer.with("AWS_ENDPOINT_URL_DYNAMODB", &dynamodb.url()).start().await.unwrap();
    assert_eq!(poller.round(&consumer).await.len(), 1);
    let lines = consumer.logged_when("could not record how the work ended", 2).await.unwrap();
    let done: BTreeSet<_> = lines.iter().map(|line| line["done"].as_bool()).collect();
    assert_eq!(done, BTreeSet::from([Some(false), Some(true)]), "{lines:?}");
    assert!(lines[0]["error"].as_str().unwrap().contains("AccessDenied"), "{lines:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn it_does_not_start_without_its_tables() {
    for variable in ["EVENTS_TABLE", "CONSUMED_TABLE"] {
        let engines = Engines::start().await.unwrap();
        let setup = Setup::new("consumer", &engines).with("CONSUMED_TABLE", "consumed").with(variable, "");
        let mut function = setup.start().await.unwrap();
        assert_eq!(function.ended().await.unwrap(), Some(1));
        function.log_has(&format!("{variable} is not set")).await.unwrap();
    }
}

/// The same in process: deadlines, and handlers that never return.
mod in_this_process {
    use frontdesk::Message;
    use frontdesk::consume::{Batch, BatchResponse, Consumer, Once, Turn};
    use jiff::{SignedDuration, Timestamp};

    use super::*;

    fn event(id: &str) -> String {
        // The hash of `{}`.
        format!(
            r#"{{"id":"{id}","source":"/frontdesk/gire","type":"gire.x","time":"2026-11-20T10:00:00Z","receivedat":"2026-11-20T10:00:00Z","verification":"body","sha256":"44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a","data":{{}}}}"#
        )
    }

    fn of(ids: &[&str]) -> Batch {
        let record = |id: &&str| json!({ "messageId": id, "receiptHandle": format!("r-{id}"), "body": event(id) });
        serde_json::from_value(json!({ "Records": ids.iter().map(record).collect::<Vec<_>>() })).unwrap()
    }

    fn failed(reply: BatchResponse) -> Vec<String> {
        reply.failures.into_iter().map(|failure| failure.message_id).collect()
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn what_is_too_slow_is_stopped_and_the_rest_comes_again() {
        let engines = Engines::start().await.unwrap();
        let once = |name| Once::new(engines.dynamodb(), &engines.table, name, Clock::system());
        let consumer = Consumer::new(engines.store().reader().clone(), Clock::system()).once(once("slow"));
        let stuck = |message: Message<bytes::Bytes>| async move {
            if message.id == "stuck" {
                std::future::pending::<()>().await;
            }
            Ok::<(), String>(())
        };
        let deadline = Timestamp::now() + SignedDuration::from_secs(3);
        let reply = consumer.consume(of(&["a", "stuck", "b"]), deadline, &stuck).await;
        assert!(Timestamp::now() < deadline, "Lambda would have stopped it");
        assert_eq!(failed(reply), ["stuck", "b"]);
        // The lease is gone: the next attempt begins at once, and skips finished work.
        let mend = |message: Message<bytes::Bytes>| async move {
            if message.id == "a" { Err("handled twice") } else { Ok(()) }
        };
        let deadline = Timestamp::now() + SignedDuration::from_secs(60);
        assert_eq!(failed(consumer.consume(of(&["a", "stuck", "b"]), deadline, &mend).await), [""; 0]);
        // Another consumer has its own records.
        let other = Consumer::new(engines.store().reader().clone(), Clock::system()).once(once("other"));
        assert_eq!(failed(other.consume(of(&["a", "b"]), deadline, &mend).await), ["a"]);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn of_many_at_once_one_works() {
        let engines = Engines::start().await.unwrap();
        let once = Once::new(engines.dynamodb(), &engines.table, "many", Clock::system());
        let message = Message::parse(&event("1")).unwrap();
        let until = Timestamp::now() + SignedDuration::from_secs(60);
        let receipts: Vec<String> = (0..20).map(|n| format!("receipt {n}")).collect();
        let turns = receipts.iter().map(|receipt| once.turn(&message, "m", receipt, until));
        let turns = futures_util::future::join_all(turns).await;
        let ours = turns.iter().flatten().filter(|turn| matches!(turn, Turn::Ours(_))).count();
        assert_eq!((ours, turns.iter().filter(|turn| turn.is_ok()).count()), (1, 20), "{turns:?}");
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_lost_answer_of_the_table_is_not_another_consumer() {
        let mut engines = Engines::start().await.unwrap();
        let dynamodb = engines.proxy_dynamodb().await.unwrap();
        let once = Once::new(engines.dynamodb(), &engines.table, "lost", Clock::system());
        let message = Message::parse(&event("1")).unwrap();
        dynamodb.once("UpdateItem", Fault::DropResponse);
        let until = Timestamp::now() + SignedDuration::from_secs(60);
        let turn = once.turn(&message, "m", "receipt", until).await.unwrap();
        assert!(matches!(turn, Turn::Ours(_)), "{turn:?}");
        assert_eq!(dynamodb.count("UpdateItem"), 2);
        let other = once.turn(&message, "m", "another receipt", until).await.unwrap();
        assert_eq!(other, Turn::Busy);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_silent_table_does_not_keep_it_beyond_its_deadline() {
        let mut engines = Engines::start().await.unwrap();
        let dynamodb = engines.proxy_dynamodb().await.unwrap();
        let once = Once::new(engines.dynamodb(), &engines.table, "silent", Clock::system());
        let consumer = Consumer::new(engines.store().reader().clone(), Clock::system()).once(once);
        let stuck = |_: Message<bytes::Bytes>| std::future::pending::<Result<(), String>>();
        // The lease is taken, and cannot be given back.
        let calls = AtomicUsize::new(0);
        dynamodb.plan(move |_| if calls.fetch_add(1, Ordering::SeqCst) == 0 { Fault::Pass } else { Fault::Held });
        let deadline = Timestamp::now() + SignedDuration::from_secs(3);
        assert_eq!(failed(consumer.consume(of(&["1"]), deadline, &stuck).await), ["1"]);
        assert!(Timestamp::now() < deadline, "Lambda would have stopped it");
        assert_eq!(dynamodb.count("UpdateItem"), 2);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn an_event_is_remembered_for_thirty_days() {
        let engines = Engines::start().await.unwrap();
        let message = Message::parse(&event("1")).unwrap();
        let done: Timestamp = "2026-11-20T10:00:00Z".parse().unwrap();
        let once = |now: Timestamp| Once::new(engines.dynamodb(), &engines.table, "desk", move || now);
        let turn = async |now: Timestamp, receipt: &str| {
            once(now).turn(&message, "m", receipt, now + SignedDuration::from_secs(60)).await.unwrap()
        };
        let Turn::Ours(lease) = turn(done, "first").await else { panic!("nobody has worked on it") };
        once(done).done(&lease).await.unwrap();
        let days = |days: i64| done + SignedDuration::from_hours(24 * days);
        assert_eq!(turn(days(30) - SignedDuration::from_secs(1), "second").await, Turn::Done);
        // Time to live may delete a row days after it has expired.
        assert!(matches!(turn(days(30), "third").await, Turn::Ours(_)));
    }
}
