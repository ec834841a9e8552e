//! The headers that are kept: the sender's program, for events out of the ordinary, and no others.

use frontdesk_tests::engines::{Engines, Item, text};
use frontdesk_tests::fixtures::{Fixture, Request};
use frontdesk_tests::function::Setup;
use serde_json::{Value, json};

use crate::local_run::LocalRun;
use crate::operate::ran;

const SECRET: &str = "local-gire-secret";
const CANARY: &str = "canary-9Rv";
/// Headers whose values must never be kept.
const NEVER: [&str; 7] =
    ["authorization", "cookie", "x-forwarded-for", "forwarded", "from", "x-api-key", "x-request-id"];

/// A delivery of Gire's that names its program and a contact, with headers that must never be kept.
fn delivery(body: String) -> Request {
    let request = Fixture::of("gire", "pud:create").unwrap().request().body(body);
    let request = NEVER.iter().fold(request, |request, name| request.with(name, CANARY));
    request.with("user-agent", &format!("gire-hooks/2.1 axios/1.7.9 ({CANARY})")).signed("gire", SECRET).unwrap()
}

fn event(id: &str, kind: &str, data: &Value) -> Request {
    delivery(json!({ "id": id, "eventType": kind, "timestamp": "2026-03-14T08:00:00.000Z", "data": data }).to_string())
}

/// A delivery of an unknown kind.
fn unknown() -> Request {
    event("new", "pud:unheard_of", &json!({}))
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_is_out_of_the_ordinary_keeps_its_sender() {
    let engines = Engines::start().await.unwrap();
    let function = Setup::new("gire", &engines).start().await.unwrap();
    let requests = [
        event("ordinary", "pud:create", &json!({ "pudId": "5b1f0c9e-7a34-4c58-9d0e-2f6b8a1c4d73" })),
        event("ordinary", "pud:create", &json!({ "pudId": "another" })),
        delivery("<xml/>".to_owned()),
        event("odd", "pud:create", &json!({ "pudId": ["a list"] })),
        unknown(),
    ];
    for request in &requests {
        function.expect(200, request).await.unwrap();
    }
    function.expect(401, &requests[0].clone().signed("gire", "another secret than that").unwrap()).await.unwrap();
    function.settle().await.unwrap();
    let items = engines.items().await.unwrap();
    let sender = |is_meant: &dyn Fn(&Item) -> bool| {
        let item = items.iter().find(|item| is_meant(item)).unwrap_or_else(|| panic!("{items:?}"));
        text(item, "user_agent").map(str::to_owned)
    };
    let kept = Some("gire-hooks/2.1 axios/1.7.9".to_owned());
    assert_eq!(sender(&|item| text(item, "id") == Some("gire:ordinary")), None);
    for name in ["variant_of", "unreadable", "misfit", "refused"] {
        assert_eq!(sender(&|item| item.contains_key(name)), kept, "{name}");
    }
    assert_eq!(sender(&|item| text(item, "kind") == Some("pud:unheard_of")), kept);
    assert_eq!(items.len(), 6);
    assert!(!format!("{items:?}").contains(CANARY), "a header is kept: {items:?}");
}

#[test]
fn what_is_kept_is_shown() {
    let run = LocalRun::start(&["--ephemeral"]);
    assert_eq!(run.post("gire", &unknown()), 200);
    run.line("published");
    let shown = ran(&run, "events show gire:new").good();
    assert!(shown.contains("user_agent        gire-hooks/2.1 axios/1.7.9"), "{shown}");
    assert_eq!(run.post("gire", &unknown().signed("gire", "another secret than that").unwrap()), 401);
    let kept = run.line("kept for a week as ");
    let id = kept.split("kept for a week as ").nth(1).unwrap();
    let shown = ran(&run, &format!("refused show {id}")).good();
    assert!(shown.contains("user_agent    gire-hooks/2.1 axios/1.7.9"), "{shown}");
    let shown = ran(&run, &format!("refused show {id} --json")).good();
    let shown: Value = serde_json::from_str(&shown).unwrap();
    assert_eq!(shown["user_agent"], "gire-hooks/2.1 axios/1.7.9");
}
