//! The `frontdesk` command: the local run, samples, and operating a stack or a local run.
//!
//! Each command has a file named after it. Commands may use each other's reading functions, and all
//! use the modules below them (`target`, `print`, `exit`, …). Nothing points back: `layering` tests
//! that.

// `println!` panics if the reader is gone: `print::line` and `print::note` end quietly.
#![deny(clippy::print_stdout, clippy::print_stderr)]

mod audit;
mod completions;
mod confirm;
mod cost;
mod dev;
mod diagnose;
mod dlq;
mod erase;
mod events;
mod exit;
mod inspect;
#[cfg(test)]
mod layering;
mod listen;
mod local_run;
mod outbox;
mod prefix;
mod print;
mod providers;
#[cfg(test)]
mod reference;
mod refused;
mod register;
mod runs;
mod samples;
mod schema;
mod secret;
mod send;
mod stack;
mod status;
mod table;
mod tail;
mod target;
mod url;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};
use frontdesk::providers::Provider;

use self::providers::Providers;

/// Receives the webhooks of booking platforms: verifies each delivery, stores it once, and
/// publishes it.
///
/// Without a command, starts the local run (`frontdesk dev`).
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
    /// Runs everything on this machine: the endpoints, the relay, DynamoDB and SQS.
    Dev(dev::Options),
    /// Signs an example delivery and posts it.
    Send(send::Options),
    /// Prints messages from the queue as they arrive.
    Tail(tail::Options),
    /// Passes messages to a consumer on this machine: an endpoint, a program or a function.
    Listen(listen::Options),
    /// Lists, shows and releases refused deliveries.
    Refused(refused::Options),
    /// Explains why a delivery is refused, and what to do.
    Diagnose(diagnose::Options),
    /// Gives a provider the function's URL and secret.
    Register(register::Options),
    /// Prints the completions for a shell.
    Completions(completions::Options),
    /// Lists the live secrets of the providers, makes new ones, and retires old ones.
    Secret(secret::Options),
    /// Lists, shows and replays events.
    Events(events::Options),
    /// Erases everything about a subject, or by id: events, variants, parts of bodies, refused
    /// deliveries.
    Erase(erase::Options),
    /// Shows what is stored but not yet in the queue.
    Outbox(outbox::Options),
    /// Lists, shows and moves back the messages that consumers could not handle.
    Dlq(dlq::Options),
    /// Shows on one screen whether anything needs attention.
    Status(status::Options),
    /// Checks every row of the table again, and reports whether the promises hold.
    Audit(audit::Options),
    /// Serves pages that show every delivery and its outcome.
    Inspect(inspect::Options),
    /// Prints the JSON Schema of the message, or of a provider's messages with their payloads.
    Schema(schema::Options),
    /// Shows what a number of deliveries a month costs on AWS.
    Cost(cost::Options),
}

/// Runs the command that the arguments name, for these providers, and returns its exit code.
#[must_use]
pub fn run(providers: &'static [&'static Provider]) -> ExitCode {
    let providers = Providers(providers);
    completions::answer::<Cli>(providers);
    let cli = Cli::parse();
    let done = match cli.command {
        None => dev::run(&cli.dev, providers),
        Some(Command::Dev(options)) => dev::run(&options, providers),
        Some(Command::Send(options)) => finish(send::run(&options, providers)),
        Some(Command::Tail(options)) => finish(tail::run(&options, providers)),
        Some(Command::Listen(options)) => finish(listen::run(&options, providers)),
        Some(Command::Refused(options)) => finish(refused::run(&options, providers)),
        Some(Command::Diagnose(options)) => finish(diagnose::run(&options, providers)),
        Some(Command::Register(options)) => finish(register::run(&options, providers)),
        Some(Command::Completions(options)) => completions::run(&options),
        Some(Command::Secret(options)) => finish(secret::run(&options, providers)),
        Some(Command::Events(options)) => finish(events::run(&options, providers)),
        Some(Command::Erase(options)) => finish(erase::run(&options, providers)),
        Some(Command::Outbox(options)) => finish(outbox::run(&options, providers)),
        Some(Command::Dlq(options)) => finish(dlq::run(&options, providers)),
        Some(Command::Status(options)) => finish(status::run(&options, providers)),
        Some(Command::Audit(options)) => finish(audit::run(&options, providers)),
        Some(Command::Inspect(options)) => finish(inspect::run(&options, providers)),
        Some(Command::Schema(options)) => schema::run(&options, providers),
        Some(Command::Cost(options)) => finish(cost::run(&options, providers)),
    };
    exit::code(done)
}

/// Runs a command on one thread, which is enough for requests and waiting.
fn finish(command: impl Future<Output = Result<()>>) -> Result<()> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(command)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use clap::CommandFactory;

    use super::{Cli, reference};

    #[test]
    fn the_command_reference_is_made_from_the_help() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/commands.md");
        let made = reference::page(Cli::command());
        if std::env::var_os("FRONTDESK_WRITE_DOCS").is_some() {
            std::fs::write(&path, made).unwrap();
        } else {
            let page = std::fs::read_to_string(&path).unwrap();
            assert_eq!(page, made, "docs/commands.md differs from the help; FRONTDESK_WRITE_DOCS=1 writes it anew");
        }
    }
}
