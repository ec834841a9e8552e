//! The metrics, as parts of log lines: CloudWatch makes them from the member `_aws` of a line, without a call
//! (embedded metric format,
//! <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html>).
//!
//! docs/metrics.md lists all of them; a test compares the page, the template and [`NAMES`].

use jiff::Timestamp;
use serde::Serialize;
use serde::ser::SerializeMap;

/// Every metric there is: name and unit.
pub const NAMES: [(&str, Unit); 14] = [
    ("stored", Unit::Count),
    ("duplicate", Unit::Count),
    ("variant", Unit::Count),
    ("unreadable", Unit::Count),
    ("unwanted", Unit::Count),
    ("refused", Unit::Count),
    ("method_not_allowed", Unit::Count),
    ("unavailable", Unit::Count),
    ("matched", Unit::Count),
    ("push_failed", Unit::Count),
    ("relay_published", Unit::Count),
    ("relay_failed", Unit::Count),
    ("set_aside", Unit::Count),
    ("oldest_pending", Unit::Seconds),
];

/// What a metric counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Unit {
    /// How many.
    Count,
    /// How long.
    Seconds,
}

/// Members of a line by which the values of a metric are told apart, set by set. The empty set is the total.
type Dimensions = &'static [&'static [&'static str]];

/// Of the whole stack.
pub(crate) const TOTAL: Dimensions = &[&[]];
/// Of the whole stack, and of each provider.
pub(crate) const EACH_PROVIDER: Dimensions = &[&[], &["provider"]];
/// Of each provider, and of each of its secrets: the member `key` is the start of the secret's SHA-256.
pub(crate) const EACH_KEY: Dimensions = &[&["provider"], &["provider", "key"]];

/// The metrics of one log line.
#[derive(Debug)]
pub(crate) struct Metrics<'a> {
    namespace: &'a str,
    values: Vec<(Dimensions, &'static str, i64)>,
}

impl<'a> Metrics<'a> {
    pub(crate) fn new(namespace: &'a str) -> Self {
        Self { namespace, values: Vec::new() }
    }

    /// The same with a value for one of [`NAMES`].
    pub(crate) fn value(mut self, dimensions: Dimensions, name: &'static str, value: i64) -> Self {
        self.values.push((dimensions, name, value));
        self
    }

    /// Writes the values, and what says that they are metrics, as members of a line.
    pub(crate) fn write<M: SerializeMap>(&self, line: &mut M, now: Timestamp) -> Result<(), M::Error> {
        let directives: Vec<Directive<'_>> = self.values.iter().map(|value| self.directive(value)).collect();
        line.serialize_entry("_aws", &Embedded { timestamp: now.as_millisecond(), cloud_watch_metrics: directives })?;
        self.values.iter().try_for_each(|(_, name, value)| line.serialize_entry(name, value))
    }

    fn directive(&self, (dimensions, name, _): &(Dimensions, &'static str, i64)) -> Directive<'a> {
        let unit = NAMES.iter().find(|(known, _)| known == name).map_or(Unit::Count, |(_, unit)| *unit);
        Directive { namespace: self.namespace, dimensions, metrics: [Metric { name, unit }] }
    }
}

/// The member `_aws`.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Embedded<'a> {
    timestamp: i64,
    cloud_watch_metrics: Vec<Directive<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Directive<'a> {
    namespace: &'a str,
    dimensions: Dimensions,
    metrics: [Metric; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Metric {
    name: &'static str,
    unit: Unit,
}

#[cfg(test)]
mod tests {
    use serde::Serializer;
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn values_are_members_of_the_line() {
        let metrics = Metrics::new("Frontdesk/x").value(EACH_PROVIDER, "stored", 1).value(TOTAL, "oldest_pending", 7);
        let mut line = serde_json::value::Serializer.serialize_map(None).unwrap();
        metrics.write(&mut line, Timestamp::from_millisecond(1_700_000_000_123).unwrap()).unwrap();
        let directive = |dimensions: Value, name: &str, unit: &str| {
            let metrics = json!([{ "Name": name, "Unit": unit }]);
            json!({ "Namespace": "Frontdesk/x", "Dimensions": dimensions, "Metrics": metrics })
        };
        let expected = json!({
            "stored": 1, "oldest_pending": 7,
            "_aws": {
                "Timestamp": 1_700_000_000_123_i64,
                "CloudWatchMetrics": [
                    directive(json!([[], ["provider"]]), "stored", "Count"),
                    directive(json!([[]]), "oldest_pending", "Seconds"),
                ],
            },
        });
        assert_eq!(SerializeMap::end(line).unwrap(), expected);
    }
}
