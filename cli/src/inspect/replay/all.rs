//! Sends everything that matches the list's filters again, after a confirmation with the count.
//! Exactly what is confirmed is sent.
//!
//! It uses the journal of the command with the same filters, so each continues where the other was
//! interrupted.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Result, bail};
use axum::Form;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use frontdesk::event::rfc3339;
use frontdesk::store::Row;
use jiff::Timestamp;
use maud::{Markup, html};
use serde::Deserialize;

use super::super::Inspector;
use super::super::confirm;
use super::super::problem::{Conflict, Problem};
use super::super::question::Question;
use super::{NAMED, job::Job, named, progress};
use crate::events::filter::{Filter, Span};
use crate::events::journal::Journal;
use crate::events::replay::{Chosen, Sent, journal_of, rate};
use crate::exit::usage;
use crate::print::count;

/// How many matching events the page counts and keeps until the confirmation. The command has no
/// such limit.
const MOST_MATCHING: usize = 100_000;
/// Where the form is sent.
const ALL: &str = "/_/replay-all";

/// The events to send, kept until the confirmation.
pub(in crate::inspect) struct Plan {
    pub(super) question: Question,
    pub(super) command: String,
    pub(super) journal: PathBuf,
    pub(super) span: Span,
    /// How many the journal had when the page was shown.
    pub(super) noted: usize,
    pub(super) chosen: Chosen,
}

/// The confirmation.
#[derive(Deserialize)]
pub(in crate::inspect) struct Order {
    token: String,
    ticket: String,
    /// At most this many per second; empty for no limit.
    #[serde(default)]
    rate: String,
}

/// `GET /_/replay-all` with the fields of the list.
pub(in crate::inspect) async fn ask(
    State(inspector): State<Arc<Inspector>>,
    Query(question): Query<Question>,
) -> Result<Response, Problem> {
    if question.text().is_some() {
        return Err(usage("a text in the body cannot be replayed: filter by kind, subject, state or time").into());
    }
    // Fixes the period now: what is confirmed is what is sent.
    let span = question.filter()?.span(Timestamp::now())?;
    let question = question.within(rfc3339(span.from), rfc3339(span.to));
    let filter = question.filter()?;
    let journal = journal_of(&inspector.target, &filter, &[])?;
    if let Some(job) = inspector.jobs.running(&journal) {
        return Ok(Redirect::to(&progress::address(&job)).into_response());
    }
    let (plan, first) = Plan::make(&inspector, question, filter, journal).await?;
    Ok(page(&inspector, plan, &first).into_response())
}

/// `POST /_/replay-all`.
pub(in crate::inspect) async fn start(
    State(inspector): State<Arc<Inspector>>,
    Form(order): Form<Order>,
) -> Result<Response, Problem> {
    inspector.check_token(&order.token)?;
    let rate = Some(order.rate.trim()).filter(|text| !text.is_empty()).map(rate).transpose()?;
    let plan = inspector.plans.take(&order.ticket);
    let plan = plan.ok_or(Conflict("this was confirmed before, or the page is too old: go back and start again"))?;
    let question = plan.question.clone();
    let job = Job::start(&inspector, plan, rate)?;
    // A quick replay needs no page of its own.
    match job.ended_soon().await {
        Some(Ok(Sent::All)) => {
            let note = format!("{} sent to the queue again.", count(job.total as u64));
            Ok(Redirect::to(&question.and_say(&inspector.notes.keep(note))).into_response())
        }
        _ => Ok(Redirect::to(&progress::address(&job)).into_response()),
    }
}

impl Plan {
    /// Finds the events to send, and the first of them, to show whether they are the intended ones.
    async fn make(
        inspector: &Inspector,
        question: Question,
        filter: Filter,
        path: PathBuf,
    ) -> Result<(Self, Vec<Row>)> {
        let command = format!("frontdesk events replay{}{}", filter.flags(), inspector.target.flags());
        let span = filter.span(Timestamp::now())?;
        let journal = Journal::open(&path, span)?;
        let (mut chosen, mut first, mut matching) = (Chosen::default(), Vec::new(), 0);
        let mut search = filter.search(&inspector.target, span)?;
        while let Some(row) = search.next().await? {
            matching += 1;
            if matching > MOST_MATCHING {
                bail!(
                    "more than {} match, and counting them here would take minutes. Narrow the filters, or paste this into a \
                     terminal, which counts, asks and can continue after an interruption:\n\n{command}",
                    count(MOST_MATCHING as u64)
                );
            }
            let before = chosen.ids.len();
            chosen.add(&row, &journal);
            if chosen.ids.len() > before && first.len() < NAMED {
                first.push(row);
            }
        }
        chosen.ids.reverse();
        if chosen.ids.is_empty() {
            journal.finish()?;
            return Err(usage("nothing to send again: no published event matches"));
        }
        Ok((Self { question, command, journal: path, span, noted: journal.count(), chosen }, first))
    }
}

fn page(inspector: &Inspector, plan: Plan, first: &[Row]) -> Markup {
    let n = plan.chosen.ids.len();
    let are =
        |n: usize, one: &str, many: &str| if n == 1 { one.to_owned() } else { format!("{} {many}", count(n as u64)) };
    let mut what =
        format!("{} sent to the queue again, oldest first, with \"replay\": true.", are(n, "1 event is", "events are"));
    if plan.chosen.sent_before > 0 {
        what.push_str(&format!(
            " {} before the interruption.",
            are(plan.chosen.sent_before, "1 was sent", "were sent")
        ));
    }
    if plan.chosen.left_out > 0 {
        what.push_str(&format!(
            " {} more match, but were not published and are left out.",
            count(plan.chosen.left_out as u64)
        ));
    }
    let title = format!("Replay {}", are(n, "1 event", "events"));
    let question = confirm::Question {
        title: &title,
        what,
        action: ALL.to_owned(),
        button: "Send them again",
        fields: Vec::new(),
        inputs: html! {
            label { span { "Limit per second" } input name="rate" inputmode="numeric" size="6" placeholder="no limit"; }
        },
        back: plan.question.address("/"),
        details: named(first, n),
        ticket: inspector.plans.keep(plan),
    };
    question.page(inspector)
}
