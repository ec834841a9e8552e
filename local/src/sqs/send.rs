//! `SendMessage` and `SendMessageBatch`.

use rusqlite::params;
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::attributes::MAXIMUM_MESSAGE_SIZE;
use super::batch::{self, Entry};
use super::digest;
use super::error::Error;
use super::message::Message;
use super::queues::{self, Queue};
use super::store::Call;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct SendMessage {
    queue_url: Option<String>,
    #[serde(flatten)]
    message: Message,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct SendMessageBatch {
    queue_url: Option<String>,
    #[serde(default)]
    entries: Vec<SendEntry>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct SendEntry {
    id: String,
    #[serde(flatten)]
    message: Message,
}

impl Entry for SendEntry {
    const NAME: &'static str = "SendMessageBatchRequestEntry";

    fn id(&self) -> &str {
        &self.id
    }
}

pub(super) fn send_message(call: &mut Call<'_>, request: SendMessage) -> Result<Value, Error> {
    let queue = queues::at(call, request.queue_url)?;
    send(call, &queue, &request.message)
}

pub(super) fn send_message_batch(call: &mut Call<'_>, request: SendMessageBatch) -> Result<Value, Error> {
    let queue = queues::at(call, request.queue_url)?;
    batch::check(&request.entries)?;
    let sent = request.entries.iter().map(|entry| entry.message.size()).sum();
    if sent > MAXIMUM_MESSAGE_SIZE {
        return Err(Error::BatchRequestTooLong { limit: MAXIMUM_MESSAGE_SIZE, sent });
    }
    batch::each(request.entries, |entry| send(call, &queue, &entry.message))
}

fn send(call: &mut Call<'_>, queue: &Queue, message: &Message) -> Result<Value, Error> {
    message.check(queue.attributes.maximum_message_size())?;
    let message_id = Uuid::new_v4().to_string();
    let delay = message.delay_seconds.unwrap_or_else(|| queue.attributes.delay_seconds());
    let attributes = serde_json::to_string(&message.message_attributes)?;
    let mut insert = call.db.prepare_cached(
        "INSERT INTO messages (queue, message_id, body, attributes, group_id, trace_header, sent_at, visible_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?;
    for _copy in 0..if call.faults.deliver_twice { 2 } else { 1 } {
        insert.execute(params![
            queue.name,
            message_id,
            message.body(),
            attributes,
            message.message_group_id,
            message.trace_header(),
            call.now,
            call.now + delay * 1000
        ])?;
    }
    call.woken.insert(queue.name.clone());
    Ok(receipt(message, &message_id))
}

/// The response to the sender: the message's id, and the digests to check it with.
fn receipt(message: &Message, message_id: &str) -> Value {
    let mut answer = json!({ "MessageId": message_id, "MD5OfMessageBody": digest::of_body(message.body()) });
    let digests = [
        ("MD5OfMessageAttributes", &message.message_attributes),
        ("MD5OfMessageSystemAttributes", &message.message_system_attributes),
    ];
    for (name, attributes) in digests.into_iter().filter(|(_, attributes)| !attributes.is_empty()) {
        if let Some(answer) = answer.as_object_mut() {
            answer.insert(name.to_owned(), json!(digest::of_attributes(attributes.iter())));
        }
    }
    answer
}
