//! The layout of every page, and how states, times and links look.

use frontdesk::store::{Row, State};
use maud::{DOCTYPE, Markup, html};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::print::plain;
use crate::providers::Providers;

/// A page without its content.
pub(super) struct Page<'a> {
    pub(super) title: &'a str,
    pub(super) here: Here,
    /// How often the live parts refresh, in seconds. `None` for pages that never change.
    pub(super) every: Option<u32>,
}

/// The navigation entry that a page belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Here {
    Events,
    Refused,
    Dead,
    Elsewhere,
}

impl Page<'_> {
    /// The whole document. Its only scripts and styles are our own files: the policy in `guard.rs`
    /// allows no others.
    pub(super) fn around(&self, main: &Markup) -> Markup {
        let entry = |here: Here, href: &str, name: &str| {
            let current = (self.here == here).then_some("page");
            html! { a href=(href) aria-current=[current] { (name) } }
        };
        html! {
            (DOCTYPE)
            html lang="en" {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    title { (self.title) " · Frontdesk" }
                    link rel="icon" type="image/svg+xml" href="/_/icon.svg";
                    link rel="stylesheet" href="/_/style.css";
                    script src="/_/script.js" defer {}
                }
                body data-every=[self.every] {
                    a.skip href="#main" { "Skip to content" }
                    header {
                        a.brand href="/" { "Frontdesk" }
                        nav aria-label="Pages" {
                            (entry(Here::Events, "/", "Events"))
                            (entry(Here::Refused, "/_/refused", "Refused"))
                            (entry(Here::Dead, "/_/dead", "Dead letters"))
                        }
                        form.find action="/_/find" role="search" aria-label="Find one event" {
                            input name="id" required aria-label="Id of an event, or a prefix" placeholder="id or prefix"
                                autocapitalize="none" autocomplete="off" spellcheck="false";
                            button type="submit" { "Find" }
                        }
                        @if self.every.is_some() {
                            p #said role="status" { "Reload to update" }
                        }
                    }
                    main #main tabindex="-1" { (main) }
                }
            }
        }
    }
}

/// The result of the last action.
pub(super) fn noted(note: Option<String>) -> Markup {
    html! { @if let Some(note) = note { p.notice.good role="status" { (note) } } }
}

/// A button that copies the text of an element. It needs the page's script, which shows it.
pub(super) fn copy(element: &str, what: &str) -> Markup {
    html! { button.copy type="button" data-copy=(element) hidden { "Copy " (what) } }
}

/// What the function noted about the payload, as badges.
pub(super) fn notes(row: &Row, providers: Providers) -> Markup {
    let (provider, kind) = (row.text("provider").unwrap_or_default(), row.text("kind").unwrap_or_default());
    let knows = providers.find(provider).is_none_or(|provider| provider.knows(kind));
    html! {
        @if row.has("misfit") { (noticed("misfit", "misfit")) }
        @if row.has("unknown_fields") { (noticed("unknown-fields", "unknown fields")) }
        @if !knows && !row.has("unreadable") { (noticed("unknown-kind", "unknown kind")) }
    }
}

/// A badge that links to all events with the same note.
fn noticed(state: &str, text: &str) -> Markup {
    html! { " " a.badge data-state=(state) href=(link("/", &[("state", state), ("since", "7d")])) { (text) } }
}

/// The account, action and entity of an event, each linked to all events that share it.
pub(super) fn words(row: &Row, providers: Providers) -> Markup {
    let (provider, kind) = (row.text("provider").unwrap_or_default(), row.text("kind").unwrap_or_default());
    // Rows of earlier versions have no action and entity; their kind implies them.
    let meaning = providers.find(provider).map_or_else(Default::default, |provider| provider.meaning(kind));
    let words = [
        ("account", row.text("account")),
        ("action", row.text("action").or(meaning.0.word())),
        ("entity", row.text("entity").or(meaning.1.word())),
    ];
    html! {
        @for (name, word) in words {
            @if let Some(word) = word {
                " " a.word title=(name) href=(link("/", &[(name, word), ("since", "7d")])) { (plain(word)) }
            }
        }
    }
}

/// A state as a word; the colour only repeats it.
pub(super) fn badge(state: State) -> Markup {
    html! { span.badge data-state=(state.as_str()) { (state.as_str()) } }
}

/// A time of ours (RFC 3339, UTC), easier to read.
pub(super) fn time(rfc3339: &str) -> Markup {
    let (day, rest) = rfc3339.split_once('T').unwrap_or((rfc3339, ""));
    let clock = rest.trim_end_matches('Z');
    html! { time datetime=(rfc3339) title=(rfc3339) { span.day { (day) } " " (clock) } }
}

/// A link with a query. Every value is fully encoded.
pub(super) fn link(path: &str, question: &[(&str, &str)]) -> String {
    let encoded = |text| utf8_percent_encode(text, NON_ALPHANUMERIC);
    let pairs: Vec<String> =
        question.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value))).collect();
    format!("{path}?{}", pairs.join("&"))
}

/// The address of an event's page.
pub(super) fn event_link(id: &str) -> String {
    link("/_/event", &[("id", id)])
}

/// Names and values, one below the other.
pub(super) fn facts<'a>(facts: impl IntoIterator<Item = (&'a str, Markup)>) -> Markup {
    html! {
        dl.facts {
            @for (name, value) in facts {
                div { dt { (name) } dd { (value) } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_value_ends_it_early() {
        let made = link("/_/event", &[("id", "a&b=\"c\"#ø"), ("x", "<script>")]);
        assert_eq!(made, "/_/event?id=a%26b%3D%22c%22%23%C3%B8&x=%3Cscript%3E");
        assert_eq!(
            time("2026-11-20T10:00:00.123Z\"<b>").into_string(),
            "<time datetime=\"2026-11-20T10:00:00.123Z&quot;&lt;b&gt;\" title=\"2026-11-20T10:00:00.123Z&quot;&lt;b&gt;\">\
             <span class=\"day\">2026-11-20</span> 10:00:00.123Z&quot;&lt;b&gt;</time>"
        );
    }
}
