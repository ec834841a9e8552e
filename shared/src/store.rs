//! The table of events: the only file that knows DynamoDB.
//!
//! One conditional put is storage and de-duplication in one step. What is pending is what has the attribute `pending`;
//! there is no status word. Layout: see the section "The table" of README.md, a public contract.

use std::collections::HashMap;
use std::io::{Read, Write};

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::error::{DisplayErrorContext, SdkError};
use aws_sdk_dynamodb::operation::put_item::PutItemError;
use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::{AttributeValue, KeysAndAttributes, ReturnValuesOnConditionCheckFailure};
use bytes::Bytes;
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use jiff::{Timestamp, ToSpan};

use crate::event::{Event, EventId, rfc3339};

/// The index that is the outbox: key `pending`, sort `received_at`.
pub const PENDING_INDEX: &str = "pending";
/// The index for listing: key `day`, sort `received_at`.
pub const DAY_INDEX: &str = "by_day";
/// How many rows one [`Store::read_pending`] takes.
pub const READ_BATCH: usize = 10;

/// DynamoDB's limit on an item, names and values together
/// (<https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html>).
const MAX_ITEM_BYTES: usize = 400 * 1024;
/// Bodies over this size are compressed: DynamoDB bills every KiB at the put and again at the mark.
const COMPRESS_OVER: usize = 1024;
/// No function URL carries a larger body, so nothing in the table unpacks to more.
const MAX_BODY_BYTES: u64 = 6 * 1024 * 1024;

type Item = HashMap<String, AttributeValue>;

/// The table.
#[derive(Debug, Clone)]
pub struct Store {
    client: Client,
    table: String,
    retention_days: u32,
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
        Self { client, table: table.into(), retention_days }
    }

    /// The table's name.
    #[must_use]
    pub fn table(&self) -> &str {
        &self.table
    }

    /// Opens the connection. What comes back does not matter, so errors are not errors.
    pub async fn warm(&self) {
        let key = AttributeValue::S("warm".to_owned());
        let _ = self.client.get_item().table_name(&self.table).key("id", key).send().await;
    }

    /// Stores the event unless its id is already there.
    ///
    /// # Errors
    /// [`StoreError::TooLarge`], or [`StoreError::Unavailable`] when the table did not take it; then nothing is promised.
    pub async fn put(&self, event: &Event) -> Result<Put, StoreError> {
        let item = self.item(event)?;
        let Some(there) = self.put_new(item.clone()).await? else {
            return Ok(Put::New);
        };
        if text(&there, "request_id").as_deref() == Some(event.request_id.as_str()) {
            // Our own put, sent again by the SDK because its answer was lost.
            return Ok(Put::New);
        }
        let same_body = text(&there, "sha256").as_deref() == Some(event.sha256.as_str());
        if !event.own_id || same_body {
            return Ok(Put::Duplicate);
        }
        let mut item = item;
        item.remove("pending");
        let variant = event.id.variant(&event.sha256);
        item.insert("id".to_owned(), s(variant.key()));
        item.insert("variant_of".to_owned(), s(event.id.key()));
        match self.put_new(item).await? {
            Some(there) if text(&there, "request_id").as_deref() != Some(event.request_id.as_str()) => {
                Ok(Put::Duplicate)
            }
            _ => Ok(Put::Variant),
        }
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
    /// [`StoreError::Unavailable`]. A row that cannot be read as an event comes back as its own error.
    pub async fn read_pending(&self, ids: &[EventId]) -> Result<Vec<Result<Event, StoreError>>, StoreError> {
        let keys = ids.iter().map(|id| HashMap::from([("id".to_owned(), s(id.key()))]));
        let wanted = KeysAndAttributes::builder()
            .set_keys(Some(keys.collect()))
            .consistent_read(true)
            .build()
            .map_err(StoreError::unavailable)?;
        let read = self.client.batch_get_item().request_items(&self.table, wanted);
        let found = read.send().await.map_err(StoreError::unavailable)?;
        let items = found.responses.and_then(|mut tables| tables.remove(&self.table));
        // Keys that DynamoDB left out for their size or for throttling stay in the outbox for the next sweep.
        let pending = items.unwrap_or_default().into_iter().filter(|item| item.contains_key("pending"));
        Ok(pending.map(event).collect())
    }

    fn item(&self, event: &Event) -> Result<Item, StoreError> {
        let shard = event.id.shard();
        let received_at = rfc3339(event.received_at);
        let day = received_at.get(..10).unwrap_or_default();
        let expires_at = event.received_at + (i64::from(self.retention_days) * 24).hours();
        let (body, encoding) = pack(&event.body)?;
        let mut item: Item = HashMap::with_capacity(24);
        let mut set = |name: &str, value: AttributeValue| item.insert(name.to_owned(), value);
        set("id", s(event.id.key()));
        set("provider", s(event.id.provider()));
        set("kind", s(&event.kind));
        set("received_at", s(&received_at));
        set("last_delivery_at", s(&received_at));
        set("deliveries", AttributeValue::N("1".to_owned()));
        set("body", AttributeValue::B(Blob::new(body)));
        set("verification", s(&event.verification));
        set("key", s(&event.key));
        set("request_id", s(&event.request_id));
        set("sha256", s(&event.sha256));
        set("day", s(&format!("{}#{day}#{shard}", event.id.provider())));
        set("expires_at", AttributeValue::N(expires_at.as_second().to_string()));
        let optional = [
            ("encoding", encoding),
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
        match size(&item) {
            bytes if bytes > MAX_ITEM_BYTES => Err(StoreError::TooLarge { bytes }),
            _ => Ok(item),
        }
    }
}

/// Why the table did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The item would be over DynamoDB's limit.
    #[error("the item has {bytes} bytes; DynamoDB takes {MAX_ITEM_BYTES}")]
    TooLarge {
        /// Its size with all names and values, after compression.
        bytes: usize,
    },
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
}

impl StoreError {
    fn unavailable(error: impl std::error::Error) -> Self {
        Self::Unavailable(DisplayErrorContext(error).to_string())
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

fn s(text: &str) -> AttributeValue {
    AttributeValue::S(text.to_owned())
}

fn text(item: &Item, name: &str) -> Option<String> {
    item.get(name)?.as_s().ok().cloned()
}

/// Names and values in bytes, as DynamoDB counts them.
fn size(item: &Item) -> usize {
    let value = |value: &AttributeValue| match value {
        AttributeValue::S(text) | AttributeValue::N(text) => text.len(),
        AttributeValue::B(blob) => blob.as_ref().len(),
        _ => 0,
    };
    item.iter().map(|(name, v)| name.len() + value(v)).sum()
}

/// The bytes to keep for a body, and the name of their encoding.
fn pack(body: &[u8]) -> Result<(Vec<u8>, Option<&'static str>), StoreError> {
    if body.len() <= COMPRESS_OVER {
        return Ok((body.to_vec(), None));
    }
    let mut gzip = GzEncoder::new(Vec::with_capacity(body.len() / 4), Compression::default());
    let packed = gzip.write_all(body).and_then(|()| gzip.finish());
    match packed.map_err(StoreError::unavailable)? {
        packed if packed.len() < body.len() => Ok((packed, Some("gzip"))),
        _ => Ok((body.to_vec(), None)),
    }
}

fn unpack(bytes: &[u8], encoding: Option<&str>) -> Option<Bytes> {
    match encoding {
        None => Some(Bytes::copy_from_slice(bytes)),
        Some("gzip") => {
            let mut body = Vec::with_capacity(bytes.len().saturating_mul(4));
            GzDecoder::new(bytes).take(MAX_BODY_BYTES + 1).read_to_end(&mut body).ok()?;
            (body.len() as u64 <= MAX_BODY_BYTES).then(|| body.into())
        }
        Some(_) => None,
    }
}

fn event(item: Item) -> Result<Event, StoreError> {
    let id = text(&item, "id").unwrap_or_default();
    let bad = |attribute| StoreError::Row { id: id.clone(), attribute };
    let needed = |name| text(&item, name).ok_or_else(|| bad(name));
    let time = |name| text(&item, name).map(|value| value.parse().map_err(|_| bad(name))).transpose();
    let bytes = item.get("body").and_then(|value| value.as_b().ok()).ok_or_else(|| bad("body"))?;
    Ok(Event {
        id: EventId::from_key(needed("id")?),
        kind: needed("kind")?,
        subject: text(&item, "subject"),
        received_at: time("received_at")?.ok_or_else(|| bad("received_at"))?,
        occurred_at: time("occurred_at")?,
        body: unpack(bytes.as_ref(), text(&item, "encoding").as_deref()).ok_or_else(|| bad("body"))?,
        content_type: text(&item, "content_type"),
        verification: needed("verification")?,
        key: needed("key")?,
        source_ip: text(&item, "source_ip"),
        request_id: needed("request_id")?,
        sha256: needed("sha256")?,
        signature: text(&item, "signature"),
        unreadable: text(&item, "unreadable"),
        own_id: false,
    })
}
