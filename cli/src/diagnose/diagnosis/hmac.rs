//! Providers that sign: the proof is an HMAC over the body, or over fields of it.

use std::borrow::Cow;

use super::proof::{self, Reading};
use super::secret::{self, Candidate};
use super::{Cause, Found, Part, Standing, body, places};
use crate::delivery::Delivery;
use crate::object::Object;
use crate::provider::{Provider, Verification};
use crate::providers::{Gire, gingr};
use crate::rejection::Refusal;
use crate::signature::{Claim, DIGEST_LEN, made_with};

/// What senders put between fields that they sign.
const SEPARATORS: [&str; 9] = [".", ":", "|", "-", "_", ",", " ", "&", "\n"];

/// A signature that stands somewhere in the delivery.
struct Proof {
    /// What is wrong with the place.
    misplaced: Option<Part>,
    reading: Reading,
}

/// What the signature presented was made with, and over what.
pub(super) fn explain<P: Provider>(delivery: &Delivery, candidates: &[Candidate]) -> Found {
    let (delivery, changed) = match P::VERIFICATION {
        Verification::Fields => readable(delivery),
        Verification::Body | Verification::Token => (Cow::Borrowed(delivery), None),
    };
    let own = own::<P>(&delivery);
    let elsewhere = elsewhere::<P>(&delivery);
    for proof in own.iter().chain(&elsewhere) {
        let Some(mac) = proof.reading.mac else { continue };
        if let Some(found) = made::<P>(&mac, &delivery.body, candidates) {
            let wrong = changed.iter().chain(&proof.misplaced).chain(&proof.reading.wrong);
            return found.before(wrong.cloned().collect::<Vec<_>>());
        }
    }
    let wrong = match (own, elsewhere.into_iter().next()) {
        (Some(proof), _) if !proof.reading.wrong.is_empty() => proof.reading.wrong,
        (Some(_), _) => vec![unexplained::<P>(&delivery, candidates)],
        (None, Some(proof)) => proof.misplaced.into_iter().chain(proof.reading.wrong).collect(),
        (None, None) => vec![missing::<P>(&delivery, candidates)],
    };
    Found { wrong: changed.into_iter().chain(wrong).collect(), key: None }
}

/// A proof inside the body can only be read where the body can. What was done to it comes with it.
fn readable(delivery: &Delivery) -> (Cow<'_, Delivery>, Option<Part>) {
    let reads = |body: &[u8]| Object::parse_only(body, &gingr::PROOF).is_ok();
    if reads(&delivery.body) {
        return (Cow::Borrowed(delivery), None);
    }
    match body::variants(&delivery.body).find(|variant| reads(&variant.body)) {
        Some(variant) => {
            let part = changed(variant.cause, &variant.told);
            (Cow::Owned(Delivery { body: variant.body.into(), ..delivery.clone() }), Some(part))
        }
        None => (Cow::Borrowed(delivery), None),
    }
}

/// The proof where it belongs.
fn own<P: Provider>(delivery: &Delivery) -> Option<Proof> {
    let text = match P::SIGNATURE_HEADER {
        Some(name) => delivery.header(name)?.to_owned(),
        None => Object::parse_only(&delivery.body, &gingr::PROOF).ok()?.text("signature")?.into_owned(),
    };
    Some(Proof { misplaced: None, reading: proof::read(&text, prefix::<P>(delivery)) })
}

/// What the provider writes before the digits: it says so when it is missing.
fn prefix<P: Provider>(delivery: &Delivery) -> &'static str {
    let headers = P::SIGNATURE_HEADER.map(|name| (name.to_owned(), String::new()));
    let empty = Delivery { headers: headers.into_iter().collect(), ..delivery.clone() };
    match P::claim(&empty) {
        Err(Refusal::PrefixMissing(prefix)) => prefix,
        _ => "",
    }
}

/// What looks like a signature in other headers.
fn elsewhere<P: Provider>(delivery: &Delivery) -> Vec<Proof> {
    let others = delivery.headers.iter().filter(|(name, _)| Some(name.as_str()) != P::SIGNATURE_HEADER);
    let proof = |(name, value): &(String, String)| {
        let mut reading = proof::read(value, "");
        // What it is written like matters less than where it is.
        reading.wrong.clear();
        reading.mac?;
        let expected = match P::SIGNATURE_HEADER {
            Some(header) => format!("in the header `{header}`"),
            None => "in the field `signature` of the body".to_owned(),
        };
        let told = format!("there is a signature in the header `{name}`, and it is expected {expected}");
        let todo = "see that this is the URL of this provider, and that nothing between renames headers";
        Some(Proof { misplaced: Some(Part::new(Cause::OtherHeader, told, todo)), reading })
    };
    others.filter_map(proof).collect()
}

/// The secret and the bytes that the HMAC was made of. The likely ones are tried first.
fn made<P: Provider>(mac: &[u8; DIGEST_LEN], body: &[u8], candidates: &[Candidate]) -> Option<Found> {
    let claim = |signed: &[u8]| Claim::Hmac { signed: Cow::Owned(signed.to_vec()), mac: *mac, presented: "" };
    let with = |signed: &[u8]| {
        let claim = claim(signed);
        candidates.iter().find(|candidate| made_with(&claim, candidate.text.as_bytes()))
    };
    let own = own_message::<P>(body);
    if let Some(signed) = &own {
        if let Some(candidate) = with(signed) {
            return Some(Found::with(candidate, Vec::new()));
        }
        let claim = claim(signed);
        for candidate in candidates {
            let form = secret::forms(&candidate.text).into_iter().find(|form| made_with(&claim, &form.bytes));
            if let Some(form) = form {
                return Some(Found::with(candidate, vec![form.wrong]));
            }
        }
    }
    for (told, signed) in other_messages::<P>(body) {
        if let Some(candidate) = with(&signed) {
            let todo =
                "see that this is the URL of this provider, and that its sender signs as this provider documents";
            return Some(Found::with(candidate, vec![Part::new(Cause::OtherScheme, told, todo)]));
        }
    }
    if P::VERIFICATION != Verification::Body {
        return None;
    }
    body::variants(body).find_map(|variant| {
        let candidate = with(&variant.body)?;
        Some(Found::with(candidate, vec![changed(variant.cause, &variant.told)]))
    })
}

fn own_message<P: Provider>(body: &[u8]) -> Option<Cow<'_, [u8]>> {
    match P::VERIFICATION {
        Verification::Fields => fields(body).map(|fields| Cow::Owned(fields.concat().into_bytes())),
        Verification::Body | Verification::Token => Some(Cow::Borrowed(body)),
    }
}

fn fields(body: &[u8]) -> Option<[String; 3]> {
    gingr::signed(&Object::parse_only(body, &gingr::PROOF).ok()?).ok()
}

/// What other schemes sign of the same body.
fn other_messages<P: Provider>(body: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    let three = fields(body);
    match P::VERIFICATION {
        Verification::Fields => {
            let told = "the signature is over the whole body, as others sign; Gingr's is over three fields";
            found.push((told.to_owned(), body.to_vec()));
            found.extend(unsigned(body).map(|body| (told.to_owned(), body)));
            found.extend(three.iter().flat_map(|fields| {
                SEPARATORS.map(|by| {
                    (format!("the three fields were signed with {by:?} between them"), fields.join(by).into_bytes())
                })
            }));
        }
        Verification::Body | Verification::Token => {
            let told = "the signature is over the fields webhook_type, entity_id and entity_type, as Gingr signs";
            found.extend(three.map(|fields| (told.to_owned(), fields.concat().into_bytes())));
            found.push(("the signature is over nothing: the sender signed an empty body".to_owned(), Vec::new()));
        }
    }
    found
}

/// The body as it may have been before its signature was put in: with an empty one, and without the field.
fn unsigned(body: &[u8]) -> impl Iterator<Item = Vec<u8>> + use<> {
    let text = std::str::from_utf8(body).ok();
    let raw = Object::parse_only(body, &gingr::PROOF).ok().and_then(|object| object.raw("signature"));
    let field = raw.map(|raw| format!("\"signature\":{raw}"));
    let without = |cut: String| text.filter(|text| text.contains(&cut)).map(|text| text.replacen(&cut, "", 1));
    let made = match (text, raw, field) {
        (Some(text), Some(raw), Some(field)) => [
            Some(text.replacen(raw, "\"\"", 1)),
            Some(text.replacen(raw, "null", 1)),
            without(format!("{field},")).or_else(|| without(format!(",{field}"))),
        ],
        _ => [None, None, None],
    };
    made.into_iter().flatten().map(String::into_bytes)
}

fn changed(cause: Cause, told: &str) -> Part {
    let todo = match cause {
        Cause::BodyBase64 => "have what stands between decode the body before it passes it on",
        Cause::BodyForm => "choose JSON (application/json) as the content type of the webhook at the provider",
        _ => {
            "pass the body on byte for byte: look at what stands between the provider and the function (proxy, gateway, \
              automation), or at how the delivery was copied"
        }
    };
    Part::new(cause, format!("the body is not the one that was signed: {told}"), todo)
}

/// A well-formed signature that nothing explains.
fn unexplained<P: Provider>(delivery: &Delivery, candidates: &[Candidate]) -> Part {
    if delivery.body.is_empty() {
        let told = "the body is empty, and the signature is not over an empty one: the body was lost on its way";
        return Part::new(Cause::BodyEmpty, told, "look for a redirect, or a proxy that drops the body");
    }
    if !candidates.iter().any(|candidate| candidate.standing == Standing::Live) {
        let told = "no live secret was given to compare with";
        return Part::new(Cause::Unknown, told, format!("give one: --secret {}=…", P::NAME));
    }
    let told = format!(
        "the signature was made with none of the {} secrets that were tried, over the body or what it may have been before \
         a usual change",
        candidates.len()
    );
    let todo = format!(
        "enter the live secret of {} at the provider again; if that is no help, compare the body that was signed with the \
         {} bytes received",
        P::NAME,
        delivery.body.len()
    );
    Part::new(Cause::Unknown, told, todo)
}

/// No signature anywhere.
fn missing<P: Provider>(delivery: &Delivery, candidates: &[Candidate]) -> Part {
    let presents =
        |text: &[u8]| candidates.iter().any(|candidate| made_with(&Claim::token(text), candidate.text.as_bytes()));
    if let Some((_, place, _)) = places(delivery, "").into_iter().find(|(.., text)| presents(text)) {
        let told = format!("the secret itself stands in {place}, and nothing is signed");
        let todo = "have the sender sign with the secret instead of presenting it; then make a new secret, as this one was sent";
        return Part::new(Cause::OtherScheme, told, todo);
    }
    match P::claim(delivery) {
        Err(Refusal::BodyNotAnObject) => {
            let problem = Object::parse(&delivery.body).err();
            let told =
                problem.map_or_else(|| "the body is not a JSON object".to_owned(), |problem| problem.to_string());
            let told = format!("the signature would be inside the body, and {told}");
            Part::new(Cause::BodyNotJson, told, "look at what stands between the provider and the function")
        }
        Err(Refusal::FieldMissing("signature")) => Part::new(
            Cause::NoProof,
            "it is not signed: the body has no field `signature`",
            "enter the secret in Gingr: Admin » Custom Configurations » Webhook Signature Key",
        ),
        Err(Refusal::HeaderMissing(header)) if P::NAME == Gire::NAME => Part::new(
            Cause::NoProof,
            format!(
                "it is not signed: there is no header `{header}`. Gire signs only for webhooks that were made with a secret"
            ),
            "make a new webhook with the secret (`frontdesk register gire create`) and delete the old one; or look for a proxy \
             that drops the header",
        ),
        Err(Refusal::HeaderMissing(header)) => Part::new(
            Cause::NoProof,
            format!("it is not signed: there is no header `{header}`"),
            "see that the request comes from the provider, that signing is on there, and that no proxy drops the header",
        ),
        Err(refusal) => Part::new(
            Cause::Field,
            refusal.to_string(),
            "look at the body: a sender that is genuine does not write it so",
        ),
        Ok(_) => Part::new(Cause::Unknown, "nothing explains it", "look at the request as a whole"),
    }
}
