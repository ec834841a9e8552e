//! The exit codes: how a script tells one end of a command from another.

use std::io::ErrorKind;
use std::process::ExitCode;

use anyhow::Result;

use crate::print::note;

/// What `frontdesk --help` says of them.
pub(crate) const HELP: &str = "\
Exit codes:
  0  done
  1  failed: the error says what, and what to do
  2  the command is not written as it should be
  3  the thing to show is not there";

/// The thing to show is not there.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct NotFound(pub(crate) String);

/// An error in the use of the command: exit code 2.
pub(crate) fn usage(message: &str) -> anyhow::Error {
    clap::Error::raw(clap::error::ErrorKind::ValueValidation, format!("{message}\n")).into()
}

/// The exit code of what a command did; says the error.
pub(crate) fn code(done: Result<()>) -> ExitCode {
    let Err(error) = done else { return ExitCode::SUCCESS };
    if let Some(error) = error.downcast_ref::<clap::Error>() {
        note(error.to_string().trim_end());
        return ExitCode::from(2);
    }
    let reader_gone = |error: &std::io::Error| error.kind() == ErrorKind::BrokenPipe;
    if error.downcast_ref().is_some_and(reader_gone) {
        return ExitCode::SUCCESS;
    }
    note(&format!("error: {error:#}"));
    if error.downcast_ref::<NotFound>().is_some() { ExitCode::from(3) } else { ExitCode::FAILURE }
}
