//! How a check-out was paid, as in a
//! [capture](https://github.com/QCCanine/gingr-webhook/tree/main/events).

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::{Deserializer, Error};
use serde_json::{Map, Value};

use crate::payload::{Flag, Moment, tolerant};

/// A summary of a payment.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct PaymentInfo {
    /// Payment method, as text.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// Id of the payment method.
    pub payment_method_id: Option<String>,
    /// Amount, as a decimal.
    pub amount: Option<String>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// Payments, keyed by id.
///
/// Gingr writes an empty map as `[]`, and adds a number `deposit` to the payments.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Payments {
    /// The payments.
    pub by_id: BTreeMap<String, Payment>,
    /// A deposit; only seen as the number 0.
    pub deposit: Option<Value>,
    /// Entries that are not payments.
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

/// A map or list of payments. Entries that are not objects are allowed, and are not payments.
#[cfg(feature = "schema")]
impl schemars::JsonSchema for Payments {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Payments".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let payment = generator.subschema_for::<Payment>();
        let entry = schemars::json_schema!({
            "title": "PaymentOrOther", "anyOf": [payment, { "not": { "type": "object" } }]
        });
        // Not `"type": "array"` and `"type": "null"`: `Tolerance` would extend those to accept a
        // single value.
        schemars::json_schema!({ "anyOf": [
            { "type": "object", "properties": { "deposit": true }, "additionalProperties": entry.clone() },
            { "type": ["array"], "items": entry },
            { "const": "" },
            { "const": null },
        ] })
    }
}

/// A payment. Amounts are decimals.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct Payment {
    /// Id of the payment.
    pub id: Option<String>,
    /// Id of the owner.
    pub owner_id: Option<String>,
    /// Id of the payment method.
    pub payment_method_id: Option<String>,
    /// Payment method, as text.
    pub payment_method_type: Option<String>,
    /// Amount that the owner owes.
    pub current_balance: Option<String>,
    /// Total that the owner owed, judging by the field's name.
    pub total_balance: Option<String>,
    /// Whether it is active.
    pub active: Option<Flag>,
    /// Authorization code; only seen as null.
    pub auth_code: Option<String>,
    /// Reference of the payment processor, judging by the field's name; only seen as null.
    pub retref: Option<String>,
    /// Whether the money was collected, judging by the field's name; only seen as null.
    pub captured: Option<Value>,
    /// Signature of the payer, judging by the field's name; only seen as null.
    pub signature: Option<Value>,
    /// Payment processor; only seen as null.
    pub processor: Option<String>,
    /// Stripe transaction id; only seen as null.
    pub stripe_transaction_id: Option<String>,
    /// Stripe payment intent id; only seen as null.
    pub payment_intent_id: Option<String>,
    /// Stripe refund id; only seen as null.
    pub stripe_refund_id: Option<String>,
    /// Stripe charge; only seen as null.
    pub stripe_charge: Option<Value>,
    /// Id of the location.
    pub location_id: Option<String>,
    /// When it was created, in unix seconds.
    pub create_stamp: Option<Moment>,
    /// Id of who created it.
    pub created_by: Option<String>,
    /// Who created it.
    pub created_by_name: Option<String>,
    /// When it was edited, in unix seconds; only seen as null.
    pub edit_stamp: Option<Moment>,
    /// Who edited it; only seen as null.
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
    /// Whether it was paid with store credit.
    pub store_credit: Option<Flag>,
    /// Whether there was nothing to pay.
    pub zero_payment: Option<Flag>,
    /// What the payment was for.
    pub allocations: Vec<Allocation>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// A part of a payment, and what that part was for.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct Allocation {
    /// Id of the part.
    pub id: Option<String>,
    /// Amount, as a decimal.
    pub amount: Option<String>,
    /// Id of the payment.
    pub payment_id: Option<String>,
    /// Id of the thing that was paid for.
    pub type_id: Option<String>,
    /// Type of the thing that `type_id` identifies.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// Whether it is active.
    pub active: Option<Flag>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

#[cfg(test)]
mod tests {
    use super::super::Transaction;
    use super::*;

    #[test]
    fn payments() {
        /// `expected`: ids with amounts owed, the deposit, and the names of entries that are not
        /// payments.
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
