//! What a stack contains and does whatever arrives, and assumptions for what cannot be measured
//! here.
//!
//! Tests compare the numbers with template.yaml, here and, fully expanded, in
//! tests/rehearse/test_cost.py.

/// Metrics with an alarm in every stack. CloudWatch bills an alarm for each metric that it watches
/// (<https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_billing.html>).
pub(crate) const ALARM_METRICS: usize = 10;
/// Metrics of each provider's URL watched by two more alarms, unless `UrlAlarms` is off.
pub(crate) const ALARM_METRICS_EACH: usize = 2;
/// Our metrics with a value in every hour: `oldest_pending`. The others only have one when
/// something is wrong.
pub(crate) const METRICS: usize = 1;
/// Secrets per provider.
pub(crate) const SECRETS_EACH: usize = 1;
/// Sweeps of the relay in a month of 730 hours: one a minute.
pub(crate) const RELAY_RUNS: f64 = 730.0 * 60.0;
/// Hourly checks for silent providers in a month.
pub(crate) const CHECKS: f64 = 730.0;
/// Read units of one check of an active provider: eight partitions of the index, at most a hundred
/// entries of about 150 bytes in each.
pub(crate) const CHECK_READS: f64 = 16.0;
/// How long the logs are kept, unless `LogRetentionDays` says otherwise.
pub(crate) const LOG_DAYS: f64 = 30.0;
/// Days in a month.
pub(crate) const MONTH_DAYS: f64 = 730.0 / 24.0;
/// Seconds in a month.
pub(crate) const MONTH_SECONDS: f64 = 730.0 * 3600.0;

/// Billed time of a delivery, until the function asks for the next: docs/performance.md, "to the
/// next p50" over TLS with 5 ms per AWS call. Lambda bills whole milliseconds.
pub(crate) const DELIVERY_MS: f64 = 20.0;
/// Billed time of a relay run that finds nothing: eight queries in parallel and eight in sequence,
/// at about 6 ms each.
pub(crate) const RELAY_MS: f64 = 60.0;
/// Bytes of a delivery's log line (tests/e2e/cost.rs measures it), with the 26 that CloudWatch adds
/// to each.
pub(crate) const LINE_BYTES: f64 = 250.0 + 26.0;
/// Bytes of a sweep's log line, the same way.
pub(crate) const SWEEP_BYTES: f64 = 400.0 + 26.0;
/// Bytes of Lambda's own two lines for an invocation (`platform.start` and `platform.report`) with
/// `PlatformLogLevel` INFO.
pub(crate) const PLATFORM_BYTES: f64 = 600.0 + 2.0 * 26.0;
/// Bytes of a response that leave AWS, including headers and TLS.
pub(crate) const ANSWER_BYTES: f64 = 500.0;
/// Concurrent sandboxes of a provider. Each fetches two versions of its secret every five minutes.
pub(crate) const SANDBOXES: f64 = 1.0;
/// Calls to Secrets Manager from a sandbox that is busy for a whole month.
pub(crate) const SECRET_CALLS: f64 = 730.0 * 12.0 * 2.0;
/// X-Ray samples the first request of each second in each function, and this share of the rest.
pub(crate) const TRACED_SHARE: f64 = 0.05;

/// How many metrics the alarms watch.
pub(crate) fn alarms(providers: usize, of_urls: bool) -> usize {
    ALARM_METRICS + if of_urls { ALARM_METRICS_EACH * providers } else { 0 }
}

/// How many of a month's deliveries become traces, if they are spread evenly.
pub(crate) fn traces(deliveries: f64, providers: usize) -> f64 {
    let seconds = MONTH_SECONDS * super::measured::float(providers);
    let first = deliveries.min(seconds);
    first + (deliveries - first) * TRACED_SHARE
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    const TEMPLATE: &str = include_str!("../../../template.yaml");

    /// Resources of a type, by condition.
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
        let secrets = resources("AWS::SecretsManager::Secret");
        assert_eq!(secrets.len(), frontdesk::providers::ALL.len(), "{secrets:?}");
        assert!(secrets.values().all(|count| *count == SECRETS_EACH), "{secrets:?}");
        assert_eq!(resources("AWS::CloudWatch::Alarm").get(""), Some(&ALARM_METRICS));
        assert_eq!(resources("AWS::CloudWatch::Alarm").get("HasUrlAlarms"), Some(&ALARM_METRICS_EACH));
        assert_eq!(resources("AWS::CloudWatch::Dashboard"), BTreeMap::from([("HasDashboard", 1)]));
        // Each of these would add a line to the bill.
        for kind in ["AWS::KMS::Key", "AWS::Events::Archive", "AWS::CloudWatch::CompositeAlarm"] {
            assert!(resources(kind).is_empty(), "{kind}");
        }
        for text in ["Schedule: rate(1 minute)", "Schedule: rate(1 hour)", "PointInTimeRecoveryEnabled: true"] {
            assert!(TEMPLATE.contains(text), "{text}");
        }
    }

    #[test]
    fn url_alarms_count_each_provider() {
        assert_eq!((alarms(5, true), alarms(1, true), alarms(5, false)), (20, 12, 10));
    }

    #[test]
    fn one_request_of_each_second_is_traced_and_a_share_of_the_rest() {
        for (deliveries, providers, traced) in [(1_000.0, 1, 1_000.0), (2.0 * MONTH_SECONDS, 1, 1.05 * MONTH_SECONDS)] {
            assert!((traces(deliveries, providers) - traced).abs() < 1e-3, "{deliveries}");
        }
    }
}
