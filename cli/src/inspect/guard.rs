//! Access control: only a browser on this machine, at the page's own address; for changes, only the
//! page itself.
//!
//! As at every port of the local run, the host name must be one of this machine's
//! (`frontdesk_local::loopback`). Pages need more than that: another site could post a form, so a
//! form must come from the page's own origin, with a token that only the page has. Requests through
//! a proxy come from elsewhere, and are refused.

use std::sync::Arc;

use anyhow::{Result, ensure};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use frontdesk_local::loopback::Loopback;
use http::header::{FORWARDED, HeaderName, HeaderValue, ORIGIN};
use http::{HeaderMap, Method, StatusCode, Uri};
use sha2::{Digest, Sha256};

use super::Inspector;
use super::problem::Refused;

/// Everything is served from here, nothing runs or loads from elsewhere, and nobody may frame it.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; \
                      form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Headers of every response. `same-origin`, because under `no-referrer` a form's Origin would be
/// `null`.
const HEADERS: [(&str, &str); 7] = [
    ("content-security-policy", POLICY),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cache-control", "no-store"),
];

/// Lets a request through to the page, or responds with the reason why not.
pub(super) async fn check(State(inspector): State<Arc<Inspector>>, request: Request, next: Next) -> Response {
    let refusal = refusal(&inspector.loopback, request.method(), request.uri(), request.headers());
    let mut response = match refusal {
        None => next.run(request).await,
        Some(why) => (StatusCode::FORBIDDEN, format!("{why}\n")).into_response(),
    };
    for (name, value) in HEADERS {
        let entry = response.headers_mut().entry(HeaderName::from_static(name));
        entry.or_insert(HeaderValue::from_static(value));
    }
    response
}

impl Inspector {
    /// Checks the token of a form. Compares hashes, so the timing reveals nothing.
    pub(super) fn check_token(&self, token: &str) -> Result<()> {
        let same = Sha256::digest(token) == Sha256::digest(&self.token);
        ensure!(same, Refused("this page is older than the program that serves it: go back, reload, and try again"));
        Ok(())
    }
}

/// Why a request is refused.
fn refusal(loopback: &Loopback, method: &Method, uri: &Uri, headers: &HeaderMap) -> Option<String> {
    let host = match loopback.host(uri, headers) {
        Ok(host) => host,
        Err(why) => return Some(why.to_string()),
    };
    let forwarded = [FORWARDED.as_str(), "x-forwarded-for", "x-forwarded-host", "x-real-ip"];
    if forwarded.iter().any(|name| headers.contains_key(*name)) {
        return Some("this page is only for this machine, but the request came through a proxy".to_owned());
    }
    let reads = matches!(*method, Method::GET | Method::HEAD);
    (!reads && !from_the_page(host, headers)).then(|| "only the page itself may request this".to_owned())
}

/// Whether the browser says that the request comes from a page of this very origin. Without such a
/// header it comes from no page of ours.
fn from_the_page(host: &str, headers: &HeaderMap) -> bool {
    let origin = headers.get(ORIGIN).map(|origin| origin.as_bytes() == format!("http://{host}").as_bytes());
    let site = headers.get("sec-fetch-site").map(|site| site == "same-origin");
    match (origin, site) {
        (None, None) => false,
        (origin, site) => origin.unwrap_or(true) && site.unwrap_or(true),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(method: Method, uri: &str, headers: &[(&str, &str)], let_through: bool) {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(HeaderName::try_from(*name).unwrap(), HeaderValue::from_str(value).unwrap());
        }
        let refusal = refusal(&Loopback::at(9000), &method, &uri.parse().unwrap(), &map);
        assert_eq!(refusal.is_none(), let_through, "{method} {uri} {headers:?}: {refusal:?}");
    }

    #[test]
    fn only_the_names_of_this_machine_are_answered() {
        let get = |uri: &str, headers: &[(&str, &str)], ok: bool| check(Method::GET, uri, headers, ok);
        for host in ["127.0.0.1:9000", "localhost:9000", "[::1]:9000"] {
            get("/", &[("host", host)], true);
        }
        for host in ["evil.example:9000", "127.0.0.1:9001", "127.0.0.1", "localhost.evil.example:9000", ""] {
            get("/", &[("host", host)], false);
        }
        get("/", &[], false);
        get("/", &[("host", "localhost:9000"), ("host", "evil.example")], false);
        get("http://evil.example/", &[("host", "localhost:9000")], false);
        get("/", &[("host", "localhost:9000"), ("x-forwarded-for", "203.0.113.9")], false);
        get("/", &[("host", "localhost:9000"), ("forwarded", "for=203.0.113.9")], false);
    }

    #[test]
    fn only_the_page_itself_may_change_something() {
        let post = |origin: Option<&str>, site: Option<&str>, ok: bool| {
            let mut headers = vec![("host", "127.0.0.1:9000")];
            headers.extend(origin.map(|origin| ("origin", origin)));
            headers.extend(site.map(|site| ("sec-fetch-site", site)));
            check(Method::POST, "/_/replay", &headers, ok);
        };
        post(Some("http://127.0.0.1:9000"), Some("same-origin"), true);
        post(Some("http://127.0.0.1:9000"), None, true);
        post(None, Some("same-origin"), true);
        post(None, None, false);
        post(Some("null"), None, false);
        post(Some("http://evil.example"), None, false);
        // Another program on this machine, or the other name of this one: another origin.
        post(Some("http://127.0.0.1:3000"), Some("same-site"), false);
        post(Some("http://localhost:9000"), None, false);
        post(Some("http://127.0.0.1:9000"), Some("cross-site"), false);
        post(None, Some("none"), false);
    }
}
