//! Proves a delivery the way each provider does, to send examples with any secret.
//!
//! What this makes is checked against the fixtures, which another program signed.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};
use frontdesk::object::Object;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// A request, ready to post.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    pub(crate) path: String,
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: Vec<u8>,
}

impl Request {
    /// Puts the proof that `provider` would give into the request, in place of the one that is there.
    pub(crate) fn sign(&mut self, provider: &str, secret: &str) -> Result<()> {
        match provider {
            "gingr" => self.body = gingr(&self.body, secret)?,
            "gire" => self.header("x-hub-signature-256", format!("sha256={}", hmac(secret, &[&self.body])?)),
            "cheqroom" => self.header("x-cheqroom-signature", hmac(secret, &[&self.body])?),
            "ombori" => self.header("authorization", secret.to_owned()),
            "zaui" => self.path = format!("/{secret}"),
            other => bail!("no provider `{other}`"),
        }
        Ok(())
    }

    fn header(&mut self, name: &str, value: String) {
        self.headers.insert(name.to_owned(), value);
    }
}

/// HMAC-SHA256 over the parts, one after the other, in hex.
fn hmac(secret: &str, parts: &[&[u8]]) -> Result<String> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).context("the secret cannot be a key")?;
    parts.iter().for_each(|part| mac.update(part));
    Ok(hex::encode(mac.finalize().into_bytes()))
}

/// Gingr signs three fields and puts the signature into the body: the rest stays byte for byte.
fn gingr(body: &[u8], secret: &str) -> Result<Vec<u8>> {
    let object = Object::parse(body).context("the body of a Gingr webhook")?;
    let field = |name: &'static str| {
        let text = object.text(name);
        text.with_context(|| format!("the body of a Gingr webhook needs the field `{name}`"))
    };
    let (kind, id, entity) = (field("webhook_type")?, field("entity_id")?, field("entity_type")?);
    let signature = hmac(secret, &[kind.as_bytes(), id.as_bytes(), entity.as_bytes()])?;
    let text = std::str::from_utf8(body).context("the body is not UTF-8")?;
    let signed = match object.raw("signature") {
        Some(old) => text.replacen(old, &format!("\"{signature}\""), 1),
        None => text.replacen('{', &format!("{{\"signature\":\"{signature}\","), 1),
    };
    Ok(signed.into_bytes())
}

#[cfg(test)]
mod tests {
    use crate::samples::Sample;

    use super::*;

    /// The fixtures carry the proof that `tests/fixtures/sign.py` made.
    #[test]
    fn signs_like_the_independent_signer() {
        for provider in frontdesk::providers::NAMES {
            for sample in Sample::all(provider).unwrap() {
                let signed = Request {
                    path: sample.path.clone(),
                    headers: sample.headers.clone(),
                    body: sample.body(provider).unwrap().to_vec(),
                };
                let mut again = signed.clone();
                again.sign(provider, "another secret, sixteen or more").unwrap();
                assert!(again.body != signed.body || again.headers != signed.headers || again.path != signed.path);
                again.sign(provider, &format!("local-{provider}-secret")).unwrap();
                assert_eq!(again.path, signed.path, "{provider} {}", sample.kind);
                assert_eq!(again.headers, signed.headers, "{provider} {}", sample.kind);
                assert!(again.body == signed.body, "{provider} {}: the bodies differ", sample.kind);
            }
        }
    }
}
