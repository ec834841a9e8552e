//! A rate limit that a single sender cannot use up.
//!
//! Each sender has a token bucket, and all senders share a larger one; both refill at a steady
//! rate. Senders are distinguished by address: by all of it for IPv4, and by the first half for
//! IPv6, where a network has at least the other half to itself. Memory is constant: a hash with a
//! random key assigns addresses to buckets, so an attacker cannot choose an address that shares a
//! provider's bucket.

use std::hash::{BuildHasher, RandomState};
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// The size of a burst, and the interval at which one more is allowed.
pub(crate) type Rate = (u32, Duration);

/// The number of buckets for senders, 16 bytes each. The more there are, the more rarely two
/// senders share one.
const BUCKETS: usize = 1024;

/// Limits each sender, and all senders together, to a burst and then a steady rate.
#[derive(Debug)]
pub(crate) struct FairLimit {
    each: Rate,
    all: Rate,
    hash: RandomState,
    full_at: Mutex<FullAt>,
}

/// When each bucket was, or will be, full. Each use moves that time on.
#[derive(Debug)]
struct FullAt {
    each: Vec<Instant>,
    all: Instant,
}

impl FairLimit {
    /// Starts with full buckets.
    #[must_use]
    pub(crate) fn new(each: Rate, all: Rate) -> Self {
        let now = Instant::now();
        let full_at = FullAt { each: vec![now; BUCKETS], all: now };
        Self { each, all, hash: RandomState::new(), full_at: Mutex::new(full_at) }
    }

    /// Takes one token of `sender`, an address, and `amount` tokens of the shared bucket, at the
    /// time `now`. Returns false, and takes none, if either has too few.
    #[must_use]
    pub(crate) fn take(&self, now: Instant, sender: Option<&str>, amount: u32) -> bool {
        let mut full_at = self.full_at.lock().unwrap_or_else(PoisonError::into_inner);
        let FullAt { each, all } = &mut *full_at;
        let bucket = self.hash.hash_one(network(sender)) as usize % BUCKETS;
        let Some(each) = each.get_mut(bucket) else { return false };
        let (Some(next), Some(next_of_all)) = (after(*each, now, self.each, 1), after(*all, now, self.all, amount))
        else {
            return false;
        };
        (*each, *all) = (next, next_of_all);
        true
    }
}

/// When a bucket will be full again after `amount` tokens are taken, if it has that many.
fn after(full_at: Instant, now: Instant, (burst, every): Rate, amount: u32) -> Option<Instant> {
    let next = full_at.max(now) + every * amount;
    (next.duration_since(now) <= every * burst).then_some(next)
}

/// The part of an address that identifies a sender. All values that are not addresses count as one
/// sender.
fn network(sender: Option<&str>) -> u64 {
    match sender.and_then(|sender| sender.parse::<IpAddr>().ok()).map(|address| address.to_canonical()) {
        Some(IpAddr::V4(address)) => u32::from(address).into(),
        Some(IpAddr::V6(address)) => u64::try_from(u128::from(address) >> 64).unwrap_or(u64::MAX),
        None => u64::MAX,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn a_burst_and_then_a_rate() {
        let bucket = FairLimit::new((3, 10 * SECOND), (100, SECOND));
        let start = Instant::now();
        let at = |seconds: u64| start + Duration::from_secs(seconds);
        let taken = |times: usize, seconds: u64| (0..times).filter(|_| bucket.take(at(seconds), None, 1)).count();
        assert_eq!(taken(100, 1), 3);
        assert_eq!(taken(100, 9), 0);
        assert_eq!(taken(100, 12), 1);
        assert_eq!(taken(100, 31), 2);
        assert_eq!(taken(100, 1000), 3);
    }

    #[test]
    fn one_sender_leaves_the_others_theirs() {
        let limit = FairLimit::new((3, 10 * SECOND), (20, SECOND));
        let now = Instant::now() + SECOND;
        let taken = |sender: &str| (0..100).filter(|_| limit.take(now, Some(sender), 1)).count();
        assert_eq!(taken("203.0.113.7"), 3);
        // One network owns all of these addresses.
        assert_eq!(taken("2001:db8::1") + taken("2001:db8::2") + taken("2001:db8:0:0:ffff::1"), 3);
        assert_eq!(taken("::ffff:203.0.113.7"), 0, "the same address, written in another way");
        assert_eq!(taken("203.0.113.8"), 3);
        assert_eq!(taken("2001:db8:0:1::1"), 3);
        assert_eq!(taken("no address") + taken(""), 3);
        // The shared bucket runs dry, and a sender is not charged for rejected attempts.
        let strangers: usize = (0..100).map(|number| taken(&format!("198.51.100.{number}"))).sum();
        assert_eq!(strangers, 20 - 15);
        let later = now + 100 * SECOND;
        assert_eq!((0..100).filter(|_| limit.take(later, Some("198.51.100.99"), 1)).count(), 3);
    }

    #[test]
    fn large_amounts_leave_room_for_small_ones() {
        let limit = FairLimit::new((10, SECOND), (100, SECOND));
        let now = Instant::now() + SECOND;
        let large = |number: u32| limit.take(now, Some(&format!("198.51.100.{number}")), 30);
        assert_eq!((0..50).filter(|number| large(*number)).count(), 3);
        assert!(limit.take(now, Some("203.0.113.7"), 1));
        // An amount larger than the bucket is never allowed.
        assert!(!limit.take(now + 1000 * SECOND, None, 101));
    }
}
