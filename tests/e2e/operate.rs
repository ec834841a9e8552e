//! The operating commands, as a person or a script runs them, on a local run.

use std::process::{Command, Output, Stdio};

use aws_sdk_dynamodb::types::AttributeValue;
use frontdesk::aws::Clients;
use frontdesk::event::{EventId, rfc3339};
use frontdesk::store::Reader;
use frontdesk_tests::build::program;
use frontdesk_tests::fixtures::Fixture;
use jiff::{SignedDuration, Timestamp, ToSpan};
use serde_json::Value;

use crate::local_run::LocalRun;

/// The output of a command, and its exit code.
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) error: String,
}

impl Ran {
    pub(crate) fn of(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            error: String::from_utf8(output.stderr).unwrap(),
        }
    }

    pub(crate) fn good(self) -> String {
        assert_eq!(self.code, 0, "{}", self.error);
        self.out
    }
}

/// Runs `frontdesk` at a local run, with arguments separated by white space.
pub(crate) fn ran(run: &LocalRun, arguments: &str) -> Ran {
    Ran::of(command(run, arguments).output().unwrap())
}

pub(crate) fn command(run: &LocalRun, arguments: &str) -> Command {
    run.command(&arguments.split_whitespace().collect::<Vec<_>>())
}

/// Returns the values of one text field in JSON lines.
fn column(lines: &str, field: &str) -> Vec<String> {
    let of = |line: &str| serde_json::from_str::<Value>(line).unwrap()[field].as_str().unwrap_or_default().to_owned();
    lines.lines().map(of).collect()
}

pub(crate) fn delivered(run: &LocalRun, fixture: &Fixture) -> String {
    assert_eq!(run.post(&fixture.provider, &fixture.request()), 200);
    run.line(&fixture.key());
    fixture.key()
}

#[tokio::test(flavor = "multi_thread")]
async fn events_are_listed_and_shown() {
    let run = LocalRun::start(&["--ephemeral"]);
    let of = |provider, kind| Fixture::of(provider, kind).unwrap();
    let gire = delivered(&run, &of("gire", "pud:create"));
    run.line("published");
    let gingr = delivered(&run, &of("gingr", "check_in"));
    run.line("published");
    let unreadable = delivered(&run, &Fixture::file("zaui", "unreadable.xml").unwrap());
    delivered(&run, &of("gire", "pud:create"));
    // Counted after the answer.
    while run.item(&gire).await.unwrap()["deliveries"] != AttributeValue::N("2".to_owned()) {
        tokio::task::yield_now().await;
    }
    // A refused delivery is not an event.
    assert_eq!(run.post("gire", &of("gire", "pud:create").request().body("{}")), 401);
    run.line("kept for a week");

    let subject = column(&ran(&run, "events list --json --provider gingr").good(), "subject").remove(0);
    let check = |filters: &str, expected: &[&String]| {
        let listed = ran(&run, &format!("events list --json {filters}")).good();
        assert_eq!(column(&listed, "id").iter().collect::<Vec<_>>(), expected, "{filters}");
    };
    check("", &[&unreadable, &gingr, &gire]);
    check("--limit 2", &[&unreadable, &gingr]);
    check("--provider gire", &[&gire]);
    check("--kind pud:*,nothing", &[&gire]);
    check("--kind pud", &[]);
    check(&format!("--subject {subject}"), &[&gingr]);
    check("--since 2h", &[&unreadable, &gingr, &gire]);
    check("--from 2020-01-01 --to 2020-01-01", &[]);
    check("--state published", &[&gingr, &gire]);
    check("--state unreadable", &[&unreadable]);
    check("--state repeated", &[&gire]);
    check("--state pending", &[]);
    check("--state variant", &[]);
    check("--state set-aside", &[]);
    let table = ran(&run, "events list").good();
    assert_eq!(table.lines().count(), 4, "{table}");
    assert!(table.lines().nth(1).unwrap().ends_with(&unreadable), "{table}");

    let shown = ran(&run, &format!("events show {gire} --verify")).good();
    for told in
        ["sha256", "published as message", "the last of 2 times", "hash       good", "signature  good", "  \"id\": \""]
    {
        assert!(shown.contains(told), "`{told}` is not in: {shown}");
    }
    // By the beginning of an id, as a narrow terminal shows it.
    for prefix in [&gire[..10], &gire[5..12]] {
        assert!(ran(&run, &format!("events show {prefix}")).good().contains(&gire), "{prefix}");
    }
    let refused: Value = serde_json::from_str(&ran(&run, "refused list --json").good()).unwrap();
    let id = refused["id"].as_str().unwrap();
    let shown: Value =
        serde_json::from_str(&ran(&run, &format!("refused show {} --json", &id[13..24])).good()).unwrap();
    assert_eq!((&shown["id"], &shown["body"]), (&refused["id"], &"{}".into()));
    let json: Value = serde_json::from_str(&ran(&run, &format!("events show {gire} --json")).good()).unwrap();
    assert_eq!(json["body"].as_str().unwrap().as_bytes(), of("gire", "pud:create").body);
    let token = ran(&run, &format!("events show {unreadable} --verify")).good();
    assert!(token.contains("a token, which is not kept"), "{token}");

    let fails = |arguments: &str, code: i32, told: &str| {
        let ran = ran(&run, arguments);
        assert_eq!(ran.code, code, "{arguments}: {}", ran.error);
        assert!(ran.error.contains(told) || ran.out.contains(told), "{arguments}: {}{}", ran.out, ran.error);
    };
    fails("events show gire:nothing", 3, "no event gire:nothing");
    fails("refused show refused:gire:nothing", 3, "no refused delivery refused:gire:nothing");
    fails("dlq show nothing", 3, "no dead letter");
    fails("events list --since yesterday", 2, "such as 2h");
    fails("events list --provider stripe", 2, "the providers are gingr");
    fails("events list --provider gngr", 2, "did you mean `gingr`?");
    fails("events list --limit 0", 2, "at least 1");
    fails("send gire pud:crete", 2, "did you mean `pud:create`?");
    fails("send stripe charge", 2, "the providers are gingr");
    fails("send gire pud:create --url here", 2, "write a URL");
    fails("events show gire:66", 3, "no event gire:66");
    fails(&format!("events show {} --verify --secret gire=short", gire), 2, "cannot be used");
    fails("events list --table other", 2, "--queue");
    fails("events list --since 2h --from 2026-11-20", 2, "cannot be used with");
    fails(
        &format!("events show {gire} --verify --secret gire=another-secret-long-enough"),
        1,
        "matches none of the live",
    );
    alter(&run, &gire, "body", AttributeValue::B(b"{}"[..].into())).await;
    fails(&format!("events show {gire} --verify"), 1, "hash       WRONG");
}

async fn alter(run: &LocalRun, key: &str, name: &str, value: AttributeValue) {
    let update = Clients::for_relay(&run.access()).dynamodb().update_item().table_name("frontdesk-events");
    let update = update.key("id", AttributeValue::S(key.to_owned())).update_expression("SET #name = :value");
    let update = update.expression_attribute_names("#name", name).expression_attribute_values(":value", value);
    update.send().await.unwrap();
}

/// Makes an event pending, or no longer pending. Its time is slightly in the future, so the relay
/// leaves it alone for nine seconds.
async fn pending(run: &LocalRun, key: &str, pending: bool) {
    let update = Clients::for_relay(&run.access()).dynamodb().update_item().table_name("frontdesk-events");
    let update = update.key("id", AttributeValue::S(key.to_owned()));
    let soon = rfc3339(Timestamp::now() + SignedDuration::from_secs(4));
    let update = match pending {
        true => update
            .update_expression("SET pending = :shard, received_at = :soon")
            .expression_attribute_values(":shard", AttributeValue::S("0".to_owned()))
            .expression_attribute_values(":soon", AttributeValue::S(soon)),
        false => update.update_expression("REMOVE pending"),
    };
    update.send().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_and_what_died_is_told_and_moved_back() {
    let run = LocalRun::start(&["--ephemeral", "--max-receives", "5"]);
    assert!(ran(&run, "outbox").good().contains("is empty"));
    assert!(ran(&run, "status --check").good().starts_with("all is well\n"));
    assert_eq!(ran(&run, "refused list").good(), "none in the last 7 days\n");
    assert!(ran(&run, "dlq list").good().contains("no dead letters"));
    let key = delivered(&run, &Fixture::of("gire", "pud:create").unwrap());
    run.line("published");
    pending(&run, &key, true).await;
    let outbox = ran(&run, "outbox --json").good();
    pending(&run, &key, false).await;
    let outbox: Value = serde_json::from_str(&outbox).unwrap();
    assert_eq!((&outbox["provider"], &outbox["pending"]), (&"gire".into(), &1.into()), "{outbox}");
    let gingr = delivered(&run, &Fixture::of("gingr", "check_in").unwrap());
    run.line("published");
    assert_eq!(run.post("gire", &Fixture::of("gire", "pud:create").unwrap().request().body("{}")), 401);
    run.line("kept for a week");

    // A consumer fails as often as this local run allows; with the next receive, SQS moves the
    // messages to the dead-letter queue.
    let sqs = Clients::for_relay(&run.access()).sqs();
    let look = || sqs.receive_message().queue_url(run.queue_url()).max_number_of_messages(10).visibility_timeout(0);
    for _ in 0..5 {
        assert_eq!(look().send().await.unwrap().messages().len(), 2);
    }
    assert_eq!(look().send().await.unwrap().messages().len(), 0);
    pending(&run, &key, true).await;
    let status: Value = serde_json::from_str(&ran(&run, "status --json").good()).unwrap();
    pending(&run, &key, false).await;
    assert_eq!(status["last_hour"]["gingr"]["stored"], 1, "{status}");
    assert_eq!(status["last_hour"]["gire"]["refused"], 1, "{status}");
    assert_eq!((&status["pending"], &status["dead_letters"]), (&1.into(), &2.into()), "{status}");
    assert_eq!(status["queue"]["visible"], 0, "{status}");
    let secrets = status["last_hour"]["gingr"]["secrets"].as_object().unwrap();
    assert_eq!(secrets.values().collect::<Vec<_>>(), [1], "one delivery, one secret: {secrets:?}");
    let screen = ran(&run, "status").good();
    let secret = secrets.keys().next().unwrap();
    assert!(screen.contains("dead letters  2"), "{screen}");
    let gingr_has = |text: &str| screen.lines().any(|line| line.starts_with("gingr ") && line.ends_with(text));
    assert!(gingr_has(&format!("  {secret} 1x")), "{screen}");
    // The verdict comes first; scripts get an exit code.
    assert!(screen.starts_with("2 things need attention\n  2 dead letters: frontdesk dlq list\n"), "{screen}");
    assert!(status["well"] == false && status["attention"].as_array().unwrap().len() == 2, "{status}");
    // Colour only in a terminal, or if asked for.
    assert!(!screen.contains('\u{1b}'), "{screen}");
    let forced = Ran::of(run.command(&["status"]).env("CLICOLOR_FORCE", "1").output().unwrap()).good();
    assert!(forced.starts_with("\u{1b}[31m2 things need attention\u{1b}[0m\n"), "{forced:?}");
    let checked = ran(&run, "status --check");
    assert!(checked.code == 1 && checked.error.is_empty(), "{}", checked.error);
    // Listed twice: listing returns the messages to the queue.
    for _ in 0..2 {
        let mut listed = column(&ran(&run, "dlq list --json").good(), "event");
        listed.sort();
        assert_eq!(listed, [gingr.as_str(), key.as_str()]);
    }
    let shown = ran(&run, &format!("dlq show {gingr}")).good();
    assert!(shown.contains("\"type\": \"gingr.check_in\""), "{shown}");
    let by_prefix = ran(&run, &format!("dlq show {}", &gingr[..20])).good();
    assert!(by_prefix.contains("\"type\": \"gingr.check_in\""), "{by_prefix}");
    let unasked = ran(&run, "dlq redrive");
    assert!(unasked.code == 1 && unasked.error.contains("2 to move back") && unasked.error.contains("--yes"));
    assert!(run.take().await.is_empty());
    assert!(ran(&run, "dlq redrive --yes").good().contains("2 moved back"));
    assert_eq!(run.take().await.len(), 2);
}

/// Newest first, across days, the eight shards of each day, and more than one page of the table.
#[tokio::test(flavor = "multi_thread")]
async fn events_of_many_days_are_listed_in_order() {
    let run = LocalRun::start(&["--ephemeral"]);
    let key = delivered(&run, &Fixture::of("gire", "pud:create").unwrap());
    run.line("published");
    let row = run.item(&key).await.unwrap();
    let dynamodb = Clients::for_relay(&run.access()).dynamodb();
    let mut expected = vec![key];
    for hours in 1..160_i64 {
        let at = Timestamp::now() - hours.hours();
        let (text, key) = (rfc3339(at), format!("gire:hours-ago-{hours:03}"));
        let day = format!("gire#{}#{}", &text[..10], hours % 8);
        let mut row = row.clone();
        for (name, value) in [("id", &key), ("received_at", &text), ("day", &day)] {
            row.insert(name.to_owned(), AttributeValue::S(value.clone()));
        }
        dynamodb.put_item().table_name("frontdesk-events").set_item(Some(row)).send().await.unwrap();
        expected.push(key);
    }
    let listed = |filters: &str| column(&ran(&run, &format!("events list --json {filters}")).good(), "id");
    assert_eq!(listed("--limit 1000 --since 7d"), expected);
    assert_eq!(listed(""), expected[..50]);
    assert_eq!(listed("--limit 1000 --since 1830m").len(), 31);
    // A hundred at a time: no more can be read at once.
    let now = Timestamp::now();
    let reader = Reader::new(dynamodb.clone(), "frontdesk-events");
    let mut listing = reader.listing(&["gire"], now - 160.hours(), now);
    for page in expected.chunks(100) {
        let ids = listing.next_ids(100, |_| true).await.unwrap();
        assert_eq!(ids.iter().map(EventId::key).collect::<Vec<_>>(), page);
    }
    // One partition of the index may have more than a page of them.
    let text = rfc3339(now);
    for n in 0..101 {
        let mut row = row.clone();
        for (name, value) in [("id", format!("zaui:{n}")), ("day", format!("zaui#{}#0", &text[..10]))] {
            row.insert(name.to_owned(), AttributeValue::S(value));
        }
        row.insert("received_at".to_owned(), AttributeValue::S(text.clone()));
        dynamodb.put_item().table_name("frontdesk-events").set_item(Some(row)).send().await.unwrap();
    }
    let mut listing = reader.listing(&["zaui"], now, now);
    assert_eq!(listing.next_ids(1000, |_| true).await.unwrap().len(), 101);
}

#[test]
fn a_table_and_a_queue_in_aws() {
    let run = LocalRun::start(&["--ephemeral"]);
    let key = delivered(&run, &Fixture::of("gire", "pud:create").unwrap());
    let list = |variables: &[(&str, String)]| {
        let mut command = Command::new(program("frontdesk").unwrap());
        command.args(["events", "list", "--json", "--table", "frontdesk-events", "--queue", &run.queue_url()]);
        for name in ["AWS_REGION", "AWS_DEFAULT_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE"] {
            command.env_remove(name);
        }
        // Nor this machine's AWS configuration.
        command.env("AWS_CONFIG_FILE", "/dev/null").env("AWS_SHARED_CREDENTIALS_FILE", "/dev/null");
        command.env("AWS_EC2_METADATA_DISABLED", "true");
        Ran::of(command.envs(variables.iter().cloned()).stdin(Stdio::null()).output().unwrap())
    };
    let at = |port: u16| format!("http://127.0.0.1:{port}");
    let variables = [
        ("AWS_ENDPOINT_URL_DYNAMODB", at(run.ports[1])),
        ("AWS_ENDPOINT_URL_SQS", at(run.ports[2])),
        ("AWS_REGION", "eu-west-1".to_owned()),
        ("AWS_ACCESS_KEY_ID", "local".to_owned()),
        ("AWS_SECRET_ACCESS_KEY", "local".to_owned()),
    ];
    assert_eq!(column(&list(&variables).good(), "id"), [key]);
    let missing = list(&variables[..3]);
    assert_eq!(missing.code, 2);
    assert!(missing.error.contains("no AWS credentials: set AWS_PROFILE or --profile"), "{}", missing.error);
    let folder = tempfile::tempdir().unwrap();
    let profiles = folder.path().join("config");
    std::fs::write(&profiles, "[profile prod]\nregion = eu-west-1\n[profile sso]\nregion = eu-west-1\n").unwrap();
    let config = ("AWS_CONFIG_FILE", profiles.to_str().unwrap().to_owned());
    let typo = list(&[config, ("AWS_PROFILE", "prd".to_owned())]);
    assert_eq!(typo.code, 2);
    assert!(typo.error.contains("no profile \"prd\"; there are: prod, sso; did you mean `prod`?"), "{}", typo.error);
    let nowhere = list(&variables[..2]);
    assert_eq!(nowhere.code, 2);
    assert!(nowhere.error.contains("no AWS region"), "{}", nowhere.error);
}
