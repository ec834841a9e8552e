//! Confirmation before anything irreversible: `--yes` confirms, a terminal is asked, and otherwise
//! nothing is done.

use std::io::{IsTerminal, Write};

use anyhow::{Result, bail};

use crate::print::note;

/// Asks a question that must be answered with yes, unless `yes` is set. Any other answer is an
/// error: nothing was done.
pub(crate) fn confirm(question: &str, yes: bool) -> Result<()> {
    if yes {
        return Ok(());
    }
    if !std::io::stdin().is_terminal() {
        note(question);
        bail!("nothing was done; --yes does it without asking");
    }
    write!(std::io::stderr(), "{question} [y/N] ")?;
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer)?;
    match answer.trim() {
        "y" | "Y" | "yes" => Ok(()),
        _ => bail!("nothing was done"),
    }
}
