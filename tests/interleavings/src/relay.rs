//! A relay: `Outbox::sweep`, step by step.

use crate::action::Turn;
use crate::function::abandon;
use crate::guard::Guard::{ReadAgainByKey, SendThenMark};
use crate::setting::Setting;
use crate::state::{Call, Keys, State, Sweep, bit, each};
use crate::table::carry_out;

/// `Reader::pending`: the rows that the index shows, except young ones.
pub(crate) fn start(state: &mut State) {
    state.left.sweeps = state.left.sweeps.saturating_sub(1);
    let sweep = Sweep::ReadPending(state.shown());
    if let Some(free) = state.relays.iter_mut().find(|one| one.is_none()) {
        *free = Some(sweep);
    }
}

pub(crate) fn turn(setting: &Setting, state: &mut State, at: usize, turn: Turn, key: u8) {
    let Some(sweep) = state.relays[at].take() else { return };
    if turn == Turn::Crashes {
        if let Sweep::Mark(sent) = sweep {
            excuse(state, sent);
        }
        return;
    }
    state.relays[at] = match sweep {
        Sweep::ReadPending(seen) => read_pending(setting, state, seen),
        Sweep::SendBatch(ready) => send_batch(setting, state, ready, turn),
        Sweep::Mark(sent) => mark(setting, state, sent, turn, key),
    };
}

/// `Reader::read_pending`: the rows still pending, read by key. If another relay has the same row,
/// both will send it.
fn read_pending(setting: &Setting, state: &mut State, seen: Keys) -> Option<Sweep> {
    let ready = if setting.has(ReadAgainByKey) { seen & state.keys(|row| row.pending) } else { seen };
    let held = state.relays.iter().flatten().fold(0, |keys, other| match other {
        Sweep::SendBatch(ready) | Sweep::Mark(ready) => keys | ready,
        Sweep::ReadPending(_) => keys,
    });
    excuse(state, ready & held & state.keys(|row| row.pending));
    let next = if setting.has(SendThenMark) { Sweep::SendBatch(ready) } else { Sweep::Mark(ready) };
    (ready != 0).then_some(next)
}

/// `Queue::send_batch`: a message without an answer may or may not have arrived.
fn send_batch(setting: &Setting, state: &mut State, ready: Keys, turn: Turn) -> Option<Sweep> {
    for key in each(ready) {
        if turn == Turn::Done {
            carry_out(setting, state, Call::Send(key));
        } else {
            abandon(state, Call::Send(key));
        }
    }
    if turn != Turn::Done {
        excuse(state, ready);
    }
    match turn {
        Turn::TriesAgain => Some(Sweep::SendBatch(ready)),
        Turn::Done if setting.has(SendThenMark) => Some(Sweep::Mark(ready)),
        _ => None,
    }
}

/// `Store::mark`, for the rows of a batch in any order.
fn mark(setting: &Setting, state: &mut State, sent: Keys, turn: Turn, key: u8) -> Option<Sweep> {
    if turn == Turn::Done {
        carry_out(setting, state, Call::Mark(key));
    } else {
        abandon(state, Call::Mark(key));
        excuse(state, bit(key));
    }
    if !setting.has(SendThenMark) {
        return Some(Sweep::SendBatch(bit(key)));
    }
    let left = if turn == Turn::TriesAgain { sent } else { sent & !bit(key) };
    (left != 0).then_some(Sweep::Mark(left))
}

/// Allows one more message for each key.
fn excuse(state: &mut State, keys: Keys) {
    for key in each(keys) {
        state.past.unexcused[usize::from(key)] -= 1;
    }
}
