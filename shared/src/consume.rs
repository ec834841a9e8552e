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

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::provider::Provider;

/// A CloudEvent as Frontdesk publishes it. De-duplicate on `source` and `id`: delivery is at least once.
#[derive(Debug, Clone, Deserialize)]
pub struct Message {
    /// The event's id within its provider.
    pub id: String,
    /// `/frontdesk/<provider>`.
    pub source: String,
    /// `<provider>.<kind>`.
    #[serde(rename = "type")]
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
    /// The provider's JSON, byte for byte. None when it is too large for the queue: see `dataref`.
    pub data: Option<Box<RawValue>>,
    /// Where the body is, when it is not inside: `dynamodb://<table>/<key>`.
    pub dataref: Option<String>,
}

impl Message {
    /// Reads the body of an SQS message.
    ///
    /// # Errors
    /// [`BadMessage::NotAnEvent`] when it is not one of ours.
    pub fn parse(body: &str) -> Result<Self, BadMessage> {
        serde_json::from_str(body).map_err(BadMessage::NotAnEvent)
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
        if self.provider() != P::NAME {
            return Err(BadMessage::OtherProvider { expected: P::NAME, source: self.source.clone() });
        }
        match (&self.data, &self.dataref) {
            (Some(data), _) => P::payload(self.kind(), data.get().as_bytes()).map_err(BadMessage::Misfit),
            (None, Some(dataref)) => Err(BadMessage::Elsewhere(dataref.clone())),
            (None, None) => Err(BadMessage::NoData),
        }
    }
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
    #[error("the body is too large for the queue; read it from {0}")]
    Elsewhere(String),
    /// Neither a body nor a reference to one.
    #[error("the message has neither `data` nor `dataref`")]
    NoData,
    /// The provider sent something that its type does not describe.
    #[error("the payload does not fit the type of its kind: {0}")]
    Misfit(serde_json::Error),
}
