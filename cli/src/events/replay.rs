//! `frontdesk events replay`: sends published events to the queue again, with the same id and `"replay": true`.
//!
//! Only published events are replayed. Pending ones are sent by the relay; unreadable ones, variants, and those set
//! aside were never meant for the queue.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use clap::Args;
use frontdesk::event::EventId;
use frontdesk::publish::envelope::Envelope;
use frontdesk::publish::limits::{ATTRIBUTE_ROOM, MAX_BATCH, MAX_MESSAGE_BYTES};
use frontdesk::publish::queue::QueueError;
use frontdesk::store::{Row, State};
use futures_util::future::join_all;
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use tokio::time::Instant;

use super::filter::Filter;
use super::journal::Journal;
use crate::confirm::confirm;
use crate::exit::usage;
use crate::print::{count, line, note, progress};
use crate::target::Target;

/// Which, how fast, and whether to ask.
#[derive(Args)]
pub(crate) struct Options {
    /// These events, instead of those that match filters.
    #[arg(value_name = "ID", conflicts_with_all = ["provider", "kind", "subject", "since", "from", "to", "state"])]
    ids: Vec<String>,
    #[command(flatten)]
    filter: Filter,
    /// Does not ask for confirmation.
    #[arg(long)]
    yes: bool,
    /// Only prints how many there are.
    #[arg(long, conflicts_with = "yes")]
    dry_run: bool,
    /// Starts over after an interrupted replay of the same events, and sends again what that had sent.
    #[arg(long)]
    restart: bool,
    /// At most this many per second: 20 or 20/s.
    #[arg(long, value_name = "N/s")]
    rate: Option<String>,
    /// Where to record what was sent, to continue after an interruption [default: a file in .frontdesk/replays].
    #[arg(long, value_name = "FILE")]
    journal: Option<PathBuf>,
}

/// What is to be sent, oldest first, and what is left out.
#[derive(Default)]
struct Chosen {
    ids: Vec<EventId>,
    left_out: usize,
    sent_before: usize,
}

/// Runs the command.
pub(crate) async fn run(target: &Target, options: &Options) -> Result<()> {
    let rate = options.rate.as_deref().map(rate).transpose()?;
    let asked = options.filter.span(Timestamp::now())?;
    let path = options.journal.clone().map_or_else(|| options.default_journal(target), Ok)?;
    if options.dry_run {
        // Reads the journal of an interrupted replay, but does not start one.
        let mut journal = Journal::open(&path, asked)?;
        if options.restart {
            journal.restart(asked);
        }
        let chosen = choose(target, options, journal.span, Some(&journal)).await?;
        return line(&format!("{}; nothing is sent", chosen.summary(target)));
    }
    let mut journal = Journal::open(&path, asked)?;
    if options.restart {
        journal.restart(asked);
    }
    if journal.count() > 0 {
        note(&format!(
            "goes on with a replay of the events from {:.0} to {:.0}, of which {} were sent; --restart begins anew",
            journal.span.from,
            journal.span.to,
            journal.count()
        ));
    }
    let chosen = choose(target, options, journal.span, Some(&journal)).await?;
    if chosen.ids.is_empty() {
        line(&chosen.summary(target))?;
        return journal.finish();
    }
    confirm(&format!("{}. Send them?", chosen.summary(target)), options.yes)?;
    journal.begin()?;
    let sent = send_all(target, &chosen.ids, rate, &mut journal).await;
    if journal.count() == 0 {
        journal.finish()?;
        return ended(sent?, &chosen);
    }
    let sent = sent?;
    if sent == Sent::All {
        journal.finish()?;
    }
    ended(sent, &chosen)
}

/// What became of the events that were to be sent.
#[derive(Debug, PartialEq, Eq)]
enum Sent {
    All,
    /// Some failed.
    Without(usize),
    /// Ctrl-C, after this many.
    Stopped(usize),
}

fn ended(sent: Sent, chosen: &Chosen) -> Result<()> {
    match sent {
        Sent::All => line(&format!("{} sent again", chosen.ids.len())),
        Sent::Without(failed) => bail!("{failed} were not sent; the same command tries them again, and only them"),
        Sent::Stopped(gone) => bail!("stopped after {gone}; the same command goes on from there"),
    }
}

/// Replays one published event, without a journal: there is nothing to continue.
pub(crate) async fn send_again(target: &Target, id: &EventId) -> Result<()> {
    let state = super::row(target, id).await?.state();
    if state != State::Published {
        return Err(usage(&format!("{id} is {}: only what was published is sent again", state.as_str())));
    }
    let event = target.reader().get(id).await?.with_context(|| format!("{id} was deleted just now"))?;
    for answer in send_and_note(target, &[(id, event.replay_envelope(target.reader().name()))]).await? {
        answer.with_context(|| format!("the queue did not take {id}"))?;
    }
    Ok(())
}

/// Replays published events, without a journal. Returns how many failed.
pub(crate) async fn send_all_again(target: &Target, ids: &[EventId]) -> Result<usize> {
    let mut failed = 0;
    for ids in ids.chunks(MAX_BATCH) {
        failed += send(target, ids, None).await?;
    }
    Ok(failed)
}

impl Options {
    /// One file per command: the same filters for the same target continue where they stopped.
    fn default_journal(&self, target: &Target) -> Result<PathBuf> {
        let mut hash = Sha256::new();
        hash.update(serde_json::to_vec(&(&self.filter, &self.ids, target.reader().name(), &target.queue_url))?);
        let name = hex::encode(hash.finalize());
        Ok(Path::new(".frontdesk/replays").join(name.get(..16).unwrap_or(&name)))
    }
}

impl Chosen {
    fn add(&mut self, row: &Row, journal: Option<&Journal>) {
        let id = row.id();
        if row.state() != State::Published {
            self.left_out += 1;
        } else if journal.is_some_and(|journal| journal.has(id.key())) {
            self.sent_before += 1;
        } else {
            self.ids.push(id);
        }
    }

    fn summary(&self, target: &Target) -> String {
        let mut text = format!("{} to send again to {}", self.ids.len(), target.queue_url);
        if self.sent_before > 0 {
            let were = if self.sent_before == 1 { "was" } else { "were" };
            text.push_str(&format!("; {} {were} sent before the interruption", self.sent_before));
        }
        if self.left_out > 0 {
            let (verb, they) = if self.left_out == 1 { ("is", "it was") } else { ("are", "they were") };
            text.push_str(&format!("; {} {verb} left out, as {they} not published", count(self.left_out as u64)));
        }
        text
    }
}

async fn choose(
    target: &Target,
    options: &Options,
    span: super::filter::Span,
    journal: Option<&Journal>,
) -> Result<Chosen> {
    let mut chosen = Chosen::default();
    if options.ids.is_empty() {
        let mut search = options.filter.search(target, span)?;
        while let Some(row) = search.next().await? {
            chosen.add(&row, journal);
        }
        chosen.ids.reverse();
    }
    for id in &options.ids {
        chosen.add(&super::row(target, &super::named(target, id).await?).await?, journal);
    }
    Ok(chosen)
}

/// Sends in batches, and records each before the next. Ctrl-C takes effect between two batches.
async fn send_all(target: &Target, ids: &[EventId], rate: Option<u32>, journal: &mut Journal) -> Result<Sent> {
    let bar = progress(u64::try_from(ids.len())?);
    let at_once = rate.map_or(MAX_BATCH, |rate| usize::try_from(rate).unwrap_or(MAX_BATCH).clamp(1, MAX_BATCH));
    let started = Instant::now();
    let stop = tokio::signal::ctrl_c();
    tokio::pin!(stop);
    let (mut gone, mut failed) = (0_usize, 0);
    for ids in ids.chunks(at_once) {
        let due = rate.map_or(started, |rate| started + Duration::from_secs_f64(gone as f64 / f64::from(rate)));
        // Checked before each batch and not after it: once all are sent, there is nothing left to stop.
        tokio::select! {
            biased;
            _ = &mut stop => return Ok(Sent::Stopped(gone)),
            () = tokio::time::sleep_until(due) => {}
        }
        failed += send(target, ids, Some(&mut *journal)).await?;
        gone += ids.len();
        bar.inc(u64::try_from(ids.len())?);
    }
    bar.finish_and_clear();
    Ok(if failed == 0 { Sent::All } else { Sent::Without(failed) })
}

/// Sends up to ten. Returns how many failed.
async fn send(target: &Target, ids: &[EventId], mut journal: Option<&mut Journal>) -> Result<usize> {
    let mut failed = 0;
    let mut batch: Vec<(&EventId, Envelope)> = Vec::with_capacity(ids.len());
    let mut bytes = 0;
    for id in ids {
        let envelope = match target.reader().get(id).await {
            Ok(Some(event)) => event.replay_envelope(target.reader().name()),
            Ok(None) => {
                note(&format!("{id}: no longer there"));
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
            failed += send_batch(target, &std::mem::take(&mut batch), journal.as_deref_mut()).await?;
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

async fn send_batch(target: &Target, batch: &[(&EventId, Envelope)], journal: Option<&mut Journal>) -> Result<usize> {
    let sent = send_and_note(target, batch).await?;
    let mut taken = Vec::with_capacity(batch.len());
    for ((id, _), sent) in batch.iter().zip(sent) {
        match sent {
            Ok(_) => taken.push(id.key()),
            Err(error) => note(&format!("{id}: {error}")),
        }
    }
    if let Some(journal) = journal {
        journal.note(taken.iter().copied())?;
    }
    Ok(batch.len() - taken.len())
}

/// Sends up to ten, and records the replay on the rows of those that were accepted.
async fn send_and_note(target: &Target, batch: &[(&EventId, Envelope)]) -> Result<Vec<Result<String, QueueError>>> {
    let envelopes: Vec<Envelope> = batch.iter().map(|(_, envelope)| envelope.clone()).collect();
    let sent = target.queue.send_batch(&envelopes).await.with_context(|| format!("cannot send; {}", target.hint()))?;
    let now = Timestamp::now();
    let taken = batch.iter().zip(&sent).filter_map(|((id, _), sent)| Some((id, sent.as_ref().ok()?)));
    let notes = taken.map(|(id, message)| target.store.note_replay(id, message, now));
    if let Some(Err(error)) = join_all(notes).await.into_iter().find(Result::is_err) {
        // They are in the queue all the same. One line for all ten: usually a permission is missing.
        note(&format!("sent, but not recorded on the rows: {error}"));
    }
    Ok(sent)
}

fn rate(text: &str) -> Result<u32> {
    let number = text.strip_suffix("/s").unwrap_or(text).parse().ok().filter(|number| *number > 0);
    number.ok_or_else(|| usage(&format!("--rate {text}: write how many per second, such as 20/s")))
}
