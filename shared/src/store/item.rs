//! Rows as the SDK represents them, and the event in a row. The attributes are a public contract:
//! docs/table.md.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use bytes::Bytes;

use super::StoreError;
use crate::event::{Event, EventId};
use crate::vocabulary::{Action, Entity};

/// Attributes by name, as the SDK represents them.
pub(crate) type Item = HashMap<String, AttributeValue>;

/// Reads the event of a row, without its body, which may be elsewhere or not needed.
pub(super) fn event(item: &Item) -> Result<Event, StoreError> {
    let bad = |attribute| StoreError::Row { id: text(item, "id").unwrap_or_default(), attribute };
    let needed = |name| text(item, name).ok_or_else(|| bad(name));
    let time = |name| text(item, name).map(|value| value.parse().map_err(|_| bad(name))).transpose();
    Ok(Event {
        id: EventId::from_key(needed("id")?),
        kind: needed("kind")?,
        action: text(item, "action").as_deref().map_or(Action::Other, Action::from),
        entity: text(item, "entity").as_deref().map_or(Entity::Other, Entity::from),
        subject: text(item, "subject"),
        received_at: time("received_at")?.ok_or_else(|| bad("received_at"))?,
        occurred_at: time("occurred_at")?,
        body: Bytes::new(),
        content_type: text(item, "content_type"),
        verification: needed("verification")?,
        key: needed("key")?,
        source_ip: text(item, "source_ip"),
        user_agent: text(item, "user_agent"),
        request_id: needed("request_id")?,
        sha256: needed("sha256")?,
        signature: text(item, "signature"),
        unreadable: text(item, "unreadable"),
        own_id: false,
        occurrence: whole(item, "occurrence").unwrap_or(1),
        attempt: whole(item, "attempt"),
        retry_window: None,
        path: text(item, "path"),
    })
}

/// A text as an attribute.
pub(crate) fn string(text: &str) -> AttributeValue {
    AttributeValue::S(text.to_owned())
}

/// A number as an attribute.
pub(crate) fn number(number: impl ToString) -> AttributeValue {
    AttributeValue::N(number.to_string())
}

/// The text of an attribute.
pub(super) fn text(item: &Item, name: &str) -> Option<String> {
    item.get(name)?.as_s().ok().cloned()
}

/// The number in an optional attribute.
pub(super) fn whole(item: &Item, name: &str) -> Option<u32> {
    item.get(name)?.as_n().ok()?.parse().ok()
}

/// The number in a required attribute.
pub(super) fn count(item: &Item, name: &'static str) -> Result<usize, StoreError> {
    let value = item.get(name).and_then(|value| value.as_n().ok()?.parse().ok());
    value.ok_or_else(|| StoreError::Row { id: text(item, "id").unwrap_or_default(), attribute: name })
}

/// A row for unit tests.
#[cfg(test)]
pub(super) fn of(attributes: &[(&str, AttributeValue)]) -> Item {
    attributes.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers() {
        let check = |value: AttributeValue, expected| assert_eq!(whole(&of(&[("n", value)]), "n"), expected);
        check(number(7), Some(7));
        check(number(0), Some(0));
        check(number(-1), None);
        check(string("7"), None);
        assert_eq!(whole(&Item::new(), "n"), None);
    }

    #[test]
    fn a_required_number_is_there_or_named() {
        assert_eq!(count(&of(&[("bytes", number(7))]), "bytes").unwrap(), 7);
        let check = |attributes: &[(&str, AttributeValue)]| {
            let item = of(&[&[("id", string("gingr:a"))], attributes].concat());
            match count(&item, "bytes") {
                Err(StoreError::Row { id, attribute }) => assert_eq!((id.as_str(), attribute), ("gingr:a", "bytes")),
                other => panic!("{attributes:?}: {other:?}"),
            }
        };
        check(&[]);
        check(&[("bytes", string("7"))]);
        check(&[("bytes", number(-1))]);
    }
}
