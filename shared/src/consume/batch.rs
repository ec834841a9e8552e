//! A batch of messages, as Lambda hands it to a function whose source is the queue. Each message
//! fails on its own.
//!
//! Lambda deletes the messages that a function does not name in `batchItemFailures`, and delivers
//! the named ones again once they are visible; after five receives (`maxReceiveCount` of the queue)
//! SQS moves them to the dead-letter queue
//! (<https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html>). So nothing
//! here has to decide whether a failure is permanent: it only needs classifying and logging.
//!
//! The types are our own, and small: `aws_lambda_events` brings `serde_with` and its macros for the
//! four fields needed here, and allows a message without an id.

use std::fmt::Display;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use tokio::time::{Instant, timeout, timeout_at};

use super::log;
use super::once::{Lease, Once, Turn};
use crate::clock::Clock;
use crate::message::{FromBody, Message, MessageError};
use crate::store::{Reader, StoreError};

/// Time held back from Lambda's limit, to record what was done and to respond. Less if there is
/// little left.
const RESERVE: Duration = Duration::from_secs(1);
/// How much longer than Lambda's time limit a lease lasts, since no two clocks agree.
const CLOCKS: SignedDuration = SignedDuration::from_secs(1);

/// The event of a function whose source is a queue.
#[derive(Debug, Deserialize)]
pub struct Batch {
    /// The messages.
    #[serde(rename = "Records")]
    pub records: Vec<Record>,
}

impl Batch {
    /// A batch of one message. Its id is known if the program that received it from SQS passes it
    /// on.
    pub(crate) fn of_one(body: String, message_id: Option<&str>) -> Self {
        let message_id = message_id.unwrap_or("standard input").to_owned();
        // Each run counts as a separate receive.
        let receipt_handle = Some(format!("{message_id} {}", std::process::id()));
        Self { records: vec![Record { message_id, receipt_handle, body: Some(body), attributes: None }] }
    }
}

/// One message, as SQS delivers it. A failure could not be reported without an id, so an event with
/// a message that has none fails as a whole.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Record {
    /// Its id in SQS.
    pub message_id: String,
    /// The receipt handle of this receive.
    pub receipt_handle: Option<String>,
    /// The CloudEvent.
    pub body: Option<String>,
    /// Its SQS attributes.
    #[serde(default)]
    pub attributes: Option<Attributes>,
}

/// The SQS attributes of a message that are used here.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Attributes {
    /// How often it was received, this time included.
    #[serde(rename = "ApproximateReceiveCount")]
    pub receive_count: Option<String>,
}

/// The response: the messages to deliver again. Lambda deletes all others.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize)]
pub struct BatchResponse {
    /// The failed messages.
    #[serde(rename = "batchItemFailures")]
    pub failures: Vec<BatchItemFailure>,
}

/// A message to deliver again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BatchItemFailure {
    /// Its id in SQS.
    #[serde(rename = "itemIdentifier")]
    pub message_id: String,
}

/// Everything that a consumer needs besides its handler.
#[derive(Debug, Clone)]
pub struct Consumer {
    table: Reader,
    once: Option<Once>,
    clock: Clock,
}

/// Why a message was not consumed.
#[derive(Debug)]
pub(super) enum Failure {
    /// It can never be consumed, or the table did not return its body.
    Bad(MessageError),
    /// The handler failed.
    Handler(String),
    /// The table of consumed events did not answer.
    Once(StoreError),
    /// Another consumer holds the lease.
    Busy,
    /// No time was left to start.
    NotBegun,
    /// The handler did not finish in time, and was stopped.
    TooSlow,
}

/// The counts of a batch.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Counts {
    pub(super) consumed: usize,
    pub(super) already_done: usize,
    pub(super) failed: usize,
}

enum Consumed {
    Now,
    Before,
}

impl Consumer {
    /// A consumer that reads large bodies from `table`.
    #[must_use]
    pub fn new(table: Reader, clock: impl Into<Clock>) -> Self {
        Self { table, once: None, clock: clock.into() }
    }

    /// Makes the consumer skip events that are already done.
    #[must_use]
    pub fn once(self, once: Once) -> Self {
        Self { once: Some(once), ..self }
    }

    /// Passes each message to `handle`, one after the other, and reports which ones to deliver
    /// again.
    ///
    /// It returns before `deadline`: a handler still running then is stopped at its next `await`,
    /// and messages that were not started are delivered again. Each failure is one log line, with
    /// its cause and without the message's content.
    pub async fn consume<P, F, Fut, E>(&self, batch: Batch, deadline: Timestamp, handle: &F) -> BatchResponse
    where
        P: FromBody,
        F: Fn(Message<P>) -> Fut,
        Fut: Future<Output = Result<(), E>>,
        E: Display,
    {
        let left = Duration::try_from(deadline.duration_since(self.clock.now())).unwrap_or_default();
        let until = Instant::now() + left.saturating_sub(RESERVE.min(left / 4));
        let mut response = BatchResponse::default();
        let mut counts = Counts::default();
        for record in batch.records {
            match self.consume_record(&record, until, deadline, handle).await {
                Ok(Consumed::Now) => counts.consumed += 1,
                Ok(Consumed::Before) => counts.already_done += 1,
                Err(failure) => {
                    log::not_consumed(&record, &failure);
                    counts.failed += 1;
                    response.failures.push(BatchItemFailure { message_id: record.message_id });
                }
            }
        }
        log::batch(counts);
        response
    }

    async fn consume_record<P, F, Fut, E>(
        &self,
        record: &Record,
        until: Instant,
        deadline: Timestamp,
        handle: &F,
    ) -> Result<Consumed, Failure>
    where
        P: FromBody,
        F: Fn(Message<P>) -> Fut,
        Fut: Future<Output = Result<(), E>>,
        E: Display,
    {
        if Instant::now() >= until {
            return Err(Failure::NotBegun);
        }
        let message = Message::parse(record.body.as_deref().unwrap_or_default()).map_err(Failure::Bad)?;
        let lease = match self.turn(record, &message, until, deadline).await? {
            Some(Turn::Done) => return Ok(Consumed::Before),
            Some(Turn::Busy) => return Err(Failure::Busy),
            Some(Turn::Ours(lease)) => Some(lease),
            None => None,
        };
        let work = async {
            let body = message.body(&self.table).await.map_err(Failure::Bad)?;
            let message = message.read(&body).map_err(Failure::Bad)?;
            handle(message).await.map_err(|error| Failure::Handler(error.to_string()))
        };
        let worked = timeout_at(until, work).await.unwrap_or(Err(Failure::TooSlow));
        self.note(lease, worked.is_ok()).await;
        worked.map(|()| Consumed::Now)
    }

    /// Takes the lease, if this consumer de-duplicates.
    async fn turn(
        &self,
        record: &Record,
        message: &Message,
        until: Instant,
        deadline: Timestamp,
    ) -> Result<Option<Turn>, Failure> {
        let Some(once) = &self.once else { return Ok(None) };
        // Lambda stops the sandbox at the deadline, so the work is certain to have stopped when the
        // lease ends.
        let lease_until = deadline.checked_add(CLOCKS).unwrap_or(deadline);
        let receipt = record.receipt_handle.as_deref().unwrap_or(&record.message_id);
        let turn = timeout_at(until, once.turn(message, &record.message_id, receipt, lease_until)).await;
        turn.map_err(|_| Failure::NotBegun)?.map(Some).map_err(Failure::Once)
    }

    /// Records how the work ended. If that fails the lease expires, and at worst the event is
    /// worked on again.
    async fn note(&self, lease: Option<Lease>, done: bool) {
        let (Some(once), Some(lease)) = (&self.once, lease) else { return };
        let noted =
            timeout(RESERVE / 2, async { if done { once.done(&lease).await } else { once.give_back(&lease).await } });
        match noted.await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => log::not_noted(done, &error.to_string()),
            Err(_) => log::not_noted(done, "no answer in time"),
        }
    }
}

impl Failure {
    /// The word in the log.
    pub(super) fn as_str(&self) -> &'static str {
        match self {
            Failure::Bad(bad) if bad.is_final() => "poison",
            Failure::Bad(_) | Failure::Once(_) => "unavailable",
            Failure::Handler(_) => "failed",
            Failure::Busy => "busy",
            Failure::NotBegun | Failure::TooSlow => "out_of_time",
        }
    }

    /// The reason, without any of the message's content.
    pub(super) fn cause(&self) -> String {
        match self {
            Failure::Bad(bad) => bad.without_content(),
            Failure::Handler(cause) => cause.clone(),
            Failure::Once(error) => error.to_string(),
            Failure::Busy => "another works on the same event; if it fails, this message comes again".to_owned(),
            Failure::NotBegun => "no time was left to begin".to_owned(),
            Failure::TooSlow => "the handler was not done in time, and was stopped".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use sha2::{Digest, Sha256};

    use super::*;
    use crate::message::AnyPayload;

    #[test]
    fn events_of_lambda() {
        fn check(json: &str, expected: Option<&[(&str, Option<&str>)]>) {
            let batch: Option<Batch> = serde_json::from_str(json).ok();
            let records = batch.as_ref().map(|batch| {
                let record = |record: &Record| (record.message_id.clone(), record.body.clone());
                batch.records.iter().map(record).collect::<Vec<_>>()
            });
            let owned = |(id, body): &(&str, Option<&str>)| ((*id).to_owned(), body.map(str::to_owned));
            assert_eq!(records, expected.map(|records| records.iter().map(owned).collect()), "{json}");
        }
        check(r#"{"Records":[]}"#, Some(&[]));
        check(
            r#"{"Records":[{"messageId":"1","receiptHandle":"r","body":"{}","attributes":{"ApproximateReceiveCount":"2","SenderId":"x"},
               "messageAttributes":{"kind":{"stringValue":"x","dataType":"String"}},"md5OfBody":"00","eventSource":"aws:sqs"}]}"#,
            Some(&[("1", Some("{}"))]),
        );
        check(r#"{"Records":[{"messageId":"1","body":null,"attributes":null}]}"#, Some(&[("1", None)]));
        // Neither a message without an id nor an event that is not a batch can be reported by id,
        // so Lambda learns that all of it failed.
        check(r#"{"Records":[{"messageId":"1"},{"body":"{}"}]}"#, None);
        check(r#"{"key1":"value1"}"#, None);
    }

    #[test]
    fn the_answer_is_what_lambda_reads() {
        let response = BatchResponse { failures: vec![BatchItemFailure { message_id: "1".to_owned() }] };
        assert_eq!(serde_json::to_string(&response).unwrap(), r#"{"batchItemFailures":[{"itemIdentifier":"1"}]}"#);
        assert_eq!(serde_json::to_string(&BatchResponse::default()).unwrap(), r#"{"batchItemFailures":[]}"#);
    }

    /// A message whose handling takes `id` seconds.
    fn record(id: &str) -> Record {
        let sha256 = hex::encode(Sha256::digest("{}"));
        let body = crate::message::text_of(id, ",\"data\":{}", &sha256);
        Batch::of_one(body, Some(id)).records.remove(0)
    }

    #[tokio::test(start_paused = true)]
    async fn what_failed_or_was_not_begun_is_delivered_again() {
        let now: Timestamp = "2026-11-20T10:00:00Z".parse().unwrap();
        // Its clock does not move.
        let consumer = Consumer::new(Reader::offline("t"), move || now);
        let handle = async |message: Message<AnyPayload>| -> Result<(), String> {
            tokio::time::sleep(Duration::from_secs(message.id.parse().unwrap_or_default())).await;
            if message.id == "broken" { Err("broken".to_owned()) } else { Ok(()) }
        };
        let check = async |milliseconds: i64, ids: &[&str], failed: &[&str]| {
            let deadline = now + SignedDuration::from_millis(milliseconds);
            let records = ids.iter().map(|id| record(id)).collect();
            let response = consumer.consume(Batch { records }, deadline, &|message| handle(message)).await;
            let failures: Vec<_> = response.failures.iter().map(|failure| failure.message_id.as_str()).collect();
            assert_eq!(failures, failed, "{ids:?} in {milliseconds} ms");
        };
        check(30_000, &["0", "broken", "1", "2"], &["broken"]).await;
        // The last second is for the record of how the work ended.
        check(30_000, &["28", "2", "3"], &["2", "3"]).await;
        check(30_000, &["30", "0"], &["30", "0"]).await;
        // Of less than four seconds, a quarter.
        check(3_000, &["2", "0"], &[]).await;
        check(2_000, &["2"], &["2"]).await;
        check(0, &["0"], &["0"]).await;
        check(-1_000, &["0"], &["0"]).await;
        let unreadable = Record { body: Some("x".to_owned()), ..record("0") };
        let batch = Batch { records: vec![unreadable] };
        let response = consumer.consume(batch, now + SignedDuration::from_secs(9), &|message| handle(message)).await;
        assert_eq!(response.failures.len(), 1);
    }

    #[test]
    fn failures_have_a_word_and_a_cause() {
        let check = |failure: Failure, word: &str, cause: &str| {
            assert_eq!((failure.as_str(), failure.cause().contains(cause)), (word, true), "{}", failure.cause());
        };
        check(Failure::Bad(MessageError::NoData), "poison", &MessageError::NoData.to_string());
        check(Failure::Bad(MessageError::Unavailable("throttled".to_owned())), "unavailable", "throttled");
        check(Failure::Once(StoreError::Unavailable("throttled".to_owned())), "unavailable", "throttled");
        check(Failure::Handler("no room".to_owned()), "failed", "no room");
        check(Failure::Busy, "busy", "another works");
        check(Failure::NotBegun, "out_of_time", "begin");
        check(Failure::TooSlow, "out_of_time", "stopped");
    }
}
