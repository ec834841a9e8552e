//! docs/proof.md shows a current counterexample and current figures. `FRONTDESK_WRITE_DOCS=1`
//! rewrites the counterexample.

use std::fs;
use std::path::{Path, PathBuf};

use frontdesk_interleavings::{Guard, Setting, Story, counterexample};

const START: &str = "<!-- counterexample: made by the checker, see tests/interleavings/tests/page.rs -->\n";
const END: &str = "<!-- end of counterexample -->\n";

fn page() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/proof.md")
}

/// Formats a number with its digits in groups of three.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let first = digits.len() % 3;
    let groups = digits.as_bytes()[first..].chunks(3).map(|group| String::from_utf8_lossy(group).into_owned());
    let first = Some(digits[..first].to_owned()).filter(|first| !first.is_empty());
    first.into_iter().chain(groups).collect::<Vec<_>>().join(",")
}

/// Checks that the page has this number of states.
pub(crate) fn says(states: usize) {
    let text = fs::read_to_string(page()).unwrap();
    let states = grouped(states);
    assert!(text.contains(&format!("| {states} |")), "docs/proof.md does not say that there are {states} states");
}

#[test]
fn the_counterexample_is_the_one_that_comes() {
    let without = Some(Guard::ReadAgainByKey);
    let setting = Setting { faults: 0, without, ..Setting::new(Story::TwoEvents) };
    let (broken, run) = counterexample(setting).unwrap();
    let made = format!("{START}```text\nwithout ReadAgainByKey, broken: {broken}\n{run}```\n{END}");
    let text = fs::read_to_string(page()).unwrap();
    let (before, rest) = text.split_once(START).unwrap();
    let (_, after) = rest.split_once(END).unwrap();
    let right = format!("{before}{made}{after}");
    if std::env::var_os("FRONTDESK_WRITE_DOCS").is_some() {
        fs::write(page(), right).unwrap();
    } else {
        assert_eq!(text, right, "docs/proof.md differs from the model; FRONTDESK_WRITE_DOCS=1 rewrites it");
    }
}
