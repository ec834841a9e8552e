//! From a function's response to an HTTP response, by the rules of a function URL.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::header::{CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, SET_COOKIE, TRANSFER_ENCODING};
use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode};
use serde_json::{Map, Value};

const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// The HTTP response for a function's response. A response without `statusCode` is itself the body,
/// as JSON, with 200. A malformed one becomes 502.
#[must_use]
pub fn response(answer: Value) -> Response<Bytes> {
    match answer {
        Value::Object(fields) if fields.contains_key("statusCode") => explicit(&fields).unwrap_or_else(bad_gateway),
        other => {
            let mut response = Response::new(Bytes::from(other.to_string()));
            response.headers_mut().insert(CONTENT_TYPE, JSON);
            response
        }
    }
}

/// What a function URL answers if the function failed, timed out or returned nonsense.
#[must_use]
pub fn bad_gateway() -> Response<Bytes> {
    let mut response = Response::new(Bytes::from_static(b"Internal Server Error"));
    *response.status_mut() = StatusCode::BAD_GATEWAY;
    response.headers_mut().insert(CONTENT_TYPE, JSON);
    response
}

fn explicit(fields: &Map<String, Value>) -> Option<Response<Bytes>> {
    let status = u16::try_from(fields.get("statusCode")?.as_u64()?).ok().filter(|code| (100..600).contains(code))?;
    let mut response = Response::new(body(fields)?);
    *response.status_mut() = StatusCode::from_u16(status).ok()?;
    *response.headers_mut() = headers(fields)?;
    Some(response)
}

fn body(fields: &Map<String, Value>) -> Option<Bytes> {
    let text = match fields.get("body") {
        None | Some(Value::Null) => return Some(Bytes::new()),
        Some(Value::String(text)) => text,
        Some(_) => return None,
    };
    match fields.get("isBase64Encoded") {
        None | Some(Value::Null | Value::Bool(false)) => Some(Bytes::from(text.clone())),
        Some(Value::Bool(true)) => STANDARD.decode(text).ok().map(Bytes::from),
        Some(_) => None,
    }
}

/// `headers`, then those that only `multiValueHeaders` has, then the cookies. The server sets the
/// length.
fn headers(fields: &Map<String, Value>) -> Option<HeaderMap> {
    let mut headers = HeaderMap::new();
    for (name, value) in object(fields, "headers")? {
        headers.insert(HeaderName::try_from(name).ok()?, header(value)?);
    }
    let mut several = HeaderMap::new();
    for (name, values) in object(fields, "multiValueHeaders")? {
        let name = HeaderName::try_from(name).ok()?;
        for value in values.as_array()?.iter().filter(|_| !headers.contains_key(&name)) {
            several.append(&name, header(value)?);
        }
    }
    headers.extend(several);
    match fields.get("cookies") {
        None | Some(Value::Null) => {}
        Some(cookies) => {
            for cookie in cookies.as_array()? {
                headers.append(SET_COOKIE, header(cookie)?);
            }
        }
    }
    for kept in [CONTENT_LENGTH, TRANSFER_ENCODING, CONNECTION] {
        headers.remove(kept);
    }
    headers.entry(CONTENT_TYPE).or_insert(JSON);
    Some(headers)
}

fn object<'a>(fields: &'a Map<String, Value>, name: &str) -> Option<impl Iterator<Item = (&'a str, &'a Value)>> {
    let map = match fields.get(name) {
        None | Some(Value::Null) => None,
        Some(value) => Some(value.as_object()?),
    };
    Some(map.into_iter().flatten().map(|(name, value)| (name.as_str(), value)))
}

fn header(value: &Value) -> Option<HeaderValue> {
    match value {
        Value::String(text) => HeaderValue::from_str(text).ok(),
        Value::Number(_) | Value::Bool(_) => HeaderValue::try_from(value.to_string()).ok(),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// Status, headers as `name: value`, body.
    fn shown(answer: Value) -> (u16, Vec<String>, Vec<u8>) {
        let response = response(answer);
        let line = |(name, value): (&HeaderName, &HeaderValue)| format!("{name}: {}", value.to_str().unwrap());
        let mut headers: Vec<_> = response.headers().iter().map(line).collect();
        headers.sort();
        (response.status().as_u16(), headers, response.into_body().to_vec())
    }

    #[test]
    fn an_answer_with_a_status_is_taken_at_its_word() {
        let json = "content-type: application/json";
        #[rustfmt::skip]
        let cases = [
            (json!({ "statusCode": 401 }), 401, vec![json], &b""[..]),
            (json!({ "statusCode": 200, "body": null, "headers": {}, "isBase64Encoded": false, "cookies": [] }), 200, vec![json], b""),
            (json!({ "statusCode": 201, "headers": { "Content-Type": "text/plain", "X-N": 1 }, "body": "ü" }), 201, vec!["content-type: text/plain", "x-n: 1"], "ü".as_bytes()),
            (json!({ "statusCode": 200, "body": "AAH/", "isBase64Encoded": true }), 200, vec![json], b"\x00\x01\xff"),
            (json!({ "statusCode": 200, "cookies": ["a=1", "b=2"] }), 200, vec![json, "set-cookie: a=1", "set-cookie: b=2"], b""),
            (json!({ "statusCode": 503, "headers": { "retry-after": "1" }, "multiValueHeaders": { "Retry-After": ["2"], "x": ["1", "2"] } }), 503, vec![json, "retry-after: 1", "x: 1", "x: 2"], b""),
            (json!({ "statusCode": 200, "headers": { "Content-Length": "99", "connection": "close" }, "body": "x" }), 200, vec![json], b"x"),
        ];
        for (answer, status, headers, body) in cases {
            assert_eq!(
                shown(answer.clone()),
                (status, headers.into_iter().map(str::to_owned).collect(), body.to_vec()),
                "{answer}"
            );
        }
    }

    #[test]
    fn an_answer_without_a_status_is_the_body() {
        for (answer, body) in [
            (json!("Hello, world!"), "\"Hello, world!\""),
            (json!({ "message": "hello" }), "{\"message\":\"hello\"}"),
            (json!([1]), "[1]"),
            (json!(null), "null"),
        ] {
            let json = vec!["content-type: application/json".to_owned()];
            assert_eq!(shown(answer), (200, json, body.as_bytes().to_vec()));
        }
    }

    #[test]
    fn a_malformed_answer_is_a_bad_gateway() {
        for answer in [
            json!({ "statusCode": "soon" }),
            json!({ "statusCode": null }),
            json!({ "statusCode": 99 }),
            json!({ "statusCode": 600 }),
            json!({ "statusCode": 200.5 }),
            json!({ "statusCode": 200, "body": { "a": 1 } }),
            json!({ "statusCode": 200, "body": "not base64!", "isBase64Encoded": true }),
            json!({ "statusCode": 200, "isBase64Encoded": "yes", "body": "x" }),
            json!({ "statusCode": 200, "headers": [] }),
            json!({ "statusCode": 200, "headers": { "a b": "x" } }),
            json!({ "statusCode": 200, "headers": { "a": "x\ny" } }),
            json!({ "statusCode": 200, "headers": { "a": ["x"] } }),
            json!({ "statusCode": 200, "multiValueHeaders": { "a": "x" } }),
            json!({ "statusCode": 200, "cookies": "a=1" }),
        ] {
            assert_eq!(shown(answer.clone()).0, 502, "{answer}");
        }
    }
}
