//! From an id, or its beginning, to the event's page.

use frontdesk_tests::fixtures::Fixture;

use super::{delivered, get, gire, shown};
use crate::local_run::LocalRun;

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
    assert_eq!(get(&run, &shown("/_/find", "ffffffff")).has("has an id that begins with it").status, 404);
    assert_eq!(get(&run, &shown("/_/find", " ")).has("write an event").status, 400);
    assert_eq!(
        get(&run, &shown("/_/find", "refused:gire:nothing")).has("no refused delivery refused:gire:nothing").status,
        404
    );
    let twin =
        |n: u32| gire(&format!(r#"{{"id":"twin-{n}","eventType":"pud:create","data":{{}}}}"#), "local-gire-secret");
    for n in 1..3 {
        assert_eq!(run.post("gire", &twin(n)), 200);
    }
    assert_eq!(get(&run, &shown("/_/find", "twin-")).has("matches several").has("gire:twin-2").status, 400);
}
