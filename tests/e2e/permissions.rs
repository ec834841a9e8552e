//! The AWS operations that each compiled function calls, over every outcome of a delivery.
//!
//! The roles in template.yaml must allow exactly these: tests/rehearse/test_permissions.py compares
//! them with the files written here to `target/rehearse/operations`.

use std::collections::BTreeSet;

use aws_sdk_dynamodb::types::AttributeValue;
use frontdesk::aws::Clients;
use frontdesk_tests::bodies::{Texture, body};
use frontdesk_tests::engines::Engines;
use frontdesk_tests::fixtures::{Fixture, project, provider_names};
use frontdesk_tests::function::Setup;
use frontdesk_tests::proxy::Proxy;
use serde_json::json;

struct Watched {
    engines: Engines,
    ways: [(&'static str, Proxy); 3],
}

impl Watched {
    async fn start() -> Self {
        let mut engines = Engines::start().await.unwrap();
        let dynamodb = Proxy::start(&engines.dynamodb_url).await.unwrap();
        let sqs = Proxy::start(&engines.sqs_url).await.unwrap();
        let secrets = Proxy::start(&engines.secrets_manager_url).await.unwrap();
        (engines.dynamodb_url, engines.sqs_url, engines.secrets_manager_url) =
            (dynamodb.url(), sqs.url(), secrets.url());
        Self { engines, ways: [("dynamodb", dynamodb), ("sqs", sqs), ("secretsmanager", secrets)] }
    }

    /// Writes the function's operations to a file.
    fn leave(&self, function: &str) {
        let of = |(service, way): &(&str, Proxy)| {
            way.operations().into_iter().map(|operation| format!("{service}:{operation}")).collect::<Vec<_>>()
        };
        let operations: BTreeSet<String> = self.ways.iter().flat_map(of).collect();
        let folder = project().join("target/rehearse/operations");
        std::fs::create_dir_all(&folder).unwrap();
        let lines: Vec<&str> = operations.iter().map(String::as_str).collect();
        std::fs::write(folder.join(function), lines.join("\n")).unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_the_receivers() {
    for provider in provider_names() {
        let watched = Watched::start().await;
        let secret = format!("local-{provider}-secret");
        let client = Clients::for_relay(watched.engines.access()).secrets_manager();
        client.create_secret().name(provider).secret_string(&secret).send().await.unwrap();
        let setup = Setup::new(provider, &watched.engines).with("WEBHOOK_SECRET", "");
        let function = setup.with("WEBHOOK_SECRET_ID", provider).start().await.unwrap();
        let fixture = Fixture::all(provider).unwrap().into_iter().find(|fixture| !fixture.unreadable).unwrap();
        let signed = |body: Vec<u8>| fixture.request().body(body).signed(provider, &secret).unwrap();
        // New, repeated, with another body under the same id (if the provider has ids), and in
        // parts.
        function.expect(200, &fixture.request()).await.unwrap();
        function.expect(200, &fixture.request()).await.unwrap();
        function.expect(200, &signed([fixture.body.clone(), b"\n".to_vec()].concat())).await.unwrap();
        let filler = hex::encode(body(Texture::Noise, 700_000, 7));
        let text = String::from_utf8(fixture.body.clone()).unwrap();
        let large = text.trim_end().strip_suffix('}').unwrap().to_owned() + &format!(",\"filler\":{filler:?}}}");
        function.expect(200, &signed(large.clone().into_bytes())).await.unwrap();
        function.expect(200, &signed(large.into_bytes())).await.unwrap();
        // And with a wrong proof.
        let wrong = fixture.request().signed(provider, "another-secret-just-as-long").unwrap();
        function.expect(401, &wrong).await.unwrap();
        let items = watched.engines.items().await.unwrap();
        assert!(items.iter().any(|item| item.contains_key("parts")), "no body is in parts");
        assert!(items.iter().any(|item| item.contains_key("refused")), "no refused delivery was kept");
        watched.leave(provider);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_the_relay() {
    let watched = Watched::start().await;
    // Rows as they are while the queue is unreachable, written past the proxies.
    let table = watched.engines.access().dynamodb.clone().unwrap();
    let setup = Setup::new("gire", &watched.engines).with("AWS_ENDPOINT_URL_DYNAMODB", &table);
    let cut_off = setup.with("AWS_ENDPOINT_URL_SQS", "http://127.0.0.1:1").start().await.unwrap();
    for kind in ["pud:create", "pud:status_update"] {
        cut_off.expect(200, &Fixture::of("gire", kind).unwrap().request()).await.unwrap();
    }
    for mut item in watched.engines.items().await.unwrap() {
        item.insert("received_at".to_owned(), AttributeValue::S("2026-01-01T00:00:00.000Z".to_owned()));
        watched.engines.put(item).await.unwrap();
    }
    let relay = Setup::new("relay", &watched.engines).with("WATCHED_PROVIDERS", "gire").start().await.unwrap();
    relay.tick().await.unwrap();
    relay.tick_with(json!({ "check": "silence" })).await.unwrap();
    assert_eq!(watched.engines.take_ids().await.unwrap().len(), 2);
    watched.leave("relay");
}
