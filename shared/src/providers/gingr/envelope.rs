//! Two envelopes: of an event about an entity, and of a message that Gingr sent.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::owner::Owner;

/// The envelope of an event.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "{T}Event"))]
#[serde(bound = "T: DeserializeOwned")]
#[non_exhaustive]
pub struct Webhook<T> {
    /// The kind of event.
    pub webhook_type: String,
    /// Id of the entity.
    pub entity_id: String,
    /// Type of the entity: `reservation`, `animal`, `owner`, ….
    pub entity_type: String,
    /// The entity's current state. Not signed.
    pub entity_data: Option<T>,
    /// The URL of the delivery.
    pub webhook_url: Option<String>,
    /// The signature, in hex.
    pub signature: Option<String>,
    /// Number of tries, judging by the field's name; not documented. Only seen as 1, in first
    /// deliveries.
    #[serde(rename = "numberTries")]
    pub number_tries: Option<String>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// The envelope of a message that Gingr sent to an owner.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct SentMessage {
    /// The kind of event.
    pub webhook_type: String,
    /// Id of the owner.
    pub entity_id: String,
    /// `owner`.
    pub entity_type: String,
    /// The owner.
    pub entity_data: Option<Owner>,
    /// The content that was sent.
    pub email_data: Option<Email>,
    /// The recipients.
    #[serde(default)]
    pub recipients: Vec<Recipient>,
    /// The URL of the delivery.
    pub webhook_url: Option<String>,
    /// The signature, in hex.
    pub signature: Option<String>,
    /// Number of tries, judging by the field's name; not documented. Only seen as 1, in first
    /// deliveries.
    #[serde(rename = "numberTries")]
    pub number_tries: Option<String>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// The content of an email.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct Email {
    /// Subject line.
    pub subject: Option<String>,
    /// Body, as HTML.
    pub value: Option<String>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// A recipient of an email.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct Recipient {
    /// Name.
    pub name: Option<String>,
    /// Address.
    pub email: Option<String>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}
