//! The operator, who rotates secrets and replays events; and senders other than the providers.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use anyhow::{Result, ensure};
use frontdesk::event::{EventId, rfc3339};
use frontdesk::publish::queue::Queue;
use frontdesk::store::Store;
use frontdesk_local::secrets_manager::SecretsManager;
use frontdesk_tests::audit;
use serde_json::{Value, json};
use tokio::sync::oneshot;

use crate::aws::{INVOCATION, Invocation, Line};
use crate::function::{Purpose, invoke};
use crate::plan::{Content, DAY, HOUR, MINUTE};
use crate::provider::SENDERS;
use crate::random::Random;
use crate::world::{QUEUE_URL, TABLE, World};

/// Returns the name of a provider's secret.
pub(crate) fn secret_id(provider: &str) -> String {
    format!("frontdesk-{provider}")
}

/// The stored secrets, and those that the providers sign with.
#[derive(Debug, Default)]
pub(crate) struct Operator {
    /// By sender: the secret it signs with.
    signs: Vec<String>,
    /// By sender: the live secrets.
    live: Vec<Vec<String>>,
    /// By secret: the time since which it has been stored.
    stored: BTreeMap<String, u64>,
    rotating: BTreeSet<usize>,
}

impl Operator {
    pub(crate) fn new(vault: &SecretsManager) -> Result<Self> {
        let first = |sender: usize| format!("the-first-secret-of-{sender}");
        let mut operator = Self {
            signs: (0..SENDERS.len()).map(first).collect(),
            live: (0..SENDERS.len()).map(|sender| vec![first(sender)]).collect(),
            ..Self::default()
        };
        for sender in &SENDERS {
            operator.stored.extend(operator.live.iter().flatten().map(|secret| (secret.clone(), 0)));
            vault.reset(&secret_id(sender.provider), &operator.value(sender.provider))?;
        }
        Ok(operator)
    }

    /// Returns the value of a provider's secret, as `frontdesk secret` writes it.
    fn value(&self, provider: &str) -> String {
        let mut accounts = serde_json::Map::new();
        let mut unnamed = Value::Null;
        for (sender, live) in SENDERS.iter().zip(&self.live).filter(|(sender, _)| sender.provider == provider) {
            match sender.account {
                Some(account) => drop(accounts.insert(account.to_owned(), json!(live))),
                None => unnamed = json!(live),
            }
        }
        if accounts.is_empty() { unnamed.to_string() } else { Value::Object(accounts).to_string() }
    }

    /// Returns the secret that a sender signs with, and the time since which it has been stored.
    pub(crate) fn signs(&self, sender: usize) -> (String, Option<u64>) {
        let secret = self.signs[sender].clone();
        let since = self.stored.get(&secret).copied();
        (secret, since)
    }
}

/// Stores the currently live secrets, `times` times.
fn store(world: &World, provider: &str, times: usize) -> Result<()> {
    let operator = world.operator.lock().unwrap();
    for _ in 0..times {
        let put = json!({ "SecretId": secret_id(provider), "SecretString": operator.value(provider) }).to_string();
        let (status, answer) = world.vault.answer("secretsmanager.PutSecretValue", put.as_bytes());
        ensure!(status.is_success(), "{answer}");
    }
    Ok(())
}

/// Rotates a secret as docs/secrets.md says, or with the provider first. A sender keeps using the
/// old one.
pub(crate) async fn rotate(world: Arc<World>, sender: usize, operator_first: bool, mut random: Random) {
    let provider = SENDERS[sender].provider;
    if !world.operator.lock().unwrap().rotating.insert(sender) {
        return;
    }
    let old = world.operator.lock().unwrap().signs[sender].clone();
    let new = format!("a-secret-of-{sender}-from-{}", world.now());
    let pause = random.between(2 * MINUTE, 5 * HOUR);
    for operators_turn in [operator_first, !operator_first] {
        if operators_turn {
            let now = world.now();
            let mut operator = world.operator.lock().unwrap();
            operator.live[sender].insert(0, new.clone());
            operator.stored.insert(new.clone(), now);
            drop(operator);
            world.check(store(&world, provider, 1));
            world.trace("operator", format_args!("stored a new secret of sender {sender}"));
        } else {
            world.operator.lock().unwrap().signs[sender].clone_from(&new);
            world.trace("provider", format_args!("sender {sender} signs with its new secret"));
        }
        world.until(world.now() + pause).await;
    }
    world.until(world.now() + random.between(HOUR, DAY)).await;
    {
        let mut operator = world.operator.lock().unwrap();
        operator.live[sender].retain(|secret| *secret != old);
        operator.stored.remove(&old);
    }
    // Twice, so the old secret is not in the previous value either.
    world.check(store(&world, provider, 2));
    let retired_at = world.now();
    world.operator.lock().unwrap().rotating.remove(&sender);
    world.trace("operator", format_args!("retired the old secret of sender {sender}"));
    for pause in [random.between(0, 10 * MINUTE), random.between(0, 10 * MINUTE), random.between(0, 2 * DAY)] {
        world.until(world.now() + pause).await;
        send(&world, sender, &old, Purpose::Retired(retired_at), &mut random).await;
    }
}

/// Sends deliveries with a secret that was never valid. Never while the provider is ahead of the
/// operator: both would use the same look-ups, and senders share those by a hash that no seed
/// controls.
pub(crate) async fn strangers(world: Arc<World>, sender: usize, count: u8, mut random: Random) {
    for _ in 0..count {
        if world.operator.lock().unwrap().signs(sender).1.is_some() {
            send(&world, sender, "what-a-stranger-signs-with", Purpose::Wrong, &mut random).await;
        }
        world.until(world.now() + random.between(20_000, HOUR)).await;
    }
}

async fn send(world: &Arc<World>, sender: usize, secret: &str, purpose: Purpose, random: &mut Random) {
    let content = Content::Once(random.next());
    let request = SENDERS[sender].request(content, 1, secret, &world.zaui);
    let (answer, answered) = oneshot::channel();
    let random = Random::new(random.next(), "delivery");
    tokio::spawn(invoke(Arc::clone(world), SENDERS[sender].known(), request, purpose, random, answer));
    let _ = answered.await;
}

/// Replays a past event, as `frontdesk events replay` does.
pub(crate) async fn replay(world: Arc<World>, mut random: Random) {
    let keys: Vec<String> = {
        let ledger = world.ledger.lock().unwrap();
        ledger.rows.iter().filter(|(_, row)| !row.is_pending).map(|(key, _)| key.clone()).collect()
    };
    if keys.is_empty() {
        return;
    }
    let id = EventId::from_key(random.pick(&keys).clone());
    let (invocation, store, queue) = command(&world, random);
    let replaying = async {
        let event = store.reader().get(&id).await.ok()??;
        let message = queue.send(&event.replay_envelope(TABLE)).await.ok()?;
        store.note_replay(&id, &message, world.time()).await.ok()
    };
    let replayed = INVOCATION.scope(Arc::clone(&invocation), replaying).await;
    invocation.end(world.now(), false);
    world.trace("operator", format_args!("replayed {id}: {}", if replayed.is_some() { "sent" } else { "failed" }));
}

/// Returns what a command of the operator runs with.
fn command(world: &Arc<World>, random: Random) -> (Arc<Invocation>, Store, Queue) {
    let invocation = Invocation::new(format!("operator!{}", world.number()), random);
    let line = Line::new(&world.relay, world);
    (invocation, Store::new(line.dynamodb, TABLE, world.retention_days), Queue::new(line.sqs, QUEUE_URL))
}

/// Checks that all large bodies can be read whole. Returns their number.
pub(crate) async fn read_large(world: &Arc<World>) -> Result<usize> {
    let keys: Vec<String> = {
        let ledger = world.ledger.lock().unwrap();
        ledger.rows.iter().filter(|(_, row)| row.is_large()).map(|(key, _)| key.clone()).collect()
    };
    let (invocation, store, _) = command(world, Random::new(world.seed, "large"));
    let reading = async {
        for key in &keys {
            let read = store.reader().get(&EventId::from_key(key.clone())).await;
            ensure!(matches!(&read, Ok(Some(_))), "{key} cannot be read at {}: {read:?}", rfc3339(world.time()));
        }
        Ok(keys.len())
    };
    INVOCATION.scope(invocation, reading).await
}

/// Checks every row as `frontdesk audit` does on a stack. Signatures made with retired secrets are
/// not checked.
pub(crate) async fn audit(world: &Arc<World>) -> Result<()> {
    let keys: Vec<String> = world.ledger.lock().unwrap().rows.keys().cloned().collect();
    let ids: Vec<EventId> = keys.into_iter().map(EventId::from_key).collect();
    let (invocation, store, _) = command(world, Random::new(world.seed, "audit"));
    let value = |provider: &str| world.operator.lock().unwrap().value(provider);
    let auditing = audit::faults(store.reader(), &ids, world.retention_days, value, world.time());
    let faults = INVOCATION.scope(invocation, auditing).await?;
    ensure!(faults.is_empty(), "the audit found {faults:?}");
    Ok(())
}

/// Ends all sandboxes.
pub(crate) fn deploy(world: &World) {
    world.idle.lock().unwrap().clear();
    world.trace("operator", "deployed");
}

/// Makes the relay run twice at a time.
pub(crate) fn overlap(world: &World, minutes: u64) {
    world.relays_overlap_until.store(world.now() + minutes * MINUTE, Ordering::Relaxed);
}
