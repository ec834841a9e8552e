//! `frontdesk outbox`: what is stored but not yet in the queue.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use clap::Args;
use frontdesk::event::{SHARDS, rfc3339};
use jiff::Timestamp;
use serde_json::json;

use crate::print::{age, count, line, plain};
use crate::providers::Providers;
use crate::table::{Column, Table};
use crate::target::{Target, TargetOptions};

/// Outbox rows per request.
const PAGE: i32 = 1_000;

/// How many seconds the clocks of two machines may differ without a warning.
const ALMOST_NOW: i64 = 10;

/// How to show it, and where.
#[derive(Args)]
pub(crate) struct Options {
    /// Prints JSON lines.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    target: TargetOptions,
}

/// How many events of a provider are pending, and since when.
pub(crate) struct Waiting {
    pub(crate) count: usize,
    pub(crate) oldest: Timestamp,
}

impl Waiting {
    /// How long the oldest has been pending, in seconds. Negative if it is dated in the future.
    pub(crate) fn seconds(&self) -> i64 {
        Timestamp::now().duration_since(self.oldest).as_secs()
    }
}

/// How long the oldest has been pending, in words.
pub(crate) fn waits(seconds: i64) -> String {
    match seconds {
        _ if seconds < -ALMOST_NOW => format!("the oldest dated {} ahead of this clock", age(seconds.saturating_neg())),
        _ => format!("the oldest for {}", age(seconds)),
    }
}

/// Runs the command.
pub(crate) async fn run(options: &Options, providers: Providers) -> Result<()> {
    let target = Target::at(&options.target, providers).await?;
    let waiting = waiting(&target).await?;
    let columns = [Column::text("PROVIDER"), Column::number("PENDING"), Column::text("OLDEST"), Column::text("WAITS")];
    let mut table = Table::new(&columns);
    for (provider, waiting) in &waiting {
        let (oldest, seconds) = (rfc3339(waiting.oldest), waiting.seconds());
        if options.json {
            let count = waiting.count;
            let object = json!({ "provider": provider, "pending": count, "oldest": oldest, "oldest_seconds": seconds });
            line(&object.to_string())?;
        } else {
            table.add(vec![plain(provider), count(waiting.count as u64), oldest, waits(seconds)]);
        }
    }
    if waiting.is_empty() && !options.json {
        line("the outbox is empty: everything stored is in the queue")?;
    }
    table.print()
}

/// Counts the pending events of each provider.
pub(crate) async fn waiting(target: &Target) -> Result<BTreeMap<String, Waiting>> {
    let mut waiting: BTreeMap<String, Waiting> = BTreeMap::new();
    for shard in 0..SHARDS {
        let mut from = None;
        loop {
            let page = target.reader().pending(shard, PAGE, from).await;
            let page = page.with_context(|| format!("cannot read the outbox; {}", target.hint()))?;
            for row in page.rows {
                let Ok(at) = row.received_at.parse() else { continue };
                let provider = row.id.provider().to_owned();
                let entry = waiting.entry(provider).or_insert(Waiting { count: 0, oldest: at });
                entry.count += 1;
                entry.oldest = entry.oldest.min(at);
            }
            from = page.next;
            if from.is_none() {
                break;
            }
        }
    }
    Ok(waiting)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_was_ahead_is_said() {
        for (seconds, expected) in [
            (7_300, "the oldest for 2 h"),
            (0, "the oldest for 0 s"),
            (-10, "the oldest for 0 s"),
            (-7_300, "the oldest dated 2 h ahead of this clock"),
            (i64::MIN, "the oldest dated 106751991167300 days ahead of this clock"),
        ] {
            assert_eq!(waits(seconds), expected);
        }
    }
}
