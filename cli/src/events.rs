//! `frontdesk events`: what is in the table, one event in full, and sending events again.

pub(crate) mod filter;
mod journal;
mod list;
pub(crate) mod replay;
pub(crate) mod show;
pub(crate) mod words;

use anyhow::{Context, Result};
use clap::{Args, Subcommand};
use frontdesk::event::EventId;
use frontdesk::store::Row;

use crate::exit::NotFound;
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
    /// Shows one event: every attribute, its body, what became of it.
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

/// The row of one event. A refused delivery or a part of a body is none.
pub(crate) async fn row(target: &Target, id: &EventId) -> Result<Row> {
    let row = target.reader().whole_row(id).await;
    let row = row.with_context(|| format!("cannot read {id}; {}", target.hint()))?;
    let event = row.filter(|row| row.text("received_at").is_some() && row.text("refused").is_none());
    Ok(event.ok_or_else(|| NotFound(format!("no event {id}: `frontdesk events list` shows what is there")))?)
}
