//! The Runtime API as a sandbox sees it, over bare HTTP: no runtime library between the test and
//! the wire.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use frontdesk_local::runtime_api::{Happening, InvokeError, RuntimeApi};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinHandle;

/// Long enough that no test reaches it.
const PATIENCE: Duration = Duration::from_secs(20);

struct Answer {
    status: u16,
    headers: HashMap<String, String>,
    body: Vec<u8>,
}

async fn exchange(address: SocketAddr, method: &str, path: &str, body: &[u8]) -> Answer {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let length = body.len();
    let head = format!(
        "{method} /2018-06-01/runtime/{path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(body).await.unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).await.unwrap();
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n").unwrap();
    let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
    let mut lines = head.lines();
    let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let header = |line: &str| line.split_once(": ").map(|(name, value)| (name.to_owned(), value.to_owned())).unwrap();
    Answer { status, headers: lines.map(header).collect(), body: bytes[end + 4..].to_vec() }
}

/// Asks for the next event: its request id and the answer.
async fn next(api: &RuntimeApi) -> (String, Answer) {
    let answer = exchange(api.addr(), "GET", "invocation/next", b"").await;
    (answer.headers["lambda-runtime-aws-request-id"].clone(), answer)
}

async fn post(api: &RuntimeApi, path: &str, body: &str) -> u16 {
    exchange(api.addr(), "POST", path, body.as_bytes()).await.status
}

fn invoke(api: &Arc<RuntimeApi>, event: Value, timeout: Duration) -> JoinHandle<Result<Value, InvokeError>> {
    let api = Arc::clone(api);
    tokio::spawn(async move { api.invoke(event, timeout).await })
}

async fn start() -> Arc<RuntimeApi> {
    Arc::new(RuntimeApi::bind().await.unwrap())
}

fn happenings(api: &RuntimeApi) -> Vec<Happening> {
    api.journal().into_iter().map(|entry| entry.happening).collect()
}

#[tokio::test]
async fn an_event_goes_out_with_its_headers_and_its_answer_comes_back() {
    let api = start().await;
    let event = json!({ "requestContext": { "requestId": "the-id" }, "body": "ü" });
    let before = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let invoked = invoke(&api, event.clone(), PATIENCE);
    let (id, answer) = next(&api).await;
    assert_eq!((id.as_str(), answer.status), ("the-id", 200));
    assert_eq!(serde_json::from_slice::<Value>(&answer.body).unwrap(), event);
    let deadline = Duration::from_millis(answer.headers["lambda-runtime-deadline-ms"].parse().unwrap());
    assert!(deadline + Duration::from_millis(1) >= before + PATIENCE, "{deadline:?}");
    assert!(deadline < before + PATIENCE * 2, "{deadline:?}");
    let arn = &answer.headers["lambda-runtime-invoked-function-arn"];
    assert!(arn.starts_with("arn:aws:lambda:"), "{arn}");
    let trace = &answer.headers["lambda-runtime-trace-id"];
    let sizes: Vec<_> = trace.split([';', '-', '=']).map(str::len).collect();
    assert_eq!(sizes, ["Root".len(), 1, 8, 24, "Parent".len(), 16, "Sampled".len(), 1], "{trace}");
    assert_eq!(post(&api, "invocation/the-id/response", r#"{"statusCode":200}"#).await, 202);
    assert_eq!(invoked.await.unwrap(), Ok(json!({ "statusCode": 200 })));
}

#[tokio::test]
async fn the_journal_tells_the_order_notes_of_the_test_included() {
    let api = start().await;
    assert!(!api.idle(Duration::ZERO).await);
    let invoked = invoke(&api, json!({ "requestContext": { "requestId": "a" } }), PATIENCE);
    next(&api).await;
    assert!(!api.idle(Duration::ZERO).await, "it has an event in hand");
    post(&api, "invocation/a/response", "{}").await;
    invoked.await.unwrap().unwrap();
    assert!(!api.idle(Duration::ZERO).await, "it has answered, but may still be at work");
    api.note("message sent");
    let sandbox = tokio::spawn({
        let api = Arc::clone(&api);
        async move { next(&api).await }
    });
    assert!(api.idle(PATIENCE).await);
    let expected = [
        Happening::NextAsked,
        Happening::HandedOut { request_id: "a".to_owned() },
        Happening::ResponsePosted { request_id: "a".to_owned() },
        Happening::Note("message sent".to_owned()),
        Happening::NextAsked,
    ];
    assert_eq!(happenings(&api), expected);
    let journal = api.journal();
    assert!(journal.iter().enumerate().all(|(n, entry)| entry.sequence == n));
    assert!(journal.is_sorted_by_key(|entry| entry.at));
    sandbox.abort();
}

#[tokio::test]
async fn concurrent_callers_are_served_in_turn_and_get_their_own_answers() {
    let api = start().await;
    // All with one id: each invocation still gets its own.
    let calls: Vec<_> =
        (0..16).map(|n| invoke(&api, json!({ "n": n, "requestContext": { "requestId": "same" } }), PATIENCE)).collect();
    for _ in 0..16 {
        let (id, answer) = next(&api).await;
        let event: Value = serde_json::from_slice(&answer.body).unwrap();
        assert_eq!(post(&api, &format!("invocation/{id}/response"), &event["n"].to_string()).await, 202);
    }
    for (n, call) in calls.into_iter().enumerate() {
        assert_eq!(call.await.unwrap(), Ok(json!(n)));
    }
}

#[tokio::test]
async fn errors_and_answers_that_are_none_reach_the_caller() {
    let api = start().await;
    let error = json!({ "errorType": "Oh", "errorMessage": "no" });
    let long = format!("\"{}\"", "x".repeat(6 * 1024 * 1024));
    let cases = [
        ("error", error.to_string(), 202, InvokeError::Function(error.clone())),
        ("error", "oh".to_owned(), 202, InvokeError::Function(json!("oh"))),
        ("response", long.clone(), 413, InvokeError::TooLarge(long.len())),
    ];
    for (route, body, status, expected) in cases {
        let invoked = invoke(&api, json!({}), PATIENCE);
        let (id, _) = next(&api).await;
        assert_eq!(post(&api, &format!("invocation/{id}/{route}"), &body).await, status);
        assert_eq!(invoked.await.unwrap(), Err(expected));
    }
    let invoked = invoke(&api, json!({}), PATIENCE);
    let (id, _) = next(&api).await;
    assert_eq!(post(&api, &format!("invocation/{id}/response"), "{").await, 202);
    assert!(matches!(invoked.await.unwrap(), Err(InvokeError::NotJson(_))));
}

#[tokio::test]
async fn a_function_that_cannot_start_says_why() {
    let api = start().await;
    assert_eq!(api.init_error(), None);
    let invoked = invoke(&api, json!({}), PATIENCE);
    // The caller waits once its task has run; a single-threaded runtime runs it during the request.
    let error = json!({ "errorType": "Settings", "errorMessage": "EVENTS_TABLE is not set" });
    assert_eq!(post(&api, "init/error", &error.to_string()).await, 202);
    assert_eq!(invoked.await.unwrap(), Err(InvokeError::Init(error.clone())));
    assert_eq!(api.init_error(), Some(error));
    assert_eq!(happenings(&api), [Happening::InitErrorPosted]);
}

#[tokio::test]
async fn a_sandbox_that_dies_fails_what_it_had_and_leaves_the_rest() {
    let api = start().await;
    let first = invoke(&api, json!({ "n": 1 }), PATIENCE);
    let (id, _) = next(&api).await;
    let second = invoke(&api, json!({ "n": 2 }), PATIENCE);
    assert_eq!(api.fail_in_flight(), 1);
    assert_eq!(first.await.unwrap(), Err(InvokeError::SandboxEnded));
    assert_eq!(api.fail_in_flight(), 0);
    assert_eq!(post(&api, &format!("invocation/{id}/response"), "{}").await, 400, "a ghost is not heard");
    let (id, answer) = next(&api).await;
    assert_eq!(answer.body, br#"{"n":2}"#);
    assert_eq!(post(&api, &format!("invocation/{id}/response"), "2").await, 202);
    assert_eq!(second.await.unwrap(), Ok(json!(2)));
}

#[tokio::test]
async fn an_invocation_ends_at_its_timeout_whether_it_waits_or_runs() {
    let api = start().await;
    let short = Duration::from_millis(50);
    let start = Instant::now();
    assert_eq!(api.invoke(json!({ "n": 1 }), short).await, Err(InvokeError::TimedOut(short)));
    assert!(start.elapsed() < PATIENCE);
    let running = invoke(&api, json!({ "n": 2 }), short);
    let (id, answer) = next(&api).await;
    assert_eq!(answer.body, br#"{"n":2}"#, "the one that nobody waits for is not handed out");
    assert_eq!(running.await.unwrap(), Err(InvokeError::TimedOut(short)));
    assert_eq!(post(&api, &format!("invocation/{id}/response"), "{}").await, 400);
    let last = happenings(&api).pop();
    assert_eq!(last, Some(Happening::Abandoned { request_id: id }), "a late answer is not in the journal");
}

#[tokio::test]
async fn a_sandbox_that_gave_up_asking_takes_no_event() {
    let api = start().await;
    let address = api.addr();
    let gone = tokio::spawn(async move { exchange(address, "GET", "invocation/next", b"").await });
    assert!(api.idle(PATIENCE).await);
    gone.abort();
    assert!(gone.await.is_err());
    // Its request is over when another connection, opened after it was closed, has been served.
    let asked = |journal: &[frontdesk_local::runtime_api::Entry]| journal.len() == 2;
    let (next, invoked) = (
        tokio::spawn({
            let api = Arc::clone(&api);
            async move { next(&api).await }
        }),
        async {
            api.journal_when(PATIENCE, asked).await;
            api.invoke(json!({}), PATIENCE).await
        },
    );
    let answered = tokio::spawn({
        let api = Arc::clone(&api);
        async move {
            let (id, _) = next.await.unwrap();
            post(&api, &format!("invocation/{id}/response"), "1").await
        }
    });
    assert_eq!(invoked.await, Ok(json!(1)));
    assert_eq!(answered.await.unwrap(), 202);
}
