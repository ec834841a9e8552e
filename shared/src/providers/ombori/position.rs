//! A position: what Ombori calls a ticket or booking, as
//! <https://ombori.atlassian.net/wiki/spaces/OAKB/pages/458620937> and the webhook examples show it.

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
    /// Its id, a UUID.
    pub id: String,
    /// How the ticket was created.
    #[serde(rename = "type")]
    pub kind: Option<PositionType>,
    /// Its state.
    pub status: Option<Status>,
    /// What is shown on the ticket: `A2`. A booking gets one when its time comes.
    pub label: Option<String>,
    /// The queue's id.
    pub queue: Option<String>,
    /// Where the queue is.
    pub location: Option<StringOr<Location>>,
    /// Rank in the queue, an internal value.
    pub priority: Option<i64>,
    /// Language of the customer.
    pub locale: Option<String>,
    /// How many people are coming.
    pub number_of_people: Option<i64>,
    /// What the customer entered.
    #[serde(default, deserialize_with = "answers")]
    #[cfg_attr(feature = "schema", schemars(with = "crate::schema::KeyedOrList<Answer>"))]
    pub registration_data: Vec<Answer>,
    /// How the customer is notified.
    pub notification: Option<Notification>,
    /// The booked time.
    pub booking: Option<Booking>,
    /// Who serves the customer.
    pub served_by: Option<ServedBy>,
    /// Id of who serves the customer, in the organization's directory or in Ombori's database.
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
    /// Id of who checked it in.
    pub fulfilled_by: Option<String>,
    /// When it was checked out.
    pub completed_at: Option<Moment>,
    /// When it was cancelled or rejected.
    pub rejected_at: Option<Moment>,
    /// When the reminder of a booking will be sent.
    pub booking_reminder_at: Option<Moment>,
    /// What the QR code for check-in holds. Seen as JSON inside the string.
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
    /// The state of a ticket.
    pub enum Status {
        /// Booked, and not active yet.
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
        /// The customer was told that it will soon be time to leave for the location.
        NotifiedToLeaveSoon = "notifiedToLeaveSoon",
        /// The customer was told that it is time to leave for the location.
        NotifiedToLeave = "notifiedToLeave",
        /// The customer was reminded of a kerbside pick-up.
        RemindedAboutBooking = "remindedAboutBooking",
        /// The customer was notified at the time of a kerbside pick-up.
        NotifiedAboutBooking = "notifiedAboutBooking",
        /// The customer missed a kerbside pick-up, and was asked to choose another time.
        NotifiedToReschedule = "notifiedToReschedule",
    }
}

/// Where a queue is.
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

/// Who serves a customer.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ServedBy {
    /// Id of the person.
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
    /// Its id.
    pub id: Option<String>,
    /// Its name: `Desk 2`.
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

    /// What a called ticket shows: who is calling, and where to go.
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
