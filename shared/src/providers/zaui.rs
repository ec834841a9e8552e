//! Zaui: bookings of tours, activities and transport.
//!
//! Documentation: <https://docs.zaui.com/webhooks>
//!
//! | wire fact | |
//! |---|---|
//! | proof | none is documented, so the webhook's URL contains the secret as its first path segment, `/<token>` |
//! | envelope | flat fields `eventNotification…`, with the object itself in `eventData`; a newer and an older generation |
//! | kind | `eventNotificationTypeV2` (`contact.creation`, the only documented value), else the numbers of group and type, else the words of `eventNotificationType`; words have synonyms, and if the fields disagree, the contents of `eventData` decide |
//! | id | `eventNotificationUniqueId` in the newer envelope; `eventNotificationId` identifies the configured webhook, not the event |
//! | time | `eventNotificationDateTime`; only the newer envelope has an offset |
//! | check-in | sent "on toggle of check-in status": the status can be false, which undoes the check-in. The activity and `checkinData` each have a status, under different names; an older page only shows the latter |
//! | empty values | `{}`, even in place of a string; a single thing is an object, several are an array |
//! | numbers | ids, counts and amounts are sometimes strings, sometimes numbers |
//! | format | JSON or XML, chosen per webhook; only JSON is parsed here |
//! | timeout | 2 seconds, according to an older page; after 5 failures in a row something happens to the webhook |
//! | unknown | whether a signature exists, the data and numbers of inventory events, all other values of `eventNotificationTypeV2`, the words for removals, the contents of `products`, `taxes` and `pricingOptions` (every example has `{}`), the possible values of `activityStatus` and `activityType` |

mod activity;
mod booking;
mod check_in;
mod kind;
mod payload;
mod people;
mod products;
mod shape;

use super::{Hints, Kinds, Misplaced, Protection, Provider, Registration};
use crate::event::{Identity, Reading};
use crate::payload::{Flag, Moment};
use crate::receive::delivery::Verified;
use crate::receive::object::Object;
use crate::receive::outcome::Outcome;
use crate::receive::proof::Proof;
use crate::receive::refusal::ReadError;
use crate::vocabulary::{self, Entity, Meaning};

pub use self::activity::{Activities, BookedActivity, Passengers, PriceCode};
pub use self::booking::{Booking, Customers, Revenue};
pub use self::check_in::CheckIn;
pub use self::payload::{Action, Envelope, Payload, Thing, Webhook};
pub use self::people::{Account, BookingCustomer, Contact, Customer, Employee};
pub use self::products::{ActivityOffer, Package, Product};

/// Zaui's name in URLs, folders, tables and messages.
pub const NAME: &str = "zaui";

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
        Kinds::typed::<Webhook<Booking>>(&["booking.creation", "booking.amendment", "booking.cancellation"]),
        Kinds::typed::<Webhook<Customer>>(&["customer.creation", "customer.amendment", "customer.removal"]),
        Kinds::typed::<Webhook<Account>>(&["account.creation", "account.amendment", "account.removal"]),
        Kinds::typed::<Webhook<Contact>>(&["contact.creation", "contact.amendment", "contact.removal"]),
        Kinds::typed::<Webhook<Employee>>(&["employee.creation", "employee.amendment", "employee.removal"]),
        Kinds::typed::<Webhook<Package>>(&["package.creation", "package.amendment", "package.removal"]),
        Kinds::typed::<Webhook<ActivityOffer>>(&["activity.creation", "activity.amendment", "activity.removal"]),
        Kinds::typed::<Webhook<Product>>(&["product.creation", "product.amendment", "product.removal"]),
        Kinds::typed::<Webhook<CheckIn>>(&["checkin"]),
        Kinds::typed::<Envelope>(&["inventory.change"]),
    ],
    shapes: shape::SHAPES,
    vocabulary: &[
        Meaning::of_kind("booking.creation", vocabulary::Action::Created, Entity::Booking),
        Meaning::of_kind("booking.amendment", vocabulary::Action::Updated, Entity::Booking),
        Meaning::of_kind("booking.cancellation", vocabulary::Action::Cancelled, Entity::Booking),
        Meaning::of_kind("customer.creation", vocabulary::Action::Created, Entity::Customer),
        Meaning::of_kind("customer.amendment", vocabulary::Action::Updated, Entity::Customer),
        Meaning::of_kind("customer.removal", vocabulary::Action::Removed, Entity::Customer),
        Meaning::of_kind("account.creation", vocabulary::Action::Created, Entity::Account),
        Meaning::of_kind("account.amendment", vocabulary::Action::Updated, Entity::Account),
        Meaning::of_kind("account.removal", vocabulary::Action::Removed, Entity::Account),
        Meaning::of_kind("contact.creation", vocabulary::Action::Created, Entity::Contact),
        Meaning::of_kind("contact.amendment", vocabulary::Action::Updated, Entity::Contact),
        Meaning::of_kind("contact.removal", vocabulary::Action::Removed, Entity::Contact),
        Meaning::of_kind("employee.creation", vocabulary::Action::Created, Entity::Employee),
        Meaning::of_kind("employee.amendment", vocabulary::Action::Updated, Entity::Employee),
        Meaning::of_kind("employee.removal", vocabulary::Action::Removed, Entity::Employee),
        Meaning::of_kind("package.creation", vocabulary::Action::Created, Entity::Package),
        Meaning::of_kind("package.amendment", vocabulary::Action::Updated, Entity::Package),
        Meaning::of_kind("package.removal", vocabulary::Action::Removed, Entity::Package),
        Meaning::of_kind("activity.creation", vocabulary::Action::Created, Entity::Activity),
        Meaning::of_kind("activity.amendment", vocabulary::Action::Updated, Entity::Activity),
        Meaning::of_kind("activity.removal", vocabulary::Action::Removed, Entity::Activity),
        Meaning::of_kind("product.creation", vocabulary::Action::Created, Entity::Product),
        Meaning::of_kind("product.amendment", vocabulary::Action::Updated, Entity::Product),
        Meaning::of_kind("product.removal", vocabulary::Action::Removed, Entity::Product),
        Meaning::of_kind("checkin", vocabulary::Action::CheckedIn, Entity::Booking),
        Meaning::of_kind("inventory.change", vocabulary::Action::Updated, Entity::Inventory),
    ],
    // Both envelopes carry the time of the event.
    recurring: None,
    own_id: Some("eventNotificationUniqueId"),
    kind_in_path: false,
    hints: Hints {
        unproven: Some("it has no proof: the URL's path contains no secret"),
        prove: "in Zaui, put the secret into the path of the webhook's URL: `https://HOST/<secret>`",
        misplaced: Some(Misplaced {
            expected: "the first segment of the URL's path",
            place: "put it right after the host, `https://HOST/<secret>`, or set the parameter ZauiAuthHeader to a header's name",
        }),
        unknown_kind: None,
    },
    registration: Registration::Steps(&[
        "In Zaui, open Settings > Webhooks and add a webhook. One sends one event type, so you need one for each.",
        "URL: {url}{secret_in_path}",
        "Format: JSON. XML is kept, but not published.",
    ]),
};

/// The fields that `read` requires to appear at most once.
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
    let kind = kind::kind(&body)?;
    Ok(Reading {
        action: checked_out_again(&kind, delivery.body()).then_some(vocabulary::Action::CheckedOut),
        kind,
        subject: body.object("eventData").and_then(|data| kind::subject(&data)),
        identity: match body.required("eventNotificationUniqueId") {
            Ok(id) => Identity::Own(id.into_owned()),
            Err(_) => Identity::from_content(&body, &[]),
        },
        occurred_at: time.and_then(|time| Moment::parse(&time).zoned()),
        attempt: None,
    })
}

/// Returns whether the event undoes a check-in: its status was toggled to false.
fn checked_out_again(kind: &str, body: &[u8]) -> bool {
    let read = (kind == kind::CHECK_IN).then(|| Payload::read(kind, body).ok());
    matches!(read.flatten(), Some(Payload::CheckIn(event)) if event.data.status() == Some(&Flag::False))
}
