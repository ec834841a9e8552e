//! Receipt handles: deleting a message, and changing its visibility timeout.
//!
//! A handle names the queue, the message and the receive. As on AWS, only the handle of the last
//! receive has an effect; a request with an older one succeeds without effect.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rusqlite::{OptionalExtension, params};
use serde::Deserialize;
use serde_json::{Value, json};

use super::batch::{self, Entry};
use super::error::{Error, invalid};
use super::queues::{self, Queue};
use super::store::Call;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct DeleteMessage {
    queue_url: Option<String>,
    receipt_handle: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct ChangeMessageVisibility {
    queue_url: Option<String>,
    receipt_handle: Option<String>,
    visibility_timeout: Option<i64>,
}

/// `DeleteMessageBatch` or `ChangeMessageVisibilityBatch`.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Batch<E> {
    queue_url: Option<String>,
    #[serde(default = "Vec::new")]
    entries: Vec<E>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct DeleteEntry {
    id: String,
    receipt_handle: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct ChangeEntry {
    id: String,
    receipt_handle: Option<String>,
    visibility_timeout: Option<i64>,
}

impl Entry for DeleteEntry {
    const NAME: &'static str = "DeleteMessageBatchRequestEntry";

    fn id(&self) -> &str {
        &self.id
    }
}

impl Entry for ChangeEntry {
    const NAME: &'static str = "ChangeMessageVisibilityBatchRequestEntry";

    fn id(&self) -> &str {
        &self.id
    }
}

/// The handle of one receive of one message.
pub(super) fn handle(queue: &str, id: i64, receipt: &str) -> String {
    URL_SAFE_NO_PAD.encode(format!("{queue}:{id}:{receipt}"))
}

pub(super) fn delete_message(call: &mut Call<'_>, request: DeleteMessage) -> Result<Value, Error> {
    let queue = queues::at(call, request.queue_url)?;
    delete(call, &queue, request.receipt_handle.as_deref())
}

pub(super) fn delete_message_batch(call: &mut Call<'_>, request: Batch<DeleteEntry>) -> Result<Value, Error> {
    let queue = queues::at(call, request.queue_url)?;
    batch::check(&request.entries)?;
    batch::each(request.entries, |entry| delete(call, &queue, entry.receipt_handle.as_deref()))
}

pub(super) fn change_message_visibility(call: &mut Call<'_>, request: ChangeMessageVisibility) -> Result<Value, Error> {
    let queue = queues::at(call, request.queue_url)?;
    change(call, &queue, request.receipt_handle.as_deref(), request.visibility_timeout)
}

pub(super) fn change_message_visibility_batch(
    call: &mut Call<'_>,
    request: Batch<ChangeEntry>,
) -> Result<Value, Error> {
    let queue = queues::at(call, request.queue_url)?;
    batch::check(&request.entries)?;
    batch::each(request.entries, |entry| {
        change(call, &queue, entry.receipt_handle.as_deref(), entry.visibility_timeout)
    })
}

fn delete(call: &Call<'_>, queue: &Queue, handle: Option<&str>) -> Result<Value, Error> {
    let (id, receipt) = opened(queue, handle)?;
    let mut delete = call.db.prepare_cached("DELETE FROM messages WHERE id = ?1 AND queue = ?2 AND receipt = ?3")?;
    delete.execute(params![id, queue.name, receipt])?;
    Ok(json!({}))
}

fn change(call: &mut Call<'_>, queue: &Queue, handle: Option<&str>, timeout: Option<i64>) -> Result<Value, Error> {
    let (id, receipt) = opened(queue, handle)?;
    let timeout = timeout.ok_or(Error::MissingParameter("VisibilityTimeout"))?;
    if !(0..=43_200).contains(&timeout) {
        return Err(invalid(timeout, "VisibilityTimeout", "Must be between 0 and 43200."));
    }
    let held = call.db.query_row(
        "SELECT receipt IS ?3 AND visible_at > ?4 FROM messages WHERE id = ?1 AND queue = ?2",
        params![id, queue.name, receipt, call.now],
        |row| row.get::<_, bool>(0),
    );
    match held.optional()? {
        None => {
            let reason = "Message does not exist or is not available for visibility timeout change.";
            return Err(invalid(handle.unwrap_or_default(), "ReceiptHandle", reason));
        }
        Some(false) => return Err(Error::MessageNotInflight),
        Some(true) => {}
    }
    call.db.execute("UPDATE messages SET visible_at = ?2 WHERE id = ?1", params![id, call.now + timeout * 1000])?;
    call.woken.insert(queue.name.clone());
    Ok(json!({}))
}

/// The message and the receive that a handle refers to.
fn opened(queue: &Queue, handle: Option<&str>) -> Result<(i64, String), Error> {
    let handle = handle.ok_or(Error::MissingParameter("ReceiptHandle"))?;
    let parts = || {
        let text = String::from_utf8(URL_SAFE_NO_PAD.decode(handle).ok()?).ok()?;
        let (name, rest) = text.split_once(':')?;
        let (id, receipt) = rest.split_once(':')?;
        (name == queue.name).then_some((id.parse().ok()?, receipt.to_owned()))
    };
    parts().ok_or_else(|| Error::ReceiptHandleIsInvalid(handle.to_owned()))
}
