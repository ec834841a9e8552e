//! The pipeline: verify, read, store, answer; then publish and mark. Read it top to bottom.
//!
//! The answer needs one durable write and nothing else. What comes after the answer may be cut short at any point: the
//! row stays in the outbox, and the relay publishes it.

use std::marker::PhantomData;
use std::time::{Duration, Instant};

use http::StatusCode;
use jiff::Timestamp;

use crate::delivery::{Delivery, Refused, Verified};
use crate::event::{Event, EventId};
use crate::outbox::{Outbox, PublishError};
use crate::outcome::Outcome;
use crate::provider::Provider;
use crate::rate::Bucket;
use crate::refused::{KEPT_RATE, KeptRefusal};
use crate::rejection::Refusal;
use crate::rotation::LiveSecrets;
use crate::secrets::KeyId;
use crate::store::{Put, Store, StoreError};
use crate::wanted::Wanted;

/// All that the answer may wait for the table. Zaui is said to give up after 2 seconds (docs.zaui.com, older pages).
pub const STORE_BUDGET: Duration = Duration::from_millis(1400);

/// The pipeline of one provider.
#[derive(Debug)]
pub struct Ingest<P> {
    /// The live secrets.
    pub secrets: LiveSecrets,
    /// Which kinds are kept.
    pub wanted: Wanted,
    /// The table.
    pub store: Store,
    /// The way from the table to the queue.
    pub outbox: Outbox,
    /// What time it is.
    pub clock: fn() -> Timestamp,
    /// Name (lower case) of the header that carries the token, for providers that present one.
    pub auth_header: Option<String>,
    /// Which refused deliveries are kept.
    pub refusals: Refusals,
    /// The provider.
    pub provider: PhantomData<P>,
}

/// The answer to a delivery, and what the log says of it.
#[derive(Debug)]
pub struct Receipt {
    /// What became of the delivery.
    pub outcome: Outcome,
    /// What the provider is answered.
    pub status: StatusCode,
    /// Id and kind of the event, where there is one.
    pub event: Option<(EventId, String)>,
    /// Which secret matched.
    pub key: Option<KeyId>,
    /// Why the table did not take the event.
    pub error: Option<StoreError>,
    /// How long the table took.
    pub store_time: Duration,
    /// What is left to do once the answer is on its way.
    pub after: After,
}

/// What is left to do after the answer.
#[derive(Debug)]
pub enum After {
    /// Nothing.
    Nothing,
    /// Publish a new event.
    Publish(Box<Event>),
    /// Count one more delivery of a known one. It is not published here: its first delivery does that, or the relay.
    Count(EventId),
    /// Keep a refused delivery for a while.
    Keep(Box<KeptRefusal>),
}

/// What became of the work after the answer.
#[derive(Debug)]
pub enum Finished {
    /// There was none.
    Nothing,
    /// The event is in the queue, and marked so.
    Published {
        /// SQS's id of the message.
        message_id: String,
    },
    /// The event stays in the outbox.
    Pending(PublishError),
    /// The delivery is counted.
    Counted,
    /// The count is one short.
    NotCounted(StoreError),
    /// The refused delivery is kept under this key.
    Kept {
        /// `refused:<provider>:<hash>`.
        id: String,
    },
    /// The refused delivery is lost, as it would be without keeping any.
    NotKept(StoreError),
}

/// Which refused deliveries are kept: bounded, so that a flood of them fills neither the table nor the bill.
#[derive(Debug)]
pub struct Refusals(Option<Bucket>);

impl Refusals {
    /// Keeps a few each second.
    #[must_use]
    pub fn kept() -> Self {
        let (burst, every) = KEPT_RATE;
        Self(Some(Bucket::new(burst, every)))
    }

    /// Keeps none (`KEEP_REFUSED=false`).
    #[must_use]
    pub fn dropped() -> Self {
        Self(None)
    }

    fn after<P: Provider>(&self, refused: Refused) -> After {
        let kept = KeptRefusal::of::<P>(refused);
        let kept = kept.filter(|_| self.0.as_ref().is_some_and(|bucket| bucket.take(Instant::now())));
        kept.map_or(After::Nothing, |kept| After::Keep(Box::new(kept)))
    }
}

impl<P: Provider> Ingest<P> {
    /// Takes a delivery as far as its answer.
    pub async fn receive(&self, delivery: Delivery) -> Receipt {
        if delivery.method != "POST" {
            return Receipt::of::<P>(Outcome::MethodNotAllowed);
        }
        match self.verify(delivery).await {
            Ok(verified) => self.accept(&verified).await,
            Err(refused) => {
                let mut receipt = Receipt::of::<P>(Outcome::Refused(refused.refusal));
                receipt.after = self.refusals.after::<P>(*refused);
                receipt
            }
        }
    }

    /// Verifies with the cached secrets, and with fresh ones before a well-formed proof is refused.
    async fn verify(&self, delivery: Delivery) -> Result<Verified, Box<Refused>> {
        let refused = match delivery.verify::<P>(&self.secrets.current()) {
            Ok(verified) => return Ok(verified),
            Err(refused) => refused,
        };
        match refused.refusal {
            Refusal::SignatureMismatch | Refusal::TokenMismatch if self.secrets.refresh_at_once().await => {
                refused.delivery.verify::<P>(&self.secrets.current())
            }
            _ => Err(refused),
        }
    }

    /// Takes a delivery that was refused and kept through the pipeline, if today's secrets prove it.
    ///
    /// # Errors
    /// [`Refused`] when they do not.
    pub async fn release(&self, kept: KeptRefusal) -> Result<Receipt, Box<Refused>> {
        let (delivery, token) = kept.delivery::<P>();
        let verified = delivery.verify_kept::<P>(token, &self.secrets.current())?;
        Ok(self.accept(&verified).await)
    }

    /// Takes a genuine delivery as far as its answer.
    pub async fn accept(&self, verified: &Verified) -> Receipt {
        let reading = P::read(verified);
        let unreadable = reading.as_ref().err().copied();
        let event = Event::new::<P>(verified, reading);
        if unreadable.is_none() && !self.wanted.matches(&event.kind) {
            return Receipt::of::<P>(Outcome::Unwanted).about(&event, verified);
        }
        let started = Instant::now();
        let put = self.store.put_within(&event, STORE_BUDGET).await;
        let store_time = started.elapsed();
        let (outcome, error) = match put {
            Ok(Put::New) => (unreadable.map_or(Outcome::Stored, Outcome::Unreadable), None),
            Ok(Put::Duplicate) => (Outcome::Duplicate, None),
            Ok(Put::Variant) => (Outcome::Variant, None),
            Err(error) => (Outcome::Unavailable, Some(error)),
        };
        let mut receipt = Receipt::of::<P>(outcome).about(&event, verified);
        receipt.error = error;
        receipt.store_time = store_time;
        receipt.after = match outcome {
            Outcome::Stored => After::Publish(Box::new(event)),
            Outcome::Duplicate => After::Count(event.id),
            _ => After::Nothing,
        };
        receipt
    }

    /// Does what is left after the answer. Whatever fails here is made good by the relay.
    pub async fn finish(&self, after: After) -> Finished {
        match after {
            After::Nothing => Finished::Nothing,
            After::Publish(event) => match self.outbox.publish(&event).await {
                Ok(message_id) => Finished::Published { message_id },
                Err(error) => Finished::Pending(error),
            },
            After::Count(id) => match self.store.count(&id, (self.clock)()).await {
                Ok(()) => Finished::Counted,
                Err(error) => Finished::NotCounted(error),
            },
            After::Keep(refused) => match self.store.keep_refused(&refused).await {
                Ok(()) => Finished::Kept { id: refused.id },
                Err(error) => Finished::NotKept(error),
            },
        }
    }
}

impl Receipt {
    fn of<P: Provider>(outcome: Outcome) -> Self {
        Self {
            outcome,
            status: P::status(&outcome),
            event: None,
            key: None,
            error: None,
            store_time: Duration::ZERO,
            after: After::Nothing,
        }
    }

    fn about(mut self, event: &Event, verified: &Verified) -> Self {
        self.event = Some((event.id.clone(), event.kind.clone()));
        self.key = Some(verified.key());
        self
    }
}
