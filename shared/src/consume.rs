//! For consumers: a message from the queue, with the provider's payload typed, and Lambda functions that consume the queue.
//!
//! A function whose source is the queue, with the reading, the reporting of failures and the de-duplication done
//! (feature `aws`):
//!
//! ```no_run
//! # #[cfg(feature = "aws")] {
//! use frontdesk::consume::{self, AnyPayload, Message};
//! use frontdesk::providers::gingr;
//!
//! async fn handle(message: Message<AnyPayload>) -> Result<(), String> {
//!     match &message.payload {
//!         AnyPayload::Gingr(gingr::Payload::CheckIn(event)) => println!("{} arrived", event.entity_id),
//!         _ => println!("{} is not for us", message.event_type),
//!     }
//!     Ok(())
//! }
//!
//! # async fn example() -> std::process::ExitCode {
//! consume::run_once("desk", handle).await
//! # }
//! # }
//! ```
//!
//! Without Lambda, and without the feature `aws`, a message is read like this:
//!
//! ```
//! use frontdesk::consume::Message;
//! use frontdesk::providers::gire::{Gire, Payload};
//!
//! # fn main() -> Result<(), frontdesk::consume::BadMessage> {
//! # let body = r#"{"specversion":"1.0","id":"66a1f0c2b7d4e80012ab34c1","source":"/frontdesk/gire","type":"gire.pud:create",
//! #   "time":"2026-11-20T10:00:00.000Z","receivedat":"2026-11-20T10:00:00.000Z","verification":"body","sha256":"",
//! #   "data":{"id":"66a1f0c2b7d4e80012ab34c1","eventType":"pud:create","timestamp":"2026-11-20T10:00:00.000Z","data":{"pudId":"5b1f"}}}"#;
//! # let mut created = Vec::new();
//! let message = Message::parse(body)?;
//! if message.provider() == "gire" {
//!     match message.payload::<Gire>()? {
//!         Payload::Create(event) => created.push(event.data.pud_id),
//!         other => println!("not for us: {other:?}"),
//!     }
//! }
//! # assert_eq!(created[0].as_deref(), Some("5b1f"));
//! # Ok(())
//! # }
//! ```
//!
//! A body that is too large for the queue stays in the table. `Message::body` gives the provider's bytes wherever they are,
//! and checks their hash; `Message::read` makes types of what it gave. It needs `dynamodb:BatchGetItem` on the table.
//!
//! | | |
//! |---|---|
//! | [`Message`] | the CloudEvent, with or without its payload read |
//! | [`AnyPayload`], [`FromBody`] | what a body can be read into |
//! | `run`, `run_once`, `Consumer` | a batch of messages, each of which fails for itself |
//! | `Once` | de-duplication: one conditional write before the work, one after it |

mod bad_message;
#[cfg(feature = "aws")]
mod batch;
#[cfg(feature = "aws")]
mod log;
mod payload;

use bytes::Bytes;
use serde::Deserialize;
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

#[cfg(feature = "aws")]
use crate::event::EventId;
use crate::provider::Provider;
#[cfg(feature = "aws")]
use crate::store::Store;

pub use self::bad_message::BadMessage;
#[cfg(feature = "aws")]
pub use self::batch::{Attributes, Batch, BatchItemFailure, Consumer, Record, Reply};
pub use self::payload::{AnyPayload, FromBody};
#[cfg(feature = "aws")]
pub use crate::lambda::consumer::{run, run_once};
#[cfg(feature = "aws")]
pub use crate::store::once::{Lease, Once, Turn};

/// A CloudEvent as Frontdesk publishes it. De-duplicate on `source` and `id`: delivery is at least once.
///
/// `P` is the type of the payload: `gingr::Payload`, [`AnyPayload`], …; `()` as long as it has not been read.
#[derive(Debug, Clone)]
pub struct Message<P = ()> {
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
    /// What `data`, or what is at `dataref`, says in types.
    pub payload: P,
}

/// An event as Frontdesk publishes it: a CloudEvent 1.0 in JSON. Members that are not named here are those of later versions.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Message"))]
pub(crate) struct Wire<'a> {
    /// The event's id within its provider. De-duplicate on `source` and `id`: delivery is at least once.
    id: String,
    /// `/frontdesk/<provider>`.
    source: String,
    /// `<provider>.<kind>`.
    #[serde(rename = "type")]
    event_type: String,
    /// What the event is about: `reservation/26361`.
    subject: Option<String>,
    /// When it happened, or else when it arrived. RFC 3339.
    time: String,
    /// When it arrived. RFC 3339.
    receivedat: String,
    /// What the proof of origin covers: `body`, `fields` or `token`.
    verification: String,
    /// SHA-256 of the provider's body, hex.
    sha256: String,
    /// Whether an operator has sent it again, with the id that it had the first time.
    #[serde(default)]
    replay: bool,
    /// The provider's body. Missing when it is too large for the queue: see `dataref`.
    #[serde(borrow)]
    #[cfg_attr(feature = "schema", schemars(with = "Option<serde_json::Value>"))]
    data: Option<&'a RawValue>,
    /// Where the body is, when it is not inside: `dynamodb://<table>/<key>`.
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
            payload: (),
        })
    }

    /// The message with its payload in types. `body` are the provider's bytes, from [`Message::inline_body`] or
    /// `Message::body`.
    ///
    /// # Errors
    /// [`BadMessage`] for an event of a provider that `P` does not have, and for a body that does not fit.
    pub fn read<P: FromBody>(self, body: &Bytes) -> Result<Message<P>, BadMessage> {
        let payload = P::from_body(&self, body)?;
        Ok(Message {
            id: self.id,
            source: self.source,
            event_type: self.event_type,
            subject: self.subject,
            time: self.time,
            receivedat: self.receivedat,
            verification: self.verification,
            sha256: self.sha256,
            replay: self.replay,
            data: self.data,
            dataref: self.dataref,
            payload,
        })
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
}

impl<T> Message<T> {
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
    /// [`BadMessage`], one variant per cause. What may pass is told by [`BadMessage::is_final`].
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
