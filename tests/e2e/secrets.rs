//! Rotating a secret in a local run as an operator does: no delivery is refused meanwhile, and the
//! old secret is in the end.

use std::io::Write;
use std::process::Stdio;

use frontdesk::aws::Clients;
use frontdesk_tests::engines::Engines;
use frontdesk_tests::fixtures::{Fixture, Request};
use serde_json::Value;

use crate::local_run::LocalRun;
use crate::operate::{Ran, ran};

const OLD: &str = "local-gire-secret";

fn delivery(number: u32, secret: &str) -> Request {
    let body =
        format!(r#"{{"id":"e{number}","eventType":"pud:create","timestamp":"2026-03-14T08:00:00.000Z","data":{{}}}}"#);
    Fixture::of("gire", "pud:create").unwrap().request().body(body).signed("gire", secret).unwrap()
}

/// Returns the states of gire's secrets, with their ids and numbers of matching deliveries.
fn listed(run: &LocalRun) -> Vec<(String, String, u64)> {
    let list = ran(run, "secret list gire --json").good();
    let line = |line: &str| {
        let line: Value = serde_json::from_str(line).unwrap();
        let text = |name: &str| line[name].as_str().unwrap().to_owned();
        assert_eq!(line["live"], line["state"] != "retired");
        (text("state"), text("key"), line["matched"].as_u64().unwrap())
    };
    list.lines().map(line).collect()
}

fn states(listed: &[(String, String, u64)]) -> Vec<(&str, u64)> {
    listed.iter().map(|(state, _, matched)| (state.as_str(), *matched)).collect()
}

/// A delivery with an unknown secret makes a running function look for new secrets at once, as it
/// would after five minutes.
fn refresh(run: &LocalRun) {
    assert_eq!(run.post("gire", &delivery(0, "an unknown secret")), 401);
}

#[test]
fn a_rotation_refuses_nothing_until_the_old_secret_is_retired() {
    let folder = tempfile::tempdir().unwrap();
    let data = ["--data", folder.path().to_str().unwrap()];
    let run = LocalRun::start(&data);
    assert_eq!(run.post("gire", &delivery(1, OLD)), 200);
    run.line("published");
    assert_eq!(states(&listed(&run)), [("newest", 1)]);

    // The new secret is live at once beside the old one, in the running process.
    let told = ran(&run, "secret rotate gire --show").good();
    let new =
        told.lines().find(|line| line.len() == 48 && line.bytes().all(|byte| byte.is_ascii_alphanumeric())).unwrap();
    assert!(told.contains("frontdesk secret retire gire ") && told.contains("within five minutes"), "{told}");
    assert_eq!(run.post("gire", &delivery(2, new)), 200);
    assert_eq!(run.post("gire", &delivery(3, OLD)), 200);
    run.line("published");
    run.line("published");
    let both = listed(&run);
    assert_eq!(states(&both), [("newest", 1), ("older", 2)]);
    assert!(!ran(&run, "secret list").good().contains(new), "the list shows a secret");

    // A secret in use is not retired.
    let old = &both[1].1;
    let refused = ran(&run, &format!("secret retire gire {old}"));
    assert_eq!(refused.code, 1);
    assert!(refused.error.contains("2 deliveries matched") && refused.error.contains("--force"), "{}", refused.error);
    assert_eq!(run.post("gire", &delivery(4, OLD)), 200);
    run.line("published");

    // Once retired, it is refused: the previous value in Secrets Manager lacks it, too.
    ran(&run, &format!("secret retire gire {old} --force")).good();
    refresh(&run);
    assert_eq!(run.post("gire", &delivery(5, OLD)), 401);
    assert_eq!(run.post("gire", &delivery(5, new)), 200);
    run.line("e5");
    run.line("published");
    let left = listed(&run);
    assert_eq!(states(&left), [("newest", 2), ("retired", 3)]);
    assert_eq!(left[1].1, *old);

    // The only live secret cannot be retired. Everything survives an abrupt end.
    let only = ran(&run, &format!("secret retire gire {} --force", left[0].1));
    assert!(only.code == 1 && only.error.contains("the only live secret"), "{}", only.error);
    run.kill();
    let run = LocalRun::start(&data);
    assert_eq!(run.post("gire", &delivery(6, OLD)), 401);
    assert_eq!(run.post("gire", &delivery(6, new)), 200);

    // Refused deliveries are recognised as signed with the retired secret.
    let kept = ran(&run, "refused list --provider gire --json").good();
    let ids: Vec<Value> = kept.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let causes = ids.iter().map(|of| {
        let told = ran(&run, &format!("diagnose {} --json", of["id"].as_str().unwrap())).good();
        let told: Value = serde_json::from_str(&told).unwrap();
        (told["cause"].as_str().unwrap().to_owned(), told["key"].as_str() == Some(old))
    });
    let mut causes: Vec<_> = causes.collect();
    causes.sort();
    let former = || ("former-secret".to_owned(), true);
    assert_eq!(causes, [former(), former(), ("unknown".to_owned(), false)]);
}

#[test]
fn secrets_of_ones_own_and_mistakes() {
    let run = LocalRun::start(&["--ephemeral"]);
    let from_input = |text: &str| {
        let mut command = run.command(&["secret", "rotate", "gire", "--from-file", "-"]);
        let pipes = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = pipes.spawn().unwrap();
        child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
        Ran::of(child.wait_with_output().unwrap())
    };
    let own = "a secret, \"quoted\" [inside]";
    let told = from_input(&format!("{own}\r\n")).good();
    assert!(!told.contains(own) && told.contains("`frontdesk register gire --show`"), "{told}");
    assert_eq!(run.post("gire", &delivery(1, own)), 200);
    let fails = |ran: Ran, code: i32, told: &str| {
        assert_eq!(ran.code, code, "{}", ran.error);
        assert!(ran.error.contains(told), "{}", ran.error);
    };
    fails(from_input("short\n"), 1, "fewer than 16");
    fails(from_input("a secret with a line break\n\n"), 1, "white space");
    fails(from_input(own), 1, "live already");
    fails(ran(&run, "secret retire gire 00000000"), 3, "no live secret of gire");
    fails(ran(&run, "secret list stripe"), 2, "the providers are gingr");
    fails(ran(&run, "secret list gire --since soon"), 2, "such as 2h");
}

#[test]
fn a_secret_that_is_given_is_the_only_one() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    let run = LocalRun::start(&["--data", data]);
    assert_eq!(run.post("gire", &delivery(1, OLD)), 200);
    run.kill();
    let run = LocalRun::start(&["--data", data, "--secret", "gire=given on the command line"]);
    assert_eq!(run.post("gire", &delivery(2, OLD)), 401);
    assert_eq!(run.post("gire", &delivery(2, "given on the command line")), 200);
    run.kill();
    // It persists without being given again.
    let run = LocalRun::start(&["--data", data]);
    assert_eq!(run.post("gire", &delivery(3, OLD)), 401);
    assert_eq!(run.post("gire", &delivery(3, "given on the command line")), 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn labels_are_honoured_and_secrets_listed_as_in_aws() {
    let engines = Engines::start().await.unwrap();
    let client = Clients::for_relay(engines.access()).secrets_manager();
    let names: Vec<String> = ["a", "b", "c"].iter().map(|name| format!("{}-{name}", engines.table)).collect();
    for name in &names {
        client.create_secret().name(name).secret_string("the first value").send().await.unwrap();
    }
    let put = client.put_secret_value().secret_id(&names[0]).secret_string("not yet").version_stages("AWSPENDING");
    assert_eq!(put.send().await.unwrap().version_stages(), ["AWSPENDING"]);
    let value = async |stage: &str| {
        let get = client.get_secret_value().secret_id(&names[0]).version_stage(stage);
        get.send().await.unwrap().secret_string.unwrap()
    };
    assert_eq!((value("AWSCURRENT").await, value("AWSPENDING").await), ("the first value".into(), "not yet".into()));
    let (mut listed, mut from) = (Vec::new(), None);
    loop {
        let page = client.list_secrets().max_results(2).set_next_token(from).send().await.unwrap();
        listed.extend(page.secret_list().iter().filter_map(|secret| secret.name.clone()));
        from = page.next_token;
        if from.is_none() {
            break;
        }
    }
    // A shared engine may hold the secrets of other tests.
    listed.retain(|name| name.starts_with(&engines.table));
    assert_eq!(listed, names);
}

/// Two accounts of a provider in a local run, one given at the start and one added later; and
/// filters by account, action and entity.
#[tokio::test(flavor = "multi_thread")]
async fn accounts_are_added_and_asked_for() {
    let run = LocalRun::start(&["--ephemeral", "--secret", "gingr/north=the secret of the north"]);
    let fixture = Fixture::of("gingr", "owner_edited").unwrap();
    let from = |secret: &str| fixture.request().signed("gingr", secret).unwrap();
    assert_eq!(run.post("gingr", &from("the secret of the north")), 200);
    run.line("published");
    let unclear = ran(&run, "secret rotate gingr");
    assert_eq!(unclear.code, 2, "{}", unclear.error);
    assert!(unclear.error.contains("--account NAME") && unclear.error.contains("north"), "{}", unclear.error);
    assert_eq!(ran(&run, "secret add gingr --account North").code, 2);
    let told = ran(&run, "secret add gingr --account south --show").good();
    assert!(told.starts_with("gingr/south: the secret "), "{told}");
    let south = told.lines().find(|line| line.len() == 48 && line.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    assert_eq!(run.post("gingr", &from(south.unwrap())), 200);
    run.line("published");
    let [north, south] = ["north", "south"].map(|account| format!("gingr/{account}:{}", fixture.id));
    let ids = |filter: &str| -> Vec<String> {
        let list = ran(&run, &format!("events list --json {filter}")).good();
        let id = |line: &str| serde_json::from_str::<Value>(line).unwrap()["id"].as_str().unwrap().to_owned();
        list.lines().map(id).collect()
    };
    assert_eq!(ids("--account north"), std::slice::from_ref(&north));
    assert_eq!(ids("--action updated --entity customer"), [south.clone(), north.clone()]);
    assert_eq!(ids("--action created"), [""; 0]);
    assert_eq!(ran(&run, "events list --action updatd").code, 2);
    let message = ran(&run, "tail --count 1 --account south").good();
    assert!(message.contains("\"account\":\"south\"") && message.lines().count() == 1, "{message}");
    let status = ran(&run, "status").good();
    for account in ["gingr/north ", "gingr/south "] {
        assert!(status.lines().any(|line| line.trim_start().starts_with(account)), "{status}");
    }
    let listed = ran(&run, "secret list gingr").good();
    assert!(listed.contains("gingr/north") && listed.contains("gingr/south"), "{listed}");
    // The instructions for the provider show the account's own secret.
    let key = |account: &str| {
        let list = ran(&run, &format!("secret list gingr --account {account} --json")).good();
        serde_json::from_str::<Value>(list.lines().next().unwrap()).unwrap()["key"].as_str().unwrap().to_owned()
    };
    // A secret of one account cannot be retired as another's; ids may be shortened.
    assert_eq!(ran(&run, &format!("secret retire gingr {} --account north --force", key("south"))).code, 3);
    assert_eq!(ran(&run, "register gingr --show --url https://example.on.aws").code, 2);
    let steps = ran(&run, "register gingr --show --account north --url https://example.on.aws").good();
    assert!(steps.contains("the secret of the north"), "{steps}");
    let retired = ran(&run, &format!("secret retire gingr {} --account south --force", &key("south")[..5])).good();
    assert!(retired.starts_with("gingr: the secret "), "{retired}");
}
