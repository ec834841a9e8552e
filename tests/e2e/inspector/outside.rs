//! Text from strangers stays text, on every page.

use frontdesk_tests::fixtures::Request;

use super::{form, get, gire, shown};
use crate::local_run::LocalRun;

const EVIL: &str = "<script>alert(1)</script><img src=x onerror='alert(1)'>\"'&";

#[test]
fn what_comes_from_outside_stays_text() {
    let run = LocalRun::start(&["--ephemeral"]);
    let text = serde_json::to_string(EVIL).unwrap();
    let body =
        format!(r#"{{"id":"evil","eventType":{text},"timestamp":{text},"data":{{"pudId":{text},{text}:{text}}}}}"#);
    let typed = |request: Request| request.with("content-type", &format!("application/json; a={EVIL}"));
    assert_eq!(run.post("gire", &typed(gire(&body, "local-gire-secret"))), 200);
    assert_eq!(run.post("gire", &typed(gire(&body, "an unknown secret"))), 401);
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
