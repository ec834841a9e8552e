//! Walks the table: the days, like `events list`; then the outbox, for rows that have waited
//! longer; then the refused deliveries. Reads a few rows at a time, and keeps only the findings.

use std::num::NonZeroU32;
use std::time::Duration;

use anyhow::{Context, Result};
use frontdesk::audit::{Auditor, Checked};
use frontdesk::event::{EventId, SHARDS, rfc3339};
use frontdesk::receive::kept_refusal::KEPT_DAYS;
use frontdesk::store::{Cursor, Page, StoreError, Stored};
use futures_util::stream::{self, Stream, StreamExt, TryStreamExt};
use jiff::{SignedDuration, Timestamp};
use tokio::time::Instant;

use crate::events::filter::Span;
use crate::print::walk_progress;
use crate::target::Target;

/// Rows per read: at most 10 MB together, plus the parts of one body.
const ROWS_AT_ONCE: usize = 25;
/// Concurrent reads.
const READS_AT_ONCE: usize = 4;
/// Rows per query of the outbox.
const PAGE: i32 = 1_000;
/// Allows for rows dated by a clock ahead of this one.
const AHEAD: SignedDuration = SignedDuration::from_hours(24);

type Ids = Result<Vec<EventId>, StoreError>;

/// Checks every row, and passes on the findings.
pub(super) async fn walk(
    target: &Target,
    auditor: &Auditor,
    span: Span,
    rate: Option<NonZeroU32>,
    mut tell: impl FnMut(EventId, Checked),
) -> Result<()> {
    let all = days(target, auditor, span).chain(outbox(target, auditor, span)).chain(refusals(target, auditor, span));
    let (started, mut asked) = (Instant::now(), 0_u64);
    let paced = all.then(|ids| {
        let due = rate.map(|rate| started + Duration::from_secs_f64(asked as f64 / f64::from(rate.get())));
        asked += ids.as_ref().map_or(0, Vec::len) as u64;
        async move {
            if let Some(due) = due {
                tokio::time::sleep_until(due).await;
            }
            ids
        }
    });
    let reads = paced.map(|ids| async move { look(target, auditor, &ids?).await });
    let mut reads = std::pin::pin!(reads.buffered(READS_AT_ONCE));
    let bar = walk_progress();
    while let Some(rows) = reads.try_next().await.with_context(|| format!("cannot read rows; {}", target.hint()))? {
        bar.inc(rows.len() as u64);
        rows.into_iter().for_each(|(id, checked)| tell(id, checked));
    }
    bar.finish_and_clear();
    Ok(())
}

/// Checks rows. A row that seems faulty is read once more: a row and its parts are not read at the
/// same moment, and may have been erased or published in between.
async fn look(target: &Target, auditor: &Auditor, ids: &[EventId]) -> Result<Vec<(EventId, Checked)>, StoreError> {
    let check = |stored: &Stored| (stored.row.id(), auditor.check(stored));
    let holds = |(_, checked): &(EventId, Checked)| checked.faults.is_empty();
    let (mut found, wrong): (Vec<_>, Vec<_>) = target.reader().stored(ids, check).await?.into_iter().partition(holds);
    let wrong: Vec<EventId> = wrong.into_iter().map(|(id, _)| id).collect();
    if !wrong.is_empty() {
        found.extend(target.reader().stored(&wrong, check).await?);
    }
    Ok(found)
}

/// The rows that arrived within the time, day by day.
fn days<'a>(target: &'a Target, auditor: &Auditor, span: Span) -> impl Stream<Item = Ids> + use<'a> {
    let names: Vec<&str> = auditor.providers.iter().map(|(provider, _)| provider.name).collect();
    let listing = target.reader().listing(&names, span.from, span.to + AHEAD);
    stream::unfold(listing, |mut listing| async move {
        let mut ids = Vec::with_capacity(ROWS_AT_ONCE);
        while ids.len() < ROWS_AT_ONCE {
            match listing.next().await {
                Ok(Some(listed)) => ids.push(listed.id),
                Ok(None) => break,
                Err(error) => return Some((Err(error), listing)),
            }
        }
        (!ids.is_empty()).then_some((Ok(ids), listing))
    })
}

/// The outbox. Pending rows do not expire: they may be older than the time, or dated after it.
fn outbox<'a>(target: &'a Target, auditor: &'a Auditor, span: Span) -> impl Stream<Item = Ids> + use<'a> {
    let (since, to) = (rfc3339(span.from), rfc3339(span.to + AHEAD));
    let pages = paged((0..SHARDS).collect(), |shard, from| target.reader().pending(shard, PAGE, from));
    pages
        .map(move |page| {
            let known = |id: &EventId| auditor.providers.iter().any(|(provider, _)| provider.name == id.provider());
            let rows = page?.into_iter().filter(|row| row.received_at < since || row.received_at > to);
            Ok(rows.map(|row| row.id).filter(known).collect::<Vec<_>>())
        })
        .flat_map(in_reads)
}

/// Refused deliveries within the time: at most as far back as they are kept, plus a day in which
/// they may expire late.
fn refusals<'a>(target: &'a Target, auditor: &Auditor, span: Span) -> impl Stream<Item = Ids> + use<'a> {
    let day = |n: i64| span.to.checked_sub(SignedDuration::from_hours(24 * n)).ok();
    let first = rfc3339(span.from).get(..10).unwrap_or_default().to_owned();
    let days: Vec<Timestamp> = (0..=KEPT_DAYS + 1).filter_map(day).filter(|day| rfc3339(*day) >= first).collect();
    let names = auditor.providers.iter().map(|(provider, _)| provider.name);
    let places = names.flat_map(|name| days.iter().map(move |day| (name, *day))).collect();
    let pages = paged(places, |(name, day), from| target.reader().refusals_on(name, day, from));
    pages.map(|page| Ok(page?.into_iter().map(EventId::from_key).collect::<Vec<_>>())).flat_map(in_reads)
}

/// All pages of all sources, one after the other.
fn paged<P: Copy, T, F>(
    places: Vec<P>,
    read: impl Fn(P, Option<Cursor>) -> F,
) -> impl Stream<Item = Result<Vec<T>, StoreError>>
where
    F: Future<Output = Result<Page<T>, StoreError>>,
{
    stream::unfold((places.into_iter(), None::<(P, Option<Cursor>)>, read), |(mut places, at, read)| async move {
        let (place, from) = match at {
            Some(at) => at,
            None => (places.next()?, None),
        };
        match read(place, from).await {
            Ok(page) => {
                let next = page.next.map(|cursor| (place, Some(cursor)));
                Some((Ok(page.rows), (places, next, read)))
            }
            Err(error) => Some((Err(error), (places, None, read))),
        }
    })
}

/// Splits ids into batches that are read together.
fn in_reads(ids: Ids) -> impl Stream<Item = Ids> {
    let reads: Vec<Ids> = match ids {
        Ok(ids) => ids.chunks(ROWS_AT_ONCE).map(|ids| Ok(ids.to_vec())).collect(),
        Err(error) => vec![Err(error)],
    };
    stream::iter(reads)
}
