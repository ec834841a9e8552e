//! HTTP: from `X-Amz-Target` and a JSON body to an action, and from its response or error back.

use std::future::Future;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, State};
use axum::response::Response;
use bytes::Bytes;
use http::header::{CONTENT_TYPE, HOST};
use http::{HeaderMap, HeaderValue, StatusCode};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use uuid::Uuid;

use super::store::Call;
use super::{Error, Sqs, queues, receipt, receive, redrive, send};
use crate::loopback::Loopback;
use crate::serve::{self, LIMITS};

const TARGET: &str = "x-amz-target";
const SERVICE: &str = "AmazonSQS.";
/// A batch of 1 MiB with every byte written as a `\u` escape, plus room for the rest.
const LONGEST_REQUEST: usize = 8 * 1024 * 1024;

/// The headers of every response.
#[derive(Clone)]
struct Endpoint {
    sqs: Sqs,
    stopping: Arc<AtomicBool>,
}

pub(super) async fn serve(
    sqs: Sqs,
    listener: TcpListener,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let endpoint = Endpoint { sqs, stopping: Arc::default() };
    let stopped = {
        let endpoint = endpoint.clone();
        async move {
            stop.await;
            // Otherwise a long poll would delay the stop until its wait is over.
            endpoint.stopping.store(true, Ordering::Release);
            endpoint.sqs.wakers.wake_all();
        }
    };
    let app = Router::new().fallback(answer).layer(DefaultBodyLimit::max(LONGEST_REQUEST)).with_state(endpoint);
    let guard = Loopback::at(listener.local_addr()?.port());
    serve::serve(listener, guard.guard(app), LIMITS, stopped).await
}

async fn answer(State(endpoint): State<Endpoint>, headers: HeaderMap, body: Bytes) -> Response {
    let target = headers.get(TARGET).and_then(|value| value.to_str().ok());
    let Some(action) = target.and_then(|target| target.strip_prefix(SERVICE)) else {
        return match target {
            Some(target) => refusal(&Error::InvalidAction(target.to_owned())),
            None => query_refusal(&Error::QueryProtocol),
        };
    };
    let authority = headers.get(HOST).and_then(|value| value.to_str().ok()).unwrap_or("localhost").to_owned();
    match act(&endpoint, action.to_owned(), authority, body).await {
        Ok(value) => response(StatusCode::OK, "application/x-amz-json-1.0", value.to_string()),
        Err(error) => refusal(&error),
    }
}

async fn act(endpoint: &Endpoint, action: String, authority: String, body: Bytes) -> Result<Value, Error> {
    if action == "ReceiveMessage" {
        return receive::receive_message(&endpoint.sqs, parse(&body)?, &endpoint.stopping).await;
    }
    endpoint.sqs.call(move |call| in_one_call(call, &action, &authority, &body)).await
}

/// Answers one request at once, on the calling thread: status and body.
pub(super) fn answer_at_once(sqs: &Sqs, target: &str, body: &[u8]) -> (StatusCode, String) {
    let action = target.strip_prefix(SERVICE).unwrap_or(target);
    let answer = sqs.call_now(|call| match action {
        "ReceiveMessage" => receive::receive_at_once(call, &parse(body)?),
        action => in_one_call(call, action, "localhost", body),
    });
    match answer {
        Ok(value) => (StatusCode::OK, value.to_string()),
        Err(error) => (error.shape().status, words(&error)),
    }
}

#[rustfmt::skip] // a table
fn in_one_call(call: &mut Call<'_>, action: &str, authority: &str, body: &[u8]) -> Result<Value, Error> {
    match action {
        "CreateQueue" => queues::create_queue(call, authority, parse(body)?),
        "GetQueueUrl" => queues::get_queue_url(call, authority, parse(body)?),
        "ListQueues" => queues::list_queues(call, authority, parse(body)?),
        "GetQueueAttributes" => queues::get_queue_attributes(call, parse(body)?),
        "SetQueueAttributes" => queues::set_queue_attributes(call, parse(body)?),
        "PurgeQueue" => queues::purge_queue(call, parse(body)?),
        "DeleteQueue" => queues::delete_queue(call, parse(body)?),
        "SendMessage" => send::send_message(call, parse(body)?),
        "SendMessageBatch" => send::send_message_batch(call, parse(body)?),
        "DeleteMessage" => receipt::delete_message(call, parse(body)?),
        "DeleteMessageBatch" => receipt::delete_message_batch(call, parse(body)?),
        "ChangeMessageVisibility" => receipt::change_message_visibility(call, parse(body)?),
        "ChangeMessageVisibilityBatch" => receipt::change_message_visibility_batch(call, parse(body)?),
        "ListDeadLetterSourceQueues" => redrive::list_dead_letter_source_queues(call, authority, parse(body)?),
        "StartMessageMoveTask" => redrive::start_message_move_task(call, parse(body)?),
        "ListMessageMoveTasks" => redrive::list_message_move_tasks(call, parse(body)?),
        "CancelMessageMoveTask" => redrive::cancel_message_move_task(call, parse(body)?),
        other => Err(Error::InvalidAction(other.to_owned())),
    }
}

fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, Error> {
    serde_json::from_slice(body).map_err(|cause| Error::Serialization(cause.to_string()))
}

fn refusal(error: &Error) -> Response {
    let shape = error.shape();
    let fault = if error.is_senders_fault() { "Sender" } else { "Receiver" };
    let mut response = response(shape.status, "application/x-amz-json-1.0", words(error));
    if let Ok(value) = HeaderValue::try_from(format!("{};{fault}", shape.code)) {
        response.headers_mut().insert("x-amzn-query-error", value);
    }
    response
}

fn words(error: &Error) -> String {
    json!({ "__type": error.shape().kind, "message": error.to_string() }).to_string()
}

/// An error in the form that clients of the query protocol read.
fn query_refusal(error: &Error) -> Response {
    let code = error.shape().code;
    // The text is ours, and contains a placeholder in angle brackets.
    let text = error.to_string().replace('<', "&lt;").replace('>', "&gt;");
    let body = format!(
        "<ErrorResponse xmlns=\"http://queue.amazonaws.com/doc/2012-11-05/\"><Error><Type>Sender</Type>\
         <Code>{code}</Code><Message>{text}</Message></Error></ErrorResponse>"
    );
    response(error.shape().status, "text/xml", body)
}

fn response(status: StatusCode, content_type: &'static str, body: String) -> Response {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    if let Ok(id) = HeaderValue::try_from(Uuid::new_v4().to_string()) {
        response.headers_mut().insert("x-amzn-requestid", id);
    }
    response
}
