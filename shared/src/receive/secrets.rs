//! The live secrets of a provider: how they are written, which are accepted, and a `Debug` that reveals nothing.
//!
//! A value is one secret, or a JSON array of several (rotation: the old and the new one are live at a time).

use std::fmt;

use sha2::{Digest, Sha256};

use super::signature::Key;

/// The least length of a secret, in characters. Shorter ones are guessed too easily to protect anything.
pub const MIN_SECRET_CHARS: usize = 16;

/// Names a secret without revealing it: the first 8 hex digits of its SHA-256.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct KeyId(pub(crate) [u8; 4]);

impl KeyId {
    /// The id of one secret.
    #[must_use]
    pub fn of_secret(secret: &[u8]) -> Self {
        let [a, b, c, d, ..]: [u8; 32] = Sha256::digest(secret).into();
        Self([a, b, c, d])
    }
}

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
    /// [`SecretError`] names what is wrong; it never repeats the secret.
    pub fn parse(value: &str) -> Result<Self, SecretError> {
        let secrets = Self::split(value)?;
        if secrets.is_empty() {
            return Err(SecretError::EmptyArray);
        }
        let keys = secrets.iter().map(|secret| check(secret)).collect::<Result<_, _>>()?;
        Ok(Self { keys })
    }

    /// The single secrets in a value, usable or not.
    ///
    /// # Errors
    /// [`SecretError`] for a value that is neither text nor a JSON array of texts.
    pub fn split(value: &str) -> Result<Vec<String>, SecretError> {
        match value.trim_start().chars().next() {
            Some('[') => serde_json::from_str(value).map_err(|_| SecretError::NotAnArrayOfStrings),
            Some('{') => Err(SecretError::JsonObject),
            _ => Ok(vec![value.to_owned()]),
        }
    }

    /// Adds the secrets of `other`. Order only affects which is tried first.
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

fn check(secret: &str) -> Result<Key, SecretError> {
    let quoted = |quote: char| secret.len() > 1 && secret.starts_with(quote) && secret.ends_with(quote);
    if secret.trim().is_empty() {
        Err(SecretError::Empty)
    } else if secret.trim() != secret {
        Err(SecretError::Padded)
    } else if quoted('"') || quoted('\'') {
        Err(SecretError::Quoted)
    } else if secret.chars().count() < MIN_SECRET_CHARS {
        Err(SecretError::Short)
    } else {
        Key::new(secret.as_bytes())
    }
}

/// Why a value cannot be used as a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SecretError {
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
    /// Of a length that cannot be an HMAC key.
    #[error("it cannot be used as an HMAC key")]
    NotAKey,
    /// Starts like a JSON object, the console's key/value form.
    #[error("it is a JSON object; store the secret as plain text, or several as a JSON array")]
    JsonObject,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_as_operators_write_them() {
        fn check(value: &str, expected: Result<usize, SecretError>) {
            let got = Secrets::parse(value).map(|secrets| secrets.ids().count());
            assert_eq!(got, expected, "{value:?}");
        }
        check("0123456789abcdef", Ok(1));
        check("sixteen ümlaut ä", Ok(1));
        check(r#"["0123456789abcdef","fedcba9876543210"]"#, Ok(2));
        check(" [\"0123456789abcdef\"]\n", Ok(1));
        check("", Err(SecretError::Empty));
        check(" \n", Err(SecretError::Empty));
        check("0123456789abcde", Err(SecretError::Short));
        check("0123456789abcdef\n", Err(SecretError::Padded));
        check(" 0123456789abcdef", Err(SecretError::Padded));
        check("\"0123456789abcdef\"", Err(SecretError::Quoted));
        check("'0123456789abcdef'", Err(SecretError::Quoted));
        check("[]", Err(SecretError::EmptyArray));
        check("[\"0123456789abcdef\", \"\"]", Err(SecretError::Empty));
        check("[\"0123456789abcdef\", 7]", Err(SecretError::NotAnArrayOfStrings));
        check("[0123456789abcdef", Err(SecretError::NotAnArrayOfStrings));
        check("{\"secret\":\"0123456789abcdef\"}", Err(SecretError::JsonObject));
    }

    #[test]
    fn debug_tells_no_secret() {
        let shown = format!("{:?}", Secrets::parse("0123456789abcdef").unwrap());
        assert_eq!(shown, "[KeyId(9f9f5111)]");
    }
}
