//! `frontdesk diagnose` as operators use it: for a refused delivery that was kept, and for a
//! request in a file.

use std::process::{Command, Stdio};

use frontdesk_tests::build::program;
use frontdesk_tests::fixtures::Fixture;
use serde_json::Value;

use crate::local_run::LocalRun;
use crate::operate::{Ran, ran};

#[test]
fn deliveries_that_were_kept_are_explained() {
    let run = LocalRun::start(&["--ephemeral"]);
    let fixture = Fixture::of("gire", "pud:create").unwrap();
    // As a proxy sends it that adds a line break.
    let mut changed = fixture.request();
    changed.body.push(b'\n');
    assert_eq!(run.post("gire", &changed), 401);
    run.line("kept for a week");
    // A value derived from the secret instead of the secret itself.
    let ombori = Fixture::of("ombori", "positionCreated").unwrap();
    assert_eq!(run.post("ombori", &ombori.request().with("authorization", "Bearer local-ombori-secret")), 401);
    run.line("kept for a week");
    // The secret of another provider.
    let zaui = Fixture::of("zaui", "booking.creation").unwrap();
    assert_eq!(run.post("zaui", &zaui.request().signed("zaui", "local-gingr-secret").unwrap()), 401);
    run.line("kept for a week");

    let id = |provider: &str| {
        let kept = ran(&run, &format!("refused list --json --provider {provider}")).good();
        let kept: Value = serde_json::from_str(&kept).unwrap();
        kept["id"].as_str().unwrap().to_owned()
    };
    let check = |provider: &str, cause: &str, told: &str| {
        let id = id(provider);
        let diagnosis = ran(&run, &format!("diagnose {id} --json")).good();
        let diagnosis: Value = serde_json::from_str(&diagnosis).unwrap();
        assert_eq!((diagnosis["cause"].as_str().unwrap(), diagnosis["id"].as_str().unwrap()), (cause, id.as_str()));
        let people = ran(&run, &format!("diagnose {id}")).good();
        assert!(people.contains(told) && people.contains(&format!("refused release {id}")), "{people}");
        assert!(!people.contains("local-"), "{people}");
    };
    check("gire", "body-newline", "a line break was added at its end");
    check("ombori", "bearer-added", "`Bearer `");
    check("zaui", "other-secret", "the secret of gingr");
    let missing = ran(&run, "diagnose refused:gire:nothing");
    assert!(missing.code == 3 && missing.error.contains("refused list"), "{}", missing.error);
}

#[test]
fn a_request_in_a_file_needs_nothing_that_runs() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, content: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let fixture = Fixture::of("cheqroom", "item.create").unwrap();
    let head: String = fixture.headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let head = format!("POST /item.create HTTP/1.1\r\n{head}\r\n");
    let body = file("body", &fixture.body);
    let whole = file("whole", &[head.as_bytes(), &fixture.body, b"\n"].concat());
    let only_head = file("head", head.as_bytes());
    let diagnose = |more: &[&str]| {
        let mut command = Command::new(program("frontdesk").unwrap());
        // In a folder without a local run.
        command.arg("diagnose").args(more).current_dir(folder.path());
        Ran::of(command.stdin(Stdio::null()).output().unwrap())
    };
    let with = |secret: &'static str| ["--provider", "cheqroom", "--json", "--secret", secret];
    let cause = |more: &[&str]| {
        let told: Value = serde_json::from_str(&diagnose(more).good()).unwrap();
        told["cause"].as_str().unwrap().to_owned()
    };
    let own = with("cheqroom=local-cheqroom-secret");
    // The line break that an editor adds is ignored if the body is genuine without it; --body has
    // the exact bytes.
    assert_eq!(cause(&[&["--request", &whole][..], &own].concat()), "genuine");
    let told = diagnose(&[&["--request", &whole][..], &own[..2], &own[3..]].concat()).good();
    assert!(told.contains("without the line break at its end"), "{told}");
    let with_break = file("with_break", &[&fixture.body[..], b"\n"].concat());
    assert_eq!(cause(&[&["--request", &only_head, "--body", &with_break][..], &own].concat()), "body-newline");
    assert_eq!(cause(&[&["--request", &whole, "--body", &body][..], &own].concat()), "genuine");
    assert_eq!(cause(&[&["--request", &only_head][..], &own].concat()), "body-empty");
    let rotated = with("cheqroom=another secret, the new one");
    let former = ["--request", &only_head, "--body", &body, "--former", "local-cheqroom-secret"];
    assert_eq!(cause(&[&former[..], &rotated].concat()), "former-secret");
    let quoted = with("cheqroom=\"local-cheqroom-secret\"");
    assert_eq!(cause(&[&["--request", &only_head, "--body", &body][..], &quoted].concat()), "secret-unusable");

    let fails = |more: &[&str], code: i32, told: &str| {
        let ran = diagnose(more);
        assert!(ran.code == code && ran.error.contains(told), "{more:?}: {}", ran.error);
    };
    fails(&[], 2, "--request");
    fails(&["--request", &whole], 2, "--provider");
    fails(&["--request", &body, "--provider", "gire", "--secret", "gire=0123456789abcdef"], 1, "is not a header");
    fails(
        &["--request", "/nowhere", "--provider", "gire", "--secret", "gire=0123456789abcdef"],
        1,
        "cannot read /nowhere",
    );
    fails(&["--request", &whole, "--provider", "stripe"], 2, "the providers are gingr");
    fails(&["--request", &whole, "--provider", "gire"], 1, "`cargo run` starts one");
}
