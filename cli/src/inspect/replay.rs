//! Sends to the queue again: one event, or all that match the list's filters. Each after a
//! confirmation.

pub(super) mod all;
pub(super) mod job;
pub(super) mod progress;

use std::sync::Arc;

use axum::Form;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use frontdesk::event::EventId;
use frontdesk::store::Row;
use maud::{Markup, html};
use serde::Deserialize;

use super::Inspector;
use super::confirm;
use super::layout::{event_link, link, time};
use super::problem::Problem;
use crate::events::{self, replay};
use crate::print::{count, plain};

/// How many of the events the confirmation names.
const NAMED: usize = 20;
/// Where the form is sent.
const ONE: &str = "/_/replay";

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

/// `GET /_/replay?id=…`.
pub(super) async fn ask(
    State(inspector): State<Arc<Inspector>>,
    Query(which): Query<Which>,
) -> Result<Markup, Problem> {
    let row = events::row(&inspector.target, &EventId::from_key(which.id.clone())).await?;
    let question = confirm::Question {
        title: "Replay one event",
        what: "The event is sent to the queue again: the same id, with \"replay\": true. Consumers handle it again."
            .to_owned(),
        ticket: inspector.notes.keep(ONE),
        action: ONE.to_owned(),
        button: "Send it again",
        fields: vec![("id", which.id.clone())],
        inputs: html! {},
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

/// The first of the events, to show whether they are the intended ones.
fn named(rows: &[Row], n: usize) -> Markup {
    let text = |row: &Row, name| plain(row.text(name).unwrap_or_default());
    html! {
        section aria-labelledby="which-title" {
            h2 #which-title { "Which" }
            ul.which {
                @for row in rows {
                    li {
                        (time(&text(row, "received_at"))) " " (text(row, "provider")) " "
                        a href=(event_link(row.text("id").unwrap_or_default())) { (text(row, "kind")) }
                        " " (text(row, "subject"))
                    }
                }
                @if n > rows.len() { li { "and " (count((n - rows.len()) as u64)) " more" } }
            }
        }
    }
}
