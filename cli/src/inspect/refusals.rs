//! Refused deliveries: the list, the reasons, and their release.

use std::sync::Arc;

use axum::extract::{Query, State};
use frontdesk::event::rfc3339;
use frontdesk::receive::kept_refusal::{KEPT_DAYS, KeptRefusal};
use maud::{Markup, html};
use serde::Deserialize;

use super::layout::{Here, Page, facts, link, time};
use super::problem::Problem;
use super::{Inspector, actions, json};
use crate::diagnose;
use crate::print::plain;
use crate::refused::{self, presented};

/// How many are listed for each provider: strangers decide how many there are.
const MOST_OF_EACH: usize = 50;

/// Which delivery.
#[derive(Deserialize)]
pub(super) struct Question {
    id: String,
}

/// `GET /_/refused`.
pub(super) async fn list(State(inspector): State<Arc<Inspector>>) -> Result<Markup, Problem> {
    let mut kept = refused::refusals(&inspector.target, None, MOST_OF_EACH).await?;
    kept.sort_by_key(|kept| std::cmp::Reverse(kept.received_at));
    // The rows include bodies, whose size strangers decide: in AWS this is too much for every ten
    // seconds.
    let every = inspector.target.run().map(|_| inspector.every);
    let page = Page { title: "Refused", here: Here::Refused, every };
    Ok(page.around(&html! {
        h1 { "Refused deliveries" }
        p.about {
            "Deliveries with a wrong proof are kept for " (KEPT_DAYS) " days. Those that turn out to be genuine can be released: they become "
            "events as if they had been accepted. Deliveries without any proof are not kept."
        }
        section #refused data-live aria-label="Refused deliveries, newest first" {
            @if kept.is_empty() { p.none { "No refused deliveries are kept." } }
            @else {
                table.events {
                    thead { tr {
                        th scope="col" { "Received " span.zone { "(UTC)" } }
                        @for name in ["Provider", "Why", "Bytes"] { th scope="col" { (name) } }
                     } }
                    tbody { @for kept in &kept { (line(kept)) } }
                }
                p.about { "The newest " (MOST_OF_EACH) " of each provider." }
            }
        }
    }))
}

/// `GET /_/refusal?id=…`.
pub(super) async fn show(
    State(inspector): State<Arc<Inspector>>,
    Query(question): Query<Question>,
) -> Result<Markup, Problem> {
    let kept = refused::refusal(&inspector.target, &question.id).await?;
    Ok(page(&inspector, &kept, None).await)
}

/// The page of one delivery, with a notice about the last action.
pub(super) async fn page(inspector: &Inspector, kept: &KeptRefusal, notice: Option<&str>) -> Markup {
    let diagnosis = diagnose::kept(&inspector.target, kept, &inspector.secrets, &[]).await;
    let (body, _) = json::body(&kept.body);
    let page = Page { title: "Refused delivery", here: Here::Refused, every: None };
    let optional = |text: Option<&str>, none: &str| html! { (text.map_or_else(|| none.to_owned(), plain)) };
    page.around(&html! {
        p.back { a href="/_/refused" { "Refused deliveries" } }
        h1 { "Refused delivery " span.of { (kept.provider) } }
        p.id { (kept.id) }
        @if let Some(notice) = notice { p.notice.bad role="alert" { (notice) } }
        section aria-labelledby="why-title" {
            h2 #why-title { "Why it was refused" }
            @match &diagnosis {
                Ok(diagnosis) => {
                    p.why { (plain(&diagnosis.told)) }
                    p.todo { strong { "What to do: " } (plain(&diagnosis.todo)) }
                }
                // What was noted on arrival can still be shown.
                Err(error) => p.why { "The cause could not be found: " (plain(&format!("{error:#}"))) "." }
            }
            p.about { "Reason noted on arrival: " (plain(&kept.reason)) "." }
        }
        (actions::release_form(inspector, kept))
        section aria-labelledby="body-title" {
            h2 #body-title { "Body" }
            p.about { (kept.body.len()) " bytes" }
            (body)
        }
        section aria-labelledby="all-title" {
            h2 #all-title { "Details" }
            (facts([
                ("received", time(&rfc3339(kept.received_at))),
                ("presented", html! { (plain(&presented(kept))) }),
                ("path", optional(kept.path.as_deref(), "not kept: it may hold a token")),
                ("content type", optional(kept.content_type.as_deref(), "none")),
                ("user agent", optional(kept.user_agent.as_deref(), "none")),
                ("source", optional(kept.source_ip.as_deref(), "unknown")),
                ("request", html! { (plain(&kept.request_id)) }),
            ]))
        }
    })
}

fn line(kept: &KeptRefusal) -> Markup {
    let href = link("/_/refusal", &[("id", &kept.id)]);
    html! {
        tr #{"row " (kept.id)} data-id=(kept.id) {
            td.when { (time(&rfc3339(kept.received_at))) }
            td.provider { (plain(&kept.provider)) }
            td.kind { a #{"to " (kept.id)} href=(href) { (plain(&kept.reason)) } }
            td.bytes { (kept.body.len()) span.unit { " bytes" } }
        }
    }
}
