//! Bodies of every size that a function URL can carry are kept, published and given to consumers
//! byte for byte.

use aws_sdk_dynamodb::types::AttributeValue;
use bytes::Bytes;
use frontdesk::event::{EventId, Identity};
use frontdesk::store::{Put, Reader, StoreError};
use frontdesk::{FromBody, Message, MessageError, ombori};
use frontdesk_local::function_url;
use frontdesk_tests::bodies::{Texture, body, event};
use frontdesk_tests::engines::{Engines, Item, text};
use frontdesk_tests::fixtures::{Fixture, Request};
use frontdesk_tests::function::Setup;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

const MIB: usize = 1024 * 1024;
/// DynamoDB's limit for an item.
const ITEM: usize = 400 * 1024;

fn in_a_minute() -> Timestamp {
    Timestamp::now() + SignedDuration::from_secs(60)
}

/// Sizes around every threshold at which storage or publication changes.
fn sizes() -> impl Strategy<Value = usize> {
    let around = |edge: usize, by: usize| edge - by..=edge + by;
    prop_oneof![
        around(1024, 3),
        around(256 * 1024, 3),
        // The row of an event takes about 600 bytes besides its body, and keeps 4 KiB free for
        // later attributes.
        around(384 * 1024, 3),
        around(ITEM - 4 * 1024 - 600, 600),
        around(ITEM, 3),
        around(2 * 384 * 1024, 3),
        // The message takes about 400 bytes besides the body.
        around(MIB - 400, 400),
        6 * MIB - 1000..=6 * MIB,
        1..=6 * MIB,
    ]
}

fn textures() -> impl Strategy<Value = Texture> {
    prop_oneof![Just(Texture::Repeating), Just(Texture::Text), Just(Texture::Noise)]
}

#[test]
fn any_body_comes_back_byte_for_byte() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    // `PROPTEST_CASES` sets the number of cases; the largest take a second each.
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    let cases = asked.unwrap_or(32);
    let mut runner = TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() });
    let bodies = (textures(), sizes(), any::<u64>());
    let checked = runner.run(&bodies, |(texture, size, seed)| {
        let body: Bytes = body(texture, size.max(64), seed).into();
        runtime.block_on(check_round_trip(body, texture));
        Ok(())
    });
    checked.unwrap();
    // Would only fit if nothing were added later.
    runtime.block_on(check_round_trip(body(Texture::Noise, ITEM - 1000, 1).into(), Texture::Noise));
}

/// Stores, publishes and consumes one body.
async fn check_round_trip(body: Bytes, texture: Texture) {
    let engines = Engines::start().await.unwrap();
    let store = engines.store();
    let mut event = event(&Identity::Own("a".to_owned()), "first", body.clone());
    assert_eq!(store.put(&mut event).await.unwrap(), Put::New);
    let mut again = event.clone();
    again.request_id = "second".to_owned();
    assert_eq!(store.put(&mut again).await.unwrap(), Put::Duplicate);
    assert_eq!(store.reader().get(&event.id).await.unwrap().unwrap().body, body);

    let items = engines.items().await.unwrap();
    let head = engines.item(event.id.key()).await.unwrap().unwrap();
    assert_eq!(text(&head, "bytes"), Some(body.len().to_string().as_str()));
    let parts = text(&head, "parts").map_or(0, |parts| parts.parse().unwrap());
    assert_eq!((items.len(), head.contains_key("body")), (1 + parts, parts == 0));
    // A fuller row could be stored, but neither marked nor counted later.
    assert!(size(&head) <= ITEM - 4096, "{}", size(&head));
    if texture == Texture::Noise && body.len() + 4096 + 1000 < ITEM {
        assert_eq!(parts, 0);
    }

    let sweep = engines.outbox(in_a_minute).sweep(Timestamp::MAX).await.unwrap();
    assert_eq!((sweep.published, sweep.failed, sweep.oldest_left), (1, 0, None), "parts must not count as events");
    assert!(!engines.item(event.id.key()).await.unwrap().unwrap().contains_key("pending"), "it is still pending");
    let messages = engines.take_messages().await.unwrap();
    let message = Message::parse(messages[0].body().unwrap()).unwrap();
    let inside = texture != Texture::Noise && body.len() + 1000 < MIB;
    let outside = texture == Texture::Noise || body.len() > MIB;
    assert!(inside <= message.data.is_some() && outside <= message.dataref.is_some());
    assert_eq!(message.body(store.reader()).await.unwrap(), body);
}

/// Returns the size of all names and values in bytes.
fn size(item: &Item) -> usize {
    let value = |value: &AttributeValue| match value {
        AttributeValue::B(bytes) => bytes.as_ref().len(),
        other => other.as_s().or_else(|_| other.as_n()).unwrap().len(),
    };
    item.iter().map(|(name, v)| name.len() + value(v)).sum()
}

/// Returns the largest request with a JSON body that a function URL accepts.
fn largest(fixture: &Fixture) -> Request {
    let length = |request: &Request| {
        let parts = http::Request::post(&request.path);
        let parts = request.headers.iter().fold(parts, |parts, (name, value)| parts.header(name, value));
        let (parts, ()) = parts.body(()).unwrap().into_parts();
        let id = uuid::Uuid::new_v4().to_string();
        let from = std::net::Ipv4Addr::new(203, 0, 113, 7).into();
        let event = function_url::event(&parts, parts.uri.path(), &request.body, from, &id, Timestamp::now());
        event.unwrap().to_string().len()
    };
    // The example with one more member: a long text.
    let with_text = |size: usize| {
        let text: Vec<u8> = body(Texture::Text, size + 100, 7).into_iter().skip(50).take(size).collect();
        fixture.request().body([b"{\"text\":\"", text.as_slice(), b"\",", &fixture.body[1..]].concat())
    };
    let request = with_text(function_url::LIMIT - length(&with_text(0)));
    assert_eq!(length(&request), function_url::LIMIT);
    request
}

#[tokio::test(flavor = "multi_thread")]
async fn the_largest_delivery_there_can_be() {
    let engines = Engines::start().await.unwrap();
    let function = Setup::new("ombori", &engines).start().await.unwrap();
    let request = largest(&Fixture::of("ombori", "positionCreated").unwrap());
    assert!(request.body.len() > 6 * MIB - 4000);
    // A busy machine may exceed the response budget; parts already written help the retry.
    let mut tries = 0;
    while function.deliver(&request).await.unwrap().status() != 200 {
        tries += 1;
        assert!(tries < 20, "{}", function.log());
    }
    function.settle().await.unwrap();
    let messages = engines.take_messages().await.unwrap();
    assert_eq!(messages.len(), 1);
    let message = Message::parse(messages[0].body().unwrap()).unwrap();
    assert!(matches!(message.payload::<ombori::Payload>(), Err(MessageError::Elsewhere(_))));
    let read = message.body(engines.store().reader()).await.unwrap();
    assert!(read == request.body, "the body differs");
    ombori::Payload::from_body(&message, &read).unwrap();
    // One more byte, and the function URL refuses it before the function sees it.
    let more = request.clone().body([request.body.as_slice(), b" "].concat());
    assert!(function.deliver(&more).await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_relay_reads_no_parts_for_a_message_that_only_refers_to_them() {
    let mut engines = Engines::start().await.unwrap();
    let dynamodb = engines.proxy_dynamodb().await.unwrap();
    let store = engines.store();
    let reads_of = async |name: &str, size: usize| {
        let mut event = event(&Identity::Own(name.to_owned()), name, body(Texture::Noise, size, 1));
        store.put(&mut event).await.unwrap();
        let before = dynamodb.count("BatchGetItem");
        engines.outbox(in_a_minute).sweep(Timestamp::MAX).await.unwrap();
        assert_eq!(engines.take_ids().await.unwrap(), [name]);
        dynamodb.count("BatchGetItem") - before
    };
    assert_eq!(reads_of("may-travel-inside", ITEM + 1).await, 2);
    assert_eq!(reads_of("cannot", MIB + 1).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_that_is_missing_or_changed_is_told_and_stops_nothing_else() {
    let engines = Engines::start().await.unwrap();
    let store = engines.store();
    let put = async |name: &str| {
        let mut event = event(&Identity::Own(name.to_owned()), name, body(Texture::Noise, ITEM + 1, 3));
        assert_eq!(store.put(&mut event).await.unwrap(), Put::New);
        event.id
    };
    let (missing, changed, whole) = (put("missing").await, put("changed").await, put("whole").await);
    let part = part_of(&engines, &missing, 2).await;
    engines.delete(text(&part, "id").unwrap()).await.unwrap();
    let mut part = part_of(&engines, &changed, 1).await;
    let bytes = body(Texture::Noise, part["body"].as_b().unwrap().as_ref().len(), 4);
    part.insert("body".to_owned(), AttributeValue::B(bytes.into()));
    engines.put(part).await.unwrap();

    let error = store.reader().get(&missing).await.unwrap_err();
    assert!(matches!(&error, StoreError::Part { part, .. } if part.ends_with(".2")), "{error}");
    assert!(error.to_string().contains("row ombori:missing: part ombori:missing#"), "{error}");
    assert!(matches!(store.reader().get(&changed).await.unwrap_err(), StoreError::Body { .. }));
    let sweep = engines.outbox(in_a_minute).sweep(Timestamp::MAX).await.unwrap();
    assert_eq!((sweep.published, sweep.set_aside), (1, 2));
    assert_eq!(engines.take_ids().await.unwrap(), ["whole"]);
    for (id, reason) in [(missing, Some("is missing")), (changed, Some("not the one that was received")), (whole, None)]
    {
        let row = engines.item(id.key()).await.unwrap().unwrap();
        assert_eq!(text(&row, "set_aside").is_some(), reason.is_some(), "{id}");
        assert!(text(&row, "set_aside").unwrap_or_default().contains(reason.unwrap_or_default()), "{id}");
    }
}

/// Returns a part of an event's body.
async fn part_of(engines: &Engines, id: &EventId, n: usize) -> Item {
    let head = engines.item(id.key()).await.unwrap().unwrap();
    let key = format!("{}.{n}", text(&head, "parts_at").unwrap());
    engines.item(&key).await.unwrap().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_consumer_is_told_what_is_wrong_with_a_reference() {
    let engines = Engines::start().await.unwrap();
    let store = engines.store();
    let mut event = event(&Identity::Own("a".to_owned()), "r", body(Texture::Text, 2 * MIB, 5));
    store.put(&mut event).await.unwrap();
    let message = Message::parse(&event.envelope(&engines.table).body).unwrap();
    assert_eq!(message.body(store.reader()).await.unwrap(), event.body);
    let read = async |change: fn(&mut Message), table: &Reader| {
        let mut message = message.clone();
        change(&mut message);
        message.body(table).await.unwrap_err()
    };
    let other = Reader::new(engines.dynamodb(), "another-table");
    assert!(matches!(read(|_| {}, &other).await, MessageError::OtherTable { .. }));
    let error = read(|message| message.dataref = Some("s3://bucket/key".to_owned()), store.reader()).await;
    assert!(matches!(error, MessageError::Reference(_)), "{error}");
    let error = read(|message| message.sha256 = "0".repeat(64), store.reader()).await;
    assert!(matches!(error, MessageError::Altered { .. }), "{error}");
    engines.delete(event.id.key()).await.unwrap();
    assert!(matches!(read(|_| {}, store.reader()).await, MessageError::Gone(_)));
}
