//! Secrets, tokens, signatures and bodies contain unique texts, and run through every outcome: no
//! line that a process writes may contain one of these texts, in any encoding, nor a signature that
//! would have been right.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};
use frontdesk_tests::build::program;
use frontdesk_tests::engines::Engines;
use frontdesk_tests::fixtures::{Fixture, Request, provider_names};
use frontdesk_tests::function::{Function, Setup};
use frontdesk_tests::proxy::{Fault, Proxy};
use futures_util::future::join_all;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

const SECRET: &str = "canary-of-the-secret-Qx7";
const OTHER_SECRET: &str = "canary-of-another-secret-Wz4";
const BODY: &str = "canary-of-the-body-Rk9";
const HEADER: &str = "canary-of-a-header-Tm3";
const AWS_KEY: &str = "canary-of-the-aws-key-Vp5";

/// The texts that no line may contain.
#[derive(Default)]
struct Canaries {
    texts: Vec<String>,
}

impl Canaries {
    fn new() -> Self {
        let mut canaries = Self::default();
        [SECRET, OTHER_SECRET, BODY, HEADER, AWS_KEY].iter().for_each(|text| canaries.add(text.as_bytes()));
        canaries
    }

    /// Adds the bytes as text, in hex and in base64, at any position in a longer text.
    fn add(&mut self, bytes: &[u8]) {
        self.texts.extend(std::str::from_utf8(bytes).ok().map(str::to_owned));
        self.texts.extend([hex::encode(bytes), hex::encode_upper(bytes)]);
        // The form in which the SDK's debug output shows bytes.
        self.texts.push(format!("{:?}", bytes).trim_matches(['[', ']']).to_owned());
        for before in 0..3 {
            let padded = [&b"\0\0"[..before], bytes].concat();
            for engine in [STANDARD, URL_SAFE] {
                // The first and last characters depend on the bytes around them.
                let text = engine.encode(&padded);
                self.texts.push(text[before + 2 - usize::from(before == 0) * 2..text.len() - 4].to_owned());
            }
        }
    }

    /// Adds the proofs in a request.
    fn add_proofs(&mut self, request: &Request) {
        let in_body = serde_json::from_slice::<Value>(&request.body).ok();
        let in_body = in_body.and_then(|body| body["signature"].as_str().map(str::to_owned));
        for name in ["x-hub-signature-256", "x-cheqroom-signature"] {
            let hex = request.headers.get(name).map(|value| value.trim_start_matches("sha256="));
            hex.and_then(|hex| hex::decode(hex).ok()).into_iter().for_each(|mac| self.add(&mac));
        }
        in_body.and_then(|hex| hex::decode(hex).ok()).into_iter().for_each(|mac| self.add(&mac));
    }

    fn check(&self, what: &str, log: &str) {
        assert!(!log.is_empty(), "{what}: nothing was logged");
        for text in &self.texts {
            assert!(!log.contains(text.as_str()), "{what}: `{text}` is in the log:\n{log}");
        }
    }
}

/// Returns a delivery with canaries in its body, headers and query, signed with `secret`.
fn delivery(provider: &str, secret: &str) -> Request {
    let fixture = Fixture::all(provider).unwrap().swap_remove(0);
    let body = String::from_utf8(fixture.body.clone()).unwrap();
    let end = body.rfind('}').unwrap();
    let body = format!("{},\"canary\":\"{BODY}\"}}", &body[..end]);
    let mut request = fixture.request().body(body).signed(provider, secret).unwrap();
    request.path = format!("{}?canary={HEADER}", request.path);
    request.with("x-canary", HEADER).with("cookie", HEADER).with("user-agent", HEADER)
}

struct Scene {
    engines: Engines,
    dynamodb: Proxy,
    sqs: Proxy,
    setup: Setup,
}

impl Scene {
    async fn new(program: &str) -> Self {
        let mut engines = Engines::start().await.unwrap();
        let dynamodb = Proxy::start(&engines.dynamodb_url).await.unwrap();
        let sqs = Proxy::start(&engines.sqs_url).await.unwrap();
        engines.dynamodb_url = dynamodb.url();
        engines.sqs_url = sqs.url();
        let setup = Setup::new(program, &engines);
        let setup = setup.with("AWS_SECRET_ACCESS_KEY", AWS_KEY).with("AWS_SESSION_TOKEN", AWS_KEY);
        Self { engines, dynamodb, sqs, setup: setup.with("WEBHOOK_SECRET", SECRET) }
    }
}

/// Sends deliveries with the right proof, which the function accepts.
async fn taken(canaries: &mut Canaries, provider: &str, function: &Function) {
    let genuine = delivery(provider, SECRET);
    let other = genuine.clone().body([&genuine.body[..], b"\n"].concat()).signed(provider, SECRET).unwrap();
    for request in [&genuine, &genuine, &other] {
        canaries.add_proofs(request);
        function.expect(200, request).await.unwrap();
    }
    if provider != "gingr" {
        for unreadable in
            [format!("<{BODY}>"), format!("{{\"{BODY}\":"), format!("[\"{BODY}\"]"), format!("{{\"a\":\"{BODY}\"}}")]
        {
            let unreadable = genuine.clone().body(unreadable).signed(provider, SECRET).unwrap();
            canaries.add_proofs(&unreadable);
            // Cheqroom's kind is in the path, so every JSON object is readable.
            function.expect(200, &unreadable).await.unwrap();
        }
    }
}

/// Sends deliveries that the function refuses: with another secret's proof, a mangled one, or none.
/// The right proof is a canary, too.
async fn refused(canaries: &mut Canaries, provider: &str, function: &Function) {
    canaries.add_proofs(&delivery(provider, SECRET));
    let wrong = delivery(provider, OTHER_SECRET);
    canaries.add_proofs(&wrong);
    let mut odd = vec![wrong.clone()];
    for name in ["x-hub-signature-256", "x-cheqroom-signature", "authorization"] {
        odd.extend([HEADER, "", &format!("sha256={HEADER}")].map(|value| wrong.clone().with(name, value)));
        odd.push(wrong.clone().without(name));
    }
    odd.push(wrong.clone().body(format!("{{\"signature\":\"{BODY}\",\"webhook_type\":\"{BODY}\"}}")));
    odd.push(wrong.clone().body(format!("{BODY} is no JSON")));
    odd.push(wrong.clone().at("/").without("authorization"));
    for request in odd {
        function.expect(401, &request).await.unwrap();
    }
    let mut get = wrong;
    get.method = "GET".to_owned();
    function.expect(405, &get).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn no_line_of_a_function_holds_a_canary() {
    for provider in provider_names() {
        let mut canaries = Canaries::new();
        let scene = Scene::new(provider).await;
        let function = scene.setup.clone().start().await.unwrap();
        taken(&mut canaries, provider, &function).await;
        refused(&mut canaries, provider, &function).await;
        let unwanted = scene.setup.clone().with("WANTED_EVENTS", "nothing").start().await.unwrap();
        unwanted.deliver(&delivery(provider, SECRET)).await.unwrap();
        unwanted.logged_when("delivery", 1).await.unwrap();
        for (what, function) in [("taken and refused", &function), ("unwanted", &unwanted)] {
            function.settle().await.unwrap();
            canaries.check(&format!("{provider}, {what}"), &function.log());
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_line_about_a_failing_engine_holds_a_canary() {
    // Concurrently, since most of it is waiting. Built first: a build would hold up all requests.
    program("relay").unwrap();
    join_all(provider_names().map(failing_engine)).await;
}

async fn failing_engine(provider: &str) {
    let faults = [
        Fault::Status(400, "com.amazonaws.dynamodb.v20120810#ValidationException"),
        Fault::Status(500, "InternalServerError"),
        Fault::FailBeforeSend,
        Fault::DropResponse,
        Fault::HalfResponse,
        Fault::Delay(Duration::from_secs(5)),
    ];
    let mut canaries = Canaries::new();
    let scene = Scene::new(provider).await;
    let function = scene.setup.clone().start().await.unwrap();
    let genuine = delivery(provider, SECRET);
    canaries.add_proofs(&genuine);
    scene.sqs.always(Fault::Status(400, "AWS.SimpleQueueService.InvalidMessageContents"));
    function.expect(200, &genuine).await.unwrap();
    function.logged_when("not published yet; the relay will publish it", 1).await.unwrap();
    for (number, fault) in faults.iter().enumerate() {
        // New to the table, and known: the answer to the second holds the old row, body included.
        scene.dynamodb.always(fault.clone());
        scene.sqs.always(fault.clone());
        let new = genuine.clone().body([&genuine.body[..], &b" ".repeat(number + 1)].concat()).signed(provider, SECRET);
        let new = new.unwrap();
        canaries.add_proofs(&new);
        for request in [&new, &genuine] {
            function.deliver(request).await.unwrap();
            function.settle().await.unwrap();
        }
        scene.dynamodb.always(Fault::Pass);
        function.deliver(&genuine).await.unwrap();
        function.settle().await.unwrap();
    }
    function.logged_when("delivery", 1 + 3 * faults.len()).await.unwrap();
    canaries.check(provider, &function.log());
}

#[tokio::test(flavor = "multi_thread")]
async fn no_line_of_the_relay_holds_a_canary() {
    let mut canaries = Canaries::new();
    let scene = Scene::new("gire").await;
    scene.sqs.always(Fault::FailBeforeSend);
    let function = scene.setup.clone().start().await.unwrap();
    let genuine = delivery("gire", SECRET);
    canaries.add_proofs(&genuine);
    function.expect(200, &genuine).await.unwrap();
    age(&scene.engines).await;

    let relay = Setup::new("relay", &scene.engines).with("AWS_SECRET_ACCESS_KEY", AWS_KEY).start().await.unwrap();
    let faults = [
        Fault::Status(400, "AWS.SimpleQueueService.InvalidMessageContents"),
        Fault::Status(500, "InternalServerError"),
        Fault::HalfResponse,
        Fault::DropResponse,
    ];
    for fault in faults {
        for (dynamodb, sqs) in [(fault.clone(), Fault::Pass), (Fault::Pass, fault)] {
            scene.dynamodb.always(dynamodb);
            scene.sqs.always(sqs);
            // The run may fail.
            let _ = relay.tick().await;
        }
    }
    canaries.check("relay", &relay.log());
}

/// Anyone who may invoke a function can pass it any event.
#[tokio::test(flavor = "multi_thread")]
async fn no_line_about_another_kind_of_event_holds_a_canary() {
    let events = [
        json!(BODY),
        json!([[BODY]]),
        json!({ "headers": BODY }),
        json!({ "requestContext": { "http": { "method": { BODY: 1 } } } }),
        json!({ "body": { "a": BODY }, "Records": BODY }),
        json!({ "rawPath": [BODY], "Records": [{ "messageId": [BODY] }] }),
        json!({ "isBase64Encoded": BODY, "Records": [BODY] }),
    ];
    for program in ["gire", "relay", "consumer"] {
        let canaries = Canaries::new();
        let engines = Engines::start().await.unwrap();
        let setup = Setup::new(program, &engines).with("CONSUMED_TABLE", &engines.table);
        let function = setup.with("AWS_SECRET_ACCESS_KEY", AWS_KEY).start().await.unwrap();
        let mut said = String::new();
        for event in &events {
            let answer = function.api.invoke(event.clone(), Duration::from_secs(30)).await;
            // The relay ignores its event.
            assert_eq!(answer.is_ok(), program == "relay", "{program} {event}: {answer:?}");
            said.push_str(&format!("{answer:?}"));
        }
        function.settle().await.unwrap();
        canaries.check(program, &format!("{said}\n{}", function.log()));
        if program != "relay" {
            function.log_has(if program == "gire" { "not a function-URL event" } else { "not a batch" }).await.unwrap();
        }
    }
}

/// Makes every row old enough for the relay.
async fn age(engines: &Engines) {
    let dynamodb = frontdesk::aws::Clients::for_relay(engines.access()).dynamodb();
    for mut item in engines.items().await.unwrap() {
        let long_ago = aws_sdk_dynamodb::types::AttributeValue::S("2026-01-01T00:00:00.000Z".to_owned());
        item.insert("received_at".to_owned(), long_ago);
        dynamodb.put_item().table_name(&engines.table).set_item(Some(item)).send().await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_line_about_bad_settings_holds_a_canary() {
    let mut canaries = Canaries::new();
    canaries.texts.push("canary".to_owned());
    canaries.texts.push(hex::encode(Sha256::digest(SECRET)));
    let values = [
        "canary".to_owned(),
        format!("{SECRET}\n"),
        format!("\"{SECRET}\""),
        format!("[\"{SECRET}\", 7]"),
        format!("[\"{SECRET}\", \"\"]"),
        format!("{{\"north\":\"{SECRET}\",\"south\":\"{SECRET}\"}}"),
        format!("{{\"NORTH\":\"{SECRET}\"}}"),
        format!("{{\"north\":{{\"secret\":\"{SECRET}\"}}}}"),
    ];
    for value in values {
        let scene = Scene::new("gire").await;
        let mut function = scene.setup.with("WEBHOOK_SECRET", &value).start().await.unwrap();
        assert_eq!(function.ended().await.unwrap(), Some(1), "{value:?}");
        function.log_has("does not start").await.unwrap();
        canaries.check(&value, &function.log());
    }
}

/// Everything that Secrets Manager returns is secret, whole or in pieces.
#[tokio::test(flavor = "multi_thread")]
async fn no_line_about_a_secret_that_cannot_be_used_holds_a_canary() {
    let answers = [
        format!("{{\"ARN\":\"a\",\"Name\":\"n\",\"SecretString\":\"{{\\\"a.b\\\":\\\"{SECRET}\\\"}}\"}}"),
        format!("{{\"ARN\":\"a\",\"Name\":\"n\",\"SecretString\":\"{SECRET}\""),
        format!("{{\"SecretString\":[\"{SECRET}\"]}}"),
        format!("\"{SECRET}\""),
    ];
    for answer in answers {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let text = answer.clone();
        let serving = tokio::spawn(async move {
            let respond = axum::routing::any(move || async move { text });
            axum::serve(listener, axum::Router::new().fallback_service(respond)).await
        });
        let scene = Scene::new("gire").await;
        let setup = scene.setup.with("WEBHOOK_SECRET", "").with("WEBHOOK_SECRET_ID", "frontdesk/gire");
        let mut function = setup.with("AWS_ENDPOINT_URL_SECRETS_MANAGER", &url).start().await.unwrap();
        assert_eq!(function.ended().await.unwrap(), Some(1), "{answer}");
        function.log_has("does not start").await.unwrap();
        Canaries::new().check(&answer, &function.log());
        serving.abort();
    }
}
