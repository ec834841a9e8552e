//! Reads what a sender presented as it may have been meant.

use base64::Engine;
use base64::alphabet::{STANDARD, URL_SAFE};
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use frontdesk::receive::signature::DIGEST_LEN;

use super::explain::{Cause, Part};

/// Prefixes that other senders put before a signature.
const NAMES: [&str; 11] =
    ["sha1=", "sha512=", "md5=", "sha256=", "sha-256=", "hmac-sha256=", "sha256:", "v1=", "v0=", "hmac ", "bearer "];
/// The digest lengths of other algorithms, in bytes.
const OTHERS: [(usize, &str); 5] = [(16, "MD5"), (20, "SHA-1"), (28, "SHA-224"), (48, "SHA-384"), (64, "SHA-512")];
/// What a value can be wrapped in.
const WRAPS: &[char] = &['"', '\'', ' ', '\t', '\r', '\n'];

/// A signature, and what is wrong with its format.
pub(super) struct Reading {
    /// The HMAC. None if there is none of the right length.
    pub(super) mac: Option<[u8; DIGEST_LEN]>,
    /// What is wrong; empty for a correct format.
    pub(super) wrong: Vec<Part>,
}

/// Reads a signature that should be `prefix` and 64 hexadecimal digits.
pub(super) fn read(text: &str, prefix: &str) -> Reading {
    let mut wrong = Vec::new();
    let bare = text.trim_matches(WRAPS);
    if bare != text {
        let told = "the signature has quotation marks or white space around it";
        wrong.push(Part::new(Cause::Encoding, told, "have the sender leave them out"));
    }
    let bare = match bare.strip_prefix(prefix) {
        Some(rest) if !prefix.is_empty() => rest,
        _ => {
            let (name, rest) = named(bare);
            if !prefix.is_empty() {
                let told = format!("the signature does not start with `{prefix}`");
                wrong.push(Part::new(
                    Cause::Prefix,
                    told,
                    format!("have the sender write `{prefix}` and 64 hex digits"),
                ));
            } else if !name.is_empty() {
                let told = format!("the signature starts with `{name}`, but this provider's has no prefix");
                wrong.push(Part::new(Cause::Prefix, told, "have the sender write 64 hex digits and nothing else"));
            }
            rest
        }
    };
    let (bytes, in_base64) = match hex::decode(bare) {
        Ok(bytes) => (bytes, false),
        Err(_) => (from_base64(bare).unwrap_or_default(), true),
    };
    let mac = <[u8; DIGEST_LEN]>::try_from(bytes.as_slice()).ok();
    let other = OTHERS.into_iter().find(|(len, _)| *len == bytes.len());
    match (mac, other) {
        (Some(_), _) if in_base64 => {
            let told = "the signature is in base64, but must be in hex";
            wrong.push(Part::new(Cause::Encoding, told, "have the sender write it as 64 hex digits"));
        }
        (Some(_), _) => {}
        (None, Some((_, algorithm))) => {
            let told = format!("the signature has the length of a {algorithm}, but must be an HMAC-SHA256");
            wrong.push(Part::new(Cause::Algorithm, told, "have the sender use HMAC-SHA256"));
        }
        (None, None) => {
            let told = format!("the signature is not 64 hex digits, but {} characters", bare.chars().count());
            let todo = "check whether it is cut off, or another value is in its place";
            wrong.push(Part::new(Cause::Malformed, told, todo));
        }
    }
    Reading { mac, wrong }
}

/// The prefix of a signature, and the rest.
fn named(text: &str) -> (&str, &str) {
    let starts = |name: &&&str| text.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name));
    let name = NAMES.iter().find(starts).copied().unwrap_or_default();
    text.split_at_checked(name.len()).unwrap_or(("", text))
}

/// Either alphabet, with or without padding.
pub(super) fn from_base64(text: &str) -> Option<Vec<u8>> {
    let lax = GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    let lax = lax.with_decode_allow_trailing_bits(true);
    let decode = |alphabet| GeneralPurpose::new(alphabet, lax).decode(text).ok();
    decode(&STANDARD).or_else(|| decode(&URL_SAFE))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signatures_as_they_are_written() {
        fn check(text: &str, prefix: &str, found: bool, expected: &[Cause]) {
            let reading = read(text, prefix);
            let causes: Vec<_> = reading.wrong.iter().map(|part| part.cause).collect();
            assert_eq!((reading.mac == Some([0xfb; 32]), causes.as_slice()), (found, expected), "{text}");
        }
        let hex = "fb".repeat(32);
        let base64 = "+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/s=";
        check(&hex, "", true, &[]);
        check(&hex.to_uppercase(), "", true, &[]);
        check(&format!("sha256={hex}"), "sha256=", true, &[]);
        check(&format!("sha256={hex}"), "", true, &[Cause::Prefix]);
        check(&hex, "sha256=", true, &[Cause::Prefix]);
        check(&format!("SHA256={hex}"), "sha256=", true, &[Cause::Prefix]);
        check(&format!("v1={hex}"), "sha256=", true, &[Cause::Prefix]);
        check(base64, "", true, &[Cause::Encoding]);
        check(&base64.replace('+', "-").replace('/', "_").replace('=', ""), "", true, &[Cause::Encoding]);
        check(base64, "sha256=", true, &[Cause::Prefix, Cause::Encoding]);
        check(&format!("\"{hex}\""), "", true, &[Cause::Encoding]);
        check(&format!("{hex}\n"), "", true, &[Cause::Encoding]);
        check(&"fb".repeat(20), "", false, &[Cause::Algorithm]);
        check(&format!("sha1={}", "fb".repeat(20)), "sha256=", false, &[Cause::Prefix, Cause::Algorithm]);
        check(&"fb".repeat(64), "", false, &[Cause::Algorithm]);
        check(&hex[..63], "", false, &[Cause::Malformed]);
        check("", "sha256=", false, &[Cause::Prefix, Cause::Malformed]);
        check("\u{e9}", "", false, &[Cause::Malformed]);
    }
}
