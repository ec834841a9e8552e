//! The booked time of a position, as in
//! <https://ombori.atlassian.net/wiki/spaces/OAKB/pages/458620937>.

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::payload::{Flag, Moment};

/// A booked time. Seen with a zone and as local time.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Booking {
    /// Start.
    pub start: Option<Moment>,
    /// End.
    pub end: Option<Moment>,
    /// The calendar appointment.
    pub appointment: Option<Appointment>,
    /// The video call, if the booking is for one.
    pub virtual_appointment: Option<VirtualAppointment>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// The calendar appointment of a booking.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Appointment {
    /// Name of the person that the customer meets.
    pub display_name: Option<String>,
    /// Id of the calendar event.
    pub event_id: Option<String>,
    /// Email address of the person that the customer meets.
    pub manager_email: Option<String>,
    /// Id of the person that the customer meets, in the organization's directory.
    pub manager_id: Option<String>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// The video call of a booking.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct VirtualAppointment {
    /// Whether there is a video call. If not, the other fields are missing.
    pub is_enabled: Option<Flag>,
    /// Id of the calendar event.
    pub event_id: Option<String>,
    /// URL to join the call.
    pub url: Option<String>,
    /// Id of the person that the customer meets, in the organization's directory.
    pub manager_id: Option<String>,
    /// Email address of the person that the customer meets.
    pub manager_email: Option<String>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}
