//! Why a delivery is refused, and what to do about it.
//!
//! The pipeline only says that a proof does not match. This says what must have happened: it tries the mistakes that people and
//! programs make (a secret with a line break, a signature in base64, JSON written anew by a proxy) until one explains the proof.
//! It is for operators: pure, outside the pipeline, and nothing is trusted for what it says. It tells no secret and no signature.

mod body;
mod hmac;
mod json;
mod proof;
mod secret;
mod token;

use std::fmt;

use bytes::Bytes;
use serde::Serialize;

use crate::delivery::Delivery;
use crate::provider::{Provider, Verification};
use crate::providers::{self, Cheqroom, Visit, cheqroom};
use crate::refused::KeptRefusal;
use crate::secrets::{KeyId, Secrets};
use crate::signature::{DIGEST_LEN, Key};

use self::secret::Candidate;

/// A secret to try: one, or a JSON array of several, as operators write them.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    /// The value.
    pub value: &'a str,
    /// What it is.
    pub standing: Standing,
}

/// What a secret is to the provider whose delivery is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Deliveries may be signed with it.
    Live,
    /// They might once.
    Former,
    /// It is the secret of another provider.
    Of(&'static str),
}

/// Why a delivery is refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Diagnosis {
    /// The cause; the first where there are several.
    pub cause: Cause,
    /// All causes in words. May repeat names that the sender chose.
    pub told: String,
    /// What to do.
    pub todo: String,
    /// Id of the secret that the proof was made with, if it was found.
    pub key: Option<String>,
}

/// One cause each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
#[allow(missing_docs, reason = "the words for each stand where it is found")]
pub enum Cause {
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

/// Why a delivery is refused, or that it is genuine. `token` is the SHA-256 of the token where the token itself is gone.
/// None when there is no such provider.
#[must_use]
pub fn explain(
    provider: &str,
    delivery: &Delivery,
    token: Option<[u8; DIGEST_LEN]>,
    secrets: &[Known<'_>],
) -> Option<Diagnosis> {
    let (path, query) = delivery.path.split_once('?').unwrap_or((&delivery.path, ""));
    let delivery = Delivery { path: path.to_owned(), ..delivery.clone() };
    providers::visit(provider, Explain { delivery, query: query.to_owned(), token, secrets })
}

/// The same for a delivery that was refused and kept.
#[must_use]
pub fn explain_kept(kept: &KeptRefusal, secrets: &[Known<'_>]) -> Option<Diagnosis> {
    struct Again(KeptRefusal);
    impl Visit for Again {
        type Output = (Delivery, Option<[u8; DIGEST_LEN]>);

        fn visit<P: Provider>(self) -> Self::Output {
            self.0.delivery::<P>()
        }
    }
    let (delivery, token) = providers::visit(&kept.provider, Again(kept.clone()))?;
    explain(&kept.provider, &delivery, token, secrets)
}

/// One thing that is wrong.
#[derive(Debug, Clone)]
struct Part {
    cause: Cause,
    told: String,
    todo: String,
}

impl Part {
    fn new(cause: Cause, told: impl Into<String>, todo: impl Into<String>) -> Self {
        Self { cause, told: told.into(), todo: todo.into() }
    }
}

/// What explains a proof: everything that is wrong, and the secret it was made with.
struct Found {
    wrong: Vec<Part>,
    key: Option<KeyId>,
}

impl Found {
    fn with(candidate: &Candidate, wrong: Vec<Part>) -> Self {
        let key = Key::new(candidate.text.as_bytes()).id();
        let standing = match candidate.standing {
            Standing::Live => None,
            Standing::Former => Some(Part::new(
                Cause::FormerSecret,
                format!("it was made with the former secret {key}, which is not live any more"),
                "enter the live secret at the provider; until it uses that one, make the former one live again beside it",
            )),
            Standing::Of(other) => Some(Part::new(
                Cause::OtherSecret,
                format!("it was made with the secret of {other}, {key}"),
                "enter this provider's own secret at the provider, and see that it has this provider's URL",
            )),
        };
        Self { wrong: wrong.into_iter().chain(standing).collect(), key: Some(key) }
    }

    fn nothing(part: Part) -> Self {
        Self { wrong: vec![part], key: None }
    }

    fn before(mut self, parts: impl IntoIterator<Item = Part>) -> Self {
        self.wrong.splice(0..0, parts);
        self
    }

    fn told(self) -> Diagnosis {
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

/// A delivery before a provider.
struct Explain<'a> {
    delivery: Delivery,
    query: String,
    token: Option<[u8; DIGEST_LEN]>,
    secrets: &'a [Known<'a>],
}

impl Visit for Explain<'_> {
    type Output = Diagnosis;

    fn visit<P: Provider>(self) -> Diagnosis {
        let (candidates, bad) = secret::candidates(self.secrets);
        if !self.delivery.method.eq_ignore_ascii_case("POST") {
            let told = format!("the request is a {}, and deliveries are POST", self.delivery.method);
            let todo = "see that nothing redirects the request: a redirect turns a POST into a GET without a body";
            return Found::nothing(Part::new(Cause::Method, told, todo)).told();
        }
        // The pipeline's own verdict comes first: what it takes is genuine, whatever is thought here.
        if let Some(genuine) = self.genuine::<P>() {
            return genuine.told();
        }
        let found = match P::VERIFICATION {
            Verification::Token => token::explain::<P>(&self, &candidates),
            Verification::Body | Verification::Fields => hmac::explain::<P>(&self.delivery, &candidates),
        };
        let unusable = bad.map(|problem| {
            let told = format!("no function starts with the secret that was given: {problem}");
            Part::new(Cause::SecretUnusable, told, "store a secret that can be used, and start the functions again")
        });
        found.before(unusable).told()
    }
}

impl Explain<'_> {
    fn genuine<P: Provider>(&self) -> Option<Found> {
        let live = self.secrets.iter().filter(|known| known.standing == Standing::Live);
        let live = live.filter_map(|known| Secrets::parse(known.value).ok()).reduce(Secrets::and)?;
        let verified = self.delivery.clone().verify_kept::<P>(self.token, &live).ok()?;
        let key = verified.key();
        let kind = P::read(&verified).map(|reading| reading.kind);
        let part = match kind {
            Ok(kind) if P::NAME == Cheqroom::NAME && !cheqroom::is_topic(&kind) => Part::new(
                Cause::Topic,
                format!(
                    "it is genuine, but the path names no topic that Cheqroom documents: it is taken for the kind `{kind}`"
                ),
                "end the URL at Cheqroom with the topic of the webhook and nothing else, such as `/item.create`",
            ),
            Err(unreadable) => Part::new(
                Cause::Genuine,
                format!("it is genuine, made with the live secret {key}, and cannot be read: {unreadable}"),
                "correct its form at the provider; it is kept as it is",
            ),
            Ok(_) => Part::new(
                Cause::Genuine,
                format!("it is genuine: made with the secret {key}, which is live now"),
                "release it; if new ones are refused, wait five minutes, until every running function has the secret",
            ),
        };
        Some(Found { wrong: vec![part], key: Some(key) })
    }
}

/// Where a token could stand: every header, each segment of the path, each value of the query. With words for the place.
fn places(delivery: &Delivery, query: &str) -> Vec<(Cause, String, Bytes)> {
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
