//! The layout of the commands' tables: one order, a header, and no trailing white space.

use frontdesk_tests::fixtures::Fixture;

use crate::local_run::LocalRun;
use crate::operate::{delivered, ran};

/// Sends an example with a changed body and a wrong signature, and waits until the refused delivery
/// is kept.
fn refuse(run: &LocalRun, provider: &str, kind: &str, more: &str) {
    let request = Fixture::of(provider, kind).unwrap().request();
    let body = [&request.body[..], more.as_bytes()].concat();
    let request = request.body(body).signed(provider, "an unknown secret").unwrap();
    assert_eq!(run.post(provider, &request), 401);
    run.line("kept for a week");
}

#[test]
fn refused_deliveries_are_in_one_order_under_a_header() {
    let run = LocalRun::start(&["--ephemeral"]);
    for (provider, kind, more) in [
        ("gire", "pud:create", ""),
        ("cheqroom", "item.create", ""),
        ("gire", "pud:create", "\n"),
        ("ombori", "positionCreated", ""),
    ] {
        refuse(&run, provider, kind, more);
    }
    let listed = ran(&run, "refused list").good();
    let (header, rows) = listed.split_once('\n').unwrap();
    assert_eq!(header.split_whitespace().collect::<Vec<_>>(), ["RECEIVED", "BYTES", "REASON", "ID"]);
    let providers: Vec<&str> = rows.lines().map(|row| row.rsplit("refused:").next().unwrap()).collect();
    let providers: Vec<&str> = providers.iter().map(|id| id.split(':').next().unwrap()).collect();
    assert_eq!(providers, ["ombori", "gire", "cheqroom", "gire"], "{listed}");
}

#[test]
fn no_line_ends_with_a_space() {
    let run = LocalRun::start(&["--ephemeral", "--max-receives", "1"]);
    let id = delivered(&run, &Fixture::of("gire", "pud:create").unwrap());
    run.line("published");
    delivered(&run, &Fixture::file("zaui", "unreadable.xml").unwrap());
    refuse(&run, "gire", "pud:create", "\n");
    for arguments in [
        "events list",
        "refused list",
        "status",
        "secret list",
        "dlq list",
        "outbox",
        "send --list gire",
        "erase --subject nothing/1 --dry-run",
        &format!("erase --id {id} --dry-run"),
        &format!("events show {id} --verify"),
    ] {
        let out = ran(&run, arguments).good();
        let loose: Vec<&str> = out.lines().filter(|line| line.trim_end() != *line).collect();
        assert!(loose.is_empty() && !out.is_empty(), "{arguments}: {loose:?}");
    }
}
