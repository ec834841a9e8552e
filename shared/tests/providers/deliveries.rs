//! Deliveries to test with: those of the fixtures, and those signed here.

use std::path::PathBuf;

use bytes::Bytes;
use frontdesk::event::Identity;
use frontdesk::providers::Provider;
use frontdesk::providers::cheqroom::CHEQROOM;
use frontdesk::providers::gingr::GINGR;
use frontdesk::providers::gire::GIRE;
use frontdesk::providers::ombori::OMBORI;
use frontdesk::providers::zaui::ZAUI;
use frontdesk::receive::delivery::{Delivery, Verified};
use frontdesk::receive::proof::Proof;
use frontdesk::receive::refusal::RefusalReason;
use frontdesk::receive::secrets::Secrets;
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
    Delivery::post("/", Vec::new(), body, Timestamp::UNIX_EPOCH)
}

/// An HMAC over anything: for signatures that a provider's own signer would not make, and for those of published examples.
pub(crate) fn sign(secret: &str, message: &[u8]) -> String {
    let hmac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    hex::encode(hmac.chain_update(message).finalize().into_bytes())
}

/// A delivery of Gingr; `id` is JSON, a number or a string; `more` are further members.
pub(crate) fn gingr_delivery(secret: &str, kind: &str, id: &str, entity: &str, more: &str) -> Delivery {
    let [kind, entity] = [kind, entity].map(Value::from);
    let unsigned = format!(r#"{{"webhook_type":{kind},"entity_id":{id},"entity_type":{entity},{more}}}"#);
    GINGR.proof.sign(delivery(unsigned), secret).unwrap()
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

/// A delivery to a path that stands as it is, with no proof but what the path may be.
pub(crate) fn at(path: &str, body: &str) -> Delivery {
    Delivery { path: path.to_owned(), ..delivery(body.to_owned()) }
}

pub(crate) fn gire_delivery(secret: &str, body: &str) -> Delivery {
    GIRE.proof.sign(delivery(body.to_owned()), secret).unwrap()
}

pub(crate) fn cheqroom_delivery(secret: &str, path: &str, body: &str) -> Delivery {
    CHEQROOM.proof.sign(at(path, body), secret).unwrap()
}

pub(crate) fn ombori_delivery(secret: &str, body: &str) -> Delivery {
    OMBORI.proof.sign(delivery(body.to_owned()), secret).unwrap()
}

pub(crate) fn zaui_delivery(secret: &str, body: &str) -> Delivery {
    ZAUI.proof.sign(delivery(body.to_owned()), secret).unwrap()
}

/// Verifies with [`SECRET`] or other secrets; what comes of it without the delivery itself.
pub(crate) fn outcome(proof: &Proof<'_>, delivery: Delivery, secrets: &str) -> Result<String, RefusalReason> {
    let verified = delivery.verify(proof, &Secrets::parse(secrets).unwrap());
    verified.map(|verified| verified.key().to_string()).map_err(|refusal| refusal.reason)
}

pub(crate) fn refusal(proof: &Proof<'_>, delivery: Delivery) -> Option<RefusalReason> {
    outcome(proof, delivery, SECRET).err()
}

/// Verifies what must pass.
pub(crate) fn verified(provider: &Provider, delivery: Delivery) -> Verified {
    delivery.verify(&provider.proof, &Secrets::parse(SECRET).unwrap()).expect(provider.name)
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
    (GINGR.read)(&verified(&GINGR, delivery(body.to_owned()))).unwrap().identity
}
