//! Acme Stays: a provider that does not exist, in a file as it would be in `shared/src/providers`.
//!
//! It shows that a provider is one file. The function `acme` and the command `frontdesk-with-acme`
//! use it, and nothing else refers to it; `tests/e2e/sixth_provider.rs` uses both.
//!
//! | wire fact | |
//! |---|---|
//! | signature | header `X-Acme-Signature: v1=<hex>`, HMAC-SHA256 over the raw body |
//! | kind, id, subject, time | `event`, `event_id`, `stay_id`, `at` of the body |
//! | kinds | `stay.booked`, `stay.cancelled` |

mod shape;

use bytes::Bytes;
use frontdesk::event::{Identity, Reading};
use frontdesk::payload::{typed, untyped};
use frontdesk::providers::{Hints, Kinds, Protection, Provider, Registration};
use frontdesk::receive::delivery::Verified;
use frontdesk::receive::object::Object;
use frontdesk::receive::outcome::Outcome;
use frontdesk::receive::proof::Proof;
use frontdesk::receive::refusal::ReadError;
use frontdesk::vocabulary::{Action, Entity, Meaning};
use frontdesk::{FromBody, Message, MessageError, Moment};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

/// The one word that names Acme everywhere.
pub const NAME: &str = "acme";

/// Acme Stays.
pub static ACME: Provider = Provider {
    name: NAME,
    title: "Acme Stays",
    proof: Proof::BodyHmac { header: "x-acme-signature", prefix: "v1=" },
    protection: Protection {
        proof: "HMAC-SHA256 in the header `X-Acme-Signature`",
        covers: "every byte of the body",
        open: "nothing of the body; a replay is a duplicate, as its id is signed",
        identity: "`event_id` of the body",
        retries: "none: nobody sends these",
    },
    read,
    status: Outcome::status,
    kinds: &[
        Kinds::typed::<Webhook<Booked>>(&["stay.booked"]),
        Kinds::typed::<Webhook<Cancelled>>(&["stay.cancelled"]),
    ],
    shapes: shape::SHAPES,
    vocabulary: &[
        Meaning::of_kind("stay.booked", Action::Created, Entity::Booking),
        Meaning::of_kind("stay.cancelled", Action::Cancelled, Entity::Booking),
    ],
    recurring: None,
    own_id: Some("event_id"),
    kind_in_path: false,
    hints: Hints {
        unproven: Some("it is not signed: there is no header `{header}`"),
        prove: "enter the secret in Acme: Settings » Webhooks » Secret",
        misplaced: None,
        unknown_kind: None,
    },
    registration: Registration::Steps(&["In Acme, open Settings » Webhooks.", "URL: {url}", "Secret: {secret}"]),
};

fn read(delivery: &Verified) -> Result<Reading, ReadError> {
    let body = Object::parse(delivery.body())?;
    body.each_once(&["event", "event_id", "stay_id", "at"])?;
    let kind = body.required("event")?.into_owned();
    let id = body.required("event_id")?.into_owned();
    let stay = body.text("stay_id").filter(|id| !id.is_empty());
    Ok(Reading {
        kind,
        subject: stay.map(|id| format!("stay/{id}")),
        identity: Identity::Own(id),
        occurred_at: body.text("at").and_then(|time| Moment::parse(&time).zoned()),
        attempt: None,
        action: None,
    })
}

/// A delivery of Acme's.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Payload {
    /// `stay.booked`
    Booked(Box<Webhook<Booked>>),
    /// `stay.cancelled`
    Cancelled(Box<Webhook<Cancelled>>),
    /// A kind that this version does not know.
    Unknown(Box<RawValue>),
}

impl Payload {
    /// Reads the typed payload of an event. An unknown kind is not an error.
    ///
    /// # Errors
    /// If the body does not fit the type of its kind. The event is published all the same.
    pub fn read(kind: &str, body: &[u8]) -> serde_json::Result<Self> {
        Ok(match kind {
            "stay.booked" => Payload::Booked(typed(body)?),
            "stay.cancelled" => Payload::Cancelled(typed(body)?),
            _ => Payload::Unknown(untyped(body)?),
        })
    }
}

impl FromBody for Payload {
    fn from_body(message: &Message, body: &Bytes) -> Result<Self, MessageError> {
        if message.provider() != NAME {
            return Err(MessageError::OtherProvider { expected: NAME, source: message.source.clone() });
        }
        Self::read(message.kind(), body).map_err(MessageError::Misfit)
    }
}

/// The envelope of every event.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(rename = "{T}Event")]
#[non_exhaustive]
pub struct Webhook<T> {
    /// Id of the event.
    pub event_id: String,
    /// The kind of event.
    pub event: String,
    /// The stay that the event is about.
    pub stay_id: String,
    /// When it happened.
    pub at: Moment,
    /// What happened.
    pub data: T,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// A stay was booked.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct Booked {
    /// The number of guests.
    pub guests: i64,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// A stay was cancelled.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct Cancelled {
    /// The reason, in the guest's words.
    pub reason: Option<String>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}
