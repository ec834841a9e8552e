//! One event: its state, its history, its proof checked again, its body, and every attribute.

use std::sync::Arc;

use axum::extract::{Query, State};
use axum::response::IntoResponse;
use frontdesk::event::{Event, EventId};
use frontdesk::receive::outcome::Outcome;
use frontdesk::store::{Row, State as Fate};
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use maud::{Markup, html};
use serde::Deserialize;

use super::layout::{Here, Page, badge, copy, event_link, facts, link, noted, notes, time, words};
use super::problem::Problem;
use super::{Inspector, actions, curl, json, request};
use crate::events::consumers;
use crate::events::history::history;
use crate::events::show::{self, Checked, Found};
use crate::exit::NotFound;
use crate::print::{plain, value};
use crate::providers::Providers;

/// Which event, and the note on what was just done.
#[derive(Deserialize)]
pub(super) struct Question {
    id: String,
    note: Option<String>,
}

/// `GET /_/event?id=…`.
pub(super) async fn show(
    State(inspector): State<Arc<Inspector>>,
    Query(question): Query<Question>,
) -> Result<Markup, Problem> {
    let id = EventId::from_key(question.id);
    let found = Found::read(&inspector.target, &id).await?;
    let checked = match show::secrets(&inspector.target, &id, &inspector.secrets).await {
        Ok(secrets) => found.check(&secrets),
        // The rest can still be shown.
        Err(error) => Checked { signature: format!("not checked: {error:#}"), ..found.check(&None) },
    };
    let consumed = inspector.consumers.look(&found.row).await;
    let text = |name| plain(found.row.text(name).unwrap_or_default());
    let title = format!("{} · {}", text("kind"), text("provider"));
    // A pending event will change. Others may change through consumers, and polling for that is
    // free on this machine.
    let changes = found.row.state() == Fate::Pending || inspector.target.run().is_some();
    let every = changes.then_some(inspector.every);
    let page = Page { title: &title, here: Here::Elsewhere, every };
    Ok(page.around(&html! {
        p.back { a href="/" { "Events" } }
        (noted(inspector.note(question.note.as_deref())))
        h1 { (text("kind")) " " span.of { (text("provider")) } }
        p.id { span #event-id { (id) } " " (copy("event-id", "id")) }
        div.columns {
            section #state data-live aria-labelledby="state-title" {
                h2 #state-title { "What happened" }
                p { (badge(found.row.state())) (notes(&found.row, inspector.providers())) (words(&found.row, inspector.providers())) }
                (timeline(&found.row, &consumed, inspector.providers()))
            }
            section aria-labelledby="proof-title" { (proof(&checked)) }
        }
        (actions::replay_form(&found.row))
        section aria-labelledby="body-title" {
            h2 #body-title { "Body" }
            @match &found.event {
                Ok(event) => { (body(event)) (curl::shown(&inspector, event, &found.row)) }
                Err(why) => p.notice.bad { "It cannot be shown: " (why) },
            }
        }
        (request::section(&found.row, inspector.providers()))
        section aria-labelledby="all-title" {
            h2 #all-title { "Attributes" }
            (facts(found.row.attributes().iter().map(|(name, found)| (name.as_str(), attribute(name, &value(found))))))
        }
    }))
}

/// `GET /_/body?id=…`: the bytes as received. The browser never displays them: they are a
/// stranger's.
pub(super) async fn download(
    State(inspector): State<Arc<Inspector>>,
    Query(question): Query<Question>,
) -> Result<impl IntoResponse, Problem> {
    let id = EventId::from_key(question.id);
    crate::events::row(&inspector.target, &id).await?;
    let event = inspector.target.reader().get(&id).await?;
    let event = event.ok_or_else(|| NotFound(format!("the event {id} is gone: it was deleted just now")))?;
    let headers = [(CONTENT_TYPE, "application/octet-stream"), (CONTENT_DISPOSITION, "attachment; filename=\"body\"")];
    Ok((headers, event.body))
}

/// The history, in order. The response has no time of its own: it follows the row, and the log has
/// it.
fn timeline(row: &Row, consumed: &consumers::Found, providers: Providers) -> Markup {
    let mut steps = history(row, consumed);
    steps.insert(steps.len().min(1), (String::new(), responded(row, providers)));
    if let Some(at) = row.text("occurred_at") {
        steps.insert(0, (plain(at), "happened, according to the provider".to_owned()));
    }
    html! {
        ol.timeline {
            @for (at, what) in &steps {
                li { @if !at.is_empty() { (time(at)) " " } span.what { (what) } }
            }
        }
    }
}

fn responded(row: &Row, providers: Providers) -> String {
    let provider = providers.find(row.text("provider").unwrap_or_default());
    let status =
        provider.map_or_else(String::new, |provider| format!(" {}", (provider.status)(&Outcome::Stored).as_u16()));
    format!("answered{status} once it was in the table")
}

fn proof(checked: &Checked) -> Markup {
    let verdict = |text: &str| if text.starts_with("WRONG") { "bad" } else { "" };
    html! {
        h2 #proof-title { "Verification" }
        p { @if checked.good { span.badge data-state="published" { "nothing wrong" } } @else { span.badge data-state="refused" { "wrong" } } }
        (facts([
            ("hash", html! { span class=(verdict(&checked.hash)) { (checked.hash) } }),
            ("signature", html! { span class=(verdict(&checked.signature)) { (checked.signature) } }),
        ]))
    }
}

fn body(event: &Event) -> Markup {
    let (shown, whole) = json::body(&event.body);
    let href = link("/_/body", &[("id", event.id.key())]);
    html! {
        p.about {
            (event.body.len()) " bytes"
            @if !whole { ", of which the first " (json::SHOWN / 1024) " KiB are shown" }
            ". " a href=(href) download { "Download as received" } " "
            @if whole { (copy("body", "body")) }
        }
        (shown)
    }
}

/// An attribute, linked to related events if there are any.
fn attribute(name: &str, text: &str) -> Markup {
    let to = match name {
        "subject" | "kind" | "provider" | "account" | "action" | "entity" => {
            Some(link("/", &[(name, text), ("since", "7d")]))
        }
        "variant_of" => Some(event_link(text)),
        _ => None,
    };
    html! { @if let Some(to) = to { a href=(to) { (text) } } @else { (text) } }
}
