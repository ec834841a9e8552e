//! Bad settings stop the start, with a message that names the variable, the problem and an example.

use frontdesk_tests::engines::Engines;
use frontdesk_tests::fixtures::{Fixture, provider_names};
use frontdesk_tests::function::Setup;
use frontdesk_tests::proxy::Proxy;

async fn check(program: &str, changes: &[(&str, &str)], told: &[&str]) {
    let engines = Engines::start().await.unwrap();
    let mut setup = Setup::new(program, &engines);
    for (name, value) in changes {
        setup = setup.with(name, value);
    }
    let mut function = setup.start().await.unwrap();
    assert_eq!(function.ended().await.unwrap(), Some(1), "{changes:?}");
    for told in told {
        function.log_has(told).await.unwrap();
    }
    assert!(function.log().contains("\"level\":\"ERROR\""), "{}", function.log());
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_secret_no_function_starts() {
    for provider in provider_names() {
        check(provider, &[("WEBHOOK_SECRET", "")], &["WEBHOOK_SECRET_ID is not set", "Example: "]).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_settings() {
    check("gingr", &[("WEBHOOK_SECRET", "short")], &["WEBHOOK_SECRET cannot be used", "fewer than 16"]).await;
    check("gingr", &[("WEBHOOK_SECRET_ID", "a")], &["so is WEBHOOK_SECRET_ID; set one of them"]).await;
    check("gire", &[("EVENTS_TABLE", "")], &["EVENTS_TABLE is not set", "EVENTS_TABLE=frontdesk-events"]).await;
    check("relay", &[("EVENTS_QUEUE_URL", "frontdesk-events")], &["EVENTS_QUEUE_URL is not a URL"]).await;
    check("zaui", &[("WANTED_EVENTS", "*.x")], &["WANTED_EVENTS cannot be used"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn secrets_manager_out_of_reach() {
    let nowhere = [
        ("WEBHOOK_SECRET", ""),
        ("WEBHOOK_SECRET_ID", "frontdesk/gire"),
        ("AWS_ENDPOINT_URL_SECRETS_MANAGER", "http://127.0.0.1:1"),
    ];
    check("gire", &nowhere, &["secret frontdesk/gire (WEBHOOK_SECRET_ID) could not be fetched"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn table_and_queue_out_of_reach_do_not_stop_the_start() {
    let engines = Engines::start().await.unwrap();
    let setup = Setup::new("gire", &engines)
        .with("AWS_ENDPOINT_URL_DYNAMODB", "http://127.0.0.1:1")
        .with("AWS_ENDPOINT_URL_SQS", "http://127.0.0.1:1");
    let function = setup.start().await.unwrap();
    function.expect(503, &Fixture::of("gire", "pud:create").unwrap().request()).await.unwrap();
}

/// Otherwise the first delivery would wait for the handshakes.
#[tokio::test(flavor = "multi_thread")]
async fn a_start_opens_the_connections() {
    let mut engines = Engines::start().await.unwrap();
    let dynamodb = Proxy::start(&engines.dynamodb_url).await.unwrap();
    let sqs = Proxy::start(&engines.sqs_url).await.unwrap();
    (engines.dynamodb_url, engines.sqs_url) = (dynamodb.url(), sqs.url());
    let _function = Setup::new("gire", &engines).start().await.unwrap();
    dynamodb.counted("GetItem", 1).await.unwrap();
    sqs.counted("GetQueueAttributes", 1).await.unwrap();
}
