//! The event: stored once and published, whichever provider it came from.
//!
//! It becomes a row of the table and a message in the queue. Both forms are public contracts.

use std::fmt;

use bytes::Bytes;
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};

use crate::providers::Provider;
use crate::receive::delivery::Verified;
use crate::receive::object::Object;
use crate::receive::refusal::ReadError;
use crate::receive::signature::DIGEST_LEN;
use crate::vocabulary::{Action, Entity};

/// How many shards the outbox and each day have, so no single index partition takes all writes.
pub const SHARDS: u8 = 8;

/// The kind of an event that could not be read.
pub const UNKNOWN_KIND: &str = "unknown";

/// The longest own id that is used as is: DynamoDB keys are limited to 2,048 bytes.
const MAX_OWN_ID: usize = 512;
/// The longest kind, subject, content type, in bytes. Longer ones are cut; the body has them whole.
pub(crate) const MAX_TEXT: usize = 256;

/// What a provider reads from an authentic delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The kind of event, in the provider's own word: `check_in`.
    pub kind: String,
    /// What the event is about: `reservation/26361`.
    pub subject: Option<String>,
    /// The event's identity: two deliveries with the same one are the same event.
    pub identity: Identity,
    /// When it happened, if the provider gives the time with a zone.
    pub occurred_at: Option<Timestamp>,
    /// Which delivery attempt this is, from 1, if the provider counts them.
    pub attempt: Option<u32>,
    /// What happened, if the kind alone does not say.
    pub action: Option<Action>,
}

/// What identifies an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Identity {
    /// The provider's own id. It is authoritative: the same id is the same event.
    Own(String),
    /// A SHA-256 over the canonical form of the content.
    Content([u8; DIGEST_LEN]),
}

impl Identity {
    /// Identity by the content of a body, without the named top-level fields (those that change
    /// with each attempt).
    #[must_use]
    pub fn from_content(body: &Object<'_>, except: &[&str]) -> Self {
        Self::from_content_in(None, body, except)
    }

    /// Identity of a body that could not be read: by its bytes, and by the path if that identifies
    /// the event.
    pub(crate) fn of_unreadable(path: Option<&str>, body: &[u8], sha256: [u8; DIGEST_LEN]) -> Self {
        let Some(path) = path else { return Identity::Content(sha256) };
        Identity::Content(
            Sha256::new()
                .chain_update(path)
                .chain_update(
                    b"
",
                )
                .chain_update(body)
                .finalize()
                .into(),
        )
    }

    /// Identity by content, within a scope that the body does not name, such as the topic in the
    /// URL.
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

/// The table's key: `<provider>:<event id>`, or `<provider>/<account>:<event id>` for an event of a
/// named account.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct EventId(String);

impl EventId {
    /// The id of an event of `provider`, or of one of its accounts if they have names.
    ///
    /// An own id that contains characters with a meaning in our keys (`#`, `~`) or control
    /// characters, or is too long for a key, is replaced by its SHA-256, so one event still has one
    /// id.
    #[must_use]
    pub fn new(provider: &str, account: Option<&str>, identity: &Identity) -> Self {
        let plain = |c: char| c.is_ascii_graphic() && c != '#' && c != '~';
        let id = match identity {
            Identity::Own(id) if id.len() <= MAX_OWN_ID && id.chars().all(plain) => id.clone(),
            Identity::Own(id) => hex::encode(Sha256::digest(id)),
            Identity::Content(hash) => hex::encode(hash),
        };
        Self(match account {
            Some(account) => format!("{provider}/{account}:{id}"),
            None => format!("{provider}:{id}"),
        })
    }

    /// The id for a key of the table.
    #[must_use]
    pub fn from_key(key: String) -> Self {
        Self(key)
    }

    /// The whole key.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.0
    }

    /// The provider.
    #[must_use]
    pub fn provider(&self) -> &str {
        let owner = self.owner();
        owner.split_once('/').map_or(owner, |(provider, _)| provider)
    }

    /// The account's name, if accounts have names.
    #[must_use]
    pub fn account(&self) -> Option<&str> {
        self.owner().split_once('/').map(|(_, account)| account)
    }

    /// The owner of the event: `<provider>`, or `<provider>/<account>`.
    #[must_use]
    pub fn owner(&self) -> &str {
        self.0.split_once(':').map_or("", |(owner, _)| owner)
    }

    /// The id within the provider: the CloudEvents `id`.
    #[must_use]
    pub fn id(&self) -> &str {
        self.0.split_once(':').map_or(self.key(), |(_, id)| id)
    }

    /// The key for another body with the same own id: `<id>~<hash of the body>`.
    #[must_use]
    pub fn variant(&self, sha256: &str) -> Self {
        Self(format!("{}~{sha256}", self.0))
    }

    /// The id of the n-th event with the same content: `<id>.<n>`, or the id itself for the first.
    #[must_use]
    pub fn occurrence(&self, n: u32) -> Self {
        if n > 1 { Self(format!("{}.{n}", self.0)) } else { self.clone() }
    }

    /// The event's shard, in the outbox and in its day.
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
    /// The event's number among those with the same content, from 1. Above 1 if the content was
    /// delivered again and cannot have been a retry.
    pub occurrence: u32,
    /// Which delivery attempt this was, from 1, if the provider counts them.
    pub attempt: Option<u32>,
    /// How long after the last delivery another one with this content is a retry. None means for
    /// ever.
    pub retry_window: Option<SignedDuration>,
    /// The path, if it contains the provider's kind and the delivery could not be read.
    pub path: Option<String>,
    /// The kind, in the provider's own word.
    pub kind: String,
    /// What happened, in the shared vocabulary.
    pub action: Action,
    /// What it happened to, in the shared vocabulary.
    pub entity: Entity,
    /// What it is about: `reservation/26361`.
    pub subject: Option<String>,
    /// When the delivery arrived.
    pub received_at: Timestamp,
    /// When it happened, if the provider gives the time with a zone.
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
    /// The program that sent it, by its own account. Stored only for events that are out of the
    /// ordinary.
    pub user_agent: Option<String>,
    /// The id of the Lambda request that carried it.
    pub request_id: String,
    /// SHA-256 of the body, hex.
    pub sha256: String,
    /// The signature as received; never a token.
    pub signature: Option<String>,
    /// Why it could not be read. Such an event is stored and not published.
    pub unreadable: Option<String>,
    /// Whether the id is the provider's own, which identifies the event whatever its bytes are.
    pub own_id: bool,
}

impl Event {
    /// Creates the event of a verified delivery, readable or not. It is the first with its content,
    /// as far as is known without the table.
    #[must_use]
    pub fn new(provider: &Provider, verified: &Verified, reading: Result<Reading, ReadError>) -> Self {
        let delivery = verified.delivery();
        let sha256: [u8; 32] = Sha256::digest(&delivery.body).into();
        let unreadable = reading.as_ref().err().map(ToString::to_string);
        // If the path contains the kind, it is part of what was received.
        let path = (unreadable.is_some() && provider.kind_in_path).then(|| presentable(&delivery.path));
        let reading = reading.unwrap_or_else(|_| Reading {
            kind: UNKNOWN_KIND.to_owned(),
            subject: None,
            identity: Identity::of_unreadable(path.as_deref(), &delivery.body, sha256),
            occurred_at: None,
            attempt: None,
            action: None,
        });
        let (action, entity) = provider.meaning(&reading.kind);
        let retry_window = match (&unreadable, &reading.identity) {
            (None, Identity::Content(_)) => provider.retry_window(&reading.kind),
            _ => None,
        };
        Self {
            id: EventId::new(provider.name, verified.account(), &reading.identity),
            occurrence: 1,
            attempt: reading.attempt,
            retry_window,
            path,
            action: reading.action.unwrap_or(action),
            entity,
            kind: presentable(&reading.kind),
            subject: reading.subject.as_deref().map(presentable),
            received_at: delivery.received_at,
            occurred_at: reading.occurred_at,
            body: delivery.body.clone(),
            content_type: delivery.content_type().map(presentable),
            verification: provider.proof.verification().as_str().to_owned(),
            key: verified.key().to_string(),
            source_ip: delivery.source_ip.as_deref().map(presentable),
            user_agent: delivery.user_agent(),
            request_id: delivery.request_id.clone(),
            sha256: hex::encode(sha256),
            signature: verified.signature().map(str::to_owned),
            unreadable,
            own_id: matches!(reading.identity, Identity::Own(_)),
        }
    }

    /// The key of the first event with this one's content.
    #[must_use]
    pub fn first(&self) -> EventId {
        let first = self.id.key().strip_suffix(&format!(".{}", self.occurrence)).filter(|_| self.occurrence > 1);
        first.map_or_else(|| self.id.clone(), |first| EventId(first.to_owned()))
    }

    /// Makes this the n-th event with its content.
    pub fn become_occurrence(&mut self, n: u32) {
        self.id = self.first().occurrence(n);
        self.occurrence = n;
    }
}

/// Formats a point in time as in the table and the message: RFC 3339, UTC, milliseconds.
#[must_use]
pub fn rfc3339(time: Timestamp) -> String {
    format!("{time:.3}")
}

/// Makes a sender's text presentable as an attribute: cuts it to length, and replaces characters
/// that CloudEvents or SQS refuse. The body keeps the original.
pub(crate) fn presentable(text: &str) -> String {
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

/// An event for unit tests.
#[cfg(test)]
pub(crate) fn example(body: impl Into<Bytes>) -> Event {
    Event {
        id: EventId::new("gingr", None, &Identity::Own("abc".to_owned())),
        kind: "check_in".to_owned(),
        action: Action::CheckedIn,
        entity: Entity::Reservation,
        subject: Some("reservation/26361".to_owned()),
        received_at: "2026-11-20T10:00:00.0009Z".parse().unwrap(),
        occurred_at: None,
        body: body.into(),
        content_type: Some("application/json".to_owned()),
        verification: "fields".to_owned(),
        key: "01234567".to_owned(),
        source_ip: None,
        user_agent: None,
        request_id: "r".to_owned(),
        sha256: "00".repeat(32),
        signature: None,
        unreadable: None,
        own_id: true,
        occurrence: 1,
        attempt: None,
        retry_window: None,
        path: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows of all versions share the shards.
    #[test]
    fn shards() {
        let shards: Vec<u8> = (0..16).map(|n| EventId::from_key(format!("gire:{n}")).shard()).collect();
        assert_eq!(shards, [5, 1, 6, 7, 3, 3, 5, 6, 4, 2, 1, 5, 5, 2, 5, 6]);
    }

    #[test]
    fn the_first_of_its_content() {
        let check = |key: &str, occurrence, first: &str| {
            let event = Event { id: EventId::from_key(key.to_owned()), occurrence, ..example("{}") };
            assert_eq!(event.first().key(), first, "{key}");
        };
        check("gingr:a", 1, "gingr:a");
        check("gingr:a.2", 2, "gingr:a");
        check("gingr:a.17", 17, "gingr:a");
        // An id that ends like one, and is the first.
        check("gingr:a.1", 1, "gingr:a.1");
        let mut event = example("{}");
        event.become_occurrence(3);
        assert_eq!((event.id.key(), event.occurrence), ("gingr:abc.3", 3));
        event.become_occurrence(12);
        assert_eq!((event.id.key(), event.occurrence), ("gingr:abc.12", 12));
    }

    #[test]
    fn keys() {
        fn check(own: &str, expected: &str) {
            assert_eq!(EventId::new("gire", None, &Identity::Own(own.to_owned())).key(), expected, "{own}");
        }
        let hashed = |own: &str| format!("gire:{}", hex::encode(Sha256::digest(own)));
        check("60f8c3b3c4e5c3001f5b5c3e", "gire:60f8c3b3c4e5c3001f5b5c3e");
        check("a:b/c", "gire:a:b/c");
        // An id with characters that have a meaning in our keys, or too long for one, is hashed, so
        // it cannot name another row.
        for own in ["abc#1", "abc~01234567", "a b", "a\nb", "Ø", &"x".repeat(513)] {
            check(own, &hashed(own));
        }
        let id = EventId::new("gire", None, &Identity::Own("a/b:c".to_owned()));
        assert_eq!((id.provider(), id.account(), id.id()), ("gire", None, "a/b:c"));
        assert_eq!(id.variant(&"ab".repeat(32)).key(), format!("gire:a/b:c~{}", "ab".repeat(32)));
        let id = EventId::new("gire", Some("north"), &Identity::Own("a/b:c".to_owned()));
        assert_eq!(id.key(), "gire/north:a/b:c");
        assert_eq!((id.provider(), id.account(), id.id()), ("gire", Some("north"), "a/b:c"));
        assert_eq!((id.occurrence(1).key(), id.occurrence(12).key()), ("gire/north:a/b:c", "gire/north:a/b:c.12"));
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
