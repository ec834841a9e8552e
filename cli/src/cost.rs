//! `frontdesk cost`: what a number of deliveries a month costs on AWS, at list prices.
//!
//! Consumption is measured, not estimated (`measured.rs`). `stack.rs` has what cannot be measured
//! here, `prices.json` the prices.

mod bill;
mod body;
mod measured;
mod prices;
mod stack;

use anyhow::{Result, ensure};
use clap::Args;
use frontdesk::providers::Provider;
use serde_json::json;

use crate::print::line;
use crate::providers::Providers;
use bill::{Line, Part, total};
use measured::{Engines, Measured};
use prices::Region;

/// How many deliveries, of what kind, and how the stack is configured.
#[derive(Debug, Clone, Args)]
pub(crate) struct Options {
    /// Deliveries a month.
    #[arg(long, value_name = "N")]
    per_month: f64,
    /// Bytes of a body [default: the providers' examples, every kind equally often].
    #[arg(long, value_name = "BYTES")]
    body: Option<usize>,
    /// The providers in the stack, with equal shares [default: all].
    #[arg(long, value_delimiter = ',')]
    providers: Vec<String>,
    /// How many of a hundred deliveries are repeats.
    #[arg(long, value_name = "PERCENT", default_value_t = 1.0)]
    duplicates: f64,
    /// The template's RetentionDays.
    #[arg(long, value_name = "DAYS", default_value_t = 90)]
    retention_days: u32,
    /// The template's MemorySize, in MB.
    #[arg(long, value_name = "MB", default_value_t = 256)]
    memory: u32,
    /// The template's Architecture, if it is not arm64.
    #[arg(long)]
    x86_64: bool,
    /// With the template's Tracing=Active.
    #[arg(long)]
    tracing: bool,
    /// With the template's Dashboard=true.
    #[arg(long)]
    dashboard: bool,
    /// With the template's UrlAlarms=false.
    #[arg(long)]
    no_url_alarms: bool,
    /// With the template's PlatformLogLevel=INFO.
    #[arg(long)]
    platform_log: bool,
    /// The AWS region.
    #[arg(long, default_value = "us-east-1")]
    region: String,
    /// Prints one JSON object.
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub(crate) async fn run(options: &Options, providers: Providers) -> Result<()> {
    ensure!(options.per_month.is_finite() && options.per_month >= 1.0, "--per-month must be at least 1");
    ensure!((0.0..=100.0).contains(&options.duplicates), "--duplicates must be between 0 and 100");
    let named = options.providers.iter().map(|name| providers.known(name));
    let selected: Vec<&Provider> =
        if options.providers.is_empty() { providers.all().collect() } else { named.collect::<Result<_>>()? };
    let options = &Options { providers: selected.iter().map(|one| one.name.to_owned()).collect(), ..options.clone() };
    let region = Region::named(&options.region)?;
    let engines = Engines::start().await?;
    let measured = engines.deliveries(&selected, options.body).await?;
    let lines = bill::lines(options, &measured, engines.idle_relay().await?, &region.prices);
    if options.json {
        return json(options, &measured, &region, &lines);
    }
    table(options, &measured, &region, &lines)
}

fn json(options: &Options, measured: &Measured, region: &Region, lines: &[Line]) -> Result<()> {
    let [fixed, deliveries, kept] = [Part::Fixed, Part::Deliveries, Part::Kept].map(|part| total(lines, part));
    let object = json!({
        "region": options.region, "prices_of": region.read, "currency": "USD",
        "per_month": options.per_month, "delivery": measured, "lines": lines,
        "fixed": fixed, "deliveries": deliveries, "kept": kept, "total": fixed + deliveries + kept,
        "per_million": per_million(options, deliveries + kept),
    });
    line(&object.to_string())
}

fn table(options: &Options, measured: &Measured, region: &Region, lines: &[Line]) -> Result<()> {
    let Options { per_month, duplicates, retention_days, memory, .. } = options;
    line(&format!(
        "{} deliveries a month of {} in {}: bodies of {:.0} bytes, {duplicates} % repeats, kept for {retention_days} days,",
        grouped(*per_month, 0),
        options.providers.join(", "),
        options.region,
        measured.body
    ))?;
    let processor = if options.x86_64 { "x86_64" } else { "arm64" };
    line(&format!("{memory} MB on {processor}. List prices of {}, in US dollars, without free tier.", region.read))?;
    let parts = [
        (Part::Fixed, "whatever arrives".to_owned()),
        (Part::Deliveries, "for the deliveries".to_owned()),
        (Part::Kept, format!("for what is kept, after {retention_days} days")),
    ];
    for (part, title) in parts {
        line(&format!("\n{title:<45} {:>15}  {:<17} {:>13} {:>12}", "quantity", "unit", "price", "a month"))?;
        for row in lines.iter().filter(|line| line.part == part) {
            let decimals = if row.quantity < 100.0 && row.quantity.fract() > 0.0 { 3 } else { 0 };
            let (quantity, price) = (grouped(row.quantity, decimals), price(row));
            let amount = grouped(row.amount, 2);
            line(&format!(
                "  {:<15}  {:<26} {quantity:>15}  {:<17} {price:>13} {amount:>12}",
                row.service, row.what, row.unit
            ))?;
        }
        line(&format!("{:<93} {:>12}", "", grouped(total(lines, part), 2)))?;
    }
    let [fixed, deliveries, kept] = [Part::Fixed, Part::Deliveries, Part::Kept].map(|part| total(lines, part));
    line(&format!("\ntotal {:>100}", grouped(fixed + deliveries + kept, 2)))?;
    line(&format!("one million more {:>89}", grouped(per_million(options, deliveries + kept), 2)))
}

fn per_million(options: &Options, growing: f64) -> f64 {
    growing / options.per_month * 1e6
}

/// The price in AWS's notation: `0.625/M`.
fn price(line: &Line) -> String {
    match line.per {
        1_000_000.0 => format!("{}/M", line.usd),
        10_000.0 => format!("{}/10k", line.usd),
        _ => line.usd.to_string(),
    }
}

/// A number with thousands separators.
fn grouped(number: f64, decimals: usize) -> String {
    let text = format!("{number:.decimals$}");
    let (whole, rest) = text.split_once('.').map_or((text.as_str(), String::new()), |(w, r)| (w, format!(".{r}")));
    let mut grouped = String::with_capacity(text.len() + text.len() / 3);
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped + &rest
}

#[cfg(test)]
mod tests;
