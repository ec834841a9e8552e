//! The queue of published events: the only file that knows SQS.

use aws_sdk_sqs::Client;
use aws_sdk_sqs::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_sqs::types::{MessageAttributeValue, SendMessageBatchRequestEntry};

use super::envelope::Envelope;

use crate::aws::failure::in_words;

/// The queue.
#[derive(Debug, Clone)]
pub struct Queue {
    client: Client,
    url: String,
}

impl Queue {
    /// The queue at `url`.
    #[must_use]
    pub fn new(client: Client, url: impl Into<String>) -> Self {
        Self { client, url: url.into() }
    }

    /// Opens the connection. The response does not matter, so errors are ignored.
    pub async fn warm(&self) {
        let _ = self.client.get_queue_attributes().queue_url(&self.url).send().await;
    }

    /// Sends one message and returns its message id.
    ///
    /// # Errors
    /// [`QueueError`]; the message may or may not be in the queue.
    pub async fn send(&self, envelope: &Envelope) -> Result<String, QueueError> {
        let mut send = self
            .client
            .send_message()
            .queue_url(&self.url)
            .message_body(&envelope.body)
            .message_group_id(&envelope.group);
        for (name, value) in attributes(envelope) {
            send = send.message_attributes(name, value?);
        }
        let sent = send.send().await.map_err(QueueError::from_sdk)?;
        Ok(sent.message_id.unwrap_or_default())
    }

    /// Sends up to [`MAX_BATCH`](super::limits::MAX_BATCH) messages of at most
    /// [`MAX_MESSAGE_BYTES`](super::limits::MAX_MESSAGE_BYTES) together. Returns one result for
    /// each, in the same order.
    ///
    /// # Errors
    /// [`QueueError`] when the batch as a whole failed.
    pub async fn send_batch(&self, envelopes: &[Envelope]) -> Result<Vec<Result<String, QueueError>>, QueueError> {
        let mut send = self.client.send_message_batch().queue_url(&self.url);
        for (index, envelope) in envelopes.iter().enumerate() {
            let mut entry = SendMessageBatchRequestEntry::builder()
                .id(index.to_string())
                .message_body(&envelope.body)
                .message_group_id(&envelope.group);
            for (name, value) in attributes(envelope) {
                entry = entry.message_attributes(name, value?);
            }
            send = send.entries(entry.build().map_err(QueueError::unavailable)?);
        }
        let answer = send.send().await.map_err(QueueError::from_sdk)?;
        let result = |index: usize| {
            let id = index.to_string();
            if let Some(sent) = answer.successful().iter().find(|entry| entry.id() == id) {
                return Ok(sent.message_id().to_owned());
            }
            match answer.failed().iter().find(|entry| entry.id() == id) {
                Some(failed) => Err(QueueError::from_code(failed.code(), failed.message().unwrap_or_default())),
                None => Err(QueueError::Unavailable("the response does not name the message".to_owned())),
            }
        };
        Ok((0..envelopes.len()).map(result).collect())
    }
}

/// Why the queue did not accept a message.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum QueueError {
    /// The queue did not answer in time, throttled, or failed: the same message may succeed later.
    #[error("the queue did not accept the message: {0}")]
    Unavailable(String),
    /// The queue will never accept this message.
    #[error("the queue refused the message: {0}")]
    Refused(String),
}

/// The errors with which SQS rejects a message for good
/// (<https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html#API_SendMessage_Errors>).
/// Any other error may be temporary: throttling, a missing permission, a queue or a key that does
/// not exist.
const NEVER: [&str; 6] = [
    "InvalidMessageContents",
    "InvalidParameterValue",
    "InvalidAttributeValue",
    "MissingParameter",
    "UnsupportedOperation",
    "AWS.SimpleQueueService.UnsupportedOperation",
];

impl QueueError {
    /// Whether sending the same message again is pointless.
    #[must_use]
    pub fn is_final(&self) -> bool {
        matches!(self, QueueError::Refused(_))
    }

    fn from_sdk<E>(error: SdkError<E>) -> Self
    where
        E: ProvideErrorMetadata + std::error::Error + 'static,
    {
        let words = in_words(&error);
        match error.as_service_error().and_then(|error| error.code()) {
            Some(code) => Self::from_code(code, &words),
            None => Self::Unavailable(words),
        }
    }

    fn from_code(code: &str, words: &str) -> Self {
        let answer = format!("{code} {words}");
        if NEVER.contains(&code) { Self::Refused(answer) } else { Self::Unavailable(answer) }
    }

    fn unavailable(error: impl std::error::Error) -> Self {
        Self::Unavailable(in_words(&error))
    }
}

/// The attributes that subscribers filter on without parsing the body.
fn attributes(envelope: &Envelope) -> impl Iterator<Item = (&'static str, Result<MessageAttributeValue, QueueError>)> {
    let text = |value: &str| {
        let value = MessageAttributeValue::builder().data_type("String").string_value(value);
        value.build().map_err(QueueError::unavailable)
    };
    envelope.attributes.iter().map(move |(name, value)| (*name, text(value)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::example;

    #[test]
    fn refused_for_good_or_worth_another_try() {
        let check = |code: &str, is_final: bool| {
            let error = QueueError::from_code(code, "the words");
            assert_eq!(error.is_final(), is_final, "{code}");
            assert!(error.to_string().ends_with(&format!(": {code} the words")), "{error}");
        };
        NEVER.iter().for_each(|code| check(code, true));
        for code in ["RequestThrottled", "KmsThrottled", "AWS.SimpleQueueService.NonExistentQueue", "AccessDenied", ""]
        {
            check(code, false);
        }
        assert!(!QueueError::unavailable(std::fmt::Error).is_final());
    }

    #[test]
    fn attributes_for_subscribers() {
        let envelope = example("{}").envelope("frontdesk-events");
        let found: Vec<(&str, String)> = attributes(&envelope)
            .map(|(name, value)| (name, value.unwrap().string_value().unwrap().to_owned()))
            .collect();
        let expected = [
            ("provider", "gingr"),
            ("kind", "check_in"),
            ("verification", "fields"),
            ("action", "checked_in"),
            ("entity", "reservation"),
        ];
        assert_eq!(found, expected.map(|(name, value)| (name, value.to_owned())));
    }
}
