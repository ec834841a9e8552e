//! The two digests with which clients check that a message arrived as it was sent.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use md5::{Digest, Md5};

use super::message::Attribute;

/// MD5 of a body, in hex.
pub(super) fn of_body(body: &str) -> String {
    hex::encode(Md5::digest(body.as_bytes()))
}

/// MD5 of message attributes, in hex, by the algorithm that AWS documents ("Calculating the MD5
/// message digest for message attributes"): sorted by name, each with name, type and value preceded
/// by their lengths in four bytes, and one byte before the value for text or binary.
pub(super) fn of_attributes<'a>(attributes: impl Iterator<Item = (&'a String, &'a Attribute)>) -> String {
    let mut digest = Md5::new();
    for (name, attribute) in attributes.collect::<BTreeMap<_, _>>() {
        part(&mut digest, name.as_bytes());
        part(&mut digest, attribute.data_type.as_bytes());
        if let Some(text) = &attribute.string_value {
            digest.update([1]);
            part(&mut digest, text.as_bytes());
        } else if let Some(encoded) = &attribute.binary_value {
            digest.update([2]);
            // Anything that is not base64 was refused on sending.
            part(&mut digest, &STANDARD.decode(encoded).unwrap_or_default());
        }
    }
    hex::encode(digest.finalize())
}

fn part(digest: &mut Md5, bytes: &[u8]) {
    digest.update(u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_be_bytes());
    digest.update(bytes);
}
