//! One state: the table, its index, the step of each process, and the history.
//!
//! Functions, relays and calls under way are kept sorted, as they are interchangeable: that halves
//! the number of states.

/// The number of keys. Their meaning depends on the story, see [`crate::table`].
pub(crate) const KEYS: usize = 4;
/// The number of events at the provider.
pub(crate) const EVENTS: usize = 2;

/// Room for abandoned calls: more than the faults of any setting can leave.
pub(crate) const LATE: usize = 6;

/// A set of keys.
pub(crate) type Keys = u8;

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct State {
    pub(crate) now: u8,
    pub(crate) left: Left,
    pub(crate) sent: [Sent; EVENTS],
    pub(crate) rows: [Option<Row>; KEYS],
    /// For each key, how many changes the outbox index is behind.
    pub(crate) behind: [u8; KEYS],
    pub(crate) functions: [Option<Invocation>; 2],
    pub(crate) relays: [Option<Sweep>; 2],
    pub(crate) replay: Option<Replay>,
    pub(crate) late: [Option<Call>; LATE],
    pub(crate) past: Past,
}

/// What the bounds still allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Left {
    pub(crate) deliveries: u8,
    pub(crate) sweeps: u8,
    pub(crate) replays: u8,
    pub(crate) faults: u8,
    pub(crate) windows: u8,
}

/// The provider's deliveries of an event: the last attempt, and the last time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(crate) struct Sent {
    pub(crate) attempt: u8,
    pub(crate) last: u8,
    pub(crate) first: u8,
}

/// A row of the table. `event` is None in a row that an update created.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Row {
    pub(crate) event: Option<u8>,
    /// The delivery that put it, while that delivery may put again.
    pub(crate) request: Option<u8>,
    pub(crate) attempt: u8,
    pub(crate) last: u8,
    pub(crate) occurrences: u8,
    pub(crate) pending: bool,
    pub(crate) expires: bool,
    pub(crate) published: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Delivery {
    pub(crate) event: u8,
    pub(crate) attempt: u8,
    pub(crate) at: u8,
    pub(crate) request: u8,
}

/// A delivery inside a function.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Invocation {
    pub(crate) delivery: Delivery,
    pub(crate) step: Step,
}

/// The next step of an invocation, with the row it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Step {
    PutNew(u8),
    PutVariant(u8),
    RespondStored(u8),
    RespondDuplicate(u8),
    RespondKept,
    Send(u8),
    Mark(u8),
    NoteOccurrence(u8),
    Count(u8),
}

/// A relay in progress.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Sweep {
    /// With the rows that the index showed.
    ReadPending(Keys),
    /// With the rows that are pending by key.
    SendBatch(Keys),
    /// With the rows that the queue accepted and that are not marked yet.
    Mark(Keys),
}

/// A running command of an operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Replay {
    Get(u8),
    SendBatch(u8),
    Note(u8),
}

/// An abandoned call: no process waits for it. It may be carried out at any time, or never.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Call {
    PutNew(Delivery, u8),
    PutVariant(Delivery, u8),
    Send(u8),
    Mark(u8),
    NoteOccurrence(u8),
    Count(u8, Delivery),
    NoteReplay(u8),
}

/// The history, as far as promises depend on it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(crate) struct Past {
    /// Events that got a 2xx.
    pub(crate) acknowledged: u8,
    /// Events that got a 2xx for a delivery that can be distinguished from other events.
    pub(crate) owed: u8,
    /// How often a put created a row of each event.
    pub(crate) made: [u8; EVENTS],
    /// Keys with a message, replays excluded.
    pub(crate) messages: Keys,
    /// Messages of each key, minus those that faults or overlap may have repeated.
    pub(crate) unexcused: [i8; KEYS],
    /// Keys that were ever in the table.
    pub(crate) stored: Keys,
    /// Those of them that are another body under the provider's own id.
    pub(crate) variants: Keys,
    /// Keys with a message that were never in the table.
    pub(crate) unknown: Keys,
    /// Keys that were deleted while pending.
    pub(crate) lost: Keys,
    /// Keys that were replayed before they were published.
    pub(crate) replayed_early: Keys,
}

pub(crate) fn bit(key: u8) -> Keys {
    1 << key
}

/// Iterates over the keys of a set.
pub(crate) fn each(keys: Keys) -> impl Iterator<Item = u8> {
    (0..8).filter(move |key| keys & bit(*key) != 0)
}

impl State {
    pub(crate) fn row(&self, key: u8) -> Option<&Row> {
        self.rows.get(usize::from(key))?.as_ref()
    }

    /// Returns the keys of the rows that match.
    pub(crate) fn keys(&self, with: impl Fn(&Row) -> bool) -> Keys {
        let keys = (0_u8..).zip(&self.rows).filter(|(_, row)| row.as_ref().is_some_and(&with));
        keys.fold(0, |keys, (key, _)| keys | bit(key))
    }

    /// Returns the keys that the outbox index shows.
    pub(crate) fn shown(&self) -> Keys {
        let behind = (0_u8..).zip(self.behind).filter(|(_, behind)| behind % 2 == 1);
        behind.fold(self.keys(|row| row.pending), |keys, (key, _)| keys ^ bit(key))
    }

    /// Returns the rows whose functions are still about to publish them. Such a row is young: a
    /// function may run for 15 seconds, and rows are young for 30 (`MIN_AGE`).
    pub(crate) fn young(&self) -> Keys {
        self.functions.iter().flatten().fold(0, |keys, invocation| match invocation.step {
            Step::RespondStored(key) | Step::Send(key) | Step::Mark(key) => keys | bit(key),
            // Its own put, which has not been answered yet.
            Step::PutNew(key) if self.row(key).is_some_and(|row| row.request == Some(invocation.delivery.request)) => {
                keys | bit(key)
            }
            _ => keys,
        })
    }

    pub(crate) fn is_under_way(&self) -> bool {
        self.functions.iter().any(Option::is_some) || self.relays.iter().any(Option::is_some) || self.replay.is_some()
    }

    /// Reports whether a function or a late call may still put a row.
    pub(crate) fn may_put(&self) -> bool {
        let invocations = self.functions.iter().flatten();
        invocations.into_iter().any(|invocation| matches!(invocation.step, Step::PutNew(_) | Step::PutVariant(_)))
            || self.late.iter().flatten().any(|call| matches!(call, Call::PutNew(..) | Call::PutVariant(..)))
    }

    /// Gives all states that differ only in the order of functions the same form.
    pub(crate) fn settle(&mut self) {
        self.functions.sort_unstable();
        self.relays.sort_unstable();
        self.late.sort_unstable();
        let puts: Keys = self.functions.iter().flatten().fold(0, |requests, invocation| match invocation.step {
            Step::PutNew(_) | Step::PutVariant(_) => requests | bit(invocation.delivery.request),
            _ => requests,
        });
        for row in self.rows.iter_mut().flatten() {
            row.request = row.request.filter(|request| puts & bit(*request) != 0);
        }
    }

    /// Returns a number that no delivery still under way has.
    pub(crate) fn free_request(&self) -> u8 {
        let running = self.functions.iter().flatten().map(|invocation| invocation.delivery.request);
        let late = self.late.iter().flatten().filter_map(|call| match call {
            Call::PutNew(delivery, _) | Call::PutVariant(delivery, _) => Some(delivery.request),
            _ => None,
        });
        let taken: Keys = running.chain(late).fold(0, |taken, request| taken | bit(request));
        (0..8).find(|request| taken & bit(*request) == 0).unwrap_or(7)
    }
}
