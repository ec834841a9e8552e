//! The scheduled function that publishes what was stored and not yet published.

use std::process::ExitCode;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use lambda_runtime::{LambdaEvent, Runtime, service_fn};
use serde::de::IgnoredAny;

use super::log::LogLines;
use super::settings::receiver::Relay;
use super::{deadline, exit_code, refuse_to_start, start_log};
use crate::aws::Clients;
use crate::providers;
use crate::publish::outbox::Outbox;
use crate::publish::queue::Queue;
use crate::store::Store;

/// What the relay leaves of its time, to finish what is on its way and to report.
const MARGIN: SignedDuration = SignedDuration::from_secs(8);

/// The `main` of the relay: sweeps the outbox whenever its schedule asks for it.
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
    let outbox = Outbox::new(store, queue, providers::ALL, Timestamp::now);
    let sweep = service_fn(move |event: LambdaEvent<IgnoredAny>| {
        let (outbox, log) = (outbox.clone(), log.clone());
        async move { sweep(&outbox, &log, event.context.deadline).await }
    });
    exit_code(Runtime::new(sweep).run().await)
}

async fn sweep(outbox: &Outbox, log: &LogLines, deadline_ms: u64) -> Result<(), lambda_runtime::Error> {
    let until = deadline(deadline_ms).checked_sub(MARGIN).unwrap_or(Timestamp::MAX);
    let sweep = outbox.sweep(until).await?;
    log.sweep(&sweep, Timestamp::now());
    Ok(())
}
