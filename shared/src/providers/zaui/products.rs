//! Things on offer: packages, activities, products.

use serde::Deserialize;
use serde_json::{Map, Value};

/// A package on offer
/// ([documentation](https://docs.zaui.com/webhooks/event-data-payloads/package-data)).
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Package {
    /// Id.
    pub package_id: String,
    /// Name.
    pub package_name: Option<String>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// An activity on offer
/// ([documentation](https://docs.zaui.com/webhooks/event-data-payloads/activity-data)).
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ActivityOffer {
    /// Id.
    pub activity_id: String,
    /// Name.
    pub activity_name: Option<String>,
    /// Short description. An older page does not have it.
    pub activity_short_description: Option<String>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// A product on offer
/// ([documentation](https://docs.zaui.com/webhooks/event-data-payloads/product-data)).
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Product {
    /// Id.
    pub product_id: String,
    /// Name.
    pub product_name: Option<String>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}
