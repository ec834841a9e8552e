//! Gire: pick-up and delivery of cars (Gire Mobility, Norway). A PUD is one such trip.
//!
//! Documentation: <https://giremobility.gitbook.io/api/v3/webhooks>
//!
//! | wire fact | |
//! |---|---|
//! | signature | header `X-Hub-Signature-256: sha256=<hex>`, HMAC-SHA256 over the raw body; sent only if the webhook was created with a secret |
//! | kind, id, time | `eventType`, `id` and `timestamp` in the body |
//! | kinds | `pud:status_update`, `pud:price_update`, and `pud:create` in newer versions of the page |
//! | prices | numbers, without a currency |
//! | registration | `POST /api/v3/webhooks`; newer versions of the page require `enabledEvents`. Changing the secret afterwards is not documented |
//! | unknown | the data of `pud:create`, the full list of statuses, timeouts, retries, the effect of response codes, whether a retry keeps its `id` |

mod shape;

use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::{Hints, Kinds, Protection, Provider, Registration, WebhookApi};
use crate::event::{Identity, Reading};
use crate::payload::{Moment, open_enum, typed, untyped};
use crate::receive::delivery::Verified;
use crate::receive::object::Object;
use crate::receive::outcome::Outcome;
use crate::receive::proof::Proof;
use crate::receive::refusal::ReadError;
use crate::vocabulary::{Action, Entity, Meaning};

/// Gire's name in URLs, folders, tables and messages.
pub const NAME: &str = "gire";

/// Gire Mobility.
pub static GIRE: Provider = Provider {
    name: NAME,
    title: "Gire",
    proof: Proof::BodyHmac { header: "x-hub-signature-256", prefix: "sha256=" },
    protection: Protection {
        proof: "HMAC-SHA256 in the header `X-Hub-Signature-256`",
        covers: "every byte of the body",
        open: "nothing of the body; a replay is a duplicate, as its id is signed",
        identity: "`id` of the body",
        retries: "not documented",
    },
    read,
    status: Outcome::status,
    kinds: &[
        Kinds::typed::<Webhook<StatusUpdate>>(&["pud:status_update"]),
        Kinds::typed::<Webhook<PriceUpdate>>(&["pud:price_update"]),
        Kinds::typed::<Webhook<Create>>(&["pud:create"]),
    ],
    shapes: shape::SHAPES,
    vocabulary: &[
        Meaning::of_kind("pud:status_update", Action::StatusChanged, Entity::Trip),
        Meaning::of_kind("pud:price_update", Action::Updated, Entity::Trip),
        Meaning::of_kind("pud:create", Action::Created, Entity::Trip),
    ],
    recurring: None,
    own_id: Some("id"),
    kind_in_path: false,
    hints: Hints {
        unproven: Some(
            "it is not signed: there is no header `{header}`. Gire signs only for webhooks that were made with a secret",
        ),
        prove: "create a new webhook with the secret (`frontdesk register gire create`) and delete the old one, or look for a proxy \
                that drops the header",
        misplaced: None,
        unknown_kind: None,
    },
    registration: Registration::Api(&WEBHOOK_API),
};

/// Version 3 of the [webhook API](https://giremobility.gitbook.io/api/v3/webhooks) and its
/// [errors](https://giremobility.gitbook.io/api/v3/errors).
static WEBHOOK_API: WebhookApi = WebhookApi {
    path: "/api/v3/webhooks",
    host_variable: "GIRE_API",
    token_variable: "GIRE_API_TOKEN",
    token_header: "x-api-token",
    idempotency_header: "idempotency-key",
    idempotency_hours: 24,
    url_field: "callbackUrl",
    events_field: "enabledEvents",
    secret_field: "secret",
    updated_field: "updatedAt",
    error_fields: ["errorType", "message", "requestId"],
};

fn read(delivery: &Verified) -> Result<Reading, ReadError> {
    let body = Object::parse(delivery.body())?;
    body.each_once(&["id", "eventType", "timestamp", "data"])?;
    let kind = body.required("eventType")?.into_owned();
    let id = body.required("id")?.into_owned();
    let pud = body.object("data").and_then(|data| data.text("pudId")).filter(|id| !id.is_empty());
    Ok(Reading {
        kind,
        subject: pud.map(|id| format!("pud/{id}")),
        identity: Identity::Own(id),
        occurred_at: body.text("timestamp").and_then(|time| Moment::parse(&time).zoned()),
        attempt: None,
        action: None,
    })
}

/// A payload from Gire.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Payload {
    /// `pud:status_update`
    StatusUpdate(Box<Webhook<StatusUpdate>>),
    /// `pud:price_update`
    PriceUpdate(Box<Webhook<PriceUpdate>>),
    /// `pud:create`
    Create(Box<Webhook<Create>>),
    /// A kind unknown to this version.
    Unknown(Box<RawValue>),
}

impl Payload {
    /// Reads the typed payload of an event. An unknown kind is not an error.
    ///
    /// # Errors
    /// If the body does not fit the type of its kind. The event is published anyway.
    pub fn read(kind: &str, body: &[u8]) -> serde_json::Result<Self> {
        Ok(match kind {
            "pud:status_update" => Payload::StatusUpdate(typed(body)?),
            "pud:price_update" => Payload::PriceUpdate(typed(body)?),
            "pud:create" => Payload::Create(typed(body)?),
            _ => Payload::Unknown(untyped(body)?),
        })
    }
}

/// The envelope of every event.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "{T}Event"))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Webhook<T> {
    /// Id of the event.
    pub id: String,
    /// The kind of event.
    pub event_type: String,
    /// When it happened.
    pub timestamp: Moment,
    /// What happened.
    pub data: T,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

open_enum! {
    /// The status of a PUD. The documentation shows these values, but has no complete list.
    pub enum Status {
        /// The car is being inspected before the trip.
        PreTripInspection = "pre_trip_inspection",
        /// The trip is in progress.
        InProgress = "in_progress",
        /// The trip is over.
        Completed = "completed",
    }
}

/// The status of a PUD changed.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct StatusUpdate {
    /// Id of the PUD, a UUID.
    pub pud_id: String,
    /// The customer's own reference.
    pub reference_number: Option<String>,
    /// The previous status.
    pub prev_status: Option<Status>,
    /// The new status.
    pub new_status: Status,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// The price of a PUD changed. The currency is not given.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PriceUpdate {
    /// Id of the PUD, a UUID.
    pub pud_id: String,
    /// The customer's own reference.
    pub reference_number: Option<String>,
    /// The previous price, with the digits that Gire sent.
    ///
    /// In Rust, [`PriceUpdate::prev_amount`] returns it as a number.
    pub prev_price: Option<String>,
    /// The new price, with the digits that Gire sent.
    ///
    /// In Rust, [`PriceUpdate::new_amount`] returns it as a number.
    pub new_price: String,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl PriceUpdate {
    /// Returns the previous price as a number. None if it is missing or not a number.
    #[must_use]
    pub fn prev_amount(&self) -> Option<f64> {
        amount(self.prev_price.as_deref()?)
    }

    /// Returns the new price as a number. None if it is not a number.
    #[must_use]
    pub fn new_amount(&self) -> Option<f64> {
        amount(&self.new_price)
    }
}

/// Parses a price. As in JSON, `NaN` and `inf` are not numbers.
fn amount(price: &str) -> Option<f64> {
    price.parse().ok().filter(|amount: &f64| amount.is_finite())
}

/// A PUD was created. Its data is not documented.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Create {
    /// Id of the PUD, a UUID.
    pub pud_id: Option<String>,
    /// The customer's own reference.
    pub reference_number: Option<String>,
    /// All other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices() {
        fn check(prices: &str, expected: Option<(Option<f64>, Option<f64>)>) {
            let body = format!(r#"{{"id":"e","eventType":"x","timestamp":"","data":{{"pudId":"p",{prices}}}}}"#);
            let got = match Payload::read("pud:price_update", body.as_bytes()) {
                Ok(Payload::PriceUpdate(event)) => Some((event.data.prev_amount(), event.data.new_amount())),
                _ => None,
            };
            assert_eq!(got, expected, "{prices}");
        }
        check(r#""prevPrice":429,"newPrice":529"#, Some((Some(429.0), Some(529.0))));
        check(r#""prevPrice":529.0,"newPrice":548.75"#, Some((Some(529.0), Some(548.75))));
        check(r#""prevPrice":"429","newPrice":"-1""#, Some((Some(429.0), Some(-1.0))));
        check(r#""prevPrice":null,"newPrice":"529 NOK""#, Some((None, None)));
        check(r#""newPrice":"NaN""#, Some((None, None)));
        check(r#""prevPrice":429"#, None);
    }

    #[test]
    fn statuses() {
        fn check(word: &str, expected: &Status) {
            let body = format!(
                r#"{{"id":"e","eventType":"x","timestamp":"","data":{{"pudId":"p","prevStatus":{word},"newStatus":{word}}}}}"#
            );
            let Ok(Payload::StatusUpdate(event)) = Payload::read("pud:status_update", body.as_bytes()) else {
                panic!("{word} does not fit");
            };
            assert_eq!((event.data.prev_status.as_ref(), &event.data.new_status), (Some(expected), expected), "{word}");
        }
        check("\"pre_trip_inspection\"", &Status::PreTripInspection);
        check("\"in_progress\"", &Status::InProgress);
        check("\"completed\"", &Status::Completed);
        check("\"awaiting_garage\"", &Status::Other("awaiting_garage".to_owned()));
        check("\"In_Progress\"", &Status::Other("In_Progress".to_owned()));
    }
}
