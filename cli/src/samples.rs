//! The example deliveries that `send` posts: the test fixtures, built into the command.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use include_dir::{Dir, include_dir};
use serde::Deserialize;

use crate::exit::{did_you_mean, usage};

static FIXTURES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../tests/fixtures");

/// One example, as its manifest describes it.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Sample {
    file: String,
    /// The kind of event.
    pub(crate) kind: String,
    /// `captured` from the provider, `documented` by it, or `constructed` from its documents.
    pub(crate) origin: String,
    /// The path at the function URL.
    pub(crate) path: String,
    /// The headers, including signature or token.
    pub(crate) headers: BTreeMap<String, String>,
    #[serde(default)]
    unreadable: bool,
}

impl Sample {
    /// The example of a kind.
    pub(crate) fn find(provider: &str, kind: &str) -> Result<Self> {
        let samples = Self::all(provider)?;
        let found = samples.iter().find(|sample| sample.kind == kind).cloned();
        found.ok_or_else(|| {
            let closest = did_you_mean(kind, samples.iter().map(|sample| sample.kind.as_str()));
            usage(&format!(
                "{provider} has no example of kind `{kind}`; `frontdesk send --list {provider}` shows all, `--file` takes your own \
                 body{closest}"
            ))
        })
    }

    /// One example for each kind of a provider.
    pub(crate) fn all(provider: &str) -> Result<Vec<Self>> {
        // A provider defined by another program has no examples here.
        let Some(manifest) = FIXTURES.get_file(format!("{provider}/manifest.json")) else { return Ok(Vec::new()) };
        let mut samples: Vec<Self> =
            serde_json::from_slice(manifest.contents()).with_context(|| format!("manifest of {provider}"))?;
        samples.retain(|sample| !sample.unreadable);
        let mut seen = std::collections::HashSet::new();
        samples.retain(|sample| seen.insert(sample.kind.clone()));
        Ok(samples)
    }

    /// The body's bytes.
    pub(crate) fn body(&self, provider: &str) -> Result<&'static [u8]> {
        let path = format!("{provider}/{}", self.file);
        let file = FIXTURES.get_file(&path).with_context(|| format!("the example {path} is not built in"))?;
        Ok(file.contents())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_provider_has_examples_with_bodies() {
        for provider in frontdesk::providers::ALL.iter().map(|provider| provider.name) {
            let samples = Sample::all(provider).unwrap();
            assert!(!samples.is_empty(), "{provider}");
            for sample in samples {
                assert!(!sample.body(provider).unwrap().is_empty(), "{provider} {}", sample.kind);
            }
        }
    }

    #[test]
    fn what_is_not_there_is_said_with_what_is() {
        let error = Sample::find("gingr", "check-in").unwrap_err().to_string();
        assert!(error.contains("send --list"), "{error}");
    }
}
