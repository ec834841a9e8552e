//! Reads a schema into the types that it describes.

use serde_json::{Map, Value, json};

use super::bases::{bases_first, without_overwritten_fields};
use super::{Common, Definition, Events, Field, Form, Module, Object, Type};

/// The definitions that all providers share.
const SHARED: [&str; 4] = ["Flag", "Moment", "Nothing", "Text"];

/// Reads the parts that all events share.
pub(super) fn common(message: &Value, of_a_provider: &Value) -> Result<Common, String> {
    let mut schema = message.as_object().cloned().unwrap_or_default();
    if let Some(Value::Object(properties)) = schema.get_mut("properties") {
        // These two depend on the kind of event.
        properties.retain(|name, _| !["type", "data"].contains(&name.as_str()));
    }
    let mut reader = Reader::new(of_a_provider);
    let fields = reader.fields(&schema)?;
    let envelope = Definition {
        name: "Envelope".to_owned(),
        doc: "The fields that all events have: a CloudEvent 1.0.".to_owned(),
        form: Form::Object(Object { base: None, fields }),
    };
    let values = SHARED.iter().filter_map(|name| Some((*name, reader.definitions.get(*name)?.clone())));
    let values: Vec<_> = values.collect();
    let values = values.iter().map(|(name, schema)| reader.definition(name, schema)).collect::<Result<_, _>>()?;
    Ok(Common { envelope, values })
}

/// Reads the types of a provider's events.
pub(super) fn module(title: &str, schema: &Value) -> Result<Module, String> {
    let mut reader = Reader::new(schema);
    let mut events = Vec::new();
    for one in schema.get("allOf").and_then(Value::as_array).into_iter().flatten() {
        let types = one.pointer("/if/properties/type/enum").and_then(Value::as_array).ok_or("events without types")?;
        let data = one.pointer("/then/properties/data").ok_or("events without data")?;
        let types = types.iter().filter_map(Value::as_str).map(str::to_owned).collect();
        events.push(Events { types, data: reader.value(data)? });
    }
    let mut definitions = Vec::new();
    for (name, schema) in reader.definitions.clone().iter().filter(|(name, _)| !SHARED.contains(&name.as_str())) {
        let definition = reader.definition(name, schema)?;
        definitions.append(&mut reader.found);
        definitions.push(definition);
    }
    if let Some(bad) = definitions.iter().find(|definition| !is_plain(&definition.name)) {
        return Err(format!("the definition {}: a name must be unique and only contain letters", bad.name));
    }
    without_overwritten_fields(&mut definitions);
    bases_first(&mut definitions);
    Ok(Module { title: title.to_owned(), events, definitions })
}

fn is_plain(name: &str) -> bool {
    name.chars().all(|c| c.is_ascii_alphabetic())
}

struct Reader {
    definitions: Map<String, Value>,
    /// Nested types that have a title.
    found: Vec<Definition>,
}

impl Reader {
    fn new(schema: &Value) -> Self {
        let definitions = schema.get("$defs").and_then(Value::as_object).cloned().unwrap_or_default();
        Self { definitions, found: Vec::new() }
    }

    fn definition(&mut self, name: &str, schema: &Value) -> Result<Definition, String> {
        let keywords = schema.as_object().ok_or_else(|| format!("{name} is {schema}"))?;
        let form = if let Some(examples) = keywords.get("examples").and_then(Value::as_array) {
            Form::Words(examples.iter().filter_map(Value::as_str).map(str::to_owned).collect())
        } else if let Some(Value::Array(all)) = keywords.get("allOf") {
            Form::Object(self.extended(all)?)
        } else if is_object(keywords) {
            Form::Object(Object { base: None, fields: self.fields(keywords)? })
        } else {
            Form::Alias(self.value(schema)?)
        };
        Ok(Definition { name: name.to_owned(), doc: doc(keywords), form })
    }

    /// Reads a definition that adds fields to another, or redefines some.
    fn extended(&mut self, all: &[Value]) -> Result<Object, String> {
        let [base, own] = all else { return Err(format!("all of {all:?}")) };
        let Type::Named(base) = self.value(base)? else { return Err(format!("all of {all:?}")) };
        let fields = own.as_object().map(|own| self.fields(own)).transpose()?.unwrap_or_default();
        // A field is also required if the base requires it.
        let required = self.definitions.get(&base).and_then(|base| base.get("required")).cloned().unwrap_or_default();
        let required = |name: &str| required.as_array().is_some_and(|all| all.iter().any(|one| one == name));
        let fields =
            fields.into_iter().map(|field| Field { required: field.required || required(&field.name), ..field });
        Ok(Object { base: Some(base), fields: fields.collect() })
    }

    fn fields(&mut self, keywords: &Map<String, Value>) -> Result<Vec<Field>, String> {
        let required = |name: &str| {
            let names = keywords.get("required").and_then(Value::as_array);
            names.is_some_and(|names| names.iter().any(|one| one == name))
        };
        let mut fields = Vec::new();
        for (name, schema) in keywords.get("properties").and_then(Value::as_object).into_iter().flatten() {
            let doc = schema.as_object().map(doc).unwrap_or_default();
            fields.push(Field { name: name.clone(), doc, required: required(name), value: self.value(schema)? });
        }
        Ok(fields)
    }

    fn value(&mut self, schema: &Value) -> Result<Type, String> {
        let keywords = match schema {
            Value::Bool(true) => return Ok(Type::Any),
            Value::Object(keywords) => keywords,
            other => return Err(format!("the schema {other}")),
        };
        if let Some(name) = keywords.get("$ref").and_then(Value::as_str) {
            let name = name.strip_prefix("#/$defs/").ok_or_else(|| format!("a reference to {name}"))?;
            return Ok(Type::Named(name.to_owned()));
        }
        if let Some(schemas) = keywords.get("anyOf") {
            let either = self.either(schemas)?;
            return Ok(match keywords.get("title").and_then(Value::as_str) {
                Some(title) => self.found(title, keywords, Form::Alias(either)),
                None => either,
            });
        }
        if let Some(constant) = keywords.get("const") {
            return Ok(Type::Constant(constant.clone()));
        }
        if keywords.get("not") == Some(&json!({ "type": "object" })) {
            let list = Type::List(Box::new(Type::Any));
            return Ok(Type::Either(vec![Type::String, Type::Number, Type::Boolean, Type::Null, list]));
        }
        match keywords.get("type") {
            None if keywords.keys().all(|name| ["description", "title"].contains(&name.as_str())) => Ok(Type::Any),
            None => Err(format!("the schema {schema}")),
            Some(Value::Array(types)) => {
                let types = types.iter().map(|one| self.typed(one, keywords)).collect::<Result<Vec<_>, _>>()?;
                Ok(either(types))
            }
            Some(one) => self.typed(one, keywords),
        }
    }

    fn typed(&mut self, kind: &Value, keywords: &Map<String, Value>) -> Result<Type, String> {
        Ok(match kind.as_str() {
            Some("string") => Type::String,
            Some("number") => Type::Number,
            Some("integer") => Type::Integer,
            Some("boolean") => Type::Boolean,
            Some("null") => Type::Null,
            Some("array") => Type::List(Box::new(self.value(keywords.get("items").unwrap_or(&Value::Bool(true)))?)),
            Some("object") => match (keywords.get("title").and_then(Value::as_str), is_object(keywords)) {
                (Some(title), true) => {
                    let form = Form::Object(Object { base: None, fields: self.fields(keywords)? });
                    self.found(title, keywords, form)
                }
                (None, true) => return Err(format!("an object without a name: {keywords:?}")),
                // Named properties beside the others have the same type.
                (_, false) => {
                    let others = keywords.get("additionalProperties").unwrap_or(&Value::Bool(true));
                    Type::Map(Box::new(self.value(others)?))
                }
            },
            _ => return Err(format!("the type {kind}")),
        })
    }

    /// Records a nested type under its title.
    fn found(&mut self, title: &str, keywords: &Map<String, Value>, form: Form) -> Type {
        if !self.found.iter().any(|found| found.name == title) {
            self.found.push(Definition { name: title.to_owned(), doc: doc(keywords), form });
        }
        Type::Named(title.to_owned())
    }

    fn either(&mut self, schemas: &Value) -> Result<Type, String> {
        let schemas = schemas.as_array().into_iter().flatten();
        let mut types = schemas.map(|schema| self.value(schema)).collect::<Result<Vec<_>, _>>()?;
        let nothing = Type::Named("Nothing".to_owned());
        if !types.contains(&nothing) {
            return Ok(either(types));
        }
        types.retain(|one| *one != nothing);
        Ok(match &types[..] {
            [Type::List(items), one] if **items == *one => Type::Many(items.clone()),
            _ => Type::Maybe(Box::new(either(types))),
        })
    }
}

/// Returns whether the schema has known field names, and allows others only as unknown.
fn is_object(keywords: &Map<String, Value>) -> bool {
    let others = keywords.get("additionalProperties");
    keywords.contains_key("properties") && others.is_none_or(|others| *others == Value::Bool(true))
        || keywords.get("type").is_some_and(|kind| kind == "object") && others.is_none()
}

fn either(mut types: Vec<Type>) -> Type {
    match types.len() {
        1 => types.swap_remove(0),
        _ if types.contains(&Type::Any) => Type::Any,
        _ => Type::Either(types),
    }
}

fn doc(keywords: &Map<String, Value>) -> String {
    keywords.get("description").and_then(Value::as_str).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemas_and_their_types() {
        fn check(schema: Value, expected: Result<Type, &str>) {
            let read = Reader::new(&Value::Null).value(&schema);
            assert_eq!(read.as_ref().map_err(String::as_str), expected.as_ref().map_err(|error| *error), "{schema}");
        }
        let [text, number, list, nothing] = [
            json!({ "type": "string" }),
            json!({ "type": "number" }),
            json!({ "type": "array", "items": { "type": "string" } }),
            json!({ "$ref": "#/$defs/Nothing" }),
        ];
        let texts = || Type::List(Box::new(Type::String));
        check(json!({ "title": "A", "description": "b" }), Ok(Type::Any));
        check(json!({ "type": ["string"] }), Ok(Type::String));
        check(json!({ "type": ["string", "number"] }), Ok(Type::Either(vec![Type::String, Type::Number])));
        check(json!({ "anyOf": [text, true] }), Ok(Type::Any));
        check(json!({ "anyOf": [text, nothing] }), Ok(Type::Maybe(Box::new(Type::String))));
        check(json!({ "anyOf": [list, text, nothing] }), Ok(Type::Many(Box::new(Type::String))));
        check(
            json!({ "anyOf": [list, number, nothing] }),
            Ok(Type::Maybe(Box::new(Type::Either(vec![texts(), Type::Number])))),
        );
        check(json!({ "anyOf": [list, text] }), Ok(Type::Either(vec![texts(), Type::String])));
        // An unsupported schema is an error, never a looser type.
        check(json!({ "pattern": "x" }), Err(r#"the schema {"pattern":"x"}"#));
        check(json!(false), Err("the schema false"));
        check(json!({ "type": "date" }), Err(r#"the type "date""#));
        check(json!({ "$ref": "Thing" }), Err("a reference to Thing"));
    }

    #[test]
    fn a_definition_has_a_plain_name() {
        let check = |name: &str, is_plain: bool| {
            let read = module("Acme", &json!({ "$defs": { name: { "type": "string" } } }));
            assert_eq!(read.is_ok(), is_plain, "{name}");
        };
        check("Animal", true);
        check("Animal2", false);
        check("Map_of_Animal", false);
    }
}
