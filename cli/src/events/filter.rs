//! The filters that `events list` and `events replay` share.

mod flags;

use std::collections::VecDeque;

use anyhow::{Context, Result};
use clap::{Args, ValueEnum};
use frontdesk::receive::wanted::Wanted;
use frontdesk::store::{Listing, Row, State};
use frontdesk::{Action, Entity};
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use super::words::Words;
use crate::exit::usage;
use crate::providers::Providers;
use crate::target::Target;

/// Rows read by key at a time.
pub(crate) const ROWS_AT_ONCE: usize = 50;
/// How far back a search goes by default.
const DEFAULT_SINCE: &str = "7d";

/// Which events.
#[derive(Args, Clone, Default, Serialize)]
#[command(next_help_heading = "Which events")]
pub(crate) struct Filter {
    /// Only events of this provider.
    #[arg(long, value_name = "NAME")]
    pub(crate) provider: Option<String>,
    /// Only these kinds, separated by commas; a `*` at the end of one matches a prefix.
    #[arg(long, value_name = "KIND")]
    pub(crate) kind: Option<String>,
    /// Only events about this subject, such as reservation/26361; a `*` at the end matches a
    /// prefix.
    #[arg(long, value_name = "SUBJECT")]
    pub(crate) subject: Option<String>,
    /// Only events that arrived within this time: 90s, 30m, 2h, 7d, 4w [default: 7d].
    #[arg(long, value_name = "TIME", conflicts_with_all = ["from", "to"])]
    pub(crate) since: Option<String>,
    /// Only events that arrived at this time or later: 2026-11-20, or 2026-11-20T10:00:00Z.
    #[arg(long, value_name = "TIME")]
    pub(crate) from: Option<String>,
    /// Only events that arrived at this time or earlier; a day is included.
    #[arg(long, value_name = "TIME")]
    pub(crate) to: Option<String>,
    /// Only events in this state.
    #[arg(long, value_enum)]
    pub(crate) state: Option<Wish>,
    #[command(flatten)]
    pub(crate) words: Words,
}

/// A state to filter by.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Wish {
    /// In the queue.
    Published,
    /// On its way to the queue.
    Pending,
    /// Kept, but could not be read.
    Unreadable,
    /// Another body under the same own id.
    Variant,
    /// Delivered more than once.
    Repeated,
    /// Rejected by the queue for good.
    SetAside,
    /// Its payload does not fit the type of its kind.
    Misfit,
    /// Its payload has fields that this version does not know.
    UnknownFields,
    /// Of a kind that this version does not know.
    UnknownKind,
}

/// A period, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) from: Timestamp,
    pub(crate) to: Timestamp,
}

/// Events that match, newest first.
pub(crate) struct Search<'a> {
    target: &'a Target,
    filter: &'a Filter,
    kinds: Wanted,
    listing: Listing,
    found: VecDeque<Row>,
    now: Timestamp,
}

impl Filter {
    /// All events of a provider.
    pub(crate) fn for_provider(provider: &str) -> Self {
        Self { provider: Some(provider.to_owned()), ..Self::default() }
    }

    /// All events within this time.
    pub(crate) fn since(time: &str) -> Self {
        Self { since: Some(time.to_owned()), ..Self::default() }
    }

    /// The period that the filter selects at `now`.
    pub(crate) fn span(&self, now: Timestamp) -> Result<Span> {
        if self.from.is_none() && self.to.is_none() {
            let since = self.since.as_deref().unwrap_or(DEFAULT_SINCE);
            return Ok(Span { from: now - duration(since)?, to: now });
        }
        let to = self.to.as_deref().map_or(Ok(now), |to| time("--to", to, "T23:59:59.999Z"))?;
        let from = match (&self.from, &self.since) {
            (Some(from), _) => time("--from", from, "T00:00:00Z")?,
            // A page can send both fields.
            (None, Some(since)) => {
                let from = to.checked_sub(duration(since)?);
                from.map_err(|_| usage(&format!("--to {to}: there is no time that long before it")))?
            }
            (None, None) => return Err(usage("--to needs --from, too")),
        };
        // Nothing arrives in the future, and each day costs requests.
        let to = to.min(now + SignedDuration::from_hours(24));
        if from > to {
            return Err(usage("--from is later than --to"));
        }
        Ok(Span { from, to })
    }

    /// Starts the search in `target`.
    pub(crate) fn search<'a>(&'a self, target: &'a Target, span: Span) -> Result<Search<'a>> {
        let kinds = self.kind.as_deref().map_or_else(|| Ok(Wanted::everything()), Wanted::parse);
        let selected = target.providers.selected(self.provider.as_deref())?;
        let names: Vec<&str> = selected.iter().map(|provider| provider.name).collect();
        Ok(Search {
            target,
            filter: self,
            kinds: kinds.map_err(|error| usage(&format!("--kind cannot be used: {error}")))?,
            listing: target.reader().listing(&names, span.from, span.to),
            found: VecDeque::new(),
            now: Timestamp::now(),
        })
    }

    fn matches(&self, row: &Row, providers: Providers) -> bool {
        // Rows of earlier versions have no action and entity; their kind implies them.
        let (provider, kind) = (row.text("provider").unwrap_or_default(), row.text("kind").unwrap_or_default());
        let meaning = providers.find(provider).map_or_else(Default::default, |provider| provider.meaning(kind));
        let action = row.text("action").map_or(meaning.0, Action::from);
        let entity = row.text("entity").map_or(meaning.1, Entity::from);
        if !self.words.match_event(row.text("account"), action, entity) {
            return false;
        }
        let state = row.state();
        let as_wished = self.state.is_none_or(|wish| match wish {
            Wish::Published => state == State::Published,
            Wish::Pending => state == State::Pending,
            Wish::Unreadable => state == State::Unreadable,
            Wish::Variant => state == State::Variant,
            Wish::SetAside => state == State::SetAside,
            Wish::Repeated => row.repeated(),
            Wish::Misfit => row.has("misfit"),
            Wish::UnknownFields => row.has("unknown_fields"),
            Wish::UnknownKind => {
                state != State::Unreadable && providers.find(provider).is_none_or(|provider| !provider.knows(kind))
            }
        });
        as_wished && self.subject.as_deref().is_none_or(|wished| about(row.text("subject"), wished))
    }
}

impl Search<'_> {
    /// Returns the next event that matches. `None` when there are no more.
    pub(crate) async fn next(&mut self) -> Result<Option<Row>> {
        loop {
            if let Some(row) = self.found.pop_front() {
                return Ok(Some(row));
            }
            // Of all that the filter checks, the index has only the kind.
            let ids = self.listing.next_ids(ROWS_AT_ONCE, |listed| self.kinds.matches(&listed.kind)).await;
            let ids = ids.with_context(|| format!("cannot list events; {}", self.target.hint()))?;
            if ids.is_empty() {
                return Ok(None);
            }
            let rows = self.target.reader().rows(&ids).await?;
            self.found.extend(
                rows.into_iter()
                    .filter(|row| !row.expired(self.now) && self.filter.matches(row, self.target.providers)),
            );
        }
    }
}

/// Whether a subject is the wanted one, or begins with the text before a `*`.
fn about(subject: Option<&str>, wished: &str) -> bool {
    match wished.strip_suffix('*') {
        Some(beginning) => subject.is_some_and(|subject| subject.starts_with(beginning)),
        None => subject == Some(wished),
    }
}

/// Parses `2h` and the like.
fn duration(text: &str) -> Result<SignedDuration> {
    let seconds = |unit: char| match unit {
        's' => Some(1),
        'm' => Some(60),
        'h' => Some(3_600),
        'd' => Some(86_400),
        'w' => Some(7 * 86_400),
        _ => None,
    };
    let parsed = text.char_indices().next_back().and_then(|(at, unit)| {
        let number: u32 = text.get(..at)?.parse().ok()?;
        // More than ten years is a typo.
        let seconds = i64::from(number).checked_mul(seconds(unit)?)?;
        (seconds <= 3_660 * 86_400).then(|| SignedDuration::from_secs(seconds))
    });
    parsed.ok_or_else(|| usage(&format!("--since {text}: write a number and s, m, h, d or w, such as 2h")))
}

/// A time, or a day completed with `rest`.
fn time(flag: &str, text: &str, rest: &str) -> Result<Timestamp> {
    let whole = if text.len() == "2026-11-20".len() { format!("{text}{rest}") } else { text.to_owned() };
    let parsed = whole.parse();
    parsed.map_err(|_| usage(&format!("{flag} {text}: write a day (2026-11-20) or a time (2026-11-20T10:00:00Z)")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filter(since: Option<&str>, from: Option<&str>, to: Option<&str>) -> Filter {
        let own = |text: Option<&str>| text.map(str::to_owned);
        let (since, from, to) = (own(since), own(from), own(to));
        Filter { since, from, to, ..Filter::default() }
    }

    #[test]
    fn spans() {
        let now: Timestamp = "2026-11-20T12:00:00Z".parse().unwrap();
        let check = |since, from, to, expected: Option<(&str, &str)>| {
            let expected = expected.map(|(from, to)| Span { from: from.parse().unwrap(), to: to.parse().unwrap() });
            assert_eq!(filter(since, from, to).span(now).ok(), expected, "{since:?} {from:?} {to:?}");
        };
        let until_now = |from: &'static str| Some((from, "2026-11-20T12:00:00Z"));
        check(None, None, None, until_now("2026-11-13T12:00:00Z"));
        check(Some("90s"), None, None, until_now("2026-11-20T11:58:30Z"));
        check(Some("30m"), None, None, until_now("2026-11-20T11:30:00Z"));
        check(Some("2h"), None, None, until_now("2026-11-20T10:00:00Z"));
        check(Some("4w"), None, None, until_now("2026-10-23T12:00:00Z"));
        check(None, Some("2026-11-19"), None, until_now("2026-11-19T00:00:00Z"));
        let days = Some(("2026-11-18T00:00:00Z", "2026-11-19T23:59:59.999Z"));
        check(None, Some("2026-11-18"), Some("2026-11-19"), days);
        let zoned = Some(("2026-11-18T09:00:00Z", "2026-11-18T10:00:00Z"));
        check(None, Some("2026-11-18T10:00:00+01:00"), Some("2026-11-18T10:00:00Z"), zoned);
        for bad in ["", "h", "2", "-2h", "2 h", "2y", "99999999w", "2é"] {
            check(Some(bad), None, None, None);
        }
        check(None, None, Some("2026-11-19"), None);
        check(Some("1d"), None, Some("2026-11-19T10:00:00Z"), Some(("2026-11-18T10:00:00Z", "2026-11-19T10:00:00Z")));
        check(None, Some("2026-11-19"), Some("2026-11-18"), None);
        check(None, Some("yesterday!"), None, None);
    }

    #[test]
    fn a_star_at_the_end_of_a_subject_matches_what_begins_so() {
        let check = |wished: &str, expected: [bool; 3]| {
            let subjects = [Some("reservation/4"), Some("reservation/42"), None];
            assert_eq!(subjects.map(|subject| about(subject, wished)), expected, "{wished}");
        };
        check("reservation/4", [true, false, false]);
        check("reservation/4*", [true, true, false]);
        check("owner*", [false, false, false]);
        check("*", [true, true, false]);
    }
}
