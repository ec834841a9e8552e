//! What the payload types of Ombori take. Made from them: `FRONTDESK_WRITE_DOCS=1 cargo test --workspace --test e2e shapes`.

use crate::payload::shape::*;

/// By kind.
pub(super) static SHAPES: Shapes = &[
    (
        &[
            "positionCreated",
            "bookingConfirmation",
            "bookingActivated",
            "bookingUpdated",
            "positionRemoved",
            "positionRetry",
            "positionCalled",
            "positionFulfilled",
            "positionCompleted",
            "positionCancelled",
            "positionCancelledByStaff",
        ],
        Shape { takes: 0, list: None, object: Some(&CURRENT_NOTICE) },
    ),
    (&["feedbackReceived"], Shape { takes: 0, list: None, object: Some(&FEEDBACK_NOTICE) }),
];

static ANSWER: Object = Object {
    fields: &[
        Field::maybe("label", Shape::plain(TEXT | NOTHING)),
        Field::maybe("name", Shape::plain(TEXT)),
        Field::maybe("placeholder", Shape::plain(TEXT | NOTHING)),
        Field::maybe("type", Shape::plain(TEXT | NOTHING)),
        Field::maybe("validationRules", Shape::plain(ANY)),
        Field::maybe("value", Shape::plain(ANY)),
    ],
    others: None,
};

static APPOINTMENT: Object = Object {
    fields: &[
        Field::maybe("displayName", Shape::plain(TEXT | NOTHING)),
        Field::maybe("eventId", Shape::plain(TEXT | NOTHING)),
        Field::maybe("managerEmail", Shape::plain(TEXT | NOTHING)),
        Field::maybe("managerId", Shape::plain(TEXT | NOTHING)),
    ],
    others: None,
};

static BOOKING: Object = Object {
    fields: &[
        Field::maybe("appointment", Shape { takes: NOTHING, list: None, object: Some(&APPOINTMENT) }),
        Field::maybe("end", Shape::plain(TEXT | NOTHING)),
        Field::maybe("start", Shape::plain(TEXT | NOTHING)),
        Field::maybe("virtualAppointment", Shape { takes: NOTHING, list: None, object: Some(&VIRTUAL_APPOINTMENT) }),
    ],
    others: None,
};

static CURRENT: Object = Object {
    fields: &[
        Field::maybe("organization", Shape::plain(TEXT | NOTHING)),
        Field::must("position", Shape { takes: 0, list: None, object: Some(&POSITION) }),
        Field::maybe("type", Shape::plain(TEXT | NOTHING)),
    ],
    others: None,
};

static CURRENT_NOTICE: Object = Object {
    fields: &[
        Field::must("data", Shape { takes: 0, list: None, object: Some(&CURRENT) }),
        Field::maybe("message", Shape::plain(TEXT | NOTHING)),
        Field::maybe("organization", Shape::plain(TEXT | NOTHING)),
        Field::maybe("type", Shape::plain(TEXT | NOTHING)),
    ],
    others: None,
};

static FEEDBACK: Object = Object {
    fields: &[
        Field::maybe("organization", Shape::plain(TEXT | NOTHING)),
        Field::maybe("position", Shape { takes: NOTHING, list: None, object: Some(&POSITION) }),
        Field::maybe("type", Shape::plain(TEXT | NOTHING)),
    ],
    others: None,
};

static FEEDBACK_NOTICE: Object = Object {
    fields: &[
        Field::must("data", Shape { takes: 0, list: None, object: Some(&FEEDBACK) }),
        Field::maybe("message", Shape::plain(TEXT | NOTHING)),
        Field::maybe("organization", Shape::plain(TEXT | NOTHING)),
        Field::maybe("type", Shape::plain(TEXT | NOTHING)),
    ],
    others: None,
};

static LOCATION: Object = Object {
    fields: &[
        Field::maybe("locationName", Shape::plain(TEXT | NOTHING)),
        Field::maybe("organizationTitle", Shape::plain(TEXT | NOTHING)),
    ],
    others: None,
};

static NOTIFICATION: Object = Object {
    fields: &[
        Field::maybe("settings", Shape { takes: NOTHING, list: None, object: Some(&SETTINGS) }),
        Field::maybe("type", Shape::plain(TEXT | NOTHING)),
    ],
    others: None,
};

static POSITION: Object = Object {
    fields: &[
        Field::maybe("QRCodeCheckInPositionId", Shape::plain(TEXT | NOTHING)),
        Field::maybe("activatedAt", Shape::plain(TEXT | NOTHING)),
        Field::maybe("booking", Shape { takes: NOTHING, list: None, object: Some(&BOOKING) }),
        Field::maybe("bookingReminderAt", Shape::plain(TEXT | NOTHING)),
        Field::maybe("calledAt", Shape::plain(TEXT | NOTHING)),
        Field::maybe("completedAt", Shape::plain(TEXT | NOTHING)),
        Field::maybe("createdAt", Shape::plain(TEXT | NOTHING)),
        Field::maybe("fulfilledAt", Shape::plain(TEXT | NOTHING)),
        Field::maybe("fulfilledBy", Shape::plain(TEXT | NOTHING)),
        Field::must("id", Shape::plain(TEXT)),
        Field::maybe("label", Shape::plain(TEXT | NOTHING)),
        Field::maybe("locale", Shape::plain(TEXT | NOTHING)),
        Field::maybe("location", Shape { takes: NOTHING | STRING, list: None, object: Some(&LOCATION) }),
        Field::maybe("notification", Shape { takes: NOTHING, list: None, object: Some(&NOTIFICATION) }),
        Field::maybe("numberOfPeople", Shape::plain(NOTHING | INTEGER)),
        Field::maybe("priority", Shape::plain(NOTHING | INTEGER)),
        Field::maybe("queue", Shape::plain(TEXT | NOTHING)),
        Field::maybe(
            "registrationData",
            Shape {
                takes: NULL,
                list: Some(&Shape { takes: 0, list: None, object: Some(&ANSWER) }),
                object: Some(&Object {
                    fields: &[],
                    others: Some(&Shape { takes: 0, list: None, object: Some(&ANSWER) }),
                }),
            },
        ),
        Field::maybe("rejectedAt", Shape::plain(TEXT | NOTHING)),
        Field::maybe("servedBy", Shape { takes: NOTHING, list: None, object: Some(&SERVED_BY) }),
        Field::maybe("servedById", Shape::plain(TEXT | NOTHING)),
        Field::maybe("station", Shape { takes: NOTHING, list: None, object: Some(&STATION) }),
        Field::maybe("status", Shape::plain(TEXT | NOTHING)),
        Field::maybe("type", Shape::plain(TEXT | NOTHING)),
    ],
    others: None,
};

static SERVED_BY: Object = Object {
    fields: &[
        Field::maybe("email", Shape::plain(TEXT | NOTHING)),
        Field::maybe("firstName", Shape::plain(TEXT | NOTHING)),
        Field::maybe("id", Shape::plain(TEXT | NOTHING)),
        Field::maybe("lastName", Shape::plain(TEXT | NOTHING)),
    ],
    others: None,
};

static SETTINGS: Object = Object {
    fields: &[
        Field::maybe("devices", Shape::plain(ANY)),
        Field::maybe("from", Shape::plain(TEXT | NOTHING)),
        Field::maybe("passTypeIdentifier", Shape::plain(TEXT | NOTHING)),
        Field::maybe("recipient", Shape::plain(TEXT | NOTHING)),
        Field::maybe("to", Shape::plain(TEXT | NOTHING)),
    ],
    others: None,
};

static STATION: Object = Object {
    fields: &[Field::maybe("id", Shape::plain(TEXT | NOTHING)), Field::maybe("label", Shape::plain(TEXT | NOTHING))],
    others: None,
};

static VIRTUAL_APPOINTMENT: Object = Object {
    fields: &[
        Field::maybe("eventId", Shape::plain(TEXT | NOTHING)),
        Field::maybe("isEnabled", Shape::plain(FLAG | NOTHING)),
        Field::maybe("managerEmail", Shape::plain(TEXT | NOTHING)),
        Field::maybe("managerId", Shape::plain(TEXT | NOTHING)),
        Field::maybe("url", Shape::plain(TEXT | NOTHING)),
    ],
    others: None,
};
