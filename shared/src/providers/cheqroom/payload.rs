//! Cheqroom's payloads: a document, and what happened to it.

use serde::Deserialize;
use serde::de::value::{Error, StrDeserializer};
use serde::de::{DeserializeOwned, IntoDeserializer};
use serde_json::value::RawValue;

use super::{Contact, Item, Order, Reservation};
use crate::payload::{typed, untyped};

/// Parses an action by name. None unless it is documented or named in the vendor's client.
fn known<'a, A: Deserialize<'a>>(action: &'a str) -> Option<A> {
    let name: StrDeserializer<'a, Error> = action.into_deserializer();
    A::deserialize(name).ok()
}

/// A payload from Cheqroom.
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
    /// A topic unknown to this version, or no topic.
    Unknown(Box<RawValue>),
}

impl Payload {
    /// Reads the typed payload of an event. An unknown kind is not an error.
    ///
    /// # Errors
    /// If the body does not fit the type of its kind. The event is published anyway.
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
    /// It was created as a copy of another item.
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
    /// Its position on the map was changed (named in the vendor's client, but not documented).
    ChangeGeo,
    /// A comment was added.
    AddComment,
    /// A contact took custody.
    TakeCustody,
    /// Custody was transferred to another contact.
    TransferCustody,
    /// A contact released custody.
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
    /// It was checked in, possibly in part.
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

#[cfg(test)]
mod tests {
    use super::*;

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
