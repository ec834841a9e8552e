//! Gingr: software for pet care (boarding, daycare, grooming).
//!
//! Documentation: <https://support.gingrapp.com/hc/en-us/articles/25660010986125> (events, signature, answers),
//! <https://support.gingrapp.com/hc/en-us/articles/25659829911565> (data),
//! <https://support.gingrapp.com/hc/en-us/articles/25660732990477> (set-up).
//!
//! | wire fact | |
//! |---|---|
//! | signature | body field `signature`, 64 hex digits: HMAC-SHA256 over `webhook_type`, `entity_id` and `entity_type`, joined without separator |
//! | not signed | everything else, `entity_data` included; the same signature fits every later event of that kind and entity |
//! | `entity_id` | number or string, depending on the kind of event |
//! | kind | `webhook_type` |
//! | id, time | none; `numberTries`, `webhook_url` and `signature` are left out of the hash because they may differ between deliveries of one event |
//! | answers | 200 done, 403 not wanted (final), all others: ten retries with growing delay |
//! | set-up | one key and a list of URLs for the whole account; every event goes to every URL |
//! | unknown | payloads of leads and most of owners, animals and incidents; time-out, delays, what is sent when no key is set |

use http::StatusCode;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use crate::delivery::{Delivery, Verified};
use crate::object::Object;
use crate::outcome::Outcome;
use crate::provider::{Identity, Protection, Provider, Reading, Verification};
use crate::rejection::{Refusal, Unreadable};
use crate::signature::Claim;
use crate::wire::{Flag, Keyed, Maybe, Moment, OneOrMany, Text, boxed};

/// All that is read of a body before it is verified: the signature, and what it covers.
pub(crate) const PROOF: [&str; 4] = ["signature", "webhook_type", "entity_id", "entity_type"];
/// Fields that may differ between two deliveries of one event. The signature does when a new key came between them; what it
/// covers is in the hash anyway.
const NOT_IDENTITY: [&str; 3] = ["numberTries", "signature", "webhook_url"];

/// Gingr.
pub struct Gingr;

impl Provider for Gingr {
    const NAME: &'static str = "gingr";
    const VERIFICATION: Verification = Verification::Fields;
    const PROTECTION: Protection = Protection {
        proof: "HMAC-SHA256 in the body field `signature`",
        covers: "type, id and entity type of the event",
        open: "all other fields; a captured signature fits every later event of the same kind and entity, with any data",
        identity: "hash of the body without `numberTries`, `webhook_url` and `signature`",
        retries: "10, with growing delay, on anything but 200 and 403; so 401 saves events while a key is rotated",
    };
    type Payload = Payload;

    fn claim(delivery: &Delivery) -> Result<Claim<'_>, Refusal> {
        let body = Object::parse_only(&delivery.body, &PROOF).map_err(|_| Refusal::BodyNotAnObject)?;
        let presented = quoted(single(&body, "signature")?).ok_or(Refusal::FieldMalformed("signature"))?;
        Claim::hmac(signed(&body)?.concat().into_bytes(), presented, presented)
    }

    fn read(delivery: &Verified) -> Result<Reading, Unreadable> {
        let body = Object::parse(delivery.body())?;
        let kind = body.required("webhook_type")?.into_owned();
        let subject = match (body.required("entity_type"), body.required("entity_id")) {
            (Ok(entity), Ok(id)) => Some(format!("{entity}/{id}")),
            _ => None,
        };
        Ok(Reading { kind, subject, identity: Identity::of_content(&body, &NOT_IDENTITY), occurred_at: None })
    }

    fn payload(kind: &str, body: &[u8]) -> Result<Payload, serde_json::Error> {
        Ok(match kind {
            "check_in" => Payload::CheckIn(boxed(body)?),
            "check_out" => Payload::CheckOut(boxed(body)?),
            "checking_in" => Payload::CheckingIn(boxed(body)?),
            "checking_out" => Payload::CheckingOut(boxed(body)?),
            "reservation_form_created" => Payload::ReservationFormCreated(boxed(body)?),
            "reservation_form_edited" => Payload::ReservationFormEdited(boxed(body)?),
            "owner_created" => Payload::OwnerCreated(boxed(body)?),
            "owner_edited" => Payload::OwnerEdited(boxed(body)?),
            "animal_created" => Payload::AnimalCreated(boxed(body)?),
            "animal_edited" => Payload::AnimalEdited(boxed(body)?),
            "incident_created" => Payload::IncidentCreated(boxed(body)?),
            "incident_edited" => Payload::IncidentEdited(boxed(body)?),
            "lead_created" => Payload::LeadCreated(boxed(body)?),
            "email_sent" => Payload::EmailSent(boxed(body)?),
            "sms_sent" => Payload::SmsSent(boxed(body)?),
            "notification_sent" => Payload::NotificationSent(boxed(body)?),
            _ => Payload::Unknown(boxed(body)?),
        })
    }

    /// 403 is Gingr's documented way to say "not wanted", and it is final. For that reason a refusal stays 401: while a
    /// key is being rotated the ten retries are what saves the event.
    fn status(outcome: &Outcome) -> StatusCode {
        match outcome {
            Outcome::Unwanted => StatusCode::FORBIDDEN,
            other => other.status(),
        }
    }
}

/// The texts that are signed, one after the other.
pub(crate) fn signed(body: &Object<'_>) -> Result<[String; 3], Refusal> {
    Ok([
        signed_text(body, "webhook_type", Shape::String)?,
        signed_text(body, "entity_id", Shape::StringOrNumber)?,
        signed_text(body, "entity_type", Shape::String)?,
    ])
}

/// What a signed field may be.
#[derive(PartialEq)]
enum Shape {
    String,
    StringOrNumber,
}

/// A field's value as received. Parsers differ in which of two equal names counts, so there must be one.
fn single<'a>(body: &Object<'a>, name: &'static str) -> Result<&'a str, Refusal> {
    match body.count(name) {
        0 | 1 => body.raw(name).ok_or(Refusal::FieldMissing(name)),
        _ => Err(Refusal::FieldMalformed(name)),
    }
}

fn signed_text(body: &Object<'_>, name: &'static str, shape: Shape) -> Result<String, Refusal> {
    let raw = single(body, name)?;
    let fits = raw.starts_with('"') || shape == Shape::StringOrNumber;
    let text = body.text(name).filter(|_| fits);
    text.map(Into::into).ok_or(Refusal::FieldMalformed(name))
}

/// What stands between the quotation marks, escapes as they are: hex digits need none.
fn quoted(raw: &str) -> Option<&str> {
    raw.strip_prefix('"')?.strip_suffix('"')
}

/// What Gingr sends.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Payload {
    /// `check_in`: a reservation was checked in.
    CheckIn(Box<Event<Reservation>>),
    /// `check_out`: a reservation was checked out.
    CheckOut(Box<Event<Reservation>>),
    /// `checking_in`: someone is about to check a reservation in.
    CheckingIn(Box<Event<Reservation>>),
    /// `checking_out`: a reservation was put into the shopping cart.
    CheckingOut(Box<Event<Reservation>>),
    /// `reservation_form_created` (not in the vendor's list)
    ReservationFormCreated(Box<Event<Reservation>>),
    /// `reservation_form_edited` (not in the vendor's list)
    ReservationFormEdited(Box<Event<Reservation>>),
    /// `owner_created`
    OwnerCreated(Box<Event<Owner>>),
    /// `owner_edited`
    OwnerEdited(Box<Event<Owner>>),
    /// `animal_created`
    AnimalCreated(Box<Event<Animal>>),
    /// `animal_edited`
    AnimalEdited(Box<Event<Animal>>),
    /// `incident_created`
    IncidentCreated(Box<Event<Incident>>),
    /// `incident_edited`
    IncidentEdited(Box<Event<Incident>>),
    /// `lead_created`: a lead form was filled out. Its fields are not documented.
    LeadCreated(Box<Event<Map<String, Value>>>),
    /// `email_sent`: the system sent an email.
    EmailSent(Box<Message>),
    /// `sms_sent` (not in the vendor's list)
    SmsSent(Box<Message>),
    /// `notification_sent` (not in the vendor's list)
    NotificationSent(Box<Message>),
    /// A kind that was not known when this was written.
    Unknown(Box<RawValue>),
}

/// The envelope of an event.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "{T}Event"))]
#[serde(bound = "T: DeserializeOwned")]
pub struct Event<T> {
    /// The kind of event.
    pub webhook_type: String,
    /// Id of what the event is about.
    pub entity_id: Text,
    /// What the event is about: `reservation`, `animal`, `owner`, ….
    pub entity_type: String,
    /// The entity as it is now. Not signed.
    #[serde(default)]
    pub entity_data: Maybe<T>,
    /// Which attempt this is, from 1.
    #[serde(rename = "numberTries")]
    pub number_tries: Option<Text>,
    /// Fields that were not known when this was written.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// The envelope of a message that Gingr sent to an owner.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Message {
    /// The kind of event.
    pub webhook_type: String,
    /// Id of the owner.
    pub entity_id: Text,
    /// `owner`.
    pub entity_type: String,
    /// The owner.
    #[serde(default)]
    pub entity_data: Maybe<Owner>,
    /// What was sent.
    #[serde(default)]
    pub email_data: Maybe<Email>,
    /// To whom.
    #[serde(default)]
    pub recipients: OneOrMany<Recipient>,
    /// Fields that were not known when this was written.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// The content of an email.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Email {
    /// Subject line.
    pub subject: Maybe<Text>,
    /// Body, in HTML.
    pub value: Maybe<Text>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// Who got an email.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Recipient {
    /// Name.
    pub name: Maybe<Text>,
    /// Address.
    pub email: Maybe<Text>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// A reservation, with its animal and owner: the most telling of about 92 fields.
///
/// Gingr writes nearly all of them as strings. `_stamp` and `_date` fields are unix seconds in decimal.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Reservation {
    /// Id of the reservation.
    pub r_id: Maybe<Text>,
    /// Id of the animal.
    pub animal_id: Maybe<Text>,
    /// Name of the animal.
    pub animal_name: Maybe<Text>,
    /// Breed of the animal.
    pub breed_name: Maybe<Text>,
    /// Id of the owner.
    pub o_id: Maybe<Text>,
    /// First name of the owner.
    pub o_first: Maybe<Text>,
    /// Last name of the owner.
    pub o_last: Maybe<Text>,
    /// Email address of the owner.
    pub email: Maybe<Text>,
    /// Mobile number of the owner.
    pub cell_phone: Maybe<Text>,
    /// Begin, unix seconds.
    pub start_date: Maybe<Text>,
    /// End, unix seconds.
    pub end_date: Maybe<Text>,
    /// Begin; seen with an offset and as local time.
    pub start_date_iso: Maybe<Moment>,
    /// End; seen with an offset and as local time.
    pub end_date_iso: Maybe<Moment>,
    /// When it was checked in, unix seconds.
    pub check_in_stamp: Maybe<Text>,
    /// When it was checked out, unix seconds.
    pub check_out_stamp: Maybe<Text>,
    /// When it was cancelled, unix seconds.
    pub cancel_stamp: Maybe<Text>,
    /// What was reserved, in words.
    #[serde(rename = "type")]
    pub kind: Maybe<Text>,
    /// Id of what was reserved.
    pub type_id: Maybe<Text>,
    /// Id of the location.
    pub location_id: Maybe<Text>,
    /// Name of the location.
    pub location_name: Maybe<Text>,
    /// Price before discounts, in decimal.
    pub base_rate: Maybe<Text>,
    /// Price, in decimal.
    pub final_rate: Maybe<Text>,
    /// Notes, may hold HTML.
    pub r_notes: Maybe<Text>,
    /// What was paid; only at `check_out`.
    pub transaction: Maybe<Transaction>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// What was paid at check-out.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Transaction {
    /// State of the invoice.
    pub invoice_status: Maybe<Value>,
    /// Single payments by their id. A number `deposit` stands among them.
    pub detailed_payments: Keyed<Map<String, Value>>,
    /// Payments by item.
    pub payment_items: Keyed<Map<String, Value>>,
    /// What was bought.
    pub items: OneOrMany<Map<String, Value>>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// An owner.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Owner {
    /// Id of the owner.
    pub id: Maybe<Text>,
    /// First name.
    pub first_name: Maybe<Text>,
    /// Last name.
    pub last_name: Maybe<Text>,
    /// Email address.
    pub email: Maybe<Text>,
    /// Landline number.
    pub home_phone: Maybe<Text>,
    /// Mobile number.
    pub cell_phone: Maybe<Text>,
    /// Id of the location.
    pub home_location: Maybe<Text>,
    /// What the owner owes, in decimal.
    pub current_balance: Maybe<Text>,
    /// Whether the owner wants no email.
    pub opt_out_email: Maybe<Flag>,
    /// Whether the owner wants no text messages.
    pub opt_out_sms: Maybe<Flag>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// An animal, with its owner (`o_…`).
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Animal {
    /// Id of the animal.
    pub a_id: Maybe<Text>,
    /// Name.
    pub animal_name: Maybe<Text>,
    /// Species in words.
    pub species_name: Maybe<Text>,
    /// Breed in words.
    pub breed_name: Maybe<Text>,
    /// Sex in words.
    pub gender: Maybe<Text>,
    /// Whether it is neutered.
    pub fixed: Maybe<Flag>,
    /// Whether it may not come any more.
    pub banned: Maybe<Flag>,
    /// Birthday, unix seconds.
    pub birthday: Maybe<Text>,
    /// Id of the owner.
    pub o_id: Maybe<Text>,
    /// First name of the owner.
    pub o_first: Maybe<Text>,
    /// Last name of the owner.
    pub o_last: Maybe<Text>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// An incident with an animal. The vendor documents no fields; these are what its users read.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Incident {
    /// Id of the incident.
    pub id: Maybe<Text>,
    /// Id of the animal.
    pub animal_id: Maybe<Text>,
    /// Name of the animal.
    pub animal_name: Maybe<Text>,
    /// Id of the owner.
    pub o_id: Maybe<Text>,
    /// What happened, in words.
    #[serde(rename = "type")]
    pub kind: Maybe<Text>,
    /// Notes, may hold HTML.
    pub notes: Maybe<Text>,
    /// Who reported it.
    pub created_by: Maybe<Text>,
    /// When it was reported.
    pub created_at: Maybe<Moment>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers() {
        fn check(outcome: Outcome, status: u16) {
            assert_eq!(Gingr::status(&outcome).as_u16(), status, "{outcome}");
        }
        check(Outcome::Stored, 200);
        check(Outcome::Duplicate, 200);
        check(Outcome::Unreadable(Unreadable::Empty), 200);
        check(Outcome::Unwanted, 403);
        check(Outcome::Refused(Refusal::SignatureMismatch), 401);
        check(Outcome::Unavailable, 503);
    }
}
