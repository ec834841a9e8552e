//! The faults that a row can have, and the reasons why something about it cannot be checked.

use crate::event::EventId;
use crate::payload::Misfit;
use crate::receive::refusal::{ReadError, RefusalReason};

/// A promise that does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// An attribute is missing, or contradicts the rest of the row.
    #[error("`{0}` is missing or invalid")]
    Attribute(&'static str),
    /// There is neither a body nor a reference to its parts.
    #[error("it has no body")]
    NoBody,
    /// The body is not the one that was received.
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
    /// The parts do not hold the bytes that were put into them.
    #[error("the parts of its body are not those that were stored")]
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
    /// A row that this one follows or counts does not exist.
    #[error("there is no {0}")]
    Missing(EventId),
    /// The body cannot be read, and the row does not say so.
    #[error("its body cannot be read: {0}")]
    Unreadable(ReadError),
    /// The body contradicts the row.
    #[error("its body has another `{0}`")]
    Reading(&'static str),
    /// The signature does not match the body.
    #[error("its signature is wrong: {0}")]
    Signature(RefusalReason),
    /// The signature was made with a secret other than the one that the row names.
    #[error("its signature was made with the secret {0}, which is not the one in `key`")]
    Key(String),
    /// The secret belongs to another account.
    #[error("its secret belongs to the account {0}")]
    Account(String),
    /// The payload does not fit its type, and the row does not record it.
    #[error("its payload does not fit its type, and `misfit` is not set: {0}")]
    Misfit(Misfit),
    /// The payload has a field that no type names, and the row does not record it.
    #[error("its payload has the field `{0}`, which is not in `unknown_fields`")]
    UnknownField(String),
    /// It has been pending for too long, in seconds; negative for a row that is dated in the
    /// future.
    #[error("it has been pending for {0} s")]
    Overdue(i64),
    /// It left the outbox without reaching the queue.
    #[error("it is neither in the outbox nor published")]
    Lost,
    /// It is published, but has no message id.
    #[error("it is published without a message id")]
    NoMessageId,
    /// It is in the outbox, but has an attribute that no pending row has.
    #[error("it is pending but has `{0}`")]
    PendingWith(&'static str),
    /// It was published, but must not be.
    #[error("it was published but must not be ({0})")]
    Published(&'static str),
    /// It never expires.
    #[error("it never expires")]
    NoExpiry,
    /// It does not expire a whole number of days after its publication.
    #[error("`expires_at` is not a whole number of days after its publication")]
    Expiry,
}

/// Why something about a row cannot be checked.
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
    /// The secret has been assigned to an account since, or removed from one.
    #[error("account: the secret has been assigned to an account, or removed from one, since")]
    AccountSince,
    /// The kind, which is part of the id for this provider, is not kept whole.
    #[error("id: it includes the kind, which is not kept whole")]
    KindCut,
    /// The signature of a refused delivery is not kept whole.
    #[error("id of a refused delivery: its signature is not kept whole")]
    SignatureCut,
    /// A body that could not be read when it arrived can be read now.
    #[error("it could not be read when it arrived, but this version can read it")]
    ReadableNow,
    /// The type of the kind has changed since.
    #[error("fit: the type of its kind has changed since")]
    TypeChanged,
    /// The relay does not check large payloads that it publishes.
    #[error("fit: the relay does not look at bodies over 1 MiB")]
    NotLookedAt,
    /// A row that this one follows is missing, but may have expired.
    #[error("the row before it: missing, but may have expired")]
    MayHaveExpired,
    /// It is kept for a number of days other than today's setting.
    #[error("expiry: kept for {0} days, so `RetentionDays` was different then")]
    OtherRetention(i64),
}
