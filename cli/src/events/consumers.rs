//! What consumers did with an event, from the rows in which they record their work
//! (docs/consume.md).
//!
//! A row's key begins with the consumer's name, so only known consumers can be looked up: those of
//! the examples, and those named with `--consumer`. Their rows are in the events table, in the
//! table of the stack's example, or in a table that is given.

use anyhow::Result;
use clap::Args;
use frontdesk::consume::row_key;
use frontdesk::event::{EventId, rfc3339};
use frontdesk::store::{Reader, Row};
use futures_util::future::join_all;
use jiff::Timestamp;
use serde::Serialize;

use crate::exit::usage;
use crate::print::plain;
use crate::target::Target;

/// The consumers in `examples/`.
const EXAMPLES: [&str; 3] = ["desk", "desk-python", "desk-typescript"];
/// Limits for the names given: each consumer takes one or two reads of each table whenever an event
/// is shown.
const MOST_NAMES: usize = 20;
const MOST_TABLES: usize = 5;

/// Which consumers to look up, and where.
#[derive(Args, Clone, Default)]
#[command(next_help_heading = "Consumers")]
pub(crate) struct ConsumerOptions {
    /// Shows what this consumer did with an event; the name is the one that it passes to
    /// `run_once`. The consumers of the examples are known.
    #[arg(long, value_name = "NAME")]
    consumer: Vec<String>,
    /// A table in which consumers record what they have done, besides the events table and that of
    /// the stack's example.
    #[arg(long, value_name = "TABLE")]
    consumed_table: Vec<String>,
}

/// Consumers by their names, and the tables that may hold their rows.
pub(crate) struct Consumers {
    names: Vec<String>,
    tables: Vec<Reader>,
}

/// What a consumer did with an event, or with the message that last sent it again.
#[derive(Debug, Serialize)]
pub(crate) struct Work {
    pub(crate) consumer: String,
    is_replay: bool,
    #[serde(flatten)]
    state: State,
}

#[derive(Debug, Serialize)]
#[serde(tag = "state", rename_all = "snake_case")]
enum State {
    Done { at: String },
    Working { until: String },
    Unfinished,
}

/// What the lookup found, and what could not be looked up.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) work: Vec<Work>,
    /// A sentence for each table that could not be read.
    pub(crate) unread: Vec<String>,
}

impl Consumers {
    /// The consumers that the options name, and those of the examples.
    pub(crate) fn new(target: &Target, options: &ConsumerOptions) -> Result<Self> {
        let mut names: Vec<String> = EXAMPLES.map(str::to_owned).to_vec();
        add_new(&mut names, &options.consumer);
        let mut tables = vec![target.reader().name().to_owned()];
        add_new(&mut tables, target.consumed_table().map(str::to_owned).as_slice());
        add_new(&mut tables, &options.consumed_table);
        if names.len() > MOST_NAMES || tables.len() > MOST_TABLES {
            return Err(usage(&format!(
                "too many to look up: at most {MOST_NAMES} consumers, with the {} of the examples, in {MOST_TABLES} tables",
                EXAMPLES.len()
            )));
        }
        Ok(Self { names, tables: tables.iter().map(|name| target.reader_of(name)).collect() })
    }

    /// Looks up what the consumers did with an event.
    pub(crate) async fn look(&self, row: &Row) -> Found {
        let tables = join_all(self.tables.iter().map(|table| self.look_in(table, row))).await;
        let mut found = Found::default();
        for (table, looked) in self.tables.iter().zip(tables) {
            match looked {
                Ok(work) => found.work.extend(work),
                Err(error) => {
                    let table = plain(table.name());
                    found.unread.push(format!("cannot read what consumers recorded in {table}: {}", plain(&error)));
                }
            }
        }
        found
    }

    async fn look_in(&self, table: &Reader, row: &Row) -> Result<Vec<Work>, String> {
        let (id, now) = (row.id(), Timestamp::now());
        let source = format!("/frontdesk/{}", id.owner());
        let messages: Vec<Option<&str>> = std::iter::once(None).chain(row.text("replayed_as").map(Some)).collect();
        let asked = self.names.iter().flat_map(|name| messages.iter().map(move |message| (name, *message)));
        let looked = asked.map(|(name, message)| {
            let key = EventId::from_key(row_key(name, &source, id.id(), message));
            async move {
                let kept = table.whole_row(&key).await.map_err(|error| error.to_string())?;
                Ok(kept.map(|kept| Work::read(name, message.is_some(), &kept, now)))
            }
        });
        Ok(join_all(looked).await.into_iter().collect::<Result<Vec<_>, String>>()?.into_iter().flatten().collect())
    }
}

impl Work {
    fn read(name: &str, is_replay: bool, kept: &Row, now: Timestamp) -> Self {
        let until = kept.number("lease_until").and_then(|at| Timestamp::from_millisecond(at).ok());
        let state = match (done_at(kept), until.filter(|until| *until > now)) {
            (Some(at), _) => State::Done { at },
            (None, Some(until)) => State::Working { until: rfc3339(until) },
            (None, None) => State::Unfinished,
        };
        Self { consumer: plain(name), is_replay, state }
    }

    /// When it happened, and what. Work in progress has no time.
    pub(crate) fn step(&self) -> (String, String) {
        let what = if self.is_replay { "the replay" } else { "it" };
        let name = &self.consumer;
        match &self.state {
            State::Done { at } => (at.clone(), format!("the consumer {name} finished {what}")),
            State::Working { until } => {
                (String::new(), format!("the consumer {name} is working on {what}, until {until} at most"))
            }
            State::Unfinished => {
                (String::new(), format!("the consumer {name} tried {what}, and did not finish: SQS delivers it again"))
            }
        }
    }
}

impl Found {
    /// The work as steps of the history, and what could not be looked up.
    pub(crate) fn steps(&self) -> impl Iterator<Item = (String, String)> {
        let unread = self.unread.iter().map(|why| (String::new(), why.clone()));
        self.work.iter().map(Work::step).chain(unread)
    }
}

fn add_new(all: &mut Vec<String>, more: &[String]) {
    for name in more {
        if !all.contains(name) {
            all.push(name.clone());
        }
    }
}

/// RFC 3339, or seconds since 1970 as the Python example wrote them.
fn done_at(kept: &Row) -> Option<String> {
    let seconds = |at: i64| Timestamp::from_second(at).ok().map(rfc3339);
    match kept.text("done_at") {
        Some(text) => text.parse().ok().map_or_else(|| Some(plain(text)), seconds),
        None => kept.number("done_at").and_then(seconds),
    }
}
