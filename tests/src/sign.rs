//! Signs deliveries as the providers do, with a secret of the test's choice. Written from the providers' rules, independently of
//! the code that verifies.

use anyhow::{Context, Result, bail};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::Value;
use sha2::Sha256;

use crate::fixtures::Request;

/// The same request with a proof made with `secret`.
///
/// # Errors
/// When the provider is unknown, or a body that must carry its signature is not of the form to carry one.
pub fn sign(request: Request, provider: &str, secret: &str) -> Result<Request> {
    let signature = |bytes: &[u8]| hmac_hex(secret, bytes);
    Ok(match provider {
        "gire" => {
            let signature = format!("sha256={}", signature(&request.body)?);
            request.with("x-hub-signature-256", &signature)
        }
        "cheqroom" => {
            let signature = signature(&request.body)?;
            request.with("x-cheqroom-signature", &signature)
        }
        "ombori" => request.with("authorization", secret),
        "zaui" => request.at(&format!("/{secret}")),
        "gingr" => gingr(request, secret)?,
        other => bail!("no provider is called {other}"),
    })
}

/// Gingr signs three fields of the body, and puts the signature into a fourth.
fn gingr(request: Request, secret: &str) -> Result<Request> {
    let body = String::from_utf8(request.body.clone())?;
    let fields: Value = serde_json::from_str(&body)?;
    let field = |name: &str| match fields.get(name) {
        Some(Value::String(text)) => Ok(text.clone()),
        Some(Value::Number(number)) => Ok(number.to_string()),
        _ => bail!("the body of gingr has no field {name}"),
    };
    let signed = [field("webhook_type")?, field("entity_id")?, field("entity_type")?].concat();
    let before = fields.get("signature").and_then(Value::as_str).context("the body of gingr has a signature")?;
    Ok(request.body(body.replace(before, &hmac_hex(secret, signed.as_bytes())?)))
}

fn hmac_hex(secret: &str, bytes: &[u8]) -> Result<String> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes())?;
    mac.update(bytes);
    Ok(hex::encode(mac.finalize().into_bytes()))
}
