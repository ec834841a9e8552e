//! The shapes of a provider's payloads (`payload/shape.rs`), as the Rust source of its `shape.rs`, made from the JSON Schema of
//! its payload types.
//!
//! Only the part of JSON Schema is understood that the types make. Anything else is an error, so that a shape never says less than
//! its type.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use crate::payload::shape;
use crate::providers::Provider;

/// Keywords that restrict nothing here.
const ANNOTATIONS: [&str; 4] = ["description", "title", "default", "examples"];

/// A [`shape::Shape`] in the making.
#[derive(Debug, Clone, Default, PartialEq)]
struct Draft {
    takes: u16,
    list: Option<Box<Draft>>,
    object: Option<Object>,
}

/// A [`shape::Object`] in the making.
#[derive(Debug, Clone, PartialEq)]
enum Object {
    /// That of a definition.
    Named(String),
    Inline(Fields),
}

#[derive(Debug, Clone, Default, PartialEq)]
struct Fields {
    /// By name: whether it is required, and what it may be.
    named: BTreeMap<String, (bool, Draft)>,
    others: Option<Box<Draft>>,
}

/// The source of a provider's `shape.rs`.
///
/// # Errors
/// What in the schema of a payload type has no shape.
pub fn shapes(provider: &Provider) -> Result<String, String> {
    let schema = super::provider(provider);
    let source = Source { definitions: schema.get("$defs").and_then(Value::as_object).cloned().unwrap_or_default() };
    let mut shapes = String::new();
    let mut names = BTreeSet::new();
    for (kinds, one) in provider.kinds.iter().zip(schema.get("allOf").and_then(Value::as_array).into_iter().flatten()) {
        let data = one.pointer("/then/properties/data").ok_or("a schema without data")?;
        let draft = source.draft(data)?;
        source.names(&draft, &mut names)?;
        shapes.push_str(&format!("    (&{:?}, {}),\n", kinds.names, write(&draft)));
    }
    let mut objects = String::new();
    for name in &names {
        let fields = source.object(name)?;
        objects.push_str(&format!("\nstatic {}: Object = {};\n", constant(name), write_fields(&fields)));
    }
    Ok(format!(
        "//! What the payload types of {} take. Made from them: `FRONTDESK_WRITE_DOCS=1 cargo test --workspace --test e2e shapes`.\n\n\
         use crate::payload::shape::*;\n\n\
         /// By kind.\npub(super) static SHAPES: Shapes = &[\n{shapes}];\n{objects}",
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

    /// The fields of a definition that is an object.
    fn object(&self, name: &str) -> Result<Fields, String> {
        match self.read(self.definition(name)?)?.object {
            Some(Object::Inline(fields)) => Ok(fields),
            other => Err(format!("{name} is no object: {other:?}")),
        }
    }

    /// All definitions that a shape needs.
    fn names(&self, draft: &Draft, found: &mut BTreeSet<String>) -> Result<(), String> {
        if let Some(list) = &draft.list {
            self.names(list, found)?;
        }
        let fields = match &draft.object {
            Some(Object::Named(name)) if found.insert(name.clone()) => self.object(name)?,
            Some(Object::Inline(fields)) => fields.clone(),
            _ => return Ok(()),
        };
        let drafts = fields.named.values().map(|(_, draft)| draft).chain(fields.others.as_deref());
        drafts.into_iter().try_for_each(|draft| self.names(draft, found))
    }

    /// The shape of a schema; what refers to an object keeps its name.
    fn draft(&self, schema: &Value) -> Result<Draft, String> {
        let Some(name) = schema.get("$ref").and_then(Value::as_str) else { return self.read(schema) };
        let name = name.strip_prefix("#/$defs/").ok_or_else(|| format!("a reference to {name}"))?;
        let definition = self.definition(name)?;
        if definition.get("type").is_some_and(|kind| kind == "object") {
            return Ok(Draft { object: Some(Object::Named(name.to_owned())), ..Draft::default() });
        }
        // More than an object alone is written where it is used.
        self.read(definition)
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
            // Beside named fields, what is not named has no type; without them, it is a map.
            None | Some(Value::Bool(true)) if !fields.named.is_empty() => None,
            None => Some(Box::new(self.read(&Value::Bool(true))?)),
            Some(schema) => Some(Box::new(self.draft(schema)?)),
        };
        if fields.named.len() > 128 {
            return Err("an object with more than 128 fields".to_owned());
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

    /// Several schemas that hold at a time: objects that have the fields of all.
    fn all_of(&self, schemas: &Value) -> Result<Draft, String> {
        let mut whole = Fields::default();
        for schema in schemas.as_array().into_iter().flatten() {
            let fields = match self.draft(schema)?.object {
                Some(Object::Named(name)) => self.object(&name)?,
                Some(Object::Inline(fields)) => fields,
                None => return Err(format!("all of {schema}")),
            };
            for (name, (required, draft)) in fields.named {
                let is_required = required || whole.named.get(&name).is_some_and(|(required, _)| *required);
                // The later one says more of a field: a map becomes an object with a field.
                whole.named.insert(name, (is_required, draft));
            }
        }
        Ok(Draft { object: Some(Object::Inline(whole)), ..Draft::default() })
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

/// `AnimalEvent` as `ANIMAL_EVENT`.
fn constant(name: &str) -> String {
    let mut constant = String::new();
    let mut was_lower = false;
    for c in name.chars() {
        if c.is_uppercase() && was_lower {
            constant.push('_');
        }
        was_lower = c.is_lowercase() || c.is_ascii_digit();
        constant.push(c.to_ascii_uppercase());
    }
    constant
}

fn write(draft: &Draft) -> String {
    let takes = write_takes(draft.takes);
    if draft.list.is_none() && draft.object.is_none() {
        return format!("Shape::plain({takes})");
    }
    let list =
        draft.list.as_deref().map_or_else(|| "None".to_owned(), |list| format!("Some(&{})", write_literal(list)));
    let object = match &draft.object {
        None => "None".to_owned(),
        Some(Object::Named(name)) => format!("Some(&{})", constant(name)),
        Some(Object::Inline(fields)) => format!("Some(&{})", write_fields(fields)),
    };
    format!("Shape {{ takes: {takes}, list: {list}, object: {object} }}")
}

/// Written as a literal, so that a reference to it may live for ever.
fn write_literal(draft: &Draft) -> String {
    if draft.list.is_none() && draft.object.is_none() {
        return format!("Shape {{ takes: {}, list: None, object: None }}", write_takes(draft.takes));
    }
    write(draft)
}

fn write_takes(takes: u16) -> String {
    let words = [
        (shape::FLAG, "FLAG"),
        (shape::TEXT, "TEXT"),
        (shape::NOTHING, "NOTHING"),
        (shape::NULL, "NULL"),
        (shape::BOOL, "BOOL"),
        (shape::INTEGER, "INTEGER"),
        (shape::NUMBER, "NUMBER"),
        (shape::STRING, "STRING"),
        (shape::EMPTY_STRING, "EMPTY_STRING"),
        (shape::EMPTY_LIST, "EMPTY_LIST"),
        (shape::EMPTY_OBJECT, "EMPTY_OBJECT"),
        (shape::ANY, "ANY"),
    ];
    let (mut left, mut written) = (takes, Vec::new());
    for (bits, word) in words {
        if left & bits == bits {
            left &= !bits;
            written.push(word);
        }
    }
    if written.is_empty() { "0".to_owned() } else { written.join(" | ") }
}

fn write_fields(fields: &Fields) -> String {
    let named: String = fields
        .named
        .iter()
        .map(|(name, (required, draft))| {
            format!("        Field::{}({name:?}, {}),\n", if *required { "must" } else { "maybe" }, write(draft))
        })
        .collect();
    let others =
        fields.others.as_deref().map_or_else(|| "None".to_owned(), |one| format!("Some(&{})", write_literal(one)));
    let named = if named.is_empty() { "&[]".to_owned() } else { format!("&[\n{named}    ]") };
    format!("Object {{\n    fields: {named},\n    others: {others},\n}}")
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
            Ok(
                "Shape { takes: NULL, list: Some(&Shape { takes: 0, list: None, object: Some(&THING) }), object: Some(&THING) }",
            ),
        );
        // Whatever takes anything makes the alternatives beside it meaningless.
        check(json!({ "anyOf": [thing, true] }), Ok("Shape::plain(ANY)"));
        // What is not understood is an error, and never a shape that says less.
        check(json!(false), Err("the schema false"));
        check(json!({ "const": "x" }), Err("the constant \"x\""));
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
    fn names_of_constants() {
        for (name, expected) in
            [("AnimalEvent", "ANIMAL_EVENT"), ("Map_of_AnyValueEvent", "MAP_OF_ANY_VALUE_EVENT"), ("Box2", "BOX2")]
        {
            assert_eq!(constant(name), expected);
        }
    }
}
