//! A limit on how often something may happen: a bucket of tokens that fills again at a steady rate.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Lets a burst through, and then one for each `every` that passes.
#[derive(Debug)]
pub(crate) struct Bucket {
    burst: u32,
    every: Duration,
    /// When the bucket was, or will be, full. Each use moves it on by `every`.
    full_at: Mutex<Instant>,
}

impl Bucket {
    /// A full bucket.
    #[must_use]
    pub(crate) fn new(burst: u32, every: Duration) -> Self {
        Self { burst, every, full_at: Mutex::new(Instant::now()) }
    }

    /// Whether it may happen once more, at the time `now`. If so, that counts.
    #[must_use]
    pub(crate) fn take(&self, now: Instant) -> bool {
        let mut full_at = self.full_at.lock().unwrap_or_else(PoisonError::into_inner);
        let next = (*full_at).max(now) + self.every;
        let allowed = next.duration_since(now) <= self.every * self.burst;
        if allowed {
            *full_at = next;
        }
        allowed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_and_then_a_rate() {
        let bucket = Bucket::new(3, Duration::from_secs(10));
        let start = Instant::now();
        let at = |seconds: u64| start + Duration::from_secs(seconds);
        let taken = |times: usize, seconds: u64| (0..times).filter(|_| bucket.take(at(seconds))).count();
        assert_eq!(taken(100, 1), 3);
        assert_eq!(taken(100, 9), 0);
        assert_eq!(taken(100, 12), 1);
        assert_eq!(taken(100, 31), 2);
        assert_eq!(taken(100, 1000), 3);
    }
}
