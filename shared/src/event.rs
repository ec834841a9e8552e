//! The event: what is stored once and published, whatever provider it came from.
//!
//! [`Event`] is the one type of ours that others read: as a row of the table, and as the CloudEvents 1.0 message
//! in the queue (<https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md>).
//! Changing either form changes the public contract and belongs into CHANGELOG.md.

use std::fmt;

use bytes::Bytes;
use jiff::Timestamp;
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::delivery::Verified;
use crate::provider::{Identity, Provider, Reading};
use crate::rejection::Unreadable;

/// SQS takes messages of at most this many bytes, attributes included
/// (<https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html>).
pub const MAX_MESSAGE_BYTES: usize = 1024 * 1024;

/// Into how many parts the outbox and the days are split, so that no single index partition takes all writes.
pub const SHARDS: u8 = 8;

/// The kind of an event that could not be read.
pub const UNKNOWN_KIND: &str = "unknown";

/// The longest own id that is used as it is; DynamoDB keys end at 2,048 bytes.
const MAX_OWN_ID: usize = 512;
/// The longest kind, subject, content type, in bytes. Longer ones are cut; the body has them whole.
const MAX_TEXT: usize = 256;

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
    pub fn new<P: Provider>(verified: &Verified, reading: Result<Reading, Unreadable>) -> Self {
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
            id: EventId::new(P::NAME, &reading.identity),
            kind: presentable(&reading.kind),
            subject: reading.subject.as_deref().map(presentable),
            received_at: delivery.received_at,
            occurred_at: reading.occurred_at,
            body: delivery.body.clone(),
            content_type: delivery.content_type().map(presentable),
            verification: P::VERIFICATION.word().to_owned(),
            key: verified.key().to_string(),
            source_ip: delivery.source_ip.as_deref().map(presentable),
            request_id: delivery.request_id.clone(),
            sha256: hex::encode(sha256),
            signature: verified.signature().map(str::to_owned),
            unreadable,
            own_id: matches!(reading.identity, Identity::Own(_)),
        }
    }

    /// The message for the queue. `table` is where `dataref` points when the body cannot travel inside.
    #[must_use]
    pub fn message(&self, table: &str) -> Message {
        self.complete(table, Sending::First)
    }

    /// The same message for an event that was published before and is sent again: `"replay": true` says so.
    #[must_use]
    pub fn replay_message(&self, table: &str) -> Message {
        self.complete(table, Sending::Replay)
    }

    /// The message without the body: `dataref` says where in `table` it is. Does not need the body.
    #[must_use]
    pub fn reference(&self, table: &str) -> Message {
        self.addressed(self.envelope(Content::At(table), Sending::First))
    }

    fn complete(&self, table: &str, sending: Sending) -> Message {
        let inline = std::str::from_utf8(&self.body).ok().filter(|body| acceptable_to_sqs(body));
        let whole = inline.map(|data| self.envelope(Content::Inline(data), sending));
        match whole {
            Some(body) if body.len() + self.attribute_bytes() <= MAX_MESSAGE_BYTES => self.addressed(body),
            _ => self.addressed(self.envelope(Content::At(table), sending)),
        }
    }

    fn addressed(&self, body: String) -> Message {
        Message {
            body,
            provider: self.id.provider().to_owned(),
            kind: self.kind.clone(),
            verification: self.verification.clone(),
        }
    }

    /// The bytes that SQS counts for the attributes: names, types (`String`) and values.
    fn attribute_bytes(&self) -> usize {
        "providerStringkindStringverificationString".len()
            + self.id.provider().len()
            + self.kind.len()
            + self.verification.len()
    }

    fn envelope(&self, content: Content<'_>, sending: Sending) -> String {
        let provider = self.id.provider();
        let envelope = Envelope {
            specversion: "1.0",
            id: self.id.id(),
            source: format!("/frontdesk/{provider}"),
            kind: format!("{provider}.{}", self.kind),
            subject: self.subject.as_deref(),
            time: rfc3339(self.occurred_at.unwrap_or(self.received_at)),
            datacontenttype: "application/json",
            receivedat: rfc3339(self.received_at),
            verification: &self.verification,
            sha256: &self.sha256,
            replay: matches!(sending, Sending::Replay).then_some(true),
            dataref: match content {
                Content::Inline(_) => None,
                Content::At(table) => Some(format!("dynamodb://{table}/{}", self.id)),
            },
        };
        // Texts only: nothing here can fail to serialise.
        let mut json = serde_json::to_string(&envelope).unwrap_or_default();
        if let Content::Inline(data) = content {
            // Spliced in rather than serialised: the provider's bytes stay as they are, white space included.
            json.truncate(json.len().saturating_sub(1));
            json.push_str(",\"data\":");
            json.push_str(data);
            json.push('}');
        }
        json
    }
}

/// One message for the queue: the CloudEvent, and the attributes that subscribers filter on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The CloudEvent in JSON.
    pub body: String,
    /// Attribute `provider`, and the message group.
    pub provider: String,
    /// Attribute `kind`.
    pub kind: String,
    /// Attribute `verification`.
    pub verification: String,
}

/// A point in time as table and message write it: RFC 3339, UTC, milliseconds.
#[must_use]
pub fn rfc3339(time: Timestamp) -> String {
    format!("{time:.3}")
}

enum Content<'a> {
    Inline(&'a str),
    At(&'a str),
}

#[derive(Clone, Copy)]
enum Sending {
    First,
    Replay,
}

#[derive(Serialize)]
struct Envelope<'a> {
    specversion: &'static str,
    id: &'a str,
    source: String,
    #[serde(rename = "type")]
    kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<&'a str>,
    time: String,
    datacontenttype: &'static str,
    receivedat: String,
    verification: &'a str,
    sha256: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    replay: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    dataref: Option<String>,
}

/// SQS refuses every message with U+FFFE or U+FFFF in it. Control characters cannot occur: JSON has them escaped.
/// <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html>
fn acceptable_to_sqs(text: &str) -> bool {
    // Most bodies are ASCII, which is seen many bytes at a time.
    text.is_ascii() || !text.contains(['\u{fffe}', '\u{ffff}'])
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

    fn event(body: impl Into<Bytes>) -> Event {
        Event {
            id: EventId::new("gingr", &Identity::Own("abc".to_owned())),
            kind: "check_in".to_owned(),
            subject: Some("reservation/26361".to_owned()),
            received_at: "2026-11-20T10:00:00.0009Z".parse().unwrap(),
            occurred_at: None,
            body: body.into(),
            content_type: Some("application/json".to_owned()),
            verification: "fields".to_owned(),
            key: "01234567".to_owned(),
            source_ip: None,
            request_id: "r".to_owned(),
            sha256: "00".repeat(32),
            signature: None,
            unreadable: None,
            own_id: true,
        }
    }

    #[test]
    fn a_message_is_written_like_this() {
        let message = event("{ \"a\" : 1.0 }\n").message("frontdesk-events");
        let expected = concat!(
            r#"{"specversion":"1.0","id":"abc","source":"/frontdesk/gingr","type":"gingr.check_in","#,
            r#""subject":"reservation/26361","time":"2026-11-20T10:00:00.000Z","datacontenttype":"application/json","#,
            r#""receivedat":"2026-11-20T10:00:00.000Z","verification":"fields","sha256":"0000000000000000000000000000"#,
            r#"000000000000000000000000000000000000","data":{ "a" : 1.0 }"#,
            "\n}"
        );
        assert_eq!(message.body, expected);
        assert_eq!((message.provider.as_str(), message.kind.as_str()), ("gingr", "check_in"));
    }

    #[test]
    fn a_replay_is_the_same_message_and_says_so() {
        fn check(body: impl Into<Bytes>) {
            let event = event(body);
            let [first, replay] = [event.message("t"), event.replay_message("t")];
            assert_eq!(replay.body.replacen(r#","replay":true"#, "", 1), first.body);
            assert_ne!(replay.body, first.body);
            assert_eq!(
                (replay.provider, replay.kind, replay.verification),
                (first.provider, first.kind, first.verification)
            );
        }
        check("{\"replay\":false}");
        check("x".repeat(MAX_MESSAGE_BYTES));
    }

    #[test]
    fn time_is_when_it_happened_where_that_is_known() {
        let mut event = event("{}");
        event.occurred_at = Some("2026-11-19T23:59:59.5Z".parse().unwrap());
        let body = event.message("t").body;
        assert!(body.contains(r#""time":"2026-11-19T23:59:59.500Z""#), "{body}");
        assert!(body.contains(r#""receivedat":"2026-11-20T10:00:00.000Z""#), "{body}");
    }

    #[test]
    fn what_cannot_travel_inside_is_referred_to() {
        fn check(body: impl Into<Bytes>, inside: bool) {
            let event = event(body);
            let message = event.message("frontdesk-events");
            assert!(message.body.len() + event.attribute_bytes() <= MAX_MESSAGE_BYTES);
            let read: serde_json::Value = serde_json::from_str(&message.body).unwrap();
            assert_eq!(read.get("data").is_some(), inside);
            let dataref = (!inside).then_some("dynamodb://frontdesk-events/gingr:abc");
            assert_eq!(read.get("dataref").and_then(|at| at.as_str()), dataref);
        }
        let filled = |bytes: usize| format!("\"{}\"", "x".repeat(bytes - 2));
        let empty = event("").message("t").body.len() + event("").attribute_bytes();
        check(filled(MAX_MESSAGE_BYTES - empty), true);
        check(filled(MAX_MESSAGE_BYTES - empty + 1), false);
        check("\"\u{fffd}\u{10ffff}\u{7f}\"", true);
        check("\"\u{fffe}\"", false);
        check("\"\u{ffff}\"", false);
        check(r#""\uffff""#, true);
        check(&b"\"\xff\""[..], false);
    }

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
