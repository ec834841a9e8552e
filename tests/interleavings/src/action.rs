//! The transitions of the model.

use crate::guard::Guard;
use crate::setting::{Setting, Story};
use crate::state::{EVENTS, State, Step, Sweep, bit, each};

/// A transition: a change outside the code, or the next step of a process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Action {
    /// The provider sends an event, as the given attempt.
    Deliver { event: u8, attempt: u8 },
    /// Time passes, as much as the retry window is long.
    WindowPasses,
    /// The outbox index catches up with one change of the table.
    IndexFollows(u8),
    /// The table's time to live deletes a row.
    Expires(u8),
    /// An abandoned call is carried out.
    Lands(usize),
    /// An abandoned call is lost.
    IsLost(usize),
    /// An invocation takes its next step.
    Function(usize, Turn),
    /// A relay starts, and reads the index.
    Pending,
    /// A relay takes its next step, or marks this row.
    Relay(usize, Turn, u8),
    /// An operator replays an event.
    SendAgain(u8),
    /// The command takes its next step.
    Operator(Turn),
}

/// The end of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Turn {
    /// It succeeds.
    Done,
    /// It gets no answer, and the SDK retries.
    TriesAgain,
    /// It gets no answer in time.
    GivesUp,
    /// The process ends before the step.
    Crashes,
}

impl Action {
    /// Reports whether it is a crash or a call without an answer.
    pub(crate) fn is_fault(self) -> bool {
        matches!(self, Action::Function(_, turn) | Action::Relay(_, turn, _) | Action::Operator(turn) if turn != Turn::Done)
    }
}

pub(crate) fn actions(setting: &Setting, state: &State, actions: &mut Vec<Action>) {
    deliveries(setting, state, actions);
    surroundings(setting, state, actions);
    for (at, _) in state.late.iter().enumerate().filter(|(_, call)| call.is_some()) {
        actions.extend([Action::Lands(at), Action::IsLost(at)]);
    }
    for (at, invocation) in state.functions.iter().enumerate().filter_map(|(at, one)| Some((at, one.as_ref()?))) {
        let calls = !matches!(invocation.step, Step::RespondStored(_) | Step::RespondDuplicate(_) | Step::RespondKept);
        actions.extend(turns(state, calls).map(|turn| Action::Function(at, turn)));
    }
    for (at, sweep) in state.relays.iter().enumerate().filter_map(|(at, one)| Some((at, one.as_ref()?))) {
        match *sweep {
            Sweep::ReadPending(_) => actions.extend(turns(state, false).map(|turn| Action::Relay(at, turn, 0))),
            Sweep::SendBatch(_) => actions.extend(turns(state, true).map(|turn| Action::Relay(at, turn, 0))),
            Sweep::Mark(keys) => {
                for key in each(keys) {
                    let turns = turns(state, true).filter(|turn| *turn != Turn::Crashes);
                    actions.extend(turns.map(|turn| Action::Relay(at, turn, key)));
                }
                if state.left.faults > 0 {
                    actions.push(Action::Relay(at, Turn::Crashes, 0));
                }
            }
        }
    }
    if let Some(replay) = &state.replay {
        let calls = !matches!(replay, crate::state::Replay::Get(_));
        actions.extend(turns(state, calls).map(Action::Operator));
    }
}

/// Returns the possible ends of a step. Reading again equals reading later, so only writes are
/// retried or given up.
fn turns(state: &State, writes: bool) -> impl Iterator<Item = Turn> + use<> {
    let faults = state.left.faults > 0;
    let unanswered = faults && writes;
    let all =
        [(Turn::Done, true), (Turn::Crashes, faults), (Turn::TriesAgain, unanswered), (Turn::GivesUp, unanswered)];
    all.into_iter().filter_map(|(turn, may)| may.then_some(turn))
}

/// Adds the deliveries that the provider may make.
fn deliveries(setting: &Setting, state: &State, actions: &mut Vec<Action>) {
    let running = state.functions.iter().flatten().count();
    if state.left.deliveries == 0 || running >= usize::from(setting.functions) {
        return;
    }
    for event in 0..EVENTS as u8 {
        let sent = state.sent[usize::from(event)];
        let other = state.sent[usize::from(1 - event)];
        match setting.story {
            // The attempt number makes no difference.
            Story::TwoEvents | Story::TwoBodies if event == 0 || other.attempt > 0 => {
                actions.push(Action::Deliver { event, attempt: 1 });
            }
            Story::TwoEvents | Story::TwoBodies => {}
            Story::DoneAgainCounted => {
                let apart = other.attempt == 0 || state.now > other.last;
                // The first event happens before the second.
                if sent.attempt == 0 && apart && (event == 0 || other.attempt > 0) {
                    actions.push(Action::Deliver { event, attempt: 1 });
                }
                // The same attempt twice, and the next one; not within the window of the other
                // event.
                if sent.attempt == 1 && sent.last == state.now && apart {
                    actions.push(Action::Deliver { event, attempt: 1 });
                }
                if sent.attempt > 0 && (other.attempt == 0 || event == 1 || state.now > other.first) {
                    actions.push(Action::Deliver { event, attempt: sent.attempt + 1 });
                }
            }
            Story::DoneAgainUncounted => {
                let apart = other.attempt == 0 || state.now > other.last + setting.window();
                let first = sent.attempt == 0 && apart && (event == 0 || other.attempt > 0);
                let last = if setting.has(Guard::RetryAfterCounted) { counted(state, event) } else { sent.last };
                if first || sent.attempt > 0 && state.now <= last + setting.window() {
                    actions.push(Action::Deliver { event, attempt: 1 });
                }
            }
        }
    }
}

/// Returns when an event was last delivered, as the table has recorded it.
fn counted(state: &State, event: u8) -> u8 {
    let row = state.rows.iter().flatten().find(|row| row.event == Some(event));
    row.map_or(state.sent[usize::from(event)].last, |row| row.last)
}

/// Adds the transitions that no process decides.
fn surroundings(setting: &Setting, state: &State, actions: &mut Vec<Action>) {
    // A delivery takes seconds, a window minutes.
    if state.left.windows > 0 && !state.may_put() {
        actions.push(Action::WindowPasses);
    }
    // The relay leaves young rows alone, as if the index did not show them yet.
    let young = if setting.has(Guard::YoungRowsAreLeft) { state.young() } else { 0 };
    let shown = state.shown();
    let behind = (0_u8..).zip(state.behind).filter(|(_, behind)| *behind > 0);
    let follow = behind.filter(|(key, _)| (shown | !young) & bit(*key) != 0);
    actions.extend(follow.map(|(key, _)| Action::IndexFollows(key)));
    // Rows are kept for days: longer than a provider retries, and longer than a put takes.
    if state.left.deliveries == 0 && !state.may_put() {
        actions.extend(each(state.keys(|row| row.expires)).map(Action::Expires));
    }
    let running = state.relays.iter().flatten().count();
    let again = !state.is_under_way() && shown & state.keys(|row| row.pending) != 0;
    if shown != 0
        && running < usize::from(setting.relays)
        && (state.left.sweeps > 0 || again)
        && setting.has(Guard::RelayRuns)
    {
        actions.push(Action::Pending);
    }
    if state.left.replays > 0 && state.replay.is_none() {
        let all = state.keys(|row| row.published || !setting.has(Guard::ReplayOfPublished) && row.pending);
        actions.extend(each(all).map(Action::SendAgain));
    }
}
