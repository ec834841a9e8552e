//! Reading the table: rows, their bodies, and pending events. Nothing here can write.

use std::collections::HashMap;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::{AttributeValue, KeysAndAttributes};
use bytes::{Bytes, BytesMut};
#[cfg(feature = "receiver")]
use jiff::Timestamp;

use super::StoreError;
use super::item::{self, Item, string, text};
use super::unpack::unpack_checked;
use crate::event::{Event, EventId};

/// How many parts of a body one request reads, which bounds how much is in memory twice.
pub(super) const READ_AT_ONCE: usize = 4;

/// A table that can only be read.
#[derive(Debug, Clone)]
pub struct Reader {
    pub(super) client: Client,
    pub(super) table: String,
}

impl Reader {
    /// The table `table`.
    #[must_use]
    pub fn new(client: Client, table: impl Into<String>) -> Self {
        Self { client, table: table.into() }
    }

    /// The table's name, even if it was given as an ARN, as for a table in another account.
    #[must_use]
    pub fn name(&self) -> &str {
        self.table.rsplit_once(":table/").map_or(self.table.as_str(), |(_, name)| name)
    }

    /// When the table was created.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    #[cfg(feature = "receiver")]
    pub async fn created_at(&self) -> Result<Timestamp, StoreError> {
        let described = self.client.describe_table().table_name(&self.table).send().await;
        let table = described.map_err(StoreError::unavailable)?.table;
        let created = table.and_then(|table| table.creation_date_time).map(|time| time.secs());
        let created = created.and_then(|seconds| Timestamp::from_second(seconds).ok());
        created.ok_or_else(|| StoreError::Unavailable("it does not say when the table was created".to_owned()))
    }

    /// Reads an event by key, consistently, with its body, and checks the body's hash. None if the
    /// event does not exist, or no longer does.
    ///
    /// # Errors
    /// [`StoreError`] when the table did not answer, or the row or one of its parts is not as it
    /// was stored.
    pub async fn get(&self, id: &EventId) -> Result<Option<Event>, StoreError> {
        let items = self.read_items(&[id.key().to_owned()]).await?;
        let Some(item) = items.into_values().next() else { return Ok(None) };
        let mut event = item::event(&item)?;
        event.body = self.body(&item, &event).await?;
        Ok(Some(event))
    }

    pub(super) async fn body(&self, item: &Item, event: &Event) -> Result<Bytes, StoreError> {
        let encoding = text(item, "encoding");
        let length = item::count(item, "bytes")?;
        let body = match (item.get("body"), text(item, "parts_at")) {
            (Some(AttributeValue::B(kept)), _) => {
                unpack_checked(kept.as_ref(), encoding.as_deref(), length, &event.sha256)
            }
            (None, Some(at)) => {
                let kept = self.read_parts(&event.id, &at, item::count(item, "parts")?).await?;
                unpack_checked(&kept, encoding.as_deref(), length, &event.sha256)
            }
            _ => return Err(StoreError::Row { id: event.id.to_string(), attribute: "body" }),
        };
        body.ok_or_else(|| StoreError::Body { id: event.id.to_string() })
    }

    /// Reads items by key, consistently. Missing items are left out.
    pub(super) async fn read_items(&self, keys: &[String]) -> Result<HashMap<String, Item>, StoreError> {
        let mut items = HashMap::with_capacity(keys.len());
        let mut left: Vec<Item> = keys.iter().map(|key| Item::from([("id".to_owned(), string(key))])).collect();
        while !left.is_empty() {
            let wanted = KeysAndAttributes::builder().set_keys(Some(left)).consistent_read(true).build();
            let read = self.client.batch_get_item();
            let read = read.request_items(&self.table, wanted.map_err(StoreError::unavailable)?);
            let found = read.send().await.map_err(StoreError::unavailable)?;
            // The response has one table, under the name or ARN that was asked for.
            let found_items = found.responses.and_then(|tables| tables.into_values().next()).unwrap_or_default();
            left = found
                .unprocessed_keys
                .and_then(|tables| tables.into_values().next())
                .map_or_else(Vec::new, |more| more.keys);
            if found_items.is_empty() && !left.is_empty() {
                // DynamoDB reports this as an error, which the SDK retries. This makes sure that
                // the loop ends in any case.
                return Err(StoreError::Unavailable("it returned none of the requested items".to_owned()));
            }
            items.extend(found_items.into_iter().filter_map(|item| Some((text(&item, "id")?, item))));
        }
        Ok(items)
    }

    /// Reads the bytes of the `count` parts at `at`, in order.
    async fn read_parts(&self, id: &EventId, at: &str, count: usize) -> Result<Bytes, StoreError> {
        let keys: Vec<String> = (1..=count).map(|n| part_key(at, n)).collect();
        let mut bytes = BytesMut::new();
        for keys in keys.chunks(READ_AT_ONCE) {
            let mut items = self.read_items(keys).await?;
            for key in keys {
                let part = items.remove(key).and_then(|mut part| part.remove("body"));
                let Some(AttributeValue::B(part)) = part else {
                    return Err(StoreError::Part { id: id.to_string(), part: key.clone() });
                };
                bytes.extend_from_slice(part.as_ref());
            }
        }
        Ok(bytes.freeze())
    }
}

/// The key of the n-th part, from 1.
pub(super) fn part_key(at: &str, n: usize) -> String {
    format!("{at}.{n}")
}

#[cfg(test)]
impl Reader {
    /// A table for tests of what makes no call.
    pub(crate) fn offline(table: &str) -> Self {
        let config = aws_sdk_dynamodb::Config::builder()
            .behavior_version(aws_sdk_dynamodb::config::BehaviorVersion::latest())
            .build();
        Self::new(Client::from_conf(config), table)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_in_another_account_has_a_name_too() {
        let check = |table: &str, name: &str| assert_eq!(Reader::offline(table).name(), name);
        check("frontdesk-events", "frontdesk-events");
        check("arn:aws:dynamodb:eu-central-1:111122223333:table/frontdesk-events", "frontdesk-events");
    }
}
