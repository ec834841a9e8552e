//! The shapes that functions check payloads against are generated from the payload types.

use std::io::Write;
use std::process::{Command, Stdio};

use frontdesk::providers::{ALL, Provider};
use frontdesk_tests::acme::ACME;
use frontdesk_tests::fixtures::project;
use frontdesk_tests::generated;

/// Checks a provider's file, or writes it.
fn check(provider: &Provider, file: &str, library: &str) {
    let made = frontdesk::schema::shapes(provider).unwrap_or_else(|error| panic!("{}: {error}", provider.name));
    generated::check(file, &formatted(&made.replace("use crate::", &format!("use {library}::")))).unwrap();
}

fn formatted(source: &str) -> String {
    let mut rustfmt = Command::new("rustfmt")
        .args(["--edition", "2024", "--config-path"])
        .arg(project().join("rustfmt.toml"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = rustfmt.stdin.take().unwrap();
    let source = source.to_owned();
    let writing = std::thread::spawn(move || input.write_all(source.as_bytes()).unwrap());
    let output = rustfmt.wait_with_output().unwrap();
    writing.join().unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn shapes_are_made_from_the_types() {
    for provider in ALL {
        check(provider, &format!("shared/src/providers/{}/shape.rs", provider.name), "crate");
    }
    check(&ACME, "tests/src/acme/shape.rs", "frontdesk");
}
