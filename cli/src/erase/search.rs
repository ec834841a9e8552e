//! Finds everything about a subject. No index has subjects, so this searches the days, as `events
//! list` does; the outbox, for rows that have waited longer; and the refused deliveries.
//!
//! Unlike a listing it includes expired rows: DynamoDB deletes them within days
//! (<https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ttl-expired-items.html>).

use anyhow::{Context, Result};
use frontdesk::event::{EventId, SHARDS, rfc3339};
use frontdesk::store::{Row, State};
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use super::Options;
use super::refusals::{self, Refused, Wanted};
use crate::events::filter::{Filter, ROWS_AT_ONCE};
use crate::target::Target;

/// Rows per query of the outbox.
const PAGE: i32 = 1_000;
/// How many days before the retention the search begins: rows are kept from their publication, and
/// expire late.
const EARLIER: u32 = 7;
/// Allows for rows dated by a clock ahead of this one.
pub(super) const AHEAD: SignedDuration = SignedDuration::from_hours(24);

/// What the search found.
pub(super) struct Found {
    /// Events and variants about the subject.
    pub(super) rows: Vec<Row>,
    /// Refused deliveries about it.
    pub(super) refusals: Vec<Refused>,
    /// Other events with the same content, which stay.
    pub(super) same_content: Vec<EventId>,
    /// The time from which events were searched.
    pub(super) since: Timestamp,
    pub(super) seen: Seen,
}

/// What was searched, and how much of it cannot be matched to a subject. The names are those in the
/// record.
#[derive(Default, Serialize)]
pub(super) struct Seen {
    #[serde(rename = "looked_at")]
    pub(super) rows: u64,
    #[serde(rename = "refused_looked_at")]
    pub(super) refusals: u64,
    /// Events that cannot be read.
    pub(super) unreadable: u64,
    /// Events that name no subject.
    #[serde(rename = "without_subject")]
    pub(super) nameless: u64,
    /// Refused deliveries that cannot be read.
    #[serde(rename = "refused_unreadable")]
    pub(super) unreadable_refusals: u64,
    /// Refused deliveries that name no subject.
    #[serde(rename = "refused_without_subject")]
    pub(super) nameless_refusals: u64,
}

/// What to look for, and where.
struct Search<'a> {
    target: &'a Target,
    options: &'a Options,
    providers: Vec<&'a str>,
    to: Timestamp,
}

/// Finds everything about the subject.
pub(super) async fn find(target: &Target, options: &Options, subject: &str) -> Result<Found> {
    let providers = target.providers.selected(options.provider.as_deref())?;
    let names = providers.iter().map(|provider| provider.name).collect();
    let search = Search { target, options, providers: names, to: Timestamp::now() + AHEAD };
    let mut found = Found::nothing(target, options)?;
    search.days(&mut found).await?;
    search.outbox(&mut found).await?;
    refusals::find(target, &providers, &Wanted::Subject(subject), &mut found).await?;
    Ok(found)
}

impl Found {
    /// An empty result for the time that the options mean.
    pub(super) fn nothing(target: &Target, options: &Options) -> Result<Self> {
        let days = format!("{}d", target.store.retention_days().saturating_add(EARLIER));
        let since = Filter::since(options.since.as_deref().unwrap_or(&days)).span(Timestamp::now())?.from;
        Ok(Self { rows: Vec::new(), refusals: Vec::new(), same_content: Vec::new(), since, seen: Seen::default() })
    }
}

impl Search<'_> {
    async fn days(&self, found: &mut Found) -> Result<()> {
        let mut listing = self.target.reader().listing(&self.providers, found.since, self.to);
        loop {
            let ids = listing.next_ids(ROWS_AT_ONCE, |_| true).await;
            let ids = ids.with_context(|| format!("cannot list events; {}", self.target.hint()))?;
            if ids.is_empty() {
                return Ok(());
            }
            self.rows(&ids, found).await?;
        }
    }

    /// The outbox. Pending rows do not expire: they may be older than the days, or dated after
    /// them.
    async fn outbox(&self, found: &mut Found) -> Result<()> {
        let (since, to) = (rfc3339(found.since), rfc3339(self.to));
        for shard in 0..SHARDS {
            let mut from = None;
            loop {
                let page = self.target.reader().pending(shard, PAGE, from).await;
                let page = page.with_context(|| format!("cannot read the outbox; {}", self.target.hint()))?;
                let rows = page.rows.into_iter().filter(|row| row.received_at < since || row.received_at > to);
                let ids = rows.map(|row| row.id).filter(|id| self.providers.contains(&id.provider()));
                for ids in ids.collect::<Vec<_>>().chunks(ROWS_AT_ONCE) {
                    self.rows(ids, found).await?;
                }
                from = page.next;
                if from.is_none() {
                    break;
                }
            }
        }
        Ok(())
    }

    /// Reads rows by key, and keeps those about the subject.
    async fn rows(&self, ids: &[EventId], found: &mut Found) -> Result<()> {
        let Options { subject: wanted, account, .. } = self.options;
        let rows = self.target.reader().rows(ids).await;
        for row in rows.with_context(|| format!("cannot read events; {}", self.target.hint()))? {
            found.seen.rows += 1;
            let is_meant = account.as_deref().is_none_or(|account| row.text("account") == Some(account));
            match row.text("subject") {
                Some(subject) if wanted.as_deref() == Some(subject) && is_meant => found.rows.push(row),
                Some(_) => {}
                None if row.state() == State::Unreadable => found.seen.unreadable += 1,
                None => found.seen.nameless += 1,
            }
        }
        Ok(())
    }
}
