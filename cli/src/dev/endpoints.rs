//! The pipelines of the local run, told apart by the provider's name.

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

/// How many deliveries are under way at the same time, work after the response included; the next waits. In Lambda a sandbox
/// asks for no event before it is done with the one before. Without a limit the work after the responses would pile up under
/// load, and each event in it holds its body.
const SANDBOXES: u32 = 32;

/// All pipelines, and the sandboxes that they run in.
pub(super) struct Endpoints {
    pipelines: Vec<Arc<Pipeline>>,
    sandboxes: Arc<Semaphore>,
}

impl Endpoints {
    /// The pipelines, with their secrets from Secrets Manager, as a function fetches them.
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

    /// The pipeline of the provider of that name.
    pub(super) fn find(&self, name: &str) -> Option<&Arc<Pipeline>> {
        self.pipelines.iter().find(|pipeline| pipeline.provider.name == name)
    }

    /// Takes a request through a pipeline, as a function does, in a sandbox that is free. Gives the response as soon as there
    /// is one; what follows it goes on in the sandbox.
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
                // The sender may have gone; what follows the response happens all the same.
                let _ = send.send(response);
            };
            pipeline.serve(request, request_id, &log, respond).await;
            drop(sandbox);
        });
        response.await.context("the pipeline ended without a response")
    }

    /// Waits for the work after the responses.
    pub(super) async fn finished(&self) {
        // All sandboxes are free when all permits are to be had.
        let _ = self.sandboxes.acquire_many(SANDBOXES).await;
    }
}
