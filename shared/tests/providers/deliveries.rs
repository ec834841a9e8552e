//! Deliveries to test with: those of the fixtures, and those signed here.

use std::path::PathBuf;

use bytes::Bytes;
use frontdesk::delivery::{Delivery, Verified};
use frontdesk::provider::{Identity, Provider};
use frontdesk::providers::Gingr;
use frontdesk::rejection::Refusal;
use frontdesk::secrets::Secrets;
use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::Sha256;

/// A secret of the least length, for what is signed here.
pub(crate) const SECRET: &str = "0123456789abcdef";

/// A delivery of `tests/fixtures`, and what must be read from it.
#[derive(Deserialize)]
pub(crate) struct Fixture {
    pub(crate) file: String,
    pub(crate) kind: String,
    pub(crate) path: String,
    pub(crate) headers: serde_json::Map<String, Value>,
    pub(crate) subject: Option<String>,
    pub(crate) occurred_at: Option<String>,
    pub(crate) id: String,
    pub(crate) signature: Option<String>,
    #[serde(default)]
    pub(crate) unreadable: bool,
}

impl Fixture {
    pub(crate) fn all(provider: &str) -> Vec<Fixture> {
        let manifest = std::fs::read(folder(provider).join("manifest.json")).unwrap();
        serde_json::from_slice(&manifest).unwrap()
    }

    pub(crate) fn named(provider: &str, file: &str) -> Fixture {
        Self::all(provider).into_iter().find(|fixture| fixture.file == file).unwrap()
    }

    pub(crate) fn delivery(&self, provider: &str) -> Delivery {
        let body = std::fs::read(folder(provider).join(&self.file)).unwrap();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let headers = self.headers.iter().map(|(name, value)| (name.clone(), text(value))).collect();
        Delivery { path: self.path.clone(), headers, ..delivery(body) }
    }
}

fn folder(provider: &str) -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "..", "tests", "fixtures", provider].iter().collect()
}

pub(crate) fn local_secret(provider: &str) -> Secrets {
    Secrets::parse(&format!("local-{provider}-secret")).unwrap()
}

pub(crate) fn delivery(body: impl Into<Bytes>) -> Delivery {
    Delivery {
        method: "POST".to_owned(),
        path: "/".to_owned(),
        headers: Vec::new(),
        body: body.into(),
        source_ip: None,
        request_id: "request".to_owned(),
        received_at: Timestamp::UNIX_EPOCH,
        auth_header: None,
    }
}

fn mac(secret: &str, message: &[u8]) -> [u8; 32] {
    let hmac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    hmac.chain_update(message).finalize().into_bytes().into()
}

pub(crate) fn sign(secret: &str, message: &[u8]) -> String {
    hex::encode(mac(secret, message))
}

/// A delivery of Gingr; `id` is JSON, a number or a string; `more` are further members.
pub(crate) fn gingr_delivery(secret: &str, kind: &str, id: &str, entity: &str, more: &str) -> Delivery {
    let signature = sign(secret, format!("{kind}{}{entity}", id.trim_matches('"')).as_bytes());
    gingr_signed(kind, id, entity, &signature, more)
}

pub(crate) fn gingr_signed(kind: &str, id: &str, entity: &str, signature: &str, more: &str) -> Delivery {
    let [kind, entity, signature] = [kind, entity, signature].map(Value::from);
    delivery(format!(
        r#"{{"webhook_type":{kind},"entity_id":{id},"entity_type":{entity},"signature":{signature},{more}}}"#
    ))
}

pub(crate) fn with_header(name: &str, value: &str, body: &str) -> Delivery {
    Delivery { headers: vec![(name.to_owned(), value.to_owned())], ..delivery(body.to_owned()) }
}

pub(crate) fn gire_delivery(secret: &str, body: &str) -> Delivery {
    with_header("x-hub-signature-256", &format!("sha256={}", sign(secret, body.as_bytes())), body)
}

pub(crate) fn cheqroom_delivery(secret: &str, path: &str, body: &str) -> Delivery {
    let delivery = with_header("x-cheqroom-signature", &sign(secret, body.as_bytes()), body);
    Delivery { path: path.to_owned(), ..delivery }
}

pub(crate) fn ombori_delivery(secret: &str, body: &str) -> Delivery {
    with_header("authorization", secret, body)
}

pub(crate) fn zaui_delivery(secret: &str, body: &str) -> Delivery {
    Delivery { path: format!("/{secret}"), ..delivery(body.to_owned()) }
}

/// Verifies with [`SECRET`] or other secrets; what comes of it without the delivery itself.
pub(crate) fn outcome<P: Provider>(delivery: Delivery, secrets: &str) -> Result<String, Refusal> {
    let verified = delivery.verify::<P>(&Secrets::parse(secrets).unwrap());
    verified.map(|verified| verified.key().to_string()).map_err(|refused| refused.refusal)
}

pub(crate) fn refusal<P: Provider>(delivery: Delivery) -> Option<Refusal> {
    outcome::<P>(delivery, SECRET).err()
}

/// Verifies what must pass.
pub(crate) fn verified<P: Provider>(delivery: Delivery) -> Verified {
    delivery.verify::<P>(&Secrets::parse(SECRET).unwrap()).expect(P::NAME)
}

/// The members of a JSON object: names and values as JSON.
pub(crate) type Members = Vec<(String, String)>;

/// An authentic delivery of Gingr, in the order in which it sends its fields.
pub(crate) fn gingr_members(url: &str, tries: u32, data: &str) -> Members {
    let signature = sign(SECRET, b"owner_edited7owner");
    let members = [
        ("webhook_url", json!(url).to_string()),
        ("webhook_type", "\"owner_edited\"".to_owned()),
        ("entity_id", "\"7\"".to_owned()),
        ("entity_type", "\"owner\"".to_owned()),
        ("entity_data", data.to_owned()),
        ("signature", json!(signature).to_string()),
        ("numberTries", tries.to_string()),
    ];
    members.into_iter().map(|(name, value)| (format!("\"{name}\""), value)).collect()
}

pub(crate) fn join(members: &Members) -> String {
    let members: Vec<_> = members.iter().map(|(name, value)| format!("{name}:{value}")).collect();
    format!("{{{}}}", members.join(","))
}

/// The identity of an authentic body of Gingr.
pub(crate) fn gingr_id(body: &str) -> Identity {
    Gingr::read(&verified::<Gingr>(delivery(body.to_owned()))).unwrap().identity
}
