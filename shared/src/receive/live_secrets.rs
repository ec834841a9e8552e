//! The live secrets of a running function, kept fresh while they are rotated.
//!
//! The value in Secrets Manager is fetched at the start; after a response, if it is nearly five
//! minutes old; and before a delivery is verified, if it is older, as in a sandbox that was frozen:
//! a retired secret must not verify anything. It is also fetched at once when a delivery matches
//! none of the cached secrets: the provider may have switched to a new one. This last fetch is
//! rate-limited, so strangers cannot cause calls with bad signatures. It is also limited per
//! sender, so they cannot use up what a provider needs during a rotation.
//!
//! A start fetches the current value only. The previous one is fetched after the first response, or
//! with a fresh one.
//!
//! Ages come from the wall clock: a monotonic clock may stop while a sandbox is frozen.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use aws_sdk_secretsmanager::Client;
use jiff::{SignedDuration, Timestamp};
use tokio::time::Instant;

use super::rate::FairLimit;
use super::secrets::{SecretError, Secrets};
use crate::aws::failure::in_words;

/// How old the cached value may become.
pub const MAX_AGE: SignedDuration = SignedDuration::from_mins(5);
/// How many deliveries in a row from one sender may trigger a fetch, and the interval at which one
/// more may.
pub const AT_ONCE: (u32, Duration) = (5, Duration::from_secs(10));
/// The same limit for all senders together. The interval also bounds how old the secrets get while
/// strangers use up the limit.
pub const AT_ONCE_OF_ALL: (u32, Duration) = (20, Duration::from_secs(2));
/// The longest that a delivery waits for a fresh value: the provider waits with it.
pub const LOOK_UP_BUDGET: Duration = Duration::from_millis(900);
/// The time limit for a fetch after the response. This fetch comes last, after a push that may have
/// used all of its time, and exceeding the function's 15 seconds ends the sandbox.
pub const AHEAD_BUDGET: Duration = Duration::from_secs(2);

/// The live secrets.
#[derive(Debug)]
pub struct LiveSecrets {
    /// Where fresh values come from. None for secrets given directly.
    source: Option<Source>,
    cached: Mutex<Cached>,
    max_age: SignedDuration,
    at_once: FairLimit,
}

/// A secret in Secrets Manager.
#[derive(Debug, Clone)]
pub struct Source {
    /// The client.
    pub client: Client,
    /// Name or ARN.
    pub id: String,
}

#[derive(Debug)]
struct Cached {
    secrets: Arc<Secrets>,
    /// Whether the previous value was fetched, too.
    has_previous: bool,
    /// When the last fetch was attempted.
    tried_at: Timestamp,
}

impl From<Secrets> for LiveSecrets {
    fn from(secrets: Secrets) -> Self {
        // Secrets without a source are never fetched, whatever their age.
        Self::new(None, secrets, Timestamp::UNIX_EPOCH)
    }
}

impl LiveSecrets {
    /// Fetches the current value. `now` is when its age begins.
    ///
    /// # Errors
    /// [`SecretFetchError`] when it cannot be fetched or used.
    pub async fn fetch(source: Source, now: Timestamp) -> Result<Self, SecretFetchError> {
        let secrets = source.current().await?;
        Ok(Self::new(Some(source), secrets, now))
    }

    /// Fetches the current value and, if there is one, the previous one: every secret that
    /// deliveries may be signed with. `now` is when their age begins.
    ///
    /// # Errors
    /// [`SecretFetchError`] when the current value cannot be fetched or used.
    pub async fn fetch_all(source: Source, now: Timestamp) -> Result<Self, SecretFetchError> {
        let secrets = source.all().await?;
        Ok(Self::new(Some(source), secrets, now))
    }

    fn new(source: Option<Source>, secrets: Secrets, tried_at: Timestamp) -> Self {
        let cached = Cached { secrets: Arc::new(secrets), has_previous: false, tried_at };
        let at_once = FairLimit::new(AT_ONCE, AT_ONCE_OF_ALL);
        Self { source, cached: Mutex::new(cached), max_age: MAX_AGE, at_once }
    }

    /// Sets the age at which the value is fetched again, instead of [`MAX_AGE`].
    #[must_use]
    pub fn with_max_age(self, max_age: SignedDuration) -> Self {
        Self { max_age, ..self }
    }

    /// The secrets, as last fetched.
    #[must_use]
    pub fn current(&self) -> Arc<Secrets> {
        self.cached().secrets.clone()
    }

    /// Fetches before a delivery is verified, if the cached value is too old to be trusted. Returns
    /// whether it tried. The cached value stays in use if no new one arrives within `budget`.
    pub async fn refresh_if_stale(&self, now: Timestamp, budget: Duration) -> bool {
        let Some(source) = self.source.as_ref().filter(|_| self.is_older(now, self.max_age)) else { return false };
        self.refresh_within(source, now, budget).await;
        true
    }

    /// Fetches at once, for a delivery from `sender` that matches none of the cached secrets.
    /// Returns whether the secrets have changed.
    pub async fn refresh_at_once(&self, sender: Option<&str>, now: Timestamp, budget: Duration) -> bool {
        let allowed = |_: &&Source| self.at_once.take(Instant::now(), sender, 1);
        let Some(source) = self.source.as_ref().filter(allowed) else { return false };
        self.refresh_within(source, now, budget).await
    }

    /// Fetches if the cached value will soon be too old, or if the previous one was not fetched
    /// yet. Called after a response.
    pub async fn refresh_ahead(&self, now: Timestamp) {
        let Some(source) = &self.source else { return };
        if self.is_nearly_stale(now) {
            self.refresh_within(source, now, AHEAD_BUDGET).await;
        } else if !self.cached().has_previous {
            let previous = tokio::time::timeout(AHEAD_BUDGET, source.previous()).await.ok().flatten();
            let mut cached = self.cached();
            // Also after a failure: a delivery that matches nothing triggers another fetch.
            cached.has_previous = true;
            if let Some(previous) = previous {
                cached.secrets = Arc::new(Secrets::clone(&cached.secrets).and(previous));
            }
        }
    }

    /// Whether the cached value will soon be too old: it is fetched before a delivery has to wait for it.
    fn is_nearly_stale(&self, now: Timestamp) -> bool {
        self.is_older(now, self.max_age * 4 / 5)
    }

    /// Whether the cached value is older than `age`. A clock that was set back says nothing about
    /// the age, so a difference in either direction counts.
    fn is_older(&self, now: Timestamp, age: SignedDuration) -> bool {
        now.duration_since(self.cached().tried_at).abs() > age
    }

    async fn refresh_within(&self, source: &Source, now: Timestamp, budget: Duration) -> bool {
        match tokio::time::timeout(budget, self.refresh_from(source, now)).await {
            Ok(changed) => changed,
            Err(_) => {
                // Without this, every delivery would wait this long.
                self.cached().tried_at = now;
                tracing::warn!(secret = source.id, "Secrets Manager did not answer in time; using the cached ones");
                false
            }
        }
    }

    async fn refresh_from(&self, source: &Source, now: Timestamp) -> bool {
        let fetched = source.all().await;
        let mut cached = self.cached();
        // Also after a failure: the next attempt is due after the interval, not with every
        // delivery.
        cached.tried_at = now;
        match fetched {
            Ok(secrets) => {
                let changed = !secrets.accounts().eq(cached.secrets.accounts());
                cached.secrets = Arc::new(secrets);
                cached.has_previous = true;
                changed
            }
            Err(error) => {
                tracing::warn!("using the cached secrets: {error}");
                false
            }
        }
    }

    fn cached(&self) -> std::sync::MutexGuard<'_, Cached> {
        self.cached.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Source {
    async fn current(&self) -> Result<Secrets, SecretFetchError> {
        let id = &self.id;
        let current = self.value("AWSCURRENT").await?.ok_or_else(|| SecretFetchError::Empty { id: id.clone() })?;
        Secrets::parse(&current).map_err(|problem| SecretFetchError::Unusable { id: id.clone(), problem })
    }

    async fn all(&self) -> Result<Secrets, SecretFetchError> {
        let (current, previous) = tokio::join!(self.current(), self.previous());
        let current = current?;
        Ok(match previous {
            Some(previous) => current.and(previous),
            None => current,
        })
    }

    /// The previous value. None if there is none, or if it is unusable.
    async fn previous(&self) -> Option<Secrets> {
        let id = &self.id;
        match self.value("AWSPREVIOUS").await {
            Ok(value) => match Secrets::parse(&value?) {
                Ok(previous) => Some(previous),
                Err(problem) => {
                    tracing::warn!(secret = id, "the previous value of the secret is not used: {problem}");
                    None
                }
            },
            Err(error) => {
                tracing::warn!("the previous value of the secret is not used: {error}");
                None
            }
        }
    }

    /// One version. None if the version does not exist or has no text.
    async fn value(&self, stage: &str) -> Result<Option<String>, SecretFetchError> {
        match self.client.get_secret_value().secret_id(&self.id).version_stage(stage).send().await {
            Ok(found) => Ok(found.secret_string),
            Err(error)
                if stage == "AWSPREVIOUS"
                    && error.as_service_error().is_some_and(|error| error.is_resource_not_found_exception()) =>
            {
                Ok(None)
            }
            Err(error) => Err(SecretFetchError::Unavailable { id: self.id.clone(), cause: in_words(&error) }),
        }
    }
}

/// Why the secrets could not be fetched.
#[derive(Debug, thiserror::Error)]
pub enum SecretFetchError {
    /// Secrets Manager did not answer, has no such secret, or does not let the function read it.
    #[error("the secret {id} (WEBHOOK_SECRET_ID) could not be fetched from Secrets Manager: {cause}")]
    Unavailable {
        /// Name or ARN.
        id: String,
        /// The SDK's error.
        cause: String,
    },
    /// A binary secret, not text.
    #[error("the secret {id} (WEBHOOK_SECRET_ID) has no text value; store the secret as plain text")]
    Empty {
        /// Name or ARN.
        id: String,
    },
    /// The value cannot be a secret that deliveries are signed with.
    #[error("the value of the secret {id} (WEBHOOK_SECRET_ID) cannot be used: {problem}")]
    Unusable {
        /// Name or ARN.
        id: String,
        /// What is wrong with it.
        problem: SecretError,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_age_counts_in_both_directions() {
        let secrets = LiveSecrets::new(None, Secrets::parse("0123456789abcdef").unwrap(), Timestamp::UNIX_EPOCH);
        let check = |millis, older| {
            let now = Timestamp::from_millisecond(millis).unwrap();
            assert_eq!(secrets.is_older(now, MAX_AGE), older, "{millis}");
        };
        let check_nearly = |millis, stale| {
            assert_eq!(secrets.is_nearly_stale(Timestamp::from_millisecond(millis).unwrap()), stale, "{millis}");
        };
        check_nearly(240_000, false);
        check_nearly(240_001, true);
        check(0, false);
        check(300_000, false);
        check(300_001, true);
        check(-300_000, false);
        check(-300_001, true);
    }
}
