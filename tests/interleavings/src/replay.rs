//! `frontdesk events replay ID`, step by step.

use crate::action::Turn;
use crate::function::abandon;
use crate::setting::Setting;
use crate::state::{Call, Replay, State, bit};
use crate::table::carry_out;

/// `send_again`: the row has been published.
pub(crate) fn start(state: &mut State, key: u8) {
    state.left.replays -= 1;
    if state.row(key).is_some_and(|row| !row.published) {
        state.past.replayed_early |= bit(key);
    }
    state.replay = Some(Replay::Get(key));
}

pub(crate) fn turn(setting: &Setting, state: &mut State, turn: Turn) {
    let Some(replay) = state.replay.take() else { return };
    if turn == Turn::Crashes {
        return;
    }
    state.replay = match replay {
        Replay::Get(key) => state.row(key).map(|_| Replay::SendBatch(key)),
        // Its message has the field `replay`, and does not count for the promise.
        Replay::SendBatch(key) => match turn {
            Turn::Done => Some(Replay::Note(key)),
            Turn::TriesAgain => Some(Replay::SendBatch(key)),
            _ => None,
        },
        Replay::Note(key) => {
            if turn == Turn::Done {
                carry_out(setting, state, Call::NoteReplay(key));
            } else {
                abandon(state, Call::NoteReplay(key));
            }
            (turn == Turn::TriesAgain).then_some(Replay::Note(key))
        }
    };
}
