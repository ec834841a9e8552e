//! Derives an event's kind and subject. An event gets the same name whichever field it comes from.
//!
//! Three fields contain the kind, each in its own format, and the vendor's documents use different
//! words: a package is `Package Created` on one page and `Package | Create` on another; 102 is
//! "Remove" on an older page and 202 "Cancel" on newer ones. So words have synonyms, and the event
//! that ends a thing has a single name: bookings are cancelled, everything else is removed, as in
//! [the list of
//! events](https://docs.zaui.com/webhooks/events-and-data-models/when-is-data-delivered).

use super::payload::Action;
use crate::receive::object::Object;
use crate::receive::refusal::ReadError;

/// The kind of a check-in, an undone check-in, or a scanned ticket.
pub(super) const CHECK_IN: &str = "checkin";

/// The kind of an inventory change.
pub(super) const INVENTORY_CHANGE: &str = "inventory.change";

/// The group number of check-ins.
const CHECK_IN_GROUP: i64 = 700;

/// The field of `eventData` that holds a check-in.
const CHECK_IN_FIELD: &str = "checkinData";

/// A type of thing that `eventData` can contain.
#[derive(Debug, PartialEq)]
struct Category {
    /// Its group number. A type number is the group number plus 0, 1 or 2.
    group: i64,
    /// Its name in our kinds.
    noun: &'static str,
    plural: &'static str,
    /// Its field in `eventData`.
    field: &'static str,
    /// The field with its id.
    id: &'static str,
}

const CATEGORIES: [Category; 8] = [
    Category { group: 100, noun: "booking", plural: "bookings", field: "booking", id: "bookingId" },
    Category { group: 200, noun: "customer", plural: "customers", field: "customer", id: "customerId" },
    Category { group: 300, noun: "account", plural: "accounts", field: "account", id: "accountId" },
    Category { group: 400, noun: "contact", plural: "contacts", field: "contact", id: "contactId" },
    Category { group: 500, noun: "employee", plural: "employees", field: "employee", id: "employeeId" },
    Category { group: 800, noun: "package", plural: "packages", field: "packageData", id: "packageId" },
    Category { group: 900, noun: "activity", plural: "activities", field: "activityData", id: "activityId" },
    Category { group: 1000, noun: "product", plural: "products", field: "productData", id: "productId" },
];

impl Category {
    /// Returns the action that ends such a thing.
    fn end(&self) -> Action {
        if self.noun == "booking" { Action::Cancellation } else { Action::Removal }
    }

    /// Returns the action that a word in the documents means.
    fn action(&self, word: &str) -> Option<Action> {
        match word {
            "creation" | "create" | "created" => Some(Action::Creation),
            "amendment" | "amend" | "amended" | "update" | "updated" | "edit" | "edited" => Some(Action::Amendment),
            "cancellation" | "cancel" | "cancelled" | "canceled" | "removal" | "remove" | "removed" => Some(self.end()),
            _ => None,
        }
    }
}

/// Splits a kind into its thing and action. None if it has no such parts, or is not one of our
/// kinds.
pub(super) fn parts(kind: &str) -> Option<(&'static str, Action)> {
    let (noun, action) = kind.split_once('.')?;
    let category = CATEGORIES.iter().find(|category| category.noun == noun)?;
    let action =
        [Action::Creation, Action::Amendment, category.end()].into_iter().find(|one| one.as_str() == action)?;
    Some((category.noun, action))
}

/// The event, according to one field.
#[derive(Debug, Clone, Copy)]
enum Event {
    Of(&'static Category, Action),
    CheckIn,
    InventoryChange,
}

/// Returns the kind: from the V2 type, else the numbers, else the words. A field is ignored if it
/// names a thing other than the one in `eventData`: one of the vendor's examples has a customer,
/// the words "Customer Amendment", and the numbers of accounts.
pub(super) fn kind(body: &Object<'_>) -> Result<String, ReadError> {
    let v2 = body.required("eventNotificationTypeV2").ok();
    let words = body.required("eventNotificationType");
    let said: Vec<Event> = [
        v2.as_deref().and_then(Event::of_words),
        Event::of_numbers(body),
        words.as_deref().ok().and_then(Event::of_words),
    ]
    .into_iter()
    .flatten()
    .collect();
    let data = body.object("eventData");
    let fitting = said.iter().find(|event| event.fits(data.as_ref())).copied();
    let event = fitting.or_else(|| said.first().map(|event| event.of_what_is_held(data.as_ref())));
    match (event, v2) {
        (Some(event), _) => Ok(event.name()),
        (None, Some(word)) => Ok(word.to_lowercase()),
        (None, None) => words.map(|words| words.into_owned()),
    }
}

impl Event {
    fn name(self) -> String {
        match self {
            Event::Of(category, action) => format!("{}.{}", category.noun, action.as_str()),
            Event::CheckIn => CHECK_IN.to_owned(),
            Event::InventoryChange => INVENTORY_CHANGE.to_owned(),
        }
    }

    /// Parses `contact.creation`, `Contact Creation`, `Package | Create`, `Bookings Cancelled`,
    /// `Activity Check-in`, `Inventory Change`.
    fn of_words(words: &str) -> Option<Self> {
        let lower = words.to_lowercase();
        let parts = lower.split(|c: char| c.is_whitespace() || c == '.' || c == '|').filter(|part| !part.is_empty());
        let parts: Vec<&str> = parts.collect();
        match parts.as_slice() {
            [first, .., last] if is_check_in(first) || is_check_in(last) => Some(Event::CheckIn),
            [only] if is_check_in(only) => Some(Event::CheckIn),
            ["check", "in", ..] | [.., "check", "in"] => Some(Event::CheckIn),
            ["inventory", rest @ ..] => {
                let is_change = |word: &&str| ["on", "change", "changed", "update", "updated"].contains(word);
                rest.iter().all(is_change).then_some(Event::InventoryChange)
            }
            [noun, action] => {
                let category = CATEGORIES.iter().find(|one| one.noun == *noun || one.plural == *noun)?;
                Some(Event::Of(category, category.action(action)?))
            }
            _ => None,
        }
    }

    /// Reads the numbers. A type number is its group number plus 0, 1 or 2.
    fn of_numbers(body: &Object<'_>) -> Option<Self> {
        let number = |name| body.text(name).and_then(|text| text.trim().parse::<i64>().ok());
        let group = number("eventNotificationGroupId")?;
        if group == CHECK_IN_GROUP {
            return Some(Event::CheckIn);
        }
        let category = CATEGORIES.iter().find(|category| category.group == group)?;
        let action = match number("eventNotificationTypeId")?.checked_sub(group)? {
            0 => Action::Creation,
            1 => Action::Amendment,
            2 => category.end(),
            _ => return None,
        };
        Some(Event::Of(category, action))
    }

    /// Whether `eventData` contains the event's thing, or nothing known. The contents of an
    /// inventory event are unknown.
    fn fits(self, data: Option<&Object<'_>>) -> bool {
        let Some(data) = data else { return true };
        let own = match self {
            Event::Of(category, _) => category.field,
            Event::CheckIn => CHECK_IN_FIELD,
            Event::InventoryChange => return true,
        };
        holds(data, own) || !(CATEGORIES.iter().any(|one| holds(data, one.field)) || holds(data, CHECK_IN_FIELD))
    }

    /// Returns the corresponding event for the thing that `eventData` contains.
    fn of_what_is_held(self, data: Option<&Object<'_>>) -> Self {
        let (Some(data), Event::Of(category, action)) = (data, self) else { return self };
        if holds(data, CHECK_IN_FIELD) {
            return Event::CheckIn;
        }
        let Some(held) = CATEGORIES.iter().find(|one| holds(data, one.field)) else { return self };
        Event::Of(held, if action == category.end() { held.end() } else { action })
    }
}

/// Whether a field is non-empty.
fn holds(data: &Object<'_>, field: &str) -> bool {
    let significant = |raw: &str| raw.bytes().filter(|byte| !byte.is_ascii_whitespace()).take(3).count() > 2;
    data.raw(field).is_some_and(|raw| raw != "null" && significant(raw))
}

/// Matches `checkin`, `check-in` and `check-in-2`, but not `checking`.
fn is_check_in(word: &str) -> bool {
    let rest = word.strip_prefix("checkin").or_else(|| word.strip_prefix("check-in"));
    rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

/// Returns `contact/1234`, from the thing in `eventData`.
pub(super) fn subject(data: &Object<'_>) -> Option<String> {
    let things = CATEGORIES.iter().map(|category| (category.noun, category.field, category.id));
    let mut things = things.chain([("booking", CHECK_IN_FIELD, "bookingId")]);
    things.find_map(|(noun, field, id)| {
        let id = data.object(field)?.required(id).ok()?;
        Some(format!("{noun}/{id}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the kind of an envelope with these fields (JSON without the braces). None if it has
    /// no kind.
    fn kind_of(fields: &str) -> Option<String> {
        let body = format!("{{{fields}}}");
        kind(&Object::parse(body.as_bytes()).unwrap()).ok()
    }

    #[test]
    fn kinds_from_type_v2() {
        fn check(v2: &str, expected: &str) {
            // The other fields contradict it, so they are ignored.
            let fields = format!(
                r#""eventNotificationTypeV2":"{v2}","eventNotificationGroupId":100,"eventNotificationTypeId":100,
                   "eventNotificationType":"Product Created""#
            );
            assert_eq!(kind_of(&fields).as_deref(), Some(expected), "{v2}");
        }
        check("contact.creation", "contact.creation");
        check("Contact.Creation", "contact.creation");
        check("contact.create", "contact.creation");
        check("package.created", "package.creation");
        check("activities.amended", "activity.amendment");
        check("customer.cancelled", "customer.removal");
        check("booking.removed", "booking.cancellation");
        check("checkin", "checkin");
        check("check-in", "checkin");
        check("check-in.creation", "checkin");
        check("CheckIn.created", "checkin");
        check("inventory.changed", "inventory.change");
        // An unknown word is resolved by its numbers.
        check("checking.creation", "booking.creation");
        check("voucher.redeemed", "booking.creation");
        check("", "booking.creation");
    }

    #[test]
    fn an_unknown_word_stays_where_nothing_else_is_known() {
        fn check(fields: &str, expected: &str) {
            assert_eq!(kind_of(fields).as_deref(), Some(expected), "{fields}");
        }
        check(r#""eventNotificationTypeV2":"voucher.redeemed""#, "voucher.redeemed");
        check(
            r#""eventNotificationTypeV2":"Voucher.Redeemed","eventNotificationType":"Voucher Sold""#,
            "voucher.redeemed",
        );
        check(r#""eventNotificationTypeV2":"voucher.redeemed","eventNotificationGroupId":600"#, "voucher.redeemed");
        check(r#""eventNotificationTypeV2":"inventory.creation""#, "inventory.creation");
        check(r#""eventNotificationTypeV2":"pkg.new","eventNotificationType":"Package Created""#, "package.creation");
        check(
            r#""eventNotificationTypeV2":"pkg.new","eventNotificationGroupId":"800","eventNotificationTypeId":"800""#,
            "package.creation",
        );
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
        check("Bookings Creation", Some("booking.creation"));
        check("Booking Cancellation", Some("booking.cancellation"));
        check("Booking Cancelled", Some("booking.cancellation"));
        check("Booking Removal", Some("booking.cancellation"));
        check("Customer Amendment", Some("customer.amendment"));
        check("Customer Cancellation", Some("customer.removal"));
        check("customer amended", Some("customer.amendment"));
        check("Package Created", Some("package.creation"));
        check("Package Create", Some("package.creation"));
        check("Package | Create", Some("package.creation"));
        check("Activity Create", Some("activity.creation"));
        check("Activities Amendment", Some("activity.amendment"));
        check("Product Create", Some("product.creation"));
        check("Product Removed", Some("product.removal"));
        check("Employee Removal", Some("employee.removal"));
        check("Employees Edit", Some("employee.amendment"));
        check("Activity Check-in", Some("checkin"));
        check("Guest Check-In", Some("checkin"));
        check("Check-In | On Check-in", Some("checkin"));
        check("Check-In", Some("checkin"));
        check("Check In", Some("checkin"));
        check("Inventory Change", Some("inventory.change"));
        check("Inventory | On Change", Some("inventory.change"));
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
    fn what_the_data_holds_decides_between_fields_that_disagree() {
        fn check(said: &str, data: &str, expected: &str) {
            let fields = format!(r#"{said},"eventData":{data}"#);
            assert_eq!(kind_of(&fields).as_deref(), Some(expected), "{fields}");
        }
        let accounts = r#""eventNotificationGroupId":"300","eventNotificationTypeId":"300""#;
        let misprint = format!(r#"{accounts},"eventNotificationType":"Customer Amendment""#);
        check(&misprint, r#"{"customer":{"customerId":"1099"}}"#, "customer.amendment");
        check(&misprint, r#"{"account":{"accountId":"7"}}"#, "account.creation");
        // With both things, or nothing known, the numbers take precedence.
        check(&misprint, r#"{"account":{"accountId":"7"},"customer":{"customerId":"1"}}"#, "account.creation");
        for nothing in ["{}", "null", r#"{"customer":{ }}"#, r#"{"customer":null}"#, r#"{"x":{"customerId":"1"}}"#] {
            check(&misprint, nothing, "account.creation");
        }
        // No field names the thing in it, so only the action is used.
        check(accounts, r#"{"customer":{"customerId":"1"}}"#, "customer.creation");
        check(
            r#""eventNotificationTypeV2":"customer.removal""#,
            r#"{"booking":{"bookingId":1}}"#,
            "booking.cancellation",
        );
        check(accounts, r#"{"checkinData":{"bookingId":"1"}}"#, "checkin");
        check(r#""eventNotificationType":"Check-in""#, r#"{"booking":{"bookingId":"1"}}"#, "checkin");
        // The contents of inventory events are not documented.
        check(
            r#""eventNotificationType":"Inventory Change""#,
            r#"{"activityData":{"activityId":"1"}}"#,
            "inventory.change",
        );
    }

    #[test]
    fn every_kind_has_its_parts() {
        for kind in super::super::ZAUI.kind_names().filter(|kind| ![CHECK_IN, INVENTORY_CHANGE].contains(kind)) {
            let (noun, action) = parts(kind).unwrap();
            assert_eq!(format!("{noun}.{}", action.as_str()), kind);
        }
        for none in ["booking.removal", "customer.cancellation", "booking", "bookings.creation", "voucher.creation", ""]
        {
            assert_eq!(parts(none), None, "{none}");
        }
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
