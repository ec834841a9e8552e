//! Kills a process at each of its steps, and then runs the relay on rows that are old enough for
//! it.

use std::future::Future;
use std::pin::pin;

use frontdesk_local::runtime_api::{Entry, Happening};
use frontdesk_tests::engines::Engines;
use frontdesk_tests::function::{Function, Setup};
use frontdesk_tests::trap::Trap;
use futures_util::stream::{self, StreamExt};
use jiff::{SignedDuration, Timestamp};

/// More steps than any of these processes takes.
const MANY: usize = 2_000;
/// Concurrent runs.
const AT_ONCE: usize = 3;

/// The result of one kill.
pub(super) struct Killed {
    pub(super) steps: Vec<String>,
    pub(super) sprung: bool,
}

/// Kills at every step, and checks after each. Returns the steps.
pub(super) async fn at_every_step<F: Future<Output = Killed>>(run: impl Fn(usize) -> F) -> Vec<String> {
    // Built first if needed, before the clocks of the first runs start.
    frontdesk_tests::build::program("relay").unwrap();
    let mut runs = stream::iter((1..MANY).map(run)).buffered(AT_ONCE);
    let mut killed = 0;
    while let Some(run) = runs.next().await {
        if !run.sprung {
            assert!(killed > 2, "{:?}", run.steps);
            println!("killed at each of {killed} steps");
            return run.steps;
        }
        killed += 1;
    }
    panic!("the process never ended within {MANY} steps");
}

/// Runs `work` until the trap springs, and kills the function there; if the trap never springs,
/// kills it when idle. Returns the result of the work, if it finished first.
pub(crate) async fn killed_in<T>(function: &Function, trap: &Trap, work: impl Future<Output = Option<T>>) -> Option<T> {
    let mut work = pin!(work);
    let mut done = tokio::select! {
        done = &mut work => Some(done),
        () = trap.sprung() => None,
    };
    if done.is_some() {
        tokio::select! {
            settled = function.settle() => settled.unwrap(),
            () = trap.sprung() => {}
        }
    }
    function.kill().await.unwrap();
    // A response that left the function before the kill still arrives.
    let handed_out = |entry: &Entry| matches!(entry.happening, Happening::HandedOut { .. });
    if done.is_none() && function.api.journal().iter().any(handed_out) {
        done = Some(work.await);
    }
    done.flatten()
}

/// Runs the relay once, on rows that are old enough for it.
pub(super) async fn drain(engines: &Engines, compiled: bool) {
    if compiled {
        age(engines).await;
        let relay = Setup::new("relay", engines).start().await.unwrap();
        relay.tick().await.unwrap();
        return;
    }
    let sweep = engines.outbox(in_a_minute).sweep(Timestamp::MAX).await.unwrap();
    assert_eq!((sweep.failed, sweep.complete, sweep.oldest_left), (0, true, None));
}

/// Changes every row to have arrived long ago.
pub(crate) async fn age(engines: &Engines) {
    let dynamodb = frontdesk::aws::Clients::for_relay(engines.access()).dynamodb();
    let long_ago = aws_sdk_dynamodb::types::AttributeValue::S("2026-01-01T00:00:00.000Z".to_owned());
    for mut item in engines.items().await.unwrap() {
        if item.insert("received_at".to_owned(), long_ago.clone()).is_some() {
            dynamodb.put_item().table_name(&engines.table).set_item(Some(item)).send().await.unwrap();
        }
    }
}

/// Returns the steps without those that only open connections at start-up.
pub(super) fn without_warm_up(steps: &[String]) -> Vec<&str> {
    let warm_up = |step: &&str| step.starts_with("GetItem ") || step.starts_with("GetQueueAttributes ");
    steps.iter().map(String::as_str).filter(|step| !warm_up(step)).collect()
}

/// A clock that is a minute ahead, so every row is old enough for the relay.
fn in_a_minute() -> Timestamp {
    Timestamp::now() + SignedDuration::from_secs(60)
}
