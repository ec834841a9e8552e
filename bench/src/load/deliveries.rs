//! What is sent: deliveries of all five providers in turn, each with a number of its own, signed, of 1 to 12 KB.
//!
//! The bodies are the fixtures, grown by earlier versions of themselves with other digits, so that they compress about as a
//! provider's do. A number stands in each, by which the message is known again that comes out of the queue.

use anyhow::{Context, Result};
use bytes::Bytes;
use frontdesk::providers::NAMES;
use frontdesk_tests::fixtures::{Fixture, Request};
use frontdesk_tests::sign::sign;

/// The field that holds a delivery's number.
const FIELD: &str = "\"load\":\"";
/// Stands for the number, in as many digits.
const PLACE: &str = "@@@@@@@@@@@@@@@@";
/// Sizes of each provider.
const SIZES: usize = 24;
const LEAST: usize = 1_000;
const MOST: usize = 12_000;
/// One in so many deliveries repeats an event, the one so many deliveries ago: at times that is still on its way.
const DUPLICATE_EVERY: u64 = 100;
const DUPLICATE_AGO: u64 = 7;

/// All that can be sent.
#[derive(Debug)]
pub(crate) struct Deliveries {
    samples: Vec<Vec<Sample>>,
}

/// A request in which only the number is missing.
#[derive(Debug)]
struct Sample {
    provider: &'static str,
    request: Request,
    /// Where in the body the number goes.
    places: Vec<usize>,
}

/// The event that a delivery is of: its own number, or an earlier one's.
pub(crate) fn event_of(delivery: u64) -> u64 {
    if is_repeated(delivery) { delivery - DUPLICATE_AGO } else { delivery }
}

/// How many events so many deliveries are.
pub(crate) fn events_in(deliveries: u64) -> u64 {
    (0..deliveries).filter(|&delivery| !is_repeated(delivery)).count() as u64
}

fn is_repeated(delivery: u64) -> bool {
    delivery % DUPLICATE_EVERY == DUPLICATE_EVERY / 2
}

/// The number in a body.
pub(crate) fn number_in(body: &str) -> Option<u64> {
    let (_, rest) = body.split_once(FIELD)?;
    rest.get(..PLACE.len())?.parse().ok()
}

impl Deliveries {
    /// Reads the fixtures.
    pub(crate) fn new() -> Result<Self> {
        Ok(Self { samples: NAMES.iter().map(|name| samples(name)).collect::<Result<_>>()? })
    }

    /// The request of an event, as its provider would send it to the local run: always the same for the same number.
    pub(crate) fn request(&self, event: u64) -> Result<Request> {
        let at = usize::try_from(event)?;
        let provider = self.samples.get(at % NAMES.len()).context("there are as many samples as providers")?;
        let sample = provider.get(at / NAMES.len() % SIZES).context("a provider has a sample of each size")?;
        sample.request(event)
    }
}

impl Sample {
    fn request(&self, number: u64) -> Result<Request> {
        let digits = format!("{number:0width$}", width = PLACE.len());
        let mut request = self.request.clone();
        for &place in &self.places {
            let there = request.body.get_mut(place..place + PLACE.len()).context("a place is inside the body")?;
            there.copy_from_slice(digits.as_bytes());
        }
        let request = sign(request, self.provider, &format!("local-{}-secret", self.provider))?;
        let path = format!("/{}{}", self.provider, request.path);
        Ok(request.at(&path))
    }
}

fn samples(provider: &'static str) -> Result<Vec<Sample>> {
    let mut fixtures = Fixture::all(provider)?;
    fixtures.retain(|fixture| !fixture.unreadable);
    let size = |index: usize| LEAST + (MOST - LEAST) * index / (SIZES - 1);
    fixtures
        .iter()
        .cycle()
        .take(SIZES)
        .enumerate()
        .map(|(index, fixture)| sample(provider, fixture, size(index)))
        .collect()
}

fn sample(provider: &'static str, fixture: &Fixture, size: usize) -> Result<Sample> {
    let text = std::str::from_utf8(&fixture.body).with_context(|| format!("{} is not UTF-8", fixture.file))?;
    // Where the provider has ids of its own, each number must be an event of its own.
    let own = text.replacen(&fixture.id, PLACE, 1);
    let inside = own.trim_start().strip_prefix('{').with_context(|| format!("{} is no object", fixture.file))?;
    let mut earlier = Vec::new();
    let mut length = own.len() + FIELD.len() + PLACE.len() + "\",\"earlier\":[],".len();
    for version in 1.. {
        let other = with_other_digits(text, version);
        length += other.len() + 1;
        if length > size {
            break;
        }
        earlier.push(other);
    }
    let body = format!("{{{FIELD}{PLACE}\",\"earlier\":[{}],{inside}", earlier.join(","));
    let places = body.match_indices(PLACE).map(|(at, _)| at).collect();
    Ok(Sample { provider, request: fixture.request().body(body), places })
}

/// The same text with other digits. A zero stays, since no number may begin with one.
fn with_other_digits(text: &str, version: u64) -> String {
    if text.contains("\\u") {
        // The digits of an escape are not free.
        return text.to_owned();
    }
    let mut state = version;
    let other = |letter: char| {
        // Constants of Knuth's MMIX generator.
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        match letter {
            '1'..='9' => char::from(b'1' + u8::try_from((state >> 33) % 9).unwrap_or_default()),
            other => other,
        }
    };
    text.chars().map(other).collect()
}

/// A body as the HTTP client takes it.
pub(crate) fn body(request: &mut Request) -> Bytes {
    std::mem::take(&mut request.body).into()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_number_is_an_event_of_its_own_and_comes_back() {
        let deliveries = Deliveries::new().unwrap();
        let mut bodies = HashSet::new();
        for event in 0..500 {
            let request = deliveries.request(event).unwrap();
            assert_eq!(deliveries.request(event).unwrap().body, request.body);
            let body = String::from_utf8(request.body).unwrap();
            assert_eq!(number_in(&body), Some(event));
            assert!((150..=MOST).contains(&body.len()), "{event}: {}", body.len());
            serde_json::from_str::<serde_json::Value>(&body).unwrap();
            assert!(bodies.insert(body));
        }
    }

    #[test]
    fn one_in_a_hundred_is_repeated() {
        assert_eq!(events_in(1_000), 990);
        assert_eq!((event_of(50), event_of(51), event_of(150)), (43, 51, 143));
    }
}
