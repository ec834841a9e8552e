//! Bodies too large for one item (400 KB): cut into part items, written before the head item, which
//! is the commit point.
//!
//! A part is named after its content: `<id>#<hash>.<n>`, where the hash is the SHA-256 of all the
//! bytes kept and n counts from 1. The head has `parts_at` (`<id>#<hash>`) and `parts` (how many),
//! and no `body`. The names ensure that:
//!
//! - Two deliveries of one id with different bytes write different parts. Neither can overwrite
//!   parts that the other's head refers to.
//! - Two deliveries with the same bytes write the same parts. It does not matter which delivery
//!   wrote them.
//! - Parts expire [`LATER_THAN_HEAD`] after the head they were written for. An existing part is
//!   only reused if it outlives the current head, and only replaced by one that lives longer: no
//!   head loses its parts before it expires itself, whatever happens between the two writes and
//!   whatever the retention was at the time.
//! - The provider's retry reuses the parts that a failed delivery left behind, so it gets further
//!   even if a table throttles 6 MB at once. Without a retry, they expire.
//!
//! Parts have neither `pending` nor `day`, so no index contains them and nothing lists them.

use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::put_item::PutItemError;
use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue;
use bytes::Bytes;
use futures_util::stream::{self, StreamExt};
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};

use super::item::{Item, number, string};
use super::packer::Packed;
use super::reader::part_key;
use super::{Reader, Store, StoreError};
use crate::event::EventId;

/// The size of every part but the last: what DynamoDB accepts (400 KB), less room for the key. The
/// names depend on it: cut at another size, the same bytes would make different parts under the
/// same names, so a new size needs new names.
const PART_BYTES: usize = 384 * 1024;
/// How many parts are written at a time. Few, so each is written quickly even if there is not
/// enough time for all: finished parts help the retry, half-written ones do not.
const CONCURRENT_PARTS: usize = 4;
/// How much longer parts live than their head, in seconds: a week, so retries find the parts that
/// are already stored.
pub(super) const LATER_THAN_HEAD: i64 = 7 * 24 * 3600;
/// How much longer than the head an existing part must live to be reused, in seconds.
const LONG_ENOUGH: i64 = 24 * 3600;

/// The expiries for a head that expires at `head`, in seconds since 1970: of new parts, and the
/// earliest of existing ones that are reused.
fn expiries(head: i64) -> (i64, i64) {
    (head + LATER_THAN_HEAD, head + LONG_ENOUGH)
}

/// Whether an existing part can be reused.
fn lives_until(part: &Item, long_enough: i64) -> bool {
    let expires_at = part.get("expires_at").and_then(|value| value.as_n().ok()?.parse::<i64>().ok());
    expires_at.is_some_and(|expires_at| expires_at >= long_enough)
}

/// The latest start of retention for a head whose parts were written for a head of `received_at`:
/// the parts then still outlive it by a day.
pub(crate) fn latest_head(received_at: Timestamp) -> Timestamp {
    let longer = SignedDuration::from_secs(LATER_THAN_HEAD - LONG_ENOUGH);
    received_at.checked_add(longer).unwrap_or(received_at)
}

/// A body cut into parts.
#[derive(Debug)]
pub(super) struct Parts {
    part_of: EventId,
    at: String,
    bytes: Bytes,
}

impl Parts {
    /// The parts of the body of event `id`.
    pub(super) fn new(id: &EventId, packed: &Packed) -> Self {
        Self {
            part_of: id.clone(),
            at: format!("{id}#{}", hex::encode(Sha256::digest(&packed.bytes))),
            bytes: packed.bytes.clone(),
        }
    }

    /// Adds the attributes that the head has instead of a body.
    pub(super) fn refer(&self, head: &mut Item) {
        head.insert("parts".to_owned(), number(self.bytes.len().div_ceil(PART_BYTES)));
        head.insert("parts_at".to_owned(), string(&self.at));
    }

    fn items(&self, expires_at: i64) -> impl Iterator<Item = Item> + '_ {
        self.bytes.chunks(PART_BYTES).zip(1..).map(move |(bytes, n)| {
            Item::from([
                ("id".to_owned(), string(&part_key(&self.at, n))),
                ("part_of".to_owned(), string(self.part_of.key())),
                ("body".to_owned(), AttributeValue::B(Blob::new(bytes))),
                ("expires_at".to_owned(), number(expires_at)),
            ])
        })
    }
}

impl Store {
    /// Writes the parts for a head that expires at `head_expires_at`.
    ///
    /// All are tried even if one fails, so the retry need not write those that succeeded.
    pub(super) async fn put_parts(&self, parts: &Parts, head_expires_at: i64) -> Result<(), StoreError> {
        let (expires_at, long_enough) = expiries(head_expires_at);
        let puts = stream::iter(parts.items(expires_at).map(|item| self.put_part(item, long_enough)));
        let done: Vec<Result<(), StoreError>> = puts.buffer_unordered(CONCURRENT_PARTS).collect().await;
        done.into_iter().collect()
    }

    async fn put_part(&self, item: Item, long_enough: i64) -> Result<(), StoreError> {
        let Some(key) = item.get("id").cloned() else { return Ok(()) };
        // A read costs a fraction of a write, even of a write whose condition fails. A stale read
        // only costs that write.
        let Reader { client, table } = &self.reader;
        let there = client.get_item().table_name(table).key("id", key).projection_expression("expires_at");
        let there = there.send().await.map_err(StoreError::unavailable)?.item.unwrap_or_default();
        if lives_until(&there, long_enough) {
            return Ok(());
        }
        let expires_at = item.get("expires_at").cloned();
        let put = client
            .put_item()
            .table_name(table)
            .set_item(Some(item))
            .condition_expression("attribute_not_exists(id) OR expires_at < :expires_at")
            .set_expression_attribute_values(expires_at.map(|at| Item::from([(":expires_at".to_owned(), at)])));
        match put.send().await.map_err(SdkError::into_service_error) {
            Ok(_) => Ok(()),
            // The same bytes are stored, and live at least as long.
            Err(PutItemError::ConditionalCheckFailedException(_)) => Ok(()),
            Err(error) => Err(StoreError::unavailable(error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::Identity;
    use crate::store::head::{MAX_ITEM_BYTES, size};
    use crate::store::item::of;

    fn parts(id: &str, bytes: Vec<u8>) -> Parts {
        let id = EventId::new("gingr", None, &Identity::Own(id.to_owned()));
        Parts::new(&id, &Packed { bytes: bytes.into(), encoding: None })
    }

    #[test]
    fn cut_and_put_together_again() {
        fn check(length: usize, count: usize) {
            let bytes: Vec<u8> = (0..length).map(|at| (at / 1000) as u8).collect();
            // The longest possible own id.
            let parts = parts(&"x".repeat(512), bytes.clone());
            let items: Vec<Item> = parts.items(1_800_000_000).collect();
            assert_eq!(items.len(), count, "{length} bytes");
            assert!(items.iter().all(|item| size(item) <= MAX_ITEM_BYTES));
            let kept: Vec<u8> = items.iter().flat_map(|item| item["body"].as_b().unwrap().as_ref()).copied().collect();
            assert!(kept == bytes, "{length} bytes");
            let mut head = Item::new();
            parts.refer(&mut head);
            assert_eq!(head["parts"].as_n().unwrap(), &count.to_string());
            for (n, item) in (1..).zip(&items) {
                assert_eq!(item["id"].as_s().unwrap(), &part_key(head["parts_at"].as_s().unwrap(), n));
            }
        }
        check(PART_BYTES - 1, 1);
        check(PART_BYTES, 1);
        check(PART_BYTES + 1, 2);
        check(6 * 1024 * 1024, 16);
    }

    /// Parts of this size are in tables, and a deployed version relies on how long they live.
    #[test]
    fn size_and_life_of_parts() {
        assert_eq!((PART_BYTES, LATER_THAN_HEAD, LONG_ENOUGH), (393_216, 604_800, 86_400));
        let check = |received_at: &str, latest: &str| {
            assert_eq!(latest_head(received_at.parse().unwrap()), latest.parse().unwrap(), "{received_at}");
        };
        check("2026-11-20T10:00:00Z", "2026-11-26T10:00:00Z");
        // Nothing is later.
        check("9999-12-30T22:00:00Z", "9999-12-30T22:00:00Z");
        assert_eq!(expiries(1_800_000_000), (1_800_604_800, 1_800_086_400));
    }

    #[test]
    fn an_existing_part_must_live_long_enough() {
        let check = |attributes: &[(&str, AttributeValue)], reused| {
            assert_eq!(lives_until(&of(attributes), 1_800_086_400), reused, "{attributes:?}");
        };
        check(&[("expires_at", number(1_800_086_401))], true);
        check(&[("expires_at", number(1_800_086_400))], true);
        check(&[("expires_at", number(1_800_086_399))], false);
        check(&[("expires_at", string("1800086400"))], false);
        check(&[], false);
    }

    #[test]
    fn parts_are_named_by_what_is_in_them_and_are_nothing_else() {
        let name = |parts: &Parts| parts.items(0).next().unwrap()["id"].as_s().unwrap().clone();
        let hash = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881";
        assert_eq!(name(&parts("a", b"x".to_vec())), format!("gingr:a#{hash}.1"));
        assert_ne!(name(&parts("a", b"x".to_vec())), name(&parts("a", b"y".to_vec())));
        assert_ne!(name(&parts("a", b"x".to_vec())), name(&parts("b", b"x".to_vec())));
        // With `pending` or `day` they would be taken for events.
        let item = parts("a", b"x".to_vec()).items(1_800_000_000).next().unwrap();
        let mut names: Vec<_> = item.keys().map(String::as_str).collect();
        names.sort_unstable();
        assert_eq!(names, ["body", "expires_at", "id", "part_of"]);
    }
}
