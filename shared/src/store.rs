//! The table of events: the only code that calls DynamoDB.
//!
//! One conditional put is storage and de-duplication in one step. What is pending is what has the attribute `pending`;
//! there is no status word. Layout: docs/table.md, a public contract.
//!
//! [`Reader`] can only read. `Store` writes, too: events, marks, counts, refusals; and erases.

pub(crate) mod item;
mod reader;
mod unpack;

#[cfg(feature = "receiver")]
mod erase;
#[cfg(feature = "receiver")]
mod head;
#[cfg(feature = "receiver")]
mod listing;
#[cfg(feature = "receiver")]
mod packer;
#[cfg(feature = "receiver")]
mod parts;
#[cfg(feature = "receiver")]
mod pending;
#[cfg(feature = "receiver")]
mod refusals;
#[cfg(feature = "receiver")]
mod stored;
#[cfg(feature = "receiver")]
mod writer;

use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::update_item::UpdateItemError;

#[cfg(feature = "receiver")]
use self::item::Item;
use crate::aws::failure::in_words;

#[cfg(feature = "receiver")]
pub use self::erase::{Erasure, IfPending};
#[cfg(feature = "receiver")]
pub use self::listing::{Listed, Listing, Row, State};
#[cfg(feature = "receiver")]
pub(crate) use self::parts::latest_head;
#[cfg(feature = "receiver")]
pub use self::pending::{Pending, PendingRow, READ_BATCH};
pub use self::reader::Reader;
#[cfg(feature = "receiver")]
pub use self::stored::{Kept, Part, Stored};
#[cfg(feature = "receiver")]
pub(crate) use self::unpack::{unpack, unpack_checked};
#[cfg(feature = "receiver")]
pub use self::writer::{Noted, Put, Store};

/// The index that is the outbox: key `pending`, sort `received_at`.
pub const PENDING_INDEX: &str = "pending";
/// The index for listing: key `day`, sort `received_at`.
pub const DAY_INDEX: &str = "by_day";

/// One page of what an index has.
#[cfg(feature = "receiver")]
#[derive(Debug)]
pub struct Page<T> {
    /// The entries, in the order of the index.
    pub rows: Vec<T>,
    /// Where the next page starts; none after the last.
    pub next: Option<Cursor>,
}

/// A position in an index.
#[cfg(feature = "receiver")]
#[derive(Debug, Clone)]
pub struct Cursor(Item);

/// Why the table did not do what was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The table did not answer in time, throttled, or refused.
    #[error("the table did not accept the request: {0}")]
    Unavailable(String),
    /// A row that is not as this version writes rows.
    #[error("row {id}: attribute `{attribute}` is missing or not readable")]
    Row {
        /// The row's key.
        id: String,
        /// What is wrong with it.
        attribute: &'static str,
    },
    /// A part of a body is not there.
    #[error("row {id}: the part {part} of its body is missing")]
    Part {
        /// The row's key.
        id: String,
        /// The part's key.
        part: String,
    },
    /// What is kept as the body is not what was received.
    #[error("row {id}: its body is not the one that was received (attributes `bytes`, `encoding`, `sha256`)")]
    Body {
        /// The row's key.
        id: String,
    },
}

impl StoreError {
    pub(crate) fn unavailable(error: impl std::error::Error) -> Self {
        Self::Unavailable(in_words(&error))
    }
}

/// An update whose row is not, or no longer, there to be updated has nothing to do.
pub(crate) fn unless_gone<T>(result: Result<T, SdkError<UpdateItemError>>) -> Result<(), StoreError> {
    match result {
        Ok(_) => Ok(()),
        Err(error) if error.as_service_error().is_some_and(|e| e.is_conditional_check_failed_exception()) => Ok(()),
        Err(error) => Err(StoreError::unavailable(error)),
    }
}
