//! The stored form of a body: its bytes as received, or compressed.

use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use flate2::{Compress, Compression, FlushCompress, Status};

/// Bodies over this size are compressed. DynamoDB bills every KiB of a row at the put and again at
/// the mark, and a row without its body has half a KiB. Below this size, no example of any provider
/// becomes cheaper.
const COMPRESS_OVER: usize = 256;
/// The bytes that compression adds to a row: the attribute `encoding`.
const ENCODING_BYTES: usize = "encodinggzip".len();
/// How far deflate looks back at most, as a power of two.
const WINDOW_BITS: u8 = 15;
/// Bodies over this size are compressed at a faster level: a function with a small share of a
/// processor must finish 6 MB before the provider gives up.
const HURRY_OVER: usize = 256 * 1024;
/// Not the fastest level, which compresses much less.
const HURRY: Compression = Compression::new(2);

/// The bytes to keep for a body.
#[derive(Debug)]
pub(super) struct Packed {
    /// The bytes for the table.
    pub(super) bytes: Bytes,
    /// The encoding; none for the body itself.
    pub(super) encoding: Option<&'static str>,
}

/// Packs bodies, one at a time.
pub(super) struct Packer {
    /// Created for the first body and reused: otherwise each body would allocate, zero and free a
    /// third of a MiB.
    gzip: Mutex<Option<Compress>>,
}

impl Packer {
    pub(super) fn new() -> Self {
        Self { gzip: Mutex::new(None) }
    }

    /// Does the set-up that the first body would otherwise do.
    pub(super) fn warm(&self) {
        self.gzip().get_or_insert_with(|| gzip(Compression::default()));
    }

    /// Compresses a body if that makes its row smaller.
    pub(super) fn pack(&self, body: &Bytes) -> Packed {
        let packed = match body.len() {
            0..=COMPRESS_OVER => None,
            length if length <= HURRY_OVER => {
                let mut kept = self.gzip();
                let gzip = kept.get_or_insert_with(|| gzip(Compression::default()));
                gzip.reset();
                compress(gzip, body)
            }
            _ => compress(&mut gzip(HURRY), body),
        };
        match packed {
            Some(bytes) => Packed { bytes, encoding: Some("gzip") },
            None => Packed { bytes: body.clone(), encoding: None },
        }
    }

    fn gzip(&self) -> MutexGuard<'_, Option<Compress>> {
        self.gzip.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for Packer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Packer").finish_non_exhaustive()
    }
}

fn gzip(level: Compression) -> Compress {
    Compress::new_gzip(level, WINDOW_BITS)
}

/// Compresses a body. None if that saves nothing.
fn compress(gzip: &mut Compress, body: &[u8]) -> Option<Bytes> {
    // Output that does not fit here saves nothing and need not be finished.
    let mut packed = Vec::with_capacity(body.len().checked_sub(ENCODING_BYTES + 1)?);
    match gzip.compress_vec(body, &mut packed, FlushCompress::Finish) {
        Ok(Status::StreamEnd) => Some(packed.into()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use sha2::{Digest, Sha256};

    use super::*;
    use crate::store::unpack::unpack_checked;

    fn check(packer: &Packer, body: Vec<u8>, encoding: Option<&str>) {
        let (length, sha256) = (body.len(), hex::encode(Sha256::digest(&body)));
        let body = Bytes::from(body);
        let packed = packer.pack(&body);
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
        // One packer for all: nothing left of a body may get into the next.
        let packer = &Packer::new();
        check(packer, Vec::new(), None);
        check(packer, vec![b'x'; COMPRESS_OVER], None);
        check(packer, vec![b'x'; COMPRESS_OVER + 1], Some("gzip"));
        check(packer, vec![b'x'; HURRY_OVER + 1], Some("gzip"));
        // Every byte value once: nothing to gain.
        check(packer, (0..=255).cycle().map(|byte: u8| byte.wrapping_mul(167)).take(256).collect(), None);
        check(packer, noise(COMPRESS_OVER + 1), None);
        check(packer, noise(HURRY_OVER + 1), None);
    }

    #[test]
    fn set_up_before_the_first_body() {
        let packer = Packer::new();
        packer.warm();
        assert!(packer.gzip().is_some());
    }

    /// Beyond the limit, a function with a small share of a processor would take too long.
    #[test]
    fn a_large_body_is_packed_in_a_hurry() {
        let check = |length: usize, level: Compression| {
            // Hexadecimal digits: each level packs them differently.
            let body = Bytes::from(hex::encode(noise(length.div_ceil(2)))).slice(..length);
            let [fast, best] = [HURRY, Compression::default()].map(|level| compress(&mut gzip(level), &body).unwrap());
            assert_ne!(fast, best, "{length} bytes");
            assert_eq!(Packer::new().pack(&body).bytes, if level == HURRY { fast } else { best }, "{length} bytes");
        };
        assert_eq!(HURRY_OVER, 262_144);
        check(HURRY_OVER, Compression::default());
        check(HURRY_OVER + 1, HURRY);
    }

    /// Bytes in which gzip finds no pattern.
    fn noise(length: usize) -> Vec<u8> {
        (0u64..).flat_map(|block| Sha256::digest(block.to_be_bytes())).take(length).collect()
    }
}
