//! `frontdesk status`: one screen that shows whether anything needs attention.

mod verdict;

use std::collections::BTreeMap;

use anyhow::Result;
use clap::Args;
use frontdesk::store::State;
use jiff::{Timestamp, ToSpan};
use serde::Serialize;
use serde_json::json;

use self::verdict::Found;
use crate::events::filter::{Filter, Span};
use crate::exit::Attention;
use crate::print::{line, plain};
use crate::providers::Providers;
use crate::secret::owner;
use crate::secret::vault::Vault;
use crate::table::{Column, Table};
use crate::target::{Target, TargetOptions};
use crate::{dlq, outbox};

/// How to show it, and where.
#[derive(Args)]
pub(crate) struct Options {
    /// Prints one JSON object.
    #[arg(long)]
    json: bool,
    /// For scripts: exits with code 1 if something needs attention.
    #[arg(long)]
    check: bool,
    #[command(flatten)]
    target: TargetOptions,
}

/// The table's figures for the last hour of a provider, or of one of its accounts.
#[derive(Default, Serialize)]
struct Counts {
    stored: u64,
    repeated: u64,
    unreadable: u64,
    variants: u64,
    set_aside: u64,
    refused: u64,
    misfits: u64,
    /// How many events each secret matched, by its id.
    secrets: BTreeMap<String, u64>,
}

/// Runs the command.
pub(crate) async fn run(options: &Options, providers: Providers) -> Result<()> {
    let target = Target::at(&options.target, providers).await?;
    let now = Timestamp::now();
    let counts = last_hour(&target, Span { from: now - 1.hours(), to: now }).await?;
    let waiting = outbox::waiting(&target).await?;
    let (queue, dead) = dlq::depths(&target).await?;
    let pending: usize = waiting.values().map(|waiting| waiting.count).sum();
    let oldest = waiting.values().map(outbox::Waiting::seconds).max();
    let dead_letters = dead.as_ref().map(|dead| dead.visible + dead.in_flight);
    let found = Found { counts: &counts, pending, oldest, dead_letters: dead_letters.unwrap_or_default() };
    let attention = verdict::attention(&found);
    if options.json {
        let object = json!({
            "well": attention.is_empty(), "attention": attention,
            "last_hour": counts, "pending": pending, "oldest_pending_seconds": oldest,
            "queue": { "visible": queue.visible, "in_flight": queue.in_flight }, "dead_letters": dead_letters,
        });
        line(&object.to_string())?;
    } else {
        verdict::print(&attention)?;
        print_counts(&counts)?;
        let waits = oldest.map_or_else(String::new, |seconds| format!(", {}", outbox::waits(seconds)));
        line(&format!("\npending       {pending}{waits}"))?;
        line(&format!("queue         {} waiting, {} with consumers", queue.visible, queue.in_flight))?;
        let dead = dead_letters.map_or_else(|| "(no such queue)".to_owned(), |dead| dead.to_string());
        line(&format!("dead letters  {dead}"))?;
    }
    if options.check && !attention.is_empty() {
        return Err(Attention.into());
    }
    Ok(())
}

fn print_counts(counts: &BTreeMap<String, Counts>) -> Result<()> {
    let mut table = Table::new(&[
        Column::text("LAST HOUR"),
        Column::number("STORED"),
        Column::number("REPEATED"),
        Column::number("UNREADABLE"),
        Column::number("VARIANTS"),
        Column::number("SET ASIDE"),
        Column::number("REFUSED"),
        Column::number("MISFITS"),
        Column::cut("SECRETS", 11),
    ]);
    for (name, count) in counts {
        let numbers = [count.stored, count.repeated, count.unreadable, count.variants];
        let numbers = numbers.into_iter().chain([count.set_aside, count.refused, count.misfits]);
        let secrets: Vec<String> = count.secrets.iter().map(|(key, events)| format!("{key} {events}x")).collect();
        let used = if secrets.is_empty() { "-".to_owned() } else { secrets.join(", ") };
        let cells = [plain(name)].into_iter().chain(numbers.map(|number| number.to_string())).chain([plain(&used)]);
        table.add(cells.collect());
    }
    table.print()
}

async fn last_hour(target: &Target, span: Span) -> Result<BTreeMap<String, Counts>> {
    let mut counts: BTreeMap<String, Counts> = BTreeMap::new();
    for name in target.providers.names() {
        counts.insert(name.to_owned(), Counts::default());
        // An account that sends nothing is listed, too: its secret shows that it exists.
        let Ok(vault) = Vault::for_provider(target, name) else { continue };
        for account in vault.live().await.unwrap_or_default().into_iter().filter_map(|live| live.written.account) {
            counts.insert(owner(name, Some(&account)), Counts::default());
        }
    }
    let filter = Filter::default();
    let mut search = filter.search(target, span)?;
    while let Some(row) = search.next().await? {
        let count = counts.entry(row.id().owner().to_owned()).or_default();
        count.misfits += u64::from(row.has("misfit"));
        match row.state() {
            State::Variant => count.variants += 1,
            State::Unreadable => count.unreadable += 1,
            State::SetAside => count.set_aside += 1,
            State::Published | State::Pending => count.stored += 1,
        }
        count.repeated += u64::from(row.repeated());
        if let Some(key) = row.text("key") {
            *count.secrets.entry(key.to_owned()).or_default() += 1;
        }
    }
    for name in target.providers.names() {
        let Some(count) = counts.get_mut(name) else { continue };
        // An hour may start on the day before.
        let mut days = vec![span.to, span.from];
        days.dedup_by_key(|day| day.to_string().get(..10).map(str::to_owned));
        for day in days {
            let mut from = None;
            loop {
                let page = target.reader().refusals_on(name, day, from).await?;
                for id in &page.rows {
                    let kept = target.reader().refusal(id).await?;
                    count.refused += u64::from(kept.is_some_and(|kept| kept.received_at >= span.from));
                }
                from = page.next;
                if from.is_none() {
                    break;
                }
            }
        }
    }
    Ok(counts)
}
