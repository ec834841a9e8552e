//! Shrinks many steps that break a promise to few that still do: delta debugging
//! (<https://www.st.cs.uni-saarland.de/papers/tse2002/>).

use std::time::{Duration, Instant};

use crate::plan::Step;
use crate::simulation::{Ended, simulate};

/// Returns the fewest steps found within a time limit that fail as `ended` did, and how they ended.
pub(crate) fn shrink(seed: u64, mut steps: Vec<Step>, mut ended: Ended, limit: Duration) -> (Vec<Step>, Ended) {
    let started = Instant::now();
    let kind = ended.broken.as_deref().map(kind);
    let mut size = steps.len().div_ceil(2);
    while size > 0 && started.elapsed() < limit {
        let mut from = 0;
        let before = steps.len();
        while from < steps.len() && started.elapsed() < limit {
            let to = steps.len().min(from + size);
            let fewer: Vec<Step> = [&steps[..from], &steps[to..]].concat();
            let again = simulate(seed, &fewer);
            if again.broken.as_deref().map(self::kind) == kind {
                (steps, ended) = (fewer, again);
            } else {
                from = to;
            }
        }
        if steps.len() == before || size > steps.len() {
            size /= 2;
        }
    }
    (steps, ended)
}

/// Returns the failure without names and numbers: shrinking must not switch to another failure.
fn kind(broken: &str) -> String {
    let words = broken.split_whitespace().filter(|word| word.chars().all(|c| c.is_ascii_lowercase() || c == ','));
    words.collect::<Vec<_>>().join(" ")
}

/// Returns the end of a trace.
pub(crate) fn tail(trace: &str) -> String {
    let lines: Vec<&str> = trace.lines().collect();
    lines[lines.len().saturating_sub(60)..].join("\n")
}
