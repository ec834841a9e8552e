//! The log of the functions that receive and publish: JSON lines, one for each delivery.
//!
//! A line says what happened to which event. It never holds a body, a header's value, a secret or a signature. What is
//! counted is counted by these lines, too: see `metrics.rs`.

use std::io::Write;

use jiff::Timestamp;
use serde::ser::{Serialize, SerializeMap, Serializer};
use tracing::Level;

use super::metrics::{EACH_KEY, EACH_PROVIDER, Metrics, TOTAL};
use crate::event::{EventId, rfc3339};
use crate::providers::Provider;
use crate::publish::outbox::{Published, Sweep};
use crate::receive::outcome::Outcome;
use crate::receive::pipeline::{DeliveryLog, Finished, Receipt};

/// The lines of a function, and the namespace of the metrics in them.
#[derive(Debug)]
pub(crate) struct LogLines {
    namespace: String,
}

impl LogLines {
    pub(crate) fn new(namespace: String) -> Self {
        Self { namespace }
    }

    /// The line of a sweep of the relay.
    pub(crate) fn sweep(&self, sweep: &Sweep, now: Timestamp) {
        // A time in the future is that of a clock that was ahead: how far says more than 0 would.
        let age = |oldest: Timestamp| now.duration_since(oldest).as_secs().abs();
        let already_published = Field::Number(u64::try_from(sweep.already_published).unwrap_or(u64::MAX));
        let fields = [("already_published", already_published), ("complete", Field::Flag(sweep.complete))];
        let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
        let metrics = Metrics::new(&self.namespace)
            .value(TOTAL, "relay_published", count(sweep.published))
            .value(TOTAL, "relay_failed", count(sweep.failed))
            .value(TOTAL, "set_aside", count(sweep.set_aside))
            .value(TOTAL, "oldest_pending", sweep.oldest_left.map_or(0, age));
        write(Level::INFO, "sweep", &fields, &metrics);
    }
}

impl DeliveryLog for LogLines {
    /// The line of a delivery.
    fn responded(&self, provider: &Provider, receipt: &Receipt) {
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
        let key = receipt.key.map(|key| key.to_string()).unwrap_or_default();
        let fields = [
            ("provider", Field::Text(provider.name)),
            ("kind", Field::Text(kind)),
            ("id", Field::Text(id)),
            ("outcome", Field::Text(receipt.outcome.as_str())),
            ("cause", Field::Text(&cause)),
            ("status", Field::Number(receipt.status.as_u16().into())),
            ("store_ms", Field::Number(u64::try_from(receipt.store_time.as_millis()).unwrap_or(u64::MAX))),
            ("key", Field::Text(&key)),
            ("account", Field::Text(receipt.event.as_ref().and_then(|(id, _)| id.account()).unwrap_or_default())),
        ];
        let mut metrics = Metrics::new(&self.namespace).value(EACH_PROVIDER, receipt.outcome.as_str(), 1);
        if receipt.key.is_some() {
            metrics = metrics.value(EACH_KEY, "matched", 1);
        }
        write(level, "delivery", &fields, &metrics);
    }

    /// A line for what went wrong after the response. What went well needs none: the row shows it.
    fn finished(&self, provider: &Provider, event: Option<&(EventId, String)>, finished: &Finished) {
        let (id, kind) = name(event);
        match finished {
            Finished::Published(_) if !provider.knows(kind) => {
                tracing::warn!(provider = provider.name, kind, id, "the kind is not known to this version");
            }
            Finished::Published(Published { fit, .. }) => {
                if let Some(misfit) = &fit.misfit {
                    tracing::warn!(provider = provider.name, kind, id, %misfit, "the payload does not fit the type of its kind");
                }
                if !fit.unknown_fields.is_empty() {
                    let fields = fit.unknown_fields.join(", ");
                    tracing::warn!(
                        provider = provider.name,
                        kind,
                        id,
                        fields,
                        "the payload has fields that this version does not know"
                    );
                }
            }
            Finished::Nothing | Finished::Counted => {}
            Finished::Kept { id } => {
                tracing::info!(provider = provider.name, id, "the refused delivery is kept for a week");
            }
            Finished::NotKept(error) => {
                tracing::warn!(provider = provider.name, %error, "the refused delivery is not kept");
            }
            Finished::Pending(error) => {
                let error = error.to_string();
                let fields = [("provider", provider.name), ("kind", kind), ("id", id), ("error", &error)];
                let fields = fields.map(|(name, text)| (name, Field::Text(text)));
                let metrics = Metrics::new(&self.namespace).value(EACH_PROVIDER, "push_failed", 1);
                write(Level::WARN, "not published yet; the relay will", &fields, &metrics);
            }
            Finished::NotCounted(error) => {
                tracing::warn!(provider = provider.name, kind, id, %error, "a repeated delivery was not counted");
            }
        }
    }
}

/// A line, written as it is serialised: this happens in every call.
struct Line<'a> {
    now: Timestamp,
    level: Level,
    message: &'a str,
    fields: &'a [(&'static str, Field<'a>)],
    metrics: &'a Metrics<'a>,
}

#[derive(serde::Serialize)]
#[serde(untagged)]
enum Field<'a> {
    Text(&'a str),
    Number(u64),
    Flag(bool),
}

impl Serialize for Line<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut line = serializer.serialize_map(None)?;
        line.serialize_entry("timestamp", &rfc3339(self.now))?;
        line.serialize_entry("level", self.level.as_str())?;
        line.serialize_entry("message", self.message)?;
        self.fields.iter().try_for_each(|(name, value)| line.serialize_entry(name, value))?;
        self.metrics.write(&mut line, self.now)?;
        line.end()
    }
}

fn write(level: Level, message: &str, fields: &[(&'static str, Field<'_>)], metrics: &Metrics<'_>) {
    let line = Line { now: Timestamp::now(), level, message, fields, metrics };
    // Texts and numbers only: nothing here can fail to serialise.
    let mut line = serde_json::to_vec(&line).unwrap_or_default();
    line.push(b'\n');
    // In one piece, so that no other line comes between. A log that cannot be written must not cost the delivery.
    let _ = std::io::stdout().lock().write_all(&line);
}

fn name(event: Option<&(EventId, String)>) -> (&str, &str) {
    event.map_or(("", ""), |(id, kind)| (id.key(), kind.as_str()))
}
