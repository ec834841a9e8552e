//! The live secrets of a running function, kept fresh while they rotate.
//!
//! The value in Secrets Manager is fetched at the start, again after the answer of a delivery when it is five minutes old,
//! and at once when a delivery matches none of the cached secrets: the provider may have begun to use a new one. That last
//! way is limited in rate, so that strangers cannot make calls with bad signatures; for each sender, so that they cannot use
//! up what a provider needs while a secret rotates.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use aws_sdk_secretsmanager::Client;

use super::rate::FairLimit;
use super::secrets::{SecretError, Secrets};
use crate::aws::failure::in_words;

/// How old the cached value may become.
pub const MAX_AGE: Duration = Duration::from_secs(5 * 60);
/// How many deliveries of a sender in a row may ask for a fresh value at once, and how often one more may.
pub const AT_ONCE: (u32, Duration) = (5, Duration::from_secs(10));
/// The same for all senders together. The second is how old the secrets become at most while strangers use all of it up.
pub const AT_ONCE_OF_ALL: (u32, Duration) = (20, Duration::from_secs(2));
/// How long a delivery waits for a fresh value: the provider waits with it.
const AT_ONCE_WITHIN: Duration = Duration::from_millis(900);

/// The live secrets.
#[derive(Debug)]
pub struct LiveSecrets {
    /// Where fresh values come from. None for secrets that were given directly.
    source: Option<Source>,
    cached: Mutex<Cached>,
    max_age: Duration,
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
    fetched_at: Instant,
}

impl From<Secrets> for LiveSecrets {
    fn from(secrets: Secrets) -> Self {
        Self::new(None, secrets)
    }
}

impl LiveSecrets {
    /// Fetches the current and the previous value.
    ///
    /// # Errors
    /// [`SecretFetchError`] when the current value cannot be had or used. The previous one is optional.
    pub async fn fetch(source: Source) -> Result<Self, SecretFetchError> {
        let secrets = source.fetch().await?;
        Ok(Self::new(Some(source), secrets))
    }

    fn new(source: Option<Source>, secrets: Secrets) -> Self {
        let cached = Cached { secrets: Arc::new(secrets), fetched_at: Instant::now() };
        let at_once = FairLimit::new(AT_ONCE, AT_ONCE_OF_ALL);
        Self { source, cached: Mutex::new(cached), max_age: MAX_AGE, at_once }
    }

    /// The same with another age than [`MAX_AGE`] at which the value is fetched again.
    #[must_use]
    pub fn with_max_age(self, max_age: Duration) -> Self {
        Self { max_age, ..self }
    }

    /// The secrets, as last fetched.
    #[must_use]
    pub fn current(&self) -> Arc<Secrets> {
        self.cached().secrets.clone()
    }

    /// Fetches at once, for a delivery of `sender` that matches none of the cached secrets. Says whether there are other ones
    /// now.
    pub async fn refresh_at_once(&self, sender: Option<&str>) -> bool {
        let allowed = |_: &&Source| self.at_once.take(Instant::now(), sender, 1);
        let Some(source) = self.source.as_ref().filter(allowed) else { return false };
        match tokio::time::timeout(AT_ONCE_WITHIN, self.refresh_from(source)).await {
            Ok(changed) => changed,
            Err(_) => {
                tracing::warn!(secret = source.id, "Secrets Manager did not answer in time; the cached secrets stay");
                false
            }
        }
    }

    /// Fetches when the cached value has become old. For the time after an answer.
    pub async fn refresh_if_old(&self) {
        let old = self.cached().fetched_at.elapsed() > self.max_age;
        if let Some(source) = self.source.as_ref().filter(|_| old) {
            self.refresh_from(source).await;
        }
    }

    async fn refresh_from(&self, source: &Source) -> bool {
        let fetched = source.fetch().await;
        let mut cached = self.cached();
        // Also after a failure: the next try is for the next interval, not for every delivery.
        cached.fetched_at = Instant::now();
        match fetched {
            Ok(secrets) => {
                let changed = !secrets.ids().eq(cached.secrets.ids());
                cached.secrets = Arc::new(secrets);
                changed
            }
            Err(error) => {
                tracing::warn!("the cached secrets stay: {error}");
                false
            }
        }
    }

    fn cached(&self) -> std::sync::MutexGuard<'_, Cached> {
        self.cached.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Source {
    async fn fetch(&self) -> Result<Secrets, SecretFetchError> {
        let id = &self.id;
        let (current, previous) = tokio::join!(self.value("AWSCURRENT"), self.value("AWSPREVIOUS"));
        let current = current?.ok_or_else(|| SecretFetchError::Empty { id: id.clone() })?;
        let current =
            Secrets::parse(&current).map_err(|problem| SecretFetchError::Unusable { id: id.clone(), problem })?;
        match previous.map(|value| value.as_deref().map(Secrets::parse)) {
            Ok(Some(Ok(previous))) => Ok(current.and(previous)),
            Ok(Some(Err(problem))) => {
                tracing::warn!(secret = id, "the previous value of the secret is not used: {problem}");
                Ok(current)
            }
            Ok(None) => Ok(current),
            Err(error) => {
                tracing::warn!("the previous value of the secret is not used: {error}");
                Ok(current)
            }
        }
    }

    /// One version. None where there is no such version, or no text in it.
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

/// Why there are no secrets.
#[derive(Debug, thiserror::Error)]
pub enum SecretFetchError {
    /// Secrets Manager did not answer, has no such secret, or does not let the function read it.
    #[error("the secret {id} (WEBHOOK_SECRET_ID) could not be fetched from Secrets Manager: {cause}")]
    Unavailable {
        /// Name or ARN.
        id: String,
        /// What the SDK says.
        cause: String,
    },
    /// A secret of bytes, not of text.
    #[error("the secret {id} (WEBHOOK_SECRET_ID) has no text value; store the secret as plain text")]
    Empty {
        /// Name or ARN.
        id: String,
    },
    /// The value is none that deliveries could be signed with.
    #[error("the value of the secret {id} (WEBHOOK_SECRET_ID) cannot be used: {problem}")]
    Unusable {
        /// Name or ARN.
        id: String,
        /// What is wrong with it.
        problem: SecretError,
    },
}
