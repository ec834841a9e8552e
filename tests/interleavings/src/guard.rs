//! The rules that the promises rest on. Each is a switch, so that a test can take it away and see what breaks.

/// A rule of the code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Guard {
    /// `Store::put_new` puts only if the id is not there.
    PutHasCondition,
    /// `Pipeline::serve` responds after the put.
    ResponseAfterPut,
    /// `Pipeline::finish` publishes only what the table has taken.
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
    /// There is a relay at all.
    RelayRuns,
    /// A row gets its `expires_at` from the mark, and not from the put.
    ExpiryAfterMark,
    /// `Store::mark` needs a row that is pending.
    MarkHasCondition,
    /// `Store::count` needs a row.
    CountHasCondition,
    /// `Store::note_occurrence` needs a row.
    NoteOccurrenceHasCondition,
    /// `Store::note_replay` needs a row.
    NoteReplayHasCondition,
    /// Known content that came with a later attempt is a retry.
    LaterAttemptIsRetry,
    /// Known content that comes within the window is a retry.
    SoonIsRetry,
    /// Known content that cannot be a retry is another event.
    ElseIsRecurrence,
    /// A retry does not raise the stored attempt.
    StoredAttemptStays,
    /// `Store::count` of a later attempt does not move the window.
    LaterAttemptLeavesWindow,
    /// Another body under an own id is kept beside the first.
    VariantIsKept,
    /// A variant is not entered in the outbox.
    VariantIsNotPending,
    /// `events replay` sends only what was published.
    ReplayOfPublished,
    /// A retry of a provider that does not count comes within the window after the last delivery that was counted. The one rule
    /// here that is not ours to keep.
    RetryAfterCounted,
    /// `found` recognises the row that this very delivery has put.
    OwnPutIsRecognised,
}
