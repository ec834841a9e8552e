//! A table written by the compiled functions: every example of every provider, from two accounts,
//! with repeats, recurrences, large bodies, variants, unreadable bodies and refused deliveries.

use aws_sdk_dynamodb::types::AttributeValue;
use frontdesk::event::rfc3339;
use frontdesk_tests::bodies::{Texture, body};
use frontdesk_tests::engines::Engines;
use frontdesk_tests::fixtures::{Fixture, Request, provider_names};
use frontdesk_tests::function::Setup;
use frontdesk_tests::proxy::{Fault, Proxy};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

/// Too large for a message, and compressed to three parts.
const LARGE: usize = 1024 * 1024 + 256 * 1024;

/// Returns the secrets of a provider's function: the one that signs the examples, and one of an
/// account.
pub(super) fn secrets(provider: &str) -> String {
    json!({ "": format!("local-{provider}-secret"), "north": north(provider) }).to_string()
}

fn north(provider: &str) -> String {
    format!("the {provider} secret of the north")
}

/// Fills the table, and returns the number of rows, parts excluded.
pub(super) async fn populate(engines: &mut Engines) -> usize {
    for provider in provider_names() {
        let function = Setup::new(provider, engines).with("WEBHOOK_SECRET", &secrets(provider)).start().await.unwrap();
        let all = Fixture::all(provider).unwrap();
        for fixture in &all {
            function.expect(200, &fixture.request()).await.unwrap();
        }
        // Repeated, sent by the other account, and sent with a wrong proof.
        let first = all[0].request();
        function.expect(200, &first).await.unwrap();
        function.expect(200, &first.clone().signed(provider, &north(provider)).unwrap()).await.unwrap();
        function.expect(401, &first.signed(provider, "an unknown secret").unwrap()).await.unwrap();
        function.settle().await.unwrap();
    }
    deliver(engines, "ombori", &[&large()]).await;
    let example = Fixture::of("gire", "pud:create").unwrap();
    let spaced = example.request().body([example.body.clone(), b"\n".to_vec()].concat());
    deliver(engines, "gire", &[&spaced.signed("gire", "local-gire-secret").unwrap()]).await;
    done_three_times(engines).await;
    published_by_the_relay(engines).await;
    let items = engines.items().await.unwrap();
    items.iter().filter(|item| !item.contains_key("part_of")).count()
}

async fn deliver(engines: &Engines, provider: &str, requests: &[&Request]) {
    let function = Setup::new(provider, engines).start().await.unwrap();
    for request in requests {
        function.expect(200, request).await.unwrap();
    }
    function.settle().await.unwrap();
}

fn large() -> Request {
    Fixture::of("ombori", "positionCreated").unwrap().request().body(body(Texture::Text, LARGE, 1))
}

/// Makes one event occur again an hour later, twice.
async fn done_three_times(engines: &Engines) {
    let fixture = Fixture::of("gingr", "animal_edited").unwrap();
    for n in 1..=2 {
        for key in [fixture.key(), format!("{}.{n}", fixture.key())] {
            let Some(mut item) = engines.item(&key).await.unwrap() else { continue };
            let then = rfc3339(Timestamp::now() - SignedDuration::from_hours(1));
            item.insert("last_delivery_at".to_owned(), AttributeValue::S(then));
            engines.put(item).await.unwrap();
        }
        deliver(engines, "gingr", &[&fixture.request()]).await;
    }
    assert!(engines.item(&format!("{}.3", fixture.key())).await.unwrap().is_some());
}

/// Cuts the functions off from SQS, so the relay publishes a small and a large body later.
async fn published_by_the_relay(engines: &mut Engines) {
    let sqs = Proxy::start(&engines.sqs_url).await.unwrap();
    sqs.always(Fault::Status(503, "ServiceUnavailable"));
    let direct = std::mem::replace(&mut engines.sqs_url, sqs.url());
    let other = body(Texture::Text, LARGE, 2);
    let fixture = Fixture::of("ombori", "positionCreated").unwrap();
    let small = body(Texture::Repeating, 1_000, 3);
    deliver(engines, "ombori", &[&fixture.request().body(other), &fixture.request().body(small)]).await;
    engines.sqs_url = direct;
    let in_a_minute = || Timestamp::now() + SignedDuration::from_secs(60);
    let sweep = engines.outbox(in_a_minute).sweep(Timestamp::MAX).await.unwrap();
    assert_eq!((sweep.published, sweep.failed), (2, 0));
}
