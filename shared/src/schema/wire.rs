//! The schemas of the shapes in `crate::wire`, which read themselves and so have to describe themselves, too.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value};

use super::any_of;
use crate::providers::ombori::Answer;
use crate::wire::{Flag, Keyed, Maybe, Moment, OneOrMany, StringOr, Text};

/// What Ombori sends as `registrationData`: a map of answers, or a list.
pub(crate) struct Answers;

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
    [] Text, "Text", |_generator| json_schema!({ "type": ["string", "number"] });
    [] Flag, "Flag", |_generator| json_schema!({ "type": ["boolean", "string", "number"] });
    [] Moment, "Moment", |_generator| json_schema!({ "type": ["string", "number"] });
    [T] Maybe<T>, format!("Maybe_{}", T::schema_name()), |generator| {
        let something = generator.subschema_for::<T>();
        any_of([something].into_iter().chain(nothing()))
    };
    [T] OneOrMany<T>, format!("OneOrMany_{}", T::schema_name()), |generator| {
        let one = generator.subschema_for::<T>();
        any_of([json_schema!({ "type": "array", "items": one.clone() }), one].into_iter().chain(nothing()))
    };
    [T] Keyed<T>, format!("Keyed_{}", T::schema_name()), |generator| {
        let one = generator.subschema_for::<T>();
        let each = json_schema!({ "if": { "type": "object" }, "then": one });
        let map = json_schema!({ "type": "object", "additionalProperties": each.clone() });
        any_of([map, json_schema!({ "type": "array", "items": each })].into_iter().chain(nothing()))
    };
    [T] StringOr<T>, format!("StringOr_{}", T::schema_name()), |generator| {
        any_of([json_schema!({ "type": "string" }), generator.subschema_for::<T>()])
    };
    [] Answers, "Answers", |generator| {
        let answer = generator.subschema_for::<Answer>();
        let map = json_schema!({ "type": "object", "additionalProperties": answer.clone() });
        any_of([json_schema!({ "type": "array", "items": answer }), map, json_schema!({ "type": "null" })])
    };
}

/// The ways in which senders write nothing.
fn nothing() -> [Schema; 4] {
    [Value::Null, Value::from(""), Value::Array(Vec::new()), Value::Object(Map::new())]
        .map(|nothing| json_schema!({ "const": nothing }))
}
