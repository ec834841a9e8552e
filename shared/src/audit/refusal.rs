//! A refused delivery: its id is a hash over what is kept of it, it is never pending, and it
//! expires after a week.

use super::{Checked, Fault, Unchecked, time};
use crate::receive::kept_refusal::{self, KEPT_DAYS, MAX_KEPT_BODY};
use crate::receive::refusal::Presented;
use crate::store::{Kept, Row, Stored, unpack};

const DAY: i64 = 24 * 3600;

pub(super) fn check(stored: &Stored, found: &mut Checked) {
    let row = &stored.row;
    if row.has("pending") {
        found.fault(Fault::PendingWith("refused"));
    }
    match (row.number("expires_at"), time(row, "received_at")) {
        (_, None) => found.fault(Fault::Attribute("received_at")),
        (None, Some(_)) => found.fault(Fault::NoExpiry),
        (Some(expires_at), Some(received)) => {
            if expires_at != received.as_second() + KEPT_DAYS * DAY {
                found.fault(Fault::Expiry);
            }
        }
    }
    check_id(stored, found);
}

fn check_id(stored: &Stored, found: &mut Checked) {
    let row = &stored.row;
    let Kept::InRow(kept) = &stored.kept else { return found.fault(Fault::NoBody) };
    let Some(body) = unpack(kept, row.text("encoding"), MAX_KEPT_BODY) else { return found.fault(Fault::Body) };
    let Some(presented) = presented(row) else { return found.fault(Fault::Attribute("token_sha256")) };
    let provider = row.text("provider").unwrap_or_default();
    if row.id().key() == kept_refusal::key(provider, &body, &presented, row.text("path")) {
        return;
    }
    match presented {
        Presented::Signature(signature) if kept_refusal::may_be_shortened(&signature) => {
            found.cannot(Unchecked::SignatureCut);
        }
        _ => found.fault(Fault::Body),
    }
}

fn presented(row: &Row) -> Option<Presented> {
    match (row.text("token_sha256"), row.text("signature")) {
        (Some(digest), _) => {
            let mut token = [0; 32];
            hex::decode_to_slice(digest, &mut token).ok()?;
            Some(Presented::Token(token))
        }
        (None, Some(signature)) => Some(Presented::Signature(signature.to_owned())),
        (None, None) => Some(Presented::Nothing),
    }
}
