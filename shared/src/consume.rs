//! For consumers: a message from the queue, with the provider's payload typed.
//!
//! ```
//! use frontdesk::consume::Message;
//! use frontdesk::providers::gingr::{Gingr, Payload};
//!
//! # fn consume(body: &str) -> Result<(), frontdesk::consume::BadMessage> {
//! let message = Message::parse(body)?;
//! if message.provider() == "gingr" {
//!     match message.payload::<Gingr>()? {
//!         Payload::CheckIn(notice) => println!("{} {:?}", message.id, notice),
//!         other => println!("not for us: {other:?}"),
//!     }
//! }
//! # Ok(())
//! # }
//! ```
//!
//! A body that is too large for the queue stays in the table. `Message::body` gives the provider's bytes wherever they are,
//! and checks their hash; `Message::payload_of` reads what it gave. It needs the feature `aws`, and `dynamodb:BatchGetItem`
//! on the table.

use bytes::Bytes;
use serde::Deserialize;
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

#[cfg(feature = "aws")]
use crate::event::EventId;
use crate::provider::Provider;
#[cfg(feature = "aws")]
use crate::store::{Store, StoreError};

/// A CloudEvent as Frontdesk publishes it. De-duplicate on `source` and `id`: delivery is at least once.
#[derive(Debug, Clone)]
pub struct Message {
    /// The event's id within its provider.
    pub id: String,
    /// `/frontdesk/<provider>`.
    pub source: String,
    /// `<provider>.<kind>`.
    pub event_type: String,
    /// What the event is about: `reservation/26361`.
    pub subject: Option<String>,
    /// When it happened, or else when it arrived. RFC 3339.
    pub time: String,
    /// When it arrived. RFC 3339.
    pub receivedat: String,
    /// What the proof of origin covers: `body`, `fields` or `token`.
    pub verification: String,
    /// SHA-256 of the provider's body, hex.
    pub sha256: String,
    /// Whether an operator has sent it again, with the id that it had the first time.
    pub replay: bool,
    /// The provider's body, byte for byte. None when it is too large for the queue: see `dataref`.
    pub data: Option<Bytes>,
    /// Where the body is, when it is not inside: `dynamodb://<table>/<key>`.
    pub dataref: Option<String>,
}

/// The message as it is written. Members that are not named here are those of later versions.
#[derive(Deserialize)]
struct Wire<'a> {
    id: String,
    source: String,
    #[serde(rename = "type")]
    event_type: String,
    subject: Option<String>,
    time: String,
    receivedat: String,
    verification: String,
    sha256: String,
    #[serde(default)]
    replay: bool,
    #[serde(borrow)]
    data: Option<&'a RawValue>,
    dataref: Option<String>,
}

impl Message {
    /// Reads the body of an SQS message.
    ///
    /// # Errors
    /// [`BadMessage::NotAnEvent`] when it is not one of ours.
    pub fn parse(body: &str) -> Result<Self, BadMessage> {
        let wire: Wire<'_> = serde_json::from_str(body).map_err(BadMessage::NotAnEvent)?;
        Ok(Self {
            data: wire.data.map(|data| Bytes::copy_from_slice(with_white_space(body, data.get()).as_bytes())),
            id: wire.id,
            source: wire.source,
            event_type: wire.event_type,
            subject: wire.subject,
            time: wire.time,
            receivedat: wire.receivedat,
            verification: wire.verification,
            sha256: wire.sha256,
            replay: wire.replay,
            dataref: wire.dataref,
        })
    }

    /// The provider's name.
    #[must_use]
    pub fn provider(&self) -> &str {
        self.source.strip_prefix("/frontdesk/").unwrap_or(&self.source)
    }

    /// The kind, in the provider's word.
    #[must_use]
    pub fn kind(&self) -> &str {
        let prefix = self.event_type.strip_prefix(self.provider());
        prefix.and_then(|kind| kind.strip_prefix('.')).unwrap_or(&self.event_type)
    }

    /// The payload in the types of provider `P`.
    ///
    /// # Errors
    /// [`BadMessage`] for another provider's event, for one whose body is not inside, and for one that does not fit.
    pub fn payload<P: Provider>(&self) -> Result<P::Payload, BadMessage> {
        match (&self.data, &self.dataref) {
            (Some(data), _) => self.payload_of::<P>(data),
            (None, Some(dataref)) => Err(BadMessage::Elsewhere(dataref.clone())),
            (None, None) => Err(BadMessage::NoData),
        }
    }

    /// The payload in the types of provider `P`, of a body that was fetched.
    ///
    /// # Errors
    /// [`BadMessage`] for another provider's event, and for a body that does not fit.
    pub fn payload_of<P: Provider>(&self, body: &[u8]) -> Result<P::Payload, BadMessage> {
        if self.provider() != P::NAME {
            return Err(BadMessage::OtherProvider { expected: P::NAME, source: self.source.clone() });
        }
        P::payload(self.kind(), body).map_err(BadMessage::Misfit)
    }

    /// The provider's bytes, as far as they are inside, with their hash checked. None if they are in the table.
    ///
    /// # Errors
    /// [`BadMessage::Altered`], and [`BadMessage::NoData`] for a message with neither.
    pub fn inline_body(&self) -> Result<Option<Bytes>, BadMessage> {
        match (&self.data, &self.dataref) {
            (Some(data), _) => self.checked(data.clone()).map(Some),
            (None, Some(_)) => Ok(None),
            (None, None) => Err(BadMessage::NoData),
        }
    }

    /// The provider's bytes, from the message or else from the table, with their hash checked.
    ///
    /// # Errors
    /// [`BadMessage`], one variant per cause. Only [`BadMessage::Table`] with [`StoreError::Unavailable`] may pass.
    #[cfg(feature = "aws")]
    pub async fn body(&self, store: &Store) -> Result<Bytes, BadMessage> {
        if let Some(body) = self.inline_body()? {
            return Ok(body);
        }
        let dataref = self.dataref.as_deref().unwrap_or_default();
        let place = dataref.strip_prefix("dynamodb://").and_then(|place| place.split_once('/'));
        let (table, key) = place.ok_or_else(|| BadMessage::Reference(dataref.to_owned()))?;
        if table != store.table() {
            return Err(BadMessage::OtherTable { dataref: dataref.to_owned(), table: store.table().to_owned() });
        }
        match store.get(&EventId::from_key(key.to_owned())).await {
            Ok(Some(event)) => self.checked(event.body),
            Ok(None) => Err(BadMessage::Gone(dataref.to_owned())),
            Err(error) => Err(BadMessage::Table(error)),
        }
    }

    fn checked(&self, body: Bytes) -> Result<Bytes, BadMessage> {
        let found = hex::encode(Sha256::digest(&body));
        if found == self.sha256 {
            return Ok(body);
        }
        Err(BadMessage::Altered { id: self.id.clone(), expected: self.sha256.clone(), found })
    }
}

/// A value of the message with the white space around it. The provider's body was put into the message as it was, so white
/// space that is there is the body's own; JSON readers leave it out.
fn with_white_space<'a>(message: &'a str, value: &'a str) -> &'a str {
    // `value` is a slice of `message`.
    let start = (value.as_ptr() as usize).saturating_sub(message.as_ptr() as usize);
    let end = start + value.len();
    let space = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r');
    let before = message.get(..start).unwrap_or_default().trim_end_matches(space).len();
    let after = message.get(end..).unwrap_or_default();
    let after = after.len() - after.trim_start_matches(space).len();
    message.get(before..end + after).unwrap_or(value)
}

/// Why a message cannot be consumed.
#[derive(Debug, thiserror::Error)]
pub enum BadMessage {
    /// Not JSON, or not an event of Frontdesk.
    #[error("the message is not an event of Frontdesk: {0}")]
    NotAnEvent(serde_json::Error),
    /// The event is of another provider.
    #[error("expected an event of `{expected}`, and this one is of `{source}`")]
    OtherProvider {
        /// The provider whose types were asked for.
        expected: &'static str,
        /// The event's source.
        r#source: String,
    },
    /// The body is in the table.
    #[error("the body is too large for the queue; fetch it with `Message::body` from {0}")]
    Elsewhere(String),
    /// Neither a body nor a reference to one.
    #[error("the message has neither `data` nor `dataref`")]
    NoData,
    /// The bytes are not those that were received: the message was written again on its way, or the row was changed.
    #[error("the body of event {id} is not the one that was received: its SHA-256 is {found} and not {expected}")]
    Altered {
        /// The event's id.
        id: String,
        /// The hash that the message has.
        expected: String,
        /// The hash of the bytes.
        found: String,
    },
    /// The reference is none of ours.
    #[error("`dataref` is {0:?}, and not `dynamodb://<table>/<key>`")]
    Reference(String),
    /// The reference is to another table.
    #[error("the body is at {dataref}, and not in the table {table}; read it with a store of that table")]
    OtherTable {
        /// Where it is.
        dataref: String,
        /// The table at hand.
        table: String,
    },
    /// There is nothing at the reference.
    #[error("there is nothing at {0} any more: the row has expired, or was deleted")]
    Gone(String),
    /// The table did not give the body.
    #[cfg(feature = "aws")]
    #[error(transparent)]
    Table(StoreError),
    /// The provider sent something that its type does not describe.
    #[error("the payload does not fit the type of its kind: {0}")]
    Misfit(serde_json::Error),
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(data: &str, sha256: &str) -> String {
        format!(
            r#"{{"specversion":"1.0","id":"abc","source":"/frontdesk/gire","type":"gire.x","time":"t","receivedat":"r","verification":"body","sha256":"{sha256}"{data}}}"#
        )
    }

    #[test]
    fn an_inline_body_is_the_bytes_received() {
        fn check(body: &str) {
            let sha256 = hex::encode(Sha256::digest(body));
            let read = |text: &str| Message::parse(text).unwrap().inline_body();
            assert_eq!(read(&message(&format!(",\"data\":{body}"), &sha256)).unwrap().unwrap(), body);
            // Members after it, as a later version may write.
            assert_eq!(read(&message(&format!(",\"data\":{body},\"replay\":true"), &sha256)).unwrap().unwrap(), body);
            let altered = read(&message(&format!(",\"data\": {body}"), &sha256)).unwrap_err();
            assert!(matches!(altered, BadMessage::Altered { .. }), "{altered}");
        }
        check(r#"{"a":1.0}"#);
        check("{ \"a\" : \"data\\\":\" }\r\n");
        check(" \t\r\n[1]");
        check("\n\n1 ");
    }

    #[test]
    fn a_message_without_its_body() {
        let read = |data: &str| Message::parse(&message(data, "00")).unwrap();
        assert_eq!(read(",\"dataref\":\"dynamodb://t/gire:abc\"").inline_body().unwrap(), None);
        assert!(matches!(read("").inline_body(), Err(BadMessage::NoData)));
        assert!(matches!(read(",\"data\":null").inline_body(), Err(BadMessage::NoData)));
    }
}
