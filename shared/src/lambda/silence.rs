//! Detects silent providers: a URL that is no longer registered, or a secret that no longer
//! matches, causes no error. So once an hour the relay checks when each provider's last event
//! arrived.
//!
//! CloudWatch could report this from a metric per provider, but it looks back at most seven days,
//! bills a metric and an alarm for each, and never reports a provider that has not delivered yet.

use jiff::{SignedDuration, Timestamp};

use crate::store::{Reader, StoreError};

/// Which providers are watched, and when silence is reported.
#[derive(Debug, Clone)]
pub struct Watch {
    /// Their names, as in their event ids.
    pub providers: Vec<String>,
    /// How many days without an event count as silence.
    pub days: u32,
}

impl Watch {
    /// The providers without an event in the last `days` days. Empty if the table itself is
    /// younger: a new stack is not silent yet.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    pub async fn silent(&self, reader: &Reader, now: Timestamp) -> Result<Vec<&str>, StoreError> {
        let from = now - SignedDuration::from_hours(24 * i64::from(self.days));
        let mut silent = Vec::new();
        if reader.created_at().await? > from {
            return Ok(silent);
        }
        for provider in self.providers.iter().map(String::as_str) {
            if reader.listing(&[provider], from, now).next().await?.is_none() {
                silent.push(provider);
            }
        }
        Ok(silent)
    }
}
