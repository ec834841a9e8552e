//! Erasing by id: events without a subject, and unreadable ones.

use frontdesk::event::{EventId, rfc3339};
use frontdesk_tests::engines::{Engines, text};
use frontdesk_tests::fixtures::Fixture;
use frontdesk_tests::function::Setup;
use jiff::{Timestamp, ToSpan};
use serde_json::{Value, json};

use super::{about_the_canary, at, found_in_files, items, keys, traces};
use crate::local_run::LocalRun;
use crate::operate::{delivered, ran};

#[tokio::test(flavor = "multi_thread")]
async fn an_event_without_a_subject_goes_by_its_id() {
    let run = LocalRun::start(&[]);
    let dynamodb = frontdesk::aws::Clients::for_relay(&run.access()).dynamodb();
    let unreadable = Fixture::file("zaui", "unreadable.xml").unwrap();
    let id = delivered(&run, &unreadable);
    // The same body was refused before, and is just as unreadable.
    let refused = unreadable.request().signed("zaui", "another secret than that").unwrap();
    assert_eq!(run.post("zaui", &refused), 401);
    run.line("kept for a week");
    let traces = traces(&items(&dynamodb).await);
    let other = delivered(&run, &Fixture::of("gire", "pud:create").unwrap());
    run.line("published");
    let erase = |what: &str| ran(&run, &format!("erase {what}"));

    for (wrong, told) in [
        ("--yes", "--subject"),
        (&format!("--subject x --id {id} --yes"), "cannot be used with"),
        (&format!("--id {id} --account north"), "cannot be used with"),
    ] {
        let ran = erase(wrong);
        assert!(ran.code == 2 && ran.error.contains(told), "{wrong}: {}", ran.error);
    }
    assert_eq!(erase("--id zaui:nothing --yes").code, 3);
    let beginning = &id[..20];
    let dry = erase(&format!("--id {beginning} --dry-run")).good();
    for told in ["1 event and 1 refused delivery;", &id, "refused:zaui:", "unreadable", "35 days"] {
        assert!(dry.contains(told), "`{told}` is not in: {dry}");
    }
    let unasked = erase(&format!("--id {id}"));
    assert!(unasked.code == 1 && unasked.error.contains("--yes"), "{}", unasked.error);
    assert_eq!(items(&dynamodb).await.len(), 3);

    let erased = erase(&format!("--id {id} --yes --json")).good();
    let record: Value = serde_json::from_str(&erased).unwrap();
    let counts = ["events", "variants", "refusals", "left_pending"].map(|name| record[name].as_u64().unwrap());
    assert_eq!((counts, &record["complete"]), ([1, 0, 1, 0], &json!(true)), "{erased}");
    assert!(!erased.contains("zaui") && !erased.contains(id.rsplit(':').next().unwrap()), "{erased}");
    assert_eq!(keys(&items(&dynamodb).await), [other.as_str()]);
    assert_eq!(found_in_files(&run.folder().join(".frontdesk"), &traces), 0, "the files of the table keep a trace");
}

/// Erases its variants and the refused delivery of the same id, too, and keeps ids that only look
/// similar.
#[tokio::test(flavor = "multi_thread")]
async fn an_id_takes_its_variants_and_nothing_else() {
    let engines = Engines::start().await.unwrap();
    let function = Setup::new("gire", &engines).start().await.unwrap();
    for (id, more) in [("e1", "x"), ("e1", "y"), ("e1.2", "x"), ("e10", "x")] {
        function.expect(200, &about_the_canary(id, more)).await.unwrap();
    }
    for id in ["e1", "e10"] {
        let refused = about_the_canary(id, "z").signed("gire", "another secret than that").unwrap();
        function.expect(401, &refused).await.unwrap();
    }
    function.settle().await.unwrap();
    let erase = |what: &str| at(&engines, &format!("erase {what} --yes --json"));
    let record: Value = serde_json::from_str(&erase("--id gire:e1").good()).unwrap();
    assert_eq!([&record["events"], &record["variants"], &record["refusals"]], [&json!(1), &json!(1), &json!(1)]);
    let left = engines.items().await.unwrap();
    let left = keys(&left);
    assert!(left.len() == 3 && left[..2] == ["gire:e1.2", "gire:e10"], "{left:?}");
    // Refused deliveries have ids, too.
    let record: Value = serde_json::from_str(&erase(&format!("--id {} --id gire:e10", left[2])).good()).unwrap();
    assert_eq!([&record["events"], &record["refusals"]], [&json!(1), &json!(1)]);
    assert_eq!(keys(&engines.items().await.unwrap()), ["gire:e1.2"]);
}

/// The same content at another time is another event: it is listed, and stays.
#[tokio::test(flavor = "multi_thread")]
async fn other_events_with_the_same_content_are_named() {
    let engines = Engines::start().await.unwrap();
    let function = Setup::new("cheqroom", &engines).start().await.unwrap();
    let fixture = Fixture::of("cheqroom", "item.update").unwrap();
    function.expect(200, &fixture.request()).await.unwrap();
    function.settle().await.unwrap();
    let id = EventId::from_key(fixture.key());
    let mut old = engines.item(id.key()).await.unwrap().unwrap();
    let an_hour_ago = rfc3339(Timestamp::now() - 1.hour());
    old.insert("last_delivery_at".to_owned(), aws_sdk_dynamodb::types::AttributeValue::S(an_hour_ago));
    engines.put(old).await.unwrap();
    function.expect(200, &fixture.request()).await.unwrap();
    function.settle().await.unwrap();
    let second = id.occurrence(2);
    assert_eq!(text(&engines.item(id.key()).await.unwrap().unwrap(), "occurrences"), Some("2"));
    for (one, other) in [(&id, &second), (&second, &id)] {
        let dry = at(&engines, &format!("erase --id {one} --dry-run")).good();
        let stays =
            dry.lines().find(|line| line.contains("stay unless you name them")).unwrap_or_else(|| panic!("{dry}"));
        assert!(stays.ends_with(other.key()) && dry.contains("1 event;"), "{dry}");
    }
    let both = at(&engines, &format!("erase --id {id} --id {second} --yes --json")).good();
    assert_eq!(serde_json::from_str::<Value>(&both).unwrap()["events"], 2);
    assert!(engines.items().await.unwrap().is_empty());
}
