//! The refused deliveries about a subject, or of an event. They are unverified, so the pipeline
//! never read them. Here they are read as if genuine, only to see what they are about.

use anyhow::{Context, Result};
use frontdesk::event::{Event, EventId, rfc3339};
use frontdesk::providers::Provider;
use frontdesk::receive::kept_refusal::{KEPT_DAYS, KeptRefusal};
use frontdesk::receive::secrets::Secrets;
use frontdesk::store::StoreError;
use futures_util::{StreamExt, stream};
use jiff::{Timestamp, ToSpan};

use super::search::Found;
use crate::target::Target;

/// A secret that proves nothing: it signs and verifies the delivery that is to be read.
const NO_SECRET: &str = "read as if it were genuine";
/// How many days past their expiry refusals are searched for: DynamoDB deletes expired items late.
const LATE: i64 = 3;
/// Deliveries read at a time. Each may be large.
const READ_AT_ONCE: usize = 10;

/// What to search for.
pub(super) enum Wanted<'a> {
    Subject(&'a str),
    Events(&'a [EventId]),
}

/// A refused delivery to erase.
pub(super) struct Refused {
    pub(super) id: String,
    pub(super) provider: String,
    pub(super) kind: String,
    pub(super) received_at: String,
}

/// Adds the wanted refused deliveries of `providers`.
pub(super) async fn find(
    target: &Target,
    providers: &[&'static Provider],
    wanted: &Wanted<'_>,
    found: &mut Found,
) -> Result<()> {
    let unanswered = || format!("cannot read refused deliveries; {}", target.hint());
    for provider in providers {
        // From tomorrow on: a clock ahead of this one may have dated a row.
        for days in -1..=KEPT_DAYS + LATE {
            let (day, mut from) = (Timestamp::now() - (days * 24).hours(), None);
            loop {
                let page = target.reader().refusals_on(provider.name, day, from).await.with_context(unanswered)?;
                found.seen.refusals += page.rows.len() as u64;
                let read = stream::iter(page.rows).map(async |id: String| target.reader().refusal(&id).await);
                let mut read = std::pin::pin!(read.buffered(READ_AT_ONCE));
                while let Some(kept) = read.next().await {
                    match kept {
                        Ok(kept) => kept.into_iter().for_each(|kept| found.look_at_refusal(provider, kept, wanted)),
                        Err(error @ StoreError::Unavailable(_)) => return Err(error).with_context(unanswered),
                        Err(_) => found.seen.unreadable_refusals += 1,
                    }
                }
                from = page.next;
                if from.is_none() {
                    break;
                }
            }
        }
    }
    Ok(())
}

impl Wanted<'_> {
    /// Whether a delivery that would have been this event is wanted. No secret matched, so it has
    /// no account.
    fn is(&self, event: &Event) -> bool {
        match self {
            Self::Subject(subject) => event.subject.as_deref() == Some(subject),
            Self::Events(ids) => ids.iter().any(|id| (id.provider(), id.id()) == (event.id.provider(), event.id.id())),
        }
    }
}

impl Found {
    fn look_at_refusal(&mut self, provider: &'static Provider, kept: KeptRefusal, wanted: &Wanted<'_>) {
        let (id, received_at) = (kept.id.clone(), kept.received_at);
        match (read(provider, kept), wanted) {
            (Some(event), _) if wanted.is(&event) => self.add_refusal(id, provider.name, event.kind, received_at),
            // An unreadable delivery has an id all the same.
            (Some(_), Wanted::Events(_)) => {}
            (Some(event), Wanted::Subject(_)) if event.unreadable.is_none() => {
                self.seen.nameless_refusals += u64::from(event.subject.is_none());
            }
            _ => self.seen.unreadable_refusals += 1,
        }
    }

    /// Adds a refused delivery, unless it is already there.
    pub(super) fn add_refusal(&mut self, id: String, provider: &str, kind: String, received_at: Timestamp) {
        if self.refusals.iter().all(|there| there.id != id) {
            let (provider, received_at) = (provider.to_owned(), rfc3339(received_at));
            self.refusals.push(Refused { id, provider, kind, received_at });
        }
    }
}

/// The event that a refused delivery would have been, readable or not. `None` if it could not be
/// signed.
fn read(provider: &'static Provider, kept: KeptRefusal) -> Option<Event> {
    let (delivery, _) = kept.into_delivery(provider);
    let signed = provider.proof.sign(delivery, NO_SECRET).ok()?;
    let verified = signed.verify(&provider.proof, &Secrets::parse(NO_SECRET).ok()?).ok()?;
    // Not `reading`, which rejects deep nesting: such a delivery has a subject all the same.
    Some(Event::new(provider, &verified, (provider.read)(&verified)))
}
