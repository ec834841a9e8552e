//! `frontdesk audit`: checks every row of the table again, and reports whether the promises hold.
//!
//! It only reads. `frontdesk::audit` defines what is checked in a row.

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

/// Which rows to check, how, and where.
#[derive(Args)]
pub(crate) struct Options {
    /// Rows that arrived within this time: 12h, 30d, 52w. Pending rows are checked at any age.
    #[arg(long, value_name = "TIME", default_value = "30d")]
    since: String,
    /// Only this provider's rows.
    #[arg(long, value_name = "NAME")]
    provider: Option<String>,
    /// Lists at most this many faulty rows; all are counted.
    #[arg(long, default_value_t = 50, value_name = "N", value_parser = limit)]
    limit: usize,
    /// Reads at most this many rows per second.
    #[arg(long, value_name = "N")]
    rate: Option<NonZeroU32>,
    /// Another secret to check signatures with: a retired one, or one for a table without a stack.
    #[arg(long, value_name = "PROVIDER[/ACCOUNT]=SECRET")]
    secret: Vec<String>,
    /// Prints one JSON object.
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
        // Only shows which rows may have expired; if it fails, that is unknown.
        table_made_at: target.reader().created_at().await.ok(),
        now: span.to,
    };
    let mut report = Report::new(span, options.limit);
    walk(&target, &auditor, span, options.rate, |id, checked| report.add(id, checked)).await?;
    if options.json { report.print_json() } else { report.print() }?;
    if report.holds() { Ok(()) } else { Err(Attention.into()) }
}

/// The secrets that a provider's deliveries may be signed with: the live ones and those given.
/// `None` if there are none, as for a provider that the stack lacks.
async fn secrets(target: &Target, provider: &'static Provider, given: &[String]) -> Result<Option<Secrets>> {
    let given = local_run::usable(given, target.providers)?;
    let given = given.get(provider.name).map(|value| local_run::parsed(provider.name, value)).transpose()?;
    let live = match target.source(provider.name) {
        Ok(Some(_)) => target
            .secrets(provider.name, &[])
            .await
            .context("no secrets; with --table and --queue the audit works without them")?,
        _ => None,
    };
    Ok(match (live, given) {
        (Some(live), Some(given)) => Some(live.and(given)),
        (live, given) => live.or(given),
    })
}
