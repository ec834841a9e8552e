//! A message on its way in: its wire format, and every rule that it must satisfy before it is
//! stored.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

use super::attributes::fifo;
use super::error::{Error, invalid};

const MOST_ATTRIBUTES: usize = 10;
const TRACE_HEADER: &str = "AWSTraceHeader";

/// One message of `SendMessage` or of an entry of `SendMessageBatch`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Message {
    message_body: Option<String>,
    pub(super) delay_seconds: Option<i64>,
    #[serde(default)]
    pub(super) message_attributes: BTreeMap<String, Attribute>,
    #[serde(default)]
    pub(super) message_system_attributes: BTreeMap<String, Attribute>,
    message_deduplication_id: Option<String>,
    pub(super) message_group_id: Option<String>,
}

/// A message attribute, stored as received.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Attribute {
    pub(super) data_type: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) string_value: Option<String>,
    /// In base64.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) binary_value: Option<String>,
}

impl Message {
    pub(super) fn body(&self) -> &str {
        self.message_body.as_deref().unwrap_or_default()
    }

    /// The size that counts towards the limit: body, and name, type and value of each attribute.
    pub(super) fn size(&self) -> usize {
        let attributes = self.message_attributes.iter().map(|(name, attribute)| name.len() + attribute.size());
        self.body().len() + attributes.sum::<usize>()
    }

    pub(super) fn trace_header(&self) -> Option<&str> {
        self.message_system_attributes.get(TRACE_HEADER)?.string_value.as_deref()
    }

    /// Checks everything that SQS checks; `limit` is the queue's largest message.
    pub(super) fn check(&self, limit: usize) -> Result<(), Error> {
        if self.body().is_empty() {
            // For an empty body, too, the service says "missing".
            return Err(Error::MissingParameter("MessageBody"));
        }
        if let Some(refused) = first_refused(self.body()) {
            return Err(Error::InvalidMessageContents(refused));
        }
        if self.message_deduplication_id.is_some() {
            return Err(fifo());
        }
        if let Some(group) = &self.message_group_id
            && (!(1..=128).contains(&group.len()) || !group.bytes().all(|byte| byte.is_ascii_graphic()))
        {
            return Err(invalid(group, "MessageGroupId", "It must be 1 to 128 letters, digits and punctuation marks."));
        }
        if let Some(delay) = self.delay_seconds
            && !(0..=900).contains(&delay)
        {
            return Err(invalid(delay, "DelaySeconds", "DelaySeconds must be >= 0 and <= 900."));
        }
        self.check_attributes()?;
        if self.size() > limit {
            let text =
                format!("One or more parameters are invalid. Reason: Message must be shorter than {limit} bytes.");
            return Err(Error::InvalidParameterValue(text));
        }
        Ok(())
    }

    fn check_attributes(&self) -> Result<(), Error> {
        let count = self.message_attributes.len();
        if count > MOST_ATTRIBUTES {
            let text =
                format!("Number of message attributes [{count}] exceeds the allowed maximum [{MOST_ATTRIBUTES}].");
            return Err(Error::InvalidParameterValue(text));
        }
        for (name, attribute) in &self.message_attributes {
            check_name(name)?;
            attribute.check(name)?;
        }
        for (name, attribute) in &self.message_system_attributes {
            if name != TRACE_HEADER || attribute.data_type != "String" {
                return Err(refused(
                    name,
                    "is not a system attribute that can be sent; AWSTraceHeader of type String is",
                ));
            }
            attribute.check(name)?;
        }
        Ok(())
    }
}

impl Attribute {
    fn size(&self) -> usize {
        let binary = self
            .binary_value
            .as_ref()
            .map_or(0, |encoded| base64::decoded_len_estimate(encoded.len()) - padding(encoded));
        self.data_type.len() + self.string_value.as_ref().map_or(0, String::len) + binary
    }

    fn check(&self, name: &str) -> Result<(), Error> {
        let kind = self.data_type.split('.').next().unwrap_or_default();
        if self.data_type.len() > 256 || !matches!(kind, "String" | "Number" | "Binary") {
            return Err(refused(name, "has an invalid type; it must start with String, Number or Binary"));
        }
        match (kind, &self.string_value, &self.binary_value) {
            ("Binary", None, Some(encoded)) if !encoded.is_empty() => match STANDARD.decode(encoded) {
                Ok(_) => Ok(()),
                Err(_) => Err(refused(name, "has a binary value that is not base64")),
            },
            ("String" | "Number", Some(text), None) if !text.is_empty() => {
                if first_refused(text).is_some() {
                    Err(refused(name, "has a character that is not allowed"))
                } else if kind == "Number" && !text.parse::<f64>().is_ok_and(f64::is_finite) {
                    Err(Error::InvalidParameterValue(format!(
                        "Can't cast the value of message attribute '{name}' to a number."
                    )))
                } else {
                    Ok(())
                }
            }
            _ => Err(refused(name, &format!("must contain a non-empty value of type '{kind}' and no other"))),
        }
    }
}

fn check_name(name: &str) -> Result<(), Error> {
    let reserved = |prefix: &str| name.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte);
    if name.is_empty() {
        Err(Error::InvalidParameterValue("The request must contain non-empty message attribute names.".to_owned()))
    } else if name.len() > 256 || !name.bytes().all(allowed) {
        Err(refused(name, "can only contain letters, digits, '_', '-' and '.', and at most 256 of them"))
    } else if name.starts_with('.') || name.ends_with('.') || name.contains("..") {
        Err(refused(name, "cannot start or end with a period, nor have two in a row"))
    } else if reserved("AWS.") || reserved("Amazon.") {
        Err(refused(name, "cannot start with a reserved prefix (AWS., Amazon.)"))
    } else {
        Ok(())
    }
}

fn refused(name: &str, why: &str) -> Error {
    Error::InvalidParameterValue(format!("Message (user) attribute '{name}' {why}."))
}

/// The first character that SQS does not accept.
fn first_refused(text: &str) -> Option<u32> {
    let taken =
        |&c: &char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..);
    text.chars().find(|c| !taken(c)).map(u32::from)
}

fn padding(encoded: &str) -> usize {
    encoded.bytes().rev().take_while(|&byte| byte == b'=').count()
}
