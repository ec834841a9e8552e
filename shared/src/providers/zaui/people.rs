//! People and companies: customers, accounts, contacts, employees.

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::payload::{Flag, Moment};

/// A customer ([documentation](https://docs.zaui.com/webhooks/event-data-payloads/customer-data)).
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Customer {
    /// Id.
    pub customer_id: String,
    /// First name.
    pub first_name: Option<String>,
    /// Last name.
    pub last_name: Option<String>,
    /// Birthday; may be `N/A`.
    pub birth_date: Option<Moment>,
    /// Home phone.
    pub home_phone: Option<String>,
    /// Mobile phone.
    pub mobile_phone: Option<String>,
    /// Email address.
    pub email: Option<String>,
    /// First line of the address.
    #[serde(rename = "addressLine1")]
    pub address_line1: Option<String>,
    /// Second line of the address.
    #[serde(rename = "addressLine2")]
    pub address_line2: Option<String>,
    /// City.
    pub city: Option<String>,
    /// State or province.
    pub state: Option<String>,
    /// Postal code.
    pub zip_code: Option<String>,
    /// Country.
    pub country: Option<String>,
    /// Login name.
    pub username: Option<String>,
    /// Whether the customer wants the newsletter.
    pub news_letter_opt_in: Option<Flag>,
    /// Whether the customer is in the loyalty program.
    pub loyalty_program_opt_in: Option<Flag>,
    /// Whether the customer allows sharing of private data.
    pub allows_private_data_sharing: Option<Flag>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// A customer inside a booking or check-in. It has the fields of [`Customer`].
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, rename_all = "camelCase")]
#[non_exhaustive]
pub struct BookingCustomer {
    /// Id.
    pub customer_id: Option<String>,
    /// First name.
    pub first_name: Option<String>,
    /// Last name.
    pub last_name: Option<String>,
    /// Birthday; may be `N/A`.
    pub birth_date: Option<Moment>,
    /// Home phone.
    pub home_phone: Option<String>,
    /// Mobile phone.
    pub mobile_phone: Option<String>,
    /// Email address.
    pub email: Option<String>,
    /// First line of the address.
    #[serde(rename = "addressLine1")]
    pub address_line1: Option<String>,
    /// Second line of the address.
    #[serde(rename = "addressLine2")]
    pub address_line2: Option<String>,
    /// City.
    pub city: Option<String>,
    /// State or province.
    pub state: Option<String>,
    /// Postal code.
    pub zip_code: Option<String>,
    /// Country.
    pub country: Option<String>,
    /// Login name.
    pub username: Option<String>,
    /// Whether the customer wants the newsletter.
    pub news_letter_opt_in: Option<Flag>,
    /// Whether the customer is in the loyalty program.
    pub loyalty_program_opt_in: Option<Flag>,
    /// Whether the customer allows sharing of private data.
    pub allows_private_data_sharing: Option<Flag>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// An account: an agency or company that makes bookings
/// ([documentation](https://docs.zaui.com/webhooks/event-data-payloads/account-data)).
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Account {
    /// Id.
    pub account_id: String,
    /// Name.
    pub account_name: Option<String>,
    /// Id of the account's group.
    pub account_group_id: Option<String>,
    /// Name of the account's group.
    pub account_group_name: Option<String>,
    /// Type: `Reseller`.
    pub account_type: Option<String>,
    /// Rate type: `Wholesale (Discount/Invoice)`.
    pub account_rate_type: Option<String>,
    /// Annual revenue. Zaui misspells the field's name.
    #[serde(rename = "annaulRevenue")]
    pub annual_revenue: Option<String>,
    /// Business number.
    pub business_number: Option<String>,
    /// Description.
    pub description: Option<String>,
    /// Email address.
    pub email: Option<String>,
    /// Employees. Empty in every example.
    pub employees: Option<String>,
    /// Fax number.
    pub fax: Option<String>,
    /// Industry.
    pub industry: Option<String>,
    /// Manager.
    pub manager: Option<String>,
    /// Phone.
    pub phone: Option<String>,
    /// Another phone; may be `N/A`.
    pub other_phone: Option<String>,
    /// Address.
    pub primary_address: Option<String>,
    /// City.
    pub primary_city: Option<String>,
    /// Country.
    pub primary_country: Option<String>,
    /// State or province.
    pub primary_state: Option<String>,
    /// Postal code.
    pub primary_zip: Option<String>,
    /// Website.
    pub website: Option<String>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// A contact ([documentation](https://docs.zaui.com/webhooks/event-data-payloads/contact-data)).
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Contact {
    /// Id.
    pub contact_id: String,
    /// Id of the account.
    pub account_id: Option<String>,
    /// Name of the account.
    pub account_name: Option<String>,
    /// Department.
    pub department: Option<String>,
    /// Title: `Guide`.
    pub title: Option<String>,
    /// Work phone.
    pub office_phone: Option<String>,
    /// Fax number.
    pub fax: Option<String>,
    /// First name.
    pub first_name: Option<String>,
    /// Last name.
    pub last_name: Option<String>,
    /// Birthday; may be `N/A`.
    pub birth_date: Option<Moment>,
    /// Home phone.
    pub home_phone: Option<String>,
    /// Mobile phone.
    pub mobile_phone: Option<String>,
    /// Email address.
    pub email: Option<String>,
    /// First line of the address.
    #[serde(rename = "addressLine1")]
    pub address_line1: Option<String>,
    /// Second line of the address.
    #[serde(rename = "addressLine2")]
    pub address_line2: Option<String>,
    /// City.
    pub city: Option<String>,
    /// State or province.
    pub state: Option<String>,
    /// Postal code.
    pub zip_code: Option<String>,
    /// Country.
    pub country: Option<String>,
    /// Login name.
    pub username: Option<String>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// An employee ([documentation](https://docs.zaui.com/webhooks/event-data-payloads/employee-data)).
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Employee {
    /// Id.
    pub employee_id: String,
    /// Type: `Admin`.
    pub employee_type: Option<String>,
    /// Id of the account.
    pub account_id: Option<String>,
    /// Name of the account.
    pub account_name: Option<String>,
    /// Department.
    pub department: Option<String>,
    /// Title: `Guide`.
    pub title: Option<String>,
    /// Work phone.
    pub office_phone: Option<String>,
    /// Fax number.
    pub fax: Option<String>,
    /// First name.
    pub first_name: Option<String>,
    /// Last name.
    pub last_name: Option<String>,
    /// Birthday; may be `N/A`.
    pub birth_date: Option<Moment>,
    /// Home phone.
    pub home_phone: Option<String>,
    /// Mobile phone.
    pub mobile_phone: Option<String>,
    /// Email address.
    pub email: Option<String>,
    /// First line of the address.
    #[serde(rename = "addressLine1")]
    pub address_line1: Option<String>,
    /// Second line of the address.
    #[serde(rename = "addressLine2")]
    pub address_line2: Option<String>,
    /// City.
    pub city: Option<String>,
    /// State or province.
    pub state: Option<String>,
    /// Postal code.
    pub zip_code: Option<String>,
    /// Country.
    pub country: Option<String>,
    /// Login name.
    pub username: Option<String>,
    /// The other fields.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}
