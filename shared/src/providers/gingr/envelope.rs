//! The envelopes: of an event about an entity, and of a message that Gingr sent.

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
    /// Id of what the event is about.
    pub entity_id: String,
    /// What the event is about: `reservation`, `animal`, `owner`, ….
    pub entity_type: String,
    /// The entity as it is now. Not signed.
    pub entity_data: Option<T>,
    /// The URL that it was sent to.
    pub webhook_url: Option<String>,
    /// The signature, hex.
    pub signature: Option<String>,
    /// The number of tries, by its name: no document has the field. Only seen as 1, in first deliveries.
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
    /// What was sent.
    pub email_data: Option<Email>,
    /// To whom.
    #[serde(default)]
    pub recipients: Vec<Recipient>,
    /// The URL that it was sent to.
    pub webhook_url: Option<String>,
    /// The signature, hex.
    pub signature: Option<String>,
    /// The number of tries, by its name: no document has the field. Only seen as 1, in first deliveries.
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
    /// Body, in HTML.
    pub value: Option<String>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// Who got an email.
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
