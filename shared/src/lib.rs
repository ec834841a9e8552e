//! Receives the webhooks of booking platforms: each delivery is verified, read into types, stored once in DynamoDB,
//! answered, and then pushed to SQS.
//!
//! ```text
//! request ── Delivery ── verify ──▶ Verified ── read ──▶ Event ── put ──▶ table ──▶ answer
//!                          │ 401                                  │
//!                          ▼                                      └─ publish, mark ──▶ queue
//!                       refused                                          ▲
//!                                                           relay: what is still pending
//! ```
//!
//! A delivery that got a 2xx is in the table; what is in the table reaches the queue; a provider's retry never makes a
//! second event.
//!
//! | module | what it holds |
//! |---|---|
//! | [`delivery`] | a request before and after it is trusted; the seal between the two |
//! | [`signature`], [`secrets`] | the only cryptography; the live secrets |
//! | [`provider`], [`providers`] | what a provider says about itself; one file each |
//! | [`object`], [`wire`] | reading JSON without copying it; the shapes that senders vary |
//! | [`rejection`], [`outcome`] | why a delivery was refused or unreadable; what became of it, and the status that says so |
//! | [`event`] | the event as stored and published |
//! | `ingest` | the pipeline, top to bottom |
//! | [`refused`] | refused deliveries, kept for a week |
//! | `diagnosis` | why a delivery is refused, in words |
//! | `rotation` | the live secrets of a running function |
//! | `store`, `queue`, `outbox` | the table, the queue, and the way from one to the other |
//! | [`consume`] | for consumers: messages with typed payloads |
//! | `schema` | JSON Schema of the message and the payloads (feature `schema`) |
//! | `lambda` | the functions: environment, clients, runtime |
//!
//! Without the default feature `aws` the crate has no AWS SDK in it: types, verification and messages only.

pub mod consume;
pub mod delivery;
pub mod event;
pub mod object;
pub mod outcome;
pub mod provider;
pub mod providers;
pub mod refused;
pub mod rejection;
#[cfg(feature = "schema")]
pub mod schema;
pub mod secrets;
pub mod signature;
pub mod wanted;
pub mod wire;

#[cfg(feature = "aws")]
pub mod diagnosis;
#[cfg(feature = "aws")]
mod failure;
#[cfg(feature = "aws")]
pub mod ingest;
#[cfg(feature = "aws")]
pub mod lambda;
#[cfg(feature = "aws")]
pub mod outbox;
#[cfg(feature = "aws")]
pub mod queue;
#[cfg(feature = "aws")]
mod rate;
#[cfg(feature = "aws")]
pub mod rotation;
#[cfg(feature = "aws")]
pub mod store;
