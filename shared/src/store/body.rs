//! How a body is kept: as it came, or compressed. What is read back is the bytes received, and their hash proves it.

use std::io::{Read, Write};

use bytes::Bytes;
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};

/// Bodies over this size are compressed: DynamoDB bills every KiB at the put and again at the mark.
const COMPRESS_OVER: usize = 1024;
/// Bodies over this size are compressed in a hurry: a function with a small share of a processor has to be through with
/// 6 MB before the provider gives up.
const HURRY_OVER: usize = 256 * 1024;

/// The bytes to keep for a body.
#[derive(Debug)]
pub(super) struct Packed {
    /// What goes into the table.
    pub(super) bytes: Bytes,
    /// How it is encoded; none for the body itself.
    pub(super) encoding: Option<&'static str>,
}

impl Packed {
    /// Compresses a body where that is worth it.
    pub(super) fn of(body: &Bytes) -> Self {
        match gzip(body) {
            Some(bytes) => Self { bytes, encoding: Some("gzip") },
            None => Self { bytes: body.clone(), encoding: None },
        }
    }
}

/// The body whose kept bytes these are. None if it has more than `most` bytes.
pub(super) fn unpack(kept: &[u8], encoding: Option<&str>, most: usize) -> Option<Bytes> {
    let body: Bytes = match encoding {
        None => Bytes::copy_from_slice(kept),
        Some("gzip") => {
            let mut body = Vec::with_capacity(most.min(kept.len().saturating_mul(8)));
            // One byte more than there should be shows a body that is too long, whatever it would unpack to.
            let limit = u64::try_from(most).ok()?.checked_add(1)?;
            GzDecoder::new(kept).take(limit).read_to_end(&mut body).ok()?;
            body.into()
        }
        Some(_) => return None,
    };
    (body.len() <= most).then_some(body)
}

/// The same, of exactly `length` bytes and with this hash. None if it is another.
pub(super) fn unpack_checked(kept: &[u8], encoding: Option<&str>, length: usize, sha256: &str) -> Option<Bytes> {
    let body = unpack(kept, encoding, length)?;
    (body.len() == length && hex::encode(Sha256::digest(&body)) == sha256).then_some(body)
}

fn gzip(body: &[u8]) -> Option<Bytes> {
    let level = match body.len() {
        0..=COMPRESS_OVER => return None,
        length if length <= HURRY_OVER => Compression::default(),
        _ => Compression::fast(),
    };
    let mut gzip = GzEncoder::new(Vec::with_capacity(body.len() / 4), level);
    // Writing to memory does not fail; if it did, the body itself would do.
    gzip.write_all(body).ok()?;
    let packed = gzip.finish().ok()?;
    (packed.len() < body.len()).then(|| packed.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(body: Vec<u8>, encoding: Option<&str>) {
        let (length, sha256) = (body.len(), hex::encode(Sha256::digest(&body)));
        let body = Bytes::from(body);
        let packed = Packed::of(&body);
        assert_eq!(packed.encoding, encoding, "{length} bytes");
        assert!(packed.bytes.len() <= length);
        let read = |kept: &[u8], length, sha256: &str| unpack_checked(kept, packed.encoding, length, sha256);
        assert_eq!(read(&packed.bytes, length, &sha256), Some(body.clone()));
        assert_eq!(read(&packed.bytes, length, &"0".repeat(64)), None, "another hash");
        assert_eq!(read(&packed.bytes, length + 1, &sha256), None, "another length");
        if length > 0 {
            assert_eq!(read(&packed.bytes, length - 1, &sha256), None, "another length");
            assert_eq!(read(&packed.bytes[..packed.bytes.len() - 1], length, &sha256), None, "cut short");
        }
        assert_eq!(unpack_checked(&packed.bytes, Some("zstd"), length, &sha256), None, "an encoding of later versions");
    }

    #[test]
    fn compressed_where_it_is_worth_it() {
        check(Vec::new(), None);
        check(vec![b'x'; COMPRESS_OVER], None);
        check(vec![b'x'; COMPRESS_OVER + 1], Some("gzip"));
        check(vec![b'x'; HURRY_OVER + 1], Some("gzip"));
        // Every byte once: nothing to gain.
        check((0..=255).cycle().map(|byte: u8| byte.wrapping_mul(167)).take(256).collect(), None);
        check(noise(COMPRESS_OVER + 1), None);
        check(noise(HURRY_OVER + 1), None);
    }

    /// Bytes that gzip finds no pattern in.
    fn noise(length: usize) -> Vec<u8> {
        (0u64..).flat_map(|block| Sha256::digest(block.to_be_bytes())).take(length).collect()
    }
}
