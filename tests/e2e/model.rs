//! Random sequences of deliveries, faults, crashes, relays and rotations, against a small reference model.
//!
//! In process: the real adapters and the SDK's retries on embedded engines, with faults beneath the SDK. Compiled: the programs that are
//! deployed, killed and hindered by proxies. A failure is shrunk to a short sequence and printed with its seed.
//!
//! | variable | |
//! |---|---|
//! | `FRONTDESK_SEQUENCES` | sequences in process, 10,000 by default |
//! | `FRONTDESK_SEQUENCES_COMPILED` | sequences on the compiled programs, 200 by default |
//! | `FRONTDESK_SEED` | a number; the same seed and number of sequences make the same sequences again |

mod compiled;
mod matrix;
mod operations;
mod pool;
mod reference;
mod run;
mod world;

use std::panic::resume_unwind;
use std::thread;
use std::time::Instant;

use proptest::test_runner::{Config, RngSeed, TestCaseError, TestError, TestRunner};

use operations::sequence;
use world::World;

fn number(variable: &str, default: u64) -> u64 {
    match std::env::var(variable) {
        Ok(value) => value.parse().unwrap_or_else(|_| panic!("{variable} is not a number")),
        Err(_) => default,
    }
}

/// The seed to use: the one asked for, or a new one.
fn seed() -> u64 {
    number("FRONTDESK_SEED", u64::from(uuid::Uuid::new_v4().as_fields().0))
}

#[test]
fn in_process() {
    let (sequences, seed) = (number("FRONTDESK_SEQUENCES", 10_000), seed());
    let workers = thread::available_parallelism().map_or(1, |cores| cores.get().min(4) as u64);
    println!("FRONTDESK_SEED={seed} FRONTDESK_SEQUENCES={sequences}, {workers} at a time");
    let started = Instant::now();
    thread::scope(|scope| {
        let share = |worker| sequences / workers + u64::from(worker < sequences % workers);
        let workers: Vec<_> =
            (0..workers).map(|worker| scope.spawn(move || work(seed + worker, share(worker)))).collect();
        for worker in workers {
            worker.join().unwrap_or_else(|panic| resume_unwind(panic));
        }
    });
    println!("{sequences} sequences in {:.1} s", started.elapsed().as_secs_f64());
}

/// Runs `sequences` sequences one after the other, on engines of its own.
fn work(seed: u64, sequences: u64) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let world = runtime.block_on(World::start()).unwrap();
    let config = Config {
        cases: u32::try_from(sequences).unwrap(),
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(seed),
        max_shrink_iters: 2_000,
        ..Config::default()
    };
    let ended = TestRunner::new(config).run(&sequence(), |(provider, operations)| {
        let ran = runtime.block_on(world.run(provider, &operations));
        ran.map_err(|broken| TestCaseError::fail(format!("{broken:#}")))
    });
    match ended {
        Ok(()) => {}
        Err(TestError::Fail(broken, sequence)) => panic!("seed {seed}: {broken}\nthe sequence: {sequence:#?}"),
        Err(TestError::Abort(reason)) => panic!("seed {seed}: {reason}"),
    }
}
