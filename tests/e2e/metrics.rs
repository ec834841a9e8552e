//! The metrics in the log lines of the compiled functions, read by the rules of CloudWatch's
//! specification.

use std::collections::BTreeMap;

use frontdesk::lambda::metrics::NAMES;
use frontdesk_tests::engines::Engines;
use frontdesk_tests::fixtures::Fixture;
use frontdesk_tests::function::Setup;
use frontdesk_tests::proxy::{Fault, Proxy};
use serde_json::Value;

/// Returns the metrics of a line as CloudWatch stores them. Fails on any that CloudWatch would
/// ignore.
fn metrics(line: &Value) -> BTreeMap<String, f64> {
    let mut found = BTreeMap::new();
    let Some(told) = line.get("_aws") else { return found };
    assert!(told["Timestamp"].as_i64().unwrap() > 1_700_000_000_000, "milliseconds since 1970: {line}");
    for directive in told["CloudWatchMetrics"].as_array().unwrap() {
        assert_eq!(directive["Namespace"], "Frontdesk/test");
        assert_eq!(
            directive["Dimensions"],
            serde_json::json!([[]]),
            "each value of a dimension costs 30 cents a month"
        );
        for metric in directive["Metrics"].as_array().unwrap() {
            let name = metric["Name"].as_str().unwrap();
            let (_, unit) = NAMES.iter().find(|(known, _)| *known == name).unwrap();
            assert_eq!(metric["Unit"], serde_json::to_value(unit).unwrap());
            found.insert(name.to_owned(), line[name].as_f64().unwrap());
        }
    }
    found
}

fn check(line: &Value, expected: &[(&str, f64)]) {
    let expected: BTreeMap<String, f64> = expected.iter().map(|(name, value)| ((*name).to_owned(), *value)).collect();
    assert_eq!(metrics(line), expected, "{line}");
}

/// Normal operation emits no metric: a quiet stack pays only for `oldest_pending`.
#[tokio::test(flavor = "multi_thread")]
async fn of_deliveries_and_sweeps() {
    let mut engines = Engines::start().await.unwrap();
    let sqs = Proxy::start(&engines.sqs_url).await.unwrap();
    let relay = Setup::new("relay", &engines).with("METRICS_NAMESPACE", "Frontdesk/test").start().await.unwrap();
    engines.sqs_url = sqs.url();
    let function = Setup::new("gire", &engines).with("METRICS_NAMESPACE", "Frontdesk/test").start().await.unwrap();
    let fixture = Fixture::of("gire", "pud:status_update").unwrap();
    let request = fixture.request();
    let signed = |body: &str| request.clone().body(body).signed("gire", "local-gire-secret").unwrap();
    sqs.once("SendMessage", Fault::Status(403, "AccessDenied"));
    function.expect(200, &request).await.unwrap();
    function.expect(200, &request).await.unwrap();
    function.expect(401, &request.clone().body(b"{}".to_vec())).await.unwrap();
    function.expect(200, &signed("no JSON")).await.unwrap();
    for (id, kind) in [("1", "pud:status_update"), ("2", "pud:flown")] {
        let body = format!(r#"{{"id":"{id}","eventType":"{kind}","timestamp":"2026-03-14T08:00:00.000Z","data":7}}"#);
        function.expect(200, &signed(&body)).await.unwrap();
    }
    relay.tick().await.unwrap();

    let lines = function.logged_when("delivery", 6).await.unwrap();
    for (line, expected) in lines.iter().zip([[].as_slice(), &[], &[("refused", 1.0)], &[("withheld", 1.0)], &[], &[]])
    {
        check(line, expected);
        // What there is nothing to say about costs no bytes.
        assert_eq!(line.get("cause").is_some(), !expected.is_empty(), "{line}");
        assert_eq!(line.get("account"), None, "{line}");
    }
    for text in ["the payload does not fit the type of its kind", "the kind is not known to this version"] {
        check(&function.logged_when(text, 1).await.unwrap()[0], &[("misfits", 1.0)]);
    }
    check(&function.logged_when("not published yet; the relay will publish it", 1).await.unwrap()[0], &[]);
    let sweep = &relay.logged_when("sweep", 1).await.unwrap()[0];
    check(sweep, &[("oldest_pending", sweep["oldest_pending"].as_f64().unwrap())]);
    assert_eq!((&sweep["relay_failed"], &sweep["set_aside"]), (&Value::from(0), &Value::from(0)));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_table_out_of_reach() {
    let engines = Engines::start().await.unwrap();
    let setup = Setup::new("gire", &engines).with("METRICS_NAMESPACE", "Frontdesk/test");
    let function = setup.with("AWS_ENDPOINT_URL_DYNAMODB", "http://127.0.0.1:1").start().await.unwrap();
    function.expect(503, &Fixture::of("gire", "pud:create").unwrap().request()).await.unwrap();
    let line = &function.logged_when("delivery", 1).await.unwrap()[0];
    check(line, &[("failed", 1.0)]);
    assert_eq!(line["level"], "ERROR");
    assert!(line["cause"].as_str().unwrap().contains("the table did not accept the request"), "{line}");
}
