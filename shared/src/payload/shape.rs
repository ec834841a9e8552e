//! What a payload type takes, as a value: a check that builds nothing can go by it.
//!
//! Each provider's `shape.rs` is made from its payload types, through their JSON Schema: `schema/shape.rs` writes it, and a
//! test fails when it is not what the types say.

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
/// Whatever has no shape of its own.
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
    /// What the members of a list may be. None where a list is taken only by `takes`.
    pub list: Option<&'static Shape>,
    /// What the fields of an object may be. None where an object is taken only by `takes`.
    pub object: Option<&'static Object>,
}

/// What an object may have.
#[derive(Debug, Clone, Copy)]
pub struct Object {
    /// The fields that a type names, sorted by name: at most 128.
    pub fields: &'static [Field],
    /// What the other fields may be, where the names are the sender's own. None where no type names them.
    pub others: Option<&'static Shape>,
}

/// A field that a type names.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// Whether it must be there.
    pub required: bool,
    /// What it may be.
    pub shape: Shape,
}

/// The shapes of a provider's known kinds: for each, the names of the kinds, and the shape of their payload.
pub type Shapes = &'static [(&'static [&'static str], Shape)];

impl Shape {
    /// What has no members of its own.
    #[must_use]
    pub const fn plain(takes: u16) -> Self {
        Self { takes, list: None, object: None }
    }
}

impl Field {
    /// A field that may be missing.
    #[must_use]
    pub const fn maybe(name: &'static str, shape: Shape) -> Self {
        Self { name, required: false, shape }
    }

    /// A field that must be there.
    #[must_use]
    pub const fn must(name: &'static str, shape: Shape) -> Self {
        Self { name, required: true, shape }
    }
}
