//! Bookings.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::{Activities, BookingCustomer};
use crate::payload::Moment;

/// A booking ([documentation](https://docs.zaui.com/webhooks/event-data-payloads/booking-data)).
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Booking {
    /// Id.
    pub booking_id: String,
    /// When it was sold.
    pub booking_sale_date_time: Option<Moment>,
    /// When it was closed; `0000-00-00 00:00:00` if it is still open.
    pub booking_close_date_time: Option<Moment>,
    /// Amounts.
    pub booking_revenue: Option<Revenue>,
    /// The customers who booked.
    pub customers: Option<Customers>,
    /// The activities that were booked.
    pub activities: Option<Activities>,
    /// Products bought with the booking. Empty in every example.
    pub products: Option<Map<String, Value>>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// The amounts of a booking, as numbers (`487.2`) and formatted (`$487.20`).
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct Revenue {
    /// Total before tax.
    #[serde(rename = "bookingSubTotal")]
    pub sub_total: Option<String>,
    /// Total before tax, formatted.
    #[serde(rename = "bookingSubTotal_formated")]
    pub sub_total_formatted: Option<String>,
    /// Tax.
    #[serde(rename = "bookingTax")]
    pub tax: Option<String>,
    /// Tax, formatted.
    #[serde(rename = "bookingTax_formated")]
    pub tax_formatted: Option<String>,
    /// Total with tax.
    #[serde(rename = "bookingTotal")]
    pub total: Option<String>,
    /// Total with tax, formatted.
    #[serde(rename = "bookingTotal_formated")]
    pub total_formatted: Option<String>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// The list of customers in a booking or check-in.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Customers {
    /// The customers.
    #[serde(default)]
    pub customer: Vec<BookingCustomer>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}
