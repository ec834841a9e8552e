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

use std::borrow::Cow;

use percent_encoding::percent_decode_str;
use serde::Deserialize;
use serde::de::{DeserializeOwned, Error};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use crate::delivery::{Delivery, Verified};
use crate::object::Object;
use crate::provider::{Identity, Protection, Provider, Reading, Verification};
use crate::rejection::{Refusal, Unreadable};
use crate::signature::Claim;
use crate::wire::{Flag, Maybe, Moment, OneOrMany, Text, boxed};

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
pub struct Zaui;

impl Provider for Zaui {
    const NAME: &'static str = "zaui";
    const VERIFICATION: Verification = Verification::Token;
    const PROTECTION: Protection = Protection {
        proof: "a secret as the first segment of the URL's path, or in the header named by `AUTH_HEADER`",
        covers: "the sender",
        open: "the body: who knows the URL can send anything",
        identity: "`eventNotificationUniqueId`, else hash of the body",
        retries: "an older page: given up after 2 seconds; 5 failures in a row have consequences that are not documented",
    };
    type Payload = Payload;

    fn claim(delivery: &Delivery) -> Result<Claim<'_>, Refusal> {
        let header = delivery.auth_header.as_deref().and_then(|name| delivery.header(name));
        if let Some(token) = header.filter(|token| !token.is_empty()) {
            return Ok(Claim::token(token.as_bytes()));
        }
        let path = delivery.path.strip_prefix('/').unwrap_or(&delivery.path);
        let segment = path.split_once('/').map_or(path, |(first, _)| first);
        match Cow::from(percent_decode_str(segment)) {
            token if token.is_empty() => Err(Refusal::PathTokenMissing),
            token => Ok(Claim::token(&token)),
        }
    }

    fn read(delivery: &Verified) -> Result<Reading, Unreadable> {
        let body = Object::parse(delivery.body())?;
        let time = body.text("eventNotificationDateTime");
        Ok(Reading {
            kind: kind(&body)?,
            subject: body.object("eventData").and_then(|data| subject(&data)),
            identity: match body.required("eventNotificationUniqueId") {
                Ok(id) => Identity::Own(id.into_owned()),
                Err(_) => Identity::of_content(&body, &[]),
            },
            occurred_at: time.and_then(|time| Moment::parse(&time).zoned()),
        })
    }

    fn payload(kind: &str, body: &[u8]) -> Result<Payload, serde_json::Error> {
        if kind == CHECK_IN {
            return Ok(Payload::CheckIn(notification("checkinData", body)?));
        }
        if kind == INVENTORY_CHANGE {
            return Ok(Payload::InventoryChange(boxed(body)?));
        }
        let known = kind.split_once('.').and_then(|(noun, action)| Some((noun, Action::of(action)?)));
        Ok(match known {
            Some(("booking", action)) => Payload::Booking(action, notification("booking", body)?),
            Some(("customer", action)) => Payload::Customer(action, notification("customer", body)?),
            Some(("account", action)) => Payload::Account(action, notification("account", body)?),
            Some(("contact", action)) => Payload::Contact(action, notification("contact", body)?),
            Some(("employee", action)) => Payload::Employee(action, notification("employee", body)?),
            Some(("package", action)) => Payload::Package(action, notification("packageData", body)?),
            Some(("activity", action)) => Payload::Activity(action, notification("activityData", body)?),
            Some(("product", action)) => Payload::Product(action, notification("productData", body)?),
            _ => Payload::Unknown(boxed(body)?),
        })
    }
}

/// One word form for what three fields tell in their own ways.
fn kind(body: &Object<'_>) -> Result<String, Unreadable> {
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
    Some(format!("{noun}.{}", action.word()))
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
        (None, word) => Action::of(word)?,
        (Some(_), _) => return None,
    };
    Some(format!("{noun}.{}", action.word()))
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

fn notification<T: DeserializeOwned>(field: &'static str, body: &[u8]) -> serde_json::Result<Box<Notification<T>>> {
    let mut envelope: Envelope = serde_json::from_slice(body)?;
    let own = envelope.data.remove(field).ok_or_else(|| serde_json::Error::missing_field(field))?;
    let data = T::deserialize(own)?;
    Ok(Box::new(Notification { envelope, data }))
}

/// What Zaui sends.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Payload {
    /// `booking.*`
    Booking(Action, Box<Notification<Booking>>),
    /// `customer.*`
    Customer(Action, Box<Notification<Customer>>),
    /// `account.*`
    Account(Action, Box<Notification<Account>>),
    /// `contact.*`
    Contact(Action, Box<Notification<Contact>>),
    /// `employee.*`
    Employee(Action, Box<Notification<Employee>>),
    /// `package.*`
    Package(Action, Box<Notification<Package>>),
    /// `activity.*`
    Activity(Action, Box<Notification<ActivityOffer>>),
    /// `product.*`
    Product(Action, Box<Notification<Product>>),
    /// `checkin`: a customer was checked in, or a ticket scanned.
    CheckIn(Box<Notification<CheckIn>>),
    /// `inventory.change`. Its data is not documented.
    InventoryChange(Box<Envelope>),
    /// A kind that was not known when this was written.
    Unknown(Box<RawValue>),
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
    pub(crate) const ALL: [Self; 4] = [Self::Creation, Self::Amendment, Self::Cancellation, Self::Removal];

    /// The word in our kinds.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Action::Creation => "creation",
            Action::Amendment => "amendment",
            Action::Cancellation => "cancellation",
            Action::Removal => "removal",
        }
    }

    fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.word() == word)
    }
}

/// An event: its envelope, and the thing it is about.
#[derive(Debug, Clone)]
pub struct Notification<T> {
    /// The envelope.
    pub envelope: Envelope,
    /// The thing, taken out of the envelope's `data`.
    pub data: T,
}

/// The envelope, both generations. The older one has no unique id and no zone.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Envelope {
    /// Id of the event.
    #[serde(rename = "eventNotificationUniqueId", default)]
    pub unique_id: Maybe<Text>,
    /// Name of the company.
    #[serde(rename = "eventNotificationCompanyName", default)]
    pub company_name: Maybe<Text>,
    /// The company's installation, in the newer envelope.
    #[serde(rename = "eventNotificationUniqueIdentifier", default)]
    pub installation: Maybe<Text>,
    /// The company, in the older envelope.
    #[serde(rename = "eventNotificationCompanyIdentifier", default)]
    pub company_identifier: Maybe<Text>,
    /// Number of the group of types.
    #[serde(rename = "eventNotificationGroupId", default)]
    pub group_id: Maybe<Text>,
    /// Number of the type.
    #[serde(rename = "eventNotificationTypeId", default)]
    pub type_id: Maybe<Text>,
    /// The type in words: `Contact Creation`.
    #[serde(rename = "eventNotificationType", default)]
    pub type_words: Maybe<Text>,
    /// The type in the newer form: `contact.creation`.
    #[serde(rename = "eventNotificationTypeV2", default)]
    pub type_v2: Maybe<Text>,
    /// When it happened.
    #[serde(rename = "eventNotificationDateTime", default)]
    pub date_time: Maybe<Moment>,
    /// Name of the configured webhook.
    #[serde(rename = "eventNotificationName", default)]
    pub webhook_name: Maybe<Text>,
    /// Id of the configured webhook. Not of the event.
    #[serde(rename = "eventNotificationId", default)]
    pub webhook_id: Maybe<Text>,
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
pub struct Booking {
    /// Its id.
    pub booking_id: Text,
    /// When it was sold.
    #[serde(default)]
    pub booking_sale_date_time: Maybe<Moment>,
    /// When it was closed.
    #[serde(default)]
    pub booking_close_date_time: Maybe<Moment>,
    /// Its amounts, as numbers and as formatted texts.
    #[serde(default)]
    pub booking_revenue: Maybe<Map<String, Value>>,
    /// Who booked.
    #[serde(default)]
    pub customers: Maybe<Customers>,
    /// What was booked.
    #[serde(default)]
    pub activities: Maybe<Activities>,
    /// What was bought with it.
    #[serde(default)]
    pub products: Maybe<Map<String, Value>>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// The list of customers in a booking.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Customers {
    /// The customers.
    #[serde(default)]
    pub customer: OneOrMany<BookingCustomer>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// The list of activities in a booking or check-in.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Activities {
    /// The activities.
    #[serde(default)]
    pub activity: OneOrMany<BookedActivity>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// A customer inside a booking.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "camelCase")]
pub struct BookingCustomer {
    /// Id.
    pub customer_id: Maybe<Text>,
    /// First name.
    pub first_name: Maybe<Text>,
    /// Last name.
    pub last_name: Maybe<Text>,
    /// Email address.
    pub email: Maybe<Text>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// An activity inside a booking or check-in. Dates and amounts are texts for people: `Tuesday April 26 2016`, `$20.00`.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "camelCase")]
pub struct BookedActivity {
    /// Id of the activity.
    pub activity_id: Maybe<Text>,
    /// Id of the package it belongs to.
    pub package_id: Maybe<Text>,
    /// Name.
    pub activity_name: Maybe<Text>,
    /// Day.
    pub activity_date: Maybe<Text>,
    /// Time of day.
    pub activity_time: Maybe<Text>,
    /// State of the booking of this activity.
    pub activity_status: Maybe<Text>,
    /// Whether it is a rental.
    pub activity_is_rental: Maybe<Flag>,
    /// Amount before tax.
    pub activity_sub_total: Maybe<Text>,
    /// Tax.
    pub activity_tax: Maybe<Text>,
    /// Who takes part.
    pub passengers: Maybe<Value>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// A customer.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Customer {
    /// Id.
    pub customer_id: Text,
    /// First name.
    #[serde(default)]
    pub first_name: Maybe<Text>,
    /// Last name.
    #[serde(default)]
    pub last_name: Maybe<Text>,
    /// Email address.
    #[serde(default)]
    pub email: Maybe<Text>,
    /// Whether the customer wants the newsletter.
    #[serde(default)]
    pub news_letter_opt_in: Maybe<Flag>,
    /// Birthday; also `N/A`.
    #[serde(default)]
    pub birth_date: Maybe<Moment>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// An account: an agency or company that books.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Account {
    /// Id.
    pub account_id: Text,
    /// Name.
    #[serde(default)]
    pub account_name: Maybe<Text>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// A contact.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Contact {
    /// Id.
    pub contact_id: Text,
    /// First name.
    #[serde(default)]
    pub first_name: Maybe<Text>,
    /// Last name.
    #[serde(default)]
    pub last_name: Maybe<Text>,
    /// Email address.
    #[serde(default)]
    pub email: Maybe<Text>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// An employee.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Employee {
    /// Id.
    pub employee_id: Text,
    /// First name.
    #[serde(default)]
    pub first_name: Maybe<Text>,
    /// Last name.
    #[serde(default)]
    pub last_name: Maybe<Text>,
    /// Email address.
    #[serde(default)]
    pub email: Maybe<Text>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// A package on offer.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Package {
    /// Id.
    pub package_id: Text,
    /// Name.
    #[serde(default)]
    pub package_name: Maybe<Text>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// An activity on offer.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ActivityOffer {
    /// Id.
    pub activity_id: Text,
    /// Name.
    #[serde(default)]
    pub activity_name: Maybe<Text>,
    /// What it is.
    #[serde(default)]
    pub activity_short_description: Maybe<Text>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// A product on offer.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Product {
    /// Id.
    pub product_id: Text,
    /// Name.
    #[serde(default)]
    pub product_name: Maybe<Text>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// A check-in: the newer form nests activities, the older one is flat.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct CheckIn {
    /// Id of the booking.
    #[serde(rename = "bookingId")]
    pub booking_id: Maybe<Text>,
    /// What was checked in for.
    pub activities: Maybe<Activities>,
    /// Whether it is checked in, in the newer form.
    #[serde(rename = "checkedIn_currentCheckInStatus")]
    pub current_status: Maybe<Flag>,
    /// Whether it is checked in, in the older form.
    #[serde(rename = "checkedIn_checkInCurrentStatus")]
    pub current_status_flat: Maybe<Flag>,
    /// Id of the activity, in the older form.
    #[serde(rename = "checkedIn_activityId")]
    pub activity_id: Maybe<Text>,
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
