//! How far a replay has come, with a button that stops it, and what to do where it did not end.

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

/// How often the page asks how far it is, in seconds. That asks nobody but this program.
const EVERY: u32 = 1;

/// Which one.
#[derive(Deserialize)]
pub(in crate::inspect) struct Which {
    id: String,
}

/// The button.
#[derive(Deserialize)]
pub(in crate::inspect) struct Order {
    token: String,
    id: String,
}

/// Where a replay is shown.
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
        section #progress data-live aria-label="How far it is" {
            progress max=(job.total) value=(job.gone()) aria-label="Events that were sent" {}
            p { (job.told()) " to " (plain(&inspector.target.queue_url)) }
            @match &end {
                None => (stop_form(&inspector, &job)),
                Some(end) => (ended(&job, end)),
            }
        }
        section aria-labelledby="command-title" {
            h2 #command-title { "The same in a terminal" }
            p.about { "It has the same journal: what was sent here is not sent again there. " (copy("command", "command")) }
            pre.body tabindex="0" aria-label="The same in a terminal" { code #command { (job.command) } }
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
    // The batch that is on its way is still sent.
    job.ended_soon().await;
    Ok(Redirect::to(&address(&job)).into_response())
}

fn find(inspector: &Inspector, id: &str) -> Result<Arc<Job>, NotFound> {
    let missing = "this page does not know that replay any more: its journal does, and the same filters go on with it";
    inspector.jobs.find(id).ok_or_else(|| NotFound(missing.to_owned()))
}

fn stop_form(inspector: &Inspector, job: &Job) -> Markup {
    html! {
        form.action method="post" action="/_/replay-stop" {
            input type="hidden" name="token" value=(inspector.token);
            input type="hidden" name="id" value=(job.id);
            button #stop type="submit" { "Stop" }
            p { "After the batch that is on its way. What was sent stays sent; the same filters go on from there." }
        }
    }
}

fn ended(job: &Job, end: &End) -> Markup {
    let n = |n: usize| count(n as u64);
    let (good, told) = match end {
        Ok(Sent::All) => (true, format!("{} sent to the queue again.", n(job.total))),
        Ok(Sent::Without(failed)) => {
            (false, format!("{} were not sent: the terminal of this program says why.", n(*failed)))
        }
        Ok(Sent::Stopped(gone)) => (false, format!("Stopped after {}.", n(*gone))),
        Err(why) => (false, format!("It ended early: {}", plain(why))),
    };
    html! {
        @if good { p.notice.good role="status" { (told) } }
        @else {
            p.notice.bad role="alert" { (told) }
            p { a #go-on href=(job.question.address("/_/replay-all")) { "Go on with the rest…" } " Asks first." }
        }
    }
}
