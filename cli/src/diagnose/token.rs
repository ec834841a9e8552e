//! Providers that present the secret itself.

use frontdesk::receive::proof::Proof;
use frontdesk::receive::signature::Claim;

use super::explain::{Case, Cause, Found, Part, places};
use super::secret::{self, Candidate, Form};

/// Explains what the presented token, or its digest, was made from.
pub(super) fn explain(case: &Case<'_>, candidates: &[Candidate]) -> Found {
    let claim = match case.token {
        Some(digest) => Some(Claim::Token(digest)),
        None => case.proof.claim(&case.delivery).ok(),
    };
    if let Some(found) = claim.as_ref().and_then(|claim| token(claim, candidates)) {
        return found;
    }
    for (cause, place, text) in places(&case.delivery, &case.query) {
        let Some(found) = token(&Claim::token(&text), candidates) else { continue };
        return found.before([misplaced(case, cause, &place)]);
    }
    // Headers of providers that sign their deliveries.
    let signed = case.providers.all().find_map(|other| {
        let header = other.proof.signature_header()?;
        case.delivery.header(header).map(|_| (header, other.name))
    });
    let name = case.provider.name;
    Found::nothing(match (signed, claim) {
        (Some((header, other)), _) => Part::new(
            Cause::OtherScheme,
            format!("it carries the header `{header}`: that is how {other} signs, but {name} presents a token"),
            format!("register the URL of {other} there, not the one of {name}"),
        ),
        (None, None) => missing(case),
        (None, Some(_)) => Part::new(
            Cause::Unknown,
            "the token is none of the secrets tried, nor one of them with a common mistake in it",
            format!("enter the live secret of {name} at the provider again, exactly as it is"),
        ),
    })
}

/// Finds the secret that a token equals, as it is or with a copying mistake.
fn token(claim: &Claim<'_>, candidates: &[Candidate]) -> Option<Found> {
    let exact = candidates.iter().find(|candidate| claim.is_made_with(candidate.text.as_bytes()));
    if let Some(candidate) = exact {
        return Some(Found::with(candidate, Vec::new()));
    }
    candidates.iter().find_map(|candidate| {
        let forms = secret::token_forms(&candidate.text).into_iter().chain(secret::forms(&candidate.text));
        let usable = |form: &Form| !form.bytes.is_empty() && claim.is_made_with(&form.bytes);
        forms.into_iter().find(usable).map(|form| Found::with(candidate, vec![form.wrong]))
    })
}

fn misplaced(case: &Case<'_>, cause: Cause, place: &str) -> Part {
    let (expected, todo) = match case.provider.hints.misplaced {
        Some(hint) => (with_header(case, hint.expected), hint.place),
        None => ("another place".to_owned(), "present it where it is expected"),
    };
    Part::new(cause, format!("the secret is in {place}, but is expected in {expected}"), todo)
}

fn missing(case: &Case<'_>) -> Part {
    let hints = &case.provider.hints;
    let unproven = hints.unproven.unwrap_or("it presents nothing");
    Part::new(Cause::NoProof, with_header(case, unproven), with_header(case, hints.prove))
}

/// A hint that names the header for the token.
fn with_header(case: &Case<'_>, hint: &str) -> String {
    let header = match case.proof {
        Proof::HeaderToken { default, named } => named.unwrap_or(default),
        Proof::PathToken { named } => named.unwrap_or_default(),
        Proof::BodyHmac { header, .. } => header,
        Proof::FieldsHmac { .. } => "",
    };
    hint.replace("{header}", header)
}
