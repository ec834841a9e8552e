//! The types in `clients/` are generated from the JSON Schema of the payloads.

use std::collections::BTreeSet;
use std::fs;

use frontdesk::providers::ALL;
use frontdesk_tests::fixtures::project;
use frontdesk_tests::generated;

#[test]
fn clients_are_made_from_the_schema() {
    let made = frontdesk::schema::clients(ALL).unwrap_or_else(|error| panic!("{error}"));
    for (file, made) in &made {
        generated::check(file, made).unwrap();
    }
    // A provider that is gone leaves no file behind.
    let mut there = BTreeSet::new();
    for folder in ["clients/typescript", "clients/python/frontdesk_events"] {
        for entry in fs::read_dir(project().join(folder)).unwrap().map(Result::unwrap) {
            let text = fs::read_to_string(entry.path()).unwrap_or_default();
            if text.lines().take(5).any(|line| line.contains("Generated from the JSON Schema")) {
                there.insert(format!("{folder}/{}", entry.file_name().to_string_lossy()));
            }
        }
    }
    assert_eq!(there, made.into_iter().map(|(file, _)| file).collect());
}
