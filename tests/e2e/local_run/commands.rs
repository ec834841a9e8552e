//! Commands beside a local run: `send`, `tail`, `refused`, `secret rotate`.

use std::path::Path;

use frontdesk_tests::fixtures::{Fixture, provider_names};

use super::{LocalRun, printed};

#[tokio::test(flavor = "multi_thread")]
async fn send_and_tail() {
    let run = LocalRun::start(&["--ephemeral", "--secret", "gire=a secret of one's own"]);
    for line in run.frontdesk(&["send", "--list"]).lines().skip(1) {
        let [provider, kind, _origin] = line.split_whitespace().collect::<Vec<_>>()[..] else { panic!("{line}") };
        let sent = run.frontdesk(&["send", provider, kind]);
        assert!(sent.starts_with(&format!("200 OK  stored  {provider}:")), "{sent}");
        let id = sent.split_whitespace().nth(3).unwrap().to_owned();
        assert!(run.item(&id).await.is_some(), "{id}");
    }
    let fresh = run.frontdesk(&["send", "gingr", "check_in", "--count", "3", "--fresh"]);
    let ids: std::collections::HashSet<&str> = fresh.lines().filter(|line| line.contains("stored  gingr:")).collect();
    assert_eq!(ids.len(), 3, "{fresh}");
    let read = run.frontdesk(&["tail", "--count", "3", "--delete"]);
    assert_eq!(read.lines().filter(|line| line.contains("\"specversion\":\"1.0\"")).count(), 3, "{read}");

    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/cheqroom/item_create.json");
    let sent = run.frontdesk(&["send", "cheqroom", "item.brandnew", "--file", file.to_str().unwrap()]);
    assert!(sent.starts_with("200 OK  stored  cheqroom:"), "{sent}");
    run.line("item.brandnew");
    // The printed command is equivalent; tests/rehearse.sh runs it.
    let port = run.ports[0];
    let command = run.frontdesk(&["send", "zaui", "checkin", "--print", "curl"]);
    let start = format!("curl -i -X POST 'http://127.0.0.1:{port}/zaui/local-zaui-secret' -H ");
    assert!(command.starts_with(&start), "{command}");
    // Without a run, the command is for the default ports.
    let elsewhere = tempfile::tempdir().unwrap();
    let mut command = run.command(&["send", "zaui", "checkin", "--print", "curl"]);
    command.current_dir(elsewhere.path());
    assert!(printed(command).starts_with("curl -i -X POST 'http://127.0.0.1:9000/zaui/local-zaui-secret' -H "));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_refused_is_released() {
    let wrong = "an unknown secret";
    let mut arguments = vec!["--ephemeral".to_owned()];
    for provider in provider_names() {
        arguments.extend(["--secret".to_owned(), format!("{provider}={wrong}")]);
    }
    let run = LocalRun::start(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
    let refused = |more: &[&str]| run.frontdesk(&[&["refused"], more].concat());
    let mut fixtures = Vec::new();
    for provider in provider_names() {
        // Signed with the default secret of a local run.
        let fixture = Fixture::all(provider).unwrap().swap_remove(0);
        assert_eq!(run.post(provider, &fixture.request()), 401);
        run.line("kept for a week as refused:");
        fixtures.push(fixture);
    }
    let list = refused(&["list"]);
    assert_eq!(list.lines().count(), 6, "{list}");
    let gire = refused(&["list", "--provider", "gire", "--json"]);
    let gire: serde_json::Value = serde_json::from_str(&gire).unwrap();
    let shown = refused(&["show", gire["id"].as_str().unwrap()]);
    assert!(shown.contains("matches none of the live secrets") && shown.contains("\"pud:"), "{shown}");
    // With another wrong secret everything stays; with the right one all become events.
    assert!(refused(&["release", "--all"]).ends_with("0 released, 5 stay\n"));
    let folder = tempfile::tempdir().unwrap();
    for provider in provider_names() {
        let file = folder.path().join(provider);
        std::fs::write(&file, format!("local-{provider}-secret\n")).unwrap();
        run.frontdesk(&["secret", "rotate", provider, "--from-file", file.to_str().unwrap()]);
    }
    let wrong = refused(&["release", "--all", "--secret", "gire=still not the right one"]);
    assert!(wrong.contains("stays: the signature matches none"), "{wrong}");
    assert!(wrong.ends_with("4 released, 1 stay\n"), "{wrong}");
    let released = refused(&["release", "--all"]);
    assert!(released.ends_with("1 released, 0 stay\n"), "{released}");
    for fixture in fixtures {
        let item = run.item(&fixture.key()).await.unwrap();
        assert!(item.contains_key("published_at"), "{} is not published", fixture.key());
    }
    assert_eq!(refused(&["list"]), "none in the last 7 days\n");
    assert_eq!(run.take().await.len(), 5);
}
