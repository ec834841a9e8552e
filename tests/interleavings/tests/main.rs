//! The protocol in every possible order: the checker's results with all rules, and without any one
//! of them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod exhaustive;
mod operations;
mod page;
mod rules;
