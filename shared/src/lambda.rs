//! The functions: environment in, clients made, events served.
//!
//! A receiver answers first and publishes afterwards, in the same invocation: AWS documents that a custom runtime may go
//! on after it has posted its response, until it asks for the next event
//! (<https://aws.amazon.com/blogs/compute/running-code-after-returning-a-response-from-an-aws-lambda-function/>).

mod after_answer;
pub mod aws;
mod connector;
pub(crate) mod consumer;
pub mod function_url;
mod log;
pub mod metrics;
mod settings;

use std::convert::Infallible;
use std::marker::PhantomData;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use lambda_runtime::{LambdaEvent, Runtime, service_fn};
use serde::de::IgnoredAny;

use crate::ingest::{Ingest, Refusals};
use crate::outbox::Outbox;
use crate::provider::Provider;
use crate::queue::Queue;
use crate::rotation::{LiveSecrets, SecretError, Source};
use crate::store::Store;

use self::after_answer::{AfterAnswer, Slot};
use self::function_url::{Answered, Event, Reply};
pub use self::settings::{BadSetting, VARIABLES};
use self::settings::{Receiver, Relay, SecretSource};

/// How long the start may spend on opening connections. Past it, the first delivery opens them.
const WARM_UP: Duration = Duration::from_secs(1);
/// What the relay leaves of its time, to finish what is on its way and to report.
const RELAY_MARGIN: SignedDuration = SignedDuration::from_secs(8);

/// The `main` of a receiver: serves the function URL of provider `P` until the sandbox ends.
pub async fn run<P: Provider>() -> ExitCode {
    log::start();
    match receiver::<P>().await {
        Ok((ingest, namespace)) => serve(Arc::new(ingest), namespace.into()).await,
        Err(error) => refuse_to_start(P::NAME, &error),
    }
}

/// The `main` of the relay: sweeps the outbox whenever its schedule says so.
pub async fn run_relay() -> ExitCode {
    log::start();
    let settings = match Relay::from_env() {
        Ok(settings) => settings,
        Err(error) => return refuse_to_start("relay", &error.into()),
    };
    let clients = aws::Clients::for_relay(&settings.aws);
    let store = Store::new(clients.dynamodb(), settings.table, 0);
    let queue = Queue::new(clients.sqs(), settings.queue_url);
    let namespace: Arc<str> = settings.metrics_namespace.into();
    let outbox = Outbox::new(store, queue, Timestamp::now);
    let sweep = service_fn(move |event: LambdaEvent<IgnoredAny>| {
        let (outbox, namespace) = (outbox.clone(), namespace.clone());
        async move { sweep(&outbox, &namespace, event.context.deadline).await }
    });
    exit_code(Runtime::new(sweep).run().await)
}

async fn sweep(outbox: &Outbox, namespace: &str, deadline_ms: u64) -> Result<(), lambda_runtime::Error> {
    let deadline = i64::try_from(deadline_ms).ok().and_then(|ms| Timestamp::from_millisecond(ms).ok());
    let until = deadline.and_then(|time| time.checked_sub(RELAY_MARGIN).ok());
    let sweep = outbox.sweep(until.unwrap_or(Timestamp::MAX)).await?;
    log::sweep(namespace, &sweep, Timestamp::now());
    Ok(())
}

/// The pipeline, and the namespace of its metrics.
async fn receiver<P: Provider>() -> Result<(Ingest<P>, String), StartError> {
    let settings = Receiver::from_env()?;
    let clients = aws::Clients::for_receiver(&settings.aws);
    let store = Store::new(clients.dynamodb(), settings.table, settings.retention_days);
    let queue = Queue::new(clients.sqs(), settings.queue_url);
    let warm = tokio::time::timeout(WARM_UP, async { tokio::join!(store.warm(), queue.warm()) });
    let secrets = async {
        match settings.secret {
            SecretSource::Direct(secrets) => Ok(secrets.into()),
            SecretSource::Managed(id) => LiveSecrets::fetch(Source { client: clients.secrets_manager(), id }).await,
        }
    };
    let (secrets, _) = tokio::join!(secrets, warm);
    let ingest = Ingest {
        secrets: secrets?,
        wanted: settings.wanted,
        outbox: Outbox::new(store.clone(), queue, Timestamp::now),
        store,
        clock: Timestamp::now,
        auth_header: settings.auth_header,
        refusals: if settings.keep_refused { Refusals::kept() } else { Refusals::dropped() },
        provider: PhantomData,
    };
    Ok((ingest, settings.metrics_namespace))
}

async fn serve<P: Provider>(ingest: Arc<Ingest<P>>, namespace: Arc<str>) -> ExitCode {
    let slot = Slot::default();
    let handler = {
        let (ingest, slot) = (ingest.clone(), slot.clone());
        service_fn(move |event: LambdaEvent<Event>| {
            let (ingest, slot) = (ingest.clone(), slot.clone());
            async move {
                let Answered { reply, receipt } =
                    function_url::answer(&ingest, event.payload, event.context.request_id).await;
                slot.put(receipt);
                Ok::<Reply, Infallible>(reply)
            }
        })
    };
    let runtime = Runtime::new(handler).layer(AfterAnswer::new(ingest, slot, namespace));
    exit_code(runtime.run().await)
}

/// Why a function does not start.
#[derive(Debug, thiserror::Error)]
enum StartError {
    #[error(transparent)]
    Setting(#[from] BadSetting),
    #[error(transparent)]
    Secret(#[from] SecretError),
}

fn refuse_to_start(function: &str, error: &StartError) -> ExitCode {
    tracing::error!(function, "does not start: {error}");
    ExitCode::FAILURE
}

fn exit_code(ended: Result<(), lambda_runtime::Error>) -> ExitCode {
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!("the Lambda runtime ended: {error}");
            ExitCode::FAILURE
        }
    }
}
