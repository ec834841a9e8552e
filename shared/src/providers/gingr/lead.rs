//! A lead: the contents of a submitted lead form.

use serde::Deserialize;
use serde_json::{Map, Value};

/// A lead. Its fields are not documented.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Lead {
    /// All fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}
