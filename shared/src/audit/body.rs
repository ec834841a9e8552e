//! The body: the bytes that were received, whether they are in the row or in parts.

use bytes::{Bytes, BytesMut};
use sha2::{Digest, Sha256};

use super::{Checked, Fault};
use crate::store::{Kept, Part, Row, Stored, unpack_checked};

/// The most that a function URL carries: no longer body was ever received, and none is unpacked
/// (<https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html>).
const MOST_BYTES: usize = 6 * 1024 * 1024;

/// Returns the body, if it is the one that was received.
pub(super) fn check(stored: &Stored, found: &mut Checked) -> Option<Bytes> {
    let row = &stored.row;
    let kept = match &stored.kept {
        Kept::Nothing => {
            found.fault(Fault::NoBody);
            return None;
        }
        Kept::InRow(bytes) => bytes.clone(),
        Kept::InParts(parts) => together(row, parts, found)?,
    };
    let length = row.number("bytes").and_then(|bytes| usize::try_from(bytes).ok()).filter(|bytes| *bytes <= MOST_BYTES);
    let Some(length) = length else {
        found.fault(Fault::Attribute("bytes"));
        return None;
    };
    let body = unpack_checked(&kept, row.text("encoding"), length, row.text("sha256")?);
    if body.is_none() {
        found.fault(Fault::Body);
    }
    body
}

/// Joins the parts, if all exist and hold what was put into them: their name contains the hash.
fn together(row: &Row, parts: &[Option<Part>], found: &mut Checked) -> Option<Bytes> {
    let mut bytes = BytesMut::new();
    let mut is_whole = true;
    for (n, part) in (1..).zip(parts) {
        let Some(part) = part else {
            found.fault(Fault::PartMissing { n, of: parts.len() });
            is_whole = false;
            continue;
        };
        let outlives = match (row.number("expires_at"), part.expires_at) {
            (Some(row), Some(part)) => part >= row,
            _ => true,
        };
        if !outlives {
            found.fault(Fault::PartExpires { n });
        }
        bytes.extend_from_slice(&part.bytes);
    }
    // A variant's parts are named after the event that it is a variant of.
    let of = row.text("variant_of").or_else(|| row.text("id")).unwrap_or_default();
    let name = format!("{of}#{}", hex::encode(Sha256::digest(&bytes)));
    if !is_whole {
        return None;
    }
    if row.text("parts_at") != Some(&name) {
        found.fault(Fault::Parts);
        return None;
    }
    Some(bytes.freeze())
}
