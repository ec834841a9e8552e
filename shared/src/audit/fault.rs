//! What can be wrong with a row, and why something about it cannot be told.

use crate::event::EventId;
use crate::payload::Misfit;
use crate::receive::refusal::{ReadError, RefusalReason};

/// Something that does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// An attribute is missing, or contradicts the rest of the row.
    #[error("`{0}` is missing, or is not what it can be")]
    Attribute(&'static str),
    /// There is neither a body nor a reference to its parts.
    #[error("it has no body")]
    NoBody,
    /// The body is another one than was received.
    #[error("its body is not the one that was received (`sha256`, `bytes`)")]
    Body,
    /// A part of the body is gone.
    #[error("part {n} of {of} of its body is missing")]
    PartMissing {
        /// Which, from 1.
        n: usize,
        /// How many there should be.
        of: usize,
    },
    /// The parts hold other bytes than were put into them.
    #[error("the parts of its body are not what was put into them")]
    Parts,
    /// A part of the body expires before the row does.
    #[error("part {n} of its body expires before the row")]
    PartExpires {
        /// Which, from 1.
        n: usize,
    },
    /// The body belongs to another id.
    #[error("its body has the id {0}")]
    Id(EventId),
    /// What the row follows, or counts, is not there.
    #[error("there is no {0}")]
    Missing(EventId),
    /// The body cannot be read, and the row does not say so.
    #[error("its body cannot be read: {0}")]
    Unreadable(ReadError),
    /// The body says something else than the row.
    #[error("its body says another `{0}`")]
    Reading(&'static str),
    /// The signature does not fit the body.
    #[error("its signature is wrong: {0}")]
    Signature(RefusalReason),
    /// The signature was made with another secret than the row names.
    #[error("its signature was made with the secret {0}, which is not the one in `key`")]
    Key(String),
    /// The secret is another account's.
    #[error("its secret is the account {0}'s")]
    Account(String),
    /// The payload does not fit its type, and the row does not say so.
    #[error("its payload does not fit, and `misfit` does not say so: {0}")]
    Misfit(Misfit),
    /// The payload has a field that no type names, and the row does not say so.
    #[error("its payload has the field `{0}`, and `unknown_fields` does not say so")]
    UnknownField(String),
    /// It waits for the queue for too long: seconds, less than 0 for a row that is dated in the future.
    #[error("it has been pending for {0} s")]
    Overdue(i64),
    /// It left the outbox without getting into the queue.
    #[error("it is neither in the outbox nor published")]
    Lost,
    /// It is published, and nothing says as which message.
    #[error("it is published without a message id")]
    NoMessageId,
    /// It is in the outbox, and has an attribute that nothing in the outbox has.
    #[error("it is pending, and has `{0}`")]
    PendingWith(&'static str),
    /// It is not to be published, and was.
    #[error("it was published, and is not to be ({0})")]
    Published(&'static str),
    /// It never expires.
    #[error("it never expires")]
    NoExpiry,
    /// It expires at another time than days after its publication.
    #[error("`expires_at` is not whole days after its publication")]
    Expiry,
}

/// Why something about a row cannot be told.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
#[non_exhaustive]
pub enum Unchecked {
    /// This version does not know the provider.
    #[error("id, signature and fit: this version does not know the provider")]
    Provider,
    /// The proof is a token, which is not kept.
    #[error("proof: a token, which is not kept")]
    Token,
    /// No secret of the provider is known.
    #[error("proof: no secret to check it with")]
    NoSecret,
    /// The secret is no longer known.
    #[error("proof: the secret {0} is retired")]
    RetiredSecret(String),
    /// The secret has got the name of an account since, or lost it.
    #[error("account: the secret was given to an account, or taken from one, since")]
    AccountSince,
    /// The kind, of a provider whose identity has it, is not kept whole.
    #[error("id: the kind is part of it, and is not kept whole")]
    KindCut,
    /// The signature of a refused delivery is not kept whole.
    #[error("id of a refused delivery: its signature is not kept whole")]
    SignatureCut,
    /// What could not be read can be read by now.
    #[error("it can be read by this version, and could not when it arrived")]
    ReadableNow,
    /// The type has changed since.
    #[error("fit: the type of its kind has changed since")]
    TypeChanged,
    /// A large payload that the relay published is not looked at.
    #[error("fit: the relay does not look at bodies over 1 MiB")]
    NotLookedAt,
    /// What the row follows may have expired.
    #[error("the row before it: gone, and may have expired")]
    MayHaveExpired,
    /// It is kept for another number of days than today's setting.
    #[error("expiry: kept for {0} days, so `RetentionDays` was another then")]
    OtherRetention(i64),
}
