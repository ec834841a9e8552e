//! Whether a payload fits the type of its kind, as a consumer would read it; and if not, where and why.
//!
//! What is said about it goes to rows and logs, so it never repeats what the sender wrote: serde's own messages quote values.

use std::fmt;

use serde::de::DeserializeOwned;
use serde_path_to_error::{Deserializer, Track};

use super::tolerant::Tolerant;

/// The longest path that is kept, in bytes.
const MAX_PATH: usize = 200;

/// Where a payload does not fit its type, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misfit {
    /// The field, as far as it is known: `data.position.id`.
    path: String,
    /// Why, without a value: `a string, expected f64`.
    reason: String,
}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.reason)
    }
}

/// Reads a body into a type, with the tolerance that consumers read with, and keeps nothing of it.
///
/// # Errors
/// [`Misfit`] says where it does not fit.
pub(crate) fn check<T: DeserializeOwned>(body: &[u8]) -> Result<(), Misfit> {
    let Ok(value) = serde_json::from_slice(body) else {
        return Err(Misfit { path: ".".to_owned(), reason: "no JSON that consumers can read".to_owned() });
    };
    let mut track = Track::new();
    let read = T::deserialize(Deserializer::new(Tolerant(value), &mut track));
    read.map(drop).map_err(|error| {
        let mut path = track.path().to_string();
        let end = (0..=MAX_PATH.min(path.len())).rev().find(|at| path.is_char_boundary(*at)).unwrap_or(0);
        path.truncate(end);
        Misfit { path, reason: without_values(&error.to_string()) }
    })
}

/// A message of serde without the values in it.
fn without_values(message: &str) -> String {
    let fields = ["missing field `", "duplicate field `"];
    if fields.iter().any(|start| message.starts_with(start)) {
        return message.to_owned();
    }
    let found = message.split_once(": ").filter(|(start, _)| start.starts_with("invalid "));
    let (Some((what, found)), Some((_, expected))) = (found, message.rsplit_once(", expected ")) else {
        return "it is of another form".to_owned();
    };
    // What was found begins with a word for its type; the value comes behind it.
    let kinds = ["boolean", "integer", "floating point", "character", "string", "null", "unit", "map", "sequence"];
    let found = kinds.into_iter().find(|kind| found.starts_with(kind)).unwrap_or("something else");
    format!("{what}: {found}, expected {expected}")
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::check as check_type;

    #[derive(Deserialize)]
    #[expect(dead_code, reason = "only read")]
    struct Thing {
        id: u32,
        list: Vec<Inner>,
    }

    #[derive(Deserialize)]
    #[expect(dead_code, reason = "only read")]
    struct Inner {
        name: String,
        at: Option<f64>,
    }

    #[test]
    fn where_and_why_and_never_what() {
        fn check(json: &str, expected: Option<&str>) {
            let found = check_type::<Thing>(json.as_bytes()).err().map(|misfit| misfit.to_string());
            assert_eq!(found.as_deref(), expected, "{json}");
            assert!(!found.unwrap_or_default().contains("SECRET"), "{json}");
        }
        check(r#"{"id":7,"list":[{"name":"a","at":1.5}]}"#, None);
        check(r#"{"list":[]}"#, Some(".: missing field `id`"));
        check(r#"{"id":7,"list":[{"name":"a"},{}]}"#, Some("list[1]: missing field `name`"));
        check(r#"{"id":"SECRET","list":[]}"#, Some("id: invalid type: string, expected u32"));
        check(r#"{"id":"SECRET, expected SECRET","list":[]}"#, Some("id: invalid type: string, expected u32"));
        check(r#"{"id":-7,"list":[]}"#, Some("id: invalid value: integer, expected u32"));
        check(r#"{"id":7,"list":[{"name":{"SECRET":1}}]}"#, Some("list[0].name: invalid type: map, expected a string"));
        check(
            r#"{"id":7,"list":[{"name":"a","at":"SECRET"}]}"#,
            Some("list[0].at: invalid type: string, expected f64"),
        );
        check("SECRET", Some(".: no JSON that consumers can read"));
        check("[1]", Some(".: invalid type: sequence, expected struct Thing"));
    }
}
