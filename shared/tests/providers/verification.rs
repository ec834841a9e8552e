//! What passes verification and what is refused, and with which cause.

use std::collections::BTreeSet;

use frontdesk::providers::cheqroom::CHEQROOM;
use frontdesk::providers::gingr::GINGR;
use frontdesk::providers::gire::GIRE;
use frontdesk::providers::ombori::OMBORI;
use frontdesk::providers::zaui::ZAUI;
use frontdesk::providers::{ALL, Provider};
use frontdesk::receive::delivery::Delivery;
use frontdesk::receive::refusal::RefusalReason;
use frontdesk::receive::secrets::Secrets;

use crate::deliveries::*;

#[test]
fn published_vectors() {
    let hub = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
    let delivery = with_header("x-hub-signature-256", hub, "Hello, World!");
    assert!(outcome(&GIRE.proof, delivery, "It's a Secret to Everybody").is_ok());

    fn check(kind: &str, id: &str, entity: &str, signature: &str) {
        let delivery = gingr_signed(kind, id, entity, signature, r#""entity_data":{}"#);
        assert!(outcome(&GINGR.proof, delivery, "test-webhook-signature-key").is_ok(), "{kind}");
    }
    let check_out = "e6d62e27528513a9c4aa399e3a79192aacc490cfeae202fa753f319967ab30eb";
    check("check_out", "\"76390\"", "reservation", check_out);
    check("check_out", "76390", "reservation", check_out);
    check("email_sent", "5917", "owner", "2e1a768a873926e959d89b86d7a7f6c8b62dcf4426e2af6839f6dff306b9a1ef");
}

#[test]
fn signatures_in_headers() {
    const BODY: &str = r#"{"id":"e1"}"#;
    /// The same header value without (cheqroom) and with (gire) its prefix.
    fn check(hex: &str, expected: Option<RefusalReason>) {
        let cheqroom = with_header("x-cheqroom-signature", hex, BODY);
        assert_eq!(refusal(&CHEQROOM.proof, cheqroom), expected, "cheqroom {hex:?}");
        let gire = with_header("x-hub-signature-256", &format!("sha256={hex}"), BODY);
        assert_eq!(refusal(&GIRE.proof, gire), expected, "gire {hex:?}");
    }
    let good = sign(SECRET, BODY.as_bytes());
    check(&good, None);
    check(&good.to_uppercase(), None);
    check(&sign("another secret 0", BODY.as_bytes()), Some(RefusalReason::SignatureMismatch));
    check(&sign(SECRET, b"{}"), Some(RefusalReason::SignatureMismatch));
    for malformed in [
        "",
        &good[..63],
        &good[..62],
        &format!("{good}0"),
        &format!("{good}00"),
        &format!(" {good}"),
        &format!("{good}\n"),
        &format!("{}\u{e9}", &good[..62]),
        &format!("{}\u{ff11}", &good[..61]),
        &format!("{}zz", &good[..62]),
        &format!("0x{}", &good[..62]),
    ] {
        check(malformed, Some(RefusalReason::SignatureMalformed));
    }
}

#[test]
fn prefix_of_gire() {
    fn check(prefix: &str, expected: Option<RefusalReason>) {
        let header = format!("{prefix}{}", sign(SECRET, b"{}"));
        assert_eq!(refusal(&GIRE.proof, with_header("x-hub-signature-256", &header, "{}")), expected, "{prefix:?}");
    }
    check("sha256=", None);
    for wrong in ["", "sha1=", "SHA256=", " sha256=", "sha256:", "sha256"] {
        check(wrong, Some(RefusalReason::PrefixMissing("sha256=")));
    }
    check("sha256= ", Some(RefusalReason::SignatureMalformed));
    check("sha256=sha256=", Some(RefusalReason::SignatureMalformed));
}

#[test]
fn proof_that_is_missing() {
    assert_eq!(refusal(&GIRE.proof, delivery("{}")), Some(RefusalReason::HeaderMissing("x-hub-signature-256")));
    assert_eq!(refusal(&CHEQROOM.proof, delivery("{}")), Some(RefusalReason::HeaderMissing("x-cheqroom-signature")));
    assert_eq!(refusal(&OMBORI.proof, delivery("{}")), Some(RefusalReason::HeaderMissing("authorization")));
    assert_eq!(
        refusal(&OMBORI.proof, with_header("authorization", "", "{}")),
        Some(RefusalReason::HeaderMissing("authorization"))
    );
    assert_eq!(refusal(&ZAUI.proof, delivery("{}")), Some(RefusalReason::PathTokenMissing));
    // The proof of one provider is none for another.
    assert_eq!(
        refusal(&CHEQROOM.proof, gire_delivery(SECRET, "{}")),
        Some(RefusalReason::HeaderMissing("x-cheqroom-signature"))
    );
    assert_eq!(refusal(&ZAUI.proof, ombori_delivery(SECRET, "{}")), Some(RefusalReason::PathTokenMissing));
}

#[test]
fn signature_inside_gingrs_body() {
    fn check(body: &str, expected: Option<RefusalReason>) {
        let body = body.replace("SIGNATURE", &sign(SECRET, b"check_in26361reservation"));
        assert_eq!(refusal(&GINGR.proof, delivery(body.clone())), expected, "{body}");
    }
    check(r#"{"webhook_type":"check_in","entity_id":26361,"entity_type":"reservation","signature":"SIGNATURE"}"#, None);
    check(
        r#"{"signature":"SIGNATURE","entity_type":"reservation","entity_id":"26361","webhook_type":"check_in"}"#,
        None,
    );
    check(
        r#"{"webhook_type":"check\u005fin","entity_id":26361,"entity_type":"reservation","signature":"SIGNATURE"}"#,
        None,
    );
    // The three texts are joined without separator: that a shifted boundary passes is the provider's rule, not ours.
    check(r#"{"webhook_type":"check_in2","entity_id":6361,"entity_type":"reservation","signature":"SIGNATURE"}"#, None);

    for (body, name) in [
        (r#"{"entity_id":26361,"entity_type":"reservation","signature":"SIGNATURE"}"#, "webhook_type"),
        (r#"{"webhook_type":"check_in","entity_type":"reservation","signature":"SIGNATURE"}"#, "entity_id"),
        (r#"{"webhook_type":"check_in","entity_id":26361,"signature":"SIGNATURE"}"#, "entity_type"),
        (r#"{"webhook_type":"check_in","entity_id":26361,"entity_type":"reservation"}"#, "signature"),
        ("{}", "signature"),
    ] {
        check(body, Some(RefusalReason::FieldMissing(name)));
    }
    for (more, name) in [
        (r#""webhook_type":"check_in""#, "webhook_type"),
        (r#""entity_id":26361"#, "entity_id"),
        (r#""entity_type":"reservation""#, "entity_type"),
        (r#""signature":"SIGNATURE""#, "signature"),
        // An escape does not hide a second one.
        (r#""entity\u005fid":"1""#, "entity_id"),
    ] {
        let body =
            r#"{"webhook_type":"check_in","entity_id":26361,"entity_type":"reservation","signature":"SIGNATURE","#;
        check(&format!("{body}{more}}}"), Some(RefusalReason::FieldMalformed(name)));
    }
    for (fields, name) in [
        (r#""webhook_type":["check_in"],"entity_id":26361,"entity_type":"reservation""#, "webhook_type"),
        (r#""webhook_type":1,"entity_id":26361,"entity_type":"reservation""#, "webhook_type"),
        (r#""webhook_type":"check_in","entity_id":null,"entity_type":"reservation""#, "entity_id"),
        (r#""webhook_type":"check_in","entity_id":{"a":1},"entity_type":"reservation""#, "entity_id"),
        (r#""webhook_type":"check_in","entity_id":true,"entity_type":"reservation""#, "entity_id"),
        (r#""webhook_type":"check_in","entity_id":26361,"entity_type":7"#, "entity_type"),
        (r#""webhook_type":"\ud800","entity_id":26361,"entity_type":"reservation""#, "webhook_type"),
    ] {
        check(&format!(r#"{{{fields},"signature":"SIGNATURE"}}"#), Some(RefusalReason::FieldMalformed(name)));
    }
    for body in ["", "[]", "<xml/>", "{", "null", "\u{feff}{}"] {
        check(body, Some(RefusalReason::BodyNotAnObject));
    }
    let other = r#""webhook_type":"check_in","entity_id":26361,"entity_type":"reservation""#;
    check(&format!(r#"{{{other},"signature":7}}"#), Some(RefusalReason::FieldMalformed("signature")));
    check(&format!(r#"{{{other},"signature":null}}"#), Some(RefusalReason::FieldMalformed("signature")));
    for malformed in ["", "ab", "SIGNATURE0", "sha256=SIGNATURE", " SIGNATURE", "\u{e9}", r"\u0061"] {
        check(&format!(r#"{{{other},"signature":"{malformed}"}}"#), Some(RefusalReason::SignatureMalformed));
    }
    // Another entity, another form of the same number, a leading zero: not what was signed.
    for id in ["26362", "26361.0", "2.6361e4", "\"026361\"", "\"26361 \""] {
        let body = format!(
            r#"{{"webhook_type":"check_in","entity_id":{id},"entity_type":"reservation","signature":"SIGNATURE"}}"#
        );
        check(&body, Some(RefusalReason::SignatureMismatch));
    }
    let upper = gingr_signed("a", "1", "b", &sign(SECRET, b"a1b").to_uppercase(), r#""x":1"#);
    assert_eq!(refusal(&GINGR.proof, upper), None);
}

#[test]
fn tokens_of_ombori() {
    fn check(header: Option<&str>, name: &str, value: &str, expected: Option<RefusalReason>) {
        let proof = OMBORI.proof.with_auth_header(header);
        assert_eq!(refusal(&proof, with_header(name, value, "{}")), expected, "{header:?} {name}: {value}");
    }
    check(None, "authorization", SECRET, None);
    check(Some("x-token"), "x-token", SECRET, None);
    check(Some("x-token"), "authorization", SECRET, Some(RefusalReason::AuthHeaderMissing));
    check(Some("x-token"), "x-token", "", Some(RefusalReason::AuthHeaderMissing));
    check(None, "x-token", SECRET, Some(RefusalReason::HeaderMissing("authorization")));
    // Compared whole: neither a part, nor with something around it, nor in another case.
    for wrong in [
        "0123456789abcde",
        "0123456789abcdef0",
        "Bearer 0123456789abcdef",
        "0123456789ABCDEF",
        " 0123456789abcdef",
        "\u{e9}",
    ] {
        check(None, "authorization", wrong, Some(RefusalReason::TokenMismatch));
    }
}

#[test]
fn tokens_of_zaui() {
    fn check(path: &str, header: Option<&str>, expected: Option<RefusalReason>) {
        let mut delivery = at(path, "{}");
        delivery.headers.extend(header.map(|value| ("x-token".to_owned(), value.to_owned())));
        let proof = ZAUI.proof.with_auth_header(header.map(|_| "x-token"));
        assert_eq!(refusal(&proof, delivery), expected, "{path} {header:?}");
    }
    check("/0123456789abcdef", None, None);
    check("/0123456789abcdef/", None, None);
    check("/0123456789abcdef/bookings", None, None);
    check("/%30123456789abcde%66", None, None);
    for missing in ["/", "", "//0123456789abcdef"] {
        check(missing, None, Some(RefusalReason::PathTokenMissing));
    }
    for wrong in ["/bookings/0123456789abcdef", "/0123456789ABCDEF", "/0123456789abcdef%00", "/%ff", "/%", "/\u{e9}"] {
        check(wrong, None, Some(RefusalReason::TokenMismatch));
    }
    // Where the operator names a header and it is there, it is the token, and the path is none.
    check("/", Some(SECRET), None);
    check("/0123456789abcdef", Some("something else"), Some(RefusalReason::TokenMismatch));
    check("/0123456789abcdef", Some(""), None);
    check("/", Some(""), Some(RefusalReason::PathTokenMissing));
    // A header that the operator did not name is not looked at.
    assert_eq!(refusal(&ZAUI.proof, with_header("x-token", SECRET, "{}")), Some(RefusalReason::PathTokenMissing));

    // A secret that only fits into a URL percent-encoded.
    let delivery = at("/a%2Fb%20%C3%A9%250123456789", "{}");
    assert!(outcome(&ZAUI.proof, delivery, "a/b \u{e9}%0123456789").is_ok());
}

#[test]
fn several_secrets_are_live() {
    fn check(provider: &Provider, delivery: impl Fn(&str) -> Delivery) {
        const LIVE: &str = r#"["the new secret 0","the old secret 0"]"#;
        let [new, old] = ["the new secret 0", "the old secret 0"]
            .map(|secret| Secrets::parse(secret).unwrap().ids().next().unwrap().to_string());
        assert_eq!(outcome(&provider.proof, delivery("the new secret 0"), LIVE), Ok(new), "{}", provider.name);
        assert_eq!(outcome(&provider.proof, delivery("the old secret 0"), LIVE), Ok(old), "{}", provider.name);
        let refused = outcome(&provider.proof, delivery("no live secret 0"), LIVE);
        let mismatch = [Err(RefusalReason::SignatureMismatch), Err(RefusalReason::TokenMismatch)];
        assert!(mismatch.contains(&refused), "{}: {refused:?}", provider.name);
    }
    check(&GINGR, |secret| gingr_delivery(secret, "check_in", "1", "reservation", r#""a":1"#));
    check(&GIRE, |secret| gire_delivery(secret, "{}"));
    check(&CHEQROOM, |secret| cheqroom_delivery(secret, "/", "{}"));
    check(&OMBORI, |secret| ombori_delivery(secret, "{}"));
    check(&ZAUI, |secret| zaui_delivery(secret, "{}"));
}

#[test]
fn a_refused_delivery_comes_back_untouched() {
    let secrets = Secrets::parse(SECRET).unwrap();
    let refused = gire_delivery("another secret 0", "{}").verify(&GIRE.proof, &secrets).unwrap_err();
    assert_eq!(refused.reason, RefusalReason::SignatureMismatch);
    assert_eq!(refused.delivery.body, "{}");
    let token = ombori_delivery(SECRET, "{}").verify(&OMBORI.proof, &secrets).unwrap();
    assert_eq!(token.signature(), None, "a token must never be kept");
}

/// The fixtures are signed by a script that shares nothing with this crate: what it signs, the providers' own signers sign
/// alike, and they put it in the same place.
#[test]
fn signs_like_the_independent_signer() {
    fn everything(delivery: &Delivery) -> (BTreeSet<(String, String)>, String, Vec<u8>) {
        (delivery.headers.iter().cloned().collect(), delivery.path.clone(), delivery.body.to_vec())
    }
    for provider in ALL {
        let fixtures = Fixture::all(provider.name);
        assert!(!fixtures.is_empty(), "{} has no fixtures", provider.name);
        for fixture in fixtures {
            let name = format!("{}/{}", provider.name, fixture.file);
            let sign = |delivery: Delivery, secret: &str| provider.proof.sign(delivery, secret).expect(&name);
            let original = fixture.delivery(provider.name);
            let otherwise = sign(original.clone(), "another secret 0");
            assert_ne!(everything(&otherwise), everything(&original), "{name}");
            let again = sign(otherwise, &format!("local-{}-secret", provider.name));
            assert_eq!(everything(&again), everything(&original), "{name}");
            assert_eq!(again.headers.len(), original.headers.len(), "{name}: a header is there twice");
        }
    }
}
