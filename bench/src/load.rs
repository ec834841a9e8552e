//! `frontdesk-bench load`: sends many deliveries to a local run while a consumer drains its queue.
//! Prints rate and memory during the run, and finally which events are missing from or duplicated
//! in table and queue.

mod account;
mod deliveries;
mod local_run;

use std::cell::RefCell;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use aws_sdk_sqs::types::DeleteMessageBatchRequestEntry;
use bytes::Bytes;
use clap::Args;
use frontdesk::store::{DAY_INDEX, PENDING_INDEX};
use frontdesk_tests::fixtures::Request;
use futures_util::{StreamExt, stream};
use http_body_util::{BodyExt, Full};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::Value;
use tempfile::TempDir;

use crate::figures::mib;
use account::Account;
use deliveries::{event_of, events_in};
use local_run::LocalRun;

/// How long queue and outbox may stall before their contents count as lost.
const PATIENCE: Duration = Duration::from_secs(30);
/// The maximum number of failures to print.
const PRINTED: usize = 5;

/// The size of the load, and its target.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The `frontdesk` command [default: the one beside this program].
    #[arg(long, value_name = "PROGRAM")]
    frontdesk: Option<PathBuf>,
    /// How many deliveries to send. One in a hundred repeats an event.
    #[arg(long, default_value_t = 20_000, value_name = "N")]
    deliveries: u64,
    /// How many deliveries to send concurrently.
    #[arg(long, default_value_t = 16, value_name = "N")]
    senders: usize,
    /// Keeps table and queue in files in a new folder inside this one. The folder is removed at the
    /// end.
    #[arg(long, default_value = ".", value_name = "FOLDER")]
    data: PathBuf,
    /// Keeps table and queue in memory instead.
    #[arg(long, conflicts_with = "data")]
    in_memory: bool,
}

/// Sends, checks and prints. Fails if anything was lost, duplicated, left over or refused.
pub(crate) async fn run(options: &Options) -> Result<ExitCode> {
    let program = match &options.frontdesk {
        // The command is started in another folder.
        Some(program) => std::path::absolute(program)?,
        None => std::env::current_exe()?.with_file_name("frontdesk"),
    };
    let new_folder = || tempfile::Builder::new().prefix(".frontdesk-load-").tempdir_in(&options.data);
    let folder = (!options.in_memory).then(new_folder).transpose();
    let folder = folder.with_context(|| format!("cannot create a folder in {}", options.data.display()))?;
    let run = LocalRun::start(&program, folder.as_ref().map(TempDir::path)).await?;
    let (account, started) = (RefCell::new(Account::default()), Instant::now());
    let pending = tokio::select! {
        pending = send(options, &run, &account) => pending?,
        stopped = consume(&run, &account) => return stopped,
    };
    let took = started.elapsed().as_secs_f64();
    // Reads an index: for each page of a table scan, the embedded engine sorts the entire table.
    let rows = run.keys(DAY_INDEX).await?;
    let (sent, events) = (options.deliveries, events_in(options.deliveries));
    let faults = account.borrow().faults(events, &rows, pending);
    println!("\n| | |\n|---|---|\n| deliveries, events, senders | {sent}, {events}, {} |", options.senders);
    println!("| rows | {} |", rows.len());
    faults.iter().for_each(|(fault, count)| println!("| {fault} | {count} |"));
    println!("| messages that came again | {} |", account.borrow().repeated());
    if faults.iter().any(|(_, count)| *count > 0) {
        println!("\nSomething was lost, duplicated, left over or refused, so there is no rate.");
        return Ok(ExitCode::FAILURE);
    }
    println!("| seconds until queue and outbox were empty | {took:.1} |");
    println!("| deliveries per second | {:.0} |", sent as f64 / took);
    Ok(ExitCode::SUCCESS)
}

/// Sends everything, a tenth at a time, and waits until queue and outbox are empty. Returns the
/// number of rows left in the outbox.
async fn send(options: &Options, run: &LocalRun, account: &RefCell<Account>) -> Result<usize> {
    let examples = deliveries::examples()?;
    let mut connector = HttpConnector::new();
    connector.set_nodelay(true);
    let http = Client::builder(TokioExecutor::new()).build(connector);
    println!("| of the deliveries, % | per second | memory, MiB |\n|---|---|---|\n| 0 | | {:.1} |", mib(run.memory()?));
    for tenth in 1..=10 {
        let numbers = options.deliveries * (tenth - 1) / 10..options.deliveries * tenth / 10;
        let (count, started) = (numbers.end - numbers.start, Instant::now());
        let sending = stream::iter(numbers).for_each_concurrent(options.senders, async |number| {
            let answer = deliver(&http, &run.endpoints, deliveries::request(&examples, event_of(number))).await;
            if !matches!(answer, Ok(200)) {
                let failed = &mut account.borrow_mut().failed;
                *failed += 1;
                if *failed <= PRINTED {
                    eprintln!("load: delivery {number}: {:?}", answer.map_err(|error| format!("{error:#}")));
                }
            }
        });
        sending.await;
        let rate = count as f64 / started.elapsed().as_secs_f64();
        println!("| {} | {rate:.0} | {:.1} |", tenth * 10, mib(run.memory()?));
    }
    let (mut before, mut moved) = ((0, 0), Instant::now());
    loop {
        // A message may leave the queue before its row is marked.
        let pending = run.keys(PENDING_INDEX).await?.len();
        let out = account.borrow().numbers.len();
        if (out, pending) == (events_in(options.deliveries), 0) || moved.elapsed() > PATIENCE {
            return Ok(pending);
        }
        if (out, pending) != before {
            (before, moved) = ((out, pending), Instant::now());
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Sends a delivery, and returns the status code of the response.
async fn deliver(http: &Client<HttpConnector, Full<Bytes>>, endpoints: &str, delivery: Result<Request>) -> Result<u16> {
    let delivery = delivery?;
    let url = format!("{endpoints}{}", delivery.path);
    let mut request = http::Request::builder().method(delivery.method.as_str()).uri(url);
    for (name, value) in &delivery.headers {
        request = request.header(name, value);
    }
    let answer = http.request(request.body(delivery.body.into())?).await?;
    let status = answer.status().as_u16();
    // An unread response would prevent reuse of the connection.
    answer.into_body().collect().await?;
    Ok(status)
}

/// Receives messages from the queue forever.
async fn consume<T>(run: &LocalRun, account: &RefCell<Account>) -> Result<T> {
    let sqs = run.clients.sqs();
    loop {
        let receive = sqs.receive_message().queue_url(&run.queue_url).max_number_of_messages(10).wait_time_seconds(1);
        let messages = receive.send().await.context("cannot receive messages")?.messages.unwrap_or_default();
        let mut entries = Vec::new();
        for (index, message) in messages.into_iter().enumerate() {
            let event: Value = serde_json::from_str(message.body().unwrap_or_default())?;
            let text = |name: &str| event.get(name).and_then(Value::as_str).unwrap_or_default();
            let key = format!("{}:{}", text("source").trim_start_matches("/frontdesk/"), text("id"));
            account.borrow_mut().receive(event.pointer("/data/load").and_then(Value::as_u64), key);
            let entry = DeleteMessageBatchRequestEntry::builder().id(index.to_string());
            entries.push(entry.set_receipt_handle(message.receipt_handle).build()?);
        }
        if !entries.is_empty() {
            let delete = sqs.delete_message_batch().queue_url(&run.queue_url).set_entries(Some(entries));
            delete.send().await.context("cannot delete messages")?;
        }
    }
}
