//! A position: what Ombori calls a ticket or booking, as
//! <https://ombori.atlassian.net/wiki/spaces/OAKB/pages/458620937> and the webhook examples show it.

use serde::Deserialize;
use serde::de::{Deserializer, Error};
use serde_json::{Map, Value};

use crate::payload::{Flag, Moment, StringOr, open_enum, tolerant};

/// A ticket or booking.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Position {
    /// Its id, a UUID.
    pub id: String,
    /// How the ticket was made.
    #[serde(rename = "type")]
    pub kind: Option<PositionType>,
    /// Where it stands in its life.
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
    /// How many people come.
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
    /// How a ticket was made.
    pub enum PositionType {
        /// A customer without a booking took it.
        Anonymous = "anonymous",
        /// It was booked beforehand.
        Booking = "booking",
        /// Staff issued it.
        Manual = "manual",
    }
}

open_enum! {
    /// Where a ticket stands in its life.
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

/// One thing that a customer entered.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Answer {
    /// Name of the field: `phone`.
    #[serde(default)]
    pub name: String,
    /// What was entered.
    pub value: Option<Value>,
    /// What the customer saw beside the field.
    pub label: Option<String>,
    /// The type of the field.
    #[serde(rename = "type")]
    pub kind: Option<FieldType>,
    /// What the customer saw in the empty field.
    pub placeholder: Option<String>,
    /// The rules that the entry had to meet. Their form is not documented.
    pub validation_rules: Option<Value>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

open_enum! {
    /// The type of a field that a customer filled in.
    pub enum FieldType {
        /// Text of several lines.
        Textarea = "textarea",
        /// Text of one line.
        Input = "input",
        /// A box to tick.
        Checkbox = "checkbox",
        /// One of several choices.
        Radio = "radio",
        /// A phone number.
        Phone = "phone",
        /// An email address.
        Email = "email",
        /// A category.
        Category = "category",
    }
}

/// How a customer is notified.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Notification {
    /// By which means.
    #[serde(rename = "type")]
    pub kind: Option<NotificationType>,
    /// Depends on the type.
    pub settings: Option<Settings>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

open_enum! {
    /// By which means a customer is notified.
    pub enum NotificationType {
        /// By text message.
        PhoneNumber = "phoneNumber",
        /// By email.
        Email = "email",
        /// By a pass in Apple Wallet. Only older examples show it.
        ApplePass = "applePass",
    }
}

/// Where notifications go.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Settings {
    /// Internal to Ombori.
    pub from: Option<String>,
    /// Phone number of the customer.
    pub to: Option<String>,
    /// Email address of the customer.
    pub recipient: Option<String>,
    /// The kind of pass; only with [`NotificationType::ApplePass`].
    pub pass_type_identifier: Option<String>,
    /// The devices that have the pass; only with [`NotificationType::ApplePass`], and only seen empty.
    #[serde(default)]
    pub devices: Vec<Value>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

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
    /// The meeting in somebody's calendar.
    pub appointment: Option<Appointment>,
    /// The video call, if it is one.
    pub virtual_appointment: Option<VirtualAppointment>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// The meeting of a booking in somebody's calendar.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Appointment {
    /// Name of whom the customer meets.
    pub display_name: Option<String>,
    /// Id of the calendar's event.
    pub event_id: Option<String>,
    /// Email address of whom the customer meets.
    pub manager_email: Option<String>,
    /// Id of whom the customer meets, in the organization's directory.
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
    /// Id of whom the customer meets, in the organization's directory.
    pub manager_id: Option<String>,
    /// Email address of whom the customer meets.
    pub manager_email: Option<String>,
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

/// Both forms of `registrationData`: the array as it is, the map with its names put into the entries.
fn answers<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Answer>, D::Error> {
    let answer = |value| tolerant::read::<Answer>(value).map_err(D::Error::custom);
    match Value::deserialize(deserializer)? {
        Value::Null => Ok(Vec::new()),
        Value::Array(list) => list.into_iter().map(answer).collect(),
        Value::Object(map) => {
            map.into_iter().map(|(name, value)| answer(value).map(|answer| Answer { name, ..answer })).collect()
        }
        _ => Err(D::Error::custom("registrationData is neither a map nor an array")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn registration_data() {
        fn check(json: &str, expected: Option<&[(&str, &str)]>) {
            let position = serde_json::from_str(&format!(r#"{{"id":"p"{json}}}"#)).and_then(tolerant::read::<Position>);
            let got = position.as_ref().ok().map(|position| {
                let pair = |answer: &Answer| (answer.name.clone(), answer.value.clone().unwrap_or_default());
                position.registration_data.iter().map(pair).collect::<Vec<_>>()
            });
            let expected = expected.map(|pairs| {
                pairs.iter().map(|(name, value)| ((*name).to_owned(), Value::from(*value))).collect::<Vec<_>>()
            });
            assert_eq!(got, expected, "{json}");
        }
        check("", Some(&[]));
        check(r#","registrationData":null"#, Some(&[]));
        check(r#","registrationData":{}"#, Some(&[]));
        check(r#","registrationData":{"phone":{"value":"+47"}}"#, Some(&[("phone", "+47")]));
        check(
            r#","registrationData":[{"name":"phone","value":"+47","label":"Phone"},{"name":"size","value":"2"}]"#,
            Some(&[("phone", "+47"), ("size", "2")]),
        );
        check(r#","registrationData":7"#, None);
        check(r#","registrationData":{"phone":"+47"}"#, None);
    }

    /// What a called ticket says: who calls, and where to go.
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
