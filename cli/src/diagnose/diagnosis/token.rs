//! Providers that present the secret itself.

use super::secret::{self, Candidate, Form};
use super::{Cause, Explain, Found, Part, places};
use crate::delivery::Delivery;
use crate::provider::Provider;
use crate::providers::{Ombori, Zaui};
use crate::signature::{Claim, made_with};

/// Headers of providers that sign.
const SIGNED: [(&str, &str); 2] = [("x-hub-signature-256", "gire"), ("x-cheqroom-signature", "cheqroom")];

/// What the token presented, or its digest, comes from.
pub(super) fn explain<P: Provider>(case: &Explain<'_>, candidates: &[Candidate]) -> Found {
    let claim = match case.token {
        Some(digest) => Some(Claim::Token(digest)),
        None => P::claim(&case.delivery).ok(),
    };
    if let Some(found) = claim.as_ref().and_then(|claim| token(claim, candidates)) {
        return found;
    }
    for (cause, place, text) in places(&case.delivery, &case.query) {
        let Some(found) = token(&Claim::token(&text), candidates) else { continue };
        return found.before([elsewhere::<P>(cause, &place, &case.delivery)]);
    }
    let signed = SIGNED.iter().find(|(header, _)| case.delivery.header(header).is_some());
    Found::nothing(match (signed, claim) {
        (Some((header, other)), _) => Part::new(
            Cause::OtherScheme,
            format!("it carries the header `{header}`: {other} signs so, and {} presents a token", P::NAME),
            format!("register the URL of {other} there, not the one of {}", P::NAME),
        ),
        (None, None) => missing::<P>(&case.delivery),
        (None, Some(_)) => Part::new(
            Cause::Unknown,
            "the token is none of the secrets that were tried, nor one of them with a usual mistake in it",
            format!("enter the live secret of {} at the provider again, exactly as it is", P::NAME),
        ),
    })
}

/// The secret that a token is, as it is or with a mistake in it.
fn token(claim: &Claim<'_>, candidates: &[Candidate]) -> Option<Found> {
    let exact = candidates.iter().find(|candidate| made_with(claim, candidate.text.as_bytes()));
    if let Some(candidate) = exact {
        return Some(Found::with(candidate, Vec::new()));
    }
    candidates.iter().find_map(|candidate| {
        let forms = secret::token_forms(&candidate.text).into_iter().chain(secret::forms(&candidate.text));
        let usable = |form: &Form| !form.bytes.is_empty() && made_with(claim, &form.bytes);
        forms.into_iter().find(usable).map(|form| Found::with(candidate, vec![form.wrong]))
    })
}

fn elsewhere<P: Provider>(cause: Cause, place: &str, delivery: &Delivery) -> Part {
    let (expected, todo) = match P::NAME {
        Ombori::NAME => (
            format!("the header `{}`", delivery.auth_header.as_deref().unwrap_or("authorization")),
            "have Ombori send it as the whole value of that header, or give the header's name as the parameter OmboriAuthHeader",
        ),
        Zaui::NAME => (
            "the first segment of the URL's path".to_owned(),
            "put it right behind the host, `https://HOST/<secret>`, or give a header's name as the parameter ZauiAuthHeader",
        ),
        _ => ("another place".to_owned(), "present it where it is expected"),
    };
    Part::new(cause, format!("the secret stands in {place}, and is expected in {expected}"), todo)
}

fn missing<P: Provider>(delivery: &Delivery) -> Part {
    match P::NAME {
        Ombori::NAME => {
            let name = delivery.auth_header.as_deref().unwrap_or("authorization");
            let told = format!("it presents nothing: there is no header `{name}`, and the secret stands nowhere else");
            Part::new(
                Cause::NoProof,
                told,
                format!("have the Ombori team set the static header `{name}` to the secret"),
            )
        }
        _ => Part::new(
            Cause::NoProof,
            "it presents nothing: the URL's path has no secret in it",
            "put the secret into the webhook's URL at Zaui, as its path: `https://HOST/<secret>`",
        ),
    }
}
