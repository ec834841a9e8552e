//! Owners, animals and incidents.
//!
//! An owner is known from the [vendor's example](https://support.gingrapp.com/hc/en-us/articles/25659829911565) of
//! `email_sent`, an animal from a [capture](https://github.com/QCCanine/gingr-webhook/tree/main/events) of
//! `animal_edited`, and an incident only from what the vendor's users read.

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::payload::{Flag, Moment};

/// An owner.
///
/// The vendor's example has `id`, `first_name` and `last_name`; where other payloads name an owner, it is `o_id`, `o_first`
/// and `o_last`. What `owner_created` and `owner_edited` have is not known, so both are read: [`Owner::id`],
/// [`Owner::first_name`] and [`Owner::last_name`] give what is there.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct Owner {
    /// Id of the owner.
    pub id: Option<String>,
    /// Id of the owner, in the other form.
    pub o_id: Option<String>,
    /// First name.
    pub first_name: Option<String>,
    /// First name, in the other form.
    pub o_first: Option<String>,
    /// Last name.
    pub last_name: Option<String>,
    /// Last name, in the other form.
    pub o_last: Option<String>,
    /// Street and number.
    pub address_1: Option<String>,
    /// Second line's address.
    pub address_2: Option<String>,
    /// City.
    pub city: Option<String>,
    /// State.
    pub state: Option<String>,
    /// Postal code.
    pub zip: Option<String>,
    /// Email address.
    pub email: Option<String>,
    /// Landline number.
    pub home_phone: Option<String>,
    /// Mobile number.
    pub cell_phone: Option<String>,
    /// Whom to call in an emergency.
    pub emergency_contact_name: Option<String>,
    /// Number to call in an emergency.
    pub emergency_contact_phone: Option<String>,
    /// Notes; may hold HTML.
    pub notes: Option<String>,
    /// Id of the location.
    pub home_location: Option<String>,
    /// What the owner owes, in decimal.
    pub current_balance: Option<String>,
    /// Id of how the owner usually pays.
    pub default_payment_method_fk: Option<String>,
    /// Whether the owner wants no email.
    pub opt_out_email: Option<Flag>,
    /// Whether the owner wants no text messages.
    pub opt_out_sms: Option<Flag>,
    /// Whether the owner wants no marketing by email.
    pub opt_out_marketing_email: Option<Flag>,
    /// Whether the owner wants no marketing by text message.
    pub opt_out_marketing_sms: Option<Flag>,
    /// Whether the owner wants no photos to be shared.
    pub opt_out_photo_sharing: Option<Flag>,
    /// Whether the owner wants no reminders by email.
    pub opt_out_reminder_email: Option<Flag>,
    /// Whether the owner wants no reminders by text message.
    pub opt_out_reminder_sms: Option<Flag>,
    /// Where the owner lives, in degrees.
    pub latitude: Option<String>,
    /// Where the owner lives, in degrees.
    pub longitude: Option<String>,
    /// Id of the payment processor.
    pub payment_processor_id: Option<String>,
    /// Id of the owner at Stripe.
    pub stripe_customer_id: Option<String>,
    /// The owner's card at Stripe; only seen as null.
    pub stripe_default_card: Option<String>,
    /// A key of the owner; what for is not documented.
    pub key: Option<String>,
    /// A token of the owner; what for is not documented.
    pub form_token: Option<String>,
    /// Id of the owner in another system; which is not documented.
    pub kl_owner_id: Option<String>,
    /// Barcode; only seen as null.
    pub barcode: Option<String>,
    /// Whether the owner may log in to the customer portal.
    pub allow_online_login: Option<Flag>,
    /// When the record was created, in unix seconds.
    pub created_at: Option<Moment>,
    /// Who created the record.
    pub created_by: Option<String>,
    /// Fields that were not known when this was written.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl Owner {
    /// Id of the owner, in whichever form it came.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref().or(self.o_id.as_deref())
    }

    /// First name, in whichever form it came.
    #[must_use]
    pub fn first_name(&self) -> Option<&str> {
        self.first_name.as_deref().or(self.o_first.as_deref())
    }

    /// Last name, in whichever form it came.
    #[must_use]
    pub fn last_name(&self) -> Option<&str> {
        self.last_name.as_deref().or(self.o_last.as_deref())
    }
}

/// An animal, with its owner (`o_…` and others).
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct Animal {
    /// Id of the animal.
    pub a_id: Option<String>,
    /// Name.
    pub animal_name: Option<String>,
    /// Sex in words.
    pub gender: Option<String>,
    /// Whether it is neutered.
    pub fixed: Option<Flag>,
    /// Whether it is a special guest.
    pub vip: Option<Flag>,
    /// Whether it may not come any more.
    pub banned: Option<Flag>,
    /// What it has to take.
    pub medicines: Option<String>,
    /// What it does not tolerate; may hold HTML.
    pub allergies: Option<String>,
    /// URL of its picture.
    pub image: Option<String>,
    /// Id of the species.
    pub species_id: Option<String>,
    /// Species in words.
    pub species_name: Option<String>,
    /// Id of the breed.
    pub breed_id: Option<String>,
    /// Breed in words.
    pub breed_name: Option<String>,
    /// Notes; may hold HTML.
    pub a_notes: Option<String>,
    /// Notes on grooming; may hold HTML.
    pub grooming_notes: Option<String>,
    /// Birthday, in unix seconds.
    pub birthday: Option<Moment>,
    /// A number; whether it is a weight or the id of a class is not documented.
    pub weight: Option<String>,
    /// Its weight.
    pub animal_weight: Option<String>,
    /// Temperament; only seen as null.
    pub temperment_type: Option<String>,
    /// Whether pricing rules apply.
    pub pricing_rules_apply: Option<Flag>,
    /// When the next immunization expires, in unix seconds.
    pub next_immunization_expiration: Option<Moment>,
    /// Id of how it is fed. In a [`Reservation`](super::Reservation) the same name holds words.
    pub feeding_method: Option<String>,
    /// Id of what it is fed. In a [`Reservation`](super::Reservation) the same name holds words.
    pub feeding_type: Option<String>,
    /// Notes on feeding.
    pub feeding_notes: Option<String>,
    /// When it is fed: `AM,PM`.
    pub feeding_time: Option<String>,
    /// How much it is fed, for each time: `2,2`.
    pub feeding_amount: Option<String>,
    /// How it is fed, in words.
    pub method: Option<String>,
    /// Abbreviation of what stands in `name`.
    pub code: Option<String>,
    /// Name of a way to feed; not the animal's.
    pub name: Option<String>,
    /// When its record was created, in unix seconds.
    pub animal_created_at: Option<Moment>,
    /// Who created its record.
    pub animal_created_by: Option<String>,
    /// Id of the owner.
    pub o_id: Option<String>,
    /// First name of the owner.
    pub o_first: Option<String>,
    /// Last name of the owner.
    pub o_last: Option<String>,
    /// Street and number of the owner.
    pub address_1: Option<String>,
    /// Second line of the owner's address.
    pub address_2: Option<String>,
    /// City of the owner.
    pub city: Option<String>,
    /// State of the owner.
    pub state: Option<String>,
    /// Postal code of the owner.
    pub zip: Option<String>,
    /// Email address of the owner.
    pub email: Option<String>,
    /// Landline number of the owner.
    pub home_phone: Option<String>,
    /// Mobile number of the owner.
    pub cell_phone: Option<String>,
    /// Whom to call in an emergency.
    pub emergency_contact_name: Option<String>,
    /// Number to call in an emergency.
    pub emergency_contact_phone: Option<String>,
    /// Notes on the owner; may hold HTML.
    pub o_notes: Option<String>,
    /// What the owner owes, in decimal.
    pub current_balance: Option<String>,
    /// Id of the owner's location.
    pub home_location: Option<String>,
    /// How the owner usually pays; only seen as null.
    pub default_payment_method: Option<Value>,
    /// Id of the owner at Stripe.
    pub stripe_customer_id: Option<String>,
    /// Barcode; only seen as null.
    pub barcode: Option<String>,
    /// Id of the veterinarian.
    pub vet_id: Option<String>,
    /// Name of the veterinarian.
    pub vet_name: Option<String>,
    /// Number of the veterinarian.
    pub vet_phone: Option<String>,
    /// When the owner's record was created, by its name; in unix seconds.
    pub created_at: Option<Moment>,
    /// Who created the owner's record, by its name.
    pub created_by: Option<String>,
    /// Fields that were not known when this was written.
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
    /// Id of the animal. [`Incident::animal_id`] reads both fields that may have it.
    pub animal_id: Option<String>,
    /// Id of the animal, in the other form.
    pub a_id: Option<String>,
    /// Name of the animal.
    pub animal_name: Option<String>,
    /// Id of the owner.
    pub o_id: Option<String>,
    /// First name of the owner.
    pub first_name: Option<String>,
    /// Last name of the owner.
    pub last_name: Option<String>,
    /// What happened, in words.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// Id of what happened.
    pub incident_type_id: Option<String>,
    /// Notes, may hold HTML.
    pub notes: Option<String>,
    /// Who reported it.
    pub created_by: Option<String>,
    /// Who reported it, in the other form.
    pub username: Option<String>,
    /// When it was reported. Read as unix seconds, too.
    pub created_at: Option<Moment>,
    /// When it was reported, in the other form.
    pub created_at_iso: Option<Moment>,
    /// Id of the location.
    pub location_id: Option<String>,
    /// Name of the location.
    pub location_name: Option<String>,
    /// Fields that were not known when this was written.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl Incident {
    /// Id of the animal, whichever field has it.
    #[must_use]
    pub fn animal_id(&self) -> Option<&str> {
        self.animal_id.as_deref().or(self.a_id.as_deref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::payload::tolerant;

    fn read<T: serde::de::DeserializeOwned>(json: &str) -> T {
        serde_json::from_str(json).and_then(tolerant::read).unwrap()
    }

    #[test]
    fn an_owner_in_either_form() {
        fn check(json: &str, id: Option<&str>, first: Option<&str>, last: Option<&str>) {
            let owner: Owner = read(json);
            assert_eq!((owner.id(), owner.first_name(), owner.last_name()), (id, first, last), "{json}");
            assert!(owner.extra.is_empty(), "{json}: {:?}", owner.extra);
        }
        check(r#"{"id":"7","first_name":"Noor","last_name":"Sample"}"#, Some("7"), Some("Noor"), Some("Sample"));
        check(r#"{"o_id":7,"o_first":"Noor","o_last":"Sample"}"#, Some("7"), Some("Noor"), Some("Sample"));
        // Both at once are no error, as they would be for an alias.
        check(r#"{"id":"7","o_id":"8","o_first":"Noor"}"#, Some("7"), Some("Noor"), None);
        check("{}", None, None, None);
    }

    #[test]
    fn an_incident_has_its_time_and_place() {
        fn check(json: &str, time: Option<&str>) {
            let incident: Incident = read(json);
            let times = [&incident.created_at, &incident.created_at_iso];
            let time_read = times.into_iter().flatten().find_map(Moment::zoned).map(|time| time.to_string());
            assert_eq!(time_read.as_deref(), time, "{json}");
            assert_eq!((incident.location_id.as_deref(), incident.incident_type_id.as_deref()), (Some("1"), Some("4")));
            assert_eq!(incident.animal_id(), Some("1207"), "{json}");
            assert!(incident.extra.is_empty(), "{json}: {:?}", incident.extra);
        }
        check(
            r#"{"location_id":"1","incident_type_id":"4","animal_id":"1207","created_at":"1654430000"}"#,
            Some("2022-06-05T11:53:20Z"),
        );
        check(
            r#"{"location_id":1,"incident_type_id":4,"a_id":1207,"created_at":null,"created_at_iso":"2022-06-05T07:53:20-04:00"}"#,
            Some("2022-06-05T11:53:20Z"),
        );
        check(r#"{"location_id":"1","incident_type_id":"4","a_id":"1207","created_at":"2022-06-05 07:53:20"}"#, None);
    }
}
