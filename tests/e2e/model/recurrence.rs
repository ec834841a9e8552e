//! Recurrence and retry. The model numbers the true events, and so sees both errors: a genuine
//! event that is swallowed, and a retry that becomes a second event.
//!
//! A sequence is about one thing at a provider without event ids. Its state changes back and forth;
//! each change is delivered, retried, repeated, cut off or lost, minutes, hours or days apart. Two
//! cases are undecidable, as GUARANTEES.md states: a change that is done again within the window,
//! and one whose first attempt was lost.

use std::cell::{Cell, RefCell};

use anyhow::{Context, Result, ensure};
use bytes::Bytes;
use frontdesk::clock::Clock;
use frontdesk::receive::delivery::Delivery;
use frontdesk::receive::outcome::Outcome;
use frontdesk::receive::pipeline::Pipeline;
use frontdesk_tests::engines::text;
use frontdesk_tests::fixtures::Request;
use futures_util::future::join_all;
use jiff::{SignedDuration, Timestamp};
use proptest::collection::vec;
use proptest::prelude::{Just, Strategy, any};
use proptest::{prop_oneof, sample};

use super::run::cut;
use super::world::World;

thread_local! {
    static NOW: Cell<Timestamp> = const { Cell::new(Timestamp::UNIX_EPOCH) };
}

fn now() -> Timestamp {
    NOW.get()
}

fn in_a_minute() -> Timestamp {
    now() + SignedDuration::from_mins(1)
}

/// A provider whose events have no ids.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sender {
    provider: &'static str,
    /// Whether its deliveries carry an attempt number.
    counts: bool,
}

const SENDERS: [Sender; 3] = [
    Sender { provider: "gingr", counts: true },
    Sender { provider: "gingr", counts: false },
    Sender { provider: "ombori", counts: false },
];

impl Sender {
    /// Returns the delivery of a state.
    fn request(self, state: u8, attempt: u32) -> Request {
        let (body, path) = match self.provider {
            "gingr" => {
                let tries = if self.counts { format!(",\"numberTries\":{attempt}") } else { String::new() };
                let entity =
                    format!(r#""entity_id":"382","entity_type":"animal","entity_data":{{"banned":"{state}"}}"#);
                (format!(r#"{{"webhook_type":"animal_edited",{entity}{tries}}}"#), "/")
            }
            _ => (format!(r#"{{"type":"bookingUpdated","data":{{"position":{{"id":"1","label":"{state}"}}}}}}"#), "/"),
        };
        let headers = [("content-type".to_owned(), "application/json".to_owned())].into();
        let request = Request { method: "POST".to_owned(), path: path.to_owned(), headers, body: body.into_bytes() };
        request.signed(self.provider, &format!("local-{}-secret", self.provider)).unwrap()
    }
}

/// The fate of a delivery.
#[derive(Debug, Clone, Copy)]
pub(super) enum Fate {
    Served,
    /// Several sandboxes receive it at once.
    Copies(u8),
    /// The sandbox ends before the response, after this many steps.
    CutOff(u8),
    /// The sandbox ends right after the response.
    CutAfterResponse,
    /// It is lost on its way.
    Lost,
}

/// The next happening, this many minutes after the last.
#[derive(Debug, Clone)]
pub(super) enum Happening {
    /// The thing changes to a state, which is a true event, and is delivered for the first time.
    Change(u8, u16, Fate),
    /// The provider delivers one of the events once more.
    Retry(u8, u16, Fate),
    Relay,
}

pub(super) fn sequence() -> impl Strategy<Value = (Sender, Vec<Happening>)> {
    (sample::select(&SENDERS[..]), vec(happening(), 1..=8))
}

fn happening() -> impl Strategy<Value = Happening> {
    let minutes = || prop_oneof![3 => 0_u16..4, 3 => 4_u16..60, 2 => 60_u16..10_000];
    let fate = || {
        prop_oneof![
            8 => Just(Fate::Served),
            1 => (2_u8..5).prop_map(Fate::Copies),
            1 => (0_u8..24).prop_map(Fate::CutOff),
            1 => Just(Fate::CutAfterResponse),
            1 => Just(Fate::Lost),
        ]
    };
    prop_oneof![
        5 => (0_u8..3, minutes(), fate()).prop_map(|(state, after, fate)| Happening::Change(state, after, fate)),
        4 => (any::<u8>(), minutes(), fate()).prop_map(|(which, after, fate)| Happening::Retry(which, after, fate)),
        1 => Just(Happening::Relay),
    ]
}

/// A true event, as the provider sees it.
#[derive(Debug)]
struct TrueEvent {
    state: u8,
    attempts: u32,
    /// Whether it is in the table as an event of its own.
    stored: bool,
    /// Whether it must become an event of its own.
    own: bool,
    /// When a delivery of it was last handled to the end.
    served_at: Option<Timestamp>,
}

/// A sequence in progress.
struct Course<'a> {
    sender: Sender,
    pipeline: Pipeline,
    world: &'a World,
    window: SignedDuration,
    events: RefCell<Vec<TrueEvent>>,
    /// When a delivery of each state last reached a sandbox.
    touched: RefCell<[Option<Timestamp>; 3]>,
}

/// Runs a sequence. The world is empty before and after.
pub(super) async fn run(world: &World, sender: Sender, happenings: &[Happening]) -> Result<()> {
    NOW.set("2026-01-05T09:00:00Z".parse().unwrap());
    let pipeline =
        Pipeline { outbox: world.outbox(now), clock: Clock::from(now), ..world.pipeline(sender.provider, 0) };
    let kind = if sender.provider == "gingr" { "animal_edited" } else { "bookingUpdated" };
    let window = pipeline.provider.retry_window(kind).context("the kind can recur")?;
    let course =
        Course { sender, pipeline, world, window, events: RefCell::default(), touched: RefCell::new([None; 3]) };
    let mut broken = Ok(());
    for (index, happening) in happenings.iter().enumerate() {
        broken = course.step(happening).await.with_context(|| format!("happening {index}, {happening:?}"));
        if broken.is_err() {
            break;
        }
    }
    if broken.is_ok() {
        NOW.set(in_a_minute());
        broken = world.outbox(in_a_minute).sweep(Timestamp::MAX).await.map(drop).map_err(Into::into);
    }
    let items = world.items().await?;
    let messages = world.clear(&items).await?;
    broken?;
    let mut published: Vec<&str> = messages.iter().filter_map(|message| message["id"].as_str()).collect();
    published.sort_unstable();
    published.dedup();
    ensure!(published.len() == items.len(), "{} rows, and messages of {}", items.len(), published.len());
    for item in &items {
        ensure!(!item.contains_key("pending"), "{:?} is still pending", text(item, "id"));
    }
    let events = course.events.borrow();
    let (own, reached) = (events.iter().filter(|event| event.own).count(), course.reached());
    ensure!(items.len() >= own, "{own} true events, and {} rows: one was swallowed", items.len());
    ensure!(items.len() <= reached, "{reached} true events, and {} rows: a retry made one", items.len());
    Ok(())
}

impl Course<'_> {
    /// Returns how many true events were delivered at all.
    fn reached(&self) -> usize {
        self.events.borrow().len()
    }

    async fn step(&self, happening: &Happening) -> Result<()> {
        match *happening {
            Happening::Change(state, after, fate) => {
                NOW.set(now() + SignedDuration::from_mins(after.into()));
                let event = TrueEvent { state, attempts: 0, stored: false, own: false, served_at: None };
                self.events.borrow_mut().push(event);
                let last = self.events.borrow().len() - 1;
                self.deliver(last, fate).await
            }
            Happening::Retry(which, after, fate) => {
                let count = self.events.borrow().len();
                let Some(index) = usize::from(which).checked_rem(count) else { return Ok(()) };
                let time = now() + SignedDuration::from_mins(after.into());
                // Without attempt numbers, only a late delivery can be told from a retry.
                let soon = |last: Timestamp| time.duration_since(last) <= self.window;
                if !self.sender.counts && !self.events.borrow()[index].served_at.is_some_and(soon) {
                    return Ok(());
                }
                NOW.set(time);
                self.deliver(index, fate).await
            }
            Happening::Relay => {
                self.world.outbox(in_a_minute).sweep(Timestamp::MAX).await?;
                Ok(())
            }
        }
    }

    async fn deliver(&self, index: usize, fate: Fate) -> Result<()> {
        let (state, attempt, was_stored) = {
            let event = &mut self.events.borrow_mut()[index];
            event.attempts += 1;
            (event.state, event.attempts, event.stored)
        };
        if matches!(fate, Fate::Lost) {
            return Ok(());
        }
        // No recent delivery had this content, and no earlier attempt of this one arrived: it
        // cannot be a retry.
        let touched = self.touched.borrow_mut()[usize::from(state)].replace(now());
        let must_be_new = attempt == 1 && touched.is_none_or(|last| now().duration_since(last) > self.window);
        let outcomes = self.receive(state, attempt, fate).await;
        for outcome in &outcomes {
            ensure!(matches!(outcome, Outcome::Stored | Outcome::Duplicate), "{outcome}");
        }
        let stored = outcomes.iter().filter(|outcome| matches!(outcome, Outcome::Stored)).count();
        let event = &mut self.events.borrow_mut()[index];
        if was_stored {
            ensure!(stored == 0, "a retry made a second event");
        }
        if !outcomes.is_empty() {
            ensure!(stored == 1 || !must_be_new, "a genuine event was swallowed");
            ensure!(stored <= 1, "one event became {stored}");
            event.stored |= stored == 1;
            event.own |= must_be_new;
        }
        if matches!(fate, Fate::Served | Fate::Copies(_)) {
            event.served_at = Some(now());
        }
        Ok(())
    }

    /// Returns the outcomes of a delivery, none if it was cut off.
    async fn receive(&self, state: u8, attempt: u32, fate: Fate) -> Vec<Outcome> {
        let request = self.sender.request(state, attempt);
        let delivery = || Delivery {
            request_id: uuid::Uuid::new_v4().to_string(),
            ..Delivery::post(
                request.path.clone(),
                request.headers.clone().into_iter().collect(),
                Bytes::from(request.body.clone()),
                now(),
            )
        };
        let steps = if let Fate::CutOff(steps) = fate { Some(steps) } else { None };
        let copies = if let Fate::Copies(copies) = fate { copies } else { 1 };
        let each = (0..copies).map(|_| async {
            let receipt = cut(self.pipeline.receive(delivery()), steps).await?;
            if !matches!(fate, Fate::CutAfterResponse) {
                self.pipeline.finish(receipt.after).await;
            }
            Some(receipt.outcome)
        });
        join_all(each).await.into_iter().flatten().collect()
    }
}
