//! `frontdesk completions`: what a shell needs to complete the commands, made from their definition.

use std::io::Write;

use anyhow::Result;
use clap::{Args, CommandFactory};
use clap_complete::{Shell, generate};

/// For which shell.
#[derive(Args)]
pub(crate) struct Options {
    /// The shell.
    shell: Shell,
}

/// Runs the command.
pub(crate) fn run<C: CommandFactory>(options: &Options) -> Result<()> {
    let mut script = Vec::new();
    generate(options.shell, &mut C::command(), "frontdesk", &mut script);
    // In one piece, and with an error instead of a panic when the reader is gone.
    std::io::stdout().lock().write_all(&script)?;
    Ok(())
}
