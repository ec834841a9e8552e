//! Which kinds of event an operator wants: the value of `WANTED_EVENTS`.

/// A filter over kinds: exact words, prefixes that end in `*`, or everything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    patterns: Vec<String>,
}

impl Wanted {
    /// Everything: `*`.
    #[must_use]
    pub fn everything() -> Self {
        Self { patterns: vec!["*".to_owned()] }
    }

    /// Reads a comma-separated list, such as `check_in,check_out` or `reservation.*`.
    ///
    /// # Errors
    /// [`WantedError`] for an empty entry, or a `*` that is not at the end of one.
    pub fn parse(list: &str) -> Result<Self, WantedError> {
        let patterns = list.split(',').map(|entry| {
            let entry = entry.trim();
            match entry.find('*') {
                _ if entry.is_empty() => Err(WantedError::EmptyEntry),
                Some(at) if at + 1 < entry.len() => Err(WantedError::StarInside(entry.to_owned())),
                _ => Ok(entry.to_owned()),
            }
        });
        Ok(Self { patterns: patterns.collect::<Result<_, _>>()? })
    }

    /// Whether a kind is wanted.
    #[must_use]
    pub fn matches(&self, kind: &str) -> bool {
        self.patterns.iter().any(|pattern| match pattern.strip_suffix('*') {
            Some(prefix) => kind.starts_with(prefix),
            None => kind == pattern,
        })
    }
}

/// Why a list of wanted kinds cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WantedError {
    /// Nothing between two commas, or nothing at all.
    #[error("it has an empty entry")]
    EmptyEntry,
    /// A star that is not the last character.
    #[error("a `*` is only allowed at the end of an entry, not as in `{0}`")]
    StarInside(String),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds() {
        fn check(list: &str, kind: &str, expected: bool) {
            assert_eq!(Wanted::parse(list).unwrap().matches(kind), expected, "{list} {kind}");
        }
        check("*", "anything", true);
        check("check_in", "check_in", true);
        check("check_in", "check_in2", false);
        check("check_in , check_out", "check_out", true);
        check("item.*,order.checkout", "item.create", true);
        check("item.*,order.checkout", "order.checkin", false);
        check("pud:*", "pud:create", true);
    }

    #[test]
    fn lists_that_cannot_be_meant() {
        assert_eq!(Wanted::parse(""), Err(WantedError::EmptyEntry));
        assert_eq!(Wanted::parse("a,,b"), Err(WantedError::EmptyEntry));
        assert_eq!(Wanted::parse("*.create"), Err(WantedError::StarInside("*.create".to_owned())));
    }
}
