//! The providers that the command knows, and finding those that an argument names.
//!
//! The program passes them in, so one with its own provider can run the whole command with it.

use anyhow::Result;
use frontdesk::providers::Provider;

use crate::exit::{did_you_mean, usage};

/// The providers that the command knows.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Providers(pub(crate) &'static [&'static Provider]);

impl Providers {
    /// All of them.
    pub(crate) fn all(self) -> impl Iterator<Item = &'static Provider> {
        self.0.iter().copied()
    }

    /// Their names.
    pub(crate) fn names(self) -> impl Iterator<Item = &'static str> {
        self.all().map(|provider| provider.name)
    }

    /// Their names in a sentence.
    pub(crate) fn listed(self) -> String {
        self.names().collect::<Vec<_>>().join(", ")
    }

    /// The provider with that name, if there is one.
    pub(crate) fn find(self, name: &str) -> Option<&'static Provider> {
        self.all().find(|provider| provider.name == name)
    }

    /// The provider that an argument names.
    pub(crate) fn known(self, name: &str) -> Result<&'static Provider> {
        self.find(name).ok_or_else(|| {
            let closest = did_you_mean(name, self.names());
            usage(&format!("no provider `{name}`; the providers are {}{closest}", self.listed()))
        })
    }

    /// All providers, or the one that an argument names.
    pub(crate) fn selected(self, only: Option<&str>) -> Result<Vec<&'static Provider>> {
        match only {
            Some(only) => Ok(vec![self.known(only)?]),
            None => Ok(self.0.to_vec()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_there_is_answered_with_what_is() {
        let providers = Providers(frontdesk::providers::ALL);
        let error = providers.known("stripe").unwrap_err().to_string();
        assert!(error.contains("gingr, gire"), "{error}");
        assert_eq!(providers.known("gire").unwrap().title, "Gire");
        assert_eq!(providers.selected(None).unwrap().len(), providers.names().count());
    }
}
