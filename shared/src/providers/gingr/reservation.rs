//! A reservation, with its animal, its owner and its form, as in
//! [captures](https://github.com/QCCanine/gingr-webhook/tree/main/events) and the [vendor's
//! example](https://support.gingrapp.com/hc/en-us/articles/25659829911565).

use serde::Deserialize;
use serde_json::{Map, Value};

use super::transaction::Transaction;
use crate::payload::{Flag, Moment};

/// A reservation, with its animal (fields `a_…` and others) and its owner (`o_…` and others).
///
/// Gingr writes nearly everything as strings. Times are in unix seconds, except in fields whose
/// names end in `_iso`.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct Reservation {
    /// Id of the reservation.
    pub r_id: Option<String>,
    /// Id of the animal.
    ///
    /// In Rust, [`Reservation::animal_id`] checks both fields.
    pub a_id: Option<String>,
    /// Id of the animal, again.
    pub animal_id: Option<String>,
    /// Name of the animal.
    pub animal_name: Option<String>,
    /// Sex of the animal, as text.
    pub gender: Option<String>,
    /// Whether the animal is neutered.
    pub fixed: Option<Flag>,
    /// Whether the animal is a special guest.
    pub vip: Option<Flag>,
    /// Medication of the animal.
    pub medicines: Option<String>,
    /// Allergies of the animal; may contain HTML.
    pub allergies: Option<String>,
    /// URL of the animal's picture.
    pub image: Option<String>,
    /// Id of the species.
    pub species_id: Option<String>,
    /// Id of the breed.
    pub breed_id: Option<String>,
    /// Name of the breed.
    pub breed_name: Option<String>,
    /// Notes on the animal; may contain HTML.
    pub a_notes: Option<String>,
    /// Notes on grooming the animal; may contain HTML.
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
    /// Feeding method, as text.
    pub feeding_method: Option<String>,
    /// Type of food, as text.
    pub feeding_type: Option<String>,
    /// Notes on feeding.
    pub feeding_notes: Option<String>,
    /// Feeding times: `AM,PM`.
    pub feeding_time: Option<String>,
    /// Amount for each feeding time: `2,2`.
    pub feeding_amount: Option<String>,
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
    /// Id of the owner's usual payment method.
    pub default_payment_method_fk: Option<String>,
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
    /// Start as booked, in unix seconds.
    pub start_date: Option<Moment>,
    /// End as booked, in unix seconds.
    pub end_date: Option<Moment>,
    /// Start; after the check-in, the time of the check-in. Seen with an offset and as local time.
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
    /// Id of the cancellation reason.
    pub cancellation_reason_id: Option<String>,
    /// Who cancelled it.
    pub cancelled_by_username: Option<String>,
    /// When it was checked in, in unix seconds.
    pub check_in_stamp: Option<Moment>,
    /// When it was checked in. Seen as local time.
    pub check_in_stamp_iso: Option<Moment>,
    /// When it was checked out, in unix seconds.
    pub check_out_stamp: Option<Moment>,
    /// When it was put on the wait list, in unix seconds.
    pub wait_list_stamp: Option<Moment>,
    /// When it was accepted from the wait list, in unix seconds.
    pub wait_list_accepted_stamp: Option<Moment>,
    /// When the last email about it was sent, in unix seconds.
    pub last_email_sent: Option<Moment>,
    /// When the last text message about it was sent, in unix seconds.
    pub last_sms_sent: Option<Moment>,
    /// Type of reservation, as text.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// Id of the type of reservation.
    pub type_id: Option<String>,
    /// Capacity of this type of reservation; only in the vendor's example.
    pub capacity: Option<String>,
    /// Id of the class.
    pub class_id: Option<String>,
    /// Id of what voided it; only seen as null.
    pub void_id: Option<String>,
    /// Whether the owner made it, judging by the field's name; only seen as null.
    pub self_made: Option<Value>,
    /// Whether it is for one day.
    pub single_day: Option<Flag>,
    /// Whether it is by appointment only.
    pub only_appointment: Option<Flag>,
    /// Whether it is charged by the hour.
    pub charge_by_hour: Option<Flag>,
    /// Whether it appears in the feeding report.
    pub show_on_feeding_report: Option<Flag>,
    /// Whether it appears in the medication report.
    pub show_on_medication_report: Option<Flag>,
    /// The services, as text; only seen as null.
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
    /// Price before discounts, as a decimal.
    pub base_rate: Option<String>,
    /// Price, as a decimal.
    pub final_rate: Option<String>,
    /// Number of units of time that the price covers.
    pub units_of_time: Option<String>,
    /// Amount paid, as a decimal; only seen as null.
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
    /// Notes on the reservation; may contain HTML.
    pub r_notes: Option<String>,
    /// The reservation's form.
    pub form: Option<Form>,
    /// Transaction; only in `check_out`.
    pub transaction: Option<Transaction>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl Reservation {
    /// Returns the animal's id from whichever field has it.
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
    /// Id of the form's subject.
    pub system_id: Option<String>,
    /// Notes.
    pub notes: Option<String>,
    /// Id of the form's submission.
    pub submission_id: Option<String>,
    /// Whether it has unsaved changes, judging by the field's name.
    pub is_dirty: Option<Flag>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}
