//! A provider: a value, defined in the provider's own file. All other code works from it.

use http::StatusCode;
use jiff::SignedDuration;
#[cfg(feature = "schema")]
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::DeserializeOwned;

use crate::event::Reading;
use crate::payload::shape::Shapes;
use crate::payload::{Fit, walk};
use crate::receive::delivery::Verified;
use crate::receive::depth;
use crate::receive::outcome::Outcome;
use crate::receive::proof::Proof;
use crate::receive::refusal::ReadError;
use crate::vocabulary::{Action, Entity, Meaning};

/// A booking platform that sends webhooks. Its functions are pure: bytes in, values out.
pub struct Provider {
    /// The one word that names the provider everywhere: URL, folder, table, message.
    pub name: &'static str,
    /// The name as the provider writes it.
    pub title: &'static str,
    /// What proves where a delivery comes from, and where the proof is.
    pub proof: Proof<'static>,
    /// What is and is not protected, in words. docs/providers.md is generated from it.
    pub protection: Protection,
    /// Reads kind, subject, identity and time of an event. Fails if the delivery has no kind or is
    /// not in the provider's format; it is kept anyway.
    pub read: fn(&Verified) -> Result<Reading, ReadError>,
    /// The status code that tells this provider the outcome: [`Outcome::status`], or a function
    /// that says why it differs.
    pub status: fn(&Outcome) -> StatusCode,
    /// The known kinds, grouped by payload type.
    pub kinds: &'static [Kinds],
    /// What the payloads of `kinds` may look like: `SHAPES` of the file generated from their types.
    pub shapes: Shapes,
    /// What each known kind means, in the shared vocabulary.
    pub vocabulary: &'static [Meaning],
    /// How to tell a retry from a new event if content can recur. None if every event has its own
    /// id or time in its content, so the same content is always the same event.
    pub recurring: Option<Recurring>,
    /// The body's field with the provider's own event id, if there is one.
    pub own_id: Option<&'static str>,
    /// Whether the kind is the URL's path, because the body does not name it.
    pub kind_in_path: bool,
    /// What to do about deliveries whose proof is missing or misplaced.
    pub hints: Hints,
    /// How to register the function's URL and secret with the provider.
    pub registration: Registration,
}

/// What protects a provider's deliveries, in words for operators.
#[derive(Debug, Clone, Copy)]
pub struct Protection {
    /// What proves the origin, and where it is.
    pub proof: &'static str,
    /// What the proof covers.
    pub covers: &'static str,
    /// What it does not protect.
    pub open: &'static str,
    /// What makes two deliveries the same event.
    pub identity: &'static str,
    /// What the provider documents about its retries.
    pub retries: &'static str,
}

/// How long the same content counts as a retry if it could also be a new event: something was done,
/// undone and done again.
#[derive(Debug, Clone, Copy)]
pub struct Recurring {
    /// The time since the last delivery. The operator can set another (`RETRY_WINDOW_MINUTES`).
    pub window: SignedDuration,
    /// Why this long.
    pub reason: &'static str,
    /// The known kinds whose content alone identifies the event, by a time or because it happens
    /// only once to a thing: the same content is always the same event.
    pub once: &'static [&'static str],
}

/// Kinds whose payloads have the same type.
#[derive(Debug, Clone, Copy)]
pub struct Kinds {
    /// Their names.
    pub names: &'static [&'static str],
    #[cfg(feature = "schema")]
    pub(crate) schema: fn(&mut SchemaGenerator) -> Schema,
}

/// The bounds of a payload type. With the feature `schema`, it has a JSON Schema.
#[cfg(feature = "schema")]
pub trait PayloadType: JsonSchema + DeserializeOwned {}
#[cfg(feature = "schema")]
impl<T: JsonSchema + DeserializeOwned> PayloadType for T {}

/// The bounds of a payload type. With the feature `schema`, it has a JSON Schema.
#[cfg(not(feature = "schema"))]
pub trait PayloadType: DeserializeOwned {}
#[cfg(not(feature = "schema"))]
impl<T: DeserializeOwned> PayloadType for T {}

impl Kinds {
    /// Kinds with payloads of type `T`.
    #[must_use]
    pub const fn typed<T: PayloadType>(names: &'static [&'static str]) -> Self {
        Self {
            names,
            #[cfg(feature = "schema")]
            schema: SchemaGenerator::subschema_for::<T>,
        }
    }
}

/// What an operator can do about deliveries whose proof is missing or misplaced. `{header}` stands
/// for the header in which the proof is expected.
#[derive(Debug, Clone, Copy)]
pub struct Hints {
    /// What is wrong with a delivery that presents nothing. None for the general text.
    pub unproven: Option<&'static str>,
    /// What to do about it.
    pub prove: &'static str,
    /// Where the proof is expected, and what to do if it is elsewhere. None for the general text.
    pub misplaced: Option<Misplaced>,
    /// What to do if the path names no known kind, where the kind is in the path.
    pub unknown_kind: Option<&'static str>,
}

/// A proof in the wrong place.
#[derive(Debug, Clone, Copy)]
pub struct Misplaced {
    /// Where it is expected.
    pub expected: &'static str,
    /// What to do.
    pub place: &'static str,
}

/// How to register the function's URL and secret with the provider.
#[derive(Debug, Clone, Copy)]
pub enum Registration {
    /// By hand. `{url}`, `{secret}`, `{secret_in_path}` and `{auth_header}` stand for the values to
    /// enter.
    Steps(&'static [&'static str]),
    /// Through the provider's API.
    Api(&'static WebhookApi),
}

/// An API for webhooks: JSON over HTTPS, with `GET`, `POST`, `PATCH` and `DELETE`.
#[derive(Debug, Clone, Copy)]
pub struct WebhookApi {
    /// The path of the collection: `/api/v3/webhooks`.
    pub path: &'static str,
    /// The environment variable with the host's URL.
    pub host_variable: &'static str,
    /// The environment variable with the token.
    pub token_variable: &'static str,
    /// The header that carries the token.
    pub token_header: &'static str,
    /// The header that carries the idempotency key of a `POST`.
    pub idempotency_header: &'static str,
    /// For how many hours the provider remembers an idempotency key.
    pub idempotency_hours: u32,
    /// The field with the URL to call.
    pub url_field: &'static str,
    /// The field with the list of events.
    pub events_field: &'static str,
    /// The field with the secret.
    pub secret_field: &'static str,
    /// The field with the time of the last change.
    pub updated_field: &'static str,
    /// The fields of an error: its type, its message, and the id of the request.
    pub error_fields: [&'static str; 3],
}

impl Provider {
    /// Reads an authentic delivery, and checks that consumers can read it, too.
    ///
    /// # Errors
    /// [`ReadError`] as for [`Provider::read`], and for a body that is nested too deeply. Such a
    /// delivery is kept and not published.
    pub fn reading(&self, verified: &Verified) -> Result<Reading, ReadError> {
        let reading = (self.read)(verified)?;
        depth::check(verified.body())?;
        Ok(reading)
    }

    /// Whether a kind is one of the known ones.
    #[must_use]
    pub fn knows(&self, kind: &str) -> bool {
        self.kinds.iter().any(|kinds| kinds.names.contains(&kind))
    }

    /// How long the same content is a retry, for events of a kind. None means for ever. An unknown
    /// kind may happen more than once.
    #[must_use]
    pub fn retry_window(&self, kind: &str) -> Option<SignedDuration> {
        self.recurring.filter(|recurring| !recurring.once.contains(&kind)).map(|recurring| recurring.window)
    }

    /// Checks how the payload of a kind fits its type, as a consumer would read it. An unknown kind
    /// accepts anything.
    #[must_use]
    pub fn check_payload(&self, kind: &str, body: &[u8]) -> Fit {
        match self.kinds.iter().position(|kinds| kinds.names.contains(&kind)) {
            Some(index) => self.shapes.get(index).map_or_else(Fit::default, |shape| walk::check(body, shape)),
            None => Fit { unknown_kind: true, ..Fit::default() },
        }
    }

    /// The meaning of a kind: `other` if the kind is unknown.
    #[must_use]
    pub fn meaning(&self, kind: &str) -> (Action, Entity) {
        let known = self.vocabulary.iter().find(|meaning| meaning.kind == kind);
        known.map_or_else(Default::default, |meaning| (meaning.action, meaning.entity))
    }

    /// The names of all known kinds.
    pub fn kind_names(&self) -> impl Iterator<Item = &'static str> {
        self.kinds.iter().flat_map(|kinds| kinds.names.iter().copied())
    }
}

/// Shows the name: there is nothing else to show.
impl std::fmt::Debug for Provider {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Provider").field(&self.name).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::providers::cheqroom::CHEQROOM;
    use crate::providers::gire::GIRE;

    #[test]
    fn which_content_can_recur() {
        let check = |provider: &Provider, kind: &str, minutes: Option<i64>| {
            assert_eq!(provider.retry_window(kind), minutes.map(SignedDuration::from_mins), "{kind}");
        };
        check(&CHEQROOM, "order.checkout", Some(10));
        check(&CHEQROOM, "item.create", None);
        check(&CHEQROOM, "item.invented", Some(10));
        check(&GIRE, "pud:create", None);
    }

    #[test]
    fn what_kinds_mean() {
        assert_eq!(CHEQROOM.meaning("order.checkout"), (Action::CheckedOut, Entity::Order));
        assert_eq!(CHEQROOM.meaning("order.invented"), (Action::default(), Entity::default()));
        assert!(CHEQROOM.check_payload("order.invented", b"{}").unknown_kind);
        assert!(!CHEQROOM.check_payload("order.checkout", b"{}").unknown_kind);
    }
}
