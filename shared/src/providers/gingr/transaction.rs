//! What was paid at check-out: totals, payments, and what was bought, as a
//! [capture](https://github.com/QCCanine/gingr-webhook/tree/main/events) of `check_out` shows it. The vendor says that
//! there is such a part, and does not document it.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::{Deserializer, Error};
use serde_json::{Map, Value};

use super::reservation::Reservation;
use crate::payload::{Flag, Moment, tolerant};

/// What was paid at check-out.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct Transaction {
    /// What it costs and what was paid.
    pub totals: Option<Totals>,
    /// The same once more.
    pub transaction: Option<Totals>,
    /// Version of the invoice.
    pub invoice_version: Option<String>,
    /// State of the invoice, in words.
    pub invoice_status: Option<String>,
    /// How it was paid, in short.
    pub payment_info: Vec<PaymentInfo>,
    /// Single payments by their id. A number `deposit` stands among them.
    pub detailed_payments: Payments,
    /// Payments by their id once more.
    pub payment_items: Payments,
    /// Tips; only seen empty.
    pub tip_amount: Option<Value>,
    /// Tips that were given back; only seen empty.
    pub tip_refund: Option<Value>,
    /// A deposit; only seen empty.
    pub deposit: Option<Value>,
    /// Deposits; only seen empty.
    pub deposits: Option<Value>,
    /// Where it was paid.
    pub location: Option<Location>,
    /// Only seen as null.
    pub description: Option<String>,
    /// What was bought.
    pub items: Vec<Item>,
    /// Fields that were not known when this was written.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// What a transaction costs and what was paid. Amounts are in decimal.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct Totals {
    /// Id of the transaction.
    pub id: Option<String>,
    /// Sum without tax.
    pub subtotal: Option<String>,
    /// Tax.
    pub tax_amount: Option<String>,
    /// Sum with tax.
    pub total: Option<String>,
    /// What was paid.
    pub payment_amount: Option<String>,
    /// Tax that was paid.
    pub tax_paid: Option<String>,
    /// Whether it is complete.
    pub complete: Option<Flag>,
    /// State; a number whose meaning is not documented.
    pub status: Option<String>,
    /// When it was created, in unix seconds.
    pub create_stamp: Option<Moment>,
    /// Id of the location.
    pub location_id: Option<String>,
    /// Id of the owner.
    pub owner_id: Option<String>,
    /// First name of the owner.
    pub first_name: Option<String>,
    /// Last name of the owner.
    pub last_name: Option<String>,
    /// Email address of the owner.
    pub email: Option<String>,
    /// Who created it.
    pub username: Option<String>,
    /// Id of who created it.
    pub user_id: Option<String>,
    /// Rate of the sales tax; only seen as null.
    pub sales_tax_rate: Option<String>,
    /// How many items were bought.
    pub item_count: Option<String>,
    /// Whether it was returned; only seen as null.
    pub is_returned: Option<Flag>,
    /// Fields that were not known when this was written.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// How something was paid, in short.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct PaymentInfo {
    /// Means of payment, in words.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// Id of the means of payment.
    pub payment_method_id: Option<String>,
    /// How much, in decimal.
    pub amount: Option<String>,
    /// Fields that were not known when this was written.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// Payments by their id.
///
/// Gingr writes none as `[]`, and puts a number `deposit` among them.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Payments {
    /// The payments.
    pub by_id: BTreeMap<String, Payment>,
    /// A deposit; only seen as the number 0.
    pub deposit: Option<Value>,
    /// What is no payment and was not known when this was written.
    pub extra: Map<String, Value>,
}

impl<'de> Deserialize<'de> for Payments {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut payments = Self::default();
        for (id, value) in tolerant::keyed(deserializer)? {
            if id == "deposit" {
                payments.deposit = Some(value);
            } else if value.is_object() {
                payments.by_id.insert(id, tolerant::read(value).map_err(D::Error::custom)?);
            } else {
                payments.extra.insert(id, value);
            }
        }
        Ok(payments)
    }
}

/// A map of payments, or a list of them; what is no object is no payment, and may be there all the same.
#[cfg(feature = "schema")]
impl schemars::JsonSchema for Payments {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Payments".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let payment = generator.subschema_for::<Payment>();
        let entry = schemars::json_schema!({ "anyOf": [payment, { "not": { "type": "object" } }] });
        // Not `"type": "array"` and `"type": "null"`: no single thing here, which they would come to mean.
        schemars::json_schema!({ "anyOf": [
            { "type": "object", "properties": { "deposit": true }, "additionalProperties": entry.clone() },
            { "type": ["array"], "items": entry },
            { "const": "" },
            { "const": null },
        ] })
    }
}

/// A payment. Amounts are in decimal.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct Payment {
    /// Id of the payment.
    pub id: Option<String>,
    /// Id of the owner.
    pub owner_id: Option<String>,
    /// Id of the means of payment.
    pub payment_method_id: Option<String>,
    /// Means of payment, in words.
    pub payment_method_type: Option<String>,
    /// What the owner owes.
    pub current_balance: Option<String>,
    /// What the owner owed in all, by its name.
    pub total_balance: Option<String>,
    /// Whether it counts.
    pub active: Option<Flag>,
    /// Code of the authorization; only seen as null.
    pub auth_code: Option<String>,
    /// Reference of the payment processor, by its name; only seen as null.
    pub retref: Option<String>,
    /// Whether the money was collected, by its name; only seen as null.
    pub captured: Option<Value>,
    /// Signature of who paid, by its name; only seen as null.
    pub signature: Option<Value>,
    /// Payment processor; only seen as null.
    pub processor: Option<String>,
    /// Id of the transaction at Stripe; only seen as null.
    pub stripe_transaction_id: Option<String>,
    /// Id of the payment intent at Stripe; only seen as null.
    pub payment_intent_id: Option<String>,
    /// Id of the refund at Stripe; only seen as null.
    pub stripe_refund_id: Option<String>,
    /// The charge at Stripe; only seen as null.
    pub stripe_charge: Option<Value>,
    /// Id of the location.
    pub location_id: Option<String>,
    /// When it was created, in unix seconds.
    pub create_stamp: Option<Moment>,
    /// Id of who created it.
    pub created_by: Option<String>,
    /// Who created it.
    pub created_by_name: Option<String>,
    /// When it was changed, in unix seconds; only seen as null.
    pub edit_stamp: Option<Moment>,
    /// Who changed it; only seen as null.
    pub edited_by: Option<String>,
    /// When it was paid, in unix seconds.
    pub transaction_time: Option<Moment>,
    /// Description.
    pub description: Option<String>,
    /// A number; its meaning is not documented.
    pub payment_allocation_refund: Option<String>,
    /// Last four digits of the card; only seen as null.
    pub last4: Option<String>,
    /// Brand of the card; only seen as null.
    pub card_brand: Option<String>,
    /// Whether it was paid from a credit.
    pub store_credit: Option<Flag>,
    /// Whether there was nothing to pay.
    pub zero_payment: Option<Flag>,
    /// What it was paid for.
    pub allocations: Vec<Allocation>,
    /// Fields that were not known when this was written.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// A part of a payment, and what it was for.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct Allocation {
    /// Id of the part.
    pub id: Option<String>,
    /// How much, in decimal.
    pub amount: Option<String>,
    /// Id of the payment.
    pub payment_id: Option<String>,
    /// Id of what was paid.
    pub type_id: Option<String>,
    /// What `type_id` is an id of.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// Whether it counts.
    pub active: Option<Flag>,
    /// Fields that were not known when this was written.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// Something that was bought. Amounts are in decimal.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct Item {
    /// Id of the item in the transaction.
    pub id: Option<String>,
    /// Id of what was bought, with a letter before it.
    pub item_id: Option<String>,
    /// Id of what was bought.
    pub item_base_id: Option<String>,
    /// Ids of the items that this one stands for.
    pub item_ids: Option<String>,
    /// Id of the category.
    pub category_id: Option<String>,
    /// Name; only seen as null.
    pub name: Option<String>,
    /// Description; may hold HTML.
    pub description: Option<String>,
    /// How many.
    pub qty: Option<String>,
    /// Price of one.
    pub unit_price: Option<String>,
    /// Discounts.
    pub discounts_total: Option<String>,
    /// Tax.
    pub tax_amount: Option<String>,
    /// Price.
    pub total: Option<String>,
    /// URL of a picture; only seen as null.
    pub image: Option<String>,
    /// Whether it was returned.
    pub is_returned: Option<Flag>,
    /// Whether it can be returned; only seen as null.
    pub returnable: Option<Flag>,
    /// Why it was returned; only seen as null.
    pub return_reason: Option<String>,
    /// Id of the transaction that returned it; only seen as null.
    pub return_transaction_id: Option<String>,
    /// When it was returned; only seen as null.
    pub returned_at: Option<Moment>,
    /// Whether it is in stock again.
    pub returned_to_inventory: Option<Flag>,
    /// What was paid back; only seen as null.
    pub refund_amount: Option<String>,
    /// Tax that was paid back; only seen as null.
    pub tax_refund_amount: Option<String>,
    /// Coupons; only seen empty.
    pub coupons: Option<Value>,
    /// Packages; only seen empty.
    pub packages: Option<Value>,
    /// Coupons that do not count any more; only seen empty.
    pub voided_coupons: Option<Value>,
    /// Packages that do not count any more; only seen empty.
    pub voided_packages: Option<Value>,
    /// What changed the price.
    pub modifiers: Vec<Modifier>,
    /// The reservation that was paid.
    pub reservation: Option<Box<Reservation>>,
    /// Fields that were not known when this was written.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// Something that changed a price.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct Modifier {
    /// What it is, in words.
    pub label: Option<String>,
    /// Whether or by how much it changes the base rate; not documented.
    pub base_rate_modifier: Option<String>,
    /// Whether or by how much it changes the daily rate; not documented.
    pub daily_rate_modifier: Option<String>,
    /// How much, in decimal.
    pub amount: Option<String>,
    /// Fields that were not known when this was written.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// A location of the company.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct Location {
    /// Id of the location.
    pub id: Option<String>,
    /// Name.
    pub name: Option<String>,
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
    /// Number.
    pub phone: Option<String>,
    /// Fax number.
    pub fax: Option<String>,
    /// Email address.
    pub email: Option<String>,
    /// Website.
    pub website_url: Option<String>,
    /// Opening hours, in HTML.
    pub hours: Option<String>,
    /// Where it is, in degrees.
    pub latitude: Option<String>,
    /// Where it is, in degrees.
    pub longitude: Option<String>,
    /// Time zone; only seen as null.
    pub timezone: Option<String>,
    /// Logo; only seen as null.
    pub logo: Option<String>,
    /// State; a number whose meaning is not documented.
    pub status: Option<String>,
    /// How many animals fit in.
    pub max_capacity: Option<String>,
    /// A number; its meaning is not documented.
    pub specialist_capacity_per_user: Option<String>,
    /// Rate of the sales tax; only seen as null.
    pub sales_tax_rate: Option<String>,
    /// Whether there is tax on what is sold over the counter.
    pub tax_on_pos_items: Option<Flag>,
    /// Whether there is tax on reservations.
    pub tax_on_reservations: Option<Flag>,
    /// Whether there is tax on open items.
    pub tax_on_open_items: Option<Flag>,
    /// Whether there is tax on services.
    pub tax_on_services: Option<Flag>,
    /// Whether there is tax on packages.
    pub tax_on_packages: Option<Flag>,
    /// Whether services are charged that were not completed.
    pub charge_for_uncompleted_services: Option<Flag>,
    /// Whether there is a label printer.
    pub use_label_printer: Option<Flag>,
    /// From which address staff may clock in; only seen as null.
    pub timeclock_require_ip: Option<String>,
    /// Text for requests, in HTML.
    pub reservation_request_text: Option<String>,
    /// Text for requests of services, in HTML.
    pub reservation_request_services_text: Option<String>,
    /// Text for appointments, in HTML.
    pub appointment_custom_text: Option<String>,
    /// Text for estimates, in HTML.
    pub estimate_custom_text: Option<String>,
    /// Text for small estimates, in HTML.
    pub small_estimate_custom_text: Option<String>,
    /// Text for receipts, in HTML.
    pub receipt_custom_text: Option<String>,
    /// Text for small receipts, in HTML.
    pub small_receipt_custom_text: Option<String>,
    /// Text for receipts from a Clover terminal, in HTML.
    pub clover_receipt_custom_text: Option<String>,
    /// Text for statements, in HTML.
    pub statement_custom_text: Option<String>,
    /// Text for the survey at check-out, in HTML.
    pub checkout_survey_text: Option<String>,
    /// Text on deposits, in HTML.
    pub deposit_policies_custom_text: Option<String>,
    /// Page about tips.
    pub html_tips_page: Option<String>,
    /// Page with cameras.
    pub html_webcams_page: Option<String>,
    /// Public cameras of ABCKAM; only seen as null.
    pub abckam_public_cameras: Option<String>,
    /// Public cameras of iDogCam; only seen as null.
    pub idogcam_public_cameras: Option<String>,
    /// Whether these cameras are only for guests.
    pub idogcam_public_cameras_only_checked_in: Option<Flag>,
    /// Id of the page at Facebook.
    pub facebook_page_id: Option<String>,
    /// Number at Twilio.
    pub twilio_phone_number: Option<String>,
    /// Fax number at Twilio.
    pub twilio_fax_number: Option<String>,
    /// Where Twilio forwards calls to.
    pub twilio_forward_calls_to: Option<String>,
    /// Id of the location at Broadly.
    pub broadly_location_id: Option<String>,
    /// Fields that were not known when this was written.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn payments() {
        /// `expected`: ids with amounts owed, the deposit, the names of what is no payment.
        fn check(json: &str, expected: Option<(&str, Option<&str>, &str)>) {
            let body = format!("{{\"detailed_payments\":{json}}}");
            let read = serde_json::from_str(&body).and_then(tolerant::read::<Transaction>).ok();
            let got = read.map(|read| {
                let payments = read.detailed_payments;
                let pair =
                    |(id, one): (&String, &Payment)| format!("{id}={}", one.total_balance.clone().unwrap_or_default());
                let by_id: Vec<_> = payments.by_id.iter().map(pair).collect();
                let others: Vec<_> = payments.extra.keys().cloned().collect();
                (by_id.join(" "), payments.deposit.map(|deposit| deposit.to_string()), others.join(" "))
            });
            let expected =
                expected.map(|(ids, deposit, others)| (ids.to_owned(), deposit.map(str::to_owned), others.to_owned()));
            assert_eq!(got, expected, "{json}");
        }
        check(r#"{"51":{"total_balance":"7.50"},"deposit":0}"#, Some(("51=7.50", Some("0"), "")));
        check(r#"{"51":{"total_balance":7.5},"52":{"id":"52"}}"#, Some(("51=7.5 52=", None, "")));
        check(r#"{"51":{},"deposit":{"id":1},"count":2}"#, Some(("51=", Some(r#"{"id":1}"#), "count")));
        check(r#"[{"total_balance":"1"}]"#, Some(("0=1", None, "")));
        for nothing in ["[]", "{}", "null", "\"\""] {
            check(nothing, Some(("", None, "")));
        }
        check("7", None);
        check(r#"{"51":{"total_balance":[1]}}"#, None);
    }
}
