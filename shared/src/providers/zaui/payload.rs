//! The parts that every Zaui webhook has: the envelope, and the thing it is about.

use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer, Error};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::kind;
use super::{Account, ActivityOffer, Booking, CheckIn, Contact, Customer, Employee, Package, Product};
use crate::payload::{Moment, tolerant, typed, untyped};

/// A payload from Zaui.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Payload {
    /// `booking.*`
    Booking(Action, Box<Webhook<Booking>>),
    /// `customer.*`
    Customer(Action, Box<Webhook<Customer>>),
    /// `account.*`
    Account(Action, Box<Webhook<Account>>),
    /// `contact.*`
    Contact(Action, Box<Webhook<Contact>>),
    /// `employee.*`
    Employee(Action, Box<Webhook<Employee>>),
    /// `package.*`
    Package(Action, Box<Webhook<Package>>),
    /// `activity.*`
    Activity(Action, Box<Webhook<ActivityOffer>>),
    /// `product.*`
    Product(Action, Box<Webhook<Product>>),
    /// `checkin`: a check-in status was toggled, or a ticket was scanned. It can undo a check-in:
    /// see [`CheckIn::status`].
    CheckIn(Box<Webhook<CheckIn>>),
    /// `inventory.change`. Its data is not documented, so all of it is in [`Envelope::data`].
    InventoryChange(Box<Envelope>),
    /// A kind unknown to this version.
    Unknown(Box<RawValue>),
}

impl Payload {
    /// Reads the typed payload of an event. An unknown kind is not an error.
    ///
    /// # Errors
    /// If the body does not fit the type of its kind. The event is published anyway.
    pub fn read(kind: &str, body: &[u8]) -> serde_json::Result<Self> {
        if kind == kind::CHECK_IN {
            return Ok(Payload::CheckIn(typed(body)?));
        }
        if kind == kind::INVENTORY_CHANGE {
            return Ok(Payload::InventoryChange(typed(body)?));
        }
        Ok(match kind::parts(kind) {
            Some(("booking", action)) => Payload::Booking(action, typed(body)?),
            Some(("customer", action)) => Payload::Customer(action, typed(body)?),
            Some(("account", action)) => Payload::Account(action, typed(body)?),
            Some(("contact", action)) => Payload::Contact(action, typed(body)?),
            Some(("employee", action)) => Payload::Employee(action, typed(body)?),
            Some(("package", action)) => Payload::Package(action, typed(body)?),
            Some(("activity", action)) => Payload::Activity(action, typed(body)?),
            Some(("product", action)) => Payload::Product(action, typed(body)?),
            _ => Payload::Unknown(untyped(body)?),
        })
    }
}

/// Moves the thing out of the envelope's data.
impl<'de, T: Thing + DeserializeOwned> Deserialize<'de> for Webhook<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut envelope = Envelope::deserialize(deserializer)?;
        let own = envelope.data.remove(T::FIELD).ok_or_else(|| D::Error::missing_field(T::FIELD))?;
        let data = tolerant::read(own).map_err(D::Error::custom)?;
        Ok(Self { envelope, data })
    }
}

/// A thing that `eventData` can contain.
pub trait Thing {
    /// Its field in `eventData`.
    const FIELD: &'static str;
}

macro_rules! things {
    ($($thing:ty: $field:literal),* $(,)?) => {
        $(impl Thing for $thing {
            const FIELD: &'static str = $field;
        })*
    };
}

things! {
    Booking: "booking",
    Customer: "customer",
    Account: "account",
    Contact: "contact",
    Employee: "employee",
    Package: "packageData",
    ActivityOffer: "activityData",
    Product: "productData",
    CheckIn: "checkinData",
}

/// What happened to the thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Action {
    /// It was created.
    Creation,
    /// It was changed.
    Amendment,
    /// It was cancelled (bookings).
    Cancellation,
    /// It was removed (everything else).
    Removal,
}

impl Action {
    /// Returns the word used in our kinds.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Action::Creation => "creation",
            Action::Amendment => "amendment",
            Action::Cancellation => "cancellation",
            Action::Removal => "removal",
        }
    }
}

/// An event: the envelope, and the thing it is about.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Webhook<T> {
    /// The envelope.
    pub envelope: Envelope,
    /// The thing, moved out of the envelope's `data`.
    pub data: T,
}

#[cfg(feature = "schema")]
impl<T: Thing + schemars::JsonSchema> schemars::JsonSchema for Webhook<T> {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        format!("{}Webhook", T::schema_name()).into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let (envelope, data) = (generator.subschema_for::<Envelope>(), generator.subschema_for::<T>());
        let own = schemars::json_schema!({
            "title": format!("{}Data", T::schema_name()),
            "type": "object",
            "properties": { T::FIELD: data },
            "required": [T::FIELD],
        });
        schemars::json_schema!({
            "description": "An event: its envelope, with the thing that it is about.",
            "allOf": [envelope, { "properties": { "eventData": own } }],
        })
    }
}

/// The envelope, in both generations
/// ([documentation](https://docs.zaui.com/webhooks/events-and-data-models/event-notification-payload)).
/// The older generation has no unique id and no zone.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Envelope {
    /// Id of the event, in the newer envelope.
    #[serde(rename = "eventNotificationUniqueId")]
    pub unique_id: Option<String>,
    /// Name of the company.
    #[serde(rename = "eventNotificationCompanyName")]
    pub company_name: Option<String>,
    /// The company's installation, in the newer envelope.
    #[serde(rename = "eventNotificationUniqueIdentifier")]
    pub installation: Option<String>,
    /// The company's installation, in the examples of the older envelope.
    #[serde(rename = "eventNotificationCompanyIdentifier")]
    pub company_identifier: Option<String>,
    /// The company's installation, in the tables of the older envelope.
    #[serde(rename = "eventNotificationCompanyUniqueIdentifier")]
    pub company_unique_identifier: Option<String>,
    /// Number of the type's group.
    #[serde(rename = "eventNotificationGroupId")]
    pub group_id: Option<String>,
    /// Number of the type.
    #[serde(rename = "eventNotificationTypeId")]
    pub type_id: Option<String>,
    /// The type, in words: `Contact Creation`.
    #[serde(rename = "eventNotificationType")]
    pub type_words: Option<String>,
    /// The type in the newer form: `contact.creation`.
    #[serde(rename = "eventNotificationTypeV2")]
    pub type_v2: Option<String>,
    /// When it happened.
    #[serde(rename = "eventNotificationDateTime")]
    pub date_time: Option<Moment>,
    /// Name of the configured webhook.
    #[serde(rename = "eventNotificationName")]
    pub webhook_name: Option<String>,
    /// Id of the configured webhook, not of the event.
    #[serde(rename = "eventNotificationId")]
    pub webhook_id: Option<String>,
    /// The system in which the webhook was configured: `northshoreadventureco`.
    #[serde(rename = "eventNotificationSystem")]
    pub system: Option<String>,
    /// The URL of that system, in the newer envelope.
    #[serde(rename = "eventNotificationSystemUrl")]
    pub system_url: Option<String>,
    /// The IP address of that system, in the older envelope.
    #[serde(rename = "eventNotificationIpAddress")]
    pub ip_address: Option<String>,
    /// Marketplace data, in the newer envelope. Its contents are not documented.
    #[serde(rename = "eventMarketplaceData")]
    pub marketplace_data: Option<Map<String, Value>>,
    /// The contents of `eventData`, except for the thing itself.
    #[serde(rename = "eventData")]
    pub data: Map<String, Value>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl Envelope {
    /// Returns the company's installation, from whichever of the three fields has it.
    #[must_use]
    pub fn installation_id(&self) -> Option<&str> {
        let named = self.installation.as_deref().or(self.company_identifier.as_deref());
        named.or(self.company_unique_identifier.as_deref())
    }
}
