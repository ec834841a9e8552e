//! Limits of SQS
//! (<https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html>).

/// The maximum size of a message, and of all messages of a batch together, in bytes. Attributes
/// count, too.
pub const MAX_MESSAGE_BYTES: usize = 1024 * 1024;

/// The maximum number of messages in a batch.
pub const MAX_BATCH: usize = 10;

/// Room for a message's attributes, for code that assembles a batch.
pub const ATTRIBUTE_ROOM: usize = 1024;

/// Whether SQS accepts a text: it refuses every message that contains U+FFFE or U+FFFF. Control
/// characters cannot occur: JSON escapes them.
/// <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html>
pub(super) fn is_acceptable(text: &str) -> bool {
    // Most bodies are ASCII, and checking for that handles many bytes at a time.
    text.is_ascii() || !text.contains(['\u{fffe}', '\u{ffff}'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits() {
        assert_eq!(MAX_MESSAGE_BYTES, 1_048_576);
        let check = |text: &str, expected: bool| assert_eq!(is_acceptable(text), expected, "{text:?}");
        check("", true);
        check("a check-in", true);
        check("ØRSTA \u{fffd} 🐕", true);
        check("a\u{fffe}", false);
        check("\u{ffff}", false);
    }
}
