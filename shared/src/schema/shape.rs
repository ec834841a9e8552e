//! Generates the Rust source of a provider's `shape.rs`, the shapes of its payloads
//! (`payload/shape.rs`), from the JSON Schema of its payload types.
//!
//! Supports only the part of JSON Schema that the types produce. Anything else is an error, so a
//! shape is never looser than its type.

mod write;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use self::write::{constant, write, write_fields};
use crate::payload::shape;
use crate::providers::Provider;

/// Keywords without effect on validation here.
const ANNOTATIONS: [&str; 4] = ["description", "title", "default", "examples"];

/// The maximum number of fields of an object, including those of its base.
const MOST_FIELDS: usize = 128;

/// A [`shape::Shape`] under construction.
#[derive(Debug, Clone, Default, PartialEq)]
struct Draft {
    takes: u16,
    list: Option<Box<Draft>>,
    object: Option<Object>,
}

/// A [`shape::Object`] under construction.
#[derive(Debug, Clone, PartialEq)]
enum Object {
    /// The object of a definition.
    Named(String),
    Inline(Fields),
}

#[derive(Debug, Clone, Default, PartialEq)]
struct Fields {
    /// A definition whose fields are included.
    base: Option<String>,
    /// By name: whether the field is required, and its shape.
    named: BTreeMap<String, (bool, Draft)>,
    others: Option<Box<Draft>>,
}

/// Returns the source of a provider's `shape.rs`.
///
/// # Errors
/// The part of a payload type's schema that has no shape.
pub fn shapes(provider: &Provider) -> Result<String, String> {
    let schema = super::provider(provider);
    let source = Source { definitions: schema.get("$defs").and_then(Value::as_object).cloned().unwrap_or_default() };
    let mut shapes = String::new();
    let mut names = BTreeSet::new();
    for one in schema.get("allOf").and_then(Value::as_array).into_iter().flatten() {
        let data = one.pointer("/then/properties/data").ok_or("a schema without data")?;
        let draft = source.draft(data)?;
        source.names(&draft, &mut names)?;
        shapes.push_str(&format!("    {},\n", write(&draft)));
    }
    let mut objects = String::new();
    for name in &names {
        let fields = source.object(name)?;
        objects.push_str(&format!("\nstatic {}: Object = {};\n", constant(name), write_fields(&fields)));
    }
    Ok(format!(
        "//! What the payload types of {} take. Made from them: `FRONTDESK_WRITE_DOCS=1 cargo test --workspace --test payloads shapes`.\n\n\
         use crate::payload::shape::*;\n\n\
         /// In the order of `kinds`.\npub(super) static SHAPES: Shapes = &[\n{shapes}];\n{objects}",
        provider.title
    ))
}

struct Source {
    definitions: Map<String, Value>,
}

impl Source {
    fn definition(&self, name: &str) -> Result<&Value, String> {
        self.definitions.get(name).ok_or_else(|| format!("no definition {name}"))
    }

    /// Returns the fields of a definition that is an object.
    fn object(&self, name: &str) -> Result<Fields, String> {
        match self.read(self.definition(name)?)?.object {
            Some(Object::Inline(fields)) => Ok(fields),
            other => Err(format!("{name} is not an object: {other:?}")),
        }
    }

    /// Collects all definitions that a shape needs.
    fn names(&self, draft: &Draft, found: &mut BTreeSet<String>) -> Result<(), String> {
        if let Some(list) = &draft.list {
            self.names(list, found)?;
        }
        match &draft.object {
            Some(Object::Named(name)) => self.names_of_definition(name, found),
            Some(Object::Inline(fields)) => self.names_of_fields(fields, found),
            None => Ok(()),
        }
    }

    fn names_of_definition(&self, name: &str, found: &mut BTreeSet<String>) -> Result<(), String> {
        if found.insert(name.to_owned()) { self.names_of_fields(&self.object(name)?, found) } else { Ok(()) }
    }

    fn names_of_fields(&self, fields: &Fields, found: &mut BTreeSet<String>) -> Result<(), String> {
        if let Some(base) = &fields.base {
            self.names_of_definition(base, found)?;
        }
        let drafts = fields.named.values().map(|(_, draft)| draft).chain(fields.others.as_deref());
        drafts.into_iter().try_for_each(|draft| self.names(draft, found))
    }

    /// Returns the shape of a schema. A reference to an object keeps its name.
    fn draft(&self, schema: &Value) -> Result<Draft, String> {
        let Some(name) = schema.get("$ref").and_then(Value::as_str) else { return self.read(schema) };
        let name = name.strip_prefix("#/$defs/").ok_or_else(|| format!("a reference to {name}"))?;
        let definition = self.definition(name)?;
        if definition.get("type").is_some_and(|kind| kind == "object") {
            return Ok(Draft { object: Some(Object::Named(name.to_owned())), ..Draft::default() });
        }
        // A definition that is more than an object is inlined.
        self.draft(definition)
    }

    fn read(&self, schema: &Value) -> Result<Draft, String> {
        let any = Draft { takes: shape::ANY, ..Draft::default() };
        let keywords = match schema {
            Value::Bool(true) => return Ok(any),
            Value::Object(keywords) => keywords,
            other => return Err(format!("the schema {other}")),
        };
        let names: Vec<&str> = keywords.keys().map(String::as_str).filter(|name| !ANNOTATIONS.contains(name)).collect();
        match names[..] {
            [] => Ok(any),
            ["const"] => constant_value(&schema["const"]),
            ["not"] if schema["not"] == json!({ "type": "object" }) => Ok(any),
            ["anyOf"] => self.any_of(&schema["anyOf"]),
            ["allOf"] => self.all_of(&schema["allOf"]),
            ["properties"] => Ok(Draft { object: Some(self.fields(keywords)?), ..Draft::default() }),
            _ if names.contains(&"type") => self.typed(keywords, &names),
            _ => Err(format!("the keywords {names:?}")),
        }
    }

    fn typed(&self, keywords: &Map<String, Value>, names: &[&str]) -> Result<Draft, String> {
        let known = ["type", "format", "items", "properties", "required", "additionalProperties"];
        if let Some(other) = names.iter().find(|name| !known.contains(name)) {
            return Err(format!("the keyword {other}"));
        }
        let types = match &keywords["type"] {
            Value::Array(types) => types.clone(),
            one => vec![one.clone()],
        };
        let mut draft = Draft::default();
        for one in types {
            match one.as_str() {
                Some("string") => draft.takes |= shape::STRING,
                Some("number") => draft.takes |= shape::NUMBER,
                Some("integer") if keywords.get("format").is_some_and(|format| format == "int64") => {
                    draft.takes |= shape::INTEGER;
                }
                Some("boolean") => draft.takes |= shape::BOOL,
                Some("null") => draft.takes |= shape::NULL,
                Some("array") => {
                    draft.list = Some(Box::new(self.draft(keywords.get("items").unwrap_or(&Value::Bool(true)))?));
                }
                Some("object") => draft.object = Some(self.fields(keywords)?),
                _ => return Err(format!("the type {one}")),
            }
        }
        Ok(draft)
    }

    fn fields(&self, keywords: &Map<String, Value>) -> Result<Object, String> {
        let required: Vec<&str> = keywords
            .get("required")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let mut fields = Fields::default();
        for (name, schema) in keywords.get("properties").and_then(Value::as_object).into_iter().flatten() {
            fields.named.insert(name.clone(), (required.contains(&name.as_str()), self.draft(schema)?));
        }
        fields.others = match keywords.get("additionalProperties") {
            // With named fields, other fields have no type; without them, the object is a map.
            None | Some(Value::Bool(true)) if !fields.named.is_empty() => None,
            None => Some(Box::new(self.read(&Value::Bool(true))?)),
            Some(schema) => Some(Box::new(self.draft(schema)?)),
        };
        if fields.named.len() > MOST_FIELDS {
            return Err(format!("an object with more than {MOST_FIELDS} fields"));
        }
        Ok(Object::Inline(fields))
    }

    fn any_of(&self, schemas: &Value) -> Result<Draft, String> {
        let mut whole = Draft::default();
        for schema in schemas.as_array().into_iter().flatten() {
            let one = self.draft(schema)?;
            let is_whole = one.takes & shape::ANY != 0 && schema.get("not").is_none();
            if is_whole {
                return Ok(one);
            }
            whole.takes |= one.takes;
            whole.list = either(whole.list, one.list)?;
            whole.object = either(whole.object, one.object)?;
        }
        Ok(whole)
    }

    /// Combines two schemas that both apply: an object with the fields of a definition, and fields
    /// that extend or redefine them.
    fn all_of(&self, schemas: &Value) -> Result<Draft, String> {
        let unknown = || format!("all of {schemas}");
        let [base, own] = schemas.as_array().map(Vec::as_slice).unwrap_or_default() else { return Err(unknown()) };
        let (Some(Object::Named(base)), Some(Object::Inline(own))) =
            (self.draft(base)?.object, self.draft(own)?.object)
        else {
            return Err(unknown());
        };
        let of_base = self.object(&base)?;
        let is_plain = of_base.others.is_none() && own.base.is_none() && own.others.is_none();
        if !is_plain || own.named.len() + of_base.named.len() > MOST_FIELDS {
            return Err(unknown());
        }
        // A field is required if either schema requires it.
        let required = |name: &String| of_base.named.get(name).is_some_and(|(required, _)| *required);
        let named =
            own.named.into_iter().map(|(name, (by_own, draft))| (name.clone(), (by_own || required(&name), draft)));
        let fields = Fields { base: Some(base), named: named.collect(), others: None };
        Ok(Draft { object: Some(Object::Inline(fields)), ..Draft::default() })
    }
}

fn either<T: PartialEq + std::fmt::Debug>(one: Option<T>, other: Option<T>) -> Result<Option<T>, String> {
    match (one, other) {
        (Some(one), Some(other)) if one != other => Err(format!("two alternatives: {one:?}, {other:?}")),
        (one, other) => Ok(one.or(other)),
    }
}

fn constant_value(value: &Value) -> Result<Draft, String> {
    let takes = match value {
        Value::Null => shape::NULL,
        Value::String(text) if text.is_empty() => shape::EMPTY_STRING,
        Value::Array(list) if list.is_empty() => shape::EMPTY_LIST,
        Value::Object(fields) if fields.is_empty() => shape::EMPTY_OBJECT,
        other => return Err(format!("the constant {other}")),
    };
    Ok(Draft { takes, ..Draft::default() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemas_and_their_shapes() {
        fn check(schema: Value, expected: Result<&str, &str>) {
            let definitions = json!({ "Thing": { "type": "object", "properties": { "id": { "type": "string" } } } });
            let source = Source { definitions: definitions.as_object().unwrap().clone() };
            let found = source.draft(&schema).map(|draft| write(&draft));
            assert_eq!(found.as_deref().map_err(String::as_str), expected, "{schema}");
        }
        check(json!(true), Ok("Shape::plain(ANY)"));
        check(json!({ "description": "x" }), Ok("Shape::plain(ANY)"));
        check(json!({ "type": ["string", "number"], "description": "x" }), Ok("Shape::plain(TEXT)"));
        check(json!({ "type": "integer", "format": "int64" }), Ok("Shape::plain(INTEGER)"));
        let thing = json!({ "$ref": "#/$defs/Thing" });
        check(
            json!({ "anyOf": [{ "type": "array", "items": thing }, thing, { "const": null }] }),
            Ok("Shape::list(&Shape::object(&THING)).or(NULL).or_object(&THING)"),
        );
        check(
            json!({ "anyOf": [{ "type": "array", "items": thing }, thing] }),
            Ok("Shape::list(&Shape::object(&THING)).or_object(&THING)"),
        );
        let nothing =
            [json!({ "const": null }), json!({ "const": "" }), json!({ "const": [] }), json!({ "const": {} })];
        let many = [json!({ "type": "array", "items": thing }), thing.clone()].into_iter().chain(nothing);
        check(json!({ "anyOf": many.collect::<Vec<_>>() }), Ok("Shape::many(&Shape::object(&THING))"));
        let text = json!({ "type": ["string", "null"] });
        let many = json!([{ "type": "array", "items": text }, text, { "const": "" }, { "const": [] }, { "const": {} }]);
        check(json!({ "anyOf": many }), Ok("Shape::many(&Shape::plain(NULL | STRING))"));
        check(
            json!({ "allOf": [thing, { "properties": { "name": { "type": "string" } } }] }),
            Ok("Shape::object(&Object::of(&[Field::maybe(\"name\", Shape::plain(STRING)),\n]).on(&THING))"),
        );
        check(json!({ "not": { "type": "object" } }), Ok("Shape::plain(ANY)"));
        check(json!({ "type": ["null", "boolean", "string"] }), Ok("Shape::plain(NULL | BOOL | STRING)"));
        check(json!({ "anyOf": [{ "not": { "type": "object" } }, thing] }), Ok("Shape::object(&THING).or(ANY)"));
        check(json!({ "anyOf": [thing, thing] }), Ok("Shape::object(&THING)"));
        // An alternative that accepts anything makes the others redundant.
        check(json!({ "anyOf": [thing, true] }), Ok("Shape::plain(ANY)"));
        // An unsupported schema is an error, never a looser shape.
        check(json!(false), Err("the schema false"));
        check(json!({ "const": "x" }), Err("the constant \"x\""));
        check(json!({ "const": [1] }), Err("the constant [1]"));
        check(json!({ "const": { "a": 1 } }), Err("the constant {\"a\":1}"));
        check(json!({ "not": { "type": "string" } }), Err("the keywords [\"not\"]"));
        check(json!({ "type": "string", "pattern": "^x" }), Err("the keyword pattern"));
        check(json!({ "type": "integer", "format": "uint32" }), Err("the type \"integer\""));
        check(json!({ "enum": ["x"] }), Err("the keywords [\"enum\"]"));
        check(json!({ "$ref": "#/$defs/Nothing" }), Err("no definition Nothing"));
        let [one, other] = ["string", "boolean"].map(|kind| json!({ "type": "array", "items": { "type": kind } }));
        check(
            json!({ "anyOf": [one, other] }),
            Err(
                "two alternatives: Draft { takes: 16, list: None, object: None }, Draft { takes: 2, list: None, object: None }",
            ),
        );
    }

    #[test]
    fn only_a_plain_object_is_extended() {
        fn check(base: &str, own: Value, is_supported: bool) {
            let thing = json!({ "type": "object", "properties": { "id": { "type": "string" } } });
            let by_name = json!({ "type": "object", "additionalProperties": { "type": "string" } });
            let definitions = Map::from_iter([("Thing".to_owned(), thing), ("ByName".to_owned(), by_name)]);
            let all = json!({ "allOf": [{ "$ref": format!("#/$defs/{base}") }, own] });
            assert_eq!(Source { definitions }.draft(&all).is_ok(), is_supported, "{all}");
        }
        let named = |count: usize| {
            let fields: Map<_, _> = (0..count).map(|n| (format!("field{n}"), json!({ "type": "string" }))).collect();
            json!({ "type": "object", "properties": fields })
        };
        check("Thing", named(MOST_FIELDS - 1), true);
        check("Thing", named(MOST_FIELDS), false);
        check("ByName", named(1), false);
        let with_others = json!({ "type": "object", "properties": {}, "additionalProperties": { "type": "string" } });
        check("Thing", with_others, false);
        check("Thing", json!({ "allOf": [{ "$ref": "#/$defs/Thing" }, named(1)] }), false);
        check("Thing", json!({ "type": "string" }), false);
    }

    #[test]
    fn an_object_has_a_most_of_fields() {
        let check = |count: usize, is_supported: bool| {
            let fields: Map<_, _> = (0..count).map(|n| (format!("field{n}"), json!(true))).collect();
            let draft = Source { definitions: Map::new() }.draft(&json!({ "type": "object", "properties": fields }));
            assert_eq!(draft.is_ok(), is_supported, "{count}");
        };
        check(MOST_FIELDS, true);
        check(MOST_FIELDS + 1, false);
    }
}
