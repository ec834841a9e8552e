//! What a message's body can be read into: the types of one provider, of any, or the bytes as they are.

use bytes::Bytes;

use super::{BadMessage, Message};
use crate::provider::Provider;
use crate::providers::{Cheqroom, Gingr, Gire, Ombori, Zaui, cheqroom, gingr, gire, ombori, zaui};

/// Something that the body of a message can be read into.
pub trait FromBody: Sized + Send + 'static {
    /// Reads the provider's bytes.
    ///
    /// # Errors
    /// [`BadMessage::OtherProvider`] for a provider that the type does not have, [`BadMessage::Misfit`] for a body that does
    /// not fit.
    fn from_body(message: &Message, body: &Bytes) -> Result<Self, BadMessage>;
}

/// The payload of whichever provider sent the event.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum AnyPayload {
    /// Of Gingr.
    Gingr(gingr::Payload),
    /// Of Gire.
    Gire(gire::Payload),
    /// Of Ombori.
    Ombori(ombori::Payload),
    /// Of Zaui.
    Zaui(zaui::Payload),
    /// Of Cheqroom.
    Cheqroom(cheqroom::Payload),
    /// Of a provider that was not known when this was built: its bytes.
    Other(Bytes),
}

impl FromBody for AnyPayload {
    fn from_body(message: &Message, body: &Bytes) -> Result<Self, BadMessage> {
        Ok(match message.provider() {
            Gingr::NAME => Self::Gingr(message.payload_of::<Gingr>(body)?),
            Gire::NAME => Self::Gire(message.payload_of::<Gire>(body)?),
            Ombori::NAME => Self::Ombori(message.payload_of::<Ombori>(body)?),
            Zaui::NAME => Self::Zaui(message.payload_of::<Zaui>(body)?),
            Cheqroom::NAME => Self::Cheqroom(message.payload_of::<Cheqroom>(body)?),
            _ => Self::Other(body.clone()),
        })
    }
}

/// The bytes as they are, for a consumer that has its own types.
impl FromBody for Bytes {
    fn from_body(_: &Message, body: &Bytes) -> Result<Self, BadMessage> {
        Ok(body.clone())
    }
}

/// For a consumer that wants to see what does not fit its type, too: as the error.
impl<T: FromBody> FromBody for Result<T, BadMessage> {
    fn from_body(message: &Message, body: &Bytes) -> Result<Self, BadMessage> {
        Ok(T::from_body(message, body))
    }
}

macro_rules! of_one_provider {
    ($($provider:ident: $payload:ty),*) => {
        $(impl FromBody for $payload {
            fn from_body(message: &Message, body: &Bytes) -> Result<Self, BadMessage> {
                message.payload_of::<$provider>(body)
            }
        })*
    };
}

of_one_provider! {
    Gingr: gingr::Payload,
    Gire: gire::Payload,
    Ombori: ombori::Payload,
    Zaui: zaui::Payload,
    Cheqroom: cheqroom::Payload
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(source: &str, kind: &str) -> Message {
        let body = format!(
            r#"{{"id":"1","source":"/frontdesk/{source}","type":"{source}.{kind}","time":"t","receivedat":"r","verification":"body","sha256":"00"}}"#
        );
        Message::parse(&body).unwrap()
    }

    #[test]
    fn every_provider_has_its_variant() {
        for name in crate::providers::NAMES {
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
        assert!(matches!(read.payload, gingr::Payload::CheckIn(event) if &*event.entity_id == "26361"));
        let other = message("gire", "check_in").read::<gingr::Payload>(&body).unwrap_err();
        assert!(matches!(other, BadMessage::OtherProvider { expected: "gingr", .. }), "{other}");
        assert_eq!(message("gire", "pud:create").read::<Bytes>(&body).unwrap().payload, body);
        let misfit = message("gire", "pud:create").read::<AnyPayload>(&body).unwrap_err();
        assert!(matches!(misfit, BadMessage::Misfit(_)), "{misfit}");
        let misfit = message("gire", "pud:create").read::<Result<AnyPayload, BadMessage>>(&body).unwrap();
        assert!(matches!(misfit.payload, Err(BadMessage::Misfit(_))));
    }
}
