//! Refusals: deliveries that are not accepted as genuine, and genuine ones that cannot be read.
//!
//! The operator sees the reason for a refusal in the log. The sender only sees a 401, so an
//! attacker learns nothing from it. [`ReadError`] is about authentic deliveries, which are kept
//! whatever they look like.

use super::delivery::Delivery;
use super::depth::MAX_DEPTH;
use super::proof::Proof;
use super::signature::{Claim, DIGEST_LEN};

/// A delivery that did not pass verification, and why.
#[derive(Debug)]
pub struct Refusal {
    /// Why, for the log; the sender only sees a 401.
    pub reason: RefusalReason,
    /// The delivery, untouched.
    pub delivery: Delivery,
    /// The proof that it presented.
    pub presented: Presented,
}

/// A presented proof, in a form that may be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Presented {
    /// Nothing, or something inside the body.
    Nothing,
    /// A signature, as received.
    Signature(String),
    /// The SHA-256 of a token. A token itself is never kept.
    Token([u8; DIGEST_LEN]),
}

impl Presented {
    /// Even a malformed signature shows the operator what is wrong with it.
    pub(super) fn malformed(delivery: &Delivery, proof: &Proof<'_>) -> Self {
        let header = proof.signature_header().and_then(|name| delivery.header(name));
        header.map_or(Presented::Nothing, |header| Presented::Signature(header.to_owned()))
    }

    pub(super) fn signature(self) -> Option<String> {
        match self {
            Presented::Signature(signature) => Some(signature),
            Presented::Nothing | Presented::Token(_) => None,
        }
    }
}

impl Claim<'_> {
    pub(super) fn presented(&self) -> Presented {
        match self {
            Claim::Hmac { presented, .. } => Presented::Signature((*presented).to_owned()),
            Claim::Token(digest) => Presented::Token(*digest),
        }
    }
}

/// Why a delivery is not accepted as genuine. No variant carries anything that the sender sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RefusalReason {
    /// The header with the signature or token is missing.
    #[error("no proof: the header `{0}` is missing")]
    HeaderMissing(&'static str),
    /// The header named by `AUTH_HEADER` is missing.
    #[error("no proof: the header named by AUTH_HEADER is missing")]
    AuthHeaderMissing,
    /// The URL path contains no token.
    #[error("no proof: the URL path carries no token")]
    PathTokenMissing,
    /// The signature inside the body is missing.
    #[error("no proof: the body field `{0}` is missing")]
    FieldMissing(&'static str),
    /// A field needed for verification has a form that cannot be signed.
    #[error("the body field `{0}` is not a text or number, or occurs twice")]
    FieldMalformed(&'static str),
    /// The body must be parsed to verify it, and is not a JSON object.
    #[error("the signature is inside the body, and the body is not a JSON object")]
    BodyNotAnObject,
    /// The header does not start with the algorithm's name.
    #[error("the signature header does not start with `{0}`")]
    PrefixMissing(&'static str),
    /// Not 64 hexadecimal digits.
    #[error("the signature is not 64 hexadecimal digits")]
    SignatureMalformed,
    /// A well-formed signature that matches no live secret.
    #[error("the signature matches none of the live secrets: another secret, or a changed body")]
    SignatureMismatch,
    /// A token that is none of the live secrets.
    #[error("the token is none of the live secrets")]
    TokenMismatch,
}

impl RefusalReason {
    /// Whether the delivery carried no proof at all, rather than a wrong one.
    #[must_use]
    pub fn without_proof(self) -> bool {
        match self {
            RefusalReason::HeaderMissing(_)
            | RefusalReason::AuthHeaderMissing
            | RefusalReason::PathTokenMissing
            | RefusalReason::FieldMissing(_)
            | RefusalReason::BodyNotAnObject => true,
            RefusalReason::FieldMalformed(_)
            | RefusalReason::PrefixMissing(_)
            | RefusalReason::SignatureMalformed
            | RefusalReason::SignatureMismatch
            | RefusalReason::TokenMismatch => false,
        }
    }
}

/// Why an authentic delivery could not be read. It is stored anyway.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// Zaui sends XML if the webhook is set up that way.
    #[error("the body is XML: choose JSON as the format of this webhook at the provider")]
    Xml,
    /// The body is empty.
    #[error("the body is empty")]
    Empty,
    /// The body is not JSON, with the position where the parser gave up.
    #[error("the body is not JSON (line {line}, column {column})")]
    NotJson {
        /// Line, from 1.
        line: usize,
        /// Column in bytes, from 1.
        column: usize,
    },
    /// JSON, but not an object at the top level.
    #[error("the body is JSON, but not an object")]
    NotAnObject,
    /// Nested more deeply than [`MAX_DEPTH`].
    #[error("the body is nested more than {MAX_DEPTH} levels deep, which consumers' JSON readers reject")]
    TooDeep,
    /// The signed fields are joined without a separator, and these could be split differently: a
    /// signature captured from another event would match.
    #[error("the signed field `{0}` has an unexpected form, so the signature may belong to another event")]
    Ambiguous(&'static str),
    /// A field that identifies the event occurs twice. Parsers differ in which of the two counts.
    #[error("the field `{0}` occurs twice, and consumers could read either")]
    Twice(&'static str),
    /// A field needed for the event's kind or id is missing, empty, or of another type.
    #[error("the field `{0}` is missing, empty, or not of the documented type")]
    Field(&'static str),
}
