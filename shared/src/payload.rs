//! Typed payloads: values that senders write in several ways are read into one type.
//!
//! | what senders do | provider | read as |
//! |---|---|---|
//! | write an id or amount as a number or a string | gingr, gire, zaui | `String` |
//! | write nothing as `{}` (zaui), `[]` (gingr: PHP's empty map), `""`, `null`, or omit the field | gingr, zaui | `None`, an empty list |
//! | write one thing as an object, several as an array | zaui | `Vec` |
//! | write true as `true`, `"true"`, `"1"` or `1` | gingr, zaui | [`Flag`] |
//! | write times without a zone, with `+0000`, with a one-digit hour, as unix seconds, or as text that is no time | all | [`Moment`] |
//! | add words to a documented set | all | an enum with a variant `Other(String)` |
//! | write a name or id in place of an object | ombori, cheqroom | [`StringOr`] |
//! | write an empty map as an array | gingr | a separate type, with a `BTreeMap` |
//!
//! Payload types have plain fields. All tolerance is in the deserializer that each provider's
//! `Payload::read` uses. Hashes and signatures never use values read this way.

mod fit;
mod flag;
mod moment;
mod open_enum;
pub mod shape;
mod string_or;
pub(crate) mod tolerant;
pub(crate) mod walk;

pub use self::fit::{Fit, Misfit, Remark};
pub use self::flag::Flag;
pub use self::moment::Moment;
pub(crate) use self::open_enum::open_enum;
pub use self::string_or::StringOr;
#[cfg(feature = "receiver")]
pub(crate) use self::walk::MAX_UNKNOWN;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

/// Reads a body into the type of its kind, with the tolerance that this module describes.
///
/// # Errors
/// If the body is not JSON, or does not fit the type.
pub fn typed<T: DeserializeOwned>(body: &[u8]) -> serde_json::Result<Box<T>> {
    tolerant::read(serde_json::from_slice(body)?).map(Box::new)
}

/// Keeps a body of an unknown kind as is. It must be JSON.
///
/// # Errors
/// If the body is not JSON.
pub fn untyped(body: &[u8]) -> serde_json::Result<Box<RawValue>> {
    let raw: &RawValue = serde_json::from_slice(body)?;
    Ok(raw.to_owned())
}

/// Reads a string, or a number as decimal text.
pub(crate) fn text<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let value = serde_json::Value::deserialize(deserializer)?;
    tolerant::read(value).map_err(serde::de::Error::custom)
}
