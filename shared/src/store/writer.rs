//! Writing to the table: events, and what happens to them.

use std::sync::Arc;
use std::time::{Duration, Instant};

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::put_item::PutItemError;
use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::{AttributeValue, ReturnValuesOnConditionCheckFailure};
use jiff::Timestamp;

use super::head::{self, MAX_ITEM_BYTES, ROOM_FOR_LATER};
use super::item::{Item, string, text};
use super::packer::{Packed, Packer};
use super::parts::Parts;
use super::{Reader, StoreError, unless_gone};
use crate::event::{Event, EventId, rfc3339};

/// Bodies up to this size fit their row, however long its other attributes are.
const ALWAYS_FITS: usize = 384 * 1024;

/// The table, for reading and writing.
#[derive(Debug, Clone)]
pub struct Store {
    pub(super) reader: Reader,
    pub(super) packer: Arc<Packer>,
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

impl Store {
    /// The table `table`.
    #[must_use]
    pub fn new(client: Client, table: impl Into<String>) -> Self {
        Self { reader: Reader::new(client, table), packer: Arc::new(Packer::new()) }
    }

    /// The same table for reading.
    #[must_use]
    pub fn reader(&self) -> &Reader {
        &self.reader
    }

    /// Opens the connection, and sets up what compresses. What comes back does not matter, so errors are ignored.
    pub async fn warm(&self) {
        self.packer.warm();
        let key = AttributeValue::S("warm".to_owned());
        let _ = self.reader.client.get_item().table_name(&self.reader.table).key("id", key).send().await;
    }

    /// Stores the event for `retention_days` unless its id is already there. A body that does not fit the row is stored first, in parts.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when the table did not take it; then nothing is promised.
    pub async fn put(&self, event: &Event, retention_days: u32) -> Result<Put, StoreError> {
        self.put_within(event, retention_days, Duration::MAX).await
    }

    /// The same, waiting for the table for at most `budget`.
    ///
    /// Compressing the body is not waiting: if it counted, a function with a small share of a processor could never take a
    /// large one, however often it came.
    ///
    /// # Errors
    /// As for [`Store::put`].
    pub async fn put_within(&self, event: &Event, retention_days: u32, budget: Duration) -> Result<Put, StoreError> {
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
        let expires_at = head::expiry(event.received_at, retention_days);
        in_time(left, self.put_packed(event, &packed, expires_at)).await
    }

    async fn put_packed(&self, event: &Event, packed: &Packed, expires_at: i64) -> Result<Put, StoreError> {
        let row = self.row_with_parts(event, packed, expires_at).await?;
        match self.put_new(row.clone()).await? {
            None => Ok(Put::New),
            Some(there) => match found(event, &there) {
                Put::Variant => self.put_variant(event, row).await,
                other => Ok(other),
            },
        }
    }

    /// The row of an event. What does not fit it is in its parts, and they are in the table when this is done.
    async fn row_with_parts(&self, event: &Event, packed: &Packed, expires_at: i64) -> Result<Item, StoreError> {
        let mut row = head::row(event, expires_at);
        if let Some(encoding) = packed.encoding {
            row.insert("encoding".to_owned(), string(encoding));
        }
        if head::size(&row) + "body".len() + packed.bytes.len() <= MAX_ITEM_BYTES - ROOM_FOR_LATER {
            row.insert("body".to_owned(), AttributeValue::B(Blob::new(packed.bytes.clone())));
        } else {
            let parts = Parts::new(&event.id, packed);
            parts.refer(&mut row);
            self.put_parts(&parts, expires_at).await?;
        }
        Ok(row)
    }

    /// Keeps another body under an own id beside the one that is there.
    async fn put_variant(&self, event: &Event, mut row: Item) -> Result<Put, StoreError> {
        row.remove("pending");
        let variant = event.id.variant(&event.sha256);
        row.insert("id".to_owned(), string(variant.key()));
        row.insert("variant_of".to_owned(), string(event.id.key()));
        match self.put_new(row).await? {
            Some(there) if found(event, &there) != Put::New => Ok(Put::Duplicate),
            _ => Ok(Put::Variant),
        }
    }

    /// What tells whether an event is there, and for which delivery it was written.
    async fn known(&self, id: &EventId) -> Result<Option<Item>, StoreError> {
        let get = self
            .reader
            .client
            .get_item()
            .table_name(&self.reader.table)
            .key("id", string(id.key()))
            .consistent_read(true);
        let get = get.projection_expression("request_id, sha256");
        Ok(get.send().await.map_err(StoreError::unavailable)?.item)
    }

    /// One conditional put; the item that was already there, if one was.
    pub(super) async fn put_new(&self, item: Item) -> Result<Option<Item>, StoreError> {
        let put = self
            .reader
            .client
            .put_item()
            .table_name(&self.reader.table)
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
            .reader
            .client
            .update_item()
            .table_name(&self.reader.table)
            .key("id", string(id.key()))
            .update_expression("SET published_at = :now, message_id = :message REMOVE pending")
            .condition_expression("attribute_exists(pending)")
            .expression_attribute_values(":now", string(&rfc3339(now)))
            .expression_attribute_values(":message", string(message_id));
        unless_gone(mark.send().await)
    }

    /// Takes the event out of the outbox for good, with the reason: it will never get into the queue.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`]; the event then stays in the outbox.
    pub async fn set_aside(&self, id: &EventId, reason: &str) -> Result<(), StoreError> {
        let set_aside = self
            .reader
            .client
            .update_item()
            .table_name(&self.reader.table)
            .key("id", string(id.key()))
            .update_expression("SET set_aside = :reason REMOVE pending")
            .condition_expression("attribute_exists(pending)")
            .expression_attribute_values(":reason", string(reason));
        unless_gone(set_aside.send().await)
    }

    /// Counts one more delivery of an event that is there.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`]; the count is then one short, which breaks no promise.
    pub async fn count(&self, id: &EventId, now: Timestamp) -> Result<(), StoreError> {
        let count = self
            .reader
            .client
            .update_item()
            .table_name(&self.reader.table)
            .key("id", string(id.key()))
            .update_expression("ADD deliveries :one SET last_delivery_at = :now")
            .condition_expression("attribute_exists(id)")
            .expression_attribute_values(":one", AttributeValue::N("1".to_owned()))
            .expression_attribute_values(":now", string(&rfc3339(now)));
        unless_gone(count.send().await)
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
