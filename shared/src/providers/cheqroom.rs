//! Cheqroom: lending and tracking equipment.
//!
//! Documentation: <https://help.cheqroom.com/en/articles/721001>. It lists the topics, but says
//! nothing about bodies; the fields come from the vendor's own client,
//! <https://github.com/CHECKROOM/checkroom_core_js>.
//!
//! | wire fact | |
//! |---|---|
//! | signature | header `X-CHEQROOM-Signature`: HMAC-SHA256 over the raw body, in hex, without a prefix |
//! | kind | the topic. A webhook has one topic, and bodies are not known to name it, so each topic gets its own URL with the topic as the path: `/item.create`. 32 are documented; `item.changegeo` is only named in the client |
//! | body | the item, contact, reservation or order that the event is about (inferred from the client's default field selection, `*, location.*, items.*, customer.*,by.name,by.email`; an operator can select others). So `by`, the user behind the event, may come without an id |
//! | id | none; topic and content identify an event |
//! | time | no field for the event itself. The document's `modified` is the time of its last change. It is used (inferred) for topics that change the document, but not for comment, due and overdue topics |
//! | times | `2024-07-10T16:21:02.116+0000`, or with `Z` |
//! | references | an id, or the document |
//! | `expired`, `blocked`, `flagged`, `archived` | the time when that happened (the client reads a time); otherwise empty |
//! | `geo` | latitude, then longitude |
//! | `codes`, `barcodes` | QR codes; barcodes |
//! | setup | manual: name, topic, URL |
//! | unknown | where the secret is shown, whether there is an envelope, whether failed deliveries are retried (the client shows a count of failures), whether comment topics send the comments |

mod documents;
mod payload;
mod shape;
mod values;

use std::borrow::Cow;

use jiff::{SignedDuration, Timestamp};
use percent_encoding::percent_decode_str;

use super::{Hints, Kinds, Protection, Provider, Recurring, Registration};
use crate::event::{Identity, Reading};
use crate::payload::Moment;
use crate::receive::delivery::Verified;
use crate::receive::object::Object;
use crate::receive::outcome::Outcome;
use crate::receive::proof::Proof;
use crate::receive::refusal::ReadError;
use crate::vocabulary::{Action, Entity, Meaning};

pub use self::documents::{Comment, Contact, Document, Item, Order, Reference, Reservation};
pub use self::payload::{ContactAction, ItemAction, OrderAction, Payload, ReservationAction};
pub use self::values::{ContactStatus, Frequency, Geo, ItemStatus, OrderStatus, ReservationStatus, Since};

/// Cheqroom's name in URLs, folders, tables and messages.
pub const NAME: &str = "cheqroom";

/// The kind of an event without a topic.
const NO_TOPIC: &str = "unknown";

/// Cheqroom.
pub static CHEQROOM: Provider = Provider {
    name: NAME,
    title: "Cheqroom",
    proof: Proof::BodyHmac { header: "x-cheqroom-signature", prefix: "" },
    protection: Protection {
        proof: "HMAC-SHA256 in the header `X-CHEQROOM-Signature`",
        covers: "every byte of the body",
        open: "the topic, which is in the path: a captured body sent to another topic's path is another event",
        identity: "hash of topic and body",
        retries: "not documented",
    },
    read,
    status: Outcome::status,
    kinds: &[
        Kinds::typed::<Item>(&[
            "item.create",
            "item.update",
            "item.duplicate",
            "item.setfield",
            "item.clearfield",
            "item.setflag",
            "item.clearflag",
            "item.expire",
            "item.undoexpire",
            "item.changelocation",
            "item.changegeo",
            "item.addcomment",
            "item.takecustody",
            "item.transfercustody",
            "item.releasecustody",
        ]),
        Kinds::typed::<Contact>(&[
            "contact.create",
            "contact.update",
            "contact.addcomment",
            "contact.block",
            "contact.undoblock",
        ]),
        Kinds::typed::<Reservation>(&[
            "reservation.reserve",
            "reservation.cancel",
            "reservation.due_in_1_hour",
            "reservation.due_in_1_day",
            "reservation.overdue_1_hour",
            "reservation.overdue_1_day",
        ]),
        Kinds::typed::<Order>(&[
            "order.checkout",
            "order.checkin",
            "order.undocheckout",
            "order.due_in_1_hour",
            "order.due_in_1_day",
            "order.overdue_1_hour",
            "order.overdue_1_day",
        ]),
    ],
    shapes: shape::SHAPES,
    vocabulary: &[
        Meaning::of_kind("item.create", Action::Created, Entity::Item),
        Meaning::of_kind("item.update", Action::Updated, Entity::Item),
        Meaning::of_kind("item.duplicate", Action::Created, Entity::Item),
        Meaning::of_kind("item.setfield", Action::Updated, Entity::Item),
        Meaning::of_kind("item.clearfield", Action::Updated, Entity::Item),
        Meaning::of_kind("item.setflag", Action::StatusChanged, Entity::Item),
        Meaning::of_kind("item.clearflag", Action::StatusChanged, Entity::Item),
        Meaning::of_kind("item.expire", Action::StatusChanged, Entity::Item),
        Meaning::of_kind("item.undoexpire", Action::StatusChanged, Entity::Item),
        Meaning::of_kind("item.changelocation", Action::Moved, Entity::Item),
        Meaning::of_kind("item.changegeo", Action::Moved, Entity::Item),
        Meaning::of_kind("item.addcomment", Action::Commented, Entity::Item),
        Meaning::of_kind("item.takecustody", Action::Moved, Entity::Item),
        Meaning::of_kind("item.transfercustody", Action::Moved, Entity::Item),
        Meaning::of_kind("item.releasecustody", Action::Moved, Entity::Item),
        Meaning::of_kind("contact.create", Action::Created, Entity::Contact),
        Meaning::of_kind("contact.update", Action::Updated, Entity::Contact),
        Meaning::of_kind("contact.addcomment", Action::Commented, Entity::Contact),
        Meaning::of_kind("contact.block", Action::StatusChanged, Entity::Contact),
        Meaning::of_kind("contact.undoblock", Action::StatusChanged, Entity::Contact),
        Meaning::of_kind("reservation.reserve", Action::Created, Entity::Reservation),
        Meaning::of_kind("reservation.cancel", Action::Cancelled, Entity::Reservation),
        Meaning::of_kind("reservation.due_in_1_hour", Action::Reminded, Entity::Reservation),
        Meaning::of_kind("reservation.due_in_1_day", Action::Reminded, Entity::Reservation),
        Meaning::of_kind("reservation.overdue_1_hour", Action::Reminded, Entity::Reservation),
        Meaning::of_kind("reservation.overdue_1_day", Action::Reminded, Entity::Reservation),
        Meaning::of_kind("order.checkout", Action::CheckedOut, Entity::Order),
        Meaning::of_kind("order.checkin", Action::CheckedIn, Entity::Order),
        Meaning::of_kind("order.undocheckout", Action::Cancelled, Entity::Order),
        Meaning::of_kind("order.due_in_1_hour", Action::Reminded, Entity::Order),
        Meaning::of_kind("order.due_in_1_day", Action::Reminded, Entity::Order),
        Meaning::of_kind("order.overdue_1_hour", Action::Reminded, Entity::Order),
        Meaning::of_kind("order.overdue_1_day", Action::Reminded, Entity::Order),
    ],
    recurring: Some(Recurring {
        window: SignedDuration::from_mins(10),
        reason: "nothing is documented about retries; those of other senders begin within minutes",
        // An item or contact is created once. A reminder is sent once per due time in the body.
        once: &[
            "item.create",
            "contact.create",
            "reservation.due_in_1_hour",
            "reservation.due_in_1_day",
            "reservation.overdue_1_hour",
            "reservation.overdue_1_day",
            "order.due_in_1_hour",
            "order.due_in_1_day",
            "order.overdue_1_hour",
            "order.overdue_1_day",
        ],
    }),
    own_id: None,
    kind_in_path: true,
    hints: Hints {
        unproven: None,
        prove: "check that the request comes from the provider, that signing is enabled there, and that no proxy drops the header",
        misplaced: None,
        unknown_kind: Some(
            "end the URL at Cheqroom with the topic of the webhook and nothing else, such as `/item.create`",
        ),
    },
    registration: Registration::Steps(&[
        "In Cheqroom, open Settings > Integrations, go to Webhooks and click Configure. That enables the add-on the first time.",
        "Click New webhook. One has one topic, so you need one for each.",
        "Name: any, of three characters or more. Topic: pick it, such as item.create",
        "URL: {url}TOPIC, such as {url}item.create",
        "Click Add webhook.",
        "Signing secret: {secret}, if Cheqroom lets you choose it; else put the one it shows into `frontdesk secret \
         rotate cheqroom --from-file -`",
    ]),
};

fn read(delivery: &Verified) -> Result<Reading, ReadError> {
    let body = Object::parse(delivery.body())?;
    body.each_once(&["_id", "topic", "modified"])?;
    let topic = topic(&delivery.delivery().path, &body);
    let document = topic.split_once('.').map(|(document, _)| document).filter(|document| !document.is_empty());
    let id = body.text("_id").filter(|id| !id.is_empty());
    Ok(Reading {
        subject: document.zip(id).map(|(document, id)| format!("{document}/{id}")),
        identity: Identity::from_content_in(Some(&topic), &body, &[]),
        occurred_at: time(&topic, &body),
        attempt: None,
        action: None,
        kind: topic.into_owned(),
    })
}

/// Returns the topic from the path or, if the path has none, from the body.
fn topic<'a>(path: &'a str, body: &Object<'a>) -> Cow<'a, str> {
    let path = percent_decode_str(path.trim_matches('/')).decode_utf8_lossy();
    let in_body = || body.text("topic").filter(|topic| !topic.is_empty());
    Some(path).filter(|path| !path.is_empty()).or_else(in_body).unwrap_or(Cow::Borrowed(NO_TOPIC))
}

/// Returns when the document last changed, for topics that change it (not comments or due times).
fn time(topic: &str, body: &Object<'_>) -> Option<Timestamp> {
    let (_, action) = topic.split_once('.').filter(|_| CHEQROOM.knows(topic))?;
    if action == "addcomment" || action.starts_with("due_") || action.starts_with("overdue_") {
        return None;
    }
    Moment::parse(&body.text("modified")?).zoned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn topics() {
        fn check(path: &str, body: &str, expected: &str) {
            let body = Object::parse(body.as_bytes()).unwrap();
            assert_eq!(topic(path, &body), expected, "{path}");
        }
        check("/item.create", "{}", "item.create");
        check("/item.create/", "{}", "item.create");
        check("/item%2Ecreate", "{}", "item.create");
        check("/item.create", r#"{"topic":"item.update"}"#, "item.create");
        check("/", r#"{"topic":"item.update"}"#, "item.update");
        check("", r#"{"topic":"item.update"}"#, "item.update");
        check("/", r#"{"topic":""}"#, "unknown");
        check("/", r#"{"topic":["item.update"]}"#, "unknown");
        check("//", "{}", "unknown");
        check("/%ff", "{}", "\u{fffd}");
    }

    /// The steps are the actions of the
    /// [article](https://help.cheqroom.com/en/articles/721001), in order.
    #[test]
    fn steps_are_those_of_the_article() {
        let Registration::Steps(steps) = CHEQROOM.registration else { panic!("no steps") };
        let mut rest = steps.join(" ");
        for part in [
            "Settings",
            "Integrations",
            "Webhooks",
            "Configure",
            "New webhook",
            "Name:",
            "Topic:",
            "URL:",
            "Add webhook",
        ] {
            rest = rest.split_once(part).unwrap_or_else(|| panic!("{part} is not in: {rest}")).1.to_owned();
        }
    }

    #[test]
    fn times() {
        fn check(topic: &str, modified: &str, expected: Option<&str>) {
            let body = format!(r#"{{"modified":{modified},"created":"2020-01-01T00:00:00Z"}}"#);
            let time = time(topic, &Object::parse(body.as_bytes()).unwrap());
            assert_eq!(time.map(|time| time.to_string()).as_deref(), expected, "{topic} {modified}");
        }
        const MODIFIED: &str = "\"2026-03-14T09:26:53.589+0000\"";
        for topic in ["item.create", "item.update", "contact.block", "reservation.cancel", "order.checkin"] {
            check(topic, MODIFIED, Some("2026-03-14T09:26:53.589Z"));
        }
        for topic in ["item.addcomment", "contact.addcomment", "order.due_in_1_hour", "reservation.overdue_1_day"] {
            check(topic, MODIFIED, None);
        }
        for topic in ["kit.create", "item", "unknown", "item.fly"] {
            check(topic, MODIFIED, None);
        }
        for modified in ["null", "{}", "\"2026-03-14T09:26:53\"", "\"\""] {
            check("item.update", modified, None);
        }
        check("item.update", "1582520400", Some("2020-02-24T05:00:00Z"));
    }
}
