//! What a replay has sent, on the disk, so that it goes on after an interruption without sending that again.
//!
//! The first line is the stretch of time that was meant, and then there is a line for each event that the queue has taken. The file
//! goes when all are sent: the same command is then a new replay.

use std::collections::HashSet;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::filter::Span;

/// The file of one replay. Nobody else may use it meanwhile.
pub(super) struct Journal {
    path: PathBuf,
    file: File,
    /// The time that the replay was first asked for: "the last two hours" must stay the same two hours.
    pub(super) span: Span,
    sent: HashSet<String>,
}

impl Journal {
    /// Opens the journal, or begins it for the events of `span`.
    pub(super) fn open(path: &Path, span: Span) -> Result<Self> {
        let message = || format!("cannot use the journal {}; --journal takes another file", path.display());
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).with_context(message)?;
        }
        let open = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path);
        let mut file = open.with_context(message)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => bail!("another replay is using the journal {}", path.display()),
            Err(TryLockError::Error(error)) => return Err(error).with_context(message),
        }
        let mut text = String::new();
        file.read_to_string(&mut text).with_context(message)?;
        // A line without its end was being written when the replay was cut short: it does not count.
        let whole = text.rfind('\n').map_or(0, |end| end + 1);
        let mut lines = text.get(..whole).unwrap_or_default().lines();
        let span = match lines.next() {
            Some(first) => read_span(first).context("its first line is not one of a journal").with_context(message)?,
            None => span,
        };
        let sent = lines.map(str::to_owned).collect();
        file.set_len(u64::try_from(whole)?).with_context(message)?;
        file.seek(SeekFrom::End(0)).with_context(message)?;
        let mut journal = Self { path: path.to_owned(), file, span, sent };
        if whole == 0 {
            journal.write(&format!("{} {}\n", span.from, span.to))?;
        }
        Ok(journal)
    }

    /// How many were sent before.
    pub(super) fn count(&self) -> usize {
        self.sent.len()
    }

    /// Whether an event was sent before.
    pub(super) fn has(&self, id: &str) -> bool {
        self.sent.contains(id)
    }

    /// Notes events that the queue has taken.
    pub(super) fn note<'a>(&mut self, ids: impl Iterator<Item = &'a str>) -> Result<()> {
        let lines: String = ids.map(|id| format!("{id}\n")).collect();
        self.write(&lines)
    }

    /// Everything is sent.
    pub(super) fn finish(self) -> Result<()> {
        std::fs::remove_file(&self.path).with_context(|| format!("cannot delete the journal {}", self.path.display()))
    }

    fn write(&mut self, lines: &str) -> Result<()> {
        let written = self.file.write_all(lines.as_bytes()).and_then(|()| self.file.sync_data());
        written.with_context(|| format!("cannot write the journal {}", self.path.display()))
    }
}

fn read_span(line: &str) -> Option<Span> {
    let (from, to) = line.split_once(' ')?;
    Some(Span { from: from.parse().ok()?, to: to.parse().ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(from: &str) -> Span {
        Span { from: from.parse().unwrap(), to: "2026-11-20T12:00:00Z".parse().unwrap() }
    }

    #[test]
    fn what_was_sent_is_known_after_an_interruption() {
        let folder = std::env::temp_dir().join(uuid::Uuid::new_v4().to_string());
        let path = folder.join("replays/one");
        let first = span("2026-11-20T10:00:00Z");
        let mut journal = Journal::open(&path, first).unwrap();
        journal.note(["gire:a", "gire:b"].into_iter()).unwrap();
        assert!(Journal::open(&path, first).is_err(), "two replays use one journal");
        drop(journal);
        // Cut short in the middle of a line.
        OpenOptions::new().append(true).open(&path).unwrap().write_all(b"gire:c").unwrap();
        let mut journal = Journal::open(&path, span("2026-11-20T11:00:00Z")).unwrap();
        assert_eq!(journal.span, first);
        assert_eq!(["gire:a", "gire:b", "gire:c"].map(|id| journal.has(id)), [true, true, false]);
        journal.note(["gire:d"].into_iter()).unwrap();
        drop(journal);
        let journal = Journal::open(&path, first).unwrap();
        assert!(journal.has("gire:d") && journal.count() == 3);
        journal.finish().unwrap();
        assert_eq!(Journal::open(&path, first).unwrap().count(), 0);
        std::fs::write(&path, "something else\n").unwrap();
        assert!(Journal::open(&path, first).is_err());
        std::fs::remove_dir_all(folder).unwrap();
    }
}
