//! What cannot be taken back is asked for first, in one way everywhere: `--yes` does it, a terminal is asked, and else nothing is
//! done.

use std::io::{IsTerminal, Write};

use anyhow::{Result, bail};

use crate::print::note;

/// Asks a question whose answer must be yes, unless that was said before. An error where it is not: nothing was done.
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
