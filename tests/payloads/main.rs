//! The payload types, and everything that is made from them: the shapes that functions check
//! payloads against, the clients, the schema. All agree about every fixture.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod clients;
mod fields;
mod shapes;
mod verdicts;
