//! The world of one simulation: the engines, the clock and all processes. One thread, in tokio's
//! paused time.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use anyhow::{Result, ensure};
use frontdesk::aws::{Access, Clients};
use frontdesk::clock::Clock;
use frontdesk_local::dynamodb::DynamoDb;
use frontdesk_local::secrets_manager::SecretsManager;
use frontdesk_local::sqs::{Sqs, queue_arn};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use tokio::sync::Notify;
use tokio::time::{Instant, sleep_until};

use crate::aws::Invocation;
use crate::consumer::Runs;
use crate::function::Sandbox;
use crate::ledger::{Call, Ledger};
use crate::operator::Operator;
use crate::plan::MINUTE;
use crate::provider::{Truth, zaui_example};
use crate::random::Random;
use crate::weather::{Service, Way, Weather};

pub(crate) const TABLE: &str = "events";
pub(crate) const QUEUE: &str = "events";
pub(crate) const QUEUE_URL: &str = "http://localhost/000000000000/events";
const DEAD: &str = "dead";
const DEAD_URL: &str = "http://localhost/000000000000/dead";
/// How many of a thousand calls fail, arrive late or return late in normal operation.
const CALM: u64 = 8;

/// The state of a simulation.
pub(crate) struct World {
    pub(crate) seed: u64,
    pub(crate) retention_days: u32,
    start: Instant,
    epoch: Timestamp,
    pub(crate) dynamodb: DynamoDb,
    pub(crate) sqs: Sqs,
    pub(crate) vault: SecretsManager,
    pub(crate) receiver: Clients,
    pub(crate) relay: Clients,
    pub(crate) zaui: String,
    pub(crate) weather: Mutex<Weather>,
    pub(crate) ledger: Mutex<Ledger>,
    pub(crate) truth: Mutex<Truth>,
    pub(crate) operator: Mutex<Operator>,
    /// The idle sandboxes of each provider; the last one was used last.
    pub(crate) idle: Mutex<BTreeMap<&'static str, Vec<Sandbox>>>,
    pub(crate) runs: Mutex<Runs>,
    pub(crate) relays_overlap_until: AtomicU64,
    /// The number of unfinished tasks: events still being delivered, rotations.
    pub(crate) under_way: AtomicUsize,
    pub(crate) numbers: AtomicU64,
    calm: AtomicU64,
    calls: AtomicU64,
    /// The time that DynamoDB assumes when it deletes, in Unix seconds.
    expiring_at: Arc<AtomicU64>,
    pub(crate) pending: Notify,
    pub(crate) queued: Notify,
    trace: Mutex<String>,
    broken: Mutex<Option<String>>,
}

impl World {
    pub(crate) fn new(seed: u64) -> Result<Arc<Self>> {
        let start = Instant::now();
        let epoch: Timestamp = "2026-01-05T09:00:00Z".parse()?;
        let time = move || epoch + SignedDuration::try_from(start.elapsed()).unwrap();
        let expiring_at = Arc::new(AtomicU64::new(0));
        let expiring = Arc::clone(&expiring_at);
        let dynamodb = DynamoDb::in_memory_at(move || expiring.load(Ordering::Relaxed))?;
        dynamodb.create_events_table(TABLE)?;
        let sqs = Sqs::in_memory()?.with_clock(move || time().as_millisecond());
        sqs.create_queue(DEAD, [("MessageRetentionPeriod", "1209600")])?;
        let redrive = json!({ "deadLetterTargetArn": queue_arn(DEAD), "maxReceiveCount": 5 }).to_string();
        let attributes =
            [("RedrivePolicy", redrive.as_str()), ("VisibilityTimeout", "180"), ("MessageRetentionPeriod", "864000")];
        sqs.create_queue(QUEUE, attributes)?;
        let retention_days = *Random::new(seed, "retention").pick(&[2, 5, 14, 30, 90]);
        let endpoint = || Some("http://localhost".to_owned());
        let access = Access {
            region: "us-east-1".to_owned(),
            access_key_id: "simulated".to_owned(),
            secret_access_key: "simulated".to_owned(),
            session_token: None,
            dynamodb: endpoint(),
            sqs: endpoint(),
            secrets_manager: endpoint(),
            roots: Some(Vec::new()),
        };
        let vault = SecretsManager::default();
        let operator = Operator::new(&vault)?;
        Ok(Arc::new(Self {
            seed,
            retention_days,
            start,
            epoch,
            dynamodb,
            sqs,
            vault,
            receiver: Clients::for_receiver(&access),
            relay: Clients::for_relay(&access),
            zaui: zaui_example(),
            weather: Mutex::default(),
            ledger: Mutex::new(Ledger::new(retention_days)),
            truth: Mutex::default(),
            operator: Mutex::new(operator),
            idle: Mutex::default(),
            runs: Mutex::default(),
            relays_overlap_until: AtomicU64::new(0),
            under_way: AtomicUsize::new(0),
            numbers: AtomicU64::new(0),
            calm: AtomicU64::new(CALM),
            calls: AtomicU64::new(0),
            expiring_at,
            pending: Notify::new(),
            queued: Notify::new(),
            trace: Mutex::default(),
            broken: Mutex::default(),
        }))
    }

    /// Returns the milliseconds since the start.
    pub(crate) fn now(&self) -> u64 {
        u64::try_from(self.start.elapsed().as_millis()).unwrap()
    }

    pub(crate) fn time(&self) -> Timestamp {
        self.epoch + SignedDuration::try_from(self.start.elapsed()).unwrap()
    }

    /// Returns a clock that is `skew` milliseconds ahead.
    pub(crate) fn clock(&self, skew: i64) -> Clock {
        let (start, ahead) = (self.start, self.epoch + SignedDuration::from_millis(skew));
        Clock::from(move || ahead + SignedDuration::try_from(start.elapsed()).unwrap())
    }

    pub(crate) async fn until(&self, at: u64) {
        sleep_until(self.start + Duration::from_millis(at)).await;
    }

    /// Returns the next number, for unique names.
    pub(crate) fn number(&self) -> u64 {
        self.numbers.fetch_add(1, Ordering::Relaxed)
    }

    pub(crate) fn way(&self, service: Service, random: &mut Random) -> Way {
        self.calls.fetch_add(1, Ordering::Relaxed);
        self.weather.lock().unwrap().way(service, self.now(), self.calm.load(Ordering::Relaxed), random)
    }

    /// Has an engine carry out a call, and records it.
    pub(crate) fn carry_out(&self, by: &Arc<Invocation>, service: Service, target: &str, body: &[u8]) -> (u16, String) {
        let (status, response) = match service {
            Service::DynamoDb => self.dynamodb.answer(target, body),
            Service::Sqs => self.sqs.answer(target, body),
            Service::SecretsManager => self.vault.answer(target, body),
        };
        let operation = target.rsplit('.').next().unwrap_or_default();
        // After the first failure, further checks would only fail in consequence.
        let is_whole = self.broken.lock().unwrap().is_none();
        if is_whole && status.is_success() && !matches!(operation, "GetItem" | "Query" | "GetSecretValue") {
            let call = Call {
                by,
                operation,
                request: serde_json::from_slice(body).unwrap_or_default(),
                response: serde_json::from_str(&response).unwrap_or_default(),
                at: self.now(),
                second: self.time().as_second(),
            };
            let noted = self.ledger.lock().unwrap().note(&call);
            self.check(noted);
            match service {
                Service::DynamoDb => self.pending.notify_waiters(),
                _ => self.queued.notify_waiters(),
            }
        }
        (status.as_u16(), response)
    }

    /// Adds a line to the trace.
    pub(crate) fn trace(&self, who: &str, what: impl std::fmt::Display) {
        let time = self.time();
        let _ = writeln!(self.trace.lock().unwrap(), "{time:.3} {who} {what}");
    }

    /// The first failed check ends the simulation.
    pub(crate) fn check(&self, held: Result<()>) {
        let Err(error) = held else { return };
        let mut broken = self.broken.lock().unwrap();
        if broken.is_none() {
            let words = format!("{error:#}");
            self.trace("BROKEN", &words);
            *broken = Some(words);
        }
    }

    pub(crate) fn broken(&self) -> Option<String> {
        self.broken.lock().unwrap().clone()
    }

    pub(crate) fn take_trace(&self) -> String {
        std::mem::take(&mut self.trace.lock().unwrap())
    }

    pub(crate) fn calls(&self) -> u64 {
        self.calls.load(Ordering::Relaxed)
    }

    /// DynamoDB's own work: deletes rows that expired at least `late` milliseconds ago.
    pub(crate) fn delete_expired(&self, late: u64) -> Result<()> {
        let second = self.time().as_second() - i64::try_from(late / 1000)?;
        self.expiring_at.store(u64::try_from(second)?, Ordering::Relaxed);
        let expected = self.ledger.lock().unwrap().expire(second)?;
        let deleted = self.dynamodb.database().sweep_ttl()?;
        ensure!(deleted == expected, "{deleted} rows were deleted, and {expected} should be");
        self.trace("dynamodb", format_args!("deleted {deleted} expired rows"));
        Ok(())
    }

    /// Makes a call for the queue's own machinery, or for an operator: it never meets a fault.
    pub(crate) fn queue(&self, action: &str, request: &Value) -> Value {
        let (status, answer) = self.sqs.answer(&format!("AmazonSQS.{action}"), request.to_string().as_bytes());
        assert!(status.is_success(), "{action}: {answer}");
        serde_json::from_str(&answer).unwrap()
    }

    /// Returns the number of messages in a queue, invisible ones included.
    pub(crate) fn depth(&self, url: &str) -> u64 {
        let names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"];
        let got = self.queue("GetQueueAttributes", &json!({ "QueueUrl": url, "AttributeNames": names }));
        names.iter().map(|name| got["Attributes"][name].as_str().unwrap().parse::<u64>().unwrap()).sum()
    }

    /// Moves the dead letters back, as the operator does.
    pub(crate) fn redrive(&self) {
        self.queue("StartMessageMoveTask", &json!({ "SourceArn": queue_arn(DEAD) }));
        self.queued.notify_waiters();
    }

    /// Ends all faults, and waits until nothing is left to do.
    pub(crate) async fn come_to_rest(&self) -> Result<()> {
        self.calm.store(0, Ordering::Relaxed);
        let until = self.now() + 5 * crate::plan::DAY;
        loop {
            self.weather.lock().unwrap().clear();
            let pending = self.ledger.lock().unwrap().pending;
            let (under_way, depth) =
                (self.under_way.load(Ordering::Relaxed), self.depth(QUEUE_URL) + self.depth(DEAD_URL));
            if (pending, under_way, depth) == (0, 0, 0) || self.broken().is_some() {
                break;
            }
            ensure!(
                self.now() < until,
                "unfinished after five good days: {pending} pending rows, {depth} queued messages, {under_way} tasks"
            );
            self.redrive();
            self.until(self.now() + 10 * MINUTE).await;
        }
        Ok(())
    }
}
