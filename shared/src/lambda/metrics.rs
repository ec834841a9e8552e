//! The metrics, as parts of log lines: CloudWatch makes them from the member `_aws` of a line, without a call
//! (embedded metric format,
//! <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html>).
//!
//! docs/metrics.md lists all of them; a test compares the page, the template and [`NAMES`].

use jiff::Timestamp;
use serde_json::{Map, Value, json};

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
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
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
    values: Vec<(Dimensions, &'static str, Value)>,
}

impl<'a> Metrics<'a> {
    pub(crate) fn new(namespace: &'a str) -> Self {
        Self { namespace, values: Vec::new() }
    }

    /// The same with a value for one of [`NAMES`].
    pub(crate) fn value(mut self, dimensions: Dimensions, name: &'static str, value: impl Into<Value>) -> Self {
        self.values.push((dimensions, name, value.into()));
        self
    }

    /// Puts the values, and what says that they are metrics, into a line.
    pub(crate) fn add_to(self, line: &mut Map<String, Value>, now: Timestamp) {
        let unit = |name: &str| NAMES.iter().find(|(known, _)| *known == name).map_or(Unit::Count, |(_, unit)| *unit);
        let directive = |(dimensions, name, _): &(Dimensions, &'static str, Value)| {
            let metrics = [json!({ "Name": name, "Unit": unit(name) })];
            json!({ "Namespace": self.namespace, "Dimensions": dimensions, "Metrics": metrics })
        };
        let directives: Vec<Value> = self.values.iter().map(directive).collect();
        line.insert("_aws".to_owned(), json!({ "Timestamp": now.as_millisecond(), "CloudWatchMetrics": directives }));
        line.extend(self.values.into_iter().map(|(_, name, value)| (name.to_owned(), value)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_members_of_the_line() {
        let mut line = Map::from_iter([("provider".to_owned(), "gire".into())]);
        let metrics = Metrics::new("Frontdesk/x").value(EACH_PROVIDER, "stored", 1).value(TOTAL, "oldest_pending", 7);
        metrics.add_to(&mut line, Timestamp::from_millisecond(1_700_000_000_123).unwrap());
        let directive = |dimensions: Value, name: &str, unit: &str| {
            let metrics = json!([{ "Name": name, "Unit": unit }]);
            json!({ "Namespace": "Frontdesk/x", "Dimensions": dimensions, "Metrics": metrics })
        };
        let expected = json!({
            "provider": "gire", "stored": 1, "oldest_pending": 7,
            "_aws": {
                "Timestamp": 1_700_000_000_123_i64,
                "CloudWatchMetrics": [
                    directive(json!([[], ["provider"]]), "stored", "Count"),
                    directive(json!([[]]), "oldest_pending", "Seconds"),
                ],
            },
        });
        assert_eq!(Value::Object(line), expected);
    }
}
