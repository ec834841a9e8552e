//! Shell completion: shells ask the command itself, set up by `frontdesk completions`.

use std::process::Command;

use frontdesk_tests::build::program;

use crate::local_run::LocalRun;
use crate::operate::Ran;

/// Returns the candidates for the last word of a line.
fn offered(run: &LocalRun, line: &[&str]) -> Vec<String> {
    // Of all shells, fish passes the line in the simplest way.
    let mut command = run.command(&[&["--", "frontdesk"], line].concat());
    let out = Ran::of(command.env("COMPLETE", "fish").output().unwrap()).good();
    out.lines().map(|line| line.split('\t').next().unwrap().to_owned()).collect()
}

#[test]
fn providers_kinds_and_accounts_are_known() {
    let run = LocalRun::start(&["--ephemeral", "--secret", "gingr/north=the secret of the north"]);
    let check = |line: &[&str], expected: &[&str]| assert_eq!(offered(&run, line), expected, "{line:?}");
    check(&["send", "gi"], &["gingr", "gire"]);
    check(&["send", "gire", "pud:c"], &["pud:create"]);
    check(&["events", "list", "--provider", "z"], &["zaui"]);
    check(&["events", "list", "--kind", "check_i"], &["check_in"]);
    check(&["events", "list", "--account", ""], &["north"]);
    check(&["secret", "rotate", "omb"], &["ombori"]);
    check(&["events", "list", "--state", "unr"], &["unreadable"]);
    check(&["dia"], &["diagnose"]);
    check(&["era"], &["erase"]);
    check(&["erase", "--provider", "om"], &["ombori"]);
    check(&["erase", "--account", ""], &["north"]);
}

#[test]
fn every_shell_gets_its_script() {
    for (shell, told) in [("bash", "complete -o"), ("zsh", "#compdef frontdesk"), ("fish", "complete ")] {
        let script = Command::new(program("frontdesk").unwrap()).args(["completions", shell]).output().unwrap();
        let script = Ran::of(script).good();
        assert!(script.contains(told) && script.contains("COMPLETE="), "{shell}: {script}");
    }
}

/// Completes in a real bash that sources the printed script.
#[test]
fn bash_completes() {
    let run = LocalRun::start(&["--ephemeral"]);
    let path = format!("{}:{}", program("frontdesk").unwrap().parent().unwrap().display(), env!("PATH"));
    let script = "source <(frontdesk completions bash); COMP_WORDS=(frontdesk send zau); COMP_CWORD=2; COMP_TYPE=9; \
                  _clap_complete_frontdesk frontdesk zau send; echo \"${COMPREPLY[@]}\"";
    let mut bash = Command::new("bash");
    bash.args(["--norc", "-c", script]).env("PATH", path).current_dir(run.folder());
    assert_eq!(Ran::of(bash.output().unwrap()).good().trim(), "zaui");
}
