//! The reasons why a message cannot be consumed, as text for people and for the log.

/// The reason why a message cannot be consumed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum MessageError {
    /// Not JSON, or not a Frontdesk event.
    #[error("the message is not an event of Frontdesk: {0}")]
    NotAnEvent(serde_json::Error),
    /// The event belongs to another provider.
    #[error("expected an event from `{expected}`, but this one is from `{source}`")]
    OtherProvider {
        /// The provider of the requested types.
        expected: &'static str,
        /// The event's source.
        r#source: String,
    },
    /// The body is in the table.
    #[error("the body is too large for the queue; fetch it with `Message::body` from {0}")]
    Elsewhere(String),
    /// Neither a body nor a reference to one.
    #[error("the message has neither `data` nor `dataref`")]
    NoData,
    /// The bytes differ from those received: the message was rewritten in transit, or the row was
    /// changed.
    #[error("the body of event {id} is not the one that was received: its SHA-256 is {found}, not {expected}")]
    Altered {
        /// The event's id.
        id: String,
        /// The hash in the message.
        expected: String,
        /// The hash of the actual bytes.
        found: String,
    },
    /// The reference does not have Frontdesk's format.
    #[error("`dataref` is {0:?}, but must be `dynamodb://<table>/<key>`")]
    Reference(String),
    /// The reference points to another table.
    #[error("the body is at {dataref}, and not in the table {table}; read it with a `Reader` of its own table")]
    OtherTable {
        /// The location of the body.
        dataref: String,
        /// The consumer's table.
        table: String,
    },
    /// The row at the reference no longer exists.
    #[error("nothing is stored at {0} any more: the row expired or was deleted")]
    Gone(String),
    /// The table did not answer in time, throttled, or refused. The same message may succeed later.
    #[error("the table did not accept the request: {0}")]
    Unavailable(String),
    /// The row, or a part of the body, differs from what was stored.
    #[error("{0}")]
    Damaged(String),
    /// The payload does not fit its type.
    #[error("the payload does not fit the type of its kind: {0}")]
    Misfit(serde_json::Error),
}

impl MessageError {
    /// Returns the text for the log. It omits the message's content, which a JSON reader's errors
    /// may quote.
    #[must_use]
    pub fn without_content(&self) -> String {
        match self {
            MessageError::NotAnEvent(error) => format!("the message is not an event of Frontdesk: {}", about(error)),
            MessageError::Misfit(error) => format!("the payload does not fit the type of its kind: {}", about(error)),
            MessageError::OtherProvider { expected, .. } => format!("the event is not from `{expected}`"),
            MessageError::Reference(_) => "`dataref` does not have the form `dynamodb://<table>/<key>`".to_owned(),
            other => other.to_string(),
        }
    }

    /// Returns whether the message itself is at fault: no later attempt can succeed.
    #[must_use]
    pub fn is_final(&self) -> bool {
        !matches!(self, MessageError::Unavailable(_))
    }
}

/// Describes what is wrong with the JSON, and where. The name of a missing field comes from our
/// types, so it may be shown.
fn about(error: &serde_json::Error) -> String {
    let words = error.to_string();
    let missing = words.strip_prefix("missing field `").and_then(|rest| rest.split_once('`'));
    let what = match (missing, error.classify()) {
        (Some((name, _)), _) => format!("the field `{name}` is missing"),
        (None, serde_json::error::Category::Data) => "a value has the wrong type for its field".to_owned(),
        (None, _) => unread(&words).to_owned(),
    };
    match error.line() {
        0 => what,
        line => format!("{what} (line {line}, column {})", error.column()),
    }
}

/// Describes text that other readers may accept: these are limits of this reader, not of JSON.
fn unread(words: &str) -> &'static str {
    let said = |words_of_reader: &[&str]| words_of_reader.iter().any(|start| words.starts_with(start));
    if said(&["number out of range"]) {
        "a number is too large for a 64-bit float"
    } else if said(&["lone leading surrogate", "unexpected end of hex escape"]) {
        "a string has half of a surrogate pair, so it is not Unicode"
    } else if said(&["recursion limit exceeded"]) {
        "it is nested too deeply for this reader"
    } else {
        "it is not JSON"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_content_gets_into_the_log() {
        fn check(json: &str, expected: &str) {
            #[derive(Debug, serde::Deserialize)]
            struct Wanted {
                #[serde(rename = "number")]
                _number: u8,
            }
            let error = || serde_json::from_str::<Wanted>(json).unwrap_err();
            for bad in [MessageError::NotAnEvent(error()), MessageError::Misfit(error())] {
                let line = bad.without_content();
                assert!(line.ends_with(expected) && !line.contains("s3cret"), "{line}");
                assert!(bad.is_final());
            }
        }
        check(r#"{"number":"s3cret"}"#, "a value has the wrong type for its field (line 1, column 18)");
        check(r#"{"s3cret":1}"#, "the field `number` is missing (line 1, column 12)");
        check("s3cret", "it is not JSON (line 1, column 1)");
        let value = serde_json::json!({ "number": "s3cret" });
        let error = serde_json::from_value::<std::collections::BTreeMap<String, u8>>(value).unwrap_err();
        assert!(MessageError::Misfit(error).without_content().ends_with("a value has the wrong type for its field"));
        for (json, told) in [
            (r#"[1e400]"#.to_owned(), "a number is too large for a 64-bit float (line 1, column 6)"),
            (
                r#"["\ud800s3cret"]"#.to_owned(),
                "a string has half of a surrogate pair, so it is not Unicode (line 1, column 9)",
            ),
            ("[".repeat(200), "it is nested too deeply for this reader (line 1, column 128)"),
        ] {
            let error = serde_json::from_str::<serde_json::Value>(&json).unwrap_err();
            let line = MessageError::Misfit(error).without_content();
            assert!(line.ends_with(told), "{line}");
        }
        assert!(!MessageError::Reference("s3cret".to_owned()).without_content().contains("s3cret"));
    }
}
