//! Refusals that are kept for a week.
//!
//! A mistyped secret, or one rotated at one end only, refuses genuine deliveries, and some
//! providers never send them again. So a delivery whose proof did not match is kept, limited in
//! size and rate, never published, and can be verified again once the secret is right. A delivery
//! without any proof is only counted.

use std::time::Duration;

use bytes::Bytes;
use jiff::Timestamp;
use sha2::{Digest, Sha256};

use super::delivery::Delivery;
use super::proof::Verification;
use super::refusal::{Presented, Refusal};
use crate::providers::Provider;

/// How long a refused delivery is kept, in days.
pub const KEPT_DAYS: i64 = 7;
/// The largest body that is kept of a refused delivery, in bytes.
pub const MAX_KEPT_BODY: usize = 256 * 1024;
/// How many refusals from one sender a sandbox keeps in a burst, and the interval at which it keeps
/// one more. A sandbox serves one provider.
pub const KEPT_RATE: (u32, Duration) = (10, Duration::from_millis(500));
/// The rate for all senders together, in KiB, as the table bills them: 5 MiB, then 1 MiB a second.
/// Large bodies cannot keep small ones out, so it takes hundreds of senders to exhaust it.
pub const KEPT_RATE_OF_ALL: (u32, Duration) = (5 * 1024, Duration::from_micros(977));

/// A refused delivery as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptRefusal {
    /// `refused:<provider>:<hash>`; the hash covers the body and the proof presented with it.
    pub id: String,
    /// The provider.
    pub provider: String,
    /// Why it was refused.
    pub reason: String,
    /// When it arrived.
    pub received_at: Timestamp,
    /// The bytes received.
    pub body: Bytes,
    /// The content type received.
    pub content_type: Option<String>,
    /// The program that sent it, by its own account (`User-Agent`).
    pub user_agent: Option<String>,
    /// The path. Not kept for providers that present a token, since the path may contain it.
    pub path: Option<String>,
    /// The proof presented: the signature as received, or the SHA-256 of a token.
    pub presented: Presented,
    /// The sender's address.
    pub source_ip: Option<String>,
    /// The id of the Lambda request that carried it.
    pub request_id: String,
}

impl KeptRefusal {
    /// Selects what to keep of a refused delivery. None if it had no proof, or is too large.
    #[must_use]
    pub fn from_refusal(provider: &Provider, refusal: Refusal) -> Option<Self> {
        let Refusal { reason, delivery, presented } = refusal;
        if reason.without_proof() || delivery.body.len() > MAX_KEPT_BODY {
            return None;
        }
        let keeps_path = provider.proof.verification() != Verification::Token;
        let path = keeps_path.then(|| shortened(&delivery.path));
        Some(Self {
            id: key(provider.name, &delivery.body, &presented, path.as_deref()),
            provider: provider.name.to_owned(),
            reason: reason.to_string(),
            received_at: delivery.received_at,
            content_type: delivery.content_type().map(shortened),
            user_agent: delivery.user_agent(),
            path,
            presented: match presented {
                Presented::Signature(signature) => Presented::Signature(shortened(&signature)),
                other => other,
            },
            body: delivery.body,
            source_ip: delivery.source_ip,
            request_id: delivery.request_id,
        })
    }

    /// Its size, in KiB.
    #[cfg(feature = "receiver")]
    pub(super) fn kib(&self) -> u32 {
        u32::try_from(self.body.len() / 1024).unwrap_or(u32::MAX).saturating_add(1)
    }

    /// Rebuilds the delivery as far as it was kept, with the digest of the token if it presented
    /// one.
    #[must_use]
    pub fn into_delivery(self, provider: &Provider) -> (Delivery, Option<[u8; 32]>) {
        let mut headers = Vec::new();
        headers.extend(self.content_type.map(|value| ("content-type".to_owned(), value)));
        headers.extend(self.user_agent.map(|value| ("user-agent".to_owned(), value)));
        let mut token = None;
        match self.presented {
            Presented::Nothing => {}
            Presented::Signature(signature) => {
                headers.extend(provider.proof.signature_header().map(|name| (name.to_owned(), signature)));
            }
            Presented::Token(digest) => token = Some(digest),
        }
        let path = self.path.unwrap_or_else(|| "/".to_owned());
        let delivery = Delivery {
            source_ip: self.source_ip,
            request_id: self.request_id,
            ..Delivery::post(path, headers, self.body, self.received_at)
        };
        (delivery, token)
    }
}

/// The key of its row. The same delivery with the same proof always has the same key.
pub(crate) fn key(provider: &str, body: &[u8], presented: &Presented, path: Option<&str>) -> String {
    let mut hash = Sha256::new();
    hash.update(Sha256::digest(body));
    match presented {
        Presented::Nothing => {}
        Presented::Signature(signature) => hash.update(signature),
        Presented::Token(digest) => hash.update(digest),
    }
    hash.update(path.unwrap_or_default());
    format!("refused:{provider}:{}", hex::encode(hash.finalize()))
}

/// The longest text that is kept, in bytes; longer ones are cut.
const MAX_TEXT: usize = 512;

/// Whether a text may have been cut.
#[cfg(feature = "receiver")]
pub(crate) fn may_be_shortened(text: &str) -> bool {
    text.len() + char::MAX_LEN_UTF8 > MAX_TEXT
}

/// Cuts a text to `MAX_TEXT`, since a stranger chose its length.
fn shortened(text: &str) -> String {
    let end = (0..=MAX_TEXT.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    text.get(..end).unwrap_or_default().to_owned()
}
