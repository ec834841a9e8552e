//! How a payload fits the type of its kind: the first mismatch and its reason, and the fields that
//! the type lacks.
//!
//! Rows and logs include it, so it contains field names, but never values.

use std::fmt;

/// How well a payload fits the type of its kind.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fit {
    /// The first mismatch.
    pub misfit: Option<Misfit>,
    /// The fields that the type lacks, in order, without repetition: `data.rooms[].view`. Consumers
    /// get them in `extra`. At most 16.
    pub unknown_fields: Vec<String>,
    /// Whether this version does not know the kind. If so, the payload is not checked.
    pub unknown_kind: bool,
}

impl Fit {
    /// Returns whether consumers may fail on the payload: its kind is unknown, or it does not fit.
    /// Unknown fields are harmless.
    #[must_use]
    pub fn is_misfit(&self) -> bool {
        self.unknown_kind || self.misfit.is_some()
    }

    /// Returns the log line's content. None if there is nothing to report.
    #[must_use]
    pub fn remark(&self) -> Option<Remark> {
        let message = match self {
            Self { unknown_kind: true, .. } => "the kind is not known to this version",
            Self { misfit: Some(_), .. } => "the payload does not fit the type of its kind",
            Self { unknown_fields, .. } if !unknown_fields.is_empty() => {
                "the payload has fields that this version does not know"
            }
            _ => return None,
        };
        let misfit = self.misfit.as_ref().map(ToString::to_string).unwrap_or_default();
        Some(Remark { message, misfit, unknown_fields: self.unknown_fields.join(", ") })
    }
}

/// A [`Fit`], formatted for the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// The line's message.
    pub message: &'static str,
    /// Where the payload does not fit, and why. Empty if it fits.
    pub misfit: String,
    /// The unknown fields, separated by commas.
    pub unknown_fields: String,
}

/// Where a payload does not fit its type, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misfit {
    /// The field: `data.positions[2].id`, or `.` for the whole payload. A key that the sender chose
    /// appears as `*`.
    pub(crate) path: String,
    /// The reason, without a value: `text, expected a number`.
    pub(crate) reason: String,
}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.reason)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_reported_and_what_consumers_may_fail_on() {
        let check = |fit: &Fit, is_misfit: bool, remark: Option<(&str, &str, &str)>| {
            let found = fit.remark();
            let found =
                found.as_ref().map(|found| (found.message, found.misfit.as_str(), found.unknown_fields.as_str()));
            assert_eq!((fit.is_misfit(), found), (is_misfit, remark), "{fit:?}");
        };
        let unknown_kind = "the kind is not known to this version";
        let does_not_fit = "the payload does not fit the type of its kind";
        let unknown_fields = "the payload has fields that this version does not know";
        let misfit = Some(Misfit { path: "id".to_owned(), reason: "a list, expected text".to_owned() });
        let fields = vec!["a".to_owned(), "b.c".to_owned()];
        check(&Fit::default(), false, None);
        check(&Fit { unknown_kind: true, ..Fit::default() }, true, Some((unknown_kind, "", "")));
        let fit = Fit { misfit, ..Fit::default() };
        check(&fit, true, Some((does_not_fit, "id: a list, expected text", "")));
        let fit = Fit { unknown_fields: fields, ..fit };
        check(&fit, true, Some((does_not_fit, "id: a list, expected text", "a, b.c")));
        check(&Fit { misfit: None, ..fit }, false, Some((unknown_fields, "", "a, b.c")));
    }
}
