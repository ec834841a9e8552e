//! The form above the list. Its fields are those of `question.rs`.

use clap::ValueEnum;
use frontdesk::{Action, Entity};
use jiff::Timestamp;
use maud::{Markup, html};

use super::Inspector;
use super::question::Question;
use crate::events::filter::Wish;

/// The periods offered.
const SINCE: [(&str, &str); 5] =
    [("15m", "15 minutes"), ("1h", "hour"), ("24h", "24 hours"), ("7d", "7 days"), ("90d", "90 days")];

/// The form, filled in with the current question.
pub(super) fn form(inspector: &Inspector, question: &Question) -> Markup {
    let state_words: Vec<String> = Wish::value_variants().iter().filter_map(state_word).collect();
    let option = |value: &str, text: &str, chosen: bool| html! { option value=(value) selected[chosen] { (text) } };
    let known = SINCE.iter().any(|(value, _)| *value == question.since());
    html! {
        form.filters action="/" method="get" role="search" aria-label="Filters" {
            label { span { "Provider" } select name="provider" {
                (option("", "all", question.provider.is_empty()))
                @for name in inspector.providers().names() { (option(name, name, name == question.provider)) }
            } }
            label { span { "Kind" } input name="kind" value=(question.kind) placeholder="pud:*" autocapitalize="none" autocomplete="off"; }
            label { span { "Subject begins with" } input name="subject" value=(question.subject) placeholder="reservation/26361" autocapitalize="none" autocomplete="off"; }
            label { span { "Text in the body" } input name="text" value=(question.text) autocapitalize="none" autocomplete="off"; }
            label { span { "State" } select name="state" {
                (option("", "all", question.state.is_empty()))
                @for word in &state_words { (option(word, word, *word == question.state)) }
            } }
            label { span { "Account" } input name="account" value=(question.account) autocapitalize="none" autocomplete="off"; }
            label { span { "Action" } select name="action" {
                (option("", "all", question.action.is_empty()))
                @for word in Action::ALL { (option(word.as_str(), word.as_str(), word.as_str() == question.action)) }
            } }
            label { span { "Entity" } select name="entity" {
                (option("", "all", question.entity.is_empty()))
                @for word in Entity::ALL { (option(word.as_str(), word.as_str(), word.as_str() == question.entity)) }
            } }
            label { span { "In the last" } select name="since" {
                @for (value, text) in SINCE { (option(value, text, value == question.since())) }
                @if !known { (option(question.since(), question.since(), true)) }
            } }
            (moment("from", "From", question.from()))
            (moment("to", "To", question.to()))
            div.buttons {
                button type="submit" { "Filter" }
                a href="/" { "Clear" }
            }
        }
    }
}

/// A field for a time. It shows UTC, or local time with the page's script.
fn moment(name: &str, label: &str, value: Option<String>) -> Markup {
    let at = value.and_then(|value| value.parse::<Timestamp>().ok());
    let shown = at.map(|at| at.strftime("%Y-%m-%dT%H:%M:%S").to_string());
    html! {
        label {
            span { (label) " " span.zone { "(UTC)" } }
            input type="datetime-local" name=(name) value=[&shown] data-utc=[at.map(|at| at.to_string())] step="any";
        }
    }
}

fn state_word(wish: &Wish) -> Option<String> {
    wish.to_possible_value().map(|value| value.get_name().to_owned())
}
