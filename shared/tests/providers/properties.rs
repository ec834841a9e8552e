//! What must hold for every delivery, genuine, damaged or invented.

use frontdesk::AnyPayload;
use frontdesk::providers::cheqroom::CHEQROOM;
use frontdesk::providers::gingr::GINGR;
use frontdesk::providers::gire::GIRE;
use frontdesk::providers::ombori::OMBORI;
use frontdesk::providers::zaui::ZAUI;
use frontdesk::providers::{ALL, Provider};
use frontdesk::receive::delivery::Delivery;
use frontdesk::receive::refusal::RefusalReason;
use frontdesk::receive::secrets::Secrets;
use proptest::prelude::*;
use serde_json::Value;

use crate::deliveries::*;
use crate::{CHEQROOM_KINDS, GINGR_KINDS, GIRE_KINDS, OMBORI_KINDS, ZAUI_KINDS};

/// A signed provider's fixture with one bit changed, in its body or in its signature.
fn flipped(provider: &str, header: &str, prefix: &str, fixture: usize, bit: usize, in_body: bool) -> Delivery {
    let fixtures = Fixture::all(provider);
    let mut delivery = fixtures[fixture % fixtures.len()].delivery(provider);
    if in_body {
        let mut body = delivery.body.to_vec();
        flip(&mut body, bit);
        delivery.body = body.into();
    } else {
        let found = delivery.headers.iter_mut().find(|(name, _)| name == header).unwrap();
        let mut bytes = hex::decode(found.1.strip_prefix(prefix).unwrap()).unwrap();
        flip(&mut bytes, bit);
        found.1 = format!("{prefix}{}", hex::encode(bytes));
    }
    delivery
}

fn flip(bytes: &mut [u8], bit: usize) {
    let bit = bit % (bytes.len() * 8);
    bytes[bit / 8] ^= 1 << (bit % 8);
}

/// Changes one bit of an ASCII text so that it stays ASCII.
fn flip_text(text: &str, bit: usize) -> String {
    let mut bytes = text.as_bytes().to_vec();
    let bit = bit % (bytes.len() * 7);
    bytes[bit / 7] ^= 1 << (bit % 7);
    String::from_utf8(bytes).unwrap()
}

/// Everything that a provider does with a delivery; only whether it comes back matters.
fn exercise(provider: &Provider, delivery: Delivery) {
    exercise_with(provider, None, delivery);
}

fn exercise_with(provider: &Provider, auth_header: Option<&str>, delivery: Delivery) {
    let proof = provider.proof.with_auth_header(auth_header);
    let body = delivery.body.clone();
    let known = [GINGR_KINDS, GIRE_KINDS, OMBORI_KINDS, ZAUI_KINDS, CHEQROOM_KINDS];
    let kinds = known.into_iter().chain(["other item. .create booking. .creation"]);
    for kind in kinds.flat_map(str::split_whitespace) {
        let _ = AnyPayload::read(provider.name, kind, &body);
    }
    let _ = proof.claim(&delivery).map(drop);
    let _ = proof.sign(delivery.clone(), SECRET).map(drop);
    if let Ok(verified) = delivery.verify(&proof, &Secrets::parse(SECRET).unwrap()) {
        let _ = (provider.read)(&verified)
            .map(|reading| AnyPayload::read(provider.name, &reading.kind, verified.body()).is_ok());
    }
}

/// JSON that is deep, odd and often nearly right: known names with values of any shape.
fn nearly_right() -> impl Strategy<Value = String> {
    let name = prop::sample::select(vec![
        "id",
        "type",
        "data",
        "eventType",
        "timestamp",
        "webhook_type",
        "entity_id",
        "entity_type",
        "entity_data",
        "_id",
        "eventData",
        "eventNotificationType",
        "eventNotificationTypeV2",
        "eventNotificationGroupId",
        "booking",
        "position",
        "eventNotificationTypeId",
        "eventNotificationDateTime",
        "eventNotificationUniqueId",
        "bookingId",
        "registrationData",
        "pudId",
        "transaction",
        "detailed_payments",
        "location",
        "items",
        "customer",
        "activities",
        "activity",
        "topic",
    ]);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
        prop::sample::select(vec![
            "2024-04-29T12:00:14-07:00",
            "2017-11-19 8:34:31",
            "9999-12-31T23:59:59-99:59",
            "1",
            ""
        ])
        .prop_map(Value::from),
    ];
    let value = leaf.prop_recursive(4, 24, 4, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            prop::collection::vec((name.clone(), inner), 0..6).prop_map(|fields| {
                fields
                    .into_iter()
                    .map(|(name, value)| (name.to_owned(), value))
                    .collect::<serde_json::Map<_, _>>()
                    .into()
            }),
        ]
    });
    value.prop_map(|value| value.to_string())
}

proptest! {
    #[test]
    fn a_flipped_bit_refuses_gire(fixture: usize, bit: usize, in_body: bool) {
        let delivery = flipped("gire", "x-hub-signature-256", "sha256=", fixture, bit, in_body);
        let refused = delivery.verify(&GIRE.proof, &local_secret("gire")).map_err(|refusal| refusal.reason);
        prop_assert_eq!(refused.err(), Some(RefusalReason::SignatureMismatch));
    }

    #[test]
    fn a_flipped_bit_refuses_cheqroom(fixture: usize, bit: usize, in_body: bool) {
        let delivery = flipped("cheqroom", "x-cheqroom-signature", "", fixture, bit, in_body);
        let refused = delivery.verify(&CHEQROOM.proof, &local_secret("cheqroom")).map_err(|refusal| refusal.reason);
        prop_assert_eq!(refused.err(), Some(RefusalReason::SignatureMismatch));
    }

    #[test]
    fn a_flipped_bit_refuses_gingr(fixture: usize, bit: usize, which in 0..4usize) {
        let fixtures = Fixture::all("gingr");
        let delivery = fixtures[fixture % fixtures.len()].delivery("gingr");
        let mut body: Value = serde_json::from_slice(&delivery.body).unwrap();
        let field = ["webhook_type", "entity_id", "entity_type", "signature"][which];
        let text = body[field].as_str().map_or_else(|| body[field].to_string(), str::to_owned);
        body[field] = if field == "signature" {
            let mut bytes = hex::decode(text).unwrap();
            flip(&mut bytes, bit);
            hex::encode(bytes).into()
        } else {
            flip_text(&text, bit).into()
        };
        let delivery = Delivery { body: body.to_string().into(), ..delivery };
        let refused = delivery.verify(&GINGR.proof, &local_secret("gingr")).map_err(|refusal| refusal.reason);
        prop_assert_eq!(refused.err(), Some(RefusalReason::SignatureMismatch));
    }

    #[test]
    fn a_flipped_bit_refuses_tokens(bit: usize) {
        prop_assert_eq!(refusal(&OMBORI.proof, ombori_delivery(&flip_text(SECRET, bit), "{}")), Some(RefusalReason::TokenMismatch));
        let refused = refusal(&ZAUI.proof, at(&format!("/{}", flip_text(SECRET, bit)), "{}"));
        // A slash in the first place leaves no token at all.
        prop_assert!(matches!(refused, Some(RefusalReason::TokenMismatch | RefusalReason::PathTokenMissing)));
    }

    #[test]
    fn nonsense_never_panics(
        body in prop::collection::vec(any::<u8>(), 0..200),
        path in ".{0,40}",
        header in ".{0,80}",
        auth: bool,
    ) {
        let names = ["x-hub-signature-256", "x-cheqroom-signature", "authorization", "x-token", "content-type"];
        let delivery = Delivery {
            path,
            headers: names.iter().map(|name| ((*name).to_owned(), header.clone())).collect(),
            ..delivery(body)
        };
        for provider in ALL {
            exercise_with(provider, auth.then_some("x-token"), delivery.clone());
        }
    }

    #[test]
    fn authentic_nonsense_never_panics(body in nearly_right(), topic in ".{0,20}") {
        let inner = body.strip_prefix('{').and_then(|body| body.strip_suffix('}')).unwrap_or("");
        let more = if inner.is_empty() { r#""a":1"# } else { inner };
        // A field that is there twice, which cannot be signed, is among the nonsense.
        let kind = topic.replace(['"', '\\'], "");
        let signature = sign(SECRET, format!("{kind}7owner").as_bytes());
        exercise(&GINGR, gingr_signed(&kind, "7", "owner", &signature, more));
        exercise(&GIRE, gire_delivery(SECRET, &body));
        exercise(&OMBORI, ombori_delivery(SECRET, &body));
        exercise(&ZAUI, zaui_delivery(SECRET, &body));
        exercise(&CHEQROOM, cheqroom_delivery(SECRET, &format!("/{topic}"), &body));
    }

    #[test]
    fn a_retry_of_gingr_is_the_same_event(
        order in Just(vec![0, 1, 2, 3, 4, 5, 6]).prop_shuffle(),
        blanks in prop::collection::vec("[ \t\r\n]{0,3}", 28),
        tries: u32,
        url in "https://[a-z]{1,9}/",
    ) {
        let plain = gingr_members("https://example.com/", 1, r#"{"a": 1, "b":"x"}"#);
        let again = gingr_members(&url, tries, r#"{"a": 1, "b":"x"}"#);
        let mut blanks = blanks.into_iter();
        let mut blank = || blanks.next().unwrap_or_default();
        let shuffled: Vec<_> = order
            .iter()
            .map(|index| format!("{}{}{}:{}{}{}", blank(), again[*index].0, blank(), blank(), again[*index].1, blank()))
            .collect();
        prop_assert_eq!(gingr_id(&join(&plain)), gingr_id(&format!("{{{}}}", shuffled.join(","))));
    }

    #[test]
    fn any_other_change_of_gingr_is_another_event(data in nearly_right(), extra in "[a-z]{1,8}") {
        let plain = gingr_members("https://example.com/", 1, r#"{"a":1}"#);
        let changed = gingr_members("https://example.com/", 1, &data);
        prop_assert_eq!(gingr_id(&join(&plain)) == gingr_id(&join(&changed)), data == r#"{"a":1}"#);
        let mut more = plain.clone();
        more.push((format!("\"{extra}\""), "1".to_owned()));
        prop_assert_ne!(gingr_id(&join(&plain)), gingr_id(&join(&more)));
    }
}
