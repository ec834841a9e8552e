//! The `frontdesk` command: the local run, samples, and operating what is deployed or runs here.
//!
//! A file is named like its command. Commands may use each other's reading functions, and all use what is below them
//! (`target`, `print`, `exit`, …). Nothing points back: `layering` tests that.

mod completions;
mod cost;
mod dev;
mod diagnose;
mod dlq;
mod events;
mod exit;
mod inspect;
#[cfg(test)]
mod layering;
mod local_run;
mod outbox;
mod print;
mod providers;
mod refused;
mod register;
mod samples;
mod schema;
mod secret;
mod send;
mod sign;
mod stack;
mod status;
mod tail;
mod target;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

/// Webhooks of booking platforms: verified, stored once, published.
///
/// Without a command it starts the local run (`frontdesk dev`).
#[derive(Parser)]
#[command(name = "frontdesk", version, args_conflicts_with_subcommands = true, after_help = exit::HELP)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    dev: dev::Options,
}

#[derive(Subcommand)]
enum Command {
    /// Runs everything on this machine: the five endpoints, the relay, DynamoDB and SQS.
    Dev(dev::Options),
    /// Signs an example delivery and posts it.
    Send(send::Options),
    /// Prints messages from the queue as they arrive.
    Tail(tail::Options),
    /// Lists, shows and releases refused deliveries.
    Refused(refused::Options),
    /// Says why a delivery is refused, and what to do.
    Diagnose(diagnose::Options),
    /// Gives a provider the function's URL and secret.
    Register(register::Options),
    /// Prints the completions for a shell.
    Completions(completions::Options),
    /// Lists the live secrets of the providers, makes new ones, and ends old ones.
    Secret(secret::Options),
    /// Lists and shows events, and sends them again.
    Events(events::Options),
    /// Says what is stored and not yet in the queue.
    Outbox(outbox::Options),
    /// Lists, shows and moves back the messages that consumers could not handle.
    Dlq(dlq::Options),
    /// Says on one screen whether all is well.
    Status(status::Options),
    /// Serves a page that shows what arrived and what became of it.
    Inspect(inspect::Options),
    /// Prints the JSON Schema of the message, or of a provider's messages with their payloads.
    Schema(schema::Options),
    /// Says what so many deliveries a month cost on AWS.
    Cost(cost::Options),
}

/// Runs the command that the arguments name, and gives its exit code.
#[must_use]
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let done = match cli.command {
        None => dev::run(&cli.dev),
        Some(Command::Dev(options)) => dev::run(&options),
        Some(Command::Send(options)) => send::run(&options),
        Some(Command::Tail(options)) => finish(tail::run(&options)),
        Some(Command::Refused(options)) => finish(refused::run(&options)),
        Some(Command::Diagnose(options)) => finish(diagnose::run(&options)),
        Some(Command::Register(options)) => finish(register::run(&options)),
        Some(Command::Completions(options)) => completions::run::<Cli>(&options),
        Some(Command::Secret(options)) => finish(secret::run(&options)),
        Some(Command::Events(options)) => finish(events::run(&options)),
        Some(Command::Outbox(options)) => finish(outbox::run(&options)),
        Some(Command::Dlq(options)) => finish(dlq::run(&options)),
        Some(Command::Status(options)) => finish(status::run(&options)),
        Some(Command::Inspect(options)) => finish(inspect::run(&options)),
        Some(Command::Schema(options)) => schema::run(&options),
        Some(Command::Cost(options)) => finish(cost::run(&options)),
    };
    exit::code(done)
}

/// Runs a command that only asks and waits: one thread does.
fn finish(command: impl Future<Output = Result<()>>) -> Result<()> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(command)
}
