//! A batch as Lambda passes it to a function whose source is a queue, and what the function's
//! response means for each message (<https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html>,
//! <https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html>).

use std::collections::BTreeMap;

use base64::Engine;
use frontdesk_local::sqs::REGION;
use serde_json::{Value, json};

use super::arrivals::Arrival;

/// The event for a batch.
pub(super) fn event(arrived: &[Arrival]) -> Value {
    json!({ "Records": arrived.iter().map(record).collect::<Vec<_>>() })
}

fn record(arrival: &Arrival) -> Value {
    let attribute = |(name, value): &(String, String)| {
        let value =
            json!({ "stringValue": value, "stringListValues": [], "binaryListValues": [], "dataType": "String" });
        (name.clone(), value)
    };
    let receipt = || base64::engine::general_purpose::STANDARD.encode(&arrival.message_id);
    json!({
        "messageId": arrival.message_id,
        "receiptHandle": arrival.receipt.clone().unwrap_or_else(receipt),
        "body": arrival.body,
        "attributes": arrival.system,
        "messageAttributes": arrival.attributes.iter().map(attribute).collect::<BTreeMap<_, _>>(),
        "eventSource": "aws:sqs",
        "eventSourceARN": format!("arn:aws:sqs:{REGION}:000000000000:frontdesk-events"),
        "awsRegion": REGION,
    })
}

/// The messages to deliver again, according to the response of a function that reports them
/// (`ReportBatchItemFailures`). An error, with the reason, if Lambda would treat all of them as
/// failed.
pub(super) fn failures(answer: &str, arrived: &[Arrival]) -> Result<Vec<String>, &'static str> {
    if answer.trim().is_empty() {
        return Ok(Vec::new());
    }
    let Ok(answer) = serde_json::from_str::<Value>(answer) else { return Err("the answer is not JSON") };
    let failures = match answer.get("batchItemFailures") {
        None | Some(Value::Null) => return Ok(Vec::new()),
        Some(Value::Array(failures)) => failures,
        Some(_) => return Err("batchItemFailures is not a list"),
    };
    let named = |failure: &Value| match failure.get("itemIdentifier").and_then(Value::as_str) {
        None | Some("") => Err("an entry of batchItemFailures has no itemIdentifier"),
        Some(id) if arrived.iter().all(|arrival| arrival.message_id != id) => {
            Err("batchItemFailures names a message that is not in the batch")
        }
        Some(id) => Ok(id.to_owned()),
    };
    failures.iter().map(named).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arrival(id: &str) -> Arrival {
        Arrival {
            body: String::new(),
            message: None,
            message_id: id.to_owned(),
            received: 1,
            receipt: None,
            attributes: vec![("kind".to_owned(), "check_in".to_owned())],
            system: BTreeMap::new(),
        }
    }

    #[test]
    fn answers_are_read_as_lambda_reads_them() {
        let arrived = [arrival("1"), arrival("2")];
        let check = |answer: &str, expected: Option<&[&str]>| {
            let found = failures(answer, &arrived).ok();
            let expected = expected.map(|ids| ids.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>());
            assert_eq!(found, expected, "{answer}");
        };
        for good in ["", "null", "{}", r#"{"batchItemFailures":null}"#, r#"{"batchItemFailures":[]}"#, r#""done""#] {
            check(good, Some(&[]));
        }
        check(r#"{"batchItemFailures":[{"itemIdentifier":"2"}]}"#, Some(&["2"]));
        for all in [
            "done",
            r#"{"batchItemFailures":"2"}"#,
            r#"{"batchItemFailures":[{"itemIdentifier":""}]}"#,
            r#"{"batchItemFailures":[{"itemIdentifier":null}]}"#,
            r#"{"batchItemFailures":[{"id":"2"}]}"#,
            r#"{"batchItemFailures":[{"itemIdentifier":"3"}]}"#,
        ] {
            check(all, None);
        }
    }

    #[test]
    fn a_record_is_what_lambda_makes_of_a_message() {
        let event = event(&[arrival("1")]);
        let record = &event["Records"][0];
        assert_eq!((&record["messageId"], &record["eventSource"]), (&"1".into(), &"aws:sqs".into()));
        assert_eq!(record["messageAttributes"]["kind"]["stringValue"], "check_in");
        assert!(record["receiptHandle"].is_string());
    }
}
