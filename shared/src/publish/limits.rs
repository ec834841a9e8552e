//! What SQS takes
//! (<https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html>).

/// The most bytes of a message, and of all messages of a batch together; attributes count, too.
pub const MAX_MESSAGE_BYTES: usize = 1024 * 1024;

/// The most messages of a batch.
pub const MAX_BATCH: usize = 10;

/// Room for the attributes of a message, for a caller that puts a batch together.
pub const ATTRIBUTE_ROOM: usize = 1024;

/// SQS refuses every message with U+FFFE or U+FFFF in it. Control characters cannot occur: JSON has them escaped.
/// <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html>
pub(super) fn is_acceptable(text: &str) -> bool {
    // Most bodies are ASCII, which is seen many bytes at a time.
    text.is_ascii() || !text.contains(['\u{fffe}', '\u{ffff}'])
}
