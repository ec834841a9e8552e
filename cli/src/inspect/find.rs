//! Finds the page of an id, or of a prefix.

use std::sync::Arc;

use anyhow::Result;
use axum::extract::{Query, State};
use axum::response::Redirect;
use frontdesk::event::EventId;
use serde::Deserialize;

use super::Inspector;
use super::layout::{event_link, link};
use super::problem::Problem;
use crate::exit::usage;
use crate::target::Target;
use crate::{events, refused};

/// How many events a prefix is compared with: more would take long, for events that are mostly on
/// the first pages.
const MOST: usize = 20_000;

/// The text typed in.
#[derive(Deserialize)]
pub(super) struct Question {
    id: String,
}

/// `GET /_/find?id=…`.
pub(super) async fn find(
    State(inspector): State<Arc<Inspector>>,
    Query(question): Query<Question>,
) -> Result<Redirect, Problem> {
    let text = question.id.trim();
    if text.is_empty() {
        return Err(usage("write an event's id, or a prefix of it").into());
    }
    if text.starts_with("refused:") {
        let kept = refused::refusal(&inspector.target, text).await?;
        return Ok(Redirect::to(&link("/_/refusal", &[("id", &kept.id)])));
    }
    let id = event(&inspector.target, text).await?;
    Ok(Redirect::to(&event_link(id.key())))
}

async fn event(target: &Target, text: &str) -> Result<EventId> {
    let missing = format!(
        "no event {text}, and of the newest {MOST} of the last 7 days none has an id that begins with it; \
         a prefix needs at least four characters"
    );
    events::named_among(target, text, MOST, Some(missing)).await
}
