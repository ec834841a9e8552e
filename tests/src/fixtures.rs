//! The example deliveries of `fixtures/`, as requests.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::{Context, Result};
use frontdesk::providers::{ALL, Provider};
use frontdesk::receive::delivery::Delivery;
use jiff::Timestamp;
use serde::Deserialize;

/// One example, as described in its manifest.
#[derive(Debug, Clone, Deserialize)]
pub struct Fixture {
    /// The body's file.
    pub file: String,
    /// The kind of event.
    pub kind: String,
    /// The origin of its shape: `documented`, `captured` or `constructed`.
    pub origin: String,
    /// The path at the function URL.
    pub path: String,
    /// The headers, with the proof that `sign.py` made.
    pub headers: BTreeMap<String, String>,
    /// The subject of the event.
    pub subject: Option<String>,
    /// When it happened.
    pub occurred_at: Option<String>,
    /// The event's id.
    pub id: String,
    /// Whether it is authentic and unreadable.
    #[serde(default)]
    pub unreadable: bool,
    /// The provider: the folder, not in the manifest.
    #[serde(skip)]
    pub provider: String,
    /// The body: the file, not in the manifest.
    #[serde(skip)]
    pub body: Vec<u8>,
}

impl Fixture {
    /// Returns all examples of a provider, in the order of its manifest.
    ///
    /// # Errors
    /// If a file is missing, or the manifest is malformed.
    pub fn all(provider: &str) -> Result<Vec<Self>> {
        let folder = folder().join(provider);
        let manifest = folder.join("manifest.json");
        let text = std::fs::read(&manifest).with_context(|| manifest.display().to_string())?;
        let mut fixtures: Vec<Self> = serde_json::from_slice(&text).with_context(|| manifest.display().to_string())?;
        for fixture in &mut fixtures {
            let file = folder.join(&fixture.file);
            fixture.body = std::fs::read(&file).with_context(|| file.display().to_string())?;
            provider.clone_into(&mut fixture.provider);
        }
        Ok(fixtures)
    }

    /// Returns the first example of a kind.
    ///
    /// # Errors
    /// If there is none.
    pub fn of(provider: &str, kind: &str) -> Result<Self> {
        let found = Self::all(provider)?.into_iter().find(|fixture| fixture.kind == kind);
        found.with_context(|| format!("no fixture of {provider} has the kind {kind}"))
    }

    /// Returns the example in a file.
    ///
    /// # Errors
    /// If there is none.
    pub fn file(provider: &str, file: &str) -> Result<Self> {
        let found = Self::all(provider)?.into_iter().find(|fixture| fixture.file == file);
        found.with_context(|| format!("no fixture of {provider} is in {file}"))
    }

    /// Returns the key of its row.
    #[must_use]
    pub fn key(&self) -> String {
        format!("{}:{}", self.provider, self.id)
    }

    /// Returns the request as its provider would send it.
    #[must_use]
    pub fn request(&self) -> Request {
        Request {
            method: "POST".to_owned(),
            path: self.path.clone(),
            headers: self.headers.clone(),
            body: self.body.clone(),
        }
    }
}

/// Returns the names of all providers.
pub fn provider_names() -> impl Iterator<Item = &'static str> {
    ALL.iter().map(|provider| provider.name)
}

/// A request to a function URL.
#[derive(Debug, Clone)]
pub struct Request {
    /// The method.
    pub method: String,
    /// Path and query, as sent.
    pub path: String,
    /// Header names in lower case.
    pub headers: BTreeMap<String, String>,
    /// The body.
    pub body: Vec<u8>,
}

impl Request {
    /// Removes a header.
    #[must_use]
    pub fn without(mut self, header: &str) -> Self {
        self.headers.remove(header);
        self
    }

    /// Sets a header.
    #[must_use]
    pub fn with(mut self, header: &str, value: &str) -> Self {
        self.headers.insert(header.to_owned(), value.to_owned());
        self
    }

    /// Sets the path.
    #[must_use]
    pub fn at(mut self, path: &str) -> Self {
        path.clone_into(&mut self.path);
        self
    }

    /// Sets the body.
    #[must_use]
    pub fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    /// Sets the proof as the provider would, made with `secret`.
    ///
    /// # Errors
    /// If the provider is unknown, or a body that must carry its signature cannot.
    pub fn signed(self, provider: &str, secret: &str) -> Result<Self> {
        let found = ALL.iter().find(|known| known.name == provider);
        self.signed_for(found.with_context(|| format!("no provider is called {provider}"))?, secret)
    }

    /// Sets the proof for a provider that need not be one of the project's.
    ///
    /// # Errors
    /// If a body that must carry its signature cannot.
    pub fn signed_for(self, provider: &Provider, secret: &str) -> Result<Self> {
        let headers = self.headers.into_iter().collect();
        let delivery = Delivery::post(self.path, headers, self.body, Timestamp::UNIX_EPOCH);
        let signed = provider.proof.sign(delivery, secret)?;
        Ok(Self {
            method: self.method,
            path: signed.path,
            headers: signed.headers.into_iter().collect(),
            body: signed.body.into(),
        })
    }
}

/// Returns the root folder of the project.
#[must_use]
pub fn project() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}
