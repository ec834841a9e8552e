//! Zaui: bookings of tours, activities and transport.
//!
//! Documentation: <https://docs.zaui.com/webhooks>
//!
//! | wire fact | |
//! |---|---|
//! | proof | none is documented: the webhook's URL holds the secret as its first path segment, `/<token>` |
//! | envelope | flat fields `eventNotification…`, the thing itself in `eventData`; a newer and an older generation |
//! | kind | `eventNotificationTypeV2` (`contact.creation`), else the numbers of group and type, else the words of `eventNotificationType` |
//! | id | `eventNotificationUniqueId` in the newer envelope; `eventNotificationId` is the configured webhook and no event |
//! | time | `eventNotificationDateTime`, with an offset only in the newer envelope |
//! | empty values | `{}`, also where a text belongs; one thing is an object, several are an array |
//! | format | JSON or XML, chosen per webhook; only JSON is read here |
//! | time-out | an older page says 2 seconds; after 5 failures in a row something happens to the webhook |
//! | unknown | whether a signature exists, the data and numbers of inventory events, most of the words of `eventNotificationTypeV2` |

use serde::Deserialize;
use serde::de::{DeserializeOwned, Error};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::{Hints, Kinds, Misplaced, Protection, Provider, Registration};
use crate::event::{Identity, Reading};
use crate::payload::{Flag, Moment, tolerant, typed, untyped};
use crate::receive::delivery::Verified;
use crate::receive::object::Object;
use crate::receive::outcome::Outcome;
use crate::receive::proof::Proof;
use crate::receive::refusal::ReadError;

/// The one word that names Zaui everywhere.
pub const NAME: &str = "zaui";

/// What `eventData` can hold: number of the group, the word in our kinds, the field in `eventData`, the field of its id.
const CATEGORIES: [(i64, &str, &str, &str); 8] = [
    (100, "booking", "booking", "bookingId"),
    (200, "customer", "customer", "customerId"),
    (300, "account", "account", "accountId"),
    (400, "contact", "contact", "contactId"),
    (500, "employee", "employee", "employeeId"),
    (800, "package", "packageData", "packageId"),
    (900, "activity", "activityData", "activityId"),
    (1000, "product", "productData", "productId"),
];
const CHECK_IN_GROUP: i64 = 700;
const CHECK_IN: &str = "checkin";
const INVENTORY_CHANGE: &str = "inventory.change";

/// Zaui.
pub static ZAUI: Provider = Provider {
    name: NAME,
    title: "Zaui",
    proof: Proof::PathToken { named: None },
    protection: Protection {
        proof: "a secret as the first segment of the URL's path, or in the header named by `AUTH_HEADER`",
        covers: "the sender",
        open: "the body: who knows the URL can send anything",
        identity: "`eventNotificationUniqueId`, else hash of the body",
        retries: "an older page: given up after 2 seconds; 5 failures in a row have consequences that are not documented",
    },
    read,
    status: Outcome::status,
    kinds: &[
        Kinds::typed::<Webhook<Booking>>(&[
            "booking.creation",
            "booking.amendment",
            "booking.cancellation",
            "booking.removal",
        ]),
        Kinds::typed::<Webhook<Customer>>(&[
            "customer.creation",
            "customer.amendment",
            "customer.cancellation",
            "customer.removal",
        ]),
        Kinds::typed::<Webhook<Account>>(&[
            "account.creation",
            "account.amendment",
            "account.cancellation",
            "account.removal",
        ]),
        Kinds::typed::<Webhook<Contact>>(&[
            "contact.creation",
            "contact.amendment",
            "contact.cancellation",
            "contact.removal",
        ]),
        Kinds::typed::<Webhook<Employee>>(&[
            "employee.creation",
            "employee.amendment",
            "employee.cancellation",
            "employee.removal",
        ]),
        Kinds::typed::<Webhook<Package>>(&[
            "package.creation",
            "package.amendment",
            "package.cancellation",
            "package.removal",
        ]),
        Kinds::typed::<Webhook<ActivityOffer>>(&[
            "activity.creation",
            "activity.amendment",
            "activity.cancellation",
            "activity.removal",
        ]),
        Kinds::typed::<Webhook<Product>>(&[
            "product.creation",
            "product.amendment",
            "product.cancellation",
            "product.removal",
        ]),
        Kinds::typed::<Webhook<CheckIn>>(&["checkin"]),
        Kinds::typed::<Envelope>(&["inventory.change"]),
    ],
    own_id: Some("eventNotificationUniqueId"),
    kind_in_path: false,
    hints: Hints {
        unproven: Some("it presents nothing: the URL's path has no secret in it"),
        prove: "put the secret into the webhook's URL at Zaui, as its path: `https://HOST/<secret>`",
        misplaced: Some(Misplaced {
            expected: "the first segment of the URL's path",
            place: "put it right behind the host, `https://HOST/<secret>`, or give a header's name as the parameter ZauiAuthHeader",
        }),
        unknown_kind: None,
    },
    registration: Registration::Steps(&[
        "In Zaui, open Settings > Webhooks and add a webhook. One sends one event type, so you need one for each.",
        "URL: {url}{secret_in_path}",
        "Format: JSON. XML is kept, but not published.",
    ]),
};

/// The fields that say what an event is.
const READ: [&str; 7] = [
    "eventNotificationTypeV2",
    "eventNotificationGroupId",
    "eventNotificationTypeId",
    "eventNotificationType",
    "eventNotificationUniqueId",
    "eventNotificationDateTime",
    "eventData",
];

fn read(delivery: &Verified) -> Result<Reading, ReadError> {
    let body = Object::parse(delivery.body())?;
    body.each_once(&READ)?;
    let time = body.text("eventNotificationDateTime");
    Ok(Reading {
        kind: kind(&body)?,
        subject: body.object("eventData").and_then(|data| subject(&data)),
        identity: match body.required("eventNotificationUniqueId") {
            Ok(id) => Identity::Own(id.into_owned()),
            Err(_) => Identity::from_content(&body, &[]),
        },
        occurred_at: time.and_then(|time| Moment::parse(&time).zoned()),
    })
}

/// One word for what three fields express in their own ways.
fn kind(body: &Object<'_>) -> Result<String, ReadError> {
    if let Ok(word) = body.required("eventNotificationTypeV2") {
        let word = word.to_lowercase();
        return Ok(if is_check_in(&word) { CHECK_IN.to_owned() } else { word });
    }
    let number = |name| body.text(name).and_then(|text| text.trim().parse().ok());
    if let Some(kind) =
        number("eventNotificationGroupId").and_then(|group| kind_of_numbers(group, number("eventNotificationTypeId")))
    {
        return Ok(kind);
    }
    let words = body.required("eventNotificationType")?;
    Ok(kind_of_words(&words).unwrap_or_else(|| words.into_owned()))
}

/// A type's number is its group's plus 0, 1 or 2.
fn kind_of_numbers(group: i64, number: Option<i64>) -> Option<String> {
    if group == CHECK_IN_GROUP {
        return Some(CHECK_IN.to_owned());
    }
    let (_, noun, ..) = CATEGORIES.iter().find(|(of, ..)| *of == group)?;
    let action = match number?.checked_sub(group)? {
        0 => Action::Creation,
        1 => Action::Amendment,
        2 if *noun == "booking" => Action::Cancellation,
        2 => Action::Removal,
        _ => return None,
    };
    Some(format!("{noun}.{}", action.as_str()))
}

/// `Contact Creation`, `Package Created`, `Activity Check-in`, `Inventory Change`.
fn kind_of_words(words: &str) -> Option<String> {
    let lower = words.to_lowercase();
    let mut parts = lower.split_whitespace();
    let (first, last) = (parts.next()?, parts.next_back());
    if last.is_some_and(is_check_in) || is_check_in(first) {
        return Some(CHECK_IN.to_owned());
    }
    if first == "inventory" {
        return Some(INVENTORY_CHANGE.to_owned());
    }
    let (_, noun, ..) = CATEGORIES.iter().find(|(_, noun, ..)| *noun == first)?;
    let action = match (parts.next(), last?) {
        (None, "created") => Action::Creation,
        (None, "amended") => Action::Amendment,
        (None, "cancelled") => Action::Cancellation,
        (None, "removed") => Action::Removal,
        (None, word) => Action::from_word(word)?,
        (Some(_), _) => return None,
    };
    Some(format!("{noun}.{}", action.as_str()))
}

/// `checkin`, `check-in`, `check-in.creation`, but not `checking`.
fn is_check_in(word: &str) -> bool {
    let rest = word.strip_prefix("checkin").or_else(|| word.strip_prefix("check-in"));
    rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

/// `contact/1234`, of the thing that `eventData` holds.
fn subject(data: &Object<'_>) -> Option<String> {
    let check_in = (CHECK_IN_GROUP, "booking", "checkinData", "bookingId");
    CATEGORIES.iter().chain([&check_in]).find_map(|(_, noun, field, id)| {
        let id = data.object(field)?.required(id).ok()?;
        Some(format!("{noun}/{id}"))
    })
}

/// What Zaui sends.
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
    /// `checkin`: a customer was checked in, or a ticket scanned.
    CheckIn(Box<Webhook<CheckIn>>),
    /// `inventory.change`. Its data is not documented.
    InventoryChange(Box<Envelope>),
    /// A kind that was not known when this was written.
    Unknown(Box<RawValue>),
}

impl Payload {
    /// The typed payload of an event. An unknown kind is no error.
    ///
    /// # Errors
    /// When the body does not fit the type of its kind. The event is published all the same.
    pub fn read(kind: &str, body: &[u8]) -> serde_json::Result<Self> {
        if kind == CHECK_IN {
            return Ok(Payload::CheckIn(webhook(body)?));
        }
        if kind == INVENTORY_CHANGE {
            return Ok(Payload::InventoryChange(typed(body)?));
        }
        let known = kind.split_once('.').and_then(|(noun, action)| Some((noun, Action::from_word(action)?)));
        Ok(match known {
            Some(("booking", action)) => Payload::Booking(action, webhook(body)?),
            Some(("customer", action)) => Payload::Customer(action, webhook(body)?),
            Some(("account", action)) => Payload::Account(action, webhook(body)?),
            Some(("contact", action)) => Payload::Contact(action, webhook(body)?),
            Some(("employee", action)) => Payload::Employee(action, webhook(body)?),
            Some(("package", action)) => Payload::Package(action, webhook(body)?),
            Some(("activity", action)) => Payload::Activity(action, webhook(body)?),
            Some(("product", action)) => Payload::Product(action, webhook(body)?),
            _ => Payload::Unknown(untyped(body)?),
        })
    }
}

/// Takes the thing out of the envelope's data.
fn webhook<T: Thing + DeserializeOwned>(body: &[u8]) -> serde_json::Result<Box<Webhook<T>>> {
    let mut envelope: Box<Envelope> = typed(body)?;
    let own = envelope.data.remove(T::FIELD).ok_or_else(|| serde_json::Error::missing_field(T::FIELD))?;
    let data = tolerant::read(own)?;
    Ok(Box::new(Webhook { envelope: *envelope, data }))
}

/// Something that `eventData` holds.
pub trait Thing {
    /// Its field there.
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
    const ALL: [Self; 4] = [Self::Creation, Self::Amendment, Self::Cancellation, Self::Removal];

    /// The word in our kinds.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Action::Creation => "creation",
            Action::Amendment => "amendment",
            Action::Cancellation => "cancellation",
            Action::Removal => "removal",
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.as_str() == word)
    }
}

/// An event: its envelope, and the thing it is about.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Webhook<T> {
    /// The envelope.
    pub envelope: Envelope,
    /// The thing, taken out of the envelope's `data`.
    pub data: T,
}

#[cfg(feature = "schema")]
impl<T: Thing + schemars::JsonSchema> schemars::JsonSchema for Webhook<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        format!("{}Webhook", T::schema_name()).into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let (envelope, data) = (generator.subschema_for::<Envelope>(), generator.subschema_for::<T>());
        let own =
            schemars::json_schema!({ "type": "object", "properties": { T::FIELD: data }, "required": [T::FIELD] });
        schemars::json_schema!({ "allOf": [envelope, { "properties": { "eventData": own } }] })
    }
}

/// The envelope, both generations. The older one has no unique id and no zone.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Envelope {
    /// Id of the event.
    #[serde(rename = "eventNotificationUniqueId")]
    pub unique_id: Option<String>,
    /// Name of the company.
    #[serde(rename = "eventNotificationCompanyName")]
    pub company_name: Option<String>,
    /// The company's installation, in the newer envelope.
    #[serde(rename = "eventNotificationUniqueIdentifier")]
    pub installation: Option<String>,
    /// The company, in the older envelope.
    #[serde(rename = "eventNotificationCompanyIdentifier")]
    pub company_identifier: Option<String>,
    /// Number of the group of types.
    #[serde(rename = "eventNotificationGroupId")]
    pub group_id: Option<String>,
    /// Number of the type.
    #[serde(rename = "eventNotificationTypeId")]
    pub type_id: Option<String>,
    /// The type in words: `Contact Creation`.
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
    /// Id of the configured webhook. Not of the event.
    #[serde(rename = "eventNotificationId")]
    pub webhook_id: Option<String>,
    /// What `eventData` holds beside the thing itself.
    #[serde(rename = "eventData")]
    pub data: Map<String, Value>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// A booking.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Booking {
    /// Its id.
    pub booking_id: String,
    /// When it was sold.
    pub booking_sale_date_time: Option<Moment>,
    /// When it was closed.
    pub booking_close_date_time: Option<Moment>,
    /// Its amounts, as numbers and as formatted texts.
    pub booking_revenue: Option<Map<String, Value>>,
    /// Who booked.
    pub customers: Option<Customers>,
    /// What was booked.
    pub activities: Option<Activities>,
    /// What was bought with it.
    pub products: Option<Map<String, Value>>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// The list of customers in a booking.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Customers {
    /// The customers.
    #[serde(default)]
    pub customer: Vec<BookingCustomer>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// The list of activities in a booking or check-in.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Activities {
    /// The activities.
    #[serde(default)]
    pub activity: Vec<BookedActivity>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// A customer inside a booking.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct BookingCustomer {
    /// Id.
    pub customer_id: Option<String>,
    /// First name.
    pub first_name: Option<String>,
    /// Last name.
    pub last_name: Option<String>,
    /// Email address.
    pub email: Option<String>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// An activity inside a booking or check-in. Dates and amounts are texts for people: `Tuesday April 26 2016`, `$20.00`.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct BookedActivity {
    /// Id of the activity.
    pub activity_id: Option<String>,
    /// Id of the package it belongs to.
    pub package_id: Option<String>,
    /// Name.
    pub activity_name: Option<String>,
    /// Day.
    pub activity_date: Option<String>,
    /// Time of day.
    pub activity_time: Option<String>,
    /// State of the booking of this activity.
    pub activity_status: Option<String>,
    /// Whether it is a rental.
    pub activity_is_rental: Option<Flag>,
    /// Amount before tax.
    pub activity_sub_total: Option<String>,
    /// Tax.
    pub activity_tax: Option<String>,
    /// Who takes part.
    pub passengers: Option<Value>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// A customer.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Customer {
    /// Id.
    pub customer_id: String,
    /// First name.
    pub first_name: Option<String>,
    /// Last name.
    pub last_name: Option<String>,
    /// Email address.
    pub email: Option<String>,
    /// Whether the customer wants the newsletter.
    pub news_letter_opt_in: Option<Flag>,
    /// Birthday; also `N/A`.
    pub birth_date: Option<Moment>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// An account: an agency or company that books.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Account {
    /// Id.
    pub account_id: String,
    /// Name.
    pub account_name: Option<String>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// A contact.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Contact {
    /// Id.
    pub contact_id: String,
    /// First name.
    pub first_name: Option<String>,
    /// Last name.
    pub last_name: Option<String>,
    /// Email address.
    pub email: Option<String>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// An employee.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Employee {
    /// Id.
    pub employee_id: String,
    /// First name.
    pub first_name: Option<String>,
    /// Last name.
    pub last_name: Option<String>,
    /// Email address.
    pub email: Option<String>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// A package on offer.
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

/// An activity on offer.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ActivityOffer {
    /// Id.
    pub activity_id: String,
    /// Name.
    pub activity_name: Option<String>,
    /// What it is.
    pub activity_short_description: Option<String>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// A product on offer.
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

/// A check-in: the newer form nests activities, the older one is flat.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct CheckIn {
    /// Id of the booking.
    #[serde(rename = "bookingId")]
    pub booking_id: Option<String>,
    /// What was checked in for.
    pub activities: Option<Activities>,
    /// Whether it is checked in, in the newer form.
    #[serde(rename = "checkedIn_currentCheckInStatus")]
    pub current_status: Option<Flag>,
    /// Whether it is checked in, in the older form.
    #[serde(rename = "checkedIn_checkInCurrentStatus")]
    pub current_status_flat: Option<Flag>,
    /// Id of the activity, in the older form.
    #[serde(rename = "checkedIn_activityId")]
    pub activity_id: Option<String>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The kind of an envelope with these fields (JSON without the braces); None when it has no kind.
    fn kind_of(fields: &str) -> Option<String> {
        let body = format!("{{{fields}}}");
        kind(&Object::parse(body.as_bytes()).unwrap()).ok()
    }

    #[test]
    fn kinds_from_type_v2() {
        fn check(v2: &str, expected: &str) {
            // The other fields say something else, and do not count.
            let fields = format!(
                r#""eventNotificationTypeV2":"{v2}","eventNotificationGroupId":100,"eventNotificationTypeId":100,
                   "eventNotificationType":"Product Created""#
            );
            assert_eq!(kind_of(&fields).as_deref(), Some(expected), "{v2}");
        }
        check("contact.creation", "contact.creation");
        check("Contact.Creation", "contact.creation");
        check("checkin", "checkin");
        check("check-in", "checkin");
        check("check-in.creation", "checkin");
        check("CheckIn.created", "checkin");
        check("checking.creation", "checking.creation");
        check("voucher.redeemed", "voucher.redeemed");
        check("", "booking.creation");
    }

    #[test]
    fn kinds_from_numbers() {
        fn check(group: &str, number: &str, expected: &str) {
            let fields = format!(
                r#""eventNotificationGroupId":{group},"eventNotificationTypeId":{number},
                   "eventNotificationType":"the words""#
            );
            assert_eq!(kind_of(&fields).as_deref(), Some(expected), "{group} {number}");
        }
        check("100", "100", "booking.creation");
        check("100", "101", "booking.amendment");
        check("100", "102", "booking.cancellation");
        check("\"200\"", "\"202\"", "customer.removal");
        check("\"300\"", "301", "account.amendment");
        check("400", "402", "contact.removal");
        check("500", "500", "employee.creation");
        check("700", "700", "checkin");
        check("700", "null", "checkin");
        check("800", "801", "package.amendment");
        check("900", "902", "activity.removal");
        check("1000", "1000", "product.creation");
        for (group, number) in
            [("100", "103"), ("100", "99"), ("600", "600"), ("100", "null"), ("{}", "{}"), ("\"\"", "1")]
        {
            check(group, number, "the words");
        }
        check("-9223372036854775808", "9223372036854775807", "the words");
    }

    #[test]
    fn kinds_from_words() {
        fn check(words: &str, expected: Option<&str>) {
            let fields = format!(r#""eventNotificationType":"{words}""#);
            assert_eq!(kind_of(&fields).as_deref(), expected, "{words}");
        }
        check("Booking Creation", Some("booking.creation"));
        check("Booking Cancellation", Some("booking.cancellation"));
        check("Booking Cancelled", Some("booking.cancellation"));
        check("Customer Amendment", Some("customer.amendment"));
        check("customer amended", Some("customer.amendment"));
        check("Package Created", Some("package.creation"));
        check("Product Removed", Some("product.removal"));
        check("Employee Removal", Some("employee.removal"));
        check("Activity Check-in", Some("checkin"));
        check("Check-In", Some("checkin"));
        check("Inventory Change", Some("inventory.change"));
        check("Inventory", Some("inventory.change"));
        check("Gift Card Creation", Some("Gift Card Creation"));
        check("Booking", Some("Booking"));
        check("Booking Note Creation", Some("Booking Note Creation"));
        check("Booking Merged", Some("Booking Merged"));
        check(" ", Some(" "));
        check("", None);
        assert_eq!(kind_of(""), None);
        assert_eq!(kind_of(r#""eventNotificationType":{}"#), None);
    }

    #[test]
    fn subjects() {
        fn check(data: &str, expected: Option<&str>) {
            assert_eq!(subject(&Object::parse(data.as_bytes()).unwrap()).as_deref(), expected, "{data}");
        }
        check(r#"{"booking":{"bookingId":"4711","customers":{"customer":{"customerId":"9"}}}}"#, Some("booking/4711"));
        check(r#"{"customer":{"customerId":9}}"#, Some("customer/9"));
        check(r#"{"packageData":{"packageId":3}}"#, Some("package/3"));
        check(r#"{"activityData":{"activityId":"3"}}"#, Some("activity/3"));
        check(r#"{"productData":{"productId":"3"}}"#, Some("product/3"));
        check(r#"{"checkinData":{"bookingId":"4711"}}"#, Some("booking/4711"));
        check(r#"{"checkinData":{"activities":{}}}"#, None);
        check(r#"{"customer":[{"customerId":9},{"customerId":10}]}"#, None);
        check(r#"{"customer":{"customerId":{}}}"#, None);
        check("{}", None);
    }
}
