//! The shape of a payload type: the values it accepts, as data, so a body can be checked without
//! building anything.
//!
//! `schema/shape.rs` generates each provider's `shape.rs` from the JSON Schema of its payload
//! types. A test fails if a file is out of date.

/// Null.
pub const NULL: u16 = 1;
/// `true` and `false`.
pub const BOOL: u16 = 1 << 1;
/// 64-bit integers.
pub const INTEGER: u16 = 1 << 2;
/// All numbers.
pub const NUMBER: u16 = 1 << 3;
/// Strings.
pub const STRING: u16 = 1 << 4;
/// `""`, which some senders write for nothing.
pub const EMPTY_STRING: u16 = 1 << 5;
/// `[]`, which some senders write for nothing.
pub const EMPTY_LIST: u16 = 1 << 6;
/// `{}`, which some senders write for nothing.
pub const EMPTY_OBJECT: u16 = 1 << 7;
/// Anything, without a further shape.
pub const ANY: u16 = 1 << 8;
/// The ways to write nothing.
pub const NOTHING: u16 = NULL | EMPTY_STRING | EMPTY_LIST | EMPTY_OBJECT;
/// Values read as text.
pub const TEXT: u16 = STRING | NUMBER;
/// Values read as true or false.
pub const FLAG: u16 = BOOL | STRING | NUMBER;

/// The values that a field accepts.
#[derive(Debug, Clone, Copy)]
pub struct Shape {
    /// The accepted kinds of values: a combination of this module's constants.
    pub takes: u16,
    /// The shape of a list's members. None if a list is only accepted through `takes`.
    pub list: Option<&'static Shape>,
    /// The fields of an object. None if an object is only accepted through `takes`.
    pub object: Option<&'static Object>,
}

/// The fields of an object.
#[derive(Debug, Clone, Copy)]
pub struct Object {
    /// An object whose fields are included, except those that `fields` redefines.
    pub base: Option<&'static Object>,
    /// The fields that the type names, sorted by name: at most 128, including those of `base`.
    pub fields: &'static [Field],
    /// The shape of all other fields, if the sender chooses the names. None if other fields are
    /// unknown.
    pub others: Option<&'static Shape>,
}

/// A field that a type names.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// Whether it is required.
    pub required: bool,
    /// Its shape.
    pub shape: Shape,
}

/// The shapes of the payloads of a provider's known kinds, in the order of `kinds`.
pub type Shapes = &'static [Shape];

/// Any value.
pub static ANYTHING: Shape = Shape::plain(ANY);
/// An object with any fields.
pub static ANY_FIELDS: Object = Object::by_name(&ANYTHING);

impl Shape {
    /// A value without members.
    #[must_use]
    pub const fn plain(takes: u16) -> Self {
        Self { takes, list: None, object: None }
    }

    /// An object.
    #[must_use]
    pub const fn object(object: &'static Object) -> Self {
        Self { takes: 0, list: None, object: Some(object) }
    }

    /// A list.
    #[must_use]
    pub const fn list(members: &'static Shape) -> Self {
        Self { takes: 0, list: Some(members), object: None }
    }

    /// A list. A single value is a list of one, and nothing is an empty list.
    #[must_use]
    pub const fn many(members: &'static Shape) -> Self {
        Self { takes: members.takes | NOTHING, list: Some(members), object: members.object }
    }

    /// Also accepts `takes`.
    #[must_use]
    pub const fn or(self, takes: u16) -> Self {
        Self { takes: self.takes | takes, ..self }
    }

    /// Also accepts an object.
    #[must_use]
    pub const fn or_object(self, object: &'static Object) -> Self {
        Self { object: Some(object), ..self }
    }
}

impl Object {
    /// An object with these fields.
    #[must_use]
    pub const fn of(fields: &'static [Field]) -> Self {
        Self { base: None, fields, others: None }
    }

    /// An object with fields of any name.
    #[must_use]
    pub const fn by_name(others: &'static Shape) -> Self {
        Self { base: None, fields: &[], others: Some(others) }
    }

    /// Includes the fields of another object.
    #[must_use]
    pub const fn on(self, base: &'static Object) -> Self {
        Self { base: Some(base), ..self }
    }

    /// Allows fields of any other name.
    #[must_use]
    pub const fn and_by_name(self, others: &'static Shape) -> Self {
        Self { others: Some(others), ..self }
    }

    /// Returns the index of a field among its own and its base's.
    pub(super) fn find(&self, name: &str) -> Option<usize> {
        let own = self.fields.binary_search_by(|field| field.name.cmp(name)).ok();
        own.or_else(|| self.base?.find(name).map(|index| self.fields.len() + index))
    }

    /// Returns the field at an index: its own fields come first, then its base's.
    pub(super) fn field(&self, index: usize) -> Option<&'static Field> {
        self.fields.get(index).or_else(|| self.base?.field(index.checked_sub(self.fields.len())?))
    }

    /// Returns a required field that is missing from `found`, a bit set of indexes.
    pub(super) fn missing(&self, found: u128) -> Option<&'static Field> {
        let all = (0..).map_while(|index| Some((index, self.field(index)?)));
        let is_own = |index, field: &Field| self.find(field.name) == Some(index);
        let mut missing = all.filter(|(index, field)| field.required && found & (1 << index) == 0);
        missing.find(|(index, field)| is_own(*index, field)).map(|(_, field)| field)
    }
}

impl Field {
    /// An optional field.
    #[must_use]
    pub const fn maybe(name: &'static str, shape: Shape) -> Self {
        Self { name, required: false, shape }
    }

    /// A required field.
    #[must_use]
    pub const fn must(name: &'static str, shape: Shape) -> Self {
        Self { name, required: true, shape }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_combined_accepts_both() {
        assert_eq!((NOTHING, TEXT, FLAG), (0b1110_0001, 0b1_1000, 0b1_1010));
        static TEXT_OR_NULL: Shape = Shape::plain(TEXT | NULL);
        let many = Shape::many(&TEXT_OR_NULL);
        assert_eq!((many.takes, many.list.is_some()), (TEXT | NOTHING, true));
        assert_eq!(Shape::plain(TEXT).or(STRING | NULL).takes, TEXT | NULL);
        assert!(Shape::plain(TEXT).or_object(&ANY_FIELDS).object.is_some());
        assert!(Object::of(&[]).and_by_name(&ANYTHING).others.is_some());
    }

    #[test]
    fn fields_of_a_base_come_after_its_own() {
        const fn field(name: &'static str) -> Field {
            Field::maybe(name, Shape::plain(ANY))
        }
        static BASE: Object = Object::of(&[field("b"), field("c"), field("e")]);
        static WHOLE: Object = Object::of(&[field("a"), field("c")]).on(&BASE);
        let check = |name: &str, index: Option<usize>| {
            assert_eq!(WHOLE.find(name), index, "{name}");
            assert_eq!(index.map(|index| WHOLE.field(index).unwrap().name), index.map(|_| name), "{name}");
        };
        check("a", Some(0));
        check("b", Some(2));
        check("c", Some(1));
        check("e", Some(4));
        check("d", None);
        assert!(WHOLE.field(5).is_none());
    }
}
