//! The SQLite file: how it is opened, its tables, and the only access to it, one transaction per
//! call.
//!
//! Durability: write-ahead log with `synchronous = FULL`. A commit is in the log, and the log on
//! disk, before the call is answered. `NORMAL` would survive `kill -9` as well, but not a power
//! failure: a row of the events table (whose engine syncs every commit) could then say "published"
//! about a lost message. The process that opens the file locks it, since the wakers of long polls
//! only know their own process; the lock dies with the process.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, TransactionBehavior};

use super::Faults;
use super::error::{Error, OpenError};

/// How long to wait for a previous process that is just ending.
const PREDECESSOR: Duration = Duration::from_millis(500);

const TABLES: &str = "
    CREATE TABLE IF NOT EXISTS queues (
        name        TEXT PRIMARY KEY,
        attributes  TEXT NOT NULL,     -- JSON, only what was set
        created_at  INTEGER NOT NULL,
        modified_at INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE IF NOT EXISTS messages (
        id                INTEGER PRIMARY KEY AUTOINCREMENT,
        queue             TEXT NOT NULL REFERENCES queues (name) ON DELETE CASCADE,
        message_id        TEXT NOT NULL,
        body              TEXT NOT NULL,
        attributes        TEXT NOT NULL,    -- JSON, message attributes
        group_id          TEXT,
        trace_header      TEXT,
        sent_at           INTEGER NOT NULL,
        visible_at        INTEGER NOT NULL, -- later than now: delayed, or with a receipt: in flight
        receipt           TEXT,             -- of the last receive
        receive_count     INTEGER NOT NULL DEFAULT 0,
        first_received_at INTEGER,
        source            TEXT              -- the queue whose dead letter this is
    ) STRICT;
    CREATE INDEX IF NOT EXISTS messages_by_visibility ON messages (queue, visible_at);
    CREATE INDEX IF NOT EXISTS messages_by_age ON messages (queue, sent_at);
    CREATE TABLE IF NOT EXISTS move_tasks (
        id          INTEGER PRIMARY KEY AUTOINCREMENT,
        source      TEXT NOT NULL,
        destination TEXT,
        status      TEXT NOT NULL,
        failure     TEXT,
        moved       INTEGER NOT NULL,
        to_move     INTEGER NOT NULL,
        per_second  INTEGER,
        started_at  INTEGER NOT NULL,
        handle      TEXT NOT NULL
    ) STRICT;
";

/// The open file or memory database that holds everything.
pub(super) struct Store {
    connection: Mutex<Connection>,
}

/// The context of one call: the transaction, the time, and the queues whose receivers must look
/// again.
pub(super) struct Call<'a> {
    pub(super) db: &'a Connection,
    pub(super) now: i64,
    pub(super) faults: Faults,
    pub(super) woken: BTreeSet<String>,
}

impl Store {
    pub(super) fn in_memory() -> Result<Self, OpenError> {
        let place = Path::new(":memory:");
        Connection::open_in_memory().and_then(Self::prepare).map_err(|source| unusable(place, source))
    }

    pub(super) fn open(path: &Path) -> Result<Self, OpenError> {
        Connection::open(path).and_then(Self::prepare).map_err(|source| unusable(path, source))
    }

    fn prepare(connection: Connection) -> rusqlite::Result<Self> {
        connection.busy_timeout(PREDECESSOR)?;
        connection.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        connection.execute_batch(&format!("BEGIN EXCLUSIVE; {TABLES} COMMIT;"))?;
        Ok(Self { connection: Mutex::new(connection) })
    }

    /// Runs `work` in one transaction: all or nothing. Also returns which queues to wake.
    pub(super) fn transaction<T>(
        &self,
        now: i64,
        faults: Faults,
        work: impl FnOnce(&mut Call<'_>) -> Result<T, Error>,
    ) -> Result<(T, BTreeSet<String>), Error> {
        // A call that panicked was rolled back, so the data behind the lock is intact.
        let mut connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut call = Call { db: &transaction, now, faults, woken: BTreeSet::new() };
        let value = work(&mut call)?;
        let woken = call.woken;
        transaction.commit()?;
        Ok((value, woken))
    }
}

fn unusable(path: &Path, source: rusqlite::Error) -> OpenError {
    match source.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => OpenError::InUse(path.to_owned()),
        _ => OpenError::Unusable { path: path.to_owned(), source },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_commit_is_on_the_disk_before_it_is_acknowledged() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("queues.db")).unwrap();
        let connection = store.connection.lock().unwrap();
        let pragma = |name| connection.pragma_query_value(None, name, |row| row.get::<_, rusqlite::types::Value>(0));
        let full = rusqlite::types::Value::Integer(2);
        assert_eq!(pragma("journal_mode"), Ok("wal".to_owned().into()));
        assert_eq!(pragma("synchronous"), Ok(full));
    }

    #[test]
    fn a_call_that_fails_keeps_nothing() {
        let store = Store::in_memory().unwrap();
        let insert = "INSERT INTO queues VALUES ('events', '{}', 0, 0)";
        let failed: Result<((), _), _> = store.transaction(0, Faults::default(), |call| {
            call.db.execute(insert, [])?;
            Err(Error::InvalidBatchEntryId)
        });
        assert!(matches!(failed, Err(Error::InvalidBatchEntryId)));
        let count = |call: &mut Call<'_>| Ok(call.db.query_row("SELECT COUNT(*) FROM queues", [], |row| row.get(0))?);
        let (left, _): (i64, _) = store.transaction(0, Faults::default(), count).unwrap();
        assert_eq!(left, 0);
    }
}
