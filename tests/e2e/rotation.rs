//! Secrets from Secrets Manager: one, several, the previous one; and rotation without refusals.

use std::collections::HashSet;
use std::net::Ipv4Addr;
use std::time::{Duration, Instant};

use aws_sdk_secretsmanager::Client;
use frontdesk::aws::Clients;
use frontdesk::clock::Clock;
use frontdesk::event::EventId;
use frontdesk::providers::Provider;
use frontdesk::providers::gire::GIRE;
use frontdesk::receive::live_secrets::{AHEAD_BUDGET, LiveSecrets, Source};
use frontdesk::receive::pipeline::{DeliveryLog, Finished, Pipeline, RESPONSE_BUDGET, Receipt, RefusalLimit};
use frontdesk::receive::wanted::Wanted;
use frontdesk_tests::engines::{Engines, text};
use frontdesk_tests::fixtures::{Fixture, Request};
use frontdesk_tests::function::Setup;
use frontdesk_tests::proxy::{Fault, Proxy};
use jiff::{SignedDuration, Timestamp};

const OLD: &str = "local-gire-secret";
const NEW: &str = "the-new-secret-of-gire";

fn client(engines: &Engines) -> Client {
    Clients::for_relay(engines.access()).secrets_manager()
}

async fn create(engines: &Engines, value: &str) {
    client(engines).create_secret().name(&engines.table).secret_string(value).send().await.unwrap();
}

async fn put(engines: &Engines, value: &str) {
    client(engines).put_secret_value().secret_id(&engines.table).secret_string(value).send().await.unwrap();
}

/// Returns a receiver with the managed secret that has the table's name.
fn managed(engines: &Engines) -> Setup {
    Setup::new("gire", engines).with("WEBHOOK_SECRET", "").with("WEBHOOK_SECRET_ID", &engines.table)
}

/// Returns a delivery with its own id, signed with `secret`.
fn delivery(number: usize, secret: &str) -> Request {
    let body = format!("{{\"id\":\"{number}\",\"eventType\":\"pud:create\",\"data\":{{}}}}");
    Fixture::of("gire", "pud:create").unwrap().request().body(body).signed("gire", secret).unwrap()
}

/// Checks that a function started now accepts or refuses the example, which is signed with the old
/// secret.
async fn check(engines: &Engines, status: u16) {
    let function = managed(engines).start().await.unwrap();
    function.expect(status, &Fixture::of("gire", "pud:create").unwrap().request()).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn one_several_and_the_previous_one() {
    let engines = Engines::start().await.unwrap();
    create(&engines, "another-secret-for-now").await;
    check(&engines, 401).await;
    put(&engines, OLD).await;
    check(&engines, 200).await;
    // Rotated: the previous value is now AWSPREVIOUS, and still valid.
    put(&engines, NEW).await;
    check(&engines, 200).await;
    put(&engines, "the-secret-after-that-one").await;
    check(&engines, 401).await;
    put(&engines, r#"["the-secret-after-that-one","local-gire-secret"]"#).await;
    check(&engines, 200).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_previous_value_there_is_nothing_to_warn_of() {
    let engines = Engines::start().await.unwrap();
    create(&engines, OLD).await;
    let function = managed(&engines).start().await.unwrap();
    function.expect(200, &delivery(1, OLD)).await.unwrap();
    // The previous value is fetched after the response.
    function.settle().await.unwrap();
    assert!(!function.log().contains("previous value"), "{}", function.log());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_used_stops_the_start() {
    let engines = Engines::start().await.unwrap();
    create(&engines, r#"{"north":"local-gire-secret","south":"local-gire-secret"}"#).await;
    for (id, told) in [
        (engines.table.as_str(), "`north` and `south` have the same secret"),
        ("no-such-secret", "could not be fetched"),
    ] {
        let mut function = managed(&engines).with("WEBHOOK_SECRET_ID", id).start().await.unwrap();
        assert_eq!(function.ended().await.unwrap(), Some(1));
        function.log_has(told).await.unwrap();
    }
}

/// Sends deliveries through running functions while `rotate` changes the secret half-way; none may
/// be refused.
async fn under_load(engines: &Engines, before: &str, after: &str, rotate: impl AsyncFn()) {
    let function = managed(engines).sandboxes(3).start().await.unwrap();
    for number in 0..30 {
        function.expect(200, &delivery(number, before)).await.unwrap();
    }
    rotate().await;
    // The provider switches while deliveries with the old secret are still in flight.
    for number in 30..60 {
        let secret = if number % 3 == 0 { before } else { after };
        function.expect(200, &delivery(number, secret)).await.unwrap();
    }
    for number in 60..90 {
        function.expect(200, &delivery(number, after)).await.unwrap();
    }
    let items = engines.items().await.unwrap();
    assert_eq!(items.len(), 90);
    let keys: HashSet<_> = items.iter().filter_map(|item| text(item, "key")).collect();
    assert_eq!(keys.len(), 2, "the rows must name the secret that matched");
    let lines = function.logged_when("delivery", 90).await.unwrap();
    assert!(lines.iter().all(|line| line["key"].as_str().is_some_and(|key| keys.contains(key))));
}

#[tokio::test(flavor = "multi_thread")]
async fn operator_first() {
    let engines = Engines::start().await.unwrap();
    create(&engines, OLD).await;
    // The functions have cached the old value; the first delivery with the new secret triggers a
    // look-up.
    under_load(&engines, OLD, NEW, async || put(&engines, NEW).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn provider_first() {
    let engines = Engines::start().await.unwrap();
    create(&engines, OLD).await;
    put(&engines, &format!("[\"{NEW}\",\"{OLD}\"]")).await;
    // Both are live, so the provider may switch at any time; the old one is retired afterwards.
    under_load(&engines, OLD, NEW, async || {}).await;
    put(&engines, NEW).await;
    put(&engines, NEW).await;
    let function = managed(&engines).start().await.unwrap();
    function.expect(200, &delivery(100, NEW)).await.unwrap();
    function.expect(401, &delivery(101, OLD)).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_that_is_ahead_of_the_operator_loses_nothing() {
    let engines = Engines::start().await.unwrap();
    create(&engines, OLD).await;
    let function = managed(&engines).start().await.unwrap();
    function.expect(401, &delivery(1, NEW)).await.unwrap();
    let kept = engines.items().await.unwrap();
    assert_eq!(kept.len(), 1);
    assert!(text(&kept[0], "id").unwrap().starts_with("refused:gire:"));
    put(&engines, NEW).await;
    function.expect(200, &delivery(1, NEW)).await.unwrap();
    function.expect(200, &delivery(2, OLD)).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn strangers_cannot_make_many_calls() {
    let mut engines = Engines::start().await.unwrap();
    create(&engines, OLD).await;
    let secrets = Proxy::start(&engines.secrets_manager_url).await.unwrap();
    engines.secrets_manager_url = secrets.url();
    let function = managed(&engines).start().await.unwrap();
    for number in 0..50 {
        function.expect(401, &delivery(number, "a stranger's guess, long")).await.unwrap();
    }
    // One version at the start, the other after the first response, and both for each of the five
    // look-ups in a burst.
    let calls = secrets.count("GetSecretValue");
    assert!((11..=13).contains(&calls), "{calls} calls");
    // A missing or malformed signature triggers no look-up.
    let before = secrets.count("GetSecretValue");
    function.expect(401, &delivery(1, OLD).without("x-hub-signature-256")).await.unwrap();
    assert_eq!(secrets.count("GetSecretValue"), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn strangers_cannot_hold_a_rotation_up() {
    let engines = Engines::start().await.unwrap();
    create(&engines, OLD).await;
    let function = managed(&engines).start().await.unwrap();
    let (stranger, provider) = (Ipv4Addr::new(198, 51, 100, 1), Ipv4Addr::new(203, 0, 113, 7));
    let guess = "a stranger's guess, long";
    for number in 0..20 {
        function.expect_from(stranger, 401, &delivery(number, guess)).await.unwrap();
    }
    put(&engines, NEW).await;
    for number in 20..40 {
        function.expect_from(stranger, 401, &delivery(number, guess)).await.unwrap();
        function.expect_from(provider, 200, &delivery(number, NEW)).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn secrets_manager_down_leaves_the_cached_secrets() {
    let mut engines = Engines::start().await.unwrap();
    create(&engines, OLD).await;
    let secrets = Proxy::start(&engines.secrets_manager_url).await.unwrap();
    engines.secrets_manager_url = secrets.url();
    let function = managed(&engines).start().await.unwrap();
    function.expect(200, &delivery(1, OLD)).await.unwrap();
    for fault in [Fault::Status(500, "InternalServiceError"), Fault::FailBeforeSend] {
        secrets.always(fault);
        function.expect(401, &delivery(2, NEW)).await.unwrap();
        function.expect(200, &delivery(3, OLD)).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_start_asks_for_the_current_value_only() {
    let mut engines = Engines::start().await.unwrap();
    create(&engines, OLD).await;
    put(&engines, NEW).await;
    let secrets = Proxy::start(&engines.secrets_manager_url).await.unwrap();
    engines.secrets_manager_url = secrets.url();
    let function = managed(&engines).start().await.unwrap();
    function.expect(405, &Request { method: "GET".to_owned(), ..delivery(1, NEW) }).await.unwrap();
    function.settle().await.unwrap();
    // One at the start, and the previous one after the first response.
    assert_eq!(secrets.count("GetSecretValue"), 2);
    function.expect(200, &delivery(2, OLD)).await.unwrap();
    assert_eq!(secrets.count("GetSecretValue"), 2, "the previous value was fetched twice");
}

/// Otherwise it would take as long as the SDK retries, at the end of the function's time.
#[tokio::test(flavor = "multi_thread")]
async fn a_look_after_the_response_is_bounded() {
    let mut engines = Engines::start().await.unwrap();
    create(&engines, OLD).await;
    let proxy = Proxy::start(&engines.secrets_manager_url).await.unwrap();
    engines.secrets_manager_url = proxy.url();
    let function = managed(&engines).start().await.unwrap();
    function.settle().await.unwrap();
    proxy.always(Fault::Delay(Duration::from_secs(30)));
    let started = Instant::now();
    function.expect(200, &delivery(1, OLD)).await.unwrap();
    let took = started.elapsed();
    assert!(took >= AHEAD_BUDGET && took < AHEAD_BUDGET * 2, "{took:?}");
    // And it is not repeated for each delivery.
    let started = Instant::now();
    function.expect(200, &delivery(2, OLD)).await.unwrap();
    assert!(started.elapsed() < AHEAD_BUDGET, "{:?}", started.elapsed());
}

/// Logs nothing.
struct Unlogged;

impl DeliveryLog for Unlogged {
    fn responded(&self, _: &Provider, _: &Receipt) {}
    fn finished(&self, _: &Provider, _: Option<&(EventId, String)>, _: &Finished) {}
}

/// Returns the status of the pipeline's response, by the code that Lambda and the local run share.
async fn served(pipeline: &Pipeline, request: Request) -> u16 {
    let event = serde_json::json!({
        "rawPath": request.path, "headers": request.headers, "body": String::from_utf8(request.body).unwrap(),
        "requestContext": { "http": { "method": request.method } }, "isBase64Encoded": false,
    });
    let event = serde_json::from_value(event).unwrap();
    let respond = |response| async move { serde_json::to_value(&response).unwrap()["statusCode"].as_u64().unwrap() };
    let status = pipeline.serve(event, uuid::Uuid::new_v4().to_string(), &Unlogged, respond).await;
    u16::try_from(status).unwrap()
}

#[tokio::test]
async fn a_retired_secret_ends_while_the_pipeline_runs() {
    let engines = Engines::start().await.unwrap();
    create(&engines, &format!("[\"{NEW}\",\"{OLD}\"]")).await;
    let source = Source { client: client(&engines), id: engines.table.clone() };
    let mut pipeline = Pipeline {
        retry_window: None,
        provider: &GIRE,
        secrets: LiveSecrets::fetch(source, Timestamp::now()).await.unwrap(),
        auth_header: None,
        wanted: Wanted::everything(),
        refusal_limit: RefusalLimit::none(),
        store: engines.store(),
        outbox: engines.outbox(Clock::system()),
        clock: Clock::system(),
    };
    assert_eq!(served(&pipeline, delivery(1, OLD)).await, 200);
    // Twice, so that the previous value is the same.
    put(&engines, NEW).await;
    put(&engines, NEW).await;
    // While the cached value is young, it is used.
    assert_eq!(served(&pipeline, delivery(2, OLD)).await, 200);
    pipeline.secrets = pipeline.secrets.with_max_age(SignedDuration::ZERO);
    // The first delivery that finds it too old is verified with a fresh value.
    assert_eq!(served(&pipeline, delivery(3, OLD)).await, 401);
    assert_eq!(served(&pipeline, delivery(4, OLD)).await, 401);
    assert_eq!(served(&pipeline, delivery(5, NEW)).await, 200);
}

/// Everything before the response shares one budget: the look-up in Secrets Manager plus the wait
/// for the table take no longer than the wait for the table alone.
#[tokio::test]
async fn slow_secrets_and_a_slow_table_share_one_budget() {
    let mut engines = Engines::start().await.unwrap();
    create(&engines, OLD).await;
    let secrets = Proxy::start(&engines.secrets_manager_url).await.unwrap();
    let dynamodb = engines.proxy_dynamodb().await.unwrap();
    engines.secrets_manager_url = secrets.url();
    let access = frontdesk::aws::Access { secrets_manager: Some(secrets.url()), ..engines.access().clone() };
    let source = Source { client: Clients::for_relay(&access).secrets_manager(), id: engines.table.clone() };
    let pipeline = Pipeline {
        retry_window: None,
        provider: &GIRE,
        secrets: LiveSecrets::fetch(source, Timestamp::now()).await.unwrap().with_max_age(SignedDuration::ZERO),
        auth_header: None,
        wanted: Wanted::everything(),
        refusal_limit: RefusalLimit::none(),
        store: engines.store(),
        outbox: engines.outbox(Clock::system()),
        clock: Clock::system(),
    };
    for proxy in [&dynamodb, &secrets] {
        proxy.always(Fault::Delay(Duration::from_secs(5)));
    }
    let request = delivery(1, OLD);
    let sent = frontdesk::receive::delivery::Delivery::post(
        request.path.clone(),
        request.headers.clone().into_iter().collect(),
        request.body.clone(),
        Timestamp::now(),
    );
    let started = std::time::Instant::now();
    let receipt = pipeline.receive(sent).await;
    assert_eq!(receipt.status, 503, "{}", receipt.outcome);
    let took = started.elapsed();
    assert!(took < RESPONSE_BUDGET + Duration::from_millis(400), "{took:?}");
}
