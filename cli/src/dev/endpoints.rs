//! The five pipelines of the local run, told apart by the provider's name.

use std::marker::PhantomData;
use std::sync::Arc;

use anyhow::Result;
use aws_sdk_secretsmanager::Client;
use frontdesk::ingest::{After, Finished, Ingest, Refusals};
use frontdesk::lambda::function_url::{self, Answered, Event};
use frontdesk::outbox::Outbox;
use frontdesk::provider::Provider;
use frontdesk::providers::{self, NAMES, Visit};
use frontdesk::rotation::{LiveSecrets, Source};
use frontdesk::store::Store;
use frontdesk::wanted::Wanted;
use futures_util::future::BoxFuture;
use jiff::Timestamp;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::local_run;

/// How many deliveries are under way at the same time, work after the answer included; the next waits. In Lambda a sandbox
/// asks for no event before it is done with the one before. Without a limit the work after the answers would pile up under
/// load, and each event in it holds its body.
const SANDBOXES: u32 = 32;

/// All pipelines, and the sandboxes that they run in.
pub(super) struct Endpoints {
    endpoints: Vec<Endpoint>,
    sandboxes: Arc<Semaphore>,
}

/// The place of one delivery under way.
pub(super) struct Sandbox(Option<OwnedSemaphorePermit>);

/// One provider's pipeline behind an ordinary function: from here on nothing is generic.
pub(super) struct Endpoint {
    name: &'static str,
    answer: Box<dyn Fn(Event, String) -> BoxFuture<'static, Answered> + Send + Sync>,
    finish: Box<dyn Fn(After) -> BoxFuture<'static, Finished> + Send + Sync>,
}

impl Endpoints {
    /// The pipelines, with their secrets from Secrets Manager, as a function fetches them.
    pub(super) async fn new(store: &Store, outbox: &Outbox, vault: &Client) -> Result<Self> {
        let mut endpoints = Vec::with_capacity(NAMES.len());
        for name in NAMES {
            let source = Source { client: vault.clone(), id: local_run::secret_id(name) };
            let secrets = LiveSecrets::fetch(source).await?;
            endpoints.extend(providers::visit(name, NewEndpoint { store, outbox, secrets }));
        }
        Ok(Self { endpoints, sandboxes: Arc::new(Semaphore::new(SANDBOXES as usize)) })
    }

    pub(super) fn find(&self, name: &str) -> Option<&Endpoint> {
        self.endpoints.iter().find(|endpoint| endpoint.name == name)
    }

    /// Waits for a free sandbox.
    pub(super) async fn sandbox(&self) -> Sandbox {
        // The semaphore is never closed, so there always is a permit.
        Sandbox(Arc::clone(&self.sandboxes).acquire_owned().await.ok())
    }

    /// Does what is left after an answer, in the delivery's sandbox, and hands what became of it to `done`.
    pub(super) fn after(
        &self,
        endpoint: &Endpoint,
        sandbox: Sandbox,
        after: After,
        done: impl FnOnce(Finished) + Send + 'static,
    ) {
        let work = (endpoint.finish)(after);
        tokio::spawn(async move {
            done(work.await);
            drop(sandbox.0);
        });
    }

    /// Waits for the work after the answers.
    pub(super) async fn finished(&self) {
        // All sandboxes are free when all permits are to be had.
        let _ = self.sandboxes.acquire_many(SANDBOXES).await;
    }
}

struct NewEndpoint<'a> {
    store: &'a Store,
    outbox: &'a Outbox,
    secrets: LiveSecrets,
}

impl Visit for NewEndpoint<'_> {
    type Output = Endpoint;

    fn visit<P: Provider>(self) -> Endpoint {
        let ingest = Arc::new(Ingest::<P> {
            secrets: self.secrets,
            wanted: Wanted::everything(),
            store: self.store.clone(),
            outbox: self.outbox.clone(),
            clock: Timestamp::now,
            auth_header: None,
            refusals: Refusals::kept(),
            provider: PhantomData,
        });
        let finishing = ingest.clone();
        Endpoint {
            name: P::NAME,
            answer: Box::new(move |event, request_id| {
                let ingest = ingest.clone();
                Box::pin(async move { function_url::answer(&ingest, event, request_id).await })
            }),
            finish: Box::new(move |after| {
                let ingest = finishing.clone();
                Box::pin(async move { ingest.finish(after).await })
            }),
        }
    }
}

impl Endpoint {
    pub(super) fn name(&self) -> &'static str {
        self.name
    }

    pub(super) async fn answer(&self, event: Event, request_id: String) -> Answered {
        (self.answer)(event, request_id).await
    }
}
