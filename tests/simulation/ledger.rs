//! The calls that AWS carried out, in order, and the promises that must hold after each, as seen
//! from below the SDK.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use crate::aws::Invocation;
use crate::plan::{DAY, SECOND};
use crate::provider::MAX_SKEW;

/// The known state of an event's row.
#[derive(Debug, Default)]
pub(crate) struct Row {
    pub(crate) sha256: String,
    pub(crate) is_pending: bool,
    /// In milliseconds since the start.
    pub(crate) put_at: u64,
    pub(crate) expires_at: Option<i64>,
    parts: Vec<String>,
    /// Who saw it pending, and when: the sandbox that put it, and relays that read it by key.
    seen: Vec<(Arc<Invocation>, u64)>,
    sent_by: Vec<Arc<Invocation>>,
}

impl Row {
    pub(crate) fn is_large(&self) -> bool {
        !self.parts.is_empty()
    }
}

/// The rows and messages after every call so far.
#[derive(Debug)]
pub(crate) struct Ledger {
    pub(crate) rows: BTreeMap<String, Row>,
    /// The keys of rows that have expired.
    pub(crate) expired: BTreeSet<String>,
    /// Parts of bodies, refused deliveries and consumers' records, with their expiry.
    pub(crate) others: BTreeMap<String, i64>,
    /// Events that consumers have recorded as done, by the key of their row.
    pub(crate) done: BTreeSet<String>,
    /// Events to consume, by the key of the consumers' records, replays excluded.
    pub(crate) to_consume: BTreeSet<String>,
    pub(crate) pending: usize,
    pub(crate) stored: usize,
    pub(crate) messages: usize,
    pub(crate) repeats: usize,
    retention: i64,
}

/// A call that an engine has carried out.
pub(crate) struct Call<'a> {
    pub(crate) by: &'a Arc<Invocation>,
    pub(crate) operation: &'a str,
    pub(crate) request: Value,
    pub(crate) response: Value,
    /// In milliseconds since the start.
    pub(crate) at: u64,
    /// In Unix seconds.
    pub(crate) second: i64,
}

impl Ledger {
    pub(crate) fn new(retention_days: u32) -> Self {
        Self {
            rows: BTreeMap::new(),
            expired: BTreeSet::new(),
            others: BTreeMap::new(),
            done: BTreeSet::new(),
            to_consume: BTreeSet::new(),
            pending: 0,
            stored: 0,
            messages: 0,
            repeats: 0,
            retention: i64::from(retention_days) * (DAY / SECOND) as i64,
        }
    }

    /// Records a call, and checks it.
    pub(crate) fn note(&mut self, call: &Call<'_>) -> Result<()> {
        let noted = match call.operation {
            "PutItem" => self.put(call),
            "UpdateItem" => self.update(call),
            "BatchGetItem" => {
                self.read(call);
                Ok(())
            }
            "SendMessage" => self.sent(call, &call.request),
            "SendMessageBatch" => self.sent_batch(call),
            "DeleteItem" | "BatchWriteItem" => bail!("{} deletes", call.by.name),
            _ => Ok(()),
        };
        noted.with_context(|| format!("{} of {}", call.operation, call.by.name))
    }

    fn put(&mut self, call: &Call<'_>) -> Result<()> {
        let item = &call.request["Item"];
        let key = text(item, "id");
        let expires_at = number(item, "expires_at");
        if item["part_of"].is_object() || key.starts_with("refused:") {
            let expires_at = expires_at.with_context(|| format!("{key} never expires"))?;
            self.others.insert(key.to_owned(), expires_at);
            return Ok(());
        }
        let is_pending = item["pending"].is_object();
        ensure!(!is_pending || expires_at.is_none(), "{key} is pending and expires");
        ensure!(is_pending || expires_at.is_some(), "{key} is not pending and never expires");
        let parts = (1..=number(item, "parts").unwrap_or(0)).map(|n| format!("{}.{n}", text(item, "parts_at")));
        let row = Row {
            sha256: text(item, "sha256").to_owned(),
            is_pending,
            put_at: call.at,
            expires_at,
            parts: parts.collect(),
            seen: vec![(Arc::clone(call.by), call.at)],
            sent_by: Vec::new(),
        };
        ensure!(row.parts.iter().all(|part| self.others.contains_key(part)), "{key} was stored before its parts");
        ensure!(!self.rows.contains_key(key), "{key} was written over");
        self.rows.insert(key.to_owned(), row);
        self.pending += usize::from(is_pending);
        self.stored += 1;
        Ok(())
    }

    fn update(&mut self, call: &Call<'_>) -> Result<()> {
        let key = text(&call.request["Key"], "id");
        let expression = call.request["UpdateExpression"].as_str().unwrap_or_default();
        let values = &call.request["ExpressionAttributeValues"];
        if let Some(consumed) = key.strip_prefix("consumed:") {
            if expression.contains("done_at = :now") {
                self.done.insert(consumed.to_owned());
            } else if expression.contains("held_by") && self.done.remove(consumed) {
                // The record lasts for thirty days, whether or not the row still exists.
                let known_until = self.others.get(key).copied().unwrap_or(0);
                ensure!(known_until <= call.second + 1, "{consumed} is handled again after it was recorded as done");
            }
            if let Some(expires_at) = number(values, ":expires") {
                self.others.insert(key.to_owned(), expires_at);
            }
            return Ok(());
        }
        let row = self.rows.get_mut(key).with_context(|| format!("{key} has no row to update"))?;
        if !expression.contains("REMOVE pending") {
            return Ok(());
        }
        ensure!(!expression.contains("set_aside"), "{key} was set aside");
        ensure!(!row.sent_by.is_empty(), "{key} was marked before it was sent");
        let expires_at = number(values, ":expires").with_context(|| format!("{key} never expires"))?;
        let least = call.second + self.retention - (MAX_SKEW / SECOND) as i64 - 60;
        ensure!(expires_at >= least, "{key} is kept {} s too short", least - expires_at);
        ensure!(row.is_pending, "{key} was marked twice");
        (row.is_pending, row.expires_at) = (false, Some(expires_at));
        self.pending -= 1;
        Ok(())
    }

    /// A relay may send the rows that it reads as pending.
    fn read(&mut self, call: &Call<'_>) {
        let tables = call.response["Responses"].as_object();
        for item in tables.into_iter().flat_map(|tables| tables.values()).filter_map(Value::as_array).flatten() {
            if let (true, Some(row)) = (item["pending"].is_object(), self.rows.get_mut(text(item, "id"))) {
                row.seen.retain(|(by, _)| !Arc::ptr_eq(by, call.by));
                row.seen.push((Arc::clone(call.by), call.at));
            }
        }
    }

    fn sent_batch(&mut self, call: &Call<'_>) -> Result<()> {
        for sent in call.response["Successful"].as_array().into_iter().flatten() {
            let mut entries = call.request["Entries"].as_array().into_iter().flatten();
            let entry = entries.find(|entry| entry["Id"] == sent["Id"]).context("sent what was not asked for")?;
            self.sent(call, entry)?;
        }
        Ok(())
    }

    /// Records a message in the queue. It may be the second of its event only if
    ///
    /// - its sender saw the row pending, by its own put or by a consistent read, **and**
    /// - every earlier sender met a fault, was cut off, or was still running when this one saw the
    ///   row.
    fn sent(&mut self, call: &Call<'_>, sent: &Value) -> Result<()> {
        let message: Value = serde_json::from_str(sent["MessageBody"].as_str().unwrap_or_default())?;
        let field = |name: &str| message[name].as_str().unwrap_or_default();
        let (source, id) = (field("source"), field("id"));
        let key = format!("{}:{id}", source.trim_start_matches("/frontdesk/"));
        let row = self.rows.get_mut(&key).with_context(|| format!("{key} was sent before it was stored"))?;
        ensure!(row.sha256 == field("sha256"), "{key} was sent with another body");
        self.messages += 1;
        let is_replay = message["replay"].as_bool().unwrap_or_default();
        if is_replay {
            return Ok(());
        }
        let consumed = frontdesk::consume::row_key("desk", source, id, None);
        self.to_consume.insert(consumed.trim_start_matches("consumed:").to_owned());
        let saw = row.seen.iter().find(|(by, _)| Arc::ptr_eq(by, call.by)).map(|(_, at)| *at);
        let saw = saw.with_context(|| format!("{key} was published by one who had not seen it pending"))?;
        for before in &row.sent_by {
            let again = Arc::ptr_eq(before, call.by);
            let excused = if again { call.by.was_harmed() } else { !before.ran_well_before(saw) };
            ensure!(excused, "{key} was published again, though {} had published it without a fault", before.name);
        }
        self.repeats += usize::from(!row.sent_by.is_empty());
        row.sent_by.push(Arc::clone(call.by));
        Ok(())
    }

    /// Removes the rows that DynamoDB may delete at `second`. No pending row may be among them.
    pub(crate) fn expire(&mut self, second: i64) -> Result<usize> {
        let before = self.rows.len() + self.others.len();
        let expired = |expires_at: Option<i64>| expires_at.is_some_and(|at| at <= second);
        for (key, row) in &self.rows {
            ensure!(!(row.is_pending && expired(row.expires_at)), "{key} expires while it is pending");
        }
        self.expired.extend(self.rows.iter().filter(|(_, row)| expired(row.expires_at)).map(|(key, _)| key.clone()));
        self.rows.retain(|_, row| !expired(row.expires_at));
        self.others.retain(|_, expires_at| !expired(Some(*expires_at)));
        for (key, row) in &self.rows {
            for part in &row.parts {
                ensure!(self.others.contains_key(part), "{key} is there, and its part {part} has expired");
            }
        }
        Ok(before - self.rows.len() - self.others.len())
    }
}

fn text<'a>(item: &'a Value, name: &str) -> &'a str {
    item[name]["S"].as_str().unwrap_or_default()
}

fn number(item: &Value, name: &str) -> Option<i64> {
    item[name]["N"].as_str()?.parse().ok()
}
