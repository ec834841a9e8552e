//! End-to-end: the compiled functions against the Lambda Runtime API and real engines. Each test looks into table and queue.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod agreement;
mod faults;
mod local_run;
mod message;
mod receive;
mod refuse;
mod relay;
#[cfg(feature = "secrets-manager")]
mod secrets_manager;
mod start;
