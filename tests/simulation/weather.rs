//! How AWS does: what becomes of each call, and how long it takes.

use std::collections::BTreeMap;

use crate::plan::SECOND;
use crate::random::Random;

/// A service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Service {
    DynamoDb,
    Sqs,
    SecretsManager,
}

impl Service {
    pub(crate) const ALL: [Service; 3] = [Service::DynamoDb, Service::Sqs, Service::SecretsManager];

    /// The service of an `X-Amz-Target`.
    pub(crate) fn of_target(target: &str) -> Self {
        match target.split(['.', '_']).next() {
            Some("DynamoDB") => Service::DynamoDb,
            Some("AmazonSQS") => Service::Sqs,
            _ => Service::SecretsManager,
        }
    }
}

/// How a service does badly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Spell {
    /// Errors and refused connections.
    Down,
    /// No answers, and nothing is done.
    Hanging,
    /// Four of five calls are too many.
    Throttled,
    /// Seconds for a call.
    Slow,
    /// Half of the answers are lost: what was asked is done.
    Losing,
}

/// What becomes of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    Passes,
    /// The engine does it, and no answer comes back.
    AnswerLost,
    /// It never gets there.
    Reset,
    /// It never gets there, and nobody says so.
    Silence,
    /// The service refuses.
    Refused(u16, &'static str),
}

/// A call on its way.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Way {
    pub(crate) there: u64,
    pub(crate) back: u64,
    pub(crate) fate: Fate,
}

impl Way {
    /// Whether whoever calls may notice.
    pub(crate) fn is_harmed(self) -> bool {
        self.fate != Fate::Passes || self.there + self.back > SLOW
    }
}

/// From here on a call counts as slow, in milliseconds: retries and budgets may come into it.
const SLOW: u64 = 150;

/// The spells of each service, and until when.
#[derive(Debug, Default)]
pub(crate) struct Weather(BTreeMap<Service, Vec<(Spell, u64)>>);

impl Weather {
    pub(crate) fn begin(&mut self, service: Service, spell: Spell, until: u64) {
        self.0.entry(service).or_default().push((spell, until));
    }

    /// All spells end, and nothing fails any more.
    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    /// What becomes of a call. `calm` is how many of a thousand fail without a spell.
    pub(crate) fn way(&mut self, service: Service, now: u64, calm: u64, random: &mut Random) -> Way {
        let spells = self.0.entry(service).or_default();
        spells.retain(|(_, until)| *until > now);
        let mut way = Way { there: random.between(1, 6), back: random.between(1, 6), fate: Fate::Passes };
        if random.chance(calm) {
            way.fate = accident(random);
        }
        if random.chance(calm) {
            way.there += random.between(10, 4 * SECOND);
        }
        if random.chance(calm) {
            way.back += random.between(10, 9 * SECOND);
        }
        for (spell, _) in spells.iter() {
            match spell {
                Spell::Down if random.chance(950) => way.fate = refused(random),
                Spell::Hanging if random.chance(980) => way.fate = Fate::Silence,
                Spell::Throttled if random.chance(800) => way.fate = Fate::Refused(400, "ThrottlingException"),
                Spell::Losing if random.chance(500) => way.fate = Fate::AnswerLost,
                Spell::Slow => way.there += random.between(100, 3 * SECOND),
                _ => {}
            }
        }
        way
    }
}

fn accident(random: &mut Random) -> Fate {
    match random.between(0, 4) {
        0 => Fate::Silence,
        1 => Fate::AnswerLost,
        _ => refused(random),
    }
}

fn refused(random: &mut Random) -> Fate {
    match random.between(0, 4) {
        0 => Fate::Reset,
        1 => Fate::Refused(500, "InternalServerError"),
        2 => Fate::Refused(503, "ServiceUnavailable"),
        _ => Fate::Refused(400, "ThrottlingException"),
    }
}
