//! How the payload fits its type, compared with what the row recorded at its publication.
//!
//! Types become more tolerant from version to version, so a recorded deviation that no longer shows
//! means nothing. A deviation that shows but was not recorded is a fault: consumers were not warned
//! of it.

use bytes::Bytes;
use serde_json::Value;

use super::{Checked, Fault, Unchecked};
use crate::payload::MAX_UNKNOWN;
use crate::providers::Provider;
use crate::publish::limits::MAX_MESSAGE_BYTES;
use crate::store::{Row, State};

pub(super) fn check(provider: &Provider, row: &Row, body: &Bytes, found: &mut Checked) {
    if row.has("pending") || row.state() != State::Published {
        return;
    }
    let fit = provider.check_payload(row.text("kind").unwrap_or_default(), body);
    let noted_misfit = row.text("misfit");
    let noted_fields = fields(row);
    let unnoted = fit.unknown_fields.iter().find(|field| !noted_fields.contains(&field.as_str()));
    let unnoted = unnoted.filter(|_| noted_fields.len() < MAX_UNKNOWN);
    let is_large = body.len() > MAX_MESSAGE_BYTES && noted_misfit.is_none() && noted_fields.is_empty();
    if is_large && (fit.misfit.is_some() || unnoted.is_some()) {
        return found.cannot(Unchecked::NotLookedAt);
    }
    let misfit = fit.misfit.as_ref().map(ToString::to_string);
    match (fit.misfit, noted_misfit) {
        (Some(misfit), None) => found.fault(Fault::Misfit(misfit)),
        (_, Some(noted)) if misfit.as_deref() != Some(noted) => found.cannot(Unchecked::TypeChanged),
        _ => {}
    }
    if let Some(field) = unnoted {
        found.fault(Fault::UnknownField(field.clone()));
    }
    let is_whole = fit.unknown_fields.len() < MAX_UNKNOWN;
    if is_whole && noted_fields.iter().any(|noted| !fit.unknown_fields.iter().any(|field| field == noted)) {
        found.cannot(Unchecked::TypeChanged);
    }
}

fn fields(row: &Row) -> Vec<&str> {
    let noted = row.attributes().get("unknown_fields").and_then(Value::as_array);
    noted.into_iter().flatten().filter_map(Value::as_str).collect()
}
