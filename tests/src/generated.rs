//! Files that are made from the code: pages, clients, shapes.

use std::fs;

use crate::fixtures::project;

/// Checks that a file of the project holds what the code makes, or writes it if
/// `FRONTDESK_WRITE_DOCS` is set.
///
/// # Panics
/// If the file differs, or cannot be read or written.
pub fn check(file: &str, made: &str) {
    let path = project().join(file);
    if std::env::var_os("FRONTDESK_WRITE_DOCS").is_some() {
        let written = fs::create_dir_all(path.parent().unwrap()).and_then(|()| fs::write(&path, made));
        written.unwrap_or_else(|error| panic!("{file}: {error}"));
    } else {
        let current = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{file}: {error}"));
        assert!(current == made, "{file} differs from the code; FRONTDESK_WRITE_DOCS=1 rewrites it");
    }
}

/// Checks the part of a page between two lines, both included, or writes it if
/// `FRONTDESK_WRITE_DOCS` is set.
///
/// # Panics
/// If the page differs, lacks a line, or cannot be read or written.
pub fn check_part(page: &str, start: &str, end: &str, made: &str) {
    let text = fs::read_to_string(project().join(page)).unwrap_or_else(|error| panic!("{page}: {error}"));
    let (before, rest) = text.split_once(start).unwrap_or_else(|| panic!("{page} has no line {start}"));
    let (_, after) = rest.split_once(end).unwrap_or_else(|| panic!("{page} has no line {end}"));
    check(page, &format!("{before}{start}{made}{end}{after}"));
}
