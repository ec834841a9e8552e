//! Ombori: queues and bookings of shops and offices (Ombori Grid).
//!
//! Documentation: <https://ombori.atlassian.net/wiki/spaces/OAKB/pages/369459217> (webhooks),
//! <https://ombori.atlassian.net/wiki/spaces/OAKB/pages/458620937> (position).
//!
//! | wire fact | |
//! |---|---|
//! | proof | a static header that Ombori's team sets with the webhook; nothing is signed |
//! | kind | `type` |
//! | id, time | none; two deliveries with the same body count as one event |
//! | `message` | text, null or missing, depending on the kind |
//! | `location` | a string before February 2021, an object since, also null |
//! | `registrationData` | a map of `{value}` in the webhook examples, an array of `{name, value, …}` in the model |
//! | unknown | the fields of feedback, content type, time-outs, retries, what the answer's status means |

use serde::Deserialize;
use serde::de::{Deserializer, Error};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use crate::delivery::{Delivery, Verified};
use crate::object::Object;
use crate::provider::{Identity, Protection, Provider, Reading, Verification};
use crate::rejection::{Refusal, Unreadable};
use crate::signature::Claim;
use crate::wire::{Moment, StringOr, Text, boxed};

/// The header with the token, where the operator names no other.
const DEFAULT_HEADER: &str = "authorization";

/// Ombori Grid.
pub struct Ombori;

impl Provider for Ombori {
    const NAME: &'static str = "ombori";
    const VERIFICATION: Verification = Verification::Token;
    const PROTECTION: Protection = Protection {
        proof: "a static header, compared whole",
        covers: "the sender",
        open: "the body: who knows the header can send anything",
        identity: "hash of the body",
        retries: "not documented",
    };
    type Payload = Payload;

    fn claim(delivery: &Delivery) -> Result<Claim<'_>, Refusal> {
        let (name, missing) = match &delivery.auth_header {
            Some(name) => (name.as_str(), Refusal::AuthHeaderMissing),
            None => (DEFAULT_HEADER, Refusal::HeaderMissing(DEFAULT_HEADER)),
        };
        let token = delivery.header(name).filter(|token| !token.is_empty()).ok_or(missing)?;
        Ok(Claim::token(token.as_bytes()))
    }

    fn read(delivery: &Verified) -> Result<Reading, Unreadable> {
        let body = Object::parse(delivery.body())?;
        let kind = body.required("type")?.into_owned();
        let position = body.object("data").and_then(|data| data.object("position"));
        let id = position.and_then(|position| position.text("id")).filter(|id| !id.is_empty());
        Ok(Reading {
            kind,
            subject: id.map(|id| format!("position/{id}")),
            identity: Identity::of_content(&body, &[]),
            occurred_at: None,
        })
    }

    fn payload(kind: &str, body: &[u8]) -> Result<Payload, serde_json::Error> {
        Ok(match kind {
            "positionCreated" => Payload::PositionCreated(boxed(body)?),
            "bookingConfirmation" => Payload::BookingConfirmation(boxed(body)?),
            "bookingActivated" => Payload::BookingActivated(boxed(body)?),
            "bookingUpdated" => Payload::BookingUpdated(boxed(body)?),
            "positionRemoved" => Payload::PositionRemoved(boxed(body)?),
            "positionRetry" => Payload::PositionRetry(boxed(body)?),
            "positionCalled" => Payload::PositionCalled(boxed(body)?),
            "positionFulfilled" => Payload::PositionFulfilled(boxed(body)?),
            "positionCompleted" => Payload::PositionCompleted(boxed(body)?),
            "positionCancelled" => Payload::PositionCancelled(boxed(body)?),
            "positionCancelledByStaff" => Payload::PositionCancelledByStaff(boxed(body)?),
            "feedbackReceived" => Payload::FeedbackReceived(boxed(body)?),
            _ => Payload::Unknown(boxed(body)?),
        })
    }
}

/// What Ombori sends.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Payload {
    /// `positionCreated`: a walk-in or manual ticket was created.
    PositionCreated(Box<Notice<Current>>),
    /// `bookingConfirmation`: a customer made a booking.
    BookingConfirmation(Box<Notice<Current>>),
    /// `bookingActivated`: the time slot of a booking begins.
    BookingActivated(Box<Notice<Current>>),
    /// `bookingUpdated`: a booking was changed, for example moved.
    BookingUpdated(Box<Notice<Current>>),
    /// `positionRemoved`: staff rejected a ticket.
    PositionRemoved(Box<Notice<Current>>),
    /// `positionRetry`: staff called a ticket once more.
    PositionRetry(Box<Notice<Current>>),
    /// `positionCalled`: staff called a ticket.
    PositionCalled(Box<Notice<Current>>),
    /// `positionFulfilled`: staff checked a ticket in.
    PositionFulfilled(Box<Notice<Current>>),
    /// `positionCompleted`: staff checked a ticket out.
    PositionCompleted(Box<Notice<Current>>),
    /// `positionCancelled`: the customer cancelled. The position's status is then `rejected`.
    PositionCancelled(Box<Notice<Current>>),
    /// `positionCancelledByStaff`: staff cancelled a coming booking.
    PositionCancelledByStaff(Box<Notice<Current>>),
    /// `feedbackReceived`: the customer gave or changed feedback.
    FeedbackReceived(Box<Notice<Feedback>>),
    /// A kind that was not known when this was written.
    Unknown(Box<RawValue>),
}

/// The envelope of every event.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "{T}Notice"))]
pub struct Notice<T> {
    /// The kind of event.
    #[serde(rename = "type")]
    pub kind: String,
    /// What the customer is told.
    pub message: Option<String>,
    /// What the event is about.
    pub data: T,
    /// Name of the organization.
    pub organization: Option<String>,
    /// Fields that were not known when this was written.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// The ticket or booking as it is now.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Current {
    /// The ticket or booking.
    pub position: Position,
    /// Fields that were not known when this was written.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// Feedback. Its own fields are not documented.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Feedback {
    /// The ticket that it is about.
    pub position: Option<Position>,
    /// Everything else.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// A ticket or booking.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Position {
    /// Its id, a UUID.
    pub id: Text,
    /// `anonymous`, `booking` or `manual`.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// An open set: `draft`, `pending`, `notified`, `completed`, `rejected`, ….
    pub status: Option<String>,
    /// What is shown on the ticket: `A2`.
    pub label: Option<Text>,
    /// The queue's id.
    pub queue: Option<Text>,
    /// Where the queue is.
    pub location: Option<StringOr<Location>>,
    /// Rank in the queue.
    pub priority: Option<i64>,
    /// Language of the customer.
    pub locale: Option<String>,
    /// How many people come.
    pub number_of_people: Option<i64>,
    /// What the customer entered.
    #[serde(default, deserialize_with = "answers")]
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Answers"))]
    pub registration_data: Vec<Answer>,
    /// How the customer is told.
    pub notification: Option<Notification>,
    /// The booked time.
    pub booking: Option<Booking>,
    /// When it was created.
    pub created_at: Option<Moment>,
    /// When it was called.
    pub called_at: Option<Moment>,
    /// When it was checked in.
    pub fulfilled_at: Option<Moment>,
    /// When it was checked out.
    pub completed_at: Option<Moment>,
    /// When it was cancelled or rejected.
    pub rejected_at: Option<Moment>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// Where a queue is.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Location {
    /// Name of the location.
    pub location_name: Option<String>,
    /// Title of the organization.
    pub organization_title: Option<String>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// One thing that a customer entered.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Answer {
    /// Name of the field: `phone`.
    #[serde(default)]
    pub name: String,
    /// What was entered.
    pub value: Option<Value>,
    /// The other fields: label, type, placeholder, rules.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// How a customer is told.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Notification {
    /// `phoneNumber`, `email` or `applePass`.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// Depends on the type.
    pub settings: Option<Map<String, Value>>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// A booked time. Seen with a zone and as local time.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Booking {
    /// Begin.
    pub start: Option<Moment>,
    /// End.
    pub end: Option<Moment>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// Both forms of `registrationData`: the array as it is, the map with its names put into the entries.
fn answers<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Answer>, D::Error> {
    let answer = |value| Answer::deserialize(value).map_err(D::Error::custom);
    match Value::deserialize(deserializer)? {
        Value::Null => Ok(Vec::new()),
        Value::Array(list) => list.into_iter().map(answer).collect(),
        Value::Object(map) => {
            map.into_iter().map(|(name, value)| answer(value).map(|answer| Answer { name, ..answer })).collect()
        }
        _ => Err(D::Error::custom("registrationData is neither a map nor an array")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn registration_data() {
        fn check(json: &str, expected: Option<&[(&str, &str)]>) {
            let position: Result<Position, _> = serde_json::from_str(&format!(r#"{{"id":"p"{json}}}"#));
            let got = position.as_ref().ok().map(|position| {
                let pair = |answer: &Answer| (answer.name.clone(), answer.value.clone().unwrap_or_default());
                position.registration_data.iter().map(pair).collect::<Vec<_>>()
            });
            let expected = expected.map(|pairs| {
                pairs.iter().map(|(name, value)| ((*name).to_owned(), Value::from(*value))).collect::<Vec<_>>()
            });
            assert_eq!(got, expected, "{json}");
        }
        check("", Some(&[]));
        check(r#","registrationData":null"#, Some(&[]));
        check(r#","registrationData":{}"#, Some(&[]));
        check(r#","registrationData":{"phone":{"value":"+47"}}"#, Some(&[("phone", "+47")]));
        check(
            r#","registrationData":[{"name":"phone","value":"+47","label":"Phone"},{"name":"size","value":"2"}]"#,
            Some(&[("phone", "+47"), ("size", "2")]),
        );
        check(r#","registrationData":7"#, None);
        check(r#","registrationData":{"phone":"+47"}"#, None);
    }
}
