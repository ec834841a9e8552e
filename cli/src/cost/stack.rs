//! What a stack holds and does whatever arrives, and what is assumed where nothing here can measure it.
//!
//! A test compares the numbers with template.yaml and with the metrics that the functions write.

/// Alarms that every stack has.
pub(crate) const ALARMS: usize = 8;
/// Alarms of each provider.
pub(crate) const ALARMS_EACH: usize = 5;
/// Dashboards.
pub(crate) const DASHBOARDS: usize = 1;
/// Secrets of each provider.
pub(crate) const SECRETS_EACH: usize = 1;
/// Runs of the relay in a month of 730 hours: one a minute.
pub(crate) const RELAY_RUNS: f64 = 730.0 * 60.0;
/// How long the logs are kept, unless `LogRetentionDays` says otherwise.
pub(crate) const LOG_DAYS: f64 = 30.0;
/// Days in a month.
pub(crate) const MONTH_DAYS: f64 = 730.0 / 24.0;
/// Seconds in a month.
pub(crate) const MONTH_SECONDS: f64 = 730.0 * 3600.0;

/// Metrics that have values in every hour of a stack in use, each for the whole stack and for each provider.
const EACH_PROVIDER: [&str; 1] = ["stored"];
/// The same where deliveries are repeated.
const WITH_REPEATS: [&str; 1] = ["duplicate"];
/// For each provider, and for each of its secrets, of which one is live.
const EACH_KEY: [&str; 1] = ["matched"];
/// The relay's, which it writes with every run.
const RELAY: [&str; 4] = ["relay_published", "relay_failed", "set_aside", "oldest_pending"];

/// Billed time of a delivery, until the function asks for the next: docs/performance.md, "to the next p50" over TLS with 5 ms per
/// AWS call. Lambda bills whole milliseconds.
pub(crate) const DELIVERY_MS: f64 = 20.0;
/// Billed time of a run of the relay that finds nothing: eight questions at once and eight in a row, at about 6 ms each.
pub(crate) const RELAY_MS: f64 = 60.0;
/// Bytes that a delivery writes to the log: our line (tests/e2e/cost.rs measures it), the two of Lambda (`platform.start` and
/// `platform.report`, about 600 together), and the 26 that CloudWatch adds to each.
pub(crate) const LOG_BYTES: f64 = 650.0 + 600.0 + 3.0 * 26.0;
/// Bytes of an answer that leave AWS, head and TLS included.
pub(crate) const ANSWER_BYTES: f64 = 500.0;
/// Sandboxes of a provider that are alive at a time. Each looks at its secret every five minutes, at two versions.
pub(crate) const SANDBOXES: f64 = 1.0;
/// Calls to Secrets Manager of a sandbox that is alive for a month and always at work.
pub(crate) const SECRET_CALLS: f64 = 730.0 * 12.0 * 2.0;
/// Of the requests of a second, X-Ray takes the first of each function, and this share of the rest.
pub(crate) const TRACED_SHARE: f64 = 0.05;

/// How many metrics have values.
pub(crate) fn metrics(providers: usize, repeats: bool) -> usize {
    let names = EACH_PROVIDER.len() + if repeats { WITH_REPEATS.len() } else { 0 };
    names * (1 + providers) + EACH_KEY.len() * 2 * providers + RELAY.len()
}

/// How many of so many deliveries a month become traces, if they come evenly.
pub(crate) fn traces(deliveries: f64, providers: usize) -> f64 {
    let seconds = MONTH_SECONDS * super::measured::float(providers);
    let first = deliveries.min(seconds);
    first + (deliveries - first) * TRACED_SHARE
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use frontdesk::lambda::metrics::NAMES;

    use super::*;

    const TEMPLATE: &str = include_str!("../../../template.yaml");

    /// Resources of a type, by their condition.
    fn resources(kind: &str) -> BTreeMap<&'static str, usize> {
        let mut found = BTreeMap::new();
        let (_, resources) = TEMPLATE.split_once("\nResources:\n").unwrap();
        for (at, _) in resources.match_indices(&format!("    Type: {kind}\n")) {
            let condition =
                resources[at..].lines().nth(1).unwrap().trim().strip_prefix("Condition: ").unwrap_or_default();
            *found.entry(condition).or_default() += 1;
        }
        found
    }

    #[test]
    fn the_template_holds_what_is_counted() {
        let check = |kind: &str, always: usize, each: usize| {
            let mut found = resources(kind);
            // The example of a consumer is off unless asked for.
            found.remove("HasConsumer");
            assert_eq!(found.remove("").unwrap_or_default(), always, "{kind} in every stack");
            for provider in frontdesk::providers::ALL.iter().map(|provider| provider.name) {
                let condition = format!("Has{}{}", provider[..1].to_uppercase(), &provider[1..]);
                assert_eq!(found.remove(condition.as_str()).unwrap_or_default(), each, "{kind} of {provider}");
            }
            assert!(found.is_empty(), "{kind}: {found:?}");
        };
        check("AWS::CloudWatch::Alarm", ALARMS, ALARMS_EACH);
        check("AWS::CloudWatch::Dashboard", DASHBOARDS, 0);
        check("AWS::SecretsManager::Secret", 0, SECRETS_EACH);
        check("AWS::Serverless::Function", 1, 1);
        check("AWS::DynamoDB::Table", 1, 0);
        check("AWS::SQS::Queue", 2, 0);
        // Each of these would be a line of the bill.
        for kind in
            ["AWS::KMS::Key", "AWS::Events::Archive", "AWS::CloudWatch::CompositeAlarm", "AWS::Logs::MetricFilter"]
        {
            check(kind, 0, 0);
        }
        assert!(TEMPLATE.contains("Schedule: rate(1 minute)"));
        assert!(TEMPLATE.contains("PointInTimeRecoveryEnabled: true"));
        assert!(TEMPLATE.contains("    SystemLogLevel: INFO") || TEMPLATE.contains("      SystemLogLevel: INFO"));
    }

    #[test]
    fn every_metric_is_counted_or_written_only_when_something_is_wrong() {
        let counted = [EACH_PROVIDER.as_slice(), &WITH_REPEATS, &EACH_KEY, &RELAY].concat();
        let exceptions =
            ["variant", "unreadable", "unwanted", "refused", "method_not_allowed", "unavailable", "push_failed"];
        let mut all: Vec<&str> = counted.into_iter().chain(exceptions).collect();
        let mut names: Vec<&str> = NAMES.iter().map(|(name, _)| *name).collect();
        all.sort_unstable();
        names.sort_unstable();
        assert_eq!(all, names);
        assert_eq!((metrics(5, true), metrics(5, false), metrics(1, false)), (26, 20, 8));
    }

    #[test]
    fn one_request_of_each_second_is_traced_and_a_share_of_the_rest() {
        for (deliveries, providers, traced) in [(1_000.0, 1, 1_000.0), (2.0 * MONTH_SECONDS, 1, 1.05 * MONTH_SECONDS)] {
            assert!((traces(deliveries, providers) - traced).abs() < 1e-3, "{deliveries}");
        }
    }
}
