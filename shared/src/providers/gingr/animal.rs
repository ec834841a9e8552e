//! An animal, as in a [capture](https://github.com/QCCanine/gingr-webhook/tree/main/events) of
//! `animal_edited`.

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::payload::{Flag, Moment};

/// An animal, with its owner (fields `o_…` and others).
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct Animal {
    /// Id of the animal.
    pub a_id: Option<String>,
    /// Name.
    pub animal_name: Option<String>,
    /// Sex, as text.
    pub gender: Option<String>,
    /// Whether it is neutered.
    pub fixed: Option<Flag>,
    /// Whether it is a special guest.
    pub vip: Option<Flag>,
    /// Whether it is banned.
    pub banned: Option<Flag>,
    /// Medication.
    pub medicines: Option<String>,
    /// Allergies; may contain HTML.
    pub allergies: Option<String>,
    /// URL of its picture.
    pub image: Option<String>,
    /// Id of the species.
    pub species_id: Option<String>,
    /// Name of the species.
    pub species_name: Option<String>,
    /// Id of the breed.
    pub breed_id: Option<String>,
    /// Name of the breed.
    pub breed_name: Option<String>,
    /// Notes; may contain HTML.
    pub a_notes: Option<String>,
    /// Notes on grooming; may contain HTML.
    pub grooming_notes: Option<String>,
    /// Birthday, in unix seconds.
    pub birthday: Option<Moment>,
    /// A number; whether it is a weight or the id of a class is not documented.
    pub weight: Option<String>,
    /// Weight.
    pub animal_weight: Option<String>,
    /// Temperament; only seen as null.
    pub temperment_type: Option<String>,
    /// Whether pricing rules apply.
    pub pricing_rules_apply: Option<Flag>,
    /// When the next immunization expires, in unix seconds.
    pub next_immunization_expiration: Option<Moment>,
    /// Id of the feeding method. In a [`Reservation`](super::Reservation), the field of this name
    /// holds text.
    pub feeding_method: Option<String>,
    /// Id of the type of food. In a [`Reservation`](super::Reservation), the field of this name
    /// holds text.
    pub feeding_type: Option<String>,
    /// Notes on feeding.
    pub feeding_notes: Option<String>,
    /// Feeding times: `AM,PM`.
    pub feeding_time: Option<String>,
    /// Amount for each feeding time: `2,2`.
    pub feeding_amount: Option<String>,
    /// Feeding method, as text.
    pub method: Option<String>,
    /// Abbreviation of `name`.
    pub code: Option<String>,
    /// Name of a feeding method, not of the animal.
    pub name: Option<String>,
    /// When its record was created, in unix seconds.
    pub animal_created_at: Option<Moment>,
    /// Who created its record.
    pub animal_created_by: Option<String>,
    /// Id of the owner.
    pub o_id: Option<String>,
    /// Owner's first name.
    pub o_first: Option<String>,
    /// Owner's last name.
    pub o_last: Option<String>,
    /// Owner's street and number.
    pub address_1: Option<String>,
    /// Second line of the owner's address.
    pub address_2: Option<String>,
    /// Owner's city.
    pub city: Option<String>,
    /// Owner's state.
    pub state: Option<String>,
    /// Owner's postal code.
    pub zip: Option<String>,
    /// Owner's email address.
    pub email: Option<String>,
    /// Owner's landline number.
    pub home_phone: Option<String>,
    /// Owner's mobile number.
    pub cell_phone: Option<String>,
    /// Name of the emergency contact.
    pub emergency_contact_name: Option<String>,
    /// Phone number of the emergency contact.
    pub emergency_contact_phone: Option<String>,
    /// Notes on the owner; may contain HTML.
    pub o_notes: Option<String>,
    /// Amount that the owner owes, as a decimal.
    pub current_balance: Option<String>,
    /// Id of the owner's location.
    pub home_location: Option<String>,
    /// Owner's usual payment method; only seen as null.
    pub default_payment_method: Option<Value>,
    /// Owner's id at Stripe.
    pub stripe_customer_id: Option<String>,
    /// Barcode; only seen as null.
    pub barcode: Option<String>,
    /// Id of the veterinarian.
    pub vet_id: Option<String>,
    /// Name of the veterinarian.
    pub vet_name: Option<String>,
    /// Phone number of the veterinarian.
    pub vet_phone: Option<String>,
    /// When the owner's record was created, judging by the field's name; in unix seconds.
    pub created_at: Option<Moment>,
    /// Who created the owner's record, judging by the field's name.
    pub created_by: Option<String>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}
