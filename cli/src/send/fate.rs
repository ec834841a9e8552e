//! The outcome of a delivery. The response shows a sender only the status, so the table is queried.

use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::{Context, Result};
use frontdesk::event::{EventId, rfc3339};
use frontdesk::providers::Provider;
use frontdesk::receive::delivery::Delivery;
use frontdesk::store::{Row, State};
use http::StatusCode;
use jiff::Timestamp;

use crate::print::{count, plain};
use crate::refused::refusals;
use crate::target::Target;

/// How long to look for a refused delivery, which is kept after its response.
const KEPT_WITHIN: Duration = Duration::from_secs(2);
const LOOK_EVERY: Duration = Duration::from_millis(50);
/// How many events with the same content are searched for the newest.
const OCCURRENCES: u32 = 100;

/// The outcome of a delivery.
#[derive(Debug)]
pub(super) enum Fate {
    /// A new event.
    Stored(EventId),
    /// Stored, but not published: it cannot be read.
    Unreadable(EventId, String),
    /// The event was already there.
    Duplicate,
    /// Another body under an own id, kept beside the first.
    Variant(EventId),
    /// Refused, with its id and the reason if it is kept.
    Refused(Option<(String, String)>),
    /// The table behind this URL cannot be queried.
    Accepted,
    /// Neither accepted nor refused.
    Failed(StatusCode),
}

/// How many deliveries had each outcome.
#[derive(Debug, Default)]
pub(super) struct Tally {
    words: BTreeMap<&'static str, u64>,
    not_accepted: u64,
    why: Option<String>,
}

/// Finds the outcome of the delivery of `id` that was sent at `since`.
pub(super) async fn find(
    target: Option<&Target>,
    provider: &'static Provider,
    id: Option<&EventId>,
    request: &Delivery,
    since: Timestamp,
    status: StatusCode,
) -> Result<Fate> {
    match (target, status) {
        (Some(target), StatusCode::UNAUTHORIZED) => Ok(Fate::Refused(kept(target, provider, request, since).await?)),
        (None, StatusCode::UNAUTHORIZED) => Ok(Fate::Refused(None)),
        (_, status) if !status.is_success() => Ok(Fate::Failed(status)),
        (Some(target), _) => match id {
            Some(id) => stored(target, id, request, since).await,
            None => unreadable(target, provider, since).await,
        },
        (None, _) => Ok(Fate::Accepted),
    }
}

/// Finds the row that arrived since then, among those that the delivery may have become: whatever
/// got a 2xx is there.
async fn stored(target: &Target, id: &EventId, request: &Delivery, since: Timestamp) -> Result<Fate> {
    let sha256 = hex::encode(<sha2::Sha256 as sha2::Digest>::digest(&request.body));
    let since = rfc3339(since);
    let new = async |candidates: &[EventId]| {
        let rows = target.reader().rows(candidates).await;
        let rows =
            rows.with_context(|| format!("the delivery was accepted, but its row cannot be read; {}", target.hint()))?;
        let is_new = |row: &Row| row.text("received_at").is_some_and(|at| at >= since.as_str());
        anyhow::Ok(rows.into_iter().find(is_new))
    };
    let found = match new(&[id.clone(), id.variant(&sha256)]).await? {
        Some(row) => Some(row),
        None => new(&(2..OCCURRENCES).map(|n| id.occurrence(n)).collect::<Vec<_>>()).await?,
    };
    Ok(found.map_or(Fate::Duplicate, |row| match row.state() {
        State::Variant => Fate::Variant(row.id()),
        State::Unreadable => Fate::Unreadable(row.id(), plain(row.text("unreadable").unwrap_or_default())),
        State::Published | State::Pending | State::SetAside => Fate::Stored(row.id()),
    }))
}

/// Finds an unreadable delivery, whose id its sender cannot know: it is the provider's newest.
async fn unreadable(target: &Target, provider: &Provider, since: Timestamp) -> Result<Fate> {
    let newest = target.reader().listing(&[provider.name], since, Timestamp::now()).next().await?;
    let Some(newest) = newest else { return Ok(Fate::Duplicate) };
    let rows = target.reader().rows(std::slice::from_ref(&newest.id)).await?;
    let why = rows.first().and_then(|row| row.text("unreadable")).map(plain).unwrap_or_default();
    Ok(Fate::Unreadable(newest.id, why))
}

/// Finds where a refused delivery is kept, and why it was refused.
async fn kept(
    target: &Target,
    provider: &Provider,
    request: &Delivery,
    since: Timestamp,
) -> Result<Option<(String, String)>> {
    let until = tokio::time::Instant::now() + KEPT_WITHIN;
    loop {
        let newest = refusals(target, Some(provider.name), 5).await?;
        // Times are stored in milliseconds.
        let it =
            newest.into_iter().find(|kept| kept.body == request.body && rfc3339(kept.received_at) >= rfc3339(since));
        if it.is_some() || tokio::time::Instant::now() > until {
            return Ok(it.map(|kept| (kept.id, kept.reason)));
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

impl Fate {
    /// The outcome's name.
    pub(super) fn word(&self) -> &'static str {
        match self {
            Fate::Stored(_) => "stored",
            Fate::Unreadable(..) => "unreadable",
            Fate::Duplicate => "duplicate",
            Fate::Variant(_) => "variant",
            Fate::Refused(_) => "refused",
            Fate::Accepted => "accepted",
            Fate::Failed(_) => "failed",
        }
    }

    /// The event's current id, if known.
    pub(super) fn id(&self) -> Option<&str> {
        match self {
            Fate::Stored(id) | Fate::Unreadable(id, _) | Fate::Variant(id) => Some(id.key()),
            Fate::Refused(Some((id, _))) => Some(id),
            Fate::Duplicate | Fate::Refused(None) | Fate::Accepted | Fate::Failed(_) => None,
        }
    }

    /// Why it is not an ordinary event.
    pub(super) fn reason(&self) -> Option<&str> {
        match self {
            Fate::Unreadable(_, why) | Fate::Refused(Some((_, why))) => Some(why),
            _ => None,
        }
    }

    /// Describes the outcome of the delivery of `id`.
    pub(super) fn sentence(&self, id: Option<&EventId>) -> String {
        let own = id.map_or("(no id)", EventId::key);
        match self {
            Fate::Variant(kept) => format!("variant of {own}, kept as {kept}"),
            Fate::Unreadable(kept, why) => format!("unreadable  {kept}  {why}"),
            Fate::Stored(kept) => format!("stored  {kept}"),
            Fate::Duplicate | Fate::Accepted => format!("{}  {own}", self.word()),
            Fate::Refused(_) | Fate::Failed(_) => self.word().to_owned(),
        }
    }

    /// What to do next.
    pub(super) fn next(&self, id: Option<&EventId>) -> String {
        let own = id.map_or("ID", EventId::key);
        match self {
            Fate::Stored(id) | Fate::Unreadable(id, _) => format!("next: frontdesk events show {id}"),
            Fate::Duplicate => format!("next: frontdesk events show {own}, or --fresh to send it as a new event"),
            Fate::Variant(kept) => format!("next: frontdesk events show {kept}"),
            Fate::Refused(Some((id, _))) => format!("next: frontdesk diagnose {id}"),
            Fate::Refused(None) => "next: frontdesk diagnose --help".to_owned(),
            Fate::Accepted => "next: frontdesk events list".to_owned(),
            Fate::Failed(_) => "next: frontdesk status".to_owned(),
        }
    }

    /// The end of a sentence: why it was not accepted.
    pub(super) fn why(&self) -> String {
        match self {
            Fate::Refused(Some((id, why))) => format!(": {why}; `frontdesk diagnose {id}` says what to do"),
            Fate::Refused(None) => {
                ": it is signed with a different secret than the receiver's; --secret sets the right one".to_owned()
            }
            Fate::Failed(status) => format!(": the endpoint answered {status}; its line in the log says why"),
            _ => String::new(),
        }
    }
}

impl Tally {
    pub(super) fn add(&mut self, fate: &Fate) {
        *self.words.entry(fate.word()).or_default() += 1;
        if matches!(fate, Fate::Refused(_) | Fate::Failed(_)) {
            self.not_accepted += 1;
            self.why.get_or_insert_with(|| fate.why());
        }
    }

    pub(super) fn not_accepted(&self) -> u64 {
        self.not_accepted
    }

    /// Why the first one was not accepted.
    pub(super) fn why(&self) -> &str {
        self.why.as_deref().unwrap_or_default()
    }

    /// `2,000 sent in 7.4 s: 1,998 stored, 2 duplicates`.
    pub(super) fn sentence(&self, took: Duration) -> String {
        let all: u64 = self.words.values().sum();
        let plural = |word: &str, n: u64| if matches!(word, "duplicate" | "variant") && n != 1 { "s" } else { "" };
        let mut words: Vec<_> = self.words.iter().map(|(word, n)| (*n, *word)).collect();
        words.sort_by_key(|(n, _)| std::cmp::Reverse(*n));
        let words: Vec<String> =
            words.iter().map(|(n, word)| format!("{} {word}{}", count(*n), plural(word, *n))).collect();
        format!("{} sent in {:.1} s: {}", count(all), took.as_secs_f64(), words.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bulk_is_summed_up() {
        let mut tally = Tally { words: BTreeMap::from([("stored", 1_998), ("duplicate", 1)]), ..Tally::default() };
        tally.add(&Fate::Duplicate);
        assert_eq!(tally.sentence(Duration::from_millis(7_420)), "2,000 sent in 7.4 s: 1,998 stored, 2 duplicates");
        assert_eq!((tally.not_accepted(), tally.why()), (0, ""));
        tally.add(&Fate::Failed(StatusCode::SERVICE_UNAVAILABLE));
        assert!(tally.not_accepted() == 1 && tally.why().contains("503"));
    }
}
