//! The log of the functions that receive and publish: JSON lines, one for each delivery.
//!
//! A line says what happened to which event. It never contains a body, a header's value, a secret
//! or a signature. These lines also carry the counts that alarms need: see `metrics.rs`.

use std::io::Write;

use jiff::Timestamp;
use serde::ser::{Serialize, SerializeMap, Serializer};
use tracing::Level;

use super::metrics::Metrics;
use crate::event::{EventId, rfc3339};
use crate::payload::{Fit, Remark};
use crate::providers::Provider;
use crate::publish::outbox::{Published, Sweep};
use crate::receive::outcome::Outcome;
use crate::receive::pipeline::{DeliveryLog, Finished, Receipt};

/// The log lines of a function, and the namespace of their metrics.
#[derive(Debug)]
pub(crate) struct LogLines {
    namespace: String,
}

impl LogLines {
    pub(crate) fn new(namespace: String) -> Self {
        Self { namespace }
    }

    /// The line for a sweep of the relay.
    pub(crate) fn sweep(&self, sweep: &Sweep, now: Timestamp) {
        // A time in the future comes from a clock that was ahead: how far ahead it was says more
        // than 0 would.
        let age = |oldest: Timestamp| now.duration_since(oldest).as_secs().abs();
        let number = |count: usize| Field::Number(u64::try_from(count).unwrap_or(u64::MAX));
        let fields = [
            ("already_published", number(sweep.already_published)),
            ("complete", Field::Flag(sweep.complete)),
            ("relay_published", number(sweep.published)),
            ("relay_failed", number(sweep.failed)),
            ("set_aside", number(sweep.set_aside)),
        ];
        let metrics = self.metrics().count("withheld", sweep.set_aside).count("misfits", sweep.misfits);
        let metrics = metrics.value("oldest_pending", sweep.oldest_left.map_or(0, age));
        write(Level::INFO, "sweep", &fields, &metrics);
    }

    /// The line for a check for silent providers. It names them, so one metric covers all.
    pub(crate) fn silence(&self, silent: &[&str]) {
        let names = silent.join(",");
        let level = if silent.is_empty() { Level::INFO } else { Level::WARN };
        write(level, "silence", &[("providers", Field::Text(&names))], &self.metrics().count("silent", silent.len()));
    }

    fn metrics(&self) -> Metrics<'_> {
        Metrics::new(&self.namespace)
    }

    /// The line for an event that this version could only partly read. It is published all the
    /// same.
    ///
    /// Unknown fields are not counted: hardly any provider documents everything it sends, and an
    /// alarm on them would never clear.
    fn fit(&self, fit: &Fit, of: &[(&'static str, &str)]) {
        let Some(Remark { message, misfit, unknown_fields }) = fit.remark() else { return };
        let notes = [("misfit", misfit.as_str()), ("unknown_fields", unknown_fields.as_str())];
        let fields = of.iter().copied().chain(notes.into_iter().filter(|(_, note)| !note.is_empty()));
        let fields: Vec<_> = fields.map(|(name, text)| (name, Field::Text(text))).collect();
        let level = if fit.is_misfit() { Level::WARN } else { Level::INFO };
        write(level, message, &fields, &self.metrics().count("misfits", usize::from(fit.is_misfit())));
    }
}

impl DeliveryLog for LogLines {
    /// The line for a delivery.
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
        let account = receipt.event.as_ref().and_then(|(id, _)| id.account()).unwrap_or_default();
        let mut fields = vec![
            ("provider", Field::Text(provider.name)),
            ("kind", Field::Text(kind)),
            ("id", Field::Text(id)),
            ("outcome", Field::Text(receipt.outcome.as_str())),
            ("status", Field::Number(receipt.status.as_u16().into())),
            ("store_ms", Field::Number(u64::try_from(receipt.store_time.as_millis()).unwrap_or(u64::MAX))),
            ("key", Field::Text(&key)),
        ];
        // Most deliveries have neither, and every byte of a line is billed.
        let rare = [("cause", cause.as_str()), ("account", account)].into_iter();
        fields.extend(rare.filter(|(_, text)| !text.is_empty()).map(|(name, text)| (name, Field::Text(text))));
        let metrics = match receipt.outcome {
            Outcome::Unavailable => self.metrics().count("failed", 1),
            Outcome::Refused(_) => self.metrics().count("refused", 1),
            Outcome::Unreadable(_) => self.metrics().count("withheld", 1),
            _ => self.metrics(),
        };
        write(level, "delivery", &fields, &metrics);
    }

    /// The line for the work after the response, if there is anything to say. Success needs none:
    /// the row shows it.
    fn finished(&self, provider: &Provider, event: Option<&(EventId, String)>, finished: &Finished) {
        let (id, kind) = name(event);
        match finished {
            Finished::Published(Published { fit, .. }) => {
                self.fit(fit, &[("provider", provider.name), ("kind", kind), ("id", id)]);
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
                write(Level::WARN, "not published yet; the relay will publish it", &fields, &self.metrics());
            }
            Finished::NotCounted(error) => {
                tracing::warn!(provider = provider.name, kind, id, %error, "a repeated delivery was not counted");
            }
        }
    }
}

/// A line, formatted while it is serialised: this runs for every delivery.
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
    // Only texts and numbers, so serialising cannot fail.
    let mut line = serde_json::to_vec(&line).unwrap_or_default();
    line.push(b'\n');
    // One write, so no other line can come in between. A failing log must not cost the delivery.
    let _ = std::io::stdout().lock().write_all(&line);
}

fn name(event: Option<&(EventId, String)>) -> (&str, &str) {
    event.map_or(("", ""), |(id, kind)| (id.key(), kind.as_str()))
}
