//! What the payload types of Gire take. Made from them: `FRONTDESK_WRITE_DOCS=1 cargo test --workspace --test e2e shapes`.

use crate::payload::shape::*;

/// By kind.
pub(super) static SHAPES: Shapes = &[
    (&["pud:status_update"], Shape { takes: 0, list: None, object: Some(&STATUS_UPDATE_EVENT) }),
    (&["pud:price_update"], Shape { takes: 0, list: None, object: Some(&PRICE_UPDATE_EVENT) }),
    (&["pud:create"], Shape { takes: 0, list: None, object: Some(&CREATE_EVENT) }),
];

static CREATE: Object = Object {
    fields: &[
        Field::maybe("pudId", Shape::plain(TEXT | NOTHING)),
        Field::maybe("referenceNumber", Shape::plain(TEXT | NOTHING)),
    ],
    others: None,
};

static CREATE_EVENT: Object = Object {
    fields: &[
        Field::must("data", Shape { takes: 0, list: None, object: Some(&CREATE) }),
        Field::must("eventType", Shape::plain(TEXT)),
        Field::must("id", Shape::plain(TEXT)),
        Field::must("timestamp", Shape::plain(TEXT)),
    ],
    others: None,
};

static PRICE_UPDATE: Object = Object {
    fields: &[
        Field::must("newPrice", Shape::plain(TEXT)),
        Field::maybe("prevPrice", Shape::plain(TEXT | NOTHING)),
        Field::must("pudId", Shape::plain(TEXT)),
        Field::maybe("referenceNumber", Shape::plain(TEXT | NOTHING)),
    ],
    others: None,
};

static PRICE_UPDATE_EVENT: Object = Object {
    fields: &[
        Field::must("data", Shape { takes: 0, list: None, object: Some(&PRICE_UPDATE) }),
        Field::must("eventType", Shape::plain(TEXT)),
        Field::must("id", Shape::plain(TEXT)),
        Field::must("timestamp", Shape::plain(TEXT)),
    ],
    others: None,
};

static STATUS_UPDATE: Object = Object {
    fields: &[
        Field::must("newStatus", Shape::plain(TEXT)),
        Field::maybe("prevStatus", Shape::plain(TEXT | NOTHING)),
        Field::must("pudId", Shape::plain(TEXT)),
        Field::maybe("referenceNumber", Shape::plain(TEXT | NOTHING)),
    ],
    others: None,
};

static STATUS_UPDATE_EVENT: Object = Object {
    fields: &[
        Field::must("data", Shape { takes: 0, list: None, object: Some(&STATUS_UPDATE) }),
        Field::must("eventType", Shape::plain(TEXT)),
        Field::must("id", Shape::plain(TEXT)),
        Field::must("timestamp", Shape::plain(TEXT)),
    ],
    others: None,
};
