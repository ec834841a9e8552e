//! The forms and their actions: release a refused delivery, send a sample.

use std::sync::Arc;

use anyhow::{Context, ensure};
use axum::Form;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use frontdesk::receive::kept_refusal::KeptRefusal;
use frontdesk::store::{Row, State as Fate};
use http::StatusCode;
use maud::{Markup, html};
use serde::Deserialize;

use super::layout::link;
use super::problem::{Problem, Refused};
use super::{Inspector, refusals};
use crate::exit::usage;
use crate::refused::{refusal, release_one};
use crate::samples::Sample;
use crate::secret::vault::Vault;
use crate::send;

/// The fields of a form for one delivery.
#[derive(Deserialize)]
pub(super) struct Order {
    token: String,
    id: String,
}

/// The fields of the form for samples.
#[derive(Deserialize)]
pub(super) struct SampleOrder {
    token: String,
    /// Provider and kind, separated by a space.
    sample: String,
    #[serde(default)]
    fresh: String,
}

impl Inspector {
    /// Shows an event, with a one-time note on what was done.
    fn show(&self, id: &str, done: &str) -> Response {
        Redirect::to(&link("/_/event", &[("id", id), ("note", &self.notes.keep(done))])).into_response()
    }
}

/// `POST /_/release`. A delivery that is still not genuine stays, and the page says why.
pub(super) async fn release(
    State(inspector): State<Arc<Inspector>>,
    Form(order): Form<Order>,
) -> Result<Response, Problem> {
    inspector.check_token(&order.token)?;
    let kept = refusal(&inspector.target, &order.id).await?;
    let provider = inspector.providers().known(&kept.provider)?;
    let name = provider.name;
    let secrets = inspector.target.secrets(name, &inspector.secrets).await?;
    let Some(secrets) = secrets else {
        let notice = format!("To verify it, give the secret: `frontdesk inspect --secret {name}=VALUE`.");
        return Ok((StatusCode::CONFLICT, refusals::page(&inspector, &kept, Some(&notice)).await).into_response());
    };
    match release_one(&inspector.target, provider, kept.clone(), &secrets).await? {
        Ok((event, _)) => Ok(inspector.show(&event, "Released: it is now an event.")),
        Err(why) => {
            let notice = format!("Still refused with the current secrets: {why}.");
            Ok((StatusCode::CONFLICT, refusals::page(&inspector, &kept, Some(&notice)).await).into_response())
        }
    }
}

/// `POST /_/send`: signs a sample and posts it to the endpoint, as its provider would.
pub(super) async fn send(
    State(inspector): State<Arc<Inspector>>,
    Form(order): Form<SampleOrder>,
) -> Result<Response, Problem> {
    inspector.check_token(&order.token)?;
    let samples = inspector.samples.as_ref().ok_or(Refused("samples are sent to a local run only"))?;
    let (provider, kind) = order.sample.split_once(' ').ok_or_else(|| usage("no sample was chosen"))?;
    let provider = inspector.providers().known(provider)?;
    // The current secret: it may have been rotated since the page was opened.
    let with = Vault::for_provider(&inspector.target, provider.name)?.newest(provider.name, None).await?;
    let request = send::signed(provider, kind, None, !order.fresh.is_empty(), &with.secret)?;
    let id = send::event_id(provider, &request, &with).context("the sample cannot be read as an event")?;
    let url = format!("{}/{}{}", samples.url, provider.name, request.path);
    let (status, _) = tokio::task::spawn_blocking(move || send::deliver(&url, &request)).await??;
    ensure_accepted(provider.name, status)?;
    Ok(inspector.show(id.key(), "The sample was sent and accepted."))
}

fn ensure_accepted(provider: &str, status: StatusCode) -> anyhow::Result<()> {
    ensure!(status.is_success(), "the endpoint of {provider} answered {status}: its line in the local run says why");
    Ok(())
}

/// The button that sends an event again, disabled where that is impossible.
pub(super) fn replay_form(row: &Row) -> Markup {
    let id = row.text("id").unwrap_or_default();
    let cannot = match row.state() {
        Fate::Published => None,
        Fate::Pending => Some("It is on its way to the queue: the relay publishes it."),
        Fate::Unreadable | Fate::Variant | Fate::SetAside => Some("It was never meant for the queue."),
    };
    html! {
        form.action action="/_/replay" {
            input type="hidden" name="id" value=(id);
            button type="submit" disabled[cannot.is_some()] aria-describedby="replay-told" { "Replay…" }
            p #replay-told { (cannot.unwrap_or("Sends it to the queue again with the same id and \"replay\": true. Asks first.")) }
        }
    }
}

/// The button that verifies a refused delivery again.
pub(super) fn release_form(inspector: &Inspector, kept: &KeptRefusal) -> Markup {
    html! {
        form.action method="post" action="/_/release" {
            input type="hidden" name="token" value=(inspector.token);
            input type="hidden" name="id" value=(kept.id);
            button type="submit" aria-describedby="release-told" { "Verify again and release" }
            p #release-told { "With the current secrets. If it is genuine, it becomes an event; if not, it stays here." }
        }
    }
}

/// The form that sends an example, where that disturbs nobody.
pub(super) fn sample_form(inspector: &Inspector) -> Markup {
    html! {
        @if inspector.samples.is_some() {
            section aria-labelledby="sample-title" {
                h2 #sample-title { "Send a sample" }
                form.sample method="post" action="/_/send" {
                    input type="hidden" name="token" value=(inspector.token);
                    label { span { "Example" } select name="sample" {
                        @for name in inspector.providers().names() {
                            optgroup label=(name) {
                                @for sample in Sample::all(name).unwrap_or_default() {
                                    option value={(name) " " (sample.kind)} { (name) " " (sample.kind) }
                                }
                            }
                        }
                    } }
                    label.check { input type="checkbox" name="fresh" value="yes" checked; span { "as a new event" } }
                    button type="submit" { "Sign and send" }
                }
            }
        }
    }
}
