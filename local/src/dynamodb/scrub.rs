//! Removes the remains of deleted rows from a table's file.
//!
//! A deleted row stays in the file until its page is reused, and in the write-ahead log until that
//! is rewritten (<https://www.sqlite.org/pragma.html#pragma_secure_delete>,
//! <https://www.sqlite.org/wal.html>). `VACUUM` writes the whole file from the live data
//! (<https://www.sqlite.org/lang_vacuum.html>), and a checkpoint with `TRUNCATE` empties the log.
//! Both work while the engine has the file open.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

/// How long to wait for calls in flight.
const PATIENCE: Duration = Duration::from_secs(10);

/// Why a file may still contain deleted data.
#[derive(Debug, thiserror::Error)]
pub enum ScrubError {
    /// SQLite failed.
    #[error("the table file {path} could not be rewritten: {source}")]
    Sqlite {
        /// The file.
        path: PathBuf,
        /// What SQLite reports.
        source: rusqlite::Error,
    },
    /// The log was in use the whole time.
    #[error("the log of the table file {0} is in use, and could not be emptied")]
    Busy(PathBuf),
}

/// Purges the table file at `path` of all deleted data.
///
/// # Errors
/// [`ScrubError`]: the file may still contain deleted data; nothing else has changed.
pub fn scrub(path: &Path) -> Result<(), ScrubError> {
    let failed = |source| ScrubError::Sqlite { path: path.to_owned(), source };
    // Without `CREATE`: a file that does not exist has nothing to hide.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(failed)?;
    connection.busy_timeout(PATIENCE).map_err(failed)?;
    connection.execute_batch("VACUUM").map_err(failed)?;
    let busy: bool = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0)).map_err(failed)?;
    if busy { Err(ScrubError::Busy(path.to_owned())) } else { Ok(()) }
}
