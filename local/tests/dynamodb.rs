//! The embedded DynamoDB as the AWS client sees it: the events table, and what survives `kill -9`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "killed/mod.rs"]
mod killed;

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::config::{BehaviorVersion, Credentials, Region};
use aws_sdk_dynamodb::operation::put_item::builders::PutItemFluentBuilder;
use aws_sdk_dynamodb::types::{AttributeValue, ProjectionType, TimeToLiveStatus};
use aws_sdk_dynamodb::{Client, Config};
use frontdesk_local::dynamodb::DynamoDb;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

const TABLE: &str = "frontdesk-events";

fn client(address: SocketAddr) -> Client {
    let config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .http_client(aws_smithy_http_client::Builder::new().build_http())
        .endpoint_url(format!("http://{address}"))
        .region(Region::new("eu-central-1"))
        .credentials_provider(Credentials::new("any", "thing", None, None, "test"))
        .retry_config(RetryConfig::disabled());
    Client::from_conf(config.build())
}

async fn serve(engine: DynamoDb) -> Client {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let client = client(listener.local_addr().unwrap());
    tokio::spawn(engine.serve(listener, std::future::pending()));
    client
}

fn put(client: &Client, id: &str) -> PutItemFluentBuilder {
    let text = |value: &str| AttributeValue::S(value.to_owned());
    let put = client.put_item().table_name(TABLE).item("id", text(id)).item("kind", text("gingr.check_in"));
    let put = put.item("received_at", text("2026-11-20T10:00:00.000Z")).item("pending", text("3"));
    put.item("day", text("gingr#2026-11-20#3")).item("subject", text("reservation/1"))
}

#[tokio::test]
async fn the_events_table_has_its_keys_indexes_and_time_to_live_and_is_made_once() {
    let engine = DynamoDb::in_memory().unwrap();
    engine.create_events_table(TABLE).unwrap();
    let client = serve(engine.clone()).await;
    put(&client, "gingr:1").send().await.unwrap();
    engine.create_events_table(TABLE).unwrap();

    let table = client.describe_table().table_name(TABLE).send().await.unwrap().table.unwrap();
    assert_eq!(table.item_count, Some(1), "the second creation kept the first table");
    assert_eq!(table.key_schema.unwrap()[0].attribute_name, "id");
    assert_eq!(table.billing_mode_summary.unwrap().billing_mode.unwrap().as_str(), "PAY_PER_REQUEST");
    let mut indexes = table.global_secondary_indexes.unwrap();
    indexes.sort_by(|a, b| a.index_name.cmp(&b.index_name));
    let shapes: Vec<_> = indexes
        .iter()
        .map(|index| {
            let keys: Vec<_> = index.key_schema.iter().flatten().map(|key| key.attribute_name.as_str()).collect();
            let projection = index.projection.as_ref().unwrap();
            (index.index_name.as_deref().unwrap(), keys, projection.projection_type.clone().unwrap())
        })
        .collect();
    let expected = [
        ("by_day", vec!["day", "received_at"], ProjectionType::Include),
        ("pending", vec!["pending", "received_at"], ProjectionType::KeysOnly),
    ];
    assert_eq!(shapes, expected);
    let described = client.describe_time_to_live().table_name(TABLE).send().await.unwrap();
    let time_to_live = described.time_to_live_description.unwrap();
    assert_eq!(time_to_live.attribute_name.as_deref(), Some("expires_at"));
    assert_eq!(time_to_live.time_to_live_status, Some(TimeToLiveStatus::Enabled));
}

#[tokio::test]
async fn the_indexes_show_what_they_project() {
    let engine = DynamoDb::in_memory().unwrap();
    engine.create_events_table(TABLE).unwrap();
    let client = serve(engine).await;
    put(&client, "gingr:1").send().await.unwrap();
    let cases = [
        ("by_day", "day", "gingr#2026-11-20#3", vec!["day", "id", "kind", "received_at"]),
        ("pending", "pending", "3", vec!["id", "pending", "received_at"]),
    ];
    for (index, key, value, expected) in cases {
        let query = client.query().table_name(TABLE).index_name(index).key_condition_expression("#k = :v");
        let query = query.expression_attribute_names("#k", key);
        let query = query.expression_attribute_values(":v", AttributeValue::S(value.to_owned()));
        let items = query.send().await.unwrap().items.unwrap();
        let mut names: Vec<_> = items[0].keys().map(String::as_str).collect();
        names.sort_unstable();
        assert_eq!((items.len(), names), (1, expected), "{index}");
    }
}

#[tokio::test]
async fn a_stop_ends_the_endpoint() {
    let engine = DynamoDb::in_memory().unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let served = tokio::spawn(engine.serve(listener, async move {
        let _ = stopped.await;
    }));
    let client = client(address);
    client.list_tables().send().await.unwrap();
    stop.send(()).unwrap();
    served.await.unwrap().unwrap();
    assert!(client.list_tables().send().await.is_err());
}

/// Not a test in itself: [`items_survive_kill_9`] starts it as another process, and kills it.
#[tokio::test]
async fn serve_the_file_until_killed() {
    let Some((file, listener)) = killed::role().await else { return };
    let engine = DynamoDb::open(file).unwrap();
    engine.create_events_table(TABLE).unwrap();
    engine.serve(listener, std::future::pending()).await.unwrap();
}

#[tokio::test]
async fn items_survive_kill_9() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("events.db");
    let (child, address) = killed::start("serve_the_file_until_killed", &file);
    let doomed = client(address);
    let count = Arc::new(AtomicUsize::new(0));
    let mut writers = Vec::new();
    for writer in 0..4 {
        let (client, count) = (doomed.clone(), Arc::clone(&count));
        writers.push(tokio::spawn(async move {
            let mut acknowledged = Vec::new();
            for n in 0.. {
                let id = format!("gingr:{writer}-{n}");
                if put(&client, &id).send().await.is_err() {
                    break;
                }
                acknowledged.push(id);
                count.fetch_add(1, Ordering::SeqCst);
            }
            acknowledged
        }));
    }
    while count.load(Ordering::SeqCst) < 50 {
        tokio::task::yield_now().await;
    }
    killed::kill(child);

    let engine = DynamoDb::open(&file).unwrap();
    engine.create_events_table(TABLE).unwrap();
    let reopened = serve(engine).await;
    for writer in writers {
        for id in writer.await.unwrap() {
            let found = reopened.get_item().table_name(TABLE).key("id", AttributeValue::S(id.clone()));
            assert!(found.send().await.unwrap().item.is_some(), "{id} was acknowledged");
        }
    }
}

#[test]
fn a_file_that_cannot_be_opened_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("no/such/folder/events.db");
    let text = DynamoDb::open(&missing).unwrap_err().to_string();
    assert!(text.contains(missing.to_str().unwrap()), "{text}");
}
