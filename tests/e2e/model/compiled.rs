//! The same on the compiled programs: killed at random steps, disturbed at random calls.
//!
//! Sequences run concurrently, each on its own engines: most of their time is spent waiting.

use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use frontdesk_tests::engines::Engines;
use frontdesk_tests::fixtures::Request;
use frontdesk_tests::function::{Function, Setup};
use frontdesk_tests::proxy::{Fault, Proxy};
use frontdesk_tests::trap::Trap;
use futures_util::stream::{self, StreamExt, TryStreamExt};
use jiff::Timestamp;
use proptest::collection::vec;
use proptest::prelude::{Just, Strategy, any};
use proptest::prop_oneof;
use proptest::sample::select;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngSeed, TestRunner};

use super::pool::{Sample, samples};
use super::reference::Reference;
use super::world::in_a_minute;
use super::{number, seed};
use crate::crash::{age, killed_in};

/// Concurrent sequences.
const AT_ONCE: usize = 6;

/// One event in the life of a provider's function.
#[derive(Debug, Clone)]
enum Happening {
    /// A delivery.
    Deliver(u8),
    /// The same delivery several times at once, each to its own sandbox.
    AtOnce(u8, u8),
    /// A delivery to a sandbox that is killed at the step with this number, counted from its start.
    Kill(u8, u8),
    /// The next calls of an operation meet a fault.
    Hinder(&'static str, Fault, u8),
    /// The relay runs, killed at the step with this number if there is one.
    Relay(Option<u8>),
    /// Two relays at once.
    TwoRelays,
}

const HINDERED: [&str; 5] = ["PutItem", "UpdateItem", "SendMessage", "SendMessageBatch", "BatchGetItem"];

fn sequence() -> impl Strategy<Value = (u8, Vec<Happening>)> {
    let pick = any::<u8>;
    // Slow calls cost real seconds here, so they are rare.
    let quick: Vec<_> =
        Fault::ALL.into_iter().filter(|fault| !matches!(fault, Fault::Delay(_) | Fault::Late(_))).collect();
    let slow: Vec<_> =
        Fault::ALL.into_iter().filter(|fault| matches!(fault, Fault::Delay(_) | Fault::Late(_))).collect();
    let fault = prop_oneof![12 => select(quick), 1 => select(slow)];
    let happening = prop_oneof![
        4 => pick().prop_map(Happening::Deliver),
        1 => (pick(), 2_u8..=4).prop_map(|(pick, copies)| Happening::AtOnce(pick, copies)),
        4 => (pick(), 3_u8..=16).prop_map(|(pick, step)| Happening::Kill(pick, step)),
        3 => (select(&HINDERED[..]), fault, 1_u8..=4).prop_map(|(name, fault, calls)| Happening::Hinder(name, fault, calls)),
        1 => (3_u8..=50).prop_map(|step| Happening::Relay(Some(step))),
        1 => Just(Happening::Relay(None)),
        1 => Just(Happening::TwoRelays),
    ];
    (pick(), vec(happening, 1..=6))
}

#[tokio::test(flavor = "multi_thread")]
async fn on_the_compiled_programs() {
    // Built first if needed, before the clocks of the first sequences start.
    frontdesk_tests::build::program("relay").unwrap();
    let (sequences, seed) = (number("FRONTDESK_SEQUENCES_COMPILED", 200), seed());
    println!("FRONTDESK_SEED={seed} FRONTDESK_SEQUENCES_COMPILED={sequences}, {AT_ONCE} at a time");
    let started = Instant::now();
    let mut runner = TestRunner::new(Config { rng_seed: RngSeed::Fixed(seed), ..Config::default() });
    let drawn: Vec<_> = (0..sequences).map(|_| sequence().new_tree(&mut runner).unwrap().current()).collect();
    let ran = stream::iter(drawn).map(|(provider, happenings)| async move {
        let told = format!("seed {seed}, provider {provider}: {happenings:#?}");
        tokio::spawn(run(provider, happenings)).await?.context(told)
    });
    let ran: Result<Vec<usize>> = ran.buffer_unordered(AT_ONCE).try_collect().await;
    let kills: usize = ran.unwrap_or_else(|broken| panic!("{broken:#}")).into_iter().sum();
    println!("{sequences} sequences with {kills} kills in {:.1} s", started.elapsed().as_secs_f64());
}

/// Runs one sequence. Returns how many processes were killed.
async fn run(provider: u8, happenings: Vec<Happening>) -> Result<usize> {
    let providers = frontdesk::providers::ALL;
    let provider = providers[usize::from(provider) % providers.len()].name;
    let mut samples = samples();
    samples.retain(|sample| sample.provider == provider && sample.wanted);
    let mut engines = Engines::start().await?;
    let direct = (engines.dynamodb_url.clone(), engines.sqs_url.clone());
    let (dynamodb, sqs) = (Proxy::start(&direct.0).await?, Proxy::start(&direct.1).await?);
    (engines.dynamodb_url, engines.sqs_url) = (dynamodb.url(), sqs.url());
    let mut run =
        Run { provider, samples, engines, proxies: [dynamodb, sqs], reference: Reference::default(), function: None };
    let mut kills = 0;
    for happening in &happenings {
        kills += usize::from(run.happen(happening).await.with_context(|| format!("{happening:?}"))?);
    }
    run.end().await?;
    Ok(kills)
}

struct Run {
    provider: &'static str,
    samples: Vec<Sample>,
    engines: Engines,
    proxies: [Proxy; 2],
    reference: Reference,
    /// The sandbox that waits for the next delivery.
    function: Option<Function>,
}

impl Run {
    /// Returns whether a process was killed.
    async fn happen(&mut self, happening: &Happening) -> Result<bool> {
        match happening {
            Happening::Deliver(pick) => self.deliver(*pick, 1).await?,
            Happening::AtOnce(pick, copies) => self.deliver(*pick, usize::from(*copies)).await?,
            Happening::Kill(pick, step) => return self.kill(*pick, usize::from(*step)).await,
            Happening::Hinder(name, fault, calls) => self.hinder(name, fault, *calls),
            Happening::Relay(step) => return self.relay(step.map(usize::from)).await,
            Happening::TwoRelays => {
                self.reference.disturbances += 1;
                let (one, other) = (self.engines.outbox(in_a_minute), self.engines.outbox(in_a_minute));
                let _ = tokio::join!(one.sweep(Timestamp::MAX), other.sweep(Timestamp::MAX));
            }
        }
        Ok(false)
    }

    fn hinder(&mut self, name: &'static str, fault: &Fault, calls: u8) {
        self.reference.disturbances += usize::from(calls);
        for proxy in &self.proxies {
            let (fault, mut left) = (fault.clone(), calls);
            proxy.plan(move |operation| {
                if operation != name || left == 0 {
                    return Fault::Pass;
                }
                left -= 1;
                fault.clone()
            });
        }
    }

    fn pick(&mut self, pick: u8) -> (Sample, Request, String) {
        let sample = self.samples[usize::from(pick) % self.samples.len()].clone();
        let sha256 = sample.sha256(0);
        self.reference.sent(&sample, sha256.clone());
        (sample.clone(), sample.requests[0].clone(), sha256)
    }

    fn answered(&mut self, sample: &Sample, sha256: &str, status: u16) -> Result<()> {
        match status {
            200 => self.reference.answered(sample, sha256, false),
            503 => {
                ensure!(self.reference.disturbances > 0, "503 without a fault");
                Ok(())
            }
            other => anyhow::bail!("answered {other}"),
        }
    }

    /// Delivers `copies` times at once.
    async fn deliver(&mut self, pick: u8, copies: usize) -> Result<()> {
        let (sample, request, sha256) = self.pick(pick);
        let alone = copies == 1;
        let function = match self.function.take().filter(|_| alone) {
            Some(function) => function,
            None => Setup::new(self.provider, &self.engines).sandboxes(copies).start().await?,
        };
        let answers = futures_util::future::join_all((0..copies).map(|_| function.deliver(&request))).await;
        for answer in answers {
            self.answered(&sample, &sha256, answer?.status().as_u16()).with_context(|| function.log())?;
        }
        if alone {
            function.settle().await?;
            self.function = Some(function);
        } else {
            // The work that the sandboxes had left after their answers is cut off with them.
            self.reference.disturbances += 1;
            function.kill().await?;
        }
        Ok(())
    }

    async fn kill(&mut self, pick: u8, step: usize) -> Result<bool> {
        let (sample, request, sha256) = self.pick(pick);
        self.reference.disturbances += 1;
        let trap = Arc::new(Trap::at(step));
        let (function, _ways) = self.trapped(self.provider, &trap).await?;
        let answer = killed_in(&function, &trap, async { function.deliver(&request).await.ok() }).await;
        // A function URL answers 502 if the sandbox died.
        match answer.map(|answer| answer.status().as_u16()) {
            None | Some(502) => {}
            Some(status) => self.answered(&sample, &sha256, status).with_context(|| function.log())?,
        }
        Ok(trap.is_sprung())
    }

    async fn relay(&mut self, step: Option<usize>) -> Result<bool> {
        let settled = match self.function.take() {
            Some(function) => function.settle().await,
            None => Ok(()),
        };
        settled?;
        age(&self.engines).await;
        self.reference.disturbances += usize::from(step.is_some());
        let trap = Arc::new(step.map_or(Trap::never(), Trap::at));
        let (relay, _ways) = self.trapped("relay", &trap).await?;
        killed_in(&relay, &trap, async { relay.tick().await.ok() }).await;
        Ok(trap.is_sprung())
    }

    /// Starts a program whose every step goes through the trap.
    async fn trapped(&self, program: &str, trap: &Arc<Trap>) -> Result<(Function, [Proxy; 2])> {
        let [dynamodb, sqs] = &self.proxies;
        let dynamodb = Proxy::start_with(&dynamodb.url(), Some(trap.clone())).await?;
        let sqs = Proxy::start_with(&sqs.url(), Some(trap.clone())).await?;
        let setup = Setup::new(program, &self.engines)
            .with("AWS_ENDPOINT_URL_DYNAMODB", &dynamodb.url())
            .with("AWS_ENDPOINT_URL_SQS", &sqs.url());
        Ok((setup.trapped(trap).start().await?, [dynamodb, sqs]))
    }

    /// Ends the faults, runs the relay, and checks the three clauses.
    async fn end(mut self) -> Result<()> {
        if let Some(function) = self.function.take() {
            function.settle().await?;
        }
        for proxy in &self.proxies {
            proxy.always(Fault::Pass);
        }
        let sweep = self.engines.outbox(in_a_minute).sweep(Timestamp::MAX).await?;
        ensure!(sweep.failed == 0 && sweep.complete && sweep.oldest_left.is_none(), "the relay left rows: {sweep:?}");
        let mut messages = Vec::new();
        for message in self.engines.take_messages().await? {
            messages.push(serde_json::from_str(message.body().unwrap_or_default())?);
        }
        self.reference.check(&self.engines.items().await?, &messages)
    }
}
