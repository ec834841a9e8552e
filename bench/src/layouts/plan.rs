//! The layouts, as what each writes for one event.

use frontdesk_local::dynamodb::events_table;
use serde_json::{Value, json};

/// The table of events in each layout.
pub(super) const EVENTS: &str = "events";
/// A table of its own for what is not published yet. It is nearly always empty, so the relay can scan it.
pub(super) const OUTBOX: &str = "outbox";

/// One way to keep events.
pub(super) struct Layout {
    pub(super) name: &'static str,
    /// Definitions, as `CreateTable` requests.
    pub(super) tables: Vec<Value>,
    pub(super) steps: Vec<Step>,
}

/// One call.
pub(super) struct Step {
    pub(super) before_answer: bool,
    /// More than one write makes it a transaction.
    pub(super) writes: Vec<Write>,
}

/// One write of a call.
#[derive(Clone, Copy)]
pub(super) enum Write {
    Put(Part),
    /// Removes `pending`, and says when it was published.
    Mark(Part),
    /// With one index, the entry moves from the outbox to its day.
    Move,
    Delete(Part),
}

/// What is in an item.
#[derive(Clone, Copy)]
pub(super) enum Part {
    /// The row as it is today.
    Whole,
    /// The row without `pending`.
    Settled,
    /// The row without its body.
    Head,
    /// The body alone.
    Body,
    /// A small item that says that the event is pending, in the table of events.
    Note,
    /// The same in a table of its own.
    NoteApart,
    /// The row with one index key, `place`, in place of `pending` and `day`.
    OneKey,
}

/// Today's first.
pub(super) fn layouts() -> Vec<Layout> {
    use Part::{Body, Head, Note, NoteApart, OneKey, Settled, Whole};
    use Write::{Delete, Mark, Move, Put};
    let today = || events_table(EVENTS);
    let (day, pending) = (|| keeping(today(), "by_day"), || keeping(today(), "pending"));
    let layout = |name, tables, steps| Layout { name, tables, steps };
    vec![
        layout(
            "(a) today: one row, index `pending`, index `by_day`",
            vec![today()],
            vec![before(&[Put(Whole)]), after(&[Mark(Whole)])],
        ),
        layout(
            "(b) outbox item apart, one transaction",
            vec![today()],
            vec![before(&[Put(Settled), Put(Note)]), after(&[Delete(Note)])],
        ),
        layout(
            "(b') the same, outbox in a table of its own without an index",
            vec![day(), outbox()],
            vec![before(&[Put(Settled), Put(NoteApart)]), after(&[Delete(NoteApart)])],
        ),
        layout(
            "(c) body in an item of its own, one transaction",
            vec![today()],
            vec![before(&[Put(Head), Put(Body)]), after(&[Mark(Head)])],
        ),
        layout(
            "(c') body in an item of its own, put before the row",
            vec![today()],
            vec![before(&[Put(Body)]), before(&[Put(Head)]), after(&[Mark(Head)])],
        ),
        layout("(d) no outbox: a DynamoDB stream triggers the push", vec![day()], vec![before(&[Put(Settled)])]),
        layout(
            "(e) outbox item in a table of its own, put before the event",
            vec![day(), outbox()],
            vec![before(&[Put(NoteApart)]), before(&[Put(Settled)]), after(&[Delete(NoteApart)])],
        ),
        layout("(f) without `by_day`", vec![pending()], vec![before(&[Put(Whole)]), after(&[Mark(Whole)])]),
        layout(
            "(g) one index: the outbox, then the day",
            vec![one_index()],
            vec![before(&[Put(OneKey)]), after(&[Move])],
        ),
    ]
}

fn before(writes: &[Write]) -> Step {
    Step { before_answer: true, writes: writes.to_vec() }
}

fn after(writes: &[Write]) -> Step {
    Step { before_answer: false, writes: writes.to_vec() }
}

/// The table with one of its two indexes.
fn keeping(mut table: Value, index: &str) -> Value {
    let other = if index == "by_day" { "pending" } else { "day" };
    let named = |value: &Value, field: &str, name: &str| value.get(field).and_then(Value::as_str) == Some(name);
    if let Some(indexes) = table.get_mut("GlobalSecondaryIndexes").and_then(Value::as_array_mut) {
        indexes.retain(|of| named(of, "IndexName", index));
    }
    if let Some(attributes) = table.get_mut("AttributeDefinitions").and_then(Value::as_array_mut) {
        attributes.retain(|of| !named(of, "AttributeName", other));
    }
    table
}

fn one_index() -> Value {
    let text = events_table(EVENTS).to_string();
    let table: Value = serde_json::from_str(&text.replace("\"day\"", "\"place\"")).unwrap_or_default();
    let mut table = keeping(table, "by_day");
    if let Some(attributes) = table.get_mut("AttributeDefinitions").and_then(Value::as_array_mut) {
        attributes.retain(|of| of.get("AttributeName").and_then(Value::as_str) != Some("pending"));
    }
    table
}

fn outbox() -> Value {
    json!({
        "TableName": OUTBOX,
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [{ "AttributeName": "id", "AttributeType": "S" }],
        "KeySchema": [{ "AttributeName": "id", "KeyType": "HASH" }],
    })
}
