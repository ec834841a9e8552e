//! Replay of all events that a filter matches.

use std::time::{Duration, Instant};

use frontdesk_tests::engines::Item;
use frontdesk_tests::fixtures::Fixture;

use super::{Page, action, delivered, get, gire, link_to, post};
use crate::local_run::LocalRun;
use crate::operate::ran;

/// Submits the form that asks for confirmation.
fn confirm(run: &LocalRun, asked: &Page, rate: &str) -> Page {
    let (token, ticket) = (asked.field("token"), asked.field("ticket"));
    post(run, &action(asked), &[("token", &token), ("ticket", &ticket), ("rate", rate)])
}

/// Sends `count` events.
fn fill(run: &LocalRun, count: usize) {
    let sent = run.command(&["send", "gire", "pud:create", "--fresh", "--count", &count.to_string()]).output().unwrap();
    assert!(sent.status.success(), "{}", String::from_utf8_lossy(&sent.stderr));
    while !ran(run, "status --json").good().contains("\"pending\":0") {
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Requests a page until it shows a text.
fn until(run: &LocalRun, path: &str, told: &str) -> Page {
    let end = Instant::now() + Duration::from_secs(180);
    loop {
        let page = get(run, path);
        if page.body.contains(told) {
            return page;
        }
        assert!(Instant::now() < end, "the page never says `{told}`: {}", page.body);
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// Returns how often each event was replayed.
async fn replays(run: &LocalRun) -> Vec<u32> {
    let dynamodb = frontdesk::aws::Clients::for_relay(&run.access()).dynamodb();
    let scan = dynamodb.scan().table_name("frontdesk-events").into_paginator().items().send();
    let rows: Vec<Item> = scan.collect::<Result<_, _>>().await.unwrap();
    rows.iter().map(|row| row.get("replays").map_or(0, |count| count.as_n().unwrap().parse().unwrap())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_filter_may_match_any_number() {
    const EVENTS: usize = 1_105;
    let run = LocalRun::start(&["--ephemeral"]);
    fill(&run, EVENTS);
    let asked = get(&run, "/_/replay-all?provider=gire&since=1h");
    asked.has("Replay 1,105 events").has("and 1,085 more");
    let done = confirm(&run, &asked, "");
    assert_eq!(done.status, 303, "{}", done.body);
    // A replay that takes longer than a moment has a progress page.
    if done.location().starts_with("/_/replay-progress") {
        until(&run, done.location(), "1,105 sent to the queue again").has_not("data-every").has_not("Stop</button>");
    } else {
        get(&run, done.location()).has("1,105 sent to the queue again");
    }
    assert_eq!(replays(&run).await, [1; EVENTS]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_replay_is_stopped_and_goes_on_here_or_in_a_terminal() {
    const EVENTS: usize = 90;
    let run = LocalRun::start(&["--ephemeral"]);
    fill(&run, EVENTS);
    let asked = get(&run, "/_/replay-all?subject=pud&since=1h");
    assert_eq!(confirm(&run, &asked, "soon").has("how many per second").status, 400);
    let sending = confirm(&run, &asked, "10/s");
    let progress = sending.location().to_owned();
    assert!(progress.starts_with("/_/replay-progress?"), "{progress}");
    let page = get(&run, &progress);
    page.has("<progress max=\"90\"").has("data-every=\"1\"").has("frontdesk events replay --subject='pud*' --from=");
    // A second request for the same replay shows the one in progress.
    let path = page.body.split("<a href=\"").find(|rest| rest.starts_with("/?")).unwrap().split('"').next().unwrap();
    let again = path.replacen('/', "/_/replay-all", 1).replace("&amp;", "&");
    assert_eq!(get(&run, &again).location(), progress);
    get(&run, "/").has("<dt>Replay</dt>");
    let command = page.body.split("<code id=\"command\">").nth(1).unwrap().split("</code>").next().unwrap();
    let arguments = command.strip_prefix("frontdesk ").unwrap().replace('\'', "");
    let busy = ran(&run, &format!("{arguments} --yes"));
    assert!(busy.code == 1 && busy.error.contains("another replay is using the journal"), "{}", busy.error);

    assert_eq!(post(&run, "/_/replay-stop", &[("token", "a guess"), ("id", &page.field("id"))]).status, 403);
    let stop = || post(&run, "/_/replay-stop", &[("token", &page.field("token")), ("id", &page.field("id"))]);
    assert_eq!(stop().location(), progress);
    let stopped = get(&run, &progress);
    stopped.has("Stopped after ").has_not("data-every");
    let sent = replays(&run).await.iter().sum::<u32>() as usize;
    assert!((10..EVENTS).contains(&sent), "{sent}");
    // On the page: the rest, which is stopped once more.
    let rest = get(&run, &link_to(&stopped, "go-on").unwrap());
    rest.has(&format!("Replay {} events", EVENTS - sent)).has(&format!("{sent} were sent before the interruption"));
    let progress = confirm(&run, &rest, "10/s").location().to_owned();
    let page = get(&run, &progress);
    post(&run, "/_/replay-stop", &[("token", &page.field("token")), ("id", &page.field("id"))]);
    get(&run, &progress).has("Stopped after ");
    // In a terminal: the remaining events.
    let before = replays(&run).await.iter().sum::<u32>() as usize;
    assert!((sent + 10..EVENTS).contains(&before), "{before}");
    let done = ran(&run, &format!("{arguments} --yes"));
    assert!(done.out.contains(&format!("{} sent again", EVENTS - before)), "{}{}", done.out, done.error);
    assert_eq!(replays(&run).await, [1; EVENTS], "an event was sent twice, or not at all");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_filter_matches_is_replayed_after_a_question() {
    let run = LocalRun::start(&["--ephemeral"]);
    let send = |n: u32| {
        let body = format!(r#"{{"id":"many-{n}","eventType":"pud:create","data":{{"pudId":"p-{n}"}}}}"#);
        assert_eq!(run.post("gire", &gire(&body, "local-gire-secret")), 200);
        run.line("published");
    };
    (0..12).for_each(send);
    delivered(&run, &Fixture::of("gingr", "check_in").unwrap());
    while !run.take().await.is_empty() {}

    let asked = get(&run, "/_/replay-all?provider=gire&since=1h");
    asked.has("12 events are sent").has("frontdesk-events").has("the local run on this machine").has("pud/p-11");
    let confirm = |asked: &Page| confirm(&run, asked, "");
    // An event that came after the question is not included.
    send(12);
    assert_eq!(run.take().await.len(), 1);
    let done = confirm(&asked);
    assert_eq!(done.status, 303, "{}", done.body);
    get(&run, done.location()).has("12 sent to the queue again.").has("data-id=\"gire:many-3\"");
    get(&run, done.location()).has_not("12 sent to the queue again.");
    assert_eq!(confirm(&asked).status, 409, "the same question was answered twice");
    let (mut sent, mut more) = (Vec::new(), run.take().await);
    while !more.is_empty() {
        sent.append(&mut more);
        more = run.take().await;
    }
    assert!(sent.len() == 12 && sent.iter().all(|message| message.contains("\"replay\":true")), "{sent:?}");
    // Each row records it.
    let row = run.item("gire:many-3").await.unwrap();
    assert_eq!(row["replays"].as_n().unwrap(), "1");
    assert!(row.contains_key("replayed_at") && row.contains_key("replayed_as"));
    assert!(!run.item("gire:many-12").await.unwrap().contains_key("replays"));

    assert_eq!(get(&run, "/_/replay-all?kind=none").has("nothing to send again").status, 400);
    assert_eq!(get(&run, "/_/replay-all?text=many").has("cannot be replayed").status, 400);
    assert!(run.take().await.is_empty());
}
