//! Sends events to the queue again, in batches recorded in a journal, for the command and the
//! inspector.

use std::time::Duration;

use anyhow::{Context, Result};
use frontdesk::event::EventId;
use frontdesk::publish::envelope::Envelope;
use frontdesk::publish::limits::{ATTRIBUTE_ROOM, MAX_BATCH, MAX_MESSAGE_BYTES};
use frontdesk::publish::queue::QueueError;
use frontdesk::store::State;
use futures_util::future::join_all;
use jiff::Timestamp;
use tokio::time::Instant;

use crate::events::journal::Journal;
use crate::exit::usage;
use crate::print::note;
use crate::target::Target;

/// How a replay ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sent {
    All,
    /// All but this many, which failed.
    Without(usize),
    /// Stopped after this many.
    Stopped(usize),
}

/// Sends events, at most `rate` per second, and records each batch before the next. `stop` ends it
/// between batches; `gone` receives how many are sent. Deletes the journal when all are sent, or
/// none.
pub(crate) async fn send_all(
    target: &Target,
    ids: &[EventId],
    rate: Option<u32>,
    mut journal: Journal,
    stop: impl Future<Output = ()>,
    gone: impl FnMut(usize),
) -> Result<Sent> {
    journal.begin()?;
    let sent = send_batches(target, ids, rate, &mut journal, stop, gone).await;
    if journal.count() == 0 || sent.as_ref().is_ok_and(|sent| *sent == Sent::All) {
        journal.finish()?;
    }
    sent
}

async fn send_batches(
    target: &Target,
    ids: &[EventId],
    rate: Option<u32>,
    journal: &mut Journal,
    stop: impl Future<Output = ()>,
    mut tell: impl FnMut(usize),
) -> Result<Sent> {
    let at_once = rate.map_or(MAX_BATCH, |rate| usize::try_from(rate).unwrap_or(MAX_BATCH).clamp(1, MAX_BATCH));
    let started = Instant::now();
    tokio::pin!(stop);
    let (mut gone, mut failed) = (0_usize, 0);
    for ids in ids.chunks(at_once) {
        let due = rate.map_or(started, |rate| started + Duration::from_secs_f64(gone as f64 / f64::from(rate)));
        // Checked before each batch, not after: when all are sent, there is nothing left to stop.
        tokio::select! {
            biased;
            () = &mut stop => return Ok(Sent::Stopped(gone)),
            () = tokio::time::sleep_until(due) => {}
        }
        failed += send(target, ids, journal).await?;
        gone += ids.len();
        tell(gone);
    }
    Ok(if failed == 0 { Sent::All } else { Sent::Without(failed) })
}

/// Sends one published event again. Needs no journal: there is nothing to continue.
pub(crate) async fn send_again(target: &Target, id: &EventId) -> Result<()> {
    let state = crate::events::row(target, id).await?.state();
    if state != State::Published {
        return Err(usage(&format!("{id} is {}: only published events are sent again", state.as_str())));
    }
    let event = target.reader().get(id).await?.with_context(|| format!("{id} was deleted just now"))?;
    for answer in send_and_note(target, &[(id, event.replay_envelope(target.reader().name()))]).await? {
        answer.with_context(|| format!("the queue did not accept {id}"))?;
    }
    Ok(())
}

/// Sends up to ten events. Returns how many failed.
async fn send(target: &Target, ids: &[EventId], journal: &mut Journal) -> Result<usize> {
    let mut failed = 0;
    let mut batch: Vec<(&EventId, Envelope)> = Vec::with_capacity(ids.len());
    let mut bytes = 0;
    for id in ids {
        let envelope = match target.reader().get(id).await {
            Ok(Some(event)) => event.replay_envelope(target.reader().name()),
            Ok(None) => {
                note(&format!("{id}: no longer in the table"));
                continue;
            }
            Err(error) => {
                note(&format!("{id}: {error}"));
                failed += 1;
                continue;
            }
        };
        let more = envelope.body.len() + ATTRIBUTE_ROOM;
        if bytes + more > MAX_MESSAGE_BYTES && !batch.is_empty() {
            failed += send_batch(target, &std::mem::take(&mut batch), journal).await?;
            bytes = 0;
        }
        bytes += more;
        batch.push((id, envelope));
    }
    if !batch.is_empty() {
        failed += send_batch(target, &batch, journal).await?;
    }
    Ok(failed)
}

async fn send_batch(target: &Target, batch: &[(&EventId, Envelope)], journal: &mut Journal) -> Result<usize> {
    let sent = send_and_note(target, batch).await?;
    let mut taken = Vec::with_capacity(batch.len());
    for ((id, _), sent) in batch.iter().zip(sent) {
        match sent {
            Ok(_) => taken.push(id.key()),
            Err(error) => note(&format!("{id}: {error}")),
        }
    }
    journal.note(taken.iter().copied())?;
    Ok(batch.len() - taken.len())
}

/// Sends up to ten events, and records on the rows of the accepted ones that they were sent again.
async fn send_and_note(target: &Target, batch: &[(&EventId, Envelope)]) -> Result<Vec<Result<String, QueueError>>> {
    let envelopes: Vec<Envelope> = batch.iter().map(|(_, envelope)| envelope.clone()).collect();
    let sent = target.queue.send_batch(&envelopes).await.with_context(|| format!("cannot send; {}", target.hint()))?;
    let now = Timestamp::now();
    let taken = batch.iter().zip(&sent).filter_map(|((id, _), sent)| Some((id, sent.as_ref().ok()?)));
    let notes = taken.map(|(id, message)| target.store.note_replay(id, message, now));
    if let Some(Err(error)) = join_all(notes).await.into_iter().find(Result::is_err) {
        // They are in the queue all the same. One line for all ten: usually it is a missing
        // permission.
        note(&format!("sent, but not recorded in the rows: {error}"));
    }
    Ok(sent)
}
