//! Generates TypeScript types.

use super::text::{in_one_line, wrapped};
use super::{Common, Definition, Field, Form, Module, Object, Type};

/// The doc comment of the type of all events.
const ANY_EVENT: &str = "An event from any provider. Its `type` determines its `data`.\n\n\
                         Events of kinds and providers unknown to these types arrive, too.";
const MADE: &str =
    "// Generated from the JSON Schema: FRONTDESK_WRITE_DOCS=1 cargo test --workspace --test payloads clients\n";

/// The generic types that accompany the types of values.
const GENERIC: &str = "
/** A value that may be absent, or written in one of the ways to write nothing. `given` reads it. */
export type Maybe<T> = T | Nothing;

/** A list. A single value is a list of one, and nothing is an empty list. `many` reads it. */
export type Many<T> = T[] | T | Nothing;

/** An event whose `type` determines its `data`. */
export interface EventOf<Type extends string, Data> extends Envelope {
  /** `<provider>.<kind>`. */
  type: Type;
  /** The provider's body, as received. */
  data: Data;
}
";

pub(super) fn common(common: &Common) -> String {
    let mut text = format!("{MADE}\n{}", definition(&common.envelope));
    for value in &common.values {
        text.push('\n');
        text.push_str(&definition(value));
    }
    text + GENERIC
}

pub(super) fn module(module: &Module) -> String {
    let mut body = String::new();
    for one in &module.definitions {
        body.push('\n');
        body.push_str(&definition(one));
    }
    let events = module.events.iter().map(|events| {
        let types = events.types.iter().map(|one| format!("{one:?}")).collect::<Vec<_>>();
        let data = written(&events.data);
        let line = in_one_line("  | EventOf<", &types, " | ").filter(|line| line.len() + data.len() <= 96);
        match line {
            Some(line) => format!("{line}, {data}>"),
            None => format!("  | EventOf<\n      | {},\n      {data}\n    >", types.join("\n      | ")),
        }
    });
    let events = format!(
        "\n/** An event from {}. Its `type` determines its `data`. */\nexport type Event =\n{};\n",
        module.title,
        events.collect::<Vec<_>>().join("\n")
    );
    let all = ["EventOf", "Flag", "Many", "Maybe", "Moment", "Nothing", "Text"];
    let used = all.into_iter().filter(|name| {
        let text = format!("{events}{body}");
        text.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| word == *name)
    });
    let used = used.collect::<Vec<_>>().join(", ");
    format!("{MADE}\nimport type {{ {used} }} from \"./common.js\";\n{events}{body}")
}

pub(super) fn providers(names: &[&str]) -> String {
    let imports: String = names.iter().map(|name| format!("import type * as {name} from \"./{name}.js\";\n")).collect();
    let events = names.iter().map(|name| format!("\n  | {name}.Event")).collect::<String>();
    format!(
        "{MADE}\n{imports}\nexport type {{ {} }};\n\n\
         {}\
         export type Event ={events};\n",
        names.join(", "),
        comment(ANY_EVENT, 0)
    )
}

fn definition(one: &Definition) -> String {
    let mut text = comment(&one.doc, 0);
    let name = &one.name;
    match &one.form {
        Form::Object(Object { base, fields }) => {
            let extends = base.as_ref().map(|base| format!(" extends {base}")).unwrap_or_default();
            text.push_str(&format!("export interface {name}{extends} {{\n"));
            text.extend(fields.iter().map(field));
            text.push_str("}\n");
        }
        Form::Alias(value) => text.push_str(&format!("export type {name} = {};\n", written(value))),
        Form::Words(words) => {
            // `string & {}` keeps the completion of known words, while it allows all others.
            let words = words.iter().map(|word| format!("\n  | {word:?}")).collect::<String>();
            text.push_str(&format!("export type {name} ={words}\n  | (string & {{}})\n  | number;\n"));
        }
    }
    text
}

fn field(field: &Field) -> String {
    let plain = field.name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let plain = plain && !field.name.starts_with(|c: char| c.is_ascii_digit());
    let name = if plain { field.name.clone() } else { format!("{:?}", field.name) };
    let mark = if field.required { "" } else { "?" };
    format!("{}  {name}{mark}: {};\n", comment(&field.doc, 2), written(&field.value))
}

fn comment(doc: &str, indent: usize) -> String {
    let space = " ".repeat(indent);
    match &wrapped(&doc.replace("*/", "* /"), indent + 7)[..] {
        [line] if line.is_empty() => String::new(),
        [line] => format!("{space}/** {line} */\n"),
        lines => {
            let lines = lines.iter().map(|line| format!("{space} * {line}").trim_end().to_owned() + "\n");
            format!("{space}/**\n{}{space} */\n", lines.collect::<String>())
        }
    }
}

fn written(value: &Type) -> String {
    match value {
        Type::Any => "unknown".to_owned(),
        Type::String => "string".to_owned(),
        Type::Number | Type::Integer => "number".to_owned(),
        Type::Boolean => "boolean".to_owned(),
        Type::Null => "null".to_owned(),
        Type::Constant(constant) => match constant.to_string().as_str() {
            "{}" => "Record<string, never>".to_owned(),
            constant => constant.to_owned(),
        },
        Type::Named(name) => name.clone(),
        Type::List(items) if matches!(**items, Type::Either(_)) => format!("({})[]", written(items)),
        Type::List(items) => format!("{}[]", written(items)),
        Type::Map(values) => format!("Record<string, {}>", written(values)),
        Type::Either(types) => types.iter().map(written).collect::<Vec<_>>().join(" | "),
        Type::Maybe(value) => format!("Maybe<{}>", written(value)),
        Type::Many(value) => format!("Many<{}>", written(value)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_are_no_identifiers_are_quoted() {
        let check = |name: &str, expected: &str| {
            let of = Field { name: name.to_owned(), doc: String::new(), required: true, value: Type::String };
            assert_eq!(field(&of), format!("  {expected}: string;\n"));
        };
        check("entity_id2", "entity_id2");
        check("2nd", "\"2nd\"");
        check("po#", "\"po#\"");
        check("2#", "\"2#\"");
    }

    #[test]
    fn lists_of_alternatives() {
        let list = |items: Type| written(&Type::List(Box::new(items)));
        assert_eq!(list(Type::String), "string[]");
        assert_eq!(list(Type::Either(vec![Type::String, Type::Null])), "(string | null)[]");
    }
}
