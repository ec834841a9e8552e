//! The plan for the person who decides: every row to erase, what was searched, what has no subject,
//! and what is out of reach.

use std::collections::BTreeSet;

use anyhow::Result;
use frontdesk::event::EventId;
use frontdesk::store::State;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::json;

use super::Options;
use super::search::{Found, Seen};
use crate::exit::usage;
use crate::print::{count, line, plain, seconds};
use crate::table::{Column, Table};

/// What the command cannot erase, for people.
pub(super) const OUT_OF_REACH: &str = "\
out of reach:
  messages in the queue, and dead letters: consumers take them, or they expire
  what consumers keep
  backups: point-in-time recovery goes back 35 days; erase again after a restore
  log lines: they hold ids, but no body
  parts of a large body that no event refers to: they expire
  events about something else that name the same person: erase each subject separately";

/// What would be erased.
pub(super) struct Plan<'a> {
    pub(super) options: &'a Options,
    pub(super) found: &'a Found,
    pub(super) table: &'a str,
}

/// The plan as JSON.
#[derive(Serialize)]
struct Erasable<'a> {
    subject: Option<&'a str>,
    ids: &'a [String],
    same_content: Vec<&'a str>,
    events: Vec<String>,
    refusals: Vec<&'a str>,
    pending: usize,
    since: Timestamp,
    #[serde(flatten)]
    seen: &'a Seen,
}

impl Plan<'_> {
    /// An error if several people may have the subject, and the options do not say which is meant.
    pub(super) fn check_owners(&self) -> Result<()> {
        let mut owners: BTreeSet<String> = self.found.rows.iter().map(|row| row.id().owner().to_owned()).collect();
        // A refused delivery has no account: if its provider is there already, it adds no owner.
        let providers: BTreeSet<String> = self.found.rows.iter().map(|row| row.id().provider().to_owned()).collect();
        let refused = self.found.refusals.iter().map(|refusal| &refusal.provider);
        owners.extend(refused.filter(|provider| !providers.contains(*provider)).cloned());
        // Ids name their owners.
        if owners.len() < 2 || self.options.everywhere || self.options.subject.is_none() {
            return Ok(());
        }
        Err(usage(&format!(
            "{} is in {}: say which is meant with --provider and --account, or --everywhere for all",
            plain(self.options.subject.as_deref().unwrap_or_default()),
            owners.into_iter().collect::<Vec<_>>().join(", ")
        )))
    }

    /// How many rows would be erased.
    pub(super) fn to_erase(&self) -> usize {
        self.found.rows.len() + self.found.refusals.len() - if self.options.pending { 0 } else { self.pending() }
    }

    fn pending(&self) -> usize {
        self.found.rows.iter().filter(|row| row.state() == State::Pending).count()
    }

    pub(super) fn question(&self) -> String {
        format!("{} to erase from {}, for good. Erase?", self.events_and_refusals(), self.table)
    }

    fn events_and_refusals(&self) -> String {
        let refusals = self.found.refusals.len();
        let events = counted(self.to_erase() - refusals, "event");
        match refusals {
            0 => events,
            1 => format!("{events} and 1 refused delivery"),
            n => format!("{events} and {} refused deliveries", count(n as u64)),
        }
    }

    pub(super) fn print(&self) -> Result<()> {
        if self.options.json { line(&self.json()) } else { self.text() }
    }

    fn text(&self) -> Result<()> {
        self.rows().print()?;
        let seen = &self.found.seen;
        line(&format!(
            "{}{}; searched {} since {:.0} and {} refused",
            self.events_and_refusals(),
            self.options.subject.as_ref().map_or_else(String::new, |subject| format!(" about {}", plain(subject))),
            counted(usize::try_from(seen.rows)?, "event"),
            self.found.since,
            count(seen.refusals),
        ))?;
        if self.pending() > 0 && !self.options.pending {
            line(&format!("{} more pending: erased only once published, or with --pending", self.pending()))?;
        }
        if !self.found.same_content.is_empty() {
            let ids: Vec<String> = self.found.same_content.iter().map(|id| plain(id.key())).collect();
            line(&format!("other events with the same content stay unless you name them: {}", ids.join(", ")))?;
        }
        let unknown = [
            (seen.unreadable, "unreadable events, which have no subject (frontdesk events list --state unreadable)"),
            (seen.nameless, "events without a subject"),
            (seen.unreadable_refusals, "unreadable refused deliveries, deleted within a week (frontdesk refused list)"),
            (seen.nameless_refusals, "refused deliveries without a subject, deleted within a week"),
        ];
        for (number, what) in unknown.into_iter().filter(|(number, _)| *number > 0) {
            line(&format!("not checked: {what}: {}", count(number)))?;
        }
        line(OUT_OF_REACH)
    }

    fn rows(&self) -> Table {
        let columns = [Column::text("RECEIVED"), Column::cut("KIND", 12), Column::text("STATE"), Column::cut("ID", 26)];
        let mut table = Table::new(&columns);
        for row in &self.found.rows {
            let text = |name: &str| plain(row.text(name).unwrap_or("-"));
            table.add(vec![seconds(&text("received_at")), text("kind"), row.state().as_str().to_owned(), text("id")]);
        }
        for refusal in &self.found.refusals {
            table.add(vec![
                seconds(&refusal.received_at),
                plain(&refusal.kind),
                "refused".to_owned(),
                plain(&refusal.id),
            ]);
        }
        table
    }

    fn json(&self) -> String {
        let erasable = Erasable {
            subject: self.options.subject.as_deref(),
            ids: &self.options.id,
            same_content: self.found.same_content.iter().map(EventId::key).collect(),
            events: self.found.rows.iter().map(|row| row.id().key().to_owned()).collect(),
            refusals: self.found.refusals.iter().map(|refusal| refusal.id.as_str()).collect(),
            pending: self.pending(),
            since: self.found.since,
            seen: &self.found.seen,
        };
        json!(erasable).to_string()
    }
}

fn counted(number: usize, what: &str) -> String {
    let s = if number == 1 { "" } else { "s" };
    format!("{} {what}{s}", count(number as u64))
}
