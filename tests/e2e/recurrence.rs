//! The same content again: a retry of the same event, or a recurrence.

use aws_sdk_dynamodb::types::AttributeValue;
use frontdesk::event::rfc3339;
use frontdesk_tests::engines::{Engines, text};
use frontdesk_tests::fixtures::{Fixture, Request};
use frontdesk_tests::function::{Function, Setup};
use jiff::{SignedDuration, Timestamp};

/// Changes a row to have been delivered last an hour ago.
async fn an_hour_passes(engines: &Engines, key: &str) {
    let mut item = engines.item(key).await.unwrap().unwrap();
    let then = rfc3339(Timestamp::now() - SignedDuration::from_hours(1));
    item.insert("last_delivery_at".to_owned(), AttributeValue::S(then));
    engines.put(item).await.unwrap();
}

fn attempt(fixture: &Fixture, number: u32) -> Request {
    let body = String::from_utf8(fixture.body.clone()).unwrap();
    let body = body.replacen("\"numberTries\":1", &format!("\"numberTries\":{number}"), 1);
    fixture.request().body(body)
}

async fn outcomes(function: &Function, count: usize) -> Vec<String> {
    let lines = function.logged_when("delivery", count).await.unwrap();
    lines.iter().map(|line| line["outcome"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_done_again_is_another_event() {
    let engines = Engines::start().await.unwrap();
    let function = Setup::new("gingr", &engines).start().await.unwrap();
    let fixture = Fixture::of("gingr", "animal_edited").unwrap();
    let (first, second, third) = (fixture.key(), format!("{}.2", fixture.key()), format!("{}.3", fixture.key()));
    function.expect(200, &attempt(&fixture, 1)).await.unwrap();
    // At once, and an hour later as a later attempt: retries.
    function.expect(200, &attempt(&fixture, 1)).await.unwrap();
    function.settle().await.unwrap();
    an_hour_passes(&engines, &first).await;
    function.expect(200, &attempt(&fixture, 2)).await.unwrap();
    function.settle().await.unwrap();
    assert_eq!(engines.items().await.unwrap().len(), 1);
    // An hour later as a first attempt: a recurrence.
    an_hour_passes(&engines, &first).await;
    function.expect(200, &attempt(&fixture, 1)).await.unwrap();
    function.expect(200, &attempt(&fixture, 1)).await.unwrap();
    function.settle().await.unwrap();
    assert_eq!(text(&engines.item(&first).await.unwrap().unwrap(), "occurrences"), Some("2"));
    an_hour_passes(&engines, &second).await;
    function.expect(200, &attempt(&fixture, 2)).await.unwrap();
    function.settle().await.unwrap();
    an_hour_passes(&engines, &first).await;
    an_hour_passes(&engines, &second).await;
    function.expect(200, &attempt(&fixture, 1)).await.unwrap();
    function.settle().await.unwrap();
    let expected =
        ["stored", "duplicate", "duplicate", "stored", "duplicate", "duplicate", "stored"].map(str::to_owned);
    assert_eq!(outcomes(&function, 7).await, expected);
    let [one, two, three] = [&first, &second, &third].map(|key| engines.item(key));
    let (one, two, three) = (one.await.unwrap().unwrap(), two.await.unwrap().unwrap(), three.await.unwrap().unwrap());
    assert_eq!((text(&one, "occurrence"), text(&one, "occurrences")), (None, Some("3")));
    assert_eq!([text(&two, "occurrence"), text(&three, "occurrence")], [Some("2"), Some("3")]);
    let mut ids = engines.take_ids().await.unwrap();
    ids.sort_unstable();
    let wanted: Vec<_> = [first, second, third].map(|key| key.trim_start_matches("gingr:").to_owned()).into();
    assert_eq!(ids, wanted, "each must be published once");
}

/// Gingr counts its attempts. The retry is sent while the first attempt is still under way, and gets here before it.
#[tokio::test(flavor = "multi_thread")]
async fn a_retry_that_overtakes_its_first_attempt_does_not_hide_the_event() {
    let engines = Engines::start().await.unwrap();
    let function = Setup::new("gingr", &engines).start().await.unwrap();
    let fixture = Fixture::of("gingr", "animal_edited").unwrap();
    function.expect(200, &attempt(&fixture, 1)).await.unwrap();
    function.settle().await.unwrap();
    an_hour_passes(&engines, &fixture.key()).await;
    for number in [2, 1] {
        function.expect(200, &attempt(&fixture, number)).await.unwrap();
        function.settle().await.unwrap();
    }
    assert_eq!(outcomes(&function, 3).await, ["stored", "duplicate", "stored"]);
    let first = engines.item(&fixture.key()).await.unwrap().unwrap();
    assert_eq!(text(&first, "deliveries"), Some("2"));
    assert!(text(&first, "last_retry_at") > text(&first, "last_delivery_at"), "{first:?}");
    assert_eq!(engines.take_ids().await.unwrap().len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_happens_once_is_a_retry_for_ever() {
    let engines = Engines::start().await.unwrap();
    let function = Setup::new("gingr", &engines).start().await.unwrap();
    let fixture = Fixture::of("gingr", "check_in").unwrap();
    function.expect(200, &fixture.request()).await.unwrap();
    function.settle().await.unwrap();
    an_hour_passes(&engines, &fixture.key()).await;
    function.expect(200, &fixture.request()).await.unwrap();
    assert_eq!(outcomes(&function, 2).await, ["stored", "duplicate"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_operator_may_set_another_window() {
    let engines = Engines::start().await.unwrap();
    let function = Setup::new("gingr", &engines).with("RETRY_WINDOW_MINUTES", "61").start().await.unwrap();
    let fixture = Fixture::of("gingr", "animal_edited").unwrap();
    function.expect(200, &attempt(&fixture, 1)).await.unwrap();
    function.settle().await.unwrap();
    an_hour_passes(&engines, &fixture.key()).await;
    function.expect(200, &attempt(&fixture, 1)).await.unwrap();
    assert_eq!(outcomes(&function, 2).await, ["stored", "duplicate"]);
}

/// A hundred recurrences, an hour apart each: the note on the first row keeps the search short.
#[tokio::test(flavor = "multi_thread")]
async fn a_long_chain_is_found_in_few_steps() {
    let mut engines = Engines::start().await.unwrap();
    let dynamodb = frontdesk_tests::proxy::Proxy::start(&engines.dynamodb_url).await.unwrap();
    let direct = std::mem::replace(&mut engines.dynamodb_url, dynamodb.url());
    let function = Setup::new("gingr", &engines).start().await.unwrap();
    engines.dynamodb_url = direct;
    let fixture = Fixture::of("gingr", "animal_edited").unwrap();
    for n in 1..=100 {
        let before = dynamodb.count("PutItem");
        function.expect(200, &attempt(&fixture, 1)).await.unwrap();
        function.settle().await.unwrap();
        assert!(dynamodb.count("PutItem") - before <= 3, "event {n}");
        let key = if n == 1 { fixture.key() } else { format!("{}.{n}", fixture.key()) };
        an_hour_passes(&engines, &key).await;
        if n > 1 {
            an_hour_passes(&engines, &fixture.key()).await;
        }
    }
    assert_eq!(engines.items().await.unwrap().len(), 100);
}
