//! A name or id, or the object itself.

use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer, Error};
use serde_json::Value;

use super::tolerant;

/// A name or id, or the object itself.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum StringOr<T> {
    /// The name or id.
    String(String),
    /// The object itself.
    Value(T),
}

impl<T> StringOr<T> {
    /// Returns the name or id, if the sender wrote that.
    #[must_use]
    pub fn string(&self) -> Option<&str> {
        match self {
            StringOr::String(string) => Some(string),
            StringOr::Value(_) => None,
        }
    }

    /// Returns the object, if the sender wrote that.
    #[must_use]
    pub fn value(&self) -> Option<&T> {
        match self {
            StringOr::String(_) => None,
            StringOr::Value(value) => Some(value),
        }
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for StringOr<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Value::deserialize(deserializer)? {
            Value::String(string) => Ok(StringOr::String(string)),
            other => tolerant::read(other).map(StringOr::Value).map_err(D::Error::custom),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read<T: DeserializeOwned>(json: &str) -> Option<T> {
        serde_json::from_str(json).ok()
    }

    #[test]
    fn strings_or_things() {
        #[derive(Debug, PartialEq, Deserialize)]
        struct Place {
            name: String,
        }
        fn check(json: &str, string: Option<&str>, name: Option<&str>) {
            let got = read::<StringOr<Place>>(json);
            assert_eq!(got.as_ref().and_then(StringOr::string), string, "{json}");
            assert_eq!(got.as_ref().and_then(StringOr::value).map(|place| place.name.as_str()), name, "{json}");
        }
        check("\"Oslo\"", Some("Oslo"), None);
        check(r#"{"name":"Oslo"}"#, None, Some("Oslo"));
        check("7", None, None);
        check("{}", None, None);
    }
}
