//! A delivery: one HTTP request from a provider, before and after it is trusted.
//!
//! The two states are two types. Everything after verification takes a [`Verified`], and only
//! [`Delivery::verify`] makes one, so code that uses an unverified body does not compile.

use std::sync::Arc;

use bytes::Bytes;
use jiff::Timestamp;

use super::proof::Proof;
use super::refusal::{Presented, Refusal, RefusalReason};
use super::secrets::{KeyId, Secrets};
use super::signature::{self, Claim, DIGEST_LEN};

/// The longest user agent that is kept, in characters; longer ones are cut.
const MAX_USER_AGENT: usize = 64;

/// A request as it came in at the function URL. Not yet trusted.
#[derive(Clone)]
pub struct Delivery {
    /// The HTTP method, upper case.
    pub method: String,
    /// The path, with its percent-encoding as received: `/item.create`.
    pub path: String,
    /// Header names in lower case, and their values.
    pub headers: Vec<(String, String)>,
    /// The body's bytes, as the sender sent them (the Lambda event's base64 already decoded).
    pub body: Bytes,
    /// The sender's address, as AWS reports it.
    pub source_ip: Option<String>,
    /// Id of the Lambda request that carries this delivery.
    pub request_id: String,
    /// When the delivery arrived.
    pub received_at: Timestamp,
}

impl Delivery {
    /// Creates a POST that did not come through Lambda: an example, a stored delivery, or one that
    /// an operator describes.
    ///
    /// ```
    /// use frontdesk::receive::delivery::Delivery;
    /// use jiff::Timestamp;
    ///
    /// let delivery = Delivery::post("/", Vec::new(), r#"{"id":"1"}"#, Timestamp::UNIX_EPOCH);
    /// assert_eq!((delivery.method.as_str(), delivery.header("authorization")), ("POST", None));
    /// ```
    #[must_use]
    pub fn post(
        path: impl Into<String>,
        headers: Vec<(String, String)>,
        body: impl Into<Bytes>,
        received_at: Timestamp,
    ) -> Self {
        Self {
            method: "POST".to_owned(),
            path: path.into(),
            headers,
            body: body.into(),
            source_ip: None,
            request_id: String::new(),
            received_at,
        }
    }

    /// The value of a header, by its lower-case name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Sets a header, replacing any existing one.
    pub fn set_header(&mut self, name: &str, value: String) {
        self.headers.retain(|(key, _)| key != name);
        self.headers.push((name.to_owned(), value));
    }

    /// The content type as received.
    #[must_use]
    pub fn content_type(&self) -> Option<&str> {
        self.header("content-type")
    }

    /// The program that sent it, by its own account: the header `User-Agent` up to its first
    /// comment (<https://www.rfc-editor.org/rfc/rfc9110#name-user-agent>), since people write
    /// addresses there. docs/decisions/request-headers.md explains why no other header is kept.
    #[must_use]
    pub fn user_agent(&self) -> Option<String> {
        let products = self.header("user-agent")?.split('(').next()?.trim();
        // The characters of a product and its version, and the spaces between products.
        let is_plain = |c: char| c == ' ' || (c.is_ascii_graphic() && c != '@');
        let is_meant = !products.is_empty() && products.chars().all(is_plain);
        is_meant.then(|| products.chars().take(MAX_USER_AGENT).collect())
    }

    /// Verifies the origin of the delivery: its `proof` must match one of the live secrets.
    ///
    /// # Errors
    /// [`Refusal`], which returns the delivery together with the reason.
    pub fn verify(self, proof: &Proof<'_>, secrets: &Secrets) -> Result<Verified, Box<Refusal>> {
        let claim = proof.claim(&self);
        let matched = check(&claim, secrets);
        let presented = claim.ok().map_or_else(|| Presented::malformed(&self, proof), |claim| claim.presented());
        self.conclude(matched, presented)
    }

    /// Verifies a delivery that was refused and kept. Its token is gone; only the digest is left to
    /// compare.
    ///
    /// # Errors
    /// [`Refusal`], as for [`Delivery::verify`].
    pub fn verify_kept(
        self,
        token: Option<[u8; DIGEST_LEN]>,
        proof: &Proof<'_>,
        secrets: &Secrets,
    ) -> Result<Verified, Box<Refusal>> {
        match token {
            None => self.verify(proof, secrets),
            Some(token) => {
                let matched = check(&Ok(Claim::Token(token)), secrets);
                self.conclude(matched, Presented::Token(token))
            }
        }
    }

    fn conclude(self, matched: Result<Owner, RefusalReason>, presented: Presented) -> Result<Verified, Box<Refusal>> {
        match matched {
            Ok((account, key)) => Ok(Verified { delivery: self, account, key, signature: presented.signature() }),
            Err(reason) => Err(Box::new(Refusal { reason, delivery: self, presented })),
        }
    }
}

/// The account whose secret matched, and which secret it was.
type Owner = (Option<Arc<str>>, KeyId);

/// The only place where a claim becomes trusted.
fn check(claim: &Result<Claim<'_>, RefusalReason>, secrets: &Secrets) -> Result<Owner, RefusalReason> {
    let claim = claim.as_ref().map_err(|reason| *reason)?;
    signature::matching(claim, secrets).ok_or(match claim {
        Claim::Hmac { .. } => RefusalReason::SignatureMismatch,
        Claim::Token(_) => RefusalReason::TokenMismatch,
    })
}

/// Shows metadata only: headers and body may contain secrets.
impl std::fmt::Debug for Delivery {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Delivery")
            .field("method", &self.method)
            .field("headers", &self.headers.len())
            .field("body_bytes", &self.body.len())
            .field("request_id", &self.request_id)
            .finish_non_exhaustive()
    }
}

/// A delivery whose origin is proven. Only [`Delivery::verify`] creates one: the first function
/// below compiles; the second, which differs only in that line, does not.
///
/// ```
/// # use frontdesk::receive::{delivery::{Delivery, Verified}, proof::Proof, secrets::Secrets};
/// fn prove(delivery: Delivery, proof: &Proof<'_>, secrets: &Secrets) -> Option<Verified> {
///     delivery.verify(proof, secrets).ok()
/// }
/// ```
///
/// ```compile_fail,E0451
/// # use frontdesk::receive::{delivery::{Delivery, Verified}, secrets::KeyId};
/// fn forge(delivery: Delivery, key: KeyId) -> Option<Verified> {
///     Some(Verified { delivery, account: None, key, signature: None })
/// }
/// ```
#[derive(Debug)]
pub struct Verified {
    delivery: Delivery,
    account: Option<Arc<str>>,
    key: KeyId,
    signature: Option<String>,
}

impl Verified {
    /// The body's bytes, as the sender sent them.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.delivery.body
    }

    /// The delivery that was verified.
    #[must_use]
    pub fn delivery(&self) -> &Delivery {
        &self.delivery
    }

    /// The account whose secret matched, if accounts have names.
    #[must_use]
    pub fn account(&self) -> Option<&str> {
        self.account.as_deref()
    }

    /// Which of the live secrets matched.
    #[must_use]
    pub fn key(&self) -> KeyId {
        self.key
    }

    /// The signature as received. None for providers that present a token: tokens are never kept.
    #[must_use]
    pub fn signature(&self) -> Option<&str> {
        self.signature.as_deref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_agent_is_the_products_and_nobodys_address() {
        let check = |sent: Option<&str>, expected: Option<&str>| {
            let headers = sent.map(|value| ("user-agent".to_owned(), value.to_owned())).into_iter().collect();
            let delivery = Delivery::post("/", headers, "{}", Timestamp::UNIX_EPOCH);
            assert_eq!(delivery.user_agent().as_deref(), expected, "{sent:?}");
        };
        check(None, None);
        check(Some(""), None);
        check(Some("axios/1.7.9"), Some("axios/1.7.9"));
        check(
            Some("Frontdesk-Test/1.0 curl/8.5 (+https://example.com; Jane Doe)"),
            Some("Frontdesk-Test/1.0 curl/8.5"),
        );
        check(Some("(Jane Doe) axios/1.7.9"), None);
        check(Some("jane@example.com"), None);
        check(Some("Bücher/1"), None);
        check(Some("a\tb"), None);
        check(Some(&"x".repeat(100)), Some(&"x".repeat(64)));
    }

    #[test]
    fn setting_a_header_replaces_it_and_no_other() {
        let headers = [("content-type", "text/plain"), ("x", "1"), ("y", "2"), ("x", "3")];
        let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
        let mut delivery = Delivery::post("/", headers, "{}", Timestamp::UNIX_EPOCH);
        delivery.set_header("x", "4".to_owned());
        let check = |name: &str, values: &[&str]| {
            let found: Vec<_> =
                delivery.headers.iter().filter(|(key, _)| key == name).map(|(_, value)| value).collect();
            assert_eq!(found, values, "{name}");
            assert_eq!(delivery.header(name), values.first().copied());
        };
        check("x", &["4"]);
        check("y", &["2"]);
        check("z", &[]);
        assert_eq!(delivery.content_type(), Some("text/plain"));
    }

    #[test]
    fn the_account_is_the_one_whose_secret_matched() {
        let proof = Proof::HeaderToken { default: "authorization", named: None };
        let check_all = |secrets: &Secrets, token: &str, account: Option<&str>| {
            let headers = vec![("authorization".to_owned(), token.to_owned())];
            let verified = Delivery::post("/", headers, "{}", Timestamp::UNIX_EPOCH).verify(&proof, secrets).unwrap();
            assert_eq!(verified.account(), account, "{token}");
        };
        let check = |secrets: &str, token, account| check_all(&Secrets::parse(secrets).unwrap(), token, account);
        let accounts = r#"{"north":"0123456789abcdef","south":["fedcba9876543210","0011223344556677"]}"#;
        check(accounts, "0123456789abcdef", Some("north"));
        check(accounts, "0011223344556677", Some("south"));
        check("0123456789abcdef", "0123456789abcdef", None);
        // An account that was renamed: the current value counts.
        let [current, previous] = ["new", "old"].map(|name| format!(r#"{{"{name}":"0123456789abcdef"}}"#));
        let both = Secrets::parse(&current).unwrap().and(Secrets::parse(&previous).unwrap());
        check_all(&both, "0123456789abcdef", Some("new"));
    }
}
