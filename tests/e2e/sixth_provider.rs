//! A provider is one value: with [`ACME`], which exists only in the tests, everything works as with
//! the others.

use std::collections::BTreeMap;
use std::process::{Command, Stdio};
use std::time::Duration;

use frontdesk::{AnyPayload, Message, Verification};
use frontdesk_tests::acme::{self, ACME};
use frontdesk_tests::build::program;
use frontdesk_tests::engines::{Engines, text};
use frontdesk_tests::fixtures::Request;
use frontdesk_tests::function::Setup;
use serde_json::{Value, json};

use crate::inspector::{get, shown};
use crate::local_run::LocalRun;
use crate::operate::Ran;

const COMMAND: &str = "frontdesk-with-acme";
const SECRET: &str = "local-acme-secret";
const KEY: &str = "acme:stay-evt-1";
const BODY: &str = r#"{"event_id":"stay-evt-1","event":"stay.booked","stay_id":"S-17","at":"2026-11-20T10:00:00Z","data":{"guests":2}}"#;

/// The delivery, signed with `secret`.
fn delivery(secret: &str) -> Request {
    let headers = BTreeMap::from([("content-type".to_owned(), "application/json".to_owned())]);
    let request = Request { method: "POST".to_owned(), path: "/".to_owned(), headers, body: BODY.into() };
    request.signed_for(&ACME, secret).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn its_function() {
    let engines = Engines::start().await.unwrap();
    let function = Setup::new("acme", &engines).start().await.unwrap();
    let request = delivery(SECRET);
    assert!(request.headers["x-acme-signature"].starts_with("v1="));
    let mut flipped = request.clone();
    *flipped.body.last_mut().unwrap() ^= 1;
    function.expect(401, &flipped).await.unwrap();
    assert_eq!(engines.item(KEY).await.unwrap(), None);
    assert_eq!(engines.take_messages().await.unwrap().len(), 0);

    function.expect(200, &request).await.unwrap();
    let row = engines.item(KEY).await.unwrap().unwrap();
    let expected = [
        ("provider", "acme"),
        ("kind", "stay.booked"),
        ("subject", "stay/S-17"),
        ("occurred_at", "2026-11-20T10:00:00.000Z"),
        ("verification", "body"),
        ("signature", request.headers["x-acme-signature"].as_str()),
    ];
    for (name, value) in expected {
        assert_eq!(text(&row, name), Some(value), "{name}");
    }
    assert!(row.contains_key("published_at") && !row.contains_key("pending"), "{row:?}");
    let messages = engines.take_messages().await.unwrap();
    assert_eq!(messages.len(), 1);
    let attributes = messages[0].message_attributes().unwrap();
    assert_eq!(attributes["provider"].string_value(), Some("acme"));
    assert_eq!(attributes["kind"].string_value(), Some("stay.booked"));
    let message = Message::parse(messages[0].body().unwrap()).unwrap();
    assert_eq!((message.provider(), message.kind(), message.id.as_str()), ("acme", "stay.booked", "stay-evt-1"));
    assert_eq!((message.subject.as_deref(), message.verification), (Some("stay/S-17"), Verification::Body));
    assert_eq!(message.inline_body().unwrap().unwrap(), BODY);
    // In its own type; and as bytes for a consumer that does not know it.
    let acme::Payload::Booked(booked) = message.payload::<acme::Payload>().unwrap() else { panic!("{message:?}") };
    assert_eq!((booked.stay_id.as_str(), booked.data.guests), ("S-17", 2));
    assert!(matches!(message.payload::<AnyPayload>().unwrap(), AnyPayload::Other(body) if body == BODY));

    let body = messages[0].body().unwrap();
    let batch = json!({ "Records": [
        { "messageId": "good", "body": body },
        { "messageId": "altered", "body": body.replace("\"guests\":2", "\"guests\":3") },
    ] });
    let consumer = Setup::new("acme-consumer", &engines).start().await.unwrap();
    // Twice, as it keeps no record.
    for _ in 0..2 {
        let answer = consumer.api.invoke(batch.clone(), Duration::from_secs(10)).await.unwrap();
        assert_eq!(answer, json!({ "batchItemFailures": [{ "itemIdentifier": "altered" }] }), "{}", consumer.log());
    }

    function.expect(200, &request).await.unwrap();
    assert_eq!(text(&engines.item(KEY).await.unwrap().unwrap(), "deliveries"), Some("2"));
    assert_eq!(engines.take_messages().await.unwrap().len(), 0);
    let events = engines.items().await.unwrap();
    assert_eq!(events.iter().filter(|row| row.contains_key("sha256")).count(), 1, "{events:?}");
}

/// Runs the command with arguments.
fn run(arguments: &[&str]) -> Ran {
    Ran::of(Command::new(program(COMMAND).unwrap()).args(arguments).stdin(Stdio::null()).output().unwrap())
}

#[test]
fn the_command() {
    let local = LocalRun::of(COMMAND, &["--ephemeral"]);
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, content: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let body = file("body.json", BODY.as_bytes());
    let with = |arguments: &[&str]| {
        let mut command = Command::new(program(COMMAND).unwrap());
        command.args(arguments).current_dir(local.folder()).stdin(Stdio::null());
        Ran::of(command.output().unwrap())
    };

    let sent = with(&["send", "acme", "stay.booked", "--file", &body]).good();
    assert!(sent.starts_with(&format!("200 OK  stored  {KEY}")), "{sent}");
    local.line("published");

    let listed: Value =
        serde_json::from_str(&with(&["events", "list", "--provider", "acme", "--json"]).good()).unwrap();
    for (name, value) in [("id", KEY), ("provider", "acme"), ("kind", "stay.booked"), ("state", "published")] {
        assert_eq!(listed[name], value, "{listed}");
    }
    let event = with(&["events", "show", KEY, "--verify"]).good();
    assert!(event.contains("hash       good") && event.contains("signature  good"), "{event}");

    get(&local, "/").has("acme").has(&format!("data-id=\"{KEY}\""));
    get(&local, &shown("/_/event", KEY)).has("acme").has("good: made with");

    let steps = with(&["register", "acme", "--url", "https://host.example", "--show"]).good();
    for step in ["In Acme, open Settings » Webhooks.", "URL: https://host.example/", "Secret: local-acme-secret"] {
        assert!(steps.contains(step), "`{step}` is not in: {steps}");
    }

    let schema: Value = serde_json::from_str(&run(&["schema", "acme"]).good()).unwrap();
    let types = schema["allOf"].as_array().unwrap().iter().map(|one| &one["if"]["properties"]["type"]["enum"]);
    let types: Vec<&Value> = types.flat_map(|types| types.as_array().unwrap()).collect();
    assert_eq!(types, ["acme.stay.booked", "acme.stay.cancelled"]);

    // Signed with another provider's secret, and with a replaced one.
    let head = |secret: &str| {
        let headers = delivery(secret).headers;
        let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        file("head", format!("POST / HTTP/1.1\r\n{headers}\r\n").as_bytes())
    };
    let cause = |secret: &str, more: &[&str]| {
        let head = head(secret);
        let request = ["diagnose", "--request", &head, "--body", &body, "--provider", "acme", "--json"];
        let found: Value = serde_json::from_str(&with(&[&request, more].concat()).good()).unwrap();
        (found["cause"].as_str().unwrap().to_owned(), found["told"].as_str().unwrap().to_owned())
    };
    let (word, told) = cause("local-gire-secret", &[]);
    assert!(word == "other-secret" && told.contains("the secret of gire"), "{word}: {told}");
    let former = "the secret of last year";
    assert_eq!(cause(former, &["--former", former]).0, "former-secret");
    assert_eq!(cause(SECRET, &[]).0, "genuine");
}
