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

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    #[test]
    fn only_the_body_that_was_received() {
        let body = b"the body of a check-in, the body of a check-in".as_slice();
        let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
        packer.write_all(body).unwrap();
        let packed = packer.finish().unwrap();
        let (length, sha256) = (body.len(), hex::encode(Sha256::digest(body)));
        let check = |kept: &[u8], encoding, length, sha256: &str, whole: bool| {
            let expected = whole.then(|| Bytes::copy_from_slice(body));
            assert_eq!(unpack_checked(kept, encoding, length, sha256), expected, "{encoding:?} {length} {sha256}");
        };
        check(body, None, length, &sha256, true);
        check(&packed, Some("gzip"), length, &sha256, true);
        for (kept, encoding) in [(body, None), (&packed, Some("gzip"))] {
            check(kept, encoding, length - 1, &sha256, false);
            // The hash fits, and the length does not.
            check(kept, encoding, length + 1, &sha256, false);
            check(kept, encoding, length, &hex::encode(Sha256::digest(b"")), false);
        }
        check(&packed, None, packed.len(), &sha256, false);
        check(body, Some("gzip"), length, &sha256, false);
        check(&packed, Some("br"), length, &sha256, false);
        check(&packed[..packed.len() - 1], Some("gzip"), length, &sha256, false);
    }
}
