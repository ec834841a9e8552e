//! The documents that Cheqroom sends. Their fields are those of the vendor's own client,
//! [checkroom_core_js](https://github.com/CHECKROOM/checkroom_core_js).

use serde::Deserialize;
use serde_json::{Map, Value};

use super::values::{ContactStatus, Frequency, Geo, ItemStatus, OrderStatus, ReservationStatus, Since};
use crate::payload::{Flag, Moment, StringOr};

/// Another document: its id alone, or the document with the fields that the webhook is configured to send.
pub type Reference = StringOr<Document>;

/// What documents have in common. The fields are chosen in the webhook's configuration: for `by`, the default is `name`
/// and `email` only.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Document {
    /// Its id.
    #[serde(rename = "_id")]
    pub id: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// Email address, of a contact or user.
    pub email: Option<String>,
    /// Its state, as [`ItemStatus`] or another list has it.
    pub status: Option<String>,
    /// What it is, of a contact: `contact`.
    pub kind: Option<String>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// A comment.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Comment {
    /// Its id.
    pub id: Option<String>,
    /// What it says.
    pub value: Option<String>,
    /// When it was written.
    pub created: Option<Moment>,
    /// When it was changed.
    pub modified: Option<Moment>,
    /// Who wrote it.
    pub by: Option<Reference>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// A piece of equipment.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Item {
    /// Its id.
    #[serde(rename = "_id")]
    pub id: String,
    /// Its name.
    pub name: Option<String>,
    /// Whether it can be lent.
    pub status: Option<ItemStatus>,
    /// Its QR codes.
    pub codes: Option<Vec<String>>,
    /// Brand.
    pub brand: Option<String>,
    /// Model.
    pub model: Option<String>,
    /// Since when it has been flagged.
    pub flagged: Option<Since>,
    /// Since when it has been expired.
    pub expired: Option<Since>,
    /// Where it is. None while someone has custody.
    pub location: Option<Reference>,
    /// Where it is on the map.
    pub geo: Option<Geo>,
    /// The address of that position.
    pub address: Option<String>,
    /// Its category.
    pub category: Option<Reference>,
    /// The check-out that it is in.
    pub order: Option<Reference>,
    /// The kit that it belongs to.
    pub kit: Option<Reference>,
    /// Who has custody.
    pub custody: Option<Reference>,
    /// The product that it was created from.
    pub catalog: Option<Reference>,
    /// Until when it has a warranty.
    pub warranty_date: Option<Moment>,
    /// When it was bought.
    pub purchase_date: Option<Moment>,
    /// For how much.
    pub purchase_price: Option<String>,
    /// What it is still worth.
    pub residual_value: Option<String>,
    /// Whether it may be reserved.
    pub allow_reserve: Option<Flag>,
    /// Whether it may be checked out.
    pub allow_order: Option<Flag>,
    /// Whether someone may take custody.
    pub allow_custody: Option<Flag>,
    /// Whether it can be reserved now: `available`.
    pub can_reserve: Option<String>,
    /// Whether it can be checked out now: `available`.
    pub can_order: Option<String>,
    /// Whether someone can take custody now: `available`.
    pub can_custody: Option<String>,
    /// The custom fields, by the names that the account gave them. None when there are none.
    pub fields: Option<Map<String, Value>>,
    /// The comments.
    pub comments: Option<Vec<StringOr<Comment>>>,
    /// The attachments.
    pub attachments: Option<Vec<Reference>>,
    /// The attachment with the main image.
    pub cover: Option<Reference>,
    /// Its flag, such as a need of repair.
    pub flag: Option<String>,
    /// Its label, which has a colour.
    pub label: Option<Reference>,
    /// Its bar codes.
    pub barcodes: Option<Vec<String>>,
    /// When it was created.
    pub created: Option<Moment>,
    /// When it was last changed.
    pub modified: Option<Moment>,
    /// Who created it. By default without an id.
    pub by: Option<Reference>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// Someone who borrows.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Contact {
    /// Its id.
    #[serde(rename = "_id")]
    pub id: String,
    /// Name.
    pub name: Option<String>,
    /// Email address.
    pub email: Option<String>,
    /// Whether it can borrow.
    pub status: Option<ContactStatus>,
    /// What it is: `contact`.
    pub kind: Option<String>,
    /// The user behind this contact.
    pub user: Option<Reference>,
    /// Since when it has been blocked.
    pub blocked: Option<Since>,
    /// The custom fields, by the names that the account gave them. None when there are none.
    pub fields: Option<Map<String, Value>>,
    /// The comments.
    pub comments: Option<Vec<StringOr<Comment>>>,
    /// The attachments.
    pub attachments: Option<Vec<Reference>>,
    /// The attachment with the main image.
    pub cover: Option<Reference>,
    /// Its flag, such as a need of repair.
    pub flag: Option<String>,
    /// Its label, which has a colour.
    pub label: Option<Reference>,
    /// Its bar codes.
    pub barcodes: Option<Vec<String>>,
    /// When it was created.
    pub created: Option<Moment>,
    /// When it was last changed.
    pub modified: Option<Moment>,
    /// Who created it. By default without an id.
    pub by: Option<Reference>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// A reservation.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Reservation {
    /// Its id.
    #[serde(rename = "_id")]
    pub id: String,
    /// Its number.
    pub number: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// Its status.
    pub status: Option<ReservationStatus>,
    /// From when.
    pub from_date: Option<Moment>,
    /// Until when.
    pub to_date: Option<Moment>,
    /// When the equipment is due back.
    pub due: Option<Moment>,
    /// The check-out that it became.
    pub order: Option<Reference>,
    /// For whom.
    pub customer: Option<Reference>,
    /// Where.
    pub location: Option<Reference>,
    /// What.
    pub items: Option<Vec<Reference>>,
    /// The items in words.
    pub item_summary: Option<String>,
    /// What it shares with its repetitions.
    pub repeat_id: Option<String>,
    /// How often it is repeated.
    pub repeat_frequency: Option<Frequency>,
    /// Since when it has been archived.
    pub archived: Option<Since>,
    /// The custom fields, by the names that the account gave them. None when there are none.
    pub fields: Option<Map<String, Value>>,
    /// The comments.
    pub comments: Option<Vec<StringOr<Comment>>>,
    /// The attachments.
    pub attachments: Option<Vec<Reference>>,
    /// The attachment with the main image.
    pub cover: Option<Reference>,
    /// Its flag, such as a need of repair.
    pub flag: Option<String>,
    /// Its label, which has a colour.
    pub label: Option<Reference>,
    /// Its bar codes.
    pub barcodes: Option<Vec<String>>,
    /// When it was created.
    pub created: Option<Moment>,
    /// When it was last changed.
    pub modified: Option<Moment>,
    /// Who created it. By default without an id.
    pub by: Option<Reference>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// A check-out.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Order {
    /// Its id.
    #[serde(rename = "_id")]
    pub id: String,
    /// Its number.
    pub number: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// Its status.
    pub status: Option<OrderStatus>,
    /// When it began.
    pub started: Option<Moment>,
    /// When it is due back.
    pub due: Option<Moment>,
    /// When everything was back.
    pub finished: Option<Moment>,
    /// The reservation that it came from.
    pub reservation: Option<Reference>,
    /// For whom.
    pub customer: Option<Reference>,
    /// Where.
    pub location: Option<Reference>,
    /// What.
    pub items: Option<Vec<Reference>>,
    /// The items in words.
    pub item_summary: Option<String>,
    /// Since when it has been archived.
    pub archived: Option<Since>,
    /// The custom fields, by the names that the account gave them. None when there are none.
    pub fields: Option<Map<String, Value>>,
    /// The comments.
    pub comments: Option<Vec<StringOr<Comment>>>,
    /// The attachments.
    pub attachments: Option<Vec<Reference>>,
    /// The attachment with the main image.
    pub cover: Option<Reference>,
    /// Its flag, such as a need of repair.
    pub flag: Option<String>,
    /// Its label, which has a colour.
    pub label: Option<Reference>,
    /// Its bar codes.
    pub barcodes: Option<Vec<String>>,
    /// When it was created.
    pub created: Option<Moment>,
    /// When it was last changed.
    pub modified: Option<Moment>,
    /// Who created it. By default without an id.
    pub by: Option<Reference>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::payload::tolerant;

    fn item(fields: &str) -> Option<Item> {
        tolerant::read(serde_json::from_str(&format!(r#"{{"_id":"a",{fields}}}"#)).unwrap()).ok()
    }

    #[test]
    fn since() {
        fn check(json: &str, expected: Option<Option<Since>>) {
            assert_eq!(item(&format!(r#""expired":{json}"#)).map(|item| item.expired), expected, "{json}");
        }
        let time = "2026-03-24T10:09:00.000+0000";
        check(&format!("\"{time}\""), Some(Some(Since::Moment(Moment::parse(time)))));
        check("true", Some(Some(Since::Flag(true))));
        check("7", Some(Some(Since::Moment(Moment::parse("7")))));
        for nothing in ["null", "\"\"", "{}", "[]"] {
            check(nothing, Some(None));
        }
        check("[1]", None);
    }

    #[test]
    fn positions() {
        fn check(json: &str, expected: Option<Geo>) {
            assert_eq!(item(&format!(r#""geo":{json}"#)).unwrap().geo, expected, "{json}");
        }
        check("[60.3913,5.3221]", Some(Geo::Position { latitude: 60.3913, longitude: 5.3221 }));
        check("[60,-5]", Some(Geo::Position { latitude: 60.0, longitude: -5.0 }));
        for other in ["[60]", "[\"60\",\"5\"]", r#"{"lat":60}"#, "7", "[1,2,3]"] {
            check(other, Some(Geo::Other(serde_json::from_str(other).unwrap())));
        }
        check("[]", None);
    }

    #[test]
    fn references() {
        fn check(json: &str, id: Option<&str>, name: Option<&str>) {
            let by = item(&format!(r#""by":{json}"#)).unwrap().by.unwrap();
            let document = by.value();
            let found = by.string().or_else(|| document?.id.as_deref());
            assert_eq!((found, document.and_then(|document| document.name.as_deref())), (id, name), "{json}");
        }
        check("\"u1\"", Some("u1"), None);
        check(r#"{"_id":"u1","name":"Robin"}"#, Some("u1"), Some("Robin"));
        check(r#"{"name":"Robin","email":"robin@example.com"}"#, None, Some("Robin"));
    }

    #[test]
    fn what_a_topic_is_about() {
        let item = item(
            r#""fields":{"Serial":"7"},"expired":"2026-03-24T10:09:00Z","geo":[1,2],"comments":["c1",{"id":"c2","value":"Good"}],
               "status":"in_custody","codes":"4f2c","barcodes":["123"]"#,
        );
        let item = item.unwrap();
        assert_eq!(item.fields.unwrap().len(), 1);
        assert_eq!(item.status, Some(ItemStatus::InCustody));
        assert_eq!((item.codes.unwrap(), item.barcodes.unwrap()), (vec!["4f2c".to_owned()], vec!["123".to_owned()]));
        let comments = item.comments.unwrap();
        assert_eq!(comments.iter().find_map(StringOr::string), Some("c1"));
        assert_eq!(comments.iter().find_map(|one| one.value()?.value.as_deref()), Some("Good"));
        assert!(item.expired.is_some() && item.geo.is_some() && item.extra.is_empty(), "{:?}", item.extra);

        let contact: Contact =
            tolerant::read(serde_json::json!({ "_id": "c", "status": "vip", "blocked": "2026-03-17T12:00:00Z" }))
                .unwrap();
        assert!(contact.blocked.is_some() && contact.status == Some(ContactStatus::Other("vip".to_owned())));
    }
}
