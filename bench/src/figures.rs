//! Tables of the figures of all rounds: medians, each with the smallest and largest value.

use std::time::Duration;

use crate::measure::Measured;

/// A figure's name, and how to compute it from the rounds of one subject.
type Figure = (&'static str, fn(&[Measured]) -> String);

/// The rows of the tables for scenarios with many rounds.
const FIGURES: [Figure; 11] = [
    ("init CPU, ms", |rounds| spread(&each(rounds, |m| ms(m.init_cpu)))),
    ("init wall, ms", |rounds| spread(&each(rounds, |m| ms(m.init_wall)))),
    ("first call CPU, ms", |rounds| spread(&each(rounds, |m| ms(m.first_cpu)))),
    ("warm CPU per call, ms", |rounds| spread(&each(rounds, |m| ms(m.warm_cpu)))),
    ("to the response p50, ms", |rounds| spread(&each(rounds, |m| percentile(&m.until_response, 50)))),
    ("to the response p99, ms", |rounds| spread(&each(rounds, |m| percentile(&m.until_response, 99)))),
    ("to the next p50, ms", |rounds| spread(&each(rounds, |m| percentile(&m.until_next, 50)))),
    ("to the next p99, ms", |rounds| spread(&each(rounds, |m| percentile(&m.until_next, 99)))),
    ("memory at the start, MiB", |rounds| spread(&each(rounds, |m| mib(m.memory[0])))),
    ("AWS calls before + after the response", |rounds| last(rounds, |m| format!("{} + {}", m.before, m.after))),
    ("connections", |rounds| last(rounds, |m| m.connections.to_string())),
];

/// The rows of the long run's table.
const LONG_RUN: [Figure; 4] = [
    ("memory at the start, MiB", |rounds| last(rounds, |m| format!("{:.2}", mib(m.memory[0])))),
    ("memory after 100 calls, MiB", |rounds| last(rounds, |m| format!("{:.2}", mib(m.memory[1])))),
    ("memory at the end, MiB", |rounds| last(rounds, |m| format!("{:.2}", mib(m.memory[2])))),
    ("warm CPU per call, ms", |rounds| last(rounds, |m| format!("{:.3}", ms(m.warm_cpu)))),
];

/// Formats the table of one scenario: subjects with their rounds.
pub(crate) fn table(title: &str, subjects: &[(&str, &[Measured])], long_run: bool) -> String {
    let figures: &[Figure] = if long_run { &LONG_RUN } else { &FIGURES };
    let mut text = format!("### {title}\n\n|");
    for head in [""].into_iter().chain(subjects.iter().map(|(name, _)| *name)) {
        text += &format!(" {head} |");
    }
    text += &format!("\n|{}\n", "---|".repeat(subjects.len() + 1));
    for (name, read) in figures {
        text += &format!("| {name} |");
        for (_, rounds) in subjects {
            text += &format!(" {} |", read(rounds));
        }
        text.push('\n');
    }
    text
}

/// Returns the median of a value over the rounds.
pub(crate) fn median(rounds: &[Measured], of: impl Fn(&Measured) -> f64) -> f64 {
    let mut values: Vec<_> = rounds.iter().map(of).collect();
    middle(&mut values)
}

/// Returns the `percent`th percentile of the times, in milliseconds.
pub(crate) fn percentile(times: &[Duration], percent: usize) -> f64 {
    let mut times = times.to_vec();
    times.sort_unstable();
    let index = times.len() * percent / 100;
    times.get(index.min(times.len().saturating_sub(1))).map_or(0.0, |time| ms(*time))
}

/// Converts to milliseconds.
pub(crate) fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

fn each(rounds: &[Measured], of: impl Fn(&Measured) -> f64) -> Vec<f64> {
    rounds.iter().map(of).collect()
}

/// Converts to MiB.
pub(crate) fn mib(bytes: u64) -> f64 {
    // A process here has far fewer than 2^53 bytes.
    #[expect(clippy::cast_precision_loss)]
    let bytes = bytes as f64;
    bytes / 1_048_576.0
}

fn last(rounds: &[Measured], of: impl Fn(&Measured) -> String) -> String {
    rounds.last().map_or_else(|| "-".to_owned(), of)
}

fn middle(values: &mut [f64]) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    let at = |index: usize| values.get(index).copied().unwrap_or(f64::NAN);
    if values.len().is_multiple_of(2) {
        f64::midpoint(at((values.len() / 2).wrapping_sub(1)), at(values.len() / 2))
    } else {
        at(values.len() / 2)
    }
}

/// Formats the median, with the minimum and the maximum.
pub(crate) fn spread(values: &[f64]) -> String {
    let mut values = values.to_vec();
    let middle = middle(&mut values);
    match (values.first(), values.last()) {
        (Some(least), Some(most)) => format!("{} ({}-{})", short(middle), short(*least), short(*most)),
        _ => "-".to_owned(),
    }
}

/// Formats three significant digits.
fn short(value: f64) -> String {
    let decimals = match value {
        v if v < 1.0 => 3,
        v if v < 10.0 => 2,
        v if v < 100.0 => 1,
        _ => 0,
    };
    format!("{value:.decimals$}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn medians_and_percentiles() {
        fn check(values: &[f64], wanted: f64) {
            assert!((middle(&mut values.to_vec()) - wanted).abs() < f64::EPSILON, "{values:?}");
        }
        check(&[3.0, 1.0, 2.0], 2.0);
        check(&[4.0, 1.0, 2.0, 3.0], 2.5);
        check(&[7.0], 7.0);
        let times: Vec<_> = (1..=200).map(Duration::from_millis).collect();
        assert!((percentile(&times, 50) - 101.0).abs() < 1e-9);
        assert!((percentile(&times, 99) - 199.0).abs() < 1e-9);
        assert_eq!(spread(&[0.25, 12.5, 2.0]), "2.00 (0.250-12.5)");
    }
}
