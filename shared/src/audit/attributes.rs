//! The attributes that every event's row has, and the possible values of its counters.

use super::{Checked, Fault, time};
use crate::store::Row;

/// The text attributes that every event has.
const TEXTS: [&str; 7] = ["kind", "provider", "day", "verification", "key", "request_id", "sha256"];

/// Counters: the least value of each, and the attributes that are written with it.
const COUNTERS: [(&str, i64, &[&str]); 5] = [
    // Earlier versions also recorded the first delivery. The time of the last one is checked below.
    ("deliveries", 1, &[]),
    ("replays", 1, &["replayed_at", "replayed_as"]),
    ("occurrence", 2, &[]),
    ("occurrences", 2, &[]),
    ("attempt", 0, &[]),
];

/// Times other than `received_at`.
const TIMES: [&str; 4] = ["last_delivery_at", "last_retry_at", "replayed_at", "occurred_at"];

/// Checks the attributes. Returns whether those that the other checks need are valid.
pub(super) fn check(row: &Row, found: &mut Checked) -> bool {
    let missing = TEXTS.into_iter().filter(|name| row.text(name).is_none());
    let missing = missing.chain(time(row, "received_at").is_none().then_some("received_at"));
    for name in missing.chain(row.number("bytes").is_none_or(|bytes| bytes < 0).then_some("bytes")) {
        found.fault(Fault::Attribute(name));
    }
    let is_whole = found.faults.is_empty();
    for (name, least, with) in COUNTERS.into_iter().filter(|(name, ..)| row.has(name)) {
        if row.number(name).is_none_or(|number| number < least) {
            found.fault(Fault::Attribute(name));
        }
        for name in with.iter().filter(|name| !row.has(name)) {
            found.fault(Fault::Attribute(name));
        }
    }
    // A later attempt has a time of its own, since it does not move the window.
    if row.has("deliveries") && !row.has("last_delivery_at") && !row.has("last_retry_at") {
        found.fault(Fault::Attribute("last_delivery_at"));
    }
    for name in TIMES.into_iter().filter(|name| row.has(name) && time(row, name).is_none()) {
        found.fault(Fault::Attribute(name));
    }
    let id = row.id();
    if row.text("provider").is_some_and(|name| name != id.provider()) {
        found.fault(Fault::Attribute("provider"));
    }
    if row.text("account") != id.account() {
        found.fault(Fault::Attribute("account"));
    }
    is_whole
}
