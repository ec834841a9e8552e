//! The condition of AWS: the fate of each call, and the time it takes.

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

/// A bad spell of a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Spell {
    /// Errors and refused connections.
    Down,
    /// No answers; calls are not carried out.
    Hanging,
    /// Four of five calls are throttled.
    Throttled,
    /// Calls take seconds.
    Slow,
    /// Half of the answers are lost; the calls are carried out.
    Losing,
}

/// The fate of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    Passes,
    /// The engine carries it out, and its answer is lost.
    AnswerLost,
    /// It never arrives: the connection is reset.
    Reset,
    /// It never arrives, and the caller gets no error.
    Silence,
    /// The service refuses.
    Refused(u16, &'static str),
}

/// A call in flight.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Way {
    pub(crate) there: u64,
    pub(crate) back: u64,
    pub(crate) fate: Fate,
}

impl Way {
    /// Reports whether the caller may notice.
    pub(crate) fn is_harmed(self) -> bool {
        self.fate != Fate::Passes || self.there + self.back > SLOW
    }
}

/// From this many milliseconds a call counts as slow: retries and budgets may be affected.
const SLOW: u64 = 150;

/// The spells of each service, and their ends.
#[derive(Debug, Default)]
pub(crate) struct Weather(BTreeMap<Service, Vec<(Spell, u64)>>);

impl Weather {
    pub(crate) fn begin(&mut self, service: Service, spell: Spell, until: u64) {
        self.0.entry(service).or_default().push((spell, until));
    }

    /// Ends all spells.
    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    /// Decides the fate of a call. `calm` is how many of a thousand fail without a spell.
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
