//! From an id, or the beginning of one, to its page.

use std::sync::Arc;

use anyhow::{Context, Result};
use axum::extract::{Query, State};
use axum::response::Redirect;
use frontdesk::event::EventId;
use jiff::{Timestamp, ToSpan};
use serde::Deserialize;

use super::Inspector;
use super::layout::{event_link, link};
use super::problem::Problem;
use crate::exit::{NotFound, usage};
use crate::prefix::Prefix;
use crate::target::Target;
use crate::{events, refused};

/// How far back a beginning is looked for, and in how many events: more would be a long wait for what is on the first pages.
const DAYS: i64 = 7;
const MOST: usize = 20_000;

/// What was typed.
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
        return Err(usage("write an event's id, or the beginning of one").into());
    }
    if text.starts_with("refused:") {
        let kept = refused::refusal(&inspector.target, text).await?;
        return Ok(Redirect::to(&link("/_/refusal", &[("id", &kept.id)])));
    }
    let id = event(&inspector.target, text).await?;
    Ok(Redirect::to(&event_link(id.key())))
}

async fn event(target: &Target, text: &str) -> Result<EventId> {
    let whole = EventId::from_key(text.to_owned());
    match events::row(target, &whole).await {
        Ok(_) => return Ok(whole),
        Err(error) if error.is::<NotFound>() => {}
        Err(error) => return Err(error),
    }
    let names: Vec<&str> = target.providers.names().collect();
    let now = Timestamp::now();
    let mut listing = target.reader().listing(&names, now - (DAYS * 24).hours(), now);
    let mut prefix = Prefix::new(text);
    for _ in 0..MOST {
        let listed = listing.next().await.with_context(|| format!("cannot list events; {}", target.hint()))?;
        if listed.is_none_or(|listed| !prefix.look(listed.id.key())) {
            break;
        }
    }
    let missing = format!(
        "no event {text}, and none of the last {DAYS} days whose id begins so, of the newest {MOST}; \
         a beginning has at least four characters"
    );
    prefix.only(missing).map(EventId::from_key)
}
