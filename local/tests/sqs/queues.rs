//! Queues: created, found, listed, described, changed, purged, deleted.

use aws_sdk_sqs::types::QueueAttributeName;

use crate::engine::{Engine, START, refusal};

/// Attributes by name.
type Given<'a> = &'a [(&'a str, &'a str)];

async fn create(engine: &Engine, name: &str, attributes: Given<'_>) -> Result<String, String> {
    let mut create = engine.client.create_queue().queue_name(name);
    for (name, value) in attributes {
        create = create.attributes(QueueAttributeName::from(*name), *value);
    }
    match create.send().await {
        Ok(created) => Ok(created.queue_url.unwrap()),
        refused => Err(refusal(refused).0),
    }
}

#[tokio::test]
async fn a_queue_is_made_once_and_found_under_the_host_that_asked() {
    let engine = Engine::start().await;
    let url = create(&engine, "events", &[("VisibilityTimeout", "60")]).await.unwrap();
    assert_eq!(url, format!("http://{}/000000000000/events", engine.address));
    for same in [&[][..], &[("VisibilityTimeout", "60")], &[("DelaySeconds", "0")]] {
        assert_eq!(create(&engine, "events", same).await.as_ref(), Ok(&url), "{same:?}");
    }
    for other in [("VisibilityTimeout", "61"), ("DelaySeconds", "1")] {
        assert_eq!(create(&engine, "events", &[other]).await, Err("QueueAlreadyExists".to_owned()), "{other:?}");
    }
    let found = engine.client.get_queue_url().queue_name("events").send().await.unwrap();
    assert_eq!(found.queue_url, Some(url));
    let (code, text) = refusal(engine.client.get_queue_url().queue_name("nothing").send().await);
    assert_eq!(code, "AWS.SimpleQueueService.NonExistentQueue");
    assert!(text.contains("nothing"), "{text}");
}

#[tokio::test]
async fn attributes_out_of_range_and_unknown_ones_are_refused() {
    let engine = Engine::start().await;
    let too_long = "x".repeat(81);
    #[rustfmt::skip]
    let cases: [(&str, Given, &str); 15] = [
        ("", &[], "InvalidParameterValue"),
        ("with space", &[], "InvalidParameterValue"),
        (&too_long, &[], "InvalidParameterValue"),
        ("orders.fifo", &[("FifoQueue", "true")], "AWS.SimpleQueueService.UnsupportedOperation"),
        ("q", &[("FifoQueue", "true")], "AWS.SimpleQueueService.UnsupportedOperation"),
        ("q", &[("Colour", "red")], "InvalidAttributeName"),
        ("q", &[("QueueArn", "x")], "InvalidAttributeName"),
        ("q", &[("VisibilityTimeout", "43201")], "InvalidAttributeValue"),
        ("q", &[("VisibilityTimeout", "soon")], "InvalidAttributeValue"),
        ("q", &[("DelaySeconds", "901")], "InvalidAttributeValue"),
        ("q", &[("ReceiveMessageWaitTimeSeconds", "21")], "InvalidAttributeValue"),
        ("q", &[("MessageRetentionPeriod", "59")], "InvalidAttributeValue"),
        ("q", &[("MaximumMessageSize", "1048577")], "InvalidAttributeValue"),
        ("q", &[("RedrivePolicy", "{")], "InvalidParameterValue"),
        ("q", &[("RedrivePolicy", r#"{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:000000000000:none","maxReceiveCount":3}"#)], "InvalidParameterValue"),
    ];
    for (name, attributes, code) in cases {
        assert_eq!(create(&engine, name, attributes).await, Err(code.to_owned()), "{name} {attributes:?}");
    }
    assert!(engine.client.list_queues().send().await.unwrap().queue_urls.unwrap_or_default().is_empty());
}

#[tokio::test]
async fn queues_are_listed_by_prefix_and_page() {
    let engine = Engine::start().await;
    for name in ["events", "events-dead", "other"] {
        engine.queue(name, &[]).await;
    }
    let names = |urls: Option<Vec<String>>| -> Vec<String> {
        urls.unwrap_or_default().iter().map(|url| url.rsplit('/').next().unwrap().to_owned()).collect()
    };
    let list = || engine.client.list_queues();
    assert_eq!(names(list().send().await.unwrap().queue_urls), ["events", "events-dead", "other"]);
    let first = list().queue_name_prefix("ev").max_results(1).send().await.unwrap();
    assert_eq!(names(first.queue_urls), ["events"]);
    let rest = list().queue_name_prefix("ev").max_results(1).set_next_token(first.next_token).send().await.unwrap();
    assert_eq!((names(rest.queue_urls), rest.next_token), (vec!["events-dead".to_owned()], None));
}

#[tokio::test]
async fn a_queue_tells_its_attributes() {
    let engine = Engine::start().await;
    let url = engine.queue("events", &[("VisibilityTimeout", "7"), ("Policy", "{}")]).await;
    engine.advance(90);
    let ask = |name: &str| {
        engine.client.get_queue_attributes().queue_url(&url).attribute_names(QueueAttributeName::from(name)).send()
    };
    let all = ask("All").await.unwrap().attributes.unwrap();
    let shown = |name: &str| all.get(&QueueAttributeName::from(name)).map(String::as_str);
    let created = (START / 1000).to_string();
    #[rustfmt::skip]
    let expected = [
        ("VisibilityTimeout", "7"), ("Policy", "{}"), ("DelaySeconds", "0"), ("MaximumMessageSize", "1048576"),
        ("MessageRetentionPeriod", "345600"), ("ReceiveMessageWaitTimeSeconds", "0"), ("SqsManagedSseEnabled", "true"),
        ("QueueArn", "arn:aws:sqs:us-east-1:000000000000:events"), ("CreatedTimestamp", &created),
        ("LastModifiedTimestamp", &created), ("ApproximateNumberOfMessages", "0"),
        ("ApproximateNumberOfMessagesDelayed", "0"), ("ApproximateNumberOfMessagesNotVisible", "0"),
    ];
    for (name, value) in expected {
        assert_eq!(shown(name), Some(value), "{name}");
    }
    assert_eq!(all.len(), expected.len());
    assert_eq!(ask("QueueArn").await.unwrap().attributes.unwrap().len(), 1);
    assert_eq!(refusal(ask("Colour").await).0, "InvalidAttributeName");
}

#[tokio::test]
async fn changed_attributes_count_at_once() {
    let engine = Engine::start().await;
    let url = engine.queue("events", &[]).await;
    engine.advance(5);
    let set = |name: &str, value: &str| {
        let set = engine.client.set_queue_attributes().queue_url(&url);
        set.attributes(QueueAttributeName::from(name), value).send()
    };
    set("DelaySeconds", "30").await.unwrap();
    assert_eq!(refusal(set("DelaySeconds", "-1").await).0, "InvalidAttributeValue");
    engine.send(&url, "later").await;
    assert_eq!(engine.counts(&url).await, [0, 1, 0]);
    assert_eq!(engine.attribute(&url, "LastModifiedTimestamp").await.unwrap(), (START / 1000 + 5).to_string());
}

#[tokio::test]
async fn purging_empties_and_deleting_removes() {
    let engine = Engine::start().await;
    let url = engine.queue("events", &[]).await;
    engine.send(&url, "one").await;
    engine.send(&url, "two").await;
    engine.client.receive_message().queue_url(&url).send().await.unwrap();
    engine.client.purge_queue().queue_url(&url).send().await.unwrap();
    assert_eq!(engine.counts(&url).await, [0, 0, 0]);

    engine.send(&url, "three").await;
    engine.client.delete_queue().queue_url(&url).send().await.unwrap();
    let gone = "AWS.SimpleQueueService.NonExistentQueue";
    assert_eq!(refusal(engine.client.send_message().queue_url(&url).message_body("x").send().await).0, gone);
    assert_eq!(refusal(engine.client.receive_message().queue_url(&url).send().await).0, gone);
    assert_eq!(refusal(engine.client.delete_queue().queue_url(&url).send().await).0, gone);
    engine.queue("events", &[]).await;
    assert_eq!(engine.counts(&url).await, [0, 0, 0], "the new queue has nothing of the old one");
}
