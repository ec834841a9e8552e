//! Finds what an id names: an event, even one without a subject, with its variants and the refused
//! deliveries that would have been that event; or one refused delivery.
//!
//! A variant's id begins with its event's id, but no index covers that: the days are searched, too.

use anyhow::{Context, Result};
use frontdesk::event::EventId;
use frontdesk::providers::Provider;
use frontdesk::store::Row;
use jiff::Timestamp;

use super::Options;
use super::refusals::{self, Wanted};
use super::search::{AHEAD, Found};
use crate::events::filter::ROWS_AT_ONCE;
use crate::target::Target;
use crate::{events, refused};

/// Finds what the ids name.
pub(super) async fn find(target: &Target, options: &Options) -> Result<Found> {
    let mut found = Found::nothing(target, options)?;
    for text in &options.id {
        if text.starts_with("refused:") {
            let kept = refused::refusal(target, text).await?;
            found.add_refusal(kept.id, &kept.provider, "refused".to_owned(), kept.received_at);
            continue;
        }
        let row = events::row(target, &events::named(target, text).await?).await?;
        if found.rows.iter().all(|there| there.id() != row.id()) {
            found.rows.push(row);
        }
    }
    let ids: Vec<EventId> = found.rows.iter().map(Row::id).collect();
    let providers: Vec<&Provider> =
        target.providers.all().filter(|provider| ids.iter().any(|id| id.provider() == provider.name)).collect();
    if !providers.is_empty() {
        found.add_others(target, &providers).await?;
        refusals::find(target, &providers, &Wanted::Events(&ids), &mut found).await?;
    }
    Ok(found)
}

impl Found {
    /// Adds the variants of the events found, and notes other events with the same content.
    async fn add_others(&mut self, target: &Target, providers: &[&Provider]) -> Result<()> {
        let names: Vec<&str> = providers.iter().map(|provider| provider.name).collect();
        let unanswered = || format!("cannot list events; {}", target.hint());
        let mut listing = target.reader().listing(&names, self.since, Timestamp::now() + AHEAD);
        let mut variants = Vec::new();
        while let Some(listed) = listing.next().await.with_context(unanswered)? {
            self.seen.rows += 1;
            if self.rows.iter().any(|row| row.id() == listed.id) {
                continue;
            }
            if self.rows.iter().any(|row| is_variant(&listed.id, &row.id())) {
                variants.push(listed.id);
            } else if self.rows.iter().any(|row| has_same_content(&listed.id, row)) {
                self.same_content.push(listed.id);
            }
        }
        for ids in variants.chunks(ROWS_AT_ONCE) {
            self.rows.extend(target.reader().rows(ids).await.with_context(unanswered)?);
        }
        Ok(())
    }
}

/// `<id>~<hash>`.
fn is_variant(id: &EventId, event: &EventId) -> bool {
    id.key().strip_prefix(event.key()).is_some_and(|rest| rest.starts_with('~'))
}

/// `<hash>`, `<hash>.2`, `<hash>.3`: only rows with such siblings say so.
fn has_same_content(id: &EventId, row: &Row) -> bool {
    let own = row.id();
    let first = match row.number("occurrence") {
        Some(n) => own.key().strip_suffix(&format!(".{n}")).unwrap_or(own.key()),
        None if row.has("occurrences") => own.key(),
        None => return false,
    };
    let rest = id.key().strip_prefix(first);
    rest.is_some_and(|rest| rest.is_empty() || rest.strip_prefix('.').is_some_and(|n| n.parse::<u32>().is_ok()))
}
