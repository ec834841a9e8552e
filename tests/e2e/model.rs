//! Random sequences of deliveries, faults, crashes, relays and rotations, compared with a small
//! reference model.
//!
//! In process: the real adapters and the SDK's retries on embedded engines, with faults beneath the
//! SDK. Compiled: the deployed programs, killed and disturbed by proxies. A failure is shrunk to a
//! short sequence and printed with its seed.
//!
//! | variable | |
//! |---|---|
//! | `FRONTDESK_SEQUENCES` | sequences in process, 10,000 by default |
//! | `FRONTDESK_SEQUENCES_COMPILED` | sequences on the compiled programs, 200 by default |
//! | `FRONTDESK_SEED` | a number; the same seed and number of sequences repeat the same sequences |

mod compiled;
mod matrix;
mod operations;
mod pool;
mod protocol;
mod recurrence;
mod reference;
mod run;
mod world;

use std::panic::resume_unwind;
use std::pin::Pin;
use std::thread;
use std::time::Instant;

use proptest::strategy::Strategy;
use proptest::test_runner::{Config, RngSeed, TestCaseError, TestError, TestRunner};

use operations::sequence;
use world::World;

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
fn in_process() {
    in_parallel(sequence, |world, (provider, operations)| Box::pin(world.run(provider, operations)));
}

#[test]
fn recurrence_is_told_from_retry() {
    in_parallel(recurrence::sequence, |world, (sender, happenings)| {
        Box::pin(recurrence::run(world, *sender, happenings))
    });
}

/// A sequence in progress in a world.
type Running<'a> = Pin<Box<dyn Future<Output = anyhow::Result<()>> + 'a>>;

/// Runs as many sequences as the variable says, several at once.
fn in_parallel<S: Strategy>(sequence: fn() -> S, run: for<'a> fn(&'a World, &'a S::Value) -> Running<'a>) {
    let (sequences, seed) = (number("FRONTDESK_SEQUENCES", 10_000), seed());
    let workers = thread::available_parallelism().map_or(1, |cores| cores.get().min(4) as u64);
    println!("FRONTDESK_SEED={seed} FRONTDESK_SEQUENCES={sequences}, {workers} at a time");
    let started = Instant::now();
    thread::scope(|scope| {
        let share = |worker| sequences / workers + u64::from(worker < sequences % workers);
        let workers: Vec<_> = (0..workers)
            .map(|worker| scope.spawn(move || work(seed + worker, share(worker), sequence(), run)))
            .collect();
        for worker in workers {
            worker.join().unwrap_or_else(|panic| resume_unwind(panic));
        }
    });
    println!("{sequences} sequences in {:.1} s", started.elapsed().as_secs_f64());
}

/// Runs `sequences` sequences one after the other, on their own engines.
fn work<S: Strategy>(seed: u64, sequences: u64, strategy: S, run: for<'a> fn(&'a World, &'a S::Value) -> Running<'a>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let world = runtime.block_on(World::start()).unwrap();
    let config = Config {
        cases: u32::try_from(sequences).unwrap(),
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(seed),
        max_shrink_iters: 2_000,
        ..Config::default()
    };
    let ended = TestRunner::new(config).run(&strategy, |sequence| {
        let ran = runtime.block_on(run(&world, &sequence));
        ran.map_err(|broken| TestCaseError::fail(format!("{broken:#}")))
    });
    match ended {
        Ok(()) => {}
        Err(TestError::Fail(broken, sequence)) => panic!("seed {seed}: {broken}\nthe sequence: {sequence:#?}"),
        Err(TestError::Abort(reason)) => panic!("seed {seed}: {reason}"),
    }
}
