//! The booked time of a position, as <https://ombori.atlassian.net/wiki/spaces/OAKB/pages/458620937> shows it.

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::payload::{Flag, Moment};

/// A booked time. Seen with a zone and as local time.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Booking {
    /// Begin.
    pub start: Option<Moment>,
    /// End.
    pub end: Option<Moment>,
    /// The meeting in a calendar.
    pub appointment: Option<Appointment>,
    /// The video call, if it is one.
    pub virtual_appointment: Option<VirtualAppointment>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// The meeting of a booking in a calendar.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Appointment {
    /// Name of the person whom the customer meets.
    pub display_name: Option<String>,
    /// Id of the calendar's event.
    pub event_id: Option<String>,
    /// Email address of the person whom the customer meets.
    pub manager_email: Option<String>,
    /// Id of the person whom the customer meets, in the organization's directory.
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
    /// Whether there is one. Without one the other fields are missing.
    pub is_enabled: Option<Flag>,
    /// Id of the calendar's event.
    pub event_id: Option<String>,
    /// Where to join.
    pub url: Option<String>,
    /// Id of the person whom the customer meets, in the organization's directory.
    pub manager_id: Option<String>,
    /// Email address of the person whom the customer meets.
    pub manager_email: Option<String>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}
