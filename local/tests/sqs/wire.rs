//! Requests that no well-behaved client sends, over a bare connection; and how errors look on the
//! wire.

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::engine::Engine;

/// Sends one request and returns the head and the body of the answer.
async fn exchange(engine: &Engine, headers: &str, body: &str) -> (String, String) {
    let mut stream = TcpStream::connect(engine.address).await.unwrap();
    let (length, port) = (body.len(), engine.address.port());
    let request = format!(
        "POST / HTTP/1.1\r\nhost: localhost:{port}\r\nconnection: close\r\ncontent-length: {length}\r\n{headers}\r\n{body}"
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    (head.to_owned(), body.to_owned())
}

async fn act(engine: &Engine, action: &str, body: Value) -> (String, Value) {
    let headers = format!("x-amz-target: AmazonSQS.{action}\r\ncontent-type: application/x-amz-json-1.0\r\n");
    let (head, body) = exchange(engine, &headers, &body.to_string()).await;
    (head, serde_json::from_str(&body).unwrap())
}

#[tokio::test]
async fn an_error_carries_type_text_and_query_code() {
    let engine = Engine::start().await;
    let (head, body) = act(&engine, "GetQueueUrl", json!({ "QueueName": "none" })).await;
    assert!(head.starts_with("HTTP/1.1 400"), "{head}");
    assert!(head.contains("x-amzn-query-error: AWS.SimpleQueueService.NonExistentQueue;Sender"), "{head}");
    assert!(head.contains("x-amzn-requestid: "), "{head}");
    assert!(head.contains("content-type: application/x-amz-json-1.0"), "{head}");
    let expected = json!({ "__type": "com.amazonaws.sqs#QueueDoesNotExist", "message": "The specified queue does not exist: none" });
    assert_eq!(body, expected);
}

#[tokio::test]
async fn requests_that_fit_no_action_are_refused_clearly() {
    let engine = Engine::start().await;
    engine.queue("events", &[]).await;
    #[rustfmt::skip]
    let cases = [
        ("TagQueue", json!({}), "InvalidAction;Sender", "TagQueue"),
        ("Nonsense", json!({}), "InvalidAction;Sender", "Nonsense"),
        ("SendMessage", json!({ "MessageBody": "x" }), "MissingParameter;Sender", "QueueUrl"),
        ("SendMessage", json!({ "QueueUrl": "events" }), "MissingParameter;Sender", "MessageBody"),
        ("SendMessage", json!({ "QueueUrl": "events", "MessageBody": 1 }), "SerializationException;Sender", "does not fit"),
        ("SendMessage", json!([]), "SerializationException;Sender", "does not fit"),
        ("DeleteMessage", json!({ "QueueUrl": "events" }), "MissingParameter;Sender", "ReceiptHandle"),
        ("CreateQueue", json!({}), "MissingParameter;Sender", "QueueName"),
        ("SendMessage", json!({ "QueueUrl": "events", "MessageBody": "x", "MessageAttributes": { "b": { "DataType": "Binary", "BinaryValue": "not base64!" } } }), "InvalidParameterValue;Sender", "base64"),
    ];
    for (action, body, code, text) in cases {
        let (head, answer) = act(&engine, action, body.clone()).await;
        assert!(head.starts_with("HTTP/1.1 400") && head.contains(code), "{action} {body}: {head}");
        assert!(answer["message"].as_str().unwrap().contains(text), "{action} {body}: {answer}");
    }
    let (head, _) = exchange(&engine, "x-amz-target: DynamoDB_20120810.GetItem\r\n", "{}").await;
    assert!(head.contains("InvalidAction;Sender"), "{head}");
    assert_eq!(engine.counts("events").await, [0, 0, 0]);
}

#[tokio::test]
async fn the_query_protocol_is_told_what_is_spoken_here() {
    let engine = Engine::start().await;
    let form = "content-type: application/x-www-form-urlencoded\r\n";
    let (head, body) = exchange(&engine, form, "Action=ListQueues&Version=2012-11-05").await;
    assert!(head.starts_with("HTTP/1.1 400"), "{head}");
    assert!(body.contains("<Code>InvalidAction</Code>") && body.contains("AWS JSON 1.0"), "{body}");
    assert!(!body.contains("<Action>"), "{body}");
}

#[tokio::test]
async fn urls_are_made_of_the_host_that_was_asked() {
    let engine = Engine::start().await;
    let (_, body) = act(&engine, "CreateQueue", json!({ "QueueName": "events" })).await;
    let url = format!("http://localhost:{}/000000000000/events", engine.address.port());
    assert_eq!(body, json!({ "QueueUrl": url }));
    let (_, empty) = act(&engine, "ReceiveMessage", json!({ "QueueUrl": "events" })).await;
    assert_eq!(empty, json!({}), "no messages, no key");
}
