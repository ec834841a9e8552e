//! Access to a port of this machine: only for its own programs, under its own host names.
//!
//! Any site open in a browser on this machine can send requests to loopback. It can reach a port
//! under its own name that resolves to 127.0.0.1 (DNS rebinding), so the name in `Host` must be one
//! of ours. It can send some requests across origins without a preflight, so requests from a page
//! of another origin are refused. And no response carries a CORS header, so no such page can read
//! one.

use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use http::header::{HOST, ORIGIN};
use http::{HeaderMap, StatusCode, Uri};

/// The host names under which a port of this machine may be addressed.
#[derive(Debug, Clone)]
pub struct Loopback {
    hosts: [String; 3],
}

/// Why a request to a port of this machine is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NotFromHere {
    /// `Host` is missing, duplicated, or names something else.
    #[error("this port is only answered at 127.0.0.1 and localhost, with its port")]
    Host,
    /// The request comes from a page of another origin.
    #[error("this port is not for pages of other origins")]
    Origin,
}

impl Loopback {
    /// The names of `port`.
    #[must_use]
    pub fn at(port: u16) -> Self {
        Self { hosts: ["127.0.0.1", "localhost", "[::1]"].map(|name| format!("{name}:{port}")) }
    }

    /// Guards all routes of `app`: `Host` must be one of the names, and so must `Origin` if
    /// present.
    pub fn guard(self, app: Router) -> Router {
        app.layer(from_fn_with_state(self, check))
    }

    /// Guards only against pages, without checking `Host`: for routes that are also reached from
    /// outside, through a tunnel.
    pub fn guard_from_pages(self, app: Router) -> Router {
        app.layer(from_fn_with_state(self, check_origin))
    }

    /// Returns the allowed name that a request is addressed to.
    ///
    /// # Errors
    /// [`NotFromHere::Host`] if the request is addressed to another name.
    pub fn host<'a>(&self, uri: &Uri, headers: &'a HeaderMap) -> Result<&'a str, NotFromHere> {
        let ours = |host: &str| self.hosts.iter().any(|known| known == host);
        let mut named = headers.get_all(HOST).iter();
        let host = named.next().and_then(|host| host.to_str().ok()).filter(|host| ours(host));
        match (host, named.next()) {
            (Some(host), None) if uri.authority().is_none_or(|authority| ours(authority.as_str())) => Ok(host),
            _ => Err(NotFromHere::Host),
        }
    }

    /// Checks that the request does not come from a page of another origin. Programs send no
    /// `Origin`.
    ///
    /// # Errors
    /// [`NotFromHere::Origin`] if it comes from such a page.
    pub fn origin(&self, headers: &HeaderMap) -> Result<(), NotFromHere> {
        let ours = |origin: &[u8]| {
            let host = origin.strip_prefix(b"http://");
            host.is_some_and(|host| self.hosts.iter().any(|known| known.as_bytes() == host))
        };
        let foreign = headers.get_all(ORIGIN).iter().any(|origin| !ours(origin.as_bytes()));
        if foreign { Err(NotFromHere::Origin) } else { Ok(()) }
    }
}

/// Responds with the reason.
impl IntoResponse for NotFromHere {
    fn into_response(self) -> Response {
        (StatusCode::FORBIDDEN, format!("{self}\n")).into_response()
    }
}

async fn check(State(loopback): State<Loopback>, request: Request, next: Next) -> Result<Response, NotFromHere> {
    loopback.host(request.uri(), request.headers())?;
    loopback.origin(request.headers())?;
    Ok(next.run(request).await)
}

async fn check_origin(State(loopback): State<Loopback>, request: Request, next: Next) -> Result<Response, NotFromHere> {
    loopback.origin(request.headers())?;
    Ok(next.run(request).await)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The verdict on a request to port 9001.
    fn checked(uri: &str, headers: &[(&'static str, &str)]) -> Result<(), NotFromHere> {
        let headers = headers.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()));
        let (headers, loopback) = (headers.fold(HeaderMap::new(), appended), Loopback::at(9001));
        loopback.host(&uri.parse().unwrap(), &headers)?;
        loopback.origin(&headers)
    }

    fn appended(mut all: HeaderMap, (name, value): (http::HeaderName, http::HeaderValue)) -> HeaderMap {
        all.append(name, value);
        all
    }

    #[test]
    fn only_the_names_of_this_machine_are_answered() {
        let check = |uri: &str, headers: &[(&'static str, &str)], ok: bool| {
            let expected = if ok { Ok(()) } else { Err(NotFromHere::Host) };
            assert_eq!(checked(uri, headers), expected, "{uri} {headers:?}");
        };
        for host in ["127.0.0.1:9001", "localhost:9001", "[::1]:9001"] {
            check("/", &[("host", host)], true);
        }
        for host in ["evil.example:9001", "127.0.0.1:9000", "127.0.0.1", "localhost.evil.example:9001", "::1:9001", ""]
        {
            check("/", &[("host", host)], false);
        }
        check("/", &[], false);
        check("/", &[("host", "localhost:9001"), ("host", "evil.example")], false);
        check("http://localhost:9001/", &[("host", "localhost:9001")], true);
        check("http://evil.example/", &[("host", "localhost:9001")], false);
    }

    #[test]
    fn no_page_of_another_origin_is_answered() {
        let check = |origin: &str, ok: bool| {
            let expected = if ok { Ok(()) } else { Err(NotFromHere::Origin) };
            assert_eq!(checked("/", &[("host", "127.0.0.1:9001"), ("origin", origin)]), expected, "{origin}");
        };
        check("http://127.0.0.1:9001", true);
        check("http://localhost:9001", true);
        for origin in ["http://evil.example", "http://127.0.0.1:3000", "https://127.0.0.1:9001", "null", ""] {
            check(origin, false);
        }
    }
}
