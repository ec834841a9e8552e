//! What is read from authentic deliveries: kind, subject, time and identity.

use std::collections::BTreeSet;

use frontdesk::event::{Identity, Reading};
use frontdesk::providers::cheqroom::CHEQROOM;
use frontdesk::providers::gingr::GINGR;
use frontdesk::providers::gire::GIRE;
use frontdesk::providers::ombori::OMBORI;
use frontdesk::providers::zaui::ZAUI;
use frontdesk::providers::{ALL, Provider};
use frontdesk::receive::delivery::Delivery;
use frontdesk::receive::refusal::ReadError;
use frontdesk::receive::secrets::Secrets;
use frontdesk::{AnyPayload, cheqroom, gingr, gire, ombori, zaui};
use serde_json::Value;

use crate::deliveries::*;

fn id(identity: &Identity) -> String {
    match identity {
        Identity::Own(id) => id.clone(),
        Identity::Content(digest) => hex::encode(digest),
    }
}

#[test]
fn fixtures_are_read_as_their_manifest_says() {
    fn check(provider: &Provider, fixture: &Fixture) {
        let name = format!("{}/{}", provider.name, fixture.file);
        let verified = fixture.delivery(provider.name);
        let verified = verified.verify(&provider.proof, &local_secret(provider.name)).expect(&name);
        // Gire's header says the algorithm in front of the hex.
        let signature = verified.signature().map(|presented| presented.trim_start_matches("sha256="));
        assert_eq!(signature, fixture.signature.as_deref(), "{name}: signature");
        if fixture.unreadable {
            assert_eq!((provider.read)(&verified), Err(ReadError::Xml), "{name}");
            return;
        }
        let reading = (provider.read)(&verified).expect(&name);
        let occurred_at = reading.occurred_at.map(|time| format!("{time:.3}"));
        assert_eq!(reading.kind, fixture.kind, "{name}: kind");
        assert_eq!(reading.subject, fixture.subject, "{name}: subject");
        assert_eq!(occurred_at, fixture.occurred_at, "{name}: time");
        assert_eq!(id(&reading.identity), fixture.id, "{name}: id");
        if let Err(error) = AnyPayload::read(provider.name, &reading.kind, verified.body()) {
            panic!("{name}: the payload does not fit its type: {error}");
        }
    }

    for provider in ALL {
        let fixtures = Fixture::all(provider.name);
        assert!(!fixtures.is_empty(), "{} has no fixtures", provider.name);
        for fixture in &fixtures {
            check(provider, fixture);
        }
    }
}

#[test]
fn what_has_no_kind_or_id_is_unreadable() {
    fn check(provider: &Provider, delivery: Delivery, expected: ReadError) {
        let verified = delivery.verify(&provider.proof, &Secrets::parse(SECRET).unwrap()).unwrap();
        assert_eq!((provider.read)(&verified), Err(expected), "{}", provider.name);
    }
    check(&GINGR, gingr_delivery(SECRET, "", "1", "owner", r#""a":1"#), ReadError::Field("webhook_type"));
    check(&GIRE, gire_delivery(SECRET, r#"{"id":"e1"}"#), ReadError::Field("eventType"));
    check(&GIRE, gire_delivery(SECRET, r#"{"eventType":"pud:create"}"#), ReadError::Field("id"));
    check(&GIRE, gire_delivery(SECRET, r#"{"eventType":"pud:create","id":""}"#), ReadError::Field("id"));
    check(&GIRE, gire_delivery(SECRET, ""), ReadError::Empty);
    check(&OMBORI, ombori_delivery(SECRET, r#"{"type":null}"#), ReadError::Field("type"));
    check(&OMBORI, ombori_delivery(SECRET, "[]"), ReadError::NotAnObject);
    check(&ZAUI, zaui_delivery(SECRET, "{}"), ReadError::Field("eventNotificationType"));
    check(&ZAUI, zaui_delivery(SECRET, "<event/>"), ReadError::Xml);
    check(&CHEQROOM, cheqroom_delivery(SECRET, "/item.create", "{"), ReadError::NotJson { line: 1, column: 1 });
}

/// One captured signature, with the text that it covers cut elsewhere: genuine by the provider's rule, and no event.
#[test]
fn a_signature_of_gingr_fits_one_event_only() {
    fn check(kind: &str, id: &str, entity: &str, expected: Option<ReadError>) {
        assert_eq!(format!("{kind}{id}{entity}"), "check_in26361reservation");
        let signature = sign(SECRET, b"check_in26361reservation");
        let delivery = gingr_signed(kind, &format!("\"{id}\""), entity, &signature, r#""entity_data":{}"#);
        let read = (GINGR.read)(&verified(&GINGR, delivery));
        assert_eq!(read.err(), expected, "{kind} {id} {entity}");
    }
    check("check_in", "26361", "reservation", None);
    check("check_in", "2636", "1reservation", Some(ReadError::Ambiguous("entity_type")));
    check("check_in2", "6361", "reservation", Some(ReadError::Ambiguous("webhook_type")));
    check("check_in", "26361r", "eservation", Some(ReadError::Ambiguous("entity_id")));
    check("check_i", "n26361", "reservation", Some(ReadError::Ambiguous("entity_id")));
    check("c", "heck_in26361", "reservation", Some(ReadError::Ambiguous("entity_id")));
    check("check_in", "26361reservation", "", Some(ReadError::Ambiguous("entity_id")));
    check("check_in26361reservation", "", "", Some(ReadError::Ambiguous("webhook_type")));
}

#[test]
fn identity() {
    fn reading(provider: &Provider, delivery: Delivery) -> Reading {
        (provider.read)(&verified(provider, delivery)).unwrap()
    }
    // Two edits of one owner carry the same signature and are two events; a second attempt of one is not.
    let edit = |data: &str, tries: u32| gingr_id(&join(&gingr_members("https://example.com/", tries, data)));
    assert_ne!(edit(r#"{"city":"Oslo"}"#, 1), edit(r#"{"city":"Bergen"}"#, 1));
    assert_eq!(edit(r#"{"city":"Oslo"}"#, 1), edit(r#"{"city":"Oslo"}"#, 2));
    // Nor is one that was signed anew because the key was rotated in between.
    let body = join(&gingr_members("https://example.com/", 1, r#"{"city":"Oslo"}"#));
    let new = "fedcba9876543210";
    let signed_anew = GINGR.proof.sign(delivery(body), new).unwrap();
    let verified = signed_anew.verify(&GINGR.proof, &Secrets::parse(new).unwrap()).unwrap();
    assert_eq!((GINGR.read)(&verified).unwrap().identity, edit(r#"{"city":"Oslo"}"#, 1));
    // Values count byte for byte.
    assert_ne!(edit(r#"{"city":"Oslo"}"#, 1), edit(r#"{"city": "Oslo"}"#, 1));

    // The same body under another topic is another event.
    let topic = |path: &str| reading(&CHEQROOM, cheqroom_delivery(SECRET, path, r#"{"_id":"a"}"#)).identity;
    assert_ne!(topic("/item.expire"), topic("/item.undoexpire"));
    assert_eq!(topic("/item.expire"), topic("/item.expire/"));

    // Zaui's own id, where there is one; the configured webhook's id never.
    let zaui = |fields: &str| {
        let body = format!(r#"{{"eventNotificationType":"Booking Creation","eventNotificationId":10{fields}}}"#);
        reading(&ZAUI, zaui_delivery(SECRET, &body)).identity
    };
    assert_eq!(zaui(r#","eventNotificationUniqueId":"evt_1""#), Identity::Own("evt_1".to_owned()));
    assert_ne!(zaui(r#","eventData":{"a":1}"#), zaui(r#","eventData":{"a":2}"#));
    for none in ["\"\"", "{}", "null"] {
        let identity = zaui(&format!(r#","eventNotificationUniqueId":{none}"#));
        assert!(matches!(identity, Identity::Content(_)), "{none}");
    }

    let gire = |body: &str| reading(&GIRE, gire_delivery(SECRET, body)).identity;
    assert_eq!(gire(r#"{"id":"e1","eventType":"x","a":1}"#), Identity::Own("e1".to_owned()));
}

#[test]
fn times_without_a_zone_are_no_points_in_time() {
    fn check(time: &str, expected: Option<&str>) {
        let time_json = Value::from(time);
        let gire = gire_delivery(SECRET, &format!(r#"{{"id":"e","eventType":"x","timestamp":{time_json}}}"#));
        let zaui = zaui_delivery(
            SECRET,
            &format!(r#"{{"eventNotificationType":"x","eventNotificationDateTime":{time_json}}}"#),
        );
        let gire = (GIRE.read)(&verified(&GIRE, gire)).unwrap().occurred_at;
        let zaui = (ZAUI.read)(&verified(&ZAUI, zaui)).unwrap().occurred_at;
        assert_eq!(gire, zaui, "{time}");
        assert_eq!(gire.map(|time| time.to_string()).as_deref(), expected, "{time}");
    }
    check("2024-04-29T12:00:14-07:00", Some("2024-04-29T19:00:14Z"));
    check("2024-04-29T12:00:14.5Z", Some("2024-04-29T12:00:14.5Z"));
    check("2024-04-29T12:00:14+0000", Some("2024-04-29T12:00:14Z"));
    // Unix seconds count from a point in time.
    check("1714417214", Some("2024-04-29T19:00:14Z"));
    for local in ["2021-02-08 21:42:21", "2022-08-06T09:31:09.659", "2017-11-19 8:34:31", "", "yesterday", "17144172"] {
        check(local, None);
    }
}

/// What a field says twice is read by nobody: not as the first of the two, nor as the last.
#[test]
fn a_field_that_is_read_occurs_once() {
    /// The body with `field` once more, before or behind all others.
    fn doubled(body: &str, field: &str, value: &str, first: bool) -> String {
        let (start, end) = (body.find('{').unwrap() + 1, body.rfind('}').unwrap());
        match first {
            true => format!("{}\"{field}\":{value},{}", &body[..start], &body[start..]),
            false => format!("{},\"{field}\":{value}{}", &body[..end], &body[end..]),
        }
    }
    /// What the provider reads of it, signed anew. None when the proof itself refuses it.
    fn read(provider: &Provider, fixture: &Fixture, body: String) -> Option<Result<Reading, ReadError>> {
        let delivery = Delivery { body: body.into(), ..fixture.delivery(provider.name) };
        let signed = provider.proof.sign(delivery, &format!("local-{}-secret", provider.name)).ok()?;
        Some((provider.read)(&signed.verify(&provider.proof, &local_secret(provider.name)).ok()?))
    }
    /// The fields that must not be there twice. All others may be, and change nothing. `used` are tried in bodies without them, too.
    fn check(provider: &Provider, used: &str) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        for fixture in Fixture::all(provider.name).iter().filter(|fixture| !fixture.unreadable) {
            let body = String::from_utf8(fixture.delivery(provider.name).body.to_vec()).unwrap();
            let original = read(provider, fixture, body.clone()).unwrap().unwrap();
            let fields: serde_json::Map<String, Value> = serde_json::from_str(&body).unwrap();
            // Also those that this body lacks: twice in it, then.
            let lacking = used.split_whitespace().filter(|name| !fields.contains_key(*name)).map(str::to_owned);
            let lacking: Vec<String> = lacking.collect();
            for name in fields.keys().chain(&lacking) {
                let body = if fields.contains_key(name) { body.clone() } else { doubled(&body, name, "\"1\"", true) };
                for (value, first) in [("\"other\"", true), ("\"other\"", false), ("null", true), ("{}", false)] {
                    let what = format!("{}/{}: {name} {value} {first}", provider.name, fixture.file);
                    match read(provider, fixture, doubled(&body, name, value, first)) {
                        None => drop(found.insert(name.clone())),
                        Some(Err(error)) => {
                            assert!(matches!(error, ReadError::Twice(twice) if twice == name), "{what}: {error}");
                            found.insert(name.clone());
                        }
                        Some(Ok(reading)) => {
                            let said = |of: &Reading| (of.kind.clone(), of.subject.clone(), of.occurred_at);
                            assert_eq!(said(&reading), said(&original), "{what}");
                            if let Identity::Own(_) = original.identity {
                                assert_eq!(reading.identity, original.identity, "{what}");
                            }
                        }
                    }
                }
            }
        }
        found
    }
    let used = |provider: &Provider| match provider.name {
        gingr::NAME => "webhook_type entity_id entity_type entity_data signature",
        gire::NAME => "id eventType timestamp data",
        ombori::NAME => "type data",
        zaui::NAME => {
            "eventNotificationTypeV2 eventNotificationGroupId eventNotificationTypeId eventNotificationType \
             eventNotificationUniqueId eventNotificationDateTime eventData"
        }
        cheqroom::NAME => "_id topic modified",
        _ => "",
    };
    for provider in ALL {
        let used = used(provider);
        let found = check(provider, used);
        for name in used.split_whitespace() {
            assert!(found.contains(name), "{}: {name} may be there twice", provider.name);
        }
        assert!(used.is_empty() || found.len() == used.split_whitespace().count(), "{}: {found:?}", provider.name);
    }
    let inside = r#"{"data":{"type":"positionCalled","type":"positionCreated"}}"#;
    let read = (OMBORI.read)(&verified(&OMBORI, ombori_delivery(SECRET, inside)));
    assert_eq!(read, Err(ReadError::Twice("type")));
}

/// A reservation has the time of its check-in and its check-out; no other kind of Gingr is known to have its time.
#[test]
fn a_check_in_and_a_check_out_have_a_time() {
    fn check(kind: &str, data: &str, expected: Option<&str>) {
        let delivery = gingr_delivery(SECRET, kind, "7", "reservation", &format!(r#""entity_data":{data}"#));
        let occurred_at = (GINGR.read)(&verified(&GINGR, delivery)).unwrap().occurred_at;
        assert_eq!(occurred_at.map(|time| time.to_string()).as_deref(), expected, "{kind} {data}");
    }
    const BOTH: &str = r#"{"check_in_stamp":"1654346060","check_out_stamp":1654530030,"created_at":"1653899000"}"#;
    check("check_in", BOTH, Some("2022-06-04T12:34:20Z"));
    check("check_out", BOTH, Some("2022-06-06T15:40:30Z"));
    for kind in ["checking_in", "checking_out", "reservation_form_edited", "owner_created", "incident_created"] {
        check(kind, BOTH, None);
    }
    for nothing in
        ["null", "[]", "7", "{}", r#"{"check_in_stamp":null}"#, r#"{"check_in_stamp":"2022-06-04 12:34:20"}"#]
    {
        check("check_in", nothing, None);
    }
}

/// Every kind of Ombori takes the time that is its own, and only where it names its zone.
#[test]
fn a_position_has_a_time_for_each_kind() {
    fn check(kind: &str, field: Option<&str>) {
        const FIELDS: [&str; 8] = [
            "createdAt",
            "activatedAt",
            "calledAt",
            "fulfilledAt",
            "completedAt",
            "rejectedAt",
            "bookingReminderAt",
            "updatedAt",
        ];
        let occurred_at = |zone: &str| {
            let times: Vec<_> =
                (1..).zip(FIELDS).map(|(day, name)| format!(r#""{name}":"2026-01-0{day}T10:00:00{zone}""#)).collect();
            let body = format!(r#"{{"type":"{kind}","data":{{"position":{{"id":"p",{}}}}}}}"#, times.join(","));
            (OMBORI.read)(&verified(&OMBORI, ombori_delivery(SECRET, &body))).unwrap().occurred_at
        };
        let day = field.map(|field| FIELDS.iter().position(|name| *name == field).unwrap() + 1);
        let expected = day.map(|day| format!("2026-01-0{day}T10:00:00Z"));
        assert_eq!(occurred_at("Z").map(|time| time.to_string()), expected, "{kind}");
        assert_eq!(occurred_at(""), None, "{kind}: local");
    }
    check("positionCreated", Some("createdAt"));
    check("bookingConfirmation", Some("createdAt"));
    check("bookingActivated", Some("activatedAt"));
    check("positionCalled", Some("calledAt"));
    check("positionFulfilled", Some("fulfilledAt"));
    check("positionCompleted", Some("completedAt"));
    check("positionRemoved", Some("rejectedAt"));
    check("positionCancelled", Some("rejectedAt"));
    check("positionCancelledByStaff", Some("rejectedAt"));
    for kind in ["bookingUpdated", "positionRetry", "feedbackReceived", "positionSold"] {
        check(kind, None);
    }
}

/// Ombori's documents disagree on where `type` stands.
#[test]
fn the_kind_of_ombori_may_stand_in_its_data() {
    fn check(body: &str, expected: Result<&str, ReadError>) {
        let read = (OMBORI.read)(&verified(&OMBORI, ombori_delivery(SECRET, body)));
        assert_eq!(read.map(|reading| reading.kind), expected.map(str::to_owned), "{body}");
    }
    check(r#"{"type":"positionCalled","data":{"type":"positionCreated"}}"#, Ok("positionCalled"));
    check(r#"{"data":{"type":"positionCreated"}}"#, Ok("positionCreated"));
    check(r#"{"type":null,"data":{"type":"positionCreated"}}"#, Ok("positionCreated"));
    check(r#"{"type":"","data":{"type":"positionCreated"}}"#, Ok("positionCreated"));
    check(r#"{"data":{"position":{"type":"booking"}}}"#, Err(ReadError::Field("type")));
    check(r#"{"data":{"type":""}}"#, Err(ReadError::Field("type")));
    check(r#"{"data":"positionCreated"}"#, Err(ReadError::Field("type")));
}
