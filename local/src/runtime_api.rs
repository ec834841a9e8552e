//! The Lambda Runtime API for one function: passes events to a compiled binary over real HTTP, as
//! Lambda does, and keeps a journal of what happened in which order.
//!
//! The binary is started with `AWS_LAMBDA_RUNTIME_API` set to [`RuntimeApi::addr`], and with
//! `AWS_LAMBDA_FUNCTION_NAME`, `AWS_LAMBDA_FUNCTION_VERSION` and `AWS_LAMBDA_FUNCTION_MEMORY_SIZE`.
//! Events wait in a queue until a sandbox asks for the next one. As in Lambda, everything that the
//! sandbox does between a response and the next request belongs to the invocation. Several
//! sandboxes may ask at once.
//!
//! Lambda notices when a sandbox dies. Here the code that started the process must notice, and call
//! [`RuntimeApi::fail_in_flight`].

mod invocations;
mod journal;
mod routes;

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use invocations::Invocations;
pub use journal::{Entry, Happening};

/// The Runtime API of one function. It listens until it is dropped.
#[derive(Debug)]
pub struct RuntimeApi {
    invocations: Arc<Invocations>,
    address: SocketAddr,
    server: JoinHandle<io::Result<()>>,
}

/// Why an invocation has no response.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum InvokeError {
    /// The function reported an error: `errorType`, `errorMessage`.
    #[error("the function failed: {0}")]
    Function(Value),
    /// The function could not start.
    #[error("the function could not start: {0}")]
    Init(Value),
    /// The response is not JSON.
    #[error("the function's answer is not JSON: {0}")]
    NotJson(String),
    /// The response is longer than Lambda accepts.
    #[error("the function's answer has {0} bytes, more than Lambda accepts")]
    TooLarge(usize),
    /// No response in time. The sandbox may be busy, hung, dead, or never started.
    #[error("no answer from the function within {0:?}")]
    TimedOut(Duration),
    /// The sandbox died during the invocation.
    #[error("the sandbox ended before it answered")]
    SandboxEnded,
}

impl RuntimeApi {
    /// Listens on a free port of this machine.
    pub async fn bind() -> io::Result<Self> {
        Self::start(TcpListener::bind("127.0.0.1:0").await?)
    }

    /// Listens on `listener`. Must be called inside a Tokio runtime.
    pub fn start(listener: TcpListener) -> io::Result<Self> {
        let address = listener.local_addr()?;
        let invocations = Arc::<Invocations>::default();
        let app = routes::router(Arc::clone(&invocations));
        let server = tokio::spawn(async move { axum::serve(listener, app).await });
        Ok(Self { invocations, address, server })
    }

    /// The address that it listens on: the value of `AWS_LAMBDA_RUNTIME_API`.
    #[must_use]
    pub fn addr(&self) -> SocketAddr {
        self.address
    }

    /// Passes `event` to a sandbox and waits for the response, for at most `timeout` in total. The
    /// invocation's id is `requestContext.requestId`, as with a function URL, or a new one.
    pub async fn invoke(&self, event: Value, timeout: Duration) -> Result<Value, InvokeError> {
        self.invocations.invoke(event, timeout).await
    }

    /// The function's error report when it could not start; the last one if several sandboxes
    /// failed.
    #[must_use]
    pub fn init_error(&self) -> Option<Value> {
        self.invocations.init_error()
    }

    /// Ends the invocations in flight with [`InvokeError::SandboxEnded`], and returns how many
    /// there were. For code that sees the process die. Events that are still waiting go to the next
    /// sandbox.
    pub fn fail_in_flight(&self) -> usize {
        self.invocations.fail_in_flight()
    }

    /// The journal so far, in order.
    #[must_use]
    pub fn journal(&self) -> Vec<Entry> {
        self.invocations.journal()
    }

    /// Records something that the test saw elsewhere, to fix its place in the order.
    pub fn note(&self, text: impl Into<String>) {
        self.invocations.record(Happening::Note(text.into()));
    }

    /// Waits until the journal is as `wanted`, and returns it; after `timeout`, returns it as it
    /// is.
    pub async fn journal_when(&self, timeout: Duration, wanted: impl Fn(&[Entry]) -> bool) -> Vec<Entry> {
        self.invocations.journal_when(timeout, wanted).await
    }

    /// Waits until a sandbox has finished all its work and asks for the next event: when there is
    /// one more request than events handed out. Returns whether that happened within `timeout`.
    pub async fn idle(&self, timeout: Duration) -> bool {
        let entries = self.journal_when(timeout, is_idle).await;
        is_idle(&entries)
    }
}

impl Drop for RuntimeApi {
    fn drop(&mut self) {
        self.server.abort();
    }
}

fn is_idle(entries: &[Entry]) -> bool {
    let last_of = |wanted: fn(&Happening) -> bool| entries.iter().rposition(|entry| wanted(&entry.happening));
    let asked = last_of(|happening| matches!(happening, Happening::NextAsked));
    let handed_out = last_of(|happening| matches!(happening, Happening::HandedOut { .. }));
    asked.is_some() && asked > handed_out
}
