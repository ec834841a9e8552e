//! A filter as command-line flags, for a page that shows what to paste into a terminal.

use clap::ValueEnum;

use super::Filter;
use crate::print::shell_word;

impl Filter {
    /// The flags for this filter, quoted for a shell.
    pub(crate) fn flags(&self) -> String {
        let state = self.state.and_then(|state| Some(state.to_possible_value()?.get_name().to_owned()));
        let flags = [
            ("provider", self.provider.as_deref()),
            ("kind", self.kind.as_deref()),
            ("subject", self.subject.as_deref()),
            ("since", self.since.as_deref()),
            ("from", self.from.as_deref()),
            ("to", self.to.as_deref()),
            ("state", state.as_deref()),
            ("account", self.words.account.as_deref()),
            ("action", self.words.action.as_deref()),
            ("entity", self.words.entity.as_deref()),
        ];
        flags.iter().filter_map(|(name, value)| Some(format!(" --{name}={}", shell_word((*value)?)))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Wish, Words};
    use super::*;

    #[test]
    fn flags_are_words_of_a_shell() {
        let words = Words { account: Some("north".to_owned()), ..Words::default() };
        let subject = Some("it's*".to_owned());
        let filter = Filter { subject, state: Some(Wish::UnknownKind), words, ..Filter::since("2h") };
        assert_eq!(filter.flags(), r" --subject='it'\''s*' --since=2h --state=unknown-kind --account=north");
    }
}
