//! The world of a sequence: the pipeline of a provider on one table and one queue, in this process.

use std::cell::RefCell;
use std::future::{Future, poll_fn};
use std::marker::PhantomData;
use std::pin::{Pin, pin};
use std::task::Poll;

use anyhow::{Context, Result, ensure};
use aws_sdk_dynamodb::types::{AttributeValue, DeleteRequest, WriteRequest};
use bytes::Bytes;
use frontdesk::delivery::Delivery;
use frontdesk::ingest::{After, Finished, Ingest, Receipt, Refusals};
use frontdesk::outbox::Outbox;
use frontdesk::outcome::Outcome;
use frontdesk::provider::Provider;
use frontdesk::providers::{self, Visit};
use frontdesk::queue::Queue;
use frontdesk::secrets::Secrets;
use frontdesk::store::Store;
use frontdesk::wanted::Wanted;
use frontdesk_tests::connector::Connector;
use frontdesk_tests::engines::{Engines, Item, text};
use frontdesk_tests::proxy::Fault;
use futures_util::future::join_all;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use super::operations::Operation;
use super::pool::{Sample, samples, secrets};
use super::reference::Reference;

/// Engines, and clients of them that can be hindered. One sequence at a time.
pub(super) struct World {
    connector: Connector,
    dynamodb: aws_sdk_dynamodb::Client,
    sqs: aws_sdk_sqs::Client,
    engines: Engines,
    samples: Vec<Sample>,
}

/// A clock that runs a minute ahead: every row is old enough for the relay.
pub(super) fn in_a_minute() -> Timestamp {
    Timestamp::now() + SignedDuration::from_secs(60)
}

/// The pipeline of a provider, whichever it is.
trait Pipeline {
    fn receive(&self, delivery: Delivery) -> Pin<Box<dyn Future<Output = Receipt> + '_>>;
    fn finish(&self, after: After) -> Pin<Box<dyn Future<Output = Finished> + '_>>;
}

impl<P: Provider> Pipeline for Ingest<P> {
    fn receive(&self, delivery: Delivery) -> Pin<Box<dyn Future<Output = Receipt> + '_>> {
        Box::pin(self.receive(delivery))
    }

    fn finish(&self, after: After) -> Pin<Box<dyn Future<Output = Finished> + '_>> {
        Box::pin(self.finish(after))
    }
}

/// Builds the pipeline of a provider with these secrets.
struct Build<'a>(&'a World, String);

impl Visit for Build<'_> {
    type Output = Box<dyn Pipeline>;

    fn visit<P: Provider>(self) -> Box<dyn Pipeline> {
        let Build(world, secrets) = self;
        let wanted = world.samples.iter().filter(|sample| sample.wanted && sample.provider == P::NAME);
        let kinds: Vec<_> = wanted.map(|sample| sample.kind.as_str()).collect();
        Box::new(Ingest::<P> {
            secrets: Secrets::parse(&secrets).unwrap().into(),
            wanted: Wanted::parse(&kinds.join(",")).unwrap(),
            store: world.store(),
            outbox: world.outbox(Timestamp::now),
            clock: Timestamp::now,
            auth_header: None,
            refusals: Refusals::kept(),
            provider: PhantomData,
        })
    }
}

/// How far the rotation of the secret has come.
#[derive(Clone, Copy, Default)]
struct Rotation {
    /// 0: only the first is live, 1: both, 2: only the second.
    operator: usize,
    /// Which one the provider uses.
    provider: usize,
}

impl Rotation {
    fn live(self) -> bool {
        self.operator == 1 || self.operator / 2 == self.provider
    }
}

/// One sequence under way.
struct Run<'a> {
    world: &'a World,
    provider: &'static str,
    samples: Vec<&'a Sample>,
    pipeline: Box<dyn Pipeline>,
    rotation: Rotation,
    reference: RefCell<Reference>,
}

impl World {
    pub(super) async fn start() -> Result<Self> {
        let engines = Engines::start().await?;
        let connector = Connector::new();
        Ok(Self {
            dynamodb: connector.dynamodb(&engines.dynamodb_url),
            sqs: connector.sqs(&engines.sqs_url),
            connector,
            engines,
            samples: samples(),
        })
    }

    fn store(&self) -> Store {
        Store::new(self.dynamodb.clone(), &self.engines.table, 90)
    }

    fn outbox(&self, clock: fn() -> Timestamp) -> Outbox {
        Outbox::new(self.store(), Queue::new(self.sqs.clone(), &self.engines.queue_url), clock)
    }

    fn pipeline(&self, provider: &str, operator: usize) -> Box<dyn Pipeline> {
        let [old, new] = secrets(provider);
        let live = [old.clone(), format!("[\"{new}\",\"{old}\"]"), new];
        providers::visit(provider, Build(self, live[operator].clone())).unwrap()
    }

    /// Runs a sequence from its start in an empty world to its end in an empty world.
    pub(super) async fn run(&self, provider: &'static str, operations: &[Operation]) -> Result<()> {
        let mut run = Run {
            world: self,
            provider,
            samples: self.samples.iter().filter(|sample| sample.provider == provider).collect(),
            pipeline: self.pipeline(provider, 0),
            rotation: Rotation::default(),
            reference: RefCell::default(),
        };
        let mut broken = Ok(());
        for (index, operation) in operations.iter().enumerate() {
            broken = run.step(operation).await.with_context(|| format!("operation {index}, {operation:?}"));
            if broken.is_err() {
                break;
            }
        }
        self.connector.heal();
        self.connector.quiet().await;
        run.reference.get_mut().disturbances += self.connector.take_harmed();
        if broken.is_ok() {
            broken = self.relay().await;
        }
        let (items, messages) = self.clear().await?;
        broken.and_then(|()| run.reference.borrow().check(&items, &messages))
    }

    /// The relay, undisturbed: nothing may be left.
    async fn relay(&self) -> Result<()> {
        let sweep = self.outbox(in_a_minute).sweep(Timestamp::MAX).await?;
        ensure!(
            sweep.failed == 0 && sweep.complete && sweep.oldest_left.is_none(),
            "the relay left something: {sweep:?}"
        );
        Ok(())
    }

    /// Takes everything out of table and queue.
    async fn clear(&self) -> Result<(Vec<Item>, Vec<Value>)> {
        let scan = self.dynamodb.scan().table_name(&self.engines.table).consistent_read(true).send().await?;
        let items = scan.items.unwrap_or_default();
        for some in items.chunks(25) {
            let delete = |item: &Item| {
                let id = AttributeValue::S(text(item, "id").unwrap_or_default().to_owned());
                WriteRequest::builder().delete_request(DeleteRequest::builder().key("id", id).build().unwrap()).build()
            };
            let requests = some.iter().map(delete).collect();
            self.dynamodb.batch_write_item().request_items(&self.engines.table, requests).send().await?;
        }
        let mut messages = Vec::new();
        loop {
            let receive = self.sqs.receive_message().queue_url(&self.engines.queue_url).max_number_of_messages(10);
            let received = receive.send().await?.messages.unwrap_or_default();
            for message in &received {
                messages.push(serde_json::from_str(message.body().unwrap_or_default())?);
            }
            if received.len() < 10 {
                break;
            }
        }
        if !messages.is_empty() {
            self.sqs.purge_queue().queue_url(&self.engines.queue_url).send().await?;
        }
        Ok((items, messages))
    }
}

impl Run<'_> {
    async fn step(&mut self, operation: &Operation) -> Result<()> {
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

    /// Relays in the middle of a sequence may fail; only the last must not.
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

    /// Takes a delivery as far as its answer, or `steps` far, and checks the answer.
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
            auth_header: None,
        };
        let Some(receipt) = cut(self.pipeline.receive(delivery), steps).await else { return Ok(None) };
        let harmed = self.world.connector.take_harmed();
        self.reference.borrow_mut().disturbances += harmed;
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

/// Lets a future take so many steps, and drops it where it then is.
async fn cut<T>(future: impl Future<Output = T>, steps: Option<u8>) -> Option<T> {
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
