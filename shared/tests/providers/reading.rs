//! What is read from authentic deliveries: kind, subject, time, identity, and typed payloads.

use std::fmt::Debug;

use bytes::Bytes;
use frontdesk::delivery::Delivery;
use frontdesk::provider::{Identity, Provider, Reading};
use frontdesk::providers::{
    Cheqroom, Gingr, Gire, NAMES, Ombori, Visit, Zaui, cheqroom, gingr, gire, ombori, visit, zaui,
};
use frontdesk::rejection::Unreadable;
use frontdesk::secrets::Secrets;
use frontdesk::wire::{Moment, StringOr};
use serde_json::Value;

use crate::deliveries::*;
use crate::{CHEQROOM, GINGR, GIRE, OMBORI, ZAUI};

fn id(identity: &Identity) -> String {
    match identity {
        Identity::Own(id) => id.clone(),
        Identity::Content(digest) => hex::encode(digest),
    }
}

#[test]
fn fixtures_are_read_as_their_manifest_says() {
    struct Check;
    impl Visit for Check {
        type Output = usize;

        fn visit<P: Provider>(self) -> usize {
            let fixtures = Fixture::all(P::NAME);
            for fixture in &fixtures {
                check::<P>(fixture);
            }
            fixtures.len()
        }
    }

    fn check<P: Provider>(fixture: &Fixture) {
        let name = format!("{}/{}", P::NAME, fixture.file);
        let verified = fixture.delivery(P::NAME).verify::<P>(&local_secret(P::NAME)).expect(&name);
        // Gire's header says the algorithm in front of the hex.
        let signature = verified.signature().map(|presented| presented.trim_start_matches("sha256="));
        assert_eq!(signature, fixture.signature.as_deref(), "{name}: signature");
        if fixture.unreadable {
            assert_eq!(P::read(&verified), Err(Unreadable::Xml), "{name}");
            return;
        }
        let reading = P::read(&verified).expect(&name);
        let occurred_at = reading.occurred_at.map(|time| format!("{time:.3}"));
        assert_eq!(reading.kind, fixture.kind, "{name}: kind");
        assert_eq!(reading.subject, fixture.subject, "{name}: subject");
        assert_eq!(occurred_at, fixture.occurred_at, "{name}: time");
        assert_eq!(id(&reading.identity), fixture.id, "{name}: id");
        if let Err(error) = P::payload(&reading.kind, verified.body()) {
            panic!("{name}: the payload does not fit its type: {error}");
        }
    }

    for name in NAMES {
        assert!(visit(name, Check).unwrap() > 0, "{name} has no fixtures");
    }
}

/// Whether a payload is typed, as far as its `Debug` says.
fn typed<T: Debug>(payload: &T) -> bool {
    !format!("{payload:?}").starts_with("Unknown(")
}

#[test]
fn every_listed_kind_has_a_type() {
    fn check<P: Provider<Payload: Debug>>(kinds: &str) {
        let fixtures = Fixture::all(P::NAME);
        for kind in kinds.split_whitespace() {
            let of_kind: Vec<_> = fixtures.iter().filter(|fixture| fixture.kind == kind).collect();
            assert!(!of_kind.is_empty(), "{}: no fixture of {kind}", P::NAME);
            for fixture in of_kind {
                let payload = P::payload(kind, &fixture.delivery(P::NAME).body).unwrap();
                assert!(typed(&payload), "{}: {kind} has no type", P::NAME);
            }
            // A known kind with a payload of another shape is an error, never silently unknown.
            for wrong in ["{}", "[]", r#"{"id":"x","data":7,"eventData":7,"entity_data":7}"#] {
                assert!(P::payload(kind, wrong.as_bytes()).is_err(), "{}: {kind} takes {wrong}", P::NAME);
            }
        }
    }
    check::<Gingr>(GINGR);
    check::<Gire>(GIRE);
    check::<Ombori>(OMBORI);
    check::<Zaui>(ZAUI);
    check::<Cheqroom>(CHEQROOM);
}

#[test]
fn an_unknown_kind_is_a_normal_event() {
    fn check<P: Provider<Payload: Debug>>(delivery: Delivery, kind: &str) {
        let verified = delivery.verify::<P>(&Secrets::parse(SECRET).unwrap()).unwrap();
        assert_eq!(P::read(&verified).unwrap().kind, kind, "{}", P::NAME);
        let payload = P::payload(kind, verified.body()).unwrap();
        assert!(!typed(&payload), "{}: {payload:?}", P::NAME);
        // As it was sent, white space included.
        let text = std::str::from_utf8(verified.body()).unwrap();
        assert!(format!("{payload:?}").contains(&format!("{text:?}")) || format!("{payload:?}").contains(text));
        assert!(P::payload(kind, b"<xml/>").is_err(), "{}", P::NAME);
    }
    check::<Gingr>(gingr_delivery(SECRET, "moon_landed", "1", "rocket", r#""a" : 1.50"#), "moon_landed");
    check::<Gire>(gire_delivery(SECRET, r#"{"id":"e1","eventType":"pud:fly", "data":[]}"#), "pud:fly");
    check::<Ombori>(ombori_delivery(SECRET, r#"{"type":"positionSold", "data":null}"#), "positionSold");
    check::<Zaui>(zaui_delivery(SECRET, r#"{"eventNotificationType":"Voucher Sold", "eventData":[]}"#), "Voucher Sold");
    check::<Zaui>(zaui_delivery(SECRET, r#"{"eventNotificationTypeV2":"booking.merged"}"#), "booking.merged");
    check::<Cheqroom>(cheqroom_delivery(SECRET, "/kit.create", r#"{"_id":"k1", "x":[]}"#), "kit.create");
    check::<Cheqroom>(cheqroom_delivery(SECRET, "/", "{ }"), "unknown");
}

#[test]
fn what_has_no_kind_or_id_is_unreadable() {
    fn check<P: Provider>(delivery: Delivery, expected: Unreadable) {
        let verified = delivery.verify::<P>(&Secrets::parse(SECRET).unwrap()).unwrap();
        assert_eq!(P::read(&verified), Err(expected), "{}", P::NAME);
    }
    check::<Gingr>(gingr_delivery(SECRET, "", "1", "owner", r#""a":1"#), Unreadable::Field("webhook_type"));
    check::<Gire>(gire_delivery(SECRET, r#"{"id":"e1"}"#), Unreadable::Field("eventType"));
    check::<Gire>(gire_delivery(SECRET, r#"{"eventType":"pud:create"}"#), Unreadable::Field("id"));
    check::<Gire>(gire_delivery(SECRET, r#"{"eventType":"pud:create","id":""}"#), Unreadable::Field("id"));
    check::<Gire>(gire_delivery(SECRET, ""), Unreadable::Empty);
    check::<Ombori>(ombori_delivery(SECRET, r#"{"type":null}"#), Unreadable::Field("type"));
    check::<Ombori>(ombori_delivery(SECRET, "[]"), Unreadable::NotAnObject);
    check::<Zaui>(zaui_delivery(SECRET, "{}"), Unreadable::Field("eventNotificationType"));
    check::<Zaui>(zaui_delivery(SECRET, "<event/>"), Unreadable::Xml);
    check::<Cheqroom>(cheqroom_delivery(SECRET, "/item.create", "{"), Unreadable::NotJson { line: 1, column: 1 });
}

#[test]
fn typed_payloads_hold_what_was_sent() {
    fn body(provider: &str, file: &str) -> Bytes {
        Fixture::named(provider, file).delivery(provider).body
    }
    let sent: Value = serde_json::from_slice(&body("gingr", "check_in.json")).unwrap();
    let Ok(gingr::Payload::CheckIn(event)) = Gingr::payload("check_in", &body("gingr", "check_in.json")) else {
        panic!("no check_in");
    };
    let reservation = event.entity_data.as_ref().unwrap();
    assert_eq!(event.entity_id.to_string(), sent["entity_id"].to_string());
    assert_eq!(reservation.animal_name.as_deref(), sent["entity_data"]["animal_name"].as_str());
    // Untyped fields are there as well: none is lost.
    let fields = sent["entity_data"].as_object().unwrap();
    assert!(fields.keys().any(|name| reservation.extra.contains_key(name)));

    let Ok(gire::Payload::PriceUpdate(event)) =
        Gire::payload("pud:price_update", &body("gire", "pud_price_update_float.json"))
    else {
        panic!("no price update");
    };
    assert!(event.data.new_price.contains('.'), "{}", event.data.new_price);

    let at = |file: &str| match Ombori::payload("positionCreated", &body("ombori", file)) {
        Ok(ombori::Payload::PositionCreated(notice)) => notice.data.position.location,
        other => panic!("{other:?}"),
    };
    assert!(matches!(at("positionCreated.json"), Some(StringOr::Value(_))));
    assert!(matches!(at("positionCreated_location_string.json"), Some(StringOr::String(_))));
    assert!(at("positionCreated_location_null.json").is_none());

    let booked = |file: &str| match Zaui::payload("booking.creation", &body("zaui", file)) {
        Ok(zaui::Payload::Booking(zaui::Action::Creation, event)) => {
            event.data.activities.as_ref().unwrap().activity.len()
        }
        other => panic!("{other:?}"),
    };
    assert!(booked("booking_creation_2016.json") > 0);
    assert!(booked("booking_creation.json") > 0);

    match Cheqroom::payload("order.checkout", &body("cheqroom", "order_checkout.json")) {
        Ok(cheqroom::Payload::Order(cheqroom::OrderAction::Checkout, order)) => {
            assert!(matches!(order.due, Some(Moment::Zoned(_))), "{:?}", order.due);
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn identity() {
    fn reading<P: Provider>(delivery: Delivery) -> Reading {
        P::read(&verified::<P>(delivery)).unwrap()
    }
    // Two edits of one owner carry the same signature and are two events; a second attempt of one is not.
    let edit = |data: &str, tries: u32| gingr_id(&join(&gingr_members("https://example.com/", tries, data)));
    assert_ne!(edit(r#"{"city":"Oslo"}"#, 1), edit(r#"{"city":"Bergen"}"#, 1));
    assert_eq!(edit(r#"{"city":"Oslo"}"#, 1), edit(r#"{"city":"Oslo"}"#, 2));
    // Nor is one that was signed anew because the key was rotated in between.
    let body = join(&gingr_members("https://example.com/", 1, r#"{"city":"Oslo"}"#));
    let (new, covered) = ("fedcba9876543210", b"owner_edited7owner");
    let signed_anew = body.replace(&sign(SECRET, covered), &sign(new, covered));
    let verified = delivery(signed_anew).verify::<Gingr>(&Secrets::parse(new).unwrap()).unwrap();
    assert_eq!(Gingr::read(&verified).unwrap().identity, edit(r#"{"city":"Oslo"}"#, 1));
    // Values count byte for byte.
    assert_ne!(edit(r#"{"city":"Oslo"}"#, 1), edit(r#"{"city": "Oslo"}"#, 1));

    // The same body under another topic is another event.
    let topic = |path: &str| reading::<Cheqroom>(cheqroom_delivery(SECRET, path, r#"{"_id":"a"}"#)).identity;
    assert_ne!(topic("/item.expire"), topic("/item.undoexpire"));
    assert_eq!(topic("/item.expire"), topic("/item.expire/"));

    // Zaui's own id, where there is one; the configured webhook's id never.
    let zaui = |fields: &str| {
        let body = format!(r#"{{"eventNotificationType":"Booking Creation","eventNotificationId":10{fields}}}"#);
        reading::<Zaui>(zaui_delivery(SECRET, &body)).identity
    };
    assert_eq!(zaui(r#","eventNotificationUniqueId":"evt_1""#), Identity::Own("evt_1".to_owned()));
    assert_ne!(zaui(r#","eventData":{"a":1}"#), zaui(r#","eventData":{"a":2}"#));
    for none in ["\"\"", "{}", "null"] {
        let identity = zaui(&format!(r#","eventNotificationUniqueId":{none}"#));
        assert!(matches!(identity, Identity::Content(_)), "{none}");
    }

    let gire = |body: &str| reading::<Gire>(gire_delivery(SECRET, body)).identity;
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
        let gire = Gire::read(&verified::<Gire>(gire)).unwrap().occurred_at;
        let zaui = Zaui::read(&verified::<Zaui>(zaui)).unwrap().occurred_at;
        assert_eq!(gire, zaui, "{time}");
        assert_eq!(gire.map(|time| time.to_string()).as_deref(), expected, "{time}");
    }
    check("2024-04-29T12:00:14-07:00", Some("2024-04-29T19:00:14Z"));
    check("2024-04-29T12:00:14.5Z", Some("2024-04-29T12:00:14.5Z"));
    check("2024-04-29T12:00:14+0000", Some("2024-04-29T12:00:14Z"));
    for local in ["2021-02-08 21:42:21", "2022-08-06T09:31:09.659", "2017-11-19 8:34:31", "", "yesterday", "1714417214"]
    {
        check(local, None);
    }
}
