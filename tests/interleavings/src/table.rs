//! DynamoDB's and SQS's side: each call is carried out whole, at one moment.

use crate::guard::Guard::{
    CountHasCondition, ExpiryAfterMark, LaterAttemptLeavesWindow, MarkHasCondition, NoteOccurrenceHasCondition,
    NoteReplayHasCondition, PutHasCondition, PutIsPending, StoredAttemptStays, VariantIsNotPending,
};
use crate::setting::{Setting, Story};
use crate::state::{Call, Delivery, Row, State, bit};

/// Returns the row under which an event is looked up first.
pub(crate) fn first_key(setting: &Setting, delivery: Delivery) -> u8 {
    match setting.story {
        Story::TwoEvents => delivery.event,
        Story::DoneAgainCounted | Story::DoneAgainUncounted | Story::TwoBodies => 0,
    }
}

/// Returns the row of another body under the provider's own id.
pub(crate) fn variant_key(delivery: Delivery) -> u8 {
    2 + delivery.event
}

/// Returns the row's number among those with the same content.
pub(crate) fn occurrence(setting: &Setting, key: u8) -> u8 {
    if setting.recurs() { key + 1 } else { 1 }
}

/// Carries out a call. Returns the row that a put found.
pub(crate) fn carry_out(setting: &Setting, state: &mut State, call: Call) -> Option<Row> {
    match call {
        Call::PutNew(delivery, key) => return put(setting, state, delivery, key, setting.has(PutIsPending)),
        Call::PutVariant(delivery, key) => {
            state.past.variants |= bit(key);
            return put(setting, state, delivery, key, !setting.has(VariantIsNotPending));
        }
        Call::Send(key) => send(state, key),
        Call::Mark(key) => {
            let was_pending = state.row(key).is_some_and(|row| row.pending);
            update(
                state,
                key,
                setting.has(MarkHasCondition),
                |row| row.pending,
                |row| {
                    (row.pending, row.published, row.expires) = (false, true, true);
                },
            );
            state.behind[usize::from(key)] += u8::from(was_pending);
        }
        Call::NoteOccurrence(occurrence) => {
            let news = move |row: &Row| row.occurrences < occurrence;
            update(state, 0, setting.has(NoteOccurrenceHasCondition), news, |row| row.occurrences = occurrence);
        }
        Call::Count(key, delivery) => update(
            state,
            key,
            setting.has(CountHasCondition),
            |_| true,
            |row| {
                // Only if it distinguishes a retry from a recurrence.
                if setting.recurs() {
                    if delivery.attempt <= 1 || !setting.has(LaterAttemptLeavesWindow) {
                        row.last = row.last.max(delivery.at);
                    }
                    if !setting.has(StoredAttemptStays) {
                        row.attempt = row.attempt.max(delivery.attempt);
                    }
                }
            },
        ),
        Call::NoteReplay(key) => update(state, key, setting.has(NoteReplayHasCondition), |_| true, |_| {}),
    }
    None
}

fn put(setting: &Setting, state: &mut State, delivery: Delivery, key: u8, pending: bool) -> Option<Row> {
    if let Some(there) = state.row(key)
        && setting.has(PutHasCondition)
    {
        return Some(*there);
    }
    let was_pending = state.row(key).is_some_and(|row| row.pending);
    let counted = setting.recurs();
    state.rows[usize::from(key)] = Some(Row {
        event: Some(delivery.event),
        request: Some(delivery.request),
        attempt: if counted { delivery.attempt } else { 0 },
        last: if counted { delivery.at } else { 0 },
        occurrences: 0,
        pending,
        expires: !pending || !setting.has(ExpiryAfterMark),
        published: false,
    });
    if pending != was_pending {
        state.behind[usize::from(key)] += 1;
    }
    state.past.stored |= bit(key);
    state.past.made[usize::from(delivery.event)] += 1;
    None
}

fn send(state: &mut State, key: u8) {
    state.past.messages |= bit(key);
    state.past.unexcused[usize::from(key)] += 1;
    if state.past.stored & bit(key) == 0 {
        state.past.unknown |= bit(key);
    }
}

/// An update creates a missing row, unless its condition forbids that.
fn update(state: &mut State, key: u8, condition: bool, holds: impl Fn(&Row) -> bool, change: impl Fn(&mut Row)) {
    let row = &mut state.rows[usize::from(key)];
    if condition && !row.as_ref().is_some_and(holds) {
        return;
    }
    change(row.get_or_insert(Row {
        event: None,
        request: None,
        attempt: 0,
        last: 0,
        occurrences: 0,
        pending: false,
        expires: false,
        published: false,
    }));
}
