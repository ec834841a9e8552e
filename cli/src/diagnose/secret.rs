//! The secrets to try, and what careless copying makes of them.

use frontdesk::receive::secrets::{SecretError, Secrets};
use percent_encoding::percent_decode_str;

use super::explain::{Cause, Known, Part, Standing};
use super::proof;

/// One secret to try.
pub(super) struct Candidate {
    pub(super) standing: Standing,
    pub(super) text: String,
}

/// What a sender used in place of a secret.
pub(super) struct Form {
    pub(super) bytes: Vec<u8>,
    pub(super) wrong: Part,
}

/// All secrets in the given values, and the first error of an unusable one.
pub(super) fn candidates(known: &[Known<'_>]) -> (Vec<Candidate>, Option<SecretError>) {
    let (mut candidates, mut bad) = (Vec::new(), None);
    for Known { value, standing } in known {
        let texts = match Secrets::split(value) {
            Ok(parts) => parts.into_iter().map(|part| part.secret).collect(),
            Err(_) => vec![(*value).to_owned()],
        };
        candidates.extend(texts.into_iter().map(|text| Candidate { standing: *standing, text }));
        if *standing == Standing::Live {
            bad = bad.or(Secrets::parse(value).err());
        }
    }
    (candidates, bad)
}

/// What a secret becomes through a copying mistake, for a signature and for a token.
pub(super) fn forms(secret: &str) -> Vec<Form> {
    let quoted = "the secret was entered with quotation marks around it";
    let padded = "the secret was entered with white space or a line break around it";
    let mut forms = Vec::new();
    let mut add = |bytes: Vec<u8>, cause: Cause, told: &str, todo: &str| {
        if bytes != secret.as_bytes() {
            forms.push(Form { bytes, wrong: Part::new(cause, told.to_owned(), todo.to_owned()) });
        }
    };
    let again = "enter it at the provider again, exactly as it is";
    for text in [format!("\"{secret}\""), format!("'{secret}'")] {
        add(text.into(), Cause::SecretQuoted, quoted, again);
    }
    for text in [format!("{secret}\n"), format!("{secret}\r\n"), format!("{secret} "), format!(" {secret}")] {
        add(text.into(), Cause::SecretPadded, padded, again);
    }
    let trimmed = secret.trim();
    add(trimmed.into(), Cause::SecretPadded, "the secret stored here has white space around it", "store it without");
    let bare = trimmed.trim_matches(['"', '\'']);
    add(
        bare.into(),
        Cause::SecretQuoted,
        "the secret stored here has quotation marks around it",
        "store it without them",
    );
    add(Vec::new(), Cause::SecretEmpty, "an empty secret was used", "enter the secret at the provider");
    let decoded = "the sender decodes the secret before it uses it";
    let written =
        "store the form that the sender uses, or choose a secret of letters and digits that cannot be decoded";
    add(hex::decode(secret).unwrap_or_default(), Cause::SecretEncoding, decoded, written);
    let inner = secret.strip_prefix("whsec_").unwrap_or(secret);
    add(proof::from_base64(inner).unwrap_or_default(), Cause::SecretEncoding, decoded, written);
    let case = "the secret was entered in another case";
    add(secret.to_lowercase().into(), Cause::SecretEncoding, case, again);
    add(secret.to_uppercase().into(), Cause::SecretEncoding, case, again);
    forms
}

/// Variants that only occur with tokens.
pub(super) fn token_forms(secret: &str) -> Vec<Form> {
    let mut forms = Vec::new();
    let mut add = |text: Vec<u8>, cause: Cause, told: &str, todo: &str| {
        if text != secret.as_bytes() {
            forms.push(Form { bytes: text, wrong: Part::new(cause, told.to_owned(), todo.to_owned()) });
        }
    };
    for scheme in ["Bearer", "bearer", "Token", "Basic"] {
        let told = format!("the token starts with `{scheme} `, but the secret does not");
        let todo = format!(
            "store the secret as `{scheme} …`, since the whole value is compared, or have the sender leave it out"
        );
        add(format!("{scheme} {secret}").into(), Cause::BearerAdded, &told, &todo);
        if let Some(rest) = secret.strip_prefix(scheme).and_then(|rest| rest.strip_prefix(' ')) {
            let told = format!("the secret starts with `{scheme} `, but the token does not");
            let todo = "store the secret without it, since the whole value is compared, or have the sender add it";
            add(rest.into(), Cause::BearerMissing, &told, todo);
        }
    }
    let path = "percent-encode the secret in the URL, except letters, digits and `-._~`";
    let encoded = "the secret is in the URL without percent-encoding, so it arrives cut off or changed";
    add(percent_decode_str(secret).collect(), Cause::PathEncoding, encoded, path);
    for end in ['/', '?', '#'] {
        if let Some((start, _)) = secret.split_once(end) {
            add(percent_decode_str(start).collect(), Cause::PathEncoding, encoded, path);
        }
    }
    let double = percent_encoding::utf8_percent_encode(secret, percent_encoding::NON_ALPHANUMERIC).to_string();
    add(double.into(), Cause::PathEncoding, "the secret was percent-encoded twice", "encode it once");
    forms
}
