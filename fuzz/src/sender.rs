//! The providers' side: how each proves its origin, written a second time from their documentation.

use std::collections::HashMap;

use frontdesk::delivery::Delivery;
use frontdesk::provider::Provider;
use frontdesk::providers::{Cheqroom, Gingr, Gire, Ombori, Zaui};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::value::RawValue;
use sha2::Sha256;

use crate::SECRET;

/// A provider that signs.
pub trait Sender: Provider {
    /// Whether the delivery carries the right proof.
    fn is_genuine(delivery: &Delivery) -> bool;

    /// The delivery with the right proof put on. None where there is nothing that could be signed.
    fn sign(delivery: Delivery) -> Option<Delivery>;
}

impl Sender for Gire {
    fn is_genuine(delivery: &Delivery) -> bool {
        let right = format!("sha256={}", mac(&delivery.body));
        first(delivery, "x-hub-signature-256").is_some_and(|proof| proof.eq_ignore_ascii_case(&right))
    }

    fn sign(delivery: Delivery) -> Option<Delivery> {
        let proof = format!("sha256={}", mac(&delivery.body));
        Some(with_header(delivery, "x-hub-signature-256", proof))
    }
}

impl Sender for Cheqroom {
    fn is_genuine(delivery: &Delivery) -> bool {
        let right = mac(&delivery.body);
        first(delivery, "x-cheqroom-signature").is_some_and(|proof| proof.eq_ignore_ascii_case(&right))
    }

    fn sign(delivery: Delivery) -> Option<Delivery> {
        let proof = mac(&delivery.body);
        Some(with_header(delivery, "x-cheqroom-signature", proof))
    }
}

impl Sender for Ombori {
    fn is_genuine(delivery: &Delivery) -> bool {
        let name = delivery.auth_header.as_deref().unwrap_or("authorization");
        first(delivery, name) == Some(SECRET)
    }

    fn sign(delivery: Delivery) -> Option<Delivery> {
        let name = delivery.auth_header.clone().unwrap_or_else(|| "authorization".to_owned());
        Some(with_header(delivery, &name, SECRET.to_owned()))
    }
}

impl Sender for Zaui {
    fn is_genuine(delivery: &Delivery) -> bool {
        let header = delivery.auth_header.as_deref().and_then(|name| first(delivery, name));
        match header.filter(|token| !token.is_empty()) {
            Some(token) => token == SECRET,
            None => unescaped(delivery.path.trim_start_matches('/').split('/').next().unwrap_or_default()) == SECRET,
        }
    }

    /// Keeps what stands behind the first segment of the path.
    fn sign(mut delivery: Delivery) -> Option<Delivery> {
        if let Some(name) = delivery.auth_header.clone() {
            return Some(with_header(delivery, &name, SECRET.to_owned()));
        }
        let rest = delivery.path.trim_start_matches('/').split_once('/').map_or("", |(_, rest)| rest);
        delivery.path = format!("/{SECRET}/{rest}");
        Some(delivery)
    }
}

impl Sender for Gingr {
    fn is_genuine(delivery: &Delivery) -> bool {
        let signed = signed_by_gingr(&delivery.body).map(|signed| mac(signed.as_bytes()));
        let presented = field(&delivery.body, "signature");
        signed.is_some_and(|right| presented.is_some_and(|proof| proof.eq_ignore_ascii_case(&right)))
    }

    /// Writes the signature over the first one in the text, or adds one; everything else stays byte for byte. None where that is
    /// not the signature that counts, such as one inside `entity_data`.
    fn sign(mut delivery: Delivery) -> Option<Delivery> {
        const FIELD: &[u8] = b"\"signature\":\"";
        let proof = mac(signed_by_gingr(&delivery.body)?.as_bytes());
        let mut body = delivery.body.to_vec();
        if let Some(at) = body.windows(FIELD.len()).position(|window| window == FIELD) {
            let from = at + FIELD.len();
            let length = body[from..].iter().position(|byte| *byte == b'"')?;
            body.splice(from..from + length, proof.bytes());
        } else {
            let end = body.iter().rposition(|byte| *byte == b'}')?;
            body.splice(end..end, format!(",\"signature\":\"{proof}\"").bytes());
        }
        delivery.body = body.into();
        Self::is_genuine(&delivery).then_some(delivery)
    }
}

fn signed_by_gingr(body: &[u8]) -> Option<String> {
    Some(field(body, "webhook_type")? + &field(body, "entity_id")? + &field(body, "entity_type")?)
}

/// A text's content, or a number as written.
fn field(body: &[u8], name: &str) -> Option<String> {
    let fields: HashMap<String, &RawValue> = serde_json::from_slice(body).ok()?;
    let raw = fields.get(name)?.get();
    match raw.as_bytes().first()? {
        b'"' => serde_json::from_str(raw).ok(),
        b'-' | b'0'..=b'9' => Some(raw.to_owned()),
        _ => None,
    }
}

fn mac(signed: &[u8]) -> String {
    let hmac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).expect("HMAC takes keys of every length");
    hex::encode(hmac.chain_update(signed).finalize().into_bytes())
}

fn first<'a>(delivery: &'a Delivery, name: &str) -> Option<&'a str> {
    delivery.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
}

fn with_header(mut delivery: Delivery, name: &str, value: String) -> Delivery {
    delivery.headers.retain(|(key, _)| key != name);
    delivery.headers.push((name.to_owned(), value));
    delivery
}

/// Percent-decoding; what is no escape stays. A wrong byte sequence cannot be the secret, which is ASCII.
fn unescaped(text: &str) -> String {
    let mut out = Vec::new();
    let mut rest = text.as_bytes();
    while let [byte, after @ ..] = rest {
        let escape = (*byte == b'%').then(|| after.get(..2)).flatten().and_then(|digits| hex::decode(digits).ok());
        out.extend_from_slice(escape.as_deref().unwrap_or(&[*byte]));
        rest = if escape.is_some() { &after[2..] } else { after };
    }
    String::from_utf8_lossy(&out).into_owned()
}
