//! Whether a payload fits the type of its kind, as a consumer would read it; and if not, where and why. And which of its
//! fields no type names.
//!
//! The body is read once, from front to back, against the [`Shape`] of its kind, and nothing is built from it. Rows and logs
//! hold the result, so it has names of fields and never a value: a map whose keys are the sender's own appears as `*`.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use super::shape::{self, Field, Object, Shape};

/// The longest path that is kept, in bytes.
const MAX_PATH: usize = 100;
/// How many fields without a type are kept at most.
const MAX_UNKNOWN: usize = 16;

/// How a payload fits the type of its kind.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fit {
    /// The first place where it does not.
    pub misfit: Option<Misfit>,
    /// The fields that no type names, in the order in which they come, each once: `data.rooms[].view`. Consumers get them in
    /// `extra`. At most 16.
    pub unknown_fields: Vec<String>,
    /// Whether the kind itself is one that this version does not know: then nothing can be said of its payload.
    pub unknown_kind: bool,
}

impl Fit {
    /// Whether consumers may fail on it: its kind or its form is not known. Fields that no type names do no harm.
    #[must_use]
    pub fn is_misfit(&self) -> bool {
        self.unknown_kind || self.misfit.is_some()
    }

    /// What is worth a line in the log, in words.
    #[must_use]
    pub fn remark(&self) -> Option<&'static str> {
        match self {
            Self { unknown_kind: true, .. } => Some("the kind is not known to this version"),
            Self { misfit: Some(_), .. } => Some("the payload does not fit the type of its kind"),
            Self { unknown_fields, .. } if !unknown_fields.is_empty() => {
                Some("the payload has fields that this version does not know")
            }
            _ => None,
        }
    }
}

/// Where a payload does not fit its type, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misfit {
    /// The field: `data.positions[2].id`, or `.` for the whole.
    path: String,
    /// Why, without a value: `text, expected a number`.
    reason: String,
}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.reason)
    }
}

/// Goes through a body.
#[must_use]
pub(crate) fn check(body: &[u8], shape: Shape) -> Fit {
    let mut fit = Fit::default();
    let mut json = serde_json::Deserializer::from_slice(body);
    let read = Walk { shape, at: At::Top, fit: &mut fit }.deserialize(&mut json).and_then(|()| json.end());
    if read.is_err() {
        // What was found until then was found in something that is not JSON.
        let misfit = Misfit { path: ".".to_owned(), reason: "not JSON that consumers can read".to_owned() };
        return Fit { misfit: Some(misfit), ..Fit::default() };
    }
    fit
}

/// Where the walk is.
#[derive(Clone, Copy)]
enum At<'p> {
    Top,
    /// In a field that a type names.
    Field(&'p At<'p>, &'static str),
    /// In a field whose name is the sender's own.
    Other(&'p At<'p>),
    /// In a member of a list.
    Member(&'p At<'p>, usize),
}

impl At<'_> {
    /// The path of a field at this place, with the numbers of the list members on the way or without.
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

/// A value that is about to be read. Nothing in it stops the walk but text that is not JSON.
struct Walk<'w, 'p> {
    shape: Shape,
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
        let is_taken = self.shape.list.is_some() || self.takes(0);
        let member = self.shape.list.copied().unwrap_or(ANYTHING);
        let mut count = 0;
        while list.next_element_seed(Walk { shape: member, at: At::Member(&self.at, count), fit: self.fit })?.is_some()
        {
            count += 1;
        }
        if is_taken || count == 0 && self.takes(shape::EMPTY_LIST) { Ok(()) } else { self.scalar(0, "a list") }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Some(object) = self.shape.object else {
            let mut is_empty = true;
            while map.next_key_seed(Name { object: &NO_FIELDS, at: self.at, fit: self.fit })?.is_some() {
                map.next_value_seed(Walk { shape: ANYTHING, at: At::Other(&self.at), fit: self.fit })?;
                is_empty = false;
            }
            let is_taken = self.takes(if is_empty { shape::EMPTY_OBJECT } else { 0 });
            return if is_taken { Ok(()) } else { self.scalar(0, "an object") };
        };
        let (mut found, mut is_empty) = (0_u128, true);
        while let Some(field) = map.next_key_seed(Name { object, at: self.at, fit: self.fit })? {
            is_empty = false;
            match field.and_then(|index| object.fields.get(index).map(|field| (index, field))) {
                Some((index, field)) => {
                    found |= 1 << index;
                    map.next_value_seed(Walk {
                        shape: field.shape,
                        at: At::Field(&self.at, field.name),
                        fit: self.fit,
                    })?;
                }
                None => {
                    let shape = object.others.copied().unwrap_or(ANYTHING);
                    map.next_value_seed(Walk { shape, at: At::Other(&self.at), fit: self.fit })?;
                }
            }
        }
        let is_nothing = is_empty && self.takes(shape::EMPTY_OBJECT);
        let missing = |(index, field): &(usize, &Field)| field.required && found & (1 << index) == 0;
        if let Some((_, field)) = object.fields.iter().enumerate().find(missing).filter(|_| !is_nothing) {
            self.fit.misfit(self.at, || format!("the field `{}` is missing", field.name));
        }
        Ok(())
    }
}

const ANYTHING: Shape = Shape::plain(shape::ANY);
/// Of an object that has no shape: what is in it is not looked at.
static NO_FIELDS: Object = Object { fields: &[], others: Some(&ANYTHING) };

/// The name of a field: gives its index among the fields that a type names.
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
        let index = self.object.fields.binary_search_by(|field| field.name.cmp(name)).ok();
        if index.is_none() && self.object.others.is_none() {
            self.fit.unknown(self.at, name);
        }
        Ok(index)
    }
}

/// What a shape takes, in words.
fn expected(shape: Shape) -> String {
    let words = [
        (shape.takes & shape::STRING != 0, "text"),
        (shape.takes & shape::NUMBER != 0, "a number"),
        (shape.takes & (shape::INTEGER | shape::NUMBER) == shape::INTEGER, "a whole number"),
        (shape.takes & shape::BOOL != 0, "true or false"),
        (shape.list.is_some(), "a list"),
        (shape.object.is_some(), "an object"),
        (shape.takes & (shape::NOTHING | shape::EMPTY_STRING) != 0, "nothing"),
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
    use super::{Field, MAX_PATH, MAX_UNKNOWN, Object, Shape, check};

    static INNER: Object = Object {
        fields: &[Field::maybe("at", Shape::plain(INTEGER | NOTHING)), Field::must("name", Shape::plain(TEXT))],
        others: None,
    };
    static THING: Object = Object {
        fields: &[
            Field::must("id", Shape::plain(TEXT)),
            Field::maybe("inner", Shape { takes: NOTHING, list: None, object: Some(&INNER) }),
            Field::must(
                "list",
                Shape {
                    takes: NOTHING,
                    list: Some(&Shape { takes: 0, list: None, object: Some(&INNER) }),
                    object: Some(&INNER),
                },
            ),
            Field::maybe("map", Shape { takes: 0, list: None, object: Some(&MAP) }),
            Field::maybe("ok", Shape::plain(BOOL)),
        ],
        others: None,
    };
    static MAP: Object = Object { fields: &[], others: Some(&Shape { takes: 0, list: None, object: Some(&INNER) }) };

    /// Checks where a payload does not fit and why, and the fields without a type.
    fn check_all(json: &str, misfit: Option<&str>, unknown: &[&str]) {
        let fit = check(json.as_bytes(), Shape { takes: 0, list: None, object: Some(&THING) });
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
        // Where it does not fit, the rest is looked at all the same.
        check_all(r#"{"id":[],"list":[],"new":1}"#, Some("id: a list, expected text or a number"), &["new"]);
        check_all(r#"{"id":{"new":1},"list":[]}"#, Some("id: an object, expected text or a number"), &[]);
    }

    #[test]
    fn a_hostile_body_makes_a_short_note() {
        let many: Vec<String> = (0..5_000).map(|n| format!("\"ü{n:0>400}\":0")).collect();
        let shape = Shape { takes: 0, list: None, object: Some(&THING) };
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
