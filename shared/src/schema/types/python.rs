//! Generates Python types: `TypedDict`s, for 3.11 and later.

use super::text::{in_one_line, wrapped};
use super::{Common, Definition, Field, Form, Module, Object, Type};

const MADE: &str =
    "Generated from the JSON Schema: FRONTDESK_WRITE_DOCS=1 cargo test --workspace --test payloads clients";

const GENERIC: &str = r#"

T = TypeVar("T")
Type = TypeVar("Type", bound=str)
Data = TypeVar("Data")

Maybe: TypeAlias = T | Nothing
"""A value that may be absent, or written in one of the ways to write nothing. `given` reads it."""

Many: TypeAlias = list[T] | T | Nothing
"""A list. A single value is a list of one, and nothing is an empty list. `many` reads it."""


class EventOf(Envelope, Generic[Type, Data]):
    """An event whose `type` determines its `data`."""

    type: Type
    """`<provider>.<kind>`."""
    data: Data
    """The provider's body, as received."""
"#;

/// Python keywords, which cannot be names.
const KEYWORDS: [&str; 35] = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del",
    "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal",
    "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
];

pub(super) fn common(common: &Common) -> String {
    let mut text = format!(
        "\"\"\"The parts that all events share, and the types of values that all providers share.\n\n{MADE}\n\"\"\"\n\n\
         from typing import Generic, Literal, Never, NotRequired, TypeAlias, TypedDict, TypeVar\n"
    );
    text.push_str(&format!("\n\n{}", definition(&common.envelope)));
    for value in &common.values {
        text.push_str(&format!("\n\n{}", definition(value)));
    }
    text + GENERIC
}

pub(super) fn module(module: &Module) -> String {
    let mut body = String::new();
    let mut aliases = String::new();
    for one in &module.definitions {
        match one.form {
            Form::Object(_) => body.push_str(&format!("\n\n{}", definition(one))),
            // Python evaluates aliases when it loads the module, so they come after the classes
            // that they name.
            Form::Alias(_) => aliases.push_str(&format!("\n\n{}", definition(one))),
            Form::Words(_) => body.insert_str(0, &format!("\n\n{}", definition(one))),
        }
    }
    let events = module.events.iter().map(|events| {
        let types = events.types.iter().map(|one| format!("{one:?}")).collect::<Vec<_>>();
        let data = written(&events.data);
        let line = in_one_line("    | EventOf[Literal[", &types, ", ").filter(|line| line.len() + data.len() <= 96);
        match line {
            Some(line) => format!("{line}], {data}]"),
            None => format!(
                "    | EventOf[\n        Literal[\n            {},\n        ],\n        {data},\n    ]",
                types.join(",\n            ")
            ),
        }
    });
    let events = events.collect::<Vec<_>>().join("\n").replacen("    | ", "    ", 1);
    let events = format!(
        "\n\nEvent: TypeAlias = (\n{events}\n)\n\"\"\"An event from {}. Its `type` determines its `data`.\"\"\"\n",
        module.title
    );
    let body = format!("{body}{aliases}{events}");
    let used = |names: &[&'static str]| -> String {
        let words: Vec<&str> = body.split(|c: char| !c.is_ascii_alphanumeric()).collect();
        names.iter().copied().filter(|name| words.contains(name)).collect::<Vec<_>>().join(", ")
    };
    let typing = used(&["Any", "Literal", "NotRequired", "TypeAlias", "TypedDict"]);
    let common = used(&["EventOf", "Flag", "Many", "Maybe", "Moment", "Nothing", "Text"]);
    format!(
        "\"\"\"The events of {}.\n\n{MADE}\n\"\"\"\n\nfrom __future__ import annotations\n\nfrom typing import {typing}\n\n\
         from .common import {common}\n{body}",
        module.title
    )
}

pub(super) fn providers(names: &[&str]) -> String {
    let events = names.iter().map(|name| format!("{name}.Event")).collect::<Vec<_>>().join(" | ");
    let all = names.iter().chain([&"Event"]).map(|name| format!("{name:?}")).collect::<Vec<_>>();
    format!(
        "\"\"\"The events of all providers.\n\n{MADE}\n\"\"\"\n\nfrom typing import TypeAlias\n\nfrom . import {}\n\n\
         __all__ = [{}]\n\n\
         Event: TypeAlias = {events}\n{}",
        names.join(", "),
        all.join(", "),
        docstring(
            "An event from any provider. Its `type` determines its `data`.\n\n\
             Events of kinds and providers unknown to these types arrive, too.",
            0
        )
    )
}

fn definition(one: &Definition) -> String {
    let name = &one.name;
    match &one.form {
        Form::Object(object) => class(name, &one.doc, object),
        Form::Alias(value) => format!("{name}: TypeAlias = {}\n{}", written(value), docstring(&one.doc, 0)),
        Form::Words(words) => {
            let words = words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
            let doc = format!("{}\n\nThe known words are {words}.", one.doc);
            format!("{name}: TypeAlias = Text\n{}", docstring(&doc, 0))
        }
    }
}

fn class(name: &str, doc: &str, object: &Object) -> String {
    let base = object.base.as_deref().unwrap_or("TypedDict");
    let (named, others): (Vec<_>, Vec<_>) = object.fields.iter().partition(|field| is_name(&field.name));
    let mut text = String::new();
    let mut base = base.to_owned();
    if !others.is_empty() {
        // A class cannot declare these keys: they are not valid names in Python.
        base = format!("{name}Keys");
        let others = others.iter().map(|field| format!("{:?}: {}", field.name, quoted(field)));
        text = format!("{base} = TypedDict({base:?}, {{{}}})\n\n\n", others.collect::<Vec<_>>().join(", "));
    }
    text.push_str(&format!("class {name}({base}):\n"));
    text.push_str(&docstring(doc, 4));
    if !doc.is_empty() && !named.is_empty() {
        text.push('\n');
    }
    for field in &named {
        text.push_str(&format!("    {}: {}\n{}", field.name, of_field(field), docstring(&field.doc, 4)));
    }
    if doc.is_empty() && named.is_empty() {
        text.push_str("    pass\n");
    }
    text
}

fn is_name(name: &str) -> bool {
    let is_word = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    is_word && !name.starts_with(|c: char| c.is_ascii_digit()) && !KEYWORDS.contains(&name)
}

fn of_field(field: &Field) -> String {
    let value = written(&field.value);
    if field.required { value } else { format!("NotRequired[{value}]") }
}

/// Formats a field outside a class, whose type Python evaluates when it loads the module.
fn quoted(field: &Field) -> String {
    let value = format!("\"{}\"", written(&field.value).replace('"', "'"));
    if field.required { value } else { format!("NotRequired[{value}]") }
}

fn docstring(doc: &str, indent: usize) -> String {
    let space = " ".repeat(indent);
    let doc = doc.replace('\\', "\\\\").replace("\"\"\"", "'''");
    match &wrapped(&doc, indent + 6)[..] {
        [line] if line.is_empty() => String::new(),
        [line] if !line.ends_with('"') => format!("{space}\"\"\"{line}\"\"\"\n"),
        lines => {
            let lines = lines.iter().map(|line| format!("{space}{line}").trim_end().to_owned() + "\n");
            let lines = lines.collect::<String>();
            format!("{space}\"\"\"{}{space}\"\"\"\n", lines.trim_start())
        }
    }
}

fn written(value: &Type) -> String {
    match value {
        Type::Any => "Any".to_owned(),
        Type::String => "str".to_owned(),
        Type::Number => "float".to_owned(),
        Type::Integer => "int".to_owned(),
        Type::Boolean => "bool".to_owned(),
        Type::Null => "None".to_owned(),
        Type::Constant(constant) => match constant.to_string().as_str() {
            "null" => "None".to_owned(),
            "[]" => "list[Never]".to_owned(),
            "{}" => "dict[str, Never]".to_owned(),
            constant => format!("Literal[{constant}]"),
        },
        Type::Named(name) => name.clone(),
        Type::List(items) => format!("list[{}]", written(items)),
        Type::Map(values) => format!("dict[str, {}]", written(values)),
        Type::Either(types) => types.iter().map(written).collect::<Vec<_>>().join(" | "),
        Type::Maybe(value) => format!("Maybe[{}]", written(value)),
        Type::Many(value) => format!("Many[{}]", written(value)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn docstrings() {
        let check = |doc: &str, expected: &str| assert_eq!(docstring(doc, 4), expected);
        check("", "");
        check("An animal.", "    \"\"\"An animal.\"\"\"\n");
        // Four quotes in a row would be an error.
        check("Its \"name\"", "    \"\"\"Its \"name\"\n    \"\"\"\n");
        check("\"\"\" and \\", "    \"\"\"''' and \\\\\"\"\"\n");
        check("One.\n\nTwo.", "    \"\"\"One.\n\n    Two.\n    \"\"\"\n");
    }
}
