//! Commands find the local run of their folder, and distinguish several.

use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;

use frontdesk_tests::fixtures::Fixture;

use crate::local_run::LocalRun;
use crate::operate::{Ran, delivered, ran};

fn in_folder(run: &LocalRun, folder: &Path, arguments: &[&str]) -> Ran {
    Ran::of(run.command(arguments).current_dir(folder).output().unwrap())
}

#[test]
fn a_command_finds_the_run_of_its_folder_and_of_those_above() {
    let run = LocalRun::start(&["--ephemeral"]);
    let key = delivered(&run, &Fixture::of("gire", "pud:create").unwrap());
    let below = run.folder().join("a/b");
    std::fs::create_dir_all(&below).unwrap();
    for folder in [run.folder(), &below] {
        assert!(in_folder(&run, folder, &["events", "list", "--json"]).good().contains(&key));
    }
    let elsewhere = tempfile::tempdir().unwrap();
    let none = in_folder(&run, elsewhere.path(), &["events", "list"]);
    assert_eq!(none.code, 1);
    for told in ["no local run", "`cargo run` starts one", "--stack"] {
        assert!(none.error.contains(told), "{}", none.error);
    }
}

#[test]
fn several_are_told_apart() {
    let folder = Arc::new(tempfile::tempdir().unwrap());
    let start = |arguments: &[&str]| LocalRun::in_folder(&folder, "frontdesk", arguments);
    let (first, second) = (start(&["--ephemeral"]), start(&["--data", "other"]));
    let key = delivered(&second, &Fixture::of("gire", "pud:create").unwrap());
    let [one, two] = [&first, &second].map(|run| run.ports[0].to_string());
    let unclear = ran(&first, "events list");
    assert_eq!(unclear.code, 2, "{}", unclear.error);
    for told in ["2 local runs are up", &format!("--run {one} "), &format!("--run {two} "), "in memory", "/other"] {
        assert!(unclear.error.contains(told), "`{told}` is not in: {}", unclear.error);
    }
    assert!(!ran(&first, &format!("events list --run {one}")).good().contains(&key));
    for wish in [two.as_str(), "other"] {
        assert!(ran(&first, &format!("events list --run {wish}")).good().contains(&key), "{wish}");
    }
    assert!(ran(&first, "events list --run 1").error.contains(&format!("--run {one} ")));
    // The command that the second run prints at start works beside the first.
    let send = second.banner.iter().find(|line| line.contains(" send ")).unwrap();
    let (_, send) = send.split_once(" send ").unwrap();
    let words: Vec<&str> = ["send"].into_iter().chain(send.split_whitespace().take(4)).collect();
    assert_eq!(words[3..], ["--run", &two]);
    let sent = Ran::of(second.command(&words).output().unwrap()).good();
    assert!(sent.starts_with("200 OK  stored"), "{sent}");
    second.line("stored");
}

#[test]
fn what_a_killed_run_left_behind_is_none() {
    let folder = Arc::new(tempfile::tempdir().unwrap());
    let start = || LocalRun::in_folder(&folder, "frontdesk", &["--data", "data"]);
    let notes = folder.path().join(".frontdesk/runs");
    let count = || std::fs::read_dir(&notes).map_or(0, Iterator::count);
    start().kill();
    assert_eq!(count(), 1);
    let mut run = start();
    // It does not hinder the next run, which removes it.
    assert_eq!((count(), ran(&run, "status").code), (1, 0));
    run.signal("-TERM");
    run.line("ended");
    assert!(run.ended());
    assert!(!notes.exists(), "a run that ended left its note");
    assert_eq!(run.command(&["status"]).stderr(Stdio::piped()).output().unwrap().status.code(), Some(1));
}
