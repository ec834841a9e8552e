//! Deliveries broken on purpose, each with the cause that must be found.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use frontdesk::providers::cheqroom::CHEQROOM;
use frontdesk::providers::gingr::GINGR;
use frontdesk::providers::gire::GIRE;
use frontdesk::providers::ombori::OMBORI;
use frontdesk::providers::zaui::ZAUI;
use frontdesk::providers::{ALL, Provider};
use frontdesk::receive::delivery::Delivery;
use frontdesk::receive::kept_refusal::KeptRefusal;
use frontdesk::receive::refusal::Presented;
use frontdesk::receive::secrets::Secrets;
use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::explain::{Cause, Diagnosis, Known, Standing, explain, explain_kept};
use crate::providers::Providers;

const PROVIDERS: Providers = Providers(ALL);

/// A secret of the minimum length.
const SECRET: &str = "0123456789abcdef";
const FORMER: &str = "former-0123456789 ü";
const OTHER: &str = "other-0123456789";
/// In a provider's style: no spaces, its own order of fields, non-ASCII text, slashes.
const BODY: &str =
    r#"{"id":"e1","eventType":"pud:create","timestamp":"2026-03-14T08:00:00.000Z","data":{"ref":"ØRSTA/7","n":1.50}}"#;

fn delivery(body: impl Into<Bytes>) -> Delivery {
    Delivery::post("/", Vec::new(), body, Timestamp::UNIX_EPOCH)
}

/// An HMAC over any bytes, for signatures that a provider's own signer would not make.
fn sign(secret: &str, message: &[u8]) -> String {
    let hmac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    hex::encode(hmac.chain_update(message).finalize().into_bytes())
}

fn with_header(name: &str, value: &str, body: &str) -> Delivery {
    Delivery { headers: vec![(name.to_owned(), value.to_owned())], ..delivery(body.to_owned()) }
}

/// A delivery of Gingr. `id` is JSON, a number or a string; `more` holds further members.
fn gingr_delivery(secret: &str, kind: &str, id: &str, entity: &str, more: &str) -> Delivery {
    let [kind, entity] = [kind, entity].map(Value::from);
    let unsigned = format!(r#"{{"webhook_type":{kind},"entity_id":{id},"entity_type":{entity},{more}}}"#);
    GINGR.proof.sign(delivery(unsigned), secret).unwrap()
}

fn gingr_signed(kind: &str, id: &str, entity: &str, signature: &str, more: &str) -> Delivery {
    let [kind, entity, signature] = [kind, entity, signature].map(Value::from);
    delivery(format!(
        r#"{{"webhook_type":{kind},"entity_id":{id},"entity_type":{entity},"signature":{signature},{more}}}"#
    ))
}

fn gire_delivery(secret: &str, body: &str) -> Delivery {
    GIRE.proof.sign(delivery(body.to_owned()), secret).unwrap()
}

fn cheqroom_delivery(secret: &str, path: &str, body: &str) -> Delivery {
    CHEQROOM.proof.sign(Delivery { path: path.to_owned(), ..delivery(body.to_owned()) }, secret).unwrap()
}

fn ombori_delivery(secret: &str, body: &str) -> Delivery {
    OMBORI.proof.sign(delivery(body.to_owned()), secret).unwrap()
}

/// The secret is percent-encoded when it is put into the path.
fn zaui_delivery(secret: &str, body: &str) -> Delivery {
    ZAUI.proof.sign(delivery(body.to_owned()), secret).unwrap()
}

fn diagnosed(provider: &str, delivery: &Delivery, live: &str) -> Diagnosis {
    diagnosed_at(provider, None, delivery, live)
}

/// The diagnosis at an endpoint whose operator has set the header that carries the token.
fn diagnosed_at(provider: &str, auth_header: Option<&str>, delivery: &Delivery, live: &str) -> Diagnosis {
    let known = [(live, Standing::Live), (FORMER, Standing::Former), (OTHER, Standing::Of("cheqroom"))];
    let known = known.map(|(value, standing)| Known { value, standing });
    let diagnosis = explain(PROVIDERS, PROVIDERS.find(provider).unwrap(), delivery, auth_header, &known);
    // Whatever is wrong, the text contains no secret, and nothing that would be accepted.
    let expected = sign(live, &delivery.body);
    let gingr = sign(live, b"check_in7reservation");
    for secret in [live, FORMER, OTHER, &expected, &gingr, &STANDARD.encode(hex::decode(&expected).unwrap())] {
        let hidden = secret.is_empty() || !format!("{diagnosis:?}").contains(secret);
        assert!(hidden, "{diagnosis:?}");
    }
    diagnosis
}

/// Checks the cause, and that the words contain `told`.
#[track_caller]
fn check(provider: &str, delivery: Delivery, expected: Cause, told: &str) {
    check_with(SECRET, provider, delivery, expected, told);
}

#[track_caller]
fn check_with(live: &str, provider: &str, delivery: Delivery, expected: Cause, told: &str) {
    check_diagnosis(&diagnosed(provider, &delivery, live), expected, told);
}

#[track_caller]
fn check_diagnosis(diagnosis: &Diagnosis, expected: Cause, told: &str) {
    assert_eq!(diagnosis.cause, expected, "{diagnosis:?}");
    assert!(diagnosis.told.contains(told), "{diagnosis:?}");
    assert!(!diagnosis.todo.is_empty());
}

/// Gire's delivery of `body`, signed over `signed`.
fn gire(signed: &[u8], body: &[u8]) -> Delivery {
    let headers = vec![("x-hub-signature-256".to_owned(), format!("sha256={}", sign(SECRET, signed)))];
    Delivery { headers, ..delivery(body.to_vec()) }
}

#[test]
fn what_is_genuine() {
    check("gire", gire_delivery(SECRET, BODY), Cause::Genuine, "is live");
    let upper = sign(SECRET, BODY.as_bytes()).to_uppercase();
    check("gire", with_header("x-hub-signature-256", &format!("sha256={upper}"), BODY), Cause::Genuine, "is live");
    check("cheqroom", cheqroom_delivery(SECRET, "/item.create", BODY), Cause::Genuine, "is live");
    check("gingr", gingr_delivery(SECRET, "check_in", "7", "reservation", "\"a\":1"), Cause::Genuine, "is live");
    check("ombori", ombori_delivery(SECRET, BODY), Cause::Genuine, "cannot be read");
    check("zaui", zaui_delivery(SECRET, "<xml/>"), Cause::Genuine, "XML");
    check_with(
        &format!("[\"another live secret\",\"{SECRET}\"]"),
        "gire",
        gire_delivery(SECRET, BODY),
        Cause::Genuine,
        "9f9f5111",
    );
}

#[test]
fn signatures_that_are_missing_or_written_otherwise() {
    let hex = sign(SECRET, BODY.as_bytes());
    let base64 = STANDARD.encode(hex::decode(&hex).unwrap());
    let gire = |value: &str| with_header("x-hub-signature-256", value, BODY);
    let cheqroom = |value: &str| with_header("x-cheqroom-signature", value, BODY);
    check("gire", delivery(BODY), Cause::NoProof, "only for webhooks that were made with a secret");
    check("cheqroom", delivery(BODY), Cause::NoProof, "x-cheqroom-signature");
    check(
        "gingr",
        delivery(r#"{"webhook_type":"check_in","entity_id":7,"entity_type":"r"}"#),
        Cause::NoProof,
        "`signature`",
    );
    check("gire", Delivery { method: "GET".to_owned(), ..gire(&hex) }, Cause::Method, "GET");
    check("gire", gire(&hex), Cause::Prefix, "does not start with `sha256=`");
    check("gire", gire(&format!("SHA256={hex}")), Cause::Prefix, "does not start");
    check("cheqroom", cheqroom(&format!("sha256={hex}")), Cause::Prefix, "starts with `sha256=`");
    check("gire", gire(&format!("sha256={base64}")), Cause::Encoding, "base64");
    check("cheqroom", cheqroom(&base64), Cause::Encoding, "base64");
    check("cheqroom", cheqroom(&format!("\"{hex}\"")), Cause::Encoding, "quotation marks");
    check("gire", gire(&base64), Cause::Prefix, "; and the signature is in base64");
    check("gire", gire(&format!("sha256={}", &hex[..40])), Cause::Algorithm, "SHA-1");
    check("gire", gire(&format!("sha1={}", &hex[..40])), Cause::Prefix, "SHA-1");
    check("cheqroom", cheqroom(&hex.repeat(2)), Cause::Algorithm, "SHA-512");
    check("cheqroom", cheqroom(&hex[..63]), Cause::Malformed, "63 characters");
    check("cheqroom", cheqroom("t=1,v1=abc"), Cause::Malformed, "10 characters");
    check("gire", with_header("x-signature", &hex, BODY), Cause::OtherHeader, "`x-signature`");
    check(
        "gire",
        with_header("x-signature", &base64, BODY),
        Cause::OtherHeader,
        "expected in the header `x-hub-signature-256`",
    );
    check("cheqroom", with_header("authorization", SECRET, BODY), Cause::OtherScheme, "secret itself");
    let wrong = gingr_signed("check_in", "7", "reservation", &base64, "\"a\":1");
    check("gingr", wrong, Cause::Encoding, "base64");
    check("gingr", delivery(r#"{"signature":"a","signature":"b"}"#), Cause::Malformed, "");
    let no_entity = format!(r#"{{"webhook_type":"check_in","signature":"{hex}"}}"#);
    check("gingr", delivery(no_entity), Cause::Unknown, "one of the 3 secrets tried");
}

#[test]
fn secrets_that_are_not_the_live_one() {
    check("gire", gire_delivery(FORMER, BODY), Cause::FormerSecret, "former secret");
    check("gingr", gingr_delivery(FORMER, "check_in", "7", "reservation", "\"a\":1"), Cause::FormerSecret, "former");
    check("cheqroom", cheqroom_delivery(FORMER, "/item.create", BODY), Cause::FormerSecret, "former");
    check("ombori", ombori_delivery(FORMER, BODY), Cause::FormerSecret, "former");
    check("zaui", zaui_delivery(FORMER, BODY), Cause::FormerSecret, "former");
    check("gire", gire_delivery(OTHER, BODY), Cause::OtherSecret, "cheqroom");
    for (wrong, expected) in [
        (format!("\"{SECRET}\""), Cause::SecretQuoted),
        (format!("'{SECRET}'"), Cause::SecretQuoted),
        (format!("{SECRET}\n"), Cause::SecretPadded),
        (format!("{SECRET}\r\n"), Cause::SecretPadded),
        (format!(" {SECRET}"), Cause::SecretPadded),
        (String::new(), Cause::SecretEmpty),
        (SECRET.to_uppercase(), Cause::SecretEncoding),
    ] {
        check("gire", gire_delivery(&wrong, BODY), expected, "");
        check("gingr", gingr_delivery(&wrong, "check_in", "7", "reservation", "\"a\":1"), expected, "");
        if !wrong.is_empty() {
            check("ombori", ombori_delivery(&wrong, BODY), expected, "");
        }
    }
    let encoded = STANDARD.encode("a secret inside a secret");
    for live in [encoded.clone(), format!("whsec_{encoded}")] {
        check_with(&live, "gire", gire_delivery("a secret inside a secret", BODY), Cause::SecretEncoding, "decodes");
    }
    check("gire", gire_delivery("a stranger's guess", BODY), Cause::Unknown, "one of the 3 secrets tried");
    check("ombori", ombori_delivery("a stranger's guess", BODY), Cause::Unknown, "one of the secrets");
    check("zaui", zaui_delivery("guess", BODY), Cause::Unknown, "one of the secrets");
}

#[test]
fn secrets_that_no_function_starts_with() {
    check_with(
        "\"0123456789abcdef\"",
        "gire",
        gire_delivery(SECRET, BODY),
        Cause::SecretUnusable,
        "stored here has quotation marks",
    );
    check_with(
        "0123456789abcdef\n",
        "gire",
        gire_delivery(SECRET, BODY),
        Cause::SecretUnusable,
        "stored here has white space",
    );
    check_with("", "gire", gire_delivery(SECRET, BODY), Cause::SecretUnusable, "it is empty");
    check_with("{\"a\":1}", "ombori", ombori_delivery(SECRET, BODY), Cause::SecretUnusable, "JSON object");
}

#[test]
fn bodies_that_were_changed_on_their_way() {
    let pretty = "{\n  \"id\": \"e1\",\n  \"data\": {\n    \"ref\": \"Ø/7\"\n  }\n}";
    let compact = r#"{"id":"e1","data":{"ref":"Ø/7"}}"#;
    let ascii = r#"{"id":"e1","data":{"ref":"\u00d8\/7"}}"#;
    let python = r#"{"id": "e1", "data": {"ref": "\u00d8/7"}}"#;
    let sorted = r#"{"data":{"ref":"Ø/7"},"id":"e1"}"#;
    let latin1: Vec<u8> = compact.chars().map(|c| c as u8).collect();
    let mojibake: String = compact.bytes().map(char::from).collect();
    let table: [(&[u8], &[u8], Cause, &str); 22] = [
        (b"{}", b"{}\n", Cause::BodyNewline, "line break was added"),
        (b"{}", b"{}\r\n", Cause::BodyNewline, "line break was added"),
        (b"{}\n", b"{}", Cause::BodyNewline, "at its end was removed"),
        (b"{\n}", b"{\r\n}", Cause::BodyLineEnds, "from LF to CR LF"),
        (b"{\r\n}", b"{\n}", Cause::BodyLineEnds, "from CR LF to LF"),
        (b"{}", b"\xef\xbb\xbf{}", Cause::BodyBom, "byte order mark"),
        (b"\xef\xbb\xbf{}", b"{}", Cause::BodyBom, "byte order mark"),
        (compact.as_bytes(), pretty.as_bytes(), Cause::BodyReserialised, "compact"),
        (pretty.as_bytes(), compact.as_bytes(), Cause::BodyReserialised, "indented by 2"),
        (ascii.as_bytes(), compact.as_bytes(), Cause::BodyReserialised, "`\\/`"),
        (compact.as_bytes(), ascii.as_bytes(), Cause::BodyReserialised, "without escapes"),
        (python.as_bytes(), compact.as_bytes(), Cause::BodyReserialised, "a space after each"),
        (compact.as_bytes(), python.as_bytes(), Cause::BodyReserialised, "compact, without escapes"),
        (sorted.as_bytes(), compact.as_bytes(), Cause::BodyReserialised, "sorted"),
        (compact.as_bytes(), b"eyJpZCI6ImUxIn0=", Cause::Unknown, ""),
        (br#"{"id":"e1"}"#, b"eyJpZCI6ImUxIn0=", Cause::BodyBase64, "not decoded"),
        (b"eyJpZCI6ImUxIn0=", br#"{"id":"e1"}"#, Cause::BodyBase64, "base64"),
        (compact.as_bytes(), &latin1, Cause::BodyReencoded, "to Latin-1"),
        (compact.as_bytes(), mojibake.as_bytes(), Cause::BodyReencoded, "written as UTF-8"),
        (br#"{"a":1}"#, b"payload=%7B%22a%22%3A1%7D", Cause::BodyForm, "form field"),
        (compact.as_bytes(), b"", Cause::BodyEmpty, "lost in transit"),
        (b"", compact.as_bytes(), Cause::OtherScheme, "covers nothing"),
    ];
    for (signed, received, expected, told) in table {
        check("gire", gire(signed, received), expected, told);
        let signature = sign(SECRET, signed);
        let headers = vec![("x-cheqroom-signature".to_owned(), signature)];
        check("cheqroom", Delivery { headers, ..delivery(received.to_vec()) }, expected, told);
    }
    // Signed with the former secret, and changed as well.
    let both = with_header("x-hub-signature-256", &format!("sha256={}", sign(FORMER, b"{}")), "{}\n");
    check("gire", both, Cause::BodyNewline, "former secret");
    // Gingr's signature is in the body: an unreadable body has none.
    let genuine = gingr_delivery(SECRET, "check_in", "7", "reservation", "\"a\":1").body;
    let bom = [b"\xef\xbb\xbf", &genuine[..]].concat();
    check("gingr", delivery(bom), Cause::BodyBom, "byte order mark");
    check("gingr", delivery(STANDARD.encode(&genuine)), Cause::BodyBase64, "base64");
    check("gingr", delivery("webhook_type=check_in"), Cause::BodyNotJson, "not JSON");
    check("gingr", delivery(""), Cause::BodyNotJson, "body is empty");
}

#[test]
fn schemes_of_others() {
    let gingr = |signature: &str| gingr_signed("check_in", "7", "reservation", signature, "\"a\":1");
    let fields = b"check_in7reservation";
    let body = gingr("").body;
    check("gire", self::gire(fields, &body), Cause::OtherScheme, "as with Gingr");
    check(
        "cheqroom",
        with_header("x-hub-signature-256", &format!("sha256={}", sign(SECRET, b"{}")), "{}"),
        Cause::OtherHeader,
        "x-hub",
    );
    check("gingr", gingr(&sign(SECRET, &body)), Cause::OtherScheme, "covers the whole body");
    let without = r#"{"webhook_type":"check_in","entity_id":7,"entity_type":"reservation","a":1}"#;
    check("gingr", gingr(&sign(SECRET, without.as_bytes())), Cause::OtherScheme, "covers the whole body");
    check("gingr", gingr(&sign(SECRET, b"check_in.7.reservation")), Cause::OtherScheme, "joined by \".\"");
    let header = vec![("x-hub-signature-256".to_owned(), sign(SECRET, without.as_bytes()))];
    check("gingr", Delivery { headers: header, ..delivery(without) }, Cause::OtherHeader, "field `signature`");
    let signed = with_header("x-hub-signature-256", &format!("sha256={}", sign(SECRET, b"{}")), "{}");
    check("ombori", signed.clone(), Cause::OtherScheme, "that is how gire signs");
    check("zaui", signed, Cause::OtherScheme, "that is how gire signs");
}

#[test]
fn paths_topics_and_headers() {
    check("cheqroom", cheqroom_delivery(SECRET, "/", "{}"), Cause::Topic, "`unknown`");
    check("cheqroom", cheqroom_delivery(SECRET, "/item.creat", "{}"), Cause::Topic, "`item.creat`");
    check("cheqroom", cheqroom_delivery(SECRET, "/hooks/item.create", "{}"), Cause::Topic, "`hooks/item.create`");
    let at = |path: &str| Delivery { path: path.to_owned(), ..delivery("{}") };
    check("zaui", at("/"), Cause::NoProof, "contains no secret");
    check("zaui", at(&format!("/zaui/{SECRET}")), Cause::OtherPath, "segment 2");
    check("zaui", at(&format!("/?token={SECRET}")), Cause::OtherPath, "the query parameter `token`");
    check("zaui", with_header("x-token", SECRET, "{}"), Cause::OtherHeader, "`x-token`");
    check("zaui", at(&format!("/%22{SECRET}%22")), Cause::SecretQuoted, "quotation marks");
    check_with("a/secret?with%signs", "zaui", at("/a/secret"), Cause::PathEncoding, "percent-encoding");
    check_with("secret%20encoded", "zaui", at("/secret%20encoded"), Cause::PathEncoding, "percent-encoding");
    check_with("a secret with blanks", "zaui", at("/a%2520secret%2520with%2520blanks"), Cause::PathEncoding, "twice");
    check("ombori", delivery("{}"), Cause::NoProof, "`authorization`");
    check(
        "ombori",
        with_header("x-api-key", SECRET, "{}"),
        Cause::OtherHeader,
        "`x-api-key`, but is expected in the header `authorization`",
    );
    check("ombori", with_header("x-api-key", &format!("Bearer {SECRET}"), "{}"), Cause::OtherHeader, "Bearer");
    check("ombori", ombori_delivery(&format!("Bearer {SECRET}"), "{}"), Cause::BearerAdded, "starts with `Bearer `");
    check_with(&format!("Bearer {SECRET}"), "ombori", ombori_delivery(SECRET, "{}"), Cause::BearerMissing, "does not");
    let named = diagnosed_at("ombori", Some("x-key"), &ombori_delivery(SECRET, "{}"), SECRET);
    check_diagnosis(&named, Cause::OtherHeader, "expected in the header `x-key`");
}

/// A kept delivery has lost its token and all headers but the signature, but can still be
/// explained.
#[test]
fn deliveries_that_were_kept() {
    fn kept(provider: &Provider, delivery: Delivery) -> KeptRefusal {
        let refusal = *delivery.verify(&provider.proof, &Secrets::parse(SECRET).unwrap()).unwrap_err();
        KeptRefusal::from_refusal(provider, refusal).unwrap()
    }
    fn check(kept: &KeptRefusal, expected: Cause) {
        let known = [("0123456789abcdef", Standing::Live), (FORMER, Standing::Former)];
        let diagnosis =
            explain_kept(PROVIDERS, kept, &known.map(|(value, standing)| Known { value, standing })).unwrap();
        assert_eq!(diagnosis.cause, expected, "{diagnosis:?}");
    }
    check(&kept(&GIRE, gire(b"{}", b"{}\n")), Cause::BodyNewline);
    check(&kept(&GIRE, gire_delivery(FORMER, BODY)), Cause::FormerSecret);
    check(&kept(&OMBORI, ombori_delivery(&format!("Bearer {SECRET}"), "{}")), Cause::BearerAdded);
    check(&kept(&ZAUI, zaui_delivery(&format!("\"{SECRET}\""), "{}")), Cause::SecretQuoted);
    let mut released = kept(&OMBORI, ombori_delivery("another secret, not live", "{}"));
    released.presented = Presented::Token(Sha256::digest(SECRET).into());
    check(&released, Cause::Genuine);
    released.provider = "stripe".to_owned();
    assert_eq!(explain_kept(PROVIDERS, &released, &[]), None);
}

#[test]
fn nothing_that_is_sent_is_too_much() {
    let deep = format!("{}{}", "[".repeat(200_000), "]".repeat(200_000));
    let bodies =
        [deep.as_bytes(), b"\xff\xff\xff", b"\"\\ud800\"", b"{\"a\":\"\\ud800\"}", "\u{feff}".as_bytes(), b"=", b"%"];
    for provider in PROVIDERS.names() {
        for body in bodies {
            for value in ["", "sha256=", "\u{e9}", "sha256=\u{e9}", "=", "\"", "\n"] {
                let headers = ["x-hub-signature-256", "x-cheqroom-signature", "authorization", ""];
                let headers = headers.map(|name| (name.to_owned(), value.to_owned())).to_vec();
                diagnosed(provider, &Delivery { headers, path: "/%".to_owned(), ..delivery(body.to_vec()) }, SECRET);
            }
        }
    }
}
