//! A provider that has gone silent is reported, by the arrival of its last event in the table.

use aws_sdk_dynamodb::types::AttributeValue;
use frontdesk::lambda::silence::Watch;
use frontdesk_tests::engines::Engines;
use frontdesk_tests::fixtures::Fixture;
use frontdesk_tests::function::Setup;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

fn in_days(days: i64) -> Timestamp {
    Timestamp::now() + SignedDuration::from_hours(24 * days)
}

/// Stores an event of Gire that arrived at a given time.
async fn gire_delivers(engines: &Engines, at: Timestamp) {
    let function = Setup::new("gire", engines).start().await.unwrap();
    function.expect(200, &Fixture::of("gire", "pud:create").unwrap().request()).await.unwrap();
    let mut row = engines.items().await.unwrap().remove(0);
    let at = at.strftime("%Y-%m-%dT%H:%M:%S.000Z").to_string();
    row.insert("day".to_owned(), AttributeValue::S(format!("gire#{}#3", &at[..10])));
    row.insert("received_at".to_owned(), AttributeValue::S(at));
    engines.put(row).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_sent_nothing_for_days() {
    let engines = Engines::start().await.unwrap();
    gire_delivers(&engines, in_days(10)).await;
    let watch = Watch { providers: vec!["gire".to_owned(), "zaui".to_owned()], days: 7 };
    let store = engines.store();
    for (days, expected) in [
        // A new stack gets the same time as any other.
        (6, [].as_slice()),
        // A provider that never delivered is silent, too.
        (10, &["zaui"]),
        (16, &["zaui"]),
        (18, &["gire", "zaui"]),
    ] {
        assert_eq!(watch.silent(store.reader(), in_days(days)).await.unwrap(), expected, "after {days} days");
    }
    let week = store.reader().created_at().await.unwrap() + SignedDuration::from_hours(24 * 7);
    let just_before = week - SignedDuration::from_millis(1);
    assert_eq!(watch.silent(store.reader(), just_before).await.unwrap(), [""; 0]);
    assert_eq!(watch.silent(store.reader(), week).await.unwrap(), ["gire", "zaui"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_relay_looks_when_it_is_asked_to() {
    let engines = Engines::start().await.unwrap();
    let relay = Setup::new("relay", &engines).with("WATCHED_PROVIDERS", "gire,zaui").start().await.unwrap();
    relay.tick_with(json!({ "check": "silence" })).await.unwrap();
    let line = &relay.logged_when("silence", 1).await.unwrap()[0];
    assert_eq!((line["providers"].as_str(), line["level"].as_str()), (Some(""), Some("INFO")), "{line}");
    assert!(line.get("_aws").is_none(), "no provider is silent, and a metric costs money: {line}");
    assert!(!relay.log().contains("sweep"), "{}", relay.log());
}
