//! Files that are made from the code: pages, clients, shapes.

use std::fs;

use anyhow::{Context, Result, ensure};

use crate::fixtures::project;

/// Checks that a file of the project holds what the code makes, or writes it if
/// `FRONTDESK_WRITE_DOCS` is set.
///
/// # Errors
/// If the file differs, or cannot be read or written.
pub fn check(file: &str, made: &str) -> Result<()> {
    let path = project().join(file);
    if std::env::var_os("FRONTDESK_WRITE_DOCS").is_some() {
        fs::create_dir_all(path.parent().context("no folder")?).context(file.to_owned())?;
        return fs::write(&path, made).context(file.to_owned());
    }
    let current = fs::read_to_string(&path).context(file.to_owned())?;
    ensure!(current == made, "{file} differs from the code; FRONTDESK_WRITE_DOCS=1 rewrites it");
    Ok(())
}

/// Checks the part of a page between two lines, or writes it if `FRONTDESK_WRITE_DOCS` is set.
///
/// # Errors
/// If the page differs, lacks a line, or cannot be read or written.
pub fn check_part(page: &str, start: &str, end: &str, made: &str) -> Result<()> {
    let text = fs::read_to_string(project().join(page)).context(page.to_owned())?;
    let (before, rest) = text.split_once(start).with_context(|| format!("{page} has no line {start}"))?;
    let (_, after) = rest.split_once(end).with_context(|| format!("{page} has no line {end}"))?;
    check(page, &format!("{before}{start}{made}{end}{after}"))
}
