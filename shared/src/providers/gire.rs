//! Gire: pick-up and delivery of cars (Gire Mobility, Norway). A PUD is one such trip.
//!
//! Documentation: <https://giremobility.gitbook.io/api/v3/webhooks>
//!
//! | wire fact | |
//! |---|---|
//! | signature | header `X-Hub-Signature-256: sha256=<hex>`, HMAC-SHA256 over the raw body; only sent when the webhook was created with a secret |
//! | kind, id, time | `eventType`, `id`, `timestamp` of the body |
//! | kinds | `pud:status_update`, `pud:price_update`, `pud:create` |
//! | registration | `POST /api/v3/webhooks`; the secret cannot be changed afterwards |
//! | unknown | the data of `pud:create`, the full list of statuses, time-outs, retries, what the answer's status means, whether a retry keeps its `id` |

use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use crate::delivery::{Delivery, Verified};
use crate::object::Object;
use crate::provider::{Identity, Protection, Provider, Reading, Verification};
use crate::rejection::{Refusal, Unreadable};
use crate::signature::Claim;
use crate::wire::{Moment, Text, boxed};

const SIGNATURE: &str = "x-hub-signature-256";
const PREFIX: &str = "sha256=";

/// Gire Mobility.
pub struct Gire;

impl Provider for Gire {
    const NAME: &'static str = "gire";
    const VERIFICATION: Verification = Verification::Body;
    const SIGNATURE_HEADER: Option<&'static str> = Some(SIGNATURE);
    const PROTECTION: Protection = Protection {
        proof: "HMAC-SHA256 in the header `X-Hub-Signature-256`",
        covers: "every byte of the body",
        open: "nothing of the body; a replay is a duplicate, as its id is signed",
        identity: "`id` of the body",
        retries: "not documented",
    };
    type Payload = Payload;

    fn claim(delivery: &Delivery) -> Result<Claim<'_>, Refusal> {
        let header = delivery.header(SIGNATURE).ok_or(Refusal::HeaderMissing(SIGNATURE))?;
        let hex = header.strip_prefix(PREFIX).ok_or(Refusal::PrefixMissing(PREFIX))?;
        Claim::hmac(&delivery.body[..], hex, header)
    }

    fn read(delivery: &Verified) -> Result<Reading, Unreadable> {
        let body = Object::parse(delivery.body())?;
        let kind = body.required("eventType")?.into_owned();
        let id = body.required("id")?.into_owned();
        let pud = body.object("data").and_then(|data| data.text("pudId")).filter(|id| !id.is_empty());
        Ok(Reading {
            kind,
            subject: pud.map(|id| format!("pud/{id}")),
            identity: Identity::Own(id),
            occurred_at: body.text("timestamp").and_then(|time| Moment::parse(&time).zoned()),
        })
    }

    fn payload(kind: &str, body: &[u8]) -> Result<Payload, serde_json::Error> {
        Ok(match kind {
            "pud:status_update" => Payload::StatusUpdate(boxed(body)?),
            "pud:price_update" => Payload::PriceUpdate(boxed(body)?),
            "pud:create" => Payload::Create(boxed(body)?),
            _ => Payload::Unknown(boxed(body)?),
        })
    }
}

/// What Gire sends.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Payload {
    /// `pud:status_update`
    StatusUpdate(Box<Event<StatusUpdate>>),
    /// `pud:price_update`
    PriceUpdate(Box<Event<PriceUpdate>>),
    /// `pud:create`
    Create(Box<Event<Create>>),
    /// A kind that was not known when this was written.
    Unknown(Box<RawValue>),
}

/// The envelope of every event.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "{T}Event"))]
#[serde(rename_all = "camelCase")]
pub struct Event<T> {
    /// Id of the event.
    pub id: Text,
    /// The kind of event.
    pub event_type: String,
    /// When it happened.
    pub timestamp: Moment,
    /// What happened.
    pub data: T,
    /// Fields that were not known when this was written.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// The status of a PUD changed. Statuses seen: `pre_trip_inspection`, `in_progress`, `completed`; others exist.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct StatusUpdate {
    /// The PUD, a UUID.
    pub pud_id: Text,
    /// The customer's own reference.
    pub reference_number: Option<Text>,
    /// The status before.
    pub prev_status: Option<String>,
    /// The status now.
    pub new_status: String,
    /// Fields that were not known when this was written.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// The price of a PUD changed. The currency is not told.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct PriceUpdate {
    /// The PUD, a UUID.
    pub pud_id: Text,
    /// The customer's own reference.
    pub reference_number: Option<Text>,
    /// The price before, in decimal.
    pub prev_price: Option<Text>,
    /// The price now, in decimal.
    pub new_price: Text,
    /// Fields that were not known when this was written.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// A PUD was created. Its data is not documented.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Create {
    /// The PUD, a UUID.
    pub pud_id: Option<Text>,
    /// The customer's own reference.
    pub reference_number: Option<Text>,
    /// Everything else.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}
