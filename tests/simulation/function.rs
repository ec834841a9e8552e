//! Sandboxes of the receivers: the deployed pipeline with its own clients, secrets and clock.
//!
//! A sandbox takes one delivery at a time, and keeps its state in between, for seconds or days. It
//! may end at any moment; calls that it has sent still arrive.

use std::net::IpAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use anyhow::{Result, anyhow, ensure};
use frontdesk::event::EventId;
use frontdesk::providers::Provider;
use frontdesk::publish::outbox::Outbox;
use frontdesk::publish::queue::Queue;
use frontdesk::receive::function_url::Response;
use frontdesk::receive::live_secrets::{LiveSecrets, Source};
use frontdesk::receive::outcome::Outcome;
use frontdesk::receive::pipeline::{DeliveryLog, Finished, Pipeline, RESPONSE_BUDGET, Receipt, RefusalLimit};
use frontdesk::receive::wanted::Wanted;
use frontdesk::store::Store;
use frontdesk_local::function_url;
use frontdesk_tests::fixtures::Request;
use sha2::{Digest, Sha256};
use tokio::sync::oneshot;
use tokio::time::timeout;

use crate::aws::{INVOCATION, Invocation, Line};
use crate::operator::secret_id;
use crate::plan::{MINUTE, SECOND};
use crate::provider::{Attempt, MAX_SKEW};
use crate::random::Random;
use crate::weather::Service;
use crate::world::{QUEUE_URL, TABLE, World};

/// Lambda's time limits for a start and for an invocation (`Timeout` in template.yaml).
const START: Duration = Duration::from_secs(10);
const TIME: Duration = Duration::from_secs(15);
/// The number of idle sandboxes that Lambda keeps per provider here.
const KEPT: usize = 5;

/// A sandbox.
pub(crate) struct Sandbox {
    number: u64,
    pipeline: Pipeline,
    /// When a call to Secrets Manager last met a fault.
    secrets_harmed_at: Option<u64>,
}

/// The sender of a delivery.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Purpose {
    /// A provider. `accepted` is the time since which the operator has stored the secret.
    Genuine { attempt: Attempt, accepted: Option<u64> },
    /// A sender with a secret that was retired at this time.
    Retired(u64),
    /// A sender with a secret that was never valid.
    Wrong,
}

/// Passes a delivery to a sandbox, and its status to the sender. Returns when the sandbox has
/// finished.
pub(crate) async fn invoke(
    world: Arc<World>,
    provider: &'static Provider,
    request: Request,
    purpose: Purpose,
    mut random: Random,
    answer: oneshot::Sender<u16>,
) {
    let invocation = Invocation::new(format!("{}!{}", provider.name, world.number()), random.clone());
    let serving = serve(Arc::clone(&world), provider, request, purpose, &mut random, answer, &invocation);
    INVOCATION.scope(Arc::clone(&invocation), serving).await;
    if let Purpose::Genuine { attempt, .. } = purpose {
        world.truth.lock().unwrap().end(attempt, world.now());
    }
}

async fn serve(
    world: Arc<World>,
    provider: &'static Provider,
    request: Request,
    purpose: Purpose,
    random: &mut Random,
    answer: oneshot::Sender<u16>,
    invocation: &Arc<Invocation>,
) {
    let sandbox = match take(&world, provider, random) {
        Some(sandbox) => Some(sandbox),
        None => timeout(START, start(&world, provider, random)).await.ok().flatten(),
    };
    let Some(mut sandbox) = sandbox else {
        world.trace(provider.name, "did not start");
        if !invocation.was_harmed_by(Service::SecretsManager) {
            world.check(Err(anyhow!("a function of {} did not start, without a fault", provider.name)));
        }
        return invocation.end(world.now(), true);
    };
    let name = format!("{}#{}", provider.name, sandbox.number);
    let sha256 = hex::encode(Sha256::digest(&request.body));
    let (source, id) = (IpAddr::from([203, 0, 113, 7]), world.number().to_string());
    let event = event(&request, source, &id, &world);
    let watch = Watch {
        world: &world,
        invocation,
        purpose,
        sha256,
        name: &name,
        began: world.now(),
        harmed_before: sandbox.secrets_harmed_at,
        key: Mutex::new(None),
    };
    let time = if random.chance(20) { Duration::from_millis(random.between(0, 60)) } else { TIME };
    let respond = |response: Response| async move {
        let response = serde_json::to_value(&response).unwrap();
        let _ = answer.send(response["statusCode"].as_u64().unwrap() as u16);
    };
    let served = timeout(time, sandbox.pipeline.serve(event, id, &watch, respond)).await;
    invocation.end(world.now(), served.is_err());
    if served.is_err() {
        return world.trace(&name, "ended");
    }
    if invocation.was_harmed_by(Service::SecretsManager) {
        sandbox.secrets_harmed_at = Some(world.now());
    }
    let mut idle = world.idle.lock().unwrap();
    let idle = idle.entry(provider.name).or_default();
    idle.push(sandbox);
    if idle.len() > KEPT {
        // The oldest stays: some sandboxes are idle for days.
        idle.remove(1);
    }
}

/// Takes the sandbox that was used last, or the one idle for longest, or none.
fn take(world: &World, provider: &Provider, random: &mut Random) -> Option<Sandbox> {
    let mut idle = world.idle.lock().unwrap();
    let idle = idle.get_mut(provider.name).filter(|idle| !idle.is_empty())?;
    match random.between(0, 10) {
        0 => None,
        1 | 2 => Some(idle.remove(0)),
        _ => idle.pop(),
    }
}

async fn start(world: &Arc<World>, provider: &'static Provider, random: &mut Random) -> Option<Sandbox> {
    let line = Line::new(&world.receiver, world);
    let clock = world.clock(random.between(0, 2 * MAX_SKEW) as i64 - MAX_SKEW as i64);
    let store = Store::new(line.dynamodb, TABLE, world.retention_days);
    let source = Source { client: line.secrets_manager, id: secret_id(provider.name) };
    let secrets = LiveSecrets::fetch(source, clock.now()).await.ok()?;
    let outbox = Outbox::new(store.clone(), Queue::new(line.sqs, QUEUE_URL), [provider], clock.clone());
    let pipeline = Pipeline {
        provider,
        secrets,
        auth_header: None,
        wanted: Wanted::everything(),
        retry_window: None,
        refusal_limit: RefusalLimit::few(),
        store,
        outbox,
        clock,
    };
    Some(Sandbox { number: world.number(), pipeline, secrets_harmed_at: None })
}

fn event(request: &Request, source: IpAddr, id: &str, world: &World) -> frontdesk::receive::function_url::Request {
    let mut parts = http::Request::builder().method(request.method.as_str()).uri(&request.path);
    for (name, value) in &request.headers {
        parts = parts.header(name, value);
    }
    let (parts, ()) = parts.body(()).unwrap().into_parts();
    let event = function_url::event(&parts, parts.uri.path(), &request.body, source, id, world.time()).unwrap();
    serde_json::from_value(event).unwrap()
}

/// Observes the pipeline's result for a delivery, and checks it.
struct Watch<'a> {
    world: &'a World,
    invocation: &'a Invocation,
    purpose: Purpose,
    sha256: String,
    name: &'a str,
    began: u64,
    harmed_before: Option<u64>,
    key: Mutex<Option<String>>,
}

impl DeliveryLog for Watch<'_> {
    fn responded(&self, _: &Provider, receipt: &Receipt) {
        let key = receipt.event.as_ref().map(|(id, _)| id.to_string());
        self.world.trace(self.name, format_args!("{} {}", receipt.outcome, key.as_deref().unwrap_or("-")));
        self.world.check(self.answered(receipt, key.as_deref().unwrap_or_default()));
        *self.key.lock().unwrap() = key;
    }

    fn finished(&self, _: &Provider, _: Option<&(EventId, String)>, finished: &Finished) {
        let is_on_the_row = matches!(finished, Finished::Published(_) | Finished::Pending(_) | Finished::Counted);
        if let (true, Purpose::Genuine { attempt, .. }) = (is_on_the_row, self.purpose) {
            self.world.truth.lock().unwrap().done(attempt, self.began);
        }
        if let Finished::Pending(_) = finished {
            self.world.trace(self.name, "left it to the relay");
        }
    }
}

impl Watch<'_> {
    fn answered(&self, receipt: &Receipt, key: &str) -> Result<()> {
        let now = self.world.now();
        let waited = now - self.began;
        ensure!(u128::from(waited) <= RESPONSE_BUDGET.as_millis() + 5, "the sender waited for {waited} ms");
        let harmed = self.invocation.was_harmed();
        match (self.purpose, &receipt.outcome) {
            (_, Outcome::Unavailable) => ensure!(harmed, "unavailable without a fault: {:?}", receipt.error),
            (Purpose::Genuine { accepted: None, .. } | Purpose::Wrong, Outcome::Refused(_)) => {}
            (Purpose::Genuine { accepted: Some(since), .. }, Outcome::Refused(_)) => {
                let known = since + MINUTE < self.began && !self.invocation.was_harmed_by(Service::SecretsManager);
                ensure!(!known, "a genuine delivery was refused");
            }
            (Purpose::Genuine { accepted: None, .. } | Purpose::Wrong, outcome) => {
                anyhow::bail!("{outcome}, with a secret that the operator does not have");
            }
            (Purpose::Genuine { attempt, .. }, outcome) => {
                let (mut truth, ledger) = (self.world.truth.lock().unwrap(), self.world.ledger.lock().unwrap());
                truth.answered(attempt, outcome, key, &self.sha256, now, &ledger)?;
            }
            (Purpose::Retired(_), Outcome::Refused(_)) => {}
            (Purpose::Retired(since), _) => {
                let limit = 5 * MINUTE + 2 * SECOND;
                let harmed = self.invocation.was_harmed_by(Service::SecretsManager)
                    || self.harmed_before.is_some_and(|at| at + limit > self.began);
                ensure!(
                    self.began < since + limit || harmed,
                    "a secret that was retired {} s ago",
                    (now - since) / SECOND
                );
            }
        }
        Ok(())
    }
}
