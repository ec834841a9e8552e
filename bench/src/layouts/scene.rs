//! Tables on the embedded engine for one layout, and the row that the store writes for a delivery.

use std::net::Ipv4Addr;

use anyhow::{Context, Result, anyhow};
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::{AttributeValue, Delete, Put, TransactWriteItem};
use frontdesk::delivery::Delivery;
use frontdesk::event::Event;
use frontdesk::lambda::aws::{Access, Clients};
use frontdesk::provider::Provider;
use frontdesk::providers::Gire;
use frontdesk::secrets::Secrets;
use frontdesk::store::Store;
use frontdesk_local::capacity::rules::Item;
use frontdesk_local::capacity::{Consumed, Meter};
use frontdesk_local::dynamodb::{DynamoDb, events_table};
use jiff::Timestamp;
use serde_json::Value;
use tokio::net::TcpListener;

use super::plan::{EVENTS, Layout, OUTBOX, Part, Write};
use crate::delivery::{SECRET, body, hmac};

/// A message id of SQS.
const MESSAGE_ID: &str = "2dd73d2e-afb8-4f1e-8b37-5f17769c6d14";

/// The tables of a layout.
pub(super) struct Scene {
    dynamodb: Client,
    meter: Meter,
}

impl Scene {
    pub(super) async fn of(layout: &Layout) -> Result<Self> {
        Self::with(&layout.tables).await
    }

    async fn with(tables: &[Value]) -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let endpoint = format!("http://{}", listener.local_addr()?);
        let database = DynamoDb::in_memory()?;
        for table in tables {
            let name = table.get("TableName").and_then(Value::as_str).unwrap_or_default();
            database.create_table(name, table.clone())?;
        }
        tokio::spawn(database.serve(listener, std::future::pending()));
        let access = Access {
            region: "us-east-1".to_owned(),
            access_key_id: "local".to_owned(),
            secret_access_key: "local".to_owned(),
            session_token: None,
            dynamodb: Some(endpoint),
            sqs: None,
            secrets_manager: None,
            roots: None,
        };
        let meter = Meter::default();
        Ok(Self { dynamodb: meter.on(&Clients::for_relay(&access).dynamodb()), meter })
    }

    /// Units before the answer and after it.
    pub(super) async fn units(&self, layout: &Layout, row: &Item) -> Result<[f64; 2]> {
        let mut units = [0.0; 2];
        for step in &layout.steps {
            match step.writes.as_slice() {
                [write] => self.write(*write, row).await?,
                writes => self.transact(writes, row).await?,
            }
            let [before, after] = &mut units;
            *if step.before_answer { before } else { after } += self.consumed();
        }
        Ok(units)
    }

    fn consumed(&self) -> f64 {
        self.meter.take().iter().map(Consumed::units).sum()
    }

    async fn write(&self, write: Write, row: &Item) -> Result<()> {
        match write {
            Write::Put(part) => {
                let put = self.dynamodb.put_item().table_name(table(part)).set_item(Some(item(part, row)));
                put.condition_expression("attribute_not_exists(id)").send().await?;
            }
            Write::Mark(part) => {
                let mark = "SET published_at = :now, message_id = :message REMOVE pending";
                self.update(&key(part, row), mark, &[]).await?;
            }
            Write::Move => {
                let day = row.get("day").context("a row has a day")?;
                let mark = "SET published_at = :now, message_id = :message, place = :day";
                self.update(&key(Part::OneKey, row), mark, &[(":day", day)]).await?;
            }
            Write::Delete(part) => {
                self.dynamodb.delete_item().table_name(table(part)).set_key(Some(key(part, row))).send().await?;
            }
        }
        Ok(())
    }

    async fn update(&self, key: &Item, expression: &str, more: &[(&str, &AttributeValue)]) -> Result<()> {
        let update = self.dynamodb.update_item().table_name(EVENTS).set_key(Some(key.clone()));
        let mut update = update
            .update_expression(expression)
            .expression_attribute_values(":now", text("2026-11-20T10:00:00.000Z"))
            .expression_attribute_values(":message", text(MESSAGE_ID));
        for (name, value) in more {
            update = update.expression_attribute_values(*name, (*value).clone());
        }
        update.send().await?;
        Ok(())
    }

    async fn transact(&self, writes: &[Write], row: &Item) -> Result<()> {
        let mut transaction = self.dynamodb.transact_write_items();
        for write in writes {
            let action = TransactWriteItem::builder();
            let action = match write {
                Write::Put(part) => {
                    let put = Put::builder().table_name(table(*part)).set_item(Some(item(*part, row)));
                    action.put(put.condition_expression("attribute_not_exists(id)").build()?)
                }
                Write::Delete(part) => {
                    action.delete(Delete::builder().table_name(table(*part)).set_key(Some(key(*part, row))).build()?)
                }
                Write::Mark(_) | Write::Move => anyhow::bail!("no layout marks in a transaction"),
            };
            transaction = transaction.transact_items(action.build());
        }
        transaction.send().await?;
        Ok(())
    }
}

/// The row that the store writes for a delivery of Gire with a body of about that size.
pub(super) async fn row(bytes: usize) -> Result<Item> {
    let scene = Scene::with(&[events_table(EVENTS)]).await?;
    let event = event(bytes)?;
    Store::new(scene.dynamodb.clone(), EVENTS, 90).put(&event).await?;
    let page = scene.dynamodb.scan().table_name(EVENTS).consistent_read(true).send().await?;
    page.items.unwrap_or_default().pop().context("the row is there")
}

/// What the store's own put and mark consume.
#[cfg(test)]
pub(super) async fn store_units(bytes: usize) -> Result<[f64; 2]> {
    let scene = Scene::with(&[events_table(EVENTS)]).await?;
    let store = Store::new(scene.dynamodb.clone(), EVENTS, 90);
    let event = event(bytes)?;
    store.put(&event).await?;
    let put = scene.consumed();
    store.mark(&event.id, MESSAGE_ID, Timestamp::now()).await?;
    Ok([put, scene.consumed()])
}

fn event(bytes: usize) -> Result<Event> {
    let body = body(1, bytes);
    let headers = [
        ("content-type".to_owned(), "application/json".to_owned()),
        ("x-hub-signature-256".to_owned(), format!("sha256={}", hmac(SECRET, &body))),
    ];
    let delivery = Delivery {
        method: "POST".to_owned(),
        path: "/".to_owned(),
        headers: headers.into(),
        body: body.into(),
        source_ip: Some("203.0.113.7".to_owned()),
        request_id: "5b1f0c9e-7a34-4c58-9d0e-2f6b8a1c4d73".to_owned(),
        received_at: Timestamp::now(),
        auth_header: None,
    };
    let verified = delivery.verify::<Gire>(&Secrets::parse(SECRET)?);
    let verified = verified.map_err(|refused| anyhow!("refused: {}", refused.refusal))?;
    let reading = Gire::read(&verified);
    Ok(Event::new::<Gire>(&verified, reading))
}

fn table(part: Part) -> &'static str {
    if matches!(part, Part::NoteApart) { OUTBOX } else { EVENTS }
}

fn item(part: Part, row: &Item) -> Item {
    let with = |keep: fn(&str) -> bool| -> Item {
        let kept = row.iter().filter(|(name, _)| keep(name.as_str()));
        kept.map(|(name, value)| (name.clone(), value.clone())).collect()
    };
    let mut item = match part {
        Part::Whole => row.clone(),
        Part::Settled => with(|name| name != "pending"),
        Part::Head => with(|name| !matches!(name, "body" | "encoding")),
        Part::Body => with(|name| matches!(name, "body" | "encoding" | "expires_at")),
        Part::Note => with(|name| matches!(name, "pending" | "received_at")),
        Part::NoteApart => with(|name| matches!(name, "received_at" | "request_id")),
        Part::OneKey => with(|name| !matches!(name, "pending" | "day")),
    };
    if matches!(part, Part::OneKey) {
        item.insert("place".to_owned(), text("outbox#3"));
    }
    item.extend(key(part, row));
    item
}

fn key(part: Part, row: &Item) -> Item {
    let id = row.get("id").and_then(|id| id.as_s().ok()).map_or("", String::as_str);
    let id = match part {
        Part::Body => format!("{id}#body"),
        Part::Note => format!("{id}#pending"),
        _ => id.to_owned(),
    };
    Item::from([("id".to_owned(), text(&id))])
}

fn text(text: &str) -> AttributeValue {
    AttributeValue::S(text.to_owned())
}
