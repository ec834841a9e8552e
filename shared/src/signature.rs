//! The only cryptography of the project: HMAC-SHA256 (RFC 2104) over signed bytes, and tokens.
//!
//! Every comparison is over values of equal length and takes the same time whether they differ early or late;
//! every live secret is tried, whether or not an earlier one matched.

use std::borrow::Cow;

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use subtle::{Choice, ConditionallySelectable, ConstantTimeEq};

use crate::rejection::Refusal;
use crate::secrets::{KeyId, Secrets};

/// Length in bytes of a SHA-256 digest and of an HMAC made with it.
pub const DIGEST_LEN: usize = 32;
/// Length in bytes of SHA-256's input block.
const BLOCK_LEN: usize = 64;

/// What the sender says proves its origin. Made by a provider's `claim`, which never sees a secret.
pub enum Claim<'a> {
    /// An HMAC-SHA256 over `signed`.
    Hmac {
        /// The bytes that the sender says it signed.
        signed: Cow<'a, [u8]>,
        /// The HMAC presented, decoded.
        mac: [u8; DIGEST_LEN],
        /// The same as received, for the record.
        presented: &'a str,
    },
    /// A shared secret, presented as it is.
    Token(Cow<'a, [u8]>),
}

impl<'a> Claim<'a> {
    /// A claim of an HMAC written as `hex` over `signed`.
    ///
    /// # Errors
    /// [`Refusal::SignatureMalformed`] unless `hex` is exactly 64 hexadecimal digits, of either case.
    pub fn hmac(signed: impl Into<Cow<'a, [u8]>>, hex: &str, presented: &'a str) -> Result<Self, Refusal> {
        let mut mac = [0; DIGEST_LEN];
        hex::decode_to_slice(hex, &mut mac).map_err(|_| Refusal::SignatureMalformed)?;
        Ok(Claim::Hmac {
            signed: signed.into(),
            mac,
            presented,
        })
    }
}

/// One live secret, ready to compare: the keyed HMAC state, and the digest for tokens.
#[derive(Clone)]
pub(crate) struct Key {
    hmac: Hmac<Sha256>,
    token: [u8; DIGEST_LEN],
}

impl Key {
    pub(crate) fn new(secret: &[u8]) -> Self {
        // A key longer than a block is replaced by its digest: RFC 2104, section 2. Padding it here rather than in
        // the library leaves no error to handle.
        let mut block = [0; BLOCK_LEN];
        let digest = Sha256::digest(secret);
        let key = if secret.len() > BLOCK_LEN { digest.as_slice() } else { secret };
        for (to, from) in block.iter_mut().zip(key) {
            *to = *from;
        }
        Self {
            hmac: Hmac::new(&block.into()),
            token: digest.into(),
        }
    }

    pub(crate) fn id(&self) -> KeyId {
        let [a, b, c, d, ..] = self.token;
        KeyId([a, b, c, d])
    }
}

/// Which of the live secrets the claim matches, if any.
pub(crate) fn matching(claim: &Claim<'_>, secrets: &Secrets) -> Option<KeyId> {
    let mut found = Choice::from(0);
    let mut id = [0u8; 4];
    for key in secrets.keys() {
        let equal = match claim {
            Claim::Hmac { signed, mac, .. } => {
                let computed = key.hmac.clone().chain_update(signed).finalize().into_bytes();
                computed.as_slice().ct_eq(mac)
            }
            // Digests of the two are compared, so that neither length nor content shows in the time taken.
            Claim::Token(token) => Sha256::digest(token).as_slice().ct_eq(&key.token),
        };
        for (to, from) in id.iter_mut().zip(key.id().0) {
            to.conditional_assign(&from, equal & !found);
        }
        found |= equal;
    }
    bool::from(found).then_some(KeyId(id))
}
