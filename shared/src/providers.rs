//! The providers, one self-explaining file each. Adding one here is its file, a line in `NAMES`, and an arm in `visit`.

use crate::provider::Provider;

pub mod cheqroom;
pub mod gingr;
pub mod gire;
pub mod ombori;
pub mod zaui;

pub use cheqroom::Cheqroom;
pub use gingr::Gingr;
pub use gire::Gire;
pub use ombori::Ombori;
pub use zaui::Zaui;

/// The names of all providers.
pub const NAMES: [&str; 5] = [Gingr::NAME, Gire::NAME, Ombori::NAME, Zaui::NAME, Cheqroom::NAME];

/// Something to do with a provider that is only known by its name.
pub trait Visit {
    /// What comes of it.
    type Output;

    /// Does it with the provider `P`.
    fn visit<P: Provider>(self) -> Self::Output;
}

/// Does something with the provider of that name. None when there is no such provider.
pub fn visit<V: Visit>(name: &str, visitor: V) -> Option<V::Output> {
    Some(match name {
        Gingr::NAME => visitor.visit::<Gingr>(),
        Gire::NAME => visitor.visit::<Gire>(),
        Ombori::NAME => visitor.visit::<Ombori>(),
        Zaui::NAME => visitor.visit::<Zaui>(),
        Cheqroom::NAME => visitor.visit::<Cheqroom>(),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_visits_agree() {
        struct Name;
        impl Visit for Name {
            type Output = &'static str;

            fn visit<P: Provider>(self) -> &'static str {
                P::NAME
            }
        }
        assert_eq!(NAMES.map(|name| visit(name, Name)), NAMES.map(Some));
        assert_eq!(visit("zauis", Name), None);
    }
}
