//! Why a delivery was refused or could not be read.
//!
//! A refusal is told to the operator, in the log, and never to the sender, who only sees 401: an attacker learns nothing
//! from the difference. `Unreadable` is about authentic deliveries, which are kept whatever they look like.

/// Why a delivery is not taken for genuine. None of them carries anything that the sender sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The header with the signature or token is not there.
    #[error("no proof: the header `{0}` is missing")]
    HeaderMissing(&'static str),
    /// The header named by `AUTH_HEADER` is not there.
    #[error("no proof: the header named by AUTH_HEADER is missing")]
    AuthHeaderMissing,
    /// The URL path has no token in it.
    #[error("no proof: the URL path carries no token")]
    PathTokenMissing,
    /// The signature inside the body is not there.
    #[error("no proof: the body field `{0}` is missing")]
    FieldMissing(&'static str),
    /// A field that must be read to verify is not of a form that can be signed.
    #[error("the body field `{0}` is not a text or number, or is there twice")]
    FieldMalformed(&'static str),
    /// The body must be parsed to verify, and is not a JSON object.
    #[error("the signature is inside the body, and the body is not a JSON object")]
    BodyNotAnObject,
    /// The header does not start with the name of the algorithm.
    #[error("the signature header does not start with `{0}`")]
    PrefixMissing(&'static str),
    /// Not 64 hexadecimal digits.
    #[error("the signature is not 64 hexadecimal digits")]
    SignatureMalformed,
    /// A well-formed signature that no live secret makes.
    #[error("the signature matches none of the live secrets: another secret, or a changed body")]
    SignatureMismatch,
    /// A token that is none of the live secrets.
    #[error("the token is none of the live secrets")]
    TokenMismatch,
}

impl Refusal {
    /// Whether the delivery carried no proof at all, rather than a wrong one.
    #[must_use]
    pub fn without_proof(self) -> bool {
        match self {
            Refusal::HeaderMissing(_)
            | Refusal::AuthHeaderMissing
            | Refusal::PathTokenMissing
            | Refusal::FieldMissing(_)
            | Refusal::BodyNotAnObject => true,
            Refusal::FieldMalformed(_)
            | Refusal::PrefixMissing(_)
            | Refusal::SignatureMalformed
            | Refusal::SignatureMismatch
            | Refusal::TokenMismatch => false,
        }
    }
}

/// Why an authentic delivery could not be read. It is stored all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// Zaui sends XML when the webhook is set up so.
    #[error("the body is XML: choose JSON as the format of this webhook at the provider")]
    Xml,
    /// The body is empty.
    #[error("the body is empty")]
    Empty,
    /// The body is not JSON, with the place where the parser gave up.
    #[error("the body is not JSON (line {line}, column {column})")]
    NotJson {
        /// Line, from 1.
        line: usize,
        /// Column in bytes, from 1.
        column: usize,
    },
    /// JSON, but an array, a number, … at the top.
    #[error("the body is JSON, but not an object")]
    NotAnObject,
    /// A field without which the event has no kind or id.
    #[error("the field `{0}` is missing, empty, or not of the documented type")]
    Field(&'static str),
}
