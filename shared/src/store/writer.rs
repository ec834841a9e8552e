//! Writing to the table: events, and changes to their rows.

use std::sync::Arc;
use std::time::Duration;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::put_item::PutItemError;
use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::{AttributeValue, ReturnValuesOnConditionCheckFailure};
use jiff::Timestamp;
use tokio::time::Instant;

use super::head;
use super::item::{Item, number, string, text, whole};
use super::packer::{Packed, Packer};
use super::parts::Parts;
use super::{Reader, StoreError, unless_gone};
use crate::event::{Event, EventId, rfc3339};
use crate::payload::Fit;

/// Bodies up to this size fit their row, however long its other attributes are.
const ALWAYS_FITS: usize = 384 * 1024;

/// The table, for reading and writing.
#[derive(Debug, Clone)]
pub struct Store {
    pub(super) reader: Reader,
    pub(super) packer: Arc<Packer>,
    /// How many days a row is kept.
    pub(super) retention_days: u32,
}

/// The result of a put.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Put {
    /// The event was not in the table, and now is.
    New,
    /// The event was already in the table.
    Duplicate,
    /// The provider's own id was already in the table with another body; this body is kept beside
    /// it.
    Variant,
}

/// The details that a mark records on the row.
#[derive(Debug, Clone, Copy)]
pub struct Noted<'a> {
    /// How the payload fits its type.
    pub fit: &'a Fit,
    /// The program that sent it. Kept only with a misfit, on which consumers may fail.
    pub user_agent: Option<&'a str>,
    /// The latest start of the row's retention, if that is earlier than now: its parts expire too
    /// soon for a later one.
    pub kept_from: Option<Timestamp>,
}

impl Store {
    /// The table `table`, whose rows are kept for `retention_days` from the day they are published
    /// or set aside.
    #[must_use]
    pub fn new(client: Client, table: impl Into<String>, retention_days: u32) -> Self {
        Self { reader: Reader::new(client, table), packer: Arc::new(Packer::new()), retention_days }
    }

    /// The same table, for reading only.
    #[must_use]
    pub fn reader(&self) -> &Reader {
        &self.reader
    }

    /// Opens the connection and sets up the compressor. The response does not matter, so errors are
    /// ignored.
    pub async fn warm(&self) {
        self.packer.warm();
        let key = AttributeValue::S("warm".to_owned());
        let _ = self.reader.client.get_item().table_name(&self.reader.table).key("id", key).send().await;
    }

    /// Stores the event unless it is already there. A body that does not fit the row is stored
    /// first, in parts.
    ///
    /// If its content is already stored and the delivery cannot be a retry, the event becomes the
    /// next one with that content and gets that id.
    ///
    /// An event that is to be published has no expiry yet: [`Store::mark`] sets it.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when the table did not accept it; then nothing is promised.
    pub async fn put(&self, event: &mut Event) -> Result<Put, StoreError> {
        self.put_within(event, Duration::MAX).await
    }

    /// Stores the event like [`Store::put`], but waits for the table for at most `budget`.
    ///
    /// Compressing the body does not count as waiting: otherwise a function with a small share of a
    /// processor could never store a large body, however often it was sent.
    ///
    /// # Errors
    /// As for [`Store::put`].
    pub async fn put_within(&self, event: &mut Event, budget: Duration) -> Result<Put, StoreError> {
        let started = Instant::now();
        if event.body.len() > ALWAYS_FITS
            && let Some(put) = in_time(budget, self.find(event)).await?
        {
            // A large body that is already stored need not be compressed or sent.
            return Ok(put);
        }
        let left = budget.saturating_sub(started.elapsed());
        let packed = self.packer.pack(&event.body);
        let expires_at = self.expiry(event.received_at);
        in_time(left, self.put_packed(event, &packed, expires_at)).await
    }

    async fn put_packed(&self, event: &mut Event, packed: &Packed, expires_at: i64) -> Result<Put, StoreError> {
        loop {
            let row = self.row_with_parts(event, packed, expires_at).await?;
            let Some(there) = self.put_new(row.clone()).await? else { return Ok(Put::New) };
            match found(event, &there) {
                Found::Itself => return Ok(Put::New),
                Found::Retry => return Ok(Put::Duplicate),
                Found::OtherBody => return self.put_variant(event, row).await,
                Found::Earlier { next } => event.become_occurrence(next),
            }
        }
    }

    /// Looks the event up without writing. None if it must be put; the event then has the id to try
    /// first.
    async fn find(&self, event: &mut Event) -> Result<Option<Put>, StoreError> {
        loop {
            let Some(there) = self.known(&event.id).await? else { return Ok(None) };
            match found(event, &there) {
                Found::Itself => return Ok(Some(Put::New)),
                Found::Retry => return Ok(Some(Put::Duplicate)),
                Found::OtherBody => return Ok(None),
                Found::Earlier { next } => event.become_occurrence(next),
            }
        }
    }

    /// Builds the row of an event. If the body does not fit, its parts are in the table when this
    /// returns.
    async fn row_with_parts(&self, event: &Event, packed: &Packed, expires_at: i64) -> Result<Item, StoreError> {
        let mut row = head::row(event, expires_at);
        if let Some(encoding) = packed.encoding {
            row.insert("encoding".to_owned(), string(encoding));
        }
        if head::has_room(&row, packed.bytes.len()) {
            row.insert("body".to_owned(), AttributeValue::B(Blob::new(packed.bytes.clone())));
        } else {
            let parts = Parts::new(&event.id, packed);
            parts.refer(&mut row);
            self.put_parts(&parts, expires_at).await?;
        }
        Ok(row)
    }

    /// The expiry of a row whose retention starts at `from`, in seconds since 1970.
    fn expiry(&self, from: Timestamp) -> i64 {
        head::expiry(from, self.retention_days)
    }

    /// Stores another body with the same own id beside the first one.
    async fn put_variant(&self, event: &Event, mut row: Item) -> Result<Put, StoreError> {
        row.remove("pending");
        row.insert("expires_at".to_owned(), number(self.expiry(event.received_at)));
        let variant = event.id.variant(&event.sha256);
        row.insert("id".to_owned(), string(variant.key()));
        row.insert("variant_of".to_owned(), string(event.id.key()));
        row.extend(event.user_agent.as_deref().map(|user_agent| ("user_agent".to_owned(), string(user_agent))));
        match self.put_new(row).await? {
            Some(there) if !is_own_put(event, &there) => Ok(Put::Duplicate),
            _ => Ok(Put::Variant),
        }
    }

    /// Reads the attributes that show whether an event is stored, and for which delivery.
    async fn known(&self, id: &EventId) -> Result<Option<Item>, StoreError> {
        let get = self
            .reader
            .client
            .get_item()
            .table_name(&self.reader.table)
            .key("id", string(id.key()))
            .consistent_read(true);
        let get = get.projection_expression("request_id, sha256, attempt, last_delivery_at, occurrences");
        Ok(get.send().await.map_err(StoreError::unavailable)?.item)
    }

    /// Puts an item unless its key exists. Returns the existing item, if there is one.
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

    /// Takes the event out of the outbox: it is in the queue, and its retention starts. Does
    /// nothing if it is already out.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`]; the event then stays in the outbox and is sent again.
    pub async fn mark(
        &self,
        id: &EventId,
        message_id: &str,
        now: Timestamp,
        noted: Noted<'_>,
    ) -> Result<(), StoreError> {
        let mut update = "SET published_at = :now, message_id = :message, expires_at = :expires".to_owned();
        let Fit { misfit, unknown_fields, .. } = noted.fit;
        if misfit.is_some() {
            update.push_str(", misfit = :misfit");
        }
        if !unknown_fields.is_empty() {
            update.push_str(", unknown_fields = :unknown");
        }
        let user_agent = noted.user_agent.filter(|_| noted.fit.is_misfit());
        if user_agent.is_some() {
            update.push_str(", user_agent = :agent");
        }
        update.push_str(" REMOVE pending");
        let mark = self
            .reader
            .client
            .update_item()
            .table_name(&self.reader.table)
            .key("id", string(id.key()))
            .update_expression(update)
            .condition_expression("attribute_exists(pending)")
            .expression_attribute_values(":now", string(&rfc3339(now)))
            .expression_attribute_values(
                ":expires",
                number(self.expiry(noted.kept_from.map_or(now, |from| from.min(now)))),
            )
            .expression_attribute_values(":message", string(message_id));
        let misfit = misfit.as_ref().map(|misfit| (":misfit".to_owned(), string(&misfit.to_string())));
        let unknown = Some(AttributeValue::Ss(unknown_fields.clone())).filter(|_| !unknown_fields.is_empty());
        let user_agent = user_agent.map(|user_agent| (":agent".to_owned(), string(user_agent)));
        let values = misfit.into_iter().chain(unknown.map(|names| (":unknown".to_owned(), names))).chain(user_agent);
        let mark = values.fold(mark, |mark, (name, value)| mark.expression_attribute_values(name, value));
        unless_gone(mark.send().await)
    }

    /// Takes the event out of the outbox for good, with the reason: the queue will never accept it.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`]; the event then stays in the outbox.
    pub async fn set_aside(&self, id: &EventId, reason: &str, now: Timestamp) -> Result<(), StoreError> {
        let set_aside = self
            .reader
            .client
            .update_item()
            .table_name(&self.reader.table)
            .key("id", string(id.key()))
            .update_expression("SET set_aside = :reason, expires_at = :expires REMOVE pending")
            .condition_expression("attribute_exists(pending)")
            .expression_attribute_values(":expires", number(self.expiry(now)))
            .expression_attribute_values(":reason", string(reason));
        unless_gone(set_aside.send().await)
    }

    /// Records, on the first event with this content, how many there are by now, so the next one
    /// need not try all their ids. Does nothing for a first event.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`]; the next one then tries more ids.
    pub async fn note_occurrence(&self, event: &Event) -> Result<(), StoreError> {
        if event.occurrence < 2 {
            return Ok(());
        }
        let note = self
            .reader
            .client
            .update_item()
            .table_name(&self.reader.table)
            .key("id", string(event.first().key()))
            .update_expression("SET occurrences = :n")
            .condition_expression("attribute_exists(id) AND (attribute_not_exists(occurrences) OR occurrences < :n)")
            .expression_attribute_values(":n", number(event.occurrence));
        unless_gone(note.send().await)
    }

    /// Records that an operator has sent an event to the queue again, and the id of that message.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`]; the replay is then not recorded.
    pub async fn note_replay(&self, id: &EventId, message_id: &str, now: Timestamp) -> Result<(), StoreError> {
        let note = self
            .reader
            .client
            .update_item()
            .table_name(&self.reader.table)
            .key("id", string(id.key()))
            .update_expression("ADD replays :one SET replayed_at = :now, replayed_as = :message")
            // A row that is gone by now must not come back with these attributes alone.
            .condition_expression("attribute_exists(id)")
            .expression_attribute_values(":one", number(1))
            .expression_attribute_values(":now", string(&rfc3339(now)))
            .expression_attribute_values(":message", string(message_id));
        unless_gone(note.send().await)
    }

    /// Counts one more delivery of a stored event.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`]; the count is then one short, and the retry window is not
    /// extended.
    pub async fn count(&self, event: &Event, now: Timestamp) -> Result<(), StoreError> {
        let last = time_of(event);
        let count = self
            .reader
            .client
            .update_item()
            .table_name(&self.reader.table)
            .key("id", string(event.id.key()))
            // A row without a count stands for its first delivery.
            .update_expression(format!("SET deliveries = if_not_exists(deliveries, :one) + :one, {last} = :now"))
            .condition_expression("attribute_exists(id)")
            .expression_attribute_values(":one", number(1))
            .expression_attribute_values(":now", string(&rfc3339(now)));
        unless_gone(count.send().await)
    }
}

/// The attribute with the time of a delivery that is not the first.
///
/// A later attempt is recognised by its number and does not extend the retry window. If it did, the
/// retry of another event with the same content would hide that event by overtaking its first
/// attempt.
fn time_of(event: &Event) -> &'static str {
    let later_attempt = event.retry_window.is_some() && event.attempt.is_some_and(|attempt| attempt > 1);
    if later_attempt { "last_retry_at" } else { "last_delivery_at" }
}

/// Waits for the table for at most `budget`.
async fn in_time<T>(budget: Duration, asked: impl Future<Output = Result<T, StoreError>>) -> Result<T, StoreError> {
    let answer = tokio::time::timeout(budget, asked).await;
    answer.unwrap_or_else(|_| Err(StoreError::Unavailable("no answer in time".to_owned())))
}

/// What an existing row means for a delivery.
enum Found {
    /// The row was written for this very delivery.
    Itself,
    /// The event is already stored.
    Retry,
    /// The provider's own id is already stored with another body.
    OtherBody,
    /// An earlier event with the same content is stored; this one has at least the number `next`.
    Earlier { next: u32 },
}

/// Decides what an existing row means for a delivery.
///
/// Known content is a retry if it can be one: a later attempt than the stored one, or a delivery
/// soon after the last. The stored attempt stays the first that arrived: if a retry raised it, a
/// retry of another event with the same content might be taken for a new event.
fn found(event: &Event, there: &Item) -> Found {
    if is_own_put(event, there) {
        return Found::Itself;
    }
    if event.own_id {
        let same = text(there, "sha256").is_some_and(|sha256| sha256 == event.sha256);
        return if same { Found::Retry } else { Found::OtherBody };
    }
    let Some(window) = event.retry_window else { return Found::Retry };
    let later_attempt = event.attempt.is_some_and(|attempt| attempt > whole(there, "attempt").unwrap_or(1));
    let last: Option<Timestamp> = text(there, "last_delivery_at").and_then(|time| time.parse().ok());
    let soon = last.is_none_or(|last| event.received_at.duration_since(last) <= window);
    if later_attempt || soon {
        return Found::Retry;
    }
    // Only a first attempt may skip the events in between: a later attempt may belong to any of
    // them.
    let known = whole(there, "occurrences").filter(|_| event.attempt.is_none_or(|attempt| attempt <= 1));
    Found::Earlier { next: known.unwrap_or(0).max(event.occurrence.saturating_add(1)) }
}

/// Whether the row was put for this delivery: the SDK repeats a put whose response was lost.
fn is_own_put(event: &Event, there: &Item) -> bool {
    text(there, "request_id").is_some_and(|request_id| request_id == event.request_id)
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;
    use crate::event::example;
    use crate::store::item::of;

    #[test]
    fn limits() {
        assert_eq!(ALWAYS_FITS, 393_216);
        let mut event = example("x".repeat(ALWAYS_FITS));
        for text in [&mut event.subject, &mut event.content_type, &mut event.user_agent, &mut event.path] {
            *text = Some("x".repeat(512));
        }
        event.unreadable = Some("x".repeat(512));
        assert!(head::has_room(&head::row(&event, i64::MAX), ALWAYS_FITS));
    }

    #[test]
    fn only_what_can_be_a_first_attempt_extends_the_window() {
        let check = |retry_window, attempt, attribute| {
            assert_eq!(time_of(&Event { retry_window, attempt, ..example("{}") }), attribute, "{attempt:?}");
        };
        let window = Some(SignedDuration::from_mins(10));
        check(window, None, "last_delivery_at");
        check(window, Some(1), "last_delivery_at");
        check(window, Some(2), "last_retry_at");
        check(window, Some(3), "last_retry_at");
        check(None, Some(2), "last_delivery_at");
    }

    /// `there` has the attributes of the row, in order: request_id, sha256, attempt,
    /// last_delivery_at, occurrences.
    #[test]
    fn what_a_row_means_for_a_delivery() {
        let window = Some(SignedDuration::from_mins(10));
        let event = |own_id, attempt, retry_window, occurrence| {
            let received_at = "2026-11-20T10:00:00Z".parse().unwrap();
            let sha256 = "aa".to_owned();
            Event { own_id, attempt, retry_window, occurrence, received_at, sha256, ..example("{}") }
        };
        let recurring = |attempt| event(false, attempt, window, 1);
        let check = |event: &Event, there: &[(&str, AttributeValue)], expected: &str| {
            let found = match found(event, &of(there)) {
                Found::Itself => "itself".to_owned(),
                Found::Retry => "retry".to_owned(),
                Found::OtherBody => "other body".to_owned(),
                Found::Earlier { next } => format!("earlier, next {next}"),
            };
            assert_eq!(found, expected, "{there:?}");
        };
        let sha256 = |sha256| ("sha256", string(sha256));
        let at = |time| ("last_delivery_at", string(time));
        let (own, other) = (("request_id", string("r")), ("request_id", string("s")));
        // The SDK repeats a put whose response was lost.
        check(&event(true, None, None, 1), &[own.clone(), sha256("aa")], "itself");
        check(&recurring(Some(2)), &[own, at("2026-11-20T08:00:00Z")], "itself");
        // The provider's own id.
        check(&event(true, None, None, 1), &[other.clone(), sha256("aa")], "retry");
        check(&event(true, None, None, 1), &[other.clone(), sha256("bb")], "other body");
        check(&event(true, None, None, 1), std::slice::from_ref(&other), "other body");
        // Content that does not recur.
        check(&event(false, None, None, 1), &[other.clone(), at("2026-11-19T10:00:00Z")], "retry");
        // Content that can recur: by time, the limit included.
        check(&recurring(None), &[other.clone(), at("2026-11-20T09:50:00Z")], "retry");
        check(&recurring(None), &[other.clone(), at("2026-11-20T09:49:59.999Z")], "earlier, next 2");
        check(&recurring(None), std::slice::from_ref(&other), "retry");
        // By the attempt: later than the stored one, which is a first one if the row does not say.
        let old = at("2026-11-20T08:00:00Z");
        check(&recurring(Some(1)), &[other.clone(), old.clone()], "earlier, next 2");
        check(&recurring(Some(2)), &[other.clone(), old.clone()], "retry");
        check(&recurring(Some(2)), &[other.clone(), old.clone(), ("attempt", number(2))], "earlier, next 2");
        check(&recurring(Some(3)), &[other.clone(), old.clone(), ("attempt", number(2))], "retry");
        // Only a first attempt skips those in between.
        let five = ("occurrences", number(5));
        check(&recurring(None), &[other.clone(), old.clone(), five.clone()], "earlier, next 5");
        check(&recurring(Some(1)), &[other.clone(), old.clone(), five.clone()], "earlier, next 5");
        check(
            &recurring(Some(2)),
            &[other.clone(), old.clone(), five.clone(), ("attempt", number(2))],
            "earlier, next 2",
        );
        check(&event(false, None, window, 7), &[other, old, five], "earlier, next 8");
    }
}
