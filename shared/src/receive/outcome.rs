//! The outcome of a delivery, and its status code.

use std::fmt;

use http::StatusCode;

use super::refusal::{ReadError, RefusalReason};

/// The outcome of a delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// A new event is in the table, and will be published.
    Stored,
    /// The event was already in the table.
    Duplicate,
    /// The provider's own id was already in the table with another body: kept beside it, not
    /// published.
    Variant,
    /// Authentic, but not readable: kept, not published.
    Unreadable(ReadError),
    /// A kind that the operator does not want (`WANTED_EVENTS`): not kept.
    Unwanted,
    /// Not genuine, or not proven to be.
    Refused(RefusalReason),
    /// Not a POST.
    MethodNotAllowed,
    /// The table did not answer in time, or refused: the provider should try again.
    Unavailable,
}

impl Outcome {
    /// The default status codes.
    ///
    /// Success is exactly 200, the one code that every provider accepts. Our own outage is 503 and
    /// never a 4xx, which a provider may take as permanent.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self {
            Outcome::Stored | Outcome::Duplicate | Outcome::Variant | Outcome::Unreadable(_) | Outcome::Unwanted => {
                StatusCode::OK
            }
            Outcome::Refused(_) => StatusCode::UNAUTHORIZED,
            Outcome::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Outcome::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// One word for logs and metrics.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Outcome::Stored => "stored",
            Outcome::Duplicate => "duplicate",
            Outcome::Variant => "variant",
            Outcome::Unreadable(_) => "unreadable",
            Outcome::Unwanted => "unwanted",
            Outcome::Refused(_) => "refused",
            Outcome::MethodNotAllowed => "method_not_allowed",
            Outcome::Unavailable => "unavailable",
        }
    }
}

/// The word, and the cause if there is one.
impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Outcome::Unreadable(cause) => write!(f, "unreadable: {cause}"),
            Outcome::Refused(cause) => write!(f, "refused: {cause}"),
            other => f.write_str(other.as_str()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::receive::refusal::ReadError;

    #[test]
    fn words_and_causes() {
        let check = |outcome: Outcome, word: &str, text: &str| {
            assert_eq!((outcome.as_str(), outcome.to_string().as_str()), (word, text));
        };
        check(Outcome::Stored, "stored", "stored");
        check(Outcome::Duplicate, "duplicate", "duplicate");
        check(Outcome::Variant, "variant", "variant");
        check(Outcome::Unwanted, "unwanted", "unwanted");
        check(Outcome::MethodNotAllowed, "method_not_allowed", "method_not_allowed");
        check(Outcome::Unavailable, "unavailable", "unavailable");
        check(Outcome::Unreadable(ReadError::Empty), "unreadable", "unreadable: the body is empty");
        let refused = Outcome::Refused(RefusalReason::TokenMismatch);
        check(refused, "refused", "refused: the token is none of the live secrets");
    }
}
