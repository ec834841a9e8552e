//! The types of a provider's events in other languages, made from its JSON Schema: `clients/typescript` and `clients/python`.
//!
//! Only the part of JSON Schema is understood that the payload types make. Anything else is an error, so that no client has a
//! type that says less than the schema. Why no library makes them: docs/decisions/clients.md.

mod bases;
mod python;
mod read;
mod text;
mod typescript;

use serde_json::Value;

use crate::providers::Provider;

/// The files of both clients that are made from the schemas of these providers: path and text.
///
/// # Errors
/// What in a schema has no type.
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

/// What all events have, and the words for values that all providers share.
struct Common {
    envelope: Definition,
    values: Vec<Definition>,
}

/// The events of one provider.
struct Module {
    /// The provider's name, as people write it.
    title: String,
    /// The events that have the same type of data.
    events: Vec<Events>,
    definitions: Vec<Definition>,
}

struct Events {
    /// `gingr.check_in`.
    types: Vec<String>,
    data: Type,
}

/// A type with a name.
struct Definition {
    name: String,
    doc: String,
    form: Form,
}

enum Form {
    Object(Object),
    Alias(Type),
    /// Known words, and any other.
    Words(Vec<String>),
}

#[derive(Debug, Clone, PartialEq)]
struct Object {
    /// An object whose fields it has, too.
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
    /// A constant, in JSON.
    Constant(Value),
    /// A definition.
    Named(String),
    List(Box<Type>),
    Map(Box<Type>),
    Either(Vec<Type>),
    /// This, or one of the ways to write nothing.
    Maybe(Box<Type>),
    /// A list; one thing is a list of one, and nothing an empty one.
    Many(Box<Type>),
}
