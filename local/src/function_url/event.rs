//! From an HTTP request to the event of payload format 2.0.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::net::IpAddr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::header::{CONNECTION, CONTENT_TYPE, COOKIE, EXPECT, HOST, TE, TRANSFER_ENCODING, UPGRADE, USER_AGENT};
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue};
use jiff::Timestamp;
use percent_encoding::percent_decode_str;
use serde_json::{Value, json};

/// The longest event that Lambda passes to a function, in bytes of JSON.
pub const LIMIT: usize = 6 * 1024 * 1024;

/// Headers about the connection rather than the request: the service does not pass them on.
const HOP_BY_HOP: [HeaderName; 5] = [CONNECTION, EXPECT, TE, TRANSFER_ENCODING, UPGRADE];

/// A request whose event would be longer than Lambda accepts. A function URL answers it with 413.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the request makes an event of {bytes} bytes, but Lambda accepts at most {LIMIT}; send a shorter body")]
pub struct TooLarge {
    /// The length of the event, or of the body if that alone is too long.
    pub bytes: usize,
}

/// The event for a request to `raw_path` (as in the URL, with its percent-encoding) from `source`.
pub fn event(
    parts: &Parts,
    raw_path: &str,
    body: &[u8],
    source: IpAddr,
    request_id: &str,
    now: Timestamp,
) -> Result<Value, TooLarge> {
    if body.len() > LIMIT {
        return Err(TooLarge { bytes: body.len() });
    }
    let query = parts.uri.query().unwrap_or_default();
    let mut event = json!({
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": raw_path,
        "rawQueryString": query,
        "headers": headers(&parts.headers, source),
        "requestContext": context(parts, raw_path, source, request_id, now),
        "isBase64Encoded": false,
    });
    if let Some(fields) = event.as_object_mut() {
        if let Some(cookies) = cookies(&parts.headers) {
            fields.insert("cookies".to_owned(), json!(cookies));
        }
        if !query.is_empty() {
            fields.insert("queryStringParameters".to_owned(), json!(parameters(query)));
        }
        if !body.is_empty() {
            let (body, encoded) = carried(parts.headers.get(CONTENT_TYPE), body);
            fields.insert("body".to_owned(), json!(body));
            fields.insert("isBase64Encoded".to_owned(), json!(encoded));
        }
    }
    // Most requests are so short that they fit for certain, without serialising the event.
    if surely_fits(parts, raw_path, body) {
        return Ok(event);
    }
    match event.to_string().len() {
        bytes if bytes > LIMIT => Err(TooLarge { bytes }),
        _ => Ok(event),
    }
}

/// Whether the event fits even if JSON expands each byte to six, and each text of the request
/// except the body occurs four times in it.
fn surely_fits(parts: &Parts, raw_path: &str, body: &[u8]) -> bool {
    let headers: usize = parts.headers.iter().map(|(name, value)| name.as_str().len() + value.len() + 8).sum();
    let query = parts.uri.query().map_or(0, str::len);
    let rest = 4 * (headers + query + raw_path.len()) + 4096;
    (body.len() + rest) * 6 <= LIMIT
}

fn context(parts: &Parts, raw_path: &str, source: IpAddr, request_id: &str, now: Timestamp) -> Value {
    let host = parts.headers.get(HOST).map_or(Cow::from("localhost"), text);
    // Strips a port, but not the end of a bare IPv6 address.
    let domain =
        host.rsplit_once(':').map_or(&*host, |(domain, port)| if port.contains(']') { &*host } else { domain });
    let prefix = domain.split('.').next().unwrap_or(domain);
    json!({
        "accountId": "anonymous",
        "apiId": prefix,
        "domainName": domain,
        "domainPrefix": prefix,
        "http": {
            "method": parts.method.as_str(),
            "path": raw_path,
            "protocol": format!("{:?}", parts.version),
            "sourceIp": source.to_string(),
            "userAgent": parts.headers.get(USER_AGENT).map(text),
        },
        "requestId": request_id,
        "routeKey": "$default",
        "stage": "$default",
        "time": now.strftime("%d/%b/%Y:%H:%M:%S +0000").to_string(),
        "timeEpoch": now.as_millisecond(),
    })
}

/// Names in lower case (as `http` stores them), repeated headers joined with commas, cookies left
/// out.
fn headers(headers: &HeaderMap, source: IpAddr) -> BTreeMap<String, String> {
    let mut joined = BTreeMap::new();
    for name in headers.keys().filter(|name| **name != COOKIE && !HOP_BY_HOP.contains(name)) {
        let values: Vec<_> = headers.get_all(name).iter().map(text).collect();
        joined.insert(name.as_str().to_owned(), values.join(","));
    }
    let source = source.to_string();
    let forwarded = joined.get("x-forwarded-for").map_or(source.clone(), |before| format!("{before}, {source}"));
    joined.insert("x-forwarded-for".to_owned(), forwarded);
    joined.insert("x-forwarded-port".to_owned(), "443".to_owned());
    joined.insert("x-forwarded-proto".to_owned(), "https".to_owned());
    joined
}

fn cookies(headers: &HeaderMap) -> Option<Vec<String>> {
    let lines: Vec<_> = headers.get_all(COOKIE).iter().map(text).collect();
    let cookies = lines.iter().flat_map(|line| line.split(';')).map(str::trim).filter(|cookie| !cookie.is_empty());
    Some(cookies.map(str::to_owned).collect::<Vec<_>>()).filter(|cookies| !cookies.is_empty())
}

/// Decoded parameters, repeated ones joined with commas.
fn parameters(query: &str) -> BTreeMap<String, String> {
    let decoded = |text: &str| percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned();
    let mut parameters = BTreeMap::<String, String>::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let value = decoded(value);
        parameters
            .entry(decoded(name))
            .and_modify(|before| {
                before.push(',');
                before.push_str(&value);
            })
            .or_insert(value);
    }
    parameters
}

/// The body as the event carries it, and whether that is base64. It is for everything that is not
/// text by its content type or its bytes.
fn carried(content_type: Option<&HeaderValue>, body: &[u8]) -> (String, bool) {
    match std::str::from_utf8(body) {
        Ok(text) if content_type.is_some_and(is_text) => (text.to_owned(), false),
        _ => (STANDARD.encode(body), true),
    }
}

fn is_text(content_type: &HeaderValue) -> bool {
    let content_type = text(content_type).to_ascii_lowercase();
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    let named = ["application/json", "application/xml", "application/javascript", "application/x-www-form-urlencoded"];
    essence.starts_with("text/")
        || named.contains(&essence)
        || (essence.starts_with("application/") && (essence.ends_with("+json") || essence.ends_with("+xml")))
}

fn text(value: &HeaderValue) -> Cow<'_, str> {
    String::from_utf8_lossy(value.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(203, 0, 113, 9));

    fn request(uri: &str, headers: &[(&str, &str)]) -> Parts {
        let mut request = http::Request::post(uri);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.body(()).unwrap().into_parts().0
    }

    fn event_of(uri: &str, headers: &[(&str, &str)], body: &[u8]) -> Result<Value, TooLarge> {
        let parts = request(uri, headers);
        let path = parts.uri.path().to_owned();
        event(&parts, &path, body, SOURCE, "the-id", "2026-11-02T08:05:09.123Z".parse().unwrap())
    }

    #[test]
    fn a_request_becomes_the_documented_event() {
        let headers = [
            ("Host", "abc.lambda-url.eu-central-1.on.aws"),
            ("Content-Type", "application/json"),
            ("User-Agent", "Gingr"),
            ("X-Two", "1"),
            ("x-two", "2"),
            ("Cookie", "a=1; b=2"),
            ("Cookie", "c=3"),
            ("Connection", "close"),
        ];
        let made = event_of("/item%2Fcreate/x?b=2&a=1&b=%C3%BC+y&c", &headers, b"{\"n\":1.0}").unwrap();
        let expected = json!({
            "version": "2.0",
            "routeKey": "$default",
            "rawPath": "/item%2Fcreate/x",
            "rawQueryString": "b=2&a=1&b=%C3%BC+y&c",
            "cookies": ["a=1", "b=2", "c=3"],
            "headers": {
                "host": "abc.lambda-url.eu-central-1.on.aws",
                "content-type": "application/json",
                "user-agent": "Gingr",
                "x-two": "1,2",
                "x-forwarded-for": "203.0.113.9",
                "x-forwarded-port": "443",
                "x-forwarded-proto": "https",
            },
            "queryStringParameters": { "a": "1", "b": "2,ü y", "c": "" },
            "requestContext": {
                "accountId": "anonymous",
                "apiId": "abc",
                "domainName": "abc.lambda-url.eu-central-1.on.aws",
                "domainPrefix": "abc",
                "http": {
                    "method": "POST",
                    "path": "/item%2Fcreate/x",
                    "protocol": "HTTP/1.1",
                    "sourceIp": "203.0.113.9",
                    "userAgent": "Gingr",
                },
                "requestId": "the-id",
                "routeKey": "$default",
                "stage": "$default",
                "time": "02/Nov/2026:08:05:09 +0000",
                "timeEpoch": 1_793_606_709_123_i64,
            },
            "body": "{\"n\":1.0}",
            "isBase64Encoded": false,
        });
        assert_eq!(made, expected);
    }

    #[test]
    fn what_is_not_there_is_left_out() {
        let made = event_of("/", &[("Host", "127.0.0.1:9000")], b"").unwrap();
        for absent in ["cookies", "queryStringParameters", "body"] {
            assert!(made.get(absent).is_none(), "{absent}");
        }
        assert_eq!(made["isBase64Encoded"], false);
        assert_eq!(made["rawQueryString"], "");
        assert_eq!(made["requestContext"]["domainName"], "127.0.0.1");
    }

    #[test]
    fn base64_is_decided_by_content_type_and_bytes() {
        let cases: [(Option<&str>, &[u8], bool); 14] = [
            (Some("application/json"), b"{}", false),
            (Some("Application/JSON; charset=utf-8"), b"{}", false),
            (Some("application/cloudevents+json"), b"{}", false),
            (Some("application/xml"), b"<a/>", false),
            (Some("application/soap+xml;x=y"), b"<a/>", false),
            (Some("text/plain"), b"a", false),
            (Some("text/xml"), b"<a/>", false),
            (Some("application/javascript"), b"a", false),
            (Some("application/x-www-form-urlencoded"), b"a=b", false),
            (Some("application/json"), b"{\"a\":\"\xff\"}", true),
            (Some("application/octet-stream"), b"a", true),
            (Some("multipart/form-data; boundary=x"), b"a", true),
            (Some("image/svg+xml"), b"<a/>", true),
            (None, b"{}", true),
        ];
        for (content_type, body, encoded) in cases {
            let headers: Vec<_> = content_type.iter().map(|value| ("content-type", *value)).collect();
            let made = event_of("/", &headers, body).unwrap();
            assert_eq!(made["isBase64Encoded"], encoded, "{content_type:?}");
            let carried = made["body"].as_str().unwrap();
            let bytes = if encoded { STANDARD.decode(carried).unwrap() } else { carried.as_bytes().to_vec() };
            assert_eq!(bytes, body, "{content_type:?}");
        }
    }

    #[test]
    fn the_limit_is_of_the_event_so_base64_carries_less() {
        let json = [("content-type", "application/json")];
        let binary = [("content-type", "application/octet-stream")];
        let envelope = event_of("/", &json, b"x").unwrap().to_string().len() - 1;
        let most = vec![b'x'; LIMIT - envelope];
        assert!(event_of("/", &json, &most).is_ok());
        let more = vec![b'x'; LIMIT - envelope + 1];
        assert_eq!(event_of("/", &json, &more), Err(TooLarge { bytes: LIMIT + 1 }));
        assert!(event_of("/", &binary, &vec![0; 4_500_000]).is_ok());
        assert!(event_of("/", &binary, &vec![0; 4_720_000]).is_err());
        assert!(event_of("/", &json, &vec![b'"'; LIMIT / 2]).is_err(), "escapes count");
        assert_eq!(event_of("/", &json, &vec![b'x'; LIMIT + 1]), Err(TooLarge { bytes: LIMIT + 1 }));
    }
}
