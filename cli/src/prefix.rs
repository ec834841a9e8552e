//! Ids given by a unique prefix.

use anyhow::Result;

use crate::exit::{NotFound, usage};

/// A shorter prefix would be a guess.
const LEAST: usize = 4;
/// How many matches an error lists.
const NAMED: usize = 5;

/// The matches found so far.
pub(crate) struct Prefix<'a> {
    text: &'a str,
    found: Vec<String>,
}

impl<'a> Prefix<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, found: Vec::new() }
    }

    /// Checks an id. The prefix may be that of the whole id, or of what follows its first or last
    /// colon. Returns false once the prefix is known to be ambiguous.
    pub(crate) fn look(&mut self, id: &str) -> bool {
        let parts = [Some(id), id.split_once(':').map(|(_, rest)| rest), id.rsplit_once(':').map(|(_, rest)| rest)];
        // The distinguishing part comes after the last colon.
        let own = self.text.rsplit(':').next().unwrap_or_default();
        let fits = own.len() >= LEAST && parts.into_iter().flatten().any(|part| part.starts_with(self.text));
        if fits && !self.found.iter().any(|found| found == id) {
            self.found.push(id.to_owned());
        }
        self.found.len() <= NAMED
    }

    /// Returns the only match, or an error: `nothing` if there is none.
    pub(crate) fn only(mut self, nothing: String) -> Result<String> {
        match self.found.len() {
            0 => Err(NotFound(nothing).into()),
            1 => Ok(self.found.swap_remove(0)),
            n => {
                let more = if n > NAMED { "\n  …" } else { "" };
                self.found.truncate(NAMED);
                Err(usage(&format!(
                    "{} matches several; give more of it:\n  {}{more}",
                    self.text,
                    self.found.join("\n  ")
                )))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_by_their_beginning() {
        let ids = ["gire:66a1f0c2", "gire:66a1ffff", "refused:gire:27ad4c", "gingr/north:e570754b"];
        let check = |text: &str, expected: Result<&str, &str>| {
            let mut prefix = Prefix::new(text);
            assert!(ids.iter().all(|id| prefix.look(id)));
            let found = prefix.only("nothing is there".to_owned()).map_err(|error| error.to_string());
            match expected {
                Ok(id) => assert_eq!(found.unwrap(), id),
                Err(told) => assert!(found.as_ref().is_err_and(|error| error.contains(told)), "{text}: {found:?}"),
            }
        };
        check("gire:66a1f0", Ok("gire:66a1f0c2"));
        check("66a1f0", Ok("gire:66a1f0c2"));
        check("27ad", Ok("refused:gire:27ad4c"));
        check("gire:27ad", Ok("refused:gire:27ad4c"));
        check("gingr/north:e570", Ok("gingr/north:e570754b"));
        check("66a1", Err("matches several"));
        check("27a", Err("nothing"));
        check("gire:66a", Err("nothing"));
        check("ffff", Err("nothing"));
    }
}
