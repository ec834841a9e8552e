//! The promises, checked in every state.

use stateright::Property;

use crate::model::Protocol;
use crate::state::{Replay, State, Sweep, bit, each};

/// Every delivery with a 2xx is in the table.
pub(crate) const IN_TABLE: &str = "what got a 2xx is in the table";
pub(crate) const REACHES_QUEUE: &str = "what is in the table reaches the queue";
pub(crate) const SENT_BEFORE_OUT: &str = "nothing leaves the outbox before it is in the queue";
pub(crate) const NO_SECOND_EVENT: &str = "a retry never makes a second event";
pub(crate) const KNOWN_TO_TABLE: &str = "no message of what was never in the table";
pub(crate) const NOT_TWICE: &str = "no second message but where at least once allows it";
pub(crate) const NOTHING_PENDING_EXPIRES: &str = "nothing pending expires";
pub(crate) const ONE_EVENT: &str = "every genuine event is one event";
pub(crate) const NO_EMPTY_ROW: &str = "no row without an event";
pub(crate) const VARIANTS_STAY: &str = "what is only kept is not published";
pub(crate) const REPLAYED_AFTER: &str = "only what was published is replayed";

/// The names of all promises.
#[must_use]
pub fn names() -> Vec<&'static str> {
    promises().iter().map(|promise| promise.name).collect()
}

pub(crate) fn promises() -> Vec<Property<Protocol>> {
    vec![
        Property::always(IN_TABLE, |protocol: &Protocol, state: &State| {
            each(state.past.acknowledged).all(|event| {
                let same_content = |made: u8| protocol.0.recurs() && made > 0;
                state.past.made[usize::from(event)] > 0 || state.past.made.into_iter().any(same_content)
            })
        }),
        Property::always(REACHES_QUEUE, |protocol: &Protocol, state: &State| {
            !protocol.is_over(state) || waiting(state) == 0
        }),
        Property::always(SENT_BEFORE_OUT, |_, state: &State| {
            waiting(state) & !state.keys(|row| row.pending) & !state.past.lost == 0
        }),
        Property::always(NO_SECOND_EVENT, |_, state: &State| state.past.made.iter().all(|made| *made <= 1)),
        Property::always(KNOWN_TO_TABLE, |_, state: &State| state.past.unknown == 0),
        Property::always(NOT_TWICE, |_, state: &State| state.past.unexcused.iter().all(|messages| *messages <= 1)),
        Property::always(NOTHING_PENDING_EXPIRES, |_, state: &State| state.past.lost == 0),
        Property::always(ONE_EVENT, |_, state: &State| {
            each(state.past.owed).all(|event| state.past.made[usize::from(event)] > 0)
        }),
        Property::always(NO_EMPTY_ROW, |_, state: &State| state.keys(|row| row.event.is_none()) == 0),
        Property::always(VARIANTS_STAY, |_, state: &State| state.past.messages & state.past.variants == 0),
        Property::always(REPLAYED_AFTER, |_, state: &State| state.past.replayed_early == 0),
    ]
}

/// Returns the situations that must be reachable: no promise may hold only because nothing happens.
pub(crate) fn examples(protocol: &Protocol) -> Vec<Property<Protocol>> {
    let setting = &protocol.0;
    let mut examples = vec![
        Property::sometimes("both events are acknowledged", |_, state: &State| state.past.acknowledged == 0b11),
        Property::sometimes("the end, with everything published", |protocol: &Protocol, state: &State| {
            state.past.stored != 0 && protocol.is_over(state)
        }),
        Property::sometimes("two invocations at once", |_, state: &State| state.functions.iter().all(Option::is_some)),
        Property::sometimes("a row is deleted by its time to live", |_, state: &State| {
            state.past.stored & !state.keys(|_| true) != 0
        }),
    ];
    if setting.relays > 1 && setting.sweeps > 1 {
        examples.push(Property::sometimes("two relays at once", |_, state: &State| {
            state.relays.iter().all(Option::is_some)
        }));
    }
    if setting.faults > 0 {
        examples.push(Property::sometimes("a second message that is allowed", |_, state: &State| {
            let again = state.past.messages & state.keys(|row| row.pending);
            state.relays.iter().flatten().any(|sweep| matches!(sweep, Sweep::SendBatch(ready) if ready & again != 0))
        }));
        examples
            .push(Property::sometimes("a call comes late", |_, state: &State| state.late.iter().any(Option::is_some)));
    }
    if setting.recurs() {
        examples
            .push(Property::sometimes("the same is done again", |_, state: &State| state.past.stored & bit(1) != 0));
    }
    if setting.replays > 0 {
        examples.push(Property::sometimes("something is replayed", |_, state: &State| {
            matches!(state.replay, Some(Replay::Note(_)))
        }));
    }
    examples
}

/// Returns the rows for the queue that have no message yet.
fn waiting(state: &State) -> u8 {
    state.past.stored & !state.past.variants & !state.past.messages
}
