//! Gingr: software for pet care (boarding, daycare, grooming).
//!
//! Documentation: <https://support.gingrapp.com/hc/en-us/articles/25660010986125> (events, signature, answers),
//! <https://support.gingrapp.com/hc/en-us/articles/25659829911565> (data),
//! <https://support.gingrapp.com/hc/en-us/articles/25660732990477> (set-up).
//!
//! | wire fact | |
//! |---|---|
//! | signature | body field `signature`, 64 hex digits: HMAC-SHA256 over `webhook_type`, `entity_id` and `entity_type`, joined without separator |
//! | not signed | everything else, `entity_data` included; the same signature fits every later event of that kind and entity. As nothing separates the signed texts, only letters, digits, letters are read; anything else is kept as unreadable |
//! | `entity_id` | number or string, depending on the kind of event |
//! | kind | `webhook_type` |
//! | id, time | none; `numberTries`, `webhook_url` and `signature` are left out of the hash because they may differ between deliveries of one event |
//! | answers | 200 done, 403 not wanted (final), all others: ten retries with growing delay |
//! | set-up | one key and a list of URLs for the whole account; every event goes to every URL |
//! | unknown | payloads of leads and most of owners, animals and incidents; time-out, delays, what is sent when no key is set |

use std::collections::BTreeMap;

use http::StatusCode;
use jiff::SignedDuration;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::{Hints, Kinds, Protection, Provider, Recurring, Registration};
use crate::event::{Identity, Reading};
use crate::payload::{Flag, Moment, tolerant, typed, untyped};
use crate::receive::delivery::Verified;
use crate::receive::object::Object;
use crate::receive::outcome::Outcome;
use crate::receive::proof::{Proof, SignedField};
use crate::receive::refusal::ReadError;

/// The one word that names Gingr everywhere.
pub const NAME: &str = "gingr";

/// Fields that may differ between two deliveries of one event. The signature does when a new key came between them; what it
/// covers is in the hash anyway.
const NOT_IDENTITY: [&str; 3] = [ATTEMPT, "signature", "webhook_url"];

/// Which attempt a delivery is, from 1. Captured deliveries have it, no document names it: that it grows is known by its name
/// only.
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
        Kinds::typed::<Webhook<Map<String, Value>>>(&["lead_created"]),
        Kinds::typed::<SentMessage>(&["email_sent", "sms_sent", "notification_sent"]),
    ],
    recurring: Some(Recurring {
        window: SignedDuration::from_mins(5),
        reason: "a retry is told by `numberTries`, which is larger than the first attempt's; the window covers what is \
                 delivered twice within one attempt",
        // A check-in and a check-out carry their time; a thing is created once.
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
    let kind = body.required("webhook_type")?.into_owned();
    unambiguous(&body)?;
    let subject = match (body.required("entity_type"), body.required("entity_id")) {
        (Ok(entity), Ok(id)) => Some(format!("{entity}/{id}")),
        _ => None,
    };
    Ok(Reading {
        kind,
        subject,
        identity: Identity::from_content(&body, &NOT_IDENTITY),
        occurred_at: None,
        attempt: body.text(ATTEMPT).and_then(|attempt| attempt.parse().ok()),
    })
}

/// Holds the signed fields to the forms in which they can be cut in one place only: letters, digits, letters. Otherwise
/// the signature of `check_in`, `26361`, `reservation` would also fit `check_in`, `2636`, `1reservation`.
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

/// 403 is Gingr's documented way to say "not wanted", and it is final. For that reason a refusal stays 401: while a key is
/// being rotated the ten retries are what saves the event.
fn status(outcome: &Outcome) -> StatusCode {
    match outcome {
        Outcome::Unwanted => StatusCode::FORBIDDEN,
        other => other.status(),
    }
}

/// What Gingr sends.
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
    LeadCreated(Box<Webhook<Map<String, Value>>>),
    /// `email_sent`: the system sent an email.
    EmailSent(Box<SentMessage>),
    /// `sms_sent` (not in the vendor's list)
    SmsSent(Box<SentMessage>),
    /// `notification_sent` (not in the vendor's list)
    NotificationSent(Box<SentMessage>),
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

/// The envelope of an event.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "{T}Event"))]
#[serde(bound = "T: DeserializeOwned")]
#[non_exhaustive]
pub struct Webhook<T> {
    /// The kind of event.
    pub webhook_type: String,
    /// Id of what the event is about.
    pub entity_id: String,
    /// What the event is about: `reservation`, `animal`, `owner`, ….
    pub entity_type: String,
    /// The entity as it is now. Not signed.
    pub entity_data: Option<T>,
    /// Which attempt this is, from 1.
    #[serde(rename = "numberTries")]
    pub number_tries: Option<String>,
    /// Fields that were not known when this was written.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// The envelope of a message that Gingr sent to an owner.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Message"))]
#[non_exhaustive]
pub struct SentMessage {
    /// The kind of event.
    pub webhook_type: String,
    /// Id of the owner.
    pub entity_id: String,
    /// `owner`.
    pub entity_type: String,
    /// The owner.
    pub entity_data: Option<Owner>,
    /// What was sent.
    pub email_data: Option<Email>,
    /// To whom.
    #[serde(default)]
    pub recipients: Vec<Recipient>,
    /// Fields that were not known when this was written.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// The content of an email.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct Email {
    /// Subject line.
    pub subject: Option<String>,
    /// Body, in HTML.
    pub value: Option<String>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// Who got an email.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct Recipient {
    /// Name.
    pub name: Option<String>,
    /// Address.
    pub email: Option<String>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// A reservation, with its animal and owner: the most useful of about 92 fields.
///
/// Gingr writes nearly all of them as strings. `_stamp` and `_date` fields are unix seconds in decimal.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct Reservation {
    /// Id of the reservation.
    pub r_id: Option<String>,
    /// Id of the animal.
    pub animal_id: Option<String>,
    /// Name of the animal.
    pub animal_name: Option<String>,
    /// Breed of the animal.
    pub breed_name: Option<String>,
    /// Id of the owner.
    pub o_id: Option<String>,
    /// First name of the owner.
    pub o_first: Option<String>,
    /// Last name of the owner.
    pub o_last: Option<String>,
    /// Email address of the owner.
    pub email: Option<String>,
    /// Mobile number of the owner.
    pub cell_phone: Option<String>,
    /// Begin, unix seconds.
    pub start_date: Option<String>,
    /// End, unix seconds.
    pub end_date: Option<String>,
    /// Begin; seen with an offset and as local time.
    pub start_date_iso: Option<Moment>,
    /// End; seen with an offset and as local time.
    pub end_date_iso: Option<Moment>,
    /// When it was checked in, unix seconds.
    pub check_in_stamp: Option<String>,
    /// When it was checked out, unix seconds.
    pub check_out_stamp: Option<String>,
    /// When it was cancelled, unix seconds.
    pub cancel_stamp: Option<String>,
    /// What was reserved, in words.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// Id of what was reserved.
    pub type_id: Option<String>,
    /// Id of the location.
    pub location_id: Option<String>,
    /// Name of the location.
    pub location_name: Option<String>,
    /// Price before discounts, in decimal.
    pub base_rate: Option<String>,
    /// Price, in decimal.
    pub final_rate: Option<String>,
    /// Notes, may hold HTML.
    pub r_notes: Option<String>,
    /// What was paid; only at `check_out`.
    pub transaction: Option<Transaction>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// What was paid at check-out.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct Transaction {
    /// State of the invoice.
    pub invoice_status: Option<Value>,
    /// Single payments by their id. A number `deposit` stands among them.
    #[serde(deserialize_with = "tolerant::keyed")]
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Keyed"))]
    pub detailed_payments: BTreeMap<String, Value>,
    /// Payments by item.
    #[serde(deserialize_with = "tolerant::keyed")]
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::Keyed"))]
    pub payment_items: BTreeMap<String, Value>,
    /// What was bought.
    pub items: Vec<Map<String, Value>>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// An owner.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct Owner {
    /// Id of the owner.
    pub id: Option<String>,
    /// First name.
    pub first_name: Option<String>,
    /// Last name.
    pub last_name: Option<String>,
    /// Email address.
    pub email: Option<String>,
    /// Landline number.
    pub home_phone: Option<String>,
    /// Mobile number.
    pub cell_phone: Option<String>,
    /// Id of the location.
    pub home_location: Option<String>,
    /// What the owner owes, in decimal.
    pub current_balance: Option<String>,
    /// Whether the owner wants no email.
    pub opt_out_email: Option<Flag>,
    /// Whether the owner wants no text messages.
    pub opt_out_sms: Option<Flag>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// An animal, with its owner (`o_…`).
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct Animal {
    /// Id of the animal.
    pub a_id: Option<String>,
    /// Name.
    pub animal_name: Option<String>,
    /// Species in words.
    pub species_name: Option<String>,
    /// Breed in words.
    pub breed_name: Option<String>,
    /// Sex in words.
    pub gender: Option<String>,
    /// Whether it is neutered.
    pub fixed: Option<Flag>,
    /// Whether it may not come any more.
    pub banned: Option<Flag>,
    /// Birthday, unix seconds.
    pub birthday: Option<String>,
    /// Id of the owner.
    pub o_id: Option<String>,
    /// First name of the owner.
    pub o_first: Option<String>,
    /// Last name of the owner.
    pub o_last: Option<String>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// An incident with an animal. The vendor documents no fields; these are what its users read.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct Incident {
    /// Id of the incident.
    pub id: Option<String>,
    /// Id of the animal.
    pub animal_id: Option<String>,
    /// Name of the animal.
    pub animal_name: Option<String>,
    /// Id of the owner.
    pub o_id: Option<String>,
    /// What happened, in words.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// Notes, may hold HTML.
    pub notes: Option<String>,
    /// Who reported it.
    pub created_by: Option<String>,
    /// When it was reported.
    pub created_at: Option<Moment>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
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
