//! `frontdesk audit`: tables written by the functions pass, and each planted fault is reported, and
//! only that fault.

mod planted;
mod population;

use std::collections::BTreeSet;
use std::process::{Command, Stdio};

use frontdesk_tests::build::program;
use frontdesk_tests::engines::Engines;
use frontdesk_tests::fixtures::{Fixture, provider_names};
use frontdesk_tests::function::Setup;
use frontdesk_tests::proxy::Proxy;
use serde_json::{Value, json};

use crate::local_run::LocalRun;
use crate::operate::{Ran, delivered, ran};
use population::{populate, secrets};

/// Runs `frontdesk audit` on a table, with the secrets of its functions.
fn audit(engines: &Engines, arguments: &[&str]) -> Ran {
    let secrets = provider_names().map(|name| format!("{name}={}", secrets(name)));
    audit_with(engines, &engines.dynamodb_url, &secrets.collect::<Vec<_>>(), arguments)
}

fn audit_with(engines: &Engines, dynamodb: &str, secrets: &[String], arguments: &[&str]) -> Ran {
    let mut command = Command::new(program("frontdesk").unwrap());
    command.args(["audit", "--table", &engines.table, "--queue", &engines.queue_url]).args(arguments);
    for secret in secrets {
        command.args(["--secret", secret]);
    }
    let access = engines.access();
    command
        .env("AWS_CONFIG_FILE", "/dev/null")
        .env("AWS_SHARED_CREDENTIALS_FILE", "/dev/null")
        .env_remove("AWS_PROFILE");
    command.env("AWS_ACCESS_KEY_ID", &access.access_key_id).env("AWS_SECRET_ACCESS_KEY", &access.secret_access_key);
    command.env("AWS_REGION", &access.region).env("AWS_ENDPOINT_URL_DYNAMODB", dynamodb);
    Ran::of(command.env("AWS_ENDPOINT_URL_SQS", &engines.sqs_url).stdin(Stdio::null()).output().unwrap())
}

/// Parses the one object that `--json` prints.
fn object(ran: &Ran) -> Value {
    serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{error}: {}{}", ran.out, ran.error))
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_functions_leave_behind_holds() {
    let mut engines = Engines::start().await.unwrap();
    let rows = populate(&mut engines).await;
    let found = audit(&engines, &["--json"]);
    let object = object(&found);
    assert_eq!((found.code, &object["holds"], &object["listed"]), (0, &true.into(), &json!([])), "{object:#}");
    assert_eq!((&object["rows"], &object["faulty"]), (&rows.into(), &0.into()));
    // Tokens are never kept, and the relay does not look into bodies that are too large for a
    // message.
    let unchecked = object["unchecked"].as_array().unwrap();
    let reasons: BTreeSet<&str> = unchecked.iter().map(|entry| entry["reason"].as_str().unwrap()).collect();
    let expected = ["fit: the relay does not look at bodies over 1 MiB", "proof: a token, which is not kept"];
    assert_eq!(reasons, BTreeSet::from(expected), "{object:#}");
    let text = audit(&engines, &[]).good();
    assert!(text.starts_with(&format!("{rows} rows: all hold\n\nROWS  PROVIDER  COULD NOT BE CHECKED\n")), "{text}");
    let of_one = audit(&engines, &["--provider", "gire", "--rate", "1000"]).good();
    assert!(of_one.ends_with(" rows: all hold\n"), "{of_one}");
}

/// A reader's policy is enough: the audit never writes, and never scans.
#[tokio::test(flavor = "multi_thread")]
async fn it_only_reads() {
    let mut engines = Engines::start().await.unwrap();
    populate(&mut engines).await;
    let dynamodb = Proxy::start(&engines.dynamodb_url).await.unwrap();
    assert_eq!(audit_with(&engines, &dynamodb.url(), &[], &[]).code, 0);
    let asked: BTreeSet<String> = dynamodb.operations().into_iter().collect();
    assert_eq!(asked, ["BatchGetItem", "DescribeTable", "Query"].map(str::to_owned).into());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_retired_secret_is_counted_apart() {
    let engines = Engines::start().await.unwrap();
    let function = Setup::new("gire", &engines).start().await.unwrap();
    let fixture = Fixture::of("gire", "pud:create").unwrap();
    function.expect(200, &fixture.request()).await.unwrap();
    function.settle().await.unwrap();
    let key = frontdesk::receive::secrets::KeyId::of_secret(b"local-gire-secret");
    let check = |secrets: &[&str], expected: Value| {
        let secrets: Vec<String> = secrets.iter().map(|secret| format!("gire={secret}")).collect();
        let found = audit_with(&engines, &engines.dynamodb_url, &secrets, &["--json"]);
        let object = object(&found);
        assert_eq!((found.code, &object["unchecked"]), (0, &expected), "{object:#}");
    };
    let one = |reason: String| json!([{ "provider": "gire", "reason": reason, "rows": 1 }]);
    check(&["a secret that came later"], one(format!("proof: the secret {key} is retired")));
    check(&[], one("proof: no secret to check it with".to_owned()));
    check(&[r#"["a secret that came later","local-gire-secret"]"#], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_local_run_is_audited_like_a_table() {
    let run = LocalRun::start(&["--ephemeral"]);
    let empty = ran(&run, "audit");
    assert!(empty.code == 0 && empty.out == "no rows to check\n", "{}{}", empty.out, empty.error);
    let id = delivered(&run, &Fixture::of("gire", "pud:create").unwrap());
    run.line("published");
    assert_eq!(ran(&run, "audit").good(), "1 row: all holds\n");
    // The secret comes from the run. Rows signed with a retired secret are verified with
    // `--secret`.
    ran(&run, "secret rotate gire").good();
    let key = frontdesk::receive::secrets::KeyId::of_secret(b"local-gire-secret");
    ran(&run, &format!("secret retire gire {key} --force")).good();
    let retired = ran(&run, "audit").good();
    assert!(retired.contains("   1  gire      proof: the secret ") && retired.contains(" is retired\n"), "{retired}");
    assert_eq!(ran(&run, "audit --secret gire=local-gire-secret").good(), "1 row: all holds\n");
    planted::remove(
        &frontdesk::aws::Clients::for_relay(&run.access()).dynamodb(),
        "frontdesk-events",
        &id,
        "message_id",
    )
    .await;
    let found = ran(&run, "audit");
    assert!(found.code == 1 && found.error.is_empty(), "{}", found.error);
    let lines: Vec<&str> = found.out.lines().collect();
    assert_eq!(lines[..2], ["1 of 1 rows does not hold", ""], "{}", found.out);
    assert!(lines[2].starts_with("DOES NOT HOLD") && lines[2].ends_with("  ID"), "{}", found.out);
    assert!(lines[3].starts_with("it is published without a message id  ") && lines[3].ends_with(&id), "{}", found.out);
    for (arguments, told) in [
        ("audit --since yesterday", "such as 2h"),
        ("audit --provider gir", "did you mean `gire`?"),
        ("audit --rate 0", "--rate"),
        ("audit --limit 0", "at least 1"),
        ("audit --secret gire=short", "cannot be used"),
    ] {
        let misused = ran(&run, arguments);
        assert!(misused.code == 2 && misused.error.contains(told), "{arguments}: {}", misused.error);
    }
}
