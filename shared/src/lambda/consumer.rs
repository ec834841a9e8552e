//! Consumer functions: read the environment, build the clients, serve batches of messages.

use std::fmt::Display;
use std::io::{IsTerminal, Write};
use std::process::ExitCode;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use lambda_runtime::{LambdaEvent, Runtime, service_fn};
use serde_json::value::RawValue;

use super::settings::outside::Outside;
use super::{NotOurs, deadline, exit_code, refuse_to_start, settings, start_log};
use crate::aws::Clients;
use crate::clock::Clock;
use crate::consume::{Batch, BatchResponse, Consumer, Once};
use crate::message::{FromBody, Message};
use crate::store::Reader;

/// The longest timeout of a Lambda function
/// (<https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html>).
const LONGEST: SignedDuration = SignedDuration::from_mins(15);

/// The `main` of a function whose source is the queue: passes each message to `handle`.
///
/// Outside Lambda it reads one event from standard input, which `frontdesk listen --exec` provides.
///
/// A message whose handler fails, or that cannot be read, is delivered again without the others,
/// and becomes a dead letter after five receives. Needs the variable `EVENTS_TABLE`,
/// `dynamodb:BatchGetItem` on that table for bodies too large for the queue, and
/// `ReportBatchItemFailures` on the event source mapping.
pub async fn run<P, F, Fut, E>(handle: F) -> ExitCode
where
    P: FromBody,
    F: Fn(Message<P>) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<(), E>> + Send,
    E: Display + Send,
{
    serve(None, handle).await
}

/// The `main` of a consumer that must not see an event twice; otherwise like [`run`]. `consumer` is
/// its name: consumers with different names are independent. Also needs the variable
/// `CONSUMED_TABLE` and `dynamodb:UpdateItem` on that table; [`Once`] documents what is and is not
/// promised.
pub async fn run_once<P, F, Fut, E>(consumer: &str, handle: F) -> ExitCode
where
    P: FromBody,
    F: Fn(Message<P>) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<(), E>> + Send,
    E: Display + Send,
{
    serve(Some(consumer), handle).await
}

async fn serve<P, F, Fut, E>(name: Option<&str>, handle: F) -> ExitCode
where
    P: FromBody,
    F: Fn(Message<P>) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<(), E>> + Send,
    E: Display + Send,
{
    start_log();
    let consumer = match settings::Consumer::from_env(name.is_some()) {
        Ok(settings) => consumer(name, settings),
        Err(error) => return refuse_to_start(name.unwrap_or("consumer"), &error.into()),
    };
    if let Some(outside) = Outside::from_env() {
        return serve_input(&consumer, &outside, &handle).await;
    }
    let (consumer, handle) = (Arc::new(consumer), Arc::new(handle));
    // The runtime would quote what it cannot parse, in the log and in its response, so it only
    // passes the event through.
    let serve = service_fn(move |event: LambdaEvent<Box<RawValue>>| {
        let (consumer, handle) = (consumer.clone(), handle.clone());
        async move {
            let deadline = deadline(event.context.deadline);
            let batch = serde_json::from_str::<Batch>(event.payload.get());
            let batch = batch.map_err(|error| NotOurs::batch(&error).to_string())?;
            Ok::<BatchResponse, lambda_runtime::Error>(consumer.consume(batch, deadline, &*handle).await)
        }
    });
    exit_code(Runtime::new(serve).run().await)
}

/// Outside Lambda: reads a CloudEvent, or a Lambda event with a batch, from standard input. The
/// exit code is 1 if any message must be delivered again; for a batch, the response also goes to
/// standard output, as for Lambda.
async fn serve_input<P, F, Fut, E>(consumer: &Consumer, outside: &Outside, handle: &F) -> ExitCode
where
    P: FromBody,
    F: Fn(Message<P>) -> Fut,
    Fut: Future<Output = Result<(), E>>,
    E: Display,
{
    if std::io::stdin().is_terminal() {
        tracing::error!(
            "outside Lambda this reads an event from standard input: frontdesk listen --exec COMMAND provides one"
        );
        return ExitCode::FAILURE;
    }
    let input = match std::io::read_to_string(std::io::stdin()) {
        Ok(input) => input,
        Err(error) => {
            tracing::error!("cannot read standard input: {error}");
            return ExitCode::FAILURE;
        }
    };
    let batch = serde_json::from_str::<Batch>(&input).ok();
    let is_batch = batch.is_some();
    let batch = batch.unwrap_or_else(|| Batch::of_one(input, outside.message_id.as_deref()));
    let until = outside.deadline_ms.map_or_else(|| Timestamp::now() + LONGEST, deadline);
    let response = consumer.consume(batch, until, handle).await;
    if is_batch {
        let answer = serde_json::to_string(&response).unwrap_or_default();
        // The caller may be gone; the exit code still shows whether all succeeded.
        let _ = writeln!(std::io::stdout(), "{answer}");
    }
    if response.failures.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn consumer(name: Option<&str>, settings: settings::Consumer) -> Consumer {
    let clients = Clients::for_relay(&settings.aws);
    let consumer = Consumer::new(Reader::new(clients.dynamodb(), settings.table), Clock::system());
    match (name, settings.consumed_table) {
        (Some(name), Some(table)) => consumer.once(Once::new(clients.dynamodb(), &table, name, Clock::system())),
        _ => consumer,
    }
}
