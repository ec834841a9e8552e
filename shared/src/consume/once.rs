//! De-duplication for consumers: a row for each event that a consumer works on, or has worked on.
//!
//! SQS delivers at least once, and so does Frontdesk: the same event can arrive twice, days apart
//! or at the same moment. Before the work, a consumer takes a lease on the event with one
//! conditional write; after it, it records that the work is done.
//!
//! | what happens | what follows |
//! |---|---|
//! | the work is done and recorded | the event is skipped whenever it comes again, for thirty days |
//! | the work fails | the lease is released: the next attempt starts at once |
//! | the consumer dies before or during the work | the lease expires at its deadline; the attempt after that works |
//! | the consumer dies after the work, before recording it | the work is done **twice** |
//! | two consumers receive the same event at once | one does the work; the other leaves it and sees the result later |
//!
//! So work is never lost, and rarely repeated; only the work itself could rule that out. If
//! repeating it is harmful, make the work's own write conditional on the event's id.
//!
//! The table has the key `id` (S) and TTL on `expires_at`, so rows expire. The events table has
//! both and would do; a separate table keeps permissions apart. The consumer needs
//! `dynamodb:UpdateItem`.

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::operation::update_item::builders::UpdateItemFluentBuilder;
use aws_sdk_dynamodb::types::ReturnValuesOnConditionCheckFailure;
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};

use crate::clock::Clock;
use crate::event::rfc3339;
use crate::message::Message;
use crate::store::item::{number, string};
use crate::store::{StoreError, unless_gone};

/// How long an event is remembered as consumed. SQS keeps a message for fourteen days, and as long
/// again in a dead-letter queue.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(30 * 24);
/// The longest key, in bytes; longer ones are hashed. DynamoDB accepts up to 2,048.
const MAX_KEY: usize = 1024;

/// The record of the events that a consumer has done.
#[derive(Debug, Clone)]
pub struct Once {
    client: Client,
    table: String,
    consumer: String,
    clock: Clock,
}

/// Whether this consumer may work on an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Turn {
    /// The lease is ours until it expires.
    Ours(Lease),
    /// The work is done.
    Done,
    /// Another consumer holds a lease that has not expired. Try again later: if that consumer dies,
    /// the work is still to do.
    Busy,
}

/// The right to work on an event for a while.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lease {
    key: String,
    holder: String,
}

impl Once {
    /// The events that `consumer` has done, kept in `table`. Consumers with different names are
    /// independent.
    #[must_use]
    pub fn new(client: Client, table: &str, consumer: &str, clock: impl Into<Clock>) -> Self {
        Self { client, table: table.to_owned(), consumer: consumer.to_owned(), clock: clock.into() }
    }

    /// Takes a lease on the event of `message` until `until`, by when this consumer is certain to
    /// have stopped.
    ///
    /// `message_id` is the message's id in SQS. It only matters for an event that an operator has
    /// replayed, which must be worked on again, but only once. `receipt` is the receipt handle,
    /// which distinguishes this receive from any other.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`]; whether the work is done is then unknown.
    pub async fn turn<P>(
        &self,
        message: &Message<P>,
        message_id: &str,
        receipt: &str,
        until: Timestamp,
    ) -> Result<Turn, StoreError> {
        let holder = hex::encode(Sha256::digest(receipt));
        let lease = Lease { key: key(&self.consumer, message, message_id), holder };
        let now = self.clock.now();
        let take = self
            .update(&lease)
            .update_expression("SET held_by = :me, lease_until = :until, expires_at = :expires REMOVE done_at")
            // The last condition is met by our own write, repeated by the SDK because the response
            // was lost.
            .condition_expression(
                "attribute_not_exists(id) OR lease_until <= :now OR expires_at <= :seconds \
                 OR (held_by = :me AND attribute_exists(lease_until))",
            )
            .expression_attribute_values(":until", number(until.as_millisecond()))
            .expression_attribute_values(":now", number(now.as_millisecond()))
            .expression_attribute_values(":seconds", number(now.as_second()))
            .expression_attribute_values(":expires", number((now + REMEMBERED).as_second()))
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
        match take.send().await {
            Ok(_) => Ok(Turn::Ours(lease)),
            Err(SdkError::ServiceError(failed)) => match failed.into_err() {
                UpdateItemError::ConditionalCheckFailedException(there) => {
                    let done = there.item.is_some_and(|row| row.contains_key("done_at"));
                    Ok(if done { Turn::Done } else { Turn::Busy })
                }
                other => Err(StoreError::unavailable(other)),
            },
            Err(other) => Err(StoreError::unavailable(other)),
        }
    }

    /// Records that the work is done. Does nothing if the lease has expired and another consumer
    /// has taken the event.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`]; the event is worked on again if it is delivered again.
    pub async fn done(&self, lease: &Lease) -> Result<(), StoreError> {
        let done = self
            .update(lease)
            .update_expression("SET done_at = :now REMOVE lease_until")
            .condition_expression("held_by = :me")
            .expression_attribute_values(":now", string(&rfc3339(self.clock.now())));
        unless_gone(done.send().await)
    }

    /// Releases the lease: the work is not done, and the next attempt need not wait.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`]; the lease then expires.
    pub async fn give_back(&self, lease: &Lease) -> Result<(), StoreError> {
        let back = self
            .update(lease)
            .update_expression("SET lease_until = :over")
            .condition_expression("held_by = :me AND attribute_exists(lease_until)")
            .expression_attribute_values(":over", number(0));
        unless_gone(back.send().await)
    }

    fn update(&self, lease: &Lease) -> UpdateItemFluentBuilder {
        let update = self.client.update_item().table_name(&self.table).key("id", string(&lease.key));
        update.expression_attribute_values(":me", string(&lease.holder))
    }
}

fn key<P>(consumer: &str, message: &Message<P>, message_id: &str) -> String {
    row_key(consumer, &message.source, &message.id, message.replay.then_some(message_id))
}

/// The key of the row that records an event as done by `consumer`:
/// `consumed:<consumer>:<source>#<id>`, and for a replayed event also the message's own id.
#[must_use]
pub fn row_key(consumer: &str, source: &str, id: &str, replay: Option<&str>) -> String {
    let event = replay.map_or_else(|| format!("{source}#{id}"), |message_id| format!("{source}#{id}#{message_id}"));
    let key = format!("consumed:{consumer}:{event}");
    if key.len() <= MAX_KEY { key } else { format!("consumed:{consumer}:{}", hex::encode(Sha256::digest(event))) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys() {
        fn check(id: &str, replay: bool, expected: &str) {
            let body = format!(
                r#"{{"id":"{id}","source":"/frontdesk/gire","type":"gire.x","time":"2026-11-20T10:00:00Z","receivedat":"2026-11-20T10:00:00Z","verification":"body","sha256":"00","replay":{replay}}}"#
            );
            let message = Message::parse(&body).unwrap();
            assert_eq!(key("desk", &message, "m-1"), expected);
        }
        check("66a1", false, "consumed:desk:/frontdesk/gire#66a1");
        check("66a1", true, "consumed:desk:/frontdesk/gire#66a1#m-1");
        let long = "x".repeat(2000);
        let hash = hex::encode(Sha256::digest(format!("/frontdesk/gire#{long}")));
        check(&long, false, &format!("consumed:desk:{hash}"));
    }
}
