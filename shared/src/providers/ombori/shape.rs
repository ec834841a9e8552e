//! What the payload types of Ombori take. Made from them: `FRONTDESK_WRITE_DOCS=1 cargo test --workspace --test payloads shapes`.

use crate::payload::shape::*;

/// In the order of `kinds`.
pub(super) static SHAPES: Shapes = &[Shape::object(&CURRENT_NOTICE), Shape::object(&FEEDBACK_NOTICE)];

static ANSWER: Object = Object::of(&[
    Field::maybe("label", Shape::plain(TEXT | NOTHING)),
    Field::maybe("name", Shape::plain(TEXT)),
    Field::maybe("placeholder", Shape::plain(TEXT | NOTHING)),
    Field::maybe("type", Shape::plain(TEXT | NOTHING)),
    Field::maybe("validationRules", Shape::plain(ANY)),
    Field::maybe("value", Shape::plain(ANY)),
]);

static APPOINTMENT: Object = Object::of(&[
    Field::maybe("displayName", Shape::plain(TEXT | NOTHING)),
    Field::maybe("eventId", Shape::plain(TEXT | NOTHING)),
    Field::maybe("managerEmail", Shape::plain(TEXT | NOTHING)),
    Field::maybe("managerId", Shape::plain(TEXT | NOTHING)),
]);

static BOOKING: Object = Object::of(&[
    Field::maybe("appointment", Shape::object(&APPOINTMENT).or(NOTHING)),
    Field::maybe("end", Shape::plain(TEXT | NOTHING)),
    Field::maybe("start", Shape::plain(TEXT | NOTHING)),
    Field::maybe("virtualAppointment", Shape::object(&VIRTUAL_APPOINTMENT).or(NOTHING)),
]);

static CURRENT: Object = Object::of(&[
    Field::maybe("organization", Shape::plain(TEXT | NOTHING)),
    Field::must("position", Shape::object(&POSITION)),
    Field::maybe("type", Shape::plain(TEXT | NOTHING)),
]);

static CURRENT_NOTICE: Object = Object::of(&[
    Field::must("data", Shape::object(&CURRENT)),
    Field::maybe("message", Shape::plain(TEXT | NOTHING)),
    Field::maybe("organization", Shape::plain(TEXT | NOTHING)),
    Field::maybe("type", Shape::plain(TEXT | NOTHING)),
]);

static FEEDBACK: Object = Object::of(&[
    Field::maybe("organization", Shape::plain(TEXT | NOTHING)),
    Field::maybe("position", Shape::object(&POSITION).or(NOTHING)),
    Field::maybe("type", Shape::plain(TEXT | NOTHING)),
]);

static FEEDBACK_NOTICE: Object = Object::of(&[
    Field::must("data", Shape::object(&FEEDBACK)),
    Field::maybe("message", Shape::plain(TEXT | NOTHING)),
    Field::maybe("organization", Shape::plain(TEXT | NOTHING)),
    Field::maybe("type", Shape::plain(TEXT | NOTHING)),
]);

static LOCATION: Object = Object::of(&[
    Field::maybe("locationName", Shape::plain(TEXT | NOTHING)),
    Field::maybe("organizationTitle", Shape::plain(TEXT | NOTHING)),
]);

static NOTIFICATION: Object = Object::of(&[
    Field::maybe("settings", Shape::object(&SETTINGS).or(NOTHING)),
    Field::maybe("type", Shape::plain(TEXT | NOTHING)),
]);

static POSITION: Object = Object::of(&[
    Field::maybe("QRCodeCheckInPositionId", Shape::plain(TEXT | NOTHING)),
    Field::maybe("activatedAt", Shape::plain(TEXT | NOTHING)),
    Field::maybe("booking", Shape::object(&BOOKING).or(NOTHING)),
    Field::maybe("bookingReminderAt", Shape::plain(TEXT | NOTHING)),
    Field::maybe("calledAt", Shape::plain(TEXT | NOTHING)),
    Field::maybe("completedAt", Shape::plain(TEXT | NOTHING)),
    Field::maybe("createdAt", Shape::plain(TEXT | NOTHING)),
    Field::maybe("fulfilledAt", Shape::plain(TEXT | NOTHING)),
    Field::maybe("fulfilledBy", Shape::plain(TEXT | NOTHING)),
    Field::must("id", Shape::plain(TEXT)),
    Field::maybe("label", Shape::plain(TEXT | NOTHING)),
    Field::maybe("locale", Shape::plain(TEXT | NOTHING)),
    Field::maybe("location", Shape::object(&LOCATION).or(NOTHING | STRING)),
    Field::maybe("notification", Shape::object(&NOTIFICATION).or(NOTHING)),
    Field::maybe("numberOfPeople", Shape::plain(NOTHING | INTEGER)),
    Field::maybe("priority", Shape::plain(NOTHING | INTEGER)),
    Field::maybe("queue", Shape::plain(TEXT | NOTHING)),
    Field::maybe(
        "registrationData",
        Shape::list(&Shape::object(&ANSWER)).or(NULL).or_object(&Object::by_name(&Shape::object(&ANSWER))),
    ),
    Field::maybe("rejectedAt", Shape::plain(TEXT | NOTHING)),
    Field::maybe("servedBy", Shape::object(&SERVED_BY).or(NOTHING)),
    Field::maybe("servedById", Shape::plain(TEXT | NOTHING)),
    Field::maybe("station", Shape::object(&STATION).or(NOTHING)),
    Field::maybe("status", Shape::plain(TEXT | NOTHING)),
    Field::maybe("type", Shape::plain(TEXT | NOTHING)),
]);

static SERVED_BY: Object = Object::of(&[
    Field::maybe("email", Shape::plain(TEXT | NOTHING)),
    Field::maybe("firstName", Shape::plain(TEXT | NOTHING)),
    Field::maybe("id", Shape::plain(TEXT | NOTHING)),
    Field::maybe("lastName", Shape::plain(TEXT | NOTHING)),
]);

static SETTINGS: Object = Object::of(&[
    Field::maybe("devices", Shape::plain(ANY)),
    Field::maybe("from", Shape::plain(TEXT | NOTHING)),
    Field::maybe("passTypeIdentifier", Shape::plain(TEXT | NOTHING)),
    Field::maybe("recipient", Shape::plain(TEXT | NOTHING)),
    Field::maybe("to", Shape::plain(TEXT | NOTHING)),
]);

static STATION: Object = Object::of(&[
    Field::maybe("id", Shape::plain(TEXT | NOTHING)),
    Field::maybe("label", Shape::plain(TEXT | NOTHING)),
]);

static VIRTUAL_APPOINTMENT: Object = Object::of(&[
    Field::maybe("eventId", Shape::plain(TEXT | NOTHING)),
    Field::maybe("isEnabled", Shape::plain(FLAG | NOTHING)),
    Field::maybe("managerEmail", Shape::plain(TEXT | NOTHING)),
    Field::maybe("managerId", Shape::plain(TEXT | NOTHING)),
    Field::maybe("url", Shape::plain(TEXT | NOTHING)),
]);
