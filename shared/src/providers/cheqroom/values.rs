//! Enumerations in Cheqroom's documents, and values that come in several forms. The words come from
//! the vendor's own client, [checkroom_core_js](https://github.com/CHECKROOM/checkroom_core_js).

use serde::Deserialize;
use serde::de::{Deserializer, Error};
use serde_json::Value;

use crate::payload::{Moment, open_enum};

/// A state such as flagged or expired: the time it began. A boolean is also accepted, as no
/// delivery has been seen.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Since {
    /// When it began; the vendor's client reads this form.
    Moment(Moment),
    /// Whether it applies.
    Flag(bool),
}

impl<'de> Deserialize<'de> for Since {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Value::deserialize(deserializer)? {
            Value::Bool(yes) => Ok(Since::Flag(yes)),
            Value::String(text) => Ok(Since::Moment(Moment::parse(&text))),
            Value::Number(number) => Ok(Since::Moment(Moment::parse(&number.to_string()))),
            _ => Err(D::Error::custom("expected a time, found a list or object")),
        }
    }
}

/// A position on the map.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Geo {
    /// Two numbers, in this order.
    Position {
        /// North is positive.
        latitude: f64,
        /// East is positive.
        longitude: f64,
    },
    /// Anything else, as sent.
    Other(Value),
}

impl<'de> Deserialize<'de> for Geo {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        let position = match value.as_array().map(Vec::as_slice) {
            Some([latitude, longitude]) => latitude.as_f64().zip(longitude.as_f64()),
            _ => None,
        };
        Ok(match position {
            Some((latitude, longitude)) => Geo::Position { latitude, longitude },
            None => Geo::Other(value),
        })
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Since {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Since".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "When a state began, or whether it applies.", "type": ["boolean", "string", "number"]
        })
    }
}

open_enum! {
    /// The status of an item: the nine words in the vendor's client.
    pub enum ItemStatus {
        /// It can be checked out.
        Available = "available",
        /// It is checked out.
        CheckedOut = "checkedout",
        /// It is part of a check-out in preparation.
        AwaitCheckout = "await_checkout",
        /// It is in transit.
        InTransit = "in_transit",
        /// A contact has custody.
        InCustody = "in_custody",
        /// It is under maintenance.
        Maintenance = "maintenance",
        /// It is being repaired.
        Repair = "repair",
        /// It is being inspected.
        Inspection = "inspection",
        /// It is out of use.
        Expired = "expired",
    }
}

open_enum! {
    /// The status of a contact.
    pub enum ContactStatus {
        /// It can borrow.
        Active = "active",
        /// It is archived.
        Archived = "archived",
        /// It is blocked.
        Blocked = "blocked",
    }
}

open_enum! {
    /// The status of a reservation.
    pub enum ReservationStatus {
        /// It is a draft.
        Creating = "creating",
        /// It is booked.
        Open = "open",
        /// It was turned into a check-out.
        Closed = "closed",
        /// It was closed manually.
        ClosedManually = "closed_manually",
        /// It was cancelled.
        Cancelled = "cancelled",
    }
}

open_enum! {
    /// The status of a check-out.
    pub enum OrderStatus {
        /// It is a draft.
        Creating = "creating",
        /// It is in progress.
        Open = "open",
        /// Everything has been returned.
        Closed = "closed",
    }
}

open_enum! {
    /// How often a reservation repeats.
    pub enum Frequency {
        /// Every day.
        EveryDay = "every_day",
        /// Every weekday.
        EveryWeekday = "every_weekday",
        /// Every week.
        EveryWeek = "every_week",
        /// Every two weeks.
        Every2Weeks = "every_2_weeks",
        /// Every month.
        EveryMonth = "every_month",
        /// Every two months.
        Every2Months = "every_2_months",
        /// Every three months.
        Every3Months = "every_3_months",
        /// Every six months.
        Every6Months = "every_6_months",
    }
}
