//! AWS's list prices, from `prices.json`: each with its unit, its source, and where it was read.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use serde::Deserialize;

const FILE: &str = include_str!("prices.json");

/// The price of some units of something.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Price {
    /// US dollars for `per` units.
    pub(crate) usd: f64,
    pub(crate) per: f64,
    pub(crate) unit: String,
    /// AWS's page.
    pub(crate) source: String,
    /// Where the figure was read, if AWS's page does not show it as text.
    seen: String,
}

/// The prices of a region.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Prices {
    pub(crate) dynamodb_write: Price,
    pub(crate) dynamodb_read: Price,
    pub(crate) dynamodb_storage: Price,
    pub(crate) dynamodb_recovery: Price,
    pub(crate) lambda_request: Price,
    pub(crate) lambda_arm64: Price,
    pub(crate) lambda_x86_64: Price,
    pub(crate) sqs_request: Price,
    pub(crate) sqs_fair: Price,
    pub(crate) secret: Price,
    pub(crate) secret_calls: Price,
    pub(crate) logs_written: Price,
    pub(crate) logs_kept: Price,
    pub(crate) metric: Price,
    pub(crate) alarm: Price,
    pub(crate) dashboard: Price,
    pub(crate) trace: Price,
    pub(crate) transfer_out: Price,
}

/// A region's prices, and the date on which they were read.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Region {
    pub(crate) read: String,
    pub(crate) prices: Prices,
}

#[derive(Deserialize)]
struct File {
    regions: BTreeMap<String, Region>,
}

impl Region {
    /// The prices of the named region.
    pub(crate) fn named(name: &str) -> Result<Self> {
        let mut file: File = serde_json::from_str(FILE).context("cli/src/cost/prices.json")?;
        let known: Vec<&String> = file.regions.keys().collect();
        let unknown = format!("no prices for {name}, only for {known:?}; add them in cli/src/cost/prices.json");
        file.regions.remove(name).context(unknown)
    }
}

impl Price {
    /// What a quantity costs.
    pub(crate) fn times(&self, quantity: f64) -> f64 {
        quantity / self.per * self.usd
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_price_has_a_page_of_aws_and_a_place_where_it_was_read() {
        let file: serde_json::Value = serde_json::from_str(FILE).unwrap();
        for (name, region) in file["regions"].as_object().unwrap() {
            Region::named(name).unwrap().read.parse::<jiff::civil::Date>().unwrap();
            for (name, price) in region["prices"].as_object().unwrap() {
                let price: Price = serde_json::from_value(price.clone()).unwrap();
                assert!(price.usd > 0.0 && price.per >= 1.0, "{name}");
                assert!(price.source.starts_with("https://aws.amazon.com/"), "{name}");
                assert!(price.seen.starts_with("https://") || price.seen.starts_with("the page itself"), "{name}");
            }
        }
    }

    #[test]
    fn another_region_is_an_error_that_says_which_there_are() {
        let error = Region::named("eu-central-1").unwrap_err().to_string();
        assert!(error.contains("eu-central-1") && error.contains("us-east-1"), "{error}");
    }

    #[test]
    fn a_quantity_costs_its_share() {
        let price = Region::named("us-east-1").unwrap().prices.dynamodb_write;
        assert!((price.times(2_000_000.0) - 2.0 * price.usd).abs() < 1e-9);
    }
}
