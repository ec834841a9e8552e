//! Gingr: software for pet care (boarding, daycare, grooming).
//!
//! Documentation: <https://support.gingrapp.com/hc/en-us/articles/25660010986125> (events,
//! signature, status codes), <https://support.gingrapp.com/hc/en-us/articles/25659829911565>
//! (data), <https://support.gingrapp.com/hc/en-us/articles/25660732990477> (setup).
//!
//! | wire fact | |
//! |---|---|
//! | signature | body field `signature`, 64 hex digits: HMAC-SHA256 over `webhook_type`, `entity_id` and `entity_type`, joined without a separator |
//! | not signed | everything else, including `entity_data`; the same signature fits every later event of that kind and entity. The signed texts have no separator, so the two types may only contain letters and `_`, and the id only digits; anything else is kept as unreadable |
//! | `entity_id` | number or string, depending on the kind of event |
//! | kind | `webhook_type` |
//! | id | none; the hash leaves out `numberTries`, `webhook_url` and `signature`, because they may differ between deliveries of one event |
//! | time | no field for the event itself. A check-in has its time in the reservation's `check_in_stamp`, a check-out in `check_out_stamp`, in unix seconds: the captures arrived in that second. No other kind is known to have a time |
//! | `numberTries` | not documented; a number, 1 in all captures. That it counts attempts is only inferred from its name |
//! | owner | `id`, `first_name`, `last_name` in the vendor's example of `email_sent`; `o_id`, `o_first`, `o_last` next to a reservation or an animal |
//! | animal | a reservation has the animal's id twice, in `a_id` and `animal_id` |
//! | empty map | `[]` |
//! | status codes | 200: processed; 403: not wanted (final); anything else: ten retries with growing delay |
//! | setup | one key and one list of URLs for the whole account; every event goes to every URL |
//! | unknown | payloads of `lead_created`, `checking_in`, `checking_out`, `owner_created`, `owner_edited`, `animal_created` and incidents; timeout, delays, what is sent when no key is set |

mod animal;
mod envelope;
mod incident;
mod lead;
mod location;
mod owner;
mod payment;
mod reservation;
mod shape;
mod transaction;

pub use self::animal::Animal;
pub use self::envelope::{Email, Recipient, SentMessage, Webhook};
pub use self::incident::Incident;
pub use self::lead::Lead;
pub use self::location::Location;
pub use self::owner::Owner;
pub use self::payment::{Allocation, Payment, PaymentInfo, Payments};
pub use self::reservation::{Form, Reservation};
pub use self::transaction::{Item, Modifier, Totals, Transaction};

use http::StatusCode;
use jiff::SignedDuration;
use serde_json::value::RawValue;

use super::{Hints, Kinds, Protection, Provider, Recurring, Registration};
use crate::event::{Identity, Reading};
use crate::payload::{Moment, typed, untyped};
use crate::receive::delivery::Verified;
use crate::receive::object::Object;
use crate::receive::outcome::Outcome;
use crate::receive::proof::{Proof, SignedField};
use crate::receive::refusal::ReadError;
use crate::vocabulary::{Action, Entity, Meaning};

/// Gingr's name in URLs, folders, tables and messages.
pub const NAME: &str = "gingr";

/// Fields that may differ between two deliveries of one event. The signature differs if the key
/// changed in between; the hash includes everything the signature covers.
const NOT_IDENTITY: [&str; 3] = [ATTEMPT, "signature", "webhook_url"];

/// Field with the number of the attempt, from 1. Captured deliveries have it, but no document does;
/// that it grows is only inferred from its name.
const ATTEMPT: &str = "numberTries";

/// Gingr.
pub static GINGR: Provider = Provider {
    name: NAME,
    title: "Gingr",
    proof: Proof::FieldsHmac {
        signature: "signature",
        signed: &[
            SignedField { name: "webhook_type", may_be_number: false },
            SignedField { name: "entity_id", may_be_number: true },
            SignedField { name: "entity_type", may_be_number: false },
        ],
    },
    protection: Protection {
        proof: "HMAC-SHA256 in the body field `signature`",
        covers: "type, id and entity type of the event",
        open: "all other fields; a captured signature fits every later event of the same kind and entity, with any data",
        identity: "hash of the body without `numberTries`, `webhook_url` and `signature`",
        retries: "10, with growing delay, on anything but 200 and 403; so 401 saves events while a key is rotated",
    },
    read,
    status,
    kinds: &[
        Kinds::typed::<Webhook<Reservation>>(&[
            "check_in",
            "check_out",
            "checking_in",
            "checking_out",
            "reservation_form_created",
            "reservation_form_edited",
        ]),
        Kinds::typed::<Webhook<Owner>>(&["owner_created", "owner_edited"]),
        Kinds::typed::<Webhook<Animal>>(&["animal_created", "animal_edited"]),
        Kinds::typed::<Webhook<Incident>>(&["incident_created", "incident_edited"]),
        Kinds::typed::<Webhook<Lead>>(&["lead_created"]),
        Kinds::typed::<SentMessage>(&["email_sent", "sms_sent", "notification_sent"]),
    ],
    shapes: shape::SHAPES,
    vocabulary: &[
        Meaning::of_kind("check_in", Action::CheckedIn, Entity::Reservation),
        Meaning::of_kind("check_out", Action::CheckedOut, Entity::Reservation),
        Meaning::of_kind("checking_in", Action::Other, Entity::Reservation),
        Meaning::of_kind("checking_out", Action::Other, Entity::Reservation),
        Meaning::of_kind("reservation_form_created", Action::Created, Entity::Reservation),
        Meaning::of_kind("reservation_form_edited", Action::Updated, Entity::Reservation),
        Meaning::of_kind("owner_created", Action::Created, Entity::Customer),
        Meaning::of_kind("owner_edited", Action::Updated, Entity::Customer),
        Meaning::of_kind("animal_created", Action::Created, Entity::Animal),
        Meaning::of_kind("animal_edited", Action::Updated, Entity::Animal),
        Meaning::of_kind("incident_created", Action::Created, Entity::Incident),
        Meaning::of_kind("incident_edited", Action::Updated, Entity::Incident),
        Meaning::of_kind("lead_created", Action::Created, Entity::Lead),
        Meaning::of_kind("email_sent", Action::Sent, Entity::Message),
        Meaning::of_kind("sms_sent", Action::Sent, Entity::Message),
        Meaning::of_kind("notification_sent", Action::Sent, Entity::Message),
    ],
    recurring: Some(Recurring {
        window: SignedDuration::from_mins(5),
        reason: "`numberTries` is larger in a retry than in the first attempt; the window covers what is \
                 delivered twice within one attempt",
        // Check-ins and check-outs carry their time. An entity is created only once.
        once: &[
            "check_in",
            "check_out",
            "owner_created",
            "animal_created",
            "incident_created",
            "lead_created",
            "reservation_form_created",
        ],
    }),
    own_id: None,
    kind_in_path: false,
    hints: Hints {
        unproven: Some("it is not signed: the body has no field `signature`"),
        prove: "enter the secret in Gingr: Admin » Custom Configurations » Webhook Signature Key",
        misplaced: None,
        unknown_kind: None,
    },
    registration: Registration::Steps(&[
        "In Gingr, open Admin » Custom Configurations.",
        "Webhook URL: {url} (several URLs are separated by commas)",
        "Webhook Signature Key: {secret} (it is one key for the whole account)",
    ]),
};

fn read(delivery: &Verified) -> Result<Reading, ReadError> {
    let body = Object::parse(delivery.body())?;
    body.each_once(&["webhook_type", "entity_id", "entity_type", "entity_data"])?;
    let kind = body.required("webhook_type")?.into_owned();
    unambiguous(&body)?;
    let subject = match (body.required("entity_type"), body.required("entity_id")) {
        (Ok(entity), Ok(id)) => Some(format!("{entity}/{id}")),
        _ => None,
    };
    let time = own_time(&kind).and_then(|field| body.object("entity_data")?.text(field));
    Ok(Reading {
        kind,
        subject,
        identity: Identity::from_content(&body, &NOT_IDENTITY),
        occurred_at: time.and_then(|time| Moment::parse(&time).zoned()),
        attempt: body.text(ATTEMPT).and_then(|attempt| attempt.parse().ok()),
        action: None,
    })
}

/// Returns the entity's field with the time of the event. None for kinds without a known one.
fn own_time(kind: &str) -> Option<&'static str> {
    match kind {
        "check_in" => Some("check_in_stamp"),
        "check_out" => Some("check_out_stamp"),
        _ => None,
    }
}

/// Restricts the signed fields to letters, digits, letters, so their concatenation splits in only
/// one way. Otherwise the signature of `check_in`, `26361`, `reservation` would also fit
/// `check_in`, `2636`, `1reservation`.
fn unambiguous(body: &Object<'_>) -> Result<(), ReadError> {
    let word = |c: char| c.is_ascii_alphabetic() || c == '_';
    let hold = |name: &'static str, allowed: fn(char) -> bool| {
        let text = body.text(name).unwrap_or_default();
        if !text.is_empty() && text.chars().all(allowed) { Ok(()) } else { Err(ReadError::Ambiguous(name)) }
    };
    hold("webhook_type", word)?;
    hold("entity_id", |c| c.is_ascii_digit())?;
    hold("entity_type", word)
}

/// Returns Gingr's documented 403 for an unwanted kind. 403 is final, so a refusal stays 401:
/// during a key rotation, the ten retries save the event.
fn status(outcome: &Outcome) -> StatusCode {
    match outcome {
        Outcome::Unwanted => StatusCode::FORBIDDEN,
        other => other.status(),
    }
}

/// A payload from Gingr.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Payload {
    /// `check_in`: a reservation was checked in.
    CheckIn(Box<Webhook<Reservation>>),
    /// `check_out`: a reservation was checked out.
    CheckOut(Box<Webhook<Reservation>>),
    /// `checking_in`: someone is about to check a reservation in.
    CheckingIn(Box<Webhook<Reservation>>),
    /// `checking_out`: a reservation was put into the shopping cart.
    CheckingOut(Box<Webhook<Reservation>>),
    /// `reservation_form_created` (not in the vendor's list)
    ReservationFormCreated(Box<Webhook<Reservation>>),
    /// `reservation_form_edited` (not in the vendor's list)
    ReservationFormEdited(Box<Webhook<Reservation>>),
    /// `owner_created`
    OwnerCreated(Box<Webhook<Owner>>),
    /// `owner_edited`
    OwnerEdited(Box<Webhook<Owner>>),
    /// `animal_created`
    AnimalCreated(Box<Webhook<Animal>>),
    /// `animal_edited`
    AnimalEdited(Box<Webhook<Animal>>),
    /// `incident_created`
    IncidentCreated(Box<Webhook<Incident>>),
    /// `incident_edited`
    IncidentEdited(Box<Webhook<Incident>>),
    /// `lead_created`: a lead form was filled out. Its fields are not documented.
    LeadCreated(Box<Webhook<Lead>>),
    /// `email_sent`: the system sent an email.
    EmailSent(Box<SentMessage>),
    /// `sms_sent` (not in the vendor's list)
    SmsSent(Box<SentMessage>),
    /// `notification_sent` (not in the vendor's list)
    NotificationSent(Box<SentMessage>),
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
            "check_in" => Payload::CheckIn(typed(body)?),
            "check_out" => Payload::CheckOut(typed(body)?),
            "checking_in" => Payload::CheckingIn(typed(body)?),
            "checking_out" => Payload::CheckingOut(typed(body)?),
            "reservation_form_created" => Payload::ReservationFormCreated(typed(body)?),
            "reservation_form_edited" => Payload::ReservationFormEdited(typed(body)?),
            "owner_created" => Payload::OwnerCreated(typed(body)?),
            "owner_edited" => Payload::OwnerEdited(typed(body)?),
            "animal_created" => Payload::AnimalCreated(typed(body)?),
            "animal_edited" => Payload::AnimalEdited(typed(body)?),
            "incident_created" => Payload::IncidentCreated(typed(body)?),
            "incident_edited" => Payload::IncidentEdited(typed(body)?),
            "lead_created" => Payload::LeadCreated(typed(body)?),
            "email_sent" => Payload::EmailSent(typed(body)?),
            "sms_sent" => Payload::SmsSent(typed(body)?),
            "notification_sent" => Payload::NotificationSent(typed(body)?),
            _ => Payload::Unknown(untyped(body)?),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::receive::refusal::RefusalReason;

    #[test]
    fn answers() {
        fn check(outcome: Outcome, expected: u16) {
            assert_eq!(status(&outcome).as_u16(), expected, "{outcome}");
        }
        check(Outcome::Stored, 200);
        check(Outcome::Duplicate, 200);
        check(Outcome::Unreadable(ReadError::Empty), 200);
        check(Outcome::Unwanted, 403);
        check(Outcome::Refused(RefusalReason::SignatureMismatch), 401);
        check(Outcome::Unavailable, 503);
    }
}
