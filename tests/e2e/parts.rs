//! Bodies in parts: the head is written last and decides; no delivery spoils another's parts; no
//! part expires before its head.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use frontdesk::event::{Event, EventId, Identity};
use frontdesk::payload::Fit;
use frontdesk::store::{Noted, Put, Store, StoreError};
use frontdesk_tests::bodies::{Texture, body, event};
use frontdesk_tests::engines::{Engines, Item, text};
use frontdesk_tests::fixtures::Fixture;
use frontdesk_tests::function::Setup;
use frontdesk_tests::proxy::{Fault, Proxy};
use futures_util::future::join_all;
use jiff::{SignedDuration, Timestamp};

/// Three parts, if it is noise.
const LARGE: usize = 1024 * 1024;

fn in_a_minute() -> Timestamp {
    Timestamp::now() + SignedDuration::from_secs(60)
}

fn noise(request_id: &str, own_id: bool, seed: u64) -> Event {
    let identity = if own_id { Identity::Own("same".to_owned()) } else { Identity::Content([7; 32]) };
    event(&identity, request_id, body(Texture::Noise, LARGE, seed))
}

/// Returns the rows that are parts, and all others.
async fn rows(engines: &Engines) -> (Vec<Item>, Vec<Item>) {
    engines.items().await.unwrap().into_iter().partition(|item| item.contains_key("part_of"))
}

fn expires_at(item: &Item) -> i64 {
    text(item, "expires_at").unwrap().parse().unwrap()
}

/// Lets `count` puts pass and fails all others, until the returned switch is set.
fn only_pass(proxy: &Proxy, count: usize) -> Arc<AtomicBool> {
    let healed = Arc::new(AtomicBool::new(false));
    let (over, passed) = (healed.clone(), AtomicUsize::new(0));
    proxy.plan(move |operation| {
        let passes =
            operation != "PutItem" || over.load(Ordering::SeqCst) || passed.fetch_add(1, Ordering::SeqCst) < count;
        if passes { Fault::Pass } else { Fault::FailBeforeSend }
    });
    healed
}

/// A large body that is already stored is neither compressed nor sent again. For a small one, the
/// put itself is the look-up.
#[tokio::test(flavor = "multi_thread")]
async fn only_a_large_body_is_looked_up_before_it_is_put() {
    let mut engines = Engines::start().await.unwrap();
    let dynamodb = engines.proxy_dynamodb().await.unwrap();
    let store = engines.store();
    let (mut looks, mut puts) = (0, 0);
    let mut check = async |length: usize, is_large: bool| {
        for (request_id, expected) in [("r-1", Put::New), ("r-2", Put::Duplicate)] {
            let identity = Identity::Own(length.to_string());
            // It fits its row, once it is compressed.
            let put = store.put(&mut event(&identity, request_id, body(Texture::Repeating, length, 1))).await;
            assert_eq!(put.unwrap(), expected, "{length} bytes");
            looks += usize::from(is_large);
            puts += usize::from(!is_large || expected == Put::New);
            assert_eq!((dynamodb.count("GetItem"), dynamodb.count("PutItem")), (looks, puts), "{length} bytes");
        }
    };
    check(384 * 1024, false).await;
    check(384 * 1024 + 1, true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn cut_off_between_parts_and_head() {
    let fixture = Fixture::of("ombori", "positionCreated").unwrap();
    // Compresses to three quarters of its size: three parts.
    let request = fixture.request().body(body(Texture::Text, LARGE + LARGE / 4, 1));
    for passing in 0..=3 {
        let mut engines = Engines::start().await.unwrap();
        let dynamodb = Proxy::start(&engines.dynamodb_url).await.unwrap();
        let direct = std::mem::replace(&mut engines.dynamodb_url, dynamodb.url());
        let function = Setup::new("ombori", &engines).start().await.unwrap();
        engines.dynamodb_url = direct;
        let healed = only_pass(&dynamodb, passing);
        assert_eq!(function.deliver(&request).await.unwrap().status(), 503);
        function.settle().await.unwrap();
        let (parts, others) = rows(&engines).await;
        // On a busy machine a slow part may be sent twice, and then counts twice.
        assert!(parts.len() <= passing && (passing == 0 || !parts.is_empty()));
        assert_eq!(others.len(), 0, "a head was stored before all of its parts");
        let sweep = engines.outbox(in_a_minute).sweep(Timestamp::MAX).await.unwrap();
        assert_eq!((sweep.published, sweep.failed), (0, 0), "parts must not count as events");
        assert!(parts.iter().all(|part| expires_at(part) > 0 && !part.contains_key("day")));
        // The provider's retry writes the missing parts, and the head.
        healed.store(true, Ordering::SeqCst);
        function.expect(200, &request).await.unwrap();
        let (all, others) = rows(&engines).await;
        assert_eq!((all.len(), others.len()), (3, 1));
        assert!(parts.iter().all(|part| all.contains(part)), "the retry changed a part");
        let id = EventId::from_key(text(&others[0], "id").unwrap().to_owned());
        assert!(engines.store().reader().get(&id).await.unwrap().unwrap().body == request.body);
        // A further delivery writes no parts.
        let before = dynamodb.count("PutItem");
        function.expect(200, &request).await.unwrap();
        assert_eq!(dynamodb.count("PutItem"), before);
        assert_eq!(engines.take_ids().await.unwrap().len(), 1);
    }
}

/// Runs eight deliveries of one identity at a time, each with other bytes. Every stored row must
/// have the body it was put with.
async fn check_rivals(own_id: bool) {
    let engines = Engines::start().await.unwrap();
    let rivals: Vec<Event> = (0..8).map(|seed| noise(&format!("request-{seed}"), own_id, seed)).collect();
    let store = engines.store();
    let puts = join_all(rivals.iter().map(|event| {
        let (store, mut event) = (store.clone(), event.clone());
        async move { tokio::spawn(async move { store.put(&mut event).await.unwrap() }).await.unwrap() }
    }));
    let puts = puts.await;
    let count = |put: Put| puts.iter().filter(|other| **other == put).count();
    let kept_beside = if own_id { 7 } else { 0 };
    assert_eq!((count(Put::New), count(Put::Variant)), (1, kept_beside));
    for (event, put) in rivals.iter().zip(&puts) {
        let id = match put {
            Put::New => event.id.clone(),
            Put::Variant => event.id.variant(&event.sha256),
            Put::Duplicate => continue,
        };
        let read = store.reader().get(&id).await.unwrap().unwrap();
        assert!(read.body == event.body, "{id} has the body of another delivery");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn rivals_with_an_own_id_never_mix_their_parts() {
    check_rivals(true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rivals_with_a_hash_for_an_id_never_mix_their_parts() {
    check_rivals(false).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_part_goes_before_its_head() {
    let mut engines = Engines::start().await.unwrap();
    let dynamodb = engines.proxy_dynamodb().await.unwrap();
    let store = |days| Store::new(engines.dynamodb(), &engines.table, days);
    let mark = async |store: Store| {
        let id = EventId::from_key("ombori:same".to_owned());
        store
            .mark(&id, "m", Timestamp::now(), Noted { fit: &Fit::default(), user_agent: None, kept_from: None })
            .await
            .unwrap();
    };
    let check = async || {
        let (parts, heads) = rows(&engines).await;
        let (first, last) = (parts.iter().map(expires_at).min().unwrap(), heads.iter().map(expires_at).max().unwrap());
        assert!(first >= last + 24 * 3600, "the first part expires at {first}, and the head at {last}");
        (parts.len(), heads.len())
    };
    // Parts from a time when rows were kept for a day, reused now that rows are kept for ninety.
    let healed = only_pass(&dynamodb, 3);
    let failed = store(1).put(&mut noise("cut off", true, 1)).await;
    assert!(matches!(failed, Err(StoreError::Unavailable(_))));
    healed.store(true, Ordering::SeqCst);
    assert_eq!(store(90).put(&mut noise("retry", true, 1)).await.unwrap(), Put::New);
    mark(store(90)).await;
    assert_eq!(check().await, (3, 1));
    // The other way round: a delivery that has not seen the head yet cannot change its parts.
    assert_eq!(store(1).put(&mut noise("late", true, 1)).await.unwrap(), Put::Duplicate);
    assert_eq!(check().await, (3, 1));
    engines.delete("ombori:same").await.unwrap();
    assert_eq!(store(1).put(&mut noise("after", true, 1)).await.unwrap(), Put::New);
    mark(store(1)).await;
    let (parts, heads) = rows(&engines).await;
    let left = expires_at(&parts[0]) - expires_at(&heads[0]);
    assert!(left > 90 * 24 * 3600, "the life of the parts was shortened: {left} s after the head");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_late_part_does_not_shorten_the_life_of_one_that_is_there() {
    let mut engines = Engines::start().await.unwrap();
    let direct = engines.dynamodb();
    let dynamodb = engines.proxy_dynamodb().await.unwrap();
    // One delivery has seen no parts, and its puts are held up.
    dynamodb.plan(|operation| match operation {
        "PutItem" => Fault::Held,
        _ => Fault::Pass,
    });
    let (slow, table) = (engines.dynamodb(), engines.table.clone());
    let late = tokio::spawn(async move { Store::new(slow, table, 1).put(&mut noise("late", true, 1)).await.unwrap() });
    dynamodb.counted("PutItem", 3).await.unwrap();
    // Meanwhile another delivery, whose row lives longer, writes all parts.
    let store = Store::new(direct, &engines.table, 90);
    let mut first = noise("first", true, 1);
    assert_eq!(store.put(&mut first).await.unwrap(), Put::New);
    dynamodb.release();
    assert_eq!(late.await.unwrap(), Put::Duplicate);
    store
        .mark(&first.id, "m", Timestamp::now(), Noted { fit: &Fit::default(), user_agent: None, kept_from: None })
        .await
        .unwrap();
    let (parts, heads) = rows(&engines).await;
    assert_eq!((parts.len(), heads.len()), (3, 1));
    assert!(parts.iter().all(|part| expires_at(part) > expires_at(&heads[0])));
}
