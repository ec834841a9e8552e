//! The buttons: replay of one event, samples, release.

use frontdesk_tests::fixtures::Fixture;

use super::{delivered, get, gire, post, shown};
use crate::local_run::LocalRun;

#[tokio::test(flavor = "multi_thread")]
async fn the_buttons_do_what_they_say() {
    let right = "the right secret at last";
    let run = LocalRun::start(&["--ephemeral", "--secret", &format!("gire={right}")]);
    let gingr = delivered(&run, &Fixture::of("gingr", "check_in").unwrap());
    let first = run.take().await.remove(0);

    // Confirmed first, and then done once.
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
    // The notice shows once; the row keeps the fact.
    let done = replayed.location();
    get(&run, done).has("Sent to the queue again.").has("sent to the queue again as message");
    get(&run, done).has_not("Sent to the queue again.").has("sent to the queue again as message");
    assert!(run.take().await.is_empty(), "a reload sent a message");
    assert_eq!(get(&run, &shown("/_/replay", "gire:nothing")).status, 404);

    // Unreadable bodies are never sent to the queue.
    let unreadable = Fixture::file("zaui", "unreadable.xml").unwrap();
    assert_eq!(run.post("zaui", &unreadable.request()), 200);
    run.line("unreadable");
    get(&run, &shown("/_/event", &unreadable.key())).has("disabled");
    let ticket = get(&run, &shown("/_/replay", &gingr)).field("ticket");
    assert_eq!(replay(&unreadable.key(), &ticket).has("is unreadable").status, 400);

    // A sample is sent, and shown.
    let sample = [("token", token.as_str()), ("sample", "gire pud:status_update"), ("fresh", "yes")];
    let sent = post(&run, "/_/send", &sample);
    assert_eq!(sent.status, 303);
    get(&run, sent.location()).has("The sample was sent");
    assert!(run.line("stored").contains("pud:status_update"));
    assert_eq!(post(&run, "/_/send", &[("token", &token), ("sample", "stripe charge")]).status, 400);
    assert_eq!(post(&run, "/_/send", &[("token", "a guess"), ("sample", "gire pud:create")]).status, 403);

    // Refused, and not genuine: it cannot be released.
    assert_eq!(run.post("gire", &gire("{}", "an unknown secret")), 401);
    let kept = run.line("kept for a week as ");
    let kept = kept.split("kept for a week as ").nth(1).unwrap();
    let release = || post(&run, "/_/release", &[("token", &token), ("id", kept)]);
    assert_eq!(release().has("Still refused with the current secrets").status, 409);
    get(&run, "/_/refused").has("matches none of the live secrets");
    assert_eq!(post(&run, "/_/release", &[("token", "a guess"), ("id", kept)]).status, 403);
}
