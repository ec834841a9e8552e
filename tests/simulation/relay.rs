//! The relay: once a minute while a row is pending, at times twice at once.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use frontdesk::providers::ALL;
use frontdesk::publish::outbox::Outbox;
use frontdesk::publish::queue::Queue;
use frontdesk::store::Store;
use jiff::SignedDuration;
use tokio::time::timeout;

use crate::aws::{INVOCATION, Invocation, Line};
use crate::plan::MINUTE;
use crate::random::Random;
use crate::world::{QUEUE_URL, TABLE, World};

/// Lambda's time limit for the relay (`Timeout` in template.yaml), less the time it reserves for
/// its report (lambda/relay.rs).
const TIME: Duration = Duration::from_secs(55);
const MARGIN: SignedDuration = SignedDuration::from_secs(8);

/// Runs until the simulation is dropped.
pub(crate) async fn schedule(world: Arc<World>) {
    let outboxes = [7_000, -12_000].map(|skew| {
        let line = Line::new(&world.relay, &world);
        let store = Store::new(line.dynamodb, TABLE, world.retention_days);
        let clock = world.clock(skew);
        (Outbox::new(store, Queue::new(line.sqs, QUEUE_URL), ALL, clock.clone()), clock)
    });
    loop {
        let bell = world.pending.notified();
        if world.ledger.lock().unwrap().pending == 0 {
            bell.await;
            continue;
        }
        world.until((world.now() / MINUTE + 1) * MINUTE).await;
        let overlap = world.now() < world.relays_overlap_until.load(Ordering::Relaxed);
        for (outbox, clock) in outboxes.iter().take(1 + usize::from(overlap)) {
            tokio::spawn(run(Arc::clone(&world), outbox.clone(), clock.clone()));
        }
    }
}

async fn run(world: Arc<World>, outbox: Outbox, clock: frontdesk::clock::Clock) {
    let name = format!("relay!{}", world.number());
    let mut random = Random::new(world.seed, &format!("relay {} {}", world.now(), name));
    let invocation = Invocation::new(name, random.clone());
    let time = if random.chance(40) { Duration::from_millis(random.between(0, 500)) } else { TIME };
    let until = clock.now() + SignedDuration::try_from(TIME).unwrap() - MARGIN;
    let sweep = INVOCATION.scope(Arc::clone(&invocation), timeout(time, outbox.sweep(until))).await;
    invocation.end(world.now(), sweep.is_err());
    match sweep {
        Err(_) => world.trace("relay", "ended"),
        Ok(Err(_)) => world.trace("relay", "could not read the outbox"),
        Ok(Ok(sweep)) if sweep.published + sweep.failed > 0 => {
            world.trace("relay", format_args!("published {}, failed {}", sweep.published, sweep.failed));
        }
        Ok(Ok(_)) => {}
    }
}
