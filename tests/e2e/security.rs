//! Attempts by strangers, and leaks that a mistake of ours could cause. docs/security.md lists the
//! test for each known defect of other receivers.

mod canary;
mod defects;
mod mangle;
mod storm;

use std::fs;

use frontdesk_tests::fixtures::{project, provider_names};

use crate::guarantees::sources;

#[test]
fn every_provider_is_fuzzed() {
    let read = |file: &str| fs::read_to_string(project().join("fuzz").join(file)).unwrap();
    // One target for all: it picks from the list of providers, and the script asks it for their
    // names.
    let target = "fuzz_targets/provider.rs";
    assert!(read("Cargo.toml").contains(&format!("path = \"{target}\"")), "fuzz/Cargo.toml has no target {target}");
    assert!(read(target).contains("ALL.iter()"), "fuzz/{target} does not know all providers");
    assert!(read("run.sh").contains("${FUZZ_PROVIDERS:-$(run list)}"), "fuzz/run.sh does not go through all providers");
    for provider in provider_names() {
        let examples = project().join("tests/fixtures").join(provider);
        assert!(examples.is_dir(), "{provider} has no examples for its corpus");
    }
}

/// The tests that the table of defects names exist.
#[test]
fn docs_security_names_tests_that_exist() {
    let page = fs::read_to_string(project().join("docs/security.md")).unwrap();
    let (_, table) = page.split_once("| defect |").unwrap();
    let (table, _) = table.split_once("\n\n").unwrap();
    let sources = ["tests/e2e", "shared/src"].map(|folder| sources(&project().join(folder)));
    let names: Vec<&str> = table.split('`').skip(1).step_by(2).map(|name| name.rsplit("::").next().unwrap()).collect();
    assert!(names.len() > 10, "{names:?}");
    for name in names {
        let test = format!("fn {name}()");
        assert!(sources.iter().any(|source| source.contains(&test)), "no test is called {name}");
    }
}
