//! `frontdesk erase`: erases everything about a subject, or by id: events, variants, parts of their
//! bodies, refused deliveries.
//!
//! Why it leaves no row behind, and what happens to pending events: docs/decisions/erase.md.

mod ids;
mod plan;
mod record;
mod refusals;
mod search;

use anyhow::{Context, Result};
use clap::{ArgGroup, Args};
use frontdesk::store::{Erasure, IfPending, State};
use frontdesk_local::dynamodb::scrub;

use self::plan::Plan;
use self::record::Record;
use self::search::Found;
use crate::confirm::confirm;
use crate::exit::Attention;
use crate::local_run::TABLE_FILE;
use crate::print::{line, note, progress};
use crate::providers::Providers;
use crate::target::{Target, TargetOptions};

/// What to erase, and whether to ask.
#[derive(Args)]
#[command(group(ArgGroup::new("what").required(true).args(["subject", "id"])))]
pub(crate) struct Options {
    /// The subject to erase, as `events list` shows it: owner/42.
    #[arg(long, value_name = "SUBJECT")]
    subject: Option<String>,
    /// An event without a known subject, or a refused delivery, by its id or a prefix of it; may be
    /// given several times.
    #[arg(long, value_name = "ID", conflicts_with_all = ["provider", "account", "everywhere"])]
    id: Vec<String>,
    /// Only what this provider sent.
    #[arg(long, value_name = "NAME")]
    provider: Option<String>,
    /// Only events of this account. Refused deliveries have no account: they are erased for all
    /// accounts.
    #[arg(long, value_name = "NAME")]
    account: Option<String>,
    /// Also if several providers or accounts have this subject: it may be a different person there.
    #[arg(long, conflicts_with = "account")]
    everywhere: bool,
    /// Also erases pending events: the queue never gets them.
    #[arg(long)]
    pending: bool,
    /// How far to look back: 30d, 52w [default: a week longer than events are kept].
    #[arg(long, value_name = "TIME")]
    since: Option<String>,
    /// Does not ask for confirmation.
    #[arg(long)]
    yes: bool,
    /// Only shows what would be erased.
    #[arg(long, conflicts_with = "yes")]
    dry_run: bool,
    /// Prints JSON: only the record, or with --dry-run what would be erased.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    target: TargetOptions,
}

impl Options {
    fn if_pending(&self) -> IfPending {
        if self.pending { IfPending::Erase } else { IfPending::Keep }
    }
}

/// Runs the command.
pub(crate) async fn run(options: &Options, providers: Providers) -> Result<()> {
    let target = Target::at(&options.target, providers).await?;
    let found = match &options.subject {
        Some(subject) => search::find(&target, options, subject).await?,
        None => ids::find(&target, options).await?,
    };
    let plan = Plan { options, found: &found, table: target.reader().name() };
    let shown = if options.json && !options.dry_run { Ok(()) } else { plan.print() };
    if options.dry_run {
        return shown;
    }
    // With --yes the erasure runs even if nobody reads the output.
    if !options.yes {
        shown?;
    }
    plan.check_owners()?;
    if plan.to_erase() > 0 {
        confirm(&plan.question(), options.yes)?;
    }
    let mut record = Record::new(&target, &found);
    let erased = erase(&target, &found, options.if_pending(), &mut record).await;
    // Even after an error: erased rows must not remain in the file.
    let scrubbed = scrub_local(&target);
    record.complete = erased.is_ok() && scrubbed.is_ok() && record.left_pending == 0;
    line(&if options.json { record.json() } else { record.text() })?;
    erased.context("not everything is erased; run the same command again to continue")?;
    scrubbed?;
    if record.left_pending > 0 {
        note("pending events stay until they are published: run the command again then, or now with --pending");
        return Err(Attention.into());
    }
    Ok(())
}

/// Erases what was found, and counts it.
async fn erase(target: &Target, found: &Found, if_pending: IfPending, record: &mut Record<'_>) -> Result<()> {
    let bar = progress((found.rows.len() + found.refusals.len()) as u64);
    for row in &found.rows {
        // The plan left pending rows out. If published since, they still stay: nobody agreed to
        // erase them.
        if if_pending == IfPending::Keep && row.state() == State::Pending {
            record.left_pending += 1;
            continue;
        }
        match target.store.erase(&row.id(), if_pending).await.with_context(|| unanswered(target))? {
            Erasure::Done { parts } => {
                record.parts += parts;
                *(if row.state() == State::Variant { &mut record.variants } else { &mut record.events }) += 1;
            }
            Erasure::Pending => record.left_pending += 1,
            Erasure::Missing => {}
        }
        bar.inc(1);
    }
    for refusal in &found.refusals {
        target.store.forget_refusal(&refusal.id).await.with_context(|| unanswered(target))?;
        record.refusals += 1;
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(())
}

fn unanswered(target: &Target) -> String {
    format!("cannot erase; {}", target.hint())
}

/// SQLite keeps deleted data until it needs the space. In AWS there is nothing to do.
fn scrub_local(target: &Target) -> Result<()> {
    let Some(data) = target.run().and_then(|run| run.data.as_ref()) else { return Ok(()) };
    scrub(&data.join(TABLE_FILE))
        .context("the rows are gone from the table, but may still be in its file; run the command again")
}
