//! The HTTP front of the local run: what a function URL does with a request.

use std::error::Error;
use std::future::Future;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context, Result};
use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request, State};
use axum::response::Response;
use axum::routing::MethodRouter;
use frontdesk_local::function_url;
use frontdesk_local::loopback::Loopback;
use frontdesk_local::serve::{self, LIMITS, TooSlow};
use http::header::CONTENT_TYPE;
use http::{HeaderValue, StatusCode};
use http_body_util::LengthLimitError;
use jiff::Timestamp;
use tokio::net::TcpListener;
use uuid::Uuid;

use super::endpoints::Endpoints;
use super::lines::{self, Lines};
use crate::inspect::{self, Inspector};
use crate::providers::Providers;

/// Limit for reading a request: a function URL accepts no larger one.
const MAX_REQUEST_BYTES: usize = 6 * 1024 * 1024;

/// Serves `/<provider>/<path…>`, and the inspector beside it, on `listener` until `stop` resolves.
pub(super) async fn serve(
    listener: TcpListener,
    port: u16,
    endpoints: Arc<Endpoints>,
    inspector: Arc<Inspector>,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<()> {
    let front = Front { endpoints, port, providers: inspector.providers() };
    // Anything that is not a page is a delivery, also at the root. The inspector's guard does not
    // apply to deliveries: they may come through a tunnel, under any host name. No provider sends
    // them from a web page, though, and the secrets here are often the defaults.
    let deliveries =
        Router::new().route("/", MethodRouter::new().fallback(deliver)).fallback(deliver).with_state(front);
    let deliveries = Loopback::at(port).guard_from_pages(deliveries);
    let router = inspect::routes(inspector).merge(deliveries);
    serve::serve(listener, router, LIMITS, stop).await.context("the endpoints ended")
}

#[derive(Clone)]
struct Front {
    endpoints: Arc<Endpoints>,
    port: u16,
    providers: Providers,
}

async fn deliver(State(front): State<Front>, ConnectInfo(from): ConnectInfo<SocketAddr>, request: Request) -> Response {
    let started = Instant::now();
    let path = request.uri().path().to_owned();
    let (name, path) = split(&path);
    let Some(pipeline) = front.endpoints.find(name) else {
        return text(StatusCode::NOT_FOUND, &lines::endpoints(front.port, front.providers));
    };
    let (parts, body) = request.into_parts();
    let body = match axum::body::to_bytes(body, MAX_REQUEST_BYTES).await {
        Ok(body) => body,
        Err(error) => return not_read(name, &error),
    };
    let request_id = Uuid::new_v4().to_string();
    let source = if from.ip().is_loopback() { IpAddr::V4(Ipv4Addr::LOCALHOST) } else { from.ip() };
    let event = function_url::event(&parts, path, &body, source, &request_id, Timestamp::now());
    let event = match event {
        Ok(event) => event,
        Err(error) => return unseen(name, StatusCode::PAYLOAD_TOO_LARGE, &error.to_string()),
    };
    let event = match serde_json::from_value(event) {
        Ok(event) => event,
        Err(error) => return text(StatusCode::BAD_GATEWAY, &format!("the function cannot read its event: {error}\n")),
    };
    let log = Lines { started };
    let response = match front.endpoints.serve(pipeline, event, request_id, log).await {
        Ok(response) => response,
        Err(error) => return text(StatusCode::BAD_GATEWAY, &format!("{error}\n")),
    };
    function_url::response(serde_json::to_value(&response).unwrap_or_default()).map(Body::from)
}

/// The response to a request whose body cannot be read.
fn not_read(provider: &str, error: &axum::Error) -> Response {
    let causes = || std::iter::successors(Some(error as &dyn Error), |&error| error.source());
    if causes().any(|cause| cause.is::<LengthLimitError>()) {
        unseen(provider, StatusCode::PAYLOAD_TOO_LARGE, "too large for a function URL (6 MB)")
    } else if causes().any(|cause| cause.is::<TooSlow>()) {
        unseen(provider, StatusCode::REQUEST_TIMEOUT, &TooSlow.to_string())
    } else {
        unseen(provider, StatusCode::BAD_REQUEST, "the body ended before its announced length")
    }
}

/// The response to a request that would not reach a function; also prints its line.
fn unseen(provider: &str, status: StatusCode, why: &str) -> Response {
    lines::unseen(provider, status, why);
    text(status, &format!("{why}\n"))
}

/// The provider and the rest of the path, which always starts with a slash.
fn split(path: &str) -> (&str, &str) {
    let path = path.strip_prefix('/').unwrap_or(path);
    match path.find('/') {
        Some(at) => path.split_at(at),
        None => (path, "/"),
    }
}

fn text(status: StatusCode, text: &str) -> Response {
    let mut response = Response::new(Body::from(text.to_owned()));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    response
}
