//! Wakes long polls: one waker per queue, so a poll sleeps until there is something to look at.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::Notify;

/// The wakers by queue name. A queue that is deleted and created again keeps its waker.
#[derive(Default)]
pub(super) struct Wakers {
    by_queue: Mutex<HashMap<String, Arc<Notify>>>,
}

impl Wakers {
    pub(super) fn of(&self, queue: &str) -> Arc<Notify> {
        let mut wakers = self.by_queue.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(wakers.entry(queue.to_owned()).or_default())
    }

    /// Wakes all receivers of `queue`; those that find nothing go back to sleep.
    pub(super) fn wake(&self, queue: &str) {
        self.of(queue).notify_waiters();
    }

    pub(super) fn wake_all(&self) {
        let wakers = self.by_queue.lock().unwrap_or_else(PoisonError::into_inner);
        wakers.values().for_each(|waker| waker.notify_waiters());
    }
}
