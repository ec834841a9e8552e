//! Ombori: queues and bookings for shops and offices (Ombori Grid).
//!
//! Documentation: <https://ombori.atlassian.net/wiki/spaces/OAKB/pages/369459217> (webhooks),
//! <https://ombori.atlassian.net/wiki/spaces/OAKB/pages/458620937> (position).
//!
//! | wire fact | |
//! |---|---|
//! | proof | a static header that Ombori's team configures with the webhook; nothing is signed |
//! | kind, organization | `type` and `organization`: at the top level in the examples, but inside `data` in a table of the same page. Both are read; the top level takes precedence |
//! | id | none; two deliveries with the same body count as one event |
//! | time | no field for the event itself. The position has `createdAt`, `activatedAt`, `calledAt`, `fulfilledAt`, `completedAt` and `rejectedAt`, and the field that belongs to the kind is used. `bookingUpdated`, `positionRetry` and `feedbackReceived` have none |
//! | `message` | text, null or missing, depending on the kind |
//! | `location` | an object in the newer webhook examples, a string in older ones and in the model, null in an example of the model |
//! | `registrationData` | a map of `{value}` in the webhook examples, an array of `{name, value, …}` in the model |
//! | `booking.start`, `booking.end` | with a zone in the webhook examples; local, without a zone, in the model |
//! | cancellation | the status becomes `rejected`; there is no status `cancelled` |
//! | unknown | the fields of feedback, the format of `validationRules`, whether a retry changes `calledAt`, content type, timeouts, retries, the effect of response codes |

mod booking;
mod notification;
mod position;
mod registration;
mod shape;

pub use self::booking::{Appointment, Booking, VirtualAppointment};
pub use self::notification::{Notification, NotificationType, Settings};
pub use self::position::{Location, Position, PositionType, ServedBy, Station, Status};
pub use self::registration::{Answer, FieldType};

use jiff::SignedDuration;
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::{Hints, Kinds, Misplaced, Protection, Provider, Recurring, Registration};
use crate::event::{Identity, Reading};
use crate::payload::{Moment, typed, untyped};
use crate::receive::delivery::Verified;
use crate::receive::object::Object;
use crate::receive::outcome::Outcome;
use crate::receive::proof::Proof;
use crate::receive::refusal::ReadError;
use crate::vocabulary::{Action, Entity, Meaning};

/// Ombori's name in URLs, folders, tables and messages.
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
    shapes: shape::SHAPES,
    vocabulary: &[
        Meaning::of_kind("positionCreated", Action::Created, Entity::QueuePosition),
        Meaning::of_kind("bookingConfirmation", Action::Confirmed, Entity::Booking),
        Meaning::of_kind("bookingActivated", Action::StatusChanged, Entity::Booking),
        Meaning::of_kind("bookingUpdated", Action::Updated, Entity::Booking),
        Meaning::of_kind("positionRemoved", Action::Removed, Entity::QueuePosition),
        Meaning::of_kind("positionRetry", Action::Called, Entity::QueuePosition),
        Meaning::of_kind("positionCalled", Action::Called, Entity::QueuePosition),
        Meaning::of_kind("positionFulfilled", Action::CheckedIn, Entity::QueuePosition),
        Meaning::of_kind("positionCompleted", Action::CheckedOut, Entity::QueuePosition),
        Meaning::of_kind("positionCancelled", Action::Cancelled, Entity::QueuePosition),
        Meaning::of_kind("positionCancelledByStaff", Action::Cancelled, Entity::Booking),
        Meaning::of_kind("feedbackReceived", Action::Commented, Entity::QueuePosition),
    ],
    recurring: Some(Recurring {
        window: SignedDuration::from_mins(10),
        reason: "nothing is documented about retries; those of other senders begin within minutes",
        // A position is created, called, served and removed once; its body has each time.
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
        unproven: Some("it has no proof: there is no header `{header}`, and the secret is nowhere else"),
        prove: "have the Ombori team set the static header `{header}` to the secret",
        misplaced: Some(Misplaced {
            expected: "the header `{header}`",
            place: "have Ombori send it as the entire value of that header, or set the parameter OmboriAuthHeader to the header's name",
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
    body.each_once(&["type", "data"])?;
    let data = body.object("data");
    data.as_ref().map_or(Ok(()), |data| data.each_once(&["type", "position"]))?;
    let kind = match body.required("type") {
        Ok(kind) => kind.into_owned(),
        Err(missing) => data.as_ref().and_then(|data| data.required("type").ok()).ok_or(missing)?.into_owned(),
    };
    let position = data.and_then(|data| data.object("position"));
    let text = |name| position.as_ref().and_then(|position| position.text(name)).filter(|text| !text.is_empty());
    Ok(Reading {
        subject: text("id").map(|id| format!("position/{id}")),
        identity: Identity::from_content(&body, &[]),
        occurred_at: own_time(&kind).and_then(text).and_then(|time| Moment::parse(&time).zoned()),
        kind,
        attempt: None,
        action: None,
    })
}

/// Returns the position's field with the time of the event. None for kinds without a known one.
fn own_time(kind: &str) -> Option<&'static str> {
    match kind {
        "positionCreated" | "bookingConfirmation" => Some("createdAt"),
        "bookingActivated" => Some("activatedAt"),
        "positionCalled" => Some("calledAt"),
        "positionFulfilled" => Some("fulfilledAt"),
        "positionCompleted" => Some("completedAt"),
        "positionRemoved" | "positionCancelled" | "positionCancelledByStaff" => Some("rejectedAt"),
        _ => None,
    }
}

/// A payload from Ombori.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Payload {
    /// `positionCreated`: a walk-in or manual ticket was created.
    PositionCreated(Box<Webhook<Current>>),
    /// `bookingConfirmation`: a customer made a booking.
    BookingConfirmation(Box<Webhook<Current>>),
    /// `bookingActivated`: a booking's time slot begins.
    BookingActivated(Box<Webhook<Current>>),
    /// `bookingUpdated`: a booking was changed, for example rescheduled.
    BookingUpdated(Box<Webhook<Current>>),
    /// `positionRemoved`: staff rejected a ticket.
    PositionRemoved(Box<Webhook<Current>>),
    /// `positionRetry`: staff called a ticket again.
    PositionRetry(Box<Webhook<Current>>),
    /// `positionCalled`: staff called a ticket.
    PositionCalled(Box<Webhook<Current>>),
    /// `positionFulfilled`: staff checked a ticket in.
    PositionFulfilled(Box<Webhook<Current>>),
    /// `positionCompleted`: staff checked a ticket out.
    PositionCompleted(Box<Webhook<Current>>),
    /// `positionCancelled`: the customer cancelled. The position's status becomes `rejected`.
    PositionCancelled(Box<Webhook<Current>>),
    /// `positionCancelledByStaff`: staff cancelled an upcoming booking.
    PositionCancelledByStaff(Box<Webhook<Current>>),
    /// `feedbackReceived`: the customer gave or changed feedback.
    FeedbackReceived(Box<Webhook<Feedback>>),
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
    /// The kind of event, at the place where the examples have it.
    ///
    /// In Rust, [`Webhook::kind`] also checks `data`.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// The message to the customer.
    pub message: Option<String>,
    /// The position that the event is about.
    pub data: T,
    /// Name of the organization, at the place where the examples have it.
    ///
    /// In Rust, [`Webhook::organization`] also checks `data`.
    pub organization: Option<String>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl<T: Data> Webhook<T> {
    /// Returns the kind of event, wherever it is.
    #[must_use]
    pub fn kind(&self) -> Option<&str> {
        self.kind.as_deref().or_else(|| self.data.kind())
    }

    /// Returns the name of the organization, wherever it is.
    #[must_use]
    pub fn organization(&self) -> Option<&str> {
        self.organization.as_deref().or_else(|| self.data.organization())
    }
}

/// Fields that `data` may contain besides the position. A table in the documentation puts them
/// here; the examples do not.
pub trait Data {
    /// Returns the kind of event, if it is here.
    fn kind(&self) -> Option<&str>;
    /// Returns the name of the organization, if it is here.
    fn organization(&self) -> Option<&str>;
}

macro_rules! data {
    ($($(#[$doc:meta])* $name:ident { $position:ty })+) => {
        $($(#[$doc])*
        #[derive(Debug, Clone, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[non_exhaustive]
        pub struct $name {
            /// The ticket or booking.
            pub position: $position,
            /// The kind of event, if it is here.
            #[serde(rename = "type")]
            pub kind: Option<String>,
            /// Name of the organization, if it is here.
            pub organization: Option<String>,
            /// Fields that this version does not know.
            #[serde(flatten)]
            pub extra: Map<String, Value>,
        }

        impl Data for $name {
            fn kind(&self) -> Option<&str> {
                self.kind.as_deref()
            }

            fn organization(&self) -> Option<&str> {
                self.organization.as_deref()
            }
        })+
    };
}

data! {
    /// The current state of the ticket or booking.
    Current { Position }
    /// Feedback. Its fields are not documented.
    Feedback { Option<Position> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn type_and_organization_stand_in_either_place() {
        fn check(outside: &str, inside: &str, kind: Option<&str>, organization: Option<&str>) {
            let body = format!(r#"{{{outside}"data":{{{inside}"position":{{"id":"p"}}}}}}"#);
            let Ok(Payload::PositionCalled(notice)) = Payload::read("positionCalled", body.as_bytes()) else {
                panic!("{body} does not fit");
            };
            assert_eq!((notice.kind(), notice.organization()), (kind, organization), "{body}");
        }
        const BOTH: &str = r#""type":"positionCalled","organization":"exempel","#;
        check(BOTH, "", Some("positionCalled"), Some("exempel"));
        check("", BOTH, Some("positionCalled"), Some("exempel"));
        check(r#""type":"positionCalled","#, r#""organization":"exempel","#, Some("positionCalled"), Some("exempel"));
        check(BOTH, r#""type":"x","organization":"y","#, Some("positionCalled"), Some("exempel"));
        check("", "", None, None);
    }
}
