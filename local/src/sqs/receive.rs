//! `ReceiveMessage`: returns visible messages; if there are none, waits for up to the allowed time.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use rusqlite::{OptionalExtension, Row, params};
use serde_json::{Value, json};
use tokio::time::Instant;
use uuid::Uuid;

use super::error::Error;
use super::queues::{self, Queue};
use super::selection::{ReceiveMessage, Received};
use super::store::Call;
use super::{Sqs, receipt, redrive};

/// The result of one look into the queue.
struct Look {
    messages: Vec<Value>,
    /// How long the request may wait for the first message.
    patience: Duration,
    /// When the next message becomes visible on its own.
    next: Option<Duration>,
}

/// Returns at the first message, at the end of the wait, or when the endpoint stops.
pub(super) async fn receive_message(sqs: &Sqs, request: ReceiveMessage, stopping: &AtomicBool) -> Result<Value, Error> {
    request.check()?;
    let start = Instant::now();
    let name = queues::name_of(request.queue_url.clone())?;
    let waker = sqs.wakers.of(&name);
    let request = Arc::new(request);
    loop {
        // Listens before it looks, to miss nothing sent in between.
        let woken = waker.notified();
        let (name, asked) = (name.clone(), Arc::clone(&request));
        let look = sqs.call(move |call| look(call, &name, &asked)).await?;
        let deadline = start + look.patience;
        if !look.messages.is_empty() {
            return Ok(json!({ "Messages": look.messages }));
        }
        if Instant::now() >= deadline || stopping.load(Ordering::Acquire) {
            return Ok(json!({}));
        }
        let until = look.next.map_or(deadline, |next| deadline.min(Instant::now() + next));
        // A timeout is a reason to look again, just as a wake-up is.
        let _ = tokio::time::timeout_at(until, woken).await;
    }
}

/// Answers immediately, with the messages that are visible.
pub(super) fn receive_at_once(call: &mut Call<'_>, request: &ReceiveMessage) -> Result<Value, Error> {
    request.check()?;
    let look = look(call, &queues::name_of(request.queue_url.clone())?, request)?;
    Ok(if look.messages.is_empty() { json!({}) } else { json!({ "Messages": look.messages }) })
}

fn look(call: &mut Call<'_>, name: &str, request: &ReceiveMessage) -> Result<Look, Error> {
    let queue = queues::named(call, name)?;
    queues::drop_expired(call, &queue)?;
    redrive::bury(call, &queue)?;
    let visibility = request.visibility_timeout.unwrap_or_else(|| queue.attributes.visibility_seconds());
    let messages = visible(call, &queue, request.count())?
        .into_iter()
        .map(|id| take(call, &queue, id, visibility, request))
        .collect::<Result<_, _>>()?;
    let patience = request.wait_time_seconds.unwrap_or_else(|| queue.attributes.wait_seconds());
    Ok(Look { messages, patience: Duration::from_secs(patience.unsigned_abs()), next: next_visible(call, &queue)? })
}

/// Up to `count` visible messages, oldest first, or in shuffled order.
fn visible(call: &Call<'_>, queue: &Queue, count: usize) -> Result<Vec<i64>, Error> {
    let limit = if call.faults.shuffle.is_some() { -1 } else { i64::try_from(count).unwrap_or(1) };
    let mut select = call.db.prepare_cached(
        "SELECT id FROM messages WHERE queue = ?1 AND visible_at <= ?2 ORDER BY visible_at, id LIMIT ?3",
    )?;
    let mut ids: Vec<i64> =
        select.query_map(params![queue.name, call.now, limit], |row| row.get(0))?.collect::<Result<_, _>>()?;
    if let Some(seed) = call.faults.shuffle {
        ids.sort_by_key(|&id| mixed(seed, id.unsigned_abs()));
    }
    ids.truncate(count);
    Ok(ids)
}

/// Delivers one message: a new receipt, one more receive, and hidden for `visibility` seconds.
fn take(call: &Call<'_>, queue: &Queue, id: i64, visibility: i64, request: &ReceiveMessage) -> Result<Value, Error> {
    let receipt = Uuid::new_v4().to_string();
    let mut update = call.db.prepare_cached(
        "UPDATE messages SET receipt = ?2, visible_at = ?3, receive_count = receive_count + 1,
                first_received_at = COALESCE(first_received_at, ?4)
         WHERE id = ?1
         RETURNING message_id, body, attributes, group_id, trace_header, sent_at, receive_count, first_received_at, source",
    )?;
    let row = params![id, receipt, call.now + visibility * 1000, call.now];
    let received = update.query_row(row, read)?;
    request.shown(&received, &receipt::handle(&queue.name, id, &receipt))
}

fn read(row: &Row<'_>) -> rusqlite::Result<Received> {
    Ok(Received {
        message_id: row.get(0)?,
        body: row.get(1)?,
        attributes: row.get(2)?,
        group_id: row.get(3)?,
        trace_header: row.get(4)?,
        sent_at: row.get(5)?,
        receive_count: row.get(6)?,
        first_received_at: row.get(7)?,
        source: row.get(8)?,
    })
}

fn next_visible(call: &Call<'_>, queue: &Queue) -> Result<Option<Duration>, Error> {
    let mut select = call.db.prepare_cached(
        "SELECT visible_at FROM messages WHERE queue = ?1 AND visible_at > ?2 ORDER BY visible_at LIMIT 1",
    )?;
    let at: Option<i64> = select.query_row(params![queue.name, call.now], |row| row.get(0)).optional()?;
    Ok(at.map(|at| Duration::from_millis((at - call.now).unsigned_abs())))
}

/// Mixes both numbers, so that every bit of them counts (the finaliser of SplitMix64).
fn mixed(seed: u64, id: u64) -> u64 {
    let mut z = seed.wrapping_add(id.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}
