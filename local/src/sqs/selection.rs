//! What a receiver requested, and the parts of a message that it therefore gets.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::error::{Error, invalid};
use super::message::Attribute;
use super::{ACCOUNT, digest, queue_arn};

/// The system attributes that may be requested; those of FIFO queues are known, but always absent.
const SYSTEM_ATTRIBUTES: [&str; 10] = [
    "All",
    "AWSTraceHeader",
    "ApproximateFirstReceiveTimestamp",
    "ApproximateReceiveCount",
    "DeadLetterQueueSourceArn",
    "MessageDeduplicationId",
    "MessageGroupId",
    "SenderId",
    "SentTimestamp",
    "SequenceNumber",
];

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct ReceiveMessage {
    pub(super) queue_url: Option<String>,
    max_number_of_messages: Option<i64>,
    pub(super) visibility_timeout: Option<i64>,
    pub(super) wait_time_seconds: Option<i64>,
    /// The older name of the next field.
    #[serde(default)]
    attribute_names: Vec<String>,
    #[serde(default)]
    message_system_attribute_names: Vec<String>,
    #[serde(default)]
    message_attribute_names: Vec<String>,
}

/// A stored message that was just received.
pub(super) struct Received {
    pub(super) message_id: String,
    pub(super) body: String,
    pub(super) attributes: String,
    pub(super) group_id: Option<String>,
    pub(super) trace_header: Option<String>,
    pub(super) sent_at: i64,
    pub(super) receive_count: i64,
    pub(super) first_received_at: i64,
    pub(super) source: Option<String>,
}

impl ReceiveMessage {
    pub(super) fn count(&self) -> usize {
        self.max_number_of_messages.and_then(|count| usize::try_from(count).ok()).unwrap_or(1)
    }

    pub(super) fn check(&self) -> Result<(), Error> {
        let ranges = [
            ("MaxNumberOfMessages", self.max_number_of_messages, 1..=10),
            ("VisibilityTimeout", self.visibility_timeout, 0..=43_200),
            ("WaitTimeSeconds", self.wait_time_seconds, 0..=20),
        ];
        for (name, value, range) in ranges {
            if let Some(value) = value.filter(|value| !range.contains(value)) {
                let reason = format!("Must be between {} and {}, if provided.", range.start(), range.end());
                return Err(invalid(value, name, &reason));
            }
        }
        match self.system_names().find(|name| !SYSTEM_ATTRIBUTES.contains(name)) {
            Some(unknown) => Err(Error::InvalidAttributeName(unknown.to_owned())),
            None => Ok(()),
        }
    }

    /// The message as this receiver requested it.
    pub(super) fn shown(&self, received: &Received, handle: &str) -> Result<Value, Error> {
        let mut message = Map::new();
        message.insert("MessageId".to_owned(), json!(received.message_id));
        message.insert("ReceiptHandle".to_owned(), json!(handle));
        message.insert("MD5OfBody".to_owned(), json!(digest::of_body(&received.body)));
        message.insert("Body".to_owned(), json!(received.body));
        let system = self.system_attributes(received);
        if !system.is_empty() {
            message.insert("Attributes".to_owned(), Value::Object(system));
        }
        let mut attributes: BTreeMap<String, Attribute> = serde_json::from_str(&received.attributes)?;
        attributes.retain(|name, _| self.message_attribute_names.iter().any(|asked| covers(asked, name)));
        if !attributes.is_empty() {
            // A digest of what is returned, not of what was sent: only that can a client check.
            let md5 = digest::of_attributes(attributes.iter());
            message.insert("MD5OfMessageAttributes".to_owned(), json!(md5));
            message.insert("MessageAttributes".to_owned(), json!(attributes));
        }
        Ok(Value::Object(message))
    }

    fn system_attributes(&self, received: &Received) -> Map<String, Value> {
        let all = [
            ("AWSTraceHeader", received.trace_header.clone()),
            ("ApproximateFirstReceiveTimestamp", Some(received.first_received_at.to_string())),
            ("ApproximateReceiveCount", Some(received.receive_count.to_string())),
            ("DeadLetterQueueSourceArn", received.source.as_deref().map(queue_arn)),
            ("MessageGroupId", received.group_id.clone()),
            ("SenderId", Some(ACCOUNT.to_owned())),
            ("SentTimestamp", Some(received.sent_at.to_string())),
        ];
        let wanted = |name: &str| self.system_names().any(|asked| asked == "All" || asked == name);
        let shown = all.into_iter().filter(|(name, _)| wanted(name));
        shown.filter_map(|(name, value)| Some((name.to_owned(), Value::String(value?)))).collect()
    }

    fn system_names(&self) -> impl Iterator<Item = &str> {
        self.attribute_names.iter().chain(&self.message_system_attribute_names).map(String::as_str)
    }
}

/// Whether `asked` (`All`, `.*`, `prefix.*` or a name) covers the message attribute `name`.
fn covers(asked: &str, name: &str) -> bool {
    match asked.strip_suffix(".*") {
        Some(prefix) => name.starts_with(prefix),
        None => asked == "All" || asked == name,
    }
}
