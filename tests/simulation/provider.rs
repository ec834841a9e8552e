//! The providers: the true events, their deliveries, and their expected fate.
//!
//! A provider delivers an event until it gets a 2xx or gives up. It knows which deliveries belong
//! to one event, so it sees both errors: an event that is swallowed, and a retry that becomes a
//! second event.

use std::collections::BTreeMap;

use anyhow::{Result, ensure};
use frontdesk::providers::{ALL, Provider};
use frontdesk::receive::outcome::Outcome;
use frontdesk_tests::fixtures::{Fixture, Request};

use crate::ledger::Ledger;
use crate::plan::{Content, HOUR, MINUTE, SECOND};
use crate::random::Random;

/// The largest error of a function's clock.
pub(crate) const MAX_SKEW: u64 = 20 * SECOND;
/// The longest time that a call may be in flight after its sender is gone.
const ON_ITS_WAY: u64 = 15 * SECOND;
/// The largest error of a time compared with a window: two clocks, and late arrivals.
const MARGIN: u64 = 2 * MAX_SKEW + 2 * ON_ITS_WAY;

/// A sender: an account of a provider.
#[derive(Debug)]
pub(crate) struct Sender {
    pub(crate) provider: &'static str,
    /// The account's name. None if the provider has no accounts here.
    pub(crate) account: Option<&'static str>,
    /// Whether deliveries carry an attempt number.
    counts: bool,
}

const fn sender(provider: &'static str, account: Option<&'static str>, counts: bool) -> Sender {
    Sender { provider, account, counts }
}

pub(crate) const SENDERS: [Sender; 8] = [
    sender("gingr", Some("north"), true),
    sender("gingr", Some("south"), false),
    sender("gire", None, false),
    sender("ombori", Some("hall"), false),
    sender("ombori", Some("yard"), false),
    sender("zaui", None, false),
    sender("cheqroom", Some("east"), false),
    sender("cheqroom", Some("west"), false),
];

impl Sender {
    pub(crate) fn known(&self) -> &'static Provider {
        ALL.iter().find(|known| known.name == self.provider).unwrap()
    }

    /// Returns how long the same content is a retry, in milliseconds. None means always.
    fn window(&self, content: Content) -> Option<u64> {
        let Content::State { .. } = content else { return None };
        self.known().recurring.map(|recurring| u64::try_from(recurring.window.as_millis()).unwrap())
    }

    /// Returns the delivery of an event.
    pub(crate) fn request(&self, content: Content, attempt: u32, secret: &str, zaui: &str) -> Request {
        let (once, note) = match content {
            Content::Once(number) => (format!("{number:016x}"), String::new()),
            Content::Large(number) => (format!("{number:016x}"), incompressible(number)),
            Content::State { thing, state } => (format!("{thing}-{state}"), String::new()),
        };
        let tries = if self.counts { format!(",\"numberTries\":{attempt}") } else { String::new() };
        let (body, path) = match (self.provider, content) {
            ("gingr", Content::State { thing, state }) => {
                let entity = format!(
                    r#""entity_id":"{thing}","entity_type":"animal","entity_data":{{"banned":"{state}"}}{tries}"#
                );
                (format!(r#"{{"webhook_type":"animal_edited",{entity}}}"#), "/")
            }
            ("gingr", _) => {
                let id = u64::from_str_radix(&once, 16).unwrap();
                let entity = format!(r#""entity_id":"{id}","entity_type":"owner","entity_data":{{}}{tries}"#);
                (format!(r#"{{"webhook_type":"owner_created",{entity}}}"#), "/")
            }
            ("gire", _) => {
                let data = format!(r#""data":{{"pudId":"{once}","note":"{note}"}}"#);
                let time = r#""timestamp":"2026-01-05T09:00:00.000Z""#;
                (format!(r#"{{"id":"{once}","eventType":"pud:status_update",{time},{data}}}"#), "/")
            }
            ("ombori", Content::State { thing, state }) => {
                let position = format!(r#"{{"position":{{"id":"{thing}","label":"{state}"}}}}"#);
                (format!(r#"{{"type":"bookingUpdated","data":{position}}}"#), "/")
            }
            ("ombori", _) => (format!(r#"{{"type":"positionCreated","data":{{"position":{{"id":"{once}"}}}}}}"#), "/"),
            ("zaui", _) => (zaui.replace("evt_e30e155b3c0dba3eb7446f2edf914e7b403ec725", &once), "/"),
            (_, Content::State { thing, state }) => {
                (format!(r#"{{"_id":"{thing}","flag":"{state}"}}"#), "/item.update")
            }
            _ => (format!(r#"{{"_id":"{once}","name":"Kayak"}}"#), "/item.create"),
        };
        let headers = [("content-type".to_owned(), "application/json".to_owned())].into();
        let request = Request { method: "POST".to_owned(), path: path.to_owned(), headers, body: body.into_bytes() };
        request.signed(self.provider, secret).unwrap()
    }
}

/// Returns the body of Zaui's example, whose id is replaced.
pub(crate) fn zaui_example() -> String {
    String::from_utf8(Fixture::file("zaui", "booking_creation.json").unwrap().body).unwrap()
}

/// Returns more than half a megabyte that gzip cannot compress much.
fn incompressible(number: u64) -> String {
    let mut random = Random::new(number, "body");
    (0..75_000).map(|_| format!("{:016x}", random.next())).collect()
}

/// Returns the pause before the next attempt in milliseconds. None if the provider gives up.
pub(crate) fn next_try(attempts: u32, random: &mut Random) -> Option<u64> {
    let pauses = [20 * SECOND, MINUTE, 4 * MINUTE, 15 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, 12 * HOUR];
    let pause = pauses.get(attempts as usize - 1)?;
    Some(pause + random.between(0, pause / 4))
}

/// One true event.
#[derive(Debug)]
pub(crate) struct TrueEvent {
    pub(crate) sender: usize,
    pub(crate) content: Content,
    /// The rows that its deliveries made. More than one only if it was undecidable.
    rows: Vec<String>,
    /// When a delivery of it was last completed.
    done_at: Option<u64>,
}

/// A delivery in progress.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Attempt {
    pub(crate) event: usize,
    pub(crate) number: u32,
    at: u64,
    /// Whether it cannot be a retry of any event, and so must become an event.
    must_be_new: bool,
}

/// All true events, and when their contents last reached the system.
#[derive(Debug, Default)]
pub(crate) struct Truth {
    pub(crate) events: Vec<TrueEvent>,
    contents: BTreeMap<(usize, Content), Met>,
    pub(crate) acknowledged: usize,
}

#[derive(Debug, Default)]
struct Met {
    under_way: usize,
    last: Option<u64>,
}

impl Truth {
    pub(crate) fn happened(&mut self, sender: usize, content: Content) -> usize {
        self.events.push(TrueEvent { sender, content, rows: Vec::new(), done_at: None });
        self.events.len() - 1
    }

    pub(crate) fn begin(&mut self, event: usize, number: u32, at: u64) -> Attempt {
        let TrueEvent { sender, content, .. } = self.events[event];
        let window = SENDERS[sender].window(content);
        let met = self.contents.entry((sender, content)).or_default();
        let long_ago = match (met.last, window) {
            (None, _) => true,
            (Some(last), Some(window)) => at.saturating_sub(last) > window + MARGIN,
            (Some(_), None) => false,
        };
        let must_be_new = number == 1 && met.under_way == 0 && long_ago;
        met.under_way += 1;
        Attempt { event, number, at, must_be_new }
    }

    /// Records that the function finished a delivery, or ended.
    pub(crate) fn end(&mut self, attempt: Attempt, at: u64) {
        let event = &mut self.events[attempt.event];
        let met = self.contents.entry((event.sender, event.content)).or_default();
        (met.under_way, met.last) = (met.under_way - 1, Some(at));
    }

    /// Records and checks a 2xx: `key` is the row that the delivery became or belongs to.
    pub(crate) fn answered(
        &mut self,
        attempt: Attempt,
        outcome: &Outcome,
        key: &str,
        sha256: &str,
        now: u64,
        ledger: &Ledger,
    ) -> Result<()> {
        let row = ledger.rows.get(key);
        // A duplicate of a row past its retention may see the row expire at this very moment.
        let has_expired = *outcome == Outcome::Duplicate && ledger.expired.contains(key);
        ensure!(row.is_some() || has_expired, "{key} got a 2xx and is not in the table");
        self.acknowledged += 1;
        let event = &mut self.events[attempt.event];
        let sender = &SENDERS[event.sender];
        let owner = sender.account.map_or(sender.provider.to_owned(), |name| format!("{}/{name}", sender.provider));
        ensure!(key.starts_with(&format!("{owner}:")), "{key} is not an event of {owner}");
        match outcome {
            Outcome::Stored => {
                ensure!(row.is_some_and(|row| row.sha256 == sha256), "{key} was stored with another body");
                let kept = event.rows.iter().find(|key| ledger.rows.contains_key(*key));
                let soon = match (sender.window(event.content), event.done_at) {
                    (None, _) => true,
                    (Some(_), _) if sender.counts && attempt.number > 1 => true,
                    (Some(window), Some(done)) => now.saturating_sub(done) + MARGIN < window,
                    (Some(_), None) => false,
                };
                if let Some(kept) = kept.filter(|kept| soon && *kept != key) {
                    anyhow::bail!("a retry of {kept} became {key}, a second event");
                }
                event.rows.push(key.to_owned());
            }
            Outcome::Duplicate => {
                // A copy sent at the same time may have been first.
                let by_a_copy = row.is_some_and(|row| row.put_at >= attempt.at);
                ensure!(
                    !attempt.must_be_new || by_a_copy,
                    "a genuine event was swallowed: it was taken for a retry of {key}"
                );
            }
            other => anyhow::bail!("{key}: {other}"),
        }
        Ok(())
    }

    /// Records that the work after the answer is done, too: the row has the time of its last
    /// delivery.
    pub(crate) fn done(&mut self, attempt: Attempt, at: u64) {
        self.events[attempt.event].done_at = Some(at);
    }
}
