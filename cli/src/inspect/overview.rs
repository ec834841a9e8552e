//! The first page: the last hour, what waits, and the list of events with its filters.

use std::sync::Arc;

use anyhow::Result;
use axum::extract::{Query, State};
use clap::ValueEnum;
use frontdesk::store::Row;
use frontdesk::{Action, Entity};
use jiff::Timestamp;
use maud::{Markup, html};

use super::chart::LastHour;
use super::layout::{Here, Page, badge, event_link, notes, time};
use super::problem::Problem;
use super::question::Question;
use super::{Inspector, actions};
use crate::events::filter::Wish;
use crate::print::plain;
use crate::providers::Providers;
use crate::{dlq, outbox};

/// Stretches of time that are offered.
const SINCE: [(&str, &str); 5] =
    [("15m", "15 minutes"), ("1h", "hour"), ("24h", "24 hours"), ("7d", "7 days"), ("90d", "90 days")];

/// `GET /`.
pub(super) async fn show(
    State(inspector): State<Arc<Inspector>>,
    Query(question): Query<Question>,
) -> Result<Markup, Problem> {
    let now = Timestamp::now();
    let last_hour = async { LastHour::read(&inspector.target, now).await };
    let (last_hour, waits, found) =
        tokio::try_join!(last_hour, waits(&inspector, now), Found::read(&inspector, &question, now))?;
    let page = Page { title: "Events", here: Here::Events, every: Some(inspector.every) };
    Ok(page.around(&html! {
        h1 { "Events" }
        section #now data-live aria-label="At a glance" {
            (last_hour.drawn())
            (waits)
        }
        (filters(&inspector, &question))
        section #events data-live aria-label="Events, newest first" { (found.table(&question, inspector.providers())) }
        (actions::sample_form(&inspector))
    }))
}

/// The events that a question asks for.
struct Found {
    rows: Vec<Row>,
    more: bool,
}

impl Found {
    async fn read(inspector: &Inspector, question: &Question, now: Timestamp) -> Result<Self> {
        let filter = question.filter()?;
        let mut search = filter.search(&inspector.target, filter.span(now)?)?;
        let mut rows = Vec::new();
        while rows.len() < question.show() {
            let Some(row) = search.next().await? else { return Ok(Self { rows, more: false }) };
            rows.push(row);
        }
        Ok(Self { rows, more: search.next().await?.is_some() })
    }

    fn table(&self, question: &Question, providers: Providers) -> Markup {
        html! {
            @if self.rows.is_empty() {
                p.none { "No event matches, of those of the last " (question.since()) "." }
            } @else {
                table.events {
                    thead { tr {
                        @for name in ["Received (UTC)", "Provider", "Kind", "Subject", "State", "Deliveries"] { th scope="col" { (name) } }
                    } }
                    tbody { @for row in &self.rows { (line(row, providers)) } }
                }
            }
            @if self.more {
                p.more {
                    "There are more. "
                    @if let Some(more) = question.more() { a #more href=(more) { "Show twice as many" } }
                    @else { "Narrow the filters to see them." }
                }
            }
        }
    }
}

fn line(row: &Row, providers: Providers) -> Markup {
    let text = |name| plain(row.text(name).unwrap_or_default());
    let (id, subject) = (row.text("id").unwrap_or_default(), text("subject"));
    let deliveries = row.number("deliveries").unwrap_or(1);
    html! {
        tr #{"row " (id)} data-id=(id) {
            td.when { (time(&text("received_at"))) }
            td.provider { (text("provider")) }
            td.kind { a #{"to " (id)} href=(event_link(id)) { (text("kind")) } }
            td.subject { (subject) }
            td.state { (badge(row.state())) (notes(row, providers)) }
            td.deliveries.many[deliveries > 1] { (deliveries) span.unit { @if deliveries == 1 { " delivery" } @else { " deliveries" } } }
        }
    }
}

/// The outbox, the queue, the dead letters, and today's refusals.
async fn waits(inspector: &Inspector, now: Timestamp) -> Result<Markup> {
    let target = &inspector.target;
    let (waiting, (queue, dead), refused) =
        tokio::try_join!(outbox::waiting(target), dlq::depths(target), refused_today(inspector, now))?;
    let pending: usize = waiting.values().map(|waiting| waiting.count).sum();
    let oldest = waiting.values().map(outbox::Waiting::seconds).max();
    let dead = dead.map_or_else(|| "none kept".to_owned(), |dead| (dead.visible + dead.in_flight).to_string());
    Ok(html! {
        dl.waits {
            div { dt { "On its way to the queue" } dd {
                (pending) @if let Some(oldest) = oldest { span.unit { ", " (outbox::waits(oldest)) } }
            } }
            div { dt { "In the queue" } dd { (queue.visible) span.unit { ", " (queue.in_flight) " with consumers" } } }
            div { dt { "Dead letters" } dd { (dead) } }
            div { dt { "Refused today" } dd { a #refused-today href="/_/refused" { (refused) } } }
        }
    })
}

/// How many refused deliveries of today are kept, by the first page of the index.
async fn refused_today(inspector: &Inspector, now: Timestamp) -> Result<String> {
    let (mut count, mut more) = (0, false);
    for name in inspector.providers().names() {
        let page = inspector.target.reader().refusals_on(name, now, None).await?;
        count += page.rows.len();
        more |= page.next.is_some();
    }
    Ok(format!("{count}{}", if more { "+" } else { "" }))
}

fn filters(inspector: &Inspector, question: &Question) -> Markup {
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
            label { span { "Subject" } input name="subject" value=(question.subject) placeholder="reservation/26361" autocapitalize="none" autocomplete="off"; }
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
            label { span { "Of the last" } select name="since" {
                @for (value, text) in SINCE { (option(value, text, value == question.since())) }
                @if !known { (option(question.since(), question.since(), true)) }
            } }
            div.buttons {
                button type="submit" { "Filter" }
                a href="/" { "Clear" }
            }
        }
    }
}

fn state_word(wish: &Wish) -> Option<String> {
    wish.to_possible_value().map(|value| value.get_name().to_owned())
}
