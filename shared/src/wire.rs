//! The shapes in which senders write the same thing, read into one.
//!
//! | type | what senders do | who |
//! |---|---|---|
//! | [`Text`] | an id or amount is a number here, a string there | gingr, gire, zaui |
//! | [`Flag`] | true is `true`, `"true"`, `"1"` or `1` | gingr, zaui |
//! | [`Moment`] | times without a zone, with `+0000`, with a one-digit hour, or no time at all | all |
//! | [`Maybe`] | nothing is `{}` (zaui), `[]` (gingr: PHP's empty map), `""`, `null`, or a missing field | gingr, zaui |
//! | [`OneOrMany`] | one thing is an object, several are an array | zaui |
//! | [`Keyed`] | a map that is an array when empty, with stray numbers among its objects | gingr |
//! | [`StringOr`] | a bare name or id where others send an object | ombori, cheqroom |
//!
//! Only typed payloads use them. What a delivery is hashed and signed over is never read through these types.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Deref;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer, Error, Visitor};
use serde_json::{Map, Value};

/// A string, or a number kept as its decimal text.
///
/// Whole numbers keep every digit; a fraction loses the zeros at its end.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Text(pub String);

/// A yes or no, however it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Flag {
    /// `true`, `"true"`, `"1"`, `1`.
    True,
    /// `false`, `"false"`, `"0"`, `0`.
    False,
    /// Another word or number, as it was written.
    Other(String),
}

/// A point in time, as far as the sender tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Moment {
    /// With a zone or an offset: a point in time.
    Zoned(Timestamp),
    /// Date and time by the sender's clock, whose zone is not told.
    Local(DateTime),
    /// A date only.
    Date(Date),
    /// Anything else, as it was written: `N/A`, unix seconds.
    Other(String),
}

/// Something or nothing, whichever way nothing is written. Behaves as the [`Option`] inside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Maybe<T>(pub Option<T>);

/// None, one or several of something. Behaves as a slice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OneOrMany<T>(pub Vec<T>);

/// A map of objects. An array counts as a map whose names are 0, 1, 2, ….
#[derive(Debug, Clone, PartialEq)]
pub struct Keyed<T> {
    /// The objects by name.
    pub entries: BTreeMap<String, T>,
    /// What stood among them and is no object.
    pub stray: Map<String, Value>,
}

/// A bare name or id, or the thing itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StringOr<T> {
    /// The name or id.
    String(String),
    /// The thing itself.
    Value(T),
}

impl Flag {
    /// Whether it is a clear yes.
    #[must_use]
    pub fn is_true(&self) -> bool {
        *self == Flag::True
    }
}

impl Moment {
    /// Reads a time. What is not recognised is kept as [`Moment::Other`].
    #[must_use]
    pub fn parse(text: &str) -> Self {
        // Digits alone are unix seconds; jiff would take eight of them for a date.
        if text.as_bytes().get(4) != Some(&b'-') {
            return Moment::Other(text.to_owned());
        }
        let padded = with_two_digit_hour(text);
        let time = padded.as_deref().unwrap_or(text);
        if let Ok(timestamp) = time.parse() {
            Moment::Zoned(timestamp)
        } else if let (10, Ok(date)) = (time.len(), time.parse()) {
            Moment::Date(date)
        } else if let Ok(local) = time.parse() {
            Moment::Local(local)
        } else {
            Moment::Other(text.to_owned())
        }
    }

    /// The point in time, where the sender tells a zone. A zone is never guessed.
    #[must_use]
    pub fn zoned(&self) -> Option<Timestamp> {
        match self {
            Moment::Zoned(timestamp) => Some(*timestamp),
            Moment::Local(_) | Moment::Date(_) | Moment::Other(_) => None,
        }
    }
}

/// `2017-11-19 8:34:31` with its hour as two digits; None when there is nothing to change.
fn with_two_digit_hour(text: &str) -> Option<String> {
    let (date, time) = text.split_at_checked(11)?;
    (time.find(':') == Some(1)).then(|| format!("{date}0{time}"))
}

impl<T> Keyed<T> {
    /// Whether nothing was sent.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty() && self.stray.is_empty()
    }
}

impl<T> StringOr<T> {
    /// The bare name or id, if that is what was sent.
    #[must_use]
    pub fn string(&self) -> Option<&str> {
        match self {
            StringOr::String(string) => Some(string),
            StringOr::Value(_) => None,
        }
    }

    /// The thing itself, if that is what was sent.
    #[must_use]
    pub fn value(&self) -> Option<&T> {
        match self {
            StringOr::String(_) => None,
            StringOr::Value(value) => Some(value),
        }
    }
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(values) => values.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

fn fit<T: DeserializeOwned, E: Error>(value: Value) -> Result<T, E> {
    T::deserialize(value).map_err(E::custom)
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextVisitor;
        impl Visitor<'_> for TextVisitor {
            type Value = Text;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string or a number")
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Text, E> {
                Ok(Text(text.to_owned()))
            }
            fn visit_u64<E: Error>(self, number: u64) -> Result<Text, E> {
                Ok(Text(number.to_string()))
            }
            fn visit_i64<E: Error>(self, number: i64) -> Result<Text, E> {
                Ok(Text(number.to_string()))
            }
            fn visit_f64<E: Error>(self, number: f64) -> Result<Text, E> {
                Ok(Text(number.to_string()))
            }
        }
        deserializer.deserialize_any(TextVisitor)
    }
}

impl<'de> Deserialize<'de> for Flag {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = match Value::deserialize(deserializer)? {
            Value::Bool(yes) => yes.to_string(),
            Value::Number(number) => number.to_string(),
            Value::String(text) => text,
            _ => return Err(D::Error::custom("a list or object where a yes or no belongs")),
        };
        Ok(match word.as_str() {
            "true" | "1" => Flag::True,
            "false" | "0" => Flag::False,
            _ => Flag::Other(word),
        })
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Text::deserialize(deserializer).map(|text| Moment::parse(&text))
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Maybe<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Value::deserialize(deserializer)? {
            nothing if is_nothing(&nothing) => Ok(Maybe(None)),
            something => fit(something).map(|value| Maybe(Some(value))),
        }
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for OneOrMany<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Value::deserialize(deserializer)? {
            nothing if is_nothing(&nothing) => Ok(OneOrMany::default()),
            Value::Array(many) => many.into_iter().map(fit).collect::<Result<_, _>>().map(OneOrMany),
            one => fit(one).map(|value| OneOrMany(vec![value])),
        }
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Keyed<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let fields = match Value::deserialize(deserializer)? {
            nothing if is_nothing(&nothing) => Map::new(),
            Value::Object(fields) => fields,
            Value::Array(values) => (0..).map(|index: usize| index.to_string()).zip(values).collect(),
            _ => return Err(D::Error::custom("a single value where a map belongs")),
        };
        let mut keyed = Keyed::default();
        for (name, value) in fields {
            if value.is_object() {
                keyed.entries.insert(name, fit(value)?);
            } else {
                keyed.stray.insert(name, value);
            }
        }
        Ok(keyed)
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for StringOr<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Value::deserialize(deserializer)? {
            Value::String(string) => Ok(StringOr::String(string)),
            other => fit(other).map(StringOr::Value),
        }
    }
}

/// Reads a whole body into a box, the form in which payloads hold their types.
pub(crate) fn boxed<'a, T>(body: &'a [u8]) -> serde_json::Result<Box<T>>
where
    T: ?Sized,
    Box<T>: Deserialize<'a>,
{
    serde_json::from_slice(body)
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<T> Default for Maybe<T> {
    fn default() -> Self {
        Maybe(None)
    }
}

impl<T> Deref for Maybe<T> {
    type Target = Option<T>;

    fn deref(&self) -> &Option<T> {
        &self.0
    }
}

impl<T> Default for OneOrMany<T> {
    fn default() -> Self {
        OneOrMany(Vec::new())
    }
}

impl<T> Deref for OneOrMany<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<T> IntoIterator for OneOrMany<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a, T> IntoIterator for &'a OneOrMany<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl<T> Default for Keyed<T> {
    fn default() -> Self {
        Keyed { entries: BTreeMap::new(), stray: Map::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read<T: DeserializeOwned>(json: &str) -> Option<T> {
        serde_json::from_str(json).ok()
    }

    #[test]
    fn texts() {
        fn check(json: &str, expected: Option<&str>) {
            assert_eq!(read::<Text>(json).as_deref(), expected, "{json}");
        }
        check("26361", Some("26361"));
        check("\"26361\"", Some("26361"));
        check("\"026361\"", Some("026361"));
        check("-7", Some("-7"));
        check("18446744073709551615", Some("18446744073709551615"));
        check("529.5", Some("529.5"));
        check("529.0", Some("529"));
        check("\"\"", Some(""));
        check(r#""a\/b\u00d8""#, Some("a/b\u{d8}"));
        check("true", None);
        check("null", None);
        check("[]", None);
        check("{}", None);
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

    #[test]
    fn moments() {
        /// Zoned times are shown in UTC with a Z, local ones without.
        fn check(text: &str, expected: &str) {
            let got = match read::<Moment>(&Value::from(text).to_string()).unwrap() {
                Moment::Zoned(timestamp) => timestamp.to_string(),
                Moment::Local(local) => local.to_string(),
                Moment::Date(date) => format!("{date} only"),
                Moment::Other(other) => format!("other {other}"),
            };
            assert_eq!(got, expected, "{text}");
        }
        check("2026-11-20T10:00:00.000Z", "2026-11-20T10:00:00Z");
        check("2024-04-29T12:00:14-07:00", "2024-04-29T19:00:14Z");
        check("2024-07-10T16:21:02.116+0000", "2024-07-10T16:21:02.116Z");
        check("2024-07-10T16:21:02.116+0200", "2024-07-10T14:21:02.116Z");
        check("2022-07-09 12:15:41", "2022-07-09T12:15:41");
        check("2022-08-06T09:31:09.659", "2022-08-06T09:31:09.659");
        check("2017-11-19 8:34:31", "2017-11-19T08:34:31");
        check("2021-02-01 09:30", "2021-02-01T09:30:00");
        check("2021-02-01", "2021-02-01 only");
        for other in [
            "",
            "N/A",
            "1582520400",
            "20241231",
            "0000-00-00 00:00:00",
            "2021-02-30 10:00:00",
            "2021-02-01T10:00:00+99:00",
            "Tuesday April 26 2016",
            "2021-02-0\u{d8}8:00",
        ] {
            check(other, &format!("other {other}"));
        }
        assert_eq!(read("1582520400"), Some(Moment::Other("1582520400".to_owned())));
        assert_eq!(read::<Moment>("[]"), None);
    }

    #[test]
    fn nothing_in_all_its_forms() {
        #[derive(Deserialize)]
        struct Holder {
            #[serde(default)]
            x: Maybe<Text>,
        }
        fn check(json: &str, expected: Option<Option<&str>>) {
            let got = read::<Holder>(json).map(|holder| holder.x.0);
            assert_eq!(got, expected.map(|inner| inner.map(|text| Text(text.to_owned()))), "{json}");
        }
        for nothing in ["{}", r#"{"x":{}}"#, r#"{"x":[]}"#, r#"{"x":""}"#, r#"{"x":null}"#] {
            check(nothing, Some(None));
        }
        check(r#"{"x":"y"}"#, Some(Some("y")));
        check(r#"{"x":0}"#, Some(Some("0")));
        // Something of another shape is an error, and not nothing.
        check(r#"{"x":[1]}"#, None);
        check(r#"{"x":{"y":1}}"#, None);
    }

    #[test]
    fn one_or_many() {
        fn check(json: &str, expected: Option<&[u32]>) {
            #[derive(Deserialize)]
            struct Thing {
                id: u32,
            }
            let got =
                read::<OneOrMany<Thing>>(json).map(|things| things.iter().map(|thing| thing.id).collect::<Vec<_>>());
            assert_eq!(got.as_deref(), expected, "{json}");
        }
        check(r#"{"id":7}"#, Some(&[7]));
        check(r#"[{"id":7}]"#, Some(&[7]));
        check(r#"[{"id":7},{"id":8}]"#, Some(&[7, 8]));
        for nothing in ["{}", "[]", "\"\"", "null"] {
            check(nothing, Some(&[]));
        }
        check("7", None);
        check(r#"[{"id":"seven"}]"#, None);
    }

    #[test]
    fn keyed() {
        #[derive(Deserialize)]
        struct Thing {
            id: u32,
        }
        /// `expected` is the ids by name, and the names of what is no object.
        fn check(json: &str, expected: Option<(&str, &str)>) {
            let got = read::<Keyed<Thing>>(json).map(|keyed| {
                let entries: Vec<_> =
                    keyed.entries.iter().map(|(name, thing)| format!("{name}={}", thing.id)).collect();
                let stray: Vec<_> = keyed.stray.keys().map(String::as_str).collect();
                (entries.join(" "), stray.join(" "))
            });
            let expected = expected.map(|(entries, stray)| (entries.to_owned(), stray.to_owned()));
            assert_eq!(got, expected, "{json}");
        }
        check(r#"{"501":{"id":1},"502":{"id":2}}"#, Some(("501=1 502=2", "")));
        check(r#"{"501":{"id":1},"deposit":0}"#, Some(("501=1", "deposit")));
        check(r#"[{"id":1},{"id":2},7]"#, Some(("0=1 1=2", "2")));
        for nothing in ["{}", "[]", "\"\"", "null"] {
            check(nothing, Some(("", "")));
        }
        check(r#"{"501":{"id":"one"}}"#, None);
        check("7", None);
        assert!(read::<Keyed<Thing>>("[]").unwrap().is_empty());
        assert!(!read::<Keyed<Thing>>(r#"{"deposit":0}"#).unwrap().is_empty());
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
