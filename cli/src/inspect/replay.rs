//! Sending to the queue again: one event, or all that the list's filters match. Each after a page that asks.

use std::sync::Arc;

use anyhow::{Result, bail};
use axum::Form;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use frontdesk::event::{EventId, rfc3339};
use frontdesk::store::{Row, State as Fate};
use http::StatusCode;
use jiff::Timestamp;
use maud::{Markup, html};
use serde::Deserialize;

use super::Inspector;
use super::confirm;
use super::layout::{event_link, link, time};
use super::problem::Problem;
use super::question::Question;
use crate::events::{self, replay};
use crate::exit::usage;
use crate::print::{count, plain};

/// How many events a click sends at most, and how many are looked at to count them. The command has no such bound.
const MOST: usize = 1_000;
const MOST_LOOKED_AT: usize = 20_000;
/// How many of them the page names.
const NAMED: usize = 20;
/// Where the forms are sent.
const ONE: &str = "/_/replay";
const ALL: &str = "/_/replay-all";

/// Which event.
#[derive(Deserialize)]
pub(super) struct Which {
    id: String,
}

/// The confirmation for one event.
#[derive(Deserialize)]
pub(super) struct Order {
    token: String,
    ticket: String,
    id: String,
}

/// The confirmation for all that match. The filters come beside it.
#[derive(Deserialize)]
pub(super) struct OrderForAll {
    token: String,
    ticket: String,
    /// How many the page said there are.
    count: usize,
}

/// `GET /_/replay?id=…`.
pub(super) async fn ask(
    State(inspector): State<Arc<Inspector>>,
    Query(which): Query<Which>,
) -> Result<Markup, Problem> {
    let row = events::row(&inspector.target, &EventId::from_key(which.id.clone())).await?;
    let question = confirm::Question {
        title: "Replay one event",
        what: "The event is sent to the queue again: the same id, with \"replay\": true. Consumers work on it again."
            .to_owned(),
        order: ONE,
        action: ONE.to_owned(),
        button: "Send it again",
        fields: vec![("id", which.id.clone())],
        back: event_link(&which.id),
        details: named(&[row], 1),
    };
    Ok(question.page(&inspector))
}

/// `POST /_/replay`.
pub(super) async fn one(
    State(inspector): State<Arc<Inspector>>,
    Form(order): Form<Order>,
) -> Result<Response, Problem> {
    inspector.confirmed(&order.token, &order.ticket, ONE)?;
    replay::send_again(&inspector.target, &EventId::from_key(order.id.clone())).await?;
    let note = inspector.notes.keep("Sent to the queue again. The message has the same id, and \"replay\": true.");
    Ok(Redirect::to(&link("/_/event", &[("id", &order.id), ("note", &note)])).into_response())
}

/// `GET /_/replay-all` with the fields of the list.
pub(super) async fn ask_for_all(
    State(inspector): State<Arc<Inspector>>,
    Query(question): Query<Question>,
) -> Result<Markup, Problem> {
    // The time that the filter means now, so that what is confirmed is what is sent.
    let span = question.filter()?.span(Timestamp::now())?;
    let frozen = question.within(rfc3339(span.from), rfc3339(span.to));
    page_for_all(&inspector, &frozen).await.map_err(Problem::from)
}

/// `POST /_/replay-all`.
pub(super) async fn all(
    State(inspector): State<Arc<Inspector>>,
    Query(question): Query<Question>,
    Form(order): Form<OrderForAll>,
) -> Result<Response, Problem> {
    inspector.confirmed(&order.token, &order.ticket, ALL)?;
    let matching = Matching::read(&inspector, &question).await?;
    if matching.more || matching.rows.len() != order.count {
        // Some went, or were published, since the page was made.
        return Ok((StatusCode::CONFLICT, page_for_all(&inspector, &question).await?).into_response());
    }
    let ids: Vec<EventId> = matching.rows.iter().rev().map(Row::id).collect();
    let failed = replay::send_all_again(&inspector.target, &ids).await?;
    let mut said = format!("{} sent to the queue again.", count((ids.len() - failed) as u64));
    if failed > 0 {
        said.push_str(&format!(" {failed} were not: the terminal of this program says why."));
    }
    Ok(Redirect::to(&question.and_say(&inspector.notes.keep(said))).into_response())
}

async fn page_for_all(inspector: &Inspector, question: &Question) -> Result<Markup> {
    if question.text().is_some() {
        return Err(usage("a text in the body cannot be replayed: filter by kind, subject, state or time"));
    }
    let matching = Matching::read(inspector, question).await?;
    if matching.more {
        bail!(
            "too many match: this page sends at most {MOST} of {MOST_LOOKED_AT} events. Narrow the filters, or use \
             `frontdesk events replay`, which has the same filters and goes on after an interruption"
        );
    }
    let n = matching.rows.len();
    if n == 0 {
        return Err(usage("nothing to send again: only what was published is, and no such event matches"));
    }
    let left_out = match matching.left_out {
        0 => String::new(),
        left_out => format!(" {} more match, but were not published, and are left out.", count(left_out as u64)),
    };
    let events = if n == 1 { "1 event is".to_owned() } else { format!("{} events are", count(n as u64)) };
    let what = format!("{events} sent to the queue again, oldest first, with \"replay\": true.{left_out}");
    let title = format!("Replay {} {}", count(n as u64), if n == 1 { "event" } else { "events" });
    let page = confirm::Question {
        title: &title,
        what,
        order: ALL,
        action: question.address(ALL),
        button: "Send them again",
        fields: vec![("count", n.to_string())],
        back: question.address("/"),
        details: named(&matching.rows, n),
    };
    Ok(page.page(inspector))
}

/// The published events that match.
struct Matching {
    rows: Vec<Row>,
    left_out: usize,
    /// Whether there are more than a click sends.
    more: bool,
}

impl Matching {
    async fn read(inspector: &Inspector, question: &Question) -> Result<Self> {
        let filter = question.filter()?;
        let mut search = filter.search(&inspector.target, filter.span(Timestamp::now())?)?;
        let mut found = Self { rows: Vec::new(), left_out: 0, more: false };
        while let Some(row) = search.next().await? {
            if found.rows.len() >= MOST || found.rows.len() + found.left_out >= MOST_LOOKED_AT {
                return Ok(Self { more: true, ..found });
            }
            match row.state() {
                Fate::Published => found.rows.push(row),
                Fate::Pending | Fate::Unreadable | Fate::Variant | Fate::SetAside => found.left_out += 1,
            }
        }
        Ok(found)
    }
}

/// The first of the events, so that one sees whether they are those that are meant.
fn named(rows: &[Row], n: usize) -> Markup {
    let text = |row: &Row, name| plain(row.text(name).unwrap_or_default());
    html! {
        section aria-labelledby="which-title" {
            h2 #which-title { "Which" }
            ul.which {
                @for row in rows.iter().take(NAMED) {
                    li {
                        (time(&text(row, "received_at"))) " " (text(row, "provider")) " "
                        a href=(event_link(row.text("id").unwrap_or_default())) { (text(row, "kind")) }
                        " " (text(row, "subject"))
                    }
                }
                @if n > NAMED { li { "and " (n - NAMED) " more" } }
            }
        }
    }
}
