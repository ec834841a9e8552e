//! The top level of a JSON object: names, and each value's bytes exactly as received.
//!
//! Reading a delivery needs a few fields and a canonical form to hash, so nothing deeper is parsed
//! here, and nothing is copied or re-serialised.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::refusal::ReadError;

/// The top level of a JSON object, in the order received.
pub struct Object<'a> {
    fields: Vec<Field<'a>>,
}

struct Field<'a> {
    name: Cow<'a, str>,
    /// The name as received, quotation marks included.
    raw_name: &'a str,
    value: &'a RawValue,
}

impl<'a> Object<'a> {
    /// Reads the top level of a body.
    ///
    /// # Errors
    /// [`ReadError`] if the bytes are empty, XML, not JSON, or JSON other than an object.
    pub fn parse(body: &'a [u8]) -> Result<Self, ReadError> {
        Self::parse_with(body, Fields { only: None })
    }

    /// Reads only the fields with these names, the first two of each. For bodies that are not
    /// verified yet: a body of 6 MB can have more than a million fields, which would fill a
    /// function's memory.
    ///
    /// # Errors
    /// As [`Object::parse`].
    pub fn parse_only(body: &'a [u8], names: &[&str]) -> Result<Self, ReadError> {
        Self::parse_with(body, Fields { only: Some(names) })
    }

    fn parse_with(body: &'a [u8], fields: Fields<'_>) -> Result<Self, ReadError> {
        let start = body.trim_ascii_start();
        let mut json = serde_json::Deserializer::from_slice(body);
        let object = json.deserialize_map(fields).and_then(|object| json.end().map(|()| object));
        match object {
            Ok(object) => Ok(object),
            Err(_) if start.is_empty() => Err(ReadError::Empty),
            Err(_) if start.starts_with(b"<") => Err(ReadError::Xml),
            Err(error) if error.is_data() && !start.starts_with(b"{") => Err(ReadError::NotAnObject),
            Err(error) => Err(ReadError::NotJson { line: error.line(), column: error.column() }),
        }
    }

    /// The bytes of a field's value as received. If a name occurs twice, the last one counts, as in
    /// most parsers.
    #[must_use]
    pub fn raw(&self, name: &str) -> Option<&'a str> {
        let found = self.fields.iter().rfind(|field| field.name == name);
        found.map(|field| field.value.get())
    }

    /// How often a field occurs.
    #[must_use]
    pub fn count(&self, name: &str) -> usize {
        self.fields.iter().filter(|field| field.name == name).count()
    }

    /// Requires that the fields a reading uses occur only once. Parsers differ in which of two
    /// counts, so what is read here could differ from what a consumer reads.
    ///
    /// # Errors
    /// [`ReadError::Twice`], which names the first field that occurs more than once.
    pub fn each_once(&self, names: &[&'static str]) -> Result<(), ReadError> {
        match names.iter().find(|name| self.count(name) > 1) {
            Some(name) => Err(ReadError::Twice(name)),
            None => Ok(()),
        }
    }

    /// A field's value as text: a string's content, or a number as written. None for anything else.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<Cow<'a, str>> {
        let raw = self.raw(name)?;
        match raw.bytes().next() {
            Some(b'"') => decode_string(raw),
            Some(b'-' | b'0'..=b'9') => Some(Cow::Borrowed(raw)),
            _ => None,
        }
    }

    /// A field's value if it is non-empty text.
    ///
    /// # Errors
    /// [`ReadError::Field`], which names it.
    pub fn required(&self, name: &'static str) -> Result<Cow<'a, str>, ReadError> {
        let text = self.text(name).filter(|text| !text.is_empty());
        text.ok_or(ReadError::Field(name))
    }

    /// A field's value as an object. None if it is missing or of another type.
    #[must_use]
    pub fn object(&self, name: &str) -> Option<Object<'a>> {
        serde_json::from_str(self.raw(name)?).ok()
    }

    /// Feeds the canonical form to `sink`: top-level names sorted, names and values as received, no
    /// white space between them, without the fields named in `except`.
    pub fn stable_form(&self, except: &[&str], mut sink: impl FnMut(&[u8])) {
        let kept = |field: &&Field<'_>| !except.contains(&field.name.as_ref());
        let mut fields: Vec<_> = self.fields.iter().filter(kept).collect();
        fields.sort_by(|a, b| a.name.cmp(&b.name));
        let mut before: &[u8] = b"{";
        for field in fields {
            sink(before);
            sink(field.raw_name.as_bytes());
            sink(b":");
            sink(field.value.get().as_bytes());
            before = b",";
        }
        // An object without fields still needs its opening brace.
        if before == b"{" {
            sink(before);
        }
        sink(b"}");
    }
}

/// Locates a value inside the `text` that it was read from. The same bytes may also occur
/// elsewhere; `value` is a slice of `text`, so its address identifies the occurrence.
#[must_use]
pub fn place_of(value: &str, text: &[u8]) -> Range<usize> {
    let start = (value.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
    start..start + value.len()
}

fn decode_string(raw: &str) -> Option<Cow<'_, str>> {
    /// serde borrows into a `Cow` only if told to.
    #[derive(Deserialize)]
    struct Text<'a>(#[serde(borrow)] Cow<'a, str>);
    serde_json::from_str(raw).ok().map(|Text(text)| text)
}

impl<'de: 'a, 'a> Deserialize<'de> for Object<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Fields { only: None })
    }
}

/// Collects the fields of an object: all of them, or the first two of each of a few names. Two,
/// because the second shows that the name is a duplicate.
struct Fields<'n> {
    only: Option<&'n [&'n str]>,
}

impl Fields<'_> {
    fn takes(&self, name: &str, taken: &[Field<'_>]) -> bool {
        let taken = || taken.iter().filter(|field| field.name == name).count();
        self.only.is_none_or(|names| names.contains(&name) && taken() < 2)
    }
}

impl<'de> Visitor<'de> for Fields<'_> {
    type Value = Object<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut fields = Vec::with_capacity(16);
        while let Some((name, value)) = map.next_entry::<&'de RawValue, &'de RawValue>()? {
            let raw_name = name.get();
            // A name with a lone surrogate is not valid text; it keeps its escaped form.
            let name = decode_string(raw_name).unwrap_or(Cow::Borrowed(raw_name));
            if self.takes(&name, &fields) {
                fields.push(Field { name, raw_name, value });
            }
        }
        Ok(Object { fields })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stable(body: &str, except: &[&str]) -> String {
        let mut out = Vec::new();
        Object::parse(body.as_bytes()).unwrap().stable_form(except, |bytes| out.extend_from_slice(bytes));
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn stable_form() {
        fn check(body: &str, except: &[&str], expected: &str) {
            assert_eq!(stable(body, except), expected, "{body}");
        }
        check("{}", &[], "{}");
        check(r#" { "b" : 1.0 , "a" : [ 1, 2 ] } "#, &[], r#"{"a":[ 1, 2 ],"b":1.0}"#);
        check(r#"{"b":1,"n":2,"a":3}"#, &["n"], r#"{"a":3,"b":1}"#);
        check(r#"{"n":2}"#, &["n"], "{}");
        // Escaped names sort by their decoded form, and stay as they were written.
        check(r#"{"b":1,"\u0061":2}"#, &[], r#"{"\u0061":2,"b":1}"#);
        check(r#"{"a":2,"a":1}"#, &[], r#"{"a":2,"a":1}"#);
        check("{\"a\":\"\u{a0}\u{d8}\"}", &[], "{\"a\":\"\u{a0}\u{d8}\"}");
    }

    #[test]
    fn texts() {
        fn check(value: &str, expected: Option<&str>) {
            let body = format!("{{\"x\":{value}}}");
            let object = Object::parse(body.as_bytes()).unwrap();
            assert_eq!(object.text("x").as_deref(), expected, "{value}");
        }
        check("26361", Some("26361"));
        check("\"26361\"", Some("26361"));
        check("-1.50e3", Some("-1.50e3"));
        check(r#""a\/b\u00d8""#, Some("a/b\u{d8}"));
        check(r#""\ud800""#, None);
        check("null", None);
        check("true", None);
        check("[1]", None);
        check("{}", None);
    }

    #[test]
    fn fields_that_occur_twice() {
        fn check(body: &str, expected: Result<(), ReadError>) {
            assert_eq!(Object::parse(body.as_bytes()).unwrap().each_once(&["a", "b"]), expected, "{body}");
        }
        check("{}", Ok(()));
        check(r#"{"a":1,"b":2,"c":3,"c":4}"#, Ok(()));
        check(r#"{"a":{"b":1,"b":2}}"#, Ok(()));
        check(r#"{"a":1,"b":2,"a":3}"#, Err(ReadError::Twice("a")));
        check(r#"{"b":2,"b":2}"#, Err(ReadError::Twice("b")));
        check(r#"{"a":1,"\u0061":null}"#, Err(ReadError::Twice("a")));
    }

    #[test]
    fn what_is_no_object() {
        fn check(body: &[u8], expected: ReadError) {
            assert_eq!(Object::parse(body).err(), Some(expected), "{body:?}");
        }
        check(b"", ReadError::Empty);
        check(b" \n", ReadError::Empty);
        check(b"<?xml version=\"1.0\"?><a/>", ReadError::Xml);
        check(b"[1]", ReadError::NotAnObject);
        check(b"7", ReadError::NotAnObject);
        check(b"\"text\"", ReadError::NotAnObject);
        check(b"{\"a\":1", ReadError::NotJson { line: 1, column: 6 });
        check(b"{\"a\":1}{", ReadError::NotJson { line: 1, column: 8 });
        check(b"\xef\xbb\xbf{}", ReadError::NotJson { line: 1, column: 1 });
        check(b"{\"a\":\"\xff\"}", ReadError::NotJson { line: 1, column: 7 });
    }

    #[test]
    fn fields_that_nobody_asked_for_are_not_kept() {
        let body = format!(r#"{{{}"a":1,"\u0061":2,"a":3,"b":4}}"#, r#""":0,"#.repeat(100_000));
        let object = Object::parse_only(body.as_bytes(), &["a", "c"]).unwrap();
        assert_eq!(object.fields.len(), 2);
        assert_eq!((object.count("a"), object.raw("a"), object.raw("b")), (2, Some("2"), None));
        let error = |body: &str| Object::parse_only(body.as_bytes(), &["a"]).err();
        assert_eq!(error("{\"b\":}"), Some(ReadError::NotJson { line: 1, column: 6 }));
        assert_eq!(error("{\"a\":1}{"), Some(ReadError::NotJson { line: 1, column: 8 }));
        assert_eq!((error("[1]"), error("")), (Some(ReadError::NotAnObject), Some(ReadError::Empty)));
    }

    #[test]
    fn depth_costs_no_stack() {
        let deep = format!("{{\"a\":{}{}}}", "[".repeat(1_000_000), "]".repeat(1_000_000));
        assert_eq!(Object::parse(deep.as_bytes()).map(|object| object.count("a")), Ok(1));
    }
}
