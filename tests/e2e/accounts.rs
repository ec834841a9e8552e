//! Accounts: one stack serves several accounts of a provider; the matching secret names the
//! account.

use std::collections::BTreeSet;

use frontdesk_tests::engines::{Engines, text};
use frontdesk_tests::fixtures::{Fixture, Request};
use frontdesk_tests::function::Setup;
use frontdesk_tests::proxy::Proxy;
use serde_json::{Value, json};

const NORTH: &str = "the secret of the north";
const SOUTH: &str = "the secret of the south";

fn from(fixture: &Fixture, secret: &str) -> Request {
    fixture.request().signed(&fixture.provider, secret).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_of_two_accounts_is_two_events() {
    for (provider, kind) in [("gingr", "owner_edited"), ("gire", "pud:create"), ("zaui", "contact.creation")] {
        let engines = Engines::start().await.unwrap();
        let secrets =
            json!({ "north": NORTH, "south": ["another secret of the south", SOUTH], "": "of no account at all" });
        let function = Setup::new(provider, &engines).with("WEBHOOK_SECRET", &secrets.to_string());
        let function = function.start().await.unwrap();
        let fixture = Fixture::of(provider, kind).unwrap();
        let unnamed = fixture.key();
        let [north, south] = ["north", "south"].map(|name| format!("{provider}/{name}:{}", fixture.id));
        for secret in [NORTH, SOUTH, NORTH, "of no account at all"] {
            function.expect(200, &from(&fixture, secret)).await.unwrap();
        }
        function.expect(401, &from(&fixture, "the secret of the east")).await.unwrap();
        let items = engines.items().await.unwrap();
        let keys: BTreeSet<_> = items.iter().filter_map(|item| text(item, "id")).collect();
        let events: BTreeSet<_> = keys.into_iter().filter(|key| !key.starts_with("refused:")).collect();
        assert_eq!(events, BTreeSet::from([unnamed.as_str(), &north, &south]));
        let row = engines.item(&north).await.unwrap().unwrap();
        assert_eq!((text(&row, "provider"), text(&row, "account")), (Some(provider), Some("north")));
        assert_eq!(text(&row, "deliveries"), Some("2"));
        assert!(text(&row, "day").unwrap().starts_with(&format!("{provider}#")));
        let lines = function.logged_when("delivery", 5).await.unwrap();
        let accounts: Vec<_> = lines.iter().map(|line| line["account"].as_str().unwrap_or_default()).collect();
        assert_eq!(accounts, ["north", "south", "north", "", ""]);
        let mut sources = BTreeSet::new();
        for message in engines.take_messages().await.unwrap() {
            let event: Value = serde_json::from_str(message.body().unwrap()).unwrap();
            let attributes = message.message_attributes().unwrap();
            assert_eq!(attributes.get("account").and_then(|value| value.string_value()), event["account"].as_str());
            assert_eq!(event["type"], format!("{provider}.{kind}"));
            assert_eq!(event["id"], fixture.id);
            sources.insert(event["source"].as_str().unwrap().to_owned());
        }
        let expected = ["", "/north", "/south"].map(|account| format!("/frontdesk/{provider}{account}"));
        assert_eq!(sources, BTreeSet::from(expected));
    }
}

/// With a hundred accounts, each delivery belongs to the account whose secret signed it, and costs
/// one call before its response.
#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_accounts() {
    let mut engines = Engines::start().await.unwrap();
    let dynamodb = Proxy::start(&engines.dynamodb_url).await.unwrap();
    let direct = std::mem::replace(&mut engines.dynamodb_url, dynamodb.url());
    let secret = |n: usize| format!("the secret of shop number {n}");
    let secrets: serde_json::Map<_, _> = (0..100).map(|n| (format!("shop-{n}"), json!(secret(n)))).collect();
    let function = Setup::new("gingr", &engines).with("WEBHOOK_SECRET", &Value::Object(secrets).to_string());
    let function = function.start().await.unwrap();
    engines.dynamodb_url = direct;
    let fixture = Fixture::of("gingr", "owner_edited").unwrap();
    // The start opens a connection with it.
    dynamodb.counted("GetItem", 1).await.unwrap();
    for n in 0..100 {
        function.expect(200, &from(&fixture, &secret(n))).await.unwrap();
    }
    function.settle().await.unwrap();
    assert_eq!((dynamodb.count("PutItem"), dynamodb.count("GetItem")), (100, 1));
    let items = engines.items().await.unwrap();
    assert_eq!(items.len(), 100);
    for n in 0..100 {
        let row = engines.item(&format!("gingr/shop-{n}:{}", fixture.id)).await.unwrap().unwrap();
        let signed = from(&fixture, &secret(n));
        let body: Value = serde_json::from_slice(&signed.body).unwrap();
        assert_eq!(text(&row, "signature"), body["signature"].as_str(), "shop-{n}");
    }
}

/// A secret that both values hold under different names belongs to the account that the current
/// value names.
#[tokio::test(flavor = "multi_thread")]
async fn the_current_value_says_whose_a_secret_is() {
    let engines = Engines::start().await.unwrap();
    let secrets = frontdesk::aws::Clients::for_relay(engines.access()).secrets_manager();
    secrets.create_secret().name(&engines.table).secret_string(NORTH).send().await.unwrap();
    let named = json!({ "north": NORTH }).to_string();
    secrets.put_secret_value().secret_id(&engines.table).secret_string(named).send().await.unwrap();
    let setup = Setup::new("gire", &engines).with("WEBHOOK_SECRET", "").with("WEBHOOK_SECRET_ID", &engines.table);
    let function = setup.start().await.unwrap();
    let fixture = Fixture::of("gire", "pud:create").unwrap();
    // The second delivery is verified with both values: the previous one is fetched after the first
    // response.
    for _ in 0..2 {
        function.expect(200, &from(&fixture, NORTH)).await.unwrap();
        function.settle().await.unwrap();
    }
    let keys: Vec<_> = engines.items().await.unwrap().iter().map(|item| text(item, "id").unwrap().to_owned()).collect();
    assert_eq!(keys, [format!("gire/north:{}", fixture.id)]);
}
