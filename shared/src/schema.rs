//! JSON Schema (2020-12) of the message and of each provider's payloads, generated from the Rust
//! types, for consumers in other languages and for code generators.
//!
//! A schema accepts what the types accept, with the same tolerance: unknown fields, numbers in
//! place of strings, the several ways to write nothing. The definitions `Text`, `Nothing`, `Flag`
//! and `Moment` list them. An unknown kind may have any data. `frontdesk schema` prints the
//! schemas.

mod shape;
mod tolerance;
mod types;

use schemars::transform::Transform;
use schemars::{SchemaGenerator, generate::SchemaSettings};
use serde_json::{Map, Value, json};

pub use self::shape::shapes;
pub(crate) use self::tolerance::KeyedOrList;
use self::tolerance::Tolerance;
pub use self::types::clients;
use crate::message::Wire;
use crate::providers::Provider;

const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// Returns the schema of a message from any provider.
#[must_use]
pub fn message() -> Value {
    let mut generator = SchemaSettings::draft2020_12().into_generator();
    let mut schema = envelope(&mut generator);
    schema.insert("title".to_owned(), "Message".into());
    whole(schema, generator)
}

/// Returns the schema of one provider's messages: `data` by `type`.
#[must_use]
pub fn provider(provider: &Provider) -> Value {
    let name = provider.name;
    let mut payloads = SchemaSettings::draft2020_12().into_generator();
    let by_type: Vec<Value> = provider
        .kinds
        .iter()
        .map(|kinds| {
            let mut data = (kinds.schema)(&mut payloads);
            Tolerance.transform(&mut data);
            let types: Vec<String> = kinds.names.iter().map(|kind| format!("{name}.{kind}")).collect();
            // A message without data has a `dataref`, and nothing to check.
            json!({
                "if": { "properties": { "type": { "enum": types } }, "required": ["type"] },
                "then": { "properties": { "data": data } },
            })
        })
        .collect();
    let mut schema = envelope(&mut SchemaSettings::draft2020_12().into_generator());
    schema.insert("title".to_owned(), format!("Message of {name}").into());
    if let Some(source) = schema.get_mut("properties").and_then(|properties| properties.get_mut("source")) {
        let pattern = format!("^/frontdesk/{name}(/[a-z0-9_-]+)?$");
        *source = json!({ "description": "The provider and its account.", "type": "string", "pattern": pattern });
    }
    schema.insert("allOf".to_owned(), by_type.into());
    whole(schema, payloads)
}

/// Returns the members of a message, with the rule that it has either `data` or `dataref`.
fn envelope(generator: &mut SchemaGenerator) -> Map<String, Value> {
    let mut schema = generator.root_schema_for::<Wire<'static>>();
    schema.remove("$schema");
    schema.remove("$defs");
    let mut schema = std::mem::take(schema.ensure_object());
    if let Some(Value::Object(properties)) = schema.get_mut("properties") {
        properties.insert("specversion".to_owned(), json!({ "description": "CloudEvents version.", "const": "1.0" }));
        if let Some(data) = properties.get_mut("data") {
            *data = json!({ "description": "The provider's body, as received." });
        }
        if let Some(dataref) = properties.get_mut("dataref") {
            *dataref = json!({
                "description": "The location of a body that is not in the message.", "type": "string", "pattern": "^dynamodb://[^/]+/.+$"
            });
        }
    }
    schema.insert("oneOf".to_owned(), json!([{ "required": ["data"] }, { "required": ["dataref"] }]));
    schema
}

/// Adds the definitions to a schema.
fn whole(mut schema: Map<String, Value>, mut generator: SchemaGenerator) -> Value {
    let mut definitions = generator.take_definitions(true);
    for definition in definitions.values_mut() {
        if let Ok(schema) = definition.try_into() {
            Tolerance.transform(schema);
        }
    }
    if !definitions.is_empty() {
        definitions.extend(tolerance::definitions());
        schema.insert("$defs".to_owned(), Value::Object(definitions));
    }
    let mut all = Map::new();
    all.insert("$schema".to_owned(), DIALECT.into());
    all.extend(schema);
    Value::Object(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_provider_has_a_schema() {
        for one in crate::providers::ALL {
            let (name, schema) = (one.name, provider(one));
            assert_eq!(schema["$schema"], DIALECT);
            let pattern = format!("^/frontdesk/{name}(/[a-z0-9_-]+)?$");
            assert_eq!(schema["properties"]["source"]["pattern"], pattern);
            assert!(schema["allOf"].as_array().unwrap().len() >= 2, "{name}");
        }
        assert_eq!(
            message()["required"],
            json!(["id", "source", "type", "time", "receivedat", "verification", "sha256"])
        );
    }
}
