//! Cheqroom: lending and tracking of equipment.
//!
//! Documentation: <https://help.cheqroom.com/en/articles/721001>
//!
//! | wire fact | |
//! |---|---|
//! | signature | header `X-CHEQROOM-Signature`, the hex of an HMAC-SHA256 over the raw body, no prefix |
//! | kind | the topic. A webhook has one topic and a body is not known to name it, so each topic gets its own URL: the path is the topic, `/item.create` |
//! | body | the item, contact, reservation or order that the event is about (inferred from the vendor's own client) |
//! | id, time | none; identity is topic and content |
//! | times | `2024-07-10T16:21:02.116+0000`, or with `Z` |
//! | set-up | by hand: name, topic, URL. Failures are counted |
//! | unknown | where the secret is shown, whether there is an envelope, retries, at how many failures a webhook is switched off |

use std::borrow::Cow;

use percent_encoding::percent_decode_str;
use serde::Deserialize;
use serde::de::value::{Error, StrDeserializer};
use serde::de::{DeserializeOwned, IntoDeserializer};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::{Hints, Kinds, Protection, Provider, Registration};
use crate::event::{Identity, Reading};
use crate::payload::{Moment, StringOr, typed, untyped};
use crate::receive::delivery::Verified;
use crate::receive::object::Object;
use crate::receive::outcome::Outcome;
use crate::receive::proof::Proof;
use crate::receive::refusal::ReadError;

/// The one word that names Cheqroom everywhere.
pub const NAME: &str = "cheqroom";

/// The kind of an event whose topic is not named.
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
        retries: "failures are counted; the consequences are not documented",
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
    own_id: None,
    kind_in_path: true,
    hints: Hints {
        unproven: None,
        prove: "see that the request comes from the provider, that signing is on there, and that no proxy drops the header",
        misplaced: None,
        unknown_kind: Some(
            "end the URL at Cheqroom with the topic of the webhook and nothing else, such as `/item.create`",
        ),
    },
    registration: Registration::Steps(&[
        "In Cheqroom, open Settings > Integrations > Webhooks > Configure > New webhook. One has one topic.",
        "URL: {url}TOPIC, such as {url}item.create",
        "Signing secret: {secret}, if Cheqroom lets you choose it; else put the one it shows into `frontdesk secret \
         rotate cheqroom --from-file -`",
    ]),
};

fn read(delivery: &Verified) -> Result<Reading, ReadError> {
    let body = Object::parse(delivery.body())?;
    body.each_once(&["_id", "topic"])?;
    let topic = topic(&delivery.delivery().path, &body);
    let document = topic.split_once('.').map(|(document, _)| document).filter(|document| !document.is_empty());
    let id = body.text("_id").filter(|id| !id.is_empty());
    Ok(Reading {
        subject: document.zip(id).map(|(document, id)| format!("{document}/{id}")),
        identity: Identity::from_content_in(Some(&topic), &body, &[]),
        occurred_at: None,
        kind: topic.into_owned(),
    })
}

/// The path names the topic; where it does not, the body may.
fn topic<'a>(path: &'a str, body: &Object<'a>) -> Cow<'a, str> {
    let path = percent_decode_str(path.trim_matches('/')).decode_utf8_lossy();
    let in_body = || body.text("topic").filter(|topic| !topic.is_empty());
    Some(path).filter(|path| !path.is_empty()).or_else(in_body).unwrap_or(Cow::Borrowed(NO_TOPIC))
}

/// The action of that name, if it is one of the documented ones.
fn known<'a, A: Deserialize<'a>>(action: &'a str) -> Option<A> {
    let name: StrDeserializer<'a, Error> = action.into_deserializer();
    A::deserialize(name).ok()
}

/// What Cheqroom sends.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Payload {
    /// `item.*`
    Item(ItemAction, Box<Item>),
    /// `contact.*`
    Contact(ContactAction, Box<Contact>),
    /// `reservation.*`
    Reservation(ReservationAction, Box<Reservation>),
    /// `order.*`: a check-out.
    Order(OrderAction, Box<Order>),
    /// A topic that was not known when this was written, or none.
    Unknown(Box<RawValue>),
}

impl Payload {
    /// The typed payload of an event. An unknown kind is no error.
    ///
    /// # Errors
    /// When the body does not fit the type of its kind. The event is published all the same.
    pub fn read(kind: &str, body: &[u8]) -> serde_json::Result<Self> {
        fn document<'a, A: Deserialize<'a>, T: DeserializeOwned>(
            action: &'a str,
            body: &[u8],
            payload: fn(A, Box<T>) -> Payload,
        ) -> serde_json::Result<Payload> {
            match known(action) {
                Some(action) => Ok(payload(action, typed(body)?)),
                None => Ok(Payload::Unknown(untyped(body)?)),
            }
        }
        match kind.split_once('.') {
            Some(("item", action)) => document(action, body, Payload::Item),
            Some(("contact", action)) => document(action, body, Payload::Contact),
            Some(("reservation", action)) => document(action, body, Payload::Reservation),
            Some(("order", action)) => document(action, body, Payload::Order),
            _ => Ok(Payload::Unknown(untyped(body)?)),
        }
    }
}

/// What happened to an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum ItemAction {
    /// It was created.
    Create,
    /// A system field was changed.
    Update,
    /// It was created as a copy of another.
    Duplicate,
    /// A custom field was set.
    SetField,
    /// A custom field was cleared.
    ClearField,
    /// Its flag was set.
    SetFlag,
    /// Its flag was cleared.
    ClearFlag,
    /// It expired.
    Expire,
    /// It is no longer expired.
    UndoExpire,
    /// Its location was changed.
    ChangeLocation,
    /// Its position on the map was changed (only named in the vendor's client).
    ChangeGeo,
    /// A comment was added.
    AddComment,
    /// A contact took custody.
    TakeCustody,
    /// Custody went to another contact.
    TransferCustody,
    /// A contact gave custody back.
    ReleaseCustody,
}

/// What happened to a contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum ContactAction {
    /// It was created.
    Create,
    /// It was changed.
    Update,
    /// A comment was added.
    AddComment,
    /// It was blocked.
    Block,
    /// It is no longer blocked.
    UndoBlock,
}

/// What happened to a reservation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum ReservationAction {
    /// It was made.
    Reserve,
    /// It was cancelled.
    Cancel,
    /// It is due for pick-up in an hour.
    #[serde(rename = "due_in_1_hour")]
    DueIn1Hour,
    /// It is due for pick-up in a day.
    #[serde(rename = "due_in_1_day")]
    DueIn1Day,
    /// It was due for pick-up an hour ago.
    #[serde(rename = "overdue_1_hour")]
    Overdue1Hour,
    /// It was due for pick-up a day ago.
    #[serde(rename = "overdue_1_day")]
    Overdue1Day,
}

/// What happened to a check-out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum OrderAction {
    /// It was checked out.
    Checkout,
    /// It was checked in, perhaps in part.
    Checkin,
    /// The check-out was undone.
    UndoCheckout,
    /// It is due in an hour.
    #[serde(rename = "due_in_1_hour")]
    DueIn1Hour,
    /// It is due in a day.
    #[serde(rename = "due_in_1_day")]
    DueIn1Day,
    /// It was due an hour ago.
    #[serde(rename = "overdue_1_hour")]
    Overdue1Hour,
    /// It was due a day ago.
    #[serde(rename = "overdue_1_day")]
    Overdue1Day,
}

/// Another document: its id alone, or the document with the fields that the webhook was set up to send.
pub type Reference = StringOr<Document>;

/// What every document has.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Document {
    /// Its id.
    #[serde(rename = "_id")]
    pub id: String,
    /// Its name.
    pub name: Option<String>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// A piece of equipment.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Item {
    /// Its id.
    #[serde(rename = "_id")]
    pub id: String,
    /// Its name.
    pub name: Option<String>,
    /// Whether it can be lent: an open set.
    pub status: Option<String>,
    /// Its barcodes.
    pub codes: Option<Vec<String>>,
    /// Brand.
    pub brand: Option<String>,
    /// Model.
    pub model: Option<String>,
    /// Its flag, such as a need of repair.
    pub flag: Option<String>,
    /// Where it is.
    pub location: Option<Reference>,
    /// Its category.
    pub category: Option<Reference>,
    /// The check-out that it is in.
    pub order: Option<Reference>,
    /// The kit that it belongs to.
    pub kit: Option<Reference>,
    /// Who has custody.
    pub custody: Option<Reference>,
    /// When it was changed last.
    pub modified: Option<Moment>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// Someone who borrows.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Contact {
    /// Its id.
    #[serde(rename = "_id")]
    pub id: String,
    /// Name.
    pub name: Option<String>,
    /// Email address.
    pub email: Option<String>,
    /// An open set.
    pub status: Option<String>,
    /// When it was changed last.
    pub modified: Option<Moment>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// A reservation.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Reservation {
    /// Its id.
    #[serde(rename = "_id")]
    pub id: String,
    /// Its number.
    pub number: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// An open set.
    pub status: Option<String>,
    /// From when.
    #[serde(rename = "fromDate")]
    pub from_date: Option<Moment>,
    /// Until when.
    #[serde(rename = "toDate")]
    pub to_date: Option<Moment>,
    /// For whom.
    pub customer: Option<Reference>,
    /// Where.
    pub location: Option<Reference>,
    /// What.
    pub items: Option<Vec<Reference>>,
    /// Who made it.
    pub by: Option<Reference>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// A check-out.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Order {
    /// Its id.
    #[serde(rename = "_id")]
    pub id: String,
    /// Its number.
    pub number: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// `creating`, `open` or `closed`.
    pub status: Option<String>,
    /// When it began.
    pub started: Option<Moment>,
    /// When it is due back.
    pub due: Option<Moment>,
    /// By whom.
    pub customer: Option<Reference>,
    /// Where.
    pub location: Option<Reference>,
    /// What.
    pub items: Option<Vec<Reference>>,
    /// The items in words.
    #[serde(rename = "itemSummary")]
    pub item_summary: Option<String>,
    /// Who made it.
    pub by: Option<Reference>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
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

    #[test]
    fn actions() {
        fn check(kind: &str, expected: &str) {
            let payload = Payload::read(kind, br#"{"_id":"a1"}"#).unwrap();
            let shown = format!("{payload:?}");
            assert!(shown.starts_with(expected), "{kind}: {shown}");
        }
        check("item.create", "Item(Create, ");
        check("item.undoexpire", "Item(UndoExpire, ");
        check("item.changegeo", "Item(ChangeGeo, ");
        check("contact.undoblock", "Contact(UndoBlock, ");
        check("reservation.due_in_1_day", "Reservation(DueIn1Day, ");
        check("order.undocheckout", "Order(UndoCheckout, ");
        check("order.overdue_1_hour", "Order(Overdue1Hour, ");
        check("item.fly", "Unknown(");
        check("item", "Unknown(");
        check("item.create.more", "Unknown(");
        check("unknown", "Unknown(");
    }
}
