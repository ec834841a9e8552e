//! What a check-out cost: totals, and what was bought, as a
//! [capture](https://github.com/QCCanine/gingr-webhook/tree/main/events) of `check_out` shows it. The vendor mentions
//! this part, but does not document it.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::location::Location;
use super::payment::{PaymentInfo, Payments};
use super::reservation::Reservation;
use crate::payload::{Flag, Moment};

/// What was paid at check-out.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
#[non_exhaustive]
pub struct Transaction {
    /// What it costs and what was paid.
    pub totals: Option<Totals>,
    /// The same, again.
    pub transaction: Option<Totals>,
    /// Version of the invoice.
    pub invoice_version: Option<String>,
    /// State of the invoice, in words.
    pub invoice_status: Option<String>,
    /// How it was paid, in short.
    pub payment_info: Vec<PaymentInfo>,
    /// Single payments by their id, with a number `deposit` among them.
    pub detailed_payments: Payments,
    /// Payments by their id, again.
    pub payment_items: Payments,
    /// Tips; only seen empty.
    pub tip_amount: Option<Value>,
    /// Refunded tips; only seen empty.
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
    /// Fields that this version does not know.
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
    /// Fields that this version does not know.
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
    /// Amount refunded; only seen as null.
    pub refund_amount: Option<String>,
    /// Tax refunded; only seen as null.
    pub tax_refund_amount: Option<String>,
    /// Coupons; only seen empty.
    pub coupons: Option<Value>,
    /// Packages; only seen empty.
    pub packages: Option<Value>,
    /// Coupons that are no longer valid; only seen empty.
    pub voided_coupons: Option<Value>,
    /// Packages that are no longer valid; only seen empty.
    pub voided_packages: Option<Value>,
    /// What changed the price.
    pub modifiers: Vec<Modifier>,
    /// The reservation that was paid.
    pub reservation: Option<Box<Reservation>>,
    /// Fields that this version does not know.
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
    /// Fields that this version does not know.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}
