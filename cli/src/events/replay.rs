//! `frontdesk events replay`: sends published events to the queue again, with the same id and
//! `"replay": true`.
//!
//! Only published events are replayed. The relay sends pending ones; unreadable ones, variants and
//! those set aside were never meant for the queue.

mod sending;

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use clap::Args;
use frontdesk::event::EventId;
use frontdesk::store::{Row, State};
use jiff::Timestamp;
use sha2::{Digest, Sha256};

pub(crate) use self::sending::{Sent, send_again, send_all};
use super::filter::{Filter, Span};
use super::journal::Journal;
use crate::confirm::confirm;
use crate::exit::usage;
use crate::print::{count, line, note, progress};
use crate::target::Target;

/// Which events, how fast, and whether to ask.
#[derive(Args)]
pub(crate) struct Options {
    /// These events, instead of those that match the filters.
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
    /// Starts an interrupted replay over, and sends everything again.
    #[arg(long)]
    restart: bool,
    /// Sends at most this many per second: 20 or 20/s.
    #[arg(long, value_name = "N/s")]
    rate: Option<String>,
    /// Where to record what was sent, to continue after an interruption [default: a file in
    /// .frontdesk/replays].
    #[arg(long, value_name = "FILE")]
    journal: Option<PathBuf>,
}

/// The events to send, oldest first, and those left out.
#[derive(Default)]
pub(crate) struct Chosen {
    pub(crate) ids: Vec<EventId>,
    pub(crate) left_out: usize,
    pub(crate) sent_before: usize,
}

/// Runs the command.
pub(crate) async fn run(target: &Target, options: &Options) -> Result<()> {
    let rate = options.rate.as_deref().map(rate).transpose()?;
    let asked = options.filter.span(Timestamp::now())?;
    let path = options.journal.clone().map_or_else(|| journal_of(target, &options.filter, &options.ids), Ok)?;
    if options.dry_run {
        // Reads the journal of an interrupted replay, but does not start one.
        let mut journal = Journal::open(&path, asked)?;
        if options.restart {
            journal.restart(asked);
        }
        let chosen = choose(target, options, journal.span, &journal).await?;
        return line(&format!("{}; nothing is sent", chosen.summary(target)));
    }
    let mut journal = Journal::open(&path, asked)?;
    if options.restart {
        journal.restart(asked);
    }
    if journal.count() > 0 {
        note(&format!(
            "continues a replay of the events from {:.0} to {:.0}, of which {} were sent; --restart starts over",
            journal.span.from,
            journal.span.to,
            journal.count()
        ));
    }
    let chosen = choose(target, options, journal.span, &journal).await?;
    if chosen.ids.is_empty() {
        line(&chosen.summary(target))?;
        return journal.finish();
    }
    confirm(&format!("{}. Send them?", chosen.summary(target)), options.yes)?;
    let bar = progress(u64::try_from(chosen.ids.len())?);
    // If Ctrl-C cannot be handled, the replay goes on.
    let stop = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending().await
        }
    };
    let sent = send_all(target, &chosen.ids, rate, journal, stop, |gone| bar.set_position(gone as u64)).await?;
    bar.finish_and_clear();
    ended(sent, &chosen)
}

fn ended(sent: Sent, chosen: &Chosen) -> Result<()> {
    match sent {
        Sent::All => line(&format!("{} sent again", chosen.ids.len())),
        Sent::Without(failed) => bail!("{failed} were not sent; the same command tries only those again"),
        Sent::Stopped(gone) => bail!("stopped after {gone}; the same command continues from there"),
    }
}

/// The journal for a command: with the same filters at the same target, a replay continues where it
/// stopped.
pub(crate) fn journal_of(target: &Target, filter: &Filter, ids: &[String]) -> Result<PathBuf> {
    let mut hash = Sha256::new();
    hash.update(serde_json::to_vec(&(filter, ids, target.reader().name(), &target.queue_url))?);
    let name = hex::encode(hash.finalize());
    Ok(Path::new(".frontdesk/replays").join(name.get(..16).unwrap_or(&name)))
}

impl Chosen {
    pub(crate) fn add(&mut self, row: &Row, journal: &Journal) {
        let id = row.id();
        if row.state() != State::Published {
            self.left_out += 1;
        } else if journal.has(id.key()) {
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

async fn choose(target: &Target, options: &Options, span: Span, journal: &Journal) -> Result<Chosen> {
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

/// Parses a number per second.
pub(crate) fn rate(text: &str) -> Result<u32> {
    let number = text.strip_suffix("/s").unwrap_or(text).parse().ok().filter(|number| *number > 0);
    number.ok_or_else(|| usage(&format!("--rate {text}: write how many per second, such as 20/s")))
}
