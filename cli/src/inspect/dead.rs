//! Dead letters: messages that consumers could not handle, and moving them back into the queue.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use axum::Form;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde::Deserialize;

use super::Inspector;
use super::confirm;
use super::layout::{Here, Page, event_link, link, noted, time};
use super::problem::Problem;
use crate::dlq::{DeadLetters, Letter};
use crate::exit::usage;
use crate::print::plain;

/// How many are shown. Each is hidden from other receivers meanwhile.
const MOST: usize = 50;
/// How long the page waits for SQS to move all of them.
const PATIENCE: Duration = Duration::from_secs(20);
const REDRIVE: &str = "/_/redrive";

/// The note on what was just done.
#[derive(Deserialize)]
pub(super) struct Question {
    note: Option<String>,
}

/// The confirmation.
#[derive(Deserialize)]
pub(super) struct Order {
    token: String,
    ticket: String,
}

/// `GET /_/dead`.
pub(super) async fn list(
    State(inspector): State<Arc<Inspector>>,
    Query(question): Query<Question>,
) -> Result<Markup, Problem> {
    let dead = DeadLetters::find(&inspector.target).await?;
    let letters = match &dead {
        Some(dead) => dead.letters(MOST).await?,
        None => Vec::new(),
    };
    let page = Page { title: "Dead letters", here: Here::Dead, every: None };
    Ok(page.around(&html! {
        h1 { "Dead letters" }
        (noted(inspector.note(question.note.as_deref())))
        p.about {
            "Messages that consumers received again and again without deleting them. Fix the consumer, then move all back. SQS shows "
            "messages only by delivering them: this hides them from others for a moment, and counts as one more receive."
        }
        section #dead aria-label="Dead letters" {
            @if dead.is_none() { p.none { "The queue has no dead-letter queue." } }
            @else if letters.is_empty() { p.none { "There are no dead letters." } }
            @else {
                form.action action=(REDRIVE) method="get" {
                    button type="submit" { "Redrive…" }
                    p { "Moves all of them back into the queue. Asks first." }
                }
                table.events {
                    thead { tr {
                        th scope="col" { "Sent " span.zone { "(UTC)" } }
                        @for name in ["Event", "Type", "Received"] { th scope="col" { (name) } }
                    } }
                    tbody { @for letter in &letters { (line(letter)) } }
                }
                @if letters.len() >= MOST { p.about { "Only " (MOST) " are shown." } }
            }
        }
    }))
}

/// `GET /_/redrive`.
pub(super) async fn ask(State(inspector): State<Arc<Inspector>>) -> Result<Markup, Problem> {
    let dead = DeadLetters::find(&inspector.target).await?.context("the queue has no dead-letter queue")?;
    let count = dead.count().await?;
    if count == 0 {
        return Err(usage("there are no dead letters to move").into());
    }
    let (title, messages) = match count {
        1 => ("Redrive 1 dead letter".to_owned(), "1 message is".to_owned()),
        n => (format!("Redrive {n} dead letters"), format!("{n} messages are")),
    };
    let question = confirm::Question {
        title: &title,
        what: format!("{messages} moved back into the queue, by SQS's own redrive. Consumers receive them again."),
        ticket: inspector.notes.keep(REDRIVE),
        action: REDRIVE.to_owned(),
        button: "Move them back",
        fields: Vec::new(),
        inputs: html! {},
        back: "/_/dead".to_owned(),
        details: html! {},
    };
    Ok(question.page(&inspector))
}

/// `POST /_/redrive`.
pub(super) async fn redrive(
    State(inspector): State<Arc<Inspector>>,
    Form(order): Form<Order>,
) -> Result<Response, Problem> {
    inspector.confirmed(&order.token, &order.ticket, REDRIVE)?;
    let dead = DeadLetters::find(&inspector.target).await?.context("the queue has no dead-letter queue")?;
    let said = match tokio::time::timeout(PATIENCE, dead.move_back(None)).await {
        Ok(moved) => format!("{} moved back into the queue.", moved?),
        Err(_) => "SQS is still moving them back; this page shows what is left.".to_owned(),
    };
    Ok(Redirect::to(&link("/_/dead", &[("note", &inspector.notes.keep(said))])).into_response())
}

fn line(letter: &Letter) -> Markup {
    html! {
        tr {
            td.when { (time(&letter.sent)) }
            td.subject {
                @match &letter.event {
                    Some(event) => a href=(event_link(event)) { (plain(event)) },
                    None => { "not from Frontdesk: message " (plain(&letter.message_id)) }
                }
            }
            td.kind { (plain(&letter.kind)) }
            td.deliveries.many { (letter.received) span.unit { " times" } }
        }
    }
}
