//! The reference model: the events that were sent and answered, and the expected end state of table
//! and queue.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, ensure};
use frontdesk_tests::engines::{Item, text};
use serde_json::Value;

use super::pool::Sample;

/// The provider's view of its deliveries.
#[derive(Debug, Default)]
pub(super) struct Reference {
    events: BTreeMap<String, Known>,
    /// How many disturbances may each add one message of an event: calls that failed or whose
    /// answer was lost, crashes, concurrent relays.
    pub(super) disturbances: usize,
}

#[derive(Debug, Default)]
struct Known {
    own_id: bool,
    readable: bool,
    /// The bodies sent, by hash, and how often each was answered with a 2xx.
    bodies: BTreeMap<String, usize>,
    /// How many answers were for a new event.
    stored: usize,
}

impl Reference {
    /// Records a delivery of a wanted kind, signed with a live secret.
    pub(super) fn sent(&mut self, sample: &Sample, sha256: String) {
        let known = self.events.entry(sample.key.clone()).or_default();
        known.own_id = sample.own_id;
        known.readable = sample.readable;
        known.bodies.entry(sha256).or_default();
    }

    /// Records that it got a 2xx.
    pub(super) fn answered(&mut self, sample: &Sample, sha256: &str, as_new: bool) -> Result<()> {
        let known = self.events.get_mut(&sample.key).context("answered before it was sent")?;
        *known.bodies.entry(sha256.to_owned()).or_default() += 1;
        known.stored += usize::from(as_new);
        ensure!(known.stored <= 1, "{} was new twice", sample.key);
        Ok(())
    }

    /// Reports whether a delivery was sent and never got a 2xx.
    pub(super) fn waits_for_answer(&self, sample: &Sample, sha256: &str) -> bool {
        self.events.get(&sample.key).is_some_and(|known| known.bodies.get(sha256) == Some(&0))
    }

    /// Checks the three clauses, once the relay has run undisturbed.
    pub(super) fn check(&self, items: &[Item], messages: &[Value]) -> Result<()> {
        let kept = |item: &&Item| {
            !item.contains_key("part_of") && !text(item, "id").is_some_and(|id| id.starts_with("refused:"))
        };
        let rows: BTreeMap<&str, &Item> =
            items.iter().filter(kept).filter_map(|item| Some((text(item, "id")?, item))).collect();
        for (key, row) in &rows {
            self.check_row(row).with_context(|| format!("the row {key}"))?;
        }
        for (key, known) in &self.events {
            self.check_event(key, known, &rows).with_context(|| format!("the event {key}"))?;
        }
        self.check_messages(&rows, messages)
    }

    /// Checks that the row was sent, and is not in the outbox.
    fn check_row(&self, row: &Item) -> Result<()> {
        let variant_of = text(row, "variant_of");
        let key = variant_of.or(text(row, "id")).unwrap_or_default();
        let known = self.events.get(key).context("was never sent")?;
        ensure!(known.bodies.contains_key(text(row, "sha256").unwrap_or_default()), "has a body that was never sent");
        ensure!(!row.contains_key("pending"), "is still pending");
        ensure!(variant_of.is_none() || known.own_id, "is a variant of an event without an own id");
        let publishes = known.readable && variant_of.is_none();
        ensure!(row.contains_key("published_at") == publishes, "published: {}", !publishes);
        ensure!(row.contains_key("unreadable") != known.readable, "unreadable: {}", known.readable);
        Ok(())
    }

    /// Checks that every delivery with a 2xx is in the table, with its bytes where other bytes mean
    /// another delivery.
    fn check_event(&self, key: &str, known: &Known, rows: &BTreeMap<&str, &Item>) -> Result<()> {
        let of_event = |row: &&&Item| text(row, "id") == Some(key) || text(row, "variant_of") == Some(key);
        let bodies: BTreeSet<_> = rows.values().filter(of_event).filter_map(|row| text(row, "sha256")).collect();
        let answers: usize = known.bodies.values().sum();
        ensure!(answers == 0 || rows.contains_key(key), "got {answers} 2xx, and has no row");
        for (sha256, answers) in &known.bodies {
            let there = !known.own_id || bodies.contains(sha256.as_str());
            ensure!(*answers == 0 || there, "the body {sha256} got {answers} 2xx, and is not kept");
        }
        ensure!(known.stored <= usize::from(rows.contains_key(key)), "was answered as new, and has no row");
        if let Some(row) = rows.get(key).filter(|_| self.disturbances == 0) {
            let variants = if known.own_id { bodies.len() - 1 } else { 0 };
            let counted = text(row, "deliveries").map_or(Ok(1), str::parse::<usize>)?;
            ensure!(counted == answers - variants, "{counted} deliveries of {answers}, {variants} variants");
        }
        Ok(())
    }

    /// Checks that the queue has every event to be published, no more often than the disturbances
    /// explain, and nothing else.
    fn check_messages(&self, rows: &BTreeMap<&str, &Item>, messages: &[Value]) -> Result<()> {
        let mut counts = BTreeMap::<String, usize>::new();
        for message in messages {
            let field = |name: &str| message[name].as_str().with_context(|| format!("a message without {name}"));
            let key = format!("{}:{}", field("source")?.trim_start_matches("/frontdesk/"), field("id")?);
            let row = rows.get(key.as_str()).with_context(|| format!("a message of {key}, which has no row"))?;
            ensure!(text(row, "sha256") == Some(field("sha256")?), "a message of {key} with another body than its row");
            *counts.entry(key).or_default() += 1;
        }
        for (key, row) in rows {
            let count = counts.get(*key).copied().unwrap_or_default();
            let least = usize::from(row.contains_key("published_at"));
            let most = if least == 0 { 0 } else { 1 + self.disturbances };
            ensure!((least..=most).contains(&count), "{count} messages of {key}, and {least} to {most} are right");
        }
        Ok(())
    }
}
