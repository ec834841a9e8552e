//! Work between the posted response and the next event.
//!
//! The runtime's innermost service posts the response, so a layer around it that first awaits it and then works does so
//! after the provider has its answer.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use lambda_runtime::LambdaInvocation;
use tower::{Layer, Service};

use crate::ingest::{Ingest, Receipt};
use crate::provider::Provider;

use super::log;

/// Where the handler leaves what is still to be done. A sandbox has one invocation at a time.
#[derive(Clone, Default)]
pub(crate) struct Slot(Arc<Mutex<Option<Receipt>>>);

impl Slot {
    pub(crate) fn put(&self, receipt: Receipt) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(receipt);
    }

    fn take(&self) -> Option<Receipt> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// The layer.
pub(crate) struct AfterAnswer<P> {
    ingest: Arc<Ingest<P>>,
    slot: Slot,
    namespace: Arc<str>,
}

impl<P> AfterAnswer<P> {
    pub(crate) fn new(ingest: Arc<Ingest<P>>, slot: Slot, namespace: Arc<str>) -> Self {
        Self { ingest, slot, namespace }
    }
}

impl<P, S> Layer<S> for AfterAnswer<P> {
    type Service = Answering<P, S>;

    fn layer(&self, inner: S) -> Self::Service {
        let Self { ingest, slot, namespace } = self;
        Answering { inner, ingest: ingest.clone(), slot: slot.clone(), namespace: namespace.clone() }
    }
}

/// The service that answers through `inner`, and then does the rest.
pub(crate) struct Answering<P, S> {
    inner: S,
    ingest: Arc<Ingest<P>>,
    slot: Slot,
    namespace: Arc<str>,
}

impl<P, S> Service<LambdaInvocation> for Answering<P, S>
where
    P: Provider,
    S: Service<LambdaInvocation, Response = (), Error = lambda_runtime::Error>,
    S::Future: Send + 'static,
{
    type Response = ();
    type Error = lambda_runtime::Error;
    type Future = Pin<Box<dyn Future<Output = Result<(), Self::Error>> + Send>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, invocation: LambdaInvocation) -> Self::Future {
        let answer = self.inner.call(invocation);
        let (ingest, slot, namespace) = (self.ingest.clone(), self.slot.clone(), self.namespace.clone());
        Box::pin(async move {
            // The row is a promise whether or not the response could be posted.
            let answered = answer.await;
            if let Some(receipt) = slot.take() {
                log::delivery::<P>(&namespace, &receipt);
                let event = receipt.event;
                let finished = ingest.finish(receipt.after).await;
                log::finished::<P>(&namespace, event.as_ref(), &finished);
                ingest.secrets.refresh_if_old().await;
            }
            answered
        })
    }
}
