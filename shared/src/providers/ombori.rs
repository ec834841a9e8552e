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

use jiff::SignedDuration;
use serde::Deserialize;
use serde::de::{Deserializer, Error};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::{Hints, Kinds, Misplaced, Protection, Provider, Recurring, Registration};
use crate::event::{Identity, Reading};
use crate::payload::{Moment, StringOr, tolerant, typed, untyped};
use crate::receive::delivery::Verified;
use crate::receive::object::Object;
use crate::receive::outcome::Outcome;
use crate::receive::proof::Proof;
use crate::receive::refusal::ReadError;

/// The one word that names Ombori everywhere.
pub const NAME: &str = "ombori";

/// Ombori Grid.
pub static OMBORI: Provider = Provider {
    name: NAME,
    title: "Ombori",
    proof: Proof::HeaderToken { default: "authorization", named: None },
    protection: Protection {
        proof: "a static header, compared whole",
        covers: "the sender",
        open: "the body: who knows the header can send anything",
        identity: "hash of the body",
        retries: "not documented",
    },
    read,
    status: Outcome::status,
    kinds: &[
        Kinds::typed::<Webhook<Current>>(&[
            "positionCreated",
            "bookingConfirmation",
            "bookingActivated",
            "bookingUpdated",
            "positionRemoved",
            "positionRetry",
            "positionCalled",
            "positionFulfilled",
            "positionCompleted",
            "positionCancelled",
            "positionCancelledByStaff",
        ]),
        Kinds::typed::<Webhook<Feedback>>(&["feedbackReceived"]),
    ],
    recurring: Some(Recurring {
        window: SignedDuration::from_mins(10),
        reason: "nothing is documented about retries; those of other senders begin within minutes",
        // A position is created, called, served and removed once, and its body has the time of each.
        once: &[
            "positionCreated",
            "bookingConfirmation",
            "bookingActivated",
            "positionCalled",
            "positionFulfilled",
            "positionCompleted",
            "positionRemoved",
            "positionCancelled",
            "positionCancelledByStaff",
        ],
    }),
    own_id: None,
    kind_in_path: false,
    hints: Hints {
        unproven: Some("it presents nothing: there is no header `{header}`, and the secret stands nowhere else"),
        prove: "have the Ombori team set the static header `{header}` to the secret",
        misplaced: Some(Misplaced {
            expected: "the header `{header}`",
            place: "have Ombori send it as the whole value of that header, or give the header's name as the parameter OmboriAuthHeader",
        }),
        unknown_kind: None,
    },
    registration: Registration::Steps(&[
        "Write to the Ombori team: webhooks are set up by them, for each queue.",
        "URL: {url}",
        "Types: those you want, such as positionCreated, bookingConfirmation",
        "Static header: {auth_header}: {secret}",
    ]),
};

fn read(delivery: &Verified) -> Result<Reading, ReadError> {
    let body = Object::parse(delivery.body())?;
    let kind = body.required("type")?.into_owned();
    let position = body.object("data").and_then(|data| data.object("position"));
    let id = position.and_then(|position| position.text("id")).filter(|id| !id.is_empty());
    Ok(Reading {
        kind,
        subject: id.map(|id| format!("position/{id}")),
        identity: Identity::from_content(&body, &[]),
        occurred_at: None,
        attempt: None,
    })
}

/// What Ombori sends.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Payload {
    /// `positionCreated`: a walk-in or manual ticket was created.
    PositionCreated(Box<Webhook<Current>>),
    /// `bookingConfirmation`: a customer made a booking.
    BookingConfirmation(Box<Webhook<Current>>),
    /// `bookingActivated`: the time slot of a booking begins.
    BookingActivated(Box<Webhook<Current>>),
    /// `bookingUpdated`: a booking was changed, for example moved.
    BookingUpdated(Box<Webhook<Current>>),
    /// `positionRemoved`: staff rejected a ticket.
    PositionRemoved(Box<Webhook<Current>>),
    /// `positionRetry`: staff called a ticket once more.
    PositionRetry(Box<Webhook<Current>>),
    /// `positionCalled`: staff called a ticket.
    PositionCalled(Box<Webhook<Current>>),
    /// `positionFulfilled`: staff checked a ticket in.
    PositionFulfilled(Box<Webhook<Current>>),
    /// `positionCompleted`: staff checked a ticket out.
    PositionCompleted(Box<Webhook<Current>>),
    /// `positionCancelled`: the customer cancelled. The position's status is then `rejected`.
    PositionCancelled(Box<Webhook<Current>>),
    /// `positionCancelledByStaff`: staff cancelled a coming booking.
    PositionCancelledByStaff(Box<Webhook<Current>>),
    /// `feedbackReceived`: the customer gave or changed feedback.
    FeedbackReceived(Box<Webhook<Feedback>>),
    /// A kind that was not known when this was written.
    Unknown(Box<RawValue>),
}

impl Payload {
    /// The typed payload of an event. An unknown kind is no error.
    ///
    /// # Errors
    /// When the body does not fit the type of its kind. The event is published all the same.
    pub fn read(kind: &str, body: &[u8]) -> serde_json::Result<Self> {
        Ok(match kind {
            "positionCreated" => Payload::PositionCreated(typed(body)?),
            "bookingConfirmation" => Payload::BookingConfirmation(typed(body)?),
            "bookingActivated" => Payload::BookingActivated(typed(body)?),
            "bookingUpdated" => Payload::BookingUpdated(typed(body)?),
            "positionRemoved" => Payload::PositionRemoved(typed(body)?),
            "positionRetry" => Payload::PositionRetry(typed(body)?),
            "positionCalled" => Payload::PositionCalled(typed(body)?),
            "positionFulfilled" => Payload::PositionFulfilled(typed(body)?),
            "positionCompleted" => Payload::PositionCompleted(typed(body)?),
            "positionCancelled" => Payload::PositionCancelled(typed(body)?),
            "positionCancelledByStaff" => Payload::PositionCancelledByStaff(typed(body)?),
            "feedbackReceived" => Payload::FeedbackReceived(typed(body)?),
            _ => Payload::Unknown(untyped(body)?),
        })
    }
}

/// The envelope of every event.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "{T}Notice"))]
#[non_exhaustive]
pub struct Webhook<T> {
    /// The kind of event.
    #[serde(rename = "type")]
    pub kind: String,
    /// The message to the customer.
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
#[non_exhaustive]
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
#[non_exhaustive]
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
#[non_exhaustive]
pub struct Position {
    /// Its id, a UUID.
    pub id: String,
    /// `anonymous`, `booking` or `manual`.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// An open set: `draft`, `pending`, `notified`, `completed`, `rejected`, ….
    pub status: Option<String>,
    /// What is shown on the ticket: `A2`.
    pub label: Option<String>,
    /// The queue's id.
    pub queue: Option<String>,
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
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::KeyedOrList<Answer>"))]
    pub registration_data: Vec<Answer>,
    /// How the customer is notified.
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
#[non_exhaustive]
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
#[non_exhaustive]
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

/// How a customer is notified.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
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
#[non_exhaustive]
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
    let answer = |value| tolerant::read::<Answer>(value).map_err(D::Error::custom);
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
            let position = serde_json::from_str(&format!(r#"{{"id":"p"{json}}}"#)).and_then(tolerant::read::<Position>);
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
