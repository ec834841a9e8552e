//! What strangers may try, and what a mistake of ours would give away. docs/security.md says which test stands for which known
//! defect of other receivers.

mod canary;
mod defects;
mod mangle;
mod storm;

use std::fs;

use frontdesk_tests::fixtures::{project, provider_names};

#[test]
fn every_provider_is_fuzzed() {
    let manifest = fs::read_to_string(project().join("fuzz/Cargo.toml")).unwrap();
    for provider in provider_names() {
        let target = format!("fuzz_targets/{provider}.rs");
        assert!(manifest.contains(&format!("path = \"{target}\"")), "fuzz/Cargo.toml has no target {target}");
        assert!(project().join("fuzz").join(&target).exists(), "fuzz/{target} is missing");
    }
}

/// The table of defects names tests that are there.
#[test]
fn docs_security_names_tests_that_exist() {
    let page = fs::read_to_string(project().join("docs/security.md")).unwrap();
    let (_, table) = page.split_once("| defect |").unwrap();
    let (table, _) = table.split_once("\n\n").unwrap();
    let read = |folder: &str| fs::read_dir(project().join(folder)).unwrap().map(|entry| entry.unwrap().path());
    let files = ["tests/e2e", "tests/e2e/security", "shared/src"].into_iter().flat_map(read);
    let sources: Vec<String> =
        files.filter(|path| path.is_file()).map(|path| fs::read_to_string(path).unwrap()).collect();
    let names: Vec<&str> = table.split('`').skip(1).step_by(2).map(|name| name.rsplit("::").next().unwrap()).collect();
    assert!(names.len() > 10, "{names:?}");
    for name in names {
        let test = format!("fn {name}()");
        assert!(sources.iter().any(|source| source.contains(&test)), "no test is called {name}");
    }
}
