//! The live secrets of a provider: how they are written, which are accepted, and a `Debug` that tells nothing.
//!
//! A value is one secret, or a JSON array of several (rotation: the old and the new one are live at a time).

use std::fmt;

use crate::signature::Key;

/// The least length of a secret, in characters. Shorter ones are guessed too easily to protect anything.
pub const MIN_SECRET_CHARS: usize = 16;

/// Names a secret without telling it: the first 8 hex digits of its SHA-256.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct KeyId(pub(crate) [u8; 4]);

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyId({self})")
    }
}

/// One or more secrets that deliveries may be signed with. Never empty.
#[derive(Clone)]
pub struct Secrets {
    keys: Vec<Key>,
}

impl Secrets {
    /// Reads a value as operators write it: one secret, or a JSON array of live ones.
    ///
    /// # Errors
    /// [`BadSecret`] names what is wrong; it never repeats the secret.
    pub fn parse(value: &str) -> Result<Self, BadSecret> {
        let secrets = texts(value)?;
        if secrets.is_empty() {
            return Err(BadSecret::EmptyArray);
        }
        let keys = secrets.iter().map(|secret| check(secret)).collect::<Result<_, _>>()?;
        Ok(Self { keys })
    }

    /// Adds the secrets of `other` behind these; the order decides nothing but the order of trial.
    #[must_use]
    pub fn and(mut self, other: Secrets) -> Self {
        self.keys.extend(other.keys);
        self
    }

    /// The ids of the live secrets.
    pub fn ids(&self) -> impl Iterator<Item = KeyId> {
        self.keys.iter().map(Key::id)
    }

    pub(crate) fn keys(&self) -> &[Key] {
        &self.keys
    }
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.ids()).finish()
    }
}

/// The single secrets of a value, whether they are good for anything or not.
pub(crate) fn texts(value: &str) -> Result<Vec<String>, BadSecret> {
    match value.trim_start().chars().next() {
        Some('[') => serde_json::from_str(value).map_err(|_| BadSecret::NotAnArrayOfStrings),
        Some('{') => Err(BadSecret::JsonObject),
        _ => Ok(vec![value.to_owned()]),
    }
}

fn check(secret: &str) -> Result<Key, BadSecret> {
    let quoted = |quote: char| secret.len() > 1 && secret.starts_with(quote) && secret.ends_with(quote);
    if secret.trim().is_empty() {
        Err(BadSecret::Empty)
    } else if secret.trim() != secret {
        Err(BadSecret::Padded)
    } else if quoted('"') || quoted('\'') {
        Err(BadSecret::Quoted)
    } else if secret.chars().count() < MIN_SECRET_CHARS {
        Err(BadSecret::Short)
    } else {
        Ok(Key::new(secret.as_bytes()))
    }
}

/// Why a value cannot be used as a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadSecret {
    /// Nothing, or only white space.
    #[error("it is empty; an empty secret would accept every sender")]
    Empty,
    /// White space at its start or end: no signature made with the intended secret would ever match.
    #[error("it starts or ends with white space (a line break from a file?); store it without")]
    Padded,
    /// Quotation marks around it.
    #[error("it is wrapped in quotation marks; store it without them")]
    Quoted,
    /// Fewer than [`MIN_SECRET_CHARS`] characters.
    #[error(
        "it has fewer than {MIN_SECRET_CHARS} characters; use a longer one, such as the output of `openssl rand -hex 32`"
    )]
    Short,
    /// Starts like a JSON array and is not one of strings.
    #[error("it starts with `[` but is not a JSON array of strings such as [\"new secret\", \"old secret\"]")]
    NotAnArrayOfStrings,
    /// `[]`.
    #[error("it is an empty JSON array; give at least one secret")]
    EmptyArray,
    /// Starts like a JSON object, the console's key/value form.
    #[error("it is a JSON object; store the secret as plain text, or several as a JSON array")]
    JsonObject,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_as_operators_write_them() {
        fn check(value: &str, expected: Result<usize, BadSecret>) {
            let got = Secrets::parse(value).map(|secrets| secrets.ids().count());
            assert_eq!(got, expected, "{value:?}");
        }
        check("0123456789abcdef", Ok(1));
        check("sixteen ümlaut ä", Ok(1));
        check(r#"["0123456789abcdef","fedcba9876543210"]"#, Ok(2));
        check(" [\"0123456789abcdef\"]\n", Ok(1));
        check("", Err(BadSecret::Empty));
        check(" \n", Err(BadSecret::Empty));
        check("0123456789abcde", Err(BadSecret::Short));
        check("0123456789abcdef\n", Err(BadSecret::Padded));
        check(" 0123456789abcdef", Err(BadSecret::Padded));
        check("\"0123456789abcdef\"", Err(BadSecret::Quoted));
        check("'0123456789abcdef'", Err(BadSecret::Quoted));
        check("[]", Err(BadSecret::EmptyArray));
        check("[\"0123456789abcdef\", \"\"]", Err(BadSecret::Empty));
        check("[\"0123456789abcdef\", 7]", Err(BadSecret::NotAnArrayOfStrings));
        check("[0123456789abcdef", Err(BadSecret::NotAnArrayOfStrings));
        check("{\"secret\":\"0123456789abcdef\"}", Err(BadSecret::JsonObject));
    }

    #[test]
    fn debug_tells_no_secret() {
        let shown = format!("{:?}", Secrets::parse("0123456789abcdef").unwrap());
        assert_eq!(shown, "[KeyId(9f9f5111)]");
    }
}
