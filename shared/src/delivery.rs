//! A delivery: one HTTP request of a provider, before and after it is trusted.
//!
//! The two states are two types. Everything behind verification takes a [`Verified`], and only
//! [`Delivery::verify`] makes one, so code that uses an unverified body does not compile.

use bytes::Bytes;
use jiff::Timestamp;

use crate::provider::Provider;
use crate::rejection::Refusal;
use crate::secrets::{KeyId, Secrets};
use crate::signature::{self, Claim};

/// A request as it came in at the function URL. Not yet trusted.
#[derive(Clone)]
pub struct Delivery {
    /// The HTTP method, upper case.
    pub method: String,
    /// The path behind the host, percent-encoding kept as received: `/item.create`.
    pub path: String,
    /// Header names in lower case, and their values.
    pub headers: Vec<(String, String)>,
    /// The body's bytes, as the sender sent them (base64 of the Lambda event already undone).
    pub body: Bytes,
    /// The sender's address, as AWS reports it.
    pub source_ip: Option<String>,
    /// Id of the Lambda request that carries this delivery.
    pub request_id: String,
    /// When the delivery arrived.
    pub received_at: Timestamp,
    /// Name (lower case) of the header that carries the token, where the operator has set one (`AUTH_HEADER`).
    pub auth_header: Option<String>,
}

impl Delivery {
    /// The value of a header, by its lower-case name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The content type as received.
    #[must_use]
    pub fn content_type(&self) -> Option<&str> {
        self.header("content-type")
    }

    /// Checks that the delivery comes from the provider `P`: its claim must match one of the live secrets.
    ///
    /// # Errors
    /// [`Refused`], which gives the delivery back together with the cause.
    pub fn verify<P: Provider>(self, secrets: &Secrets) -> Result<Verified, Box<Refused>> {
        let matched = P::claim(&self).and_then(|claim| match signature::matching(&claim, secrets) {
            Some(key) => Ok((key, claim.signature().map(str::to_owned))),
            None => Err(claim.mismatch()),
        });
        match matched {
            Ok((key, signature)) => Ok(Verified { delivery: self, key, signature }),
            Err(refusal) => Err(Box::new(Refused { refusal, delivery: self })),
        }
    }
}

/// Shows what the delivery is, never what it says: headers and body may hold secrets.
impl std::fmt::Debug for Delivery {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Delivery")
            .field("method", &self.method)
            .field("headers", &self.headers.len())
            .field("body_bytes", &self.body.len())
            .field("request_id", &self.request_id)
            .finish_non_exhaustive()
    }
}

/// A delivery that did not pass verification, and why.
#[derive(Debug)]
pub struct Refused {
    /// The cause, for the log; the sender only sees a 401.
    pub refusal: Refusal,
    /// The delivery, untouched.
    pub delivery: Delivery,
}

/// A delivery whose origin is proven. Only [`Delivery::verify`] makes one.
///
/// ```compile_fail
/// # fn forge(delivery: frontdesk::delivery::Delivery, key: frontdesk::secrets::KeyId) {
/// let forged = frontdesk::delivery::Verified { delivery, key, signature: None };
/// # }
/// ```
#[derive(Debug)]
pub struct Verified {
    delivery: Delivery,
    key: KeyId,
    signature: Option<String>,
}

impl Verified {
    /// The body's bytes, as the sender sent them.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.delivery.body
    }

    /// The delivery that was verified.
    #[must_use]
    pub fn delivery(&self) -> &Delivery {
        &self.delivery
    }

    /// Which of the live secrets matched.
    #[must_use]
    pub fn key(&self) -> KeyId {
        self.key
    }

    /// The signature as received. None for providers that present a token: a token is never kept.
    #[must_use]
    pub fn signature(&self) -> Option<&str> {
        self.signature.as_deref()
    }
}

impl<'a> Claim<'a> {
    fn signature(&self) -> Option<&'a str> {
        match self {
            Claim::Hmac { presented, .. } => Some(presented),
            Claim::Token(_) => None,
        }
    }

    fn mismatch(&self) -> Refusal {
        match self {
            Claim::Hmac { .. } => Refusal::SignatureMismatch,
            Claim::Token(_) => Refusal::TokenMismatch,
        }
    }
}
