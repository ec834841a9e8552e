//! What passes verification and what is refused, and with which cause.

use frontdesk::delivery::Delivery;
use frontdesk::provider::Provider;
use frontdesk::providers::{Cheqroom, Gingr, Gire, Ombori, Zaui};
use frontdesk::rejection::Refusal;
use frontdesk::secrets::Secrets;

use crate::deliveries::*;

#[test]
fn published_vectors() {
    let hub = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
    let delivery = with_header("x-hub-signature-256", hub, "Hello, World!");
    assert!(outcome::<Gire>(delivery, "It's a Secret to Everybody").is_ok());

    fn check(kind: &str, id: &str, entity: &str, signature: &str) {
        let delivery = gingr_signed(kind, id, entity, signature, r#""entity_data":{}"#);
        assert!(outcome::<Gingr>(delivery, "test-webhook-signature-key").is_ok(), "{kind}");
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
    fn check(hex: &str, expected: Option<Refusal>) {
        let cheqroom = with_header("x-cheqroom-signature", hex, BODY);
        assert_eq!(refusal::<Cheqroom>(cheqroom), expected, "cheqroom {hex:?}");
        let gire = with_header("x-hub-signature-256", &format!("sha256={hex}"), BODY);
        assert_eq!(refusal::<Gire>(gire), expected, "gire {hex:?}");
    }
    let good = sign(SECRET, BODY.as_bytes());
    check(&good, None);
    check(&good.to_uppercase(), None);
    check(&sign("another secret 0", BODY.as_bytes()), Some(Refusal::SignatureMismatch));
    check(&sign(SECRET, b"{}"), Some(Refusal::SignatureMismatch));
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
        check(malformed, Some(Refusal::SignatureMalformed));
    }
}

#[test]
fn prefix_of_gire() {
    fn check(prefix: &str, expected: Option<Refusal>) {
        let header = format!("{prefix}{}", sign(SECRET, b"{}"));
        assert_eq!(refusal::<Gire>(with_header("x-hub-signature-256", &header, "{}")), expected, "{prefix:?}");
    }
    check("sha256=", None);
    for wrong in ["", "sha1=", "SHA256=", " sha256=", "sha256:", "sha256"] {
        check(wrong, Some(Refusal::PrefixMissing("sha256=")));
    }
    check("sha256= ", Some(Refusal::SignatureMalformed));
    check("sha256=sha256=", Some(Refusal::SignatureMalformed));
}

#[test]
fn proof_that_is_missing() {
    assert_eq!(refusal::<Gire>(delivery("{}")), Some(Refusal::HeaderMissing("x-hub-signature-256")));
    assert_eq!(refusal::<Cheqroom>(delivery("{}")), Some(Refusal::HeaderMissing("x-cheqroom-signature")));
    assert_eq!(refusal::<Ombori>(delivery("{}")), Some(Refusal::HeaderMissing("authorization")));
    assert_eq!(
        refusal::<Ombori>(with_header("authorization", "", "{}")),
        Some(Refusal::HeaderMissing("authorization"))
    );
    assert_eq!(refusal::<Zaui>(delivery("{}")), Some(Refusal::PathTokenMissing));
    // The proof of one provider is none for another.
    assert_eq!(refusal::<Cheqroom>(gire_delivery(SECRET, "{}")), Some(Refusal::HeaderMissing("x-cheqroom-signature")));
    assert_eq!(refusal::<Zaui>(ombori_delivery(SECRET, "{}")), Some(Refusal::PathTokenMissing));
}

#[test]
fn signature_inside_gingrs_body() {
    fn check(body: &str, expected: Option<Refusal>) {
        let body = body.replace("SIGNATURE", &sign(SECRET, b"check_in26361reservation"));
        assert_eq!(refusal::<Gingr>(delivery(body.clone())), expected, "{body}");
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
        check(body, Some(Refusal::FieldMissing(name)));
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
        check(&format!("{body}{more}}}"), Some(Refusal::FieldMalformed(name)));
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
        check(&format!(r#"{{{fields},"signature":"SIGNATURE"}}"#), Some(Refusal::FieldMalformed(name)));
    }
    for body in ["", "[]", "<xml/>", "{", "null", "\u{feff}{}"] {
        check(body, Some(Refusal::BodyNotAnObject));
    }
    let other = r#""webhook_type":"check_in","entity_id":26361,"entity_type":"reservation""#;
    check(&format!(r#"{{{other},"signature":7}}"#), Some(Refusal::FieldMalformed("signature")));
    check(&format!(r#"{{{other},"signature":null}}"#), Some(Refusal::FieldMalformed("signature")));
    for malformed in ["", "ab", "SIGNATURE0", "sha256=SIGNATURE", " SIGNATURE", "\u{e9}", r"\u0061"] {
        check(&format!(r#"{{{other},"signature":"{malformed}"}}"#), Some(Refusal::SignatureMalformed));
    }
    // Another entity, another form of the same number, a leading zero: not what was signed.
    for id in ["26362", "26361.0", "2.6361e4", "\"026361\"", "\"26361 \""] {
        let body = format!(
            r#"{{"webhook_type":"check_in","entity_id":{id},"entity_type":"reservation","signature":"SIGNATURE"}}"#
        );
        check(&body, Some(Refusal::SignatureMismatch));
    }
    let upper = gingr_signed("a", "1", "b", &sign(SECRET, b"a1b").to_uppercase(), r#""x":1"#);
    assert_eq!(refusal::<Gingr>(upper), None);
}

#[test]
fn tokens_of_ombori() {
    fn check(header: Option<&str>, name: &str, value: &str, expected: Option<Refusal>) {
        let delivery = Delivery { auth_header: header.map(str::to_owned), ..with_header(name, value, "{}") };
        assert_eq!(refusal::<Ombori>(delivery), expected, "{header:?} {name}: {value}");
    }
    check(None, "authorization", SECRET, None);
    check(Some("x-token"), "x-token", SECRET, None);
    check(Some("x-token"), "authorization", SECRET, Some(Refusal::AuthHeaderMissing));
    check(Some("x-token"), "x-token", "", Some(Refusal::AuthHeaderMissing));
    check(None, "x-token", SECRET, Some(Refusal::HeaderMissing("authorization")));
    // Compared whole: neither a part, nor with something around it, nor in another case.
    for wrong in [
        "0123456789abcde",
        "0123456789abcdef0",
        "Bearer 0123456789abcdef",
        "0123456789ABCDEF",
        " 0123456789abcdef",
        "\u{e9}",
    ] {
        check(None, "authorization", wrong, Some(Refusal::TokenMismatch));
    }
}

#[test]
fn tokens_of_zaui() {
    fn check(path: &str, header: Option<&str>, expected: Option<Refusal>) {
        let mut delivery = Delivery { path: path.to_owned(), ..delivery("{}") };
        if let Some(value) = header {
            delivery.auth_header = Some("x-token".to_owned());
            delivery.headers.push(("x-token".to_owned(), value.to_owned()));
        }
        assert_eq!(refusal::<Zaui>(delivery), expected, "{path} {header:?}");
    }
    check("/0123456789abcdef", None, None);
    check("/0123456789abcdef/", None, None);
    check("/0123456789abcdef/bookings", None, None);
    check("/%30123456789abcde%66", None, None);
    for missing in ["/", "", "//0123456789abcdef"] {
        check(missing, None, Some(Refusal::PathTokenMissing));
    }
    for wrong in ["/bookings/0123456789abcdef", "/0123456789ABCDEF", "/0123456789abcdef%00", "/%ff", "/%", "/\u{e9}"] {
        check(wrong, None, Some(Refusal::TokenMismatch));
    }
    // Where the operator names a header and it is there, it is the token, and the path is none.
    check("/", Some(SECRET), None);
    check("/0123456789abcdef", Some("something else"), Some(Refusal::TokenMismatch));
    check("/0123456789abcdef", Some(""), None);
    check("/", Some(""), Some(Refusal::PathTokenMissing));
    // A header that the operator did not name is not looked at.
    assert_eq!(refusal::<Zaui>(with_header("x-token", SECRET, "{}")), Some(Refusal::PathTokenMissing));

    // A secret that only fits into a URL percent-encoded.
    let delivery = Delivery { path: "/a%2Fb%20%C3%A9%250123456789".to_owned(), ..delivery("{}") };
    assert!(outcome::<Zaui>(delivery, "a/b \u{e9}%0123456789").is_ok());
}

#[test]
fn several_secrets_are_live() {
    fn check<P: Provider>(delivery: impl Fn(&str) -> Delivery) {
        const LIVE: &str = r#"["the new secret 0","the old secret 0"]"#;
        let [new, old] = ["the new secret 0", "the old secret 0"]
            .map(|secret| Secrets::parse(secret).unwrap().ids().next().unwrap().to_string());
        assert_eq!(outcome::<P>(delivery("the new secret 0"), LIVE), Ok(new), "{}", P::NAME);
        assert_eq!(outcome::<P>(delivery("the old secret 0"), LIVE), Ok(old), "{}", P::NAME);
        let refused = outcome::<P>(delivery("no live secret 0"), LIVE);
        let mismatch = [Err(Refusal::SignatureMismatch), Err(Refusal::TokenMismatch)];
        assert!(mismatch.contains(&refused), "{}: {refused:?}", P::NAME);
    }
    check::<Gingr>(|secret| gingr_delivery(secret, "check_in", "1", "reservation", r#""a":1"#));
    check::<Gire>(|secret| gire_delivery(secret, "{}"));
    check::<Cheqroom>(|secret| cheqroom_delivery(secret, "/", "{}"));
    check::<Ombori>(|secret| ombori_delivery(secret, "{}"));
    check::<Zaui>(|secret| zaui_delivery(&secret.replace(' ', "%20"), "{}"));
}

#[test]
fn a_refused_delivery_comes_back_untouched() {
    let refused = gire_delivery("another secret 0", "{}").verify::<Gire>(&Secrets::parse(SECRET).unwrap()).unwrap_err();
    assert_eq!(refused.refusal, Refusal::SignatureMismatch);
    assert_eq!(refused.delivery.body, "{}");
    let token = ombori_delivery(SECRET, "{}").verify::<Ombori>(&Secrets::parse(SECRET).unwrap()).unwrap();
    assert_eq!(token.signature(), None, "a token must never be kept");
}
