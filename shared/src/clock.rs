//! The clock that every age, window, lease and expiry is compared with.
//!
//! The functions, the command and the local run use the system's clock. A simulation supplies its
//! own clocks, each with a skew if needed, so months pass in seconds. Budgets and rates are
//! measured with `tokio::time`, whose clock a simulation stops as well.

use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;

/// A source of the current time. Clones show the same time.
#[derive(Clone, Default)]
pub struct Clock(Option<Arc<dyn Fn() -> Timestamp + Send + Sync>>);

impl Clock {
    /// The system's clock.
    #[must_use]
    pub const fn system() -> Self {
        Self(None)
    }

    /// The current time.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.0.as_ref().map_or_else(Timestamp::now, |now| now())
    }
}

/// A clock that asks a function for the time.
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
