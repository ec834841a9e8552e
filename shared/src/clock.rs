//! The one clock: what every age, window, lease and expiry is compared with.
//!
//! Functions, command and local run have the system's. A simulation hands out its own, each with a skew if it likes, so that
//! months pass in seconds. Budgets and rates are measured with `tokio::time`, whose clock a simulation stops as well.

use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;

/// Tells what time it is. Clones tell the same time.
#[derive(Clone, Default)]
pub struct Clock(Option<Arc<dyn Fn() -> Timestamp + Send + Sync>>);

impl Clock {
    /// The system's clock.
    #[must_use]
    pub const fn system() -> Self {
        Self(None)
    }

    /// What time it is.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.0.as_ref().map_or_else(Timestamp::now, |now| now())
    }
}

/// A clock of one's own.
impl<F: Fn() -> Timestamp + Send + Sync + 'static> From<F> for Clock {
    fn from(now: F) -> Self {
        Self(Some(Arc::new(now)))
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Clock(own)" } else { "Clock(system)" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clones_tell_the_same_time() {
        let clock = Clock::from(|| Timestamp::UNIX_EPOCH);
        assert_eq!(clock.clone().now(), Timestamp::UNIX_EPOCH);
        let before = Timestamp::now();
        assert!(Clock::system().now() >= before);
    }
}
