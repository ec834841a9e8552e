//! The request that brought an event, as far as the row keeps it
//! (docs/decisions/request-headers.md).

use frontdesk::store::Row;
use maud::{Markup, html};

use super::layout::facts;
use crate::print::plain;
use crate::providers::Providers;

/// Its headers under their original names, and its source.
pub(super) fn section(row: &Row, providers: Providers) -> Markup {
    let text = |name| row.text(name).map(plain);
    let provider = providers.find(row.text("provider").unwrap_or_default());
    // Some providers have their signature in the body.
    let signature = provider.and_then(|provider| provider.proof.signature_header()).zip(text("signature"));
    let none = |what: &str| html! { span.none { (what) } };
    html! {
        section #request aria-labelledby="request-title" {
            h2 #request-title { "Request" }
            (facts([
                ("content-type", text("content_type").map_or_else(|| none("none"), |value| html! { (value) })),
                ("user-agent", text("user_agent").map_or_else(
                    || none("not kept: only unusual events keep it, if the sender gave one"),
                    |value| html! { (value) },
                )),
            ].into_iter().chain(signature.map(|(name, value)| (name, html! { (value) }))).chain([
                ("source address", text("source_ip").map_or_else(|| none("unknown"), |value| html! { (value) })),
            ])))
            p.about { "No other header is kept: they may hold tokens, cookies, or other people's addresses." }
        }
    }
}
