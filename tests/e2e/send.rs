//! `frontdesk send`: signs with a live secret, and reports the fate of the delivery.

use serde_json::Value;

use crate::local_run::LocalRun;
use crate::operate::{Ran, ran};

fn sent(run: &LocalRun, arguments: &[&str]) -> Ran {
    Ran::of(run.command(&[&["send"], arguments].concat()).output().unwrap())
}

#[test]
fn it_says_what_became_of_the_delivery() {
    let run = LocalRun::start(&["--ephemeral"]);
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let check = |arguments: &[&str], out: &str, next: &str| {
        let ran = sent(&run, arguments);
        assert!(ran.error.contains(next), "{arguments:?}: {}", ran.error);
        let out_is = ran.good();
        assert!(out_is.starts_with(&format!("200 OK  {out}")), "{arguments:?}: {out_is}");
        out_is
    };
    let first = check(&["gire", "pud:create"], "stored  gire:", "frontdesk events show gire:");
    let id = first.split_whitespace().nth(3).unwrap();
    check(&["gire", "pud:create"], &format!("duplicate  {id}"), "--fresh");
    // Another body under the example's id.
    let own = file("own", &format!(r#"{{"id":"{}","eventType":"pud:create","data":{{}}}}"#, &id["gire:".len()..]));
    let kept = format!("variant of {id}, kept as {id}~");
    check(&["gire", "pud:create", "--file", &own], &kept, &format!("frontdesk events show {id}~"));
    check(&["gire", "pud:create", "--file", &own], &format!("duplicate  {id}"), "next");
    let text = file("text", "no JSON at all");
    check(&["cheqroom", "item.create", "--file", &text], "unreadable  cheqroom:", "events show cheqroom:");
    // Content without an id: stored first, then a duplicate.
    check(&["cheqroom", "item.create"], "stored  cheqroom:", "next");
    check(&["cheqroom", "item.create"], "duplicate  cheqroom:", "next");

    let json = sent(&run, &["gire", "pud:create", "--json"]).good();
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!((&json["outcome"], &json["status"], &json["id"]), (&"duplicate".into(), &200.into(), &id.into()));
}

#[test]
fn many_are_summed_up() {
    let run = LocalRun::start(&["--ephemeral"]);
    let bulk = sent(&run, &["gire", "pud:create", "--count", "30"]).good();
    assert!(bulk.starts_with("30 sent in ") && bulk.ends_with(": 29 duplicates, 1 stored\n"), "{bulk}");
    let fresh = sent(&run, &["gire", "pud:create", "--count", "30", "--fresh"]).good();
    assert!(fresh.ends_with(": 30 stored\n"), "{fresh}");
    let few = sent(&run, &["gire", "pud:create", "--count", "3"]).good();
    assert!(few.lines().count() == 4 && few.ends_with(": 3 duplicates\n"), "{few}");
    assert_eq!(sent(&run, &["gire", "pud:create", "--count", "0"]).code, 2);
}

#[test]
fn it_signs_with_what_is_live() {
    let run = LocalRun::start(&["--ephemeral", "--secret", "gingr/north=the secret of the north"]);
    ran(&run, "secret rotate gire").good();
    let listed = ran(&run, "secret list gire --json").good();
    let old = listed.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let old = old.filter(|line| line["state"] == "older").map(|line| line["key"].as_str().unwrap().to_owned());
    ran(&run, &format!("secret retire gire {}", old.collect::<Vec<_>>()[0])).good();
    assert!(sent(&run, &["gire", "pud:create"]).good().contains("stored"));
    assert!(sent(&run, &["gingr", "check_in"]).good().contains("stored  gingr/north:"));
    assert_eq!(sent(&run, &["gingr", "check_in", "--account", "south"]).code, 2);

    let wrong = sent(&run, &["gire", "pud:status_update", "--secret", "a secret of nobody's"]);
    assert_eq!(wrong.code, 1);
    for told in ["matches none of the live secrets", "`frontdesk diagnose refused:gire:"] {
        assert!(wrong.error.contains(told), "`{told}` is not in: {}", wrong.error);
    }
    let diagnose = wrong.error.split('`').find(|text| text.starts_with("frontdesk diagnose")).unwrap();
    assert!(ran(&run, diagnose.strip_prefix("frontdesk ").unwrap()).code < 2);
}

#[test]
fn its_examples_are_listed_by_provider() {
    let run = LocalRun::start(&["--ephemeral"]);
    let all = sent(&run, &["--list"]).good();
    let gire = sent(&run, &["--list", "gire"]).good();
    assert!(
        all.lines().count() > gire.lines().count() && gire.lines().skip(1).all(|line| line.starts_with("gire ")),
        "{gire}"
    );
    let json = sent(&run, &["--list", "gire", "--json"]).good();
    let kinds = json.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()["kind"].clone());
    assert_eq!(kinds.count() + 1, gire.lines().count());
}
