//! Every provider against deliveries that were signed elsewhere, against published vectors, and against nonsense.
//!
//! The fixtures in `tests/fixtures` are signed and read a second time by a script that shares nothing with this crate, so
//! these tests compare two implementations of the same rules.

// Clippy's own allowances for tests end at the functions marked `#[test]`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod deliveries;
mod payloads;
mod properties;
mod reading;
mod verification;

/// The kinds that must have a type, for each provider as a list of words.
const GINGR_KINDS: &str = "check_in check_out checking_in checking_out email_sent owner_created owner_edited animal_created \
    animal_edited incident_created incident_edited lead_created reservation_form_created reservation_form_edited sms_sent \
    notification_sent";
const GIRE_KINDS: &str = "pud:status_update pud:price_update pud:create";
const OMBORI_KINDS: &str = "positionCreated bookingConfirmation bookingActivated bookingUpdated positionRemoved positionRetry \
    positionCalled positionFulfilled positionCompleted positionCancelled positionCancelledByStaff feedbackReceived";
const ZAUI_KINDS: &str = "booking.creation booking.amendment booking.cancellation customer.creation customer.amendment \
    customer.removal account.creation account.amendment account.removal contact.creation contact.amendment contact.removal \
    employee.creation employee.amendment employee.removal package.creation package.amendment package.removal \
    activity.creation activity.amendment activity.removal product.creation product.amendment product.removal checkin \
    inventory.change";
const CHEQROOM_KINDS: &str = "item.create item.update item.duplicate item.setfield item.clearfield item.setflag item.clearflag \
    item.expire item.undoexpire item.changelocation item.addcomment item.takecustody item.transfercustody \
    item.releasecustody item.changegeo contact.create contact.update contact.addcomment contact.block contact.undoblock \
    reservation.reserve reservation.cancel reservation.due_in_1_hour reservation.due_in_1_day reservation.overdue_1_hour \
    reservation.overdue_1_day order.checkout order.checkin order.undocheckout order.due_in_1_hour order.due_in_1_day \
    order.overdue_1_hour order.overdue_1_day";
