//! Webhooks of booking platforms: each delivery is verified, read into types, stored once in
//! DynamoDB, answered, and then pushed to SQS.
//!
//! The crate has two audiences. **Consumers** of the queue find what they need at the crate root:
//! [`Message`], typed payloads ([`AnyPayload`], or one provider's), and with the feature `consumer`
//! a Lambda function in a few lines (`run`, `run_once`). **Receivers** are the functions behind the
//! providers' URLs.
//!
//! | feature | for | brings |
//! |---|---|---|
//! | none | anyone who reads messages | types, messages, verification; neither the AWS SDK nor tokio |
//! | `consumer` | a Lambda function whose source is the queue | batches, de-duplication, bodies from the table |
//! | `receiver` | the functions of this project | the pipeline from a request to the queue, and the relay |
//! | `schema` | consumers in other languages | JSON Schema of messages and payloads |
//!
//! ```text
//! request ── Delivery ── verify ──▶ Verified ── read ──▶ Event ── put ──▶ table ──▶ response
//!                          │ 401                                  │
//!                          ▼                                      └─ publish, mark ──▶ queue ──▶ Message
//!                       Refusal                                          ▲
//!                                                           relay: what is still pending
//! ```
//!
//! A delivery that got a 2xx is in the table; what is in the table reaches the queue; a provider's
//! retry never makes a second event.
//!
//! | module | what it holds |
//! |---|---|
//! | [`receive`] | a request, its proof, and how it becomes a stored event |
//! | [`providers`] | each provider: a value in its own file |
//! | [`payload`] | values that senders write in several ways |
//! | [`vocabulary`] | what happened, and to what: one vocabulary for all providers |
//! | [`event`] | the event as it is stored and published |
//! | `store` | the table |
//! | `audit` | every promise about a row, checked again from what is kept of it |
//! | [`publish`] | the envelope, the queue, the outbox between table and queue |
//! | [`message`], `consume` | the message as consumers read it; functions that consume |
//! | `aws`, `lambda` | clients and connections; the functions' environment, runtime and log |
//! | `clock` | the clock that all times are compared with |
//! | `schema` | JSON Schema |

#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "receiver")]
pub mod audit;
pub mod event;
pub mod message;
pub mod payload;
mod provider;
pub mod providers;
pub mod publish;
pub mod receive;
#[cfg(feature = "schema")]
pub mod schema;
pub mod vocabulary;

#[cfg(feature = "consumer")]
pub mod aws;
#[cfg(feature = "consumer")]
pub mod clock;
#[cfg(feature = "consumer")]
pub mod consume;
#[cfg(feature = "consumer")]
pub mod lambda;
#[cfg(feature = "consumer")]
pub mod store;

#[cfg(feature = "consumer")]
pub use crate::consume::{run, run_once};
pub use crate::message::*;
pub use crate::payload::{Flag, Moment, StringOr};
pub use crate::receive::proof::Verification;
pub use crate::vocabulary::{Action, Entity};
