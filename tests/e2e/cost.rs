//! `frontdesk cost`: its estimate for a stack, and its assumptions.

use std::process::Command;

use frontdesk_tests::build::program;
use frontdesk_tests::engines::Engines;
use frontdesk_tests::fixtures::Fixture;
use frontdesk_tests::function::Setup;
use serde_json::Value;

use crate::operate::Ran;

fn cost(arguments: &str) -> Ran {
    let arguments = std::iter::once("cost").chain(arguments.split_whitespace());
    Ran::of(Command::new(program("frontdesk").unwrap()).args(arguments).output().unwrap())
}

fn told(arguments: &str) -> Value {
    serde_json::from_str(&cost(&format!("{arguments} --json")).good()).unwrap()
}

#[test]
fn a_bill_adds_up_and_grows_with_the_deliveries() {
    let (small, large) = (told("--per-month 10000"), told("--per-month 100000000"));
    for bill in [&small, &large] {
        let number = |name: &str| bill[name].as_f64().unwrap();
        let lines = bill["lines"].as_array().unwrap();
        let sum: f64 = lines.iter().map(|line| line["amount"].as_f64().unwrap()).sum();
        assert!((sum - number("total")).abs() < 1e-6);
        assert!((number("fixed") + number("deliveries") + number("kept") - sum).abs() < 1e-6);
    }
    let writes = |bill: &Value| {
        let lines = bill["lines"].as_array().unwrap().iter();
        lines.filter(|line| line["unit"] == "write units").map(|line| line["amount"].as_f64().unwrap()).sum::<f64>()
    };
    assert!((writes(&large) / writes(&small) - 10_000.0).abs() < 1e-3);
    // A larger body takes more units; fewer providers mean fewer secrets and alarms.
    let larger = told("--per-month 10000 --body 12000");
    assert!(larger["delivery"]["put"].as_f64() > small["delivery"]["put"].as_f64());
    assert!(told("--per-month 10000 --providers gire")["fixed"].as_f64() < small["fixed"].as_f64());
}

#[test]
fn a_bill_is_a_table_and_a_mistake_is_told() {
    let table = cost("--per-month 1000000 --providers gire,zaui --body 3000").good();
    for text in
        ["1,000,000 deliveries a month of gire, zaui in us-east-1", "bodies of 3000 bytes", "\ntotal ", "write units"]
    {
        assert!(table.contains(text), "{text}:\n{table}");
    }
    for (arguments, code, text) in [
        ("", 2, "--per-month"),
        ("--per-month 0", 1, "--per-month must be at least 1"),
        ("--per-month 1 --duplicates 101", 1, "--duplicates must be between"),
        ("--per-month 1 --region eu-central-1", 1, "no prices for eu-central-1"),
        ("--per-month 1 --providers stripe", 2, "stripe"),
    ] {
        let ran = cost(arguments);
        assert_eq!(ran.code, code, "{arguments}");
        assert!(ran.error.contains(text), "{arguments}: {}", ran.error);
    }
}

/// cli/src/cost/stack.rs assumes 250 bytes for the log line of a delivery, and 400 for that of a
/// sweep.
#[tokio::test(flavor = "multi_thread")]
async fn lines_are_as_long_as_the_bill_says() {
    let engines = Engines::start().await.unwrap();
    let mut bytes = Vec::new();
    for provider in frontdesk_tests::fixtures::provider_names() {
        let function =
            Setup::new(provider, &engines).with("METRICS_NAMESPACE", "Frontdesk/frontdesk").start().await.unwrap();
        let fixture = Fixture::all(provider).unwrap().into_iter().find(|fixture| !fixture.unreadable).unwrap();
        function.expect(200, &fixture.request()).await.unwrap();
        let line = function.logged_when("delivery", 1).await.unwrap()[0].to_string();
        bytes.push(line.len());
    }
    let mean = bytes.iter().sum::<usize>() / bytes.len();
    assert!((235..=250).contains(&mean), "a mean of {mean}: {bytes:?}");
    let relay = Setup::new("relay", &engines).with("METRICS_NAMESPACE", "Frontdesk/frontdesk").start().await.unwrap();
    relay.tick().await.unwrap();
    let line = relay.logged_when("sweep", 1).await.unwrap()[0].to_string();
    assert!((340..=400).contains(&line.len()), "{} bytes: {line}", line.len());
}
