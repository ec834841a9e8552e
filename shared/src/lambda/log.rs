//! The log: JSON lines, one for each delivery, at the edge.
//!
//! A line says what happened to which event. It never holds a body, a header's value, a secret or a signature. Metrics are
//! made from these lines by the metric filters in template.yaml, so their fields are named there too.

use jiff::Timestamp;
use tracing::Level;

use crate::event::EventId;
use crate::ingest::{Finished, Receipt};
use crate::outbox::Sweep;
use crate::outcome::Outcome;
use crate::provider::Provider;

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
pub(crate) fn delivery<P: Provider>(receipt: &Receipt) {
    let (id, kind) = name(receipt.event.as_ref());
    let key = receipt.key.map(|key| key.to_string()).unwrap_or_default();
    let cause = match (&receipt.error, receipt.outcome) {
        (Some(error), _) => error.to_string(),
        (None, Outcome::Refused(cause)) => cause.to_string(),
        (None, Outcome::Unreadable(cause)) => cause.to_string(),
        (None, _) => String::new(),
    };
    macro_rules! line {
        ($level:expr) => {
            tracing::event!(
                $level,
                provider = P::NAME,
                kind,
                id,
                outcome = receipt.outcome.word(),
                cause,
                status = receipt.status.as_u16(),
                store_ms = milliseconds(receipt.store_time),
                key,
                "delivery"
            )
        };
    }
    match receipt.outcome {
        Outcome::Unavailable => line!(Level::ERROR),
        Outcome::Refused(_) | Outcome::Unreadable(_) | Outcome::Variant => line!(Level::WARN),
        Outcome::Stored | Outcome::Duplicate | Outcome::Unwanted | Outcome::MethodNotAllowed => line!(Level::INFO),
    }
}

/// A line for what went wrong after the answer. What went well needs none: the row says so.
pub(crate) fn finished<P: Provider>(event: Option<&(EventId, String)>, finished: &Finished) {
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
            tracing::warn!(provider = P::NAME, kind, id, push = "failed", %error, "not published yet; the relay will");
        }
        Finished::NotCounted(error) => {
            tracing::warn!(provider = P::NAME, kind, id, %error, "a repeated delivery was not counted");
        }
    }
}

/// The line of a sweep of the relay.
pub(crate) fn sweep(sweep: &Sweep, now: Timestamp) {
    let age = |oldest: Timestamp| now.duration_since(oldest).as_secs().max(0);
    tracing::info!(
        published = sweep.published,
        already_published = sweep.already_published,
        set_aside = sweep.set_aside,
        failed = sweep.failed,
        complete = sweep.complete,
        oldest_pending_seconds = sweep.oldest_left.map_or(0, age),
        "sweep"
    );
}

fn name(event: Option<&(EventId, String)>) -> (&str, &str) {
    event.map_or(("", ""), |(id, kind)| (id.key(), kind.as_str()))
}

fn milliseconds(time: std::time::Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
