//! What the payload types of Cheqroom take. Made from them: `FRONTDESK_WRITE_DOCS=1 cargo test --workspace --test e2e shapes`.

use crate::payload::shape::*;

/// By kind.
pub(super) static SHAPES: Shapes = &[
    (
        &[
            "item.create",
            "item.update",
            "item.duplicate",
            "item.setfield",
            "item.clearfield",
            "item.setflag",
            "item.clearflag",
            "item.expire",
            "item.undoexpire",
            "item.changelocation",
            "item.changegeo",
            "item.addcomment",
            "item.takecustody",
            "item.transfercustody",
            "item.releasecustody",
        ],
        Shape { takes: 0, list: None, object: Some(&ITEM) },
    ),
    (
        &["contact.create", "contact.update", "contact.addcomment", "contact.block", "contact.undoblock"],
        Shape { takes: 0, list: None, object: Some(&CONTACT) },
    ),
    (
        &[
            "reservation.reserve",
            "reservation.cancel",
            "reservation.due_in_1_hour",
            "reservation.due_in_1_day",
            "reservation.overdue_1_hour",
            "reservation.overdue_1_day",
        ],
        Shape { takes: 0, list: None, object: Some(&RESERVATION) },
    ),
    (
        &[
            "order.checkout",
            "order.checkin",
            "order.undocheckout",
            "order.due_in_1_hour",
            "order.due_in_1_day",
            "order.overdue_1_hour",
            "order.overdue_1_day",
        ],
        Shape { takes: 0, list: None, object: Some(&ORDER) },
    ),
];

static COMMENT: Object = Object {
    fields: &[
        Field::maybe("by", Shape { takes: NOTHING | STRING, list: None, object: Some(&DOCUMENT) }),
        Field::maybe("created", Shape::plain(TEXT | NOTHING)),
        Field::maybe("id", Shape::plain(TEXT | NOTHING)),
        Field::maybe("modified", Shape::plain(TEXT | NOTHING)),
        Field::maybe("value", Shape::plain(TEXT | NOTHING)),
    ],
    others: None,
};

static CONTACT: Object = Object {
    fields: &[
        Field::must("_id", Shape::plain(TEXT)),
        Field::maybe(
            "attachments",
            Shape {
                takes: NOTHING | STRING,
                list: Some(&Shape { takes: STRING, list: None, object: Some(&DOCUMENT) }),
                object: Some(&DOCUMENT),
            },
        ),
        Field::maybe(
            "barcodes",
            Shape { takes: TEXT | NOTHING, list: Some(&Shape { takes: TEXT, list: None, object: None }), object: None },
        ),
        Field::maybe("blocked", Shape::plain(FLAG | NOTHING)),
        Field::maybe("by", Shape { takes: NOTHING | STRING, list: None, object: Some(&DOCUMENT) }),
        Field::maybe(
            "comments",
            Shape {
                takes: NOTHING | STRING,
                list: Some(&Shape { takes: STRING, list: None, object: Some(&COMMENT) }),
                object: Some(&COMMENT),
            },
        ),
        Field::maybe("cover", Shape { takes: NOTHING | STRING, list: None, object: Some(&DOCUMENT) }),
        Field::maybe("created", Shape::plain(TEXT | NOTHING)),
        Field::maybe("email", Shape::plain(TEXT | NOTHING)),
        Field::maybe(
            "fields",
            Shape {
                takes: NOTHING,
                list: None,
                object: Some(&Object { fields: &[], others: Some(&Shape { takes: ANY, list: None, object: None }) }),
            },
        ),
        Field::maybe("flag", Shape::plain(TEXT | NOTHING)),
        Field::maybe("kind", Shape::plain(TEXT | NOTHING)),
        Field::maybe("label", Shape { takes: NOTHING | STRING, list: None, object: Some(&DOCUMENT) }),
        Field::maybe("modified", Shape::plain(TEXT | NOTHING)),
        Field::maybe("name", Shape::plain(TEXT | NOTHING)),
        Field::maybe("status", Shape::plain(TEXT | NOTHING)),
        Field::maybe("user", Shape { takes: NOTHING | STRING, list: None, object: Some(&DOCUMENT) }),
    ],
    others: None,
};

static DOCUMENT: Object = Object {
    fields: &[
        Field::maybe("_id", Shape::plain(TEXT | NOTHING)),
        Field::maybe("email", Shape::plain(TEXT | NOTHING)),
        Field::maybe("kind", Shape::plain(TEXT | NOTHING)),
        Field::maybe("name", Shape::plain(TEXT | NOTHING)),
        Field::maybe("status", Shape::plain(TEXT | NOTHING)),
    ],
    others: None,
};

static ITEM: Object = Object {
    fields: &[
        Field::must("_id", Shape::plain(TEXT)),
        Field::maybe("address", Shape::plain(TEXT | NOTHING)),
        Field::maybe("allowCustody", Shape::plain(FLAG | NOTHING)),
        Field::maybe("allowOrder", Shape::plain(FLAG | NOTHING)),
        Field::maybe("allowReserve", Shape::plain(FLAG | NOTHING)),
        Field::maybe(
            "attachments",
            Shape {
                takes: NOTHING | STRING,
                list: Some(&Shape { takes: STRING, list: None, object: Some(&DOCUMENT) }),
                object: Some(&DOCUMENT),
            },
        ),
        Field::maybe(
            "barcodes",
            Shape { takes: TEXT | NOTHING, list: Some(&Shape { takes: TEXT, list: None, object: None }), object: None },
        ),
        Field::maybe("brand", Shape::plain(TEXT | NOTHING)),
        Field::maybe("by", Shape { takes: NOTHING | STRING, list: None, object: Some(&DOCUMENT) }),
        Field::maybe("canCustody", Shape::plain(TEXT | NOTHING)),
        Field::maybe("canOrder", Shape::plain(TEXT | NOTHING)),
        Field::maybe("canReserve", Shape::plain(TEXT | NOTHING)),
        Field::maybe("catalog", Shape { takes: NOTHING | STRING, list: None, object: Some(&DOCUMENT) }),
        Field::maybe("category", Shape { takes: NOTHING | STRING, list: None, object: Some(&DOCUMENT) }),
        Field::maybe(
            "codes",
            Shape { takes: TEXT | NOTHING, list: Some(&Shape { takes: TEXT, list: None, object: None }), object: None },
        ),
        Field::maybe(
            "comments",
            Shape {
                takes: NOTHING | STRING,
                list: Some(&Shape { takes: STRING, list: None, object: Some(&COMMENT) }),
                object: Some(&COMMENT),
            },
        ),
        Field::maybe("cover", Shape { takes: NOTHING | STRING, list: None, object: Some(&DOCUMENT) }),
        Field::maybe("created", Shape::plain(TEXT | NOTHING)),
        Field::maybe("custody", Shape { takes: NOTHING | STRING, list: None, object: Some(&DOCUMENT) }),
        Field::maybe("expired", Shape::plain(FLAG | NOTHING)),
        Field::maybe(
            "fields",
            Shape {
                takes: NOTHING,
                list: None,
                object: Some(&Object { fields: &[], others: Some(&Shape { takes: ANY, list: None, object: None }) }),
            },
        ),
        Field::maybe("flag", Shape::plain(TEXT | NOTHING)),
        Field::maybe("flagged", Shape::plain(FLAG | NOTHING)),
        Field::maybe("geo", Shape::plain(ANY)),
        Field::maybe("kit", Shape { takes: NOTHING | STRING, list: None, object: Some(&DOCUMENT) }),
        Field::maybe("label", Shape { takes: NOTHING | STRING, list: None, object: Some(&DOCUMENT) }),
        Field::maybe("location", Shape { takes: NOTHING | STRING, list: None, object: Some(&DOCUMENT) }),
        Field::maybe("model", Shape::plain(TEXT | NOTHING)),
        Field::maybe("modified", Shape::plain(TEXT | NOTHING)),
        Field::maybe("name", Shape::plain(TEXT | NOTHING)),
        Field::maybe("order", Shape { takes: NOTHING | STRING, list: None, object: Some(&DOCUMENT) }),
        Field::maybe("purchaseDate", Shape::plain(TEXT | NOTHING)),
        Field::maybe("purchasePrice", Shape::plain(TEXT | NOTHING)),
        Field::maybe("residualValue", Shape::plain(TEXT | NOTHING)),
        Field::maybe("status", Shape::plain(TEXT | NOTHING)),
        Field::maybe("warrantyDate", Shape::plain(TEXT | NOTHING)),
    ],
    others: None,
};

static ORDER: Object = Object {
    fields: &[
        Field::must("_id", Shape::plain(TEXT)),
        Field::maybe("archived", Shape::plain(FLAG | NOTHING)),
        Field::maybe(
            "attachments",
            Shape {
                takes: NOTHING | STRING,
                list: Some(&Shape { takes: STRING, list: None, object: Some(&DOCUMENT) }),
                object: Some(&DOCUMENT),
            },
        ),
        Field::maybe(
            "barcodes",
            Shape { takes: TEXT | NOTHING, list: Some(&Shape { takes: TEXT, list: None, object: None }), object: None },
        ),
        Field::maybe("by", Shape { takes: NOTHING | STRING, list: None, object: Some(&DOCUMENT) }),
        Field::maybe(
            "comments",
            Shape {
                takes: NOTHING | STRING,
                list: Some(&Shape { takes: STRING, list: None, object: Some(&COMMENT) }),
                object: Some(&COMMENT),
            },
        ),
        Field::maybe("cover", Shape { takes: NOTHING | STRING, list: None, object: Some(&DOCUMENT) }),
        Field::maybe("created", Shape::plain(TEXT | NOTHING)),
        Field::maybe("customer", Shape { takes: NOTHING | STRING, list: None, object: Some(&DOCUMENT) }),
        Field::maybe("due", Shape::plain(TEXT | NOTHING)),
        Field::maybe(
            "fields",
            Shape {
                takes: NOTHING,
                list: None,
                object: Some(&Object { fields: &[], others: Some(&Shape { takes: ANY, list: None, object: None }) }),
            },
        ),
        Field::maybe("finished", Shape::plain(TEXT | NOTHING)),
        Field::maybe("flag", Shape::plain(TEXT | NOTHING)),
        Field::maybe("itemSummary", Shape::plain(TEXT | NOTHING)),
        Field::maybe(
            "items",
            Shape {
                takes: NOTHING | STRING,
                list: Some(&Shape { takes: STRING, list: None, object: Some(&DOCUMENT) }),
                object: Some(&DOCUMENT),
            },
        ),
        Field::maybe("label", Shape { takes: NOTHING | STRING, list: None, object: Some(&DOCUMENT) }),
        Field::maybe("location", Shape { takes: NOTHING | STRING, list: None, object: Some(&DOCUMENT) }),
        Field::maybe("modified", Shape::plain(TEXT | NOTHING)),
        Field::maybe("name", Shape::plain(TEXT | NOTHING)),
        Field::maybe("number", Shape::plain(TEXT | NOTHING)),
        Field::maybe("reservation", Shape { takes: NOTHING | STRING, list: None, object: Some(&DOCUMENT) }),
        Field::maybe("started", Shape::plain(TEXT | NOTHING)),
        Field::maybe("status", Shape::plain(TEXT | NOTHING)),
    ],
    others: None,
};

static RESERVATION: Object = Object {
    fields: &[
        Field::must("_id", Shape::plain(TEXT)),
        Field::maybe("archived", Shape::plain(FLAG | NOTHING)),
        Field::maybe(
            "attachments",
            Shape {
                takes: NOTHING | STRING,
                list: Some(&Shape { takes: STRING, list: None, object: Some(&DOCUMENT) }),
                object: Some(&DOCUMENT),
            },
        ),
        Field::maybe(
            "barcodes",
            Shape { takes: TEXT | NOTHING, list: Some(&Shape { takes: TEXT, list: None, object: None }), object: None },
        ),
        Field::maybe("by", Shape { takes: NOTHING | STRING, list: None, object: Some(&DOCUMENT) }),
        Field::maybe(
            "comments",
            Shape {
                takes: NOTHING | STRING,
                list: Some(&Shape { takes: STRING, list: None, object: Some(&COMMENT) }),
                object: Some(&COMMENT),
            },
        ),
        Field::maybe("cover", Shape { takes: NOTHING | STRING, list: None, object: Some(&DOCUMENT) }),
        Field::maybe("created", Shape::plain(TEXT | NOTHING)),
        Field::maybe("customer", Shape { takes: NOTHING | STRING, list: None, object: Some(&DOCUMENT) }),
        Field::maybe("due", Shape::plain(TEXT | NOTHING)),
        Field::maybe(
            "fields",
            Shape {
                takes: NOTHING,
                list: None,
                object: Some(&Object { fields: &[], others: Some(&Shape { takes: ANY, list: None, object: None }) }),
            },
        ),
        Field::maybe("flag", Shape::plain(TEXT | NOTHING)),
        Field::maybe("fromDate", Shape::plain(TEXT | NOTHING)),
        Field::maybe("itemSummary", Shape::plain(TEXT | NOTHING)),
        Field::maybe(
            "items",
            Shape {
                takes: NOTHING | STRING,
                list: Some(&Shape { takes: STRING, list: None, object: Some(&DOCUMENT) }),
                object: Some(&DOCUMENT),
            },
        ),
        Field::maybe("label", Shape { takes: NOTHING | STRING, list: None, object: Some(&DOCUMENT) }),
        Field::maybe("location", Shape { takes: NOTHING | STRING, list: None, object: Some(&DOCUMENT) }),
        Field::maybe("modified", Shape::plain(TEXT | NOTHING)),
        Field::maybe("name", Shape::plain(TEXT | NOTHING)),
        Field::maybe("number", Shape::plain(TEXT | NOTHING)),
        Field::maybe("order", Shape { takes: NOTHING | STRING, list: None, object: Some(&DOCUMENT) }),
        Field::maybe("repeatFrequency", Shape::plain(TEXT | NOTHING)),
        Field::maybe("repeatId", Shape::plain(TEXT | NOTHING)),
        Field::maybe("status", Shape::plain(TEXT | NOTHING)),
        Field::maybe("toDate", Shape::plain(TEXT | NOTHING)),
    ],
    others: None,
};
