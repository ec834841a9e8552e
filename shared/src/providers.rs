//! The providers. Each is a value in its own file, with a folder if its payloads need one. To add a
//! provider, add its file, a `mod` line, and an entry in [`ALL`].

pub mod cheqroom;
pub mod gingr;
pub mod gire;
pub mod ombori;
pub mod zaui;

pub use crate::provider::{
    Hints, Kinds, Misplaced, PayloadType, Protection, Provider, Recurring, Registration, WebhookApi,
};

/// All providers.
pub static ALL: &[&Provider] = &[&gingr::GINGR, &gire::GIRE, &ombori::OMBORI, &zaui::ZAUI, &cheqroom::CHEQROOM];

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;
    use crate::AnyPayload;

    #[test]
    fn every_known_kind_has_a_meaning_and_no_other() {
        for provider in ALL {
            let mut meant: Vec<_> = provider.vocabulary.iter().map(|meaning| meaning.kind).collect();
            let mut known: Vec<_> = provider.kind_names().collect();
            meant.sort_unstable();
            known.sort_unstable();
            assert_eq!(meant, known, "{}", provider.name);
            assert_eq!(provider.meaning("a kind that nobody knows"), Default::default());
        }
    }

    #[test]
    fn every_listed_kind_has_a_type() {
        let (mut all, body) = (0, Bytes::from("0"));
        for provider in ALL {
            for kind in provider.kind_names() {
                // A body of an unknown kind may be any JSON; a known kind requires some fields.
                assert!(AnyPayload::read(provider.name, kind, &body).is_err(), "{} {kind}", provider.name);
                all += 1;
            }
            assert!(AnyPayload::read(provider.name, "a kind that nobody knows", &body).is_ok(), "{}", provider.name);
        }
        // Gingr: 12 documented and 4 seen. Gire: 3. Ombori: 12. Zaui: 8 things with 3 actions each,
        // and 2 more. Cheqroom: 15 + 5 + 6 + 7.
        assert_eq!(all, 16 + 3 + 12 + 26 + 33);
    }
}
