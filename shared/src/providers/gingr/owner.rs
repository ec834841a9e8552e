//! An owner, as in the [vendor's
//! example](https://support.gingrapp.com/hc/en-us/articles/25659829911565) of `email_sent`, and in
//! the form used next to reservations and animals.

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::payload::{Flag, Moment};

/// An owner.
///
/// The vendor's example has `id`, `first_name` and `last_name`; other payloads that name an owner
/// have `o_id`, `o_first` and `o_last`. The fields in `owner_created` and `owner_edited` are not
/// known.
///
/// In Rust, [`Owner::id`], [`Owner::first_name`] and [`Owner::last_name`] return whichever is
/// present.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct Owner {
    /// Id of the owner.
    pub id: Option<String>,
    /// Id of the owner, under its other name.
    pub o_id: Option<String>,
    /// First name.
    pub first_name: Option<String>,
    /// First name, under its other name.
    pub o_first: Option<String>,
    /// Last name.
    pub last_name: Option<String>,
    /// Last name, under its other name.
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
    /// Name of the emergency contact.
    pub emergency_contact_name: Option<String>,
    /// Phone number of the emergency contact.
    pub emergency_contact_phone: Option<String>,
    /// Notes; may contain HTML.
    pub notes: Option<String>,
    /// Id of the location.
    pub home_location: Option<String>,
    /// Amount that the owner owes, as a decimal.
    pub current_balance: Option<String>,
    /// Id of the owner's usual payment method.
    pub default_payment_method_fk: Option<String>,
    /// Whether the owner opted out of email.
    pub opt_out_email: Option<Flag>,
    /// Whether the owner opted out of text messages.
    pub opt_out_sms: Option<Flag>,
    /// Whether the owner opted out of marketing by email.
    pub opt_out_marketing_email: Option<Flag>,
    /// Whether the owner opted out of marketing by text message.
    pub opt_out_marketing_sms: Option<Flag>,
    /// Whether the owner opted out of photo sharing.
    pub opt_out_photo_sharing: Option<Flag>,
    /// Whether the owner opted out of reminders by email.
    pub opt_out_reminder_email: Option<Flag>,
    /// Whether the owner opted out of reminders by text message.
    pub opt_out_reminder_sms: Option<Flag>,
    /// Latitude of the owner's home, in degrees.
    pub latitude: Option<String>,
    /// Longitude of the owner's home, in degrees.
    pub longitude: Option<String>,
    /// Id of the payment processor.
    pub payment_processor_id: Option<String>,
    /// The owner's id at Stripe.
    pub stripe_customer_id: Option<String>,
    /// The owner's default card at Stripe; only seen as null.
    pub stripe_default_card: Option<String>,
    /// A key of the owner; its purpose is not documented.
    pub key: Option<String>,
    /// A token of the owner; its purpose is not documented.
    pub form_token: Option<String>,
    /// Id of the owner in another, undocumented system.
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
    /// Returns the owner's id, under either name.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref().or(self.o_id.as_deref())
    }

    /// Returns the first name, under either name.
    #[must_use]
    pub fn first_name(&self) -> Option<&str> {
        self.first_name.as_deref().or(self.o_first.as_deref())
    }

    /// Returns the last name, under either name.
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
        // Having both is not an error, as it would be with a serde alias.
        check(r#"{"id":"7","o_id":"8","o_first":"Noor"}"#, Some("7"), Some("Noor"), None);
        check("{}", None, None, None);
    }
}
