//! The first page: the last hour, what is waiting, and the list of events with its filters.

use std::sync::Arc;

use anyhow::Result;
use axum::extract::{Query, State};
use frontdesk::store::Row;
use jiff::Timestamp;
use maud::{Markup, html};

use super::chart::LastHour;
use super::layout::{Here, Page, badge, event_link, noted, notes, time, words};
use super::problem::Problem;
use super::question::Question;
use super::search::{Found, Looked, MOST_BODIES, MOST_BYTES};
use super::{Inspector, actions, filters, replay, welcome};
use crate::print::plain;
use crate::providers::Providers;
use crate::{dlq, outbox};

/// `GET /`.
pub(super) async fn show(
    State(inspector): State<Arc<Inspector>>,
    Query(question): Query<Question>,
) -> Result<Markup, Problem> {
    let now = Timestamp::now();
    let last_hour = async { LastHour::read(&inspector.target, now).await };
    let (last_hour, waits, found) =
        tokio::try_join!(last_hour, waits(&inspector, now), Found::read(&inspector.target, &question, now))?;
    // A search of bodies is not repeated automatically.
    let every = question.text().is_none().then_some(inspector.every);
    let page = Page { title: "Events", here: Here::Events, every };
    Ok(page.around(&html! {
        h1 { "Events" }
        (noted(inspector.note(Some(&question.note))))
        section #now data-live aria-label="At a glance" {
            (last_hour.drawn())
            (waits)
        }
        (filters::form(&inspector, &question))
        section #events data-live aria-label="Events, newest first" {
            (found.table(&question, inspector.providers()))
            @if found.rows.is_empty() && !question.is_narrow() { (welcome::page(&inspector)) }
        }
        (actions::sample_form(&inspector))
    }))
}

impl Found {
    fn table(&self, question: &Question, providers: Providers) -> Markup {
        html! {
            @if let Some(text) = question.text() { (looked(&self.looked, text)) }
            @if self.rows.is_empty() {
                p.none { "No event matches" (span(question)) "." }
            } @else {
                table.events {
                    thead { tr {
                        th scope="col" { "Received " span.zone { "(UTC)" } }
                        @for name in ["Provider", "Kind", "Subject", "State", "Deliveries"] { th scope="col" { (name) } }
                    } }
                    tbody { @for row in &self.rows { (line(row, providers)) } }
                }
            }
            (self.pages(question))
            @if !self.rows.is_empty() && question.text().is_none() {
                p.about { a #replay-all href=(question.address("/_/replay-all")) { "Replay all matches…" } " Asks first." }
            }
        }
    }

    /// The links to older and newer events.
    fn pages(&self, question: &Question) -> Markup {
        let newer = question.newer();
        html! {
            @if self.older.is_some() || newer.is_some() {
                nav.pages aria-label="Pages of the list" {
                    @if let Some(newer) = &newer { a #newer rel="prev" href=(newer) { "Newer" } }
                    @if let Some(older) = &self.older { a #older rel="next" href=(question.older(older)) { "Older" } }
                }
            }
        }
    }
}

/// The period, in words.
fn span(question: &Question) -> Markup {
    html! {
        @match (question.from(), question.to()) {
            (None, None) => { " in the last " (question.since()) }
            (Some(from), None) => { " since " (time(&from)) }
            (None, Some(to)) => { " in the " (question.since()) " before " (time(&to)) }
            (Some(from), Some(to)) => { " from " (time(&from)) " to " (time(&to)) }
        }
    }
}

/// How far the search for a text went.
fn looked(looked: &Looked, text: &str) -> Markup {
    let most = MOST_BYTES / 1024 / 1024;
    html! {
        p.about #looked {
            "Searched for \u{201c}" (plain(text)) "\u{201d} in " (looked.bodies) " bodies as they were sent ("
            (looked.bytes.div_ceil(1024)) " KiB)"
            @if let Some(at) = &looked.back_to { ", back to " (time(at)) }
            ". One page reads at most " (MOST_BODIES) " bodies or " (most) " MiB; \u{201c}Older\u{201d} continues from there. "
            "This list does not update automatically."
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
            td.state { (badge(row.state())) (notes(row, providers)) (words(row, providers)) }
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
            @for job in inspector.jobs.under_way() {
                div { dt { "Replay" } dd { a href=(replay::progress::address(&job)) { (job.told()) } } }
            }
            div { dt { "On its way to the queue" } dd {
                (pending) @if let Some(oldest) = oldest { span.unit { ", " (outbox::waits(oldest)) } }
            } }
            div { dt { "In the queue" } dd { (queue.visible) span.unit { ", " (queue.in_flight) " with consumers" } } }
            div { dt { "Dead letters" } dd { a #dead-letters href="/_/dead" { (dead) } } }
            div { dt { "Refused today" } dd { a #refused-today href="/_/refused" { (refused) } } }
        }
    })
}

/// How many refused deliveries of today are kept, from the first page of the index.
async fn refused_today(inspector: &Inspector, now: Timestamp) -> Result<String> {
    let (mut count, mut more) = (0, false);
    for name in inspector.providers().names() {
        let page = inspector.target.reader().refusals_on(name, now, None).await?;
        count += page.rows.len();
        more |= page.next.is_some();
    }
    Ok(format!("{count}{}", if more { "+" } else { "" }))
}
