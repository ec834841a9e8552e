//! The proof: the stored signature, checked against the stored body with the secrets that are known
//! today.

use bytes::Bytes;

use super::{Checked, Fault, Unchecked, time};
use crate::providers::Provider;
use crate::receive::delivery::Delivery;
use crate::receive::proof::Verification;
use crate::receive::refusal::RefusalReason;
use crate::receive::secrets::Secrets;
use crate::store::Row;

pub(super) fn check(provider: &Provider, secrets: Option<&Secrets>, row: &Row, body: &Bytes, found: &mut Checked) {
    let verification = provider.proof.verification();
    if row.text("verification") != Some(verification.as_str()) {
        found.fault(Fault::Attribute("verification"));
    }
    let Some(secrets) = secrets else { return found.cannot(Unchecked::NoSecret) };
    let key = row.text("key").unwrap_or_default();
    let owner = secrets.accounts().find(|(_, id)| id.to_string() == key).map(|(account, _)| account);
    if let Some(account) = owner {
        check_account(row, account, found);
    }
    match (verification, owner) {
        (Verification::Token, None) => found.cannot(Unchecked::RetiredSecret(key.to_owned())),
        (Verification::Token, Some(_)) => found.cannot(Unchecked::Token),
        (_, owner) => check_signature(provider, secrets, row, body, owner.is_some(), found),
    }
}

/// A secret may have been assigned to an account since, but a row with one account's name never
/// belongs to another.
fn check_account(row: &Row, owner: Option<&str>, found: &mut Checked) {
    match (row.id().account(), owner) {
        (noted, owner) if noted == owner => {}
        (Some(_), Some(owner)) => found.fault(Fault::Account(owner.to_owned())),
        _ => found.cannot(Unchecked::AccountSince),
    }
}

fn check_signature(
    provider: &Provider,
    secrets: &Secrets,
    row: &Row,
    body: &Bytes,
    is_live: bool,
    found: &mut Checked,
) {
    let (key, signature) = (row.text("key").unwrap_or_default(), row.text("signature"));
    let header = provider.proof.signature_header().zip(signature);
    let headers = header.map(|(name, value)| (name.to_owned(), value.to_owned())).into_iter().collect();
    let received_at = time(row, "received_at").unwrap_or_default();
    match Delivery::post("/", headers, body.clone(), received_at).verify(&provider.proof, secrets) {
        Ok(verified) => {
            if verified.key().to_string() != key {
                found.fault(Fault::Key(verified.key().to_string()));
            }
            if verified.signature() != signature {
                found.fault(Fault::Attribute("signature"));
            }
        }
        Err(refusal) if !is_live && refusal.reason == RefusalReason::SignatureMismatch => {
            found.cannot(Unchecked::RetiredSecret(key.to_owned()));
        }
        Err(refusal) => found.fault(Fault::Signature(refusal.reason)),
    }
}
