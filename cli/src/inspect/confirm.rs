//! Confirmation of an action on the queue: a page that names the queue, and a form that works once.

use anyhow::{Result, ensure};
use maud::{Markup, html};

use super::Inspector;
use super::layout::{Here, Page, facts};
use super::problem::Conflict;

/// A confirmation page.
pub(super) struct Question<'a> {
    pub(super) title: &'a str,
    /// What will happen, in one sentence.
    pub(super) what: String,
    /// The ticket, which works once.
    pub(super) ticket: String,
    /// Where the form is sent, and the button's label.
    pub(super) action: String,
    pub(super) button: &'a str,
    /// Hidden fields, and inputs to fill in.
    pub(super) fields: Vec<(&'a str, String)>,
    pub(super) inputs: Markup,
    /// Where "Cancel" leads.
    pub(super) back: String,
    /// What the action is about.
    pub(super) details: Markup,
}

impl Question<'_> {
    /// Renders the page.
    pub(super) fn page(&self, inspector: &Inspector) -> Markup {
        let page = Page { title: self.title, here: Here::Elsewhere, every: None };
        page.around(&html! {
            h1 { (self.title) }
            p.why { (self.what) }
            (queue(inspector))
            form.action method="post" action=(self.action) {
                input type="hidden" name="token" value=(inspector.token);
                input type="hidden" name="ticket" value=(self.ticket);
                @for (name, value) in &self.fields { input type="hidden" name=(name) value=(value); }
                (self.inputs)
                button type="submit" { (self.button) }
                p { a href=(self.back) { "Cancel" } }
            }
            (self.details)
        })
    }
}

impl Inspector {
    /// Checks a confirmed form's token and takes its ticket, so a second click has no effect.
    pub(super) fn confirmed(&self, token: &str, ticket: &str, order: &str) -> Result<()> {
        self.check_token(token)?;
        let is_new = self.notes.take(ticket).is_some_and(|kept| kept == order);
        ensure!(is_new, Conflict("this was confirmed before, or the page is too old: go back and start again"));
        Ok(())
    }
}

/// Names the queue and its owner. A queue's URL ends with the account and the name
/// (<https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-queue-message-identifiers.html>).
fn queue(inspector: &Inspector) -> Markup {
    let url = inspector.target.queue_url.as_str();
    let mut from_the_end = url.rsplit('/');
    let (name, account) = (from_the_end.next().unwrap_or(url), from_the_end.next().unwrap_or("unknown"));
    let here = inspector.target.run().is_some();
    facts([
        ("queue", html! { strong { (name) } }),
        ("account", html! { @if here { "none: the local run on this machine" } @else { strong { (account) } } }),
        ("URL", html! { (url) }),
    ])
}
