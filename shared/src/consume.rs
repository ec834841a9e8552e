//! Lambda functions that consume the queue: reads messages, reports failures, and de-duplicates.
//!
//! ```no_run
//! use frontdesk::{AnyPayload, Message, gingr};
//!
//! async fn handle(message: Message<AnyPayload>) -> Result<(), String> {
//!     match &message.payload {
//!         AnyPayload::Gingr(gingr::Payload::CheckIn(event)) => println!("{} arrived", event.entity_id),
//!         _ => println!("{} is not for us", message.event_type),
//!     }
//!     Ok(())
//! }
//!
//! # async fn example() -> std::process::ExitCode {
//! frontdesk::run_once("desk", handle).await
//! # }
//! ```
//!
//! | | |
//! |---|---|
//! | [`run`], [`run_once`], [`Consumer`] | a batch of messages, each of which fails on its own |
//! | [`Once`] | de-duplication: one conditional write before the work, one after it |

mod batch;
mod log;
mod once;

pub use self::batch::{Attributes, Batch, BatchItemFailure, BatchResponse, Consumer, Record};
pub use self::once::{Lease, Once, Turn, row_key};
pub use crate::lambda::consumer::{run, run_once};
