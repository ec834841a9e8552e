//! Two consumers with one name, which crash, fail and are slow, and still handle each event once.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Result, ensure};
use bytes::Bytes;
use frontdesk::Message;
use frontdesk::consume::{Batch, Consumer, Once, row_key};
use frontdesk::store::Reader;
use jiff::SignedDuration;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tokio::time::{sleep, timeout};

use crate::aws::{INVOCATION, Invocation, Line};
use crate::plan::SECOND;
use crate::random::Random;
use crate::world::{QUEUE_URL, TABLE, World};

/// Lambda's time limit for the consumer; its messages are invisible for six times as long.
const TIME: Duration = Duration::from_secs(30);
/// A lease outlasts the work by a second, so two clocks may differ by less than that.
const SKEW: i64 = 400;

/// The work on each event.
pub(crate) type Runs = BTreeMap<String, Run>;

/// The work on an event.
pub(crate) struct Run {
    /// Who works on it, or did so last.
    by: Arc<Invocation>,
    goes_on: bool,
    begun: usize,
    /// How often it was completed.
    pub(crate) done: usize,
}

/// Lambda's poller and the function behind it. Runs until the simulation is dropped.
pub(crate) async fn poll(world: Arc<World>, number: i64) {
    let line = Line::new(&world.relay, &world);
    let clock = world.clock(SKEW * (1 - 2 * number));
    let reader = Reader::new(line.dynamodb.clone(), TABLE);
    let consumer = Consumer::new(reader, clock.clone());
    let consumer = consumer.once(Once::new(line.dynamodb, TABLE, "desk", clock.clone()));
    loop {
        let bell = world.queued.notified();
        if world.depth(QUEUE_URL) == 0 {
            bell.await;
            continue;
        }
        let receive = json!({ "QueueUrl": QUEUE_URL, "MaxNumberOfMessages": 10, "AttributeNames": ["All"] });
        let received = world.queue("ReceiveMessage", &receive);
        let messages = received["Messages"].as_array().cloned().unwrap_or_default();
        if messages.is_empty() {
            sleep(Duration::from_secs(20)).await;
            continue;
        }
        let name = format!("consumer!{}", world.number());
        let mut random = Random::new(world.seed, &format!("{name} {}", world.now()));
        let invocation = Invocation::new(name, random.clone());
        let time = if random.chance(30) { Duration::from_millis(random.between(0, 2000)) } else { TIME };
        let deadline = clock.now() + SignedDuration::try_from(TIME).unwrap();
        let handle = |message: Message<Bytes>| work(Arc::clone(&world), Arc::clone(&invocation), message);
        let consuming = consumer.consume(batch(&messages), deadline, &handle);
        let consumed = INVOCATION.scope(Arc::clone(&invocation), timeout(time, consuming)).await;
        invocation.end(world.now(), consumed.is_err());
        let Ok(response) = consumed else {
            world.trace("consumer", format_args!("ended with {} messages", messages.len()));
            continue;
        };
        let failed = |message: &&Value| {
            !response.failures.iter().any(|failure| message["MessageId"] == failure.message_id.as_str())
        };
        for message in messages.iter().filter(failed) {
            let delete = json!({ "QueueUrl": QUEUE_URL, "ReceiptHandle": message["ReceiptHandle"] });
            world.queue("DeleteMessage", &delete);
        }
        world.trace("consumer", format_args!("{} messages, {} failed", messages.len(), response.failures.len()));
    }
}

/// Builds a batch as Lambda passes it to a function.
fn batch(messages: &[Value]) -> Batch {
    let record = |message: &Value| {
        let attributes = json!({ "ApproximateReceiveCount": message["Attributes"]["ApproximateReceiveCount"] });
        json!({
            "messageId": message["MessageId"], "receiptHandle": message["ReceiptHandle"], "body": message["Body"],
            "attributes": attributes,
        })
    };
    let records: Vec<Value> = messages.iter().map(record).collect();
    serde_json::from_value(json!({ "Records": records })).unwrap()
}

/// Does the work.
async fn work(world: Arc<World>, by: Arc<Invocation>, message: Message<Bytes>) -> Result<(), &'static str> {
    let key = row_key("desk", &message.source, &message.id, None).trim_start_matches("consumed:").to_owned();
    let intact = hex::encode(Sha256::digest(&message.payload)) == message.sha256;
    let begun = if message.replay { Ok(0) } else { begin(&world, &by, &key, intact) };
    let count = begun.as_ref().map_or(0, |count| *count);
    world.check(begun.map(drop));
    let _working = (!message.replay).then(|| Working { world: Arc::clone(&world), key: key.clone() });
    let mut random = Random::new(world.seed, &format!("{key} {count} {}", world.now()));
    let slow = random.chance(10);
    sleep(Duration::from_millis(if slow { random.between(SECOND, 40 * SECOND) } else { random.between(1, 50) })).await;
    if random.chance(20) {
        return Err("simulated");
    }
    if !message.replay
        && let Some(run) = world.runs.lock().unwrap().get_mut(&key)
    {
        run.done += 1;
    }
    Ok(())
}

/// Work in progress until this is dropped: when it is complete, or where it is cut off.
struct Working {
    world: Arc<World>,
    key: String,
}

impl Drop for Working {
    fn drop(&mut self) {
        if let Some(run) = self.world.runs.lock().unwrap().get_mut(&self.key) {
            run.goes_on = false;
        }
    }
}

/// Begins the work. No other consumer may be working on the event, or have recorded it as done.
fn begin(world: &World, by: &Arc<Invocation>, key: &str, intact: bool) -> Result<usize> {
    ensure!(intact, "the body of {key} is not what its message says");
    ensure!(!world.ledger.lock().unwrap().done.contains(key), "{key} is handled again after it was recorded as done");
    let mut runs = world.runs.lock().unwrap();
    let new = || Run { by: Arc::clone(by), goes_on: false, begun: 0, done: 0 };
    let run = runs.entry(key.to_owned()).or_insert_with(new);
    let others = run.goes_on && run.by.is_running();
    ensure!(!others, "{key} is worked on by {} and {} at a time", run.by.name, by.name);
    (run.by, run.goes_on, run.begun) = (Arc::clone(by), true, run.begun + 1);
    Ok(run.begun)
}
