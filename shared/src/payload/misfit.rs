//! Whether a payload fits the type of its kind, as a consumer would read it; and if not, where and why.
//!
//! Rows and logs hold the result, so it never repeats what the sender wrote: serde's own messages quote values.

use std::fmt;

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::tolerant;

/// The longest path that is kept, in bytes.
const MAX_PATH: usize = 200;
/// The largest body that is checked, in bytes. A larger one can have so many fields that they would fill a function's memory.
const MAX_CHECKED: usize = 256 * 1024;
/// How many bytes of JSON are read again at most to find out where a payload does not fit: the event waits for it.
const MAX_READ_AGAIN: usize = 1024 * 1024;

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
    if body.len() > MAX_CHECKED {
        return Ok(());
    }
    let parsed = || serde_json::from_slice::<Value>(body);
    let read = |value: Value| tolerant::read::<T>(value).err().map(|error| error.to_string());
    match parsed().map(read) {
        Ok(None) => Ok(()),
        Ok(Some(message)) => {
            let tries = MAX_READ_AGAIN / body.len().max(1);
            let path = place(parsed().unwrap_or_default(), &message, tries, &read);
            Err(Misfit { path, reason: without_values(&message) })
        }
        Err(_) => Err(Misfit { path: ".".to_owned(), reason: "no JSON that consumers can read".to_owned() }),
    }
}

/// The field that `message` is about: the innermost without which it is another one. A deserializer that follows the path
/// would do the same, and make every function a thirtieth larger.
fn place(mut whole: Value, message: &str, mut tries: usize, read: &dyn Fn(Value) -> Option<String>) -> String {
    let mut path: Vec<Step> = Vec::new();
    loop {
        let steps: Vec<Step> = match inside(&mut whole, &path) {
            Some(Value::Object(fields)) => fields.keys().cloned().map(Step::Field).collect(),
            Some(Value::Array(values)) => (0..values.len()).map(Step::Index).collect(),
            _ => Vec::new(),
        };
        let found = steps.into_iter().find(|step| {
            if tries == 0 {
                return false;
            }
            tries -= 1;
            let mut without = whole.clone();
            match (inside(&mut without, &path), step) {
                (Some(Value::Object(fields)), Step::Field(name)) => drop(fields.remove(name)),
                (Some(Value::Array(values)), Step::Index(index)) => drop(values.remove(*index)),
                _ => {}
            }
            read(without).as_deref() != Some(message)
        });
        match found {
            Some(step) => path.push(step),
            None => break,
        }
    }
    let mut text = String::new();
    for step in path {
        match step {
            Step::Field(name) if text.is_empty() => text.push_str(&name),
            Step::Field(name) => text.push_str(&format!(".{name}")),
            Step::Index(index) => text.push_str(&format!("[{index}]")),
        }
    }
    let end = (0..=MAX_PATH.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    text.truncate(end);
    if text.is_empty() { ".".to_owned() } else { text }
}

/// One step into a payload.
enum Step {
    Field(String),
    Index(usize),
}

/// What is at a path.
fn inside<'a>(value: &'a mut Value, path: &[Step]) -> Option<&'a mut Value> {
    path.iter().try_fold(value, |value, step| match step {
        Step::Field(name) => value.get_mut(name),
        Step::Index(index) => value.get_mut(index),
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

    use super::{MAX_CHECKED, check as check_type};

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
        // Searching ends, and what is known by then is kept.
        let many: Vec<String> = (0..2_000).map(|n| format!("\"f{n:0>40}\":0")).collect();
        check(&format!("{{\"id\":7,\"list\":[{{{}}}]}}", many.join(",")), Some("list[0]: missing field `name`"));
        check(&format!("{{\"id\":\"{}\"}}", "x".repeat(MAX_CHECKED)), None);
        check("SECRET", Some(".: no JSON that consumers can read"));
        check("[1]", Some(".: invalid type: sequence, expected struct Thing"));
    }
}
