//! The work of consumers on an event.

use aws_sdk_dynamodb::types::{
    AttributeDefinition, AttributeValue, BillingMode, KeySchemaElement, KeyType, ScalarAttributeType,
};
use frontdesk::consume::{Once, Turn};
use frontdesk_tests::fixtures::Fixture;
use jiff::{Timestamp, ToSpan};
use serde_json::Value;

use super::elsewhere::Inspect;
use super::{delivered, get, shown};
use crate::local_run::LocalRun;
use crate::operate::ran;

/// Shows the records that `run_once` and the examples write.
#[tokio::test(flavor = "multi_thread")]
async fn what_consumers_did_is_among_what_happened() {
    let run = LocalRun::start(&["--ephemeral"]);
    let id = delivered(&run, &Fixture::of("gire", "pud:create").unwrap());
    let page = || get(&run, &shown("/_/event", &id));
    page().has_not("the consumer");
    let dynamodb = frontdesk::aws::Clients::for_relay(&run.access()).dynamodb();
    let text = |text: &str| AttributeValue::S(text.to_owned());
    let number = |n: i64| AttributeValue::N(n.to_string());
    let key =
        |name: &str| frontdesk::consume::row_key(name, "/frontdesk/gire", id.strip_prefix("gire:").unwrap(), None);
    let put = async |name: &str, attribute: &str, value: AttributeValue| {
        let put = dynamodb.put_item().table_name("frontdesk-events").item("id", text(&key(name)));
        put.item(attribute, value).send().await.unwrap();
    };
    put("desk", "done_at", text("2099-11-20T10:00:00.123Z")).await;
    put("desk-python", "done_at", text("4093838400")).await;
    put("desk-typescript", "lease_until", number(4_093_838_400_000)).await;
    page()
        .has("datetime=\"2099-11-20T10:00:00.123Z\"")
        .has("the consumer desk finished it")
        .has("the consumer desk-python finished it")
        .has("the consumer desk-typescript is working on it, until 2099-");
    put("desk-typescript", "lease_until", number(0)).await;
    page().has("the consumer desk-typescript tried it, and did not finish");
    // An unlisted consumer only shows if its name is given.
    put("stranger", "done_at", text("2099-11-20T10:00:00.123Z")).await;
    page().has_not("stranger");
}

/// Creates a table as the template does for its example consumer.
async fn create_consumed(dynamodb: &aws_sdk_dynamodb::Client) {
    let id = AttributeDefinition::builder().attribute_name("id").attribute_type(ScalarAttributeType::S).build();
    let key = KeySchemaElement::builder().attribute_name("id").key_type(KeyType::Hash).build();
    let create = dynamodb.create_table().table_name("consumed").billing_mode(BillingMode::PayPerRequest);
    let create = create.attribute_definitions(id.unwrap()).key_schema(key.unwrap());
    create.send().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_of_consumers_own_is_looked_at() {
    let run = LocalRun::start(&["--ephemeral"]);
    let id = delivered(&run, &Fixture::of("gire", "pud:create").unwrap());
    let dynamodb = frontdesk::aws::Clients::for_relay(&run.access()).dynamodb();
    create_consumed(&dynamodb).await;
    let message = run.take().await.remove(0);
    let message = frontdesk::Message::parse(&message).unwrap();
    for name in ["desk", "mailer"] {
        let once = Once::new(dynamodb.clone(), "consumed", name, Timestamp::now);
        let turn = once.turn(&message, "m", "r", Timestamp::now() + 1.minute()).await.unwrap();
        let Turn::Ours(lease) = turn else { panic!("{turn:?}") };
        if name == "mailer" {
            once.done(&lease).await.unwrap();
        }
    }
    let show = |more: &str| ran(&run, &format!("events show {id} {more}"));
    assert!(!show("").good().contains("the consumer"));
    let both = show("--consumed-table consumed --consumer mailer").good();
    assert!(both.contains("the consumer desk is working on it") && both.contains("the consumer mailer finished it"));
    let json: Value = serde_json::from_str(&show("--json --consumed-table consumed --consumer mailer").good()).unwrap();
    assert_eq!((&json["consumers"][1]["consumer"], &json["consumers"][1]["state"]), (&"mailer".into(), &"done".into()));
    // A missing table hides nothing else.
    let missing = show("--consumed-table nothing").good();
    assert!(missing.contains("cannot read what consumers recorded in nothing") && missing.contains("published as"));
    let many: String = (0..30).map(|n| format!(" --consumer c{n}")).collect();
    assert_eq!(show(&many).code, 2);

    let inspect = Inspect::start(&run, &["--consumed-table", "consumed", "--consumer", "mailer"]);
    let page = inspect.get(&shown("/_/event", &id));
    page.has("the consumer desk is working on it").has("the consumer mailer finished it");
    let inspect = Inspect::start(&run, &["--consumed-table", "nothing"]);
    inspect.get(&shown("/_/event", &id)).has("cannot read what consumers recorded in nothing").has("What happened");
}
