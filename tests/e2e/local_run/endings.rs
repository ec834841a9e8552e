//! Endings that a local run survives: readers that leave, signals, `kill -9`.

use std::time::{Duration, Instant};

use frontdesk::aws::Clients;
use frontdesk::clock::Clock;
use frontdesk::providers::gire::GIRE;
use frontdesk::publish::outbox::Outbox;
use frontdesk::publish::queue::Queue;
use frontdesk::receive::delivery::Delivery;
use frontdesk::receive::pipeline::{After, Pipeline, RefusalLimit};
use frontdesk::receive::secrets::Secrets;
use frontdesk::receive::wanted::Wanted;
use frontdesk::store::Store;
use frontdesk_tests::engines::RETENTION_DAYS;
use frontdesk_tests::fixtures::{Fixture, provider_names};
use jiff::Timestamp;

use super::{LocalRun, PATIENCE};

/// `frontdesk dev | head -5`.
#[tokio::test(flavor = "multi_thread")]
async fn who_reads_the_lines_may_go() {
    let mut run = LocalRun::start(&["--ephemeral"]);
    run.stop_reading();
    // The relay prints a line after each of them.
    for kind in ["pud:create", "pud:status_update"] {
        let pending = answered_and_not_published(&run, Fixture::of("gire", kind).unwrap()).await;
        let until = Instant::now() + PATIENCE;
        while !run.item(&pending.key()).await.unwrap().contains_key("published_at") {
            assert!(Instant::now() < until, "{kind}: the relay no longer runs");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
    for provider in provider_names() {
        let fixture = Fixture::all(provider).unwrap().swap_remove(0);
        // New and known deliveries.
        assert_eq!(run.post(provider, &fixture.request()), 200, "{provider}");
        assert_eq!(run.post(provider, &fixture.request()), 200, "{provider}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_lost_by_kill_9() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let arguments = ["--data", data.to_str().unwrap()];
    let run = LocalRun::start(&arguments);
    let fixture = Fixture::of("gingr", "check_in").unwrap();
    assert_eq!(run.post("gingr", &fixture.request()), 200);
    run.line("published");
    let pending = answered_and_not_published(&run, Fixture::of("gire", "pud:create").unwrap()).await;
    run.kill();

    let run = LocalRun::start(&arguments);
    assert!(run.item(&fixture.key()).await.unwrap().contains_key("published_at"));
    assert!(run.item(&pending.key()).await.is_some());
    run.line("relay     published 1");
    let mut messages = run.take().await;
    messages.sort();
    assert_eq!(messages.len(), 2);
    assert!(messages.iter().any(|message| message.contains(&fixture.id)));
    assert!(messages.iter().any(|message| message.contains(&pending.id)));
}

/// Makes a delivery that is answered and not yet published.
async fn answered_and_not_published(run: &LocalRun, fixture: Fixture) -> Fixture {
    let access = run.access();
    let clients = Clients::for_relay(&access);
    let store = Store::new(clients.dynamodb(), "frontdesk-events", RETENTION_DAYS);
    let pipeline = Pipeline {
        retry_window: None,
        provider: &GIRE,
        secrets: Secrets::parse("local-gire-secret").unwrap().into(),
        wanted: Wanted::everything(),
        outbox: Outbox::new(
            store.clone(),
            Queue::new(clients.sqs(), run.queue_url()),
            frontdesk::providers::ALL,
            Clock::system(),
        ),
        store,
        clock: Clock::system(),
        auth_header: None,
        refusal_limit: RefusalLimit::few(),
    };
    let headers = fixture.headers.clone().into_iter().collect();
    let mut delivery = Delivery::post(fixture.path.clone(), headers, fixture.body.clone(), Timestamp::now());
    delivery.request_id = "cut short".to_owned();
    let receipt = pipeline.receive(delivery).await;
    assert!(receipt.status == 200 && matches!(receipt.after, After::Publish(_)), "{receipt:?}");
    fixture
}

#[test]
fn it_ends_cleanly() {
    for signal in ["-TERM", "-INT"] {
        let mut run = LocalRun::start(&["--ephemeral"]);
        run.signal(signal);
        run.line("ended");
        assert_eq!(run.child.wait().unwrap().code(), Some(0), "{signal}");
    }
}
