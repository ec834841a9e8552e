//! How a provider proves that a delivery is its own: where the proof is, and what it covers.
//!
//! A [`Proof`] is data. The same value says what a received delivery claims ([`Proof::claim`]), and
//! how an example is signed ([`Proof::sign`]), so the two cannot drift apart. A provider with a new
//! kind of proof adds a variant here, and the compiler finds every place that must handle it.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use super::delivery::Delivery;
use super::object::{Object, place_of};
use super::refusal::RefusalReason;
use super::secrets::SecretError;
use super::signature::{Claim, hmac_hex};

/// Characters that need no escaping in a path.
const IN_PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// What proves the origin of a delivery, and where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof<'a> {
    /// An HMAC-SHA256 over every byte of the body: `prefix` and 64 hex digits in a header.
    BodyHmac {
        /// The header's name, lower case.
        header: &'static str,
        /// The text before the digits; may be empty.
        prefix: &'static str,
    },
    /// An HMAC-SHA256 over some top-level fields of a JSON body, joined without separator: 64 hex
    /// digits in another field.
    FieldsHmac {
        /// The field with the digits.
        signature: &'static str,
        /// The signed fields, in order.
        signed: &'static [SignedField],
    },
    /// The secret itself, as the whole value of a header.
    HeaderToken {
        /// The header that the provider uses unless the operator sets another, lower case.
        default: &'static str,
        /// The header that the operator has set (`AUTH_HEADER`), lower case.
        named: Option<&'a str>,
    },
    /// The secret itself, as the first segment of the path, percent-encoded.
    PathToken {
        /// A header that the operator has set (`AUTH_HEADER`), lower case. If set, it is used
        /// instead of the path.
        named: Option<&'a str>,
    },
}

/// A field that a signature covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignedField {
    /// Its name.
    pub name: &'static str,
    /// Whether it may be a number as well as a string. A number is signed as written.
    pub may_be_number: bool,
}

/// How much of a delivery its proof covers. Consumers can base decisions on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Verification {
    /// The signature covers every byte of the body.
    Body,
    /// The signature covers some fields; anyone who captured one delivery could have altered the
    /// rest.
    Fields,
    /// A shared token proves the sender; none of the content is signed.
    Token,
    /// A word of a later version.
    Unknown,
}

impl Verification {
    /// The word in the table and in the message.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Verification::Body => "body",
            Verification::Fields => "fields",
            Verification::Token => "token",
            Verification::Unknown => "unknown",
        }
    }
}

impl From<&str> for Verification {
    fn from(word: &str) -> Self {
        let known = [Verification::Body, Verification::Fields, Verification::Token];
        known.into_iter().find(|known| known.as_str() == word).unwrap_or(Verification::Unknown)
    }
}

impl Proof<'_> {
    /// How much of a delivery the proof covers.
    #[must_use]
    pub fn verification(&self) -> Verification {
        match self {
            Proof::BodyHmac { .. } => Verification::Body,
            Proof::FieldsHmac { .. } => Verification::Fields,
            Proof::HeaderToken { .. } | Proof::PathToken { .. } => Verification::Token,
        }
    }

    /// Returns the proof for an endpoint whose operator has set the header that carries the token.
    /// Signatures stay where they are.
    #[must_use]
    pub fn with_auth_header<'b>(&self, name: Option<&'b str>) -> Proof<'b> {
        match *self {
            Proof::BodyHmac { header, prefix } => Proof::BodyHmac { header, prefix },
            Proof::FieldsHmac { signature, signed } => Proof::FieldsHmac { signature, signed },
            Proof::HeaderToken { default, .. } => Proof::HeaderToken { default, named: name },
            Proof::PathToken { .. } => Proof::PathToken { named: name },
        }
    }

    /// The header that carries the signature, if one does.
    #[must_use]
    pub fn signature_header(&self) -> Option<&'static str> {
        match self {
            Proof::BodyHmac { header, .. } => Some(header),
            Proof::FieldsHmac { .. } | Proof::HeaderToken { .. } | Proof::PathToken { .. } => None,
        }
    }

    /// Whether the signature is in this field of the body.
    #[must_use]
    pub fn is_signature_field(&self, field: &str) -> bool {
        matches!(self, Proof::FieldsHmac { signature, .. } if *signature == field)
    }

    /// Extracts what the sender claims to have signed, or the token it presents. Never sees a
    /// secret.
    ///
    /// # Errors
    /// [`RefusalReason`] when there is nothing to compare.
    pub fn claim<'d>(&self, delivery: &'d Delivery) -> Result<Claim<'d>, RefusalReason> {
        match *self {
            Proof::BodyHmac { header, prefix } => {
                let presented = delivery.header(header).ok_or(RefusalReason::HeaderMissing(header))?;
                let hex = presented.strip_prefix(prefix).ok_or(RefusalReason::PrefixMissing(prefix))?;
                Claim::hmac(&delivery.body[..], hex, presented)
            }
            Proof::FieldsHmac { signature, signed } => {
                let body = signed_part(&delivery.body, signature, signed);
                let body = body.map_err(|_| RefusalReason::BodyNotAnObject)?;
                let presented = quoted(only(&body, signature)?).ok_or(RefusalReason::FieldMalformed(signature))?;
                Claim::hmac(signed_texts(&body, signed)?.concat().into_bytes(), presented, presented)
            }
            Proof::HeaderToken { default, named } => {
                let (name, missing) = match named {
                    Some(name) => (name, RefusalReason::AuthHeaderMissing),
                    None => (default, RefusalReason::HeaderMissing(default)),
                };
                let token = delivery.header(name).filter(|token| !token.is_empty()).ok_or(missing)?;
                Ok(Claim::token(token.as_bytes()))
            }
            Proof::PathToken { named } => {
                let header = named.and_then(|name| delivery.header(name));
                if let Some(token) = header.filter(|token| !token.is_empty()) {
                    return Ok(Claim::token(token.as_bytes()));
                }
                match Cow::from(percent_decode_str(first_segment(&delivery.path))) {
                    token if token.is_empty() => Err(RefusalReason::PathTokenMissing),
                    token => Ok(Claim::token(&token)),
                }
            }
        }
    }

    /// Signs a delivery as the provider would, replacing any proof it has.
    ///
    /// For examples and tests. It is checked against the fixtures, which an independent script
    /// signs.
    ///
    /// ```
    /// use frontdesk::providers::gire::GIRE;
    /// use frontdesk::receive::{delivery::Delivery, secrets::Secrets};
    /// use jiff::Timestamp;
    ///
    /// let delivery = Delivery::post("/", Vec::new(), r#"{"id":"1"}"#, Timestamp::UNIX_EPOCH);
    /// let signed = GIRE.proof.sign(delivery, "0123456789abcdef")?;
    /// assert!(signed.verify(&GIRE.proof, &Secrets::parse("0123456789abcdef")?).is_ok());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`SignError`] if the body must carry the signature but cannot.
    pub fn sign(&self, mut delivery: Delivery, secret: &str) -> Result<Delivery, SignError> {
        match *self {
            Proof::BodyHmac { header, prefix } => {
                let signature = hmac_hex(secret.as_bytes(), &delivery.body)?;
                delivery.set_header(header, format!("{prefix}{signature}"));
            }
            Proof::FieldsHmac { signature: field, signed } => {
                let body = signed_part(&delivery.body, field, signed).map_err(|_| SignError::NotAnObject)?;
                let texts = signed_texts(&body, signed).map_err(SignError::Field)?;
                let signature = format!("\"{}\"", hmac_hex(secret.as_bytes(), texts.concat().as_bytes())?);
                let (place, new) = match only(&body, field) {
                    Ok(old) => (place_of(old, &delivery.body), signature),
                    Err(RefusalReason::FieldMissing(_)) => {
                        let start = delivery.body.iter().position(|byte| *byte == b'{').map_or(0, |brace| brace + 1);
                        (start..start, format!("\"{field}\":{signature},"))
                    }
                    Err(reason) => return Err(SignError::Field(reason)),
                };
                // Everything else stays byte for byte.
                let mut signed = delivery.body.to_vec();
                signed.splice(place, new.into_bytes());
                delivery.body = signed.into();
            }
            Proof::HeaderToken { default, named } => delivery.set_header(named.unwrap_or(default), secret.to_owned()),
            Proof::PathToken { named: Some(name) } => delivery.set_header(name, secret.to_owned()),
            Proof::PathToken { named: None } => {
                let path = delivery.path.strip_prefix('/').unwrap_or(&delivery.path);
                // The rest of the path stays.
                let rest = path.find('/').and_then(|end| path.get(end..)).unwrap_or_default();
                delivery.path = format!("/{}{rest}", in_path(secret));
            }
        }
        Ok(delivery)
    }
}

/// Why an example cannot be signed.
#[derive(Debug, thiserror::Error)]
pub enum SignError {
    /// The signature goes into the body, which is not a JSON object.
    #[error("the signature goes into the body, which is not a JSON object")]
    NotAnObject,
    /// A signed field is missing, or has a form that cannot be signed.
    #[error("the body cannot be signed: {0}")]
    Field(RefusalReason),
    /// The secret cannot be a key.
    #[error(transparent)]
    Secret(#[from] SecretError),
}

/// Percent-encodes a secret for a URL's path.
#[must_use]
pub fn in_path(secret: &str) -> String {
    utf8_percent_encode(secret, IN_PATH).to_string()
}

/// Reads only the fields needed to check a signature over fields, since the body is not verified
/// yet.
///
/// # Errors
/// [`ReadError`](super::refusal::ReadError) when it is not a JSON object.
pub fn signed_part<'a>(
    body: &'a [u8],
    signature: &str,
    signed: &[SignedField],
) -> Result<Object<'a>, super::refusal::ReadError> {
    let names: Vec<&str> = signed.iter().map(|field| field.name).chain([signature]).collect();
    Object::parse_only(body, &names)
}

/// The signed texts, one for each field.
///
/// # Errors
/// [`RefusalReason`] for a field that is missing, duplicated, or of another type.
pub fn signed_texts(body: &Object<'_>, signed: &[SignedField]) -> Result<Vec<String>, RefusalReason> {
    signed.iter().map(|field| signed_text(body, field)).collect()
}

fn signed_text(body: &Object<'_>, field: &SignedField) -> Result<String, RefusalReason> {
    let raw = only(body, field.name)?;
    let fits = raw.starts_with('"') || field.may_be_number;
    let text = body.text(field.name).filter(|_| fits);
    text.map(Into::into).ok_or(RefusalReason::FieldMalformed(field.name))
}

/// A field's value as received. Parsers differ in which of two equal names counts, so there must be
/// only one.
fn only<'a>(body: &Object<'a>, name: &'static str) -> Result<&'a str, RefusalReason> {
    match body.count(name) {
        0 | 1 => body.raw(name).ok_or(RefusalReason::FieldMissing(name)),
        _ => Err(RefusalReason::FieldMalformed(name)),
    }
}

/// The text between the quotation marks, with escapes as they are: hex digits need none.
fn quoted(raw: &str) -> Option<&str> {
    raw.strip_prefix('"')?.strip_suffix('"')
}

fn first_segment(path: &str) -> &str {
    let path = path.strip_prefix('/').unwrap_or(path);
    path.split_once('/').map_or(path, |(first, _)| first)
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::providers::gingr::GINGR;
    use crate::providers::gire::GIRE;
    use crate::receive::secrets::Secrets;

    const SECRET: &str = "0123456789abcdef";

    #[test]
    fn where_a_token_is_found() {
        let claim = |proof: Proof<'_>, path: &str, header: Option<&str>| {
            let headers = header.map(|value| ("x-token".to_owned(), value.to_owned())).into_iter().collect();
            let delivery = Delivery::post(path, headers, "", Timestamp::UNIX_EPOCH);
            let [path, header] = ["in path/%", "in header"].map(|token: &str| Claim::token(token.as_bytes()));
            match proof.claim(&delivery) {
                Ok(claim) if claim.presented() == path.presented() => "path".to_owned(),
                Ok(claim) if claim.presented() == header.presented() => "header".to_owned(),
                Ok(_) => "another".to_owned(),
                Err(reason) => reason.to_string(),
            }
        };
        let check = |proof, path: &str, header, found: &str| assert_eq!(claim(proof, path, header), found, "{path}");
        let in_path = format!("/{}", in_path("in path/%"));
        assert_eq!(in_path, "/in%20path%2F%25");
        let path = || Proof::PathToken { named: None };
        check(path(), &in_path, None, "path");
        check(path(), &format!("{in_path}/more/segments"), Some("in header"), "path");
        check(path(), in_path.trim_start_matches('/'), None, "path");
        check(path(), &format!("/more{in_path}"), None, "another");
        for nothing in ["", "/", "//x"] {
            check(path(), nothing, None, &RefusalReason::PathTokenMissing.to_string());
        }
        let named = || Proof::PathToken { named: Some("x-token") };
        check(named(), &in_path, Some("in header"), "header");
        check(named(), &in_path, Some(""), "path");
        let header = || Proof::HeaderToken { default: "x-token", named: None };
        check(header(), &in_path, Some("in header"), "header");
        check(header(), &in_path, Some(""), &RefusalReason::HeaderMissing("x-token").to_string());
        check(header(), &in_path, None, &RefusalReason::HeaderMissing("x-token").to_string());
        let other = Proof::HeaderToken { default: "x-token", named: Some("y") };
        check(other, &in_path, Some("in header"), &RefusalReason::AuthHeaderMissing.to_string());
    }

    fn sign(body: &str) -> Result<Delivery, SignError> {
        GINGR.proof.sign(Delivery::post("/", Vec::new(), body.to_owned(), Timestamp::UNIX_EPOCH), SECRET)
    }

    /// Whatever the field contains, and wherever the same text occurs again, only the field is
    /// replaced.
    #[test]
    fn a_signature_takes_the_place_of_its_field() {
        let signature = hmac_hex(SECRET.as_bytes(), b"check_in7owner").unwrap();
        let fields = r#""webhook_type":"check_in","entity_id":7,"entity_type":"owner""#;
        for old in ["\"\"", "\"owner\"", "7", "null", "{}", "\"signature\""] {
            let signed = sign(&format!(r#" {{"x":{old},{fields},"signature" : {old} ,"y":{old}}}"#)).unwrap();
            let expected = format!(r#" {{"x":{old},{fields},"signature" : "{signature}" ,"y":{old}}}"#);
            assert_eq!(signed.body, expected, "{old}");
            assert!(signed.verify(&GINGR.proof, &Secrets::parse(SECRET).unwrap()).is_ok(), "{old}");
        }
        assert_eq!(
            sign(&format!("\n{{ {fields}}}")).unwrap().body,
            format!("\n{{\"signature\":\"{signature}\", {fields}}}")
        );
    }

    #[test]
    fn the_field_of_the_signature() {
        for (proof, field, expected) in
            [(&GINGR.proof, "signature", true), (&GINGR.proof, "entity_id", false), (&GIRE.proof, "signature", false)]
        {
            assert_eq!(proof.is_signature_field(field), expected, "{field}");
        }
    }

    #[test]
    fn words_of_the_verification() {
        for verification in [Verification::Body, Verification::Fields, Verification::Token] {
            assert_eq!(Verification::from(verification.as_str()), verification);
        }
        assert_eq!(Verification::from("a later word"), Verification::Unknown);
    }

    #[test]
    fn what_would_be_refused_is_not_signed() {
        let fields = r#""webhook_type":"check_in","entity_id":7,"entity_type":"owner""#;
        let twice = sign(&format!(r#"{{{fields},"signature":"a","signature":"b"}}"#));
        assert!(matches!(twice, Err(SignError::Field(RefusalReason::FieldMalformed("signature")))));
        let twice = sign(&format!(r#"{{{fields},"entity_id":7}}"#));
        assert!(matches!(twice, Err(SignError::Field(RefusalReason::FieldMalformed("entity_id")))));
        assert!(matches!(
            sign(r#"{"entity_id":7}"#),
            Err(SignError::Field(RefusalReason::FieldMissing("webhook_type")))
        ));
        assert!(matches!(sign("[]"), Err(SignError::NotAnObject)));
    }
}
