//! How a payload fits the type of its kind: where it does not and why, and which of its fields the type does not know.
//!
//! It goes into rows and logs, so it contains names of fields and never a value.

use std::fmt;

/// How a payload fits the type of its kind.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fit {
    /// The first mismatch.
    pub misfit: Option<Misfit>,
    /// The fields that the type does not know, in order, each once: `data.rooms[].view`. Consumers get them in `extra`.
    /// At most 16.
    pub unknown_fields: Vec<String>,
    /// Whether this version does not know the kind itself: then nothing can be said about its payload.
    pub unknown_kind: bool,
}

impl Fit {
    /// Whether consumers may fail on it: its kind or its form is unknown. Unknown fields do no harm.
    #[must_use]
    pub fn is_misfit(&self) -> bool {
        self.unknown_kind || self.misfit.is_some()
    }

    /// What the log says about it. None if there is nothing to say.
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

/// A [`Fit`] as a log line has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// The line's message.
    pub message: &'static str,
    /// Where the payload does not fit, and why; empty if it does.
    pub misfit: String,
    /// The unknown fields, separated by commas.
    pub unknown_fields: String,
}

/// Where a payload does not fit its type, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misfit {
    /// The field: `data.positions[2].id`, or `.` for the whole. A map whose keys are the sender's own appears as `*`.
    pub(crate) path: String,
    /// Why, without a value: `text, expected a number`.
    pub(crate) reason: String,
}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.reason)
    }
}
