//! The only cryptography of the project: HMAC-SHA256 (RFC 2104) over signed bytes, and tokens.
//!
//! Every comparison is over values of equal length and takes the same time wherever they differ.
//! Every live secret is tried, whether or not an earlier one matched.

use std::borrow::Cow;
use std::sync::Arc;

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use subtle::{Choice, ConditionallySelectable, ConstantTimeEq};

use super::refusal::RefusalReason;
use super::secrets::{KeyId, SecretError, Secrets};

/// Length in bytes of a SHA-256 digest and of an HMAC made with it.
pub const DIGEST_LEN: usize = 32;

/// The sender's claim about its origin. Made by [`Proof::claim`](super::proof::Proof::claim), which
/// never sees a secret.
pub enum Claim<'a> {
    /// An HMAC-SHA256 over `signed`.
    Hmac {
        /// The bytes that the sender says it signed.
        signed: Cow<'a, [u8]>,
        /// The HMAC presented, decoded.
        mac: [u8; DIGEST_LEN],
        /// The HMAC as received, for the record.
        presented: &'a str,
    },
    /// The SHA-256 of a shared secret that was presented as is. The token itself goes no further.
    Token([u8; DIGEST_LEN]),
}

impl<'a> Claim<'a> {
    /// Creates a claim that `hex` is an HMAC over `signed`.
    ///
    /// # Errors
    /// [`RefusalReason::SignatureMalformed`] unless `hex` is exactly 64 hexadecimal digits, of
    /// either case.
    pub fn hmac(signed: impl Into<Cow<'a, [u8]>>, hex: &str, presented: &'a str) -> Result<Self, RefusalReason> {
        let mut mac = [0; DIGEST_LEN];
        hex::decode_to_slice(hex, &mut mac).map_err(|_| RefusalReason::SignatureMalformed)?;
        Ok(Claim::Hmac { signed: signed.into(), mac, presented })
    }

    /// Creates a claim from a token.
    #[must_use]
    pub fn token(token: &[u8]) -> Self {
        Claim::Token(Sha256::digest(token).into())
    }
}

/// One live secret, ready to compare: the keyed HMAC state, and the digest for tokens.
#[derive(Clone)]
pub(crate) struct Key {
    hmac: Hmac<Sha256>,
    token: [u8; DIGEST_LEN],
}

impl Key {
    pub(crate) fn new(secret: &[u8]) -> Result<Self, SecretError> {
        let hmac = Hmac::new_from_slice(secret).map_err(|_| SecretError::NotAKey)?;
        Ok(Self { hmac, token: Sha256::digest(secret).into() })
    }

    pub(crate) fn id(&self) -> KeyId {
        let [a, b, c, d, ..] = self.token;
        KeyId([a, b, c, d])
    }

    fn made(&self, claim: &Claim<'_>) -> Choice {
        match claim {
            Claim::Hmac { signed, mac, .. } => {
                let computed = self.hmac.clone().chain_update(signed).finalize().into_bytes();
                computed.as_slice().ct_eq(mac)
            }
            // Compares the digests, so neither length nor content affects the time taken.
            Claim::Token(token) => token.ct_eq(&self.token),
        }
    }
}

impl Claim<'_> {
    /// Whether the claim was made with `secret`, as an HMAC or as a token. Only for diagnosing a
    /// refusal: it establishes no trust.
    #[must_use]
    pub fn is_made_with(&self, secret: &[u8]) -> bool {
        Key::new(secret).is_ok_and(|key| key.made(self).into())
    }
}

/// HMAC-SHA256 in hex.
pub(super) fn hmac_hex(secret: &[u8], message: &[u8]) -> Result<String, SecretError> {
    let computed = Key::new(secret)?.hmac.chain_update(message).finalize();
    Ok(hex::encode(computed.into_bytes()))
}

/// Finds the live secret that the claim matches, if any. Returns its account and its id.
pub(crate) fn matching(claim: &Claim<'_>, secrets: &Secrets) -> Option<(Option<Arc<str>>, KeyId)> {
    let mut found = Choice::from(0);
    let mut which = 0;
    for (n, key) in (0u32..).zip(secrets.keys()) {
        let equal = key.made(claim);
        which.conditional_assign(&n, equal & !found);
        found |= equal;
    }
    if bool::from(found) { secrets.owner(which) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_claim_is_made_with_one_secret() {
        let check = |claim: Claim<'_>| {
            assert!(claim.is_made_with(b"0123456789abcdef"));
            assert!(!claim.is_made_with(b"0123456789abcdeg"));
        };
        // printf body | openssl dgst -sha256 -hmac 0123456789abcdef
        let mac = "c34c3195f4d0282ae2dee7ddba19f07877594896ece7578eed7044843650c708";
        let mac = <[u8; DIGEST_LEN]>::try_from(hex::decode(mac).unwrap()).unwrap();
        check(Claim::Hmac { presented: "", signed: b"body".into(), mac });
        check(Claim::Token(Sha256::digest("0123456789abcdef").into()));
    }

    /// The HMAC-SHA-256 test cases of RFC 4231, numbers 1 to 7. Case 5 publishes only the first 128
    /// bits.
    #[test]
    fn rfc_4231() {
        fn check(secret: &[u8], data: &[u8], expected: &str) {
            let computed = Key::new(secret).unwrap().hmac.chain_update(data).finalize().into_bytes();
            let computed = hex::encode(computed);
            assert_eq!(&computed[..expected.len()], expected, "{}", String::from_utf8_lossy(data));
        }
        check(&[0x0b; 20], b"Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
        check(
            b"Jefe",
            b"what do ya want for nothing?",
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
        );
        check(&[0xaa; 20], &[0xdd; 50], "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe");
        let counting: Vec<u8> = (1..=25).collect();
        check(&counting, &[0xcd; 50], "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b");
        check(&[0x0c; 20], b"Test With Truncation", "a3b6167473100ee06e0c796c2955552b");
        check(
            &[0xaa; 131],
            b"Test Using Larger Than Block-Size Key - Hash Key First",
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
        );
        check(
            &[0xaa; 131],
            b"This is a test using a larger than block-size key and a larger than block-size data. The key needs to be \
              hashed before being used by the HMAC algorithm.",
            "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2",
        );
    }
}
