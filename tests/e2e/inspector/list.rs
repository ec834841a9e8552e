//! The list of events: its rows, filters and pages.

use frontdesk_tests::fixtures::Fixture;

use super::{delivered, get, gire, link_to, listed, shown};
use crate::local_run::LocalRun;

#[test]
fn what_is_there_is_shown() {
    let run = LocalRun::start(&["--ephemeral"]);
    let welcome = get(&run, "/");
    welcome.has("No event matches").has("A first event").has(&format!("--run {}", run.ports[0]));
    for name in ["gingr", "gire", "ombori", "zaui", "cheqroom"] {
        welcome.has(&format!("<code>http://127.0.0.1:{}/{name}</code>", run.ports[0]));
    }
    get(&run, "/?kind=none").has("No event matches").has_not("A first event");
    get(&run, "/_/refused").has("No refused deliveries are kept");
    let gire = delivered(&run, &Fixture::of("gire", "pud:create").unwrap());
    let gingr = delivered(&run, &Fixture::of("gingr", "check_in").unwrap());

    let check = |question: &str, expected: [bool; 2]| {
        let list = get(&run, &format!("/?{question}"));
        assert_eq!([&gire, &gingr].map(|id| list.body.contains(&format!("data-id=\"{id}\""))), expected, "{question}");
    };
    check("", [true, true]);
    check("provider=gire&kind=&subject=&state=&since=24h", [true, false]);
    check("kind=pud%3A*", [true, false]);
    check("subject=reservation%2F40361", [false, true]);
    check("subject=reservation", [false, true]);
    check("text=BISCUIT", [false, true]);
    check("text=no+body+has+this", [false, false]);
    check("from=2026-01-01", [true, true]);
    check("to=2026-01-01T10%3A00&since=90d", [false, false]);
    check("state=pending", [false, false]);
    check("since=1h&show=1", [false, true]);
    get(&run, "/?text=nowhere")
        .has("in 2 bodies as they were sent")
        .has("at most 500 bodies or 16 MiB")
        .has_not("data-every");

    // Each property of an event links to all events that share it.
    let list = get(&run, "/");
    list.has_not("A first event").has("href=\"/?action=checked%5Fin&amp;since=7d\">checked_in</a>");
    check("action=checked_in", [false, true]);
    check("entity=trip", [true, false]);
    let event = get(&run, &shown("/_/event", &gire));
    for told in ["received by request", "answered 200", "published as message", "hash", "good: made with", "sha256"] {
        event.has(told);
    }
    let body = get(&run, &shown("/_/body", &gire));
    assert_eq!(body.body.as_bytes(), Fixture::of("gire", "pud:create").unwrap().body);
    assert!(body.head.contains("attachment") && body.head.contains("octet-stream"), "{}", body.head);

    let fails = |path: &str, status: u16, told: &str| {
        assert_eq!(get(&run, path).has(told).status, status, "{path}");
    };
    fails("/?since=yesterday", 400, "such as 2h");
    fails("/?provider=stripe", 400, "the providers are gingr");
    fails("/?state=lost", 400, "no state `lost`");
    fails("/?from=soon", 400, "write a day");
    fails("/?to=-009999-01-02T02%3A00%3A00Z", 400, "no time that long before");
    fails("/?at=yesterday_1", 400, "no page begins at");
    fails("/_/event?id=gire:nothing", 404, "no event gire:nothing");
    fails("/_/body?id=gire:nothing", 404, "no event gire:nothing");
    fails("/_/refusal?id=refused:gire:nothing", 404, "no refused delivery refused:gire:nothing");
}

#[test]
fn pages_lead_through_all_events_once() {
    let run = LocalRun::start(&["--ephemeral"]);
    let mut sent: Vec<String> = (0..7)
        .map(|n| {
            let body = format!(r#"{{"id":"page-{n}","eventType":"pud:create","data":{{"pudId":"{}"}}}}"#, n % 2);
            assert_eq!(run.post("gire", &gire(&body, "local-gire-secret")), 200);
            run.line("published");
            format!("gire:page-{n}")
        })
        .collect();
    sent.reverse();
    for (question, expected) in [("/?show=2", sent.clone()), ("/?show=1&text=%220%22", odd(&sent))] {
        let (mut path, mut found, mut pages) = (question.to_owned(), Vec::new(), vec![]);
        loop {
            let page = get(&run, &path);
            found.extend(listed(&page));
            pages.push(listed(&page));
            match link_to(&page, "older") {
                Some(older) => path = older,
                None => break,
            }
        }
        assert_eq!(found, expected, "{question}");
        // And back.
        for expected in pages.iter().rev() {
            let page = get(&run, &path);
            assert_eq!(listed(&page), *expected, "{path}");
            path = link_to(&page, "newer").unwrap_or_default();
        }
        assert_eq!(path, "");
    }
}

/// A text search reads no more bodies than it states, and can be continued from there.
#[test]
fn a_text_is_looked_for_within_bounds() {
    let run = LocalRun::start(&["--ephemeral"]);
    delivered(&run, &Fixture::of("gingr", "check_in").unwrap());
    let sent = run.command(&["send", "gire", "pud:create", "--fresh", "--count", "505"]).output().unwrap();
    assert!(sent.status.success(), "{}", String::from_utf8_lossy(&sent.stderr));
    let first = get(&run, "/?text=biscuit");
    first.has("in 500 bodies as they were sent").has("No event matches");
    let second = get(&run, &link_to(&first, "older").unwrap());
    second.has("in 6 bodies as they were sent").has("check_in");
    assert_eq!(link_to(&second, "older"), None);
}

fn odd(ids: &[String]) -> Vec<String> {
    ids.iter().step_by(2).cloned().collect()
}
