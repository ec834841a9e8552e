//! What to do about something that does not hold. docs/runbook.md says more.

use frontdesk::audit::Fault;

/// What to do about it, in a few words.
pub(super) fn remedy(fault: &Fault) -> &'static str {
    match fault {
        Fault::NoBody | Fault::Body | Fault::PartMissing { .. } | Fault::Parts => {
            "restore the row and its parts from point-in-time recovery, or ask the provider for it"
        }
        Fault::PartExpires { .. } => "read the body before then: `frontdesk events show ID`",
        Fault::Attribute(_) | Fault::Reading(_) | Fault::Id(_) | Fault::Unreadable(_) => {
            "see that this is the functions' version; else somebody wrote to the table: restore the row"
        }
        Fault::Missing(_) => "if it was erased, all is well; else restore it from point-in-time recovery",
        Fault::Signature(_) | Fault::Key(_) => "trust neither row nor message: somebody wrote to the table",
        Fault::Account(_) => "if the account was renamed, all is well; else trust neither row nor message",
        Fault::Misfit(_) | Fault::UnknownField(_) => "see that this is the functions' version, and that consumers cope",
        Fault::Overdue(_) => "see whether the relay runs: `frontdesk outbox`, docs/runbook.md",
        Fault::Lost | Fault::NoMessageId => {
            "ask whether consumers have it: `frontdesk events replay ID` sends it again"
        }
        Fault::PendingWith(_) => "see that the relay runs; what is pending must not expire, so remove the attribute",
        Fault::Published(_) => "see what consumers made of it",
        Fault::NoExpiry | Fault::Expiry => "set `expires_at` to `RetentionDays` after the publication",
    }
}
