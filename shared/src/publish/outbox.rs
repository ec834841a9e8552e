//! The outbox: stored events that are not yet in the queue. Publishes and marks them, and has the
//! sweep that the relay runs.
//!
//! Publishing comes first and the mark second, so a crash in between causes a second message
//! (delivery is at least once) and never a lost one. Any number of sweeps may run at once.

use std::sync::Arc;

use futures_util::future::join_all;
use jiff::{SignedDuration, Timestamp};

use super::envelope::Envelope;
use super::limits::{ATTRIBUTE_ROOM, MAX_BATCH, MAX_MESSAGE_BYTES};
use super::queue::{Queue, QueueError};
use crate::clock::Clock;
use crate::event::{Event, EventId, SHARDS, rfc3339};
use crate::payload::{Fit, Remark};
use crate::providers::Provider;
use crate::store::{Cursor, Noted, Page, Pending, PendingRow, READ_BATCH, Store, StoreError};

/// Younger rows belong to the function that stored them, which is about to publish them itself.
pub const MIN_AGE: SignedDuration = SignedDuration::from_secs(30);

/// The age from which a pending row needs attention: the relay runs every minute, and the alarm
/// waits this long.
pub const OVERDUE: SignedDuration = SignedDuration::from_mins(5);

/// How many rows a sweep reads from each shard at a time: bounds its memory, whatever the backlog.
const PAGE: i32 = 100;
/// How many batches of ten are in flight at a time.
const CONCURRENT_BATCHES: usize = 8;

/// The table and the queue, and the promise that whatever is in the table reaches the queue.
#[derive(Debug, Clone)]
pub struct Outbox {
    store: Store,
    queue: Queue,
    /// The providers whose payloads are checked.
    providers: Arc<[&'static Provider]>,
    clock: Clock,
}

/// An event that is in the queue and marked as published.
#[derive(Debug)]
pub struct Published {
    /// SQS's id of the message.
    pub message_id: String,
    /// How the payload fits its type.
    pub fit: Fit,
}

/// The result of a sweep.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Sweep {
    /// Events published and marked.
    pub published: usize,
    /// Index rows that were no longer pending when read by key.
    pub already_published: usize,
    /// Events that are out of the outbox for good, since the queue will never accept them.
    pub set_aside: usize,
    /// Published events whose payload does not fit the type of its kind, or whose kind is unknown.
    pub misfits: usize,
    /// Events still in the outbox because the queue or the table did not accept them.
    pub failed: usize,
    /// When the oldest row that is still pending after the sweep arrived.
    pub oldest_left: Option<Timestamp>,
    /// Whether the sweep reached the end of the outbox, rather than its time limit.
    pub complete: bool,
}

impl Outbox {
    /// The outbox between a table and a queue. Payloads of `providers` are checked against their
    /// types.
    #[must_use]
    pub fn new(
        store: Store,
        queue: Queue,
        providers: impl Into<Arc<[&'static Provider]>>,
        clock: impl Into<Clock>,
    ) -> Self {
        Self { store, queue, providers: providers.into(), clock: clock.into() }
    }

    /// Sends one event and marks it, with a record of how its payload fits its type.
    ///
    /// # Errors
    /// [`PublishError`]; in either case the event stays in the outbox.
    pub async fn publish(&self, event: &Event) -> Result<Published, PublishError> {
        let message_id = self.queue.send(&event.envelope(self.store.reader().name())).await?;
        // Checked here rather than before the response: the event is published in any case.
        let fit = self.check(event);
        let noted = Noted { fit: &fit, user_agent: event.user_agent.as_deref(), kept_from: None };
        self.store.mark(&event.id, &message_id, self.clock.now(), noted).await?;
        Ok(Published { message_id, fit })
    }

    fn check(&self, event: &Event) -> Fit {
        let provider = self.providers.iter().find(|known| known.name == event.id.provider());
        provider.map_or_else(Fit::default, |provider| provider.check_payload(&event.kind, &event.body))
    }

    /// Publishes everything older than [`MIN_AGE`], oldest first, until nothing is left or the
    /// clock reaches `until`. Rows dated further than that in the future are also published: the
    /// clock that dated them was ahead, so their true age is unknown.
    ///
    /// # Errors
    /// [`StoreError`] when the outbox cannot be read. Events published until then stay published.
    pub async fn sweep(&self, until: Timestamp) -> Result<Sweep, StoreError> {
        self.sweep_older_than(MIN_AGE, until).await
    }

    /// Sweeps with another minimum age: 0 if no running function could still publish.
    ///
    /// # Errors
    /// As for [`Outbox::sweep`].
    pub async fn sweep_older_than(&self, age: SignedDuration, until: Timestamp) -> Result<Sweep, StoreError> {
        let young = Young::at(self.clock.now(), age);
        let mut sweep = Sweep::default();
        let mut shards: Vec<(u8, Option<Cursor>)> = (0..SHARDS).map(|shard| (shard, None)).collect();
        while !shards.is_empty() {
            let reading: Vec<_> = shards.drain(..).map(|(shard, from)| self.page(shard, from)).collect();
            let mut rows = Vec::new();
            for (shard, page) in join_all(reading).await {
                let page = page?;
                rows.extend(page.rows.into_iter().filter(|row| !young.includes(row)));
                shards.extend(page.next.map(|next| (shard, Some(next))));
            }
            rows.sort_by(|a, b| a.received_at.cmp(&b.received_at));
            for rows in rows.chunks(READ_BATCH * CONCURRENT_BATCHES) {
                if self.clock.now() >= until {
                    return self.finish(sweep, false).await;
                }
                let publishing: Vec<_> = rows.chunks(READ_BATCH).map(|rows| self.publish_batch(rows)).collect();
                for batch in join_all(publishing).await {
                    sweep.published += batch.published;
                    sweep.misfits += batch.misfits;
                    sweep.already_published += batch.already_published;
                    sweep.set_aside += batch.set_aside;
                    sweep.failed += batch.failed;
                }
            }
        }
        self.finish(sweep, true).await
    }

    async fn page(&self, shard: u8, from: Option<Cursor>) -> (u8, Result<Page<PendingRow>, StoreError>) {
        (shard, self.store.reader().pending(shard, PAGE, from).await)
    }

    /// Reads ten rows again by key, since the index lags behind, and publishes those still pending.
    async fn publish_batch(&self, rows: &[PendingRow]) -> Sweep {
        let ids: Vec<EventId> = rows.iter().map(|row| row.id.clone()).collect();
        let read = match self.store.reader().read_pending(&ids, |event| self.check(event)).await {
            Ok(read) => read,
            Err(error) => {
                tracing::warn!(%error, rows = rows.len(), "pending rows could not be read; they stay in the outbox");
                return Sweep { failed: rows.len(), ..Sweep::default() };
            }
        };
        let mut sweep = Sweep { already_published: rows.len().saturating_sub(read.len()), ..Sweep::default() };
        let mut ready = Vec::with_capacity(read.len());
        for Pending { id, envelope, fit, kept_from } in read {
            match envelope {
                Ok(envelope) => ready.push(Ready { id, envelope, fit, kept_from }),
                Err(StoreError::Unavailable(error)) => {
                    tracing::warn!(%error, %id, "an event stays in the outbox");
                    sweep.failed += 1;
                }
                Err(error) => self.set_aside(&id, &error.to_string(), &mut sweep).await,
            }
        }
        for batch in into_batches(ready) {
            self.send_and_mark(&batch, &mut sweep).await;
        }
        sweep
    }

    /// Sends a batch, and marks the events that the queue accepted.
    async fn send_and_mark(&self, batch: &[Ready], sweep: &mut Sweep) {
        let envelopes: Vec<Envelope> = batch.iter().map(|ready| ready.envelope.clone()).collect();
        let results = match self.queue.send_batch(&envelopes).await {
            Ok(results) => results,
            // One message that SQS refuses can fail the whole batch, so each is sent alone.
            Err(error) if error.is_final() => {
                join_all(envelopes.iter().map(|envelope| self.queue.send(envelope))).await
            }
            Err(error) => {
                tracing::warn!(%error, events = batch.len(), "a batch was not sent; its events stay in the outbox");
                sweep.failed += batch.len();
                return;
            }
        };
        let mut marking = Vec::with_capacity(batch.len());
        for (ready, sent) in batch.iter().zip(results) {
            let id = &ready.id;
            match sent {
                Ok(message_id) => marking.push(self.mark(ready, message_id)),
                Err(error) if error.is_final() => self.set_aside(id, &error.to_string(), sweep).await,
                Err(error) => {
                    tracing::warn!(%error, %id, "an event stays in the outbox");
                    sweep.failed += 1;
                }
            }
        }
        let sent = marking.len();
        let marked: Vec<&Ready> = join_all(marking).await.into_iter().flatten().collect();
        sweep.published += marked.len();
        sweep.failed += sent - marked.len();
        sweep.misfits += marked.iter().filter(|ready| ready.fit.is_misfit()).count();
    }

    /// Marks a sent event. Returns it if that succeeded.
    async fn mark<'a>(&self, ready: &'a Ready, message_id: String) -> Option<&'a Ready> {
        let noted = Noted { fit: &ready.fit, user_agent: None, kept_from: ready.kept_from };
        let marked = self.store.mark(&ready.id, &message_id, self.clock.now(), noted).await;
        if let Some(Remark { message, misfit, unknown_fields }) = ready.fit.remark().filter(|_| marked.is_ok()) {
            tracing::warn!(id = %ready.id, misfit, unknown_fields, "{message}");
        }
        if let Err(error) = &marked {
            tracing::warn!(%error, id = %ready.id, "an event was sent but not marked, and will be sent again");
        }
        marked.is_ok().then_some(ready)
    }

    /// Takes a row that can never be published out of the outbox, so it neither blocks the others
    /// nor is retried every minute.
    async fn set_aside(&self, id: &EventId, reason: &str, sweep: &mut Sweep) {
        match self.store.set_aside(id, reason, self.clock.now()).await {
            Ok(()) => {
                tracing::error!(%id, reason, "an event is set aside: it can never be published");
                sweep.set_aside += 1;
            }
            Err(error) => {
                tracing::warn!(%error, %id, "an event stays in the outbox");
                sweep.failed += 1;
            }
        }
    }

    async fn finish(&self, mut sweep: Sweep, complete: bool) -> Result<Sweep, StoreError> {
        sweep.complete = complete;
        sweep.oldest_left = self.oldest().await?;
        Ok(sweep)
    }

    /// When the oldest event in the outbox arrived, whatever its age.
    ///
    /// # Errors
    /// [`StoreError`] when the outbox cannot be read.
    pub async fn oldest(&self) -> Result<Option<Timestamp>, StoreError> {
        let mut oldest: Option<Timestamp> = None;
        for shard in 0..SHARDS {
            let page = self.store.reader().pending(shard, 1, None).await?;
            let first = page.rows.first().and_then(|row| row.received_at.parse().ok());
            oldest = [oldest, first].into_iter().flatten().min();
        }
        Ok(oldest)
    }
}

/// The arrival times, in the index's format, of rows that are left to the functions that stored
/// them.
struct Young {
    from: String,
    to: String,
}

impl Young {
    fn at(now: Timestamp, age: SignedDuration) -> Self {
        let from = now.checked_sub(age).unwrap_or(Timestamp::MIN);
        let to = now.checked_add(age).unwrap_or(Timestamp::MAX);
        Self { from: rfc3339(from), to: rfc3339(to) }
    }

    fn includes(&self, row: &PendingRow) -> bool {
        (self.from.as_str()..=self.to.as_str()).contains(&row.received_at.as_str())
    }
}

/// Why an event stays in the outbox.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// It was not sent.
    #[error(transparent)]
    Queue(#[from] QueueError),
    /// It was sent but could not be marked, and will be sent again.
    #[error("sent, but not marked as published: {0}")]
    Mark(#[from] StoreError),
}

/// An event to send, with what is needed to mark it.
struct Ready {
    id: EventId,
    envelope: Envelope,
    fit: Fit,
    kept_from: Option<Timestamp>,
}

/// Batches within SQS's limits: at most ten messages, and together no larger than one message may
/// be.
fn into_batches(all: Vec<Ready>) -> Vec<Vec<Ready>> {
    let mut batches: Vec<Vec<Ready>> = Vec::new();
    let mut room = 0;
    for ready in all {
        let bytes = ready.envelope.body.len() + ATTRIBUTE_ROOM;
        match batches.last_mut() {
            Some(batch) if bytes <= room && batch.len() < MAX_BATCH => batch.push(ready),
            _ => {
                batches.push(vec![ready]);
                room = MAX_MESSAGE_BYTES;
            }
        }
        room = room.saturating_sub(bytes);
    }
    batches
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::Identity;

    #[test]
    fn batches_within_the_limits_of_sqs() {
        let check = |bodies: &[usize], expected: &[&[usize]]| {
            let ready = bodies.iter().map(|bytes| Ready {
                id: EventId::new("gire", None, &Identity::Own("a".to_owned())),
                envelope: Envelope { body: "x".repeat(*bytes), group: "gire".to_owned(), attributes: Vec::new() },
                fit: Fit::default(),
                kept_from: None,
            });
            let sizes = |batch: &Vec<Ready>| batch.iter().map(|ready| ready.envelope.body.len()).collect::<Vec<_>>();
            let batches: Vec<Vec<usize>> = into_batches(ready.collect()).iter().map(sizes).collect();
            assert_eq!(batches, expected);
        };
        let (all, half) = (MAX_MESSAGE_BYTES - ATTRIBUTE_ROOM, MAX_MESSAGE_BYTES / 2 - ATTRIBUTE_ROOM);
        check(&[], &[]);
        check(&[7], &[&[7]]);
        check(&[7; 10], &[&[7; 10]]);
        check(&[7; 21], &[&[7; 10], &[7; 10], &[7]]);
        check(&[half, half, 7], &[&[half, half], &[7]]);
        check(&[half, half + 1, 7], &[&[half], &[half + 1, 7]]);
        check(&[all, 7, 7], &[&[all], &[7, 7]]);
        // More than SQS takes: it refuses that one, and no other.
        check(&[7, all + 2 * ATTRIBUTE_ROOM, 7, 7], &[&[7], &[all + 2 * ATTRIBUTE_ROOM], &[7, 7]]);
    }

    #[test]
    fn young_in_either_direction() {
        let young = Young::at("2026-11-20T10:00:00Z".parse().unwrap(), MIN_AGE);
        let check = |received_at: &str, expected| {
            let id = EventId::new("gire", None, &Identity::Own("a".to_owned()));
            assert_eq!(
                young.includes(&PendingRow { id, received_at: received_at.to_owned() }),
                expected,
                "{received_at}"
            );
        };
        check("2026-11-20T09:59:29.999Z", false);
        check("2026-11-20T09:59:30.000Z", true);
        check("2026-11-20T10:00:00.000Z", true);
        check("2026-11-20T10:00:30.000Z", true);
        // A clock that is ahead: no function will publish this one.
        check("2026-11-20T10:00:30.001Z", false);
    }
}
