//! Faults between a function and an engine: an HTTP proxy that passes, fails, delays or cuts off each request as a plan says.
//!
//! It sits beneath the SDK, so what is tested is the code that runs in Lambda, its retries and time-outs included.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use bytes::Bytes;
use http::{Request, Response, StatusCode};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// What happens to one request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Nothing: it is passed on and answered.
    Pass,
    /// The connection ends before the engine sees the request.
    FailBeforeSend,
    /// The engine does what is asked; the connection ends before the answer.
    DropResponse,
    /// The engine is not asked; the answer is an AWS error.
    Status(u16, &'static str),
    /// The engine is asked after a while.
    Delay(Duration),
}

/// One request that came by.
#[derive(Debug, Clone)]
pub struct Call {
    /// The operation: `PutItem`, `SendMessage`.
    pub operation: String,
    /// When it came.
    pub at: Instant,
    /// What was done to it.
    pub fault: Fault,
}

type Plan = Box<dyn FnMut(&str) -> Fault + Send>;

/// A proxy in front of one engine.
pub struct Proxy {
    address: SocketAddr,
    shared: Arc<Shared>,
    serving: JoinHandle<()>,
}

struct Shared {
    upstream: String,
    plan: Mutex<Plan>,
    calls: Mutex<Vec<Call>>,
}

impl Proxy {
    /// A proxy in front of the engine at `upstream` (`http://host:port`), passing everything.
    ///
    /// # Errors
    /// When there is no port to listen on.
    pub async fn start(upstream: &str) -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let upstream = upstream.strip_prefix("http://").context("an engine's address starts with http://")?;
        let shared = Arc::new(Shared {
            upstream: upstream.to_owned(),
            plan: Mutex::new(Box::new(|_| Fault::Pass)),
            calls: Mutex::default(),
        });
        let serving = tokio::spawn(serve(listener, shared.clone()));
        Ok(Self { address, shared, serving })
    }

    /// The address to give to a function.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// From now on, `plan` decides for each operation.
    pub fn plan(&self, plan: impl FnMut(&str) -> Fault + Send + 'static) {
        *lock(&self.shared.plan) = Box::new(plan);
    }

    /// The next request of `operation` meets `fault`; all others pass.
    pub fn once(&self, operation: &'static str, fault: Fault) {
        let mut fault = Some(fault);
        self.plan(move |name| if name == operation { fault.take().unwrap_or(Fault::Pass) } else { Fault::Pass });
    }

    /// Every request meets `fault`.
    pub fn always(&self, fault: Fault) {
        self.plan(move |_| fault.clone());
    }

    /// The requests so far, in order, without the opening of connections at a start.
    #[must_use]
    pub fn calls(&self) -> Vec<Call> {
        let warm_up = |call: &&Call| !matches!(call.operation.as_str(), "GetItem" | "GetQueueAttributes");
        lock(&self.shared.calls).iter().filter(warm_up).cloned().collect()
    }

    /// How often an operation was asked for.
    #[must_use]
    pub fn count(&self, operation: &str) -> usize {
        self.calls().iter().filter(|call| call.operation == operation).count()
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

async fn serve(listener: TcpListener, shared: Arc<Shared>) {
    while let Ok((stream, _)) = listener.accept().await {
        let _ = stream.set_nodelay(true);
        let shared = shared.clone();
        tokio::spawn(async move {
            let service = service_fn(|request| pass(request, shared.clone()));
            // A service that fails makes hyper close the connection without an answer, which is what a fault wants.
            let _ = hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
        });
    }
}

async fn pass(request: Request<Incoming>, shared: Arc<Shared>) -> io::Result<Response<Full<Bytes>>> {
    let target = request.headers().get("x-amz-target").and_then(|value| value.to_str().ok());
    let operation = target.and_then(|target| target.rsplit('.').next()).unwrap_or_default().to_owned();
    let fault = (lock(&shared.plan))(&operation);
    lock(&shared.calls).push(Call { operation, at: Instant::now(), fault: fault.clone() });
    match fault {
        Fault::Pass => forward(request, &shared.upstream).await,
        Fault::FailBeforeSend => Err(io::ErrorKind::ConnectionReset.into()),
        Fault::DropResponse => {
            forward(request, &shared.upstream).await?;
            Err(io::ErrorKind::ConnectionReset.into())
        }
        Fault::Status(status, kind) => Ok(aws_error(status, kind)),
        Fault::Delay(delay) => {
            tokio::time::sleep(delay).await;
            forward(request, &shared.upstream).await
        }
    }
}

fn aws_error(status: u16, kind: &str) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::from(format!("{{\"__type\":\"{kind}\",\"message\":\"injected\"}}")));
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    response
}

async fn forward(request: Request<Incoming>, upstream: &str) -> io::Result<Response<Full<Bytes>>> {
    let (parts, body) = request.into_parts();
    let body = body.collect().await.map_err(io::Error::other)?.to_bytes();
    Ok(send(Request::from_parts(parts, body), upstream).await?.map(Full::new))
}

/// Sends one request to `upstream` (`host:port`) over a connection of its own.
///
/// # Errors
/// When there is no connection or no answer.
pub async fn send(request: Request<Bytes>, upstream: &str) -> io::Result<Response<Bytes>> {
    let stream = TcpStream::connect(upstream).await?;
    stream.set_nodelay(true)?;
    let (mut sender, connection) =
        hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.map_err(io::Error::other)?;
    let driving = tokio::spawn(async move { connection.await.map_err(|_| ()) });
    let answer = sender.send_request(request.map(Full::new)).await.map_err(io::Error::other)?;
    let (parts, body) = answer.into_parts();
    let body = body.collect().await.map_err(io::Error::other)?.to_bytes();
    driving.abort();
    Ok(Response::from_parts(parts, body))
}
