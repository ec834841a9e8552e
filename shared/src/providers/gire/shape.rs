//! What the payload types of Gire take. Made from them: `FRONTDESK_WRITE_DOCS=1 cargo test --workspace --test payloads shapes`.

use crate::payload::shape::*;

/// In the order of `kinds`.
pub(super) static SHAPES: Shapes =
    &[Shape::object(&STATUS_UPDATE_EVENT), Shape::object(&PRICE_UPDATE_EVENT), Shape::object(&CREATE_EVENT)];

static CREATE: Object = Object::of(&[
    Field::maybe("pudId", Shape::plain(TEXT | NOTHING)),
    Field::maybe("referenceNumber", Shape::plain(TEXT | NOTHING)),
]);

static CREATE_EVENT: Object = Object::of(&[
    Field::must("data", Shape::object(&CREATE)),
    Field::must("eventType", Shape::plain(TEXT)),
    Field::must("id", Shape::plain(TEXT)),
    Field::must("timestamp", Shape::plain(TEXT)),
]);

static PRICE_UPDATE: Object = Object::of(&[
    Field::must("newPrice", Shape::plain(TEXT)),
    Field::maybe("prevPrice", Shape::plain(TEXT | NOTHING)),
    Field::must("pudId", Shape::plain(TEXT)),
    Field::maybe("referenceNumber", Shape::plain(TEXT | NOTHING)),
]);

static PRICE_UPDATE_EVENT: Object = Object::of(&[
    Field::must("data", Shape::object(&PRICE_UPDATE)),
    Field::must("eventType", Shape::plain(TEXT)),
    Field::must("id", Shape::plain(TEXT)),
    Field::must("timestamp", Shape::plain(TEXT)),
]);

static STATUS_UPDATE: Object = Object::of(&[
    Field::must("newStatus", Shape::plain(TEXT)),
    Field::maybe("prevStatus", Shape::plain(TEXT | NOTHING)),
    Field::must("pudId", Shape::plain(TEXT)),
    Field::maybe("referenceNumber", Shape::plain(TEXT | NOTHING)),
]);

static STATUS_UPDATE_EVENT: Object = Object::of(&[
    Field::must("data", Shape::object(&STATUS_UPDATE)),
    Field::must("eventType", Shape::plain(TEXT)),
    Field::must("id", Shape::plain(TEXT)),
    Field::must("timestamp", Shape::plain(TEXT)),
]);
