//! Fields of Gire without a type, and why: none.

/// For good, with the reason.
pub(super) const ALLOWED: &[(&str, &str)] = &[];

/// TO BE EMPTIED: take a field off when it has a type.
pub(super) const TO_BE_TYPED: &[&str] = &[];
