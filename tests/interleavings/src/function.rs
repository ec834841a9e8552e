//! An invocation: `Pipeline::serve`, from the put to the note, step by step.

use crate::action::Turn;
use crate::guard::Guard::{
    DuplicateIsNotPublished, ElseIsRecurrence, LaterAttemptIsRetry, OwnPutIsRecognised, PublishAfterPut,
    PublishThenMark, ResponseAfterPut, SoonIsRetry, VariantIsKept,
};
use crate::setting::{Setting, Story};
use crate::state::{Call, Delivery, Invocation, Row, State, Step, bit};
use crate::table::{carry_out, first_key, occurrence, variant_key};

/// The meaning of an existing row for a delivery: `found` of `store/writer.rs`.
enum Found {
    Itself,
    Retry,
    OtherBody,
    Earlier { next: u8 },
}

/// Starts an invocation for a delivery.
pub(crate) fn start(setting: &Setting, state: &mut State, delivery: Delivery) {
    if !setting.has(ResponseAfterPut) {
        acknowledge(state, setting, delivery);
    }
    enter(state, Invocation { delivery, step: Step::PutNew(first_key(setting, delivery)) });
}

fn enter(state: &mut State, invocation: Invocation) {
    if let Some(free) = state.functions.iter_mut().find(|one| one.is_none()) {
        *free = Some(invocation);
    }
}

pub(crate) fn turn(setting: &Setting, state: &mut State, at: usize, turn: Turn) {
    let Some(invocation) = state.functions[at].take() else { return };
    let Invocation { delivery, step } = invocation;
    if turn == Turn::Crashes {
        excuse_unmarked(setting, state, step);
        return;
    }
    let Some(call) = call(setting, invocation) else {
        return respond(setting, state, invocation);
    };
    if turn != Turn::Done {
        if let Call::Send(key) | Call::Mark(key) = call {
            state.past.unexcused[usize::from(key)] -= 1;
        }
        abandon(state, call);
    }
    let step = match turn {
        Turn::TriesAgain => Some(step),
        Turn::GivesUp => after_failure(setting, step),
        _ => {
            let there = carry_out(setting, state, call);
            after(setting, delivery, step, there)
        }
    };
    if let Some(step) = step {
        enter(state, Invocation { delivery, step });
    }
}

/// Leaves a call behind that no process waits for any more.
pub(crate) fn abandon(state: &mut State, call: Call) {
    let free = state.late.iter_mut().find(|one| one.is_none());
    *free.expect("more faults than there is room for their calls") = Some(call);
}

/// A crash between a message and its mark allows a second message.
fn excuse_unmarked(setting: &Setting, state: &mut State, step: Step) {
    if let Step::Mark(key) = step
        && setting.has(PublishThenMark)
    {
        state.past.unexcused[usize::from(key)] -= 1;
    }
}

/// Returns the call that a step makes, if any.
pub(crate) fn call(setting: &Setting, invocation: Invocation) -> Option<Call> {
    let delivery = invocation.delivery;
    Some(match invocation.step {
        Step::PutNew(key) => Call::PutNew(delivery, key),
        Step::PutVariant(key) => Call::PutVariant(delivery, key),
        Step::Send(key) => Call::Send(key),
        Step::Mark(key) => Call::Mark(key),
        Step::NoteOccurrence(key) => Call::NoteOccurrence(occurrence(setting, key)),
        Step::Count(key) => Call::Count(key, delivery),
        Step::RespondStored(_) | Step::RespondDuplicate(_) | Step::RespondKept => return None,
    })
}

/// Posts the response, and enters the step after it.
fn respond(setting: &Setting, state: &mut State, invocation: Invocation) {
    let Invocation { delivery, step } = invocation;
    acknowledge(state, setting, delivery);
    let next = match step {
        Step::RespondStored(key) if setting.has(PublishThenMark) => Step::Send(key),
        Step::RespondStored(key) => Step::Mark(key),
        Step::RespondDuplicate(key) if setting.has(DuplicateIsNotPublished) => Step::Count(key),
        Step::RespondDuplicate(key) => Step::Send(key),
        _ => return,
    };
    enter(state, Invocation { delivery, step: next });
}

/// Records a 2xx. A later attempt of an event whose first attempt was lost cannot be told from
/// another event with the same content.
fn acknowledge(state: &mut State, setting: &Setting, delivery: Delivery) {
    state.past.acknowledged |= bit(delivery.event);
    let other = state.sent[usize::from(1 - delivery.event)].attempt > 0;
    if !setting.recurs() || delivery.attempt == 1 || !other {
        state.past.owed |= bit(delivery.event);
    }
}

fn after(setting: &Setting, delivery: Delivery, step: Step, there: Option<Row>) -> Option<Step> {
    match step {
        Step::PutNew(key) => {
            let Some(there) = there else { return Some(Step::RespondStored(key)) };
            match found(setting, delivery, key, &there) {
                Found::Itself => Some(Step::RespondStored(key)),
                Found::Retry => Some(Step::RespondDuplicate(key)),
                Found::OtherBody => Some(Step::PutVariant(variant_key(delivery))),
                Found::Earlier { next } => Some(Step::PutNew(next)),
            }
        }
        Step::PutVariant(_) => match there {
            Some(there) if there.request != Some(delivery.request) => {
                Some(Step::RespondDuplicate(first_key(setting, delivery)))
            }
            _ => Some(Step::RespondKept),
        },
        Step::Send(key) if setting.has(PublishThenMark) => Some(Step::Mark(key)),
        Step::Mark(key) if !setting.has(PublishThenMark) => Some(Step::Send(key)),
        Step::Send(key) | Step::Mark(key) => note_occurrence(setting, key),
        _ => None,
    }
}

/// Returns the step after a failed call: no put, no 2xx; no message, no mark; the note in any case.
fn after_failure(setting: &Setting, step: Step) -> Option<Step> {
    match step {
        Step::PutNew(key) if !setting.has(PublishAfterPut) => Some(Step::Send(key)),
        Step::Send(key) | Step::Mark(key) => note_occurrence(setting, key),
        _ => None,
    }
}

fn note_occurrence(setting: &Setting, key: u8) -> Option<Step> {
    (occurrence(setting, key) > 1).then_some(Step::NoteOccurrence(key))
}

fn found(setting: &Setting, delivery: Delivery, key: u8, there: &Row) -> Found {
    if there.request == Some(delivery.request) && setting.has(OwnPutIsRecognised) {
        return Found::Itself;
    }
    match setting.story {
        Story::TwoEvents => return Found::Retry,
        Story::TwoBodies if there.event == Some(delivery.event) || !setting.has(VariantIsKept) => return Found::Retry,
        Story::TwoBodies => return Found::OtherBody,
        Story::DoneAgainCounted | Story::DoneAgainUncounted => {}
    }
    let later_attempt = delivery.attempt > there.attempt && setting.has(LaterAttemptIsRetry);
    let soon = delivery.at <= there.last + setting.window() && setting.has(SoonIsRetry);
    if later_attempt || soon || !setting.has(ElseIsRecurrence) {
        return Found::Retry;
    }
    let known = if delivery.attempt <= 1 { there.occurrences } else { 0 };
    // Keys are one less than occurrences.
    Found::Earlier { next: known.max(key + 2) - 1 }
}
