//! The audit of a row: every promise about it is checked again, from what is kept of it.
//!
//! | file | what is checked |
//! |---|---|
//! | `attributes` | every row has its required attributes; counters have possible values |
//! | `body` | the body is the one that was received, and its parts are complete |
//! | `identity` | the id follows from the body, and reading the body still gives what the row says |
//! | `proof` | the signature, checked with the secrets that are known |
//! | `outbox` | the row is published or about to be, and expires when it should |
//! | `fit` | the payload fits its type as the row says |
//! | `refusal` | a refused delivery is complete, and expires after a week |
//!
//! Nothing here calls AWS: [`Reader::stored`](crate::store::Reader::stored) provides the rows, and
//! [`Auditor::check`] returns the faults of each ([`Fault`]), and the checks that were not possible
//! ([`Unchecked`]).

mod attributes;
mod body;
mod fault;
mod fit;
mod identity;
mod outbox;
mod proof;
mod refusal;
#[cfg(test)]
mod tests;

use jiff::{SignedDuration, Timestamp};

pub use self::fault::{Fault, Unchecked};
use crate::providers::Provider;
use crate::receive::secrets::Secrets;
use crate::store::{Row, Stored};

/// What rows are checked against.
#[derive(Debug)]
pub struct Auditor {
    /// The providers, each with the secrets that its deliveries may be signed with, if they are
    /// known.
    pub providers: Vec<(&'static Provider, Option<Secrets>)>,
    /// How many days a row is kept after its publication.
    pub retention_days: u32,
    /// When the table was created, if that is known: rows that a young table lacks cannot have
    /// expired.
    pub table_made_at: Option<Timestamp>,
    /// The current time.
    pub now: Timestamp,
}

/// The result of checking a row.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Checked {
    /// The faults of the row.
    pub faults: Vec<Fault>,
    /// The checks that were not possible, and why.
    pub unchecked: Vec<Unchecked>,
}

impl Auditor {
    /// Checks the row of an event or of a refused delivery.
    #[must_use]
    pub fn check(&self, stored: &Stored) -> Checked {
        let mut found = Checked::default();
        if stored.row.has("refused") {
            refusal::check(stored, &mut found);
        } else {
            self.check_event(stored, &mut found);
        }
        found
    }

    fn check_event(&self, stored: &Stored, found: &mut Checked) {
        let row = &stored.row;
        if !attributes::check(row, found) {
            return;
        }
        outbox::check(self, row, found);
        self.check_neighbours(stored, found);
        // Everything derived from a wrong body is wrong, too, and says nothing more.
        let Some(body) = body::check(stored, found) else { return };
        let id = row.id();
        let Some((provider, secrets)) = self.providers.iter().find(|(known, _)| known.name == id.provider()) else {
            return found.cannot(Unchecked::Provider);
        };
        identity::check(provider, row, &body, found);
        proof::check(provider, secrets.as_ref(), row, &body, found);
        // A payload of another kind does not fit the type, either.
        if !found.faults.contains(&Fault::Reading("kind")) {
            fit::check(provider, row, &body, found);
        }
    }

    /// Checks that the rows which belong to this one exist, unless they may have expired.
    fn check_neighbours(&self, stored: &Stored, found: &mut Checked) {
        for missing in &stored.missing {
            if self.may_have_expired(&stored.row) {
                found.cannot(Unchecked::MayHaveExpired);
            } else {
                found.fault(Fault::Missing(missing.clone()));
            }
        }
    }

    /// Whether a row that existed before this one may have expired. Not if the table is younger
    /// than the retention, unless this row is older than the table, as in one that was restored.
    fn may_have_expired(&self, row: &Row) -> bool {
        let kept = SignedDuration::from_hours(24 * i64::from(self.retention_days));
        match (self.table_made_at, time(row, "received_at")) {
            (Some(made), Some(received)) => received < made || self.now.duration_since(made) >= kept,
            _ => true,
        }
    }
}

impl Checked {
    fn fault(&mut self, fault: Fault) {
        if !self.faults.contains(&fault) {
            self.faults.push(fault);
        }
    }

    fn cannot(&mut self, unchecked: Unchecked) {
        if !self.unchecked.contains(&unchecked) {
            self.unchecked.push(unchecked);
        }
    }
}

fn time(row: &Row, attribute: &str) -> Option<Timestamp> {
    row.text(attribute)?.parse().ok()
}
