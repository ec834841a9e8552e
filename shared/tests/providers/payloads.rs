//! Typed payloads: every known kind has a type, which holds what was sent, and a function notes what does not fit.

use std::fmt::Debug;

use bytes::Bytes;
use frontdesk::event::Event;
use frontdesk::providers::cheqroom::CHEQROOM;
use frontdesk::providers::gingr::GINGR;
use frontdesk::providers::gire::GIRE;
use frontdesk::providers::ombori::OMBORI;
use frontdesk::providers::zaui::ZAUI;
use frontdesk::providers::{ALL, Provider};
use frontdesk::receive::delivery::Delivery;
use frontdesk::receive::secrets::Secrets;
use frontdesk::{Action, AnyPayload, Entity, Flag, Moment, StringOr, cheqroom, gingr, gire, ombori, zaui};
use serde_json::Value;

use crate::deliveries::*;
use crate::{CHEQROOM_KINDS, GINGR_KINDS, GIRE_KINDS, OMBORI_KINDS, ZAUI_KINDS};

/// A provider's `Payload::read`.
type Read<T> = fn(&str, &[u8]) -> serde_json::Result<T>;

/// Whether a payload is typed, as far as its `Debug` says.
fn typed<T: Debug>(payload: &T) -> bool {
    !format!("{payload:?}").starts_with("Unknown(")
}

#[test]
fn every_listed_kind_has_a_type() {
    fn check<T: Debug>(provider: &Provider, payload: Read<T>, kinds: &str) {
        let fixtures = Fixture::all(provider.name);
        for kind in kinds.split_whitespace() {
            assert!(provider.knows(kind), "{}: {kind} is not listed", provider.name);
            let of_kind: Vec<_> = fixtures.iter().filter(|fixture| fixture.kind == kind).collect();
            assert!(!of_kind.is_empty(), "{}: no fixture of {kind}", provider.name);
            for fixture in of_kind {
                let payload = payload(kind, &fixture.delivery(provider.name).body).unwrap();
                assert!(typed(&payload), "{}: {kind} has no type", provider.name);
            }
            // A known kind with a payload of another shape is an error, never silently unknown.
            for wrong in ["{}", "[]", r#"{"id":"x","data":7,"eventData":7,"entity_data":7}"#] {
                assert!(payload(kind, wrong.as_bytes()).is_err(), "{}: {kind} takes {wrong}", provider.name);
                assert!(
                    AnyPayload::read(provider.name, kind, &Bytes::from(wrong)).is_err(),
                    "{}: {wrong} fits {kind}",
                    provider.name
                );
            }
        }
    }
    check(&GINGR, gingr::Payload::read, GINGR_KINDS);
    check(&GIRE, gire::Payload::read, GIRE_KINDS);
    check(&OMBORI, ombori::Payload::read, OMBORI_KINDS);
    check(&ZAUI, zaui::Payload::read, ZAUI_KINDS);
    check(&CHEQROOM, cheqroom::Payload::read, CHEQROOM_KINDS);
}

#[test]
fn an_unknown_kind_is_a_normal_event() {
    fn check<T: Debug>(provider: &Provider, payload: Read<T>, delivery: Delivery, kind: &str) {
        let verified = delivery.verify(&provider.proof, &Secrets::parse(SECRET).unwrap()).unwrap();
        assert_eq!((provider.read)(&verified).unwrap().kind, kind, "{}", provider.name);
        assert!(
            AnyPayload::read(provider.name, kind, &Bytes::from("<xml/>")).is_err() && !provider.knows(kind),
            "{}",
            provider.name
        );
        assert!(payload(kind, b"<xml/>").is_err(), "{}", provider.name);
        let payload = payload(kind, verified.body()).unwrap();
        assert!(!typed(&payload), "{}: {payload:?}", provider.name);
        // As it was sent, white space included.
        let text = std::str::from_utf8(verified.body()).unwrap();
        assert!(format!("{payload:?}").contains(&format!("{text:?}")) || format!("{payload:?}").contains(text));
    }
    check(
        &GINGR,
        gingr::Payload::read,
        gingr_delivery(SECRET, "moon_landed", "1", "rocket", r#""a" : 1.50"#),
        "moon_landed",
    );
    check(
        &GIRE,
        gire::Payload::read,
        gire_delivery(SECRET, r#"{"id":"e1","eventType":"pud:fly", "data":[]}"#),
        "pud:fly",
    );
    check(
        &OMBORI,
        ombori::Payload::read,
        ombori_delivery(SECRET, r#"{"type":"positionSold", "data":null}"#),
        "positionSold",
    );
    check(
        &ZAUI,
        zaui::Payload::read,
        zaui_delivery(SECRET, r#"{"eventNotificationType":"Voucher Sold", "eventData":[]}"#),
        "Voucher Sold",
    );
    check(
        &ZAUI,
        zaui::Payload::read,
        zaui_delivery(SECRET, r#"{"eventNotificationTypeV2":"booking.merged"}"#),
        "booking.merged",
    );
    check(
        &CHEQROOM,
        cheqroom::Payload::read,
        cheqroom_delivery(SECRET, "/kit.create", r#"{"_id":"k1", "x":[]}"#),
        "kit.create",
    );
    check(&CHEQROOM, cheqroom::Payload::read, cheqroom_delivery(SECRET, "/", "{ }"), "unknown");
}

#[test]
fn typed_payloads_hold_what_was_sent() {
    fn body(provider: &str, file: &str) -> Bytes {
        Fixture::named(provider, file).delivery(provider).body
    }
    let sent: Value = serde_json::from_slice(&body("gingr", "check_in.json")).unwrap();
    let Ok(gingr::Payload::CheckIn(event)) = gingr::Payload::read("check_in", &body("gingr", "check_in.json")) else {
        panic!("no check_in");
    };
    let reservation = event.entity_data.as_ref().unwrap();
    assert_eq!(event.entity_id.to_string(), sent["entity_id"].to_string());
    assert_eq!(reservation.animal_name.as_deref(), sent["entity_data"]["animal_name"].as_str());
    // In a check-in the animal is named twice, elsewhere once.
    let animal = sent["entity_data"]["animal_id"].as_str();
    assert_eq!((reservation.a_id.as_deref(), reservation.animal_id()), (animal, animal));
    match gingr::Payload::read("checking_in", &body("gingr", "checking_in.json")) {
        Ok(gingr::Payload::CheckingIn(event)) => assert_eq!(event.entity_data.unwrap().animal_id(), Some("1207")),
        other => panic!("{other:?}"),
    }
    match gingr::Payload::read("email_sent", &body("gingr", "email_sent.json")) {
        Ok(gingr::Payload::EmailSent(event)) => {
            let owner = event.entity_data.unwrap();
            let names = (owner.id(), owner.first_name(), owner.last_name());
            assert_eq!(names, (Some("5917"), Some("\u{c5}se"), Some("\u{d8}stby-Nguyen")));
            assert!(owner.opt_out_sms.unwrap().is_true());
        }
        other => panic!("{other:?}"),
    }
    // Fields that nobody has typed are there as well: none is lost.
    let strange =
        r#"{"webhook_type":"owner_edited","entity_id":7,"entity_type":"owner","entity_data":{"moon":"full"}}"#;
    match gingr::Payload::read("owner_edited", strange.as_bytes()) {
        Ok(gingr::Payload::OwnerEdited(event)) => assert_eq!(event.entity_data.unwrap().extra["moon"], "full"),
        other => panic!("{other:?}"),
    }

    let Ok(gire::Payload::PriceUpdate(event)) =
        gire::Payload::read("pud:price_update", &body("gire", "pud_price_update_float.json"))
    else {
        panic!("no price update");
    };
    assert!(event.data.new_price.contains('.'), "{}", event.data.new_price);

    let at = |file: &str| match ombori::Payload::read("positionCreated", &body("ombori", file)) {
        Ok(ombori::Payload::PositionCreated(notice)) => notice.data.position.location,
        other => panic!("{other:?}"),
    };
    assert!(matches!(at("positionCreated.json"), Some(StringOr::Value(_))));
    assert!(matches!(at("positionCreated_location_string.json"), Some(StringOr::String(_))));
    assert!(at("positionCreated_location_null.json").is_none());

    let booked = |file: &str| match zaui::Payload::read("booking.creation", &body("zaui", file)) {
        Ok(zaui::Payload::Booking(zaui::Action::Creation, event)) => {
            event.data.activities.as_ref().unwrap().activity.len()
        }
        other => panic!("{other:?}"),
    };
    assert!(booked("booking_creation_2016.json") > 0);
    assert!(booked("booking_creation.json") > 0);

    match cheqroom::Payload::read("order.checkout", &body("cheqroom", "order_checkout.json")) {
        Ok(cheqroom::Payload::Order(cheqroom::OrderAction::Checkout, order)) => {
            assert!(matches!(order.due, Some(Moment::Zoned(_))), "{:?}", order.due);
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn check_ins_of_zaui() {
    fn check(file: &str, status: bool, guest: &str, activities: usize, customers: usize) {
        let body = Fixture::named("zaui", file).delivery("zaui").body;
        let Ok(zaui::Payload::CheckIn(event)) = zaui::Payload::read("checkin", &body) else { panic!("{file}") };
        let check_in = &event.data;
        assert_eq!(check_in.status().map(Flag::is_true), Some(status), "{file}");
        assert_eq!(check_in.guest_id.as_deref(), Some(guest), "{file}");
        assert!(check_in.booking_id.is_some() && check_in.activity_id.is_some(), "{file}");
        assert_eq!(check_in.activities.as_ref().map_or(0, |all| all.activity.len()), activities, "{file}");
        assert_eq!(check_in.customers.as_ref().map_or(0, |all| all.customer.len()), customers, "{file}");
        assert!(check_in.extra.is_empty(), "{file}: {:?}", check_in.extra);
        let delivery = Fixture::named("zaui", file).delivery("zaui");
        let verified = delivery.verify(&ZAUI.proof, &local_secret("zaui")).unwrap();
        let event = Event::new(&ZAUI, &verified, (ZAUI.read)(&verified));
        let action = if status { Action::CheckedIn } else { Action::CheckedOut };
        assert_eq!((event.action, event.entity), (action, Entity::Booking), "{file}");
    }
    check("checkin.json", true, "601", 1, 1);
    check("checkin_undone.json", false, "601", 1, 1);
    check("checkin_flat.json", true, "97", 0, 0);
}

/// The vendor's example has a customer, the words of a customer, and the numbers of an account.
#[test]
fn an_example_of_zaui_with_the_wrong_numbers_fits_its_type() {
    let delivery = Fixture::named("zaui", "customer_amendment_misprint.json").delivery("zaui");
    let verified = delivery.verify(&ZAUI.proof, &local_secret("zaui")).unwrap();
    let reading = (ZAUI.read)(&verified).unwrap();
    match zaui::Payload::read(&reading.kind, verified.body()) {
        Ok(zaui::Payload::Customer(zaui::Action::Amendment, event)) => assert_eq!(event.data.customer_id, "1099"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn bookings_of_zaui() {
    let body = Fixture::named("zaui", "booking_amendment.json").delivery("zaui").body;
    let Ok(zaui::Payload::Booking(_, event)) = zaui::Payload::read("booking.amendment", &body) else { panic!() };
    let revenue = event.data.booking_revenue.as_ref().unwrap();
    assert_eq!((revenue.total.as_deref(), revenue.total_formatted.as_deref()), (Some("511.56"), Some("$511.56")));
    let activity = &event.data.activities.as_ref().unwrap().activity[0];
    let passengers = activity.passengers.as_ref().unwrap();
    assert_eq!((passengers.adults.as_deref(), passengers.infants.as_deref()), (Some("1"), Some("0")));
    let price = activity.price_code_details.as_ref().unwrap();
    assert_eq!((price.adults_price.as_deref(), price.price_code_id.as_deref()), (Some("20.000000"), Some("426")));
    let customer = &event.data.customers.as_ref().unwrap().customer[0];
    assert_eq!(customer.username.as_deref(), Some("zoe@example.com"));
    assert_eq!(event.envelope.installation_id(), Some("0a1b2c3d4e"));
    assert_eq!(event.envelope.ip_address.as_deref(), Some("192.0.2.14"));
    assert!(event.envelope.extra.is_empty(), "{:?}", event.envelope.extra);
}

/// What a document or a capture shows has a member of its own: nothing of it is among the fields that are not known.
#[test]
fn what_is_shown_is_typed() {
    let mut untyped = Vec::new();
    for provider in [&GINGR, &GIRE, &OMBORI] {
        for fixture in Fixture::all(provider.name) {
            // Its other fields are made up to be unknown; and no document names a field of a lead.
            if fixture.file.ends_with("_untidy.json") || fixture.kind == "lead_created" {
                continue;
            }
            let body = fixture.delivery(provider.name).body;
            let payload = AnyPayload::read(provider.name, &fixture.kind, &body).expect(&fixture.file);
            let shown = format!("{payload:?}");
            let others =
                shown.match_indices("extra: {").filter_map(|(at, start)| shown[at + start.len()..].split_once('}'));
            untyped.extend(
                others
                    .filter(|(fields, _)| !fields.is_empty())
                    .map(|(fields, _)| format!("{}: {fields}", fixture.file)),
            );
        }
    }
    assert!(untyped.is_empty(), "{}", untyped.join("\n"));
}

/// What a function notes about a payload is what a consumer would meet: for every example, whole and with each field spoilt.
#[test]
fn what_fits_is_what_consumers_can_read() {
    let mut misfits = 0;
    for provider in ALL {
        for fixture in Fixture::all(provider.name).iter().filter(|fixture| !fixture.unreadable) {
            let kind = &fixture.kind;
            let whole: Value = serde_json::from_slice(&fixture.delivery(provider.name).body).unwrap();
            let mut bodies = vec![whole.clone()];
            for name in whole.as_object().unwrap().keys() {
                for spoilt in [None, Some(Value::from(7)), Some(serde_json::json!({ "x": [true] }))] {
                    let mut body = whole.clone();
                    let fields = body.as_object_mut().unwrap();
                    match spoilt {
                        None => drop(fields.remove(name)),
                        Some(value) => drop(fields.insert(name.clone(), value)),
                    }
                    bodies.push(body);
                }
            }
            for body in bodies {
                let body = Bytes::from(body.to_string());
                let (noted, read) =
                    (provider.check_payload(kind, &body).misfit, AnyPayload::read(provider.name, kind, &body));
                assert_eq!(noted.is_some(), read.is_err(), "{} {kind} {body:?}: {noted:?}", provider.name);
                misfits += usize::from(noted.is_some());
            }
        }
    }
    assert!(misfits > 100, "{misfits}");
}
