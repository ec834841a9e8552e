//! A position, which is Ombori's term for a ticket or booking, as in
//! <https://ombori.atlassian.net/wiki/spaces/OAKB/pages/458620937> and the webhook examples.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::booking::Booking;
use super::notification::Notification;
use super::registration::{Answer, answers};
use crate::payload::{Moment, StringOr, open_enum};

/// A ticket or booking.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Position {
    /// Id, a UUID.
    pub id: String,
    /// How the ticket was created.
    #[serde(rename = "type")]
    pub kind: Option<PositionType>,
    /// Status.
    pub status: Option<Status>,
    /// Label of the ticket: `A2`. A booking gets one at its time slot.
    pub label: Option<String>,
    /// Id of the queue.
    pub queue: Option<String>,
    /// Location of the queue.
    pub location: Option<StringOr<Location>>,
    /// Rank in the queue; an internal value.
    pub priority: Option<i64>,
    /// The customer's locale.
    pub locale: Option<String>,
    /// Number of people coming.
    pub number_of_people: Option<i64>,
    /// The customer's answers to the registration form.
    #[serde(default, deserialize_with = "answers")]
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::KeyedOrList<Answer>"))]
    pub registration_data: Vec<Answer>,
    /// How the customer is notified.
    pub notification: Option<Notification>,
    /// The booked time.
    pub booking: Option<Booking>,
    /// The person serving the customer.
    pub served_by: Option<ServedBy>,
    /// Id of the person serving the customer, in the organization's directory or in Ombori's
    /// database.
    pub served_by_id: Option<String>,
    /// The desk where the customer is served.
    pub station: Option<Station>,
    /// When it was created.
    pub created_at: Option<Moment>,
    /// When it was activated.
    pub activated_at: Option<Moment>,
    /// When it was called.
    pub called_at: Option<Moment>,
    /// When it was checked in.
    pub fulfilled_at: Option<Moment>,
    /// Id of the person who checked it in.
    pub fulfilled_by: Option<String>,
    /// When it was checked out.
    pub completed_at: Option<Moment>,
    /// When it was cancelled or rejected.
    pub rejected_at: Option<Moment>,
    /// When the reminder of a booking will be sent.
    pub booking_reminder_at: Option<Moment>,
    /// Contents of the check-in QR code. Seen as a string with JSON in it.
    #[serde(rename = "QRCodeCheckInPositionId")]
    pub qr_code_check_in_position_id: Option<String>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

open_enum! {
    /// How a ticket was created.
    pub enum PositionType {
        /// By a customer without a booking.
        Anonymous = "anonymous",
        /// From a booking.
        Booking = "booking",
        /// By staff.
        Manual = "manual",
    }
}

open_enum! {
    /// The status of a ticket.
    pub enum Status {
        /// Booked, but not active yet.
        Draft = "draft",
        /// In the queue.
        Pending = "pending",
        /// Staff called it.
        Notified = "notified",
        /// Staff rejected it, or it was cancelled.
        Rejected = "rejected",
        /// The customer was served.
        Completed = "completed",
        /// The customer was asked to enter the location.
        NotifiedToApproach = "notifiedToApproach",
        /// The customer was told to leave for the location soon.
        NotifiedToLeaveSoon = "notifiedToLeaveSoon",
        /// The customer was told to leave for the location now.
        NotifiedToLeave = "notifiedToLeave",
        /// The customer was reminded of a kerbside pick-up.
        RemindedAboutBooking = "remindedAboutBooking",
        /// The customer was notified at the time of a kerbside pick-up.
        NotifiedAboutBooking = "notifiedAboutBooking",
        /// The customer missed a kerbside pick-up and was asked to choose another time.
        NotifiedToReschedule = "notifiedToReschedule",
    }
}

/// The location of a queue.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Location {
    /// Name of the location.
    pub location_name: Option<String>,
    /// Title of the organization.
    pub organization_title: Option<String>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// The person serving a customer.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ServedBy {
    /// Id.
    pub id: Option<String>,
    /// Email address.
    pub email: Option<String>,
    /// First name.
    pub first_name: Option<String>,
    /// Last name.
    pub last_name: Option<String>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// A desk where customers are served.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Station {
    /// Id.
    pub id: Option<String>,
    /// Name: `Desk 2`.
    pub label: Option<String>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

#[cfg(test)]
mod tests {
    use super::super::NotificationType;
    use super::*;
    use crate::payload::tolerant;

    /// A called ticket shows who is calling, and where to go.
    #[test]
    fn the_news_of_a_called_ticket() {
        let json = r#"{"id":"p","type":"anonymous","status":"notified","calledAt":"2026-01-21T14:10:00Z",
            "servedBy":{"id":"s","email":"kim@example.com","firstName":"Kim","lastName":"Exempel"},"servedById":"s",
            "station":{"id":1,"label":"Desk 2"},"notification":{"type":"email","settings":{"recipient":"a@example.com"}}}"#;
        let position: Position = serde_json::from_str(json).and_then(tolerant::read).unwrap();
        let (by, station) = (position.served_by.unwrap(), position.station.unwrap());
        assert_eq!((by.first_name.as_deref(), by.email.as_deref()), (Some("Kim"), Some("kim@example.com")));
        assert_eq!((station.id.as_deref(), station.label.as_deref()), (Some("1"), Some("Desk 2")));
        assert_eq!((position.kind, position.status), (Some(PositionType::Anonymous), Some(Status::Notified)));
        let notification = position.notification.unwrap();
        assert_eq!(notification.kind, Some(NotificationType::Email));
        assert_eq!(notification.settings.unwrap().recipient.as_deref(), Some("a@example.com"));
    }
}
