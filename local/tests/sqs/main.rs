//! The SQS endpoint as the AWS client sees it: every rule over real HTTP, with `aws-sdk-sqs` on the
//! other side.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod dead_letters;
mod durability;
mod engine;
#[path = "../killed/mod.rs"]
mod killed;
mod queues;
mod receipts;
mod receive;
mod send;
mod wire;
