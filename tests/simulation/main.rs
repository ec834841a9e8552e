//! Months in seconds: the deployed code on real engines, in simulated time.
//!
//! All providers send, with accounts and recurrences; AWS throttles, hangs and fails for hours;
//! secrets rotate, sandboxes freeze for days and end at any moment, clocks differ, relays overlap,
//! events are replayed, consumers crash. The promises are checked after every call to AWS, after
//! every answer and at the end (`ledger.rs`, `provider.rs`, `function.rs`, `consumer.rs`).
//! Everything runs in one thread and in tokio's paused time, and all chance comes from a seed: the
//! same seed gives the same trace. A failure is shrunk to few steps and printed.
//!
//! | variable | |
//! |---|---|
//! | `FRONTDESK_SEED` | a number; by default a new one, which is printed |
//! | `FRONTDESK_DAYS` | how many days to simulate, 21 by default |
//! | `FRONTDESK_EVENTS` | how many events a day, 40 by default |
//! | `FRONTDESK_TRACE` | a file for the trace |
//! | `FRONTDESK_PATIENCE` | how many seconds to look for fewer steps that fail in the same way, 180 by default |

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod aws;
mod consumer;
mod function;
mod ledger;
mod operator;
mod plan;
mod provider;
mod random;
mod relay;
mod shrink;
mod simulation;
mod weather;
mod world;

use std::time::{Duration, Instant};

use plan::plan;
use simulation::simulate;

fn number(variable: &str, default: u64) -> u64 {
    match std::env::var(variable) {
        Ok(value) => value.parse().unwrap_or_else(|_| panic!("{variable} is not a number")),
        Err(_) => default,
    }
}

/// Returns the requested seed, or a new one.
fn seed() -> u64 {
    number("FRONTDESK_SEED", u64::from(uuid::Uuid::new_v4().as_fields().0))
}

#[test]
fn weeks_of_traffic() {
    let (seed, days, events) = (seed(), number("FRONTDESK_DAYS", 21), number("FRONTDESK_EVENTS", 40));
    println!("FRONTDESK_SEED={seed} FRONTDESK_DAYS={days} FRONTDESK_EVENTS={events}");
    let (steps, started) = (plan(seed, days, events), Instant::now());
    let ended = simulate(seed, &steps);
    let seconds = started.elapsed().as_secs_f64();
    if let Ok(file) = std::env::var("FRONTDESK_TRACE") {
        std::fs::write(file, &ended.trace).unwrap();
    }
    println!("{days} days in {seconds:.1} s: {} steps, {}", steps.len(), ended.report);
    if let Some(broken) = &ended.broken {
        let patience = Duration::from_secs(number("FRONTDESK_PATIENCE", 180));
        println!("broken: {broken}\nnow with fewer steps, for at most {} s", patience.as_secs());
        let (steps, ended) = shrink::shrink(seed, steps, ended, patience);
        let broken = ended.broken.unwrap_or_default();
        let steps: Vec<String> = steps.iter().map(|step| format!("{step:?}")).collect();
        panic!("seed {seed}: {broken}\n{}\n\n{}", steps.join("\n"), shrink::tail(&ended.trace));
    }
}

#[test]
fn the_same_seed_gives_the_same_trace() {
    let seed = seed();
    println!("FRONTDESK_SEED={seed}");
    let steps = plan(seed, 4, 60);
    let [first, second] = [simulate(seed, &steps), simulate(seed, &steps)].map(|ended| ended.trace);
    let differs = first.lines().zip(second.lines()).position(|(one, other)| one != other);
    assert!(first == second, "seed {seed}: the traces differ from line {differs:?} on");
}
