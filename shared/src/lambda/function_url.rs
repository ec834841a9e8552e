//! The event and the answer of a Lambda function URL, payload format 2.0
//! (<https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html>).
//!
//! The types are our own, and small, because of what may stand in a request: `lambda_http` panics on a query string or host
//! that is no valid URL, and its types refuse the whole event for one odd header value. Every field here is optional and
//! any text will do, so that whoever sends whatever gets an answer.

use std::collections::{BTreeMap, HashMap};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use serde::{Deserialize, Serialize};

use crate::delivery::Delivery;
use crate::ingest::{Ingest, Receipt};
use crate::outcome::Outcome;
use crate::provider::Provider;

/// How soon a provider should try again after our own outage, in seconds.
const RETRY_AFTER: &str = "30";

/// A request, as Lambda hands it to the function.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Event {
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

/// The function's answer, as Lambda takes it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Reply {
    status_code: u16,
    headers: BTreeMap<&'static str, &'static str>,
    body: &'static str,
}

/// The answer to the sender, and the receipt for the log.
#[derive(Debug)]
pub struct Answered {
    /// What Lambda is given.
    pub reply: Reply,
    /// What became of the delivery, and what is left to do.
    pub receipt: Receipt,
}

/// Takes a function-URL event through the pipeline as far as its answer.
pub async fn answer<P: Provider>(ingest: &Ingest<P>, event: Event, request_id: String) -> Answered {
    let delivery = Delivery {
        method: event.request_context.http.method,
        path: event.raw_path,
        headers: event.headers.into_iter().filter_map(|(name, value)| Some((name.to_lowercase(), value?))).collect(),
        body: decode(event.body.unwrap_or_default(), event.is_base64_encoded),
        source_ip: event.request_context.http.source_ip,
        request_id,
        received_at: (ingest.clock)(),
        auth_header: ingest.auth_header.clone(),
    };
    let receipt = ingest.receive(delivery).await;
    Answered { reply: Reply::to(&receipt), receipt }
}

impl Reply {
    fn to(receipt: &Receipt) -> Self {
        let mut headers = BTreeMap::new();
        match receipt.outcome {
            Outcome::MethodNotAllowed => headers.insert("allow", "POST"),
            Outcome::Unavailable => headers.insert("retry-after", RETRY_AFTER),
            _ => None,
        };
        Self {
            status_code: receipt.status.as_u16(),
            headers,
            // Without a body: a sender that must not be trusted learns nothing from it.
            body: "",
        }
    }
}

/// The body as the sender sent it. What Lambda calls base64 and is not stays as it is, and fails verification.
fn decode(body: String, base64: bool) -> Bytes {
    match base64.then(|| STANDARD.decode(&body)) {
        Some(Ok(bytes)) => bytes.into(),
        Some(Err(_)) | None => body.into(),
    }
}
