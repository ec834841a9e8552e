//! Stand-ins for DynamoDB, SQS and Secrets Manager over HTTP or TLS. Each always sends the same
//! response, immediately or after a given delay. Requests are counted and timed.
//!
//! The engines of `frontdesk-local` are not used here: they do not support TLS, and their own time
//! would be part of every measured wait and vary with the table's contents.

mod query;

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::{Request, Response, StatusCode};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use md5::{Digest, Md5};
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

use crate::delivery::SECRET;

const MESSAGE_ID: &str = "2dd73d2e-afb8-4f1e-8b37-5f17769c6d14";

/// The services. They listen until this is dropped.
#[derive(Debug)]
pub(crate) struct Aws {
    /// The endpoints of DynamoDB, SQS and Secrets Manager.
    pub(crate) endpoints: [String; 3],
    seen: Arc<Mutex<Seen>>,
    _servers: JoinSet<()>,
}

/// The requests since the last look.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    /// In order: the operation (`PutItem`), and when the entire request had arrived.
    pub(crate) calls: Vec<(String, Instant)>,
    /// Connections made since the start.
    pub(crate) connections: usize,
}

/// How the services respond.
#[derive(Clone)]
pub(crate) struct Manner {
    /// TLS with this certificate, if given.
    pub(crate) tls: Option<TlsAcceptor>,
    /// The delay of each response.
    pub(crate) delay: Duration,
}

impl Aws {
    /// Listens on free local ports: one for each service, as each has its own host name in AWS.
    pub(crate) async fn start(manner: Manner) -> io::Result<Self> {
        let scheme = if manner.tls.is_some() { "https" } else { "http" };
        let seen = Arc::<Mutex<Seen>>::default();
        let mut endpoints = [const { String::new() }; 3];
        let mut servers = JoinSet::new();
        for endpoint in &mut endpoints {
            let listener = TcpListener::bind("127.0.0.1:0").await?;
            let address: SocketAddr = listener.local_addr()?;
            // A host name, as in the certificate.
            *endpoint = format!("{scheme}://localhost:{}", address.port());
            servers.spawn(serve(listener, manner.clone(), Arc::clone(&seen)));
        }
        Ok(Self { endpoints, seen, _servers: servers })
    }

    /// Returns the requests since the last look.
    pub(crate) fn look(&self) -> Seen {
        let mut seen = lock(&self.seen);
        Seen { calls: std::mem::take(&mut seen.calls), connections: seen.connections }
    }
}

fn lock(seen: &Mutex<Seen>) -> MutexGuard<'_, Seen> {
    seen.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn serve(listener: TcpListener, manner: Manner, seen: Arc<Mutex<Seen>>) {
    while let Ok((stream, _)) = listener.accept().await {
        lock(&seen).connections += 1;
        tokio::spawn(connection(stream, manner.clone(), Arc::clone(&seen)));
    }
}

async fn connection(stream: TcpStream, manner: Manner, seen: Arc<Mutex<Seen>>) {
    // Otherwise Nagle's algorithm delays small packets.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request| answer(request, manner.delay, Arc::clone(&seen)));
    // Connection errors are ignored: the function reports whatever it missed.
    match manner.tls {
        None => drop(http1::Builder::new().serve_connection(TokioIo::new(stream), service).await),
        Some(tls) => {
            if let Ok(stream) = tls.accept(stream).await {
                drop(http1::Builder::new().serve_connection(TokioIo::new(stream), service).await);
            }
        }
    }
}

async fn answer(
    request: Request<Incoming>,
    delay: Duration,
    seen: Arc<Mutex<Seen>>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let target = request.headers().get("x-amz-target").and_then(|value| value.to_str().ok()).map(str::to_owned);
    let body = request.into_body().collect().await.map(http_body_util::Collected::to_bytes).unwrap_or_default();
    // The JSON protocols name the operation in a header, SQS's older protocol in a form field.
    let operation = match &target {
        Some(target) => target.rsplit('.').next().unwrap_or_default().to_owned(),
        None => query::field(&body, "Action").unwrap_or_default(),
    };
    lock(&seen).calls.push((operation.clone(), Instant::now()));
    if !delay.is_zero() {
        tokio::time::sleep(delay).await;
    }
    let (status, answer) = match target {
        None if operation == "SendMessage" => {
            let message = query::field(&body, "MessageBody").unwrap_or_default();
            (StatusCode::OK, query::sent(MESSAGE_ID, &md5(&message)))
        }
        _ => {
            let (status, answer) = reply(&operation, &body);
            (status, answer.to_string())
        }
    };
    let mut response = Response::new(Full::from(answer));
    *response.status_mut() = status;
    response.headers_mut().insert("content-type", http::HeaderValue::from_static("application/x-amz-json-1.0"));
    Ok(response)
}

fn md5(text: &str) -> String {
    hex::encode(Md5::digest(text))
}

fn reply(operation: &str, body: &[u8]) -> (StatusCode, Value) {
    let asked: Value = serde_json::from_slice(body).unwrap_or_default();
    let text = |name: &str| asked.get(name).and_then(Value::as_str).unwrap_or_default();
    match operation {
        "PutItem" | "UpdateItem" | "GetItem" | "GetQueueAttributes" => (StatusCode::OK, json!({})),
        "SendMessage" => {
            (StatusCode::OK, json!({ "MessageId": MESSAGE_ID, "MD5OfMessageBody": md5(text("MessageBody")) }))
        }
        "GetSecretValue" if text("VersionStage") != "AWSPREVIOUS" => (
            StatusCode::OK,
            json!({ "ARN": text("SecretId"), "Name": "bench", "SecretString": SECRET, "VersionStages": ["AWSCURRENT"] }),
        ),
        "GetSecretValue" => (StatusCode::BAD_REQUEST, json!({ "__type": "ResourceNotFoundException" })),
        other => (StatusCode::BAD_REQUEST, json!({ "__type": "UnknownOperationException", "message": other })),
    }
}
