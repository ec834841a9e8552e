//! Metrics inside log lines: CloudWatch extracts them from a line's member `_aws`, without a call
//! (embedded metric format,
//! <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html>).
//!
//! CloudWatch bills a metric for each hour in which it has a value, and for each value of a
//! dimension. So no metric has a dimension (the line names the provider), and all but one have
//! values only when something is wrong.
//!
//! docs/metrics.md lists all of them; a test compares the page, the template and [`NAMES`].

use jiff::Timestamp;
use serde::Serialize;
use serde::ser::SerializeMap;

/// Every metric that a line can contain: name and unit.
pub const NAMES: [(&str, Unit); 6] = [
    ("failed", Unit::Count),
    ("refused", Unit::Count),
    ("withheld", Unit::Count),
    ("misfits", Unit::Count),
    ("silent", Unit::Count),
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

/// The metrics of one log line.
#[derive(Debug)]
pub(crate) struct Metrics<'a> {
    namespace: &'a str,
    values: Vec<(&'static str, i64)>,
}

impl<'a> Metrics<'a> {
    pub(crate) fn new(namespace: &'a str) -> Self {
        Self { namespace, values: Vec::new() }
    }

    /// Adds a value for one of [`NAMES`].
    pub(crate) fn value(mut self, name: &'static str, value: i64) -> Self {
        self.values.push((name, value));
        self
    }

    /// Adds a count, unless it is 0: a metric without values costs nothing.
    pub(crate) fn count(self, name: &'static str, count: usize) -> Self {
        if count == 0 { self } else { self.value(name, i64::try_from(count).unwrap_or(i64::MAX)) }
    }

    /// Writes the values, and their declaration as metrics, as members of a line. Writes nothing if
    /// there are no values.
    pub(crate) fn write<M: SerializeMap>(&self, line: &mut M, now: Timestamp) -> Result<(), M::Error> {
        if self.values.is_empty() {
            return Ok(());
        }
        let metrics = self.values.iter().map(|(name, _)| Metric { name, unit: unit(name) }).collect();
        let directives = [Directive { namespace: self.namespace, dimensions: [[]], metrics }];
        line.serialize_entry("_aws", &Embedded { timestamp: now.as_millisecond(), cloud_watch_metrics: directives })?;
        self.values.iter().try_for_each(|(name, value)| line.serialize_entry(name, value))
    }
}

fn unit(name: &str) -> Unit {
    NAMES.iter().find(|(known, _)| *known == name).map_or(Unit::Count, |(_, unit)| *unit)
}

/// The member `_aws`.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Embedded<'a> {
    timestamp: i64,
    cloud_watch_metrics: [Directive<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Directive<'a> {
    namespace: &'a str,
    /// One set, without dimensions: the total.
    dimensions: [[&'static str; 0]; 1],
    metrics: Vec<Metric>,
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

    fn written(metrics: &Metrics<'_>) -> Value {
        let mut line = serde_json::value::Serializer.serialize_map(None).unwrap();
        metrics.write(&mut line, Timestamp::from_millisecond(1_700_000_000_123).unwrap()).unwrap();
        SerializeMap::end(line).unwrap()
    }

    #[test]
    fn values_are_members_of_the_line() {
        let metrics = Metrics::new("Frontdesk/x").count("withheld", 2).count("refused", 0).value("oldest_pending", 0);
        let expected = json!({
            "withheld": 2, "oldest_pending": 0,
            "_aws": {
                "Timestamp": 1_700_000_000_123_i64,
                "CloudWatchMetrics": [{
                    "Namespace": "Frontdesk/x",
                    "Dimensions": [[]],
                    "Metrics": [{ "Name": "withheld", "Unit": "Count" }, { "Name": "oldest_pending", "Unit": "Seconds" }],
                }],
            },
        });
        assert_eq!(written(&metrics), expected);
    }

    #[test]
    fn a_line_without_values_is_a_line() {
        assert_eq!(written(&Metrics::new("Frontdesk/x").count("misfits", 0)), json!({}));
    }
}
