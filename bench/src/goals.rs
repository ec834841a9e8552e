//! The goals and their measured values. They are ratios within one run, because a slow machine
//! slows all subjects.

use std::collections::HashMap;

use crate::figures::{median, mib, ms, percentile};
use crate::measure::{Measured, Refused};
use crate::scenarios::{LARGE, PLAIN, TLS, TLS_5_MS};
use crate::size::Size;

/// The maximum size of a zip, in MB.
const ZIP: f64 = 2.1;

/// The measurements, by the names of the scenario and the subject.
pub(crate) type Results = HashMap<(&'static str, String), Vec<Measured>>;

/// A goal and its value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Goal {
    figure: &'static str,
    /// The maximum.
    limit: f64,
    /// None if it was not measured.
    value: Option<f64>,
}

/// All values on which the goals depend.
#[derive(Debug)]
pub(crate) struct Run<'a> {
    pub(crate) results: &'a Results,
    pub(crate) refused: Refused,
    pub(crate) size: Size,
    /// The long run; its name contains its number of calls.
    pub(crate) long: &'static str,
}

impl Goal {
    /// Returns whether the goal was missed. A goal without a measurement is not missed.
    pub(crate) fn failed(&self) -> bool {
        self.value.is_some_and(|value| value > self.limit)
    }
}

/// Returns the goals that hold regardless of the machine's load.
#[must_use]
pub(crate) fn structural(refused: Refused, size: Size, measured: &Measured) -> Vec<Goal> {
    vec![
        goal("AWS calls before the response", 1.0, Some(count(measured.before))),
        goal("AWS calls before the response of a refused delivery", 0.0, Some(count(refused.without_proof))),
        // A rotated secret is looked up in two calls: five times immediately, then once in ten
        // seconds.
        goal("AWS calls before the responses of 20 wrong proofs in a row", 12.0, Some(count(refused.wrong_proof))),
        goal("zip of one function, MB", ZIP, Some(megabytes(size.zip))),
    ]
}

/// Returns all goals.
#[must_use]
pub(crate) fn goals(run: &Run<'_>) -> Vec<Goal> {
    let warm = |m: &Measured| ms(m.warm_cpu);
    let cold = |m: &Measured| ms(m.init_cpu + m.first_cpu);
    let memory = |m: &Measured| mib(m.memory[2]);
    let response = |m: &Measured| percentile(&m.until_response, 50);
    let us = "frontdesk";
    let mut goals = vec![
        goal("init CPU / do-nothing", 2.0, run.ratio(PLAIN.name, us, "nothing", |m| ms(m.init_cpu))),
        goal("cold CPU over TLS / Python", 1.0 / 65.0, run.ratio(TLS.name, us, "python", cold)),
        goal("cold CPU over TLS / Node", 1.0 / 40.0, run.ratio(TLS.name, us, "node", cold)),
        goal("cold CPU over TLS / Go", 0.35, run.ratio(TLS.name, us, "go", cold)),
        goal("first-call CPU / warm CPU, TLS", 1.6, run.first_to_warm(us)),
        goal("warm CPU / do-nothing", 14.0, run.ratio(PLAIN.name, us, "nothing", warm)),
        goal("p50 to the response, 5 ms per AWS call / Python", 0.30, run.ratio(TLS_5_MS.name, us, "python", response)),
        goal("memory after the long run / do-nothing", 3.0, run.ratio(run.long, us, "nothing", memory)),
        goal("memory, growth from call 100, %", 2.0, run.growth(us)),
        goal("warm CPU, 100 KB / 1 KB", 3.0, run.large_to_small(us)),
    ];
    if let Some(measured) = run.rounds(TLS.name, us).and_then(<[Measured]>::last) {
        goals.extend(structural(run.refused, run.size, measured));
    }
    goals
}

/// Formats the goals as a table.
#[must_use]
pub(crate) fn table(goals: &[Goal]) -> String {
    let mut text = "### Goals\n\n| figure | goal, at most | measured | |\n|---|---|---|---|\n".to_owned();
    for goal in goals {
        let measured = goal.value.map_or_else(|| "-".to_owned(), number);
        let verdict = match goal.value {
            None => "not measured",
            Some(_) if goal.failed() => "**missed**",
            Some(_) => "met",
        };
        text += &format!("| {} | {} | {measured} | {verdict} |\n", goal.figure, number(goal.limit));
    }
    text
}

impl Run<'_> {
    fn rounds(&self, scenario: &'static str, subject: &str) -> Option<&[Measured]> {
        self.results.get(&(scenario, subject.to_owned())).map(Vec::as_slice)
    }

    fn ratio(&self, scenario: &'static str, of: &str, to: &str, figure: fn(&Measured) -> f64) -> Option<f64> {
        Some(median(self.rounds(scenario, of)?, figure) / median(self.rounds(scenario, to)?, figure))
    }

    fn first_to_warm(&self, subject: &str) -> Option<f64> {
        let rounds = self.rounds(TLS.name, subject)?;
        Some(median(rounds, |m| ms(m.first_cpu)) / median(rounds, |m| ms(m.warm_cpu)))
    }

    fn growth(&self, subject: &str) -> Option<f64> {
        Some(median(self.rounds(self.long, subject)?, |m| (mib(m.memory[2]) / mib(m.memory[1]) - 1.0) * 100.0))
    }

    fn large_to_small(&self, subject: &str) -> Option<f64> {
        let warm = |scenario| Some(median(self.rounds(scenario, subject)?, |m: &Measured| ms(m.warm_cpu)));
        Some(warm(LARGE.name)? / warm(TLS.name)?)
    }
}

fn goal(figure: &'static str, limit: f64, value: Option<f64>) -> Goal {
    Goal { figure, limit, value }
}

fn count(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::INFINITY, f64::from)
}

fn megabytes(bytes: usize) -> f64 {
    count(bytes) / 1e6
}

fn number(value: f64) -> String {
    match value {
        value if value.fract() == 0.0 => format!("{value}"),
        value if value < 1.0 => format!("{value:.4}"),
        value => format!("{value:.2}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_goal_is_missed_above_its_limit_and_not_where_nothing_was_measured() {
        fn check(value: Option<f64>, failed: bool, verdict: &str) {
            let goals = [goal("figure", 2.0, value)];
            assert_eq!(goals[0].failed(), failed, "{value:?}");
            assert!(table(&goals).contains(verdict), "{value:?}");
        }
        check(Some(2.0), false, "| met |");
        check(Some(2.01), true, "| **missed** |");
        check(None, false, "| not measured |");
    }
}
