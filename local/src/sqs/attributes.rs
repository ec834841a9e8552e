//! The attributes of a queue: their names, ranges and defaults, and the redrive policy inside one
//! of them.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};

use super::error::{Error, invalid};

/// The largest message, and the largest batch of messages, in bytes.
pub(super) const MAXIMUM_MESSAGE_SIZE: usize = 1_048_576;

/// Attributes that are whole numbers.
struct Number {
    name: &'static str,
    default: i64,
    least: i64,
    most: i64,
}

#[rustfmt::skip] // a table
const NUMBERS: [Number; 5] = [
    Number { name: "DelaySeconds", default: 0, least: 0, most: 900 },
    Number { name: "MaximumMessageSize", default: 1_048_576, least: 1024, most: 1_048_576 },
    Number { name: "MessageRetentionPeriod", default: 345_600, least: 60, most: 1_209_600 },
    Number { name: "ReceiveMessageWaitTimeSeconds", default: 0, least: 0, most: 20 },
    Number { name: "VisibilityTimeout", default: 30, least: 0, most: 43_200 },
];
/// Stored and returned, but without effect here.
const INERT: [&str; 5] =
    ["KmsDataKeyReusePeriodSeconds", "KmsMasterKeyId", "Policy", "RedriveAllowPolicy", "SqsManagedSseEnabled"];
const FIFO: [&str; 4] = ["ContentBasedDeduplication", "DeduplicationScope", "FifoQueue", "FifoThroughputLimit"];
const REDRIVE_POLICY: &str = "RedrivePolicy";

/// The attributes set on a queue; all others have their defaults.
#[derive(Debug, Clone, Default)]
pub(super) struct Attributes(pub(super) BTreeMap<String, String>);

/// The redrive policy: where messages go that were received too often.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RedrivePolicy {
    pub(super) dead_letter_target_arn: String,
    #[serde(deserialize_with = "number_or_text")]
    pub(super) max_receive_count: i64,
}

impl Attributes {
    /// Checks names and values. The caller, who knows the queues, checks that a redrive policy's
    /// target exists.
    pub(super) fn checked(given: &BTreeMap<String, String>) -> Result<Self, Error> {
        let mut set = BTreeMap::new();
        for (name, value) in given {
            if FIFO.contains(&name.as_str()) {
                return Err(fifo());
            } else if let Some(number) = NUMBERS.iter().find(|number| number.name == name) {
                let value = whole(value).filter(|value| (number.least..=number.most).contains(value));
                let value = value.ok_or_else(|| Error::InvalidAttributeValue(name.clone()))?;
                set.insert(name.clone(), value.to_string());
            } else if name == REDRIVE_POLICY {
                if !value.is_empty() {
                    RedrivePolicy::parse(value)?;
                }
                set.insert(name.clone(), value.clone());
            } else if INERT.contains(&name.as_str()) {
                set.insert(name.clone(), value.clone());
            } else {
                return Err(Error::InvalidAttributeName(name.clone()));
            }
        }
        Ok(Self(set))
    }

    /// Applies `change`. An empty redrive policy removes the policy.
    pub(super) fn change(&mut self, change: Self) {
        self.0.extend(change.0);
        self.0.retain(|name, value| name != REDRIVE_POLICY || !value.is_empty());
    }

    pub(super) fn delay_seconds(&self) -> i64 {
        self.number("DelaySeconds")
    }

    pub(super) fn maximum_message_size(&self) -> usize {
        usize::try_from(self.number("MaximumMessageSize")).unwrap_or(MAXIMUM_MESSAGE_SIZE)
    }

    pub(super) fn retention_seconds(&self) -> i64 {
        self.number("MessageRetentionPeriod")
    }

    pub(super) fn wait_seconds(&self) -> i64 {
        self.number("ReceiveMessageWaitTimeSeconds")
    }

    pub(super) fn visibility_seconds(&self) -> i64 {
        self.number("VisibilityTimeout")
    }

    pub(super) fn redrive_policy(&self) -> Result<Option<RedrivePolicy>, Error> {
        self.0.get(REDRIVE_POLICY).filter(|text| !text.is_empty()).map(|text| RedrivePolicy::parse(text)).transpose()
    }

    /// The first attribute in `asked` with a different value than here.
    pub(super) fn conflict(&self, asked: &Self) -> Option<String> {
        let effective = self.effective();
        let differs =
            |(name, value): &(&String, &String)| effective.get(*name).map_or("", String::as_str) != value.as_str();
        asked.0.iter().find(differs).map(|(name, _)| name.clone())
    }

    /// All attributes: the stored ones, and defaults for the others.
    pub(super) fn effective(&self) -> BTreeMap<String, String> {
        let defaults = NUMBERS.iter().map(|number| (number.name.to_owned(), number.default.to_string()));
        let mut all: BTreeMap<_, _> = defaults.collect();
        all.insert("SqsManagedSseEnabled".to_owned(), "true".to_owned());
        all.extend(self.0.clone());
        all
    }

    fn number(&self, name: &str) -> i64 {
        let default = NUMBERS.iter().find(|number| number.name == name).map_or(0, |number| number.default);
        self.0.get(name).and_then(|value| whole(value)).unwrap_or(default)
    }
}

impl RedrivePolicy {
    fn parse(text: &str) -> Result<Self, Error> {
        let policy: Self = serde_json::from_str(text).map_err(|cause| {
            invalid(text, REDRIVE_POLICY, &format!("{cause}; it needs deadLetterTargetArn and maxReceiveCount."))
        })?;
        if !(1..=1000).contains(&policy.max_receive_count) {
            return Err(invalid(text, REDRIVE_POLICY, "Invalid value for maxReceiveCount: it must be from 1 to 1000."));
        }
        Ok(policy)
    }

    pub(super) fn target(&self) -> &str {
        queue_of_arn(&self.dead_letter_target_arn)
    }
}

/// Whether `name` may be requested; `computed` are the names that are not stored.
pub(super) fn is_known(name: &str, computed: &[&str]) -> bool {
    NUMBERS.iter().any(|number| number.name == name)
        || [&INERT[..], &FIFO[..], computed, &[REDRIVE_POLICY, "All"]].iter().any(|names| names.contains(&name))
}

pub(super) fn fifo() -> Error {
    Error::UnsupportedOperation("This endpoint has standard queues only, no FIFO queues.".to_owned())
}

/// The queue's name at the end of its ARN.
pub(super) fn queue_of_arn(arn: &str) -> &str {
    arn.rsplit(':').next().unwrap_or(arn)
}

fn whole(text: &str) -> Option<i64> {
    text.parse().ok()
}

/// The console and CloudFormation write the count as a number, many tools as text.
fn number_or_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Count {
        Number(i64),
        Text(String),
    }
    match Count::deserialize(deserializer)? {
        Count::Number(count) => Ok(count),
        Count::Text(text) => text.parse().map_err(serde::de::Error::custom),
    }
}
