//! `frontdesk events replay`: however a replay ends, no event is left out or sent twice.

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use frontdesk_tests::build::program;
use frontdesk_tests::fixtures::Fixture;
use frontdesk_tests::proxy::{Fault, Proxy};
use jiff::{Timestamp, ToSpan};

use crate::local_run::LocalRun;
use crate::operate::{Ran, command, delivered, ran};

#[tokio::test(flavor = "multi_thread")]
async fn events_are_replayed_and_none_twice() {
    let run = LocalRun::start(&["--ephemeral"]);
    let mut keys = Vec::new();
    for (provider, kind) in [("gire", "pud:create"), ("gire", "pud:status_update"), ("gingr", "check_in")] {
        keys.push(delivered(&run, &Fixture::of(provider, kind).unwrap()));
        run.line("published");
    }
    delivered(&run, &Fixture::file("zaui", "unreadable.xml").unwrap());
    let first = run.take().await;
    assert_eq!(first.len(), 3);
    let folder = tempfile::tempdir().unwrap();
    let journal = folder.path().join("journal");
    let replay = |more: &str| ran(&run, &format!("events replay --journal {} {more}", journal.display()));

    let dry = replay("--dry-run").good();
    assert!(dry.starts_with("3 to send again") && dry.contains("1 is left out"), "{dry}");
    let unasked = replay("");
    assert!(unasked.code == 1 && unasked.error.contains("--yes"), "{}", unasked.error);
    assert!(run.take().await.is_empty() && !journal.exists());

    assert!(replay("--yes --kind pud:* --rate 50/s").good().contains("2 sent again"));
    let again = run.take().await;
    assert_eq!(again.len(), 2);
    for message in &again {
        assert!(first.contains(&message.replacen(",\"replay\":true", "", 1)) && !first.contains(message), "{message}");
    }
    assert!(!journal.exists(), "a completed replay left its journal");

    // A replay that was cut short after the first event, while recording the second.
    let hours = |ago: i64| Timestamp::now() - ago.hours();
    let note = |from: Timestamp, to: Timestamp| {
        std::fs::write(&journal, format!("{from} {to}\n{}\n{}", keys[0], &keys[1][..9])).unwrap();
    };
    note(hours(2), hours(1));
    let none = replay("--yes").good();
    assert!(none.starts_with("0 to send again"), "the period of the first attempt must stay: {none}");
    note(hours(2), hours(0));
    let resumed = replay("--yes");
    for told in [&format!("{:.0}", hours(2))[..16], "1 were sent", "--restart"] {
        assert!(resumed.error.contains(told), "`{told}` is not in: {}", resumed.error);
    }
    assert!(resumed.good().contains("2 sent again"));
    let rest = run.take().await;
    assert!(rest.len() == 2 && !rest.iter().any(|message| message.contains("gire.pud:create")), "{rest:?}");

    assert!(replay(&format!("--yes {}", keys[2])).good().contains("1 sent again"));
    assert_eq!(run.take().await.len(), 1);
    assert_eq!(replay("--yes gire:nothing").code, 3);
    assert_eq!(replay("--yes --provider stripe").code, 2);
    assert!(!journal.exists(), "a replay that sent nothing left a journal");

    note(hours(2), hours(1));
    assert!(replay("--restart --dry-run").good().starts_with("3 to send again"));
    assert!(replay("--restart --yes").good().contains("3 sent again"));
    assert_eq!(run.take().await.len(), 3);
}

/// The process dies at any point; recorded events are not sent again.
#[tokio::test(flavor = "multi_thread")]
async fn a_replay_that_is_killed_goes_on() {
    const EVENTS: usize = 60;
    let run = LocalRun::start(&["--ephemeral"]);
    let original = Fixture::of("gire", "pud:create").unwrap();
    for number in 0..EVENTS {
        let body = String::from_utf8(original.body.clone()).unwrap().replace(&original.id, &format!("event-{number}"));
        let request = original.request().body(body.into_bytes()).signed("gire", "local-gire-secret").unwrap();
        assert_eq!(run.post("gire", &request), 200);
        run.line("published");
    }
    assert_eq!(take_all(&run).await.len(), EVENTS);
    let folder = tempfile::tempdir().unwrap();
    let journal = folder.path().join("journal");
    let arguments = format!("events replay --yes --rate 10/s --journal {}", journal.display());
    let noted = || std::fs::read_to_string(&journal).map_or(0, |text| text.lines().count().saturating_sub(1));

    let started = Instant::now();
    let mut killed = command(&run, &arguments).stderr(Stdio::null()).spawn().unwrap();
    while noted() < 20 {
        assert!(killed.try_wait().unwrap().is_none() && started.elapsed() < Duration::from_secs(30), "it has ended");
        std::thread::sleep(Duration::from_millis(5));
    }
    killed.kill().unwrap();
    killed.wait().unwrap();
    assert!(started.elapsed() > Duration::from_millis(500), "faster than 10 per second and ten at once");
    let before = noted();
    assert!((20..EVENTS).contains(&before), "{before}");
    let dry = ran(&run, &arguments.replace("--yes", "--dry-run")).good();
    assert!(dry.starts_with(&format!("{} to send again", EVENTS - before)), "{dry}");
    let rest = ran(&run, &arguments.replace(" --rate 10/s", "")).good();
    assert!(rest.contains(&format!("{} sent again", EVENTS - before)) && !journal.exists(), "{rest}");
    // All have arrived. Messages that the queue accepted and the journal lacks, one batch at most,
    // are there twice.
    let mut messages = take_all(&run).await;
    assert!((EVENTS..=EVENTS + 10).contains(&messages.len()), "{}", messages.len());
    messages.sort();
    messages.dedup();
    assert_eq!(messages.len(), EVENTS);
}

async fn take_all(run: &LocalRun) -> Vec<String> {
    let mut all = Vec::new();
    loop {
        let taken = run.take().await;
        if taken.is_empty() {
            return all;
        }
        all.extend(taken);
    }
}

/// Returns `frontdesk events replay --yes` at a local run whose queue is behind a proxy.
fn behind(run: &LocalRun, queue: &Proxy, journal: &std::path::Path) -> Command {
    let mut command = Command::new(program("frontdesk").unwrap());
    command.args(["events", "replay", "--yes", "--table", "frontdesk-events", "--queue", &run.queue_url()]);
    command.arg("--journal").arg(journal);
    command.env("AWS_ENDPOINT_URL_DYNAMODB", format!("http://127.0.0.1:{}", run.ports[1]));
    command.env("AWS_ENDPOINT_URL_SQS", queue.url()).env("AWS_REGION", "eu-west-1");
    command.env("AWS_ACCESS_KEY_ID", "local").env("AWS_SECRET_ACCESS_KEY", "local");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// A first attempt that fails settles nothing, not even the meaning of "the last seven days".
#[tokio::test(flavor = "multi_thread")]
async fn a_try_that_sent_nothing_leaves_nothing_behind() {
    let run = LocalRun::start(&["--ephemeral"]);
    let queue = Proxy::start(&format!("http://127.0.0.1:{}", run.ports[2])).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let journal = folder.path().join("journal");
    delivered(&run, &Fixture::of("gire", "pud:create").unwrap());
    run.line("published");
    queue.always(Fault::Status(400, "AccessDenied"));
    let failed = Ran::of(behind(&run, &queue, &journal).output().unwrap());
    assert!(failed.code == 1 && !journal.exists(), "{}", failed.error);
    delivered(&run, &Fixture::of("gingr", "check_in").unwrap());
    run.line("published");
    queue.always(Fault::Pass);
    let sent = Ran::of(behind(&run, &queue, &journal).output().unwrap()).good();
    assert!(sent.contains("2 sent again"), "{sent}");
}

/// Ctrl-C during a batch: sent messages are recorded, and if it was the last batch, the replay is
/// complete.
#[tokio::test(flavor = "multi_thread")]
async fn a_replay_that_is_stopped_says_how_far_it_came() {
    let run = LocalRun::start(&["--ephemeral"]);
    let queue = Proxy::start(&format!("http://127.0.0.1:{}", run.ports[2])).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let journal = folder.path().join("journal");
    let original = Fixture::of("gire", "pud:create").unwrap();
    for number in 0..12 {
        let body = String::from_utf8(original.body.clone()).unwrap().replace(&original.id, &format!("event-{number}"));
        let request = original.request().body(body.into_bytes()).signed("gire", "local-gire-secret").unwrap();
        assert_eq!(run.post("gire", &request), 200);
        run.line("published");
    }
    queue.always(Fault::Late(Duration::from_secs(1)));
    let first = interrupted(behind(&run, &queue, &journal).spawn().unwrap(), &queue, 1);
    assert!(first.code == 1 && first.error.contains("stopped after 10"), "{}{}", first.out, first.error);
    let second = interrupted(behind(&run, &queue, &journal).spawn().unwrap(), &queue, 2);
    assert_eq!((second.code, second.out.as_str()), (0, "2 sent again\n"), "{}", second.error);
    assert!(!journal.exists());
}

/// Sends SIGINT during the n-th batch.
fn interrupted(child: Child, queue: &Proxy, batches: usize) -> Ran {
    let until = Instant::now() + Duration::from_secs(30);
    while queue.count("SendMessageBatch") < batches {
        assert!(Instant::now() < until, "no batch was sent");
        std::thread::sleep(Duration::from_millis(5));
    }
    let killed = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(killed.success());
    Ran::of(child.wait_with_output().unwrap())
}
