//! What a provider must say about itself. One file in `providers/` implements it; nothing else knows providers.

use http::StatusCode;
use jiff::Timestamp;
use sha2::{Digest, Sha256};

use crate::delivery::{Delivery, Verified};
use crate::object::Object;
use crate::outcome::Outcome;
use crate::rejection::{Refusal, Unreadable};
use crate::signature::{Claim, DIGEST_LEN};

/// A booking platform that sends webhooks. Implementations are pure: bytes in, values out.
pub trait Provider: Send + Sync + 'static {
    /// The one word that names the provider everywhere: URL, folder, table, message.
    const NAME: &'static str;
    /// How much of a delivery the proof covers.
    const VERIFICATION: Verification;
    /// What is and is not protected, in words. GUARANTEES.md and README.md are made from it.
    const PROTECTION: Protection;
    /// The header that carries the signature, where one does.
    const SIGNATURE_HEADER: Option<&'static str> = None;
    /// The typed payloads of this provider, with `Unknown` for kinds that it adds later.
    type Payload: Send + 'static;

    /// What the sender claims to have signed, or the token it presents. Extracts; never sees a secret.
    ///
    /// # Errors
    /// [`Refusal`] when there is nothing to compare.
    fn claim(delivery: &Delivery) -> Result<Claim<'_>, Refusal>;

    /// Kind, subject, identity and time of the event.
    ///
    /// # Errors
    /// [`Unreadable`] when the delivery has no kind or is not of the provider's format. It is kept all the same.
    fn read(delivery: &Verified) -> Result<Reading, Unreadable>;

    /// The typed payload of an event. An unknown kind is no error.
    ///
    /// # Errors
    /// When the body does not fit the type of its kind. The event is published all the same.
    fn payload(kind: &str, body: &[u8]) -> Result<Self::Payload, serde_json::Error>;

    /// The status code that tells this provider the outcome. Overrides say why.
    #[must_use]
    fn status(outcome: &Outcome) -> StatusCode {
        outcome.status()
    }
}

/// What a provider's deliveries are protected against, in words for operators.
#[derive(Debug, Clone, Copy)]
pub struct Protection {
    /// What proves the origin, and where it stands.
    pub proof: &'static str,
    /// What the proof covers.
    pub covers: &'static str,
    /// What it leaves open.
    pub open: &'static str,
    /// What makes two deliveries the same event.
    pub identity: &'static str,
    /// What the provider documents about its retries.
    pub retries: &'static str,
}

/// How much of a delivery its proof covers. Consumers can decide on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verification {
    /// The signature covers every byte of the body.
    Body,
    /// The signature covers some fields; the rest could have been altered by who captured one delivery.
    Fields,
    /// A shared token proves the sender; nothing of the content is signed.
    Token,
}

impl Verification {
    /// The word in the table and in the message.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Verification::Body => "body",
            Verification::Fields => "fields",
            Verification::Token => "token",
        }
    }
}

/// What a provider reads from an authentic delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The kind of event, in the provider's word: `check_in`.
    pub kind: String,
    /// What the event is about: `reservation/26361`.
    pub subject: Option<String>,
    /// What makes two deliveries the same event.
    pub identity: Identity,
    /// When it happened, where the provider says so with a zone.
    pub occurred_at: Option<Timestamp>,
}

/// What makes two deliveries the same event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Identity {
    /// The provider's own id. It is authoritative: the same id is the same event.
    Own(String),
    /// A SHA-256 over the stable form of the content.
    Content([u8; DIGEST_LEN]),
}

impl Identity {
    /// Identity by the content of a body, without the named top-level fields (those that change with every attempt).
    #[must_use]
    pub fn of_content(body: &Object<'_>, except: &[&str]) -> Self {
        Self::of_content_in(None, body, except)
    }

    /// The same within a scope that the body does not name, such as the topic in the URL.
    #[must_use]
    pub fn of_content_in(scope: Option<&str>, body: &Object<'_>, except: &[&str]) -> Self {
        let mut hash = Sha256::new();
        if let Some(scope) = scope {
            hash.update(scope.as_bytes());
            hash.update(b"\n");
        }
        body.stable_form(except, |bytes| hash.update(bytes));
        Identity::Content(hash.finalize().into())
    }
}
