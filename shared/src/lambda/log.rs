//! The log: JSON lines, one for each delivery, at the edge.
//!
//! A line says what happened to which event. It never holds a body, a header's value, a secret or a signature. What is
//! counted is counted by these lines, too: see `metrics.rs`.

use std::io::Write;

use jiff::Timestamp;
use serde_json::{Map, Value, json};
use tracing::Level;

use crate::event::{EventId, rfc3339};
use crate::ingest::{Finished, Receipt};
use crate::outbox::Sweep;
use crate::outcome::Outcome;
use crate::provider::Provider;

use super::metrics::{EACH_KEY, EACH_PROVIDER, Metrics, TOTAL};

/// Sets up the log of the process: `timestamp`, `level`, `message`, then the fields. Lambda's own level filter needs the first two.
pub(crate) fn start() {
    tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_current_span(false)
        .with_span_list(false)
        .with_target(false)
        .with_max_level(Level::INFO)
        .init();
}

/// The line of a delivery, written when its answer is known.
pub(crate) fn delivery<P: Provider>(namespace: &str, receipt: &Receipt) {
    let (id, kind) = name(receipt.event.as_ref());
    let cause = match (&receipt.error, receipt.outcome) {
        (Some(error), _) => error.to_string(),
        (None, Outcome::Refused(cause)) => cause.to_string(),
        (None, Outcome::Unreadable(cause)) => cause.to_string(),
        (None, _) => String::new(),
    };
    let level = match receipt.outcome {
        Outcome::Unavailable => Level::ERROR,
        Outcome::Refused(_) | Outcome::Unreadable(_) | Outcome::Variant => Level::WARN,
        Outcome::Stored | Outcome::Duplicate | Outcome::Unwanted | Outcome::MethodNotAllowed => Level::INFO,
    };
    let fields = json!({
        "provider": P::NAME,
        "kind": kind,
        "id": id,
        "outcome": receipt.outcome.word(),
        "cause": cause,
        "status": receipt.status.as_u16(),
        "store_ms": u64::try_from(receipt.store_time.as_millis()).unwrap_or(u64::MAX),
        "key": receipt.key.map(|key| key.to_string()).unwrap_or_default(),
    });
    let mut metrics = Metrics::new(namespace).value(EACH_PROVIDER, receipt.outcome.word(), 1);
    if receipt.key.is_some() {
        metrics = metrics.value(EACH_KEY, "matched", 1);
    }
    write(level, "delivery", fields, metrics);
}

/// A line for what went wrong after the answer. What went well needs none: the row says so.
pub(crate) fn finished<P: Provider>(namespace: &str, event: Option<&(EventId, String)>, finished: &Finished) {
    let (id, kind) = name(event);
    match finished {
        Finished::Nothing | Finished::Published { .. } | Finished::Counted => {}
        Finished::Kept { id } => {
            tracing::info!(provider = P::NAME, id, "the refused delivery is kept for a week");
        }
        Finished::NotKept(error) => {
            tracing::warn!(provider = P::NAME, %error, "the refused delivery is not kept");
        }
        Finished::Pending(error) => {
            let fields = json!({ "provider": P::NAME, "kind": kind, "id": id, "error": error.to_string() });
            let metrics = Metrics::new(namespace).value(EACH_PROVIDER, "push_failed", 1);
            write(Level::WARN, "not published yet; the relay will", fields, metrics);
        }
        Finished::NotCounted(error) => {
            tracing::warn!(provider = P::NAME, kind, id, %error, "a repeated delivery was not counted");
        }
    }
}

/// The line of a sweep of the relay.
pub(crate) fn sweep(namespace: &str, sweep: &Sweep, now: Timestamp) {
    let age = |oldest: Timestamp| now.duration_since(oldest).as_secs().max(0);
    let fields = json!({ "already_published": sweep.already_published, "complete": sweep.complete });
    let metrics = Metrics::new(namespace)
        .value(TOTAL, "relay_published", sweep.published)
        .value(TOTAL, "relay_failed", sweep.failed)
        .value(TOTAL, "set_aside", sweep.set_aside)
        .value(TOTAL, "oldest_pending", sweep.oldest_left.map_or(0, age));
    write(Level::INFO, "sweep", fields, metrics);
}

fn write(level: Level, message: &str, fields: Value, metrics: Metrics<'_>) {
    let now = Timestamp::now();
    let mut line = Map::new();
    line.insert("timestamp".to_owned(), rfc3339(now).into());
    line.insert("level".to_owned(), level.as_str().into());
    line.insert("message".to_owned(), message.into());
    if let Value::Object(fields) = fields {
        line.extend(fields);
    }
    metrics.add_to(&mut line, now);
    // In one piece, so that no other line comes between. A log that cannot be written must not cost the delivery.
    let _ = std::io::stdout().lock().write_all(format!("{}\n", Value::Object(line)).as_bytes());
}

fn name(event: Option<&(EventId, String)>) -> (&str, &str) {
    event.map_or(("", ""), |(id, kind)| (id.key(), kind.as_str()))
}
