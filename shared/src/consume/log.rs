//! The log of a consumer: a line for each message that was not consumed, and one for each batch.
//! Never any content.

use super::batch::{Counts, Failure, Record};
use crate::message::Message;

/// The longest outside text in a line, in characters.
const MAX_TEXT: usize = 600;

/// A line for a message that was not consumed, and is delivered again or becomes a dead letter.
pub(super) fn not_consumed(record: &Record, failure: &Failure) {
    let event = Message::parse(record.body.as_deref().unwrap_or_default()).ok();
    let event = event.as_ref().map(|event| (format!("{}:{}", event.provider(), event.id), event.kind()));
    let (id, kind) = event.as_ref().map_or(("", ""), |(id, kind)| (id.as_str(), *kind));
    let received = record.attributes.as_ref().and_then(|attributes| attributes.receive_count.as_deref());
    tracing::warn!(
        outcome = failure.as_str(),
        cause = shortened(&failure.cause()),
        id = shortened(id),
        kind = shortened(kind),
        message_id = shortened(&record.message_id),
        received = received.and_then(|count| count.parse::<u32>().ok()).unwrap_or_default(),
        "not consumed"
    );
}

/// A line for a consumer that could not record how its work ended. `done` is whether the work
/// succeeded.
pub(super) fn not_noted(done: bool, error: &str) {
    tracing::warn!(done, error, "could not record how the work ended");
}

/// The line of a batch.
pub(super) fn batch(counts: Counts) {
    tracing::info!(consumed = counts.consumed, already_consumed = counts.already_done, failed = counts.failed, "batch");
}

/// Cuts a text: anyone who can write to the queue controls its length, and a log line has limits.
fn shortened(text: &str) -> &str {
    text.char_indices().nth(MAX_TEXT).map_or(text, |(end, _)| text.get(..end).unwrap_or(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outside_texts_are_cut_between_characters() {
        let check = |text: &str, characters: usize| {
            let expected: String = text.chars().take(characters).collect();
            assert_eq!(shortened(text), expected);
        };
        check("", 0);
        check("not consumed", 12);
        check(&"ü".repeat(600), 600);
        check(&"ü".repeat(601), 600);
    }
}
