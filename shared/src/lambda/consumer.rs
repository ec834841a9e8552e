//! The functions that consume: environment in, clients made, batches of messages served.

use std::fmt::Display;
use std::process::ExitCode;
use std::sync::Arc;

use jiff::Timestamp;
use lambda_runtime::{LambdaEvent, Runtime, service_fn};
use serde_json::value::RawValue;

use super::{NotOurs, deadline, exit_code, refuse_to_start, settings, start_log};
use crate::aws::Clients;
use crate::consume::{Batch, BatchResponse, Consumer, Once};
use crate::message::{FromBody, Message};
use crate::store::Reader;

/// The `main` of a function whose source is the queue: hands each message to `handle`.
///
/// A message whose handler fails, or that cannot be read, comes again without the others, and is a dead letter after five
/// times. Needs the variable `EVENTS_TABLE`, `dynamodb:BatchGetItem` on that table for bodies that did not fit the queue, and
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

/// The same for a consumer that is not to see an event twice. `consumer` is its name: consumers with different names do not
/// know of each other. Needs also the variable `CONSUMED_TABLE`, and `dynamodb:UpdateItem` on that table; [`Once`] documents what is and is not
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
    let (consumer, handle) = (Arc::new(consumer), Arc::new(handle));
    // The runtime would quote what it cannot read, in the log and in its answer: so it only passes the event on.
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

fn consumer(name: Option<&str>, settings: settings::Consumer) -> Consumer {
    let clients = Clients::for_relay(&settings.aws);
    let consumer = Consumer::new(Reader::new(clients.dynamodb(), settings.table), Timestamp::now);
    match (name, settings.consumed_table) {
        (Some(name), Some(table)) => consumer.once(Once::new(clients.dynamodb(), &table, name, Timestamp::now)),
        _ => consumer,
    }
}
