//! The scheduled function that publishes stored events that were not published yet. Once an hour,
//! another schedule makes it check for silent providers: it is the only function that runs even if
//! nothing arrives.

use std::process::ExitCode;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use lambda_runtime::{LambdaEvent, Runtime, service_fn};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::log::LogLines;
use super::settings::receiver::Relay;
use super::silence::Watch;
use super::{deadline, exit_code, refuse_to_start, start_log};
use crate::aws::Clients;
use crate::clock::Clock;
use crate::providers;
use crate::publish::outbox::Outbox;
use crate::publish::queue::Queue;
use crate::store::{Reader, Store};

/// The time that the relay reserves to finish what is in flight and to report.
const MARGIN: SignedDuration = SignedDuration::from_secs(8);

/// The task that a schedule requests. An event that names none requests a sweep.
#[derive(Deserialize)]
struct Task {
    check: Option<Check>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Check {
    Silence,
}

/// The `main` of the relay: sweeps the outbox or checks for silence, as a schedule asks.
pub async fn run_relay() -> ExitCode {
    start_log();
    let settings = match Relay::from_env() {
        Ok(settings) => settings,
        Err(error) => return refuse_to_start("relay", &error.into()),
    };
    let clients = Clients::for_relay(&settings.aws);
    let store = Store::new(clients.dynamodb(), settings.table, settings.retention_days);
    let queue = Queue::new(clients.sqs(), settings.queue_url);
    let log = Arc::new(LogLines::new(settings.metrics_namespace));
    let reader = store.reader().clone();
    let outbox = Outbox::new(store, queue, providers::ALL, Clock::system());
    let watch = settings.watch;
    // Parsed here, since the runtime's own error would quote an event that belongs to someone else.
    let run = service_fn(move |event: LambdaEvent<Box<RawValue>>| {
        let (outbox, log, reader, watch) = (outbox.clone(), log.clone(), reader.clone(), watch.clone());
        async move {
            let task: Option<Task> = serde_json::from_str(event.payload.get()).ok();
            match task.and_then(|task| task.check) {
                Some(Check::Silence) => silence(&watch, &reader, &log).await,
                None => sweep(&outbox, &log, event.context.deadline).await,
            }
        }
    });
    exit_code(Runtime::new(run).run().await)
}

async fn sweep(outbox: &Outbox, log: &LogLines, deadline_ms: u64) -> Result<(), lambda_runtime::Error> {
    let until = deadline(deadline_ms).checked_sub(MARGIN).unwrap_or(Timestamp::MAX);
    let sweep = outbox.sweep(until).await?;
    log.sweep(&sweep, Timestamp::now());
    Ok(())
}

async fn silence(watch: &Watch, reader: &Reader, log: &LogLines) -> Result<(), lambda_runtime::Error> {
    log.silence(&watch.silent(reader, Timestamp::now()).await?);
    Ok(())
}
