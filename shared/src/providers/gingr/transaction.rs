//! The transaction of a check-out: totals and items, as in a
//! [capture](https://github.com/QCCanine/gingr-webhook/tree/main/events) of `check_out`. The vendor
//! mentions it, but does not document it.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::location::Location;
use super::payment::{PaymentInfo, Payments};
use super::reservation::Reservation;
use crate::payload::{Flag, Moment};

/// The payment at a check-out.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct Transaction {
    /// Costs and payments.
    pub totals: Option<Totals>,
    /// A second copy of `totals`.
    pub transaction: Option<Totals>,
    /// Version of the invoice.
    pub invoice_version: Option<String>,
    /// Status of the invoice, as text.
    pub invoice_status: Option<String>,
    /// Summary of the payments.
    pub payment_info: Vec<PaymentInfo>,
    /// Individual payments, keyed by id, with a number `deposit` among them.
    pub detailed_payments: Payments,
    /// A second copy of the payments, keyed by id.
    pub payment_items: Payments,
    /// Tips; only seen empty.
    pub tip_amount: Option<Value>,
    /// Refunded tips; only seen empty.
    pub tip_refund: Option<Value>,
    /// A deposit; only seen empty.
    pub deposit: Option<Value>,
    /// Deposits; only seen empty.
    pub deposits: Option<Value>,
    /// Where the payment was made.
    pub location: Option<Location>,
    /// Only seen as null.
    pub description: Option<String>,
    /// The items that were bought.
    pub items: Vec<Item>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// Totals of a transaction: costs and payments. Amounts are decimals.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct Totals {
    /// Id of the transaction.
    pub id: Option<String>,
    /// Total before tax.
    pub subtotal: Option<String>,
    /// Tax.
    pub tax_amount: Option<String>,
    /// Total with tax.
    pub total: Option<String>,
    /// Amount paid.
    pub payment_amount: Option<String>,
    /// Tax paid.
    pub tax_paid: Option<String>,
    /// Whether it is complete.
    pub complete: Option<Flag>,
    /// Status; a number whose meaning is not documented.
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
    /// Sales tax rate; only seen as null.
    pub sales_tax_rate: Option<String>,
    /// Number of items bought.
    pub item_count: Option<String>,
    /// Whether it was returned; only seen as null.
    pub is_returned: Option<Flag>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// An item that was bought. Amounts are decimals.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct Item {
    /// Id of the item in the transaction.
    pub id: Option<String>,
    /// Id of the thing that was bought, with a letter in front.
    pub item_id: Option<String>,
    /// Id of the thing that was bought.
    pub item_base_id: Option<String>,
    /// Ids of the items that this one stands for.
    pub item_ids: Option<String>,
    /// Id of the category.
    pub category_id: Option<String>,
    /// Name; only seen as null.
    pub name: Option<String>,
    /// Description; may contain HTML.
    pub description: Option<String>,
    /// Quantity.
    pub qty: Option<String>,
    /// Unit price.
    pub unit_price: Option<String>,
    /// Discounts.
    pub discounts_total: Option<String>,
    /// Tax.
    pub tax_amount: Option<String>,
    /// Price.
    pub total: Option<String>,
    /// URL of the image; only seen as null.
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
    /// Whether it was returned to inventory.
    pub returned_to_inventory: Option<Flag>,
    /// Refunded amount; only seen as null.
    pub refund_amount: Option<String>,
    /// Refunded tax; only seen as null.
    pub tax_refund_amount: Option<String>,
    /// Coupons; only seen empty.
    pub coupons: Option<Value>,
    /// Packages; only seen empty.
    pub packages: Option<Value>,
    /// Voided coupons; only seen empty.
    pub voided_coupons: Option<Value>,
    /// Voided packages; only seen empty.
    pub voided_packages: Option<Value>,
    /// Changes to the price.
    pub modifiers: Vec<Modifier>,
    /// The reservation that was paid for.
    pub reservation: Option<Box<Reservation>>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// A change to a price.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct Modifier {
    /// Description, as text.
    pub label: Option<String>,
    /// Whether, or by how much, it changes the base rate; not documented.
    pub base_rate_modifier: Option<String>,
    /// Whether, or by how much, it changes the daily rate; not documented.
    pub daily_rate_modifier: Option<String>,
    /// Amount, as a decimal.
    pub amount: Option<String>,
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}
