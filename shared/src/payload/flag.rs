//! A boolean in any of the forms that senders use.

use serde::Deserialize;
use serde::de::{Deserializer, Error};
use serde_json::Value;

use super::tolerant::number_text;

/// A boolean in any of the forms that senders use.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Flag {
    /// `true`, `"true"`, `"1"`, `1`.
    True,
    /// `false`, `"false"`, `"0"`, `0`.
    False,
    /// Another word or number, as written.
    Other(String),
}

impl Flag {
    /// Returns whether the value is explicitly true.
    #[must_use]
    pub fn is_true(&self) -> bool {
        *self == Flag::True
    }
}

impl<'de> Deserialize<'de> for Flag {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = match Value::deserialize(deserializer)? {
            Value::Bool(yes) => yes.to_string(),
            Value::Number(number) => number_text(&number),
            Value::String(text) => text,
            _ => return Err(D::Error::custom("expected a boolean, found a list or object")),
        };
        Ok(match word.as_str() {
            "true" | "1" => Flag::True,
            "false" | "0" => Flag::False,
            _ => Flag::Other(word),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read<T: serde::de::DeserializeOwned>(json: &str) -> Option<T> {
        serde_json::from_str(json).ok()
    }

    #[test]
    fn flags() {
        fn check(json: &str, expected: Option<Flag>) {
            assert_eq!(read::<Flag>(json), expected, "{json}");
        }
        for yes in ["true", "1", "\"true\"", "\"1\""] {
            check(yes, Some(Flag::True));
        }
        for no in ["false", "0", "\"false\"", "\"0\""] {
            check(no, Some(Flag::False));
        }
        check("\"maybe\"", Some(Flag::Other("maybe".to_owned())));
        check("2", Some(Flag::Other("2".to_owned())));
        check("[]", None);
        check("null", None);
        assert!(Flag::True.is_true() && !Flag::False.is_true());
    }
}
