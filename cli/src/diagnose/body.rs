//! What a body may have been before it was changed in transit: candidates for the signed bytes.

use std::borrow::Cow;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::percent_decode;

use super::explain::Cause;
use super::json;

const BOM: &[u8] = b"\xef\xbb\xbf";
const UTF16_LE: &[u8] = b"\xff\xfe";
const UTF16_BE: &[u8] = b"\xfe\xff";

/// A body that could have been signed instead of the one received.
pub(super) struct Variant {
    /// What was done to it.
    pub(super) cause: Cause,
    /// The change in words: "a line break was added at its end".
    pub(super) told: Cow<'static, str>,
    /// The bytes.
    pub(super) body: Vec<u8>,
}

/// Every variant, one at a time since bodies can be large. Likely ones come first.
pub(super) fn variants(body: &[u8]) -> impl Iterator<Item = Variant> {
    let simple = line_ends(body).into_iter().chain(encodings(body));
    let simple = simple.map(|(cause, told, body)| Variant { cause, told: told.into(), body });
    let styled = json::variants(body).map(|(told, body)| Variant {
        cause: Cause::BodyReserialised,
        told: format!("its JSON was rewritten; the signed one is {told}").into(),
        body,
    });
    simple.chain(styled).filter(move |variant| variant.body != body)
}

type Told = (Cause, &'static str, Vec<u8>);

fn line_ends(body: &[u8]) -> Vec<Told> {
    let with = |end: &[u8]| [body, end].concat();
    let mut found = Vec::new();
    if let Some(cut) = body.strip_suffix(b"\n") {
        let told = "a line break was added at its end";
        found.push((Cause::BodyNewline, told, cut.strip_suffix(b"\r").unwrap_or(cut).to_vec()));
        found.push((Cause::BodyNewline, told, cut.to_vec()));
    }
    found.push((Cause::BodyNewline, "white space was added around it", body.trim_ascii().to_vec()));
    found.push((Cause::BodyNewline, "the line break at its end was removed", with(b"\n")));
    found.push((Cause::BodyNewline, "the line break (CR LF) at its end was removed", with(b"\r\n")));
    let unix = replaced(body, b"\r\n", b"\n");
    let dos = replaced(&unix, b"\n", b"\r\n");
    found.push((Cause::BodyLineEnds, "its line breaks were changed from LF to CR LF", unix));
    found.push((Cause::BodyLineEnds, "its line breaks were changed from CR LF to LF", dos));
    found
}

fn encodings(body: &[u8]) -> Vec<Told> {
    let mut found = Vec::new();
    match body.strip_prefix(BOM) {
        Some(rest) => found.push((Cause::BodyBom, "a byte order mark was put before it", rest.to_vec())),
        None => found.push((Cause::BodyBom, "the byte order mark before it was removed", [BOM, body].concat())),
    }
    if let Some(decoded) = from_base64(body) {
        found.push((Cause::BodyBase64, "it arrived in base64 and was not decoded", decoded));
    }
    found.push((
        Cause::BodyBase64,
        "the sender signed its base64 and sent it decoded",
        STANDARD.encode(body).into_bytes(),
    ));
    if let Some(text) = from_utf16(body) {
        found.push((Cause::BodyReencoded, "it was re-encoded from UTF-8 to UTF-16", text));
    }
    match std::str::from_utf8(body) {
        Ok(text) => {
            // If the body went through Latin-1, every character was one byte before.
            let narrow: Option<Vec<u8>> = text.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect();
            let told = "it was re-encoded: read as Latin-1 and written as UTF-8";
            found.extend(narrow.map(|bytes| (Cause::BodyReencoded, told, bytes)));
        }
        Err(_) => {
            let wide: String = body.iter().map(|byte| char::from(*byte)).collect();
            found.push((Cause::BodyReencoded, "it was re-encoded from UTF-8 to Latin-1", wide.into_bytes()));
        }
    }
    if let Some(form) = from_form(body) {
        found.push((Cause::BodyForm, "it was sent as a form field; the field's value was signed", form));
    }
    if let Ok(inner) = serde_json::from_slice::<String>(body) {
        let told = "it was put into a JSON string; the string's content was signed";
        found.push((Cause::BodyReserialised, told, inner.into_bytes()));
    }
    found
}

fn from_base64(body: &[u8]) -> Option<Vec<u8>> {
    let text = body.trim_ascii();
    STANDARD.decode(text).ok().filter(|decoded| !decoded.is_empty())
}

fn from_utf16(body: &[u8]) -> Option<Vec<u8>> {
    let unit = |pair: &[u8], order: fn([u8; 2]) -> u16| <[u8; 2]>::try_from(pair).ok().map(order);
    let (rest, order): (_, fn([u8; 2]) -> u16) = match (body.strip_prefix(UTF16_LE), body.strip_prefix(UTF16_BE)) {
        (Some(rest), _) => (rest, u16::from_le_bytes),
        (None, Some(rest)) => (rest, u16::from_be_bytes),
        (None, None) => return None,
    };
    let units: Option<Vec<u16>> = rest.chunks(2).map(|pair| unit(pair, order)).collect();
    String::from_utf16(&units?).ok().map(String::into_bytes)
}

/// `payload=%7B…%7D`, which some senders can be configured to send.
fn from_form(body: &[u8]) -> Option<Vec<u8>> {
    let at = body.iter().position(|byte| *byte == b'=').filter(|at| *at > 0 && *at < 32)?;
    let (name, value) = (body.get(..at)?, body.get(at + 1..)?);
    let is_name = name.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    let spaced = replaced(value.trim_ascii(), b"+", b" ");
    is_name.then(|| percent_decode(&spaced).collect())
}

fn replaced(body: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len());
    let mut rest = body;
    while let Some((first, behind)) = rest.split_first() {
        if let Some(behind) = rest.strip_prefix(from) {
            out.extend_from_slice(to);
            rest = behind;
        } else {
            out.push(*first);
            rest = behind;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks that the signed body is among the variants of the received one, with the right
    /// description of the change.
    #[test]
    fn what_was_signed_is_found() {
        fn check(arrived: &[u8], signed: &[u8], expected: Cause) {
            let found = variants(arrived).find(|variant| variant.body == signed);
            assert_eq!(found.map(|variant| variant.cause), Some(expected), "{}", String::from_utf8_lossy(arrived));
        }
        check(b"{}\n", b"{}", Cause::BodyNewline);
        check(b"{}\r\n", b"{}", Cause::BodyNewline);
        check(b"{}", b"{}\n", Cause::BodyNewline);
        check(b"{}", b"{}\r\n", Cause::BodyNewline);
        check(b" {} ", b"{}", Cause::BodyNewline);
        check(b"{\r\n}", b"{\n}", Cause::BodyLineEnds);
        check(b"{\n}", b"{\r\n}", Cause::BodyLineEnds);
        check(b"\xef\xbb\xbf{}", b"{}", Cause::BodyBom);
        check(b"{}", b"\xef\xbb\xbf{}", Cause::BodyBom);
        check(b"e30=", b"{}", Cause::BodyBase64);
        check(b"e30=\n", b"{}", Cause::BodyBase64);
        check(b"{}", b"e30=", Cause::BodyBase64);
        check(b"\xff\xfe{\0}\0", b"{}", Cause::BodyReencoded);
        check(b"\xfe\xff\0{\0}", b"{}", Cause::BodyReencoded);
        check("\u{c3}\u{98}".as_bytes(), "\u{d8}".as_bytes(), Cause::BodyReencoded);
        check(b"\xd8", "\u{d8}".as_bytes(), Cause::BodyReencoded);
        check(b"payload=%7B+%7D", b"{ }", Cause::BodyForm);
        check(br#""{\"a\":1}""#, br#"{"a":1}"#, Cause::BodyReserialised);
    }

    #[test]
    fn odd_bodies_are_no_trouble() {
        for body in [&b""[..], b"=", b"\xff\xfe", b"\xff\xfe{", b"\xfe\xff\xd8\0", b"\"", b"\n", b"\x00\x01"] {
            assert!(variants(body).all(|variant| variant.body != body));
        }
    }
}
