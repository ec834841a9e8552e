//! The consumers: take messages from the queue as they come, ten at a time, and delete them.

use std::sync::Arc;

use anyhow::{Context, Result};
use aws_sdk_sqs::Client;
use aws_sdk_sqs::types::DeleteMessageBatchRequestEntry;
use serde::Deserialize;
use serde_json::value::RawValue;
use tokio::task::JoinSet;

use super::deliveries::number_in;
use super::ledger::Ledger;

/// How many take messages at the same time.
const CONSUMERS: usize = 2;
/// How long one asks for a message, in seconds.
const POLL_SECONDS: i32 = 1;

/// What a consumer reads of a message.
#[derive(Debug, Deserialize)]
struct Message<'a> {
    id: &'a str,
    source: &'a str,
    #[serde(borrow)]
    data: Option<&'a RawValue>,
}

/// Starts the consumers. They go on until they are dropped; an error ends the one that has it.
pub(crate) fn consumers(client: &Client, queue_url: &str, ledger: &Arc<Ledger>) -> JoinSet<Result<()>> {
    let mut consumers = JoinSet::new();
    for _ in 0..CONSUMERS {
        consumers.spawn(consume(client.clone(), queue_url.to_owned(), Arc::clone(ledger)));
    }
    consumers
}

async fn consume(client: Client, queue_url: String, ledger: Arc<Ledger>) -> Result<()> {
    loop {
        let receive = client.receive_message().queue_url(&queue_url).max_number_of_messages(10);
        let received = receive.wait_time_seconds(POLL_SECONDS).send().await.context("the queue gives no messages")?;
        let mut delete = client.delete_message_batch().queue_url(&queue_url);
        let messages = received.messages.unwrap_or_default();
        for (index, message) in messages.iter().enumerate() {
            let event: Message<'_> =
                serde_json::from_str(message.body().unwrap_or_default()).context("a message is no event")?;
            let number = event.data.and_then(|data| number_in(data.get()));
            let provider = event.source.rsplit('/').next().unwrap_or_default();
            ledger.received(number, &format!("{provider}:{}", event.id));
            let entry = DeleteMessageBatchRequestEntry::builder().id(index.to_string());
            let entry = entry.set_receipt_handle(message.receipt_handle.clone());
            delete = delete.entries(entry.build()?);
        }
        if !messages.is_empty() {
            delete.send().await.context("the queue does not delete messages")?;
        }
    }
}
