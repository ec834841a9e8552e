//! The record of an erasure: when, where and how many. It names neither the subject nor an event,
//! nor a hash of them: trying all numbers would reveal what a hash stands for.

use frontdesk::event::rfc3339;
use jiff::Timestamp;
use serde::Serialize;

use super::search::{Found, Seen};
use crate::print::count;
use crate::target::Target;

/// What was erased, without anything about a person.
#[derive(Serialize)]
pub(super) struct Record<'a> {
    erased_at: String,
    table: String,
    pub(super) events: usize,
    pub(super) variants: usize,
    pub(super) parts: usize,
    pub(super) refusals: usize,
    pub(super) left_pending: usize,
    since: String,
    #[serde(flatten)]
    seen: &'a Seen,
    pub(super) complete: bool,
}

impl<'a> Record<'a> {
    pub(super) fn new(target: &Target, found: &'a Found) -> Self {
        Self {
            erased_at: rfc3339(Timestamp::now()),
            table: target.reader().name().to_owned(),
            events: 0,
            variants: 0,
            parts: 0,
            refusals: 0,
            left_pending: 0,
            since: rfc3339(found.since),
            seen: &found.seen,
            complete: false,
        }
    }

    pub(super) fn json(&self) -> String {
        // Numbers and texts: always serializable.
        serde_json::to_string(self).unwrap_or_default()
    }

    pub(super) fn text(&self) -> String {
        let Self { erased_at, table, events, variants, parts, refusals, left_pending, .. } = self;
        let looked_at = count(self.seen.rows);
        format!(
            "erased at {erased_at} from {table}: events {events}, variants {variants}, parts of bodies {parts}, refused \
             {refusals}; left pending {left_pending}; events searched {looked_at}"
        )
    }
}
