//! DynamoDB, SQS and Secrets Manager for one test: embedded, or the engine that
//! `FRONTDESK_TEST_ENGINE` names.
//!
//! Every test has its own table and queue, so tests can share an engine concurrently.

use std::collections::HashMap;
use std::net::Ipv4Addr;

use anyhow::{Context, Result};
use aws_sdk_dynamodb::types::AttributeValue;
use frontdesk::aws::{Access, Clients};
use frontdesk::clock::Clock;
use frontdesk::publish::outbox::Outbox;
use frontdesk::publish::queue::Queue;
use frontdesk::store::Store;
use frontdesk_local::dynamodb::{DynamoDb, events_table};
use frontdesk_local::secrets_manager::SecretsManager;
use frontdesk_local::sqs::Sqs;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::proxy::Proxy;

/// The retention of events in tests, equal to the functions' default, in days.
pub const RETENTION_DAYS: u32 = 90;

/// A row of the table.
pub type Item = HashMap<String, AttributeValue>;

/// A table and a queue on real engines, removed on drop.
pub struct Engines {
    /// The address of DynamoDB.
    pub dynamodb_url: String,
    /// The address of SQS.
    pub sqs_url: String,
    /// The address of Secrets Manager.
    pub secrets_manager_url: String,
    /// The table's name.
    pub table: String,
    /// The queue's URL.
    pub queue_url: String,
    access: Access,
    _stop: watch::Sender<bool>,
}

impl Engines {
    /// Starts the engines, and creates the table and the queue.
    ///
    /// # Errors
    /// If one of them does not start.
    pub async fn start() -> Result<Self> {
        Self::start_with(|sqs| sqs).await
    }

    /// Starts the engines with an SQS that misbehaves as a standard queue may.
    ///
    /// # Errors
    /// If one of the engines does not start.
    pub async fn start_with(misbehave: impl FnOnce(Sqs) -> Sqs) -> Result<Self> {
        let (stop, stopped) = watch::channel(false);
        let [dynamodb_url, sqs_url, secrets_manager_url] = match std::env::var("FRONTDESK_TEST_ENGINE") {
            Ok(engine) => [engine.clone(), engine.clone(), engine],
            Err(_) => embedded(misbehave(Sqs::in_memory()?), &stopped).await?,
        };
        let name = format!("test-{}", uuid::Uuid::new_v4().simple());
        let mut engines = Self {
            access: access(&dynamodb_url, &sqs_url, &secrets_manager_url),
            secrets_manager_url,
            dynamodb_url,
            sqs_url,
            table: name.clone(),
            queue_url: String::new(),
            _stop: stop,
        };
        engines.create_table().await?;
        let queue = Clients::for_relay(&engines.access).sqs().create_queue().queue_name(name).send().await?;
        engines.queue_url = queue.queue_url.context("a queue has a URL")?;
        Ok(engines)
    }

    async fn create_table(&self) -> Result<()> {
        let definition = events_table(&self.table).to_string();
        let upstream = self.dynamodb_url.strip_prefix("http://").context("an engine's address starts with http://")?;
        let request = http::Request::post("/")
            .header("host", upstream)
            .header("x-amz-target", "DynamoDB_20120810.CreateTable")
            .header("content-type", "application/x-amz-json-1.0")
            .header("x-amz-date", "20260101T000000Z")
            .header("authorization", authorization(&self.access, "dynamodb"))
            .body(definition.into())?;
        let answer = crate::proxy::send(request, upstream).await?;
        anyhow::ensure!(answer.status().is_success(), "CreateTable: {}", String::from_utf8_lossy(answer.body()));
        Ok(())
    }

    /// Returns the endpoints and credentials for a function.
    #[must_use]
    pub fn access(&self) -> &Access {
        &self.access
    }

    /// Starts a proxy that this process's calls to DynamoDB go through from now on.
    ///
    /// # Errors
    /// If it does not start.
    pub async fn proxy_dynamodb(&mut self) -> Result<Proxy> {
        let proxy = Proxy::start(&self.dynamodb_url).await?;
        self.access.dynamodb = Some(proxy.url());
        Ok(proxy)
    }

    /// Starts a proxy that this process's calls to SQS go through from now on.
    ///
    /// # Errors
    /// If it does not start.
    pub async fn proxy_sqs(&mut self) -> Result<Proxy> {
        let proxy = Proxy::start(&self.sqs_url).await?;
        self.access.sqs = Some(proxy.url());
        Ok(proxy)
    }

    /// Returns the table, as the pipeline uses it.
    #[must_use]
    pub fn store(&self) -> Store {
        Store::new(Clients::for_relay(&self.access).dynamodb(), &self.table, RETENTION_DAYS)
    }

    /// Returns the outbox, from the table to the queue.
    #[must_use]
    pub fn outbox(&self, clock: impl Into<Clock>) -> Outbox {
        let queue = Queue::new(Clients::for_relay(&self.access).sqs(), &self.queue_url);
        Outbox::new(self.store(), queue, frontdesk::providers::ALL, clock)
    }

    /// Returns a row by its key.
    ///
    /// # Errors
    /// If the table does not answer.
    pub async fn item(&self, key: &str) -> Result<Option<Item>> {
        let get = Clients::for_relay(&self.access).dynamodb().get_item().table_name(&self.table).consistent_read(true);
        Ok(get.key("id", AttributeValue::S(key.to_owned())).send().await?.item)
    }

    /// Returns a client for the table.
    #[must_use]
    pub fn dynamodb(&self) -> aws_sdk_dynamodb::Client {
        Clients::for_relay(&self.access).dynamodb()
    }

    /// Writes a row as given.
    ///
    /// # Errors
    /// If the table does not accept it.
    pub async fn put(&self, item: Item) -> Result<()> {
        self.dynamodb().put_item().table_name(&self.table).set_item(Some(item)).send().await?;
        Ok(())
    }

    /// Deletes a row.
    ///
    /// # Errors
    /// If the table does not answer.
    pub async fn delete(&self, key: &str) -> Result<()> {
        let delete = self.dynamodb().delete_item().table_name(&self.table);
        delete.key("id", AttributeValue::S(key.to_owned())).send().await?;
        Ok(())
    }

    /// Returns all rows.
    ///
    /// # Errors
    /// If the table does not answer.
    pub async fn items(&self) -> Result<Vec<Item>> {
        let dynamodb = Clients::for_relay(&self.access).dynamodb();
        let mut items = Vec::new();
        let mut from = None;
        loop {
            let scan = dynamodb.scan().table_name(&self.table).consistent_read(true).set_exclusive_start_key(from);
            let page = scan.send().await?;
            items.extend(page.items.unwrap_or_default());
            from = page.last_evaluated_key.filter(|key| !key.is_empty());
            if from.is_none() {
                return Ok(items);
            }
        }
    }

    /// Receives and deletes all messages in the queue. Returns them with their attributes.
    ///
    /// # Errors
    /// If the queue does not answer.
    pub async fn take_messages(&self) -> Result<Vec<aws_sdk_sqs::types::Message>> {
        let sqs = Clients::for_relay(&self.access).sqs();
        let mut taken = Vec::new();
        loop {
            let receive = sqs
                .receive_message()
                .queue_url(&self.queue_url)
                .max_number_of_messages(10)
                .message_attribute_names("All")
                .message_system_attribute_names(aws_sdk_sqs::types::MessageSystemAttributeName::All);
            let received = receive.send().await?.messages.unwrap_or_default();
            if received.is_empty() {
                return Ok(taken);
            }
            for message in received {
                let delete = sqs.delete_message().queue_url(&self.queue_url);
                delete.set_receipt_handle(message.receipt_handle.clone()).send().await?;
                taken.push(message);
            }
        }
    }

    /// Receives and deletes all messages in the queue. Returns the ids of their events, sorted.
    ///
    /// # Errors
    /// If the queue does not answer, or a message is not an event.
    pub async fn take_ids(&self) -> Result<Vec<String>> {
        let mut ids = Vec::new();
        for message in self.take_messages().await? {
            let event: Value = serde_json::from_str(message.body().unwrap_or_default())?;
            let id = event.get("id").and_then(Value::as_str).context("an event has an id")?;
            ids.push(id.to_owned());
        }
        ids.sort();
        Ok(ids)
    }
}

/// Returns the text of an attribute, if there is one.
#[must_use]
pub fn text<'a>(item: &'a Item, name: &str) -> Option<&'a str> {
    match item.get(name)? {
        AttributeValue::S(text) | AttributeValue::N(text) => Some(text),
        _ => None,
    }
}

async fn embedded(sqs: Sqs, stopped: &watch::Receiver<bool>) -> Result<[String; 3]> {
    let ended = |mut stopped: watch::Receiver<bool>| async move {
        let _ = stopped.wait_for(|stop| *stop).await;
    };
    let listen = || TcpListener::bind((Ipv4Addr::LOCALHOST, 0));
    let (dynamodb_at, sqs_at, secrets_at) = (listen().await?, listen().await?, listen().await?);
    let url = |listener: &TcpListener| listener.local_addr().map(|address| format!("http://{address}"));
    let urls = [url(&dynamodb_at)?, url(&sqs_at)?, url(&secrets_at)?];
    tokio::spawn(DynamoDb::in_memory()?.serve(dynamodb_at, ended(stopped.clone())));
    tokio::spawn(sqs.serve(sqs_at, ended(stopped.clone())));
    tokio::spawn(SecretsManager::default().serve(secrets_at, ended(stopped.clone())));
    Ok(urls)
}

fn access(dynamodb: &str, sqs: &str, secrets_manager: &str) -> Access {
    Access {
        region: "us-east-1".to_owned(),
        access_key_id: "000000000000".to_owned(),
        secret_access_key: "test".to_owned(),
        session_token: None,
        dynamodb: Some(dynamodb.to_owned()),
        sqs: Some(sqs.to_owned()),
        secrets_manager: Some(secrets_manager.to_owned()),
        roots: None,
    }
}

/// Returns a well-formed authorization header, for an engine that does not check the signature but
/// reads the account from it.
fn authorization(access: &Access, service: &str) -> String {
    format!(
        "AWS4-HMAC-SHA256 Credential={}/20260101/{}/{service}/aws4_request, SignedHeaders=host, Signature={}",
        access.access_key_id,
        access.region,
        "0".repeat(64)
    )
}
