//! Kills the function and the relay (`SIGKILL`) at each of their steps; then the provider retries,
//! the relay runs, and every guarantee must hold.
//!
//! The steps are found, not listed: every request and response between the process and DynamoDB,
//! SQS and the Runtime API, in order of occurrence. Killed at "asked" means before the other side
//! sees the request; killed at "done" means after the other side has acted, and before the process
//! gets the response.

mod kill;
mod scene;

use std::sync::Arc;

use frontdesk::event::Identity;
use frontdesk_tests::bodies::{Texture, body, event};
use frontdesk_tests::engines::Engines;
use frontdesk_tests::fixtures::Fixture;
use frontdesk_tests::function::Setup;
use frontdesk_tests::proxy::Proxy;
use frontdesk_tests::trap::Trap;
use futures_util::future::join_all;
use sha2::{Digest, Sha256};

use kill::{Killed, at_every_step, drain, without_warm_up};
pub(crate) use kill::{age, killed_in};
use scene::{LARGE, Scene};

/// The steps of a receiver for one new event, stored and published.
const NEW_EVENT: [&str; 11] = [
    "next asked",
    "next done",
    "PutItem asked",
    "PutItem done",
    "response asked",
    "response done",
    "SendMessage asked",
    "SendMessage done",
    "UpdateItem asked",
    "UpdateItem done",
    "next asked",
];

#[tokio::test(flavor = "multi_thread")]
async fn a_new_event_of_each_provider() {
    for (provider, kind) in [
        ("gingr", "check_in"),
        ("ombori", "positionCreated"),
        ("zaui", "booking.creation"),
        ("cheqroom", "item.create"),
    ] {
        let steps = Scene::new(provider, kind).check().await;
        assert_eq!(without_warm_up(&steps), NEW_EVENT, "{provider}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_event_and_the_compiled_relay() {
    let scene = Scene { compiled_relay: true, ..Scene::new("gire", "pud:status_update") };
    assert_eq!(without_warm_up(&scene.check().await), NEW_EVENT);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_repeated_delivery() {
    let scene = Scene::new("gire", "pud:status_update");
    let scene = Scene { before: Some(scene.request.clone()), messages: (1, 1), ..scene };
    let steps = scene.check().await;
    assert_eq!(
        without_warm_up(&steps)[4..8],
        ["response asked", "response done", "UpdateItem asked", "UpdateItem done"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn another_body_under_a_known_own_id() {
    let fixture = Fixture::of("gire", "pud:status_update").unwrap();
    let body = [fixture.body.clone(), b"\n".to_vec()].concat();
    let hash = hex::encode(Sha256::digest(&body));
    let scene = Scene {
        before: Some(fixture.request()),
        request: Scene::signed("gire", body, &fixture),
        key: format!("{}~{hash}", fixture.key()),
        messages: (1, 1),
        rows: 2,
        ..Scene::new("gire", "pud:status_update")
    };
    scene.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_read() {
    let fixture = Fixture::of("cheqroom", "item.create").unwrap();
    let body = b"<not json>";
    let scene = Scene {
        request: Scene::signed("cheqroom", body, &fixture),
        key: format!("cheqroom:{}", hex::encode(Sha256::digest([&b"/item.create\n"[..], body].concat()))),
        messages: (0, 0),
        ..Scene::new("cheqroom", "item.create")
    };
    scene.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_in_parts() {
    let fixture = Fixture::of("ombori", "positionCreated").unwrap();
    // Compresses to three quarters of its size: three parts, and too long for a message.
    let body = body(Texture::Text, LARGE + LARGE / 4, 1);
    let key = Scene::key_of("ombori", &fixture.request().body(body.clone())).await;
    let scene = Scene { request: fixture.request().body(body), key, ..Scene::new("ombori", "positionCreated") };
    let steps = scene.check().await;
    let puts = steps.iter().filter(|step| *step == "PutItem asked").count();
    assert!(puts >= 4, "three parts and a head: {steps:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_relay_with_25_rows() {
    const ROWS: usize = 25;
    at_every_step(|step| async move {
        let engines = Engines::start().await.unwrap();
        let ids = backlog(&engines, ROWS).await;
        let trap = Arc::new(Trap::at(step));
        let dynamodb = Proxy::start_with(&engines.dynamodb_url, Some(trap.clone())).await.unwrap();
        let sqs = Proxy::start_with(&engines.sqs_url, Some(trap.clone())).await.unwrap();
        let setup = Setup::new("relay", &engines)
            .with("AWS_ENDPOINT_URL_DYNAMODB", &dynamodb.url())
            .with("AWS_ENDPOINT_URL_SQS", &sqs.url());
        let relay = setup.trapped(&trap).start().await.unwrap();
        killed_in(&relay, &trap, async { relay.tick().await.ok() }).await;
        let killed = Killed { steps: trap.steps(), sprung: trap.is_sprung() };
        let told = format!("killed at step {step}, {:?}", killed.steps.last());

        drain(&engines, step % 10 == 0).await;
        let items = engines.items().await.unwrap();
        assert!(items.iter().all(|item| item.contains_key("published_at")), "{told}");
        assert!(!items.iter().any(|item| item.contains_key("pending")), "{told}");
        let mut taken = engines.take_ids().await.unwrap();
        // Once by the relay that was killed, and once by the next.
        for id in &ids {
            let count = taken.iter().filter(|taken| *taken == id).count();
            assert!((1..=2).contains(&count), "{told}: {count} messages {id}");
        }
        if !killed.sprung {
            assert_eq!(taken.len(), ROWS, "an undisturbed relay published a row twice");
        }
        taken.dedup();
        assert_eq!(taken, ids, "{told}");
        killed
    })
    .await;
}

/// Stores rows long ago that were never published.
async fn backlog(engines: &Engines, rows: usize) -> Vec<String> {
    let store = engines.store();
    let put = |number: usize| {
        let store = store.clone();
        async move {
            let mut event =
                event(&Identity::Own(format!("event-{number:03}")), "request", "{\"type\":\"positionCreated\"}");
            event.received_at = "2026-01-01T00:00:00Z".parse().unwrap();
            store.put(&mut event).await.unwrap();
            event.id.id().to_owned()
        }
    };
    let mut ids = join_all((0..rows).map(put)).await;
    ids.sort();
    ids
}
