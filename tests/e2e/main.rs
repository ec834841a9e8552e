//! End-to-end: the compiled functions with the Lambda Runtime API and real engines. Each test
//! checks the table and the queue.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod accounts;
mod agreement;
mod audit;
mod bodies;
mod completions;
mod consume;
mod cost;
mod crash;
mod diagnose;
mod erase;
mod faults;
mod guarantees;
mod headers;
mod inspector;
mod kept;
mod listen;
mod load;
mod local_run;
mod message;
mod metrics;
mod model;
mod operate;
mod output;
mod pages;
mod parts;
mod permissions;
mod pipes;
mod receive;
mod recurrence;
mod refuse;
mod register;
mod relay;
mod replay;
mod rotation;
mod runs;
mod secrets;
mod security;
mod send;
mod silence;
mod sixth_provider;
mod start;
mod upgrade;
