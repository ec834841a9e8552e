//! The environment of the functions: deliveries, time, the index, the table's time to live, and
//! late calls.

use crate::action::Action;
use crate::function;
use crate::setting::Setting;
use crate::state::{Delivery, State, bit};
use crate::table::carry_out;

pub(crate) fn happen(setting: &Setting, state: &mut State, action: Action) {
    match action {
        Action::Deliver { event, attempt } => deliver(setting, state, event, attempt),
        Action::WindowPasses => {
            state.now += 1;
            state.left.windows -= 1;
        }
        Action::IndexFollows(key) => state.behind[usize::from(key)] -= 1,
        Action::Expires(key) => expire(state, key),
        Action::Lands(at) => {
            if let Some(call) = state.late[at].take() {
                carry_out(setting, state, call);
            }
        }
        Action::IsLost(at) => state.late[at] = None,
        Action::Function(..) | Action::Pending | Action::Relay(..) | Action::SendAgain(_) | Action::Operator(_) => {}
    }
}

fn deliver(setting: &Setting, state: &mut State, event: u8, attempt: u8) {
    state.left.deliveries -= 1;
    let now = state.now;
    let sent = &mut state.sent[usize::from(event)];
    sent.last = now;
    if attempt == 1 {
        sent.first = now;
    }
    sent.attempt = sent.attempt.max(attempt);
    let delivery = Delivery { event, attempt, at: now, request: state.free_request() };
    function::start(setting, state, delivery);
}

fn expire(state: &mut State, key: u8) {
    let Some(row) = state.rows[usize::from(key)].take() else { return };
    if row.pending {
        state.past.lost |= bit(key);
        state.behind[usize::from(key)] += 1;
    }
}
