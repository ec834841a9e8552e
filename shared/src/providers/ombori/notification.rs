//! How a customer is notified, as in
//! <https://ombori.atlassian.net/wiki/spaces/OAKB/pages/458620937> and the webhook examples.

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::payload::open_enum;

/// How a customer is notified.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Notification {
    /// The channel.
    #[serde(rename = "type")]
    pub kind: Option<NotificationType>,
    /// The channel's settings.
    pub settings: Option<Settings>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

open_enum! {
    /// The channel through which a customer is notified.
    pub enum NotificationType {
        /// Text message.
        PhoneNumber = "phoneNumber",
        /// Email.
        Email = "email",
        /// A pass in Apple Wallet. Only older examples show it.
        ApplePass = "applePass",
    }
}

/// The settings of a notification channel.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Settings {
    /// Internal to Ombori.
    pub from: Option<String>,
    /// Phone number of the customer.
    pub to: Option<String>,
    /// Email address of the customer.
    pub recipient: Option<String>,
    /// Type of the pass; only with [`NotificationType::ApplePass`].
    pub pass_type_identifier: Option<String>,
    /// Devices that have the pass; only with [`NotificationType::ApplePass`], and only seen empty.
    #[serde(default)]
    pub devices: Vec<Value>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}
