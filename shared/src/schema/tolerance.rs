//! What `payload/tolerant.rs` accepts, in JSON Schema: numbers for strings, the several ways to write nothing, a single
//! value for a list of one.

use std::borrow::Cow;

use schemars::transform::{Transform, transform_subschemas};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value, json};

use crate::payload::{Flag, Moment, StringOr};

/// A map of values, or a list of them.
pub(crate) struct KeyedOrList<T>(std::marker::PhantomData<T>);

/// Makes the schema of a payload type accept what the deserializer accepts.
pub(super) struct Tolerance;

impl Transform for Tolerance {
    fn transform(&mut self, schema: &mut Schema) {
        transform_subschemas(self, schema);
        let Some(object) = schema.as_object_mut() else { return };
        let is_optional = take_null(object);
        // Nothing is an empty list, optional or not.
        if is_list(object) {
            let items = object.get("items").cloned().unwrap_or_else(|| json!({}));
            let list = Value::Object(object.clone());
            *object = any_of([list, items].into_iter().chain(nothing()));
            return;
        }
        if object.get("type").is_some_and(|kind| kind == "string") && !object.contains_key("const") {
            object.insert("type".to_owned(), json!(["string", "number"]));
        }
        if is_optional {
            let something = Value::Object(std::mem::take(object));
            *object = any_of([something].into_iter().chain(nothing()));
        }
    }
}

fn is_list(object: &Map<String, Value>) -> bool {
    object.get("type").is_some_and(|kind| kind == "array")
}

/// Removes null from what a schema allows, and returns whether it was there.
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

/// The ways in which senders write nothing.
fn nothing() -> [Value; 4] {
    [json!(null), json!(""), json!([]), json!({})].map(|nothing| json!({ "const": nothing }))
}

fn any_of(schemas: impl IntoIterator<Item = Value>) -> Map<String, Value> {
    Map::from_iter([("anyOf".to_owned(), Value::Array(schemas.into_iter().collect()))])
}

macro_rules! described {
    ($([$($generic:ident)?] $shape:ty, $name:expr, |$generator:ident| $schema:expr;)*) => {
        $(impl$(<$generic: JsonSchema>)? JsonSchema for $shape {
            fn inline_schema() -> bool {
                true
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
    [] Flag, "Flag", |_generator| json_schema!({ "type": ["boolean", "string", "number"] });
    [] Moment, "Moment", |_generator| json_schema!({ "type": ["string", "number"] });
    [T] StringOr<T>, format!("StringOr_{}", T::schema_name()), |generator| {
        // Not `"type": "string"`: that would come to accept a number here.
        json_schema!({ "anyOf": [{ "type": ["string"] }, generator.subschema_for::<T>()] })
    };
    [T] KeyedOrList<T>, format!("KeyedOrList_{}", T::schema_name()), |generator| {
        let one = generator.subschema_for::<T>();
        let map = json_schema!({ "type": "object", "additionalProperties": one.clone() });
        // Not `"type": "array"` and `"type": "null"`: those would come to accept a single value and `""` here.
        json_schema!({ "anyOf": [{ "type": ["array"], "items": one }, map, { "const": null }] })
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_thing_is_a_list_of_one_in_an_option_too() {
        fn check<T: JsonSchema>(expected: [Value; 2]) {
            let mut schema = SchemaGenerator::default().subschema_for::<T>();
            Tolerance.transform(&mut schema);
            let alternatives = Value::Array(expected.into_iter().chain(nothing()).collect());
            assert_eq!(schema.as_value(), &json!({ "anyOf": alternatives }));
        }
        let text = json!({ "type": ["string", "number"] });
        check::<Vec<String>>([json!({ "type": "array", "items": text }), text.clone()]);
        check::<Option<Vec<String>>>([json!({ "type": "array", "items": text }), text.clone()]);
    }
}
