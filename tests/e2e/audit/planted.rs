//! Faults planted into a valid table: each is written, reported, and undone.

use std::collections::HashMap;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue;
use frontdesk::event::{EventId, rfc3339};
use frontdesk_tests::engines::{Engines, Item, text};
use frontdesk_tests::fixtures::Fixture;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::population::populate;
use super::{audit, object};

/// Removes an attribute from a row.
pub(super) async fn remove(dynamodb: &Client, table: &str, key: &str, name: &str) {
    let update = dynamodb.update_item().table_name(table).key("id", AttributeValue::S(key.to_owned()));
    let update = update.update_expression("REMOVE #name").expression_attribute_names("#name", name);
    update.send().await.unwrap();
}

fn string(text: impl Into<String>) -> AttributeValue {
    AttributeValue::S(text.into())
}

fn ago(time: SignedDuration) -> AttributeValue {
    string(rfc3339(Timestamp::now() - time))
}

/// A valid table, to which single faults are added.
struct Table {
    engines: Engines,
    rows: HashMap<String, Item>,
}

impl Table {
    async fn start() -> Self {
        let mut engines = Engines::start().await.unwrap();
        populate(&mut engines).await;
        let items = engines.items().await.unwrap();
        let rows = items.into_iter().map(|item| (text(&item, "id").unwrap().to_owned(), item)).collect();
        let found = audit(&engines, &[]);
        assert_eq!(found.code, 0, "{}{}", found.out, found.error);
        Self { engines, rows }
    }

    /// Returns the first key, in key order, of a row that matches.
    fn find(&self, wanted: impl Fn(&Item) -> bool) -> String {
        let found = self.rows.iter().filter(|(_, row)| wanted(row)).map(|(key, _)| key).min();
        found.expect("a row to plant the fault into").clone()
    }

    /// Deletes `gone`, writes `rows`, expects exactly these faults at these rows, and restores the
    /// table.
    async fn check(&self, gone: &[&str], rows: Vec<Item>, expected: &[(&str, &str)]) {
        for key in gone {
            self.engines.delete(key).await.unwrap();
        }
        for row in &rows {
            self.engines.put(row.clone()).await.unwrap();
        }
        let found = audit(&self.engines, &["--json", "--since", "1d"]);
        let listed: Vec<Value> = expected.iter().map(|(id, what)| json!({ "id": id, "faults": [what] })).collect();
        assert_eq!((found.code, seen(&object(&found))), (1, listed), "{}{}", found.out, found.error);
        for row in &rows {
            let key = text(row, "id").unwrap();
            if !self.rows.contains_key(key) {
                self.engines.delete(key).await.unwrap();
            }
        }
        for key in gone.iter().copied().chain(rows.iter().filter_map(|row| text(row, "id"))) {
            if let Some(row) = self.rows.get(key) {
                self.engines.put(row.clone()).await.unwrap();
            }
        }
    }

    /// Changes one row, and expects one fault there.
    async fn changed(&self, key: &str, change: impl FnOnce(&mut Item), what: &str) {
        let mut row = self.rows[key].clone();
        change(&mut row);
        self.check(&[], vec![row], &[(key, what)]).await;
    }
}

/// Returns the rows and faults that the audit lists, without its advice.
fn seen(object: &Value) -> Vec<Value> {
    let what =
        |row: &Value| row["faults"].as_array().unwrap().iter().map(|fault| fault["what"].clone()).collect::<Vec<_>>();
    let listed = object["listed"].as_array().unwrap().iter();
    listed.map(|row| json!({ "id": row["id"], "faults": what(row) })).collect()
}

fn flip(row: &mut Item) {
    let Some(AttributeValue::B(body)) = row.get("body") else { panic!("no body in {row:?}") };
    let mut bytes = body.as_ref().to_vec();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    row.insert("body".to_owned(), AttributeValue::B(Blob::new(bytes)));
}

fn set(name: &str, value: AttributeValue) -> impl FnOnce(&mut Item) {
    let name = name.to_owned();
    move |row| {
        row.insert(name, value);
    }
}

fn without(names: &[&str]) -> impl FnOnce(&mut Item) {
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    move |row| row.retain(|name, _| !names.contains(name))
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_the_content() {
    let table = Table::start().await;
    let gire = Fixture::of("gire", "pud:status_update").unwrap().key();
    let body = "its body is not the one that was received (`sha256`, `bytes`)";
    table.changed(&gire, flip, body).await;
    table.changed(&gire, without(&["body"]), "it has no body").await;
    table.changed(&gire, set("sha256", string("0".repeat(64))), body).await;
    // Stored a second time, under a key that does not follow from its body.
    let mut other = table.rows[&gire].clone();
    other.insert("id".to_owned(), string("gire:0000"));
    table.check(&[], vec![other], &[("gire:0000", &format!("its body has the id {gire}"))]).await;
    table.changed(&gire, set("kind", string("pud:price_update")), "its body has another `kind`").await;
    let in_north = table.find(|row| text(row, "account") == Some("north") && text(row, "provider") == Some("gire"));
    let mut merged = table.rows[&in_north].clone();
    let in_south = in_north.replace("/north:", "/south:");
    merged.extend([("id".to_owned(), string(&in_south)), ("account".to_owned(), string("south"))]);
    table.check(&[], vec![merged], &[(&in_south, "its secret belongs to the account north")]).await;
    let wrong =
        "its signature is wrong: the signature matches none of the live secrets: another secret, or a changed body";
    table.changed(&gire, set("signature", string(format!("sha256={}", "0".repeat(64)))), wrong).await;
    let large = table.find(|row| row.contains_key("parts_at"));
    let part = |n: usize| format!("{}.{n}", text(&table.rows[&large], "parts_at").unwrap());
    table.check(&[&part(2)], vec![], &[(&large, "part 2 of 3 of its body is missing")]).await;
    let mut wrong = table.rows[&part(3)].clone();
    flip(&mut wrong);
    table.check(&[], vec![wrong], &[(&large, "the parts of its body are not those that were stored")]).await;
    let mut early = table.rows[&part(1)].clone();
    early.insert("expires_at".to_owned(), AttributeValue::N("1800000000".to_owned()));
    table.check(&[], vec![early], &[(&large, "part 1 of its body expires before the row")]).await;
    let refused = table.find(|row| row.contains_key("refused"));
    table.changed(&refused, flip, body).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_its_way_to_the_queue() {
    let table = Table::start().await;
    let gire = Fixture::of("gire", "pud:status_update").unwrap().key();
    table.changed(&gire, without(&["message_id"]), "it is published without a message id").await;
    table.changed(&gire, without(&["message_id", "published_at"]), "it is neither in the outbox nor published").await;
    let waits = |row: &mut Item, received_at: AttributeValue| {
        without(&["message_id", "published_at", "expires_at"])(row);
        row.extend([("pending".to_owned(), string("0")), ("received_at".to_owned(), received_at)]);
    };
    let overdue = |seconds: i64| format!("it has been pending for {seconds} s");
    for days in [1, 60] {
        // Also found if the row arrived before the audited time. The 30 values allow for the
        // seconds that the audit takes to start.
        let mut row = table.rows[&gire].clone();
        waits(&mut row, ago(SignedDuration::from_hours(24 * days)));
        table.engines.put(row).await.unwrap();
        let seen = seen(&object(&audit(&table.engines, &["--json"])));
        let expected: Vec<Value> =
            (0..30).map(|late| json!([{ "id": gire, "faults": [overdue(24 * 3_600 * days + late)] }])).collect();
        assert!(expected.contains(&json!(seen)), "{days} days: {seen:?}");
    }
    table.engines.put(table.rows[&gire].clone()).await.unwrap();
    let expiring = |row: &mut Item| {
        let expires_at = row["expires_at"].clone();
        waits(row, ago(SignedDuration::ZERO));
        row.insert("expires_at".to_owned(), expires_at);
    };
    table.changed(&gire, expiring, "it is pending but has `expires_at`").await;
    table.changed(&gire, without(&["expires_at"]), "it never expires").await;
    let soon = AttributeValue::N((Timestamp::now().as_second() + 3_600).to_string());
    let unwhole = "`expires_at` is not a whole number of days after its publication";
    table.changed(&gire, set("expires_at", soon.clone()), unwhole).await;
    let refused = table.find(|row| row.contains_key("refused"));
    table.changed(&refused, set("expires_at", soon), unwhole).await;
    let unreadable = table.find(|row| row.contains_key("unreadable"));
    table.changed(&unreadable, set("message_id", string("m")), "it was published but must not be (unreadable)").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_beside_it() {
    let table = Table::start().await;
    let variant = table.find(|row| row.contains_key("variant_of"));
    let original = text(&table.rows[&variant], "variant_of").unwrap();
    table.check(&[original], vec![], &[(&variant, &format!("there is no {original}"))]).await;
    let third = table.find(|row| text(row, "occurrence") == Some("3"));
    let first = EventId::from_key(third.trim_end_matches(".3").to_owned());
    let second = first.occurrence(2);
    table.check(&[second.key()], vec![], &[(&third, &format!("there is no {second}"))]).await;
    table.check(&[&third], vec![], &[(first.key(), &format!("there is no {third}"))]).await;
    table
        .changed(
            first.key(),
            set("deliveries", AttributeValue::N("0".to_owned())),
            "`deliveries` is missing or invalid",
        )
        .await;
    let misfit = table.find(|row| row.contains_key("misfit"));
    let noted = text(&table.rows[&misfit], "misfit").unwrap();
    let unsaid = format!("its payload does not fit its type, and `misfit` is not set: {noted}");
    table.changed(&misfit, without(&["misfit"]), &unsaid).await;
    let unknown = table.find(|row| row.get("unknown_fields").is_some_and(|fields| fields.as_ss().unwrap().len() == 1));
    let field = &table.rows[&unknown]["unknown_fields"].as_ss().unwrap()[0];
    let unsaid = format!("its payload has the field `{field}`, which is not in `unknown_fields`");
    table.changed(&unknown, without(&["unknown_fields"]), &unsaid).await;
}
