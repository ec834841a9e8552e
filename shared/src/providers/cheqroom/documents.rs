//! The documents that Cheqroom sends. Their fields come from the vendor's own client,
//! [checkroom_core_js](https://github.com/CHECKROOM/checkroom_core_js).

use serde::Deserialize;
use serde_json::{Map, Value};

use super::values::{ContactStatus, Frequency, Geo, ItemStatus, OrderStatus, ReservationStatus, Since};
use crate::payload::{Flag, Moment, StringOr};

/// Another document: only its id, or the document with the fields that the webhook selects.
pub type Reference = StringOr<Document>;

/// Common fields of documents. The webhook's configuration selects the fields: for `by`, the
/// default is only `name` and `email`.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Document {
    /// Id.
    #[serde(rename = "_id")]
    pub id: Option<String>,
    /// Name.
    pub name: Option<String>,
    /// Email address of a contact or user.
    pub email: Option<String>,
    /// Status, from [`ItemStatus`] or another list.
    pub status: Option<String>,
    /// Type of a contact: `contact`.
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
    /// Id.
    pub id: Option<String>,
    /// Text.
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
    /// Id.
    #[serde(rename = "_id")]
    pub id: String,
    /// Name.
    pub name: Option<String>,
    /// Status.
    pub status: Option<ItemStatus>,
    /// QR codes.
    pub codes: Option<Vec<String>>,
    /// Brand.
    pub brand: Option<String>,
    /// Model.
    pub model: Option<String>,
    /// When it was flagged.
    pub flagged: Option<Since>,
    /// When it expired.
    pub expired: Option<Since>,
    /// Location. None while a contact has custody.
    pub location: Option<Reference>,
    /// Position on the map.
    #[cfg_attr(feature = "schema", schemars(with = "Option<serde_json::Value>"))]
    pub geo: Option<Geo>,
    /// Address of that position.
    pub address: Option<String>,
    /// Category.
    pub category: Option<Reference>,
    /// The check-out that contains it.
    pub order: Option<Reference>,
    /// The kit that contains it.
    pub kit: Option<Reference>,
    /// The contact with custody of the item.
    pub custody: Option<Reference>,
    /// The product that it was created from.
    pub catalog: Option<Reference>,
    /// When the warranty ends.
    pub warranty_date: Option<Moment>,
    /// When it was bought.
    pub purchase_date: Option<Moment>,
    /// Purchase price.
    pub purchase_price: Option<String>,
    /// Residual value.
    pub residual_value: Option<String>,
    /// Whether reservations are allowed.
    pub allow_reserve: Option<Flag>,
    /// Whether check-outs are allowed.
    pub allow_order: Option<Flag>,
    /// Whether custody is allowed.
    pub allow_custody: Option<Flag>,
    /// Whether it can be reserved now: `available`.
    pub can_reserve: Option<String>,
    /// Whether it can be checked out now: `available`.
    pub can_order: Option<String>,
    /// Whether a contact can take custody now: `available`.
    pub can_custody: Option<String>,
    /// The custom fields, keyed by the names that the account gave them. None if there are none.
    pub fields: Option<Map<String, Value>>,
    /// The comments.
    pub comments: Option<Vec<StringOr<Comment>>>,
    /// The attachments.
    pub attachments: Option<Vec<Reference>>,
    /// The attachment that holds the main image.
    pub cover: Option<Reference>,
    /// Flag, such as a need for repair.
    pub flag: Option<String>,
    /// Label, which has a colour.
    pub label: Option<Reference>,
    /// Barcodes.
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

/// A contact, who borrows equipment.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Contact {
    /// Id.
    #[serde(rename = "_id")]
    pub id: String,
    /// Name.
    pub name: Option<String>,
    /// Email address.
    pub email: Option<String>,
    /// Status.
    pub status: Option<ContactStatus>,
    /// Type: `contact`.
    pub kind: Option<String>,
    /// The user account of this contact.
    pub user: Option<Reference>,
    /// When it was blocked.
    pub blocked: Option<Since>,
    /// The custom fields, keyed by the names that the account gave them. None if there are none.
    pub fields: Option<Map<String, Value>>,
    /// The comments.
    pub comments: Option<Vec<StringOr<Comment>>>,
    /// The attachments.
    pub attachments: Option<Vec<Reference>>,
    /// The attachment that holds the main image.
    pub cover: Option<Reference>,
    /// Flag, such as a need for repair.
    pub flag: Option<String>,
    /// Label, which has a colour.
    pub label: Option<Reference>,
    /// Barcodes.
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
    /// Id.
    #[serde(rename = "_id")]
    pub id: String,
    /// Number.
    pub number: Option<String>,
    /// Name.
    pub name: Option<String>,
    /// Status.
    pub status: Option<ReservationStatus>,
    /// Start.
    pub from_date: Option<Moment>,
    /// End.
    pub to_date: Option<Moment>,
    /// When the equipment is due back.
    pub due: Option<Moment>,
    /// The check-out made from it.
    pub order: Option<Reference>,
    /// The contact it is for.
    pub customer: Option<Reference>,
    /// Location.
    pub location: Option<Reference>,
    /// The items.
    pub items: Option<Vec<Reference>>,
    /// Summary of the items, as text.
    pub item_summary: Option<String>,
    /// Id shared with its repetitions.
    pub repeat_id: Option<String>,
    /// How often it repeats.
    pub repeat_frequency: Option<Frequency>,
    /// When it was archived.
    pub archived: Option<Since>,
    /// The custom fields, keyed by the names that the account gave them. None if there are none.
    pub fields: Option<Map<String, Value>>,
    /// The comments.
    pub comments: Option<Vec<StringOr<Comment>>>,
    /// The attachments.
    pub attachments: Option<Vec<Reference>>,
    /// The attachment that holds the main image.
    pub cover: Option<Reference>,
    /// Flag, such as a need for repair.
    pub flag: Option<String>,
    /// Label, which has a colour.
    pub label: Option<Reference>,
    /// Barcodes.
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
    /// Id.
    #[serde(rename = "_id")]
    pub id: String,
    /// Number.
    pub number: Option<String>,
    /// Name.
    pub name: Option<String>,
    /// Status.
    pub status: Option<OrderStatus>,
    /// When it started.
    pub started: Option<Moment>,
    /// When it is due back.
    pub due: Option<Moment>,
    /// When everything had been returned.
    pub finished: Option<Moment>,
    /// The reservation it was made from.
    pub reservation: Option<Reference>,
    /// The contact it is for.
    pub customer: Option<Reference>,
    /// Location.
    pub location: Option<Reference>,
    /// The items.
    pub items: Option<Vec<Reference>>,
    /// Summary of the items, as text.
    pub item_summary: Option<String>,
    /// When it was archived.
    pub archived: Option<Since>,
    /// The custom fields, keyed by the names that the account gave them. None if there are none.
    pub fields: Option<Map<String, Value>>,
    /// The comments.
    pub comments: Option<Vec<StringOr<Comment>>>,
    /// The attachments.
    pub attachments: Option<Vec<Reference>>,
    /// The attachment that holds the main image.
    pub cover: Option<Reference>,
    /// Flag, such as a need for repair.
    pub flag: Option<String>,
    /// Label, which has a colour.
    pub label: Option<Reference>,
    /// Barcodes.
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
