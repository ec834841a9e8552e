//! The pipelines of the local run, one for each provider.

use std::sync::Arc;

use anyhow::{Context, Result};
use aws_sdk_secretsmanager::Client;
use frontdesk::clock::Clock;
use frontdesk::publish::outbox::Outbox;
use frontdesk::receive::function_url::{Request, Response};
use frontdesk::receive::live_secrets::{LiveSecrets, Source};
use frontdesk::receive::pipeline::{Pipeline, RefusalLimit};
use frontdesk::receive::wanted::Wanted;
use frontdesk::store::Store;
use jiff::Timestamp;
use tokio::sync::{Semaphore, oneshot};

use super::lines::Lines;
use crate::local_run;
use crate::providers::Providers;

/// How many deliveries may be in flight, including the work after the response; further ones wait.
/// In Lambda a sandbox takes no event before it has finished the previous one. Without a limit the
/// work after the responses would pile up under load, and each event in it holds its body.
const SANDBOXES: u32 = 32;

/// All pipelines, and the sandboxes they run in.
pub(super) struct Endpoints {
    pipelines: Vec<Arc<Pipeline>>,
    sandboxes: Arc<Semaphore>,
}

impl Endpoints {
    /// Creates the pipelines. Their secrets come from Secrets Manager, as in a function.
    pub(super) async fn new(providers: Providers, store: &Store, outbox: &Outbox, vault: &Client) -> Result<Self> {
        let mut pipelines = Vec::new();
        for provider in providers.all() {
            let source = Source { client: vault.clone(), id: local_run::secret_id(provider.name) };
            pipelines.push(Arc::new(Pipeline {
                retry_window: None,
                provider,
                secrets: LiveSecrets::fetch(source, Timestamp::now()).await?,
                auth_header: None,
                wanted: Wanted::everything(),
                refusal_limit: RefusalLimit::few(),
                store: store.clone(),
                outbox: outbox.clone(),
                clock: Clock::system(),
            }));
        }
        Ok(Self { pipelines, sandboxes: Arc::new(Semaphore::new(SANDBOXES as usize)) })
    }

    /// The pipeline of the named provider.
    pub(super) fn find(&self, name: &str) -> Option<&Arc<Pipeline>> {
        self.pipelines.iter().find(|pipeline| pipeline.provider.name == name)
    }

    /// Runs a request through a pipeline, as a function does, in a free sandbox. Returns the
    /// response as soon as it is ready; the work after it continues in the sandbox.
    pub(super) async fn serve(
        &self,
        pipeline: &Arc<Pipeline>,
        request: Request,
        request_id: String,
        log: Lines,
    ) -> Result<Response> {
        let sandbox = Arc::clone(&self.sandboxes).acquire_owned().await?;
        let (send, response) = oneshot::channel();
        let pipeline = Arc::clone(pipeline);
        tokio::spawn(async move {
            let respond = |response| async move {
                // The sender may have gone; the work after the response happens all the same.
                let _ = send.send(response);
            };
            pipeline.serve(request, request_id, &log, respond).await;
            drop(sandbox);
        });
        response.await.context("the pipeline ended without a response")
    }

    /// Waits for the work after the responses.
    pub(super) async fn finished(&self) {
        // All sandboxes are free once all permits are available.
        let _ = self.sandboxes.acquire_many(SANDBOXES).await;
    }
}
