//! Deliveries that are not genuine, not a POST, or too large: the right answer, no AWS call, and a
//! log line with the cause.

use frontdesk_tests::engines::Engines;
use frontdesk_tests::fixtures::{Fixture, Request, provider_names};
use frontdesk_tests::function::{Function, Setup};
use frontdesk_tests::proxy::Proxy;

struct Watched {
    engines: Engines,
    dynamodb: Proxy,
    sqs: Proxy,
    function: Function,
    refused: usize,
}

impl Watched {
    async fn start(provider: &str) -> Self {
        let mut engines = Engines::start().await.unwrap();
        let dynamodb = Proxy::start(&engines.dynamodb_url).await.unwrap();
        let sqs = Proxy::start(&engines.sqs_url).await.unwrap();
        engines.dynamodb_url = dynamodb.url();
        engines.sqs_url = sqs.url();
        // Refused deliveries are not kept here, which would happen after the answer: see kept.rs.
        let function = Setup::new(provider, &engines).with("KEEP_REFUSED", "false").start().await.unwrap();
        Self { engines, dynamodb, sqs, function, refused: 0 }
    }

    /// Checks that the request is refused, and that the log names the cause.
    async fn check(&mut self, request: &Request, cause: &str) {
        let response = self.function.expect(401, request).await.unwrap();
        assert!(response.body().is_empty(), "{cause}: the sender is told {:?}", response.body());
        self.refused += 1;
        let lines = self.function.logged_when("delivery", self.refused).await.unwrap();
        let line = lines.last().unwrap();
        assert_eq!((&line["outcome"], &line["status"]), (&"refused".into(), &401.into()));
        let told = line["cause"].as_str().unwrap();
        assert!(told.contains(cause), "the log says `{told}`, not `{cause}`");
    }

    /// Checks that none of the requests reached AWS, and that a genuine delivery still does.
    async fn end(self, genuine: &Fixture) {
        assert_eq!(self.dynamodb.calls().len(), 0, "{:?}", self.dynamodb.calls());
        assert_eq!(self.sqs.calls().len(), 0, "{:?}", self.sqs.calls());
        self.function.expect(200, &genuine.request()).await.unwrap();
        assert_eq!(self.engines.items().await.unwrap().len(), 1);
    }
}

/// Returns a body with one change that keeps it valid JSON.
fn mangled(fixture: &Fixture, from: &str, to: &str) -> Vec<u8> {
    let body = String::from_utf8(fixture.body.clone()).unwrap();
    assert!(body.contains(from), "{} has no {from}", fixture.file);
    body.replacen(from, to, 1).into_bytes()
}

#[tokio::test(flavor = "multi_thread")]
async fn gingr() {
    let genuine = Fixture::of("gingr", "check_in").unwrap();
    let request = genuine.request();
    let mut watched = Watched::start("gingr").await;
    watched.check(&request.clone().body(mangled(&genuine, "check_in", "check_im")), "none of the live secrets").await;
    watched
        .check(&request.clone().body(mangled(&genuine, "\"signature\"", "\"signaturf\"")), "`signature` is missing")
        .await;
    watched.check(&request.clone().body("{}"), "`signature` is missing").await;
    watched.check(&request.clone().body(""), "not a JSON object").await;
    watched.check(&request.clone().body("[]"), "not a JSON object").await;
    watched
        .check(
            &request.clone().body(r#"{"signature":"zz","webhook_type":"a","entity_id":1,"entity_type":"b"}"#),
            "64 hexadecimal",
        )
        .await;
    watched
        .check(
            &request.clone().body(r#"{"signature":"","webhook_type":"a","entity_id":[1],"entity_type":"b"}"#),
            "`entity_id`",
        )
        .await;
    watched.end(&genuine).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn gire() {
    let genuine = Fixture::of("gire", "pud:status_update").unwrap();
    let request = genuine.request();
    let header = "x-hub-signature-256";
    let proof = request.headers[header].clone();
    let mut watched = Watched::start("gire").await;
    watched.check(&request.clone().without(header), "`x-hub-signature-256` is missing").await;
    watched
        .check(&request.clone().with(header, proof.trim_start_matches("sha256=")), "does not start with `sha256=`")
        .await;
    watched.check(&request.clone().with(header, &proof[..70]), "64 hexadecimal").await;
    watched.check(&request.clone().with(header, &format!("{proof}00")), "64 hexadecimal").await;
    watched.check(&request.clone().with(header, ""), "does not start").await;
    watched.check(&request.clone().with(header, "sha256="), "64 hexadecimal").await;
    watched.check(&request.clone().with(header, &format!("sha256={}", "é".repeat(32))), "64 hexadecimal").await;
    watched
        .check(&request.clone().body([genuine.body.clone(), b"\n".to_vec()].concat()), "none of the live secrets")
        .await;
    watched.end(&genuine).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ombori() {
    let genuine = Fixture::of("ombori", "positionCreated").unwrap();
    let request = genuine.request();
    let mut watched = Watched::start("ombori").await;
    watched.check(&request.clone().without("authorization"), "`authorization` is missing").await;
    watched.check(&request.clone().with("authorization", "local-ombori-secreT"), "token is none").await;
    watched.check(&request.clone().with("authorization", "local-ombori-secret0"), "token is none").await;
    watched.check(&request.clone().with("authorization", "local-ombori-secre"), "token is none").await;
    watched.check(&request.clone().with("authorization", "Bearer local-ombori-secret"), "token is none").await;
    watched.end(&genuine).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn zaui() {
    let genuine = Fixture::of("zaui", "booking.creation").unwrap();
    let request = genuine.request();
    let mut watched = Watched::start("zaui").await;
    watched.check(&request.clone().at("/"), "no token").await;
    watched.check(&request.clone().at("//local-zaui-secret"), "no token").await;
    watched.check(&request.clone().at("/local-zaui-secreT"), "token is none").await;
    watched.check(&request.clone().at("/x/local-zaui-secret"), "token is none").await;
    watched.check(&request.clone().at("/%FF%00%"), "token is none").await;
    // The header counts only where AUTH_HEADER is set.
    watched.check(&request.clone().at("/").with("authorization", "local-zaui-secret"), "no token").await;
    watched.end(&genuine).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn cheqroom() {
    let genuine = Fixture::of("cheqroom", "item.create").unwrap();
    let request = genuine.request();
    let header = "x-cheqroom-signature";
    let mut watched = Watched::start("cheqroom").await;
    watched.check(&request.clone().without(header), "`x-cheqroom-signature` is missing").await;
    watched
        .check(&request.clone().with(header, &format!("sha256={}", request.headers[header])), "64 hexadecimal")
        .await;
    watched.check(&request.clone().body(mangled(&genuine, "{", "{ ")), "none of the live secrets").await;
    watched.end(&genuine).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_secret() {
    for provider in provider_names() {
        let engines = Engines::start().await.unwrap();
        let setup = Setup::new(provider, &engines)
            .with("WEBHOOK_SECRET", "some-other-secret-entirely")
            .with("KEEP_REFUSED", "false");
        let function = setup.start().await.unwrap();
        let fixtures = Fixture::all(provider).unwrap();
        function.expect(401, &fixtures[0].request()).await.unwrap();
        assert_eq!(engines.items().await.unwrap().len(), 0, "{provider}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn several_live_secrets() {
    let secrets = r#"["the-new-secret-of-today","local-gire-secret"]"#;
    let engines = Engines::start().await.unwrap();
    let function = Setup::new("gire", &engines).with("WEBHOOK_SECRET", secrets).start().await.unwrap();
    let fixture = Fixture::of("gire", "pud:status_update").unwrap();
    function.expect(200, &fixture.request()).await.unwrap();
    let item = engines.item(&fixture.key()).await.unwrap().unwrap();
    // printf local-gire-secret | sha256sum
    assert_eq!(frontdesk_tests::engines::text(&item, "key"), Some(KEY_OF_LOCAL_GIRE_SECRET));
    assert_eq!(function.logged_when("delivery", 1).await.unwrap()[0]["key"], KEY_OF_LOCAL_GIRE_SECRET);
}

const KEY_OF_LOCAL_GIRE_SECRET: &str = "4dc74756";

#[tokio::test(flavor = "multi_thread")]
async fn a_header_of_the_operators_choice() {
    for provider in ["ombori", "zaui"] {
        let engines = Engines::start().await.unwrap();
        let setup = Setup::new(provider, &engines).with("AUTH_HEADER", "X-Webhook-Token").with("KEEP_REFUSED", "false");
        let function = setup.start().await.unwrap();
        let secret = format!("local-{provider}-secret");
        let request = Fixture::all(provider).unwrap()[0].request().at("/").without("authorization");
        function.expect(401, &request).await.unwrap();
        function.expect(401, &request.clone().with("x-webhook-token", "not the secret, surely")).await.unwrap();
        function.expect(200, &request.clone().with("x-webhook-token", &secret)).await.unwrap();
        assert_eq!(engines.items().await.unwrap().len(), 1, "{provider}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_posts() {
    let engines = Engines::start().await.unwrap();
    let function = Setup::new("gire", &engines).start().await.unwrap();
    let mut request = Fixture::of("gire", "pud:status_update").unwrap().request();
    for method in ["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH"] {
        method.clone_into(&mut request.method);
        let response = function.expect(405, &request).await.unwrap();
        assert_eq!(response.headers()["allow"], "POST");
    }
    assert_eq!(engines.items().await.unwrap().len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn odd_requests_do_not_end_the_sandbox() {
    let engines = Engines::start().await.unwrap();
    let function = Setup::new("gire", &engines).start().await.unwrap();
    let event = |change: &str, value: serde_json::Value| {
        let mut event = serde_json::json!({
            "version": "2.0", "rawPath": "/", "rawQueryString": "", "headers": { "host": "h" },
            "requestContext": { "http": { "method": "POST", "path": "/", "sourceIp": "203.0.113.7" } },
            "body": "{}", "isBase64Encoded": false,
        });
        event[change] = value;
        event
    };
    let odd = [
        event("rawQueryString", "a=<b c\"".into()),
        event("headers", serde_json::json!({ "host": "h h", "x": "\u{1}ø\n", "": "" })),
        event("isBase64Encoded", true.into()),
        event("rawPath", "/\u{0}%zz{}<>".into()),
        event("body", serde_json::Value::Null),
        event("headers", serde_json::Value::Object(serde_json::Map::new())),
    ];
    for event in odd {
        let answer = function.api.invoke(event.clone(), std::time::Duration::from_secs(30)).await.unwrap();
        assert_eq!(answer["statusCode"], 401, "{event}");
    }
    let nothing =
        serde_json::json!({ "requestContext": null, "headers": null, "rawPath": null, "isBase64Encoded": null });
    for event in [serde_json::json!({}), nothing] {
        let answer = function.api.invoke(event, std::time::Duration::from_secs(30)).await.unwrap();
        assert_eq!(answer["statusCode"], 405);
    }
    function.expect(200, &Fixture::of("gire", "pud:status_update").unwrap().request()).await.unwrap();
}
