//! Each test plants a fault in a sound row: the audit names this fault, and no other.

use std::collections::BTreeMap;

use bytes::Bytes;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::*;
use crate::event::{EventId, Identity};
use crate::payload::Misfit;
use crate::providers::cheqroom::CHEQROOM;
use crate::providers::gingr::GINGR;
use crate::providers::gire::GIRE;
use crate::providers::ombori::OMBORI;
use crate::receive::delivery::Delivery;
use crate::receive::kept_refusal;
use crate::receive::refusal::{Presented, ReadError, RefusalReason};
use crate::receive::secrets::KeyId;
use crate::store::{Kept, Part};

const SECRET: &str = "the secret of this provider";
const RETIRED: &str = "the secret that was before";
const BODY: &str =
    r#"{"id":"66a1","eventType":"pud:create","timestamp":"2026-03-14T08:00:00.000Z","data":{"pudId":"7"}}"#;
/// When the rows arrived, and an hour later.
const RECEIVED: &str = "2026-11-20T10:00:00.000Z";
const NOW: &str = "2026-11-20T11:00:00Z";
/// Ninety days after they were published.
const EXPIRES: i64 = 1_802_944_801;

fn auditor() -> Auditor {
    let secrets = || Secrets::parse(SECRET).ok();
    Auditor {
        providers: vec![(&GIRE, secrets()), (&OMBORI, secrets()), (&CHEQROOM, secrets())],
        retention_days: 90,
        table_made_at: "2026-11-01T00:00:00Z".parse().ok(),
        now: NOW.parse().unwrap(),
    }
}

fn key(secret: &str) -> String {
    KeyId::of_secret(secret.as_bytes()).to_string()
}

fn signature(body: &str, secret: &str) -> String {
    let signed = GIRE.proof.sign(Delivery::post("/", Vec::new(), body.to_owned(), Timestamp::UNIX_EPOCH), secret);
    signed.unwrap().header("x-hub-signature-256").unwrap().to_owned()
}

/// A published event, with some attributes replaced, or removed where the value is null.
fn stored(changes: Value) -> Stored {
    stored_of(BODY, changes)
}

fn stored_of(body: &str, changes: Value) -> Stored {
    let row = json!({
        "id": "gire:66a1", "provider": "gire", "kind": "pud:create", "subject": "pud/7", "received_at": RECEIVED,
        "occurred_at": "2026-03-14T08:00:00.000Z", "bytes": body.len(), "verification": "body", "key": key(SECRET),
        "request_id": "r-1", "sha256": hex::encode(Sha256::digest(body)), "signature": signature(body, SECRET),
        "day": "gire#2026-11-20#1", "published_at": "2026-11-20T10:00:01.250Z", "message_id": "m-1",
        "expires_at": EXPIRES, "action": "created", "entity": "trip",
    });
    let mut row: BTreeMap<String, Value> = serde_json::from_value(row).unwrap();
    row.extend(serde_json::from_value::<BTreeMap<String, Value>>(changes).unwrap());
    row.retain(|_, value| !value.is_null());
    Stored { row: row.into(), kept: Kept::InRow(Bytes::from(body.to_owned())), missing: Vec::new() }
}

/// The same event, waiting in the outbox.
fn pending(changes: Value) -> Stored {
    let waits = json!({ "pending": "1", "published_at": null, "message_id": null, "expires_at": null });
    let mut waits: BTreeMap<String, Value> = serde_json::from_value(waits).unwrap();
    waits.extend(serde_json::from_value::<BTreeMap<String, Value>>(changes).unwrap());
    stored(json!(waits))
}

fn faults(stored: &Stored, expected: &[Fault]) {
    let found = auditor().check(stored);
    assert_eq!((found.faults.as_slice(), found.unchecked.as_slice()), (expected, &[][..]), "{:?}", stored.row);
}

fn unchecked(stored: &Stored, expected: &[Unchecked]) {
    let found = auditor().check(stored);
    assert_eq!((found.faults.as_slice(), found.unchecked.as_slice()), (&[][..], expected), "{:?}", stored.row);
}

#[test]
fn attributes_and_counters() {
    faults(&stored(json!({})), &[]);
    faults(&stored(json!({ "deliveries": 2, "last_delivery_at": NOW })), &[]);
    faults(&stored(json!({ "deliveries": 2, "last_retry_at": NOW })), &[]);
    faults(&stored(json!({ "replays": 1, "replayed_at": NOW, "replayed_as": "m-2" })), &[]);
    for name in ["kind", "day", "verification", "key", "request_id", "sha256", "received_at", "bytes"] {
        faults(&stored(json!({ name: null })), &[Fault::Attribute(name)]);
    }
    // An empty body is one.
    let empty = auditor().check(&stored_of("", json!({})));
    assert!(!empty.faults.contains(&Fault::Attribute("bytes")), "{:?}", empty.faults);
    for (changes, name) in [
        (json!({ "received_at": "yesterday" }), "received_at"),
        (json!({ "bytes": -1 }), "bytes"),
        (json!({ "bytes": 6 * 1024 * 1024 + 1 }), "bytes"),
        (json!({ "provider": "ombori" }), "provider"),
        (json!({ "account": "north" }), "account"),
        (json!({ "deliveries": 0, "last_delivery_at": NOW }), "deliveries"),
        (json!({ "deliveries": "2", "last_delivery_at": NOW }), "deliveries"),
        (json!({ "deliveries": 2 }), "last_delivery_at"),
        (json!({ "deliveries": 2, "last_delivery_at": "now" }), "last_delivery_at"),
        (json!({ "replays": 1, "replayed_at": NOW }), "replayed_as"),
        (json!({ "occurrences": 1 }), "occurrences"),
    ] {
        faults(&stored(changes), &[Fault::Attribute(name)]);
    }
}

#[test]
fn the_body_and_its_parts() {
    let with = |kept: Kept, changes: Value| Stored { kept, ..stored(changes) };
    faults(&with(Kept::Nothing, json!({})), &[Fault::NoBody]);
    faults(&with(Kept::InRow(BODY.replace('7', "8").into()), json!({})), &[Fault::Body]);
    faults(&stored(json!({ "bytes": BODY.len() + 1 })), &[Fault::Body]);
    faults(&stored(json!({ "encoding": "gzip" })), &[Fault::Body]);
    let part = |bytes: &'static str, expires_at: i64| {
        Some(Part { bytes: Bytes::from_static(bytes.as_bytes()), expires_at: Some(expires_at) })
    };
    let (one, two) = BODY.split_at(50);
    let at = format!("gire:66a1#{}", hex::encode(Sha256::digest(BODY)));
    let parts = |parts: Vec<Option<Part>>| with(Kept::InParts(parts), json!({ "parts": 2, "parts_at": at }));
    let later = EXPIRES + 7 * 86_400;
    faults(&parts(vec![part(one, later), part(two, EXPIRES)]), &[]);
    faults(&parts(vec![part(one, later), part(two, EXPIRES - 1)]), &[Fault::PartExpires { n: 2 }]);
    faults(&parts(vec![None, part(two, later)]), &[Fault::PartMissing { n: 1, of: 2 }]);
    faults(&parts(vec![part(two, later), part(one, later)]), &[Fault::Parts]);
    let elsewhere = json!({ "parts": 1, "parts_at": at.replace("66a1", "66a2") });
    faults(&with(Kept::InParts(vec![part(BODY, later)]), elsewhere), &[Fault::Parts]);
}

#[test]
fn the_id_follows_from_the_body() {
    let id = |key: &str| EventId::from_key(key.to_owned());
    faults(&stored(json!({ "id": "gire:66a2" })), &[Fault::Id(id("gire:66a1"))]);
    faults(&stored(json!({ "id": "gire:66a1.2", "occurrence": 2 })), &[]);
    faults(&stored(json!({ "id": "gire:66a1.3", "occurrence": 2 })), &[Fault::Id(id("gire:66a1.2"))]);
    for name in ["kind", "subject", "occurred_at", "attempt"] {
        let value = if name == "attempt" { json!(1) } else { json!("2026-03-14T08:00:00.001Z") };
        faults(&stored(json!({ name: value })), &[Fault::Reading(name)]);
    }
    let sha256 = hex::encode(Sha256::digest(BODY));
    let variant = |key: String, of: &str| {
        let expires_at = EXPIRES - 1;
        let row =
            json!({ "id": key, "variant_of": of, "published_at": null, "message_id": null, "expires_at": expires_at });
        stored(row)
    };
    faults(&variant(format!("gire:66a1~{sha256}"), "gire:66a1"), &[]);
    faults(&variant(format!("gire:66a1~{}", &sha256[..8]), "gire:66a1"), &[]);
    faults(&variant("gire:66a1~0123".to_owned(), "gire:66a1"), &[Fault::Id(id("gire:66a1"))]);
    faults(&variant(format!("gire:66a1~{sha256}"), "gire:66a2"), &[Fault::Id(id("gire:66a1"))]);
    let orphan = Stored { missing: vec![id("gire:66a1")], ..variant(format!("gire:66a1~{sha256}"), "gire:66a1") };
    faults(&orphan, &[Fault::Missing(id("gire:66a1"))]);
    // In a table that is old enough, or younger than its rows, missing rows may have expired.
    for made in [None, Some("2026-08-01T00:00:00Z"), Some("2026-11-20T10:30:00Z")] {
        let auditor = Auditor { table_made_at: made.map(|made| made.parse().unwrap()), ..auditor() };
        assert_eq!(auditor.check(&orphan).unchecked, [Unchecked::MayHaveExpired], "{made:?}");
    }
    // A table can be as old as its first row.
    let auditor = Auditor { table_made_at: RECEIVED.parse().ok(), ..auditor() };
    assert_eq!(auditor.check(&orphan).faults, [Fault::Missing(id("gire:66a1"))]);
}

#[test]
fn what_cannot_be_read() {
    let body = "not json";
    let row = |unreadable: Option<&str>| {
        let published = unreadable.is_none();
        let changes = json!({
            "id": format!("gire:{}", hex::encode(Sha256::digest(body))), "kind": "unknown", "subject": null,
            "occurred_at": null, "unreadable": unreadable, "published_at": published.then_some(RECEIVED),
            "message_id": published.then_some("m"), "expires_at": EXPIRES - 1,
        });
        stored_of(body, changes)
    };
    faults(&row(Some("not JSON")), &[]);
    faults(&row(None), &[Fault::Unreadable(ReadError::NotJson { line: 1, column: 2 })]);
    let readable = stored(json!({
        "id": format!("gire:{}", hex::encode(Sha256::digest(BODY))), "unreadable": "too new", "expires_at": EXPIRES - 1,
        "published_at": null, "message_id": null,
    }));
    unchecked(&readable, &[Unchecked::ReadableNow]);
}

/// If the path contains the kind, the kind is part of the id, and the row has it.
#[test]
fn a_kind_from_the_path() {
    let body = r#"{"_id":"5"}"#;
    let check = |kind: &str, noted: &str, expected: (&[Fault], &[Unchecked])| {
        let signed = CHEQROOM.proof.sign(Delivery::post("/", Vec::new(), body, Timestamp::UNIX_EPOCH), SECRET).unwrap();
        let hash = Sha256::new().chain_update(kind).chain_update("\n").chain_update(body).finalize();
        let changes = json!({
            "id": EventId::new("cheqroom", None, &Identity::Content(hash.into())).key(), "provider": "cheqroom",
            "kind": noted, "occurred_at": null, "signature": signed.header("x-cheqroom-signature"),
            "subject": noted.split_once('.').map(|(document, _)| format!("{document}/5")),
        });
        let found = auditor().check(&stored_of(body, changes));
        assert_eq!((found.faults.as_slice(), found.unchecked.as_slice()), expected, "{kind}");
    };
    for kind in ["order.new", "Ø%2F/x", "/"] {
        check(kind, kind, (&[], &[]));
    }
    let long = "x".repeat(300);
    let id = |kind: &str| {
        EventId::new("cheqroom", None, &Identity::Content(Sha256::digest(format!("{kind}\n{body}")).into()))
    };
    check(&long, &long[..256], (&[], &[Unchecked::KindCut]));
    // Cut before a character of four bytes.
    check(&long, &long[..253], (&[], &[Unchecked::KindCut]));
    check(&long, &long[..252], (&[Fault::Id(id(&long[..252]))], &[]));
    check("a", "b", (&[Fault::Id(id("b"))], &[]));
}

/// Versions before did not record attempts.
#[test]
fn an_attempt_is_the_one_in_the_body_if_it_is_recorded() {
    let body = r#"{"webhook_url":"https://example.com","webhook_type":"owner_edited","entity_id":"7","entity_type":"owner","entity_data":{},"numberTries":2}"#;
    let signed = GINGR.proof.sign(Delivery::post("/", Vec::new(), body, Timestamp::UNIX_EPOCH), SECRET).unwrap();
    let body = std::str::from_utf8(&signed.body).unwrap();
    let check = |attempt: Option<u32>, expected: bool| {
        let row = json!({ "id": "gingr:7", "provider": "gingr", "kind": "owner_edited", "attempt": attempt });
        let found = Auditor { providers: vec![(&GINGR, None)], ..auditor() }.check(&stored_of(body, row));
        assert!(found.faults.iter().any(|fault| matches!(fault, Fault::Id(_))), "it was read: {:?}", found.faults);
        assert_eq!(found.faults.contains(&Fault::Reading("attempt")), !expected, "{attempt:?}");
    };
    check(None, true);
    check(Some(2), true);
    check(Some(3), false);
}

#[test]
fn signatures() {
    faults(
        &stored(json!({ "signature": signature(BODY, RETIRED) })),
        &[Fault::Signature(RefusalReason::SignatureMismatch)],
    );
    faults(
        &stored(json!({ "signature": null })),
        &[Fault::Signature(RefusalReason::HeaderMissing("x-hub-signature-256"))],
    );
    faults(&stored(json!({ "verification": "token" })), &[Fault::Attribute("verification")]);
    faults(&stored(json!({ "key": "01234567" })), &[Fault::Key(key(SECRET))]);
    let retired = json!({ "key": key(RETIRED), "signature": signature(BODY, RETIRED) });
    unchecked(&stored(retired.clone()), &[Unchecked::RetiredSecret(key(RETIRED))]);
    let check = |secrets: Option<&str>, changes: Value, expected: (&[Fault], &[Unchecked])| {
        let secrets = secrets.map(|value| Secrets::parse(value).unwrap());
        let found = Auditor { providers: vec![(&GIRE, secrets)], ..auditor() }.check(&stored(changes));
        assert_eq!((found.faults.as_slice(), found.unchecked.as_slice()), expected);
    };
    check(None, json!({}), (&[], &[Unchecked::NoSecret]));
    check(Some(&json!([SECRET, RETIRED]).to_string()), retired, (&[], &[]));
    let north = json!({ "north": SECRET }).to_string();
    let in_account = |name: &str| json!({ "id": format!("gire/{name}:66a1"), "account": name });
    check(Some(&north), in_account("north"), (&[], &[]));
    check(Some(&north), in_account("south"), (&[Fault::Account("north".to_owned())], &[]));
    check(Some(&north), json!({}), (&[], &[Unchecked::AccountSince]));
    check(Some(SECRET), in_account("north"), (&[], &[Unchecked::AccountSince]));
}

#[test]
fn tokens_are_not_kept() {
    let body = r#"{"type":"surprise"}"#;
    let check = |secret: &str, expected: Unchecked| {
        let row = json!({
            "id": format!("ombori:{}", hex::encode(Sha256::digest(body))), "provider": "ombori", "kind": "surprise",
            "subject": null, "occurred_at": null, "verification": "token", "signature": null, "key": key(secret),
        });
        unchecked(&stored_of(body, row), &[expected]);
    };
    check(SECRET, Unchecked::Token);
    check(RETIRED, Unchecked::RetiredSecret(key(RETIRED)));
    let mut unknown = auditor();
    unknown.providers.clear();
    assert_eq!(unknown.check(&stored(json!({}))).unchecked, [Unchecked::Provider]);
}

#[test]
fn the_way_to_the_queue() {
    let soon = "2026-11-20T10:58:00.000Z";
    faults(&pending(json!({ "received_at": soon })), &[]);
    faults(&pending(json!({})), &[Fault::Overdue(3_600)]);
    faults(&pending(json!({ "received_at": "2026-11-20T10:55:00.000Z" })), &[]);
    faults(&pending(json!({ "received_at": "2026-11-20T10:54:59.999Z" })), &[Fault::Overdue(300)]);
    faults(&pending(json!({ "received_at": "2026-11-20T12:00:00.000Z" })), &[Fault::Overdue(-3_600)]);
    faults(&pending(json!({ "received_at": soon, "pending": "8" })), &[Fault::Attribute("pending")]);
    for (name, value) in [("expires_at", json!(EXPIRES)), ("message_id", json!("m")), ("set_aside", json!("broken"))] {
        faults(&pending(json!({ "received_at": soon, name: value })), &[Fault::PendingWith(name)]);
    }
    faults(&stored(json!({ "message_id": null })), &[Fault::NoMessageId]);
    faults(&stored(json!({ "published_at": null })), &[Fault::Attribute("published_at")]);
    faults(&stored(json!({ "published_at": null, "message_id": null })), &[Fault::Lost]);
    faults(&stored(json!({ "set_aside": "broken" })), &[Fault::Published("set_aside")]);
    let aside = |expires_at: i64| {
        stored(json!({ "set_aside": "x", "published_at": null, "message_id": null, "expires_at": expires_at }))
    };
    faults(&aside(EXPIRES + 1_234), &[]);
    faults(&aside(0), &[Fault::Expiry]);
    let received: Timestamp = RECEIVED.parse().unwrap();
    faults(&aside(received.as_second()), &[]);
    faults(&aside(received.as_second() - 1), &[Fault::Expiry]);
    for name in ["message_id", "published_at"] {
        let mut row = json!({ "set_aside": "x", "published_at": null, "message_id": null });
        row[name] = RECEIVED.into();
        faults(&stored(row), &[Fault::Published("set_aside")]);
    }
}

#[test]
fn rows_expire_days_after_their_publication() {
    faults(&stored(json!({ "expires_at": null })), &[Fault::NoExpiry]);
    for seconds in [-1, 1] {
        faults(&stored(json!({ "expires_at": EXPIRES + seconds })), &[]);
    }
    for expires_at in [EXPIRES + 2, EXPIRES - 2, EXPIRES - 3_600, EXPIRES - 90 * 86_400, 0] {
        faults(&stored(json!({ "expires_at": expires_at })), &[Fault::Expiry]);
    }
    unchecked(&stored(json!({ "expires_at": EXPIRES - 60 * 86_400 })), &[Unchecked::OtherRetention(30)]);
    // Published ten days late, a row is kept no longer than its parts: as if it had been published
    // after six.
    let late = json!({
        "published_at": "2026-11-30T10:00:01.250Z", "expires_at": EXPIRES - 1 + 6 * 86_400, "parts": 1,
        "parts_at": format!("gire:66a1#{}", hex::encode(Sha256::digest(BODY))),
    });
    let part = Part { bytes: BODY.into(), expires_at: None };
    faults(&Stored { kept: Kept::InParts(vec![Some(part)]), ..stored(late) }, &[]);
}

#[test]
fn the_fit_is_as_noted() {
    let misfit =
        || Misfit { path: "data.pudId".to_owned(), reason: "an object, expected text, a number or nothing".to_owned() };
    let odd = BODY.replace("\"7\"", "{\"a\":1}");
    let odd_row = |misfit: Option<&str>| stored_of(&odd, json!({ "subject": null, "misfit": misfit }));
    faults(&odd_row(None), &[Fault::Misfit(misfit())]);
    faults(&odd_row(Some(&misfit().to_string())), &[]);
    unchecked(&odd_row(Some("data: text, expected an object")), &[Unchecked::TypeChanged]);
    unchecked(&stored(json!({ "misfit": misfit().to_string() })), &[Unchecked::TypeChanged]);
    let more = BODY.replace("\"pudId\"", "\"more\":1,\"pudId\"");
    let more_row = |fields: Value| stored_of(&more, json!({ "unknown_fields": fields }));
    faults(&more_row(Value::Null), &[Fault::UnknownField("data.more".to_owned())]);
    faults(&more_row(json!(["data.more"])), &[]);
    unchecked(&more_row(json!(["data.less", "data.more"])), &[Unchecked::TypeChanged]);
    // The relay publishes payloads that are too long for a message without checking them.
    let large = format!("{}{odd}", " ".repeat(1024 * 1024));
    unchecked(&stored_of(&large, json!({ "subject": null })), &[Unchecked::NotLookedAt]);
    let limit = format!("{}{odd}", " ".repeat(1024 * 1024 - odd.len()));
    faults(&stored_of(&limit, json!({ "subject": null })), &[Fault::Misfit(misfit())]);
    // A full list of unknown fields says nothing about any other.
    let names: Vec<String> = (0..17).map(|n| format!("a{n:02}")).collect();
    let many: String = names.iter().map(|name| format!("\"{name}\":1,")).collect();
    let noted = |left_out: usize| {
        let noted = (0..17).filter(|n| *n != left_out).map(|n| format!("data.{}", names[n]));
        let row = json!({ "unknown_fields": noted.collect::<Vec<_>>() });
        stored_of(&BODY.replace("\"pudId\"", &format!("{many}\"pudId\"")), row)
    };
    faults(&noted(16), &[]);
    faults(&noted(0), &[]);
    // What was never published was never checked.
    let variant = json!({
        "id": format!("gire:66a1~{}", hex::encode(Sha256::digest(&odd))), "variant_of": "gire:66a1", "subject": null,
        "published_at": null, "message_id": null, "expires_at": EXPIRES - 1,
    });
    faults(&stored_of(&odd, variant), &[]);
}

#[test]
fn refused_deliveries() {
    let row = |changes: Value| {
        let presented = Presented::Signature("sha256=00".to_owned());
        let mut row = json!({
            "id": kept_refusal::key("gire", b"{}", &presented, Some("/")), "provider": "gire", "kind": "refused",
            "refused": "why", "received_at": RECEIVED, "signature": "sha256=00", "path": "/",
            "expires_at": RECEIVED.parse::<Timestamp>().unwrap().as_second() + 7 * 86_400,
        });
        row.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
        let row: BTreeMap<String, Value> = serde_json::from_value(row).unwrap();
        Stored { row: row.into(), kept: Kept::InRow(Bytes::from_static(b"{}")), missing: Vec::new() }
    };
    faults(&row(json!({})), &[]);
    faults(&row(json!({ "path": "/other" })), &[Fault::Body]);
    faults(&row(json!({ "encoding": "gzip" })), &[Fault::Body]);
    faults(&row(json!({ "token_sha256": "00" })), &[Fault::Attribute("token_sha256")]);
    faults(&row(json!({ "expires_at": 0 })), &[Fault::Expiry]);
    faults(&row(json!({ "pending": "1" })), &[Fault::PendingWith("refused")]);
    faults(&Stored { kept: Kept::InRow(Bytes::from_static(b"{ }")), ..row(json!({})) }, &[Fault::Body]);
    faults(&Stored { kept: Kept::Nothing, ..row(json!({})) }, &[Fault::NoBody]);
    unchecked(&row(json!({ "signature": "s".repeat(512) })), &[Unchecked::SignatureCut]);
}
