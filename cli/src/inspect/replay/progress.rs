//! The progress of a replay, with a stop button, and what to do if it did not finish.

use std::sync::Arc;

use axum::Form;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde::Deserialize;

use super::super::Inspector;
use super::super::layout::{Here, Page, copy, link};
use super::super::problem::Problem;
use super::job::{End, Job};
use crate::events::replay::Sent;
use crate::exit::NotFound;
use crate::print::{count, plain};

/// How often the page refreshes, in seconds. Only this program is asked.
const EVERY: u32 = 1;

/// Which replay.
#[derive(Deserialize)]
pub(in crate::inspect) struct Which {
    id: String,
}

/// The fields of the stop button's form.
#[derive(Deserialize)]
pub(in crate::inspect) struct Order {
    token: String,
    id: String,
}

/// The address of a replay's page.
pub(in crate::inspect) fn address(job: &Job) -> String {
    link("/_/replay-progress", &[("id", &job.id)])
}

/// `GET /_/replay-progress?id=…`.
pub(in crate::inspect) async fn show(
    State(inspector): State<Arc<Inspector>>,
    Query(which): Query<Which>,
) -> Result<Markup, Problem> {
    let job = find(&inspector, &which.id)?;
    let end = job.end();
    let page = Page { title: "Replay", here: Here::Elsewhere, every: end.is_none().then_some(EVERY) };
    Ok(page.around(&html! {
        p.back { a href=(job.question.address("/")) { "Events" } }
        h1 { "Replay of " (count(job.total as u64)) @if job.total == 1 { " event" } @else { " events" } }
        section #progress data-live aria-label="Progress" {
            progress max=(job.total) value=(job.gone()) aria-label="Events that were sent" {}
            p { (job.told()) " to " (plain(&inspector.target.queue_url)) }
            @match &end {
                None => (stop_form(&inspector, &job)),
                Some(end) => (ended(&job, end)),
            }
        }
        section aria-labelledby="command-title" {
            h2 #command-title { "In a terminal" }
            p.about { "It uses the same journal: events sent here are not sent again there. " (copy("command", "command")) }
            pre.body tabindex="0" aria-label="In a terminal" { code #command { (job.command) } }
        }
    }))
}

/// `POST /_/replay-stop`.
pub(in crate::inspect) async fn stop(
    State(inspector): State<Arc<Inspector>>,
    Form(order): Form<Order>,
) -> Result<Response, Problem> {
    inspector.check_token(&order.token)?;
    let job = find(&inspector, &order.id)?;
    job.stop();
    // The current batch is still sent.
    job.ended_soon().await;
    Ok(Redirect::to(&address(&job)).into_response())
}

fn find(inspector: &Inspector, id: &str) -> Result<Arc<Job>, NotFound> {
    let missing = "this replay is no longer remembered here, but in its journal: the same filters continue it";
    inspector.jobs.find(id).ok_or_else(|| NotFound(missing.to_owned()))
}

fn stop_form(inspector: &Inspector, job: &Job) -> Markup {
    html! {
        form.action method="post" action="/_/replay-stop" {
            input type="hidden" name="token" value=(inspector.token);
            input type="hidden" name="id" value=(job.id);
            button #stop type="submit" { "Stop" }
            p { "Stops after the current batch. What was sent stays sent; the same filters continue from there." }
        }
    }
}

fn ended(job: &Job, end: &End) -> Markup {
    let n = |n: usize| count(n as u64);
    let (good, told) = match end {
        Ok(Sent::All) => (true, format!("{} sent to the queue again.", n(job.total))),
        Ok(Sent::Without(failed)) => {
            (false, format!("{} were not sent: this program's terminal shows why.", n(*failed)))
        }
        Ok(Sent::Stopped(gone)) => (false, format!("Stopped after {}.", n(*gone))),
        Err(why) => (false, format!("It ended early: {}", plain(why))),
    };
    html! {
        @if good { p.notice.good role="status" { (told) } }
        @else {
            p.notice.bad role="alert" { (told) }
            p { a #go-on href=(job.question.address("/_/replay-all")) { "Send the rest…" } " Asks first." }
        }
    }
}
