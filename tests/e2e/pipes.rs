//! Every command ends silently if its reader goes away, as in `frontdesk events list | head -1`.

use std::collections::BTreeSet;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use frontdesk_tests::fixtures::Fixture;

use crate::local_run::LocalRun;
use crate::operate::{Ran, command, delivered, ran};

/// The commands, with arguments that make them print. Commands that serve until Ctrl-C continue
/// without a reader: `local_run` has a test.
const COMMANDS: [&str; 34] = [
    "--help",
    "send --help",
    "--version",
    "send --list",
    "send gire pud:create --print curl",
    "send gire pud:create",
    "send gire pud:create --count 3",
    "tail --count 1",
    "listen --exec true --count 1",
    "events list",
    "events list --json",
    "events show ID",
    "events show ID --json --verify",
    "events replay --dry-run",
    "events replay --yes",
    "outbox",
    "dlq list",
    "dlq redrive --yes",
    "refused list",
    "refused list --json",
    "refused show REFUSED",
    "refused release REFUSED",
    "diagnose REFUSED",
    "status",
    "audit",
    "audit --json",
    "erase --subject nothing/1 --dry-run",
    "erase --subject nothing/1 --dry-run --json",
    "erase --subject nothing/1 --yes",
    "secret list",
    "secret rotate gire",
    "register gingr --url https://desk.example --show",
    "completions bash",
    "schema gire",
];
/// Commands without output that a reader waits for, or with their own test.
const OTHERS: [&str; 4] = ["dev", "inspect", "cost", "help"];

/// Returns how a command ends whose reader leaves before the first line.
fn unread(mut command: Command) -> Ran {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut child = command.stdout(writer).stderr(Stdio::piped()).spawn().unwrap();
    let until = Instant::now() + Duration::from_secs(30);
    while child.try_wait().unwrap().is_none() {
        assert!(Instant::now() < until, "{command:?} keeps running without a reader");
        std::thread::sleep(Duration::from_millis(5));
    }
    Ran::of(child.wait_with_output().unwrap())
}

#[test]
fn every_command_ends_quietly_without_a_reader() {
    let run = LocalRun::start(&["--ephemeral"]);
    let id = delivered(&run, &Fixture::of("gire", "pud:create").unwrap());
    run.line("published");
    assert_eq!(run.post("gire", &Fixture::of("gire", "pud:create").unwrap().request().body("{}")), 401);
    let kept = run.line("kept for a week as ");
    let refused = kept.split(" as ").nth(1).unwrap();
    for arguments in COMMANDS {
        let arguments = arguments.replace("ID", &id).replace("REFUSED", refused);
        let ended = unread(command(&run, &arguments));
        assert_eq!(ended.code, 0, "{arguments}: {}", ended.error);
        assert!(!ended.error.contains("panicked") && !ended.error.contains("pipe"), "{arguments}: {}", ended.error);
    }
}

#[test]
fn every_command_is_among_them() {
    let run = LocalRun::start(&["--ephemeral"]);
    let help = ran(&run, "--help").good();
    let (_, listed) = help.split_once("Commands:\n").unwrap();
    let listed: BTreeSet<&str> =
        listed.lines().take_while(|line| !line.is_empty()).filter_map(|line| line.split_whitespace().next()).collect();
    let tried = COMMANDS.iter().chain(&OTHERS).filter_map(|arguments| arguments.split(' ').next());
    let tried: BTreeSet<&str> = tried.filter(|word| !word.starts_with('-')).collect();
    assert_eq!(listed, tried);
}
