//! Typed payloads: what senders write in several ways is read into one type.
//!
//! | what senders do | who | read as |
//! |---|---|---|
//! | an id or amount is a number here, a string there | gingr, gire, zaui | `String` |
//! | nothing is `{}` (zaui), `[]` (gingr: PHP's empty map), `""`, `null`, or a missing field | gingr, zaui | `None`, an empty list |
//! | one thing is an object, several are an array | zaui | `Vec` |
//! | true is `true`, `"true"`, `"1"` or `1` | gingr, zaui | [`Flag`] |
//! | times without a zone, with `+0000`, with a one-digit hour, as unix seconds, or no time at all | all | [`Moment`] |
//! | a word of a documented set, or one that was not known | all | an enum with a variant `Other(String)` |
//! | a bare name or id where others send an object | ombori, cheqroom | [`StringOr`] |
//! | a map that is an array when empty | gingr | its own type, with a `BTreeMap` |
//!
//! Payload types have plain fields. The tolerance is in one place, the deserializer that `Payload::read` of each
//! provider uses. What a delivery is hashed and signed over is never read this way.

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

/// Reads a body into the type of its kind, as tolerantly as this module describes.
///
/// # Errors
/// When the body is not JSON, or does not fit the type.
pub fn typed<T: DeserializeOwned>(body: &[u8]) -> serde_json::Result<Box<T>> {
    tolerant::read(serde_json::from_slice(body)?).map(Box::new)
}

/// Keeps a body of an unknown kind as it is, provided that it is JSON.
///
/// # Errors
/// When it is not.
pub fn untyped(body: &[u8]) -> serde_json::Result<Box<RawValue>> {
    let raw: &RawValue = serde_json::from_slice(body)?;
    Ok(raw.to_owned())
}

/// A string, or a number as its decimal text.
pub(crate) fn text<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let value = serde_json::Value::deserialize(deserializer)?;
    tolerant::read(value).map_err(serde::de::Error::custom)
}
