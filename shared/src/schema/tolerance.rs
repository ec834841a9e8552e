//! The tolerance of `payload/tolerant.rs`, in JSON Schema: numbers for strings, the several ways to
//! write nothing, a single value for a list of one.

use std::borrow::Cow;

use schemars::transform::{Transform, transform_subschemas};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value, json};

use crate::payload::{Flag, Moment, StringOr};

/// A map of values, or a list of them.
pub(crate) struct KeyedOrList<T>(std::marker::PhantomData<T>);

/// Makes the schema of a payload type accept what the deserializer accepts.
pub(super) struct Tolerance;

const DEFINITIONS: &str = "#/$defs/";

impl Transform for Tolerance {
    fn transform(&mut self, schema: &mut Schema) {
        transform_subschemas(self, schema);
        let Some(object) = schema.as_object_mut() else { return };
        object.retain(|name, value| name != "default" || !value.is_null());
        if let Some(Value::String(description)) = object.get_mut("description") {
            *description = for_all_languages(description);
        }
        let is_optional = take_null(object);
        // Nothing means an empty list, optional or not.
        if is_list(object) {
            let notes = take_notes(object);
            let items = object.get("items").cloned().unwrap_or_else(|| json!({}));
            let list = Value::Object(std::mem::take(object));
            *object = any_of([list, items, reference("Nothing")], notes);
            return;
        }
        if object.get("type").is_some_and(|kind| kind == "string") && !object.contains_key("const") {
            object.remove("type");
            object.insert("$ref".to_owned(), format!("{DEFINITIONS}Text").into());
        }
        if is_optional {
            let notes = take_notes(object);
            let something = alternatives(std::mem::take(object));
            *object = any_of(something.into_iter().chain([reference("Nothing")]), notes);
        }
    }
}

/// Removes and returns the title and description, which belong to the field and not to one of its
/// forms.
fn take_notes(object: &mut Map<String, Value>) -> Map<String, Value> {
    let notes = ["title", "description"].map(|name| object.remove_entry(name));
    notes.into_iter().flatten().collect()
}

/// Returns the alternatives of a schema: those of its `anyOf` if it has no other keyword, else the
/// schema itself.
fn alternatives(mut object: Map<String, Value>) -> Vec<Value> {
    match (object.len(), object.get_mut("anyOf")) {
        (1, Some(Value::Array(schemas))) => std::mem::take(schemas),
        _ => vec![Value::Object(object)],
    }
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("{DEFINITIONS}{name}") })
}

/// Removes the Rust-only parts of a docstring: paragraphs that begin with `In Rust`, and links to
/// types.
fn for_all_languages(docstring: &str) -> String {
    let paragraphs = docstring.split("\n\n").filter(|paragraph| !paragraph.starts_with("In Rust"));
    let text = paragraphs.collect::<Vec<_>>().join("\n\n");
    let (mut plain, mut rest) = (String::new(), text.as_str());
    while let Some((before, (name, after))) = rest.split_once("[`").and_then(|(a, b)| Some((a, b.split_once("`]")?))) {
        plain.push_str(&format!("{before}`{name}`"));
        // The target of a link to a type is a Rust path.
        rest = after.strip_prefix('(').and_then(|target| Some(target.split_once(')')?.1)).unwrap_or(after);
    }
    plain + rest
}

/// Returns the definitions to which the tolerance refers.
pub(super) fn definitions() -> [(String, Value); 2] {
    let text = json!({
        "description": "Text. Providers write some texts as numbers.", "type": ["string", "number"]
    });
    let nothing = json!({
        "description": "The ways in which providers write nothing.",
        "anyOf": [{ "const": null }, { "const": "" }, { "const": [] }, { "const": {} }],
    });
    [("Text".to_owned(), text), ("Nothing".to_owned(), nothing)]
}

fn is_list(object: &Map<String, Value>) -> bool {
    object.get("type").is_some_and(|kind| kind == "array")
}

/// Removes null from a schema, and returns whether it was there.
fn take_null(object: &mut Map<String, Value>) -> bool {
    let null = json!("null");
    if let Some(Value::Array(kinds)) = object.get_mut("type") {
        let before = kinds.len();
        kinds.retain(|kind| *kind != null);
        let had_null = kinds.len() < before;
        let only = kinds.first().filter(|_| had_null && kinds.len() == 1).cloned();
        if let Some(only) = only {
            object.insert("type".to_owned(), only);
        }
        return had_null;
    }
    if let Some(Value::Array(schemas)) = object.get_mut("anyOf") {
        let before = schemas.len();
        schemas.retain(|schema| *schema != json!({ "type": "null" }));
        return schemas.len() < before;
    }
    false
}

fn any_of(schemas: impl IntoIterator<Item = Value>, notes: Map<String, Value>) -> Map<String, Value> {
    let mut object = notes;
    object.insert("anyOf".to_owned(), Value::Array(schemas.into_iter().collect()));
    object
}

macro_rules! described {
    ($([$($generic:ident)?] $inline:literal $shape:ty, $name:expr, |$generator:ident| $schema:expr;)*) => {
        $(impl$(<$generic: JsonSchema>)? JsonSchema for $shape {
            fn inline_schema() -> bool {
                $inline
            }
            fn schema_name() -> Cow<'static, str> {
                Cow::from($name)
            }
            fn json_schema($generator: &mut SchemaGenerator) -> Schema {
                $schema
            }
        })*
    };
}

described! {
    [] false Flag, "Flag", |_generator| json_schema!({
        "description": "A boolean, in any of the forms that providers use: `true`, `\"true\"`, `1`, `\"1\"`, and the same for false.",
        "type": ["boolean", "string", "number"],
    });
    [] false Moment, "Moment", |_generator| json_schema!({
        "description": "A point in time, as the provider writes it: with a zone, as local time in an unknown zone, as a date, in \
            unix seconds, or as text that is no time, such as `N/A`.",
        "type": ["string", "number"],
    });
    [T] true StringOr<T>, format!("StringOr_{}", T::schema_name()), |generator| {
        // Not `"type": "string"`: `Tolerance` would extend that to accept numbers.
        json_schema!({ "anyOf": [{ "type": ["string"] }, generator.subschema_for::<T>()] })
    };
    [T] true KeyedOrList<T>, format!("KeyedOrList_{}", T::schema_name()), |generator| {
        let one = generator.subschema_for::<T>();
        let map = json_schema!({ "type": "object", "additionalProperties": one.clone() });
        // Not `"type": "array"` and `"type": "null"`: `Tolerance` would extend those to accept a
        // single value and `""`.
        json_schema!({ "anyOf": [{ "type": ["array"], "items": one }, map, { "const": null }] })
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_thing_is_a_list_of_one_in_an_option_too() {
        fn check<T: JsonSchema>() {
            let mut schema = SchemaGenerator::default().subschema_for::<T>();
            Tolerance.transform(&mut schema);
            let text = reference("Text");
            let list = json!({ "type": "array", "items": text });
            assert_eq!(schema.as_value(), &json!({ "anyOf": [list, text, reference("Nothing")] }));
        }
        check::<Vec<String>>();
        check::<Option<Vec<String>>>();
    }

    #[test]
    fn nothing_is_one_more_alternative() {
        fn check(mut schema: Schema, expected: Value) {
            Tolerance.transform(&mut schema);
            assert_eq!(schema.as_value(), &expected);
        }
        let nothing = reference("Nothing");
        check(json_schema!({ "type": ["boolean", "null"] }), json!({ "anyOf": [{ "type": "boolean" }, nothing] }));
        check(
            json_schema!({ "anyOf": [{ "type": "number" }, { "type": "boolean" }, { "type": "null" }] }),
            json!({ "anyOf": [{ "type": "number" }, { "type": "boolean" }, nothing] }),
        );
    }

    #[test]
    fn descriptions_are_for_all_languages() {
        fn check(docstring: &str, expected: &str) {
            assert_eq!(for_all_languages(docstring), expected);
        }
        check("Id of the animal.\n\nIn Rust, [`Incident::animal_id`] reads both.", "Id of the animal.");
        check("In a [`Reservation`](super::Reservation) the same is `x`.", "In a `Reservation` the same is `x`.");
        check(
            "[A page](https://example.com) of [`Customer`] and [`b`]",
            "[A page](https://example.com) of `Customer` and `b`",
        );
        check("[`open", "[`open");
    }
}
