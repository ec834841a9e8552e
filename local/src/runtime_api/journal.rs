//! What happened between the Runtime API and its sandboxes, in order.

use std::time::Instant;

/// One line of the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Counts from 0, without gaps.
    pub sequence: usize,
    /// When, on the monotonic clock: never earlier than the previous entry.
    pub at: Instant,
    /// What.
    pub happening: Happening,
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Happening {
    /// A sandbox asked for the next event. Everything that belongs to the previous one is over.
    NextAsked,
    /// An event was handed to a sandbox.
    HandedOut {
        /// Of the invocation.
        request_id: String,
    },
    /// A response arrived, complete.
    ResponsePosted {
        /// Of the invocation.
        request_id: String,
    },
    /// An error arrived instead of a response.
    ErrorPosted {
        /// Of the invocation.
        request_id: String,
    },
    /// A sandbox reported that it cannot start.
    InitErrorPosted,
    /// The caller of an invocation gave up, or was told that its sandbox died.
    Abandoned {
        /// Of the invocation.
        request_id: String,
    },
    /// The text passed to [`super::RuntimeApi::note`].
    Note(String),
}
