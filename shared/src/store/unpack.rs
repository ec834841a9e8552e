//! A body as it was received, restored from the bytes that are kept. Its hash proves that it is the
//! same.

use std::io::Read;

use bytes::Bytes;
use flate2::read::GzDecoder;
use sha2::{Digest, Sha256};

/// Unpacks a stored body. None if it has more than `most` bytes, or cannot be unpacked.
pub(crate) fn unpack(kept: &[u8], encoding: Option<&str>, most: usize) -> Option<Bytes> {
    let body: Bytes = match encoding {
        None => Bytes::copy_from_slice(kept),
        Some("gzip") => {
            let mut body = Vec::with_capacity(most.min(kept.len().saturating_mul(8)));
            // One byte more than expected shows that a body is too long, without unpacking all of
            // it.
            let limit = u64::try_from(most).ok()?.checked_add(1)?;
            GzDecoder::new(kept).take(limit).read_to_end(&mut body).ok()?;
            body.into()
        }
        Some(_) => return None,
    };
    (body.len() <= most).then_some(body)
}

/// Unpacks a stored body of exactly `length` bytes and with this hash. None if it is another.
pub(crate) fn unpack_checked(kept: &[u8], encoding: Option<&str>, length: usize, sha256: &str) -> Option<Bytes> {
    let body = unpack(kept, encoding, length)?;
    (body.len() == length && hex::encode(Sha256::digest(&body)) == sha256).then_some(body)
}
