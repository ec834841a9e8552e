//! What DynamoDB bills for a write, computed from the items by its documentation: sizes from
//! <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html>,
//! units from
//! <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html>
//! and, for indexes,
//! <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html#GSI.ThroughputConsiderations.Writes>.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use serde_json::Value;

use super::Consumed;

/// A row of a table.
pub type Item = HashMap<String, AttributeValue>;

/// Storage billed for each item in addition to its bytes, in a table and in an index.
pub const STORAGE_OVERHEAD: usize = 100;

/// The size of an item: its names and values in bytes.
#[must_use]
pub fn item_bytes(item: &Item) -> usize {
    item.iter().map(|(name, value)| name.len() + value_bytes(value)).sum()
}

/// Units for writing this many bytes: one for each KiB or part of it.
#[must_use]
pub fn write_units(bytes: usize) -> f64 {
    // An item has at most 400 KiB.
    #[expect(clippy::cast_precision_loss)]
    let units = bytes.div_ceil(1024).max(1) as f64;
    units
}

/// What a write that changes `before` into `after` consumes. `table` is the table's `CreateTable`
/// request.
#[must_use]
pub fn write(table: &Value, operation: &'static str, before: Option<&Item>, after: Option<&Item>) -> Consumed {
    let units = |item: Option<&Item>| item.map_or(0.0, |item| write_units(item_bytes(item)));
    let indexes = indexes(table).map(|index| {
        let (before, after) = (entry(table, index, before), entry(table, index, after));
        let (old, new) = (units(before.as_ref()), units(after.as_ref()));
        match (before, after) {
            (Some(before), Some(after)) if before == after => 0.0,
            (Some(before), Some(after)) if key(table, index, &before) == key(table, index, &after) => old.max(new),
            _ => old + new,
        }
    });
    Consumed { operation, table: units(before).max(units(after)), indexes: indexes.sum() }
}

/// The bytes of an item in all indexes, for which its storage is billed.
#[must_use]
pub fn index_bytes(table: &Value, item: &Item) -> usize {
    let entries = indexes(table).filter_map(|index| entry(table, index, Some(item)));
    entries.map(|entry| item_bytes(&entry) + STORAGE_OVERHEAD).sum()
}

fn value_bytes(value: &AttributeValue) -> usize {
    match value {
        AttributeValue::S(text) => text.len(),
        AttributeValue::B(bytes) => bytes.as_ref().len(),
        // One byte for each two significant digits, and one more.
        AttributeValue::N(number) => {
            let digits = number.bytes().filter(u8::is_ascii_digit).count();
            let trailing = number.bytes().rev().take_while(|digit| *digit == b'0').count();
            digits.saturating_sub(trailing).div_ceil(2) + 1
        }
        AttributeValue::Bool(_) | AttributeValue::Null(_) => 1,
        AttributeValue::Ss(texts) | AttributeValue::Ns(texts) => texts.iter().map(String::len).sum(),
        AttributeValue::Bs(all) => all.iter().map(|bytes| bytes.as_ref().len()).sum(),
        AttributeValue::L(list) => 3 + list.iter().map(|value| 1 + value_bytes(value)).sum::<usize>(),
        AttributeValue::M(map) => {
            3 + map.iter().map(|(name, value)| 1 + name.len() + value_bytes(value)).sum::<usize>()
        }
        _ => 0,
    }
}

fn indexes(table: &Value) -> impl Iterator<Item = &Value> {
    table.get("GlobalSecondaryIndexes").and_then(Value::as_array).into_iter().flatten()
}

/// The item as an index stores it; `None` if it lacks a key of the index.
fn entry(table: &Value, index: &Value, item: Option<&Item>) -> Option<Item> {
    let item = item?;
    key(table, index, item)?;
    let projection = index.get("Projection")?;
    if projection.get("ProjectionType").and_then(Value::as_str) == Some("ALL") {
        return Some(item.clone());
    }
    let more =
        projection.get("NonKeyAttributes").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    let names = names(table).chain(names(index)).chain(more);
    Some(names.filter_map(|name| Some((name.to_owned(), item.get(name)?.clone()))).collect())
}

fn key<'a>(table: &Value, index: &Value, item: &'a Item) -> Option<Vec<&'a AttributeValue>> {
    names(table).chain(names(index)).map(|name| item.get(name)).collect()
}

/// The attributes of a key.
fn names(of: &Value) -> impl Iterator<Item = &str> {
    let key = of.get("KeySchema").and_then(Value::as_array).into_iter().flatten();
    key.filter_map(|part| part.get("AttributeName").and_then(Value::as_str))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dynamodb::events_table;

    fn item(attributes: &[(&str, &str)]) -> Item {
        attributes.iter().map(|(name, text)| ((*name).to_owned(), AttributeValue::S((*text).to_owned()))).collect()
    }

    #[test]
    fn sizes() {
        fn check(value: AttributeValue, bytes: usize) {
            assert_eq!(item_bytes(&HashMap::from([("n".to_owned(), value.clone())])), 1 + bytes, "{value:?}");
        }
        check(AttributeValue::S("\u{e4}b".to_owned()), 3);
        check(AttributeValue::B(vec![0; 7].into()), 7);
        for (number, bytes) in [("1", 2), ("12", 2), ("123", 3), ("1800000000", 2), ("1803456789", 6), ("0", 1)] {
            check(AttributeValue::N(number.to_owned()), bytes);
        }
        check(AttributeValue::Bool(true), 1);
        check(AttributeValue::L(vec![AttributeValue::S("ab".to_owned())]), 6);
        for (bytes, units) in [(0, 1.0), (1, 1.0), (1024, 1.0), (1025, 2.0), (400 * 1024, 400.0)] {
            assert_eq!(write_units(bytes), units, "{bytes} bytes");
        }
    }

    #[test]
    fn a_write_pays_for_the_table_and_for_each_index_that_changes() {
        let table = events_table("t");
        let check = |before: Option<&Item>, after: Option<&Item>, expected: (f64, f64)| {
            let consumed = write(&table, "PutItem", before, after);
            assert_eq!((consumed.table, consumed.indexes), expected, "{before:?} {after:?}");
        };
        let text = "x".repeat(2000);
        let event =
            item(&[("id", "a"), ("received_at", "1"), ("pending", "3"), ("day", "d"), ("kind", "k"), ("x", &text)]);
        let without =
            |name: &str| event.iter().filter(|(key, _)| *key != name).map(|(k, v)| (k.clone(), v.clone())).collect();
        let published: Item = without("pending");
        let with = |name: &str, text: &str| {
            let mut changed = event.clone();
            changed.insert(name.to_owned(), AttributeValue::S(text.to_owned()));
            changed
        };
        check(None, Some(&event), (2.0, 2.0));
        check(Some(&event), Some(&published), (2.0, 1.0));
        check(Some(&event), None, (2.0, 2.0));
        check(Some(&event), Some(&with("x", "short")), (2.0, 0.0));
        check(Some(&event), Some(&with("kind", "other")), (2.0, 1.0));
        check(Some(&event), Some(&with("day", "other")), (2.0, 2.0));
        check(None, Some(&item(&[("id", "a")])), (1.0, 0.0));
    }
}
