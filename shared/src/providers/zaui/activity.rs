//! Activities inside bookings and check-ins.

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::payload::{Flag, Moment};

/// The list of activities in a booking or check-in.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Activities {
    /// The activities.
    #[serde(default)]
    pub activity: Vec<BookedActivity>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// An activity inside a booking or check-in. Its day and amounts are formatted for display:
/// `Tuesday April 26 2016`, `$20.00`.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct BookedActivity {
    /// Id of the activity.
    pub activity_id: Option<String>,
    /// Id of its package; `0` if it has none.
    pub package_id: Option<String>,
    /// Name.
    pub activity_name: Option<String>,
    /// Type: `Regular`, `Rental`. The possible values are not documented.
    pub activity_type: Option<String>,
    /// Day.
    pub activity_date: Option<String>,
    /// Time of day.
    pub activity_time: Option<String>,
    /// Booking status of this activity: `Active`. The possible values are not documented.
    pub activity_status: Option<String>,
    /// Whether it is a rental.
    pub activity_is_rental: Option<Flag>,
    /// Whether it is a multi-day rental.
    pub activity_is_multiday_rental: Option<Flag>,
    /// Duration of the rental: `0.41666666666667`.
    #[serde(rename = "activityRentalDuration_Hours")]
    pub activity_rental_duration_hours: Option<String>,
    /// When the rental starts.
    pub activity_rental_start_date_time: Option<Moment>,
    /// When the rental ends.
    pub activity_rental_end_date_time: Option<Moment>,
    /// Id of the equipment.
    pub equipment_assignment_id: Option<String>,
    /// Amount before tax.
    pub activity_sub_total: Option<String>,
    /// Tax.
    pub activity_tax: Option<String>,
    /// Accounting code.
    pub activity_accounting_code: Option<String>,
    /// Notes.
    pub activity_notes: Option<String>,
    /// Free text.
    pub free_edit_field: Option<String>,
    /// Number of passengers.
    pub passengers: Option<Passengers>,
    /// Prices.
    pub price_code_details: Option<PriceCode>,
    /// Options. Empty in every example.
    pub pricing_options: Option<Map<String, Value>>,
    /// Taxes. Empty in every example.
    pub taxes: Option<Map<String, Value>>,
    /// Whether it is checked in; only in a check-in. False means that the check-in was undone.
    #[serde(rename = "checkedIn_currentCheckInStatus")]
    pub current_check_in_status: Option<Flag>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// Number of passengers of each type.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct Passengers {
    /// Adults.
    pub adults: Option<String>,
    /// Seniors.
    pub seniors: Option<String>,
    /// Students.
    pub students: Option<String>,
    /// Children.
    pub children: Option<String>,
    /// Infants.
    pub infants: Option<String>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// Prices of an activity, by type of passenger: `20.000000`.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct PriceCode {
    /// Id.
    pub price_code_id: Option<String>,
    /// Price for adults.
    pub adults_price: Option<String>,
    /// Surplus fee for adults.
    pub adults_surplus_fee: Option<String>,
    /// Price for seniors.
    pub seniors_price: Option<String>,
    /// Surplus fee for seniors.
    pub seniors_surplus_fee: Option<String>,
    /// Price for students.
    pub students_price: Option<String>,
    /// Surplus fee for students.
    pub students_surplus_fee: Option<String>,
    /// Price for children.
    pub children_price: Option<String>,
    /// Surplus fee for children.
    pub children_surplus_fee: Option<String>,
    /// Price for infants.
    pub infants_price: Option<String>,
    /// Surplus fee for infants.
    pub infants_surplus_fee: Option<String>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}
