//! Pending events: the outbox index, and the rows that it points to.

use jiff::Timestamp;

use super::item::{self, Item, string, text};
use super::{Cursor, PENDING_INDEX, Page, Reader, StoreError, parts};
use crate::event::{Event, EventId};
use crate::payload::Fit;
use crate::publish::envelope::Envelope;
use crate::publish::limits::MAX_MESSAGE_BYTES;

/// How many rows one [`Reader::read_pending`] takes.
pub const READ_BATCH: usize = 10;

/// A row of the outbox index. The index lags behind the table, so it only shows where to look.
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
    /// The message for the queue, or why there is none.
    pub envelope: Result<Envelope, StoreError>,
    /// How the payload fits its type, if the message contains it.
    pub fit: Fit,
    /// The latest start of the row's retention: its parts expire too soon for a later one. None if
    /// it has no parts.
    pub kept_from: Option<Timestamp>,
}

impl Reader {
    /// Reads a page of one shard of the outbox, oldest first.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn pending(&self, shard: u8, limit: i32, from: Option<Cursor>) -> Result<Page<PendingRow>, StoreError> {
        let query = self
            .client
            .query()
            .table_name(&self.table)
            .index_name(PENDING_INDEX)
            .key_condition_expression("pending = :shard")
            .expression_attribute_values(":shard", string(&shard.to_string()))
            .set_exclusive_start_key(from.map(|cursor| cursor.0))
            .limit(limit);
        let page = query.send().await.map_err(StoreError::unavailable)?;
        let rows = page.items.unwrap_or_default();
        let row = |item: &Item| {
            Some(PendingRow { id: EventId::from_key(text(item, "id")?), received_at: text(item, "received_at")? })
        };
        Ok(Page { rows: rows.iter().filter_map(row).collect(), next: Cursor::after(page.last_evaluated_key) })
    }

    /// Reads up to [`READ_BATCH`] events by key, consistently, and returns those that are still
    /// pending.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`]. A row that cannot be read as an event comes back with its own
    /// error.
    pub async fn read_pending(
        &self,
        ids: &[EventId],
        check: impl Fn(&Event) -> Fit,
    ) -> Result<Vec<Pending>, StoreError> {
        let keys: Vec<String> = ids.iter().map(|id| id.key().to_owned()).collect();
        let mut items = self.read_items(&keys).await?;
        let mut pending = Vec::with_capacity(items.len());
        for item in keys.iter().filter_map(|key| items.remove(key)).filter(|item| item.contains_key("pending")) {
            let id = EventId::from_key(text(&item, "id").unwrap_or_default());
            let received_at: Option<Timestamp> = text(&item, "received_at").and_then(|time| time.parse().ok());
            let has_parts = item.contains_key("parts_at");
            let mut fit = Fit::default();
            pending.push(Pending {
                id,
                envelope: self.envelope(&item, |event| fit = check(event)).await,
                fit,
                kept_from: received_at.filter(|_| has_parts).map(parts::latest_head),
            });
        }
        Ok(pending)
    }

    /// Builds the message of a row. Reads the body, and calls `with_body`, only if the message may
    /// contain it.
    async fn envelope(&self, item: &Item, with_body: impl FnOnce(&Event)) -> Result<Envelope, StoreError> {
        let mut event = item::event(item)?;
        if item::count(item, "bytes")? > MAX_MESSAGE_BYTES {
            return Ok(event.reference(&self.table));
        }
        event.body = self.body(item, &event).await?;
        with_body(&event);
        Ok(event.envelope(&self.table))
    }
}
