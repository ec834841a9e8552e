//! Decides which figures need attention, and with which command to look into them.

use std::collections::BTreeMap;

use anyhow::Result;
use frontdesk::publish::outbox::OVERDUE;
use serde::Serialize;

use super::Counts;
use crate::outbox;
use crate::print::{bad, good, line, plain, plural};

/// The figures.
pub(super) struct Found<'a> {
    pub(super) counts: &'a BTreeMap<String, Counts>,
    pub(super) pending: usize,
    /// How long the oldest event has been pending, in seconds.
    pub(super) oldest: Option<i64>,
    pub(super) dead_letters: i64,
}

/// One thing that needs attention.
#[derive(Debug, Serialize, PartialEq, Eq)]
pub(super) struct Concern {
    what: String,
    command: String,
}

/// What needs attention, most urgent first.
pub(super) fn attention(found: &Found<'_>) -> Vec<Concern> {
    let mut all = Vec::new();
    let mut add = |what: String, command: String| all.push(Concern { what, command });
    if let Some(oldest) = found.oldest.filter(|oldest| *oldest > OVERDUE.as_secs()) {
        let events = plural(found.pending as u64, "event is", "events are");
        add(format!("{events} not in the queue yet, {}", outbox::waits(oldest)), "frontdesk outbox".to_owned());
    }
    if let Ok(dead) = u64::try_from(found.dead_letters)
        && dead > 0
    {
        add(plural(dead, "dead letter", "dead letters"), "frontdesk dlq list".to_owned());
    }
    for (owner, counts) in found.counts {
        let (provider, account) = owner.split_once('/').unwrap_or((owner, ""));
        let account = if account.is_empty() { String::new() } else { format!(" --account {account}") };
        let events =
            |state: &str| format!("frontdesk events list --provider {provider}{account} --state {state} --since 1h");
        if counts.refused > 0 {
            let what = plural(counts.refused, "delivery", "deliveries");
            add(format!("{owner}: {what} refused"), format!("frontdesk refused list --provider {provider}"));
        }
        let states = [
            (counts.set_aside, "set aside: the queue does not accept them", "set-aside"),
            (counts.unreadable, "that cannot be read", "unreadable"),
            (counts.variants, "with another body under a known id", "variant"),
            (counts.misfits, "whose payload does not fit its type", "misfit"),
        ];
        for (n, what, state) in states.into_iter().filter(|(n, ..)| *n > 0) {
            add(format!("{owner}: {} {what}", plural(n, "event", "events")), events(state));
        }
    }
    all
}

/// Prints the verdict, and the reasons below it.
pub(super) fn print(attention: &[Concern]) -> Result<()> {
    match attention.len() {
        0 => line(&good("all is well"))?,
        1 => line(&bad("1 thing needs attention"))?,
        n => line(&bad(&format!("{n} things need attention")))?,
    }
    for Concern { what, command } in attention {
        line(&plain(&format!("  {what}: {command}")))?;
    }
    line("")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_needs_attention_is_said_with_its_command() {
        let check = |counts: Counts, pending: (usize, Option<i64>), dead_letters: i64, expected: &[(&str, &str)]| {
            let counts = BTreeMap::from([("gingr/north".to_owned(), counts)]);
            let found = Found { counts: &counts, pending: pending.0, oldest: pending.1, dead_letters };
            let concern = |(what, command): &(&str, &str)| Concern { what: (*what).into(), command: (*command).into() };
            assert_eq!(attention(&found), expected.iter().map(concern).collect::<Vec<_>>());
        };
        check(Counts { stored: 3, repeated: 1, ..Counts::default() }, (2, Some(300)), 0, &[]);
        check(
            Counts::default(),
            (1_200, Some(301)),
            1,
            &[
                ("1,200 events are not in the queue yet, the oldest for 5 min", "frontdesk outbox"),
                ("1 dead letter", "frontdesk dlq list"),
            ],
        );
        check(
            Counts { refused: 2, misfits: 1, ..Counts::default() },
            (0, None),
            0,
            &[
                ("gingr/north: 2 deliveries refused", "frontdesk refused list --provider gingr"),
                (
                    "gingr/north: 1 event whose payload does not fit its type",
                    "frontdesk events list --provider gingr --account north --state misfit --since 1h",
                ),
            ],
        );
    }
}
