//! The routes that a runtime calls.

use std::sync::Arc;
use std::time::UNIX_EPOCH;

use axum::extract::{DefaultBodyLimit, Path, State};
use axum::response::Response;
use axum::routing::{get, post};
use axum::{Json, Router};
use bytes::Bytes;
use http::{HeaderName, HeaderValue, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

use super::InvokeError;
use super::invocations::Invocations;
use super::journal::Happening;
use crate::function_url::LIMIT;

const FUNCTION_ARN: &str = "arn:aws:lambda:us-east-1:000000000000:function:local";

type Shared = State<Arc<Invocations>>;
type Reply = (StatusCode, Json<Value>);

pub(super) fn router(invocations: Arc<Invocations>) -> Router {
    Router::new()
        .route("/2018-06-01/runtime/invocation/next", get(next))
        .route("/2018-06-01/runtime/invocation/{id}/response", post(response))
        .route("/2018-06-01/runtime/invocation/{id}/error", post(error))
        .route("/2018-06-01/runtime/init/error", post(init_error))
        // Responses that are too long for Lambda are refused below, where the caller is notified as
        // well.
        .layer(DefaultBodyLimit::disable())
        .with_state(invocations)
}

async fn next(State(invocations): Shared) -> Response {
    let invocation = invocations.next().await;
    let deadline = invocation.deadline.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis());
    let [root, parent] = [Uuid::new_v4(), Uuid::new_v4()].map(|id| id.simple().to_string());
    let (epoch, unique) = root.split_at(8);
    let parent = parent.get(..16).unwrap_or_default();
    let headers = [
        ("content-type", "application/json".to_owned()),
        ("lambda-runtime-aws-request-id", invocation.request_id),
        ("lambda-runtime-deadline-ms", deadline.to_string()),
        ("lambda-runtime-invoked-function-arn", FUNCTION_ARN.to_owned()),
        ("lambda-runtime-trace-id", format!("Root=1-{epoch}-{unique};Parent={parent};Sampled=0")),
    ];
    let mut response = Response::new(invocation.event.to_string().into());
    for (name, value) in headers {
        // An id from the event could contain characters that a header cannot.
        if let Ok(value) = HeaderValue::try_from(value) {
            response.headers_mut().insert(HeaderName::from_static(name), value);
        }
    }
    response
}

async fn response(State(invocations): Shared, Path(request_id): Path<String>, body: Bytes) -> Reply {
    let too_large = body.len() > LIMIT;
    let answer = if too_large {
        Err(InvokeError::TooLarge(body.len()))
    } else {
        serde_json::from_slice(&body).map_err(|cause| InvokeError::NotJson(cause.to_string()))
    };
    let posted = Happening::ResponsePosted { request_id: request_id.clone() };
    let known = invocations.answer(&request_id, posted, answer);
    match too_large {
        true => refused(StatusCode::PAYLOAD_TOO_LARGE, "the response is longer than Lambda accepts"),
        false => accepted(known),
    }
}

async fn error(State(invocations): Shared, Path(request_id): Path<String>, body: Bytes) -> Reply {
    let posted = Happening::ErrorPosted { request_id: request_id.clone() };
    accepted(invocations.answer(&request_id, posted, Err(InvokeError::Function(reported(&body)))))
}

async fn init_error(State(invocations): Shared, body: Bytes) -> Reply {
    invocations.fail_init(reported(&body));
    accepted(true)
}

/// A runtime's error report, as JSON even if it is not.
fn reported(body: &[u8]) -> Value {
    serde_json::from_slice(body).unwrap_or_else(|_| Value::String(String::from_utf8_lossy(body).into_owned()))
}

fn accepted(known: bool) -> Reply {
    if known {
        (StatusCode::ACCEPTED, Json(json!({ "status": "OK" })))
    } else {
        refused(StatusCode::BAD_REQUEST, "no sandbox is processing an invocation with this id; it may have timed out")
    }
}

fn refused(status: StatusCode, message: &str) -> Reply {
    let kind = if status == StatusCode::PAYLOAD_TOO_LARGE { "RequestEntityTooLarge" } else { "InvalidRequestID" };
    (status, Json(json!({ "errorType": kind, "errorMessage": message })))
}
