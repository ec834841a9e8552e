//! `frontdesk erase`: removes everything about a subject, and nothing else; pending events are not
//! lost by accident.

mod id;

use std::path::Path;
use std::process::{Command, Stdio};

use aws_sdk_dynamodb::types::AttributeValue;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use frontdesk::aws::Clients;
use frontdesk::event::{Event, EventId, Identity};
use frontdesk::payload::Fit;
use frontdesk::store::{Erasure, IfPending, Noted, Put, Store};
use frontdesk_tests::bodies::{Texture, body, event};
use frontdesk_tests::build::program;
use frontdesk_tests::engines::{Engines, Item, RETENTION_DAYS, text};
use frontdesk_tests::fixtures::{Fixture, Request, provider_names};
use frontdesk_tests::function::Setup;
use frontdesk_tests::proxy::{Fault, Proxy};
use jiff::{Timestamp, ToSpan};
use serde_json::{Value, json};

use crate::local_run::LocalRun;
use crate::operate::{Ran, delivered, ran};

const CANARY: &str = "canary-Hw6";
const SUBJECT: &str = "pud/canary-Hw6";
const SECRET: &str = "local-gire-secret";

/// Returns a delivery of the event `id` about the canary, with more text in its body.
fn about_the_canary(id: &str, more: &str) -> Request {
    let body = json!({
        "id": id, "eventType": "pud:create", "timestamp": "2026-03-14T08:00:00.000Z",
        "data": { "pudId": CANARY, "referenceNumber": more },
    });
    Fixture::of("gire", "pud:create").unwrap().request().body(body.to_string()).signed("gire", SECRET).unwrap()
}

/// Stores an event about the canary whose body is in parts, and publishes it.
async fn put_in_parts(store: &Store) -> EventId {
    let identity = Identity::Own("in-parts".to_owned());
    let mut large = event(&identity, "request", body(Texture::Noise, 900_000, 1));
    large.subject = Some(SUBJECT.to_owned());
    store.put(&mut large).await.unwrap();
    let noted = Noted { fit: &Fit::default(), user_agent: None, kept_from: None };
    store.mark(&large.id, "message", Timestamp::now(), noted).await.unwrap();
    large.id
}

async fn items(dynamodb: &aws_sdk_dynamodb::Client) -> Vec<Item> {
    let scan = dynamodb.scan().table_name("frontdesk-events").into_paginator().items().send();
    scan.collect::<Result<Vec<_>, _>>().await.unwrap()
}

fn keys(items: &[Item]) -> Vec<&str> {
    let mut keys: Vec<&str> = items.iter().map(|item| text(item, "id").unwrap()).collect();
    keys.sort_unstable();
    keys
}

/// Returns byte strings that identify a row in a file: the canary, and pieces of the stored body,
/// raw and in base64.
fn traces(items: &[Item]) -> Vec<Vec<u8>> {
    let mut traces = vec![CANARY.as_bytes().to_vec()];
    for item in items {
        let Some(AttributeValue::B(kept)) = item.get("body") else { continue };
        let kept = kept.as_ref();
        traces.push(kept[20..60].to_vec());
        traces.push(STANDARD.encode(kept).as_bytes()[40..100].to_vec());
    }
    traces
}

/// Counts the traces that are in the files of the table.
fn found_in_files(folder: &Path, traces: &[Vec<u8>]) -> usize {
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files: Vec<Vec<u8>> = files
        .filter(|path| path.file_name().unwrap().to_str().unwrap().starts_with("dynamodb"))
        .map(|path| std::fs::read(path).unwrap())
        .collect();
    assert!(!files.is_empty(), "the table has no file in {}", folder.display());
    let is_there = |trace: &&Vec<u8>| files.iter().any(|file| file.windows(trace.len()).any(|part| part == *trace));
    traces.iter().filter(is_there).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_about_a_subject_goes_and_no_file_keeps_a_trace() {
    let run = LocalRun::start(&[]);
    let folder = run.folder().join(".frontdesk");
    let clients = Clients::for_relay(&run.access());
    // An event, its repeat, another body under its id, a compressed one, one in parts, and a
    // refusal.
    for (id, more) in [("e1", "x"), ("e1", "x"), ("e1", "y"), ("e2", &"long ".repeat(100))] {
        assert_eq!(run.post("gire", &about_the_canary(id, more)), 200);
    }
    let large = put_in_parts(&Store::new(clients.dynamodb(), "frontdesk-events", 90)).await;
    let refused = about_the_canary("e3", "z").signed("gire", "another secret than that").unwrap();
    assert_eq!(run.post("gire", &refused), 401);
    run.line("kept for a week");
    // One is about another subject, the other's subject is unknown.
    let other = delivered(&run, &Fixture::of("gire", "pud:create").unwrap());
    run.line("published");
    let unreadable = delivered(&run, &Fixture::file("zaui", "unreadable.xml").unwrap());
    let before = items(&clients.dynamodb()).await;
    let about = |item: &&Item| ![other.as_str(), &unreadable].contains(&text(item, "id").unwrap());
    let traces = traces(&before.iter().filter(about).cloned().collect::<Vec<_>>());
    let there = found_in_files(&folder, &traces);
    assert!(there > traces.len() / 2, "{there} of {}", traces.len());

    let erase = |more: &str| ran(&run, &format!("erase --subject {SUBJECT} {more}"));
    let several = erase("--yes");
    assert!(several.code == 2 && several.error.contains("gire, ombori"), "{}", several.error);
    let dry = erase("--dry-run").good();
    for told in [
        "4 events and 1 refused delivery",
        "variant",
        "refused:gire:",
        "--state unreadable): 1",
        "35 days",
        large.key(),
    ] {
        assert!(dry.contains(told), "`{told}` is not in: {dry}");
    }
    let unasked = erase("--everywhere");
    assert!(unasked.code == 1 && unasked.error.contains("--yes"), "{}", unasked.error);
    assert_eq!(keys(&items(&clients.dynamodb()).await), keys(&before));

    let erased = erase("--everywhere --yes --json").good();
    let record: Value = serde_json::from_str(&erased).unwrap();
    let counts = ["events", "variants", "parts", "refusals", "left_pending", "looked_at", "unreadable"];
    assert_eq!(counts.map(|name| record[name].as_u64().unwrap()), [3, 1, 3, 1, 0, 6, 1], "{erased}");
    assert_eq!(record["complete"], true);
    // The record identifies no person: no subject, no id, no hash.
    assert!(!erased.contains(CANARY) && !erased.contains("gire"), "{erased}");
    let mut left = [other.as_str(), &unreadable];
    left.sort_unstable();
    assert_eq!(keys(&items(&clients.dynamodb()).await), left);
    assert_eq!(found_in_files(&folder, &traces), 0, "the files of the table keep a trace");
    // The run continues with the rewritten file.
    delivered(&run, &Fixture::of("gingr", "check_in").unwrap());
    assert!(erase("--yes").good().contains("0 events about"));
}

/// Runs `frontdesk` on engines whose outbox no relay empties.
fn at(engines: &Engines, arguments: &str) -> Ran {
    let mut command = Command::new(program("frontdesk").unwrap());
    command.args(arguments.split_whitespace()).args(["--table", &engines.table, "--queue", &engines.queue_url]);
    command.env("AWS_ENDPOINT_URL_DYNAMODB", &engines.dynamodb_url).env("AWS_ENDPOINT_URL_SQS", &engines.sqs_url);
    command.env("AWS_REGION", "eu-west-1").env("AWS_ACCESS_KEY_ID", "local").env("AWS_SECRET_ACCESS_KEY", "local");
    Ran::of(command.stdin(Stdio::null()).output().unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_pending_is_not_lost_by_accident() {
    let mut engines = Engines::start().await.unwrap();
    let sqs = Proxy::start(&engines.sqs_url).await.unwrap();
    engines.sqs_url = sqs.url();
    sqs.always(Fault::Status(400, "AccessDenied"));
    let function = Setup::new("gire", &engines).start().await.unwrap();
    for id in ["e1", "e2"] {
        function.expect(200, &about_the_canary(id, "x")).await.unwrap();
    }
    function.settle().await.unwrap();
    // Too old for any day that the command looks at.
    let mut old = engines.item("gire:e2").await.unwrap().unwrap();
    let long_ago = Timestamp::now() - (24 * (i64::from(RETENTION_DAYS) + 60)).hours();
    old.insert("received_at".to_owned(), AttributeValue::S(format!("{long_ago:.3}")));
    old.insert("day".to_owned(), AttributeValue::S(format!("gire#{}#0", &long_ago.to_string()[..10])));
    engines.put(old).await.unwrap();
    let erase = |more: &str| at(&engines, &format!("erase --subject {SUBJECT} {more}"));
    let dry = erase("--dry-run").good();
    assert!(dry.contains("2 more pending"), "{dry}");
    let kept = erase("--yes --json");
    assert!(kept.code == 1 && kept.error.contains("--pending"), "{}{}", kept.out, kept.error);
    let record: Value = serde_json::from_str(&kept.out).unwrap();
    assert_eq!((&record["left_pending"], &record["complete"]), (&json!(2), &json!(false)));
    assert_eq!(engines.items().await.unwrap().len(), 2);
    // With --pending, they are erased and never reach the queue.
    let record: Value = serde_json::from_str(&erase("--yes --json --pending").good()).unwrap();
    assert_eq!((&record["events"], &record["complete"]), (&json!(2), &json!(true)));
    sqs.always(Fault::Pass);
    assert!(engines.items().await.unwrap().is_empty() && engines.take_messages().await.unwrap().is_empty());
}

/// Unproven bodies are read all the same, for every provider, to find their subject.
#[tokio::test(flavor = "multi_thread")]
async fn refused_deliveries_of_every_provider_are_found() {
    for provider in provider_names() {
        let engines = Engines::start().await.unwrap();
        let wrong = Setup::new(provider, &engines).with("WEBHOOK_SECRET", "not the secret that signed");
        let function = wrong.start().await.unwrap();
        let fixtures = Fixture::all(provider).unwrap();
        let fixture = fixtures.iter().find(|fixture| fixture.subject.is_some()).unwrap();
        function.expect(401, &fixture.request()).await.unwrap();
        let unreadable = fixture.request().body("{\"canary\":").signed(provider, "any other secret");
        if let Ok(unreadable) = unreadable {
            function.expect(401, &unreadable).await.unwrap();
        }
        function.settle().await.unwrap();
        let kept = engines.items().await.unwrap().len();
        let subject = fixture.subject.as_deref().unwrap();
        let record = at(&engines, &format!("erase --subject {subject} --yes --json")).good();
        let record: Value = serde_json::from_str(&record).unwrap();
        assert_eq!((&record["refusals"], &record["refused_looked_at"]), (&json!(1), &json!(kept)), "{provider}");
        assert_eq!(record["refused_unreadable"], json!(kept - 1), "{provider}");
        assert_eq!(engines.items().await.unwrap().len(), kept - 1, "{provider}");
    }
}

/// A subject of one account is not the same person in another.
#[tokio::test(flavor = "multi_thread")]
async fn an_account_keeps_what_is_its_own() {
    const NORTH: &str = "the secret of the north";
    const SOUTH: &str = "the secret of the south";
    let engines = Engines::start().await.unwrap();
    let secrets = json!({ "north": NORTH, "south": SOUTH }).to_string();
    let function = Setup::new("gire", &engines).with("WEBHOOK_SECRET", &secrets).start().await.unwrap();
    for secret in [NORTH, SOUTH] {
        function.expect(200, &about_the_canary("e1", "x").signed("gire", secret).unwrap()).await.unwrap();
    }
    function.settle().await.unwrap();
    // An expired row exists until DynamoDB deletes it.
    let mut expired = engines.item("gire/north:e1").await.unwrap().unwrap();
    expired.insert("expires_at".to_owned(), AttributeValue::N("1".to_owned()));
    engines.put(expired).await.unwrap();
    let erase = |more: &str| at(&engines, &format!("erase --subject {SUBJECT} --yes {more}"));
    let both = erase("");
    assert!(both.code == 2 && both.error.contains("gire/north, gire/south"), "{}", both.error);
    assert!(erase("--account north").good().contains("events 1,"));
    assert_eq!(keys(&engines.items().await.unwrap()), ["gire/south:e1"]);
}

/// An erasure that was interrupted between the parts and their row finds the row again.
#[tokio::test(flavor = "multi_thread")]
async fn an_erasure_that_is_cut_short_goes_on() {
    let mut engines = Engines::start().await.unwrap();
    let large = put_in_parts(&engines.store()).await;
    assert_eq!(engines.items().await.unwrap().len(), 4);
    let dynamodb = Proxy::start(&engines.dynamodb_url).await.unwrap();
    let before = engines.dynamodb_url.clone();
    engines.dynamodb_url = dynamodb.url();
    let deletes = std::sync::atomic::AtomicUsize::new(0);
    dynamodb.plan(move |operation| {
        let passes = operation != "DeleteItem" || deletes.fetch_add(1, std::sync::atomic::Ordering::SeqCst) < 2;
        if passes { Fault::Pass } else { Fault::Status(400, "AccessDeniedException") }
    });
    let erase = |engines: &Engines| at(engines, &format!("erase --subject {SUBJECT} --yes"));
    let cut = erase(&engines);
    assert!(cut.code == 1 && cut.error.contains("run the same command again"), "{}", cut.error);
    engines.dynamodb_url = before;
    assert!(engines.item(large.key()).await.unwrap().is_some(), "the row went before its parts");
    assert!(erase(&engines).good().contains("events 1,"));
    assert!(engines.items().await.unwrap().is_empty());
}

/// Between the look and the deletion, another erasure and a new delivery may have come.
#[tokio::test(flavor = "multi_thread")]
async fn what_has_become_pending_since_the_look_stays() {
    let mut engines = Engines::start().await.unwrap();
    let dynamodb = engines.proxy_dynamodb().await.unwrap();
    let store = engines.store();
    // It is stored and never pending.
    let unreadable = Some("the body is empty".to_owned());
    let mut event = Event { unreadable, ..event(&Identity::Own("a".to_owned()), "r", "") };
    assert_eq!(store.put(&mut event).await.unwrap(), Put::New);
    dynamodb.once("DeleteItem", Fault::Status(400, "ConditionalCheckFailedException"));
    assert_eq!(store.erase(&event.id, IfPending::Keep).await.unwrap(), Erasure::Pending);
    // Any other error is one.
    dynamodb.once("DeleteItem", Fault::Status(400, "AccessDeniedException"));
    assert!(store.erase(&event.id, IfPending::Keep).await.is_err());
    assert_eq!(store.erase(&event.id, IfPending::Keep).await.unwrap(), Erasure::Done { parts: 0 });
}
