//! Queue down, table down, a response lost: every acknowledged delivery stays safe.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use frontdesk::event::Identity;
use frontdesk::store::Put;
use frontdesk_tests::bodies::event;
use frontdesk_tests::engines::{Engines, text};
use frontdesk_tests::fixtures::Fixture;
use frontdesk_tests::function::{Function, Setup};
use frontdesk_tests::proxy::{Fault, Proxy};

struct Faulty {
    engines: Engines,
    dynamodb: Proxy,
    sqs: Proxy,
    function: Function,
}

async fn faulty(provider: &str) -> Faulty {
    let mut engines = Engines::start().await.unwrap();
    let dynamodb = Proxy::start(&engines.dynamodb_url).await.unwrap();
    let sqs = Proxy::start(&engines.sqs_url).await.unwrap();
    engines.dynamodb_url = dynamodb.url();
    engines.sqs_url = sqs.url();
    let function = Setup::new(provider, &engines).start().await.unwrap();
    Faulty { engines, dynamodb, sqs, function }
}

#[tokio::test(flavor = "multi_thread")]
async fn queue_down() {
    for fault in [Fault::Status(503, "ServiceUnavailable"), Fault::FailBeforeSend] {
        let faulty = faulty("gingr").await;
        let fixture = Fixture::of("gingr", "check_in").unwrap();
        faulty.sqs.always(fault);
        faulty.function.expect(200, &fixture.request()).await.unwrap();
        let item = faulty.engines.item(&fixture.key()).await.unwrap().unwrap();
        assert!(item.contains_key("pending"), "the row is not in the outbox");
        assert!(!item.contains_key("published_at"));
        // While the first copy is pending, a repeat gets the same answer, and is not published
        // either.
        faulty.sqs.always(Fault::Pass);
        faulty.function.expect(200, &fixture.request()).await.unwrap();
        assert_eq!(faulty.engines.take_ids().await.unwrap().len(), 0);
        faulty.function.logged_when("not published yet; the relay will publish it", 1).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn store_down() {
    let faulty = faulty("gire").await;
    let fixture = Fixture::of("gire", "pud:status_update").unwrap();
    let throttled = "com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException";
    let refused = "com.amazonaws.dynamodb.v20120810#ResourceNotFoundException";
    let faults = [
        Fault::Status(400, throttled),
        Fault::Status(500, "InternalServerError"),
        Fault::Status(400, refused),
        Fault::FailBeforeSend,
        Fault::Delay(Duration::from_secs(5)),
    ];
    for (index, fault) in faults.into_iter().enumerate() {
        faulty.dynamodb.always(fault.clone());
        let started = Instant::now();
        let response = faulty.function.deliver(&fixture.request()).await.unwrap();
        assert_eq!(response.status(), 503, "{fault:?}");
        assert_eq!(response.headers()["retry-after"], "30");
        assert!(started.elapsed() < Duration::from_secs(2), "{fault:?} took {:?}", started.elapsed());
        let line = &faulty.function.logged_when("delivery", index + 1).await.unwrap()[index];
        assert_eq!((&line["outcome"], &line["level"]), (&"unavailable".into(), &"ERROR".into()), "{line}");
        assert!(!line["cause"].as_str().unwrap().is_empty());
    }
    assert_eq!(faulty.sqs.calls().len(), 0, "an event was published that is not stored");
    // The provider retries after the outage.
    faulty.dynamodb.always(Fault::Pass);
    faulty.function.expect(200, &fixture.request()).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_put_whose_answer_is_lost_is_our_own() {
    let faulty = faulty("gire").await;
    let fixture = Fixture::of("gire", "pud:status_update").unwrap();
    faulty.dynamodb.once("PutItem", Fault::DropResponse);
    faulty.function.expect(200, &fixture.request()).await.unwrap();
    // The SDK retried the put, and found the row of its first attempt.
    assert_eq!(faulty.dynamodb.count("PutItem"), 2);
    assert_eq!(faulty.function.logged_when("delivery", 1).await.unwrap()[0]["outcome"], "stored");
    assert_eq!(faulty.engines.take_ids().await.unwrap(), [fixture.id.as_str()]);
    let item = faulty.engines.item(&fixture.key()).await.unwrap().unwrap();
    assert_eq!(text(&item, "deliveries"), None);
    assert!(!item.contains_key("pending"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_variant_whose_answer_is_lost_is_our_own() {
    let mut engines = Engines::start().await.unwrap();
    let dynamodb = engines.proxy_dynamodb().await.unwrap();
    let store = engines.store();
    let put = async |request_id: &str, body: &'static str| {
        let identity = Identity::Own("same".to_owned());
        store.put(&mut event(&identity, request_id, body)).await.unwrap()
    };
    assert_eq!(put("r-1", "{}").await, Put::New);
    // The first put of this delivery shows that the id is taken; the answer to the second is lost.
    let puts = AtomicUsize::new(0);
    dynamodb.plan(move |operation| match operation {
        "PutItem" if puts.fetch_add(1, Ordering::SeqCst) == 1 => Fault::DropResponse,
        _ => Fault::Pass,
    });
    assert_eq!(put("r-2", "{ }").await, Put::Variant);
    assert_eq!(dynamodb.count("PutItem"), 4);
    // The provider's retry is not.
    assert_eq!(put("r-3", "{ }").await, Put::Duplicate);
    assert_eq!(engines.items().await.unwrap().len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_whose_answer_is_lost_may_come_twice_and_is_never_lost() {
    let faulty = faulty("gire").await;
    let fixture = Fixture::of("gire", "pud:status_update").unwrap();
    faulty.sqs.once("SendMessage", Fault::DropResponse);
    faulty.function.expect(200, &fixture.request()).await.unwrap();
    assert_eq!(faulty.engines.take_ids().await.unwrap(), [fixture.id.clone(), fixture.id.clone()]);
    let item = faulty.engines.item(&fixture.key()).await.unwrap().unwrap();
    assert!(item.contains_key("published_at") && !item.contains_key("pending"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failed_mark_leaves_the_row_to_the_relay() {
    let faulty = faulty("gire").await;
    let fixture = Fixture::of("gire", "pud:status_update").unwrap();
    faulty.dynamodb.plan(|operation| match operation {
        "UpdateItem" => Fault::Status(500, "InternalServerError"),
        _ => Fault::Pass,
    });
    faulty.function.expect(200, &fixture.request()).await.unwrap();
    assert_eq!(faulty.engines.take_ids().await.unwrap(), [fixture.id.as_str()]);
    let item = faulty.engines.item(&fixture.key()).await.unwrap().unwrap();
    assert!(item.contains_key("pending"));
}
