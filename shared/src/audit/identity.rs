//! The id, which follows from the body, and the other attributes that are read from the body.

use bytes::Bytes;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use sha2::{Digest, Sha256};

use super::{Checked, Fault, Unchecked, time};
use crate::event::{EventId, Identity, MAX_TEXT, Reading, presentable, rfc3339};
use crate::providers::Provider;
use crate::receive::delivery::Delivery;
use crate::receive::refusal::ReadError;
use crate::receive::secrets::Secrets;
use crate::store::Row;

/// Signs copies of stored bodies, because only a verified delivery can be read. This proves
/// nothing; [`super::proof`] does.
const SCRATCH: &str = "for copies that the audit makes";

/// How many digits of the hash the first keys of variants had.
const SHORT_HASH: usize = 8;

pub(super) fn check(provider: &Provider, row: &Row, body: &Bytes, found: &mut Checked) {
    let reading = read(provider, row, body);
    let identity = match (row.has("unreadable"), reading) {
        (true, reading) => {
            if reading.is_ok() {
                found.cannot(Unchecked::ReadableNow);
            }
            Identity::of_unreadable(row.text("path"), body, Sha256::digest(body).into())
        }
        (false, Ok(reading)) => {
            compare(row, &reading, found);
            reading.identity
        }
        (false, Err(error)) => return found.fault(Fault::Unreadable(error)),
    };
    let occurrence = row.number("occurrence").and_then(|n| u32::try_from(n).ok()).unwrap_or(1);
    let expected = EventId::new(provider.name, row.id().account(), &identity).occurrence(occurrence);
    if is(row, &expected) {
        return;
    }
    let kind = row.text("kind").unwrap_or_default();
    if provider.kind_in_path && !row.has("unreadable") && may_be_cut(kind) {
        found.cannot(Unchecked::KindCut);
    } else {
        found.fault(Fault::Id(expected));
    }
}

/// Whether the row has this id, or is a variant of it.
fn is(row: &Row, expected: &EventId) -> bool {
    let (id, sha256) = (row.id(), row.text("sha256").unwrap_or_default());
    match row.text("variant_of") {
        None => id == *expected,
        Some(of) => {
            let short = sha256.get(..SHORT_HASH).unwrap_or(sha256);
            of == expected.key() && (id == expected.variant(sha256) || id == expected.variant(short))
        }
    }
}

/// Reads the body as the function did.
fn read(provider: &Provider, row: &Row, body: &Bytes) -> Result<Reading, ReadError> {
    let kind = row.text("kind").unwrap_or_default();
    let path = match row.text("path") {
        Some(path) => path.to_owned(),
        // Only some providers name the kind in the path; for the others, any path will do.
        None => format!("/{}", utf8_percent_encode(kind, NON_ALPHANUMERIC)),
    };
    let received_at = time(row, "received_at").unwrap_or_default();
    let delivery = Delivery::post(path, Vec::new(), body.clone(), received_at);
    let verified = provider.proof.sign(delivery, SCRATCH).ok().zip(Secrets::parse(SCRATCH).ok());
    let verified = verified.and_then(|(signed, secrets)| signed.verify(&provider.proof, &secrets).ok());
    // A body that cannot be signed is not an object with the signed fields.
    provider.reading(&verified.ok_or(ReadError::NotAnObject)?)
}

fn compare(row: &Row, reading: &Reading, found: &mut Checked) {
    let texts = [
        ("kind", Some(presentable(&reading.kind))),
        ("subject", reading.subject.as_deref().map(presentable)),
        ("occurred_at", reading.occurred_at.map(rfc3339)),
    ];
    for (name, says) in texts {
        if row.text(name) != says.as_deref() {
            found.fault(Fault::Reading(name));
        }
    }
    if row.has("attempt") && row.number("attempt") != reading.attempt.map(i64::from) {
        found.fault(Fault::Reading("attempt"));
    }
}

/// Whether a text may have been cut, or had characters replaced.
fn may_be_cut(text: &str) -> bool {
    text.len() + char::MAX_LEN_UTF8 > MAX_TEXT || text.contains(char::REPLACEMENT_CHARACTER)
}
