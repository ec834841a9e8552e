//! An upgrade: table, queue and secrets as the version before accounts and occurrences left them.
//!
//! The rows are as that version wrote them: pending rows had an `expires_at`, and no row had
//! `attempt`, `action` or `entity`.

use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue;
use frontdesk::clock::Clock;
use frontdesk::event::{EventId, rfc3339};
use frontdesk_tests::engines::{Engines, Item, text};
use frontdesk_tests::fixtures::{Fixture, Request};
use frontdesk_tests::function::Setup;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use sha2::{Digest, Sha256};

/// A row of the old version.
fn row(fixture: &Fixture, received_at: Timestamp, is_pending: bool) -> Item {
    let (id, received) = (EventId::from_key(fixture.key()), rfc3339(received_at));
    let string = |text: &str| AttributeValue::S(text.to_owned());
    let number = |number: i64| AttributeValue::N(number.to_string());
    let mut item = Item::from([
        ("id".to_owned(), string(id.key())),
        ("provider".to_owned(), string(&fixture.provider)),
        ("kind".to_owned(), string(&fixture.kind)),
        ("received_at".to_owned(), string(&received)),
        ("last_delivery_at".to_owned(), string(&received)),
        ("deliveries".to_owned(), number(1)),
        ("body".to_owned(), AttributeValue::B(Blob::new(fixture.body.clone()))),
        ("bytes".to_owned(), number(i64::try_from(fixture.body.len()).unwrap())),
        ("verification".to_owned(), string("fields")),
        ("key".to_owned(), string("01234567")),
        ("request_id".to_owned(), string("a request to the old version")),
        ("sha256".to_owned(), string(&hex::encode(Sha256::digest(&fixture.body)))),
        ("day".to_owned(), string(&format!("{}#{}#{}", fixture.provider, &received[..10], id.shard()))),
        ("expires_at".to_owned(), number((received_at + SignedDuration::from_hours(90 * 24)).as_second())),
    ]);
    if is_pending {
        item.insert("pending".to_owned(), string(&id.shard().to_string()));
    } else {
        item.insert("published_at".to_owned(), string(&received));
        item.insert("message_id".to_owned(), string("m"));
    }
    item
}

fn attempt(fixture: &Fixture, number: u32) -> Request {
    let body = String::from_utf8(fixture.body.clone()).unwrap();
    fixture.request().body(body.replacen("\"numberTries\":1", &format!("\"numberTries\":{number}"), 1))
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_of_the_version_before_go_on() {
    let engines = Engines::start().await.unwrap();
    let an_hour_ago = Timestamp::now() - SignedDuration::from_hours(1);
    let edited = Fixture::of("gingr", "animal_edited").unwrap();
    let check_in = Fixture::of("gingr", "check_in").unwrap();
    engines.put(row(&edited, an_hour_ago, false)).await.unwrap();
    engines.put(row(&check_in, an_hour_ago, true)).await.unwrap();
    let function = Setup::new("gingr", &engines).start().await.unwrap();
    // A later attempt of a known event is a retry, though its row has no attempt; a check-in always
    // is.
    function.expect(200, &attempt(&edited, 2)).await.unwrap();
    function.expect(200, &check_in.request()).await.unwrap();
    function.settle().await.unwrap();
    assert_eq!(engines.items().await.unwrap().len(), 2);
    // Pending rows reach the queue, and get a new expiry.
    let sweep = engines.outbox(Clock::system()).sweep(Timestamp::MAX).await.unwrap();
    assert_eq!((sweep.published, sweep.failed), (1, 0));
    let published = engines.item(&check_in.key()).await.unwrap().unwrap();
    let expires: i64 = text(&published, "expires_at").unwrap().parse().unwrap();
    assert!(expires > (an_hour_ago + SignedDuration::from_hours(90 * 24 + 1)).as_second() - 60, "{expires}");
    let messages = engines.take_messages().await.unwrap();
    let message: Value = serde_json::from_str(messages[0].body().unwrap()).unwrap();
    assert_eq!((&message["source"], &message["id"]), (&"/frontdesk/gingr".into(), &check_in.id.clone().into()));
}

/// A message of the old version is still readable: it has no action, entity or account, and counts
/// as the first with its content.
#[test]
fn messages_of_the_version_before_are_read() {
    let body = r#"{"specversion":"1.0","id":"1","source":"/frontdesk/gire","type":"gire.pud:create","time":"2026-11-20T10:00:00.000Z",
        "datacontenttype":"application/json","receivedat":"2026-11-20T10:00:00.000Z","verification":"body","sha256":"00","data":{}}"#;
    let message = frontdesk::Message::parse(body).unwrap();
    assert_eq!((message.provider(), message.kind(), message.account.as_deref()), ("gire", "pud:create", None));
    assert_eq!((message.occurrence, message.action, message.entity), (1, Default::default(), Default::default()));
}
