//! The event: what is stored once and published, whatever provider it came from.
//!
//! Others read it as a row of the table and as a message in the queue. Both forms are public contracts.

use std::fmt;

use bytes::Bytes;
use jiff::Timestamp;
use sha2::{Digest, Sha256};

use crate::providers::Provider;
use crate::receive::delivery::Verified;
use crate::receive::object::Object;
use crate::receive::refusal::ReadError;
use crate::receive::signature::DIGEST_LEN;

/// Into how many parts the outbox and the days are split, so that no single index partition takes all writes.
pub const SHARDS: u8 = 8;

/// The kind of an event that could not be read.
pub const UNKNOWN_KIND: &str = "unknown";

/// The longest own id that is used as it is; DynamoDB keys end at 2,048 bytes.
const MAX_OWN_ID: usize = 512;
/// The longest kind, subject, content type, in bytes. Longer ones are cut; the body has them whole.
const MAX_TEXT: usize = 256;

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
    pub fn from_content(body: &Object<'_>, except: &[&str]) -> Self {
        Self::from_content_in(None, body, except)
    }

    /// The same within a scope that the body does not name, such as the topic in the URL.
    #[must_use]
    pub fn from_content_in(scope: Option<&str>, body: &Object<'_>, except: &[&str]) -> Self {
        let mut hash = Sha256::new();
        if let Some(scope) = scope {
            hash.update(scope.as_bytes());
            hash.update(b"\n");
        }
        body.stable_form(except, |bytes| hash.update(bytes));
        Identity::Content(hash.finalize().into())
    }
}

/// `<provider>:<event id>`: the key of the table.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct EventId(String);

impl EventId {
    /// The id of an event of `provider`.
    ///
    /// An own id with characters that mean something in our keys (`#`, `~`), control characters, or too long for a key
    /// is replaced by its SHA-256: still one id for one event.
    #[must_use]
    pub fn new(provider: &str, identity: &Identity) -> Self {
        let plain = |c: char| c.is_ascii_graphic() && c != '#' && c != '~';
        match identity {
            Identity::Own(id) if id.len() <= MAX_OWN_ID && id.chars().all(plain) => Self(format!("{provider}:{id}")),
            Identity::Own(id) => Self(format!("{provider}:{}", hex::encode(Sha256::digest(id)))),
            Identity::Content(hash) => Self(format!("{provider}:{}", hex::encode(hash))),
        }
    }

    /// An id as it stands in the table.
    #[must_use]
    pub fn from_key(key: String) -> Self {
        Self(key)
    }

    /// The whole key, `<provider>:<event id>`.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.0
    }

    /// The provider.
    #[must_use]
    pub fn provider(&self) -> &str {
        self.0.split_once(':').map_or("", |(provider, _)| provider)
    }

    /// The id within the provider: the CloudEvents `id`.
    #[must_use]
    pub fn id(&self) -> &str {
        self.0.split_once(':').map_or(self.key(), |(_, id)| id)
    }

    /// Where another body under the same own id is kept: `<id>~<first 8 hex of its hash>`.
    #[must_use]
    pub fn variant(&self, sha256: &str) -> Self {
        Self(format!("{}~{}", self.0, sha256.get(..8).unwrap_or(sha256)))
    }

    /// Which part of the outbox and of the day the event is in.
    #[must_use]
    pub fn shard(&self) -> u8 {
        Sha256::digest(&self.0).first().map_or(0, |byte| byte % SHARDS)
    }
}

impl fmt::Display for EventId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An authentic delivery, as it is stored and published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The key.
    pub id: EventId,
    /// The kind, in the provider's word.
    pub kind: String,
    /// What it is about: `reservation/26361`.
    pub subject: Option<String>,
    /// When the delivery arrived.
    pub received_at: Timestamp,
    /// When it happened, where the provider says so with a zone.
    pub occurred_at: Option<Timestamp>,
    /// The bytes received.
    pub body: Bytes,
    /// The content type received.
    pub content_type: Option<String>,
    /// How much the proof covers: `body`, `fields` or `token`.
    pub verification: String,
    /// Which secret matched: the first 8 hex of its SHA-256.
    pub key: String,
    /// The sender's address.
    pub source_ip: Option<String>,
    /// The Lambda request that brought it.
    pub request_id: String,
    /// SHA-256 of the body, hex.
    pub sha256: String,
    /// The signature as received; never a token.
    pub signature: Option<String>,
    /// Why it could not be read. Such an event is stored and not published.
    pub unreadable: Option<String>,
    /// Whether the id is the provider's own, and so the same for other bytes too.
    pub own_id: bool,
}

impl Event {
    /// The event of a verified delivery, read or not.
    #[must_use]
    pub fn new(provider: &Provider, verified: &Verified, reading: Result<Reading, ReadError>) -> Self {
        let delivery = verified.delivery();
        let sha256: [u8; 32] = Sha256::digest(&delivery.body).into();
        let unreadable = reading.as_ref().err().map(ToString::to_string);
        let reading = reading.unwrap_or_else(|_| Reading {
            kind: UNKNOWN_KIND.to_owned(),
            subject: None,
            identity: Identity::Content(sha256),
            occurred_at: None,
        });
        Self {
            id: EventId::new(provider.name, &reading.identity),
            kind: presentable(&reading.kind),
            subject: reading.subject.as_deref().map(presentable),
            received_at: delivery.received_at,
            occurred_at: reading.occurred_at,
            body: delivery.body.clone(),
            content_type: delivery.content_type().map(presentable),
            verification: provider.proof.verification().as_str().to_owned(),
            key: verified.key().to_string(),
            source_ip: delivery.source_ip.as_deref().map(presentable),
            request_id: delivery.request_id.clone(),
            sha256: hex::encode(sha256),
            signature: verified.signature().map(str::to_owned),
            unreadable,
            own_id: matches!(reading.identity, Identity::Own(_)),
        }
    }
}

/// A point in time as table and message write it: RFC 3339, UTC, milliseconds.
#[must_use]
pub fn rfc3339(time: Timestamp) -> String {
    format!("{time:.3}")
}

/// A text of the sender's that becomes an attribute: cut to length, and without characters that CloudEvents or SQS
/// refuse. The body keeps the original.
fn presentable(text: &str) -> String {
    let mut out = String::with_capacity(text.len().min(MAX_TEXT));
    for c in text.chars() {
        let noncharacter = matches!(u32::from(c) & 0xffff, 0xfffe | 0xffff) || ('\u{fdd0}'..='\u{fdef}').contains(&c);
        let c = if c.is_control() || noncharacter { char::REPLACEMENT_CHARACTER } else { c };
        if out.len() + c.len_utf8() > MAX_TEXT {
            break;
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys() {
        fn check(own: &str, expected: &str) {
            assert_eq!(EventId::new("gire", &Identity::Own(own.to_owned())).key(), expected, "{own}");
        }
        let hashed = |own: &str| format!("gire:{}", hex::encode(Sha256::digest(own)));
        check("60f8c3b3c4e5c3001f5b5c3e", "gire:60f8c3b3c4e5c3001f5b5c3e");
        check("a:b/c", "gire:a:b/c");
        // What means something in our keys, or does not fit one, is hashed: no own id can name another event's row.
        for own in ["abc#1", "abc~01234567", "a b", "a\nb", "Ø", &"x".repeat(513)] {
            check(own, &hashed(own));
        }
        let id = EventId::new("gire", &Identity::Own("a:b".to_owned()));
        assert_eq!((id.provider(), id.id()), ("gire", "a:b"));
        assert_eq!(id.variant(&"ab".repeat(32)).key(), "gire:a:b~abababab");
        assert!(id.shard() < SHARDS);
    }

    #[test]
    fn attributes_are_presentable() {
        fn check(text: &str, expected: &str) {
            assert_eq!(presentable(text), expected, "{text:?}");
        }
        check("pud:status_update", "pud:status_update");
        check("Buchung Ø 🐶", "Buchung Ø 🐶");
        check("a\u{0}b\nc\u{fffe}\u{1ffff}", "a\u{fffd}b\u{fffd}c\u{fffd}\u{fffd}");
        check(&"x".repeat(300), &"x".repeat(256));
        check(&"é".repeat(200), &"é".repeat(128));
    }
}
