//! The deliveries to send: the example deliveries of all providers in turn, signed, each made a
//! distinct event by a number in its body. The number identifies the message from the queue.

use anyhow::{Context, Result};
use frontdesk_tests::fixtures::{Fixture, Request, provider_names};

/// One delivery in this many repeats the event of a few deliveries earlier, which may still be in
/// flight.
const REPEAT_EVERY: u64 = 100;
const REPEAT_BEFORE: u64 = 7;

/// Returns the number of a delivery's event: its own, or an earlier one's.
pub(crate) fn event_of(delivery: u64) -> u64 {
    let is_repeat = delivery % REPEAT_EVERY == REPEAT_EVERY / 2;
    if is_repeat { delivery - REPEAT_BEFORE } else { delivery }
}

/// Returns the number of events in this many deliveries.
pub(crate) fn events_in(deliveries: u64) -> usize {
    (0..deliveries).filter(|&delivery| event_of(delivery) == delivery).count()
}

/// Returns the examples of each provider.
pub(crate) fn examples() -> Result<Vec<Vec<Fixture>>> {
    let readable = |name| Ok(Fixture::all(name)?.into_iter().filter(|fixture| !fixture.unreadable).collect());
    provider_names().map(readable).collect()
}

/// Returns the request of an event, as its provider would send it to the local run.
pub(crate) fn request(examples: &[Vec<Fixture>], event: u64) -> Result<Request> {
    let at = usize::try_from(event)?;
    let provider = examples.get(at % examples.len()).context("there are no providers")?;
    let example = provider.get(at / examples.len() % provider.len()).context("a provider has no examples")?;
    let name = &example.provider;
    // If the provider sends an id, the number becomes the id as well.
    let body = std::str::from_utf8(&example.body)?.replacen(&example.id, &format!("{event:016}"), 1);
    let fields = body.trim_start().strip_prefix('{').with_context(|| format!("{} is not an object", example.file))?;
    let request = example.request().body(format!("{{\"load\":{event},{fields}"));
    let request = request.signed(name, &format!("local-{name}-secret"))?;
    let path = format!("/{name}{}", request.path);
    Ok(request.at(&path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_is_an_event_of_its_own_and_one_in_a_hundred_is_repeated() {
        let examples = examples().unwrap();
        for event in 0..500 {
            let body = request(&examples, event).unwrap().body;
            assert_eq!(serde_json::from_slice::<serde_json::Value>(&body).unwrap()["load"], event);
        }
        assert_eq!((events_in(1_000), [50, 51, 150].map(event_of)), (990, [43, 51, 143]));
    }
}
