//! Receipt handles: deleting, changing visibility, and invalid handles.

use aws_sdk_sqs::types::{ChangeMessageVisibilityBatchRequestEntry, DeleteMessageBatchRequestEntry};

use crate::engine::{Engine, refusal};

async fn one_handle(engine: &Engine, url: &str) -> String {
    engine.receive(url).await.remove(0).receipt_handle.unwrap()
}

#[tokio::test]
async fn deleting_takes_the_message_away_and_may_be_repeated() {
    let engine = Engine::start().await;
    let url = engine.queue("events", &[]).await;
    engine.send(&url, "x").await;
    let handle = one_handle(&engine, &url).await;
    for _ in 0..2 {
        engine.client.delete_message().queue_url(&url).receipt_handle(&handle).send().await.unwrap();
        assert_eq!(engine.counts(&url).await, [0, 0, 0]);
    }
}

#[tokio::test]
async fn an_older_handle_does_nothing_and_one_past_its_time_still_works() {
    let engine = Engine::start().await;
    let url = engine.queue("events", &[("VisibilityTimeout", "5")]).await;
    engine.send(&url, "x").await;
    let older = one_handle(&engine, &url).await;
    engine.advance(5);
    let last = one_handle(&engine, &url).await;
    engine.advance(5);
    engine.client.delete_message().queue_url(&url).receipt_handle(older).send().await.unwrap();
    assert_eq!(engine.counts(&url).await, [1, 0, 0]);
    engine.client.delete_message().queue_url(&url).receipt_handle(last).send().await.unwrap();
    assert_eq!(engine.counts(&url).await, [0, 0, 0]);
}

#[tokio::test]
async fn visibility_is_lengthened_shortened_and_ended() {
    let engine = Engine::start().await;
    let url = engine.queue("events", &[("VisibilityTimeout", "30")]).await;
    engine.send(&url, "x").await;
    let handle = one_handle(&engine, &url).await;
    let change = |seconds: i32| {
        let change = engine.client.change_message_visibility().queue_url(&url).receipt_handle(&handle);
        change.visibility_timeout(seconds).send()
    };
    change(100).await.unwrap();
    engine.advance(99);
    assert_eq!(engine.counts(&url).await, [0, 0, 1]);
    for wrong in [-1, 43_201] {
        assert_eq!(refusal(change(wrong).await).0, "InvalidParameterValue");
    }
    change(0).await.unwrap();
    assert_eq!(engine.counts(&url).await, [1, 0, 0]);
    assert_eq!(refusal(change(10).await).0, "AWS.SimpleQueueService.MessageNotInflight");
    let last = one_handle(&engine, &url).await;
    engine.client.delete_message().queue_url(&url).receipt_handle(last).send().await.unwrap();
    assert_eq!(refusal(change(10).await).0, "InvalidParameterValue", "the message is gone");
}

#[tokio::test]
async fn handles_of_nothing_and_of_other_queues_are_refused() {
    let engine = Engine::start().await;
    let url = engine.queue("events", &[]).await;
    let other = engine.queue("other", &[]).await;
    engine.send(&other, "x").await;
    for handle in [one_handle(&engine, &other).await.as_str(), "nonsense", "", "ü"] {
        let delete = engine.client.delete_message().queue_url(&url).receipt_handle(handle);
        assert_eq!(refusal(delete.send().await).0, "ReceiptHandleIsInvalid", "{handle}");
        let change = engine.client.change_message_visibility().queue_url(&url).receipt_handle(handle);
        assert_eq!(refusal(change.visibility_timeout(1).send().await).0, "ReceiptHandleIsInvalid", "{handle}");
    }
    assert_eq!(engine.counts(&other).await, [0, 0, 1]);
}

#[tokio::test]
async fn batches_of_handles_fail_entry_by_entry() {
    let engine = Engine::start().await;
    let url = engine.queue("events", &[]).await;
    engine.send(&url, "x").await;
    let handle = one_handle(&engine, &url).await;
    let change = |id: &str, handle: &str| {
        let entry = ChangeMessageVisibilityBatchRequestEntry::builder().id(id).receipt_handle(handle);
        entry.visibility_timeout(0).build().unwrap()
    };
    let batch = engine.client.change_message_visibility_batch().queue_url(&url);
    let batch = batch.entries(change("good", &handle)).entries(change("bad", "nonsense")).send().await.unwrap();
    assert_eq!((batch.successful[0].id.as_str(), batch.successful.len()), ("good", 1));
    assert_eq!((batch.failed[0].id.as_str(), batch.failed[0].code.as_str()), ("bad", "ReceiptHandleIsInvalid"));

    let delete = |id: &str, handle: &str| {
        DeleteMessageBatchRequestEntry::builder().id(id).receipt_handle(handle).build().unwrap()
    };
    let handle = one_handle(&engine, &url).await;
    let batch = || engine.client.delete_message_batch().queue_url(&url);
    let twice = batch().entries(delete("same", &handle)).entries(delete("same", &handle)).send().await;
    assert_eq!(refusal(twice).0, "AWS.SimpleQueueService.BatchEntryIdsNotDistinct");
    let mixed = batch().entries(delete("bad", "nonsense")).entries(delete("good", &handle)).send().await.unwrap();
    assert_eq!((mixed.successful[0].id.as_str(), mixed.successful.len()), ("good", 1));
    assert_eq!((mixed.failed[0].id.as_str(), mixed.failed[0].code.as_str()), ("bad", "ReceiptHandleIsInvalid"));
    assert_eq!(engine.counts(&url).await, [0, 0, 0]);
    let none = batch().set_entries(Some(Vec::new())).send().await;
    assert_eq!(refusal(none).0, "AWS.SimpleQueueService.EmptyBatchRequest");
}
