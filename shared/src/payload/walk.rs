//! Checks a body against the [`Shape`] of its kind in a single pass, without building anything.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use super::fit::{Fit, Misfit};
use super::shape::{self, ANY_FIELDS, ANYTHING, Object, Shape};

/// The maximum length of a recorded path, in bytes.
const MAX_PATH: usize = 100;
/// The maximum number of unknown fields to record.
pub(crate) const MAX_UNKNOWN: usize = 16;

/// Checks a body against a shape.
#[must_use]
pub(crate) fn check(body: &[u8], shape: &'static Shape) -> Fit {
    let mut fit = Fit::default();
    let mut json = serde_json::Deserializer::from_slice(body);
    let read = Walk { shape, at: At::Top, fit: &mut fit }.deserialize(&mut json).and_then(|()| json.end());
    if read.is_err() {
        // Discards the findings so far: they are about something that is not JSON.
        let misfit = Misfit { path: ".".to_owned(), reason: "not JSON that consumers can read".to_owned() };
        return Fit { misfit: Some(misfit), ..Fit::default() };
    }
    fit
}

/// The position of the walk.
#[derive(Clone, Copy)]
enum At<'p> {
    Top,
    /// In a field that the type knows.
    Field(&'p At<'p>, &'static str),
    /// In a field whose name the sender chose.
    Other(&'p At<'p>),
    /// In a member of a list.
    Member(&'p At<'p>, usize),
}

impl At<'_> {
    /// Returns the path of a field at this position, with or without the indexes of list members.
    fn path(&self, name: &str, numbered: bool) -> String {
        let mut path = String::new();
        self.write(numbered, &mut path);
        if !name.is_empty() {
            join(&mut path, name);
        }
        let end = (0..=MAX_PATH.min(path.len())).rev().find(|at| path.is_char_boundary(*at)).unwrap_or(0);
        path.truncate(end);
        if path.is_empty() { ".".to_owned() } else { path }
    }

    fn write(&self, numbered: bool, path: &mut String) {
        match self {
            At::Top => {}
            At::Field(parent, name) => {
                parent.write(numbered, path);
                join(path, name);
            }
            At::Other(parent) => {
                parent.write(numbered, path);
                join(path, "*");
            }
            At::Member(parent, index) => {
                parent.write(numbered, path);
                path.push_str(&if numbered { format!("[{index}]") } else { "[]".to_owned() });
            }
        }
    }
}

fn join(path: &mut String, name: &str) {
    if !path.is_empty() {
        path.push('.');
    }
    path.push_str(name);
}

impl Fit {
    fn misfit(&mut self, at: At<'_>, reason: impl FnOnce() -> String) {
        if self.misfit.is_none() {
            self.misfit = Some(Misfit { path: at.path("", true), reason: reason() });
        }
    }

    fn unknown(&mut self, at: At<'_>, name: &str) {
        if self.unknown_fields.len() < MAX_UNKNOWN {
            let path = at.path(name, false);
            if !self.unknown_fields.contains(&path) {
                self.unknown_fields.push(path);
            }
        }
    }
}

/// A value about to be read. The walk only stops at text that is not JSON.
struct Walk<'w, 'p> {
    shape: &'static Shape,
    at: At<'p>,
    fit: &'w mut Fit,
}

impl Walk<'_, '_> {
    fn takes(&self, any_of: u16) -> bool {
        self.shape.takes & (any_of | shape::ANY) != 0
    }

    fn scalar<E>(self, any_of: u16, found: &str) -> Result<(), E> {
        if !self.takes(any_of) {
            self.fit.misfit(self.at, || format!("{found}, expected {}", expected(self.shape)));
        }
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Walk<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Walk<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.scalar(shape::NULL, "null")
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        self.scalar(shape::BOOL, "true or false")
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        self.scalar(shape::INTEGER | shape::NUMBER, "a number")
    }

    fn visit_u64<E>(self, value: u64) -> Result<(), E> {
        let takes = if i64::try_from(value).is_ok() { shape::INTEGER | shape::NUMBER } else { shape::NUMBER };
        self.scalar(takes, "a number")
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        self.scalar(shape::NUMBER, "a number")
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        if text.is_empty() {
            return self.scalar(shape::STRING | shape::EMPTY_STRING, "text");
        }
        self.scalar(shape::STRING, "text")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let shape = self.shape.list.unwrap_or(&ANYTHING);
        let mut count = 0;
        while list.next_element_seed(Walk { shape, at: At::Member(&self.at, count), fit: self.fit })?.is_some() {
            count += 1;
        }
        if self.shape.list.is_some() {
            return Ok(());
        }
        self.scalar(if count == 0 { shape::EMPTY_LIST } else { 0 }, "a list")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let object = self.shape.object.unwrap_or(&ANY_FIELDS);
        let (mut found, mut is_empty) = (0_u128, true);
        while let Some(index) = map.next_key_seed(Name { object, at: self.at, fit: self.fit })? {
            is_empty = false;
            let field = index.and_then(|index| object.field(index));
            found |= index.map_or(0, |index| 1 << index);
            let (shape, at) = match field {
                Some(field) => (&field.shape, At::Field(&self.at, field.name)),
                None => (object.others.unwrap_or(&ANYTHING), At::Other(&self.at)),
            };
            map.next_value_seed(Walk { shape, at, fit: self.fit })?;
        }
        if self.shape.object.is_none() {
            return self.scalar(if is_empty { shape::EMPTY_OBJECT } else { 0 }, "an object");
        }
        if !(is_empty && self.takes(shape::EMPTY_OBJECT))
            && let Some(field) = object.missing(found)
        {
            self.fit.misfit(self.at, || format!("the field `{}` is missing", field.name));
        }
        Ok(())
    }
}

/// A field's name, read as its index among the known fields.
struct Name<'w, 'p> {
    object: &'static Object,
    at: At<'p>,
    fit: &'w mut Fit,
}

impl<'de> DeserializeSeed<'de> for Name<'_, '_> {
    type Value = Option<usize>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Name<'_, '_> {
    type Value = Option<usize>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a field")
    }

    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        let index = self.object.find(name);
        if index.is_none() && self.object.others.is_none() {
            self.fit.unknown(self.at, name);
        }
        Ok(index)
    }
}

/// Describes what a shape accepts.
fn expected(shape: &Shape) -> String {
    let words = [
        (shape.takes & shape::STRING != 0, "text"),
        (shape.takes & shape::NUMBER != 0, "a number"),
        (shape.takes & (shape::INTEGER | shape::NUMBER) == shape::INTEGER, "a whole number"),
        (shape.takes & shape::BOOL != 0, "true or false"),
        (shape.list.is_some(), "a list"),
        (shape.object.is_some(), "an object"),
        (shape.takes & shape::NOTHING != 0, "nothing"),
    ];
    let words: Vec<&str> = words.into_iter().filter_map(|(takes, word)| takes.then_some(word)).collect();
    match words.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
        None => "something else".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::shape::{BOOL, INTEGER, NOTHING, TEXT};
    use super::{MAX_PATH, MAX_UNKNOWN, Object, Shape, check};
    use crate::payload::shape::Field;

    static INNER: Object =
        Object::of(&[Field::maybe("at", Shape::plain(INTEGER | NOTHING)), Field::must("name", Shape::plain(TEXT))]);
    static ONE: Shape = Shape::object(&INNER);
    static MAP: Object = Object::by_name(&ONE);
    static BASE: Object = Object::of(&[Field::must("id", Shape::plain(TEXT)), Field::must("list", Shape::plain(BOOL))]);
    static THING: Object = Object::of(&[
        Field::maybe("inner", Shape::object(&INNER).or(NOTHING)),
        // Redefines the base's `list`; the check must notice.
        Field::must("list", Shape::many(&ONE)),
        Field::maybe("map", Shape::object(&MAP)),
        Field::maybe("ok", Shape::plain(BOOL)),
    ])
    .on(&BASE);
    static WHOLE: Shape = Shape::object(&THING);

    /// Expects the first mismatch with its reason, and the unknown fields.
    fn check_all(json: &str, misfit: Option<&str>, unknown: &[&str]) {
        let fit = check(json.as_bytes(), &WHOLE);
        let found = fit.misfit.map(|misfit| misfit.to_string());
        assert_eq!(
            (found.as_deref(), fit.unknown_fields),
            (misfit, unknown.iter().map(|name| (*name).to_owned()).collect()),
            "{json}"
        );
        assert!(!found.unwrap_or_default().contains("SECRET"), "{json}");
    }

    #[test]
    fn where_and_why_and_never_what() {
        let check = |json: &str, misfit: Option<&str>| check_all(json, misfit, &[]);
        check(r#"{"id":7,"list":[{"name":"a","at":1}],"ok":true}"#, None);
        check(r#"{"list":[]}"#, Some(".: the field `id` is missing"));
        check(r#"{"id":7,"list":[{"name":"a"},{}]}"#, Some("list[1]: the field `name` is missing"));
        check(r#"{"id":7,"list":{}}"#, None);
        check(r#"{"id":7,"list":{"name":"one"}}"#, None);
        check(r#"{"id":null,"list":[]}"#, Some("id: null, expected text or a number"));
        check(r#"{"id":true,"list":[]}"#, Some("id: true or false, expected text or a number"));
        check(r#"{"id":{"SECRET":1},"list":[]}"#, Some("id: an object, expected text or a number"));
        check(r#"{"id":["SECRET"],"list":"SECRET"}"#, Some("id: a list, expected text or a number"));
        check(r#"{"id":7,"list":"SECRET"}"#, Some("list: text, expected a list, an object or nothing"));
        check(r#"{"id":7,"list":"","inner":[]}"#, None);
        check(r#"{"id":7,"list":null,"inner":{}}"#, None);
        check(r#"{"id":7,"list":[],"inner":[1]}"#, Some("inner: a list, expected an object or nothing"));
        check(r#"{"id":-7,"list":{"name":"a","at":-1}}"#, None);
        check(r#"{"id":7,"list":[],"ok":-1}"#, Some("ok: a number, expected true or false"));
        check(r#"{"id":7,"list":[],"ok":""}"#, Some("ok: text, expected true or false"));
        check(
            r#"{"id":7,"list":[],"inner":{"name":1,"at":1.5}}"#,
            Some("inner.at: a number, expected a whole number or nothing"),
        );
        check(
            r#"{"id":7,"list":[],"inner":{"name":1,"at":9223372036854775808}}"#,
            Some("inner.at: a number, expected a whole number or nothing"),
        );
        check(r#"{"id":7,"list":[],"inner":{"name":1,"at":-9223372036854775808}}"#, None);
        check(
            r#"{"id":7,"list":[],"map":{"SECRET":{"name":[1]}}}"#,
            Some("map.*.name: a list, expected text or a number"),
        );
        check("[1]", Some(".: a list, expected an object"));
        for broken in ["SECRET", "", r#"{"id":7,"list":[]"#, r#"{"id":7,"list":[]} 7"#, r#"{"id":"\ud800","list":[]}"#]
        {
            check(broken, Some(".: not JSON that consumers can read"));
        }
    }

    #[test]
    fn fields_without_a_type() {
        let check = |json: &str, unknown: &[&str]| check_all(json, None, unknown);
        check(r#"{"id":7,"list":[],"new":{"deep":1},"older":[]}"#, &["new", "older"]);
        check(r#"{"id":7,"list":[{"name":1,"x":1},{"name":1,"x":1,"y":1}]}"#, &["list[].x", "list[].y"]);
        check(r#"{"id":7,"list":[],"map":{"SECRET":{"name":1,"x":1}}}"#, &["map.*.x"]);
        // After a mismatch, the rest is still checked.
        check_all(r#"{"id":[],"list":[],"new":1}"#, Some("id: a list, expected text or a number"), &["new"]);
        check_all(r#"{"id":{"new":1},"list":[]}"#, Some("id: an object, expected text or a number"), &[]);
    }

    #[test]
    fn a_hostile_body_makes_a_short_note() {
        let many: Vec<String> = (0..5_000).map(|n| format!("\"ü{n:0>400}\":0")).collect();
        let shape = &WHOLE;
        let fit = check(format!("{{\"id\":7,\"list\":[],{}}}", many.join(",")).as_bytes(), shape);
        assert_eq!(fit.unknown_fields.len(), 1, "cut, they are the same name");
        let many: Vec<String> = (0..5_000).map(|n| format!("\"{n:0>90}\":0")).collect();
        let fit = check(format!("{{\"id\":7,\"list\":[],{}}}", many.join(",")).as_bytes(), shape);
        assert_eq!(fit.unknown_fields.len(), MAX_UNKNOWN);
        assert!(fit.unknown_fields.iter().all(|name| name.len() <= MAX_PATH));
        let deep = "[".repeat(100_000);
        assert!(check(format!("{{\"new\":{deep}").as_bytes(), shape).misfit.is_some());
    }
}
