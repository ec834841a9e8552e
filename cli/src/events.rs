//! `frontdesk events`: lists events, shows one in full, and replays them.

pub(crate) mod consumers;
pub(crate) mod filter;
pub(crate) mod history;
pub(crate) mod journal;
mod list;
pub(crate) mod replay;
pub(crate) mod show;
pub(crate) mod words;

use anyhow::{Context, Result};
use clap::{Args, Subcommand};
use frontdesk::event::EventId;
use frontdesk::store::Row;
use jiff::Timestamp;

use self::filter::Filter;
use crate::exit::NotFound;
use crate::prefix::Prefix;
use crate::providers::Providers;
use crate::target::{Target, TargetOptions};

/// What to do, and where.
#[derive(Args)]
pub(crate) struct Options {
    #[command(subcommand)]
    action: Action,
    #[command(flatten)]
    target: TargetOptions,
}

#[derive(Subcommand)]
enum Action {
    /// Lists events, newest first.
    List(list::Options),
    /// Shows one event: every attribute, its body, and its history.
    Show(show::Options),
    /// Sends published events to the queue again, with `"replay": true`.
    Replay(replay::Options),
}

/// Runs the command.
pub(crate) async fn run(options: &Options, providers: Providers) -> Result<()> {
    let target = Target::at(&options.target, providers).await?;
    match &options.action {
        Action::List(options) => list::run(&target, options).await,
        Action::Show(options) => show::run(&target, options).await,
        Action::Replay(options) => replay::run(&target, options).await,
    }
}

/// Finds the event with this key, or the only one of the last seven days whose id begins with
/// `text`.
pub(crate) async fn named(target: &Target, text: &str) -> Result<EventId> {
    named_among(target, text, usize::MAX, None).await
}

/// Like `named`, but matches a prefix only against the `most` newest events. `missing` replaces the
/// usual message when there is no such event.
pub(crate) async fn named_among(target: &Target, text: &str, most: usize, missing: Option<String>) -> Result<EventId> {
    let whole = EventId::from_key(text.to_owned());
    let missing = match row(target, &whole).await {
        Ok(_) => return Ok(whole),
        Err(error) if error.is::<NotFound>() => missing.unwrap_or_else(|| error.to_string()),
        Err(error) => return Err(error),
    };
    let names: Vec<&str> = target.providers.names().collect();
    let span = Filter::default().span(Timestamp::now())?;
    let (mut listing, mut prefix) = (target.reader().listing(&names, span.from, span.to), Prefix::new(text));
    for _ in 0..most {
        let listed = listing.next().await.with_context(|| format!("cannot list events; {}", target.hint()))?;
        if listed.is_none_or(|listed| !prefix.look(listed.id.key())) {
            break;
        }
    }
    prefix.only(missing).map(EventId::from_key)
}

/// The row of an event. Refused deliveries and parts of bodies do not count.
pub(crate) async fn row(target: &Target, id: &EventId) -> Result<Row> {
    let row = target.reader().whole_row(id).await;
    let row = row.with_context(|| format!("cannot read {id}; {}", target.hint()))?;
    let event = row.filter(|row| row.text("received_at").is_some() && row.text("refused").is_none());
    Ok(event.ok_or_else(|| NotFound(format!("no event {id}: `frontdesk events list` shows what is there")))?)
}
