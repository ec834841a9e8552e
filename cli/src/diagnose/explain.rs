//! Why a delivery is refused, and what to do about it.
//!
//! The pipeline only says that a proof does not match. This module finds out why: it tries the
//! mistakes that people and programs make (a secret with a line break, a signature in base64, JSON
//! reformatted by a proxy) until one explains the proof. It is for operators: it never makes a
//! delivery trusted, and it shows no secret and no signature.

use std::fmt;

use bytes::Bytes;
use frontdesk::Verification;
use frontdesk::providers::Provider;
use frontdesk::receive::delivery::Delivery;
use frontdesk::receive::kept_refusal::KeptRefusal;
use frontdesk::receive::proof::Proof;
use frontdesk::receive::secrets::{KeyId, Secrets};
use frontdesk::receive::signature::DIGEST_LEN;
use serde::Serialize;

use super::secret::{self, Candidate};
use super::{hmac, token};
use crate::providers::Providers;

/// A secret to try: one, or a JSON array of several, as operators write them.
#[derive(Clone, Copy)]
pub(crate) struct Known<'a> {
    /// The value.
    pub(crate) value: &'a str,
    /// Its role.
    pub(crate) standing: Standing,
}

/// What a secret is to the provider of the delivery in question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// Deliveries may be signed with it.
    Live,
    /// Deliveries may have been signed with it in the past.
    Former,
    /// It belongs to another provider.
    Of(&'static str),
}

/// Why a delivery is refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Diagnosis {
    /// The cause; the first if there are several.
    pub(crate) cause: Cause,
    /// All causes in words. May contain names chosen by the sender.
    pub(crate) told: String,
    /// What to do about it.
    pub(crate) todo: String,
    /// Id of the secret that made the proof, if known.
    pub(crate) key: Option<String>,
}

/// A single cause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Cause {
    Genuine,
    Topic,
    Method,
    NoProof,
    Field,
    OtherHeader,
    OtherPath,
    Prefix,
    Encoding,
    Algorithm,
    Malformed,
    FormerSecret,
    OtherSecret,
    SecretUnusable,
    SecretQuoted,
    SecretPadded,
    SecretEmpty,
    SecretEncoding,
    BearerAdded,
    BearerMissing,
    PathEncoding,
    BodyEmpty,
    BodyNewline,
    BodyLineEnds,
    BodyBom,
    BodyBase64,
    BodyForm,
    BodyReencoded,
    BodyReserialised,
    BodyNotJson,
    OtherScheme,
    Unknown,
}

/// The word of `--json`.
impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(f)
    }
}

/// A provider's delivery, with everything needed to explain why it was refused.
pub(crate) struct Case<'a> {
    /// All providers: a delivery may have been signed the way another one signs.
    pub(crate) providers: Providers,
    /// The provider that should have sent it.
    pub(crate) provider: &'static Provider,
    /// Where its proof should be.
    pub(crate) proof: Proof<'a>,
    pub(crate) delivery: Delivery,
    /// The query of the URL. A function URL passes it on separately from the path.
    pub(crate) query: String,
    /// The SHA-256 of the token, if the token itself is gone.
    pub(crate) token: Option<[u8; DIGEST_LEN]>,
    /// The secrets to try.
    pub(crate) secrets: &'a [Known<'a>],
}

/// Explains why a delivery is refused, or that it is genuine.
#[must_use]
pub(crate) fn explain(
    providers: Providers,
    provider: &'static Provider,
    delivery: &Delivery,
    auth_header: Option<&str>,
    secrets: &[Known<'_>],
) -> Diagnosis {
    let (path, query) = delivery.path.split_once('?').unwrap_or((&delivery.path, ""));
    let delivery = Delivery { path: path.to_owned(), ..delivery.clone() };
    let proof = provider.proof.with_auth_header(auth_header);
    Case { providers, provider, proof, delivery, query: query.to_owned(), token: None, secrets }.explain()
}

/// Explains a refused delivery that was kept. `None` if its provider does not exist.
#[must_use]
pub(crate) fn explain_kept(providers: Providers, kept: &KeptRefusal, secrets: &[Known<'_>]) -> Option<Diagnosis> {
    let provider = providers.find(&kept.provider)?;
    let (delivery, token) = kept.clone().into_delivery(provider);
    let (proof, query) = (provider.proof, String::new());
    Some(Case { providers, provider, proof, delivery, query, token, secrets }.explain())
}

/// One thing that is wrong.
#[derive(Debug, Clone)]
pub(super) struct Part {
    pub(super) cause: Cause,
    told: String,
    todo: String,
}

impl Part {
    pub(super) fn new(cause: Cause, told: impl Into<String>, todo: impl Into<String>) -> Self {
        Self { cause, told: told.into(), todo: todo.into() }
    }
}

/// The explanation of a proof: everything that is wrong, and the secret that made it.
pub(super) struct Found {
    pub(super) wrong: Vec<Part>,
    pub(super) key: Option<KeyId>,
}

impl Found {
    pub(super) fn with(candidate: &Candidate, wrong: Vec<Part>) -> Self {
        let key = KeyId::of_secret(candidate.text.as_bytes());
        let standing = match candidate.standing {
            Standing::Live => None,
            Standing::Former => Some(Part::new(
                Cause::FormerSecret,
                format!("it was made with the former secret {key}, which is no longer live"),
                "enter the live secret at the provider; until then, make the former one live again as well",
            )),
            Standing::Of(other) => Some(Part::new(
                Cause::OtherSecret,
                format!("it was made with the secret of {other}, {key}"),
                "enter this provider's own secret at the provider, and check that it has this provider's URL",
            )),
        };
        Self { wrong: wrong.into_iter().chain(standing).collect(), key: Some(key) }
    }

    pub(super) fn nothing(part: Part) -> Self {
        Self { wrong: vec![part], key: None }
    }

    pub(super) fn before(mut self, parts: impl IntoIterator<Item = Part>) -> Self {
        self.wrong.splice(0..0, parts);
        self
    }

    fn in_words(self) -> Diagnosis {
        let mut wrong = self.wrong;
        wrong.dedup_by(|b, a| a.told == b.told);
        let join = |texts: Vec<&str>, by: &str| texts.join(by);
        Diagnosis {
            cause: wrong.first().map_or(Cause::Unknown, |part| part.cause),
            told: sentence(&join(wrong.iter().map(|part| part.told.as_str()).collect(), "; and ")),
            todo: sentence(&join(wrong.iter().map(|part| part.todo.as_str()).collect(), "; and ")),
            key: self.key.map(|key| key.to_string()),
        }
    }
}

fn sentence(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map(|first| first.to_uppercase().chain(rest).chain(['.']).collect()).unwrap_or_default()
}

impl Case<'_> {
    fn explain(&self) -> Diagnosis {
        let (candidates, bad) = secret::candidates(self.secrets);
        if !self.delivery.method.eq_ignore_ascii_case("POST") {
            let message = format!("the request is a {}, and deliveries are POST", self.delivery.method);
            let todo = "check that nothing redirects the request: a redirect turns a POST into a GET without a body";
            return Found::nothing(Part::new(Cause::Method, message, todo)).in_words();
        }
        // The pipeline's verdict comes first: whatever it accepts is genuine.
        if let Some(genuine) = self.genuine() {
            return genuine.in_words();
        }
        let found = match self.proof.verification() {
            Verification::Token => token::explain(self, &candidates),
            _ => hmac::explain(self, &candidates),
        };
        let unusable = bad.map(|problem| {
            let message = format!("no function starts with the given secret: {problem}");
            Part::new(Cause::SecretUnusable, message, "store a usable secret, and restart the functions")
        });
        found.before(unusable).in_words()
    }

    fn genuine(&self) -> Option<Found> {
        let live = self.secrets.iter().filter(|known| known.standing == Standing::Live);
        let live = live.filter_map(|known| Secrets::parse(known.value).ok()).reduce(Secrets::and)?;
        let verified = self.delivery.clone().verify_kept(self.token, &self.proof, &live).ok()?;
        let key = verified.key();
        let kind = self.provider.reading(&verified).map(|reading| reading.kind);
        let part = match (kind, self.provider.hints.unknown_kind) {
            (Ok(kind), Some(todo)) if !self.provider.knows(&kind) => Part::new(
                Cause::Topic,
                format!(
                    "it is genuine, but the path names no topic that {} documents: it is treated as the kind `{kind}`",
                    self.provider.title
                ),
                todo,
            ),
            (Err(unreadable), _) => Part::new(
                Cause::Genuine,
                format!("it is genuine, made with the live secret {key}, but cannot be read: {unreadable}"),
                "correct its format at the provider; it is stored as it is",
            ),
            (Ok(_), _) => Part::new(
                Cause::Genuine,
                format!("it is genuine: made with the secret {key}, which is live"),
                "release it; if new ones are refused, wait five minutes, until every running function has the secret",
            ),
        };
        Some(Found { wrong: vec![part], key: Some(key) })
    }
}

/// Where a token could be: every header, path segment and query value, each with a description of
/// the place.
pub(super) fn places(delivery: &Delivery, query: &str) -> Vec<(Cause, String, Bytes)> {
    let decoded = |text: &str| Bytes::from(percent_encoding::percent_decode_str(text).collect::<Vec<u8>>());
    let headers = delivery.headers.iter().map(|(name, value)| {
        (Cause::OtherHeader, format!("the header `{name}`"), Bytes::copy_from_slice(value.as_bytes()))
    });
    let segments = delivery.path.split('/').filter(|segment| !segment.is_empty()).enumerate();
    let segments = segments
        .map(|(number, text)| (Cause::OtherPath, format!("segment {} of the URL's path", number + 1), decoded(text)));
    let values = query.split('&').filter_map(|pair| pair.split_once('='));
    let values =
        values.map(|(name, value)| (Cause::OtherPath, format!("the query parameter `{name}`"), decoded(value)));
    headers.chain(segments).chain(values).filter(|(.., text)| !text.is_empty()).collect()
}
