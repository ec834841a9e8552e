//! One simulation, from the first step to rest.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use anyhow::{Result, ensure};
use serde_json::json;
use tokio::runtime::Builder;
use tokio::sync::oneshot;

use crate::function::{Purpose, invoke};
use crate::plan::{Content, Step, What};
use crate::provider::{SENDERS, next_try};
use crate::random::Random;
use crate::world::{TABLE, World};
use crate::{consumer, operator, relay};

/// The end of a simulation.
pub(crate) struct Ended {
    pub(crate) trace: String,
    /// The first check that failed.
    pub(crate) broken: Option<String>,
    pub(crate) report: String,
}

/// Runs the steps, each at its time, and their consequences.
pub(crate) fn simulate(seed: u64, steps: &[Step]) -> Ended {
    let runtime = Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
    runtime.block_on(async {
        let world = World::new(seed).unwrap();
        tokio::spawn(relay::schedule(Arc::clone(&world)));
        for number in 0..2 {
            tokio::spawn(consumer::poll(Arc::clone(&world), number));
        }
        for step in steps {
            world.until(step.at).await;
            if world.broken().is_some() {
                break;
            }
            begin(&world, step);
        }
        let rested = world.come_to_rest().await;
        world.check(rested);
        if world.broken().is_none() {
            let held = at_rest(&world).await;
            world.check(held);
        }
        // Their clients refer to the world.
        world.idle.lock().unwrap().clear();
        Ended { trace: world.take_trace(), broken: world.broken(), report: report(&world) }
    })
}

fn report(world: &World) -> String {
    let (ledger, truth) = (world.ledger.lock().unwrap(), world.truth.lock().unwrap());
    format!(
        "{} true events, {} deliveries acknowledged, {} rows, {} messages of which {} came again, {} calls to AWS, rows kept {} days",
        truth.events.len(),
        truth.acknowledged,
        ledger.stored,
        ledger.messages,
        ledger.repeats,
        world.calls(),
        world.retention_days,
    )
}

fn begin(world: &Arc<World>, step: &Step) {
    let random = Random::new(step.seed, "step");
    let shared = Arc::clone(world);
    match step.what {
        What::Event { sender, content, copies } => go(world, deliver(shared, sender, content, copies, random)),
        What::Rotation { sender, operator_first } => {
            go(world, operator::rotate(shared, sender, operator_first, random))
        }
        What::Strangers { sender, count } => go(world, operator::strangers(shared, sender, count, random)),
        What::Replay => go(world, operator::replay(shared, random)),
        What::Deployment => operator::deploy(world),
        What::RelaysOverlap { minutes } => operator::overlap(world, minutes),
        What::Spell { service, spell, minutes } => {
            let until = world.now() + minutes * crate::plan::MINUTE;
            world.weather.lock().unwrap().begin(service, spell, until);
            world.trace("aws", format_args!("{service:?} {spell:?} for {minutes} min"));
        }
        What::TimeToLive { late } => {
            world.check(world.delete_expired(late));
            world.redrive();
        }
    }
}

/// Starts a task that must end before the simulation does.
fn go(world: &Arc<World>, doing: impl Future<Output = ()> + Send + 'static) {
    let world = Arc::clone(world);
    world.under_way.fetch_add(1, Ordering::Relaxed);
    tokio::spawn(async move {
        doing.await;
        world.under_way.fetch_sub(1, Ordering::Relaxed);
    });
}

/// Delivers a true event until the provider gets a 2xx.
async fn deliver(world: Arc<World>, sender: usize, content: Content, copies: u8, mut random: Random) {
    let event = world.truth.lock().unwrap().happened(sender, content);
    let mut copies = copies;
    for number in 1.. {
        let mut answers = Vec::new();
        for _ in 0..copies {
            let (secret, accepted) = world.operator.lock().unwrap().signs(sender);
            let request = SENDERS[sender].request(content, number, &secret, &world.zaui);
            let attempt = world.truth.lock().unwrap().begin(event, number, world.now());
            let purpose = Purpose::Genuine { attempt, accepted };
            let (answer, answered) = oneshot::channel();
            let random = Random::new(random.next(), "delivery");
            tokio::spawn(invoke(Arc::clone(&world), SENDERS[sender].known(), request, purpose, random, answer));
            answers.push(answered);
        }
        copies = 1;
        let mut accepted = false;
        for answer in answers {
            accepted |= answer.await.is_ok_and(|status| status == 200);
        }
        // The answer can be lost on its way, and some providers deliver again for no reason.
        let again = random.chance(30);
        let pause = next_try(number, &mut random);
        match pause {
            Some(pause) if !accepted || again => world.until(world.now() + pause).await,
            _ => return,
        }
    }
}

/// Checks the final state, once nothing is left to do.
async fn at_rest(world: &Arc<World>) -> Result<()> {
    let large = operator::read_large(world).await?;
    operator::audit(world).await?;
    let scanned = scan(world)?;
    let ledger = world.ledger.lock().unwrap();
    let known: Vec<&String> = ledger.rows.keys().chain(ledger.others.keys()).collect();
    ensure!(scanned.len() == known.len(), "the table has {} rows, and should have {}", scanned.len(), known.len());
    for key in known {
        ensure!(scanned.contains(key), "{key} is not in the table");
    }
    let runs = world.runs.lock().unwrap();
    for key in &ledger.to_consume {
        let done = runs.get(key).map_or(0, |run| run.done);
        ensure!(done > 0, "{key} was published and never consumed");
    }
    world.trace("at rest", format_args!("{} rows, {large} of them large", scanned.len()));
    Ok(())
}

/// Returns the keys of all rows.
fn scan(world: &World) -> Result<std::collections::BTreeSet<String>> {
    let mut keys = std::collections::BTreeSet::new();
    let mut scan = json!({ "TableName": TABLE, "ProjectionExpression": "id" });
    loop {
        let (status, answer) = world.dynamodb.answer("DynamoDB_20120810.Scan", scan.to_string().as_bytes());
        ensure!(status.is_success(), "{answer}");
        let answer: serde_json::Value = serde_json::from_str(&answer)?;
        let ids = answer["Items"].as_array().into_iter().flatten();
        keys.extend(ids.filter_map(|item| item["id"]["S"].as_str().map(str::to_owned)));
        match answer.get("LastEvaluatedKey").filter(|key| key.is_object()) {
            Some(key) => scan["ExclusiveStartKey"] = key.clone(),
            None => return Ok(keys),
        }
    }
}
