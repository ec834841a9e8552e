//! The code's calls to AWS are those that the model lists.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use frontdesk_interleavings::{OPERATIONS, OUTSIDE, Operation};

/// The sources of the protocol: the functions' crate, and the commands that replay.
const SOURCES: [&str; 2] = ["shared/src", "cli/src/events"];

fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let paths = entries.map(|entry| entry.unwrap().path());
    let files = paths.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] });
    files.filter(|path| path.extension().is_some_and(|extension| extension == "rs")).collect()
}

/// Returns the name of the function that begins in a line.
fn function(line: &str) -> Option<&str> {
    let (_, rest) = line.trim_start().split_once("fn ").filter(|(before, _)| before.split(' ').all(is_modifier))?;
    rest.split(['(', '<']).next()
}

fn is_modifier(word: &str) -> bool {
    matches!(word, "" | "pub" | "pub(crate)" | "pub(super)" | "async" | "const")
}

/// Returns the operations that a text calls on a client: `client.put_item()`, on one line or two.
fn asked(text: &str) -> impl Iterator<Item = String> + '_ {
    let after = text.split("client").skip(1).filter_map(|rest| rest.trim_start().strip_prefix('.'));
    let calls = after.filter_map(|rest| rest.split_once("()")).map(|(name, _)| name);
    let calls = calls.filter(|name| *name != "clone" && name.chars().all(|c| c.is_ascii_lowercase() || c == '_'));
    calls.map(|name| {
        let words = name.split('_').map(|word| {
            let (first, rest) = word.split_at(1);
            first.to_uppercase() + rest
        });
        words.collect()
    })
}

/// Returns file, function and operation of every call; the operation is empty if a function only
/// sends a request that another one built.
fn calls() -> BTreeSet<(String, String, String)> {
    let mut calls = BTreeSet::new();
    for file in SOURCES.iter().flat_map(|folder| files(&project().join(folder))) {
        let text = fs::read_to_string(&file).unwrap();
        let path = file.strip_prefix(project()).unwrap().to_str().unwrap().to_owned();
        let mut functions: Vec<(String, String)> = Vec::new();
        for line in text.lines() {
            if let Some(name) = function(line) {
                functions.push((name.to_owned(), String::new()));
            }
            if let Some((_, body)) = functions.last_mut() {
                body.push_str(line.split("//").next().unwrap_or_default());
                body.push('\n');
            }
        }
        for (name, body) in functions {
            let asked: Vec<String> = asked(&body).collect();
            if asked.is_empty() && body.contains(".send()") {
                calls.insert((path.clone(), name.clone(), String::new()));
            }
            calls.extend(asked.into_iter().map(|operation| (path.clone(), name.clone(), operation)));
        }
    }
    calls
}

#[test]
fn the_model_knows_every_call_of_the_code() {
    let known = OPERATIONS.iter().chain(OUTSIDE.iter().map(|(operation, _)| operation));
    let known: BTreeSet<_> = known
        .map(|Operation { file, function, name }| ((*file).to_owned(), (*function).to_owned(), (*name).to_owned()))
        .collect();
    let calls = calls();
    let new: Vec<_> = calls.difference(&known).collect();
    assert!(
        new.is_empty(),
        "calls to AWS that tests/interleavings/src/operations.rs does not know. Give the model a step for each, or a reason why it \
         needs none: {new:#?}"
    );
    let gone: Vec<_> = known.difference(&calls).collect();
    assert!(gone.is_empty(), "the code no longer makes these calls: {gone:#?}");
}
