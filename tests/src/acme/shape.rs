//! What the payload types of Acme Stays take. Made from them: `FRONTDESK_WRITE_DOCS=1 cargo test --workspace --test e2e shapes`.

use frontdesk::payload::shape::*;

/// By kind.
pub(super) static SHAPES: Shapes = &[
    (&["stay.booked"], Shape { takes: 0, list: None, object: Some(&BOOKED_EVENT) }),
    (&["stay.cancelled"], Shape { takes: 0, list: None, object: Some(&CANCELLED_EVENT) }),
];

static BOOKED: Object = Object { fields: &[Field::must("guests", Shape::plain(INTEGER))], others: None };

static BOOKED_EVENT: Object = Object {
    fields: &[
        Field::must("at", Shape::plain(TEXT)),
        Field::must("data", Shape { takes: 0, list: None, object: Some(&BOOKED) }),
        Field::must("event", Shape::plain(TEXT)),
        Field::must("event_id", Shape::plain(TEXT)),
        Field::must("stay_id", Shape::plain(TEXT)),
    ],
    others: None,
};

static CANCELLED: Object = Object { fields: &[Field::maybe("reason", Shape::plain(TEXT | NOTHING))], others: None };

static CANCELLED_EVENT: Object = Object {
    fields: &[
        Field::must("at", Shape::plain(TEXT)),
        Field::must("data", Shape { takes: 0, list: None, object: Some(&CANCELLED) }),
        Field::must("event", Shape::plain(TEXT)),
        Field::must("event_id", Shape::plain(TEXT)),
        Field::must("stay_id", Shape::plain(TEXT)),
    ],
    others: None,
};
