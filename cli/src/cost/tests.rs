//! The engine's units compared with AWS's documentation, and the bill.

use aws_sdk_dynamodb::types::AttributeValue;
use clap::Parser;
use frontdesk::event::Event;
use frontdesk::providers::ALL;
use frontdesk_local::capacity::Consumed;
use frontdesk_local::capacity::rules::{Item, item_bytes, write, write_units};
use frontdesk_local::dynamodb::events_table;
use jiff::Timestamp;

use super::bill::lines;
use super::measured::{TABLE, events};
use super::*;

#[derive(Parser)]
struct Command {
    #[command(flatten)]
    options: Options,
}

fn options(arguments: &str) -> Options {
    let command = Command::try_parse_from(std::iter::once("cost").chain(arguments.split_whitespace())).unwrap();
    let mut options = command.options;
    if options.providers.is_empty() {
        options.providers = ALL.iter().map(|provider| provider.name.to_owned()).collect();
    }
    options
}

/// The row as stored.
async fn row(engines: &Engines, event: &Event) -> Item {
    let key = AttributeValue::S(event.id.key().to_owned());
    let get = engines.dynamodb.get_item().table_name(TABLE).consistent_read(true).key("id", key);
    get.send().await.unwrap().item.unwrap()
}

/// Compares the calls since the last time with `expected`.
fn calls(engines: &Engines, expected: &[Consumed], what: &str) {
    assert_eq!(engines.meter.take(), expected, "{what}");
}

#[tokio::test]
async fn the_engine_bills_as_aws_documents_it() {
    let table = events_table(TABLE);
    for provider in ALL.iter().copied() {
        for bytes in [1_000, 3_000, 12_000, 100_000] {
            let engines = Engines::start().await.unwrap();
            let what = format!("{}, {bytes} bytes", provider.name);
            let mut event = events(provider, Some(bytes)).unwrap().remove(0);
            assert!((bytes - 12..=bytes).contains(&event.body.len()), "{what}: {}", event.body.len());
            engines.store.put(&mut event).await.unwrap();
            let stored = row(&engines, &event).await;
            calls(&engines, &[write(&table, "PutItem", None, Some(&stored))], &what);
            engines.outbox.publish(&event).await.unwrap();
            let published = row(&engines, &event).await;
            let mark = write(&table, "UpdateItem", Some(&stored), Some(&published));
            // An entry leaves the outbox; the other index does not change.
            assert_eq!(mark.indexes, 1.0, "{what}");
            calls(&engines, &[mark], &what);
            "another".clone_into(&mut event.request_id);
            engines.store.put(&mut event).await.unwrap();
            let refused = Consumed { operation: "PutItem", table: write_units(item_bytes(&published)), indexes: 0.0 };
            calls(&engines, &[refused], &what);
            engines.store.count(&event, Timestamp::now()).await.unwrap();
            let counted = row(&engines, &event).await;
            calls(&engines, &[write(&table, "UpdateItem", Some(&published), Some(&counted))], &what);
        }
    }
}

/// docs/cost.md shows these figures: a layout or storage scheme that costs more must be documented
/// there.
#[tokio::test]
async fn a_delivery_costs_no_more_than_the_page_says() {
    const MOST: [(usize, f64, f64); 4] =
        [(1_000, 4.0, 3.0), (3_000, 4.0, 3.0), (12_000, 6.0, 5.0), (100_000, 24.0, 23.0)];
    let engines = Engines::start().await.unwrap();
    for (bytes, put, mark) in MOST {
        let gire = engines.deliveries(&[&frontdesk::providers::gire::GIRE], Some(bytes)).await.unwrap();
        assert!(gire.put <= put && gire.mark <= mark, "{bytes} bytes: {gire:?}");
        assert!(gire.put >= 3.0 && gire.mark >= 2.0, "{bytes} bytes: a row and its entries are not free: {gire:?}");
        let sends = if bytes > 64 * 1024 { 2.0 } else { 1.0 };
        assert_eq!(gire.sends, sends, "{bytes} bytes");
    }
    // Eight shards of the outbox, queried once for pending rows and once for the oldest, at half a
    // unit each.
    assert_eq!(engines.idle_relay().await.unwrap(), 8.0);
}

#[test]
fn the_bill_is_quantity_times_price() {
    let prices = Region::named("us-east-1").unwrap().prices;
    let measured = Measured {
        body: 700.0,
        put: 3.0,
        mark: 2.0,
        repeat: 1.0,
        count: 1.0,
        rows: 1000.0,
        entries: 300.0,
        sends: 1.0,
    };
    let amount = |arguments: &str, part: Part, what: &str| {
        let lines = lines(&options(arguments), &measured, 8.0, &prices);
        let matching: Vec<_> = lines.iter().filter(|line| line.part == part && line.what == what).collect();
        matching.iter().map(|line| line.amount).sum::<f64>()
    };
    let check = |arguments: &str, part, what: &str, expected: f64| {
        let amount = amount(arguments, part, what);
        assert!((amount - expected).abs() < 0.005, "{arguments}: {what} is {amount}, not {expected}");
    };
    let million = "--per-month 1000000 --duplicates 0";
    check(million, Part::Deliveries, "put, with its index entries", 3.0 * 0.625);
    check(million, Part::Deliveries, "mark as published", 2.0 * 0.625);
    check(million, Part::Deliveries, "repeats", 0.0);
    check("--per-month 1000000 --duplicates 50", Part::Deliveries, "repeats", 0.5 * 2.0 * 0.625);
    check("--per-month 1000000 --duplicates 50", Part::Deliveries, "mark as published", 0.5 * 2.0 * 0.625);
    check(million, Part::Deliveries, "requests", 0.2);
    check(million, Part::Deliveries, "time", 1e6 * 0.02 * 0.25 * 0.000_013_333_4);
    check(&format!("{million} --x86-64 --memory 512"), Part::Deliveries, "time", 1e6 * 0.02 * 0.5 * 0.000_016_666_7);
    check(million, Part::Deliveries, "sends", 0.4);
    check(million, Part::Deliveries, "traces", 0.0);
    check(&format!("{million} --tracing"), Part::Deliveries, "traces", 5.0);
    check(million, Part::Fixed, "alarms, by metric", 2.0);
    check(&format!("{million} --providers gire"), Part::Fixed, "alarms, by metric", 1.2);
    check(&format!("{million} --no-url-alarms"), Part::Fixed, "alarms, by metric", 1.0);
    check(million, Part::Fixed, "dashboard", 0.0);
    check(&format!("{million} --dashboard"), Part::Fixed, "dashboard", 3.0);
    check(&format!("{million} --platform-log"), Part::Deliveries, "log", 1e6 * (276.0 + 652.0) / 1_073_741_824.0 * 0.5);
    check(million, Part::Fixed, "secrets", 2.0);
    check(&format!("{million} --providers gire,zaui"), Part::Fixed, "secrets", 0.8);
    check(million, Part::Fixed, "reads of the relay", (43_800.0 * 8.0 + 730.0 * 16.0 * 5.0) * 0.125 / 1e6);
    let rows = 1e9 * 90.0 / (730.0 / 24.0) / 1_073_741_824.0 * 0.25;
    check(million, Part::Kept, "rows", rows);
    check(&format!("{million} --retention-days 30"), Part::Kept, "rows", rows / 3.0);
}

#[test]
fn numbers_are_grouped() {
    for (number, decimals, text) in
        [(0.0, 0, "0"), (999.0, 2, "999.00"), (1_000.0, 0, "1,000"), (1_234_567.891, 2, "1,234,567.89")]
    {
        assert_eq!(grouped(number, decimals), text);
    }
}
