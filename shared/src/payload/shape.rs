//! What a payload type accepts, as data, so that a body can be checked without building anything.
//!
//! Each provider's `shape.rs` is generated from its payload types, through their JSON Schema: `schema/shape.rs` writes
//! it, and a test fails when it is out of date.

/// Null.
pub const NULL: u16 = 1;
/// `true` and `false`.
pub const BOOL: u16 = 1 << 1;
/// Whole numbers of 64 bits.
pub const INTEGER: u16 = 1 << 2;
/// Numbers of all kinds.
pub const NUMBER: u16 = 1 << 3;
/// Strings.
pub const STRING: u16 = 1 << 4;
/// `""`, which some senders write for nothing.
pub const EMPTY_STRING: u16 = 1 << 5;
/// `[]`, which some senders write for nothing.
pub const EMPTY_LIST: u16 = 1 << 6;
/// `{}`, which some senders write for nothing.
pub const EMPTY_OBJECT: u16 = 1 << 7;
/// Anything without a shape of its own.
pub const ANY: u16 = 1 << 8;
/// The ways to write nothing.
pub const NOTHING: u16 = NULL | EMPTY_STRING | EMPTY_LIST | EMPTY_OBJECT;
/// What is read as text.
pub const TEXT: u16 = STRING | NUMBER;
/// What is read as true or false.
pub const FLAG: u16 = BOOL | STRING | NUMBER;

/// What a value may be.
#[derive(Debug, Clone, Copy)]
pub struct Shape {
    /// The constants of this module, together.
    pub takes: u16,
    /// What the members of a list may be. None if a list is accepted through `takes` only.
    pub list: Option<&'static Shape>,
    /// What the fields of an object may be. None if an object is accepted through `takes` only.
    pub object: Option<&'static Object>,
}

/// What an object may have.
#[derive(Debug, Clone, Copy)]
pub struct Object {
    /// An object whose fields this one has, too, unless it has one of the same name.
    pub base: Option<&'static Object>,
    /// The fields that a type names, sorted by name: at most 128 with those of `base`.
    pub fields: &'static [Field],
    /// What the other fields may be, if the names are the sender's own. None if they are unknown.
    pub others: Option<&'static Shape>,
}

/// A field that a type names.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// Whether it is required.
    pub required: bool,
    /// What it may be.
    pub shape: Shape,
}

/// The shapes of the payloads of a provider's known kinds, in the order of its `kinds`.
pub type Shapes = &'static [Shape];

/// Anything.
pub static ANYTHING: Shape = Shape::plain(ANY);
/// An object whose fields may be anything.
pub static ANY_FIELDS: Object = Object::by_name(&ANYTHING);

impl Shape {
    /// What has no members of its own.
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

    /// A list; a single value is a list of one, and nothing an empty list.
    #[must_use]
    pub const fn many(members: &'static Shape) -> Self {
        Self { takes: members.takes | NOTHING, list: Some(members), object: members.object }
    }

    /// The same, which may also be one of `takes`.
    #[must_use]
    pub const fn or(self, takes: u16) -> Self {
        Self { takes: self.takes | takes, ..self }
    }

    /// The same, which may also be an object.
    #[must_use]
    pub const fn or_object(self, object: &'static Object) -> Self {
        Self { object: Some(object), ..self }
    }
}

impl Object {
    /// With these fields.
    #[must_use]
    pub const fn of(fields: &'static [Field]) -> Self {
        Self { base: None, fields, others: None }
    }

    /// With fields of any name.
    #[must_use]
    pub const fn by_name(others: &'static Shape) -> Self {
        Self { base: None, fields: &[], others: Some(others) }
    }

    /// Adds the fields of another object.
    #[must_use]
    pub const fn on(self, base: &'static Object) -> Self {
        Self { base: Some(base), ..self }
    }

    /// Adds fields of any other name.
    #[must_use]
    pub const fn and_by_name(self, others: &'static Shape) -> Self {
        Self { others: Some(others), ..self }
    }

    /// The index of a field among its own and those of its base.
    pub(super) fn find(&self, name: &str) -> Option<usize> {
        let own = self.fields.binary_search_by(|field| field.name.cmp(name)).ok();
        own.or_else(|| self.base?.find(name).map(|index| self.fields.len() + index))
    }

    /// Its own fields, then those of its base.
    pub(super) fn field(&self, index: usize) -> Option<&'static Field> {
        self.fields.get(index).or_else(|| self.base?.field(index.checked_sub(self.fields.len())?))
    }

    /// A required field that is not among those with these indexes, each a bit.
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
