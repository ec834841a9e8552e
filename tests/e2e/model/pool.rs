//! The deliveries that sequences pick from: few, so they recur.

use frontdesk::providers::ALL;
use frontdesk_tests::fixtures::{Fixture, Request, provider_names};
use sha2::{Digest, Sha256};

/// Kinds that the operator does not want here: one for each provider.
const UNWANTED: [&str; 5] = ["check_out", "pud:price_update", "positionCalled", "customer.removal", "item.update"];

/// One delivery.
#[derive(Debug, Clone)]
pub(super) struct Sample {
    pub(super) provider: &'static str,
    /// The delivery as signed with the first and with the second secret.
    pub(super) requests: [Request; 2],
    /// The key of its event.
    pub(super) key: String,
    /// Whether the key is the provider's own id, so that other bytes under it are variants.
    pub(super) own_id: bool,
    pub(super) kind: String,
    pub(super) wanted: bool,
    pub(super) readable: bool,
}

impl Sample {
    /// The SHA-256 of the body as signed with secret number `secret`.
    pub(super) fn sha256(&self, secret: usize) -> String {
        hex::encode(Sha256::digest(&self.requests[secret].body))
    }
}

/// Returns a provider's first and second secret.
pub(super) fn secrets(provider: &str) -> [String; 2] {
    [format!("local-{provider}-secret"), format!("rotated-{provider}-secret")]
}

/// Returns all deliveries.
pub(super) fn samples() -> Vec<Sample> {
    let mut samples = Vec::new();
    for (provider, files) in [
        ("gingr", &["check_in.json", "animal_edited.json", "animal_edited_retry.json", "check_out.json"][..]),
        ("gire", &["pud_status_update.json", "pud_create.json", "pud_price_update.json"]),
        ("ombori", &["positionCreated.json", "bookingUpdated.json", "positionCalled.json"]),
        ("zaui", &["booking_creation.json", "contact_creation_pretty.json", "customer_removal.json"]),
        ("cheqroom", &["item_create.json", "order_checkout.json", "item_update.json"]),
    ] {
        let fixtures: Vec<_> = files.iter().map(|file| Fixture::file(provider, file).unwrap()).collect();
        samples.extend(fixtures.iter().map(|fixture| readable(provider, fixture, &fixture.body)));
        if matches!(provider, "gire" | "zaui") {
            let other = [fixtures[0].body.clone(), b" ".to_vec()].concat();
            samples.push(readable(provider, &fixtures[0], &other));
        }
        // An unreadable body has no field for a signature, so gingr has no authentic one.
        if provider != "gingr" {
            samples.push(unreadable(provider, &fixtures[0]));
        }
    }
    assert!(provider_names().all(|name| samples.iter().any(|sample| sample.provider == name)));
    samples
}

fn readable(provider: &'static str, fixture: &Fixture, body: &[u8]) -> Sample {
    Sample {
        provider,
        requests: signed(provider, fixture, body),
        key: fixture.key(),
        own_id: matches!(provider, "gire" | "zaui"),
        kind: fixture.kind.clone(),
        wanted: !UNWANTED.contains(&fixture.kind.as_str()),
        readable: true,
    }
}

fn unreadable(provider: &'static str, like: &Fixture) -> Sample {
    let body = b"neither JSON nor anything else";
    let mut bytes = body.to_vec();
    if ALL.iter().any(|known| known.name == provider && known.kind_in_path) {
        bytes = [like.request().path.as_bytes(), b"\n", body].concat();
    }
    Sample {
        provider,
        requests: signed(provider, like, body),
        key: format!("{provider}:{}", hex::encode(Sha256::digest(bytes))),
        own_id: false,
        kind: "unknown".to_owned(),
        wanted: true,
        readable: false,
    }
}

fn signed(provider: &str, fixture: &Fixture, body: &[u8]) -> [Request; 2] {
    secrets(provider).map(|secret| fixture.request().body(body).signed(provider, &secret).unwrap())
}
