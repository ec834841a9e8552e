//! Check-ins.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::{Activities, Customers};
use crate::payload::{Flag, Moment};

/// A check-in ([documentation](https://docs.zaui.com/webhooks/event-data-payloads/check-in-data)).
/// An older page only has the fields about who checked in what, without activities and customers.
///
/// It is sent "on toggle of check-in status", so it can also undo an earlier check-in.
///
/// In Rust, [`CheckIn::status`] returns the status from whichever field has it.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct CheckIn {
    /// Id of the booking.
    #[serde(rename = "bookingId")]
    pub booking_id: Option<String>,
    /// The activities of the booking.
    pub activities: Option<Activities>,
    /// The customers of the booking.
    pub customers: Option<Customers>,
    /// Id of the check-in's activity.
    #[serde(rename = "checkedIn_activityId")]
    pub activity_id: Option<String>,
    /// Name of the activity.
    #[serde(rename = "checkedIn_activityName")]
    pub activity_name: Option<String>,
    /// Day of the activity: `2021-02-10`.
    #[serde(rename = "checkedIn_activityDate")]
    pub activity_date: Option<Moment>,
    /// Time of day of the activity: `10:00`, `8:00 am`.
    #[serde(rename = "checkedIn_activityTime")]
    pub activity_time: Option<String>,
    /// Whether it is checked in. False means that the check-in was undone.
    #[serde(rename = "checkedIn_checkInCurrentStatus")]
    pub current_status: Option<Flag>,
    /// Id of the guest.
    #[serde(rename = "checkedIn_guestId")]
    pub guest_id: Option<String>,
    /// What happened, as text.
    #[serde(rename = "checkedIn_message")]
    pub message: Option<String>,
    /// Id of the user who made the change.
    #[serde(rename = "checkedIn_systemUserId")]
    pub system_user_id: Option<String>,
    /// IP address of the user who made the change.
    #[serde(rename = "checkedIn_systemUserIp")]
    pub system_user_ip: Option<String>,
    /// Name of the user who made the change.
    #[serde(rename = "checkedIn_systemUsername")]
    pub system_username: Option<String>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl CheckIn {
    /// Returns the current status; false means that the check-in was undone. Uses the check-in's
    /// own field, else the field of its activity, or of the only activity.
    #[must_use]
    pub fn status(&self) -> Option<&Flag> {
        let of_activity = || {
            let activities = &self.activities.as_ref()?.activity;
            let own = activities.iter().find(|one| one.activity_id.is_some() && one.activity_id == self.activity_id);
            let only = || activities.first().filter(|_| activities.len() == 1);
            own.or_else(only)?.current_check_in_status.as_ref()
        };
        self.current_status.as_ref().or_else(of_activity)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn status() {
        fn check(json: &str, expected: Option<Flag>) {
            let check_in: CheckIn = crate::payload::tolerant::read(serde_json::from_str(json).unwrap()).unwrap();
            assert_eq!(check_in.status(), expected.as_ref(), "{json}");
        }
        let activity = r#"{"activityId":7,"checkedIn_currentCheckInStatus":"false"}"#;
        let other = r#"{"activityId":8,"checkedIn_currentCheckInStatus":"true"}"#;
        check(r#"{"checkedIn_checkInCurrentStatus":"true"}"#, Some(Flag::True));
        check(r#"{"checkedIn_checkInCurrentStatus":"false"}"#, Some(Flag::False));
        check(&format!(r#"{{"activities":{{"activity":{activity}}}}}"#), Some(Flag::False));
        check(&format!(r#"{{"activities":{{"activity":{activity}}},"checkedIn_activityId":"7"}}"#), Some(Flag::False));
        let both = format!(r#""activities":{{"activity":[{other},{activity}]}}"#);
        check(&format!(r#"{{{both},"checkedIn_activityId":"7"}}"#), Some(Flag::False));
        check(&format!(r#"{{{both},"checkedIn_activityId":"8"}}"#), Some(Flag::True));
        check(&format!(r#"{{{both}}}"#), None);
        check(&format!(r#"{{{both},"checkedIn_checkInCurrentStatus":{{}}}}"#), None);
        check("{}", None);
    }
}
