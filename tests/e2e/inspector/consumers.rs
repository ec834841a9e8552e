//! What consumers did with an event.

use aws_sdk_dynamodb::types::AttributeValue;
use frontdesk_tests::fixtures::Fixture;

use super::{delivered, get, shown};
use crate::local_run::LocalRun;

/// What consumers note of their work, as `run_once` and the examples write it.
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
    // Nobody knows this name, unless it is given.
    put("stranger", "done_at", text("2099-11-20T10:00:00.123Z")).await;
    page().has_not("stranger");
}
