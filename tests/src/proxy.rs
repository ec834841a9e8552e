//! Faults between a function and an engine: an HTTP proxy that passes, fails, delays or cuts off
//! each request by a plan.
//!
//! It sits beneath the SDK, so the tests cover the code that runs in Lambda, retries and time-outs
//! included. With a [`Trap`] it also stops everything at a step that the test chooses, where the
//! process is killed.

mod answer;

use std::collections::BTreeSet;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use bytes::Bytes;
use http::header::HOST;
use http::{HeaderValue, Request, Response};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::trap::Trap;
pub use answer::Answer;

/// The fate of one request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// It is passed on and answered.
    Pass,
    /// The connection ends before the engine sees the request.
    FailBeforeSend,
    /// The connection is reset (a TCP `RST`) before the engine sees the request.
    Reset,
    /// The engine carries it out; the connection ends before the answer.
    DropResponse,
    /// The engine carries it out; the connection ends in the middle of the answer.
    HalfResponse,
    /// The engine never sees it; the answer is an AWS error.
    Status(u16, &'static str),
    /// The engine never sees it; the answer says that the request's time is wrong, with a time
    /// years away.
    Skewed,
    /// The engine sees it after a delay, unless the caller has given up by then.
    Delay(Duration),
    /// The engine carries it out, and the answer is delayed.
    Late(Duration),
    /// The engine sees it once the test calls [`Proxy::release`].
    Held,
}

impl Fault {
    /// One of each, as AWS and networks cause them: throttling, errors, resets, lost and broken
    /// answers, slow ones (longer than any time-out of a function) and a wrong clock.
    pub const ALL: [Fault; 11] = [
        Fault::Status(400, "ThrottlingException"),
        Fault::Status(400, "ProvisionedThroughputExceededException"),
        Fault::Status(500, "InternalServerError"),
        Fault::Status(503, "ServiceUnavailable"),
        Fault::FailBeforeSend,
        Fault::Reset,
        Fault::DropResponse,
        Fault::HalfResponse,
        Fault::Skewed,
        Fault::Delay(SLOW),
        Fault::Late(SLOW),
    ];

    /// Reports whether the engine carries out the request although the function may get no answer.
    #[must_use]
    pub fn is_done(&self) -> bool {
        matches!(self, Fault::Pass | Fault::DropResponse | Fault::HalfResponse | Fault::Late(_))
    }
}

/// Longer than a function waits.
pub const SLOW: Duration = Duration::from_secs(5);
/// How long a test waits for a request.
const PATIENCE: Duration = Duration::from_secs(30);

/// One request that passed through.
#[derive(Debug, Clone)]
pub struct Call {
    /// The operation: `PutItem`, `SendMessage`.
    pub operation: String,
    /// When it came.
    pub at: Instant,
    /// The fault that it met.
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
    is_released: watch::Sender<bool>,
    trap: Option<Arc<Trap>>,
}

impl Proxy {
    /// Starts a proxy in front of the engine at `upstream` (`http://host:port`) that passes
    /// everything.
    ///
    /// # Errors
    /// If there is no port to listen on.
    pub async fn start(upstream: &str) -> Result<Self> {
        Self::start_with(upstream, None).await
    }

    /// Starts a proxy with a trap, whose steps are the requests and the responses.
    ///
    /// # Errors
    /// If there is no port to listen on.
    pub async fn start_with(upstream: &str, trap: Option<Arc<Trap>>) -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let upstream = upstream.strip_prefix("http://").context("an engine's address starts with http://")?;
        let shared = Arc::new(Shared {
            upstream: upstream.to_owned(),
            plan: Mutex::new(Box::new(|_| Fault::Pass)),
            calls: Mutex::default(),
            is_released: watch::Sender::new(false),
            trap,
        });
        let serving = tokio::spawn(serve(listener, shared.clone()));
        Ok(Self { address, shared, serving })
    }

    /// Returns the URL for a function.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Returns host and port.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Lets `plan` decide for each operation from now on.
    pub fn plan(&self, plan: impl FnMut(&str) -> Fault + Send + 'static) {
        *lock(&self.shared.plan) = Box::new(plan);
    }

    /// Applies `fault` to the next request of `operation`; all others pass.
    pub fn once(&self, operation: &'static str, fault: Fault) {
        let mut fault = Some(fault);
        self.plan(move |name| if name == operation { fault.take().unwrap_or(Fault::Pass) } else { Fault::Pass });
    }

    /// Applies `fault` to every request.
    pub fn always(&self, fault: Fault) {
        self.plan(move |_| fault.clone());
    }

    /// Returns the requests so far, in order, without those that open connections at start-up.
    #[must_use]
    pub fn calls(&self) -> Vec<Call> {
        let warm_up = |call: &&Call| !matches!(call.operation.as_str(), "GetItem" | "GetQueueAttributes");
        lock(&self.shared.calls).iter().filter(warm_up).cloned().collect()
    }

    /// Returns every operation that was requested, including those at start-up.
    #[must_use]
    pub fn operations(&self) -> BTreeSet<String> {
        lock(&self.shared.calls).iter().map(|call| call.operation.clone()).collect()
    }

    /// Returns how often an operation was requested, start-up included.
    #[must_use]
    pub fn count(&self, operation: &str) -> usize {
        lock(&self.shared.calls).iter().filter(|call| call.operation == operation).count()
    }

    /// Waits until an operation was requested `times` times.
    ///
    /// # Errors
    /// If it never is.
    pub async fn counted(&self, operation: &str, times: usize) -> Result<()> {
        let wait = async {
            while self.count(operation) < times {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        let waited = tokio::time::timeout(PATIENCE, wait).await;
        waited.with_context(|| format!("{operation} was called {} times, not {times}", self.count(operation)))
    }

    /// Passes on every [`Fault::Held`] request, future ones included.
    pub fn release(&self) {
        self.shared.is_released.send_replace(true);
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
        tokio::spawn(serve_connection(stream, shared.clone()));
    }
}

async fn serve_connection(stream: TcpStream, shared: Arc<Shared>) {
    let reset = AtomicBool::new(false);
    let service = service_fn(|request| pass(request, shared.clone(), &reset));
    let mut connection = hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service);
    // If the service fails, hyper closes the connection without an answer, which is what a fault
    // needs.
    let _ = Pin::new(&mut connection).await;
    let stream = connection.into_parts().io.into_inner();
    if reset.load(Ordering::Relaxed) {
        // Closed without lingering, a connection ends with RST instead of FIN.
        let _ = stream.set_zero_linger();
    }
}

async fn pass(request: Request<Incoming>, shared: Arc<Shared>, reset: &AtomicBool) -> io::Result<Response<Answer>> {
    let operation = operation(&request);
    let fault = (lock(&shared.plan))(&operation);
    lock(&shared.calls).push(Call { operation: operation.clone(), at: Instant::now(), fault: fault.clone() });
    if let Some(trap) = &shared.trap {
        trap.step(&operation, "asked").await;
    }
    let answer = act(request, &shared, &fault).await;
    if fault == Fault::Reset {
        reset.store(true, Ordering::Relaxed);
    }
    if let Some(trap) = &shared.trap {
        trap.step(&operation, "done").await;
    }
    answer
}

/// Returns the operation: AWS has it in a header, the Runtime API in the path.
fn operation(request: &Request<Incoming>) -> String {
    let target = request.headers().get("x-amz-target").and_then(|value| value.to_str().ok());
    let name = match target {
        Some(target) => target.rsplit('.').next(),
        None => request.uri().path().rsplit('/').next(),
    };
    name.unwrap_or_default().to_owned()
}

async fn act(request: Request<Incoming>, shared: &Shared, fault: &Fault) -> io::Result<Response<Answer>> {
    let upstream = shared.upstream.as_str();
    let whole = |answer: Response<Bytes>| answer.map(Answer::whole);
    match fault {
        Fault::Pass => forward(request, upstream).await.map(whole),
        Fault::FailBeforeSend | Fault::Reset => Err(io::ErrorKind::ConnectionReset.into()),
        Fault::DropResponse => {
            forward(request, upstream).await?;
            Err(io::ErrorKind::ConnectionReset.into())
        }
        Fault::HalfResponse => Ok(forward(request, upstream).await?.map(Answer::half)),
        Fault::Status(status, kind) => Ok(whole(answer::aws_error(*status, kind))),
        Fault::Skewed => Ok(whole(answer::skewed())),
        Fault::Delay(delay) => {
            tokio::time::sleep(*delay).await;
            forward(request, upstream).await.map(whole)
        }
        Fault::Late(delay) => {
            let answer = forward(request, upstream).await?;
            tokio::time::sleep(*delay).await;
            Ok(whole(answer))
        }
        Fault::Held => {
            let released = shared.is_released.subscribe().wait_for(|is_released| *is_released).await.map(drop);
            released.map_err(io::Error::other)?;
            forward(request, upstream).await.map(whole)
        }
    }
}

async fn forward(request: Request<Incoming>, upstream: &str) -> io::Result<Response<Bytes>> {
    let (parts, body) = request.into_parts();
    let body = body.collect().await.map_err(io::Error::other)?.to_bytes();
    send(Request::from_parts(parts, body), upstream).await
}

/// Sends one request to `upstream` (`host:port`), under its name, over its own connection.
///
/// # Errors
/// If there is no connection or no answer.
pub async fn send(mut request: Request<Bytes>, upstream: &str) -> io::Result<Response<Bytes>> {
    request.headers_mut().insert(HOST, HeaderValue::try_from(upstream).map_err(io::Error::other)?);
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
