//! The rules that the promises rest on. Each is a switch: a test can turn it off and see what
//! breaks.

/// A rule of the code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Guard {
    /// `Store::put_new` puts only if the id does not exist.
    PutHasCondition,
    /// `Pipeline::serve` responds after the put.
    ResponseAfterPut,
    /// `Pipeline::finish` publishes only stored events.
    PublishAfterPut,
    /// The put that stores an event also enters it in the outbox.
    PutIsPending,
    /// `Outbox::publish` sends, then marks.
    PublishThenMark,
    /// `Outbox::send_and_mark`, of the relay, sends, then marks.
    SendThenMark,
    /// `Outbox::publish_batch` reads each row again by key.
    ReadAgainByKey,
    /// A duplicate is counted and not published.
    DuplicateIsNotPublished,
    /// `Outbox::sweep` leaves young rows to the functions that stored them.
    YoungRowsAreLeft,
    /// There is a relay.
    RelayRuns,
    /// A row gets its `expires_at` from the mark, not from the put.
    ExpiryAfterMark,
    /// `Store::mark` requires a pending row.
    MarkHasCondition,
    /// `Store::count` requires a row.
    CountHasCondition,
    /// `Store::note_occurrence` requires a row.
    NoteOccurrenceHasCondition,
    /// `Store::note_replay` requires a row.
    NoteReplayHasCondition,
    /// Known content with a later attempt number is a retry.
    LaterAttemptIsRetry,
    /// Known content within the window is a retry.
    SoonIsRetry,
    /// Known content that cannot be a retry is another event.
    ElseIsRecurrence,
    /// A retry does not raise the stored attempt.
    StoredAttemptStays,
    /// `Store::count` of a later attempt does not extend the window.
    LaterAttemptLeavesWindow,
    /// Another body under the provider's own id is kept beside the first.
    VariantIsKept,
    /// A variant is not entered in the outbox.
    VariantIsNotPending,
    /// `events replay` sends only published events.
    ReplayOfPublished,
    /// A retry of a provider that does not count comes within the window after the last counted
    /// delivery. Unlike all other rules, this one is the provider's to keep.
    RetryAfterCounted,
    /// `found` recognises the row put by this same delivery.
    OwnPutIsRecognised,
}
