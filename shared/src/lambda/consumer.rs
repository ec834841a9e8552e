//! The functions that consume: environment in, clients made, batches of messages served.

use std::convert::Infallible;
use std::fmt::Display;
use std::process::ExitCode;
use std::sync::Arc;

use jiff::Timestamp;
use lambda_runtime::{LambdaEvent, Runtime, service_fn};

use super::{aws, exit_code, log, refuse_to_start, settings};
use crate::consume::{Batch, Consumer, FromBody, Message, Once, Reply};
use crate::store::Store;

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
/// know of each other. Needs also the variable `CONSUMED_TABLE`, and `dynamodb:UpdateItem` on that table; what is and is not
/// promised is said at [`Once`].
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
    log::start();
    let consumer = match settings::Consumer::from_env(name.is_some()) {
        Ok(settings) => consumer(name, settings),
        Err(error) => return refuse_to_start(name.unwrap_or("consumer"), &error.into()),
    };
    let (consumer, handle) = (Arc::new(consumer), Arc::new(handle));
    let serve = service_fn(move |event: LambdaEvent<Batch>| {
        let (consumer, handle) = (consumer.clone(), handle.clone());
        async move {
            let deadline = i64::try_from(event.context.deadline).ok();
            let deadline = deadline.and_then(|ms| Timestamp::from_millisecond(ms).ok()).unwrap_or(Timestamp::MAX);
            Ok::<Reply, Infallible>(consumer.consume(event.payload, deadline, &*handle).await)
        }
    });
    exit_code(Runtime::new(serve).run().await)
}

fn consumer(name: Option<&str>, settings: settings::Consumer) -> Consumer {
    let clients = aws::Clients::for_relay(&settings.aws);
    let consumer = Consumer::new(Store::new(clients.dynamodb(), settings.table, 0), Timestamp::now);
    match (name, settings.consumed_table) {
        (Some(name), Some(table)) => consumer.once(Once::new(clients.dynamodb(), &table, name, Timestamp::now)),
        _ => consumer,
    }
}
