//! Dead letters: how messages get there, and back.

use aws_sdk_sqs::types::{MessageSystemAttributeName as Name, QueueAttributeName};
use frontdesk_local::sqs::queue_arn;

use crate::engine::{Engine, START, refusal};

/// A queue that gives up after two receives, and its dead-letter queue. Messages become visible
/// again immediately.
async fn queues(engine: &Engine) -> (String, String) {
    let dead = engine.queue("dead", &[("VisibilityTimeout", "0")]).await;
    let policy = format!(r#"{{"deadLetterTargetArn":"{}","maxReceiveCount":"2"}}"#, queue_arn("dead"));
    (engine.queue("events", &[("RedrivePolicy", &policy), ("VisibilityTimeout", "0")]).await, dead)
}

/// Sends `body` and receives it until it is a dead letter.
async fn kill(engine: &Engine, url: &str, body: &str) -> String {
    let id = engine.send(url, body).await;
    for _ in 0..2 {
        assert_eq!(engine.bodies(url).await, [body]);
    }
    assert!(engine.bodies(url).await.is_empty());
    id
}

#[tokio::test]
async fn a_message_received_too_often_moves_and_says_where_from() {
    let engine = Engine::start().await;
    let (url, dead) = queues(&engine).await;
    let id = engine.send(&url, "poison").await;
    engine.advance(10);
    for _ in 0..2 {
        assert_eq!(engine.bodies(&url).await, ["poison"]);
    }
    assert_eq!(
        (engine.counts(&url).await, engine.counts(&dead).await),
        ([1, 0, 0], [0, 0, 0]),
        "moved by the next receive"
    );
    assert!(engine.bodies(&url).await.is_empty());
    let received = engine.receive(&dead).await;
    assert_eq!(received[0].message_id.as_deref(), Some(id.as_str()));
    let system = received[0].attributes.as_ref().unwrap();
    assert_eq!(system[&Name::DeadLetterQueueSourceArn], queue_arn("events"));
    assert_eq!(system[&Name::ApproximateReceiveCount], "3");
    assert_eq!(system[&Name::SentTimestamp], START.to_string(), "retention runs on from the first send");
}

#[tokio::test]
async fn the_sources_of_a_dead_letter_queue_are_listed() {
    let engine = Engine::start().await;
    let (url, dead) = queues(&engine).await;
    let list = |url: &str| engine.client.list_dead_letter_source_queues().queue_url(url).send();
    assert_eq!(list(&dead).await.unwrap().queue_urls, std::slice::from_ref(&url));
    assert!(list(&url).await.unwrap().queue_urls.is_empty());
    let clear = engine.client.set_queue_attributes().queue_url(&url).attributes(QueueAttributeName::RedrivePolicy, "");
    clear.send().await.unwrap();
    assert!(list(&dead).await.unwrap().queue_urls.is_empty());
    assert_eq!(engine.attribute(&url, "RedrivePolicy").await, None);
}

#[tokio::test]
async fn dead_letters_go_back_to_where_they_came_from_as_new_messages() {
    let engine = Engine::start().await;
    let (url, dead) = queues(&engine).await;
    let id = kill(&engine, &url, "poison").await;
    engine.advance(100);
    let task = engine.client.start_message_move_task().source_arn(queue_arn("dead")).send().await.unwrap();
    assert!(task.task_handle.is_some());
    assert_eq!(engine.counts(&dead).await, [0, 0, 0]);
    let returned = engine.receive(&url).await;
    assert_eq!(returned[0].body.as_deref(), Some("poison"));
    assert_ne!(returned[0].message_id.as_deref(), Some(id.as_str()));
    let system = returned[0].attributes.as_ref().unwrap();
    assert_eq!(system[&Name::ApproximateReceiveCount], "1");
    assert_eq!(system[&Name::SentTimestamp], (START + 100_000).to_string());
    assert!(!system.contains_key(&Name::DeadLetterQueueSourceArn));

    let list = engine.client.list_message_move_tasks().source_arn(queue_arn("dead")).send().await.unwrap();
    let tasks = list.results.unwrap();
    assert_eq!((tasks.len(), tasks[0].status.as_deref()), (1, Some("COMPLETED")));
    assert_eq!(tasks[0].approximate_number_of_messages_moved, 1);
    assert_eq!(tasks[0].started_timestamp, START + 100_000);
    let cancel = engine.client.cancel_message_move_task().set_task_handle(task.task_handle).send().await;
    assert_eq!(refusal(cancel).0, "AWS.SimpleQueueService.UnsupportedOperation");
}

#[tokio::test]
async fn dead_letters_go_to_a_queue_that_is_named() {
    let engine = Engine::start().await;
    let (url, dead) = queues(&engine).await;
    let aside = engine.queue("aside", &[]).await;
    kill(&engine, &url, "poison").await;
    let start = engine.client.start_message_move_task().source_arn(queue_arn("dead"));
    start.destination_arn(queue_arn("aside")).send().await.unwrap();
    let counts = [engine.counts(&url).await, engine.counts(&dead).await, engine.counts(&aside).await];
    assert_eq!(counts, [[0, 0, 0], [0, 0, 0], [1, 0, 0]]);
}

#[tokio::test]
async fn a_letter_of_unknown_origin_stays_and_the_task_says_so() {
    let engine = Engine::start().await;
    let (url, dead) = queues(&engine).await;
    kill(&engine, &url, "poison").await;
    engine.send(&dead, "sent here").await;
    engine.client.start_message_move_task().source_arn(queue_arn("dead")).send().await.unwrap();
    assert_eq!(engine.bodies(&dead).await, ["sent here"]);
    assert_eq!(engine.bodies(&url).await, ["poison"]);
    let list = engine.client.list_message_move_tasks().source_arn(queue_arn("dead")).send().await.unwrap();
    let task = &list.results.unwrap()[0];
    assert_eq!(task.status.as_deref(), Some("FAILED"));
    assert_eq!(task.failure_reason.as_deref(), Some("CouldNotDetermineMessageSource"));
    assert_eq!((task.approximate_number_of_messages_moved, task.approximate_number_of_messages_to_move), (1, Some(2)));
}

#[tokio::test]
async fn tasks_of_wrong_queues_are_refused() {
    let engine = Engine::start().await;
    queues(&engine).await;
    let start = |arn: String| engine.client.start_message_move_task().source_arn(arn).send();
    assert_eq!(refusal(start(queue_arn("none")).await).0, "ResourceNotFoundException");
    assert_eq!(refusal(start(queue_arn("events")).await).0, "InvalidParameterValue", "not a dead-letter queue");
    assert_eq!(refusal(start("dead".to_owned()).await).0, "InvalidParameterValue");
    let cancel = engine.client.cancel_message_move_task().task_handle("none").send().await;
    assert_eq!(refusal(cancel).0, "ResourceNotFoundException");
}
