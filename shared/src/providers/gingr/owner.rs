//! An owner, as the [vendor's example](https://support.gingrapp.com/hc/en-us/articles/25659829911565) of `email_sent`
//! has one, and in the form used beside reservations and animals.

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::payload::{Flag, Moment};

/// An owner.
///
/// The vendor's example has `id`, `first_name` and `last_name`; where other payloads name an owner, it is `o_id`, `o_first`
/// and `o_last`. What `owner_created` and `owner_edited` have is not known.
///
/// In Rust, [`Owner::id`], [`Owner::first_name`] and [`Owner::last_name`] give what is there.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct Owner {
    /// Id of the owner.
    pub id: Option<String>,
    /// Id of the owner, in the other form.
    pub o_id: Option<String>,
    /// First name.
    pub first_name: Option<String>,
    /// First name, in the other form.
    pub o_first: Option<String>,
    /// Last name.
    pub last_name: Option<String>,
    /// Last name, in the other form.
    pub o_last: Option<String>,
    /// Street and number.
    pub address_1: Option<String>,
    /// Second line of the address.
    pub address_2: Option<String>,
    /// City.
    pub city: Option<String>,
    /// State.
    pub state: Option<String>,
    /// Postal code.
    pub zip: Option<String>,
    /// Email address.
    pub email: Option<String>,
    /// Landline number.
    pub home_phone: Option<String>,
    /// Mobile number.
    pub cell_phone: Option<String>,
    /// Whom to call in an emergency.
    pub emergency_contact_name: Option<String>,
    /// Number to call in an emergency.
    pub emergency_contact_phone: Option<String>,
    /// Notes; may hold HTML.
    pub notes: Option<String>,
    /// Id of the location.
    pub home_location: Option<String>,
    /// What the owner owes, in decimal.
    pub current_balance: Option<String>,
    /// Id of how the owner usually pays.
    pub default_payment_method_fk: Option<String>,
    /// Whether the owner wants no email.
    pub opt_out_email: Option<Flag>,
    /// Whether the owner wants no text messages.
    pub opt_out_sms: Option<Flag>,
    /// Whether the owner wants no marketing by email.
    pub opt_out_marketing_email: Option<Flag>,
    /// Whether the owner wants no marketing by text message.
    pub opt_out_marketing_sms: Option<Flag>,
    /// Whether the owner wants no photos to be shared.
    pub opt_out_photo_sharing: Option<Flag>,
    /// Whether the owner wants no reminders by email.
    pub opt_out_reminder_email: Option<Flag>,
    /// Whether the owner wants no reminders by text message.
    pub opt_out_reminder_sms: Option<Flag>,
    /// Where the owner lives, in degrees.
    pub latitude: Option<String>,
    /// Where the owner lives, in degrees.
    pub longitude: Option<String>,
    /// Id of the payment processor.
    pub payment_processor_id: Option<String>,
    /// Id of the owner at Stripe.
    pub stripe_customer_id: Option<String>,
    /// The owner's card at Stripe; only seen as null.
    pub stripe_default_card: Option<String>,
    /// A key of the owner; its purpose is not documented.
    pub key: Option<String>,
    /// A token of the owner; its purpose is not documented.
    pub form_token: Option<String>,
    /// Id of the owner in another system, which is not documented.
    pub kl_owner_id: Option<String>,
    /// Barcode; only seen as null.
    pub barcode: Option<String>,
    /// Whether the owner may log in to the customer portal.
    pub allow_online_login: Option<Flag>,
    /// When the record was created, in unix seconds.
    pub created_at: Option<Moment>,
    /// Who created the record.
    pub created_by: Option<String>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl Owner {
    /// Id of the owner, in whichever form it came.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref().or(self.o_id.as_deref())
    }

    /// First name, in whichever form it came.
    #[must_use]
    pub fn first_name(&self) -> Option<&str> {
        self.first_name.as_deref().or(self.o_first.as_deref())
    }

    /// Last name, in whichever form it came.
    #[must_use]
    pub fn last_name(&self) -> Option<&str> {
        self.last_name.as_deref().or(self.o_last.as_deref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::payload::tolerant;

    fn read<T: serde::de::DeserializeOwned>(json: &str) -> T {
        serde_json::from_str(json).and_then(tolerant::read).unwrap()
    }

    #[test]
    fn an_owner_in_either_form() {
        fn check(json: &str, id: Option<&str>, first: Option<&str>, last: Option<&str>) {
            let owner: Owner = read(json);
            assert_eq!((owner.id(), owner.first_name(), owner.last_name()), (id, first, last), "{json}");
            assert!(owner.extra.is_empty(), "{json}: {:?}", owner.extra);
        }
        check(r#"{"id":"7","first_name":"Noor","last_name":"Sample"}"#, Some("7"), Some("Noor"), Some("Sample"));
        check(r#"{"o_id":7,"o_first":"Noor","o_last":"Sample"}"#, Some("7"), Some("Noor"), Some("Sample"));
        // Both at once are no error, as they would be for an alias.
        check(r#"{"id":"7","o_id":"8","o_first":"Noor"}"#, Some("7"), Some("Noor"), None);
        check("{}", None, None, None);
    }
}
