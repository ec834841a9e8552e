//! The world of a sequence: a provider's pipeline on one table and one queue, in process.

use anyhow::{Context, Result, ensure};
use aws_sdk_dynamodb::types::{AttributeValue, DeleteRequest, WriteRequest};
use frontdesk::clock::Clock;
use frontdesk::providers::ALL;
use frontdesk::publish::outbox::Outbox;
use frontdesk::publish::queue::Queue;
use frontdesk::receive::pipeline::{Pipeline, RefusalLimit};
use frontdesk::receive::secrets::Secrets;
use frontdesk::receive::wanted::Wanted;
use frontdesk::store::Store;
use frontdesk_tests::audit;
use frontdesk_tests::connector::Connector;
use frontdesk_tests::engines::{Engines, Item, RETENTION_DAYS, text};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use super::operations::Operation;
use super::pool::{Sample, samples, secrets};
use super::run::Run;

/// Engines, and clients whose calls can meet faults. One sequence at a time.
pub(super) struct World {
    pub(super) connector: Connector,
    dynamodb: aws_sdk_dynamodb::Client,
    sqs: aws_sdk_sqs::Client,
    engines: Engines,
    pub(super) samples: Vec<Sample>,
}

/// A clock that is a minute ahead, so every row is old enough for the relay.
pub(super) fn in_a_minute() -> Timestamp {
    Timestamp::now() + SignedDuration::from_secs(60)
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
        Store::new(self.dynamodb.clone(), &self.engines.table, RETENTION_DAYS)
    }

    pub(super) fn outbox(&self, clock: impl Into<Clock>) -> Outbox {
        Outbox::new(
            self.store(),
            Queue::new(self.sqs.clone(), &self.engines.queue_url),
            frontdesk::providers::ALL,
            clock,
        )
    }

    /// Returns the pipeline of a provider, with the secrets that its operator has set so far.
    pub(super) fn pipeline(&self, provider: &str, operator: usize) -> Pipeline {
        let [old, new] = secrets(provider);
        let live = [old.clone(), format!("[\"{new}\",\"{old}\"]"), new];
        let wanted = self.samples.iter().filter(|sample| sample.wanted && sample.provider == provider);
        let kinds: Vec<_> = wanted.map(|sample| sample.kind.as_str()).collect();
        Pipeline {
            provider: ALL.iter().find(|known| known.name == provider).unwrap(),
            secrets: Secrets::parse(&live[operator]).unwrap().into(),
            wanted: Wanted::parse(&kinds.join(",")).unwrap(),
            store: self.store(),
            outbox: self.outbox(Clock::system()),
            clock: Clock::system(),
            auth_header: None,
            retry_window: None,
            refusal_limit: RefusalLimit::few(),
        }
    }

    /// Runs a sequence. The world is empty before and after.
    pub(super) async fn run(&self, provider: &'static str, operations: &[Operation]) -> Result<()> {
        let mut run = Run::new(self, provider);
        let mut broken = Ok(());
        for (index, operation) in operations.iter().enumerate() {
            broken = run.step(operation).await.with_context(|| format!("operation {index}, {operation:?}"));
            if broken.is_err() {
                break;
            }
        }
        self.connector.heal();
        self.connector.quiet().await;
        run.take_harmed();
        if broken.is_ok() {
            broken = self.relay().await;
        }
        let items = self.items().await?;
        if broken.is_ok() {
            broken = self.audit(&items).await;
        }
        let messages = self.clear(&items).await?;
        broken.and_then(|()| run.check(&items, &messages))
    }

    /// Runs the relay undisturbed, which must publish everything.
    async fn relay(&self) -> Result<()> {
        let sweep = self.outbox(in_a_minute).sweep(Timestamp::MAX).await?;
        ensure!(sweep.failed == 0 && sweep.complete && sweep.oldest_left.is_none(), "the relay left rows: {sweep:?}");
        Ok(())
    }

    /// Audits the rows: after any sequence they must pass.
    async fn audit(&self, items: &[Item]) -> Result<()> {
        let both = |provider: &str| Value::from(secrets(provider).to_vec()).to_string();
        let faults =
            audit::faults(self.store().reader(), &audit::heads(items), RETENTION_DAYS, both, in_a_minute()).await?;
        ensure!(faults.is_empty(), "the audit found: {faults:?}");
        Ok(())
    }

    /// Returns all rows.
    pub(super) async fn items(&self) -> Result<Vec<Item>> {
        let scan = self.dynamodb.scan().table_name(&self.engines.table).consistent_read(true).send().await?;
        Ok(scan.items.unwrap_or_default())
    }

    /// Removes these rows from the table, and all messages from the queue. Returns the messages.
    pub(super) async fn clear(&self, items: &[Item]) -> Result<Vec<Value>> {
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
        Ok(messages)
    }
}
