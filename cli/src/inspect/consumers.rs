//! What consumers did with an event, by the rows that they keep of their work (docs/consume.md).
//!
//! A row's key begins with the consumer's name, so only consumers whose names are known can be looked up: those of the examples, and
//! those that `--consumer` names. And only where they keep their rows in the events table.

use frontdesk::consume::row_key;
use frontdesk::event::{EventId, rfc3339};
use frontdesk::store::{Row, StoreError};
use futures_util::future::try_join_all;
use jiff::Timestamp;

use crate::print::plain;
use crate::target::Target;

/// The consumers in `examples/`.
const EXAMPLES: [&str; 3] = ["desk", "desk-python", "desk-typescript"];

/// What happened, each with its time; without one for what is still going on.
pub(super) type Steps = Vec<(String, String)>;

/// Looks up what consumers did with an event, and with the message that sent it again last.
pub(super) async fn steps(target: &Target, names: &[String], row: &Row) -> Result<Steps, StoreError> {
    let (id, now) = (row.id(), Timestamp::now());
    let source = format!("/frontdesk/{}", id.owner());
    let names = EXAMPLES.into_iter().chain(names.iter().map(String::as_str));
    let messages = [None, row.text("replayed_as")];
    let messages =
        messages.into_iter().enumerate().filter_map(|(n, message)| (n == 0 || message.is_some()).then_some(message));
    let messages: Vec<Option<&str>> = messages.collect();
    let looked = names.flat_map(|name| messages.iter().map(move |message| (name, *message))).map(|(name, message)| {
        let key = EventId::from_key(row_key(name, &source, id.id(), message));
        async move { Ok(target.reader().whole_row(&key).await?.map(|kept| step(name, message.is_some(), &kept, now))) }
    });
    Ok(try_join_all(looked).await?.into_iter().flatten().collect())
}

fn step(name: &str, is_replay: bool, kept: &Row, now: Timestamp) -> (String, String) {
    let what = if is_replay { "the replay" } else { "it" };
    let name = plain(name);
    if let Some(at) = done_at(kept) {
        return (at, format!("the consumer {name} finished {what}"));
    }
    let until = kept.number("lease_until").and_then(|at| Timestamp::from_millisecond(at).ok()).filter(|at| *at > now);
    let text = match until {
        Some(until) => format!("the consumer {name} is working on {what}, until {:.0} at most", until),
        None => format!("the consumer {name} tried {what}, and did not finish: SQS hands it out again"),
    };
    (String::new(), text)
}

/// RFC 3339, or seconds since 1970 as the example in Python wrote them.
fn done_at(kept: &Row) -> Option<String> {
    let seconds = |at: i64| Timestamp::from_second(at).ok().map(rfc3339);
    match kept.text("done_at") {
        Some(text) => text.parse().ok().map_or_else(|| Some(plain(text)), seconds),
        None => kept.number("done_at").and_then(seconds),
    }
}
