//! Creates, finds, lists, describes, changes, purges and deletes queues.

use std::collections::BTreeMap;

use rusqlite::{OptionalExtension, params};
use serde::Deserialize;
use serde_json::{Value, json};

use super::attributes::{Attributes, fifo, is_known};
use super::error::{Error, invalid};
use super::store::Call;
use super::{queue_arn, queue_url};

/// Attributes that are counted or derived on request.
const COMPUTED: [&str; 6] = [
    "ApproximateNumberOfMessages",
    "ApproximateNumberOfMessagesDelayed",
    "ApproximateNumberOfMessagesNotVisible",
    "CreatedTimestamp",
    "LastModifiedTimestamp",
    "QueueArn",
];

/// A stored queue.
#[derive(Debug)]
pub(super) struct Queue {
    pub(super) name: String,
    pub(super) attributes: Attributes,
    created_at: i64,
    modified_at: i64,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct CreateQueue {
    queue_name: Option<String>,
    #[serde(default)]
    attributes: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct GetQueueUrl {
    queue_name: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct ListQueues {
    queue_name_prefix: Option<String>,
    max_results: Option<usize>,
    next_token: Option<String>,
}

/// The request of any action that names a queue and nothing else.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct OneQueue {
    pub(super) queue_url: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct GetQueueAttributes {
    queue_url: Option<String>,
    #[serde(default)]
    attribute_names: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct SetQueueAttributes {
    queue_url: Option<String>,
    #[serde(default)]
    attributes: BTreeMap<String, String>,
}

pub(super) fn create_queue(call: &mut Call<'_>, authority: &str, request: CreateQueue) -> Result<Value, Error> {
    let name = request.queue_name.ok_or(Error::MissingParameter("QueueName"))?;
    create(call, &name, &request.attributes)?;
    Ok(json!({ "QueueUrl": queue_url(authority, &name) }))
}

pub(super) fn create(call: &mut Call<'_>, name: &str, given: &BTreeMap<String, String>) -> Result<(), Error> {
    if name.ends_with(".fifo") {
        return Err(fifo());
    }
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"_-".contains(&byte);
    if !(1..=80).contains(&name.len()) || !name.bytes().all(allowed) {
        let reason = "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length";
        return Err(invalid(name, "QueueName", reason));
    }
    let given = checked(call, given)?;
    match find(call, name)? {
        Some(queue) => queue.attributes.conflict(&given).map_or(Ok(()), |name| Err(Error::QueueNameExists(name))),
        None => {
            let mut attributes = Attributes::default();
            attributes.change(given);
            let attributes = serde_json::to_string(&attributes.0)?;
            call.db.execute("INSERT INTO queues VALUES (?1, ?2, ?3, ?3)", params![name, attributes, call.now])?;
            Ok(())
        }
    }
}

pub(super) fn get_queue_url(call: &mut Call<'_>, authority: &str, request: GetQueueUrl) -> Result<Value, Error> {
    let name = request.queue_name.ok_or(Error::MissingParameter("QueueName"))?;
    Ok(json!({ "QueueUrl": queue_url(authority, &named(call, &name)?.name) }))
}

pub(super) fn list_queues(call: &mut Call<'_>, authority: &str, request: ListQueues) -> Result<Value, Error> {
    if let Some(count) = request.max_results.filter(|count| !(1..=1000).contains(count)) {
        return Err(invalid(count, "MaxResults", "Must be between 1 and 1000."));
    }
    let limit = request.max_results.unwrap_or(1000);
    let prefix = request.queue_name_prefix.unwrap_or_default();
    let after = request.next_token.unwrap_or_default();
    let mut names = all_names(call)?;
    names.retain(|name| name.starts_with(&prefix) && *name > after);
    let more = request.max_results.is_some() && names.len() > limit;
    names.truncate(limit);
    Ok(url_page("QueueUrls", authority, &names, more))
}

pub(super) fn get_queue_attributes(call: &mut Call<'_>, request: GetQueueAttributes) -> Result<Value, Error> {
    let queue = at(call, request.queue_url)?;
    let asked = request.attribute_names;
    if let Some(unknown) = asked.iter().find(|name| !is_known(name, &COMPUTED)) {
        return Err(Error::InvalidAttributeName(unknown.clone()));
    }
    let mut attributes = queue.attributes.effective();
    if asked.iter().any(|name| name == "All" || name.starts_with("Approximate")) {
        attributes.extend(counts(call, &queue)?);
    }
    attributes.insert("CreatedTimestamp".to_owned(), (queue.created_at / 1000).to_string());
    attributes.insert("LastModifiedTimestamp".to_owned(), (queue.modified_at / 1000).to_string());
    attributes.insert("QueueArn".to_owned(), queue_arn(&queue.name));
    if !asked.iter().any(|name| name == "All") {
        attributes.retain(|name, _| asked.contains(name));
    }
    Ok(if attributes.is_empty() { json!({}) } else { json!({ "Attributes": attributes }) })
}

pub(super) fn set_queue_attributes(call: &mut Call<'_>, request: SetQueueAttributes) -> Result<Value, Error> {
    let mut queue = at(call, request.queue_url)?;
    if request.attributes.is_empty() {
        return Err(Error::MissingParameter("Attributes"));
    }
    queue.attributes.change(checked(call, &request.attributes)?);
    let attributes = serde_json::to_string(&queue.attributes.0)?;
    call.db.execute(
        "UPDATE queues SET attributes = ?2, modified_at = ?3 WHERE name = ?1",
        params![queue.name, attributes, call.now],
    )?;
    call.woken.insert(queue.name);
    Ok(json!({}))
}

pub(super) fn purge_queue(call: &mut Call<'_>, request: OneQueue) -> Result<Value, Error> {
    let queue = at(call, request.queue_url)?;
    call.db.execute("DELETE FROM messages WHERE queue = ?1", [&queue.name])?;
    Ok(json!({}))
}

pub(super) fn delete_queue(call: &mut Call<'_>, request: OneQueue) -> Result<Value, Error> {
    let queue = at(call, request.queue_url)?;
    call.db.execute("DELETE FROM queues WHERE name = ?1", [&queue.name])?;
    // Its receivers find out that it is gone.
    call.woken.insert(queue.name);
    Ok(json!({}))
}

/// The queue of a URL. Only the name at its end matters, so any host name will do.
pub(super) fn at(call: &Call<'_>, url: Option<String>) -> Result<Queue, Error> {
    named(call, &name_of(url)?)
}

pub(super) fn name_of(url: Option<String>) -> Result<String, Error> {
    let url = url.ok_or(Error::MissingParameter("QueueUrl"))?;
    Ok(url.rsplit('/').next().unwrap_or(&url).to_owned())
}

pub(super) fn named(call: &Call<'_>, name: &str) -> Result<Queue, Error> {
    find(call, name)?.ok_or_else(|| Error::QueueDoesNotExist(name.to_owned()))
}

pub(super) fn find(call: &Call<'_>, name: &str) -> Result<Option<Queue>, Error> {
    let mut select =
        call.db.prepare_cached("SELECT attributes, created_at, modified_at FROM queues WHERE name = ?1")?;
    let row = select.query_row([name], |row| Ok((row.get::<_, String>(0)?, row.get(1)?, row.get(2)?))).optional()?;
    let Some((attributes, created_at, modified_at)) = row else { return Ok(None) };
    let attributes = Attributes(serde_json::from_str(&attributes)?);
    Ok(Some(Queue { name: name.to_owned(), attributes, created_at, modified_at }))
}

pub(super) fn all_names(call: &Call<'_>) -> Result<Vec<String>, Error> {
    let mut select = call.db.prepare_cached("SELECT name FROM queues ORDER BY name")?;
    let names = select.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    Ok(names)
}

/// A page of queue URLs. The last name is the token of the next page.
pub(super) fn url_page(key: &str, authority: &str, names: &[String], more: bool) -> Value {
    let urls: Vec<_> = names.iter().map(|name| queue_url(authority, name)).collect();
    let mut page = json!({ key: urls });
    if let (true, Some(last), Some(page)) = (more, names.last(), page.as_object_mut()) {
        page.insert("NextToken".to_owned(), json!(last));
    }
    page
}

/// Removes messages past their queue's retention, before anything else happens.
pub(super) fn drop_expired(call: &Call<'_>, queue: &Queue) -> Result<(), Error> {
    let oldest = call.now - queue.attributes.retention_seconds() * 1000;
    let mut delete = call.db.prepare_cached("DELETE FROM messages WHERE queue = ?1 AND sent_at <= ?2")?;
    delete.execute(params![queue.name, oldest])?;
    Ok(())
}

fn checked(call: &Call<'_>, given: &BTreeMap<String, String>) -> Result<Attributes, Error> {
    let attributes = Attributes::checked(given)?;
    if let Some(policy) = attributes.redrive_policy()?
        && find(call, policy.target())?.is_none()
    {
        let target = &policy.dead_letter_target_arn;
        return Err(invalid(target, "RedrivePolicy", "Dead letter target does not exist."));
    }
    Ok(attributes)
}

fn counts(call: &Call<'_>, queue: &Queue) -> Result<[(String, String); 3], Error> {
    drop_expired(call, queue)?;
    let [visible, delayed, in_flight]: [i64; 3] = call.db.query_row(
        "SELECT COUNT(*) FILTER (WHERE visible_at <= ?2),
                COUNT(*) FILTER (WHERE visible_at > ?2 AND receipt IS NULL),
                COUNT(*) FILTER (WHERE visible_at > ?2 AND receipt IS NOT NULL)
         FROM messages WHERE queue = ?1",
        params![queue.name, call.now],
        |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?]),
    )?;
    Ok([
        ("ApproximateNumberOfMessages".to_owned(), visible.to_string()),
        ("ApproximateNumberOfMessagesDelayed".to_owned(), delayed.to_string()),
        ("ApproximateNumberOfMessagesNotVisible".to_owned(), in_flight.to_string()),
    ])
}
