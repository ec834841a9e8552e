//! The row of an event. The attributes are a public contract: docs/table.md.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use jiff::{Timestamp, ToSpan};

use super::item::{Item, number, string};
use crate::event::{Event, rfc3339};

/// DynamoDB's limit on an item, names and values together
/// (<https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html>).
pub(super) const MAX_ITEM_BYTES: usize = 400 * 1024;
/// Room left in a row for later additions: the mark, the count of deliveries, the longer key of a
/// variant. Without it, a full row could be stored and then never be marked.
pub(super) const ROOM_FOR_LATER: usize = 4 * 1024;

/// The row of an event, without its body.
pub(super) fn row(event: &Event, expires_at: i64) -> Item {
    let shard = event.id.shard();
    let received_at = rfc3339(event.received_at);
    let day = received_at.get(..10).unwrap_or_default();
    let mut item: Item = HashMap::with_capacity(24);
    let mut set = |name: &str, value: AttributeValue| item.insert(name.to_owned(), value);
    set("id", string(event.id.key()));
    set("provider", string(event.id.provider()));
    set("kind", string(&event.kind));
    set("received_at", string(&received_at));
    // A first delivery writes no count: every byte matters if a row is near a KiB. Its time is
    // needed from the start if time distinguishes a retry from a recurrence.
    if event.retry_window.is_some() {
        set("last_delivery_at", string(&received_at));
    }
    set("bytes", number(event.body.len()));
    set("verification", string(&event.verification));
    set("key", string(&event.key));
    set("request_id", string(&event.request_id));
    set("sha256", string(&event.sha256));
    set("day", string(&format!("{}#{day}#{shard}", event.id.provider())));
    let optional = [
        ("subject", event.subject.as_deref()),
        ("content_type", event.content_type.as_deref()),
        ("source_ip", event.source_ip.as_deref()),
        ("signature", event.signature.as_deref()),
        ("unreadable", event.unreadable.as_deref()),
        ("account", event.id.account()),
        ("action", event.action.word()),
        ("entity", event.entity.word()),
        ("path", event.path.as_deref()),
    ];
    for (name, value) in optional {
        if let Some(value) = value {
            set(name, string(value));
        }
    }
    // For an ordinary event, the proof says enough about the sender, and every byte is paid for a
    // million times.
    if let Some(user_agent) = event.user_agent.as_deref().filter(|_| event.unreadable.is_some()) {
        set("user_agent", string(user_agent));
    }
    if event.occurrence > 1 {
        set("occurrence", number(event.occurrence));
    }
    if let Some(attempt) = event.attempt {
        set("attempt", number(attempt));
    }
    if let Some(time) = event.occurred_at {
        set("occurred_at", string(&rfc3339(time)));
    }
    // A pending event has no `expires_at`, so it outlasts any outage.
    if event.unreadable.is_none() {
        set("pending", string(&shard.to_string()));
    } else {
        set("expires_at", number(expires_at));
    }
    item
}

/// The expiry of a row whose retention starts at `received_at`, in seconds since 1970.
pub(super) fn expiry(received_at: Timestamp, retention_days: u32) -> i64 {
    (received_at + (i64::from(retention_days) * 24).hours()).as_second()
}

/// The size of names and values in bytes, as DynamoDB counts them; for numbers an upper bound.
pub(super) fn size(item: &Item) -> usize {
    let value = |value: &AttributeValue| match value {
        AttributeValue::S(text) => text.len(),
        AttributeValue::N(text) => text.len() + 1,
        AttributeValue::B(blob) => blob.as_ref().len(),
        _ => 0,
    };
    item.iter().map(|(name, v)| name.len() + value(v)).sum()
}

#[cfg(test)]
mod tests {
    use aws_sdk_dynamodb::primitives::Blob;

    use super::*;
    use crate::store::item::of;

    #[test]
    fn limits_of_an_item() {
        assert_eq!((MAX_ITEM_BYTES, ROOM_FOR_LATER), (409_600, 4_096));
    }

    #[test]
    fn sizes() {
        let check = |value: AttributeValue, expected| assert_eq!(size(&of(&[("name", value)])), expected);
        check(string("Ørsta"), 4 + 6);
        check(number(1803), 4 + 5);
        check(AttributeValue::B(Blob::new([0; 100])), 4 + 100);
        let two = of(&[("id", string("a")), ("bytes", number(7))]);
        assert_eq!(size(&two), 3 + 7);
    }
}
