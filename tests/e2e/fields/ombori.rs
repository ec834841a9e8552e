//! TO BE EMPTIED: documented fields of Ombori that have no type yet.

/// For good, with the reason.
pub(super) const ALLOWED: &[(&str, &str)] = &[];

/// TO BE EMPTIED: take a field off when it has a type.
pub(super) const TO_BE_TYPED: &[&str] = &[
    "data.position.QRCodeCheckInPositionId",
    "data.position.bookingReminderAt",
    "data.position.notification.settings.from",
    "data.position.notification.settings.recipient",
    "data.position.notification.settings.to",
    "data.position.servedBy",
    "data.position.servedById",
    "data.position.station",
];
