//! An animal, as a [capture](https://github.com/QCCanine/gingr-webhook/tree/main/events) of `animal_edited` shows it.

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::payload::{Flag, Moment};

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
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}
