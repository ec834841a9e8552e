//! `frontdesk audit`: goes through the table, checks every row again, and says whether what was promised holds.
//!
//! It only reads. What of a row is checked, and what it must be, is `frontdesk::audit`.

mod remedy;
mod report;
mod walk;

use std::num::NonZeroU32;

use anyhow::{Context, Result};
use clap::Args;
use frontdesk::audit::Auditor;
use frontdesk::providers::Provider;
use frontdesk::receive::secrets::Secrets;
use jiff::Timestamp;

use self::report::Report;
use self::walk::walk;
use crate::events::filter::Filter;
use crate::exit::{Attention, limit};
use crate::local_run;
use crate::providers::Providers;
use crate::target::{Target, TargetOptions};

/// What to go through, how, and where.
#[derive(Args)]
pub(crate) struct Options {
    /// Rows that arrived in this time up to now: 12h, 30d, 52w. What is still pending is checked whatever its age.
    #[arg(long, value_name = "TIME", default_value = "30d")]
    since: String,
    /// Only what this provider sent.
    #[arg(long, value_name = "NAME")]
    provider: Option<String>,
    /// At most so many rows that do not hold are listed; all are counted.
    #[arg(long, default_value_t = 50, value_name = "N", value_parser = limit)]
    limit: usize,
    /// At most so many rows are read in a second.
    #[arg(long, value_name = "N")]
    rate: Option<NonZeroU32>,
    /// One more secret to check signatures with: a retired one, or one of a table without a stack.
    #[arg(long, value_name = "PROVIDER[/ACCOUNT]=SECRET")]
    secret: Vec<String>,
    /// As one JSON object.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    target: TargetOptions,
}

/// Runs the command.
pub(crate) async fn run(options: &Options, providers: Providers) -> Result<()> {
    let selected = providers.selected(options.provider.as_deref())?;
    let span = Filter::since(&options.since).span(Timestamp::now())?;
    let target = Target::at(&options.target, providers).await?;
    let mut known = Vec::with_capacity(selected.len());
    for provider in &selected {
        known.push((*provider, secrets(&target, provider, &options.secret).await?));
    }
    let auditor = Auditor {
        providers: known,
        retention_days: target.store.retention_days(),
        // Only tells what may have expired; without it, it counts as unknown.
        table_made_at: target.reader().created_at().await.ok(),
        now: span.to,
    };
    let mut report = Report::new(span, options.limit);
    walk(&target, &auditor, span, options.rate, |id, checked| report.add(id, checked)).await?;
    if options.json { report.print_json() } else { report.print() }?;
    if report.holds() { Ok(()) } else { Err(Attention.into()) }
}

/// The secrets that a provider's deliveries may be made with: the live ones, and those given. None where nothing says any, as
/// for a provider that the stack does not have.
async fn secrets(target: &Target, provider: &'static Provider, given: &[String]) -> Result<Option<Secrets>> {
    let given = local_run::usable(given, target.providers)?;
    let given = given.get(provider.name).map(|value| local_run::parsed(provider.name, value)).transpose()?;
    let live = match target.source(provider.name) {
        Ok(Some(_)) => target
            .secrets(provider.name, &[])
            .await
            .context("no secrets; with --table and --queue the audit does without them")?,
        _ => None,
    };
    Ok(match (live, given) {
        (Some(live), Some(given)) => Some(live.and(given)),
        (live, given) => live.or(given),
    })
}
