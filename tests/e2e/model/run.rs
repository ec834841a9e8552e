//! One sequence in progress: performs its operations, and records them in the reference model.

use std::cell::RefCell;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;

use anyhow::{Result, ensure};
use bytes::Bytes;
use frontdesk::receive::delivery::Delivery;
use frontdesk::receive::outcome::Outcome;
use frontdesk::receive::pipeline::{After, Pipeline};
use frontdesk_tests::engines::Item;
use frontdesk_tests::proxy::Fault;
use futures_util::future::join_all;
use jiff::Timestamp;
use serde_json::Value;

use super::operations::Operation;
use super::pool::Sample;
use super::reference::Reference;
use super::world::{World, in_a_minute};

/// The progress of the rotation of the secret.
#[derive(Clone, Copy, Default)]
struct Rotation {
    /// 0: only the first is live, 1: both, 2: only the second.
    operator: usize,
    /// The secret that the provider uses.
    provider: usize,
}

impl Rotation {
    fn live(self) -> bool {
        self.operator == 1 || self.operator / 2 == self.provider
    }
}

/// One sequence in progress.
pub(super) struct Run<'a> {
    world: &'a World,
    provider: &'static str,
    samples: Vec<&'a Sample>,
    pipeline: Pipeline,
    rotation: Rotation,
    reference: RefCell<Reference>,
}

impl<'a> Run<'a> {
    pub(super) fn new(world: &'a World, provider: &'static str) -> Self {
        Self {
            world,
            provider,
            samples: world.samples.iter().filter(|sample| sample.provider == provider).collect(),
            pipeline: world.pipeline(provider, 0),
            rotation: Rotation::default(),
            reference: RefCell::default(),
        }
    }

    /// Checks the three clauses.
    pub(super) fn check(&self, items: &[Item], messages: &[Value]) -> Result<()> {
        self.reference.borrow().check(items, messages)
    }

    /// Records the calls that met a fault since the last time.
    pub(super) fn take_harmed(&self) {
        self.reference.borrow_mut().disturbances += self.world.connector.take_harmed();
    }

    pub(super) async fn step(&mut self, operation: &Operation) -> Result<()> {
        match operation {
            Operation::Deliver(pick) => self.deliver(self.sample(*pick)).await,
            Operation::CrashAfterAnswer(pick) => {
                let sample = self.sample(*pick);
                self.disturb();
                self.receive(sample, None).await.map(drop)
            }
            Operation::CrashBeforeAnswer(pick, steps) => {
                let sample = self.sample(*pick);
                self.disturb();
                self.receive(sample, Some(*steps)).await.map(drop)
            }
            Operation::CrashWhileFinishing(pick, steps) => {
                let sample = self.sample(*pick);
                self.disturb();
                if let Some(after) = self.receive(sample, None).await? {
                    cut(self.pipeline.finish(after), Some(*steps)).await;
                }
                Ok(())
            }
            Operation::AtOnce(pick, copies) => {
                let sample = self.sample(*pick);
                let all = join_all((0..*copies).map(|_| self.deliver(sample))).await;
                all.into_iter().collect()
            }
            Operation::RetryUnanswered => {
                for sample in &self.samples {
                    let sha256 = sample.sha256(self.rotation.provider);
                    let waits = self.reference.borrow().waits_for_answer(sample, &sha256);
                    if waits {
                        self.deliver(sample).await?;
                    }
                }
                Ok(())
            }
            Operation::Hinder(operation, fault, calls) => {
                self.hinder(operation, fault.clone(), *calls);
                Ok(())
            }
            Operation::Heal => {
                self.world.connector.heal();
                Ok(())
            }
            Operation::Relay | Operation::TwoRelays | Operation::CrashOfRelay(_) => {
                self.relay(operation).await;
                Ok(())
            }
            Operation::RotateAtOperator => {
                self.rotation.operator = (self.rotation.operator + 1).min(2);
                self.pipeline = self.world.pipeline(self.provider, self.rotation.operator);
                Ok(())
            }
            Operation::RotateAtProvider => {
                self.rotation.provider = 1;
                Ok(())
            }
        }
    }

    /// Runs the relay. It may fail in the middle of a sequence; only the last run must succeed.
    async fn relay(&self, operation: &Operation) {
        let (one, other) = (self.world.outbox(in_a_minute), self.world.outbox(in_a_minute));
        match operation {
            Operation::TwoRelays => {
                self.disturb();
                let _ = tokio::join!(one.sweep(Timestamp::MAX), other.sweep(Timestamp::MAX));
            }
            Operation::CrashOfRelay(steps) => {
                self.disturb();
                cut(one.sweep(Timestamp::MAX), Some(*steps)).await;
            }
            _ => {
                let _ = one.sweep(Timestamp::MAX).await;
            }
        }
    }

    fn hinder(&self, wanted: &'static str, fault: Fault, calls: u8) {
        let mut left = calls;
        self.world.connector.plan(move |operation| {
            if left == 0 || !(wanted.is_empty() || wanted == operation) {
                return Fault::Pass;
            }
            left -= 1;
            fault.clone()
        });
    }

    fn disturb(&self) {
        self.reference.borrow_mut().disturbances += 1;
    }

    fn sample(&self, pick: u8) -> &Sample {
        self.samples[usize::from(pick) % self.samples.len()]
    }

    async fn deliver(&self, sample: &Sample) -> Result<()> {
        if let Some(after) = self.receive(sample, None).await? {
            self.pipeline.finish(after).await;
        }
        Ok(())
    }

    /// Receives a delivery up to its answer, or for `steps` steps, and checks the answer.
    async fn receive(&self, sample: &Sample, steps: Option<u8>) -> Result<Option<After>> {
        let rotation = self.rotation;
        let request = &sample.requests[rotation.provider];
        let sha256 = sample.sha256(rotation.provider);
        if rotation.live() && sample.wanted {
            self.reference.borrow_mut().sent(sample, sha256.clone());
        }
        let delivery = Delivery {
            method: request.method.clone(),
            path: request.path.clone(),
            headers: request.headers.clone().into_iter().collect(),
            body: Bytes::from(request.body.clone()),
            source_ip: None,
            request_id: uuid::Uuid::new_v4().to_string(),
            received_at: Timestamp::now(),
        };
        let Some(receipt) = cut(self.pipeline.receive(delivery), steps).await else { return Ok(None) };
        self.take_harmed();
        let undisturbed = self.reference.borrow().disturbances == 0;
        let status = receipt.status.as_u16();
        let right = match (rotation.live(), sample.wanted, receipt.outcome) {
            (false, _, Outcome::Refused(_)) => status == 401,
            (true, false, Outcome::Unwanted) => status == if sample.provider == "gingr" { 403 } else { 200 },
            (true, true, Outcome::Unavailable) => status == 503 && !undisturbed,
            (true, true, Outcome::Stored | Outcome::Duplicate | Outcome::Variant | Outcome::Unreadable(_)) => {
                status == 200
            }
            _ => false,
        };
        ensure!(right, "{status}, {} ({:?})", receipt.outcome, receipt.error);
        if status == 200 && sample.wanted {
            let as_new = receipt.outcome == Outcome::Stored;
            self.reference.borrow_mut().answered(sample, &sha256, as_new)?;
        }
        Ok(Some(receipt.after))
    }
}

/// Polls a future `steps` times at most, and then drops it.
pub(super) async fn cut<T>(future: impl Future<Output = T>, steps: Option<u8>) -> Option<T> {
    let mut future = pin!(future);
    let mut left = steps;
    poll_fn(|context| {
        if left == Some(0) {
            return Poll::Ready(None);
        }
        left = left.map(|left| left - 1);
        future.as_mut().poll(context).map(Some)
    })
    .await
}
