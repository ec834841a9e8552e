//! Runs the checker.

use std::thread;
use std::time::{Duration, Instant};

use stateright::{Checker, HasDiscoveries, Model};

use crate::model::Protocol;
use crate::setting::Setting;
use crate::trace;

/// The checker's result.
#[derive(Debug)]
pub struct Checked {
    /// The number of distinct states.
    pub states: usize,
    /// The time it took.
    pub took: Duration,
    /// The broken promises, each with a run that breaks it.
    pub broken: Vec<(&'static str, String)>,
    /// The examples that should be reachable and are not.
    pub impossible: Vec<&'static str>,
}

/// Visits every reachable state.
#[must_use]
pub fn check(setting: Setting) -> Checked {
    let started = Instant::now();
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let checker = Protocol(setting).checker().threads(threads).finish_when(HasDiscoveries::AnyFailures);
    let checker = checker.spawn_bfs().join();
    let found = checker.discoveries();
    let properties = checker.model().properties();
    let (promises, examples): (Vec<_>, Vec<_>) =
        properties.into_iter().partition(|property| property.expectation.discovery_is_failure());
    Checked {
        states: checker.unique_state_count(),
        took: started.elapsed(),
        broken: promises.iter().filter_map(|one| Some((one.name, text(&setting, found.get(one.name)?)))).collect(),
        impossible: examples.iter().map(|one| one.name).filter(|name| !found.contains_key(name)).collect(),
    }
}

/// Returns the shortest run that breaks a promise, with the promise. None if no run does.
///
/// Searches one transition deeper each time: within one search, stateright keeps the last run it
/// finds, not the first.
#[must_use]
pub fn counterexample(setting: Setting) -> Option<(&'static str, String)> {
    let promises = crate::properties();
    let mut states = 0;
    for depth in 2.. {
        // One thread, for a reproducible result.
        let checker = Protocol(setting).checker().target_max_depth(depth).spawn_bfs().join();
        let broken = checker.discoveries().into_iter().filter(|(name, _)| promises.contains(name));
        if let Some((name, run)) = broken.min_by_key(|(name, _)| promises.iter().position(|promise| promise == name)) {
            return Some((name, text(&setting, &run)));
        }
        if checker.unique_state_count() == states {
            break;
        }
        states = checker.unique_state_count();
    }
    None
}

type Run = stateright::Path<<Protocol as Model>::State, <Protocol as Model>::Action>;

fn text(setting: &Setting, run: &Run) -> String {
    let steps: Vec<_> = run.clone().into_vec();
    let pairs = steps.iter().zip(steps.iter().skip(1)).enumerate();
    let lines = pairs.filter_map(|(number, ((before, action), (after, _)))| {
        Some(format!("{:>3}  {}\n", number + 1, trace::line(setting, before, (*action)?, after)))
    });
    lines.collect()
}
