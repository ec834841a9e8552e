//! Dead letters, and redrive.

use frontdesk_tests::fixtures::Fixture;

use super::{delivered, get, post};
use crate::local_run::LocalRun;

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
    // Shown twice: looking at a message returns it to the queue.
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
