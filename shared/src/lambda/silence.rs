//! Which providers have gone quiet: a URL that is no longer registered, or a secret that no longer fits, fails without an
//! error. So the relay looks once an hour at when each provider's last event arrived.
//!
//! CloudWatch could say so from a metric of each provider; it looks back at most seven days, bills a metric and an alarm for
//! each, and never reports a provider that has not delivered yet.

use jiff::{SignedDuration, Timestamp};

use crate::store::{Reader, StoreError};

/// Whose silence is reported, and after how long.
#[derive(Debug, Clone)]
pub struct Watch {
    /// Their names, as in the ids of their events.
    pub providers: Vec<String>,
    /// How many days without an event are silence.
    pub days: u32,
}

impl Watch {
    /// The providers without an event in the last days. None of a table that is younger: what has just been set up is not
    /// silent yet.
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
