//! The customer's answers to the registration form, as in
//! <https://ombori.atlassian.net/wiki/spaces/OAKB/pages/458620937>: a list there, a map in the
//! webhook examples.

use serde::Deserialize;
use serde::de::{Deserializer, Error};
use serde_json::{Map, Value};

use crate::payload::{open_enum, tolerant};

/// An answer to one field of the registration form.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Answer {
    /// Name of the field: `phone`.
    #[serde(default)]
    pub name: String,
    /// The answer.
    pub value: Option<Value>,
    /// The field's label.
    pub label: Option<String>,
    /// The field's type.
    #[serde(rename = "type")]
    pub kind: Option<FieldType>,
    /// The field's placeholder.
    pub placeholder: Option<String>,
    /// The field's validation rules. Their format is not documented.
    pub validation_rules: Option<Value>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

open_enum! {
    /// The type of a field in the registration form.
    pub enum FieldType {
        /// Multi-line text.
        Textarea = "textarea",
        /// Single-line text.
        Input = "input",
        /// A checkbox.
        Checkbox = "checkbox",
        /// One of several choices.
        Radio = "radio",
        /// A phone number.
        Phone = "phone",
        /// An email address.
        Email = "email",
        /// A category.
        Category = "category",
    }
}

/// Reads both forms of `registrationData`: the array as is, or the map with its keys as names.
pub(super) fn answers<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Answer>, D::Error> {
    let answer = |value| tolerant::read::<Answer>(value).map_err(D::Error::custom);
    match Value::deserialize(deserializer)? {
        Value::Null => Ok(Vec::new()),
        Value::Array(list) => list.into_iter().map(answer).collect(),
        Value::Object(map) => {
            map.into_iter().map(|(name, value)| answer(value).map(|answer| Answer { name, ..answer })).collect()
        }
        _ => Err(D::Error::custom("registrationData is neither a map nor an array")),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Position;
    use super::*;

    #[test]
    fn registration_data() {
        fn check(json: &str, expected: Option<&[(&str, &str)]>) {
            let position = serde_json::from_str(&format!(r#"{{"id":"p"{json}}}"#)).and_then(tolerant::read::<Position>);
            let got = position.as_ref().ok().map(|position| {
                let pair = |answer: &Answer| (answer.name.clone(), answer.value.clone().unwrap_or_default());
                position.registration_data.iter().map(pair).collect::<Vec<_>>()
            });
            let expected = expected.map(|pairs| {
                pairs.iter().map(|(name, value)| ((*name).to_owned(), Value::from(*value))).collect::<Vec<_>>()
            });
            assert_eq!(got, expected, "{json}");
        }
        check("", Some(&[]));
        check(r#","registrationData":null"#, Some(&[]));
        check(r#","registrationData":{}"#, Some(&[]));
        check(r#","registrationData":{"phone":{"value":"+47"}}"#, Some(&[("phone", "+47")]));
        check(
            r#","registrationData":[{"name":"phone","value":"+47","label":"Phone"},{"name":"size","value":"2"}]"#,
            Some(&[("phone", "+47"), ("size", "2")]),
        );
        check(r#","registrationData":7"#, None);
        check(r#","registrationData":{"phone":"+47"}"#, None);
    }
}
