//! What deliveries consume, measured: each runs through the code of table and queue on embedded
//! engines, which report what AWS would bill.

use std::collections::HashMap;
use std::net::Ipv4Addr;

use anyhow::{Context, Result, anyhow};
use aws_sdk_dynamodb::Client;
use frontdesk::aws::Clients;
use frontdesk::clock::Clock;
use frontdesk::event::Event;
use frontdesk::providers::Provider;
use frontdesk::publish::outbox::Outbox;
use frontdesk::publish::queue::Queue;
use frontdesk::receive::delivery::Delivery;
use frontdesk::receive::secrets::Secrets;
use frontdesk::store::{Put, Store};
use frontdesk_local::capacity::rules::{self, STORAGE_OVERHEAD};
use frontdesk_local::capacity::{Consumed, Meter};
use frontdesk_local::dynamodb::{DynamoDb, events_table};
use frontdesk_local::sqs::{self, Sqs};
use jiff::Timestamp;
use tokio::net::TcpListener;

use super::body::grown;
use crate::local_run;
use crate::samples::Sample;

pub(crate) const TABLE: &str = "events";
const SECRET: &str = "0123456789abcdef0123456789abcdef";
/// SQS bills a request for each 64 KiB or part of it.
const SQS_CHUNK: usize = 64 * 1024;

/// What a delivery consumes on average.
#[derive(Debug, Clone, Copy, Default, PartialEq, serde::Serialize)]
pub(crate) struct Measured {
    /// Bytes of the body.
    pub(crate) body: f64,
    /// Write units of putting a new event.
    pub(crate) put: f64,
    /// Write units of marking it as published.
    pub(crate) mark: f64,
    /// Write units of a repeat's refused put.
    pub(crate) repeat: f64,
    /// Write units of counting the repeat.
    pub(crate) count: f64,
    /// Bytes of its rows, as storage bills them.
    pub(crate) rows: f64,
    /// Bytes of its entries in the indexes.
    pub(crate) entries: f64,
    /// Requests that SQS bills for its message.
    pub(crate) sends: f64,
}

/// Table and queue in memory, with their meters.
pub(crate) struct Engines {
    pub(crate) store: Store,
    pub(crate) outbox: Outbox,
    pub(crate) dynamodb: Client,
    pub(crate) meter: Meter,
}

impl Engines {
    /// Starts the engines. They stop with the runtime.
    pub(crate) async fn start() -> Result<Self> {
        let listen = || TcpListener::bind((Ipv4Addr::LOCALHOST, 0));
        let (dynamodb_at, sqs_at) = (listen().await?, listen().await?);
        let (dynamodb_port, sqs_port) = (dynamodb_at.local_addr()?.port(), sqs_at.local_addr()?.port());
        let (database, queues) = (DynamoDb::in_memory()?, Sqs::in_memory()?);
        database.create_events_table(TABLE)?;
        queues.create_queue(TABLE, HashMap::<String, String>::new())?;
        tokio::spawn(database.serve(dynamodb_at, std::future::pending()));
        tokio::spawn(queues.serve(sqs_at, std::future::pending()));
        let clients = Clients::for_relay(&local_run::access(dynamodb_port, sqs_port, 0));
        let (dynamodb, meter) = (clients.dynamodb(), Meter::default());
        let store = Store::new(meter.on(&dynamodb), TABLE, local_run::RETENTION_DAYS);
        let queue = Queue::new(clients.sqs(), sqs::queue_url(&format!("127.0.0.1:{sqs_port}"), TABLE));
        // Types are not checked: bodies grow by a field that no type has, and the row would say so.
        let outbox = Outbox::new(store.clone(), queue, [], Clock::system());
        Ok(Self { outbox, store, dynamodb, meter })
    }

    /// Averages over the providers, each over one delivery of each of its kinds; with `bytes`, over
    /// one delivery with a body of that size.
    pub(crate) async fn deliveries(&self, providers: &[&Provider], bytes: Option<usize>) -> Result<Measured> {
        let mut each = Vec::new();
        for provider in providers {
            let mut deliveries = Vec::new();
            for (number, event) in events(provider, bytes)?.into_iter().enumerate() {
                deliveries
                    .push(self.delivery(event).await.with_context(|| format!("{}, example {number}", provider.name))?);
            }
            each.push(mean(&deliveries));
        }
        Ok(mean(&each))
    }

    /// Read units of a relay run that finds nothing to do.
    pub(crate) async fn idle_relay(&self) -> Result<f64> {
        let _ = self.meter.take();
        self.outbox.sweep(Timestamp::MAX).await?;
        Ok(self.meter.take().iter().map(Consumed::units).sum())
    }

    /// Measures a new event, its publication, and a repeat.
    async fn delivery(&self, mut event: Event) -> Result<Measured> {
        let _ = self.meter.take();
        let put = self.store.put(&mut event).await?;
        anyhow::ensure!(put == Put::New, "{} is not new", event.id);
        let put = self.writes();
        let message = event.envelope(TABLE);
        self.outbox.publish(&event).await?;
        let mark = self.writes();
        "another-request".clone_into(&mut event.request_id);
        self.store.put(&mut event).await?;
        let repeat = self.writes();
        self.store.count(&event, Timestamp::now()).await?;
        let count = self.writes();
        let (rows, entries) = self.take_rows().await?;
        let attributes = message.attributes.iter().map(|(_, value)| value.len());
        let sent = message.body.len() + attributes.sum::<usize>();
        Ok(Measured {
            body: float(event.body.len()),
            put,
            mark,
            repeat,
            count,
            rows: float(rows),
            entries: float(entries),
            sends: float(sent.div_ceil(SQS_CHUNK)),
        })
    }

    /// Write units since the last call. A large body is looked up first; that read does not count.
    fn writes(&self) -> f64 {
        let calls = self.meter.take();
        calls.iter().filter(|call| call.operation != "GetItem").map(Consumed::units).sum()
    }

    /// Bytes of all rows and of their entries in the indexes; deletes the rows.
    async fn take_rows(&self) -> Result<(usize, usize)> {
        let table = events_table(TABLE);
        let (mut rows, mut entries) = (0, 0);
        loop {
            let page = self.dynamodb.scan().table_name(TABLE).consistent_read(true).send().await?;
            let items = page.items.unwrap_or_default();
            if items.is_empty() {
                return Ok((rows, entries));
            }
            for item in items {
                rows += rules::item_bytes(&item) + STORAGE_OVERHEAD;
                entries += rules::index_bytes(&table, &item);
                let id = item.get("id").context("a row has an id")?;
                self.dynamodb.delete_item().table_name(TABLE).key("id", id.clone()).send().await?;
            }
        }
    }
}

/// The examples of a provider as events; with `bytes`, one of that size.
pub(crate) fn events(provider: &Provider, bytes: Option<usize>) -> Result<Vec<Event>> {
    let mut examples = Vec::new();
    for sample in Sample::all(provider.name)? {
        let body = std::str::from_utf8(sample.body(provider.name)?)?;
        examples.push((sample, body.to_owned()));
    }
    examples.sort_by_key(|(_, body)| body.len());
    if let (Some(bytes), Some((_, smallest))) = (bytes, examples.first().cloned()) {
        let fitting = examples.iter().rposition(|(_, body)| body.len() <= bytes).unwrap_or_default();
        examples = examples.drain(..).skip(fitting).take(1).collect();
        examples.iter_mut().for_each(|(_, body)| *body = grown(body, &smallest, bytes));
    }
    examples.into_iter().map(|(sample, body)| event(provider, &sample, body)).collect()
}

/// An example as the pipeline produces it: signed, verified, read.
fn event(provider: &Provider, sample: &Sample, body: String) -> Result<Event> {
    let headers = sample.headers.clone().into_iter().collect();
    let delivery = Delivery {
        source_ip: Some("203.0.113.7".to_owned()),
        request_id: uuid::Uuid::new_v4().to_string(),
        ..Delivery::post(sample.path.clone(), headers, body, Timestamp::now())
    };
    let verified = provider.proof.sign(delivery, SECRET)?.verify(&provider.proof, &Secrets::parse(SECRET)?);
    let verified = verified.map_err(|refusal| anyhow!("refused: {}", refusal.reason))?;
    let reading = provider.reading(&verified);
    Ok(Event::new(provider, &verified, reading))
}

fn mean(all: &[Measured]) -> Measured {
    let mean = |field: fn(&Measured) -> f64| all.iter().map(field).sum::<f64>() / float(all.len().max(1));
    Measured {
        body: mean(|m| m.body),
        put: mean(|m| m.put),
        mark: mean(|m| m.mark),
        repeat: mean(|m| m.repeat),
        count: mean(|m| m.count),
        rows: mean(|m| m.rows),
        entries: mean(|m| m.entries),
        sends: mean(|m| m.sends),
    }
}

/// Sizes and counts here are far below 2^53.
#[expect(clippy::cast_precision_loss)]
pub(crate) fn float(number: usize) -> f64 {
    number as f64
}
