//! The pages' view of the request that brought an event.

use frontdesk_tests::fixtures::Fixture;

use super::{delivered, get, gire, shown};
use crate::local_run::LocalRun;

#[test]
fn the_headers_that_are_kept_are_shown() {
    let run = LocalRun::start(&["--ephemeral"]);
    let id = delivered(&run, &Fixture::of("gire", "pud:create").unwrap());
    let page = get(&run, &shown("/_/event", &id));
    page.has("<dt>content-type</dt>").has("<dt>x-hub-signature-256</dt>").has("<dt>source address</dt>");
    page.has("not kept: only unusual events keep it");
    // Rows never hold a token.
    let id = delivered(&run, &Fixture::of("ombori", "positionCreated").unwrap());
    get(&run, &shown("/_/event", &id)).has("<dt>content-type</dt>").has_not("<dt>authorization</dt>");
    let body = r#"{"id":"odd","eventType":"pud:unheard_of","data":{}}"#;
    let odd = gire(body, "local-gire-secret").with("user-agent", "gire-hooks/2.1 (somebody)");
    assert_eq!(run.post("gire", &odd), 200);
    run.line("published");
    let page = get(&run, &shown("/_/event", "gire:odd"));
    page.has("<dt>user-agent</dt><dd>gire-hooks/2.1</dd>").has_not("somebody");
    let refused = gire(body, "an unknown secret").with("user-agent", "gire-hooks/2.2 (somebody)");
    assert_eq!(run.post("gire", &refused), 401);
    let kept = run.line("kept for a week as ");
    let kept = kept.split("kept for a week as ").nth(1).unwrap();
    get(&run, &shown("/_/refusal", kept)).has("gire-hooks/2.2").has_not("somebody");
}
