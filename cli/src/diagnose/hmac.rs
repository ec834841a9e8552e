//! Providers that sign: the proof is an HMAC over the body, or over some of its fields.

use std::borrow::Cow;

use frontdesk::providers::Provider;
use frontdesk::receive::delivery::Delivery;
use frontdesk::receive::object::Object;
use frontdesk::receive::proof::{Proof, SignedField, signed_part, signed_texts};
use frontdesk::receive::refusal::RefusalReason;
use frontdesk::receive::signature::{Claim, DIGEST_LEN};

use super::body;
use super::explain::{Case, Cause, Found, Part, Standing, places};
use super::proof::{self, Reading};
use super::secret::{self, Candidate};

/// Separators that senders put between signed fields.
const SEPARATORS: [&str; 9] = [".", ":", "|", "-", "_", ",", " ", "&", "\n"];

/// A signature found somewhere in the delivery.
struct Proven {
    /// What is wrong with its place.
    misplaced: Option<Part>,
    reading: Reading,
}

/// A signature inside the body, over some fields of it.
#[derive(Clone, Copy)]
struct Fields {
    signature: &'static str,
    signed: &'static [SignedField],
}

impl Fields {
    fn of_proof(proof: &Proof<'_>) -> Option<Self> {
        match *proof {
            Proof::FieldsHmac { signature, signed } => Some(Self { signature, signed }),
            Proof::BodyHmac { .. } | Proof::HeaderToken { .. } | Proof::PathToken { .. } => None,
        }
    }

    fn part(self, body: &[u8]) -> Option<Object<'_>> {
        signed_part(body, self.signature, self.signed).ok()
    }

    fn texts(self, body: &[u8]) -> Option<Vec<String>> {
        signed_texts(&self.part(body)?, self.signed).ok()
    }

    fn names(self) -> String {
        let names: Vec<&str> = self.signed.iter().map(|field| field.name).collect();
        match names.split_last() {
            Some((last, [])) => (*last).to_owned(),
            Some((last, others)) => format!("{} and {last}", others.join(", ")),
            None => String::new(),
        }
    }
}

/// Explains what the presented signature was made with, and over which bytes.
pub(super) fn explain(case: &Case<'_>, candidates: &[Candidate]) -> Found {
    let fields = Fields::of_proof(&case.proof);
    let (delivery, changed) = match fields {
        Some(fields) => readable(&case.delivery, fields),
        None => (Cow::Borrowed(&case.delivery), None),
    };
    let own = own(&delivery, &case.proof);
    let elsewhere = elsewhere(&delivery, &case.proof);
    for proof in own.iter().chain(&elsewhere) {
        let Some(mac) = proof.reading.mac else { continue };
        if let Some(found) = made(case, &mac, &delivery.body, candidates) {
            let wrong = changed.iter().chain(&proof.misplaced).chain(&proof.reading.wrong);
            return found.before(wrong.cloned().collect::<Vec<_>>());
        }
    }
    let wrong = match (own, elsewhere.into_iter().next()) {
        (Some(proof), _) if !proof.reading.wrong.is_empty() => proof.reading.wrong,
        (Some(_), _) => vec![unexplained(case.provider, &delivery, candidates)],
        (None, Some(proof)) => proof.misplaced.into_iter().chain(proof.reading.wrong).collect(),
        (None, None) => vec![missing(case, &delivery, candidates)],
    };
    Found { wrong: changed.into_iter().chain(wrong).collect(), key: None }
}

/// Reads a body that holds its own proof. If the body was changed on its way, that is reported as
/// well.
fn readable(delivery: &Delivery, fields: Fields) -> (Cow<'_, Delivery>, Option<Part>) {
    if fields.part(&delivery.body).is_some() {
        return (Cow::Borrowed(delivery), None);
    }
    match body::variants(&delivery.body).find(|variant| fields.part(&variant.body).is_some()) {
        Some(variant) => {
            let part = changed(variant.cause, &variant.told);
            (Cow::Owned(Delivery { body: variant.body.into(), ..delivery.clone() }), Some(part))
        }
        None => (Cow::Borrowed(delivery), None),
    }
}

/// The proof in its expected place.
fn own(delivery: &Delivery, expected: &Proof<'_>) -> Option<Proven> {
    let (text, prefix) = match *expected {
        Proof::BodyHmac { header, prefix } => (delivery.header(header)?.to_owned(), prefix),
        Proof::FieldsHmac { signature, signed } => {
            let body = signed_part(&delivery.body, signature, signed).ok()?;
            (body.text(signature)?.into_owned(), "")
        }
        Proof::HeaderToken { .. } | Proof::PathToken { .. } => return None,
    };
    Some(Proven { misplaced: None, reading: proof::read(&text, prefix) })
}

/// Values in other headers that look like a signature.
fn elsewhere(delivery: &Delivery, expected: &Proof<'_>) -> Vec<Proven> {
    let others = delivery.headers.iter().filter(|(name, _)| Some(name.as_str()) != expected.signature_header());
    let proven = |(name, value): &(String, String)| {
        let mut reading = proof::read(value, "");
        // The place matters more than the format.
        reading.wrong.clear();
        reading.mac?;
        let place = match *expected {
            Proof::BodyHmac { header, .. } => format!("in the header `{header}`"),
            Proof::FieldsHmac { signature, .. } => format!("in the field `{signature}` of the body"),
            Proof::HeaderToken { .. } | Proof::PathToken { .. } => return None,
        };
        let message = format!("there is a signature in the header `{name}`, but it is expected {place}");
        let todo = "check that this is the URL of this provider, and that nothing in between renames headers";
        Some(Proven { misplaced: Some(Part::new(Cause::OtherHeader, message, todo)), reading })
    };
    others.filter_map(proven).collect()
}

/// Finds the secret and the bytes that the HMAC was made from. Likely ones are tried first.
fn made(case: &Case<'_>, mac: &[u8; DIGEST_LEN], body: &[u8], candidates: &[Candidate]) -> Option<Found> {
    let claim = |signed: &[u8]| Claim::Hmac { signed: Cow::Owned(signed.to_vec()), mac: *mac, presented: "" };
    let with = |signed: &[u8]| {
        let claim = claim(signed);
        candidates.iter().find(|candidate| claim.is_made_with(candidate.text.as_bytes()))
    };
    let fields = Fields::of_proof(&case.proof);
    let own = match fields {
        Some(fields) => fields.texts(body).map(|texts| Cow::Owned(texts.concat().into_bytes())),
        None => Some(Cow::Borrowed(body)),
    };
    if let Some(signed) = &own {
        if let Some(candidate) = with(signed) {
            return Some(Found::with(candidate, Vec::new()));
        }
        let claim = claim(signed);
        for candidate in candidates {
            let form = secret::forms(&candidate.text).into_iter().find(|form| claim.is_made_with(&form.bytes));
            if let Some(form) = form {
                return Some(Found::with(candidate, vec![form.wrong]));
            }
        }
    }
    for (message, signed) in other_messages(case, body) {
        if let Some(candidate) = with(&signed) {
            let todo =
                "check that this is the URL of this provider, and that its sender signs as this provider documents";
            return Some(Found::with(candidate, vec![Part::new(Cause::OtherScheme, message, todo)]));
        }
    }
    if fields.is_some() {
        return None;
    }
    body::variants(body).find_map(|variant| {
        let candidate = with(&variant.body)?;
        Some(Found::with(candidate, vec![changed(variant.cause, &variant.told)]))
    })
}

/// The bytes that other schemes would sign for this body.
fn other_messages(case: &Case<'_>, body: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    match Fields::of_proof(&case.proof) {
        Some(fields) => {
            let message = format!(
                "the signature covers the whole body, as with other providers; {}'s covers {} fields",
                case.provider.title,
                in_words(fields.signed.len())
            );
            found.push((message.clone(), body.to_vec()));
            found.extend(unsigned(body, fields).map(|body| (message.clone(), body)));
            found.extend(fields.texts(body).iter().flat_map(|texts| {
                SEPARATORS.map(|by| {
                    let count = in_words(texts.len());
                    (format!("the {count} fields were signed joined by {by:?}"), texts.join(by).into_bytes())
                })
            }));
        }
        None => {
            for other in case.providers.all() {
                let Some(fields) = Fields::of_proof(&other.proof) else { continue };
                let message = format!("the signature covers the fields {}, as with {}", fields.names(), other.title);
                found.extend(fields.texts(body).map(|texts| (message, texts.concat().into_bytes())));
            }
            found.push(("the signature covers nothing: the sender signed an empty body".to_owned(), Vec::new()));
        }
    }
    found
}

fn in_words(count: usize) -> String {
    let words = ["no", "one", "two", "three", "four", "five"];
    words.get(count).map_or_else(|| count.to_string(), |word| (*word).to_owned())
}

/// The body as it may have been before its signature was inserted: with an empty signature field,
/// and without it.
fn unsigned(body: &[u8], fields: Fields) -> impl Iterator<Item = Vec<u8>> + use<> {
    let text = std::str::from_utf8(body).ok();
    let raw = fields.part(body).and_then(|object| object.raw(fields.signature));
    let field = raw.map(|raw| format!("\"{}\":{raw}", fields.signature));
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
        Cause::BodyBase64 => "have the system in between decode the body before it passes it on",
        Cause::BodyForm => "choose JSON (application/json) as the content type of the webhook at the provider",
        _ => {
            "pass the body on byte for byte: check what is between the provider and the function (proxy, gateway, \
              automation), and how the delivery was copied"
        }
    };
    Part::new(cause, format!("the body is not the one that was signed: {told}"), todo)
}

/// Explains a well-formed signature that fits nothing tried.
fn unexplained(provider: &Provider, delivery: &Delivery, candidates: &[Candidate]) -> Part {
    if delivery.body.is_empty() {
        let told = "the body is empty, but the signature is not that of an empty one: the body was lost in transit";
        return Part::new(Cause::BodyEmpty, told, "look for a redirect, or a proxy that drops the body");
    }
    if !candidates.iter().any(|candidate| candidate.standing == Standing::Live) {
        let told = "there is no live secret to compare with";
        return Part::new(Cause::Unknown, told, format!("give one: --secret {}=…", provider.name));
    }
    let told = format!(
        "none of the {} secrets tried made the signature, over the body as received or as it may have been before \
         a usual change",
        candidates.len()
    );
    let todo = format!(
        "enter the live secret of {} at the provider again; if that does not help, compare the signed body with the \
         {} bytes received",
        provider.name,
        delivery.body.len()
    );
    Part::new(Cause::Unknown, told, todo)
}

/// Explains a delivery without any signature.
fn missing(case: &Case<'_>, delivery: &Delivery, candidates: &[Candidate]) -> Part {
    let presents = |text: &[u8]| {
        let claim = Claim::token(text);
        candidates.iter().any(|candidate| claim.is_made_with(candidate.text.as_bytes()))
    };
    if let Some((_, place, _)) = places(delivery, "").into_iter().find(|(.., text)| presents(text)) {
        let message = format!("the secret itself is in {place}, and nothing is signed");
        let todo = "have the sender sign with the secret instead of presenting it; then make a new secret, as this one was sent";
        return Part::new(Cause::OtherScheme, message, todo);
    }
    let hints = &case.provider.hints;
    match case.proof.claim(delivery) {
        Err(RefusalReason::BodyNotAnObject) => {
            let problem = Object::parse(&delivery.body).err();
            let problem =
                problem.map_or_else(|| "the body is not a JSON object".to_owned(), |problem| problem.to_string());
            let message = format!("the signature should be inside the body, but {problem}");
            Part::new(Cause::BodyNotJson, message, "check what is between the provider and the function")
        }
        Err(RefusalReason::FieldMissing(field)) if case.proof.is_signature_field(field) => {
            let unproven =
                hints.unproven.map_or_else(|| format!("it is not signed: there is no field `{field}`"), str::to_owned);
            Part::new(Cause::NoProof, unproven, hints.prove)
        }
        Err(RefusalReason::HeaderMissing(header)) => {
            let unproven = hints.unproven.unwrap_or("it is not signed: there is no header `{header}`");
            Part::new(Cause::NoProof, unproven.replace("{header}", header), hints.prove)
        }
        Err(reason) => Part::new(
            Cause::Field,
            reason.to_string(),
            "look at the body: a genuine sender does not write it like this",
        ),
        Ok(_) => Part::new(Cause::Unknown, "nothing explains it", "look at the request as a whole"),
    }
}
