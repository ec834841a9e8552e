//! What there is at one moment: the table, its index, who is at which step, and what has happened so far.
//!
//! Functions, relays and calls under way are kept sorted, since it does not matter which is which: that halves the states.

/// Rows that there can be. Which key is which depends on the story, see [`crate::table`].
pub(crate) const KEYS: usize = 4;
/// Events that happen at the provider.
pub(crate) const EVENTS: usize = 2;

/// Calls under way that nobody waits for: more than the faults of any setting can leave.
pub(crate) const LATE: usize = 6;

/// A set of keys.
pub(crate) type Keys = u8;

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct State {
    pub(crate) now: u8,
    pub(crate) left: Left,
    pub(crate) sent: [Sent; EVENTS],
    pub(crate) rows: [Option<Row>; KEYS],
    /// By how many changes the outbox index is behind, for each key.
    pub(crate) behind: [u8; KEYS],
    pub(crate) functions: [Option<Invocation>; 2],
    pub(crate) relays: [Option<Sweep>; 2],
    pub(crate) replay: Option<Replay>,
    pub(crate) late: [Option<Call>; LATE],
    pub(crate) past: Past,
}

/// What may still happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Left {
    pub(crate) deliveries: u8,
    pub(crate) sweeps: u8,
    pub(crate) replays: u8,
    pub(crate) faults: u8,
    pub(crate) windows: u8,
}

/// What the provider has sent of an event: up to which attempt, and when last.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(crate) struct Sent {
    pub(crate) attempt: u8,
    pub(crate) last: u8,
    pub(crate) first: u8,
}

/// A row of the table. `event` is none in a row that an update has made out of nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Row {
    pub(crate) event: Option<u8>,
    /// The delivery that put it, as long as that one may put again.
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

/// A delivery on its way through a function.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Invocation {
    pub(crate) delivery: Delivery,
    pub(crate) step: Step,
}

/// The step that an invocation takes next, with the row that it is about.
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

/// A relay on its way through the outbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Sweep {
    /// With the rows that the index has shown.
    ReadPending(Keys),
    /// With those that are pending by key.
    SendBatch(Keys),
    /// With those that the queue has taken, and that are not marked yet.
    Mark(Keys),
}

/// An operator's command on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Replay {
    Get(u8),
    SendBatch(u8),
    Note(u8),
}

/// A call that nobody waits for any more. It may be carried out at any time, or never.
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

/// What has happened, as far as a promise is about it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(crate) struct Past {
    /// Events that got a 2xx.
    pub(crate) acknowledged: u8,
    /// Events that got a 2xx for a delivery that can be told from other events.
    pub(crate) owed: u8,
    /// How often a put made a row of each event.
    pub(crate) made: [u8; EVENTS],
    /// Keys of which there is a message, replays apart.
    pub(crate) messages: Keys,
    /// Messages of each key, less those that may have come twice by what has gone wrong or overlapped.
    pub(crate) unexcused: [i8; KEYS],
    /// Keys that were in the table at some time.
    pub(crate) stored: Keys,
    /// Those among them that are another body under an own id.
    pub(crate) variants: Keys,
    /// Keys of which a message was sent that was in the table at no time.
    pub(crate) unknown: Keys,
    /// Keys that were deleted while they were pending.
    pub(crate) lost: Keys,
    /// Keys that were sent again before they were published.
    pub(crate) replayed_early: Keys,
}

pub(crate) fn bit(key: u8) -> Keys {
    1 << key
}

/// The keys of a set.
pub(crate) fn each(keys: Keys) -> impl Iterator<Item = u8> {
    (0..8).filter(move |key| keys & bit(*key) != 0)
}

impl State {
    pub(crate) fn row(&self, key: u8) -> Option<&Row> {
        self.rows.get(usize::from(key))?.as_ref()
    }

    /// The keys of the rows that are as asked.
    pub(crate) fn keys(&self, with: impl Fn(&Row) -> bool) -> Keys {
        let keys = (0_u8..).zip(&self.rows).filter(|(_, row)| row.as_ref().is_some_and(&with));
        keys.fold(0, |keys, (key, _)| keys | bit(key))
    }

    /// What the outbox index shows.
    pub(crate) fn shown(&self) -> Keys {
        let behind = (0_u8..).zip(self.behind).filter(|(_, behind)| behind % 2 == 1);
        behind.fold(self.keys(|row| row.pending), |keys, (key, _)| keys ^ bit(key))
    }

    /// Rows whose functions are still about to publish them. Such a row is young: a function may run for 15 seconds, and rows are
    /// young for 30 (`MIN_AGE`).
    pub(crate) fn young(&self) -> Keys {
        self.functions.iter().flatten().fold(0, |keys, invocation| match invocation.step {
            Step::RespondStored(key) | Step::Send(key) | Step::Mark(key) => keys | bit(key),
            // Its own put, of which it has had no answer yet.
            Step::PutNew(key) if self.row(key).is_some_and(|row| row.request == Some(invocation.delivery.request)) => {
                keys | bit(key)
            }
            _ => keys,
        })
    }

    pub(crate) fn is_under_way(&self) -> bool {
        self.functions.iter().any(Option::is_some) || self.relays.iter().any(Option::is_some) || self.replay.is_some()
    }

    /// Whether a function or a call under way may still put a row.
    pub(crate) fn may_put(&self) -> bool {
        let invocations = self.functions.iter().flatten();
        invocations.into_iter().any(|invocation| matches!(invocation.step, Step::PutNew(_) | Step::PutVariant(_)))
            || self.late.iter().flatten().any(|call| matches!(call, Call::PutNew(..) | Call::PutVariant(..)))
    }

    /// One form for all states that differ only in which function is which.
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

    /// A number for a delivery that no other one has which is still under way.
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
