//! The Lambda Runtime API for one sandbox, one event at a time, with a timestamp at each step.
//!
//! The one in `frontdesk-local` can do the same and was tried. With it, on one processor, a call of
//! the function that does nothing took 14 % more processor time and 7 µs more to the response,
//! likely because a larger server leaves the function less of the processor's caches. The goals
//! compare with that function, so it must be disturbed as little as possible.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, bail};
use bytes::Bytes;
use http::{Method, Request, Response, StatusCode};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

/// Longer than any step here takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// The Runtime API. It listens until it is dropped.
#[derive(Debug)]
pub(crate) struct RuntimeApi {
    address: SocketAddr,
    steps: mpsc::UnboundedReceiver<Step>,
    /// The pending request for the next event.
    asked: Option<oneshot::Sender<Bytes>>,
    server: JoinHandle<()>,
}

/// A completed invocation.
#[derive(Debug)]
pub(crate) struct Invocation {
    /// The function's response.
    pub(crate) response: Bytes,
    /// When the entire response had arrived.
    pub(crate) answered_at: Instant,
    /// Time from the event to the response.
    pub(crate) until_response: Duration,
    /// Time from the event to the request for the next one.
    pub(crate) until_next: Duration,
}

#[derive(Debug)]
enum Step {
    Asked(oneshot::Sender<Bytes>, Instant),
    Answered(Bytes, Instant),
    Failed(Bytes),
}

impl RuntimeApi {
    /// Listens on a free local port.
    pub(crate) async fn start() -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let (tell, steps) = mpsc::unbounded_channel();
        let server = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                // Otherwise Nagle's algorithm delays small packets.
                let _ = stream.set_nodelay(true);
                let tell = tell.clone();
                let service = service_fn(move |request| answer(request, tell.clone()));
                tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
            }
        });
        Ok(Self { address, steps, asked: None, server })
    }

    /// Returns the value of `AWS_LAMBDA_RUNTIME_API`.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Waits until the function asks for its first event.
    pub(crate) async fn started(&mut self) -> Result<Instant> {
        match self.step().await? {
            Step::Asked(question, at) => {
                self.asked = Some(question);
                Ok(at)
            }
            Step::Answered(..) => bail!("it answered before it asked for an event"),
            Step::Failed(why) => bail!("it cannot start: {}", String::from_utf8_lossy(&why)),
        }
    }

    /// Sends an event, and waits until the function asks for the next one.
    pub(crate) async fn invoke(&mut self, event: Bytes) -> Result<Invocation> {
        let question = self.asked.take().context("it has not asked for an event")?;
        let from = Instant::now();
        if question.send(event).is_err() {
            bail!("it disconnected while waiting for an event");
        }
        let (response, answered_at) = match self.step().await? {
            Step::Answered(response, at) => (response, at),
            Step::Asked(..) => bail!("it asked for the next event before it answered this one"),
            Step::Failed(why) => bail!("it failed: {}", String::from_utf8_lossy(&why)),
        };
        let next = self.started().await.context("after its answer")?;
        let (until_response, until_next) = (answered_at.duration_since(from), next.duration_since(from));
        Ok(Invocation { response, answered_at, until_response, until_next })
    }

    async fn step(&mut self) -> Result<Step> {
        let step = tokio::time::timeout(PATIENCE, self.steps.recv()).await;
        step.with_context(|| format!("it did nothing for {PATIENCE:?}"))?.context("the Runtime API has ended")
    }
}

impl Drop for RuntimeApi {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn answer(
    request: Request<Incoming>,
    tell: mpsc::UnboundedSender<Step>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let next = request.method() == Method::GET && request.uri().path().ends_with("/runtime/invocation/next");
    let answered = request.uri().path().ends_with("/response");
    // A broken connection shows as a response that cannot be read.
    let body = request.into_body().collect().await.map(http_body_util::Collected::to_bytes).unwrap_or_default();
    let now = Instant::now();
    if next {
        let (question, event) = oneshot::channel();
        let _ = tell.send(Step::Asked(question, now));
        return Ok(event.await.map_or_else(|_| accepted(), invocation));
    }
    let _ = tell.send(if answered { Step::Answered(body, now) } else { Step::Failed(body) });
    Ok(accepted())
}

fn invocation(event: Bytes) -> Response<Full<Bytes>> {
    let deadline = SystemTime::now() + PATIENCE;
    let deadline = deadline.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis());
    let response = Response::builder()
        .header("content-type", "application/json")
        .header("lambda-runtime-aws-request-id", "8476a536-e9f4-11e8-9739-2dfe598c3fcd")
        .header("lambda-runtime-deadline-ms", deadline.to_string())
        .header("lambda-runtime-invoked-function-arn", "arn:aws:lambda:us-east-1:000000000000:function:bench")
        .header(
            "lambda-runtime-trace-id",
            "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=0",
        );
    response.body(Full::new(event)).unwrap_or_else(|_| accepted())
}

fn accepted() -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::from("{\"status\":\"OK\"}"));
    *response.status_mut() = StatusCode::ACCEPTED;
    response
}
