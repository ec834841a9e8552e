//! Texts that are handed out once: what a button did, for the page after it, and the tickets of forms that must not be sent twice.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use uuid::Uuid;

/// How many are kept. Each is taken by the page that comes next, so older ones are for pages that nobody opened.
const MOST: usize = 64;

/// Texts by their names.
#[derive(Default)]
pub(super) struct Notes(Mutex<VecDeque<(String, String)>>);

impl Notes {
    /// Keeps a text, and gives the name to take it by.
    pub(super) fn keep(&self, text: impl Into<String>) -> String {
        let name = Uuid::new_v4().to_string();
        let mut notes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        notes.push_back((name.clone(), text.into()));
        if notes.len() > MOST {
            notes.pop_front();
        }
        name
    }

    /// Takes a text. None if it was taken before.
    pub(super) fn take(&self, name: &str) -> Option<String> {
        let mut notes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let at = notes.iter().position(|(kept, _)| kept == name)?;
        notes.remove(at).map(|(_, text)| text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_handed_out_once() {
        let notes = Notes::default();
        let name = notes.keep("sent");
        assert_eq!(notes.take("another"), None);
        assert_eq!([notes.take(&name).as_deref(), notes.take(&name).as_deref()], [Some("sent"), None]);
        let old = notes.keep("old");
        (0..MOST).for_each(|n| _ = notes.keep(n.to_string()));
        assert_eq!(notes.take(&old), None);
    }
}
