//! In-process DynamoDB: the engine dynoxide behind an HTTP endpoint, and the events table.
//!
//! On a file the engine survives `kill -9`, and a power failure as well: it opens SQLite with a
//! write-ahead log and leaves `synchronous` at its default, `FULL`, so a write is on disk before it
//! is acknowledged. Unlike the file of [`crate::sqs`], this file is not locked against a second
//! process; whatever starts both opens the queue file first.

mod scrub;
mod wire;

use std::future::Future;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use dynoxide::Database;
use dynoxide::actions::describe_table::DescribeTableRequest;
use dynoxide::actions::describe_time_to_live::DescribeTimeToLiveRequest;
use dynoxide::actions::update_time_to_live::{TimeToLiveSpecification, UpdateTimeToLiveRequest};
use dynoxide::errors::DynoxideError;
use dynoxide::storage_backend::Clock;
use http::StatusCode;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::loopback::Loopback;
use crate::serve::{LIMITS, serve};

pub use self::scrub::{ScrubError, scrub};

/// The attribute that holds the expiry of an event, in seconds since 1970.
pub const TIME_TO_LIVE: &str = "expires_at";

/// Why the engine could not be opened, or its table not be created.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file cannot be created, read or written, or is not a database.
    #[error("cannot open the table file {path}: {source}")]
    Open {
        /// The file.
        path: PathBuf,
        /// What the engine reports.
        source: DynoxideError,
    },
    /// The engine rejects the table.
    #[error("cannot create the table {table}: {source}")]
    Table {
        /// Its name.
        table: String,
        /// What the engine reports.
        source: DynoxideError,
    },
    /// The engine cannot read the table's definition.
    #[error("the definition of the table {table} is not valid: {source}")]
    Definition {
        /// Its name.
        table: String,
        /// What is wrong with it.
        source: serde_json::Error,
    },
}

/// The engine. Clones share it.
#[derive(Clone)]
pub struct DynamoDb {
    database: Database,
}

impl DynamoDb {
    /// Tables in memory, for the life of the process.
    pub fn in_memory() -> Result<Self, Error> {
        let database = Database::memory().map_err(|source| Error::Open { path: ":memory:".into(), source })?;
        Ok(Self { database })
    }

    /// Tables in memory, with a custom clock: `seconds` since 1970, used for time to live.
    pub fn in_memory_at(seconds: impl Fn() -> u64 + Send + Sync + 'static) -> Result<Self, Error> {
        let database = Database::memory_with_clock(Arc::new(Seconds(seconds)))
            .map_err(|source| Error::Open { path: ":memory:".into(), source })?;
        Ok(Self { database })
    }

    /// Tables kept in the file at `path`, which is created if it does not exist.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = path.as_ref();
        let database =
            Database::new(&path.to_string_lossy()).map_err(|source| Error::Open { path: path.to_owned(), source })?;
        Ok(Self { database })
    }

    /// Creates the events table, with its indexes and its time to live. Keeps an existing table of
    /// this name, and only sets its time to live if a crash came between the two steps.
    pub fn create_events_table(&self, name: &str) -> Result<(), Error> {
        let refused = |source| Error::Table { table: name.to_owned(), source };
        match self.database.describe_table(DescribeTableRequest { table_name: name.to_owned() }) {
            Ok(_) => {}
            Err(DynoxideError::ResourceNotFoundException(_)) => self.create_table(name, events_table(name))?,
            Err(source) => return Err(refused(source)),
        }
        let described = self.database.describe_time_to_live(DescribeTimeToLiveRequest { table_name: name.to_owned() });
        if described.map_err(refused)?.time_to_live_description.time_to_live_status != "ENABLED" {
            let specification = TimeToLiveSpecification { attribute_name: TIME_TO_LIVE.to_owned(), enabled: true };
            let request =
                UpdateTimeToLiveRequest { table_name: name.to_owned(), time_to_live_specification: specification };
            self.database.update_time_to_live(request).map_err(refused)?;
        }
        Ok(())
    }

    /// Creates a table from its definition, a `CreateTable` request.
    pub fn create_table(&self, name: &str, definition: Value) -> Result<(), Error> {
        let definition = serde_json::from_value(definition)
            .map_err(|source| Error::Definition { table: name.to_owned(), source })?;
        let created = self.database.create_table(definition);
        created.map(|_| ()).map_err(|source| Error::Table { table: name.to_owned(), source })
    }

    /// The engine itself, for what only it can do: `sweep_ttl()` deletes expired items immediately.
    #[must_use]
    pub fn database(&self) -> &Database {
        &self.database
    }

    /// Answers one request without a connection: status and body. `target` is the header
    /// `X-Amz-Target`.
    #[must_use]
    pub fn answer(&self, target: &str, body: &[u8]) -> (StatusCode, String) {
        wire::answer(&self.database, target, body)
    }

    /// Answers DynamoDB requests on `listener` until `stop` resolves; requests under way are
    /// finished.
    pub async fn serve(self, listener: TcpListener, stop: impl Future<Output = ()> + Send + 'static) -> io::Result<()> {
        let guard = Loopback::at(listener.local_addr()?.port());
        serve(listener, guard.guard(wire::router(self.database)), LIMITS, stop).await
    }
}

struct Seconds<F>(F);

impl<F: Fn() -> u64 + Send + Sync> Clock for Seconds<F> {
    fn now_unix_secs(&self) -> u64 {
        (self.0)()
    }

    fn now_unix_secs_f64(&self) -> f64 {
        Duration::from_secs((self.0)()).as_secs_f64()
    }
}

impl std::fmt::Debug for DynamoDb {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DynamoDb").finish_non_exhaustive()
    }
}

/// The `CreateTable` request for the events table, as `template.yaml` deploys it. Only the time to
/// live takes a separate request ([`TIME_TO_LIVE`]).
#[must_use]
pub fn events_table(name: &str) -> Value {
    let text = |name: &str| json!({ "AttributeName": name, "AttributeType": "S" });
    let hash = |name: &str| json!({ "AttributeName": name, "KeyType": "HASH" });
    let range = |name: &str| json!({ "AttributeName": name, "KeyType": "RANGE" });
    json!({
        "TableName": name,
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [text("id"), text("pending"), text("day"), text("received_at")],
        "KeySchema": [hash("id")],
        "GlobalSecondaryIndexes": [
            {
                "IndexName": "pending",
                "KeySchema": [hash("pending"), range("received_at")],
                "Projection": { "ProjectionType": "KEYS_ONLY" },
            },
            {
                "IndexName": "by_day",
                "KeySchema": [hash("day"), range("received_at")],
                "Projection": { "ProjectionType": "INCLUDE", "NonKeyAttributes": ["kind"] },
            },
        ],
    })
}
