//! The table of events: the only code that calls DynamoDB.
//!
//! One conditional put both stores and de-duplicates. An event is pending if it has the attribute
//! `pending`; there is no status word. The layout is a public contract: docs/table.md.
//!
//! [`Reader`] can only read. `Store` also writes (events, marks, counts, refusals) and erases.

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

/// One page of an index.
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

#[cfg(feature = "receiver")]
impl Cursor {
    /// Continues after a page, from the `LastEvaluatedKey` of its response, which the last page
    /// lacks, or has empty
    /// (<https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html>).
    fn after(last: Option<Item>) -> Option<Self> {
        last.filter(|key| !key.is_empty()).map(Self)
    }
}

/// Why a request to the table failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The table did not answer in time, throttled, or refused.
    #[error("the table did not accept the request: {0}")]
    Unavailable(String),
    /// A row that this version cannot read.
    #[error("row {id}: attribute `{attribute}` is missing or not readable")]
    Row {
        /// The row's key.
        id: String,
        /// The attribute that is missing or unreadable.
        attribute: &'static str,
    },
    /// A part of a body is missing.
    #[error("row {id}: part {part} of its body is missing")]
    Part {
        /// The row's key.
        id: String,
        /// The part's key.
        part: String,
    },
    /// The stored body is not the one that was received.
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

/// Ignores a failed condition: an update has nothing to do if its row is not, or no longer, in the
/// expected state.
pub(crate) fn unless_gone<T>(result: Result<T, SdkError<UpdateItemError>>) -> Result<(), StoreError> {
    match result {
        Ok(_) => Ok(()),
        Err(error) if error.as_service_error().is_some_and(|e| e.is_conditional_check_failed_exception()) => Ok(()),
        Err(error) => Err(StoreError::unavailable(error)),
    }
}

#[cfg(test)]
mod tests {
    use aws_sdk_dynamodb::config::http::HttpResponse;
    use aws_sdk_dynamodb::error::ErrorMetadata;
    use aws_sdk_dynamodb::types::error::ConditionalCheckFailedException;

    use super::*;

    #[test]
    fn only_a_failed_condition_is_ignored() {
        let failed = |error| {
            let answer = HttpResponse::new(400.try_into().unwrap(), "".into());
            unless_gone::<()>(Err(SdkError::service_error(error, answer)))
        };
        unless_gone(Ok(())).unwrap();
        let gone = ConditionalCheckFailedException::builder().build();
        failed(UpdateItemError::ConditionalCheckFailedException(gone)).unwrap();
        let throttled = ErrorMetadata::builder().code("ThrottlingException").message("slow down").build();
        let error = failed(UpdateItemError::generic(throttled)).unwrap_err().to_string();
        assert!(error.contains("did not accept") && error.contains("ThrottlingException"), "{error}");
    }

    #[cfg(feature = "receiver")]
    #[test]
    fn the_last_page_has_no_next() {
        let check = |last: Option<Item>, has_next: bool| assert_eq!(Cursor::after(last).is_some(), has_next);
        check(None, false);
        check(Some(Item::new()), false);
        check(Some(self::item::of(&[("id", self::item::string("gire:abc"))])), true);
    }
}
