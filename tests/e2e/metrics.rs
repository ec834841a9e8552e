//! The metrics in the log lines of the compiled functions: what CloudWatch reads of them, by its own specification.

use std::collections::BTreeMap;

use frontdesk::lambda::metrics::NAMES;
use frontdesk_tests::engines::Engines;
use frontdesk_tests::fixtures::Fixture;
use frontdesk_tests::function::Setup;
use frontdesk_tests::proxy::{Fault, Proxy};
use serde_json::Value;

/// The metrics of a line as CloudWatch stores them: name and dimensions to the value. Fails on what it would pass over.
fn metrics(line: &Value) -> BTreeMap<String, f64> {
    let mut found = BTreeMap::new();
    let told = &line["_aws"];
    assert!(told["Timestamp"].as_i64().unwrap() > 1_700_000_000_000, "milliseconds since 1970: {line}");
    for directive in told["CloudWatchMetrics"].as_array().unwrap() {
        assert_eq!(directive["Namespace"], "Frontdesk/test");
        for metric in directive["Metrics"].as_array().unwrap() {
            let name = metric["Name"].as_str().unwrap();
            let (_, unit) = NAMES.iter().find(|(known, _)| *known == name).unwrap();
            assert_eq!(metric["Unit"], serde_json::to_value(unit).unwrap());
            for dimensions in directive["Dimensions"].as_array().unwrap() {
                let values =
                    dimensions.as_array().unwrap().iter().map(|of| line[of.as_str().unwrap()].as_str().unwrap());
                let values: Vec<&str> = values.collect();
                assert!(values.iter().all(|value| !value.is_empty()), "a dimension without a value: {line}");
                found.insert(format!("{name}[{}]", values.join(",")), line[name].as_f64().unwrap());
            }
        }
    }
    found
}

fn check(line: &Value, expected: &[(&str, f64)]) {
    let expected: BTreeMap<String, f64> = expected.iter().map(|(name, value)| ((*name).to_owned(), *value)).collect();
    assert_eq!(metrics(line), expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_deliveries_and_sweeps() {
    let mut engines = Engines::start().await.unwrap();
    let sqs = Proxy::start(&engines.sqs_url).await.unwrap();
    let relay = Setup::new("relay", &engines).with("METRICS_NAMESPACE", "Frontdesk/test").start().await.unwrap();
    engines.sqs_url = sqs.url();
    let function = Setup::new("gire", &engines).with("METRICS_NAMESPACE", "Frontdesk/test").start().await.unwrap();
    let request = Fixture::of("gire", "pud:status_update").unwrap().request();
    sqs.once("SendMessage", Fault::Status(403, "AccessDenied"));
    function.expect(200, &request).await.unwrap();
    function.expect(200, &request).await.unwrap();
    function.expect(401, &request.clone().body(b"{}".to_vec())).await.unwrap();
    relay.tick().await.unwrap();

    let lines = function.logged_when("delivery", 3).await.unwrap();
    let key = lines[0]["key"].as_str().unwrap();
    let (of_provider, of_key) = ("matched[gire]", format!("matched[gire,{key}]"));
    check(&lines[0], &[("stored[]", 1.0), ("stored[gire]", 1.0), (of_provider, 1.0), (&of_key, 1.0)]);
    check(&lines[1], &[("duplicate[]", 1.0), ("duplicate[gire]", 1.0), (of_provider, 1.0), (&of_key, 1.0)]);
    check(&lines[2], &[("refused[]", 1.0), ("refused[gire]", 1.0)]);
    let failed = &function.logged_when("not published yet; the relay will", 1).await.unwrap()[0];
    check(failed, &[("push_failed[]", 1.0), ("push_failed[gire]", 1.0)]);
    let sweep = &relay.logged_when("sweep", 1).await.unwrap()[0];
    let waits = sweep["oldest_pending"].as_f64().unwrap();
    let nothing = [("relay_published[]", 0.0), ("relay_failed[]", 0.0), ("set_aside[]", 0.0)];
    check(sweep, &[nothing.as_slice(), &[("oldest_pending[]", waits)]].concat());
}
