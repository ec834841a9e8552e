//! Replay of all that a filter matches.

use frontdesk_tests::fixtures::Fixture;

use super::{Page, action, delivered, get, gire, post};
use crate::local_run::LocalRun;

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
    let confirm = |asked: &Page, count: &str| {
        let (token, ticket) = (asked.field("token"), asked.field("ticket"));
        post(&run, &action(asked), &[("token", &token), ("ticket", &ticket), ("count", count)])
    };
    // What came after the question is not in it.
    send(12);
    assert_eq!(run.take().await.len(), 1);
    let done = confirm(&asked, &asked.field("count"));
    assert_eq!(done.status, 303, "{}", done.body);
    get(&run, done.location()).has("12 sent to the queue again.").has("data-id=\"gire:many-3\"");
    get(&run, done.location()).has_not("12 sent to the queue again.");
    assert_eq!(confirm(&asked, "12").status, 409, "the same question was answered twice");
    let (mut sent, mut more) = (Vec::new(), run.take().await);
    while !more.is_empty() {
        sent.append(&mut more);
        more = run.take().await;
    }
    assert!(sent.len() == 12 && sent.iter().all(|message| message.contains("\"replay\":true")), "{sent:?}");
    // Each row says so.
    let row = run.item("gire:many-3").await.unwrap();
    assert_eq!(row["replays"].as_n().unwrap(), "1");
    assert!(row.contains_key("replayed_at") && row.contains_key("replayed_as"));
    assert!(!run.item("gire:many-12").await.unwrap().contains_key("replays"));

    // Another number than the page said: it asks again.
    let asked = get(&run, "/_/replay-all?provider=gire");
    assert_eq!(confirm(&asked, "3").has("13 events are sent").status, 409);
    assert_eq!(get(&run, "/_/replay-all?kind=none").has("nothing to send again").status, 400);
    assert_eq!(get(&run, "/_/replay-all?text=many").has("cannot be replayed").status, 400);
    assert!(run.take().await.is_empty());
}
