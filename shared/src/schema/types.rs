//! Generates the types of a provider's events in other languages from its JSON Schema:
//! `clients/typescript` and `clients/python`.
//!
//! Supports only the part of JSON Schema that the payload types produce. Anything else is an error,
//! so no client has a type that says less than the schema. Why no library generates them:
//! docs/decisions/clients.md.

mod bases;
mod python;
mod read;
mod text;
mod typescript;

use serde_json::Value;

use crate::providers::Provider;

/// Returns the files of both clients that are generated from these providers' schemas: path and
/// text.
///
/// # Errors
/// The part of a schema that has no type.
pub fn clients(providers: &[&Provider]) -> Result<Vec<(String, String)>, String> {
    let mut files = Vec::new();
    let common = read::common(&super::message(), &super::provider(providers.first().ok_or("no provider")?))?;
    files.push(("clients/typescript/common.d.ts".to_owned(), typescript::common(&common)));
    files.push(("clients/python/frontdesk_events/common.py".to_owned(), python::common(&common)));
    let mut names = Vec::new();
    for provider in providers {
        let schema = super::provider(provider);
        let module = read::module(provider.title, &schema)?;
        let name = provider.name;
        files.push((format!("clients/typescript/{name}.d.ts"), typescript::module(&module)));
        files.push((format!("clients/python/frontdesk_events/{name}.py"), python::module(&module)));
        names.push(name);
    }
    files.push(("clients/typescript/providers.d.ts".to_owned(), typescript::providers(&names)));
    files.push(("clients/python/frontdesk_events/providers.py".to_owned(), python::providers(&names)));
    Ok(files)
}

/// The parts that all events share: the envelope, and the types of values.
struct Common {
    envelope: Definition,
    values: Vec<Definition>,
}

/// The types of one provider's events.
struct Module {
    /// The provider's display name.
    title: String,
    /// The events, grouped by the type of their data.
    events: Vec<Events>,
    definitions: Vec<Definition>,
}

struct Events {
    /// `gingr.check_in`.
    types: Vec<String>,
    data: Type,
}

/// A named type.
struct Definition {
    name: String,
    doc: String,
    form: Form,
}

enum Form {
    Object(Object),
    Alias(Type),
    /// Known words, or any other.
    Words(Vec<String>),
}

#[derive(Debug, Clone, PartialEq)]
struct Object {
    /// An object whose fields are included.
    base: Option<String>,
    fields: Vec<Field>,
}

#[derive(Debug, Clone, PartialEq)]
struct Field {
    name: String,
    doc: String,
    required: bool,
    value: Type,
}

#[derive(Debug, Clone, PartialEq)]
enum Type {
    Any,
    String,
    Number,
    Integer,
    Boolean,
    Null,
    /// A constant, as JSON.
    Constant(Value),
    /// A reference to a definition.
    Named(String),
    List(Box<Type>),
    Map(Box<Type>),
    Either(Vec<Type>),
    /// A value, or one of the ways to write nothing.
    Maybe(Box<Type>),
    /// A list. A single value is a list of one, and nothing is an empty list.
    Many(Box<Type>),
}
