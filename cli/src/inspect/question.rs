//! The query of the list: the filters of `events list` as form fields, a text in the body, and the
//! page.

use std::fmt;

use anyhow::Result;
use clap::ValueEnum;
use frontdesk::{Action, Entity};
use serde::Deserialize;

use super::layout::link;
use crate::events::filter::{Filter, Wish};
use crate::events::words::Words;
use crate::exit::usage;

/// The default period. Shorter than the command's: an open page keeps refreshing.
const DEFAULT_SINCE: &str = "24h";
/// How many events a page shows by default, and at most.
const SHOWN: usize = 50;
const MOST: usize = 200;
/// How many newer pages an address remembers: it must not grow without limit.
const PAGES: usize = 60;

/// The fields as submitted, empty if not filled in.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Question {
    pub(super) provider: String,
    pub(super) kind: String,
    /// The beginning of the subject.
    pub(super) subject: String,
    /// A text that occurs in the body.
    pub(super) text: String,
    pub(super) state: String,
    pub(super) account: String,
    pub(super) action: String,
    pub(super) entity: String,
    pub(super) since: String,
    from: String,
    to: String,
    show: String,
    /// Where the page begins, preceded by where the newer pages begin.
    at: String,
    /// The note on what was just done.
    pub(super) note: String,
}

/// The start of a page: the time of the event before it, and how many events of that time come
/// before the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cursor {
    pub(super) time: String,
    pub(super) passed: usize,
}

impl Cursor {
    fn parse(text: &str) -> Result<Self> {
        let parsed = text.rsplit_once('_').and_then(|(time, passed)| {
            time.parse::<jiff::Timestamp>().ok()?;
            Some(Self { time: time.to_owned(), passed: passed.parse().ok()? })
        });
        parsed.ok_or_else(|| usage(&format!("no page begins at `{text}`: go back to the newest events")))
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}_{}", self.time, self.passed)
    }
}

impl Question {
    /// The period, by default a day.
    pub(super) fn since(&self) -> &str {
        if self.since.trim().is_empty() { DEFAULT_SINCE } else { self.since.trim() }
    }

    /// The earliest time, as RFC 3339, if given.
    pub(super) fn from(&self) -> Option<String> {
        moment(&self.from, "T00:00:00Z")
    }

    /// The latest time, as RFC 3339, if given.
    pub(super) fn to(&self) -> Option<String> {
        moment(&self.to, "T23:59:59.999Z")
    }

    /// How many events to show.
    pub(super) fn show(&self) -> usize {
        self.show.trim().parse().unwrap_or(SHOWN).clamp(1, MOST)
    }

    /// The text to search bodies for, if given.
    pub(super) fn text(&self) -> Option<&str> {
        Some(self.text.trim()).filter(|text| !text.is_empty())
    }

    /// Whether anything but the time is filtered.
    pub(super) fn is_narrow(&self) -> bool {
        self.fields().iter().any(|(name, value)| !matches!(*name, "since" | "show") && !value.trim().is_empty())
            || !self.at.is_empty()
    }

    /// Where this page begins. `None` for the newest events.
    pub(super) fn cursor(&self) -> Result<Option<Cursor>> {
        self.at.rsplit('~').next().filter(|last| !last.is_empty()).map(Cursor::parse).transpose()
    }

    /// The address of the page with older events.
    pub(super) fn older(&self, next: &Cursor) -> String {
        let mut pages: Vec<&str> = self.at.split('~').filter(|page| !page.is_empty()).collect();
        let next = next.to_string();
        pages.push(&next);
        let surplus = pages.len().saturating_sub(PAGES);
        self.page(&pages.split_off(surplus).join("~"))
    }

    /// The address of the page with newer events. `None` on the newest.
    pub(super) fn newer(&self) -> Option<String> {
        (!self.at.is_empty()).then(|| self.page(self.at.rsplit_once('~').map_or("", |(before, _)| before)))
    }

    /// The same query for exactly this period.
    pub(super) fn within(&self, from: String, to: String) -> Self {
        Self { since: String::new(), from, to, at: String::new(), ..self.clone() }
    }

    /// The address of another page with the same query.
    pub(super) fn address(&self, path: &str) -> String {
        link(path, &given(self.fields().to_vec()))
    }

    /// The address of the list, with a one-time note on what was done.
    pub(super) fn and_say(&self, note: &str) -> String {
        self.with("note", note)
    }

    fn page(&self, at: &str) -> String {
        self.with("at", at)
    }

    fn with(&self, name: &'static str, value: &str) -> String {
        let mut fields = self.fields().to_vec();
        fields.push((name, value));
        link("/", &given(fields))
    }

    fn fields(&self) -> [(&'static str, &str); 12] {
        [
            ("provider", &self.provider),
            ("kind", &self.kind),
            ("subject", &self.subject),
            ("text", &self.text),
            ("state", &self.state),
            ("account", &self.account),
            ("action", &self.action),
            ("entity", &self.entity),
            ("since", &self.since),
            ("from", &self.from),
            ("to", &self.to),
            ("show", &self.show),
        ]
    }

    /// The filter that the fields stand for. It does not cover texts in the body.
    pub(super) fn filter(&self) -> Result<Filter> {
        let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let wish = |word: String| Wish::from_str(&word, false).map_err(|_| usage(&format!("no state `{word}`")));
        let known = |what: &str, read: &'static str, word: String| {
            if word == read { Ok(word) } else { Err(usage(&format!("no {what} `{word}`"))) }
        };
        Ok(Filter {
            provider: given(&self.provider),
            kind: given(&self.kind),
            subject: given(&self.subject).map(|beginning| format!("{}*", beginning.trim_end_matches('*'))),
            // As in the command, which takes one or the other.
            since: self.from().is_none().then(|| self.since().to_owned()),
            from: self.from(),
            to: self.to(),
            state: given(&self.state).map(wish).transpose()?,
            words: Words {
                account: given(&self.account),
                action: given(&self.action)
                    .map(|word| known("action", Action::from(&*word).as_str(), word))
                    .transpose()?,
                entity: given(&self.entity)
                    .map(|word| known("entity", Entity::from(&*word).as_str(), word))
                    .transpose()?,
            },
        })
    }
}

fn given<'a>(fields: Vec<(&'static str, &'a str)>) -> Vec<(&'static str, &'a str)> {
    fields.into_iter().filter(|(_, value)| !value.is_empty()).collect()
}

/// Completes a day, or a time from a browser's field. That has no zone, and without the page's
/// script it is UTC.
fn moment(text: &str, rest: &str) -> Option<String> {
    let text = text.trim();
    match text.len() {
        0 => None,
        10 => Some(format!("{text}{rest}")),
        16 => Some(format!("{text}:00Z")),
        19 | 23 if !text.ends_with('Z') => Some(format!("{text}Z")),
        _ => Some(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_fields_ask_for_nothing_in_particular() {
        let question = Question { provider: " gire ".to_owned(), state: "set-aside".to_owned(), ..Question::default() };
        let filter = question.filter().unwrap();
        assert_eq!((filter.provider.as_deref(), filter.kind, filter.subject), (Some("gire"), None, None));
        assert!(filter.state == Some(Wish::SetAside) && filter.since.as_deref() == Some("24h"));
        assert!(question.is_narrow() && !Question::default().is_narrow());
        assert!(Question { state: "lost".to_owned(), ..Question::default() }.filter().is_err());
        let question = Question { action: "checked_in".to_owned(), account: "north".to_owned(), ..Question::default() };
        let words = question.filter().unwrap().words;
        assert_eq!(
            (words.action.as_deref(), words.entity, words.account.as_deref()),
            (Some("checked_in"), None, Some("north"))
        );
        assert!(Question { entity: "unicorn".to_owned(), ..Question::default() }.filter().is_err());
        let question = Question { subject: "reservation".to_owned(), ..Question::default() };
        assert_eq!(question.filter().unwrap().subject.as_deref(), Some("reservation*"));
    }

    #[test]
    fn times_are_days_or_what_a_browser_sends() {
        let check = |text: &str, expected: Option<&str>| assert_eq!(moment(text, "T00:00:00Z").as_deref(), expected);
        check(" ", None);
        check("2026-11-20", Some("2026-11-20T00:00:00Z"));
        check("2026-11-20T10:00", Some("2026-11-20T10:00:00Z"));
        check("2026-11-20T10:00:30", Some("2026-11-20T10:00:30Z"));
        check("2026-11-20T10:00:30.123", Some("2026-11-20T10:00:30.123Z"));
        check("2026-11-20T10:00:30.123Z", Some("2026-11-20T10:00:30.123Z"));
        check("soon", Some("soon"));
    }

    #[test]
    fn pages_lead_back_and_forth() {
        let first = Question { kind: "a*".to_owned(), show: "999".to_owned(), ..Question::default() };
        assert_eq!((first.show(), first.cursor().unwrap(), first.newer()), (MOST, None, None));
        let cursor = Cursor { time: "2026-11-20T10:00:00.000Z".to_owned(), passed: 2 };
        let at = "2026%2D11%2D20T10%3A00%3A00%2E000Z%5F2";
        assert_eq!(first.older(&cursor), format!("/?kind=a%2A&show=999&at={at}"));
        let second = Question { at: cursor.to_string(), ..first.clone() };
        assert_eq!(second.cursor().unwrap(), Some(cursor.clone()));
        assert_eq!(second.newer().as_deref(), Some("/?kind=a%2A&show=999"));
        assert_eq!(second.older(&cursor), format!("/?kind=a%2A&show=999&at={at}%7E{at}"));
        let third = Question { at: format!("{cursor}~{cursor}"), ..first.clone() };
        assert_eq!(third.newer(), Some(first.older(&cursor)));
        assert!(Question { at: "yesterday_1".to_owned(), ..first.clone() }.cursor().is_err());
        let deep = Question { at: vec![cursor.to_string(); 500].join("~"), ..first };
        assert_eq!(deep.older(&cursor).matches("%7E").count(), PAGES - 1);
    }
}
