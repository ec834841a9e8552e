//! Which requests the page answers; deliveries are not affected.

use frontdesk_tests::fixtures::Fixture;

use super::{ask, delivered, form, get, host, shown};
use crate::local_run::LocalRun;

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
    for path in ["/_/replay-all?kind=*", "/_/replay-stop", "/_/redrive", "/_/release", "/_/send"] {
        let page =
            ask(&run, &format!("POST {path}"), &[("host", &own), ("origin", "http://evil.example"), kind], &order);
        assert_eq!(page.has(only).status, 403, "{path}");
    }
    // A GET only asks for confirmation.
    get(&run, &format!("/_/replay?{order}")).has("Send it again").has_not("Sent to the queue again.");
}

#[tokio::test(flavor = "multi_thread")]
async fn deliveries_are_what_they_were() {
    let run = LocalRun::start(&["--ephemeral"]);
    let fixture = Fixture::of("gire", "pud:create").unwrap();
    // Through a tunnel: under the tunnel's host name, and not from a web page.
    let request = fixture.request().with("host", "tunnel.example").with("x-forwarded-for", "203.0.113.9");
    assert_eq!(run.post("gire", &request), 200);
    assert!(run.item(&fixture.key()).await.is_some());
    // The root belongs to no provider.
    for method in ["POST", "PUT", "DELETE"] {
        let page = ask(&run, &format!("{method} /"), &[("host", "tunnel.example")], "{}");
        assert_eq!(page.has("No provider has this path").status, 404, "{method}");
        assert!(page.head.contains("content-type: text/plain; charset=utf-8"), "{}", page.head);
    }
    assert_eq!(get(&run, "/_/nothing").has("No provider has this path").status, 404);
}
