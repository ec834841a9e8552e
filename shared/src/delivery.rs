//! A delivery: one HTTP request of a provider, before and after it is trusted.
//!
//! The two states are two types. Everything behind verification takes a [`Verified`], and only
//! [`Delivery::verify`] makes one, so code that uses an unverified body does not compile.

use bytes::Bytes;
use jiff::Timestamp;

use crate::provider::Provider;
use crate::rejection::Refusal;
use crate::secrets::{KeyId, Secrets};
use crate::signature::{self, Claim, DIGEST_LEN};

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
        let claim = P::claim(&self);
        let checked = check(&claim, secrets);
        let presented = claim.ok().map_or_else(|| Presented::malformed::<P>(&self), |claim| claim.presented());
        self.concluded(checked, presented)
    }

    /// The same for a delivery that was refused and kept. Its token is gone; what is left to compare is its digest.
    ///
    /// # Errors
    /// [`Refused`], as for [`Delivery::verify`].
    pub fn verify_kept<P: Provider>(
        self,
        token: Option<[u8; DIGEST_LEN]>,
        secrets: &Secrets,
    ) -> Result<Verified, Box<Refused>> {
        match token {
            None => self.verify::<P>(secrets),
            Some(token) => {
                let checked = check(&Ok(Claim::Token(token)), secrets);
                self.concluded(checked, Presented::Token(token))
            }
        }
    }

    fn concluded(self, checked: Result<KeyId, Refusal>, presented: Presented) -> Result<Verified, Box<Refused>> {
        match checked {
            Ok(key) => Ok(Verified { delivery: self, key, signature: presented.signature() }),
            Err(refusal) => Err(Box::new(Refused { refusal, delivery: self, presented })),
        }
    }
}

/// The only way from a claim to trust.
fn check(claim: &Result<Claim<'_>, Refusal>, secrets: &Secrets) -> Result<KeyId, Refusal> {
    let claim = claim.as_ref().map_err(|refusal| *refusal)?;
    signature::matching(claim, secrets).ok_or(match claim {
        Claim::Hmac { .. } => Refusal::SignatureMismatch,
        Claim::Token(_) => Refusal::TokenMismatch,
    })
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
    /// What it presented as its proof.
    pub presented: Presented,
}

/// What a delivery presented as its proof, in a form that may be kept.
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
    /// A signature that is none can still tell the operator what is wrong with it.
    fn malformed<P: Provider>(delivery: &Delivery) -> Self {
        let header = P::SIGNATURE_HEADER.and_then(|name| delivery.header(name));
        header.map_or(Presented::Nothing, |header| Presented::Signature(header.to_owned()))
    }

    fn signature(self) -> Option<String> {
        match self {
            Presented::Signature(signature) => Some(signature),
            Presented::Nothing | Presented::Token(_) => None,
        }
    }
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

impl Claim<'_> {
    fn presented(&self) -> Presented {
        match self {
            Claim::Hmac { presented, .. } => Presented::Signature((*presented).to_owned()),
            Claim::Token(digest) => Presented::Token(*digest),
        }
    }
}
