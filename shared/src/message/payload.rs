//! The types into which a message's body can be read: one provider's types, any provider's, or raw
//! bytes.

use bytes::Bytes;

use super::{Message, MessageError};
pub use crate::providers::{cheqroom, gingr, gire, ombori, zaui};

/// A type into which a message's body can be read.
pub trait FromBody: Sized + Send + 'static {
    /// Reads the provider's bytes.
    ///
    /// # Errors
    /// [`MessageError::OtherProvider`] if the type does not cover the provider,
    /// [`MessageError::Misfit`] if the body does not fit.
    fn from_body(message: &Message, body: &Bytes) -> Result<Self, MessageError>;
}

/// The payload of an event from any provider.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum AnyPayload {
    /// From Gingr.
    Gingr(gingr::Payload),
    /// From Gire.
    Gire(gire::Payload),
    /// From Ombori.
    Ombori(ombori::Payload),
    /// From Zaui.
    Zaui(zaui::Payload),
    /// From Cheqroom.
    Cheqroom(cheqroom::Payload),
    /// From a provider unknown to this version: the raw bytes.
    Other(Bytes),
}

impl AnyPayload {
    /// Reads the typed payload of a provider's event. An unknown kind or provider is not an error.
    ///
    /// # Errors
    /// If the body does not fit the type of its kind.
    pub fn read(provider: &str, kind: &str, body: &Bytes) -> serde_json::Result<Self> {
        Ok(match provider {
            gingr::NAME => Self::Gingr(gingr::Payload::read(kind, body)?),
            gire::NAME => Self::Gire(gire::Payload::read(kind, body)?),
            ombori::NAME => Self::Ombori(ombori::Payload::read(kind, body)?),
            zaui::NAME => Self::Zaui(zaui::Payload::read(kind, body)?),
            cheqroom::NAME => Self::Cheqroom(cheqroom::Payload::read(kind, body)?),
            _ => Self::Other(body.clone()),
        })
    }
}

impl FromBody for AnyPayload {
    fn from_body(message: &Message, body: &Bytes) -> Result<Self, MessageError> {
        Self::read(message.provider(), message.kind(), body).map_err(MessageError::Misfit)
    }
}

/// The raw bytes, for consumers with their own types.
impl FromBody for Bytes {
    fn from_body(_: &Message, body: &Bytes) -> Result<Self, MessageError> {
        Ok(body.clone())
    }
}

/// For consumers that want every message. If its payload does not fit its type, they get the error.
impl<T: FromBody> FromBody for Result<T, MessageError> {
    fn from_body(message: &Message, body: &Bytes) -> Result<Self, MessageError> {
        Ok(T::from_body(message, body))
    }
}

macro_rules! payloads_of_one_provider {
    ($($provider:ident),*) => {
        $(impl FromBody for $provider::Payload {
            fn from_body(message: &Message, body: &Bytes) -> Result<Self, MessageError> {
                if message.provider() != $provider::NAME {
                    let source = message.source.clone();
                    return Err(MessageError::OtherProvider { expected: $provider::NAME, source });
                }
                Self::read(message.kind(), body).map_err(MessageError::Misfit)
            }
        })*
    };
}

payloads_of_one_provider!(gingr, gire, ombori, zaui, cheqroom);

#[cfg(test)]
mod tests {
    use super::*;

    fn message(source: &str, kind: &str) -> Message {
        let body = format!(
            r#"{{"id":"1","source":"/frontdesk/{source}","type":"{source}.{kind}","time":"2026-11-20T10:00:00Z","receivedat":"2026-11-20T10:00:00Z","verification":"body","sha256":"00"}}"#
        );
        Message::parse(&body).unwrap()
    }

    #[test]
    fn every_provider_has_its_variant() {
        for provider in crate::providers::ALL {
            let name = provider.name;
            let shown =
                format!("{:?}", message(name, "new_kind").read::<AnyPayload>(&Bytes::from("{}")).unwrap().payload);
            let variant = shown.split_once('(').unwrap().0;
            assert_eq!(variant.to_lowercase(), name, "{shown}");
        }
        let other = message("acme", "x").read::<AnyPayload>(&Bytes::from("{}")).unwrap();
        assert!(matches!(other.payload, AnyPayload::Other(body) if body == "{}"));
    }

    #[test]
    fn one_provider_bytes_and_misfits() {
        let body = Bytes::from(r#"{"webhook_type":"check_in","entity_id":26361,"entity_type":"reservation"}"#);
        let read = message("gingr", "check_in").read::<gingr::Payload>(&body).unwrap();
        assert!(matches!(read.payload, gingr::Payload::CheckIn(event) if event.entity_id == "26361"));
        let other = message("gire", "check_in").read::<gingr::Payload>(&body).unwrap_err();
        assert!(matches!(other, MessageError::OtherProvider { expected: "gingr", .. }), "{other}");
        assert_eq!(message("gire", "pud:create").read::<Bytes>(&body).unwrap().payload, body);
        let misfit = message("gire", "pud:create").read::<AnyPayload>(&body).unwrap_err();
        assert!(matches!(misfit, MessageError::Misfit(_)), "{misfit}");
        let misfit = message("gire", "pud:create").read::<Result<AnyPayload, MessageError>>(&body).unwrap();
        assert!(matches!(misfit.payload, Err(MessageError::Misfit(_))));
    }
}
