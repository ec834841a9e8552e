//! The function behind a provider's URL.
//!
//! It responds first and publishes afterwards, in the same invocation: AWS documents that a custom
//! runtime may keep working after it has posted its response, until it asks for the next event
//! (<https://aws.amazon.com/blogs/compute/running-code-after-returning-a-response-from-an-aws-lambda-function/>).
//!
//! The runtime's innermost service posts what a handler returns, and gives no signal when it has.
//! So the work is in a layer around it, which runs the pipeline, passes the finished response
//! inwards in place of the event, waits until it is posted, and then carries on. The handler inside
//! only passes it through.

use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::process::ExitCode;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use lambda_runtime::{LambdaEvent, LambdaInvocation, Runtime, service_fn};
use serde_json::value::RawValue;
use tower::{Layer, Service};

use super::log::LogLines;
use super::settings::receiver::{Receiver, SecretSource};
use super::{NotOurs, StartError, exit_code, refuse_to_start, start_log};
use crate::aws::Clients;
use crate::clock::Clock;
use crate::providers::Provider;
use crate::publish::outbox::Outbox;
use crate::publish::queue::Queue;
use crate::receive::function_url::Response;
use crate::receive::live_secrets::{LiveSecrets, Source};
use crate::receive::pipeline::{Pipeline, RefusalLimit};
use crate::store::Store;

/// How long the start may spend on opening connections. After that, the first delivery opens them.
const WARM_UP: Duration = Duration::from_secs(1);

/// The `main` of a receiver: serves the function URL of `provider` until the sandbox ends.
pub async fn run(provider: &'static Provider) -> ExitCode {
    start_log();
    let (pipeline, log) = match set_up(provider).await {
        Ok(ready) => ready,
        Err(error) => return refuse_to_start(provider.name, &error),
    };
    let pass_through =
        service_fn(|response: LambdaEvent<Box<RawValue>>| async { Ok::<_, Infallible>(response.payload) });
    let serve = Serve { pipeline: Arc::new(pipeline), log: Arc::new(log) };
    exit_code(Runtime::new(pass_through).layer(serve).run().await)
}

async fn set_up(provider: &'static Provider) -> Result<(Pipeline, LogLines), StartError> {
    let settings = Receiver::from_env()?;
    let (clients, clock) = (Clients::for_receiver(&settings.aws), Clock::system());
    let store = Store::new(clients.dynamodb(), settings.table, settings.retention_days);
    let queue = Queue::new(clients.sqs(), settings.queue_url);
    let warm = tokio::time::timeout(WARM_UP, async { tokio::join!(store.warm(), queue.warm()) });
    let secrets = async {
        match settings.secret {
            SecretSource::Direct(secrets) => Ok(secrets.into()),
            SecretSource::Managed(id) => {
                LiveSecrets::fetch(Source { client: clients.secrets_manager(), id }, clock.now()).await
            }
        }
    };
    let (secrets, _) = tokio::join!(secrets, warm);
    let pipeline = Pipeline {
        provider,
        secrets: secrets?,
        auth_header: settings.auth_header,
        wanted: settings.wanted,
        retry_window: settings.retry_window,
        refusal_limit: if settings.keep_refused { RefusalLimit::few() } else { RefusalLimit::none() },
        outbox: Outbox::new(store.clone(), queue, [provider], clock.clone()),
        store,
        clock,
    };
    Ok((pipeline, LogLines::new(settings.metrics_namespace)))
}

/// The layer that serves deliveries.
struct Serve {
    pipeline: Arc<Pipeline>,
    log: Arc<LogLines>,
}

impl<S> Layer<S> for Serve {
    type Service = Serving<S>;

    fn layer(&self, inner: S) -> Serving<S> {
        Serving { inner, pipeline: self.pipeline.clone(), log: self.log.clone() }
    }
}

/// The service that runs the pipeline, and responds through `inner`.
struct Serving<S> {
    inner: S,
    pipeline: Arc<Pipeline>,
    log: Arc<LogLines>,
}

impl<S> Service<LambdaInvocation> for Serving<S>
where
    S: Service<LambdaInvocation, Response = (), Error = lambda_runtime::Error> + Clone + Send + 'static,
    S::Future: Send + 'static,
{
    type Response = ();
    type Error = lambda_runtime::Error;
    type Future = Pin<Box<dyn Future<Output = Result<(), Self::Error>> + Send>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, mut invocation: LambdaInvocation) -> Self::Future {
        // The ready service goes into the future; its clone becomes ready for the next call.
        let clone = self.inner.clone();
        let mut inner = std::mem::replace(&mut self.inner, clone);
        let (pipeline, log) = (self.pipeline.clone(), self.log.clone());
        Box::pin(async move {
            let event = std::mem::take(&mut invocation.body);
            let request = match serde_json::from_slice(&event) {
                Ok(request) => request,
                Err(error) => {
                    // The body has been taken out: the handler inside fails without it, and the
                    // runtime reports that to Lambda without quoting anything.
                    tracing::error!("{}", NotOurs::request(&error));
                    return inner.call(invocation).await;
                }
            };
            let request_id = invocation.context.request_id.clone();
            let respond = move |response: Response| {
                // Only texts and numbers, so serialising cannot fail.
                invocation.body = serde_json::to_vec(&response).map_or_else(|_| Bytes::new(), Bytes::from);
                inner.call(invocation)
            };
            pipeline.serve(request, request_id, &*log, respond).await
        })
    }
}
