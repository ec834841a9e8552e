//! The request and the response of a Lambda function URL, payload format 2.0
//! (<https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html>).
//!
//! The types are our own, and small, because of what may stand in a request: `lambda_http` panics on a query string or host
//! that is no valid URL, and its types refuse the whole event for one odd header value. Every field here is optional and
//! any text will do, so that whoever sends whatever gets an answer.

use std::collections::{BTreeMap, HashMap};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::delivery::Delivery;
use super::outcome::Outcome;
use super::pipeline::Receipt;

/// How soon a provider should try again after our own outage, in seconds.
const RETRY_AFTER: &str = "30";

/// A request, as Lambda hands it to the function.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Request {
    raw_path: String,
    headers: HashMap<String, Option<String>>,
    request_context: RequestContext,
    body: Option<String>,
    is_base64_encoded: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct RequestContext {
    http: Http,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Http {
    method: String,
    source_ip: Option<String>,
}

/// The function's response, as Lambda takes it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Response {
    status_code: u16,
    headers: BTreeMap<String, String>,
    body: String,
}

impl Request {
    /// The delivery in the request.
    pub(super) fn into_delivery(self, request_id: String, received_at: Timestamp) -> Delivery {
        let headers = self.headers.into_iter().filter_map(|(name, value)| Some((name.to_lowercase(), value?)));
        Delivery {
            method: self.request_context.http.method,
            path: self.raw_path,
            headers: headers.collect(),
            body: decode(self.body.unwrap_or_default(), self.is_base64_encoded),
            source_ip: self.request_context.http.source_ip,
            request_id,
            received_at,
        }
    }
}

impl Response {
    /// The response to a delivery. Its body is empty: a sender that must not be trusted learns nothing from it.
    pub(super) fn to(receipt: &Receipt) -> Self {
        let header = match receipt.outcome {
            Outcome::MethodNotAllowed => Some(("allow", "POST")),
            Outcome::Unavailable => Some(("retry-after", RETRY_AFTER)),
            _ => None,
        };
        let headers = header.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned()));
        Self { status_code: receipt.status.as_u16(), headers: headers.collect(), body: String::new() }
    }
}

/// The body as the sender sent it. What Lambda calls base64 and is not stays as it is, and fails verification.
fn decode(body: String, base64: bool) -> Bytes {
    match base64.then(|| STANDARD.decode(&body)) {
        Some(Ok(bytes)) => bytes.into(),
        Some(Err(_)) | None => body.into(),
    }
}
