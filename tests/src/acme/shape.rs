//! What the payload types of Acme Stays take. Made from them: `FRONTDESK_WRITE_DOCS=1 cargo test --workspace --test payloads shapes`.

use frontdesk::payload::shape::*;

/// In the order of `kinds`.
pub(super) static SHAPES: Shapes = &[Shape::object(&BOOKED_EVENT), Shape::object(&CANCELLED_EVENT)];

static BOOKED: Object = Object::of(&[Field::must("guests", Shape::plain(INTEGER))]);

static BOOKED_EVENT: Object = Object::of(&[
    Field::must("at", Shape::plain(TEXT)),
    Field::must("data", Shape::object(&BOOKED)),
    Field::must("event", Shape::plain(TEXT)),
    Field::must("event_id", Shape::plain(TEXT)),
    Field::must("stay_id", Shape::plain(TEXT)),
]);

static CANCELLED: Object = Object::of(&[Field::maybe("reason", Shape::plain(TEXT | NOTHING))]);

static CANCELLED_EVENT: Object = Object::of(&[
    Field::must("at", Shape::plain(TEXT)),
    Field::must("data", Shape::object(&CANCELLED)),
    Field::must("event", Shape::plain(TEXT)),
    Field::must("event_id", Shape::plain(TEXT)),
    Field::must("stay_id", Shape::plain(TEXT)),
]);
