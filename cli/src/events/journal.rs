//! The journal of a replay: what was sent, on disk, so an interrupted replay continues without
//! sending it again.
//!
//! The first line is the period; a line for each event that the queue accepted follows. The file is
//! deleted when everything is sent: the same command then starts a new replay. A file without
//! events is ignored: an attempt that sent nothing must not fix what "the last two hours" means for
//! the next one.

use std::collections::HashSet;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::filter::Span;

/// The file of one replay, locked while in use.
pub(crate) struct Journal {
    path: PathBuf,
    /// None until there is something to write.
    file: Option<File>,
    /// The period when the replay was first started: "the last two hours" must stay the same two
    /// hours.
    pub(crate) span: Span,
    sent: HashSet<String>,
}

/// Another process is sending the same events.
#[derive(Debug, thiserror::Error)]
#[error("another replay is using the journal {}", .0.display())]
pub(crate) struct InUse(PathBuf);

impl Journal {
    /// Reads the journal of an interrupted replay, or prepares a new one for the events of `span`.
    pub(crate) fn open(path: &Path, span: Span) -> Result<Self> {
        let new = Self { path: path.to_owned(), file: None, span, sent: HashSet::new() };
        if !path.try_exists().with_context(|| unusable(path))? {
            return Ok(new);
        }
        let mut file = lock(path, false)?;
        let mut text = String::new();
        file.read_to_string(&mut text).with_context(|| unusable(path))?;
        // A line without its end was being written at the interruption, and does not count.
        let whole = text.rfind('\n').map_or(0, |end| end + 1);
        let mut lines = text.get(..whole).unwrap_or_default().lines();
        let Some(first) = lines.next() else { return Ok(Self { file: Some(file), ..new }) };
        let then =
            read_span(first).context("its first line is not one of a journal").with_context(|| unusable(path))?;
        let sent: HashSet<String> = lines.map(str::to_owned).collect();
        let span = if sent.is_empty() { span } else { then };
        file.set_len(u64::try_from(whole)?).with_context(|| unusable(path))?;
        file.seek(SeekFrom::End(0)).with_context(|| unusable(path))?;
        Ok(Self { file: Some(file), span, sent, ..new })
    }

    /// Forgets what was sent, for a new replay of the events of `span`.
    pub(crate) fn restart(&mut self, span: Span) {
        (self.span, self.sent) = (span, HashSet::new());
    }

    /// Makes sure that the journal can be written, before anything is sent.
    pub(crate) fn begin(&mut self) -> Result<()> {
        if self.count() > 0 {
            return Ok(());
        }
        let file = match self.file.take() {
            Some(file) => file,
            None => lock(&self.path, true)?,
        };
        file.set_len(0).with_context(|| unusable(&self.path))?;
        let file = self.file.insert(file);
        file.seek(SeekFrom::Start(0)).with_context(|| unusable(&self.path))?;
        self.write(&format!("{} {}\n", self.span.from, self.span.to))
    }

    /// How many were sent before.
    pub(crate) fn count(&self) -> usize {
        self.sent.len()
    }

    /// Whether an event was sent before.
    pub(crate) fn has(&self, id: &str) -> bool {
        self.sent.contains(id)
    }

    /// Records events that the queue accepted.
    pub(crate) fn note<'a>(&mut self, ids: impl Iterator<Item = &'a str>) -> Result<()> {
        let mut lines = String::new();
        for id in ids {
            lines.push_str(id);
            lines.push('\n');
            self.sent.insert(id.to_owned());
        }
        self.write(&lines)
    }

    /// Deletes the journal: everything is sent, or nothing was, so there is nothing to continue.
    pub(crate) fn finish(self) -> Result<()> {
        let Some(_locked) = self.file else { return Ok(()) };
        std::fs::remove_file(&self.path).with_context(|| format!("cannot delete the journal {}", self.path.display()))
    }

    fn write(&mut self, lines: &str) -> Result<()> {
        let message = || format!("cannot write the journal {}", self.path.display());
        let file = self.file.as_mut().with_context(message)?;
        file.write_all(lines.as_bytes()).and_then(|()| file.sync_data()).with_context(message)
    }
}

fn unusable(path: &Path) -> String {
    format!("cannot use the journal {}; --journal takes another file", path.display())
}

/// Opens the file exclusively.
fn lock(path: &Path, create: bool) -> Result<File> {
    if let Some(folder) = path.parent().filter(|_| create) {
        std::fs::create_dir_all(folder).with_context(|| unusable(path))?;
    }
    let open = OpenOptions::new().read(true).write(true).create(create).truncate(false).open(path);
    let file = open.with_context(|| unusable(path))?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Err(InUse(path.to_owned()).into()),
        Err(TryLockError::Error(error)) => return Err(error).with_context(|| unusable(path)),
    }
    // It did not exist a moment ago.
    if create && file.metadata().with_context(|| unusable(path))?.len() > 0 {
        bail!("another replay has just used the journal {}; the same command continues from there", path.display());
    }
    Ok(file)
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
        assert!(!path.exists(), "a journal before something is sent");
        journal.begin().unwrap();
        journal.note(["gire:a", "gire:b"].into_iter()).unwrap();
        assert!(Journal::open(&path, first).is_err(), "two replays use one journal");
        drop(journal);
        // Interrupted in the middle of a line.
        OpenOptions::new().append(true).open(&path).unwrap().write_all(b"gire:c").unwrap();
        let mut journal = Journal::open(&path, span("2026-11-20T11:00:00Z")).unwrap();
        assert_eq!(journal.span, first);
        assert_eq!(["gire:a", "gire:b", "gire:c"].map(|id| journal.has(id)), [true, true, false]);
        journal.begin().unwrap();
        journal.note(["gire:d"].into_iter()).unwrap();
        drop(journal);
        let mut journal = Journal::open(&path, first).unwrap();
        assert!(journal.has("gire:d") && journal.count() == 3);
        let later = span("2026-11-20T11:30:00Z");
        journal.restart(later);
        assert_eq!((journal.span, journal.count()), (later, 0));
        journal.begin().unwrap();
        drop(journal);
        // Restarted, but nothing was sent.
        let journal = Journal::open(&path, first).unwrap();
        assert_eq!((journal.span, journal.count()), (first, 0));
        journal.finish().unwrap();
        assert!(!path.exists());
        std::fs::write(&path, "something else\n").unwrap();
        assert!(Journal::open(&path, first).is_err());
        std::fs::remove_dir_all(folder).unwrap();
    }
}
