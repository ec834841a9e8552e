//! An event as a row, and a row as an event again. The attributes are a public contract: README.md, "The table".

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use bytes::Bytes;
use jiff::{Timestamp, ToSpan};

use super::StoreError;
use crate::event::{Event, EventId, rfc3339};

/// DynamoDB's limit on an item, names and values together
/// (<https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html>).
pub(super) const MAX_ITEM_BYTES: usize = 400 * 1024;
/// What is left free in a row for what comes later: the mark, the count of deliveries, the longer key of a variant. A full
/// row could be stored and then never be marked.
pub(super) const ROOM_FOR_LATER: usize = 4 * 1024;

/// Attributes by name, as the SDK has them.
pub(super) type Item = HashMap<String, AttributeValue>;

/// The row of an event, but for its body.
pub(super) fn head(event: &Event, expires_at: i64) -> Item {
    let shard = event.id.shard();
    let received_at = rfc3339(event.received_at);
    let day = received_at.get(..10).unwrap_or_default();
    let mut item: Item = HashMap::with_capacity(24);
    let mut set = |name: &str, value: AttributeValue| item.insert(name.to_owned(), value);
    set("id", s(event.id.key()));
    set("provider", s(event.id.provider()));
    set("kind", s(&event.kind));
    set("received_at", s(&received_at));
    set("last_delivery_at", s(&received_at));
    set("deliveries", number(1));
    set("bytes", number(event.body.len()));
    set("verification", s(&event.verification));
    set("key", s(&event.key));
    set("request_id", s(&event.request_id));
    set("sha256", s(&event.sha256));
    set("day", s(&format!("{}#{day}#{shard}", event.id.provider())));
    set("expires_at", number(expires_at));
    let optional = [
        ("subject", event.subject.as_deref()),
        ("content_type", event.content_type.as_deref()),
        ("source_ip", event.source_ip.as_deref()),
        ("signature", event.signature.as_deref()),
        ("unreadable", event.unreadable.as_deref()),
    ];
    for (name, value) in optional {
        if let Some(value) = value {
            set(name, s(value));
        }
    }
    if let Some(time) = event.occurred_at {
        set("occurred_at", s(&rfc3339(time)));
    }
    if event.unreadable.is_none() {
        set("pending", s(&shard.to_string()));
    }
    item
}

/// The event of a row, without its body: that may be somewhere else, and need not be wanted.
pub(super) fn event(item: &Item) -> Result<Event, StoreError> {
    let bad = |attribute| StoreError::Row { id: text(item, "id").unwrap_or_default(), attribute };
    let needed = |name| text(item, name).ok_or_else(|| bad(name));
    let time = |name| text(item, name).map(|value| value.parse().map_err(|_| bad(name))).transpose();
    Ok(Event {
        id: EventId::from_key(needed("id")?),
        kind: needed("kind")?,
        subject: text(item, "subject"),
        received_at: time("received_at")?.ok_or_else(|| bad("received_at"))?,
        occurred_at: time("occurred_at")?,
        body: Bytes::new(),
        content_type: text(item, "content_type"),
        verification: needed("verification")?,
        key: needed("key")?,
        source_ip: text(item, "source_ip"),
        request_id: needed("request_id")?,
        sha256: needed("sha256")?,
        signature: text(item, "signature"),
        unreadable: text(item, "unreadable"),
        own_id: false,
    })
}

/// When a row goes that is written now, in seconds since 1970.
pub(super) fn expiry(received_at: Timestamp, retention_days: u32) -> i64 {
    (received_at + (i64::from(retention_days) * 24).hours()).as_second()
}

/// A text as an attribute.
pub(super) fn s(text: &str) -> AttributeValue {
    AttributeValue::S(text.to_owned())
}

/// A number as an attribute.
pub(super) fn number(number: impl ToString) -> AttributeValue {
    AttributeValue::N(number.to_string())
}

/// The text of an attribute.
pub(super) fn text(item: &Item, name: &str) -> Option<String> {
    item.get(name)?.as_s().ok().cloned()
}

/// The number in an attribute.
pub(super) fn count(item: &Item, name: &'static str) -> Result<usize, StoreError> {
    let value = item.get(name).and_then(|value| value.as_n().ok()?.parse().ok());
    value.ok_or_else(|| StoreError::Row { id: text(item, "id").unwrap_or_default(), attribute: name })
}

/// Names and values in bytes, as DynamoDB counts them; for a number at most so many.
pub(super) fn size(item: &Item) -> usize {
    let value = |value: &AttributeValue| match value {
        AttributeValue::S(text) => text.len(),
        AttributeValue::N(text) => text.len() + 1,
        AttributeValue::B(blob) => blob.as_ref().len(),
        _ => 0,
    };
    item.iter().map(|(name, v)| name.len() + value(v)).sum()
}
