//! What a run of the load comes to, as tables.

use std::fmt::Write as _;
use std::time::Duration;

use super::ledger::Verdict;

/// A run.
#[derive(Debug)]
pub(crate) struct Load {
    /// Deliveries sent.
    pub(crate) deliveries: u64,
    /// Events that they are.
    pub(crate) events: u64,
    /// How many sent at the same time.
    pub(crate) senders: usize,
    /// From the first delivery until the last message was out of the queue.
    pub(crate) took: Duration,
    /// Memory before the first delivery, in bytes.
    pub(crate) at_start: u64,
    /// The tenths.
    pub(crate) tenths: Vec<Tenth>,
    /// Of the deliveries, over the whole run.
    pub(crate) speed: Speed,
    /// Of bare puts.
    pub(crate) bare: Speed,
    /// Whether all was well.
    pub(crate) verdict: Verdict,
    /// Some of the failures.
    pub(crate) told: Vec<String>,
}

/// How fast something goes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Speed {
    /// So many of it in a second.
    pub(crate) per_second: f64,
    /// Processor time that each costs, of the local run and of what sends to it.
    pub(crate) cpu: Duration,
}

/// A tenth of the deliveries.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tenth {
    /// Deliveries answered per second.
    pub(crate) rate: f64,
    /// Resident memory of the local run at its end, in bytes.
    pub(crate) memory: u64,
}

/// The goal: at least so much of the bare rate.
const GOAL: f64 = 0.5;

/// The report. A rate and a ratio only of a run in which nothing was lost.
pub(crate) fn text(load: &Load) -> String {
    let mut text = String::from("| of the deliveries, % | per second | memory, MiB |\n|---|---|---|\n");
    let _ = writeln!(text, "| 0 | | {:.1} |", mib(load.at_start));
    for (index, tenth) in load.tenths.iter().enumerate() {
        let _ = writeln!(text, "| {} | {:.0} | {:.1} |", (index + 1) * 10, tenth.rate, mib(tenth.memory));
    }
    let _ = writeln!(text, "\n| | |\n|---|---|");
    let _ = writeln!(text, "| deliveries, events, senders | {}, {}, {} |", load.deliveries, load.events, load.senders);
    for (what, count) in load.verdict.faults() {
        let _ = writeln!(text, "| {what} | {count} |");
    }
    let _ = writeln!(text, "| rows | {} |", load.verdict.rows);
    let _ = writeln!(text, "| events out of the queue more than once | {} |", load.verdict.repeated);
    let _ = writeln!(text, "| deliveries not counted in their row | {} |", load.verdict.uncounted);
    if load.verdict.is_good() {
        rates(&mut text, load);
    } else {
        let _ = writeln!(text, "\nSomething was lost, made twice or refused, so there is no rate and no ratio.");
        for told in &load.told {
            let _ = writeln!(text, "  {told}");
        }
    }
    text
}

/// Bytes in MiB.
pub(crate) fn mib(bytes: u64) -> f64 {
    bytes as f64 / 1_048_576.0
}

fn rates(text: &mut String, load: &Load) {
    let ratio = load.speed.per_second / load.bare.per_second;
    let _ = writeln!(text, "| seconds until the last message was out | {:.1} |", load.took.as_secs_f64());
    let _ = writeln!(text, "| deliveries per second | {:.0} |", load.speed.per_second);
    let _ = writeln!(text, "| bare PutItem calls per second | {:.0} |", load.bare.per_second);
    let met = if ratio >= GOAL { "met" } else { "**missed**" };
    let _ = writeln!(text, "| ratio; goal at least {GOAL} | {ratio:.2} {met} |");
    // What else the machine does changes rates more than processor time.
    let _ = writeln!(text, "| processor time of a delivery, ms | {:.3} |", load.speed.cpu.as_secs_f64() * 1_000.0);
    let _ = writeln!(text, "| processor time of a bare PutItem, ms | {:.3} |", load.bare.cpu.as_secs_f64() * 1_000.0);
    let cpu = load.bare.cpu.as_secs_f64() / load.speed.cpu.as_secs_f64();
    let _ = writeln!(text, "| ratio by processor time | {cpu:.2} |");
    if let (Some(first), Some(last)) = (load.tenths.first(), load.tenths.last()) {
        let growth = (last.memory as f64 / first.memory as f64 - 1.0) * 100.0;
        let _ = writeln!(text, "| memory from 10 % to the end, % | {growth:+.1} |");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(verdict: Verdict, has_ratio: bool) {
        let load = Load {
            deliveries: 100,
            events: 99,
            senders: 1,
            took: Duration::from_secs(1),
            at_start: 1,
            tenths: vec![Tenth { rate: 100.0, memory: 1 }],
            speed: Speed { per_second: 100.0, cpu: Duration::from_millis(2) },
            bare: Speed { per_second: 200.0, cpu: Duration::from_millis(1) },
            verdict,
            told: vec!["delivery 3 was answered 503".to_owned()],
        };
        let text = text(&load);
        assert_eq!(text.contains("| ratio; goal at least 0.5 | 0.50 met |"), has_ratio, "{text}");
        assert_eq!(text.contains("answered 503"), !has_ratio, "{text}");
    }

    #[test]
    fn there_is_no_ratio_when_something_was_lost() {
        check(Verdict::default(), true);
        check(Verdict { not_in_queue: 1, ..Verdict::default() }, false);
        check(Verdict { failed: 1, ..Verdict::default() }, false);
        check(Verdict { more_rows: 1, ..Verdict::default() }, false);
    }
}
