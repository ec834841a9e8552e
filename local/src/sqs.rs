//! A small SQS endpoint: standard queues over the AWS JSON 1.0 protocol, kept in SQLite.
//!
//! The local run and the tests need a queue that behaves like SQS where it matters (limits, error
//! codes, digests, visibility, dead letters, long polling) and that loses nothing when it is
//! killed.
//!
//! ```text
//! HTTP ── wire ──► one action ──► one SQLite transaction ──► wakers (long polls of the queues that
//! changed)
//!                  queues, send, receive, receipt, redrive
//! ```
//!
//! Deliberate differences from AWS:
//!
//! - Standard queues only. Requests for FIFO queues are answered with `UnsupportedOperation`.
//! - Any credentials are accepted, and signatures are not checked. Policies and encryption settings
//!   are stored and returned, but have no effect. Tags and permissions are not supported
//!   (`InvalidAction`).
//! - Message counts are exact, and messages arrive in order and once, unless [`Sqs::shuffle`] and
//!   [`Sqs::deliver_twice`] are on: tests that must survive the real SQS switch them on.
//! - A message move task is complete when `StartMessageMoveTask` answers. There is no limit of
//!   120,000 messages in flight, and no waiting time after `PurgeQueue` or `DeleteQueue`.

mod attributes;
mod batch;
mod digest;
mod error;
mod message;
mod queues;
mod receipt;
mod receive;
mod redrive;
mod selection;
mod send;
mod store;
mod wakers;
mod wire;

use std::collections::BTreeMap;
use std::future::Future;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use http::StatusCode;
use tokio::net::TcpListener;

pub use error::{Error, OpenError};
use store::{Call, Store};
use wakers::Wakers;

/// The account that every queue belongs to.
pub const ACCOUNT: &str = "000000000000";
/// The region in every queue's ARN.
pub const REGION: &str = "us-east-1";

/// The queues and their messages. Clones share them.
#[derive(Clone)]
pub struct Sqs {
    store: Arc<Store>,
    wakers: Arc<Wakers>,
    clock: Arc<dyn Fn() -> i64 + Send + Sync>,
    faults: Faults,
}

/// Freedoms of a standard queue, switched on by tests.
#[derive(Debug, Clone, Copy, Default)]
struct Faults {
    deliver_twice: bool,
    shuffle: Option<u64>,
}

impl Sqs {
    /// Queues in memory, for the life of the process.
    pub fn in_memory() -> Result<Self, OpenError> {
        Ok(Self::over(Store::in_memory()?))
    }

    /// Queues kept in the file at `path`, which is created if it does not exist. Acknowledged
    /// messages survive `kill -9`. A file that another process has open is refused.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, OpenError> {
        Ok(Self::over(Store::open(path.as_ref())?))
    }

    fn over(store: Store) -> Self {
        Self {
            store: Arc::new(store),
            wakers: Arc::default(),
            clock: Arc::new(system_clock),
            faults: Faults::default(),
        }
    }

    /// Takes the time from `clock` (milliseconds since 1970) instead of the system. After moving
    /// the clock, call [`Sqs::clock_moved`]. A long poll still waits in real time.
    #[must_use]
    pub fn with_clock(mut self, clock: impl Fn() -> i64 + Send + Sync + 'static) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Makes waiting receivers look again, for example because a delay has passed on the injected
    /// clock.
    pub fn clock_moved(&self) {
        self.wakers.wake_all();
    }

    /// Keeps two copies of every message sent from now on, with the same message id: a standard
    /// queue does so occasionally, this one always.
    #[must_use]
    pub fn deliver_twice(mut self, on: bool) -> Self {
        self.faults.deliver_twice = on;
        self
    }

    /// Returns messages in an order that depends only on `seed`, not on when they were sent.
    #[must_use]
    pub fn shuffle(mut self, seed: u64) -> Self {
        self.faults.shuffle = Some(seed);
        self
    }

    /// Creates a queue, as `CreateQueue` does: repeating it with the same attributes changes
    /// nothing, with others it fails.
    pub fn create_queue(
        &self,
        name: &str,
        attributes: impl IntoIterator<Item = (impl Into<String>, impl Into<String>)>,
    ) -> Result<(), Error> {
        let attributes: BTreeMap<String, String> =
            attributes.into_iter().map(|(name, value)| (name.into(), value.into())).collect();
        self.call_now(|call| queues::create(call, name, &attributes))
    }

    /// Answers one request without a connection, and without waiting for messages: status and body.
    /// `target` is the header `X-Amz-Target`.
    #[must_use]
    pub fn answer(&self, target: &str, body: &[u8]) -> (StatusCode, String) {
        wire::answer_at_once(self, target, body)
    }

    /// Answers SQS requests on `listener` until `stop` resolves. Long polls end then; requests in
    /// flight are completed.
    pub async fn serve(self, listener: TcpListener, stop: impl Future<Output = ()> + Send + 'static) -> io::Result<()> {
        wire::serve(self, listener, stop).await
    }

    /// Runs one call: one transaction, off the networking threads, and then the wakers.
    async fn call<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Call<'_>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let sqs = self.clone();
        tokio::task::spawn_blocking(move || sqs.call_now(work)).await.map_err(|_| Error::Interrupted)?
    }

    fn call_now<T>(&self, work: impl FnOnce(&mut Call<'_>) -> Result<T, Error>) -> Result<T, Error> {
        let (value, woken) = self.store.transaction((self.clock)(), self.faults, work)?;
        woken.iter().for_each(|queue| self.wakers.wake(queue));
        Ok(value)
    }
}

impl std::fmt::Debug for Sqs {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sqs").field("faults", &self.faults).finish_non_exhaustive()
    }
}

/// The URL of queue `name` at an endpoint reached as `authority` (`host:port`).
#[must_use]
pub fn queue_url(authority: &str, name: &str) -> String {
    format!("http://{authority}/{ACCOUNT}/{name}")
}

/// The ARN of queue `name`, as redrive policies and move tasks name it.
#[must_use]
pub fn queue_arn(name: &str) -> String {
    format!("arn:aws:sqs:{REGION}:{ACCOUNT}:{name}")
}

fn system_clock() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis().try_into().unwrap_or(i64::MAX))
}
