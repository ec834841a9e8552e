//! Reading the table for people: events by arrival, newest first, and whole rows by key.
//!
//! The index `by_day` is partitioned by provider, day and shard. A [`Listing`] goes through the
//! days backwards and merges the partitions of each, page by page, so its memory does not grow with
//! the table.

use std::collections::{BTreeMap, VecDeque};

use aws_sdk_dynamodb::types::{AttributeValue, KeysAndAttributes};
use futures_util::future::join_all;
use jiff::{Timestamp, ToSpan};
use serde_json::{Number, Value};

use super::item::{Item, string, text};
use super::{Cursor, DAY_INDEX, Reader, StoreError};
use crate::event::{EventId, SHARDS, rfc3339};

/// How many index rows are read from a partition at a time.
const PAGE: i32 = 100;

/// All attributes of a row except its body, which may be large.
const ATTRIBUTES: [&str; 39] = [
    "id",
    "provider",
    "kind",
    "subject",
    "received_at",
    "occurred_at",
    "content_type",
    "source_ip",
    "user_agent",
    "verification",
    "key",
    "request_id",
    "sha256",
    "signature",
    "pending",
    "published_at",
    "message_id",
    "deliveries",
    "last_delivery_at",
    "last_retry_at",
    "day",
    "unreadable",
    "bytes",
    "parts",
    "set_aside",
    "variant_of",
    "expires_at",
    "account",
    "action",
    "entity",
    "attempt",
    "occurrence",
    "occurrences",
    "path",
    "misfit",
    "unknown_fields",
    "replays",
    "replayed_at",
    "replayed_as",
];

/// A row of the index `by_day`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The event.
    pub id: EventId,
    /// Its kind.
    pub kind: String,
    /// When it arrived, RFC 3339.
    pub received_at: String,
}

/// The state of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// In the queue.
    Published,
    /// On its way to the queue.
    Pending,
    /// Kept, but not published, since it could not be read.
    Unreadable,
    /// Another body with an own id that was already stored.
    Variant,
    /// Out of the outbox, since the queue will never accept it.
    SetAside,
}

impl State {
    /// The word for the state.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            State::Published => "published",
            State::Pending => "pending",
            State::Unreadable => "unreadable",
            State::Variant => "variant",
            State::SetAside => "set-aside",
        }
    }
}

/// A row of the table, without its body.
#[derive(Debug, Clone, PartialEq)]
pub struct Row(BTreeMap<String, Value>);

impl Row {
    /// All attributes but the body.
    #[must_use]
    pub fn attributes(&self) -> &BTreeMap<String, Value> {
        &self.0
    }

    /// The text of an attribute.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.as_str()
    }

    /// Whether the row has an attribute.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// The number in an attribute.
    #[must_use]
    pub fn number(&self, name: &str) -> Option<i64> {
        self.0.get(name)?.as_i64()
    }

    /// The event's id.
    #[must_use]
    pub fn id(&self) -> EventId {
        EventId::from_key(self.text("id").unwrap_or_default().to_owned())
    }

    /// The state of the event.
    #[must_use]
    pub fn state(&self) -> State {
        match () {
            () if self.has("variant_of") => State::Variant,
            () if self.has("unreadable") => State::Unreadable,
            () if self.has("set_aside") => State::SetAside,
            () if self.has("pending") => State::Pending,
            () => State::Published,
        }
    }

    /// Whether it was delivered more than once.
    #[must_use]
    pub fn repeated(&self) -> bool {
        self.number("deliveries").is_some_and(|deliveries| deliveries > 1)
    }

    /// Whether the row has expired: DynamoDB deletes such rows within days.
    #[must_use]
    pub fn expired(&self, now: Timestamp) -> bool {
        self.number("expires_at").is_some_and(|at| at <= now.as_second())
    }

    pub(super) fn from_item(item: &Item) -> Self {
        let value = |value: &AttributeValue| match value {
            AttributeValue::S(text) => Some(Value::from(text.as_str())),
            AttributeValue::N(number) => {
                Some(number.parse::<Number>().map_or_else(|_| Value::from(number.as_str()), Value::from))
            }
            AttributeValue::Ss(texts) => Some(Value::from(texts.clone())),
            _ => None,
        };
        Self(item.iter().filter_map(|(name, found)| Some((name.clone(), value(found)?))).collect())
    }
}

/// Attributes by name, as JSON values.
impl From<BTreeMap<String, Value>> for Row {
    fn from(attributes: BTreeMap<String, Value>) -> Self {
        Self(attributes)
    }
}

/// Events by arrival, newest first.
#[derive(Debug)]
pub struct Listing {
    reader: Reader,
    providers: Vec<String>,
    from: Timestamp,
    to: Timestamp,
    /// A time on the next day to read; none after the last.
    day: Option<Timestamp>,
    partitions: Vec<Partition>,
}

#[derive(Debug)]
struct Partition {
    key: String,
    rows: VecDeque<Listed>,
    rest: Rest,
}

/// The unread rest of a partition.
#[derive(Debug)]
enum Rest {
    All,
    After(Cursor),
    Nothing,
}

impl Listing {
    /// The next event. None when there are no more.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn next(&mut self) -> Result<Option<Listed>, StoreError> {
        loop {
            self.fill().await?;
            let newest = |partition: &&mut Partition| partition.rows.front().map(|row| row.received_at.clone());
            let first = self.partitions.iter_mut().max_by_key(newest);
            if let Some(row) = first.and_then(|partition| partition.rows.pop_front()) {
                return Ok(Some(row));
            }
            if !self.next_day() {
                return Ok(None);
            }
        }
    }

    /// The ids of the next events that are `wanted`, up to `most`. Empty when there are no more.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn next_ids(
        &mut self,
        most: usize,
        wanted: impl Fn(&Listed) -> bool,
    ) -> Result<Vec<EventId>, StoreError> {
        let mut ids = Vec::with_capacity(most);
        while ids.len() < most {
            let Some(listed) = self.next().await? else { break };
            if wanted(&listed) {
                ids.push(listed.id);
            }
        }
        Ok(ids)
    }

    /// Moves to the next day, backwards. Returns false if there is none left in the range.
    fn next_day(&mut self) -> bool {
        let Some(day) = self.day else { return false };
        let date = date(day);
        self.day = day.checked_sub(24.hours()).ok().filter(|before| self::date(*before) >= self::date(self.from));
        let keys = self.providers.iter().flat_map(|name| (0..SHARDS).map(move |shard| (name, shard)));
        let partition =
            |(name, shard)| Partition { key: format!("{name}#{date}#{shard}"), rows: VecDeque::new(), rest: Rest::All };
        self.partitions = keys.map(partition).collect();
        true
    }

    /// Reads another page of every partition that has run out, so the newest event is at the front
    /// of one of them.
    async fn fill(&mut self) -> Result<(), StoreError> {
        let (reader, from, to) = (&self.reader, rfc3339(self.from), rfc3339(self.to));
        let filling = self.partitions.iter_mut().map(|partition| partition.fill(reader, &from, &to));
        let filled: Result<Vec<()>, StoreError> = join_all(filling).await.into_iter().collect();
        filled?;
        self.partitions.retain(|partition| !partition.rows.is_empty());
        Ok(())
    }
}

impl Partition {
    async fn fill(&mut self, reader: &Reader, from: &str, to: &str) -> Result<(), StoreError> {
        while self.rows.is_empty() {
            let after = match std::mem::replace(&mut self.rest, Rest::Nothing) {
                Rest::Nothing => return Ok(()),
                Rest::All => None,
                Rest::After(cursor) => Some(cursor),
            };
            let query = reader
                .client
                .query()
                .table_name(&reader.table)
                .index_name(DAY_INDEX)
                .key_condition_expression("#day = :day AND received_at BETWEEN :from AND :to")
                .expression_attribute_names("#day", "day")
                .expression_attribute_values(":day", string(&self.key))
                .expression_attribute_values(":from", string(from))
                .expression_attribute_values(":to", string(to))
                .scan_index_forward(false)
                .set_exclusive_start_key(after.map(|cursor| cursor.0))
                .limit(PAGE);
            let page = query.send().await.map_err(StoreError::unavailable)?;
            self.rows.extend(page.items.unwrap_or_default().iter().filter_map(listed));
            if let Some(next) = Cursor::after(page.last_evaluated_key) {
                self.rest = Rest::After(next);
            }
        }
        Ok(())
    }
}

impl Reader {
    /// Lists the events of `providers` that arrived between the two times, both included, newest
    /// first. Refused deliveries and parts of bodies are not events.
    #[must_use]
    pub fn listing(&self, providers: &[&str], from: Timestamp, to: Timestamp) -> Listing {
        Listing {
            reader: self.clone(),
            providers: providers.iter().map(|name| (*name).to_owned()).collect(),
            from,
            to,
            day: (from <= to).then_some(to),
            partitions: Vec::new(),
        }
    }

    /// Reads up to 100 rows by key, consistently, in the order of `ids`. Missing rows are left out.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn rows(&self, ids: &[EventId]) -> Result<Vec<Row>, StoreError> {
        let projection: Vec<String> = (0..ATTRIBUTES.len()).map(|n| format!("#a{n}")).collect();
        let mut found: BTreeMap<String, Row> = BTreeMap::new();
        let mut left: Vec<Item> = ids.iter().map(|id| Item::from([("id".to_owned(), string(id.key()))])).collect();
        while !left.is_empty() {
            let asked = left.len();
            let mut wanted = KeysAndAttributes::builder().set_keys(Some(left)).consistent_read(true);
            wanted = wanted.projection_expression(projection.join(", "));
            for (placeholder, name) in projection.iter().zip(ATTRIBUTES) {
                wanted = wanted.expression_attribute_names(placeholder, name);
            }
            let wanted = wanted.build().map_err(StoreError::unavailable)?;
            let read = self.client.batch_get_item().request_items(&self.table, wanted);
            let answer = read.send().await.map_err(StoreError::unavailable)?;
            let items = answer.responses.and_then(|mut tables| tables.remove(&self.table)).unwrap_or_default();
            found.extend(items.iter().filter_map(|item| Some((text(item, "id")?, Row::from_item(item)))));
            let rest = answer.unprocessed_keys.and_then(|mut tables| tables.remove(&self.table));
            left = rest.map_or_else(Vec::new, |rest| rest.keys);
            if left.len() == asked {
                return Err(StoreError::Unavailable("it returned none of the requested items".to_owned()));
            }
        }
        Ok(ids.iter().filter_map(|id| found.remove(id.key())).collect())
    }

    /// Reads a row by key, with all of its attributes but the body. None if it does not exist.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn whole_row(&self, id: &EventId) -> Result<Option<Row>, StoreError> {
        let get = self.client.get_item().table_name(&self.table).key("id", string(id.key())).consistent_read(true);
        let found = get.send().await.map_err(StoreError::unavailable)?;
        Ok(found.item.as_ref().map(Row::from_item))
    }
}

fn listed(item: &Item) -> Option<Listed> {
    Some(Listed {
        id: EventId::from_key(text(item, "id")?),
        kind: text(item, "kind")?,
        received_at: text(item, "received_at")?,
    })
}

fn date(time: Timestamp) -> String {
    rfc3339(time).get(..10).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use aws_sdk_dynamodb::primitives::Blob;

    use super::*;
    use crate::store::item::{number, of};

    fn row(attributes: &[(&str, AttributeValue)]) -> Row {
        Row::from_item(&of(attributes))
    }

    #[test]
    fn a_row_is_its_attributes_without_the_body() {
        let whole = row(&[
            ("id", string("gingr:a")),
            ("bytes", number(7)),
            ("big", number("123456789012345678901234567890")),
            ("odd", number("x")),
            ("unknown_fields", AttributeValue::Ss(vec!["a".to_owned()])),
            ("body", AttributeValue::B(Blob::new(b"{}"))),
        ]);
        let expected = r#"{"big":1.2345678901234568e+29,"bytes":7,"id":"gingr:a","odd":"x","unknown_fields":["a"]}"#;
        assert_eq!(serde_json::to_string(whole.attributes()).unwrap(), expected);
        assert_eq!(whole.id(), EventId::from_key("gingr:a".to_owned()));
        assert_eq!((whole.text("id"), whole.text("bytes"), whole.text("none")), (Some("gingr:a"), None, None));
        assert_eq!((whole.number("bytes"), whole.number("id"), whole.number("none")), (Some(7), None, None));
        assert!(whole.has("odd") && !whole.has("body"));
    }

    #[test]
    fn states() {
        let check = |attributes: &[&str], word: &str| {
            let attributes: Vec<_> = attributes.iter().map(|name| (*name, string("x"))).collect();
            assert_eq!(row(&attributes).state().as_str(), word, "{attributes:?}");
        };
        check(&["published_at"], "published");
        check(&["pending"], "pending");
        check(&["unreadable"], "unreadable");
        check(&["set_aside"], "set-aside");
        check(&["variant_of"], "variant");
        // A variant need not be readable.
        check(&["variant_of", "unreadable"], "variant");
    }

    #[test]
    fn counts_and_expiry() {
        let now = Timestamp::from_second(1_800_000_000).unwrap();
        let repeated = |deliveries: i64| row(&[("deliveries", number(deliveries))]).repeated();
        assert_eq!((repeated(1), repeated(2), row(&[]).repeated()), (false, true, false));
        let expired = |at: i64| row(&[("expires_at", number(at))]).expired(now);
        assert_eq!((expired(1_799_999_999), expired(1_800_000_000), expired(1_800_000_001)), (true, true, false));
        assert!(!row(&[]).expired(now));
    }

    #[test]
    fn an_entry_of_the_index_needs_all_three() {
        let whole = [("id", string("gingr:a")), ("kind", string("k")), ("received_at", string("t"))];
        let entry =
            Listed { id: EventId::from_key("gingr:a".to_owned()), kind: "k".to_owned(), received_at: "t".to_owned() };
        assert_eq!(listed(&of(&whole)), Some(entry));
        for without in 0..3 {
            let mut item = whole.to_vec();
            item.remove(without);
            assert_eq!(listed(&of(&item)), None);
        }
    }

    #[test]
    fn days_backwards() {
        let check = |from: &str, to: &str, days: &[&str]| {
            let [from, to] = [from, to].map(|time| time.parse().unwrap());
            let mut listing = Reader::offline("t").listing(&["gingr", "zaui"], from, to);
            for day in days {
                assert!(listing.next_day(), "{day}");
                let keys: Vec<_> = listing.partitions.iter().map(|partition| partition.key.clone()).collect();
                let expected = ["gingr", "zaui"].map(|name| (0..8).map(move |shard| format!("{name}#{day}#{shard}")));
                assert_eq!(keys, expected.into_iter().flatten().collect::<Vec<_>>());
            }
            assert!(!listing.next_day());
        };
        check("2026-11-19T23:59:59Z", "2026-11-21T00:00:00Z", &["2026-11-21", "2026-11-20", "2026-11-19"]);
        check("2026-11-20T00:00:00Z", "2026-11-20T23:59:59Z", &["2026-11-20"]);
        check("2026-11-20T10:00:00Z", "2026-11-20T10:00:00Z", &["2026-11-20"]);
        check("2026-11-20T10:00:01Z", "2026-11-20T10:00:00Z", &[]);
    }
}
