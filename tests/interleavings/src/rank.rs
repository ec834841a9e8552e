//! Why every run ends: each transition lowers this number.
//!
//! So there are no cycles, every run reaches a state in which nothing more can happen, and
//! "eventually" means "in each of those states". That makes [`crate::property`]'s promise about the
//! end a promise about every run.

use crate::state::{State, Step, Sweep, bit};

pub(crate) fn rank(state: &State) -> u32 {
    let left = &state.left;
    let budgets = 400 * u32::from(left.deliveries)
        + 400 * u32::from(left.faults)
        + 30 * u32::from(left.sweeps)
        + 20 * u32::from(left.replays)
        + u32::from(left.windows);
    let functions: u32 = state.functions.iter().flatten().map(|invocation| step(invocation.step)).sum();
    let relays: u32 = state.relays.iter().flatten().map(sweep).sum();
    let replay = u32::from(state.replay.is_some()) * 4
        - match state.replay {
            Some(crate::state::Replay::SendBatch(_)) => 1,
            Some(crate::state::Replay::Note(_)) => 2,
            _ => 0,
        };
    // A late call, and a pending row, weigh so much that the relay which takes the row weighs less.
    let late = 80 * state.late.iter().flatten().count() as u32;
    let held = state.relays.iter().flatten().fold(0, |keys, sweep| match sweep {
        Sweep::ReadPending(keys_of) | Sweep::SendBatch(keys_of) | Sweep::Mark(keys_of) => keys | keys_of,
    });
    let rows = (0_u8..).zip(&state.rows).filter_map(|(key, row)| Some((key, row.as_ref()?)));
    let rows: u32 = rows
        .map(|(key, row)| match (row.pending, held & bit(key) != 0) {
            (true, false) => 50,
            (true, true) => 20,
            (false, _) => 2,
        })
        .sum();
    let behind: u32 = state.behind.iter().map(|behind| u32::from(*behind)).sum();
    budgets + functions + relays + replay + late + rows + behind
}

fn step(step: Step) -> u32 {
    match step {
        Step::PutNew(key) => 100 - u32::from(key),
        Step::PutVariant(_) => 90,
        Step::RespondStored(_) | Step::RespondDuplicate(_) | Step::RespondKept => 8,
        Step::Send(_) => 6,
        Step::Mark(_) => 4,
        Step::NoteOccurrence(_) | Step::Count(_) => 1,
    }
}

fn sweep(sweep: &Sweep) -> u32 {
    match sweep {
        Sweep::ReadPending(_) => 12,
        Sweep::SendBatch(_) => 10,
        Sweep::Mark(keys) => 2 + keys.count_ones(),
    }
}
