//! `frontdesk-bench load`: the local run under sustained load. Nothing may be lost, its memory must stay flat, and its rate
//! is held against what its embedded engine does in bare PutItem calls.

mod bare;
mod deliveries;
mod drain;
mod ledger;
mod local_run;
mod report;
mod send;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use aws_sdk_dynamodb::types::AttributeValue;
use clap::Args;
use tempfile::TempDir;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use deliveries::{Deliveries, events_in};
use frontdesk::store::PENDING_INDEX;
use ledger::{Ledger, Row};
use local_run::LocalRun;
use report::{Load, Speed, Tenth};
use send::{Sending, send_all};

/// Deliveries that give the rows for the bare puts: each size of each provider twice.
const SAMPLED: u64 = 240;
/// How long the queue may stand still before its messages count as lost.
const PATIENCE: Duration = Duration::from_secs(30);
/// How often to look whether the queue is empty.
const LOOK: Duration = Duration::from_millis(20);
/// Bare puts, at most: enough for a steady rate.
const BARE_AT_MOST: u64 = 50_000;

/// How much, and of what.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The `frontdesk` command [default: beside this one].
    #[arg(long, value_name = "PROGRAM")]
    frontdesk: Option<PathBuf>,
    /// How many deliveries to send. One in a hundred repeats an event.
    #[arg(long, default_value_t = 20_000, value_name = "N")]
    deliveries: u64,
    /// How many send at the same time, each over one connection.
    #[arg(long, default_value_t = 16, value_name = "N")]
    senders: usize,
    /// Keeps table and queue in files in new folders in this one, which are removed at the end.
    #[arg(long, default_value = ".", value_name = "FOLDER")]
    data: PathBuf,
    /// Keeps them in memory instead.
    #[arg(long, conflicts_with = "data")]
    in_memory: bool,
}

/// Measures, checks and prints.
pub(crate) async fn run(options: &Options) -> Result<ExitCode> {
    let program = match &options.frontdesk {
        Some(program) => program.clone(),
        None => std::env::current_exe()?.with_file_name("frontdesk"),
    };
    let deliveries = Arc::new(Deliveries::new()?);
    let bare = bare_rate(options, &program, &deliveries).await?;
    eprintln!("load: {:.0} bare PutItem calls per second", bare.per_second);
    let load = load(options, &program, &deliveries, bare).await?;
    println!("{}", report::text(&load));
    Ok(if load.verdict.is_good() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The rate of bare puts, on a local run that does nothing else.
async fn bare_rate(options: &Options, program: &Path, deliveries: &Arc<Deliveries>) -> Result<Speed> {
    let folder = folder(options)?;
    let run = LocalRun::start(program, folder.as_ref().map(TempDir::path)).await?;
    let ledger = Arc::new(Ledger::new());
    let (sending, _tenths) = sending(&run, deliveries, &ledger, SAMPLED);
    let _consumers = drain::consumers(&run.clients().sqs(), &run.queue_url(), &ledger);
    send_all(sending, options.senders).await?;
    emptied(&ledger, events_in(SAMPLED)).await?;
    let client = run.clients().dynamodb();
    let mut rows = Vec::new();
    bare::rows(&client, None, |row| rows.push(row)).await?;
    let rows = rows.into_iter().map(bare::as_put).collect::<Result<Vec<_>>>()?;
    let count = usize::try_from(options.deliveries.min(BARE_AT_MOST))?;
    let before = run.cpu()?;
    let per_second = bare::put_rate(&client, Arc::new(rows), count, options.senders).await?;
    let cpu = (run.cpu()? - before).div_f64(count as f64);
    run.end().await?;
    Ok(Speed { per_second, cpu })
}

async fn load(options: &Options, program: &Path, deliveries: &Arc<Deliveries>, bare: Speed) -> Result<Load> {
    let folder = folder(options)?;
    let run = LocalRun::start(program, folder.as_ref().map(TempDir::path)).await?;
    let ledger = Arc::new(Ledger::new());
    let (sending, tenths) = sending(&run, deliveries, &ledger, options.deliveries);
    let mut consumers = drain::consumers(&run.clients().sqs(), &run.queue_url(), &ledger);
    let (started, cpu) = (Instant::now(), run.cpu()?);
    let at_start = run.memory()?;
    let (sent, tenths) =
        tokio::join!(send_all(sending, options.senders), watch(tenths, &run, started, options.deliveries));
    sent?;
    let tenths = tenths?;
    // What was lost is not waited for beyond patience: the account says it.
    if let Err(late) = emptied(&ledger, events_in(options.deliveries)).await {
        eprintln!("load: {late:#}");
    }
    let took = started.elapsed();
    let count = options.deliveries;
    let speed = Speed { per_second: count as f64 / took.as_secs_f64(), cpu: (run.cpu()? - cpu).div_f64(count as f64) };
    let client = run.clients().dynamodb();
    outbox_emptied(&client).await?;
    if let Some(ended) = consumers.try_join_next() {
        ended?.context("a consumer ended")?;
    }
    let mut rows = Vec::new();
    bare::rows(&client, Some("id, pending, deliveries"), |row| rows.push(account(&ledger, &row))).await?;
    let verdict = ledger.verdict(&rows);
    run.end().await?;
    Ok(Load {
        deliveries: count,
        events: events_in(count),
        senders: options.senders,
        took,
        speed,
        at_start,
        tenths,
        bare,
        verdict,
        told: ledger.told(),
    })
}

/// A new folder, where files are wanted.
fn folder(options: &Options) -> Result<Option<TempDir>> {
    let new = || tempfile::Builder::new().prefix(".frontdesk-load-").tempdir_in(&options.data);
    let folder = (!options.in_memory).then(new).transpose();
    folder.with_context(|| format!("no folder can be made in {}; --data takes another", options.data.display()))
}

fn sending(
    run: &LocalRun,
    deliveries: &Arc<Deliveries>,
    ledger: &Arc<Ledger>,
    count: u64,
) -> (Arc<Sending>, UnboundedReceiver<Instant>) {
    let (tenths, told) = unbounded_channel();
    let sending = Sending {
        to: run.endpoints.clone(),
        deliveries: Arc::clone(deliveries),
        ledger: Arc::clone(ledger),
        count,
        tenths,
        next: AtomicU64::new(0),
        answered: AtomicU64::new(0),
    };
    (Arc::new(sending), told)
}

/// Notes rate and memory at each tenth.
async fn watch(
    mut tenths: UnboundedReceiver<Instant>,
    run: &LocalRun,
    started: Instant,
    deliveries: u64,
) -> Result<Vec<Tenth>> {
    let mut noted: Vec<Tenth> = Vec::new();
    let mut before = started;
    while let Some(at) = tenths.recv().await {
        let tenth = Tenth { rate: deliveries as f64 / 10.0 / (at - before).as_secs_f64(), memory: run.memory()? };
        noted.push(tenth);
        eprintln!(
            "load: {} %, {:.0} deliveries per second, {:.1} MiB",
            noted.len() * 10,
            tenth.rate,
            report::mib(tenth.memory)
        );
        before = at;
    }
    Ok(noted)
}

/// Waits until so many events have come out of the queue.
async fn emptied(ledger: &Ledger, events: u64) -> Result<()> {
    let (mut before, mut moved) = (ledger.out_of_queue(), Instant::now());
    loop {
        let out = ledger.out_of_queue();
        if out >= events {
            return Ok(());
        }
        if out > before {
            (before, moved) = (out, Instant::now());
        } else if moved.elapsed() > PATIENCE {
            bail!("of {events} events {out} came out of the queue, and for {PATIENCE:?} no other");
        }
        tokio::time::sleep(LOOK).await;
    }
}

/// Waits until the outbox is empty: a message can be out of the queue before its row is marked. What stays is in the account.
async fn outbox_emptied(client: &aws_sdk_dynamodb::Client) -> Result<()> {
    let until = Instant::now() + PATIENCE;
    while Instant::now() < until {
        let look = client.scan().table_name(local_run::TABLE).index_name(PENDING_INDEX).limit(1);
        if look.send().await.context("the outbox cannot be read")?.items().is_empty() {
            return Ok(());
        }
        tokio::time::sleep(LOOK).await;
    }
    Ok(())
}

fn account(ledger: &Ledger, row: &bare::Item) -> Row {
    let text = |name: &str| row.get(name).and_then(|value| value.as_s().ok()).map_or("", String::as_str);
    let deliveries = match row.get("deliveries") {
        Some(AttributeValue::N(number)) => number.parse().unwrap_or_default(),
        _ => 0,
    };
    Row { key: ledger.key(text("id")), is_pending: row.contains_key("pending"), deliveries }
}
