//! Sending: digests, delays, and every reason to refuse a message or a batch.

use std::collections::HashMap;

use aws_sdk_sqs::primitives::Blob;
use aws_sdk_sqs::types::{
    MessageAttributeValue, MessageSystemAttributeName, MessageSystemAttributeNameForSends, MessageSystemAttributeValue,
    SendMessageBatchRequestEntry,
};

use crate::engine::{Engine, attribute, refusal, text};

const MIB: usize = 1_048_576;

fn entry(id: &str, body: impl Into<String>) -> SendMessageBatchRequestEntry {
    SendMessageBatchRequestEntry::builder().id(id).message_body(body).build().unwrap()
}

/// Vectors made with Python's `hashlib` by the algorithm that AWS documents.
#[tokio::test]
async fn digests_are_those_that_aws_documents() {
    let engine = Engine::start().await;
    let url = engine.queue("events", &[]).await;
    let body = r#"{"a":"ü🐶"}"#;
    let seal = MessageAttributeValue::builder().data_type("Binary.png").binary_value(Blob::new([0, 1, 2, 255]));
    let trace = MessageSystemAttributeValue::builder().data_type("String").string_value("Root=1-2-3").build().unwrap();
    let sent = engine.client.send_message().queue_url(&url).message_body(body);
    let sent = sent
        .message_attributes("seal", seal.build().unwrap())
        .message_attributes("provider", text("gingr"))
        .message_attributes("size", attribute("Number", "-4.5e3"))
        .message_attributes("kind", text("check_in"))
        .message_system_attributes(MessageSystemAttributeNameForSends::AwsTraceHeader, trace)
        .message_group_id("gingr");
    let sent = sent.send().await.unwrap();
    let body_md5 = Some("0c3385d6bbbedd692818929881c457d2");
    assert_eq!(sent.md5_of_message_body.as_deref(), body_md5);
    assert_eq!(sent.md5_of_message_attributes.as_deref(), Some("73aa8b56bb63205d515317dab33f530a"));
    assert_eq!(sent.md5_of_message_system_attributes.as_deref(), Some("3f71502e2b401dca4ffefa0d1f324c78"));

    let received = &engine.receive(&url).await[0];
    assert_eq!((received.body.as_deref(), received.md5_of_body.as_deref()), (Some(body), body_md5));
    assert_eq!(received.message_id, sent.message_id);
    assert_eq!(received.md5_of_message_attributes, sent.md5_of_message_attributes);
    let attributes = received.message_attributes.as_ref().unwrap();
    assert_eq!(attributes["seal"].binary_value.as_ref().unwrap().as_ref(), [0, 1, 2, 255]);
    assert_eq!(attributes["size"].data_type, "Number");
    let system = received.attributes.as_ref().unwrap();
    assert_eq!(system[&MessageSystemAttributeName::MessageGroupId], "gingr");
    assert_eq!(system[&MessageSystemAttributeName::AwsTraceHeader], "Root=1-2-3");
}

/// A vector that other implementations have in their tests.
#[tokio::test]
async fn a_labelled_number_has_its_well_known_digest() {
    let engine = Engine::start().await;
    let url = engine.queue("events", &[]).await;
    let number = attribute("Number.java.lang.Long", "1493147359900");
    let sent = engine.client.send_message().queue_url(&url).message_body("x").message_attributes("timestamp", number);
    let sent = sent.send().await.unwrap();
    assert_eq!(sent.md5_of_message_attributes.as_deref(), Some("2e2e4876d8e0bd6b8c2c8f556831c349"));
}

#[tokio::test]
async fn bodies_with_refused_characters_are_refused() {
    let engine = Engine::start().await;
    let url = engine.queue("events", &[]).await;
    let send = |body: &str| engine.client.send_message().queue_url(&url).message_body(body).send();
    for refused in ["\0", "a\u{1}", "\u{b}", "\u{c}", "\u{1f}", "\u{fffe}", "b\u{ffff}"] {
        assert_eq!(refusal(send(refused).await).0, "InvalidMessageContents", "{refused:?}");
    }
    for taken in ["\t\n\r", " ", "\u{7f}", "\u{d7ff}\u{e000}\u{fffd}", "\u{10000}\u{10ffff}", "\u{1fffe}"] {
        send(taken).await.unwrap();
        assert_eq!(engine.bodies(&url).await, [taken]);
    }
    // What the service says of an empty body, though one was given.
    assert_eq!(refusal(send("").await).0, "MissingParameter");
}

#[tokio::test]
async fn attributes_must_keep_their_rules() {
    let engine = Engine::start().await;
    let url = engine.queue("events", &[]).await;
    let long = "x".repeat(257);
    let bare = |kind: &str| MessageAttributeValue::builder().data_type(kind).build().unwrap();
    let both = MessageAttributeValue::builder().data_type("String").string_value("x").binary_value(Blob::new([1]));
    let empty = MessageAttributeValue::builder().data_type("Binary").binary_value(Blob::new([]));
    #[rustfmt::skip]
    let refused = [
        ("", text("x")), ("a b", text("x")), ("ü", text("x")), (&long, text("x")), (".a", text("x")), ("a.", text("x")),
        ("a..b", text("x")), ("AWS.kind", text("x")), ("aws.kind", text("x")), ("Amazon.kind", text("x")),
        ("a", text("")), ("a", text("\u{0}")), ("a", attribute("", "x")), ("a", attribute("Text", "x")),
        ("a", attribute("string", "x")), ("a", attribute("Number", "many")), ("a", attribute("Number", "inf")),
        ("a", attribute("Binary", "x")), ("a", bare("String")), ("a", both.build().unwrap()), ("a", empty.build().unwrap()),
        ("a", attribute(&format!("String.{long}"), "x")),
    ];
    for (name, value) in refused {
        let said = format!("{name} {value:?}");
        let sent = engine.client.send_message().queue_url(&url).message_body("x").message_attributes(name, value);
        assert_eq!(refusal(sent.send().await).0, "InvalidParameterValue", "{said}");
    }
    let many = |count: usize| -> HashMap<String, MessageAttributeValue> {
        (0..count).map(|n| (format!("a{n}"), text("x"))).collect()
    };
    let send = |count| {
        let message = engine.client.send_message().queue_url(&url).message_body("x");
        message.set_message_attributes(Some(many(count))).send()
    };
    send(10).await.unwrap();
    assert_eq!(refusal(send(11).await).0, "InvalidParameterValue");
    assert_eq!(engine.counts(&url).await, [1, 0, 0]);
}

#[tokio::test]
async fn the_limit_counts_body_names_types_and_values() {
    let engine = Engine::start().await;
    let url = engine.queue("events", &[]).await;
    let small = engine.queue("small", &[("MaximumMessageSize", "1024")]).await;
    // "kind" + "String" + "check_in", and "b" + "Binary" + three bytes, which are four in base64.
    let attributes = 4 + 6 + 8 + 1 + 6 + 3;
    for (url, limit) in [(&url, MIB), (&small, 1024)] {
        let binary = MessageAttributeValue::builder().data_type("Binary").binary_value(Blob::new([1, 2, 3]));
        let binary = binary.build().unwrap();
        let send = |length: usize| {
            let message = engine.client.send_message().queue_url(url).message_body("x".repeat(length));
            message.message_attributes("kind", text("check_in")).message_attributes("b", binary.clone()).send()
        };
        send(limit - attributes).await.unwrap();
        let (code, text) = refusal(send(limit - attributes + 1).await);
        assert_eq!(code, "InvalidParameterValue");
        assert!(text.contains(&format!("shorter than {limit} bytes")), "{text}");
        assert_eq!(engine.counts(url).await, [1, 0, 0]);
    }
}

#[tokio::test]
async fn a_bad_delay_group_or_deduplication_id_is_refused() {
    let engine = Engine::start().await;
    let url = engine.queue("events", &[]).await;
    let send = || engine.client.send_message().queue_url(&url).message_body("x");
    for delay in [-1, 901] {
        assert_eq!(refusal(send().delay_seconds(delay).send().await).0, "InvalidParameterValue", "{delay}");
    }
    for group in ["", "with space", &"g".repeat(129)] {
        assert_eq!(refusal(send().message_group_id(group).send().await).0, "InvalidParameterValue", "{group}");
    }
    let (code, text) = refusal(send().message_deduplication_id("once").send().await);
    assert_eq!(code, "AWS.SimpleQueueService.UnsupportedOperation");
    assert!(text.contains("FIFO"), "{text}");
    assert_eq!(engine.counts(&url).await, [0, 0, 0]);
}

#[tokio::test]
async fn delayed_messages_come_later() {
    let engine = Engine::start().await;
    let url = engine.queue("events", &[("DelaySeconds", "60")]).await;
    engine.send(&url, "queue delay").await;
    let own = engine.client.send_message().queue_url(&url).message_body("own delay").delay_seconds(10);
    own.send().await.unwrap();
    engine.client.send_message().queue_url(&url).message_body("none").delay_seconds(0).send().await.unwrap();
    assert_eq!(engine.counts(&url).await, [1, 2, 0]);
    assert_eq!(engine.bodies(&url).await, ["none"]);
    engine.advance(10);
    assert_eq!(engine.bodies(&url).await, ["own delay"]);
    engine.advance(49);
    assert_eq!(engine.counts(&url).await, [2, 1, 0], "after 59 seconds");
    assert_eq!(engine.bodies(&url).await, ["none", "own delay"]);
    engine.advance(1);
    assert_eq!(engine.bodies(&url).await, ["queue delay"]);
}

#[tokio::test]
async fn a_batch_fails_entry_by_entry() {
    let engine = Engine::start().await;
    let url = engine.queue("events", &[("MaximumMessageSize", "1024")]).await;
    let late = SendMessageBatchRequestEntry::builder().id("late").message_body("x").delay_seconds(901).build().unwrap();
    let batch = engine.client.send_message_batch().queue_url(&url);
    let batch = batch.entries(entry("good", "first")).entries(entry("control", "\u{1}")).entries(late);
    let batch = batch.entries(entry("long", "x".repeat(1025))).entries(entry("good_2", "second"));
    let answer = batch.send().await.unwrap();
    let successful: Vec<_> = answer.successful.iter().map(|entry| entry.id.as_str()).collect();
    assert_eq!(successful, ["good", "good_2"]);
    let failed: Vec<_> = answer.failed.iter().map(|entry| (entry.id.as_str(), entry.code.as_str())).collect();
    let expected =
        [("control", "InvalidMessageContents"), ("late", "InvalidParameterValue"), ("long", "InvalidParameterValue")];
    assert_eq!(failed, expected);
    assert!(answer.failed.iter().all(|entry| entry.sender_fault && entry.message.is_some()));
    assert_eq!(engine.bodies(&url).await, ["first", "second"]);
}

#[tokio::test]
async fn a_batch_that_is_wrong_as_a_whole_sends_nothing() {
    let engine = Engine::start().await;
    let url = engine.queue("events", &[]).await;
    let numbered = |count: usize| (0..count).map(|n| entry(&format!("id{n}"), "x")).collect::<Vec<_>>();
    let half = || "x".repeat(MIB / 2);
    #[rustfmt::skip]
    let cases = [
        (vec![], "AWS.SimpleQueueService.EmptyBatchRequest"),
        (numbered(11), "AWS.SimpleQueueService.TooManyEntriesInBatchRequest"),
        (vec![entry("a", "x"), entry("a", "y")], "AWS.SimpleQueueService.BatchEntryIdsNotDistinct"),
        (vec![entry("a b", "x")], "AWS.SimpleQueueService.InvalidBatchEntryId"),
        (vec![entry("", "x")], "AWS.SimpleQueueService.InvalidBatchEntryId"),
        (vec![entry(&"i".repeat(81), "x")], "AWS.SimpleQueueService.InvalidBatchEntryId"),
        (vec![entry("a", half()), entry("b", half()), entry("c", "x")], "AWS.SimpleQueueService.BatchRequestTooLong"),
    ];
    for (entries, code) in cases {
        let batch = engine.client.send_message_batch().queue_url(&url).set_entries(Some(entries));
        assert_eq!(refusal(batch.send().await).0, code);
    }
    assert_eq!(engine.counts(&url).await, [0, 0, 0]);
    let fitting = vec![entry("a", half()), entry("b", half())];
    let batch = engine.client.send_message_batch().queue_url(&url).set_entries(Some(fitting));
    assert_eq!(batch.send().await.unwrap().successful.len(), 2, "1 MiB in all still fits");
}

#[tokio::test]
async fn the_queue_is_known_by_the_name_at_the_end_of_its_url() {
    let engine = Engine::start().await;
    engine.queue("events", &[]).await;
    for url in ["http://sqs.example:1/000000000000/events", "https://elsewhere/123456789012/events", "events"] {
        engine.send(url, "x").await;
    }
    assert_eq!(engine.receive("events").await.len(), 3);
}
