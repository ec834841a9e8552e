//! Dead letters: messages that were received too often leave their queue, and an operator moves
//! them back.

use rusqlite::params;
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::attributes::queue_of_arn;
use super::error::{Error, invalid};
use super::queues::{self, OneQueue, Queue};
use super::store::Call;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct StartMessageMoveTask {
    source_arn: Option<String>,
    destination_arn: Option<String>,
    max_number_of_messages_per_second: Option<i64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct ListMessageMoveTasks {
    source_arn: Option<String>,
    max_results: Option<i64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct CancelMessageMoveTask {
    task_handle: Option<String>,
}

/// A message that is to be moved out of a dead-letter queue.
struct Move {
    id: i64,
    to: Option<String>,
}

/// Moves the visible messages that have been received as often as `queue` allows to its dead-letter
/// queue. They keep their id, their count and the time they were sent, so their retention
/// continues.
pub(super) fn bury(call: &mut Call<'_>, queue: &Queue) -> Result<(), Error> {
    let Some(policy) = queue.attributes.redrive_policy()? else { return Ok(()) };
    // If the target was deleted, the messages stay where they are.
    let Some(target) = queues::find(call, policy.target())? else { return Ok(()) };
    let moved = call.db.execute(
        "UPDATE messages SET queue = ?4, source = ?1, receipt = NULL, visible_at = ?2
         WHERE queue = ?1 AND visible_at <= ?2 AND receive_count >= ?3",
        params![queue.name, call.now, policy.max_receive_count, target.name],
    )?;
    if moved > 0 {
        call.woken.insert(target.name);
    }
    Ok(())
}

pub(super) fn list_dead_letter_source_queues(
    call: &mut Call<'_>,
    authority: &str,
    request: OneQueue,
) -> Result<Value, Error> {
    let queue = queues::at(call, request.queue_url)?;
    Ok(queues::url_page("queueUrls", authority, &sources(call, &queue.name)?, false))
}

/// Moves all visible messages, to `DestinationArn` or else back to the queue that each came from. A
/// moved message is a new one: id, time and count start again.
pub(super) fn start_message_move_task(call: &mut Call<'_>, request: StartMessageMoveTask) -> Result<Value, Error> {
    let source = by_arn(call, request.source_arn.as_deref(), "SourceArn")?;
    if sources(call, &source.name)?.is_empty() {
        let reason = "Source queue must be configured as a Dead Letter Queue.";
        return Err(invalid(&source.name, "SourceArn", reason));
    }
    let destination =
        request.destination_arn.as_deref().map(|arn| by_arn(call, Some(arn), "DestinationArn")).transpose()?;
    queues::drop_expired(call, &source)?;
    let moves = movable(call, &source, destination.as_ref().map(|queue| queue.name.as_str()))?;
    let mut moved = 0_i64;
    for Move { id, to } in &moves {
        let Some(to) = to else { continue };
        call.db.execute(
            "UPDATE messages SET queue = ?2, message_id = ?3, sent_at = ?4, visible_at = ?4, receipt = NULL,
                    receive_count = 0, first_received_at = NULL, source = NULL
             WHERE id = ?1",
            params![id, to, Uuid::new_v4().to_string(), call.now],
        )?;
        call.woken.insert(to.clone());
        moved += 1;
    }
    let to_move = i64::try_from(moves.len()).unwrap_or(i64::MAX);
    let (status, failure) =
        if moved == to_move { ("COMPLETED", None) } else { ("FAILED", Some("CouldNotDetermineMessageSource")) };
    let handle = Uuid::new_v4().to_string();
    call.db.execute(
        "INSERT INTO move_tasks (source, destination, status, failure, moved, to_move, per_second, started_at, handle)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        params![
            source.name,
            request.destination_arn,
            status,
            failure,
            moved,
            to_move,
            request.max_number_of_messages_per_second,
            call.now,
            handle
        ],
    )?;
    Ok(json!({ "TaskHandle": handle }))
}

/// The tasks of a queue, newest first.
pub(super) fn list_message_move_tasks(call: &mut Call<'_>, request: ListMessageMoveTasks) -> Result<Value, Error> {
    let source = by_arn(call, request.source_arn.as_deref(), "SourceArn")?;
    let limit = request.max_results.unwrap_or(1);
    if !(1..=10).contains(&limit) {
        return Err(invalid(limit, "MaxResults", "Must be between 1 and 10."));
    }
    let mut select = call.db.prepare_cached(
        "SELECT status, destination, failure, moved, to_move, per_second, started_at FROM move_tasks
         WHERE source = ?1 ORDER BY id DESC LIMIT ?2",
    )?;
    let tasks = select.query_map(params![source.name, limit], |row| {
        let mut task = json!({
            "Status": row.get::<_, String>(0)?,
            "SourceArn": super::queue_arn(&source.name),
            "DestinationArn": row.get::<_, Option<String>>(1)?,
            "FailureReason": row.get::<_, Option<String>>(2)?,
            "ApproximateNumberOfMessagesMoved": row.get::<_, i64>(3)?,
            "ApproximateNumberOfMessagesToMove": row.get::<_, i64>(4)?,
            "MaxNumberOfMessagesPerSecond": row.get::<_, Option<i64>>(5)?,
            "StartedTimestamp": row.get::<_, i64>(6)?,
        });
        if let Some(task) = task.as_object_mut() {
            task.retain(|_, value| !value.is_null());
        }
        Ok(task)
    })?;
    Ok(json!({ "Results": tasks.collect::<Result<Vec<_>, _>>()? }))
}

/// Always refused: a task is complete as soon as it was started.
pub(super) fn cancel_message_move_task(call: &mut Call<'_>, request: CancelMessageMoveTask) -> Result<Value, Error> {
    let handle = request.task_handle.ok_or(Error::MissingParameter("TaskHandle"))?;
    let known: bool =
        call.db.query_row("SELECT EXISTS (SELECT 1 FROM move_tasks WHERE handle = ?1)", [&handle], |row| row.get(0))?;
    if known {
        Err(Error::UnsupportedOperation("Only a running task can be cancelled; this one is done.".to_owned()))
    } else {
        Err(Error::ResourceNotFound("The task with this TaskHandle does not exist.".to_owned()))
    }
}

/// The queues whose redrive policy names `target`.
fn sources(call: &Call<'_>, target: &str) -> Result<Vec<String>, Error> {
    let mut names = Vec::new();
    for name in queues::all_names(call)? {
        let policy = queues::named(call, &name)?.attributes.redrive_policy()?;
        if policy.is_some_and(|policy| policy.target() == target) {
            names.push(name);
        }
    }
    Ok(names)
}

/// The visible messages of `source`, each with its destination: none if its own queue is unknown or
/// gone.
fn movable(call: &Call<'_>, source: &Queue, destination: Option<&str>) -> Result<Vec<Move>, Error> {
    let mut select = call.db.prepare_cached(
        "SELECT id, COALESCE(?3, (SELECT name FROM queues WHERE name = source)) FROM messages
         WHERE queue = ?1 AND visible_at <= ?2 ORDER BY visible_at, id",
    )?;
    let rows = select
        .query_map(params![source.name, call.now, destination], |row| Ok(Move { id: row.get(0)?, to: row.get(1)? }))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn by_arn(call: &Call<'_>, arn: Option<&str>, parameter: &'static str) -> Result<Queue, Error> {
    let arn = arn.ok_or(Error::MissingParameter(parameter))?;
    if !arn.starts_with("arn:aws:sqs:") {
        return Err(invalid(arn, parameter, "It is not the ARN of an SQS queue."));
    }
    let missing =
        || Error::ResourceNotFound(format!("The resource that you specified for {parameter} does not exist: {arn}"));
    queues::find(call, queue_of_arn(arn))?.ok_or_else(missing)
}
