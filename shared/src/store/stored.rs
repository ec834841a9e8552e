//! Rows with everything that belongs to them, for an audit, which continues past faults.

use std::collections::{BTreeSet, HashMap};

use aws_sdk_dynamodb::types::AttributeValue;
use bytes::Bytes;

use super::item::Item;
use super::reader::{READ_AT_ONCE, part_key};
use super::{Reader, Row, StoreError};
use crate::event::EventId;

/// Twice as many parts as the largest body has. A row that claims more is wrong, and its parts are
/// not read.
const MOST_PARTS: usize = 32;

/// A row, with everything that is kept of its body.
#[derive(Debug, Clone, PartialEq)]
pub struct Stored {
    /// Its attributes.
    pub row: Row,
    /// Its body.
    pub kept: Kept,
    /// Rows that must exist as long as this one, but do not: the event that a variant belongs to,
    /// the event before a recurrence, and the last recurrence that the first event counts.
    pub missing: Vec<EventId>,
}

/// A body as it is stored, compressed or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kept {
    /// Nothing, or a reference that cannot be followed.
    Nothing,
    /// The row contains it.
    InRow(Bytes),
    /// It is in parts; `None` for each part that is missing.
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
    /// Reads rows by key, consistently, and passes each to `look` with everything that is kept of
    /// its body. Missing rows are left out.
    ///
    /// The rows are in memory together, at most 400 KB each; the parts of bodies, up to 6 MB, for
    /// one row at a time.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`]. A fault in a row is not an error: `look` sees it.
    pub async fn stored<T>(&self, ids: &[EventId], look: impl Fn(&Stored) -> T) -> Result<Vec<T>, StoreError> {
        let keys: Vec<String> = ids.iter().map(|id| id.key().to_owned()).collect();
        let mut items = self.read_items(&keys).await?;
        let missing = self.missing(&items, keys.len()).await?;
        let mut seen = Vec::with_capacity(items.len());
        for mut item in keys.iter().filter_map(|key| items.remove(key)) {
            let row = Row::from_item(&item);
            let missing = neighbours(&row).into_iter().filter(|id| missing.contains(id.key())).collect();
            let kept = match item.remove("body") {
                Some(AttributeValue::B(body)) => Kept::InRow(body.into_inner().into()),
                _ => self.kept_in_parts(&row).await?,
            };
            seen.push(look(&Stored { row, kept, missing }));
        }
        Ok(seen)
    }

    /// The keys of the rows' neighbours that are missing.
    async fn missing(&self, items: &HashMap<String, Item>, at_once: usize) -> Result<BTreeSet<String>, StoreError> {
        let wanted = items.values().flat_map(|item| neighbours(&Row::from_item(item)));
        let unseen: BTreeSet<String> =
            wanted.map(|id| id.key().to_owned()).filter(|key| !items.contains_key(key)).collect();
        let mut missing = unseen.clone();
        for keys in unseen.into_iter().collect::<Vec<_>>().chunks(at_once.max(1)) {
            for there in self.read_items(keys).await?.keys() {
                missing.remove(there);
            }
        }
        Ok(missing)
    }

    async fn kept_in_parts(&self, row: &Row) -> Result<Kept, StoreError> {
        let count = row.number("parts").and_then(|count| usize::try_from(count).ok());
        let count = count.filter(|count| (1..=MOST_PARTS).contains(count));
        let (Some(at), Some(count)) = (row.text("parts_at"), count) else { return Ok(Kept::Nothing) };
        let keys: Vec<String> = (1..=count).map(|n| part_key(at, n)).collect();
        let mut parts = Vec::with_capacity(keys.len());
        for keys in keys.chunks(READ_AT_ONCE) {
            let mut items = self.read_items(keys).await?;
            parts.extend(keys.iter().map(|key| items.remove(key).and_then(part)));
        }
        Ok(Kept::InParts(parts))
    }
}

fn part(mut item: Item) -> Option<Part> {
    let expires_at = Row::from_item(&item).number("expires_at");
    match item.remove("body")? {
        AttributeValue::B(body) => Some(Part { bytes: body.into_inner().into(), expires_at }),
        _ => None,
    }
}

/// The rows that must exist as long as this one.
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

#[cfg(test)]
mod tests {
    use aws_sdk_dynamodb::primitives::Blob;

    use super::*;
    use crate::store::item::{number, of, string};

    #[test]
    fn a_part_has_bytes_and_an_expiry() {
        let check = |attributes: &[(&str, AttributeValue)], expected: Option<(&'static [u8], Option<i64>)>| {
            let expected = expected.map(|(bytes, expires_at)| Part { bytes: bytes.into(), expires_at });
            assert_eq!(part(of(attributes)), expected, "{attributes:?}");
        };
        let body = ("body", AttributeValue::B(Blob::new(b"half")));
        check(&[body.clone(), ("expires_at", number(1_800_000_000))], Some((b"half", Some(1_800_000_000))));
        check(&[body], Some((b"half", None)));
        check(&[("body", string("half"))], None);
        check(&[("expires_at", number(1_800_000_000))], None);
    }

    #[test]
    fn rows_that_must_be_there_too() {
        let check = |attributes: &[(&str, AttributeValue)], expected: &[&str]| {
            let found = neighbours(&Row::from_item(&of(attributes)));
            assert_eq!(found.iter().map(EventId::key).collect::<Vec<_>>(), expected, "{attributes:?}");
        };
        let first = ("id", string("gingr:a"));
        check(std::slice::from_ref(&first), &[]);
        check(&[first.clone(), ("occurrences", number(1))], &[]);
        check(&[first.clone(), ("occurrences", number(2))], &["gingr:a.2"]);
        check(&[first, ("occurrences", number(7))], &["gingr:a.7"]);
        check(&[("id", string("gingr:a.2")), ("occurrence", number(2))], &["gingr:a"]);
        check(&[("id", string("gingr:a.3")), ("occurrence", number(3))], &["gingr:a.2"]);
        // A number that is not that of the key says nothing.
        check(&[("id", string("gingr:a.3")), ("occurrence", number(4))], &[]);
        check(&[("id", string("gire:a~0123")), ("variant_of", string("gire:a"))], &["gire:a"]);
    }
}
