//! The inspector over plain HTTP: what it shows, whom it answers, and that its buttons do what they say.
//!
//! How it looks and feels in a browser is checked by `tests/rehearse/test_inspector.py`.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

use aws_sdk_dynamodb::types::AttributeValue;
use frontdesk_tests::build::program;
use frontdesk_tests::fixtures::{Fixture, Request};

use crate::local_run::LocalRun;

const EVIL: &str = "<script>alert(1)</script><img src=x onerror='alert(1)'>\"'&";

/// An answer of the page.
pub(crate) struct Page {
    pub(crate) status: u16,
    /// Status line and headers.
    pub(crate) head: String,
    body: String,
}

impl Page {
    #[track_caller]
    pub(crate) fn has(&self, told: &str) -> &Self {
        assert!(self.body.contains(told), "`{told}` is not in: {}", self.body);
        self
    }

    #[track_caller]
    fn has_not(&self, told: &str) -> &Self {
        assert!(!self.body.contains(told), "`{told}` is in: {}", self.body);
        self
    }

    /// Where a redirect leads.
    #[track_caller]
    fn location(&self) -> &str {
        self.head.lines().find_map(|line| line.strip_prefix("location: ")).unwrap_or_else(|| panic!("{}", self.body))
    }

    /// The value of a hidden field.
    fn field(&self, name: &str) -> String {
        let start = format!("name=\"{name}\" value=\"");
        let value = self.body.split(&start).nth(1).unwrap_or_else(|| panic!("no field {name} in: {}", self.body));
        value.split('"').next().unwrap().to_owned()
    }
}

fn ask(run: &LocalRun, line: &str, headers: &[(&str, &str)], body: &str) -> Page {
    ask_at(run.ports[0], line, headers, body)
}

/// Sends exactly these headers: an HTTP library would set or mend some.
pub(crate) fn ask_at(port: u16, line: &str, headers: &[(&str, &str)], body: &str) -> Page {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    let mut request = format!("{line} HTTP/1.1\r\nconnection: close\r\ncontent-length: {}\r\n", body.len());
    for (name, value) in headers {
        request.push_str(&format!("{name}: {value}\r\n"));
    }
    stream.write_all(format!("{request}\r\n{body}").as_bytes()).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    let answer = String::from_utf8(answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    Page { status: head[9..12].parse().unwrap(), head: head.to_lowercase(), body: body.to_owned() }
}

fn host(run: &LocalRun) -> String {
    format!("127.0.0.1:{}", run.ports[0])
}

pub(crate) fn get(run: &LocalRun, path: &str) -> Page {
    ask(run, &format!("GET {path}"), &[("host", &host(run))], "")
}

fn post(run: &LocalRun, path: &str, fields: &[(&str, &str)]) -> Page {
    post_at(run.ports[0], path, fields)
}

/// Posts a form as the page itself does.
fn post_at(port: u16, path: &str, fields: &[(&str, &str)]) -> Page {
    let host = format!("127.0.0.1:{port}");
    let origin = format!("http://{host}");
    let headers = [
        ("host", host),
        ("origin", origin),
        ("sec-fetch-site", "same-origin".to_owned()),
        ("content-type", "application/x-www-form-urlencoded".to_owned()),
    ];
    let headers: Vec<_> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
    ask_at(port, &format!("POST {path}"), &headers, &form(fields))
}

fn form(fields: &[(&str, &str)]) -> String {
    let encoded = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
    fields.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect::<Vec<_>>().join("&")
}

pub(crate) fn shown(path: &str, id: &str) -> String {
    format!("{path}?{}", form(&[("id", id)]))
}

fn delivered(run: &LocalRun, fixture: &Fixture) -> String {
    assert_eq!(run.post(&fixture.provider, &fixture.request()), 200);
    run.line("published");
    fixture.key()
}

/// A delivery of Gire's with a body of one's own.
fn gire(body: &str, secret: &str) -> Request {
    Fixture::of("gire", "pud:create").unwrap().request().body(body).signed("gire", secret).unwrap()
}

#[test]
fn what_is_there_is_shown() {
    let run = LocalRun::start(&["--ephemeral"]);
    let welcome = get(&run, "/");
    welcome.has("No event matches").has("A first event").has(&format!("--run {}", run.ports[0]));
    for name in ["gingr", "gire", "ombori", "zaui", "cheqroom"] {
        welcome.has(&format!("<code>http://127.0.0.1:{}/{name}</code>", run.ports[0]));
    }
    get(&run, "/?kind=none").has("No event matches").has_not("A first event");
    get(&run, "/_/refused").has("Nothing was refused");
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

    // What is said of an event leads to all with the same.
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
    fails("/?to=-009999-01-02T02%3A00%3A00Z", 400, "no time so long before");
    fails("/?at=yesterday_1", 400, "no page begins at");
    fails("/_/event?id=gire:nothing", 404, "no event gire:nothing");
    fails("/_/body?id=gire:nothing", 404, "no event gire:nothing");
    fails("/_/refusal?id=refused:gire:nothing", 404, "nothing is kept");
}

/// Where a link with this id leads.
fn link_to(page: &Page, id: &str) -> Option<String> {
    let tag = page.body.split("<a ").find(|tag| tag.starts_with(&format!("id=\"{id}\"")))?;
    Some(tag.split("href=\"").nth(1)?.split('"').next()?.replace("&amp;", "&"))
}

fn listed(page: &Page) -> Vec<String> {
    page.body.split("data-id=\"").skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
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
        // And back again.
        for expected in pages.iter().rev() {
            let page = get(&run, &path);
            assert_eq!(listed(&page), *expected, "{path}");
            path = link_to(&page, "newer").unwrap_or_default();
        }
        assert_eq!(path, "");
    }
}

/// The search for a text reads no more than it says, and goes on from there.
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

#[test]
fn an_event_is_found_by_the_beginning_of_its_id() {
    let run = LocalRun::start(&["--ephemeral"]);
    let id = delivered(&run, &Fixture::of("gire", "pud:create").unwrap());
    delivered(&run, &Fixture::of("gingr", "check_in").unwrap());
    let own = id.strip_prefix("gire:").unwrap();
    for text in [id.as_str(), own, &own[..12], &id[..14]] {
        let page = get(&run, &shown("/_/find", text));
        assert_eq!(page.status, 303, "{text}: {}", page.body);
        get(&run, page.location()).has("What happened").has(&id);
    }
    assert_eq!(get(&run, &shown("/_/find", "ffffffff")).has("whose id begins so").status, 404);
    assert_eq!(get(&run, &shown("/_/find", " ")).has("write an event").status, 400);
    assert_eq!(get(&run, &shown("/_/find", "refused:gire:nothing")).has("nothing is kept").status, 404);
    let twin =
        |n: u32| gire(&format!(r#"{{"id":"twin-{n}","eventType":"pud:create","data":{{}}}}"#), "local-gire-secret");
    for n in 1..3 {
        assert_eq!(run.post("gire", &twin(n)), 200);
    }
    assert_eq!(get(&run, &shown("/_/find", "twin-")).has("fits several").has("gire:twin-2").status, 400);
}

#[test]
fn what_comes_from_outside_stays_text() {
    let run = LocalRun::start(&["--ephemeral"]);
    let text = serde_json::to_string(EVIL).unwrap();
    let body =
        format!(r#"{{"id":"evil","eventType":{text},"timestamp":{text},"data":{{"pudId":{text},{text}:{text}}}}}"#);
    let typed = |request: Request| request.with("content-type", &format!("application/json; a={EVIL}"));
    assert_eq!(run.post("gire", &typed(gire(&body, "local-gire-secret"))), 200);
    assert_eq!(run.post("gire", &typed(gire(&body, "a secret that nobody has"))), 401);
    let kept = run.line("kept for a week as ");
    let kept = kept.split("kept for a week as ").nth(1).unwrap();
    let query = form(&[("kind", EVIL), ("subject", EVIL)]);
    let pages = [
        "/".to_owned(),
        format!("/?{query}"),
        format!("/?{}", form(&[("text", EVIL)])),
        format!("/?{}", form(&[("from", EVIL)])),
        format!("/?{}", form(&[("at", EVIL)])),
        shown("/_/find", EVIL),
        format!("/?{}", form(&[("since", EVIL)])),
        format!("/?{}", form(&[("state", EVIL)])),
        shown("/_/event", "gire:evil"),
        shown("/_/event", EVIL),
        "/_/refused".to_owned(),
        shown("/_/refusal", kept),
        shown("/_/refusal", EVIL),
    ];
    for path in pages {
        let page = get(&run, &path);
        page.has_not("<script>").has_not("<img").has_not("\"'&");
        assert!(
            page.head.contains("content-security-policy: default-src 'none'; style-src 'self'; script-src 'self';")
        );
        assert!(!page.head.contains("unsafe"), "{}", page.head);
    }
    get(&run, &shown("/_/event", "gire:evil")).has("&lt;script&gt;alert(1)&lt;/script&gt;");
    get(&run, &shown("/_/refusal", kept)).has("&lt;script&gt;alert(1)&lt;/script&gt;");
}

#[test]
fn only_this_machine_is_answered_and_only_the_page_may_ask_for_more() {
    let run = LocalRun::start(&["--ephemeral"]);
    let id = delivered(&run, &Fixture::of("gire", "pud:create").unwrap());
    let own = host(&run);
    for path in ["/", "/_/event", "/_/refused", "/_/style.css", "/_/script.js"] {
        for foreign in ["evil.example", "evil.example:9000", "127.0.0.1", "127.0.0.1:1"] {
            assert_eq!(ask(&run, &format!("GET {path}"), &[("host", foreign)], "").status, 403, "{path} {foreign}");
        }
        assert_eq!(ask(&run, &format!("GET {path}"), &[("host", &own), ("x-forwarded-for", "::1")], "").status, 403);
    }
    for name in ["127.0.0.1", "localhost", "[::1]"] {
        let named = format!("{name}:{}", run.ports[0]);
        assert_eq!(ask(&run, "GET /", &[("host", &named)], "").status, 200, "{named}");
    }

    let origin = format!("http://{own}");
    let asked = get(&run, &shown("/_/replay", &id));
    let order = form(&[("token", &asked.field("token")), ("ticket", &asked.field("ticket")), ("id", &id)]);
    let kind = ("content-type", "application/x-www-form-urlencoded");
    let refused = |headers: &[(&str, &str)], body: &str, why: &str| {
        let page = ask(&run, "POST /_/replay", &[headers, &[kind]].concat(), body);
        assert_eq!(page.has(why).status, 403, "{headers:?} {body}");
    };
    let only = "only the page itself";
    refused(&[("host", &own)], &order, only);
    refused(&[("host", &own), ("origin", "http://evil.example")], &order, only);
    refused(&[("host", &own), ("origin", "null")], &order, only);
    refused(&[("host", &own), ("origin", &origin), ("sec-fetch-site", "cross-site")], &order, only);
    refused(&[("host", "evil.example"), ("origin", "http://evil.example")], &order, "only answered at");
    let guessed = form(&[("token", "00000000-0000-4000-8000-000000000000"), ("ticket", "a guess"), ("id", &id)]);
    refused(&[("host", &own), ("origin", &origin)], &guessed, "reload");
    for path in ["/_/replay-all?kind=*", "/_/redrive", "/_/release", "/_/send"] {
        let page =
            ask(&run, &format!("POST {path}"), &[("host", &own), ("origin", "http://evil.example"), kind], &order);
        assert_eq!(page.has(only).status, 403, "{path}");
    }
    // Asking shows a question, and does nothing.
    get(&run, &format!("/_/replay?{order}")).has("Send it again").has_not("Sent to the queue again.");
}

#[tokio::test(flavor = "multi_thread")]
async fn deliveries_are_what_they_were() {
    let run = LocalRun::start(&["--ephemeral"]);
    let fixture = Fixture::of("gire", "pud:create").unwrap();
    // Through a tunnel, under its name, and from nobody's page.
    let request = fixture.request().with("host", "tunnel.example").with("x-forwarded-for", "203.0.113.9");
    assert_eq!(run.post("gire", &request), 200);
    assert!(run.item(&fixture.key()).await.is_some());
    // The root is no provider's.
    for method in ["POST", "PUT", "DELETE"] {
        let page = ask(&run, &format!("{method} /"), &[("host", "tunnel.example")], "{}");
        assert_eq!(page.has("No provider has this path").status, 404, "{method}");
    }
    assert_eq!(get(&run, "/_/nothing").has("No provider has this path").status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_buttons_do_what_they_say() {
    let right = "the right secret at last";
    let run = LocalRun::start(&["--ephemeral", "--secret", &format!("gire={right}")]);
    let gingr = delivered(&run, &Fixture::of("gingr", "check_in").unwrap());
    let first = run.take().await.remove(0);

    // Asked before, and done once.
    let token = get(&run, "/").field("token");
    let asked = get(&run, &shown("/_/replay", &gingr));
    let ticket = asked.has("frontdesk-events").has("the local run on this machine").field("ticket");
    let replay = |id: &str, ticket: &str| post(&run, "/_/replay", &[("token", &token), ("ticket", ticket), ("id", id)]);
    assert_eq!(post(&run, "/_/replay", &[("token", "a guess"), ("ticket", &ticket), ("id", &gingr)]).status, 403);
    let replayed = replay(&gingr, &ticket);
    assert_eq!(replayed.status, 303, "{}", replayed.body);
    let again = run.take().await.remove(0);
    assert_eq!(again.replacen(",\"replay\":true", "", 1), first);
    assert_ne!(again, first);
    assert_eq!(replay(&gingr, &ticket).has("confirmed before").status, 409);
    assert_eq!(replay(&gingr, "a guess").status, 409);
    // It is said once, and stays in the row.
    let done = replayed.location();
    get(&run, done).has("Sent to the queue again.").has("sent to the queue again as message");
    get(&run, done).has_not("Sent to the queue again.").has("sent to the queue again as message");
    assert!(run.take().await.is_empty(), "a reload sent something");
    assert_eq!(get(&run, &shown("/_/replay", "gire:nothing")).status, 404);

    // What is not readable was never meant for the queue.
    let unreadable = Fixture::file("zaui", "unreadable.xml").unwrap();
    assert_eq!(run.post("zaui", &unreadable.request()), 200);
    run.line("unreadable");
    get(&run, &shown("/_/event", &unreadable.key())).has("disabled");
    let ticket = get(&run, &shown("/_/replay", &gingr)).field("ticket");
    assert_eq!(replay(&unreadable.key(), &ticket).has("is unreadable").status, 400);

    // Sent, and shown.
    let sample = [("token", token.as_str()), ("sample", "gire pud:status_update"), ("fresh", "yes")];
    let sent = post(&run, "/_/send", &sample);
    assert_eq!(sent.status, 303);
    get(&run, sent.location()).has("The sample was sent");
    assert!(run.line("stored").contains("pud:status_update"));
    assert_eq!(post(&run, "/_/send", &[("token", &token), ("sample", "stripe charge")]).status, 400);
    assert_eq!(post(&run, "/_/send", &[("token", "a guess"), ("sample", "gire pud:create")]).status, 403);

    // Refused, and not genuine: it stays.
    assert_eq!(run.post("gire", &gire("{}", "a secret that nobody has")), 401);
    let kept = run.line("kept for a week as ");
    let kept = kept.split("kept for a week as ").nth(1).unwrap();
    let release = || post(&run, "/_/release", &[("token", &token), ("id", kept)]);
    assert_eq!(release().has("It stays").status, 409);
    get(&run, "/_/refused").has("matches none of the live secrets");
    assert_eq!(post(&run, "/_/release", &[("token", "a guess"), ("id", kept)]).status, 403);
}

/// Where the form of a page is sent.
fn action(page: &Page) -> String {
    let form = page.body.split("method=\"post\" action=\"").nth(1).unwrap();
    form.split('"').next().unwrap().replace("&amp;", "&")
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

#[tokio::test(flavor = "multi_thread")]
async fn dead_letters_are_shown_and_moved_back() {
    let run = LocalRun::start(&["--ephemeral", "--max-receives", "1"]);
    get(&run, "/_/dead").has("There are no dead letters");
    assert_eq!(get(&run, "/_/redrive").has("no dead letters").status, 400);
    let id = delivered(&run, &Fixture::of("gire", "pud:create").unwrap());
    let sqs = frontdesk::aws::Clients::for_relay(&run.access()).sqs();
    for expected in [1, 0] {
        let look = sqs.receive_message().queue_url(run.queue_url()).visibility_timeout(0).send().await.unwrap();
        assert_eq!(look.messages().len(), expected);
    }
    get(&run, "/").has("href=\"/_/dead\">1</a>");
    // Twice: what was looked at is handed back.
    for _ in 0..2 {
        get(&run, "/_/dead").has(&id).has("gire.pud:create");
    }
    let asked = get(&run, "/_/redrive");
    asked.has("1 message is moved back").has("frontdesk-events").has("the local run on this machine");
    let order = [("token", asked.field("token")), ("ticket", asked.field("ticket"))];
    let order = order.each_ref().map(|(name, value)| (*name, value.as_str()));
    let done = post(&run, "/_/redrive", &order);
    assert_eq!(done.status, 303, "{}", done.body);
    get(&run, done.location()).has("1 moved back into the queue").has("There are no dead letters");
    get(&run, done.location()).has_not("moved back into the queue");
    assert_eq!(post(&run, "/_/redrive", &order).status, 409);
    assert_eq!(run.take().await.len(), 1);
}

/// What consumers note of their work, as `run_once` and the examples write it.
#[tokio::test(flavor = "multi_thread")]
async fn what_consumers_did_is_among_what_happened() {
    let run = LocalRun::start(&["--ephemeral"]);
    let id = delivered(&run, &Fixture::of("gire", "pud:create").unwrap());
    let page = || get(&run, &shown("/_/event", &id));
    page().has_not("the consumer");
    let dynamodb = frontdesk::aws::Clients::for_relay(&run.access()).dynamodb();
    let text = |text: &str| AttributeValue::S(text.to_owned());
    let number = |n: i64| AttributeValue::N(n.to_string());
    let key =
        |name: &str| frontdesk::consume::row_key(name, "/frontdesk/gire", id.strip_prefix("gire:").unwrap(), None);
    let put = async |name: &str, attribute: &str, value: AttributeValue| {
        let put = dynamodb.put_item().table_name("frontdesk-events").item("id", text(&key(name)));
        put.item(attribute, value).send().await.unwrap();
    };
    put("desk", "done_at", text("2099-11-20T10:00:00.123Z")).await;
    put("desk-python", "done_at", text("4093838400")).await;
    put("desk-typescript", "lease_until", number(4_093_838_400_000)).await;
    page()
        .has("datetime=\"2099-11-20T10:00:00.123Z\"")
        .has("the consumer desk finished it")
        .has("the consumer desk-python finished it")
        .has("the consumer desk-typescript is working on it, until 2099-");
    put("desk-typescript", "lease_until", number(0)).await;
    page().has("the consumer desk-typescript tried it, and did not finish");
    // Nobody knows this name, unless it is given.
    put("stranger", "done_at", text("2099-11-20T10:00:00.123Z")).await;
    page().has_not("stranger");
}

#[test]
fn an_account_is_a_word_that_leads_to_its_events() {
    let secrets = r#"gire={"north":"the secret of the north","south":"the secret of the south"}"#;
    let run = LocalRun::start(&["--ephemeral", "--secret", secrets]);
    for (name, secret) in [("n", "the secret of the north"), ("s", "the secret of the south")] {
        let body = format!(r#"{{"id":"{name}-1","eventType":"pud:unheard_of","data":{{}}}}"#);
        assert_eq!(run.post("gire", &gire(&body, secret)), 200);
        run.line("published");
    }
    let list = get(&run, "/");
    list.has("href=\"/?account=north&amp;since=7d\">north</a>").has("href=\"/?state=unknown%2Dkind&amp;since=7d\"");
    assert_eq!(listed(&get(&run, "/?account=north&since=7d")), ["gire/north:n-1"]);
    assert_eq!(listed(&get(&run, "/?state=unknown-kind")), ["gire/south:s-1", "gire/north:n-1"]);
}

/// What a copied command does, in a shell: the same delivery again.
#[test]
fn the_curl_command_of_a_stored_delivery_is_a_repeat() {
    let run = LocalRun::start(&["--ephemeral"]);
    for (provider, kind) in
        [("gire", "pud:create"), ("gingr", "check_in"), ("cheqroom", "item.create"), ("zaui", "booking.creation")]
    {
        let id = delivered(&run, &Fixture::of(provider, kind).unwrap());
        let page = get(&run, &shown("/_/event", &id));
        let command = page.body.split("<code id=\"curl\">").nth(1).unwrap().split("</code>").next().unwrap();
        let entities = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")];
        let command = entities.iter().fold(command.to_owned(), |text, (from, to)| text.replace(from, to));
        assert!(!command.contains("local-"), "a secret is on the page: {command}");
        let command = command.replace("YOUR-SECRET", &format!("local-{provider}-secret"));
        let ran = Command::new("sh").args(["-c", &command]).stderr(Stdio::null()).output().unwrap();
        let answer = String::from_utf8_lossy(&ran.stdout);
        assert!(answer.starts_with("HTTP/1.1 200"), "{provider}: {answer} {command}");
        assert!(run.line("duplicate").contains(&id));
    }
}

/// A running `frontdesk inspect`, and the port of its page.
struct Inspect(Child, u16);

impl Drop for Inspect {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_and_a_queue_in_aws_are_inspected() {
    let run = LocalRun::start(&["--ephemeral"]);
    let id = delivered(&run, &Fixture::of("gire", "pud:create").unwrap());
    let at = |port: u16| format!("http://127.0.0.1:{port}");
    let mut child = Command::new(program("frontdesk").unwrap())
        .args(["inspect", "--port", "0", "--table", "frontdesk-events", "--queue", &run.queue_url()])
        .args(["--secret", "gire=local-gire-secret"])
        .envs([("AWS_ENDPOINT_URL_DYNAMODB", at(run.ports[1])), ("AWS_ENDPOINT_URL_SQS", at(run.ports[2]))])
        .envs([("AWS_REGION", "eu-west-1"), ("AWS_ACCESS_KEY_ID", "local"), ("AWS_SECRET_ACCESS_KEY", "local")])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let port = line.trim().strip_prefix("inspect at http://127.0.0.1:").unwrap().trim_end_matches('/').parse().unwrap();
    let inspect = Inspect(child, port);
    let host = format!("127.0.0.1:{}", inspect.1);
    let get = |path: &str| ask_at(inspect.1, &format!("GET {path}"), &[("host", &host)], "");

    // A sample would be an event that nobody booked.
    get("/").has(&id).has("data-every=\"10\"").has_not("Send a sample");
    let event = get(&shown("/_/event", &id));
    event.has("good: made with the secret");
    event.has("https://YOUR-FUNCTION-URL/");
    let token = get(&shown("/_/replay", &id)).field("token");
    assert_eq!(post_at(inspect.1, "/_/send", &[("token", &token), ("sample", "gire pud:create")]).status, 403);
    let ticket = get(&shown("/_/replay", &id)).has("<strong>000000000000</strong>").field("ticket");
    let order = [("token", token.as_str()), ("ticket", &ticket), ("id", &id)];
    // The token of one page is not that of another.
    assert_eq!(post(&run, "/_/replay", &order).status, 403);
    assert_eq!(post_at(inspect.1, "/_/replay", &order).status, 303);
    assert_eq!(run.take().await.len(), 2);
}
