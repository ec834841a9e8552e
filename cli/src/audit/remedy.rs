//! What to do about a fault that an audit found. docs/runbook.md says more.

use frontdesk::audit::Fault;

/// Returns a short instruction for a fault.
pub(super) fn remedy(fault: &Fault) -> &'static str {
    match fault {
        Fault::NoBody | Fault::Body | Fault::PartMissing { .. } | Fault::Parts => {
            "restore the row and its parts from point-in-time recovery, or ask the provider for it"
        }
        Fault::PartExpires { .. } => "read the body before then: `frontdesk events show ID`",
        Fault::Attribute(_) | Fault::Reading(_) | Fault::Id(_) | Fault::Unreadable(_) => {
            "check that this is the functions' version; if so, someone wrote to the table: restore the row"
        }
        Fault::Missing(_) => "fine if it was erased; otherwise restore it from point-in-time recovery",
        Fault::Signature(_) | Fault::Key(_) => "trust neither row nor message: someone wrote to the table",
        Fault::Account(_) => "fine if the account was renamed; otherwise trust neither row nor message",
        Fault::Misfit(_) | Fault::UnknownField(_) => {
            "check that this is the functions' version and that consumers cope"
        }
        Fault::Overdue(_) => "check whether the relay runs: `frontdesk outbox`, docs/runbook.md",
        Fault::Lost | Fault::NoMessageId => {
            "check whether consumers have it: `frontdesk events replay ID` sends it again"
        }
        Fault::PendingWith(_) => "check that the relay runs, and remove the attribute: pending rows must not expire",
        Fault::Published(_) => "check what consumers did with it",
        Fault::NoExpiry | Fault::Expiry => "set `expires_at` to `RetentionDays` after the publication",
    }
}
