//! A delivery's path through a receiver: verify, read, store, respond; then publish, mark and
//! refresh the secrets. Read this file top to bottom.
//!
//! The response needs one durable write and nothing else. The work after it may be cut short at any
//! point: the row stays in the outbox, and the relay publishes it. The Lambda functions and the
//! local run both use [`Pipeline::serve`].

use std::time::Duration;

use http::StatusCode;
use jiff::SignedDuration;
use tokio::time::Instant;

use super::delivery::{Delivery, Verified};
use super::function_url::{Request, Response};
use super::kept_refusal::{KEPT_RATE, KEPT_RATE_OF_ALL, KeptRefusal};
use super::live_secrets::{LOOK_UP_BUDGET, LiveSecrets};
use super::outcome::Outcome;
use super::proof::Proof;
use super::rate::FairLimit;
use super::refusal::{Refusal, RefusalReason};
use super::secrets::KeyId;
use super::wanted::Wanted;
use crate::clock::Clock;
use crate::event::{Event, EventId};
use crate::providers::Provider;
use crate::publish::outbox::{Outbox, PublishError, Published};
use crate::store::{Put, Store, StoreError};

/// How long the response may wait for AWS: for fresh secrets, if the cached ones are too old, and
/// for the table. Older pages of docs.zaui.com say that Zaui gives up after 2 seconds.
pub const RESPONSE_BUDGET: Duration = Duration::from_millis(1400);

/// The pipeline of one provider.
#[derive(Debug)]
pub struct Pipeline {
    /// The provider.
    pub provider: &'static Provider,
    /// The live secrets.
    pub secrets: LiveSecrets,
    /// Name (lower case) of the header that carries the token, if the operator has set one
    /// (`AUTH_HEADER`).
    pub auth_header: Option<String>,
    /// The kinds that the operator wants.
    pub wanted: Wanted,
    /// How long content that can recur counts as a retry. None means the provider's own window.
    pub retry_window: Option<SignedDuration>,
    /// The limit on the refusals that are kept.
    pub refusal_limit: RefusalLimit,
    /// The table.
    pub store: Store,
    /// The outbox between the table and the queue.
    pub outbox: Outbox,
    /// The clock.
    pub clock: Clock,
}

/// A record of each delivery: a log line in Lambda, a line on the terminal in the local run.
pub trait DeliveryLog {
    /// Records the response to a delivery.
    fn responded(&self, provider: &Provider, receipt: &Receipt);

    /// Records the result of the work after the response. `event` is the event's id and kind, if
    /// there is one.
    fn finished(&self, provider: &Provider, event: Option<&(EventId, String)>, finished: &Finished);
}

/// The result of processing a delivery, up to its response.
#[derive(Debug)]
pub struct Receipt {
    /// The outcome of the delivery.
    pub outcome: Outcome,
    /// The status that the provider gets.
    pub status: StatusCode,
    /// Id and kind of the event, if there is one.
    pub event: Option<(EventId, String)>,
    /// Which secret matched.
    pub key: Option<KeyId>,
    /// Why the table did not accept the event.
    pub error: Option<StoreError>,
    /// How long the table took.
    pub store_time: Duration,
    /// The work left once the response is on its way.
    pub after: After,
}

/// The work left after the response.
#[derive(Debug)]
pub enum After {
    /// Nothing.
    Nothing,
    /// Publish a new event.
    Publish(Box<Event>),
    /// Count another delivery of a known event. It is not published here, but by its first delivery
    /// or the relay.
    Count(Box<Event>),
    /// Keep a refusal for a while.
    Keep(Box<KeptRefusal>),
}

/// The result of the work after the response.
#[derive(Debug)]
pub enum Finished {
    /// There was none.
    Nothing,
    /// The event is in the queue and marked as published.
    Published(Published),
    /// The event stays in the outbox.
    Pending(PublishError),
    /// The delivery is counted.
    Counted,
    /// The delivery was not counted.
    NotCounted(StoreError),
    /// The refusal is kept under this key.
    Kept {
        /// `refused:<provider>:<hash>`.
        id: String,
    },
    /// The refusal is lost, as if refusals were not kept.
    NotKept(StoreError),
}

/// A limit on the refusals that are kept, so a flood of them fills neither the table nor the bill.
#[derive(Debug)]
pub struct RefusalLimit(Option<FairLimit>);

impl RefusalLimit {
    /// Keeps a few from each sender each second.
    #[must_use]
    pub fn few() -> Self {
        Self(Some(FairLimit::new(KEPT_RATE, KEPT_RATE_OF_ALL)))
    }

    /// Keeps none (`KEEP_REFUSED=false`).
    #[must_use]
    pub fn none() -> Self {
        Self(None)
    }

    fn allows(&self, refusal: &KeptRefusal) -> bool {
        let sender = refusal.source_ip.as_deref();
        self.0.as_ref().is_some_and(|limit| limit.take(Instant::now(), sender, refusal.kib()))
    }
}

impl Pipeline {
    /// Processes a request from start to end. `respond` sends the response; the work after it runs
    /// even if sending fails, since the row is a promise either way.
    pub async fn serve<R, F>(
        &self,
        request: Request,
        request_id: String,
        log: &impl DeliveryLog,
        respond: impl FnOnce(Response) -> F,
    ) -> R
    where
        F: Future<Output = R>,
    {
        let receipt = self.receive(request.into_delivery(request_id, self.clock.now())).await;
        let responded = respond(Response::to(&receipt)).await;
        log.responded(self.provider, &receipt);
        let finished = self.finish(receipt.after).await;
        log.finished(self.provider, receipt.event.as_ref(), &finished);
        self.secrets.refresh_ahead(self.clock.now()).await;
        responded
    }

    /// Processes a delivery up to its response.
    pub async fn receive(&self, delivery: Delivery) -> Receipt {
        if delivery.method != "POST" {
            return self.receipt(Outcome::MethodNotAllowed);
        }
        let started = Instant::now();
        match self.verify(delivery).await {
            Ok(verified) => self.accept_within(&verified, RESPONSE_BUDGET.saturating_sub(started.elapsed())).await,
            Err(refusal) => {
                let mut receipt = self.receipt(Outcome::Refused(refusal.reason));
                let kept =
                    KeptRefusal::from_refusal(self.provider, *refusal).filter(|kept| self.refusal_limit.allows(kept));
                receipt.after = kept.map_or(After::Nothing, |kept| After::Keep(Box::new(kept)));
                receipt
            }
        }
    }

    /// Verifies with secrets that are not too old, and fetches fresh ones before it refuses a
    /// well-formed proof.
    async fn verify(&self, delivery: Delivery) -> Result<Verified, Box<Refusal>> {
        let (proof, now) = (self.proof(), self.clock.now());
        let looked = self.secrets.refresh_if_stale(now, LOOK_UP_BUDGET).await;
        let refusal = match delivery.verify(&proof, &self.secrets.current()) {
            Ok(verified) => return Ok(verified),
            Err(refusal) => refusal,
        };
        match refusal.reason {
            RefusalReason::SignatureMismatch | RefusalReason::TokenMismatch
                if !looked
                    && self
                        .secrets
                        .refresh_at_once(refusal.delivery.source_ip.as_deref(), now, LOOK_UP_BUDGET)
                        .await =>
            {
                refusal.delivery.verify(&proof, &self.secrets.current())
            }
            _ => Err(refusal),
        }
    }

    /// The proof that deliveries to this endpoint must present.
    fn proof(&self) -> Proof<'_> {
        self.provider.proof.with_auth_header(self.auth_header.as_deref())
    }

    /// Puts a kept refusal through the pipeline, if today's secrets prove it genuine.
    ///
    /// # Errors
    /// [`Refusal`] when they do not.
    pub async fn release(&self, kept: KeptRefusal) -> Result<Receipt, Box<Refusal>> {
        let (delivery, token) = kept.into_delivery(self.provider);
        let verified = delivery.verify_kept(token, &self.proof(), &self.secrets.current())?;
        Ok(self.accept(&verified).await)
    }

    /// Processes a genuine delivery up to its response.
    pub async fn accept(&self, verified: &Verified) -> Receipt {
        self.accept_within(verified, RESPONSE_BUDGET).await
    }

    async fn accept_within(&self, verified: &Verified, budget: Duration) -> Receipt {
        let reading = self.provider.reading(verified);
        let unreadable = reading.as_ref().err().copied();
        let mut event = Event::new(self.provider, verified, reading);
        event.retry_window = event.retry_window.map(|window| self.retry_window.unwrap_or(window));
        if unreadable.is_none() && !self.wanted.matches(&event.kind) {
            return self.receipt(Outcome::Unwanted).about(&event, verified);
        }
        let started = Instant::now();
        let put = self.store.put_within(&mut event, budget).await;
        let store_time = started.elapsed();
        let (outcome, error) = match put {
            Ok(Put::New) => (unreadable.map_or(Outcome::Stored, Outcome::Unreadable), None),
            Ok(Put::Duplicate) => (Outcome::Duplicate, None),
            Ok(Put::Variant) => (Outcome::Variant, None),
            Err(error) => (Outcome::Unavailable, Some(error)),
        };
        let mut receipt = self.receipt(outcome).about(&event, verified);
        receipt.error = error;
        receipt.store_time = store_time;
        receipt.after = match outcome {
            Outcome::Stored => After::Publish(Box::new(event)),
            Outcome::Duplicate => After::Count(Box::new(event)),
            _ => After::Nothing,
        };
        receipt
    }

    /// Does the work left after the response. The relay makes up for anything that fails here.
    pub async fn finish(&self, after: After) -> Finished {
        match after {
            After::Nothing => Finished::Nothing,
            After::Publish(event) => {
                let published = self.outbox.publish(&event).await;
                // Without the count, the next event with this content only takes a longer path.
                if let Err(error) = self.store.note_occurrence(&event).await {
                    tracing::warn!(id = %event.id, %error, "the number of events with this content was not recorded");
                }
                match published {
                    Ok(published) => Finished::Published(published),
                    Err(error) => Finished::Pending(error),
                }
            }
            After::Count(event) => match self.store.count(&event, self.clock.now()).await {
                Ok(()) => Finished::Counted,
                Err(error) => Finished::NotCounted(error),
            },
            After::Keep(refusal) => match self.store.keep_refusal(&refusal).await {
                Ok(()) => Finished::Kept { id: refusal.id },
                Err(error) => Finished::NotKept(error),
            },
        }
    }

    fn receipt(&self, outcome: Outcome) -> Receipt {
        Receipt {
            outcome,
            status: (self.provider.status)(&outcome),
            event: None,
            key: None,
            error: None,
            store_time: Duration::ZERO,
            after: After::Nothing,
        }
    }
}

impl Receipt {
    fn about(mut self, event: &Event, verified: &Verified) -> Self {
        self.event = Some((event.id.clone(), event.kind.clone()));
        self.key = Some(verified.key());
        self
    }
}
