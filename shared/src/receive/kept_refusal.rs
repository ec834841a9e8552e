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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::providers::gire::GIRE;
    use crate::providers::ombori::OMBORI;
    use crate::receive::refusal::RefusalReason;

    fn refusal(reason: RefusalReason, body: usize) -> Refusal {
        let headers = [("content-type", "application/json"), ("user-agent", "axios/1.7.9")];
        let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
        let delivery = Delivery::post("/secret", headers, vec![b' '; body], Timestamp::UNIX_EPOCH);
        let delivery = Delivery { source_ip: Some("192.0.2.1".to_owned()), request_id: "r".to_owned(), ..delivery };
        Refusal { reason, delivery, presented: Presented::Token([7; 32]) }
    }

    #[test]
    fn what_is_kept() {
        let check = |reason, body, kept: bool| {
            let found = KeptRefusal::from_refusal(&GIRE, refusal(reason, body));
            assert_eq!(found.map(|kept| (kept.reason, kept.body.len())), kept.then(|| (reason.to_string(), body)));
        };
        for reason in [
            RefusalReason::TokenMismatch,
            RefusalReason::SignatureMismatch,
            RefusalReason::SignatureMalformed,
            RefusalReason::PrefixMissing("sha256="),
            RefusalReason::FieldMalformed("a"),
        ] {
            check(reason, 0, true);
            check(reason, 262_144, true);
            check(reason, 262_145, false);
        }
        for reason in [
            RefusalReason::HeaderMissing("x"),
            RefusalReason::AuthHeaderMissing,
            RefusalReason::PathTokenMissing,
            RefusalReason::FieldMissing("a"),
            RefusalReason::BodyNotAnObject,
        ] {
            check(reason, 0, false);
        }
    }

    #[test]
    fn a_path_that_may_contain_a_token_is_not_kept() {
        let check = |provider: &Provider, path: Option<&str>, again: &str| {
            let kept = KeptRefusal::from_refusal(provider, refusal(RefusalReason::TokenMismatch, 2)).unwrap();
            assert_eq!(kept.path.as_deref(), path);
            let (delivery, token) = kept.into_delivery(provider);
            assert_eq!((delivery.path.as_str(), token), (again, Some([7; 32])));
            assert_eq!(delivery.content_type(), Some("application/json"));
            assert_eq!(delivery.user_agent().as_deref(), Some("axios/1.7.9"));
            assert_eq!((delivery.source_ip.as_deref(), delivery.request_id.as_str()), (Some("192.0.2.1"), "r"));
        };
        check(&OMBORI, None, "/");
        check(&GIRE, Some("/secret"), "/secret");
    }

    #[test]
    fn the_key_covers_all_that_identifies_a_delivery() {
        let signature = |text: &str| Presented::Signature(text.to_owned());
        let keys = [
            key("gire", b"a", &Presented::Nothing, None),
            key("gire", b"b", &Presented::Nothing, None),
            key("gire", b"a", &signature("x"), None),
            key("gire", b"a", &signature("y"), None),
            key("gire", b"a", &Presented::Token([1; 32]), None),
            key("gire", b"a", &Presented::Token([2; 32]), None),
            key("gire", b"a", &Presented::Nothing, Some("/x")),
            key("gingr", b"a", &Presented::Nothing, None),
        ];
        let unlike: std::collections::BTreeSet<_> = keys.iter().collect();
        assert_eq!(unlike.len(), keys.len(), "{keys:?}");
        // SHA-256 of the SHA-256 of `a`: rows in tables are found again under this name.
        let hash = "bf5d3affb73efd2ec6c36ad3112dd933efed63c4e1cbffcfa88e2759c144f2d8";
        assert_eq!(keys[0], format!("refused:gire:{hash}"));
    }

    /// 10 from one sender and 5 MiB from all at once; then 2 and 1 MiB a second.
    #[test]
    fn rates() {
        let per_second = |(_, interval): (u32, Duration)| (1.0 / interval.as_secs_f64()).round();
        assert_eq!((KEPT_RATE.0, per_second(KEPT_RATE)), (10, 2.0));
        assert_eq!((KEPT_RATE_OF_ALL.0, per_second(KEPT_RATE_OF_ALL)), (5120, 1024.0));
    }

    #[cfg(feature = "receiver")]
    #[test]
    fn sizes_are_in_kib_and_never_nothing() {
        let check = |bytes, kib| {
            let kept = KeptRefusal::from_refusal(&GIRE, refusal(RefusalReason::TokenMismatch, bytes)).unwrap();
            assert_eq!(kept.kib(), kib);
        };
        check(0, 1);
        check(1023, 1);
        check(1024, 2);
        check(262_144, 257);
    }

    #[test]
    fn texts_are_cut_between_characters() {
        let check = |text: &str, bytes: usize| assert_eq!(shortened(text), text[..bytes]);
        check("", 0);
        check(&"x".repeat(512), 512);
        check(&"x".repeat(513), 512);
        check(&format!("{}ü", "x".repeat(510)), 512);
        check(&format!("{}ü", "x".repeat(511)), 511);
    }

    #[cfg(feature = "receiver")]
    #[test]
    fn only_a_text_of_nearly_the_limit_may_have_been_cut() {
        assert!(!may_be_shortened(&"x".repeat(508)));
        assert!(may_be_shortened(&"x".repeat(509)));
    }
}
