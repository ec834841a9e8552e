//! The `frontdesk` command: the local run, samples, and a look into the queue.

mod dev;
mod refused;
mod samples;
mod send;
mod sign;
mod tail;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Webhooks of booking platforms: verified, stored once, published.
///
/// Without a command it starts the local run (`frontdesk dev`).
#[derive(Parser)]
#[command(name = "frontdesk", version, args_conflicts_with_subcommands = true)]
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
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let done = match cli.command {
        None => dev::run(&cli.dev),
        Some(Command::Dev(options)) => dev::run(&options),
        Some(Command::Send(options)) => send::run(&options),
        Some(Command::Tail(options)) => tail::run(&options),
        Some(Command::Refused(options)) => refused::run(&options),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
