//! The protocol in every order there is: what the checker finds with all rules, and without any one of them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod exhaustive;
mod operations;
mod page;
mod rules;
