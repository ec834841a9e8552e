//! Filters by the shared vocabulary and by account: for events in the table and for messages.

use clap::Args;
use clap::builder::PossibleValuesParser;
use frontdesk::{Action, Entity};
use serde::Serialize;

/// Filters in the vocabulary that all providers share.
#[derive(Args, Clone, Default, Serialize)]
#[command(next_help_heading = "Which events")]
pub(crate) struct Words {
    /// Only events of this account of a provider, if accounts have names.
    #[arg(long, value_name = "NAME")]
    pub(crate) account: Option<String>,
    /// Only events with this action.
    #[arg(long, value_parser = actions(), hide_possible_values = true)]
    pub(crate) action: Option<String>,
    /// Only events about this kind of entity.
    #[arg(long, value_parser = entities(), hide_possible_values = true)]
    pub(crate) entity: Option<String>,
}

impl Words {
    /// Whether an event has this account, action and entity.
    pub(crate) fn match_event(&self, account: Option<&str>, action: Action, entity: Entity) -> bool {
        self.account.as_deref().is_none_or(|wished| account == Some(wished))
            && self.action.as_deref().is_none_or(|wished| action.as_str() == wished)
            && self.entity.as_deref().is_none_or(|wished| entity.as_str() == wished)
    }
}

fn actions() -> PossibleValuesParser {
    Action::ALL.iter().chain(&[Action::Other]).map(|word| word.as_str()).collect::<Vec<_>>().into()
}

fn entities() -> PossibleValuesParser {
    Entity::ALL.iter().chain(&[Entity::Other]).map(|word| word.as_str()).collect::<Vec<_>>().into()
}
