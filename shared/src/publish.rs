//! Publishing: how an event gets from the table to the queue.
//!
//! | module | what it holds |
//! |---|---|
//! | [`envelope`], [`limits`] | the message as it is written, and the limits of SQS |
//! | `queue` | the only code that calls SQS to send |
//! | `outbox` | publish, then mark; and the sweep that the relay runs |
//!
//! Modules without a link need the feature `receiver`.

pub mod envelope;
pub mod limits;
#[cfg(feature = "receiver")]
pub mod outbox;
#[cfg(feature = "receiver")]
pub mod queue;
