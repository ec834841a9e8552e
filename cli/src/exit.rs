//! Exit codes, which tell scripts how a command ended.

use std::io::ErrorKind;
use std::process::ExitCode;

use anyhow::Result;

use crate::print::note;

/// The section about exit codes in `frontdesk --help`.
pub(crate) const HELP: &str = "\
Exit codes:
  0  done
  1  failed, with an error that says what to do; or a check found something
  2  invalid command line
  3  not found";

/// The requested item does not exist.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct NotFound(pub(crate) String);

/// Something needs attention, and was already reported: exit code 1.
#[derive(Debug, thiserror::Error)]
#[error("something needs attention")]
pub(crate) struct Attention;

/// A usage error: exit code 2.
pub(crate) fn usage(message: &str) -> anyhow::Error {
    clap::Error::raw(clap::error::ErrorKind::ValueValidation, format!("{message}\n")).into()
}

/// Parses the limit of a list: at least one.
pub(crate) fn limit(text: &str) -> Result<usize, String> {
    text.parse().ok().filter(|n| *n > 0).ok_or_else(|| "write a number of at least 1".to_owned())
}

/// The end of a message about an unknown word: suggests the most similar of `words`, if there is
/// one.
pub(crate) fn did_you_mean<'a>(word: &str, words: impl Iterator<Item = &'a str>) -> String {
    let likeness = words.map(|known| (strsim::jaro_winkler(&word.to_lowercase(), &known.to_lowercase()), known));
    let closest = likeness.filter(|(likeness, _)| *likeness > 0.8).max_by(|(a, _), (b, _)| a.total_cmp(b));
    closest.map_or_else(String::new, |(_, known)| format!("; did you mean `{known}`?"))
}

/// The exit code for the result of a command; prints the error.
pub(crate) fn code(done: Result<()>) -> ExitCode {
    let Err(error) = done else { return ExitCode::SUCCESS };
    if let Some(error) = error.downcast_ref::<clap::Error>() {
        note(error.to_string().trim_end());
        return ExitCode::from(2);
    }
    if error.is::<Attention>() {
        return ExitCode::FAILURE;
    }
    let reader_gone = |error: &std::io::Error| error.kind() == ErrorKind::BrokenPipe;
    if error.downcast_ref().is_some_and(reader_gone) {
        return ExitCode::SUCCESS;
    }
    note(&format!("error: {error:#}"));
    if error.downcast_ref::<NotFound>().is_some() { ExitCode::from(3) } else { ExitCode::FAILURE }
}
