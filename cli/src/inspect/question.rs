//! What a page is asked for: the filters of `events list`, as the fields of a form.

use anyhow::Result;
use clap::ValueEnum;
use frontdesk::{Action, Entity};
use serde::Deserialize;

use super::layout::link;
use crate::events::filter::{Filter, Wish};
use crate::events::words::Words;
use crate::exit::usage;

/// How far back the list goes that names no time. Not as far as the command: an open page asks again and again.
const DEFAULT_SINCE: &str = "24h";
/// How many events are shown at first, and at most.
const FIRST: usize = 50;
const MOST: usize = 1_600;

/// The fields as they come, empty where nothing was filled in.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Question {
    pub(super) provider: String,
    pub(super) kind: String,
    pub(super) subject: String,
    pub(super) state: String,
    pub(super) account: String,
    pub(super) action: String,
    pub(super) entity: String,
    pub(super) since: String,
    show: String,
}

impl Question {
    /// The stretch of time, by default a day.
    pub(super) fn since(&self) -> &str {
        if self.since.trim().is_empty() { DEFAULT_SINCE } else { self.since.trim() }
    }

    /// How many events to show.
    pub(super) fn show(&self) -> usize {
        self.show.trim().parse().unwrap_or(FIRST).clamp(1, MOST)
    }

    /// The same with twice as many. None when it would be too many for a page.
    pub(super) fn more(&self) -> Option<String> {
        let more = self.show() * 2;
        let show = more.to_string();
        let fields = [
            ("provider", self.provider.as_str()),
            ("kind", &self.kind),
            ("subject", &self.subject),
            ("state", &self.state),
            ("account", &self.account),
            ("action", &self.action),
            ("entity", &self.entity),
            ("since", &self.since),
            ("show", &show),
        ];
        let given: Vec<_> = fields.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        (more <= MOST).then(|| link("/", &given))
    }

    /// The filter that the fields mean.
    pub(super) fn filter(&self) -> Result<Filter> {
        let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let wish = |word: String| Wish::from_str(&word, false).map_err(|_| usage(&format!("no state `{word}`")));
        let known = |what: &str, read: &'static str, word: String| {
            if word == read { Ok(word) } else { Err(usage(&format!("no {what} `{word}`"))) }
        };
        Ok(Filter {
            provider: given(&self.provider),
            kind: given(&self.kind),
            subject: given(&self.subject),
            since: Some(self.since().to_owned()),
            from: None,
            to: None,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_fields_ask_for_nothing_in_particular() {
        let question = Question { provider: " gire ".to_owned(), state: "set-aside".to_owned(), ..Question::default() };
        let filter = question.filter().unwrap();
        assert_eq!((filter.provider.as_deref(), filter.kind, filter.subject), (Some("gire"), None, None));
        assert!(filter.state == Some(Wish::SetAside) && filter.since.as_deref() == Some("24h"));
        assert!(Question { state: "lost".to_owned(), ..Question::default() }.filter().is_err());
        let question = Question { action: "checked_in".to_owned(), account: "north".to_owned(), ..Question::default() };
        let words = question.filter().unwrap().words;
        assert_eq!(
            (words.action.as_deref(), words.entity, words.account.as_deref()),
            (Some("checked_in"), None, Some("north"))
        );
        assert!(Question { entity: "unicorn".to_owned(), ..Question::default() }.filter().is_err());
    }

    #[test]
    fn a_page_shows_no_more_than_it_can() {
        fn check(show: &str, shown: usize, more: Option<&str>) {
            let question = Question { show: show.to_owned(), kind: "a*".to_owned(), ..Question::default() };
            assert_eq!((question.show(), question.more().as_deref()), (shown, more), "{show}");
        }
        check("", 50, Some("/?kind=a%2A&show=100"));
        check("800", 800, Some("/?kind=a%2A&show=1600"));
        check("99999999", 1_600, None);
        check("-1", 50, Some("/?kind=a%2A&show=100"));
    }
}
