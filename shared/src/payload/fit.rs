//! How a payload fits the type of its kind: where it does not and why, and which of its fields no type names.
//!
//! Rows and logs hold it, so it has names of fields and never a value.

use std::fmt;

/// How a payload fits the type of its kind.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fit {
    /// The first place where it does not.
    pub misfit: Option<Misfit>,
    /// The fields that no type names, in the order in which they come, each once: `data.rooms[].view`. Consumers get them in
    /// `extra`. At most 16.
    pub unknown_fields: Vec<String>,
    /// Whether the kind itself is one that this version does not know: then nothing can be said of its payload.
    pub unknown_kind: bool,
}

impl Fit {
    /// Whether consumers may fail on it: its kind or its form is not known. Fields that no type names do no harm.
    #[must_use]
    pub fn is_misfit(&self) -> bool {
        self.unknown_kind || self.misfit.is_some()
    }

    /// What is worth a line in the log, in words.
    #[must_use]
    pub fn remark(&self) -> Option<&'static str> {
        match self {
            Self { unknown_kind: true, .. } => Some("the kind is not known to this version"),
            Self { misfit: Some(_), .. } => Some("the payload does not fit the type of its kind"),
            Self { unknown_fields, .. } if !unknown_fields.is_empty() => {
                Some("the payload has fields that this version does not know")
            }
            _ => None,
        }
    }
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
