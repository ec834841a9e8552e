//! External events and their times: a list of steps made from a seed.
//!
//! A step carries its own seed for its random choices, so the other steps do not change when it is
//! left out, as shrinking does.

use crate::random::Random;
use crate::weather::{Service, Spell};

pub(crate) const SECOND: u64 = 1000;
pub(crate) const MINUTE: u64 = 60 * SECOND;
pub(crate) const HOUR: u64 = 60 * MINUTE;
pub(crate) const DAY: u64 = 24 * HOUR;

/// One step.
#[derive(Debug, Clone)]
pub(crate) struct Step {
    /// In milliseconds since the start.
    pub(crate) at: u64,
    pub(crate) seed: u64,
    pub(crate) what: What,
}

/// What a step does.
#[derive(Debug, Clone)]
pub(crate) enum What {
    /// An event happens at a provider, which delivers it until it gets a 2xx.
    Event { sender: usize, content: Content, copies: u8 },
    /// An AWS service has a bad spell.
    Spell { service: Service, spell: Spell, minutes: u64 },
    /// A secret is rotated, with the operator or the provider first; a sender keeps the old one.
    Rotation { sender: usize, operator_first: bool },
    /// Deliveries by senders without a valid secret.
    Strangers { sender: usize, count: u8 },
    /// All sandboxes end, as with a new version.
    Deployment,
    /// The operator replays a past event.
    Replay,
    /// The relay runs twice at a time for some minutes.
    RelaysOverlap { minutes: u64 },
    /// DynamoDB deletes rows that expired this long ago.
    TimeToLive { late: u64 },
}

/// The content of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Content {
    /// Content that occurs once, with this number.
    Once(u64),
    /// The same with a body too large for one item.
    Large(u64),
    /// A thing changes to one of its states, perhaps not for the first time.
    State { thing: u8, state: u8 },
}

/// The number of senders: see [`crate::provider::SENDERS`].
const SENDERS: u64 = crate::provider::SENDERS.len() as u64;

/// Returns the steps of `days` days.
pub(crate) fn plan(seed: u64, days: u64, events_a_day: u64) -> Vec<Step> {
    let mut steps = Vec::new();
    for day in 0..days {
        let mut random = Random::new(seed, &format!("day {day}"));
        let mut add = |random: &mut Random, at: u64, what| {
            steps.push(Step { at: day * DAY + at, seed: random.next(), what });
        };
        let mut left = events_a_day;
        while left > 0 {
            let burst = random.between(1, 12).min(left);
            left -= burst;
            let (start, span) = (random.between(0, DAY), *random.pick(&[SECOND, MINUTE, 30 * MINUTE]));
            for _ in 0..burst {
                let at = start + random.between(0, span);
                let what = event(&mut random);
                add(&mut random, at, what);
            }
        }
        for (per_mille, make) in RARE {
            if random.chance(per_mille) {
                let at = random.between(0, DAY);
                let what = make(&mut random);
                add(&mut random, at, what);
            }
        }
        let late = random.between(0, 48 * HOUR);
        add(&mut random, DAY - HOUR, What::TimeToLive { late });
    }
    steps.sort_by_key(|step| step.at);
    steps
}

type Make = fn(&mut Random) -> What;

/// Rare steps, each with its chance per day in thousandths.
const RARE: [(u64, Make); 9] = [
    (700, spell),
    (400, spell),
    (300, outage),
    (200, |random| What::Rotation { sender: sender(random), operator_first: random.chance(600) }),
    (900, |random| What::Strangers { sender: sender(random), count: 1 + random.between(0, 3) as u8 }),
    (300, |_| What::Deployment),
    (700, |_| What::Replay),
    (500, |random| What::RelaysOverlap { minutes: random.between(2, 60) }),
    (150, |random| What::Event { sender: 2, content: Content::Large(random.next()), copies: 1 }),
];

fn sender(random: &mut Random) -> usize {
    usize::try_from(random.between(0, SENDERS)).unwrap()
}

fn event(random: &mut Random) -> What {
    let content = if random.chance(600) {
        Content::State { thing: random.between(0, 3) as u8, state: random.between(0, 2) as u8 }
    } else {
        Content::Once(random.next())
    };
    let copies = if random.chance(40) { 2 + random.between(0, 3) as u8 } else { 1 };
    What::Event { sender: sender(random), content, copies }
}

fn spell(random: &mut Random) -> What {
    let spell = *random.pick(&[Spell::Throttled, Spell::Slow, Spell::Losing, Spell::Down, Spell::Hanging]);
    What::Spell { service: *random.pick(&Service::ALL), spell, minutes: random.between(1, 40) }
}

fn outage(random: &mut Random) -> What {
    let spell = *random.pick(&[Spell::Down, Spell::Hanging, Spell::Throttled]);
    What::Spell { service: *random.pick(&Service::ALL), spell, minutes: random.between(60, 9 * 60) }
}
