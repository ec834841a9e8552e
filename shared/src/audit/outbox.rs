//! The way to the queue: a row is published, or not pending for too long. And when the row expires.

use jiff::Timestamp;

use super::{Auditor, Checked, Fault, Unchecked, time};
use crate::event::SHARDS;
use crate::publish::outbox::OVERDUE;
use crate::store::{Row, State, latest_head};

const DAY: i64 = 24 * 3600;
/// One time has milliseconds and the other seconds, so they may be cut to different seconds.
const ROUNDING: i64 = 1;

/// Attributes that no pending row has: each is written when `pending` is removed, or instead of it.
const NEVER_PENDING: [&str; 6] = ["expires_at", "published_at", "message_id", "set_aside", "unreadable", "variant_of"];

pub(super) fn check(auditor: &Auditor, row: &Row, found: &mut Checked) {
    if row.has("pending") {
        return check_pending(auditor, row, found);
    }
    match row.state() {
        State::Variant => never_published(row, "variant_of", found),
        State::Unreadable => never_published(row, "unreadable", found),
        State::SetAside => never_published(row, "set_aside", found),
        State::Pending | State::Published => match (time(row, "published_at"), row.text("message_id")) {
            (Some(_), Some(_)) => {}
            (Some(_), None) => found.fault(Fault::NoMessageId),
            (None, Some(_)) => found.fault(Fault::Attribute("published_at")),
            (None, None) => found.fault(Fault::Lost),
        },
    }
    check_expiry(auditor, row, found);
}

fn never_published(row: &Row, because: &'static str, found: &mut Checked) {
    if row.has("published_at") || row.has("message_id") {
        found.fault(Fault::Published(because));
    }
}

fn check_pending(auditor: &Auditor, row: &Row, found: &mut Checked) {
    for name in NEVER_PENDING.into_iter().filter(|name| row.has(name)) {
        found.fault(Fault::PendingWith(name));
    }
    // The relay reads no other shards.
    if !row.text("pending").is_some_and(|shard| (0..SHARDS).any(|known| known.to_string() == shard)) {
        found.fault(Fault::Attribute("pending"));
    }
    if let Some(age) = time(row, "received_at").map(|received| auditor.now.duration_since(received))
        && age.abs() > OVERDUE
    {
        found.fault(Fault::Overdue(age.as_secs()));
    }
}

fn check_expiry(auditor: &Auditor, row: &Row, found: &mut Checked) {
    let Some(expires_at) = row.number("expires_at") else { return found.fault(Fault::NoExpiry) };
    let received_at = time(row, "received_at");
    let from: Vec<Timestamp> = match row.state() {
        State::Variant | State::Unreadable => received_at.into_iter().collect(),
        // Nothing records when it was set aside.
        State::SetAside => {
            if received_at.is_some_and(|received| expires_at < received.as_second()) {
                found.fault(Fault::Expiry);
            }
            return;
        }
        State::Pending | State::Published => {
            let Some(published_at) = time(row, "published_at") else { return };
            // A row that the relay publishes late is not kept for longer than its parts.
            let with_parts = received_at.filter(|_| row.has("parts_at")).map(latest_head);
            [Some(published_at), with_parts.map(|latest| latest.min(published_at))].into_iter().flatten().collect()
        }
    };
    let days: Vec<i64> = from.iter().filter_map(|from| whole_days(*from, expires_at)).collect();
    match days.first() {
        None => found.fault(Fault::Expiry),
        Some(_) if days.contains(&i64::from(auditor.retention_days)) => {}
        Some(days) => found.cannot(Unchecked::OtherRetention(*days)),
    }
}

/// How many days `expires_at` is after `from`, if it is a whole number.
fn whole_days(from: Timestamp, expires_at: i64) -> Option<i64> {
    let after = expires_at.checked_sub(from.as_second())?.checked_add(ROUNDING)?;
    (after >= DAY && after % DAY <= 2 * ROUNDING).then_some(after / DAY)
}
