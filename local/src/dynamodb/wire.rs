//! HTTP: from `X-Amz-Target` and a JSON body to an engine action, and from its response or error
//! back.
//!
//! The engine has a server of its own, but that answers pages of any origin
//! (`Access-Control-Allow-Origin: *`) and any `Host`, and takes no layer to prevent it. This router
//! calls the same functions as that server.

use axum::Router;
use axum::extract::{DefaultBodyLimit, State};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use dynoxide::Database;
use dynoxide::errors::DynoxideError;
use http::{HeaderMap, HeaderName, StatusCode};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;
use uuid::Uuid;

const SERVICES: [&str; 2] = ["DynamoDB_20120810.", "DynamoDBStreams_20120810."];
/// The limit of AWS.
const LONGEST_REQUEST: usize = 16 * 1024 * 1024;

pub(super) fn router(database: Database) -> Router {
    Router::new().fallback(respond).layer(DefaultBodyLimit::max(LONGEST_REQUEST)).with_state(database)
}

async fn respond(State(database): State<Database>, headers: HeaderMap, body: Bytes) -> Response {
    let target = headers.get("x-amz-target").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let (status, answer) = answer(&database, target, &body);
    let id = HeaderName::from_static("x-amzn-requestid");
    let headers =
        [(http::header::CONTENT_TYPE, "application/x-amz-json-1.0".to_owned()), (id, Uuid::new_v4().to_string())];
    (status, headers, answer).into_response()
}

pub(super) fn answer(database: &Database, target: &str, body: &[u8]) -> (StatusCode, String) {
    let action = SERVICES.iter().find_map(|service| target.strip_prefix(service));
    match action.map(|action| act(database, action, body)) {
        Some(Some(Ok(answer))) => (StatusCode::OK, answer),
        Some(Some(Err(error))) => {
            let status = StatusCode::from_u16(error.status_code()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            (status, error.to_json())
        }
        Some(None) | None => {
            let kind = "com.amazon.coral.service#UnknownOperationException";
            let message = format!("{target:?} is not an action of this DynamoDB");
            (StatusCode::BAD_REQUEST, json!({ "__type": kind, "message": message }).to_string())
        }
    }
}

/// Calls an action. `None` for one that the engine does not have.
#[rustfmt::skip] // a table
fn act(database: &Database, action: &str, body: &[u8]) -> Option<Result<String, DynoxideError>> {
    Some(match action {
        "CreateTable" => call(body, |request| database.create_table(request)),
        "DeleteTable" => call(body, |request| database.delete_table(request)),
        "DescribeTable" => call(body, |request| database.describe_table(request)),
        "ListTables" => call(body, |request| database.list_tables(request)),
        "UpdateTable" => call(body, |request| database.update_table(request)),
        "PutItem" => call(body, |request| database.put_item(request)),
        "GetItem" => call(body, |request| database.get_item(request)),
        "DeleteItem" => call(body, |request| database.delete_item(request)),
        "UpdateItem" => call(body, |request| database.update_item(request)),
        "Query" => call(body, |request| database.query(request)),
        "Scan" => call(body, |request| database.scan(request)),
        "BatchGetItem" => call(body, |request| database.batch_get_item(request)),
        "BatchWriteItem" => call(body, |request| database.batch_write_item(request)),
        "TransactWriteItems" => call(body, |request| database.transact_write_items(request)),
        "TransactGetItems" => call(body, |request| database.transact_get_items(request)),
        "ListStreams" => call(body, |request| database.list_streams(request)),
        "DescribeStream" => call(body, |request| database.describe_stream(request)),
        "GetShardIterator" => call(body, |request| database.get_shard_iterator(request)),
        "GetRecords" => call(body, |request| database.get_records(request)),
        "UpdateTimeToLive" => call(body, |request| database.update_time_to_live(request)),
        "DescribeTimeToLive" => call(body, |request| database.describe_time_to_live(request)),
        "ExecuteStatement" => call(body, |request| database.execute_statement(request)),
        "ExecuteTransaction" => call(body, |request| database.execute_transaction(request)),
        "BatchExecuteStatement" => call(body, |request| database.batch_execute_statement(request)),
        "TagResource" => call(body, |request| database.tag_resource(request)),
        "UntagResource" => call(body, |request| database.untag_resource(request)),
        "ListTagsOfResource" => call(body, |request| database.list_tags_of_resource(request)),
        _ => return None,
    })
}

fn call<Request: DeserializeOwned, Answer: Serialize>(
    body: &[u8],
    action: impl FnOnce(Request) -> Result<Answer, DynoxideError>,
) -> Result<String, DynoxideError> {
    let request = serde_json::from_slice(body).map_err(|error| unreadable(&error))?;
    serde_json::to_string(&action(request)?).map_err(|error| DynoxideError::InternalServerError(error.to_string()))
}

/// Classifies a parse error: the engine's types mark what AWS calls invalid rather than unreadable.
fn unreadable(error: &serde_json::Error) -> DynoxideError {
    let words = error.to_string();
    let invalid = ["VALIDATION_REQUEST:", "VALIDATION_AS_READ:", "VALIDATION:"];
    let message = invalid.iter().find_map(|mark| words.strip_prefix(mark));
    let invalid = ["missing field", "unknown variant", "invalid type: null", "AttributeValue"];
    match message {
        Some(message) => DynoxideError::ValidationException(message.to_owned()),
        None if invalid.iter().any(|part| words.contains(part)) => DynoxideError::ValidationException(words),
        None => DynoxideError::SerializationException(words),
    }
}
