//! Rows as they are kept, with all that belongs to them: for an audit, which goes on where something is wrong.

use std::collections::BTreeSet;

use aws_sdk_dynamodb::types::AttributeValue;
use bytes::Bytes;

use super::item::{Item, text};
use super::reader::{READ_AT_ONCE, part_key};
use super::{Reader, Row, StoreError};
use crate::event::EventId;

/// Twice as many parts as the largest body has: a row that says more is wrong, and is not followed any further.
const MOST_PARTS: i64 = 32;

/// A row, with all that is kept of its body.
#[derive(Debug, Clone, PartialEq)]
pub struct Stored {
    /// Its attributes.
    pub row: Row,
    /// What is kept of its body.
    pub kept: Kept,
    /// Other rows that must be there as long as this one is, and are not: the event that a variant is another body of, the
    /// event before one that was done again, and the last that the first of them counts.
    pub missing: Vec<EventId>,
}

/// What is kept of a body, compressed or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kept {
    /// Nothing, or nothing that could be followed.
    Nothing,
    /// The row has it.
    InRow(Bytes),
    /// It is in parts: those that are there.
    InParts(Vec<Option<Part>>),
}

/// A part of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its bytes.
    pub bytes: Bytes,
    /// When it expires, in seconds since 1970.
    pub expires_at: Option<i64>,
}

impl Reader {
    /// Rows by key, consistently, each with what is kept of its body: a few at a time, as a row may have 400 KB and its parts
    /// 6 MB. What is not there is left out.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`]. What is wrong with a row is in the row.
    pub async fn stored(&self, ids: &[EventId]) -> Result<Vec<Stored>, StoreError> {
        let keys: Vec<String> = ids.iter().map(|id| id.key().to_owned()).collect();
        let items = self.read_items(&keys).await?;
        let mut rows = Vec::with_capacity(items.len());
        for item in ids.iter().filter_map(|id| items.get(id.key())) {
            let row = Row::from_item(item);
            let kept = self.kept(item, &row).await?;
            rows.push(Stored { row, kept, missing: Vec::new() });
        }
        let wanted = rows.iter().flat_map(|stored| neighbours(&stored.row));
        let wanted: BTreeSet<String> = wanted.map(|id| id.key().to_owned()).collect();
        let unseen: Vec<String> = wanted.into_iter().filter(|key| !items.contains_key(key)).collect();
        let mut missing = BTreeSet::new();
        for unseen in unseen.chunks(ids.len().max(1)) {
            let there = self.read_items(unseen).await?;
            missing.extend(unseen.iter().filter(|key| !there.contains_key(*key)).cloned());
        }
        for stored in &mut rows {
            stored.missing = neighbours(&stored.row).into_iter().filter(|id| missing.contains(id.key())).collect();
        }
        Ok(rows)
    }

    async fn kept(&self, item: &Item, row: &Row) -> Result<Kept, StoreError> {
        if let Some(AttributeValue::B(body)) = item.get("body") {
            return Ok(Kept::InRow(Bytes::copy_from_slice(body.as_ref())));
        }
        let count = row.number("parts").filter(|count| (1..=MOST_PARTS).contains(count));
        let (Some(at), Some(count)) = (text(item, "parts_at"), count) else { return Ok(Kept::Nothing) };
        let keys: Vec<String> =
            (1..).take(usize::try_from(count).unwrap_or_default()).map(|n| part_key(&at, n)).collect();
        let mut parts = Vec::with_capacity(keys.len());
        for keys in keys.chunks(READ_AT_ONCE) {
            let items = self.read_items(keys).await?;
            parts.extend(keys.iter().map(|key| items.get(key).and_then(part)));
        }
        Ok(Kept::InParts(parts))
    }
}

fn part(item: &Item) -> Option<Part> {
    let bytes = Bytes::copy_from_slice(item.get("body")?.as_b().ok()?.as_ref());
    Some(Part { bytes, expires_at: Row::from_item(item).number("expires_at") })
}

/// What must be there as long as the row is.
fn neighbours(row: &Row) -> Vec<EventId> {
    let count = |name| row.number(name).and_then(|n| u32::try_from(n).ok()).filter(|n| *n >= 2);
    let of = row.text("variant_of").map(|of| EventId::from_key(of.to_owned()));
    let before = count("occurrence").and_then(|n| {
        let first = row.text("id")?.strip_suffix(&format!(".{n}"))?;
        Some(EventId::from_key(first.to_owned()).occurrence(n - 1))
    });
    let last = count("occurrences").map(|n| row.id().occurrence(n));
    [of, before, last].into_iter().flatten().collect()
}
