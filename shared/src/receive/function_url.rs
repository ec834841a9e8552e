//! The request and the response of a Lambda function URL, payload format 2.0
//! (<https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html>).
//!
//! The types are our own, and small, because a request may contain anything: `lambda_http` panics
//! on a query string or host that is not a valid URL, and its types refuse the whole event for one
//! odd header value. Here every field is optional and any text will do, so every sender gets a
//! response.

use std::collections::{BTreeMap, HashMap};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize};

use super::delivery::Delivery;
use super::outcome::Outcome;
use super::pipeline::Receipt;

/// How many seconds a provider should wait after our own outage before it tries again.
const RETRY_AFTER: &str = "30";

/// A request, as Lambda hands it to the function.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Request {
    #[serde(deserialize_with = "or_default")]
    raw_path: String,
    #[serde(deserialize_with = "or_default")]
    headers: HashMap<String, Option<String>>,
    #[serde(deserialize_with = "or_default")]
    request_context: RequestContext,
    body: Option<String>,
    #[serde(deserialize_with = "or_default")]
    is_base64_encoded: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct RequestContext {
    #[serde(deserialize_with = "or_default")]
    http: Http,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Http {
    #[serde(deserialize_with = "or_default")]
    method: String,
    source_ip: Option<String>,
}

/// The function's response, as Lambda expects it.
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
    /// The response to a delivery. Its body is empty: a sender that must not be trusted learns
    /// nothing from it.
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

/// `null` means absent.
fn or_default<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(value: D) -> Result<T, D::Error> {
    Option::deserialize(value).map(Option::unwrap_or_default)
}

/// The body as the sender sent it. A body that Lambda wrongly calls base64 is left as it is, and
/// fails verification.
fn decode(body: String, base64: bool) -> Bytes {
    match base64.then(|| STANDARD.decode(&body)) {
        Some(Ok(bytes)) => bytes.into(),
        Some(Err(_)) | None => body.into(),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use http::StatusCode;

    use super::*;
    use crate::receive::pipeline::After;

    #[test]
    fn what_is_not_there_may_be_null() {
        fn check(event: &str, [method, path, body]: [&str; 3], headers: usize) {
            let request: Request = serde_json::from_str(event).unwrap_or_else(|error| panic!("{event}: {error}"));
            let delivery = request.into_delivery(String::new(), Timestamp::UNIX_EPOCH);
            let found = (delivery.method.as_str(), delivery.path.as_str(), &delivery.body[..], delivery.headers.len());
            assert_eq!(found, (method, path, body.as_bytes(), headers), "{event}");
        }
        check("{}", ["", "", ""], 0);
        check(
            r#"{"rawPath":null,"headers":null,"requestContext":null,"body":null,"isBase64Encoded":null}"#,
            [""; 3],
            0,
        );
        check(r#"{"requestContext":{"http":null},"rawPath":"/a","body":"b"}"#, ["", "/a", "b"], 0);
        check(r#"{"requestContext":{"http":{"method":null,"sourceIp":null}}}"#, [""; 3], 0);
        let whole = r#"{"rawPath":"/","headers":{"a":"1","b":null},"requestContext":{"http":{"method":"POST"}},"body":"YQ==","isBase64Encoded":true}"#;
        check(whole, ["POST", "/", "a"], 1);
    }

    #[test]
    fn responses_are_empty_and_say_what_to_do() {
        let check = |outcome, status: StatusCode, header: Option<(&str, &str)>| {
            let receipt = Receipt {
                outcome,
                status,
                event: None,
                key: None,
                error: None,
                store_time: Duration::ZERO,
                after: After::Nothing,
            };
            let headers: serde_json::Map<_, _> =
                header.map(|(name, value)| (name.to_owned(), value.into())).into_iter().collect();
            let expected = serde_json::json!({ "statusCode": status.as_u16(), "headers": headers, "body": "" });
            assert_eq!(serde_json::to_value(Response::to(&receipt)).unwrap(), expected);
        };
        check(Outcome::Stored, StatusCode::OK, None);
        check(Outcome::MethodNotAllowed, StatusCode::METHOD_NOT_ALLOWED, Some(("allow", "POST")));
        check(Outcome::Unavailable, StatusCode::SERVICE_UNAVAILABLE, Some(("retry-after", "30")));
    }
}
