//! The relay drains the outbox: everything in the table reaches the queue.

use aws_sdk_dynamodb::types::AttributeValue;
use frontdesk::clock::Clock;
use frontdesk::event::Identity;
use frontdesk::store::Put;
use frontdesk_tests::bodies::{Texture, body, event};
use frontdesk_tests::engines::{Engines, Item, text};
use frontdesk_tests::fixtures::Fixture;
use frontdesk_tests::function::Setup;
use frontdesk_tests::proxy::{Fault, Proxy};
use jiff::{SignedDuration, Timestamp};

/// A clock that is a minute ahead, so every row is old enough for the relay.
fn in_a_minute() -> Timestamp {
    Timestamp::now() + SignedDuration::from_secs(60)
}

/// Stores every example of a provider while the queue is down.
async fn backlog(engines: &Engines, provider: &str) -> Vec<String> {
    let mut cut_off = Setup::new(provider, engines);
    let sqs = Proxy::start(&engines.sqs_url).await.unwrap();
    sqs.always(Fault::FailBeforeSend);
    cut_off = cut_off.with("AWS_ENDPOINT_URL_SQS", &sqs.url());
    let function = cut_off.start().await.unwrap();
    let mut ids = Vec::new();
    for fixture in Fixture::all(provider).unwrap().iter().filter(|fixture| !fixture.unreadable) {
        function.expect(200, &fixture.request()).await.unwrap();
        ids.push(fixture.id.clone());
    }
    ids.sort();
    ids.dedup();
    ids
}

fn pending(items: &[Item]) -> usize {
    items.iter().filter(|item| item.contains_key("pending")).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_outbox_is_drained_once() {
    let engines = Engines::start().await.unwrap();
    let ids = backlog(&engines, "gire").await;
    assert_eq!(pending(&engines.items().await.unwrap()), ids.len());
    let outbox = engines.outbox(in_a_minute);
    let sweep = outbox.sweep(Timestamp::MAX).await.unwrap();
    assert_eq!((sweep.published, sweep.failed, sweep.complete), (ids.len(), 0, true));
    assert_eq!(sweep.oldest_left, None);
    assert_eq!(engines.take_ids().await.unwrap(), ids);
    let items = engines.items().await.unwrap();
    assert_eq!(pending(&items), 0);
    assert!(items.iter().all(|item| text(item, "published_at").is_some() && text(item, "message_id").is_some()));
    // Nothing remains.
    assert_eq!(outbox.sweep(Timestamp::MAX).await.unwrap().published, 0);
    assert_eq!(engines.take_ids().await.unwrap().len(), 0);
}

/// The relay checks the payloads that it publishes, too.
#[tokio::test(flavor = "multi_thread")]
async fn a_misfit_is_noted_by_the_relay_too() {
    let engines = Engines::start().await.unwrap();
    let sqs = Proxy::start(&engines.sqs_url).await.unwrap();
    sqs.always(Fault::FailBeforeSend);
    let function = Setup::new("gire", &engines).with("AWS_ENDPOINT_URL_SQS", &sqs.url()).start().await.unwrap();
    let fixture = Fixture::of("gire", "pud:status_update").unwrap();
    for (id, kind, data) in [
        ("1", "pud:status_update", r#"{"pudId":"p","newStatus":"completed"}"#),
        ("2", "pud:status_update", r#"{"pudId":{},"newStatus":"completed","view":1}"#),
        ("3", "pud:flown", "7"),
    ] {
        let body =
            format!(r#"{{"id":"{id}","eventType":"{kind}","timestamp":"2026-03-14T08:00:00.000Z","data":{data}}}"#);
        let request = fixture.request().body(body).signed("gire", "local-gire-secret").unwrap();
        function.expect(200, &request).await.unwrap();
    }
    let sweep = engines.outbox(in_a_minute).sweep(Timestamp::MAX).await.unwrap();
    assert_eq!((sweep.published, sweep.misfits), (3, 2));
    let misfit = engines.item("gire:2").await.unwrap().unwrap();
    assert_eq!(text(&misfit, "misfit"), Some("data.pudId: an object, expected text or a number"));
    assert_eq!(misfit["unknown_fields"].as_ss().unwrap(), &["data.view"]);
}

/// A body that is too large for a message is referred to; it is neither read nor checked.
#[tokio::test(flavor = "multi_thread")]
async fn only_a_body_that_may_be_in_the_message_is_checked() {
    let engines = Engines::start().await.unwrap();
    for (length, misfits) in [(1024 * 1024, 1), (1024 * 1024 + 1, 0)] {
        let identity = Identity::Own(length.to_string());
        let mut event = event(&identity, "r", body(Texture::Repeating, length, 1));
        // A check notes that the kind is unknown.
        "invented".clone_into(&mut event.kind);
        assert_eq!(engines.store().put(&mut event).await.unwrap(), Put::New);
        let sweep = engines.outbox(in_a_minute).sweep(Timestamp::MAX).await.unwrap();
        assert_eq!((sweep.published, sweep.misfits), (1, misfits), "{length} bytes");
    }
}

/// However long the queue is down, no row in the outbox expires; published rows are kept for the
/// full retention time.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_pending_can_expire() {
    let engines = Engines::start().await.unwrap();
    let ids = backlog(&engines, "gire").await;
    let items = engines.items().await.unwrap();
    assert_eq!((items.len(), pending(&items)), (ids.len(), ids.len()));
    assert!(items.iter().all(|item| !item.contains_key("expires_at")));
    // The relay runs again a year later.
    let in_a_year = || Timestamp::now() + SignedDuration::from_hours(365 * 24);
    let sweep = engines.outbox(in_a_year).sweep(Timestamp::MAX).await.unwrap();
    assert_eq!(sweep.published, ids.len());
    let earliest = (in_a_year() + SignedDuration::from_hours(90 * 24 - 1)).as_second();
    for item in engines.items().await.unwrap() {
        let expires: i64 = text(&item, "expires_at").unwrap().parse().unwrap();
        assert!(expires > earliest, "{expires}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn young_rows_are_left_to_the_function_that_stored_them() {
    let engines = Engines::start().await.unwrap();
    let ids = backlog(&engines, "gire").await;
    let sweep = engines.outbox(Clock::system()).sweep(Timestamp::MAX).await.unwrap();
    assert_eq!((sweep.published, sweep.already_published), (0, 0));
    assert!(sweep.oldest_left.is_some());
    assert_eq!(pending(&engines.items().await.unwrap()), ids.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_compiled_relay() {
    let engines = Engines::start().await.unwrap();
    let relay = Setup::new("relay", &engines).start().await.unwrap();
    let mut ids = backlog(&engines, "gire").await;
    relay.tick().await.unwrap();
    // The rows are seconds old; the relay leaves them alone, and reports the age of the oldest.
    let line = &relay.logged_when("sweep", 1).await.unwrap()[0];
    assert_eq!((&line["relay_published"], &line["complete"]), (&0.into(), &true.into()), "{line}");
    assert!(line["oldest_pending"].is_u64(), "{line}");
    age(&engines, "2026-01-01T00:00:00.000Z").await;
    relay.tick().await.unwrap();
    let line = &relay.logged_when("sweep", 2).await.unwrap()[1];
    assert_eq!((&line["relay_published"], &line["relay_failed"]), (&ids.len().into(), &0.into()), "{line}");
    assert_eq!(line["oldest_pending"], 0);
    ids.sort();
    assert_eq!(engines.take_ids().await.unwrap(), ids);
}

/// Changes the arrival time of every row.
async fn age(engines: &Engines, received_at: &str) {
    let dynamodb = frontdesk::aws::Clients::for_relay(engines.access()).dynamodb();
    for mut item in engines.items().await.unwrap() {
        item.insert("received_at".to_owned(), AttributeValue::S(received_at.to_owned()));
        dynamodb.put_item().table_name(&engines.table).set_item(Some(item)).send().await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_from_a_clock_that_was_ahead_does_not_wait() {
    let engines = Engines::start().await.unwrap();
    let ids = backlog(&engines, "gire").await;
    let in_two_hours = Timestamp::now() + SignedDuration::from_hours(2);
    age(&engines, &frontdesk::event::rfc3339(in_two_hours)).await;
    let sqs = Proxy::start(&engines.sqs_url).await.unwrap();
    let relay = Setup::new("relay", &engines).with("AWS_ENDPOINT_URL_SQS", &sqs.url()).start().await.unwrap();
    // While they cannot be published, the alarm must not see them as new.
    sqs.always(Fault::Status(503, "ServiceUnavailable"));
    relay.tick().await.unwrap();
    let line = &relay.logged_when("sweep", 1).await.unwrap()[0];
    assert!(line["oldest_pending"].as_u64().unwrap() > 7_000, "{line}");
    sqs.always(Fault::Pass);
    relay.tick().await.unwrap();
    let line = &relay.logged_when("sweep", 2).await.unwrap()[1];
    assert_eq!((&line["relay_published"], &line["oldest_pending"]), (&ids.len().into(), &0.into()), "{line}");
    assert_eq!(engines.take_ids().await.unwrap(), ids);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_relays_at_once_lose_nothing() {
    let engines = Engines::start().await.unwrap();
    let ids = backlog(&engines, "gingr").await;
    let (one, other) = (engines.outbox(in_a_minute), engines.outbox(in_a_minute));
    let (one, other) = tokio::join!(one.sweep(Timestamp::MAX), other.sweep(Timestamp::MAX));
    assert!(one.unwrap().published + other.unwrap().published >= ids.len());
    let mut taken = engines.take_ids().await.unwrap();
    taken.dedup();
    assert_eq!(taken, ids);
    assert_eq!(pending(&engines.items().await.unwrap()), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_of_the_index_that_is_published_already_is_not_sent() {
    let mut engines = Engines::start().await.unwrap();
    let ids = backlog(&engines, "gire").await;
    // The index lags behind: while one relay holds its page, another one publishes everything.
    let direct = engines.outbox(in_a_minute);
    let dynamodb = engines.proxy_dynamodb().await.unwrap();
    let late = engines.outbox(in_a_minute);
    dynamodb.plan(|operation| match operation {
        "BatchGetItem" => Fault::Held,
        _ => Fault::Pass,
    });
    let (late, direct) = tokio::join!(late.sweep(Timestamp::MAX), async {
        dynamodb.counted("BatchGetItem", 1).await.unwrap();
        let swept = direct.sweep(Timestamp::MAX).await;
        dynamodb.release();
        swept
    });
    assert_eq!(direct.unwrap().published, ids.len());
    let late = late.unwrap();
    assert_eq!((late.published, late.already_published), (0, ids.len()));
    assert_eq!(engines.take_ids().await.unwrap(), ids);
}

#[tokio::test(flavor = "multi_thread")]
async fn eight_batches_of_ten_are_published_at_a_time() {
    let mut engines = Engines::start().await.unwrap();
    for n in 0..100 {
        let mut event = event(&Identity::Own(n.to_string()), "r", "{}");
        assert_eq!(engines.store().put(&mut event).await.unwrap(), Put::New);
    }
    let dynamodb = engines.proxy_dynamodb().await.unwrap();
    dynamodb.plan(|operation| if operation == "BatchGetItem" { Fault::Held } else { Fault::Pass });
    let outbox = engines.outbox(in_a_minute);
    let (sweep, at_once) = tokio::join!(outbox.sweep(Timestamp::MAX), async {
        dynamodb.counted("BatchGetItem", 8).await.unwrap();
        let at_once = dynamodb.count("BatchGetItem");
        dynamodb.release();
        at_once
    });
    assert_eq!((sweep.unwrap().published, at_once), (100, 8));
    assert_eq!(dynamodb.count("BatchGetItem"), 10);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failing_queue_leaves_everything_in_the_outbox() {
    let engines = Engines::start().await.unwrap();
    let ids = backlog(&engines, "gire").await;
    let sqs = Proxy::start(&engines.sqs_url).await.unwrap();
    sqs.always(Fault::Status(503, "ServiceUnavailable"));
    let relay = Setup::new("relay", &engines).with("AWS_ENDPOINT_URL_SQS", &sqs.url()).start().await.unwrap();
    age(&engines, "2026-01-01T00:00:00.000Z").await;
    relay.tick().await.unwrap();
    let line = &relay.logged_when("sweep", 1).await.unwrap()[0];
    assert_eq!((&line["relay_published"], &line["relay_failed"]), (&0.into(), &ids.len().into()), "{line}");
    assert!(line["oldest_pending"].as_u64().unwrap() > 3600, "{line}");
    sqs.always(Fault::Pass);
    relay.tick().await.unwrap();
    assert_eq!(engines.take_ids().await.unwrap(), ids);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_poisonous_row_is_set_aside() {
    let engines = Engines::start().await.unwrap();
    let mut ids = backlog(&engines, "gire").await;
    let dynamodb = frontdesk::aws::Clients::for_relay(engines.access()).dynamodb();
    let mut items = engines.items().await.unwrap();
    // One row that SQS refuses, for a character in an attribute, and one without its body.
    let refused = text(&items[0], "id").unwrap().to_owned();
    items[0].insert("kind".to_owned(), AttributeValue::S("a\u{1}b".to_owned()));
    let damaged = text(&items[1], "id").unwrap().to_owned();
    items[1].remove("body");
    for item in items.into_iter().take(2) {
        dynamodb.put_item().table_name(&engines.table).set_item(Some(item)).send().await.unwrap();
    }
    let sweep = engines.outbox(in_a_minute).sweep(Timestamp::MAX).await.unwrap();
    assert_eq!((sweep.published, sweep.set_aside, sweep.failed), (ids.len() - 2, 2, 0));
    assert_eq!(sweep.oldest_left, None);
    for (key, reason) in [(&refused, "InvalidParameterValue"), (&damaged, "`body`")] {
        let item = engines.item(key).await.unwrap().unwrap();
        assert!(!item.contains_key("pending"));
        let told = text(&item, "set_aside").unwrap();
        assert!(told.contains(reason), "{told}");
    }
    ids.retain(|id| ![&refused, &damaged].iter().any(|key| key.ends_with(id.as_str())));
    assert_eq!(engines.take_ids().await.unwrap(), ids);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_leaves_messages_out_leaves_them_in_the_outbox() {
    let mut engines = Engines::start().await.unwrap();
    let ids = backlog(&engines, "gire").await;
    let sqs = engines.proxy_sqs().await.unwrap();
    // A response that names none of the messages: their fate is unknown.
    sqs.once("SendMessageBatch", Fault::Status(200, "nothing"));
    let outbox = engines.outbox(in_a_minute);
    let sweep = outbox.sweep(Timestamp::MAX).await.unwrap();
    assert_eq!((sweep.published, sweep.set_aside, sweep.failed), (0, 0, ids.len()));
    assert_eq!(outbox.sweep(Timestamp::MAX).await.unwrap().published, ids.len());
    assert_eq!(engines.take_ids().await.unwrap(), ids);
}

/// Whichever call fails, the sweep counts what stays, and the next one publishes it, or sets it
/// aside.
#[tokio::test(flavor = "multi_thread")]
async fn what_a_failed_call_leaves_is_counted_and_published_by_the_next_sweep() {
    async fn check(operation: &'static str, is_sent: bool) {
        let mut engines = Engines::start().await.unwrap();
        let ids = backlog(&engines, "gire").await;
        let mut damaged = engines.items().await.unwrap().remove(0);
        damaged.remove("body");
        engines.put(damaged).await.unwrap();
        let whole = ids.len() - 1;
        let (dynamodb, sqs) = (engines.proxy_dynamodb().await.unwrap(), engines.proxy_sqs().await.unwrap());
        for proxy in [&dynamodb, &sqs] {
            proxy.plan(move |called| if called == operation { Fault::FailBeforeSend } else { Fault::Pass });
        }
        let outbox = engines.outbox(in_a_minute);
        let sweep = outbox.sweep(Timestamp::MAX).await.unwrap();
        // A row that SQS will never accept needs no queue.
        let set_aside = usize::from(operation == "SendMessageBatch");
        assert_eq!((sweep.published, sweep.already_published), (0, 0), "{operation}");
        assert_eq!((sweep.failed, sweep.set_aside), (ids.len() - set_aside, set_aside), "{operation}");
        assert!(sweep.complete && sweep.oldest_left.is_some(), "{operation}: {sweep:?}");
        assert_eq!(engines.take_ids().await.unwrap().len(), if is_sent { whole } else { 0 }, "{operation}");

        for proxy in [&dynamodb, &sqs] {
            proxy.always(Fault::Pass);
        }
        let sweep = outbox.sweep(Timestamp::MAX).await.unwrap();
        assert_eq!((sweep.published, sweep.failed, sweep.oldest_left), (whole, 0, None), "{operation}");
        assert_eq!(sweep.set_aside, 1 - set_aside, "{operation}");
        assert_eq!(engines.take_ids().await.unwrap().len(), whole, "{operation}");
    }
    check("BatchGetItem", false).await;
    check("SendMessageBatch", false).await;
    // Sent and not marked: sent again.
    check("UpdateItem", true).await;
}

/// A body in parts that cannot be read now is read by the next sweep.
#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_cannot_be_read_stays_in_the_outbox() {
    let mut engines = Engines::start().await.unwrap();
    let mut event = event(&Identity::Own("same".to_owned()), "r", body(Texture::Text, 800 * 1024, 7));
    assert_eq!(engines.store().put(&mut event).await.unwrap(), Put::New);
    let dynamodb = engines.proxy_dynamodb().await.unwrap();
    let mut read = 0;
    dynamodb.plan(move |called| {
        let is_read = called == "BatchGetItem";
        read += u8::from(is_read);
        // The row is read first, then its parts.
        if is_read && read > 1 { Fault::FailBeforeSend } else { Fault::Pass }
    });
    let outbox = engines.outbox(in_a_minute);
    let sweep = outbox.sweep(Timestamp::MAX).await.unwrap();
    assert_eq!((sweep.published, sweep.set_aside, sweep.failed), (0, 0, 1));
    assert_eq!(engines.take_messages().await.unwrap().len(), 0);
    dynamodb.always(Fault::Pass);
    assert_eq!(outbox.sweep(Timestamp::MAX).await.unwrap().published, 1);
    assert_eq!(engines.take_messages().await.unwrap().len(), 1);
}

/// One message that SQS refuses can fail a whole batch.
#[tokio::test(flavor = "multi_thread")]
async fn a_batch_that_is_refused_is_sent_one_by_one() {
    let mut engines = Engines::start().await.unwrap();
    let ids = backlog(&engines, "gire").await;
    let sqs = engines.proxy_sqs().await.unwrap();
    sqs.once("SendMessageBatch", Fault::Status(400, "InvalidMessageContents"));
    let sweep = engines.outbox(in_a_minute).sweep(Timestamp::MAX).await.unwrap();
    assert_eq!((sweep.published, sweep.set_aside, sweep.failed), (ids.len(), 0, 0));
    assert_eq!((sqs.count("SendMessageBatch"), sqs.count("SendMessage")), (1, ids.len()));
    assert_eq!(engines.take_ids().await.unwrap(), ids);
}

/// A backlog after an outage of hours: 1,000 rows, or 100,000 with `FRONTDESK_LONG=1`.
#[tokio::test(flavor = "multi_thread")]
async fn a_large_backlog_is_drained_in_bounded_memory() {
    let rows: usize = if std::env::var_os("FRONTDESK_LONG").is_some() { 100_000 } else { 1_000 };
    let engines = Engines::start().await.unwrap();
    backlog(&engines, "gire").await;
    let row = engines.items().await.unwrap().swap_remove(0);
    // The rows that serve as templates would become old enough during a long run.
    engines.outbox(in_a_minute).sweep(Timestamp::MAX).await.unwrap();
    let dynamodb = frontdesk::aws::Clients::for_relay(engines.access()).dynamodb();
    let numbers: Vec<usize> = (0..rows).collect();
    for numbers in numbers.chunks(25) {
        let puts = numbers.iter().map(|number| {
            let mut item = row.clone();
            item.insert("id".to_owned(), AttributeValue::S(format!("gire:backlog-{number}")));
            item.insert("pending".to_owned(), AttributeValue::S((number % 8).to_string()));
            item.insert(
                "received_at".to_owned(),
                AttributeValue::S(format!("2026-01-01T00:00:{:02}.000Z", number % 60)),
            );
            let put = aws_sdk_dynamodb::types::PutRequest::builder().set_item(Some(item)).build().unwrap();
            aws_sdk_dynamodb::types::WriteRequest::builder().put_request(put).build()
        });
        dynamodb.batch_write_item().request_items(&engines.table, puts.collect()).send().await.unwrap();
    }
    let relay = Setup::new("relay", &engines).start().await.unwrap();
    let started = std::time::Instant::now();
    let (mut published, mut ticks) = (0, 0);
    while published < rows {
        relay.tick().await.unwrap();
        ticks += 1;
        let line = relay.logged_when("sweep", ticks).await.unwrap().pop().unwrap();
        assert_eq!((&line["relay_failed"], &line["set_aside"]), (&0.into(), &0.into()), "{line}");
        published += usize::try_from(line["relay_published"].as_u64().unwrap()).unwrap();
        assert_eq!(line["complete"], published == rows, "{line}");
        let oldest = line["oldest_pending"].as_u64().unwrap();
        assert_eq!(oldest > 3600, published < rows, "{line}");
    }
    let peak = relay.peak_memory_kib().await.unwrap();
    println!("{rows} rows in {ticks} sweeps, {:.1} s, at most {peak} KiB", started.elapsed().as_secs_f64());
    assert_eq!(published, rows);
    assert!(peak < 96 * 1024, "the relay took {peak} KiB");
}
