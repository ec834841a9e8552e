//! The bill: quantities times prices.

use serde::Serialize;

use super::Options;
use super::measured::{Measured, float};
use super::prices::{Price, Prices};
use super::stack::{
    ANSWER_BYTES, CHECK_READS, CHECKS, DELIVERY_MS, LINE_BYTES, LOG_DAYS, METRICS, MONTH_DAYS, PLATFORM_BYTES,
    RELAY_MS, RELAY_RUNS, SANDBOXES, SECRET_CALLS, SECRETS_EACH, SWEEP_BYTES, alarms, traces,
};

/// DynamoDB and CloudWatch mean 2^30 bytes.
const GB: f64 = 1_073_741_824.0;

/// What a line of the bill depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Part {
    /// Nothing: it is charged whatever arrives.
    Fixed,
    /// The number of deliveries.
    Deliveries,
    /// The deliveries kept, once the stack has run for the retention period.
    Kept,
}

/// One line of a month's bill.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Line {
    pub(crate) part: Part,
    pub(crate) service: &'static str,
    pub(crate) what: &'static str,
    pub(crate) quantity: f64,
    pub(crate) unit: String,
    /// US dollars for `per` units.
    pub(crate) usd: f64,
    pub(crate) per: f64,
    pub(crate) amount: f64,
    /// AWS's page with the price.
    pub(crate) source: String,
}

/// A month's bill.
pub(crate) fn lines(options: &Options, measured: &Measured, relay_reads: f64, prices: &Prices) -> Vec<Line> {
    let mut lines = fixed(options, relay_reads, prices);
    lines.extend(deliveries(options, measured, prices));
    lines.extend(kept(options, measured, prices));
    lines
}

/// The sum of a part's lines.
pub(crate) fn total(lines: &[Line], part: Part) -> f64 {
    lines.iter().filter(|line| line.part == part).map(|line| line.amount).sum()
}

fn fixed(options: &Options, relay_reads: f64, prices: &Prices) -> Vec<Line> {
    let providers = options.providers.len();
    let line = |service, what, quantity, price: &Price| line(Part::Fixed, service, what, quantity, price);
    let reads = RELAY_RUNS * relay_reads + CHECKS * CHECK_READS * float(providers);
    let runs = RELAY_RUNS + CHECKS;
    let mut lines = vec![
        line("CloudWatch", "metrics", float(METRICS), &prices.metric),
        line("CloudWatch", "alarms, by metric", float(alarms(providers, !options.no_url_alarms)), &prices.alarm),
        line("Secrets Manager", "secrets", float(SECRETS_EACH * providers), &prices.secret),
        line("Secrets Manager", "calls", secret_calls(options), &prices.secret_calls),
        line("DynamoDB", "reads of the relay", reads, &prices.dynamodb_read),
        line("Lambda", "runs of the relay", runs, &prices.lambda_request),
        line("Lambda", "time of the relay", gb_seconds(options, runs, RELAY_MS), duration(options, prices)),
        line("CloudWatch", "log of the relay", runs * log_bytes(options, SWEEP_BYTES) / GB, &prices.logs_written),
    ];
    if options.dashboard {
        lines.push(line("CloudWatch", "dashboard", 1.0, &prices.dashboard));
    }
    if options.tracing {
        lines.push(line("X-Ray", "runs of the relay", runs, &prices.trace));
    }
    lines
}

/// Bytes that an invocation writes to the log: its own line, and Lambda's if enabled.
fn log_bytes(options: &Options, line: f64) -> f64 {
    line + if options.platform_log { PLATFORM_BYTES } else { 0.0 }
}

fn deliveries(options: &Options, measured: &Measured, prices: &Prices) -> Vec<Line> {
    let all = options.per_month;
    let repeats = all * options.duplicates / 100.0;
    let new = all - repeats;
    let line = |service, what, quantity, price: &Price| line(Part::Deliveries, service, what, quantity, price);
    let mut lines = vec![
        line("DynamoDB", "put, with its index entries", new * measured.put, &prices.dynamodb_write),
        line("DynamoDB", "mark as published", new * measured.mark, &prices.dynamodb_write),
        line("DynamoDB", "repeats", repeats * (measured.repeat + measured.count), &prices.dynamodb_write),
        line("Lambda", "requests", all, &prices.lambda_request),
        line("Lambda", "time", gb_seconds(options, all, DELIVERY_MS), duration(options, prices)),
        line("SQS", "sends", new * measured.sends, &prices.sqs_request),
        line("SQS", "sends with a message group", new * measured.sends, &prices.sqs_fair),
        line("CloudWatch", "log", all * log_bytes(options, LINE_BYTES) / GB, &prices.logs_written),
        line("Data transfer", "answers", all * ANSWER_BYTES / GB, &prices.transfer_out),
    ];
    if options.tracing {
        lines.push(line("X-Ray", "traces", traces(all, options.providers.len()), &prices.trace));
    }
    lines
}

fn kept(options: &Options, measured: &Measured, prices: &Prices) -> Vec<Line> {
    let new = options.per_month * (1.0 - options.duplicates / 100.0);
    let months = f64::from(options.retention_days) / MONTH_DAYS;
    let log = options.per_month * log_bytes(options, LINE_BYTES) * LOG_DAYS / MONTH_DAYS / GB;
    let line = |service, what, quantity, price: &Price| line(Part::Kept, service, what, quantity, price);
    vec![
        line("DynamoDB", "rows", new * measured.rows * months / GB, &prices.dynamodb_storage),
        line("DynamoDB", "entries of the indexes", new * measured.entries * months / GB, &prices.dynamodb_storage),
        line("DynamoDB", "point-in-time recovery", new * measured.rows * months / GB, &prices.dynamodb_recovery),
        line("CloudWatch", "log", log, &prices.logs_kept),
    ]
}

fn line(part: Part, service: &'static str, what: &'static str, quantity: f64, price: &Price) -> Line {
    let amount = price.times(quantity);
    let (unit, source) = (price.unit.clone(), price.source.clone());
    Line { part, service, what, quantity, unit, usd: price.usd, per: price.per, amount, source }
}

/// A sandbox fetches its secret after a delivery that finds the cached value too old, so at most
/// once per delivery.
fn secret_calls(options: &Options) -> f64 {
    let most = float(options.providers.len()) * SANDBOXES * SECRET_CALLS;
    most.min(options.per_month * 2.0)
}

fn gb_seconds(options: &Options, runs: f64, milliseconds: f64) -> f64 {
    runs * milliseconds / 1000.0 * f64::from(options.memory) / 1024.0
}

fn duration<'a>(options: &Options, prices: &'a Prices) -> &'a Price {
    if options.x86_64 { &prices.lambda_x86_64 } else { &prices.lambda_arm64 }
}
