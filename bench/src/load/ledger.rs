//! What was sent, what came out of the queue, what is in the table: and whether the three agree.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// So many of the failures are kept in words.
const TOLD: usize = 5;

/// The account of a run. Small, since it holds a million events: a key counts as its 64-bit hash.
#[derive(Debug)]
pub(crate) struct Ledger {
    state: Mutex<State>,
    hasher: RandomState,
}

/// A row of the table, as far as it matters here.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row {
    /// The hash of its key.
    pub(crate) key: u64,
    /// Whether it is in the outbox.
    pub(crate) is_pending: bool,
    /// How often it says that it was delivered.
    pub(crate) deliveries: u64,
}

/// What the account comes to. A run is good if all of [`Verdict::faults`] are 0.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Verdict {
    /// Deliveries that were not answered 200.
    pub(crate) failed: u64,
    /// Events that were answered 200 and never came out of the queue.
    pub(crate) not_in_queue: u64,
    /// Events that came out of the queue and are not in the table.
    pub(crate) not_in_table: u64,
    /// Rows that no delivery accounts for: an event that was made two.
    pub(crate) more_rows: u64,
    /// Rows that are still in the outbox.
    pub(crate) pending: u64,
    /// Messages that no delivery accounts for, or one event under two ids.
    pub(crate) foreign: u64,
    /// Events that came out of the queue more than once: allowed, and told.
    pub(crate) repeated: u64,
    /// Deliveries that their row does not count: allowed, and told.
    pub(crate) uncounted: u64,
    /// Rows of the table.
    pub(crate) rows: u64,
}

#[derive(Debug, Default)]
struct State {
    events: Vec<Event>,
    received: u64,
    failed: u64,
    foreign: u64,
    told: Vec<String>,
}

#[derive(Debug, Default, Clone, Copy)]
struct Event {
    key: u64,
    accepted: u8,
    received: u8,
}

impl Ledger {
    /// An account of events numbered from 0.
    pub(crate) fn new() -> Self {
        Self { state: Mutex::default(), hasher: RandomState::new() }
    }

    /// The hash of a row's key.
    pub(crate) fn key(&self, key: &str) -> u64 {
        self.hasher.hash_one(key)
    }

    /// A delivery was answered 200.
    pub(crate) fn accepted(&self, event: u64) {
        if let Some(event) = self.state().event(event) {
            event.accepted = event.accepted.saturating_add(1);
        }
    }

    /// A delivery was answered something else, or not at all.
    pub(crate) fn failed(&self, why: impl FnOnce() -> String) {
        let mut state = self.state();
        state.failed += 1;
        if state.told.len() < TOLD {
            state.told.push(why());
        }
    }

    /// A message came out of the queue.
    pub(crate) fn received(&self, event: Option<u64>, key: &str) {
        let key = self.key(key);
        let mut state = self.state();
        match event.and_then(|event| state.event(event)) {
            Some(event) if event.received == 0 || event.key == key => {
                event.key = key;
                event.received = event.received.saturating_add(1);
                let is_new = event.received == 1;
                state.received += u64::from(is_new);
            }
            _ => state.foreign += 1,
        }
    }

    /// How many events have come out of the queue.
    pub(crate) fn out_of_queue(&self) -> u64 {
        self.state().received
    }

    /// Some of the failures, in words.
    pub(crate) fn told(&self) -> Vec<String> {
        self.state().told.clone()
    }

    /// Compares with the rows of the table.
    pub(crate) fn verdict(&self, rows: &[Row]) -> Verdict {
        let state = self.state();
        let mut verdict = Verdict {
            failed: state.failed,
            foreign: state.foreign,
            pending: rows.iter().filter(|row| row.is_pending).count() as u64,
            rows: rows.len() as u64,
            ..Verdict::default()
        };
        let mut by_key: HashMap<u64, u64> = rows.iter().map(|row| (row.key, row.deliveries)).collect();
        // The table's keys are unique, so what is missing here are rows of one key, or hashes that collide.
        verdict.more_rows = verdict.rows - by_key.len() as u64;
        for event in state.events.iter().filter(|event| event.accepted > 0) {
            match (event.received, by_key.remove(&event.key)) {
                (0, _) => verdict.not_in_queue += 1,
                (_, None) => verdict.not_in_table += 1,
                (received, Some(deliveries)) => {
                    verdict.repeated += u64::from(received > 1);
                    verdict.uncounted += u64::from(event.accepted).saturating_sub(deliveries);
                }
            }
        }
        // An event that never came out of the queue has no key yet, and its row is no surplus.
        verdict.more_rows += (by_key.len() as u64).saturating_sub(verdict.not_in_queue);
        verdict
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn event(&mut self, number: u64) -> Option<&mut Event> {
        let at = usize::try_from(number).ok()?;
        if at >= self.events.len() {
            self.events.resize(at + 1, Event::default());
        }
        self.events.get_mut(at)
    }
}

impl Verdict {
    /// What must be 0.
    pub(crate) fn faults(&self) -> [(&'static str, u64); 6] {
        [
            ("deliveries that were not answered 200", self.failed),
            ("events answered 200 that never came out of the queue", self.not_in_queue),
            ("events out of the queue that are not in the table", self.not_in_table),
            ("rows without a delivery of their own", self.more_rows),
            ("rows still in the outbox", self.pending),
            ("messages that nothing accounts for", self.foreign),
        ]
    }

    /// Whether nothing was lost, made twice or left over.
    pub(crate) fn is_good(&self) -> bool {
        self.faults().iter().all(|(_, count)| *count == 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: Verdict = Verdict {
        failed: 0,
        not_in_queue: 0,
        not_in_table: 0,
        more_rows: 0,
        pending: 0,
        foreign: 0,
        repeated: 0,
        uncounted: 0,
        rows: 3,
    };

    /// Three events, the second delivered twice; then what `spoil` does to the account and the rows.
    fn check<R>(spoil: impl FnOnce(&Ledger, &mut Vec<Row>) -> R, expected: Verdict) {
        let ledger = Ledger::new();
        let mut rows = Vec::new();
        for (event, deliveries) in [(0, 1), (1, 2), (2, 1)] {
            (0..deliveries).for_each(|_| ledger.accepted(event));
            rows.push(Row { key: ledger.key(&format!("gire:{event}")), is_pending: false, deliveries });
        }
        for event in [0, 1] {
            ledger.received(Some(event), &format!("gire:{event}"));
        }
        let _ = spoil(&ledger, &mut rows);
        let verdict = ledger.verdict(&rows);
        assert_eq!(verdict, expected);
        assert_eq!(verdict.is_good(), expected.faults().iter().all(|(_, count)| *count == 0));
    }

    #[test]
    fn what_is_lost_or_made_twice_is_seen() {
        let last = |ledger: &Ledger| ledger.received(Some(2), "gire:2");
        check(|ledger, _| last(ledger), GOOD);
        check(|_, _| (), Verdict { not_in_queue: 1, ..GOOD });
        check(|_, rows| rows.pop(), Verdict { not_in_queue: 1, rows: 2, ..GOOD });
        let twice = |ledger: &Ledger| (last(ledger), last(ledger));
        check(|ledger, _| twice(ledger), Verdict { repeated: 1, ..GOOD });
        let without_row = |ledger: &Ledger, rows: &mut Vec<Row>| (last(ledger), rows.pop());
        check(|ledger, rows| without_row(ledger, rows), Verdict { not_in_table: 1, rows: 2, ..GOOD });
        let pending = |ledger: &Ledger, rows: &mut Vec<Row>| (last(ledger), rows[0].is_pending = true);
        check(|ledger, rows| pending(ledger, rows), Verdict { pending: 1, ..GOOD });
        let second = Row { key: 7, is_pending: false, deliveries: 1 };
        let more = |ledger: &Ledger, rows: &mut Vec<Row>| (last(ledger), rows.push(second));
        check(|ledger, rows| more(ledger, rows), Verdict { more_rows: 1, rows: 4, ..GOOD });
        let other_id = |ledger: &Ledger| (last(ledger), ledger.received(Some(2), "gire:two"));
        check(|ledger, _| other_id(ledger), Verdict { foreign: 1, ..GOOD });
        let no_number = |ledger: &Ledger| (last(ledger), ledger.received(None, "gire:9"));
        check(|ledger, _| no_number(ledger), Verdict { foreign: 1, ..GOOD });
        let refused = |ledger: &Ledger| (last(ledger), ledger.failed(|| "503".to_owned()));
        check(|ledger, _| refused(ledger), Verdict { failed: 1, ..GOOD });
        let uncounted = |ledger: &Ledger, rows: &mut Vec<Row>| (last(ledger), rows[1].deliveries = 1);
        check(|ledger, rows| uncounted(ledger, rows), Verdict { uncounted: 1, ..GOOD });
    }
}
