//! `frontdesk events`: what is in the table, one event in full, and sending events again.

pub(crate) mod filter;
mod journal;
mod list;
mod replay;
mod show;

use anyhow::Result;
use clap::{Args, Subcommand};

use crate::place::{Place, Where};

/// What to do, and where.
#[derive(Args)]
pub(crate) struct Options {
    #[command(subcommand)]
    action: Action,
    #[command(flatten)]
    place: Where,
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
pub(crate) async fn run(options: &Options) -> Result<()> {
    let place = Place::at(&options.place).await?;
    match &options.action {
        Action::List(options) => list::run(&place, options).await,
        Action::Show(options) => show::run(&place, options).await,
        Action::Replay(options) => replay::run(&place, options).await,
    }
}
