//! Values that can be taken once: results of actions for the next page, and tickets of forms that
//! must not be sent twice.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use uuid::Uuid;

/// Notes by their names.
pub(super) struct Notes<T = String> {
    most: usize,
    kept: Mutex<VecDeque<(String, T)>>,
}

impl<T> Notes<T> {
    /// Keeps at most this many. The next page takes its note, so older ones belong to pages that
    /// nobody opened.
    pub(super) fn new(most: usize) -> Self {
        Self { most, kept: Mutex::default() }
    }

    /// Keeps a note, and returns the name to take it by.
    pub(super) fn keep(&self, note: impl Into<T>) -> String {
        let name = Uuid::new_v4().to_string();
        let mut notes = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        notes.push_back((name.clone(), note.into()));
        if notes.len() > self.most {
            notes.pop_front();
        }
        name
    }

    /// Takes a note. `None` if it was already taken.
    pub(super) fn take(&self, name: &str) -> Option<T> {
        let mut notes = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let at = notes.iter().position(|(kept, _)| kept == name)?;
        notes.remove(at).map(|(_, note)| note)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_handed_out_once() {
        let notes: Notes = Notes::new(3);
        let name = notes.keep("sent");
        assert_eq!(notes.take("another"), None);
        assert_eq!([notes.take(&name).as_deref(), notes.take(&name).as_deref()], [Some("sent"), None]);
        let old = notes.keep("old");
        (0..3).for_each(|n| _ = notes.keep(n.to_string()));
        assert_eq!(notes.take(&old), None);
    }
}
