//! The live secrets of a provider: their format, which ones are accepted, and a `Debug` that
//! reveals nothing.
//!
//! A value is one secret, or a JSON array of several (during a rotation the old and the new one are
//! both live), or a JSON object that gives each account of the provider its own:
//! `{"north": "…", "south": ["new", "old"]}`. The name of the secret that matches is the event's
//! account, which is therefore as authentic as the delivery. The empty name stands for events
//! without an account, so that a stack can adopt accounts without changing the event ids of its
//! first one.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use sha2::{Digest, Sha256};

use super::signature::Key;

/// The minimum length of a secret, in characters. Shorter ones are too easy to guess.
pub const MIN_SECRET_CHARS: usize = 16;

/// Identifies a secret without revealing it: the first 8 hex digits of its SHA-256.
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
    keys: Vec<(Account, Key)>,
}

/// The account that the secret is for, if it has a name.
type Account = Option<Arc<str>>;

/// A secret as it is written in a value, usable or not.
#[derive(Clone, PartialEq, Eq)]
pub struct Written {
    /// The account that it is for, if accounts have names.
    pub account: Option<String>,
    /// The secret.
    pub secret: String,
}

/// The longest name of an account.
pub const MAX_ACCOUNT_CHARS: usize = 32;

impl Secrets {
    /// Parses a value as operators write it: one secret, a JSON array of live ones, or a JSON
    /// object with the live ones of each account.
    ///
    /// # Errors
    /// [`SecretError`] names what is wrong; it never repeats the secret.
    pub fn parse(value: &str) -> Result<Self, SecretError> {
        let mut keys: Vec<(Account, Key)> = Vec::new();
        for Written { account, secret } in Self::split(value)? {
            let account: Account = account.map(Into::into);
            let key = check(&secret)?;
            if let Some((other, _)) = keys.iter().find(|(other, known)| known.id() == key.id() && *other != account) {
                let name = |account: &Account| account.as_deref().unwrap_or_default().to_owned();
                return Err(SecretError::Shared { one: name(other), other: name(&account) });
            }
            keys.push((account, key));
        }
        Ok(Self { keys })
    }

    /// The single secrets in a value, usable or not. At least one.
    ///
    /// # Errors
    /// [`SecretError`] for a value of another form.
    pub fn split(value: &str) -> Result<Vec<Written>, SecretError> {
        let unnamed = |secret| Written { account: None, secret };
        let written: Vec<Written> = match value.trim_start().chars().next() {
            Some('[') => {
                let secrets: Vec<String> = serde_json::from_str(value).map_err(|_| SecretError::NotAnArrayOfStrings)?;
                secrets.into_iter().map(unnamed).collect()
            }
            Some('{') => {
                let Accounts(accounts) = serde_json::from_str(value).map_err(|_| SecretError::NotAccounts)?;
                let mut written = Vec::new();
                for (name, secrets) in accounts {
                    let account = account(name)?;
                    if written.iter().any(|known: &Written| known.account == account) {
                        return Err(SecretError::AccountTwice(account.unwrap_or_default()));
                    }
                    let secrets = match secrets {
                        OneOrMore::One(secret) => vec![secret],
                        OneOrMore::More(secrets) if secrets.is_empty() => return Err(SecretError::EmptyArray),
                        OneOrMore::More(secrets) => secrets,
                    };
                    written.extend(secrets.into_iter().map(|secret| Written { account: account.clone(), secret }));
                }
                if written.is_empty() {
                    return Err(SecretError::NoAccounts);
                }
                written
            }
            _ => vec![unnamed(value.to_owned())],
        };
        if written.is_empty() { Err(SecretError::EmptyArray) } else { Ok(written) }
    }

    /// The shortest value that splits into these secrets.
    #[must_use]
    pub fn join(written: &[Written]) -> String {
        let named = |account: &Option<String>| account.clone().unwrap_or_default();
        match written {
            [Written { account: None, secret }] if !secret.trim_start().starts_with(['[', '{']) => secret.clone(),
            all if all.iter().all(|one| one.account.is_none()) => {
                let secrets: Vec<&str> = all.iter().map(|one| one.secret.as_str()).collect();
                serde_json::to_string(&secrets).unwrap_or_default()
            }
            all => {
                let mut accounts = BTreeMap::<String, Vec<&str>>::new();
                for one in all {
                    accounts.entry(named(&one.account)).or_default().push(&one.secret);
                }
                serde_json::to_string(&accounts).unwrap_or_default()
            }
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
        self.keys.iter().map(|(_, key)| key.id())
    }

    /// The live secrets by their ids, each with the account that it is for.
    pub fn accounts(&self) -> impl Iterator<Item = (Option<&str>, KeyId)> {
        self.keys.iter().map(|(account, key)| (account.as_deref(), key.id()))
    }

    pub(crate) fn keys(&self) -> impl Iterator<Item = &Key> {
        self.keys.iter().map(|(_, key)| key)
    }

    /// The account that the n-th secret is for, and its id.
    pub(crate) fn owner(&self, n: u32) -> Option<(Option<Arc<str>>, KeyId)> {
        let (account, key) = self.keys.get(usize::try_from(n).ok()?)?;
        Some((account.clone(), key.id()))
    }
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.ids()).finish()
    }
}

/// An object of secrets by account, in order; serde's maps would silently keep the last of two
/// equal names.
struct Accounts(Vec<(String, OneOrMore)>);

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMore {
    One(String),
    More(Vec<String>),
}

impl<'de> Deserialize<'de> for Accounts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct All;
        impl<'de> Visitor<'de> for All {
            type Value = Accounts;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of secrets by account")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Accounts, A::Error> {
                let mut all = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    all.push(entry);
                }
                Ok(Accounts(all))
            }
        }
        deserializer.deserialize_map(All)
    }
}

/// The name of an account, as in keys, sources and URLs; the empty name means none.
///
/// # Errors
/// [`SecretError::AccountName`].
pub fn account(name: String) -> Result<Option<String>, SecretError> {
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_');
    if name.is_empty() {
        Ok(None)
    } else if name.len() <= MAX_ACCOUNT_CHARS && name.chars().all(allowed) {
        Ok(Some(name))
    } else {
        Err(SecretError::AccountName(name))
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
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SecretError {
    /// Nothing, or only white space.
    #[error("it is empty; an empty secret would accept every sender")]
    Empty,
    /// White space at its start or end: no signature made with the intended secret would ever
    /// match.
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
    /// Starts like a JSON array but is not an array of strings.
    #[error("it starts with `[` but is not a JSON array of strings such as [\"new secret\", \"old secret\"]")]
    NotAnArrayOfStrings,
    /// `[]`.
    #[error("it is an empty JSON array; give at least one secret")]
    EmptyArray,
    /// A length that an HMAC key cannot have.
    #[error("it cannot be used as an HMAC key")]
    NotAKey,
    /// Starts like a JSON object but does not contain secrets by account.
    #[error(
        "it starts with `{{` but is not a JSON object of secrets by account such as {{\"north\": \"its secret\", \"south\": [\"new\", \"old\"]}}"
    )]
    NotAccounts,
    /// `{}`.
    #[error("it is an empty JSON object; give at least one account with its secret")]
    NoAccounts,
    /// A name that is not allowed in keys and URLs.
    #[error("`{0}` cannot be the name of an account: use a-z 0-9 - _, at most {MAX_ACCOUNT_CHARS} characters")]
    AccountName(String),
    /// An account that occurs twice.
    #[error("the account `{0}` occurs twice; give its secrets as one array")]
    AccountTwice(String),
    /// Two accounts with the same secret: a delivery could belong to either.
    #[error("the accounts `{one}` and `{other}` have the same secret; each needs its own")]
    Shared {
        /// One of them.
        one: String,
        /// The other.
        other: String,
    },
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
        check("'0123456789abcdef", Ok(1));
        check("0123456789abcdef\"", Ok(1));
        check("'", Err(SecretError::Short));
        check("[]", Err(SecretError::EmptyArray));
        check("[\"0123456789abcdef\", \"\"]", Err(SecretError::Empty));
        check("[\"0123456789abcdef\", 7]", Err(SecretError::NotAnArrayOfStrings));
        check("[0123456789abcdef", Err(SecretError::NotAnArrayOfStrings));
        check("{\"north\":\"0123456789abcdef\"}", Ok(1));
        check("{\"north\":\"0123456789abcdef\",\"south\":[\"fedcba9876543210\",\"0011223344556677\"]}", Ok(3));
        check("{\"north-2_x\":\"0123456789abcdef\"}", Ok(1));
        let longest = "x".repeat(32);
        check(&format!("{{\"{longest}\":\"0123456789abcdef\"}}"), Ok(1));
        let too_long = "x".repeat(33);
        check(&format!("{{\"{too_long}\":\"0123456789abcdef\"}}"), Err(SecretError::AccountName(too_long)));
        check("{\"north\":7}", Err(SecretError::NotAccounts));
        check("{north", Err(SecretError::NotAccounts));
        check("{}", Err(SecretError::NoAccounts));
        check("{\"north\":[]}", Err(SecretError::EmptyArray));
        check("{\"North\":\"0123456789abcdef\"}", Err(SecretError::AccountName("North".to_owned())));
        check("{\"a:b\":\"0123456789abcdef\"}", Err(SecretError::AccountName("a:b".to_owned())));
        check(
            "{\"a\":\"0123456789abcdef\",\"a\":\"fedcba9876543210\"}",
            Err(SecretError::AccountTwice("a".to_owned())),
        );
        let shared = SecretError::Shared { one: "a".to_owned(), other: "b".to_owned() };
        check("{\"a\":\"0123456789abcdef\",\"b\":[\"fedcba9876543210\",\"0123456789abcdef\"]}", Err(shared));
        let shared = SecretError::Shared { one: String::new(), other: "b".to_owned() };
        check("{\"\":\"0123456789abcdef\",\"b\":\"0123456789abcdef\"}", Err(shared));
    }

    #[test]
    fn written_in_the_shortest_way() {
        let check = |secrets: &[(Option<&str>, &str)], value: &str| {
            let written: Vec<_> = secrets
                .iter()
                .map(|(account, secret)| Written { account: account.map(str::to_owned), secret: (*secret).to_owned() })
                .collect();
            assert_eq!(Secrets::join(&written), value);
            assert!(Secrets::split(value).unwrap() == written, "{value}");
        };
        check(&[(None, "a")], "a");
        // By themselves, these would be read as JSON.
        check(&[(None, "[a")], r#"["[a"]"#);
        check(&[(None, " {a")], r#"[" {a"]"#);
        check(&[(None, "a"), (None, "b")], r#"["a","b"]"#);
        check(&[(Some("north"), "a")], r#"{"north":["a"]}"#);
        check(&[(None, "a"), (Some("north"), "b"), (Some("north"), "c")], r#"{"":["a"],"north":["b","c"]}"#);
    }

    #[test]
    fn debug_tells_no_secret() {
        let shown = format!("{:?}", Secrets::parse("0123456789abcdef").unwrap());
        assert_eq!(shown, "[KeyId(9f9f5111)]");
    }
}
