//! Receiving: visibility, what is returned, long polling, retention, and the two switches.

use std::time::{Duration, Instant};

use aws_sdk_sqs::types::MessageSystemAttributeName as Name;
use frontdesk_local::sqs::Sqs;

use crate::engine::{Engine, START, client, refusal, serve, text};

/// Far less than the 20 seconds that the tests may wait, far more than a wake-up takes.
const SOON: Duration = Duration::from_secs(10);

#[tokio::test]
async fn a_received_message_is_out_of_sight_until_its_time_is_over() {
    let engine = Engine::start().await;
    let url = engine.queue("events", &[("VisibilityTimeout", "20")]).await;
    let id = engine.send(&url, "x").await;
    engine.advance(1);
    for round in 1..=3_i64 {
        let received = engine.receive(&url).await;
        let message = &received[0];
        assert_eq!(message.message_id.as_deref(), Some(id.as_str()));
        let system = message.attributes.as_ref().unwrap();
        assert_eq!(system[&Name::ApproximateReceiveCount], round.to_string());
        assert_eq!(system[&Name::SentTimestamp], START.to_string());
        assert_eq!(system[&Name::ApproximateFirstReceiveTimestamp], (START + 1000).to_string());
        assert!(system.contains_key(&Name::SenderId));
        assert_eq!(engine.counts(&url).await, [0, 0, 1]);
        engine.advance(19);
        assert!(engine.receive(&url).await.is_empty());
        engine.advance(1);
        assert_eq!(engine.counts(&url).await, [1, 0, 0]);
    }
    let own = engine.client.receive_message().queue_url(&url).visibility_timeout(0);
    assert_eq!(own.send().await.unwrap().messages.unwrap().len(), 1);
    assert_eq!(engine.receive(&url).await.len(), 1, "with a timeout of 0 it never left");
}

#[tokio::test]
async fn the_number_of_messages_is_kept() {
    let engine = Engine::start().await;
    let url = engine.queue("events", &[]).await;
    for n in 0..12 {
        engine.send(&url, &n.to_string()).await;
    }
    let one = engine.client.receive_message().queue_url(&url).send().await.unwrap().messages.unwrap();
    assert_eq!((one.len(), one[0].body.as_deref()), (1, Some("0")));
    assert_eq!(engine.bodies(&url).await, ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"]);
    assert_eq!(engine.bodies(&url).await, ["11"]);
}

#[tokio::test]
async fn numbers_out_of_range_are_refused() {
    let engine = Engine::start().await;
    let url = engine.queue("events", &[]).await;
    let receive = || engine.client.receive_message().queue_url(&url);
    for wrong in [
        receive().max_number_of_messages(0),
        receive().max_number_of_messages(11),
        receive().wait_time_seconds(21),
        receive().wait_time_seconds(-1),
        receive().visibility_timeout(43_201),
    ] {
        assert_eq!(refusal(wrong.send().await).0, "InvalidParameterValue");
    }
    let unknown = receive().message_system_attribute_names("Colour".into());
    assert_eq!(refusal(unknown.send().await).0, "InvalidAttributeName");
}

#[tokio::test]
async fn only_what_was_asked_for_is_shown() {
    let engine = Engine::start().await;
    let url = engine.queue("events", &[("VisibilityTimeout", "0")]).await;
    let send = engine.client.send_message().queue_url(&url).message_body("x");
    let send = send.message_attributes("provider", text("gingr")).message_attributes("trace.id", text("1"));
    send.message_attributes("trace.span", text("2")).send().await.unwrap();
    #[rustfmt::skip]
    let cases: [(&[&str], &[&str]); 7] = [
        (&[], &[]),
        (&["All"], &["provider", "trace.id", "trace.span"]),
        (&[".*"], &["provider", "trace.id", "trace.span"]),
        (&["trace.*"], &["trace.id", "trace.span"]),
        (&["provider"], &["provider"]),
        (&["provider", "trace.id", "none"], &["provider", "trace.id"]),
        (&["none.*"], &[]),
    ];
    for (asked, expected) in cases {
        let receive = engine.client.receive_message().queue_url(&url);
        let receive = receive.set_message_attribute_names(Some(asked.iter().map(|&name| name.to_owned()).collect()));
        let message = receive.send().await.unwrap().messages.unwrap().remove(0);
        let shown = message.message_attributes.unwrap_or_default();
        let mut names: Vec<_> = shown.keys().map(String::as_str).collect();
        names.sort_unstable();
        assert_eq!(names, expected, "{asked:?}");
        assert_eq!(message.md5_of_message_attributes.is_some(), !expected.is_empty());
        assert_eq!(message.attributes, None);
        if expected == ["provider"] {
            let of_what_is_shown = "888d67e6843c94a90da99bbee3b7bc0d";
            assert_eq!(message.md5_of_message_attributes.as_deref(), Some(of_what_is_shown));
        }
    }
    #[allow(deprecated)]
    let old = engine.client.receive_message().queue_url(&url).attribute_names("SentTimestamp".into());
    let old = old.send().await.unwrap().messages.unwrap().remove(0).attributes.unwrap();
    assert_eq!(old.keys().collect::<Vec<_>>(), [&Name::SentTimestamp]);
}

#[tokio::test]
async fn messages_expire_with_their_queues_retention() {
    let engine = Engine::start().await;
    let url = engine.queue("events", &[("MessageRetentionPeriod", "60")]).await;
    engine.send(&url, "old").await;
    engine.advance(30);
    engine.send(&url, "young").await;
    engine.advance(30);
    assert_eq!(engine.counts(&url).await, [1, 0, 0]);
    assert_eq!(engine.bodies(&url).await, ["young"]);
}

#[tokio::test]
async fn an_empty_queue_answers_at_once_or_after_the_wait_without_looking_all_the_time() {
    let engine = Engine::start().await;
    let url = engine.queue("events", &[("ReceiveMessageWaitTimeSeconds", "1")]).await;
    let (start, calls) = (Instant::now(), engine.calls());
    assert!(engine.receive(&url).await.is_empty());
    assert!(start.elapsed() >= Duration::from_secs(1), "the queue's own wait");
    assert!(engine.calls() - calls <= 3, "{} looks in a second", engine.calls() - calls);
    let start = Instant::now();
    let short = engine.client.receive_message().queue_url(&url).wait_time_seconds(0).send().await.unwrap();
    assert_eq!(short.messages, None);
    assert!(start.elapsed() < Duration::from_secs(1), "a wait of 0 in the request counts more");
}

/// Starts a long poll of 20 seconds, and returns when it has looked once and is waiting.
async fn long_poll(engine: &Engine, url: &str) -> tokio::task::JoinHandle<Vec<String>> {
    let calls = engine.calls();
    let receive = client(engine.address).receive_message().queue_url(url).wait_time_seconds(20);
    let poll = tokio::spawn(async move {
        let messages = receive.send().await.unwrap().messages.unwrap_or_default();
        messages.into_iter().map(|message| message.body.unwrap()).collect()
    });
    while engine.calls() == calls {
        tokio::task::yield_now().await;
    }
    // A call after the look is answered after it: by then the poll has found nothing and sleeps.
    engine.counts(url).await;
    poll
}

#[tokio::test]
async fn a_long_poll_ends_with_the_first_message_of_its_own_queue() {
    let engine = Engine::start().await;
    let url = engine.queue("events", &[]).await;
    let other = engine.queue("other", &[]).await;
    let poll = long_poll(&engine, &url).await;
    let start = Instant::now();
    engine.send(&other, "not this").await;
    engine.send(&url, "this").await;
    assert_eq!(poll.await.unwrap(), ["this"]);
    assert!(start.elapsed() < SOON);
}

#[tokio::test]
async fn a_long_poll_sees_delays_and_timeouts_pass() {
    let engine = Engine::start().await;
    let url = engine.queue("events", &[]).await;
    let delayed = engine.client.send_message().queue_url(&url).message_body("x").delay_seconds(300);
    delayed.send().await.unwrap();
    let poll = long_poll(&engine, &url).await;
    let start = Instant::now();
    engine.advance(300);
    assert_eq!(poll.await.unwrap(), ["x"]);
    let poll = long_poll(&engine, &url).await;
    engine.advance(30);
    assert_eq!(poll.await.unwrap(), ["x"]);
    assert!(start.elapsed() < SOON);
}

/// With the system's clock nothing calls `clock_moved`.
#[tokio::test]
async fn a_long_poll_wakes_by_itself_when_a_delay_is_over() {
    let sqs = Sqs::in_memory().unwrap();
    sqs.create_queue("events", [("DelaySeconds", "1")]).unwrap();
    let client = serve(sqs).await;
    client.send_message().queue_url("events").message_body("x").send().await.unwrap();
    let start = Instant::now();
    let received = client.receive_message().queue_url("events").wait_time_seconds(20).send().await.unwrap();
    assert_eq!(received.messages.unwrap().len(), 1);
    assert!(start.elapsed() < SOON, "{:?}", start.elapsed());
}

#[tokio::test]
async fn a_stop_ends_long_polls_at_once() {
    let engine = Engine::start().await;
    let url = engine.queue("events", &[]).await;
    let poll = long_poll(&engine, &url).await;
    let start = Instant::now();
    engine.stop().await;
    assert!(poll.await.unwrap().is_empty());
    assert!(start.elapsed() < SOON, "{:?}", start.elapsed());
}

#[tokio::test]
async fn many_receivers_get_each_message_once() {
    let engine = Engine::start().await;
    let url = engine.queue("events", &[]).await;
    let mut polls = Vec::new();
    for _ in 0..8 {
        polls.push(long_poll(&engine, &url).await);
    }
    for n in 0..8 {
        engine.send(&url, &n.to_string()).await;
    }
    let mut bodies = Vec::new();
    for poll in polls {
        bodies.extend(poll.await.unwrap());
    }
    bodies.sort();
    assert_eq!(bodies, ["0", "1", "2", "3", "4", "5", "6", "7"]);
}

#[tokio::test]
async fn delivering_twice_makes_two_copies_with_one_id() {
    let engine = Engine::over(Sqs::in_memory().unwrap().deliver_twice(true)).await;
    let url = engine.queue("events", &[]).await;
    let id = engine.send(&url, "x").await;
    let copies = engine.receive(&url).await;
    assert_eq!(copies.iter().map(|copy| copy.message_id.as_deref()).collect::<Vec<_>>(), [Some(id.as_str()); 2]);
    assert_ne!(copies[0].receipt_handle, copies[1].receipt_handle);
    for (copy, left) in copies.iter().zip([1, 0]) {
        let handle = copy.receipt_handle.as_deref().unwrap();
        engine.client.delete_message().queue_url(&url).receipt_handle(handle).send().await.unwrap();
        assert_eq!(engine.counts(&url).await, [0, 0, left]);
    }
}

#[tokio::test]
async fn shuffling_changes_the_order_by_seed_and_loses_nothing() {
    let sent: Vec<String> = (10..40).map(|n| n.to_string()).collect();
    let mut orders = Vec::new();
    for seed in [1, 1, 2] {
        let engine = Engine::over(Sqs::in_memory().unwrap().shuffle(seed)).await;
        let url = engine.queue("events", &[]).await;
        for body in &sent {
            engine.send(&url, body).await;
        }
        let mut order = Vec::new();
        for _ in 0..3 {
            order.extend(engine.bodies(&url).await);
        }
        orders.push(order);
    }
    assert_eq!(orders[0], orders[1]);
    assert_ne!(orders[0], orders[2]);
    for order in &mut orders {
        assert_ne!(*order, sent);
        order.sort();
        assert_eq!(*order, sent);
    }
}
