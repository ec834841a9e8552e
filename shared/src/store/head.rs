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
const ROOM_FOR_LATER: usize = 4 * 1024;

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

/// Whether a row has room for `bytes` of a body, and for later additions.
pub(super) fn has_room(row: &Item, bytes: usize) -> bool {
    size(row) + "body".len() + bytes <= MAX_ITEM_BYTES - ROOM_FOR_LATER
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
    use bytes::Bytes;

    use super::*;
    use crate::event::{EventId, Identity, example};
    use crate::store::item::{self, of};

    /// An event with every optional attribute but `unreadable`.
    fn full() -> Event {
        let mut event = example("{}");
        event.id = EventId::new("gingr", Some("north"), &Identity::Content([0; 32]));
        event.become_occurrence(2);
        event.attempt = Some(3);
        event.occurred_at = Some("2026-11-19T23:59:59.5Z".parse().unwrap());
        for text in [&mut event.path, &mut event.content_type, &mut event.source_ip, &mut event.signature] {
            *text = Some("x".to_owned());
        }
        event
    }

    #[test]
    fn a_row_is_read_as_the_event_that_was_written() {
        let check = |event: Event| {
            let read = item::event(&row(&event, 0)).unwrap();
            // Times are in milliseconds.
            let received_at = rfc3339(event.received_at).parse().unwrap();
            assert_eq!(read, Event { body: Bytes::new(), own_id: false, retry_window: None, received_at, ..event });
        };
        check(example("{}"));
        check(full());
        check(Event { unreadable: Some("x".to_owned()), user_agent: Some("axios".to_owned()), ..full() });
    }

    #[test]
    fn attributes_that_depend_on_the_event() {
        let check = |event: &Event, name: &str, value: Option<&str>| {
            let found = row(event, 1_800_000_000).remove(name);
            let found = found.map(|value| value.as_s().cloned().or_else(|_| value.as_n().cloned()).unwrap());
            assert_eq!(found.as_deref(), value, "{name}");
        };
        let window = Some("10m".parse().unwrap());
        check(&example("{}"), "last_delivery_at", None);
        check(&Event { retry_window: window, ..example("{}") }, "last_delivery_at", Some("2026-11-20T10:00:00.000Z"));
        check(&example("{}"), "occurrence", None);
        check(&full(), "occurrence", Some("2"));
        check(&example("{ }"), "bytes", Some("3"));
        // Pending or expiring, and never both.
        let shard = example("{}").id.shard().to_string();
        let unreadable = Event { unreadable: Some("x".to_owned()), ..example("{}") };
        check(&example("{}"), "pending", Some(&shard));
        check(&example("{}"), "expires_at", None);
        check(&unreadable, "pending", None);
        check(&unreadable, "expires_at", Some("1800000000"));
        check(&example("{}"), "day", Some(&format!("gingr#2026-11-20#{shard}")));
        // What a sender says of itself is kept of events that could not be read.
        let named = |event| Event { user_agent: Some("axios".to_owned()), ..event };
        check(&named(example("{}")), "user_agent", None);
        check(&named(unreadable), "user_agent", Some("axios"));
    }

    #[test]
    fn an_expiry_is_whole_days_later() {
        let check = |days, expected: &str| {
            let expected: Timestamp = expected.parse().unwrap();
            assert_eq!(expiry("2026-11-20T10:00:00.9Z".parse().unwrap(), days), expected.as_second());
        };
        check(0, "2026-11-20T10:00:00Z");
        check(1, "2026-11-21T10:00:00Z");
        check(90, "2027-02-18T10:00:00Z");
    }

    #[test]
    fn room_for_a_body() {
        assert_eq!((MAX_ITEM_BYTES, ROOM_FOR_LATER), (409_600, 4_096));
        let row = of(&[("id", string("gingr:a"))]);
        let left = 409_600 - 4_096 - "idgingr:a".len() - "body".len();
        assert!(has_room(&row, 0));
        assert!(has_room(&row, left));
        assert!(!has_room(&row, left + 1));
        assert!(!has_room(&row, 6 * 1024 * 1024));
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
