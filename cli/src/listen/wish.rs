//! The filters of `events list` that apply to a message.

use clap::Args;
use frontdesk::Message;
use frontdesk::receive::wanted::Wanted;

use crate::events::words::Words;

/// Filters for messages.
#[derive(Args)]
#[command(next_help_heading = "Which events")]
pub(crate) struct Wish {
    /// Only messages of this provider.
    #[arg(long, value_name = "NAME")]
    provider: Option<String>,
    /// Only these kinds, separated by commas; a `*` at the end of one matches a prefix.
    #[arg(long, value_name = "KIND", value_parser = kinds)]
    kind: Option<Wanted>,
    /// Only messages about this subject, such as reservation/26361.
    #[arg(long, value_name = "SUBJECT")]
    subject: Option<String>,
    #[command(flatten)]
    words: Words,
}

impl Wish {
    /// The provider, if only one is wanted.
    pub(super) fn provider(&self) -> Option<&str> {
        self.provider.as_deref()
    }

    /// Whether a message passes the filters. A message that is not an event only passes without
    /// filters.
    pub(super) fn matches(&self, message: Option<&Message>) -> bool {
        let Some(message) = message else {
            let anything = self.words.match_event(None, frontdesk::Action::Other, frontdesk::Entity::Other);
            return anything && self.provider.is_none() && self.kind.is_none() && self.subject.is_none();
        };
        self.provider.as_deref().is_none_or(|name| message.provider() == name)
            && self.kind.as_ref().is_none_or(|kinds| kinds.matches(message.kind()))
            && self.subject.as_deref().is_none_or(|subject| message.subject.as_deref() == Some(subject))
            && self.words.match_event(message.account.as_deref(), message.action, message.entity)
    }
}

fn kinds(text: &str) -> Result<Wanted, String> {
    Wanted::parse(text).map_err(|error| error.to_string())
}
