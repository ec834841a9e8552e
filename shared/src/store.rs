//! The table of events: the only file that knows DynamoDB.
//!
//! One conditional put is storage and de-duplication in one step. What is pending is what has the attribute `pending`;
//! there is no status word. Layout: see the section "The table" of README.md, a public contract.

mod body;
mod item;
mod listing;
pub(crate) mod once;
mod parts;
mod refused;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::put_item::PutItemError;
use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::{AttributeValue, KeysAndAttributes, ReturnValuesOnConditionCheckFailure};
use bytes::Bytes;
use jiff::Timestamp;

use self::body::{Packed, Packer, unpack_checked};
use self::item::{Item, MAX_ITEM_BYTES, ROOM_FOR_LATER, s, text};
use self::parts::Parts;
use crate::event::{Event, EventId, MAX_MESSAGE_BYTES, Message, rfc3339};
use crate::failure::in_words;

pub use self::listing::{Listed, Listing, Row, State};
pub use self::refused::RefusedPage;

/// The index that is the outbox: key `pending`, sort `received_at`.
pub const PENDING_INDEX: &str = "pending";
/// The index for listing: key `day`, sort `received_at`.
pub const DAY_INDEX: &str = "by_day";
/// How many rows one [`Store::read_pending`] takes.
pub const READ_BATCH: usize = 10;

/// Bodies up to this size fit their row, however long its other attributes are.
const ALWAYS_FITS: usize = 384 * 1024;

/// The table.
#[derive(Debug, Clone)]
pub struct Store {
    client: Client,
    table: String,
    retention_days: u32,
    packer: Arc<Packer>,
}

/// What a put found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Put {
    /// The event was not there, and now is.
    New,
    /// The event was already there.
    Duplicate,
    /// The provider's own id was already there with another body; this one is kept beside it.
    Variant,
}

/// A row of the outbox index. The index lags behind the table, so it only tells where to look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingRow {
    /// The event.
    pub id: EventId,
    /// When it arrived, RFC 3339.
    pub received_at: String,
}

/// A row that is in the outbox, read by key.
#[derive(Debug)]
pub struct Pending {
    /// The event.
    pub id: EventId,
    /// What the queue is to get, or why there is nothing that it could get.
    pub message: Result<Message, StoreError>,
}

/// One page of the outbox index.
#[derive(Debug, Default)]
pub struct PendingPage {
    /// The rows, oldest first.
    pub rows: Vec<PendingRow>,
    /// Where the next page starts; none after the last.
    pub next: Option<Cursor>,
}

/// A position in the outbox index.
#[derive(Debug, Clone)]
pub struct Cursor(Item);

impl Store {
    /// The table `table`, whose rows expire after `retention_days`.
    #[must_use]
    pub fn new(client: Client, table: impl Into<String>, retention_days: u32) -> Self {
        Self { client, table: table.into(), retention_days, packer: Arc::new(Packer::new()) }
    }

    /// The table's name.
    #[must_use]
    pub fn table(&self) -> &str {
        &self.table
    }

    /// Opens the connection, and sets up what compresses. What comes back does not matter, so errors are not errors.
    pub async fn warm(&self) {
        self.packer.warm();
        let key = AttributeValue::S("warm".to_owned());
        let _ = self.client.get_item().table_name(&self.table).key("id", key).send().await;
    }

    /// Stores the event unless its id is already there. A body that does not fit the row is stored first, in parts.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when the table did not take it; then nothing is promised.
    pub async fn put(&self, event: &Event) -> Result<Put, StoreError> {
        self.put_within(event, Duration::MAX).await
    }

    /// The same, waiting for the table for at most `budget`.
    ///
    /// Compressing the body is not waiting: if it counted, a function with a small share of a processor could never take a
    /// large one, however often it came.
    ///
    /// # Errors
    /// As for [`Store::put`].
    pub async fn put_within(&self, event: &Event, budget: Duration) -> Result<Put, StoreError> {
        let started = Instant::now();
        if event.body.len() > ALWAYS_FITS
            && let Some(there) = in_time(budget, self.known(&event.id)).await?
            && found(event, &there) != Put::Variant
        {
            // A large body that is there already needs neither to be compressed nor to be sent.
            return Ok(found(event, &there));
        }
        let left = budget.saturating_sub(started.elapsed());
        let packed = self.packer.pack(&event.body);
        in_time(left, self.put_packed(event, &packed)).await
    }

    async fn put_packed(&self, event: &Event, packed: &Packed) -> Result<Put, StoreError> {
        let row = self.row_with_parts(event, packed).await?;
        match self.put_new(row.clone()).await? {
            None => Ok(Put::New),
            Some(there) => match found(event, &there) {
                Put::Variant => self.put_variant(event, row).await,
                other => Ok(other),
            },
        }
    }

    /// The row of an event. What does not fit it is in its parts, and they are in the table when this is done.
    async fn row_with_parts(&self, event: &Event, packed: &Packed) -> Result<Item, StoreError> {
        let expires_at = item::expiry(event.received_at, self.retention_days);
        let mut row = item::head(event, expires_at);
        if let Some(encoding) = packed.encoding {
            row.insert("encoding".to_owned(), s(encoding));
        }
        if item::size(&row) + "body".len() + packed.bytes.len() <= MAX_ITEM_BYTES - ROOM_FOR_LATER {
            row.insert("body".to_owned(), AttributeValue::B(Blob::new(packed.bytes.clone())));
        } else {
            let parts = Parts::of(&event.id, packed);
            parts.refer(&mut row);
            self.put_parts(&parts, expires_at).await?;
        }
        Ok(row)
    }

    /// Keeps another body under an own id beside the one that is there.
    async fn put_variant(&self, event: &Event, mut row: Item) -> Result<Put, StoreError> {
        row.remove("pending");
        let variant = event.id.variant(&event.sha256);
        row.insert("id".to_owned(), s(variant.key()));
        row.insert("variant_of".to_owned(), s(event.id.key()));
        match self.put_new(row).await? {
            Some(there) if found(event, &there) != Put::New => Ok(Put::Duplicate),
            _ => Ok(Put::Variant),
        }
    }

    /// What tells whether an event is there, and for which delivery it was written.
    async fn known(&self, id: &EventId) -> Result<Option<Item>, StoreError> {
        let get = self.client.get_item().table_name(&self.table).key("id", s(id.key())).consistent_read(true);
        let get = get.projection_expression("request_id, sha256");
        Ok(get.send().await.map_err(StoreError::unavailable)?.item)
    }

    /// One conditional put; the item that was already there, if one was.
    async fn put_new(&self, item: Item) -> Result<Option<Item>, StoreError> {
        let put = self
            .client
            .put_item()
            .table_name(&self.table)
            .set_item(Some(item))
            .condition_expression("attribute_not_exists(id)")
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
        match put.send().await {
            Ok(_) => Ok(None),
            Err(SdkError::ServiceError(failed)) => match failed.into_err() {
                PutItemError::ConditionalCheckFailedException(there) => Ok(Some(there.item.unwrap_or_default())),
                other => Err(StoreError::unavailable(other)),
            },
            Err(other) => Err(StoreError::unavailable(other)),
        }
    }

    /// Takes the event out of the outbox: it is in the queue. Does nothing when it is out already.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`]; the event then stays in the outbox and is sent again.
    pub async fn mark(&self, id: &EventId, message_id: &str, now: Timestamp) -> Result<(), StoreError> {
        let mark = self
            .client
            .update_item()
            .table_name(&self.table)
            .key("id", s(id.key()))
            .update_expression("SET published_at = :now, message_id = :message REMOVE pending")
            .condition_expression("attribute_exists(pending)")
            .expression_attribute_values(":now", s(&rfc3339(now)))
            .expression_attribute_values(":message", s(message_id));
        unless_gone(mark.send().await)
    }

    /// Takes the event out of the outbox for good, with the reason: it will never get into the queue.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`]; the event then stays in the outbox.
    pub async fn set_aside(&self, id: &EventId, reason: &str) -> Result<(), StoreError> {
        let set_aside = self
            .client
            .update_item()
            .table_name(&self.table)
            .key("id", s(id.key()))
            .update_expression("SET set_aside = :reason REMOVE pending")
            .condition_expression("attribute_exists(pending)")
            .expression_attribute_values(":reason", s(reason));
        unless_gone(set_aside.send().await)
    }

    /// Counts one more delivery of an event that is there.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`]; the count is then one short, which breaks no promise.
    pub async fn count(&self, id: &EventId, now: Timestamp) -> Result<(), StoreError> {
        let count = self
            .client
            .update_item()
            .table_name(&self.table)
            .key("id", s(id.key()))
            .update_expression("ADD deliveries :one SET last_delivery_at = :now")
            .condition_expression("attribute_exists(id)")
            .expression_attribute_values(":one", AttributeValue::N("1".to_owned()))
            .expression_attribute_values(":now", s(&rfc3339(now)));
        unless_gone(count.send().await)
    }

    /// A page of one shard of the outbox: rows that arrived before `before`, oldest first.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn pending(
        &self,
        shard: u8,
        before: Timestamp,
        limit: i32,
        from: Option<Cursor>,
    ) -> Result<PendingPage, StoreError> {
        let query = self
            .client
            .query()
            .table_name(&self.table)
            .index_name(PENDING_INDEX)
            .key_condition_expression("pending = :shard AND received_at < :before")
            .expression_attribute_values(":shard", s(&shard.to_string()))
            .expression_attribute_values(":before", s(&rfc3339(before)))
            .set_exclusive_start_key(from.map(|cursor| cursor.0))
            .limit(limit);
        let page = query.send().await.map_err(StoreError::unavailable)?;
        let rows = page.items.unwrap_or_default();
        let row = |item: &Item| {
            Some(PendingRow { id: EventId::from_key(text(item, "id")?), received_at: text(item, "received_at")? })
        };
        Ok(PendingPage {
            rows: rows.iter().filter_map(row).collect(),
            next: page.last_evaluated_key.filter(|key| !key.is_empty()).map(Cursor),
        })
    }

    /// Reads up to [`READ_BATCH`] events by key, consistently, and gives back those that are still pending.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`]. A row that cannot be read as an event comes back with its own error.
    pub async fn read_pending(&self, ids: &[EventId]) -> Result<Vec<Pending>, StoreError> {
        let keys: Vec<String> = ids.iter().map(|id| id.key().to_owned()).collect();
        let mut items = self.read_items(&keys).await?;
        let mut pending = Vec::with_capacity(items.len());
        for item in keys.iter().filter_map(|key| items.remove(key)).filter(|item| item.contains_key("pending")) {
            let id = EventId::from_key(text(&item, "id").unwrap_or_default());
            pending.push(Pending { id, message: self.message(&item).await });
        }
        Ok(pending)
    }

    /// Reads an event by key, consistently, with its body, whose hash is checked. None if it is not, or no longer, there.
    ///
    /// # Errors
    /// [`StoreError`] when the table did not answer, or the row or one of its parts is not as it was stored.
    pub async fn get(&self, id: &EventId) -> Result<Option<Event>, StoreError> {
        let items = self.read_items(&[id.key().to_owned()]).await?;
        let Some(item) = items.into_values().next() else { return Ok(None) };
        let mut event = item::event(&item)?;
        event.body = self.body(&item, &event).await?;
        Ok(Some(event))
    }

    /// The message of a row. The body is only put together where it may travel inside.
    async fn message(&self, item: &Item) -> Result<Message, StoreError> {
        let mut event = item::event(item)?;
        if item::count(item, "bytes")? > MAX_MESSAGE_BYTES {
            return Ok(event.reference(&self.table));
        }
        event.body = self.body(item, &event).await?;
        Ok(event.message(&self.table))
    }

    async fn body(&self, item: &Item, event: &Event) -> Result<Bytes, StoreError> {
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

    /// Items by key, consistently. What is not there is left out.
    async fn read_items(&self, keys: &[String]) -> Result<HashMap<String, Item>, StoreError> {
        let mut items = HashMap::with_capacity(keys.len());
        let mut left: Vec<Item> = keys.iter().map(|key| Item::from([("id".to_owned(), s(key))])).collect();
        while !left.is_empty() {
            let wanted = KeysAndAttributes::builder().set_keys(Some(left)).consistent_read(true).build();
            let read = self.client.batch_get_item();
            let read = read.request_items(&self.table, wanted.map_err(StoreError::unavailable)?);
            let found = read.send().await.map_err(StoreError::unavailable)?;
            let found_items = found.responses.and_then(|mut tables| tables.remove(&self.table)).unwrap_or_default();
            left = found
                .unprocessed_keys
                .and_then(|mut tables| tables.remove(&self.table))
                .map_or_else(Vec::new, |more| more.keys);
            if found_items.is_empty() && !left.is_empty() {
                // DynamoDB says this with an error, which the SDK retries; so that nothing turns for ever all the same:
                return Err(StoreError::Unavailable("it left out all that was asked for".to_owned()));
            }
            items.extend(found_items.into_iter().filter_map(|item| Some((text(&item, "id")?, item))));
        }
        Ok(items)
    }
}

/// Why the table did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The table did not answer in time, throttled, or refused.
    #[error("the table did not take the request: {0}")]
    Unavailable(String),
    /// A row that is not as this version writes rows.
    #[error("row {id}: attribute `{attribute}` is missing or not readable")]
    Row {
        /// The row's key.
        id: String,
        /// What is wrong with it.
        attribute: &'static str,
    },
    /// A part of a body is not there.
    #[error("row {id}: the part {part} of its body is missing")]
    Part {
        /// The row's key.
        id: String,
        /// The part's key.
        part: String,
    },
    /// What is kept as the body is not what was received.
    #[error("row {id}: its body is not the one that was received (attributes `bytes`, `encoding`, `sha256`)")]
    Body {
        /// The row's key.
        id: String,
    },
}

impl StoreError {
    fn unavailable(error: impl std::error::Error) -> Self {
        Self::Unavailable(in_words(&error))
    }
}

/// An update whose row is not, or no longer, there to be updated has nothing to do.
fn unless_gone<T>(
    result: Result<T, SdkError<aws_sdk_dynamodb::operation::update_item::UpdateItemError>>,
) -> Result<(), StoreError> {
    match result {
        Ok(_) => Ok(()),
        Err(error) if error.as_service_error().is_some_and(|e| e.is_conditional_check_failed_exception()) => Ok(()),
        Err(error) => Err(StoreError::unavailable(error)),
    }
}

/// What the table answers within `budget`.
async fn in_time<T>(budget: Duration, asked: impl Future<Output = Result<T, StoreError>>) -> Result<T, StoreError> {
    let answer = tokio::time::timeout(budget, asked).await;
    answer.unwrap_or_else(|_| Err(StoreError::Unavailable("no answer in time".to_owned())))
}

/// What the row that is there makes of a delivery.
fn found(event: &Event, there: &Item) -> Put {
    let same = |name, value: &str| text(there, name).as_deref() == Some(value);
    if same("request_id", &event.request_id) {
        // Our own put, sent again by the SDK because its answer was lost.
        Put::New
    } else if event.own_id && !same("sha256", &event.sha256) {
        Put::Variant
    } else {
        Put::Duplicate
    }
}
