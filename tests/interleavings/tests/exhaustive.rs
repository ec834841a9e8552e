//! With all rules in force, no run within the bounds breaks a promise, in any order.
//!
//! `FRONTDESK_INTERLEAVINGS=large` widens them.

use frontdesk_interleavings::{Setting, Story, check};

use crate::page::says;

/// Checks every state, and that the number of states has not fallen: a collapsed model proves
/// nothing.
fn holds(name: &str, setting: Setting, at_least: usize) {
    let checked = check(setting);
    let seconds = checked.took.as_secs_f64();
    println!("{name}: {} states, {seconds:.1} s", checked.states);
    for (promise, run) in &checked.broken {
        println!("broken: {promise}\n{run}");
    }
    assert!(checked.broken.is_empty(), "{name}: a promise is broken, see the run above");
    assert!(checked.impossible.is_empty(), "{name}: the model never reaches: {}", checked.impossible.join("; "));
    assert!(checked.states >= at_least, "{name}: {} states, expected at least {at_least}", checked.states);
    says(checked.states);
}

fn large() -> bool {
    std::env::var("FRONTDESK_INTERLEAVINGS").is_ok_and(|size| size == "large")
}

#[test]
fn two_events() {
    let setting = Setting { faults: 2, ..Setting::new(Story::TwoEvents) };
    holds("two events", setting, 1_000_000);
    if large() {
        holds("two events, four deliveries", Setting { deliveries: 4, ..setting }, 4_700_000);
    }
}

#[test]
fn two_events_and_a_replay() {
    let setting = Setting { replays: 1, ..Setting::new(Story::TwoEvents) };
    holds("two events and a replay", setting, 700_000);
    if large() {
        holds("two events, a replay and two faults", Setting { faults: 2, ..setting }, 6_500_000);
    }
}

#[test]
fn done_again_and_counted() {
    let setting = Setting::new(Story::DoneAgainCounted);
    holds("done again, attempts counted", setting, 1_900_000);
    if large() {
        holds("done again, attempts counted, four deliveries", Setting { deliveries: 4, ..setting }, 10_000_000);
    }
}

#[test]
fn done_again_and_not_counted() {
    let setting = Setting::new(Story::DoneAgainUncounted);
    holds("done again, attempts not counted", setting, 900_000);
    if large() {
        holds("done again, attempts not counted, four deliveries", Setting { deliveries: 4, ..setting }, 2_500_000);
    }
}

#[test]
fn two_bodies_under_one_id() {
    let setting = Setting { deliveries: 4, ..Setting::new(Story::TwoBodies) };
    holds("two bodies under one id", setting, 160_000);
    if large() {
        holds("two bodies under one id, two faults", Setting { faults: 2, ..setting }, 1_600_000);
    }
}
