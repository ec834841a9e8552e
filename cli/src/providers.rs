//! The providers that an argument names.

use anyhow::{Context, Result};
use frontdesk::providers::NAMES;

use crate::exit::usage;

/// All providers, or the one that is named.
pub(crate) fn selected_providers(only: Option<&str>) -> Result<Vec<&'static str>> {
    let selected: Vec<_> = NAMES.into_iter().filter(|name| only.is_none_or(|only| only == *name)).collect();
    match only {
        Some(only) if selected.is_empty() => {
            Err(usage(&format!("no provider `{only}`; the providers are {}", NAMES.join(", "))))
        }
        _ => Ok(selected),
    }
}

/// The provider of that name.
pub(crate) fn known_provider(name: &str) -> Result<&'static str> {
    selected_providers(Some(name))?.pop().context("there is such a provider")
}
