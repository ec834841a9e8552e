//! Shapes as Rust source.

use super::{Draft, Fields, Object};
use crate::payload::shape;

/// Converts `AnimalEvent` to `ANIMAL_EVENT`.
pub(super) fn constant(name: &str) -> String {
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

pub(super) fn write(draft: &Draft) -> String {
    let object = draft.object.as_ref().map(|object| match object {
        Object::Named(name) => format!("&{}", constant(name)),
        Object::Inline(fields) if *fields == any_fields() => "&ANY_FIELDS".to_owned(),
        Object::Inline(fields) => format!("&{}", write_fields(fields)),
    });
    let or = if draft.takes == 0 { String::new() } else { format!(".or({})", write_takes(draft.takes)) };
    match (&draft.list, object) {
        (None, None) => format!("Shape::plain({})", write_takes(draft.takes)),
        (None, Some(object)) => format!("Shape::object({object}){or}"),
        (Some(list), _) if draft.object == list.object && draft.takes == list.takes | shape::NOTHING => {
            format!("Shape::many(&{})", write(list))
        }
        (Some(list), object) => {
            let or_object = object.map(|object| format!(".or_object({object})")).unwrap_or_default();
            format!("Shape::list(&{}){or}{or_object}", write(list))
        }
    }
}

/// Returns the fields of [`shape::ANY_FIELDS`].
fn any_fields() -> Fields {
    Fields { others: Some(Box::new(Draft { takes: shape::ANY, ..Draft::default() })), ..Fields::default() }
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

pub(super) fn write_fields(fields: &Fields) -> String {
    let field = |(name, (required, draft)): (&String, &(bool, Draft))| {
        format!("Field::{}({name:?}, {}),\n", if *required { "must" } else { "maybe" }, write(draft))
    };
    let named: String = fields.named.iter().map(field).collect();
    let on = fields.base.as_ref().map(|base| format!(".on(&{})", constant(base))).unwrap_or_default();
    match &fields.others {
        Some(others) if fields.named.is_empty() => format!("Object::by_name(&{}){on}", write(others)),
        Some(others) => format!("Object::of(&[{named}]).and_by_name(&{}){on}", write(others)),
        None => format!("Object::of(&[{named}]){on}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_constants() {
        for (name, expected) in
            [("AnimalEvent", "ANIMAL_EVENT"), ("Map_of_AnyValueEvent", "MAP_OF_ANY_VALUE_EVENT"), ("Box2", "BOX2")]
        {
            assert_eq!(constant(name), expected);
        }
    }
}
