//! Mistakes in a command's arguments: the command fails at once, and says what to do.

use std::process::{Command, Stdio};

use frontdesk_tests::build::program;

use super::LocalRun;

/// Checks that the command fails at once, and prints the cause and the remedy.
fn check_fails(arguments: &[&str], told: &[&str]) {
    let output = Command::new(program("frontdesk").unwrap()).args(arguments).stdin(Stdio::null()).output().unwrap();
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success(), "{arguments:?}");
    for told in told {
        assert!(error.contains(told), "{arguments:?}: `{told}` is not in: {error}");
    }
}

#[test]
fn what_is_wrong_is_said() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    check_fails(&["--ephemeral", "--port", &port], &["cannot listen", &port, "another copy", "--port"]);
    let with = |more: &[&'static str]| [&["--port", "0"], more].concat();
    check_fails(&with(&["--data", "/dev/null/frontdesk"]), &["cannot create the folder /dev/null/frontdesk", "--data"]);
    check_fails(&with(&["--secret", "gingr"]), &["PROVIDER=SECRET"]);
    check_fails(&with(&["--secret", "stripe=0123456789abcdef"]), &["the providers are gingr"]);
    check_fails(&with(&["--secret", "gingr=short"]), &["gingr", "fewer than 16"]);
    check_fails(&["send", "gingr", "nothing"], &["no example of kind `nothing`", "--list"]);
    check_fails(&["send", "gingr", "check_in", "--url", "http://127.0.0.1:1"], &["cannot post to", "cargo run"]);
}

#[test]
fn a_second_copy_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap().to_owned();
    let _run = LocalRun::start(&["--data", &data]);
    check_fails(&["--port", "0", "--data", &data], &["another local run is using", "--data"]);
}
