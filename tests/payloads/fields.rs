//! How many documented fields have a type. Each fixture is walked beside the JSON Schema of its
//! kind. A field that no type names ends up in an `extra` map, or in an untyped map or value, at
//! any depth.
//!
//! Documented and captured fixtures have no such fields, except those listed here for their
//! provider.

use std::collections::{BTreeMap, BTreeSet};

use frontdesk::providers::{ALL, Provider};
use frontdesk_tests::fixtures::Fixture;
use serde_json::{Value, json};

/// The fields of a provider that may lack a type.
struct Rest {
    provider: &'static str,
    /// The names, each with its reason. A trailing `*` matches any ending. An unneeded entry is an
    /// error.
    allowed: &'static [(&'static str, &'static str)],
    /// Whether constructed fixtures count, too: true where they consist of documented fields.
    constructed: bool,
}

const RESTS: [Rest; 5] = [
    Rest { provider: "gingr", allowed: &[], constructed: false },
    Rest { provider: "gire", allowed: &[], constructed: false },
    Rest { provider: "ombori", allowed: &[], constructed: false },
    Rest {
        provider: "zaui",
        allowed: &[(
            "eventData.inventoryData",
            "what an inventory event holds is not documented: the fixture's field is made up",
        )],
        constructed: true,
    },
    Rest {
        provider: "cheqroom",
        allowed: &[
            ("fields.*", "custom fields: each account names its own"),
            ("topic", "never seen in a body: made up, for operators who add it"),
        ],
        constructed: true,
    },
];

/// The fields of a body, such as `booking.customers.customer[].email`, by whether they have a type.
/// Fields inside an untyped field are skipped.
#[derive(Default)]
struct Fields {
    typed: BTreeSet<String>,
    untyped: BTreeSet<String>,
}

/// A provider's schema, with the types of all its kinds.
struct Types(Value);

impl Types {
    fn of(provider: &Provider) -> Self {
        Types(frontdesk::schema::provider(provider))
    }

    /// Returns the schema of a kind's payload; None for an unknown kind.
    fn payload(&self, provider: &str, kind: &str) -> Option<&Value> {
        let name = json!(format!("{provider}.{kind}"));
        let of_kind = |one: &&Value| one["if"]["properties"]["type"]["enum"].as_array().unwrap().contains(&name);
        let found = self.0["allOf"].as_array().unwrap().iter().find(of_kind)?;
        Some(&found["then"]["properties"]["data"])
    }

    /// Collects a schema and all its references and alternatives.
    fn parts<'a>(&'a self, schema: &'a Value, found: &mut Vec<&'a Value>) {
        found.push(schema);
        if let Some(name) = schema["$ref"].as_str().and_then(|path| path.strip_prefix('#')) {
            self.parts(self.0.pointer(name).unwrap(), found);
        }
        for several in ["anyOf", "allOf", "oneOf"] {
            for one in schema[several].as_array().into_iter().flatten() {
                self.parts(one, found);
            }
        }
    }

    fn walk(&self, schemas: &[&Value], value: &Value, at: &str, fields: &mut Fields) {
        let mut parts = Vec::new();
        schemas.iter().for_each(|schema| self.parts(schema, &mut parts));
        match value {
            Value::Object(members) => {
                let of_any_name: Vec<&Value> =
                    parts.iter().map(|part| &part["additionalProperties"]).filter(|one| is_typed(one)).collect();
                for (name, member) in members {
                    let named: Vec<&Value> = parts.iter().filter_map(|part| part["properties"].get(name)).collect();
                    let (at, types) = match (named.is_empty(), of_any_name.is_empty()) {
                        (false, _) => (join(at, name), named),
                        (true, false) => (join(at, "*"), of_any_name.clone()),
                        (true, true) => {
                            fields.untyped.insert(join(at, name));
                            continue;
                        }
                    };
                    self.walk(&types, member, &at, fields);
                    fields.typed.insert(at);
                }
            }
            Value::Array(values) => {
                let items: Vec<&Value> = parts.iter().filter_map(|part| part.get("items")).collect();
                values.iter().for_each(|one| self.walk(&items, one, &format!("{at}[]"), fields));
            }
            _ => {}
        }
    }
}

/// Reports whether a schema constrains a value at all.
fn is_typed(schema: &Value) -> bool {
    schema.as_object().is_some_and(|schema| !schema.is_empty())
}

fn join(at: &str, name: &str) -> String {
    if at.is_empty() { name.to_owned() } else { format!("{at}.{name}") }
}

fn is_named(list: &str, name: &str) -> bool {
    list.strip_suffix('*').map_or(list == name, |start| name.starts_with(start))
}

#[test]
fn what_is_documented_has_a_type() {
    let mut faults = Vec::new();
    println!("{:<34} {:<11} {:>6} {:>6}  without a type", "kind", "origin", "fields", "typed");
    for provider in ALL {
        let rest = RESTS.iter().find(|rest| rest.provider == provider.name).expect("a list for each provider");
        let types = Types::of(provider);
        // Per kind, the fields of its documented and those of its constructed fixtures.
        let mut kinds: BTreeMap<(String, bool), Fields> = BTreeMap::new();
        for fixture in Fixture::all(provider.name).unwrap().into_iter().filter(|fixture| !fixture.unreadable) {
            let Some(schema) = types.payload(provider.name, &fixture.kind) else { continue };
            let body: Value = serde_json::from_slice(&fixture.body).unwrap();
            let is_constructed = fixture.origin == "constructed";
            assert!(
                is_constructed || ["documented", "captured"].contains(&fixture.origin.as_str()),
                "{}",
                fixture.file
            );
            types.walk(&[schema], &body, "", kinds.entry((fixture.kind, is_constructed)).or_default());
        }
        let mut needed: BTreeSet<&str> = BTreeSet::new();
        for ((kind, is_constructed), fields) in &kinds {
            let untyped: Vec<&str> = fields.untyped.iter().map(String::as_str).collect();
            println!(
                "{:<34} {:<11} {:>6} {:>6}  {}",
                format!("{} {kind}", provider.name),
                if *is_constructed { "constructed" } else { "documented" },
                fields.typed.len() + untyped.len(),
                fields.typed.len(),
                untyped.join(", ")
            );
            for name in untyped {
                let allowed = rest.allowed.iter().find(|(listed, _)| is_named(listed, name));
                needed.extend(allowed.map(|(listed, _)| *listed));
                if allowed.is_none() && (rest.constructed || !is_constructed) {
                    faults.push(format!("{} {kind}: {name} has no type", provider.name));
                }
            }
        }
        for (name, _) in rest.allowed.iter().filter(|(name, _)| !needed.contains(name)) {
            faults.push(format!("{}: {name} is listed and no longer needed", provider.name));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn fields_at_any_depth() {
    let types = Types(json!({
        "$defs": { "Thing": { "properties": { "a": { "type": "string" } }, "additionalProperties": true } },
        "allOf": [{
            "if": { "properties": { "type": { "enum": ["acme.x"] } } },
            "then": { "properties": { "data": { "allOf": [
                { "properties": { "list": { "anyOf": [{ "items": { "$ref": "#/$defs/Thing" } }, { "$ref": "#/$defs/Thing" }] } } },
                { "properties": { "map": { "additionalProperties": { "$ref": "#/$defs/Thing" } }, "any": true } },
            ] } } },
        }],
    }));
    assert!(types.payload("acme", "y").is_none());
    let check = |body: Value, typed: &[&str], untyped: &[&str]| {
        let mut fields = Fields::default();
        types.walk(&[types.payload("acme", "x").unwrap()], &body, "", &mut fields);
        assert_eq!(fields.typed.iter().collect::<Vec<_>>(), typed, "{body}");
        assert_eq!(fields.untyped.iter().collect::<Vec<_>>(), untyped, "{body}");
    };
    check(json!({ "list": [{ "a": 1 }, { "b": { "c": 1 } }] }), &["list", "list[].a"], &["list[].b"]);
    check(json!({ "list": { "a": 1, "b": 1 } }), &["list", "list.a"], &["list.b"]);
    check(json!({ "map": { "7": { "a": 1 }, "8": { "b": 1 } } }), &["map", "map.*", "map.*.a"], &["map.*.b"]);
    check(json!({ "any": { "x": 1 }, "y": 1 }), &["any"], &["any.x", "y"]);
    check(json!({ "any": [{ "x": 1 }, 7] }), &["any"], &["any[].x"]);
}
