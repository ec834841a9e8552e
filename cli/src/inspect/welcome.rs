//! What an empty list shows: how to get a first event.

use maud::{Markup, html};

use super::Inspector;
use super::layout::{copy, facts};
use crate::samples::Sample;

/// The URLs that providers call, and ways to send a first event there.
pub(super) fn page(inspector: &Inspector) -> Markup {
    let urls: Vec<(&str, String)> =
        inspector.providers().names().filter_map(|name| Some((name, inspector.url(name)?))).collect();
    html! {
        div.welcome {
            p { "Deliveries appear here automatically as soon as they arrive." }
            @if !urls.is_empty() {
                h2 { "The URLs" }
                (facts(urls.iter().map(|(name, url)| (*name, html! { code { (url) } }))))
            }
            h2 { "A first event" }
            @if inspector.samples.is_some() {
                p { "Sign one of the examples and send it: " a href="#sample-title" { "Send a sample" } ", or" }
                @if let Some(command) = send(inspector) {
                    p.command { code #send-command { (command) } " " (copy("send-command", "command")) }
                }
            } @else if urls.is_empty() {
                p { "Give each provider its URL: " code { "frontdesk register PROVIDER --stack NAME --show" } " shows where." }
            } @else {
                p { "Give each provider its URL; " code { "frontdesk register PROVIDER" } " shows where, or does it for you." }
            }
        }
    }
}

/// The command that sends an example to this very run.
fn send(inspector: &Inspector) -> Option<String> {
    let run = inspector.target.run()?;
    let name = inspector.providers().names().next()?;
    let sample = Sample::all(name).ok()?.into_iter().next()?;
    // Cargo's variables show whether Cargo started this.
    let frontdesk = if std::env::var_os("CARGO").is_some() { "cargo run --" } else { "frontdesk" };
    Some(format!("{frontdesk} send {name} {} --run {}", sample.kind, run.port))
}
