//! A reservation, with its animal, its owner and its form, as
//! [captures](https://github.com/QCCanine/gingr-webhook/tree/main/events) and the
//! [vendor's example](https://support.gingrapp.com/hc/en-us/articles/25659829911565) show it.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::transaction::Transaction;
use crate::payload::{Flag, Moment};

/// A reservation, with its animal (`a_…` and others) and its owner (`o_…` and others).
///
/// Gingr writes nearly everything as strings. Times are unix seconds, except those whose names end in `_iso`.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct Reservation {
    /// Id of the reservation.
    pub r_id: Option<String>,
    /// Id of the animal.
    ///
    /// In Rust, [`Reservation::animal_id`] reads both fields that have it.
    pub a_id: Option<String>,
    /// Id of the animal, again.
    pub animal_id: Option<String>,
    /// Name of the animal.
    pub animal_name: Option<String>,
    /// Sex of the animal, in words.
    pub gender: Option<String>,
    /// Whether the animal is neutered.
    pub fixed: Option<Flag>,
    /// Whether the animal is a special guest.
    pub vip: Option<Flag>,
    /// What the animal has to take.
    pub medicines: Option<String>,
    /// What the animal does not tolerate; may hold HTML.
    pub allergies: Option<String>,
    /// URL of the animal's picture.
    pub image: Option<String>,
    /// Id of the species.
    pub species_id: Option<String>,
    /// Id of the breed.
    pub breed_id: Option<String>,
    /// Breed in words.
    pub breed_name: Option<String>,
    /// Notes on the animal; may hold HTML.
    pub a_notes: Option<String>,
    /// Notes on grooming the animal; may hold HTML.
    pub grooming_notes: Option<String>,
    /// Birthday of the animal, in unix seconds.
    pub birthday: Option<Moment>,
    /// A number; whether it is a weight or the id of a class is not documented.
    pub weight: Option<String>,
    /// Temperament of the animal; only seen as null.
    pub temperment_type: Option<String>,
    /// Whether pricing rules apply.
    pub pricing_rules_apply: Option<Flag>,
    /// When the next immunization of the animal expires, in unix seconds.
    pub next_immunization_expiration: Option<Moment>,
    /// How the animal is fed, in words.
    pub feeding_method: Option<String>,
    /// What the animal is fed, in words.
    pub feeding_type: Option<String>,
    /// Notes on feeding.
    pub feeding_notes: Option<String>,
    /// When the animal is fed: `AM,PM`.
    pub feeding_time: Option<String>,
    /// How much the animal is fed, for each time: `2,2`.
    pub feeding_amount: Option<String>,
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
    /// Id of how the owner usually pays.
    pub default_payment_method_fk: Option<String>,
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
    /// Begin as booked, in unix seconds.
    pub start_date: Option<Moment>,
    /// End as booked, in unix seconds.
    pub end_date: Option<Moment>,
    /// Begin: the time of the check-in once there was one. Seen with an offset and as local time.
    pub start_date_iso: Option<Moment>,
    /// End. Seen with an offset and as local time.
    pub end_date_iso: Option<Moment>,
    /// When it was created, in unix seconds.
    pub created_at: Option<Moment>,
    /// Who created it.
    pub created_by: Option<String>,
    /// When it was confirmed, in unix seconds.
    pub confirmed_stamp: Option<Moment>,
    /// When it was cancelled, in unix seconds.
    pub cancel_stamp: Option<Moment>,
    /// Why it was cancelled.
    pub cancellation_reason: Option<String>,
    /// Id of why it was cancelled.
    pub cancellation_reason_id: Option<String>,
    /// Who cancelled it.
    pub cancelled_by_username: Option<String>,
    /// When it was checked in, in unix seconds.
    pub check_in_stamp: Option<Moment>,
    /// When it was checked in. Seen as local time.
    pub check_in_stamp_iso: Option<Moment>,
    /// When it was checked out, in unix seconds.
    pub check_out_stamp: Option<Moment>,
    /// When it was put on the waiting list, in unix seconds.
    pub wait_list_stamp: Option<Moment>,
    /// When it was taken from the waiting list, in unix seconds.
    pub wait_list_accepted_stamp: Option<Moment>,
    /// When the last email about it was sent, in unix seconds.
    pub last_email_sent: Option<Moment>,
    /// When the last text message about it was sent, in unix seconds.
    pub last_sms_sent: Option<Moment>,
    /// What was reserved, in words.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// Id of what was reserved.
    pub type_id: Option<String>,
    /// How many can reserve this; in the vendor's example only.
    pub capacity: Option<String>,
    /// Id of the class.
    pub class_id: Option<String>,
    /// Id of what voided it; only seen as null.
    pub void_id: Option<String>,
    /// Whether the owner made it, by its name; only seen as null.
    pub self_made: Option<Value>,
    /// Whether it is for one day.
    pub single_day: Option<Flag>,
    /// Whether it is by appointment only.
    pub only_appointment: Option<Flag>,
    /// Whether it is charged by the hour.
    pub charge_by_hour: Option<Flag>,
    /// Whether it is in the report on feeding.
    pub show_on_feeding_report: Option<Flag>,
    /// Whether it is in the report on medication.
    pub show_on_medication_report: Option<Flag>,
    /// The services, in words; only seen as null.
    pub services_string: Option<String>,
    /// First question of the reservation.
    pub question_1: Option<String>,
    /// Second question.
    pub question_2: Option<String>,
    /// Third question.
    pub question_3: Option<String>,
    /// Answer to the first question.
    pub answer_1: Option<String>,
    /// Answer to the second question.
    pub answer_2: Option<String>,
    /// Answer to the third question.
    pub answer_3: Option<String>,
    /// Price before discounts, in decimal.
    pub base_rate: Option<String>,
    /// Price, in decimal.
    pub final_rate: Option<String>,
    /// For how many units of time the price is.
    pub units_of_time: Option<String>,
    /// What was paid, in decimal; only seen as null.
    pub payment_amount: Option<String>,
    /// Id of the account code.
    pub account_code_id: Option<String>,
    /// Id of the location.
    pub location_id: Option<String>,
    /// Name of the location.
    pub location_name: Option<String>,
    /// City of the location.
    pub location_city: Option<String>,
    /// Time zone of the location; only seen as null.
    pub location_timezone: Option<String>,
    /// Notes on the reservation; may hold HTML.
    pub r_notes: Option<String>,
    /// The reservation's form.
    pub form: Option<Form>,
    /// What was paid; only at `check_out`.
    pub transaction: Option<Transaction>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl Reservation {
    /// Id of the animal, whichever field has it.
    #[must_use]
    pub fn animal_id(&self) -> Option<&str> {
        self.animal_id.as_deref().or(self.a_id.as_deref())
    }
}

/// The form of a reservation.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct Form {
    /// Id of what the form belongs to.
    pub system_id: Option<String>,
    /// Notes.
    pub notes: Option<String>,
    /// Id of what was filled in.
    pub submission_id: Option<String>,
    /// Whether something was changed and not stored, by its name.
    pub is_dirty: Option<Flag>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}
