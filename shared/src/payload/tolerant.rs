//! A JSON deserializer that accepts the usual variants of a value, so payload types need not.
//!
//! For a string, it accepts a number. For an option, `{}`, `[]` and `""` also mean none. For a
//! list, a single value is a list of one, and nothing is an empty list. Everything else is as in
//! `serde_json`. `schema/tolerance.rs` expresses the same rules in JSON Schema.

use std::collections::BTreeMap;

use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{DeserializeOwned, Deserializer, Error as _, IntoDeserializer, Visitor};
use serde::{Deserialize, forward_to_deserialize_any};
use serde_json::{Error, Map, Number, Value};

/// Reads a value into a type.
pub(crate) fn read<T: DeserializeOwned>(value: Value) -> serde_json::Result<T> {
    T::deserialize(Tolerant(value))
}

/// Returns whether a value is one of the variants of nothing.
pub(crate) fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(values) => values.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

/// Returns a number as text. Integers keep every digit; fractions lose trailing zeros.
pub(crate) fn number_text(number: &Number) -> String {
    match number.as_f64().filter(|_| number.is_f64()) {
        Some(fraction) => fraction.to_string(),
        None => number.to_string(),
    }
}

/// Reads a map that is an array when empty. A non-empty array is a map with the keys 0, 1, 2, ….
pub(crate) fn keyed<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<String, Value>, D::Error> {
    match Value::deserialize(deserializer)? {
        nothing if is_nothing(&nothing) => Ok(BTreeMap::new()),
        Value::Object(fields) => Ok(fields.into_iter().collect()),
        Value::Array(values) => Ok((0..).map(|index: usize| index.to_string()).zip(values).collect()),
        _ => Err(D::Error::custom("expected a map, found a single value")),
    }
}

struct Tolerant(Value);

impl IntoDeserializer<'_, Error> for Tolerant {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

fn visit_list<'de, V: Visitor<'de>>(values: Vec<Value>, visitor: V) -> Result<V::Value, Error> {
    let mut list = SeqDeserializer::new(values.into_iter().map(Tolerant));
    let read = visitor.visit_seq(&mut list)?;
    list.end()?;
    Ok(read)
}

fn visit_fields<'de, V: Visitor<'de>>(fields: Map<String, Value>, visitor: V) -> Result<V::Value, Error> {
    let mut fields = MapDeserializer::new(fields.into_iter().map(|(name, value)| (name, Tolerant(value))));
    let read = visitor.visit_map(&mut fields)?;
    fields.end()?;
    Ok(read)
}

impl<'de> Deserializer<'de> for Tolerant {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::Array(values) => visit_list(values, visitor),
            Value::Object(fields) => visit_fields(fields, visitor),
            other => other.deserialize_any(visitor),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::Number(number) => visitor.visit_string(number_text(&number)),
            other => other.deserialize_string(visitor),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_string(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if is_nothing(&self.0) { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            nothing if is_nothing(&nothing) => visit_list(Vec::new(), visitor),
            Value::Array(values) => visit_list(values, visitor),
            one => visit_list(vec![one], visitor),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::Object(fields) => visit_fields(fields, visitor),
            other => other.deserialize_map(visitor),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_map(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.0.deserialize_enum(name, variants, visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf unit unit_struct tuple tuple_struct
        identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use serde::de::DeserializeOwned;

    use super::*;

    fn parsed<T: DeserializeOwned>(json: &str) -> Option<T> {
        read(serde_json::from_str(json).ok()?).ok()
    }

    #[test]
    fn texts() {
        fn check(json: &str, expected: Option<&str>) {
            assert_eq!(parsed::<String>(json).as_deref(), expected, "{json}");
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
    fn nothing_in_all_its_forms() {
        #[derive(Deserialize)]
        struct Holder {
            x: Option<String>,
            #[serde(flatten)]
            _extra: Map<String, Value>,
        }
        fn check(json: &str, expected: Option<Option<&str>>) {
            let got = parsed::<Holder>(json).map(|holder| holder.x);
            assert_eq!(got, expected.map(|inner| inner.map(str::to_owned)), "{json}");
        }
        for nothing in ["{}", r#"{"x":{}}"#, r#"{"x":[]}"#, r#"{"x":""}"#, r#"{"x":null}"#] {
            check(nothing, Some(None));
        }
        check(r#"{"x":"y"}"#, Some(Some("y")));
        check(r#"{"x":0}"#, Some(Some("0")));
        // Any other shape is an error, rather than nothing.
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
            let got = parsed::<Vec<Thing>>(json).map(|things| things.iter().map(|thing| thing.id).collect::<Vec<_>>());
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
    fn keyed_by_id() {
        #[derive(Deserialize)]
        struct Holder {
            #[serde(default, deserialize_with = "keyed")]
            x: BTreeMap<String, Value>,
        }
        /// `expected` contains the names and their values.
        fn check(json: &str, expected: Option<&str>) {
            let got = parsed::<Holder>(&format!("{{\"x\":{json}}}")).map(|holder| {
                holder.x.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join(" ")
            });
            assert_eq!(got.as_deref(), expected, "{json}");
        }
        check(r#"{"501":{"id":1},"502":{"id":2}}"#, Some(r#"501={"id":1} 502={"id":2}"#));
        check(r#"{"501":{"id":1},"deposit":0}"#, Some(r#"501={"id":1} deposit=0"#));
        check(r#"[{"id":1},{"id":2},7]"#, Some(r#"0={"id":1} 1={"id":2} 2=7"#));
        for nothing in ["{}", "[]", "\"\"", "null"] {
            check(nothing, Some(""));
        }
        check("7", None);
    }

    #[test]
    fn what_no_type_names_stays_as_it_was() {
        #[derive(Deserialize)]
        struct Holder {
            #[serde(flatten)]
            extra: Map<String, Value>,
        }
        let json = r#"{"a":{},"b":[],"c":"","d":null,"e":[1.50,{"f":[{}]}],"g":true,"h":-3}"#;
        let extra = parsed::<Holder>(json).unwrap().extra;
        assert_eq!(Value::Object(extra), serde_json::from_str::<Value>(json).unwrap());
    }
}
