//! One page of the list: the matching events, as far as bounded reading finds them.
//!
//! Filters are matched against rows. A text requires reading each body, so that search ends after a
//! number of events or bytes, says so, and continues from there on the next page.

use anyhow::{Context, Result};
use frontdesk::store::Row;
use futures_util::future::join_all;
use jiff::Timestamp;

use super::question::{Cursor, Question};
use crate::events::filter::Search;
use crate::target::Target;

/// Limits for the bodies of one page: how many are read, their total bytes, and how many are read
/// at once.
pub(super) const MOST_BODIES: usize = 500;
pub(super) const MOST_BYTES: u64 = 16 * 1024 * 1024;
const AT_ONCE: usize = 16;

/// The events of a page.
#[derive(Default)]
pub(super) struct Found {
    pub(super) rows: Vec<Row>,
    /// Where the next page begins. `None` if there is nothing older.
    pub(super) older: Option<Cursor>,
    /// What was read to search for a text.
    pub(super) looked: Looked,
}

/// The bodies that were read.
#[derive(Default)]
pub(super) struct Looked {
    pub(super) bodies: usize,
    pub(super) bytes: u64,
    /// The time of the oldest body.
    pub(super) back_to: Option<String>,
}

impl Looked {
    fn is_enough(&self) -> bool {
        self.bodies >= MOST_BODIES || self.bytes >= MOST_BYTES
    }

    fn add(&mut self, row: &Row) {
        self.bodies += 1;
        self.bytes += row.number("bytes").and_then(|bytes| u64::try_from(bytes).ok()).unwrap_or_default();
        self.back_to = row.text("received_at").map(str::to_owned);
    }
}

/// Rows in order, from the start of a page, with the start of the next page.
struct Rows<'a> {
    search: Search<'a>,
    /// How many of the first rows were on the previous page.
    to_skip: usize,
    last: Option<Cursor>,
}

impl Rows<'_> {
    async fn next(&mut self) -> Result<Option<Row>> {
        loop {
            let Some(row) = self.search.next().await? else { return Ok(None) };
            let time = row.text("received_at").unwrap_or_default();
            let is_first = self.last.as_ref().is_some_and(|last| last.time == time);
            if self.to_skip > 0 && is_first {
                self.to_skip -= 1;
                continue;
            }
            self.to_skip = 0;
            let passed = if is_first { self.last.as_ref().map_or(0, |last| last.passed) } else { 0 };
            self.last = Some(Cursor { time: time.to_owned(), passed: passed + 1 });
            return Ok(Some(row));
        }
    }
}

impl Found {
    /// Reads the page.
    pub(super) async fn read(target: &Target, question: &Question, now: Timestamp) -> Result<Self> {
        let filter = question.filter()?;
        let mut span = filter.span(now)?;
        let cursor = question.cursor()?;
        if let Some(cursor) = &cursor {
            span.to = span.to.min(cursor.time.parse()?);
        }
        let search = filter.search(target, span)?;
        let mut rows = Rows { search, to_skip: cursor.as_ref().map_or(0, |cursor| cursor.passed), last: cursor };
        let mut found = Self::default();
        let is_last = match question.text() {
            Some(text) => found.fill_by_text(&mut rows, target, &text.to_lowercase(), question.show()).await?,
            None => found.fill(&mut rows, question.show()).await?,
        };
        found.older = rows.last.clone().filter(|_| !is_last);
        if !is_last && rows.next().await?.is_none() {
            found.older = None;
        }
        Ok(found)
    }

    /// Returns true if there are no more.
    async fn fill(&mut self, rows: &mut Rows<'_>, most: usize) -> Result<bool> {
        while self.rows.len() < most {
            let Some(row) = rows.next().await? else { return Ok(true) };
            self.rows.push(row);
        }
        Ok(false)
    }

    /// Like `fill`, for rows whose body has the text. The last batch of bodies may make the page a
    /// few rows longer.
    async fn fill_by_text(&mut self, rows: &mut Rows<'_>, target: &Target, text: &str, most: usize) -> Result<bool> {
        while self.rows.len() < most && !self.looked.is_enough() {
            let mut batch = Vec::with_capacity(AT_ONCE);
            while batch.len() < AT_ONCE && !self.looked.is_enough() {
                let Some(row) = rows.next().await? else { break };
                self.looked.add(&row);
                batch.push(row);
            }
            if batch.is_empty() {
                return Ok(true);
            }
            let matches = join_all(batch.iter().map(|row| has_text(target, row, text))).await;
            for (row, matches) in batch.into_iter().zip(matches) {
                if matches? {
                    self.rows.push(row);
                }
            }
        }
        Ok(false)
    }
}

/// Whether the body has the text, ignoring case. An unreadable body does not match.
async fn has_text(target: &Target, row: &Row, text: &str) -> Result<bool> {
    use frontdesk::store::StoreError::{Body, Part, Row as Broken};
    match target.reader().get(&row.id()).await {
        Ok(event) => Ok(event.is_some_and(|event| String::from_utf8_lossy(&event.body).to_lowercase().contains(text))),
        Err(Body { .. } | Part { .. } | Broken { .. }) => Ok(false),
        Err(error) => Err(error).with_context(|| format!("cannot read {}; {}", row.id(), target.hint())),
    }
}
