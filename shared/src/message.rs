//! A message from the queue: the CloudEvent and the provider's typed payload.
//!
//! ```
//! use frontdesk::{AnyPayload, Message, gire};
//!
//! # fn main() -> Result<(), frontdesk::MessageError> {
//! # let body = r#"{"specversion":"1.0","id":"66a1f0c2b7d4e80012ab34c1","source":"/frontdesk/gire","type":"gire.pud:create",
//! #   "time":"2026-11-20T10:00:00.000Z","receivedat":"2026-11-20T10:00:00.000Z","verification":"body","sha256":"",
//! #   "data":{"id":"66a1f0c2b7d4e80012ab34c1","eventType":"pud:create","timestamp":"2026-11-20T10:00:00.000Z","data":{"pudId":"5b1f"}}}"#;
//! # let mut created = Vec::new();
//! let message = Message::parse(body)?;
//! match message.payload::<AnyPayload>()? {
//!     AnyPayload::Gire(gire::Payload::Create(event)) => created.push(event.data.pud_id),
//!     _ => println!("{} is not for us", message.event_type),
//! }
//! # assert_eq!(created[0].as_deref(), Some("5b1f"));
//! # Ok(())
//! # }
//! ```
//!
//! Bodies too large for the queue stay in the table. With the feature `consumer`, `Message::body`
//! returns the provider's bytes from either place and checks their hash, and [`Message::read`]
//! deserializes them.

mod error;
mod payload;

use std::ops::Range;

use bytes::Bytes;
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

pub use self::error::MessageError;
pub use self::payload::*;
#[cfg(feature = "consumer")]
use crate::event::EventId;
use crate::receive::object::place_of;
use crate::receive::proof::Verification;
#[cfg(feature = "consumer")]
use crate::store::{Reader, StoreError};
use crate::vocabulary::{Action, Entity};

/// A CloudEvent as Frontdesk publishes it. Delivery is at least once: de-duplicate on `source` and
/// `id`.
///
/// `P` is the type of the payload: `gingr::Payload`, [`AnyPayload`], …; `()` until it is read.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Message<P = ()> {
    /// The event's id within its provider.
    pub id: String,
    /// `/frontdesk/<provider>` or `/frontdesk/<provider>/<account>`.
    pub source: String,
    /// `<provider>.<kind>`.
    pub event_type: String,
    /// What the event is about: `reservation/26361`.
    pub subject: Option<String>,
    /// When it happened, if known; otherwise when it arrived.
    pub time: Timestamp,
    /// When it arrived.
    pub received_at: Timestamp,
    /// What the proof of origin covers.
    pub verification: Verification,
    /// SHA-256 of the provider's body, hex.
    pub sha256: String,
    /// The provider's account, if accounts are named: the name of the matching secret.
    pub account: Option<String>,
    /// What happened, in the shared vocabulary.
    pub action: Action,
    /// What it happened to, in the shared vocabulary.
    pub entity: Entity,
    /// The ordinal of this event among those with the same content, from 1. Above 1 if the same
    /// thing was done again.
    pub occurrence: u32,
    /// Whether an operator replayed it. The id stays the same.
    pub replay: bool,
    /// The provider's body, byte for byte. None if it is too large for the queue: see `dataref`.
    pub data: Option<Bytes>,
    /// The location of a body that is not in the message: `dynamodb://<table>/<key>`.
    pub dataref: Option<String>,
    /// The typed form of the body in `data` or at `dataref`.
    pub payload: P,
}

/// An event as Frontdesk publishes it: a CloudEvent 1.0 in JSON. Later versions may add members.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Message"))]
pub(crate) struct Wire<'a> {
    /// The event's id within its provider. Delivery is at least once: de-duplicate on `source` and
    /// `id`.
    id: String,
    /// `/frontdesk/<provider>` or `/frontdesk/<provider>/<account>`.
    source: String,
    /// `<provider>.<kind>`.
    #[serde(rename = "type")]
    event_type: String,
    /// What the event is about: `reservation/26361`.
    subject: Option<String>,
    /// When it happened, if known; otherwise when it arrived. RFC 3339.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    time: Timestamp,
    /// When it arrived. RFC 3339.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    receivedat: Timestamp,
    /// What the proof of origin covers: `body`, `fields` or `token`.
    verification: String,
    /// SHA-256 of the provider's body, hex.
    sha256: String,
    /// The provider's account, if accounts are named: the name of the matching secret.
    account: Option<String>,
    /// What happened, in the vocabulary that all providers share: see docs/vocabulary.md. Missing
    /// if no word fits.
    action: Option<String>,
    /// What it happened to, in the same vocabulary. Missing if no word fits.
    entity: Option<String>,
    /// The ordinal of this event among those with the same content, if not 1: the same thing was
    /// done again.
    occurrence: Option<u32>,
    /// Whether an operator replayed it. The id stays the same.
    #[serde(default)]
    replay: bool,
    /// The provider's body. Missing if it is too large for the queue: see `dataref`.
    #[serde(borrow)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<serde_json::Value>"))]
    data: Option<&'a RawValue>,
    /// The location of a body that is not in the message: `dynamodb://<table>/<key>`.
    dataref: Option<String>,
}

impl Message {
    /// Reads the body of an SQS message.
    ///
    /// # Errors
    /// [`MessageError::NotAnEvent`] if it is not a Frontdesk event.
    pub fn parse(body: &str) -> Result<Self, MessageError> {
        let wire: Wire<'_> = serde_json::from_str(body).map_err(MessageError::NotAnEvent)?;
        Ok(Self {
            data: wire.data.map(|data| Bytes::copy_from_slice(with_white_space(body, data.get()).as_bytes())),
            id: wire.id,
            source: wire.source,
            event_type: wire.event_type,
            subject: wire.subject,
            time: wire.time,
            received_at: wire.receivedat,
            verification: wire.verification.as_str().into(),
            sha256: wire.sha256,
            account: wire.account,
            action: wire.action.as_deref().map_or(Action::Other, Action::from),
            entity: wire.entity.as_deref().map_or(Entity::Other, Entity::from),
            occurrence: wire.occurrence.unwrap_or(1),
            replay: wire.replay,
            dataref: wire.dataref,
            payload: (),
        })
    }

    /// Reads the payload. `body` is the provider's bytes, from [`Message::inline_body`] or
    /// `Message::body`.
    ///
    /// # Errors
    /// [`MessageError`] if `P` does not cover the event's provider, or the body does not fit.
    pub fn read<P: FromBody>(self, body: &Bytes) -> Result<Message<P>, MessageError> {
        let payload = P::from_body(&self, body)?;
        Ok(Message {
            id: self.id,
            source: self.source,
            event_type: self.event_type,
            subject: self.subject,
            time: self.time,
            received_at: self.received_at,
            verification: self.verification,
            sha256: self.sha256,
            account: self.account,
            action: self.action,
            entity: self.entity,
            occurrence: self.occurrence,
            replay: self.replay,
            data: self.data,
            dataref: self.dataref,
            payload,
        })
    }

    /// Reads the typed payload of a message that contains its body.
    ///
    /// # Errors
    /// [`MessageError`] if `P` does not cover the event's provider, the body is not in the message,
    /// or it does not fit.
    pub fn payload<P: FromBody>(&self) -> Result<P, MessageError> {
        match (&self.data, &self.dataref) {
            (Some(data), _) => P::from_body(self, data),
            (None, Some(dataref)) => Err(MessageError::Elsewhere(dataref.clone())),
            (None, None) => Err(MessageError::NoData),
        }
    }
}

impl<T> Message<T> {
    /// Returns the provider's name.
    #[must_use]
    pub fn provider(&self) -> &str {
        let Some(owner) = self.source.strip_prefix("/frontdesk/") else { return &self.source };
        owner.split_once('/').map_or(owner, |(provider, _)| provider)
    }

    /// Returns the kind, as the provider names it.
    #[must_use]
    pub fn kind(&self) -> &str {
        let prefix = self.event_type.strip_prefix(self.provider());
        prefix.and_then(|kind| kind.strip_prefix('.')).unwrap_or(&self.event_type)
    }

    /// Returns the provider's bytes if they are in the message, after checking their hash. None if
    /// they are in the table.
    ///
    /// # Errors
    /// [`MessageError::Altered`], or [`MessageError::NoData`] for a message with neither.
    pub fn inline_body(&self) -> Result<Option<Bytes>, MessageError> {
        match (&self.data, &self.dataref) {
            (Some(data), _) => self.checked(data.clone()).map(Some),
            (None, Some(_)) => Ok(None),
            (None, None) => Err(MessageError::NoData),
        }
    }

    /// Returns the provider's bytes from the message or the table, after checking their hash.
    ///
    /// # Errors
    /// [`MessageError`], one variant per cause. [`MessageError::is_final`] returns whether a later
    /// attempt may succeed.
    #[cfg(feature = "consumer")]
    pub async fn body(&self, table: &Reader) -> Result<Bytes, MessageError> {
        if let Some(body) = self.inline_body()? {
            return Ok(body);
        }
        let dataref = self.dataref.as_deref().unwrap_or_default();
        let place = dataref.strip_prefix("dynamodb://").and_then(|place| place.split_once('/'));
        let (name, key) = place.ok_or_else(|| MessageError::Reference(dataref.to_owned()))?;
        if name != table.name() {
            return Err(MessageError::OtherTable { dataref: dataref.to_owned(), table: table.name().to_owned() });
        }
        match table.get(&EventId::from_key(key.to_owned())).await {
            Ok(Some(event)) => self.checked(event.body),
            Ok(None) => Err(MessageError::Gone(dataref.to_owned())),
            Err(StoreError::Unavailable(cause)) => Err(MessageError::Unavailable(cause)),
            Err(damaged) => Err(MessageError::Damaged(damaged.to_string())),
        }
    }

    fn checked(&self, body: Bytes) -> Result<Bytes, MessageError> {
        let found = hex::encode(Sha256::digest(&body));
        if found == self.sha256 {
            return Ok(body);
        }
        Err(MessageError::Altered { id: self.id.clone(), expected: self.sha256.clone(), found })
    }
}

/// Extends a value of the message to the white space around it. The provider's body was inserted
/// verbatim, so that white space belongs to the body; JSON readers drop it.
fn with_white_space<'a>(message: &'a str, value: &'a str) -> &'a str {
    let Range { start, end } = place_of(value, message.as_bytes());
    let space = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r');
    let before = message.get(..start).unwrap_or_default().trim_end_matches(space).len();
    let after = message.get(end..).unwrap_or_default();
    let after = after.len() - after.trim_start_matches(space).len();
    message.get(before..end + after).unwrap_or(value)
}

/// The text of a message for tests; `data` is the member with the body or its reference, after a comma.
#[cfg(test)]
pub(crate) fn text_of(id: &str, data: &str, sha256: &str) -> String {
    format!(
        r#"{{"specversion":"1.0","id":"{id}","source":"/frontdesk/gire","type":"gire.x","time":"2026-11-20T10:00:00Z","receivedat":"2026-11-20T10:00:00Z","verification":"body","sha256":"{sha256}"{data}}}"#
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(data: &str, sha256: &str) -> String {
        text_of("abc", data, sha256)
    }

    #[test]
    fn an_inline_body_is_the_bytes_received() {
        fn check(body: &str) {
            let sha256 = hex::encode(Sha256::digest(body));
            let read = |text: &str| Message::parse(text).unwrap().inline_body();
            assert_eq!(read(&message(&format!(",\"data\":{body}"), &sha256)).unwrap().unwrap(), body);
            // Additional members, as in later versions.
            assert_eq!(read(&message(&format!(",\"data\":{body},\"replay\":true"), &sha256)).unwrap().unwrap(), body);
            let altered = read(&message(&format!(",\"data\": {body}"), &sha256)).unwrap_err();
            assert!(matches!(altered, MessageError::Altered { .. }), "{altered}");
        }
        check(r#"{"a":1.0}"#);
        check("{ \"a\" : \"data\\\":\" }\r\n");
        check(" \t\r\n[1]");
        check("\n\n1 ");
    }

    #[cfg(feature = "consumer")]
    #[tokio::test]
    async fn a_reference_must_lead_into_the_table() {
        let table = Reader::offline("frontdesk-events");
        let check = async |dataref: &str, expected: fn(&MessageError) -> bool| {
            let message = Message::parse(&message(&format!(",\"dataref\":\"{dataref}\""), "00")).unwrap();
            let error = message.body(&table).await.unwrap_err();
            assert!(expected(&error) && error.is_final(), "{dataref}: {error:?}");
        };
        let unknown = |error: &MessageError| matches!(error, MessageError::Reference(_));
        check("https://t/gire:abc", unknown).await;
        check("dynamodb://frontdesk-events", unknown).await;
        check("dynamodb://other/gire:abc", |error| matches!(error, MessageError::OtherTable { .. })).await;
        assert!(!MessageError::Unavailable("throttled".to_owned()).is_final());
    }

    #[test]
    fn a_message_without_its_body() {
        let read = |data: &str| Message::parse(&message(data, "00")).unwrap();
        assert_eq!(read(",\"dataref\":\"dynamodb://t/gire:abc\"").inline_body().unwrap(), None);
        assert!(matches!(read("").inline_body(), Err(MessageError::NoData)));
        assert!(matches!(read(",\"data\":null").inline_body(), Err(MessageError::NoData)));
    }
}
