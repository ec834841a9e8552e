//! What happened between the Runtime API and its sandboxes, in order.

use std::time::Instant;

/// An entry of the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Counts from 0, without gaps.
    pub sequence: usize,
    /// The time on the monotonic clock: never earlier than the previous entry.
    pub at: Instant,
    /// What happened.
    pub happening: Happening,
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Happening {
    /// A sandbox asked for the next event. All work on the previous one is over.
    NextAsked,
    /// An event was handed to a sandbox.
    HandedOut {
        /// Id of the invocation.
        request_id: String,
    },
    /// A complete response arrived.
    ResponsePosted {
        /// Id of the invocation.
        request_id: String,
    },
    /// An error arrived instead of a response.
    ErrorPosted {
        /// Id of the invocation.
        request_id: String,
    },
    /// A sandbox reported that it cannot start.
    InitErrorPosted,
    /// The caller of an invocation gave up, or was notified that its sandbox died.
    Abandoned {
        /// Id of the invocation.
        request_id: String,
    },
    /// The text passed to [`super::RuntimeApi::note`].
    Note(String),
}
