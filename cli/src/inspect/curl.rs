//! A stored delivery as a curl command that sends it to its endpoint again.

use anyhow::{Result, ensure};
use frontdesk::Verification;
use frontdesk::event::Event;
use frontdesk::providers::Provider;
use frontdesk::receive::delivery::Delivery;
use frontdesk::store::Row;
use http::header::CONTENT_TYPE;
use maud::{Markup, html};

use super::layout::copy;
use super::{Inspector, json};
use crate::print::plain;
use crate::send;

/// The placeholder for a token: tokens are not kept, and this page shows no secret.
const SECRET: &str = "YOUR-SECRET";
/// The placeholder for the URL if only a table and a queue are named.
const URL: &str = "https://YOUR-FUNCTION-URL";

/// The command, in a section to open, with a copy button.
pub(super) fn shown(inspector: &Inspector, event: &Event, row: &Row) -> Markup {
    let Some(provider) = inspector.providers().find(event.id.provider()) else { return html! {} };
    let has_token = provider.proof.verification() == Verification::Token;
    html! {
        details.curl {
            summary { "As a curl command" }
            @match command(inspector, provider, event, row) {
                Ok(command) => {
                    p.about {
                        "Posts the delivery to its endpoint once more. That is a repeat: it is counted, and makes no second event. "
                        @if has_token { "Replace " (SECRET) " with the secret. " }
                        (copy("curl", "curl command"))
                    }
                    pre.body tabindex="0" aria-label="curl command" { code #curl { (command) } }
                }
                Err(why) => p.about { (plain(&format!("{why:#}"))) "." }
            }
        }
    }
}

fn command(inspector: &Inspector, provider: &Provider, event: &Event, row: &Row) -> Result<String> {
    let target = &inspector.target;
    ensure!(
        event.body.len() <= json::SHOWN,
        "the body is too long for a command: download it, and pass it to curl with --data-binary @body"
    );
    let path = match row.text("path") {
        Some(path) => path.to_owned(),
        None if provider.kind_in_path => format!("/{}", event.kind),
        None => "/".to_owned(),
    };
    let mut headers = Vec::new();
    headers.extend(event.content_type.clone().map(|kind| (CONTENT_TYPE.to_string(), kind)));
    let signature = provider.proof.signature_header().zip(event.signature.clone());
    headers.extend(signature.map(|(name, value)| (name.to_owned(), value)));
    let mut delivery = Delivery::post(path, headers.into_iter().collect(), event.body.clone(), event.received_at);
    if provider.proof.verification() == Verification::Token {
        delivery = provider.proof.with_auth_header(target.auth_header(provider)).sign(delivery, SECRET)?;
    }
    let url = inspector.url(provider.name).unwrap_or_else(|| URL.to_owned());
    send::curl(&format!("{}{}", url.trim_end_matches('/'), delivery.path), &delivery)
}
