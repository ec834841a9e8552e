//! Without any one rule the checker finds a run that breaks a promise. So the model shows the
//! purpose of each rule.

use frontdesk_interleavings::{Guard, Setting, Story, check, counterexample};

/// Switches a rule off, and expects this promise to be broken.
fn breaks(setting: Setting, guard: Guard, promise: &str) {
    let found = counterexample(Setting { without: Some(guard), ..setting });
    let (broken, run) = found.unwrap_or_else(|| panic!("without {guard:?} no promise is broken: {setting:?}"));
    println!("without {guard:?}, broken: {broken}\n{run}");
    assert_eq!(broken, promise, "without {guard:?}");
}

fn small(story: Story) -> Setting {
    Setting { deliveries: 2, sweeps: 1, ..Setting::new(story) }
}

/// No faults: the order alone breaks the promise.
fn calm(story: Story) -> Setting {
    Setting { faults: 0, ..Setting::new(story) }
}

macro_rules! rules {
    ($($name:ident: $guard:ident, $setting:expr, $promise:literal;)*) => {
        $(#[test]
        fn $name() {
            breaks($setting, Guard::$guard, $promise);
        })*
    };
}

rules! {
    the_put_has_a_condition: PutHasCondition, calm(Story::TwoEvents), "a retry never makes a second event";
    the_response_comes_after_the_put: ResponseAfterPut, calm(Story::TwoEvents), "what got a 2xx is in the table";
    only_what_is_stored_is_published: PublishAfterPut, small(Story::TwoEvents),
        "no message of what was never in the table";
    the_put_enters_the_outbox: PutIsPending, calm(Story::TwoEvents),
        "nothing leaves the outbox before it is in the queue";
    a_function_publishes_then_marks: PublishThenMark, calm(Story::TwoEvents),
        "nothing leaves the outbox before it is in the queue";
    a_relay_sends_then_marks: SendThenMark, small(Story::TwoEvents),
        "nothing leaves the outbox before it is in the queue";
    a_relay_reads_again_by_key: ReadAgainByKey, calm(Story::TwoEvents),
        "no second message but where at least once allows it";
    a_duplicate_is_not_published: DuplicateIsNotPublished, calm(Story::TwoEvents),
        "no second message but where at least once allows it";
    a_relay_leaves_young_rows: YoungRowsAreLeft, calm(Story::TwoEvents),
        "no second message but where at least once allows it";
    a_relay_runs: RelayRuns, small(Story::TwoEvents), "what is in the table reaches the queue";
    a_row_expires_from_its_mark: ExpiryAfterMark, small(Story::TwoEvents), "nothing pending expires";
    a_mark_needs_a_pending_row: MarkHasCondition, small(Story::TwoEvents), "no row without an event";
    a_count_needs_a_row: CountHasCondition, small(Story::TwoEvents), "no row without an event";
    the_note_of_an_occurrence_needs_a_row: NoteOccurrenceHasCondition, small(Story::DoneAgainCounted),
        "no row without an event";
    the_note_of_a_replay_needs_a_row: NoteReplayHasCondition,
        Setting { replays: 1, ..calm(Story::TwoEvents) }, "no row without an event";
    a_later_attempt_is_a_retry: LaterAttemptIsRetry, calm(Story::DoneAgainCounted),
        "a retry never makes a second event";
    what_comes_soon_is_a_retry: SoonIsRetry, calm(Story::DoneAgainUncounted), "a retry never makes a second event";
    what_is_no_retry_is_a_recurrence: ElseIsRecurrence, calm(Story::DoneAgainCounted),
        "every genuine event is one event";
    the_stored_attempt_stays: StoredAttemptStays,
        Setting { deliveries: 4, functions: 1, sweeps: 0, ..Setting::new(Story::DoneAgainCounted) },
        "a retry never makes a second event";
    another_body_is_kept: VariantIsKept, calm(Story::TwoBodies), "what got a 2xx is in the table";
    another_body_is_not_published: VariantIsNotPending, calm(Story::TwoBodies), "what is only kept is not published";
    only_what_was_published_is_replayed: ReplayOfPublished,
        Setting { replays: 1, ..calm(Story::TwoEvents) }, "only what was published is replayed";
    a_retry_comes_within_the_counted_window: RetryAfterCounted, Setting::new(Story::DoneAgainUncounted),
        "a retry never makes a second event";
    a_later_attempt_leaves_the_window: LaterAttemptLeavesWindow, calm(Story::DoneAgainCounted),
        "every genuine event is one event";
}

/// That a delivery recognises its own row saves a minute's wait for the relay. No promise rests on
/// it.
#[test]
fn no_promise_rests_on_recognising_the_own_put() {
    let checked = check(Setting { without: Some(Guard::OwnPutIsRecognised), ..Setting::new(Story::TwoEvents) });
    assert!(checked.broken.is_empty(), "{:?}", checked.broken);
    assert!(checked.states > 100_000, "{checked:?}");
}
