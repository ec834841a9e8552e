//! The types' verdicts on damaged bodies. tests/rehearse/test_schema.py compares them with the
//! schema's.

use frontdesk::AnyPayload;
use frontdesk::providers::ALL;
use frontdesk_tests::fixtures::{Fixture, project};
use serde_json::{Value, json};

/// Collects the pointers to everything inside a value.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    let inside: Vec<(String, &Value)> = match value {
        Value::Object(fields) => {
            fields.iter().map(|(name, value)| (name.replace('~', "~0").replace('/', "~1"), value)).collect()
        }
        Value::Array(values) => values.iter().enumerate().map(|(n, value)| (n.to_string(), value)).collect(),
        _ => return,
    };
    for (name, value) in inside {
        let at = format!("{at}/{name}");
        places(value, &at, found);
        found.push(at);
    }
}

fn without(body: &Value, at: &str) -> Value {
    let mut body = body.clone();
    let (parent, name) = at.rsplit_once('/').unwrap();
    match body.pointer_mut(parent) {
        Some(Value::Object(fields)) => drop(fields.remove(&name.replace("~1", "/").replace("~0", "~"))),
        Some(Value::Array(values)) => drop(values.remove(name.parse().unwrap())),
        _ => unreachable!("a place is in an object or an array"),
    }
    body
}

#[test]
fn verdicts_for_the_rehearsal() {
    let others = [
        json!(null),
        json!(""),
        json!("x"),
        json!(7),
        json!(true),
        json!([]),
        json!({}),
        json!(["x"]),
        json!([{}]),
        json!({"x": {}}),
        json!({"x": 1}),
    ];
    let (mut lines, mut misfits) = (String::new(), 0);
    for provider in ALL {
        let mut seen = std::collections::HashSet::new();
        for fixture in Fixture::all(provider.name).unwrap().iter().filter(|fixture| !fixture.unreadable) {
            // One example for each kind: the others differ in aspects that other tests cover.
            if !seen.insert(fixture.kind.clone()) {
                continue;
            }
            let body: Value = serde_json::from_slice(&fixture.body).unwrap();
            let mut verdict = |what: String, body: &Value| {
                let text = body.to_string();
                let fits = AnyPayload::read(provider.name, &fixture.kind, &text.clone().into()).is_ok();
                // A consumer would meet the same misfit that the function notes.
                let noted = provider.check_payload(&fixture.kind, text.as_bytes()).misfit;
                assert_eq!(noted.is_none(), fits, "{} {} {what}: {noted:?}", provider.name, fixture.file);
                misfits += usize::from(!fits);
                let line = json!({ "provider": provider.name, "kind": fixture.kind, "what": what, "fits": fits, "body": body });
                lines.push_str(&format!("{line}\n"));
                fits
            };
            assert!(verdict(fixture.file.clone(), &body), "{} {}", provider.name, fixture.file);
            let mut all = Vec::new();
            places(&body, "", &mut all);
            // The items of long lists are alike: forty evenly spaced places are enough.
            for at in all.iter().step_by(all.len().div_ceil(40)) {
                verdict(format!("without {at}"), &without(&body, at));
                let other = &others[at.len() % others.len()];
                for other in [other, &others[(at.len() * 7 + 3) % others.len()], &json!(["x"]), &json!({ "x": 1 })] {
                    let mut body = body.clone();
                    *body.pointer_mut(at).unwrap() = other.clone();
                    verdict(format!("{at} = {other}"), &body);
                }
            }
        }
    }
    assert!(misfits > 100, "{misfits}");
    let folder = project().join("target/rehearse");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("verdicts.jsonl"), lines).unwrap();
}
