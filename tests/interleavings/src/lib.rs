//! A small model of the protocol of table, queue, functions, relays and replay. [stateright] checks
//! it in every possible order.
//!
//! The model has the steps of the code and nothing else: a transition is one call to AWS or one
//! change from outside, and is named after the function that implements it. A call may be carried
//! out without an answer, at once or later, and a process may end between any two steps. The rules
//! of the model are switches ([`Guard`]); without any one of them the checker finds a
//! counterexample. `docs/proof.md` lists what was tried, and what the model leaves out.
//!
//! [stateright]: https://docs.rs/stateright

#![allow(
    clippy::indexing_slicing,
    clippy::expect_used,
    reason = "the model reads nothing from outside; a panic is a failed test"
)]

mod action;
mod check;
mod environment;
mod function;
mod guard;
mod model;
mod operations;
mod property;
mod rank;
mod relay;
mod replay;
mod setting;
mod state;
mod table;
mod trace;
mod walk;

pub use check::{Checked, check, counterexample};
pub use guard::Guard;
pub use operations::{OPERATIONS, OUTSIDE, Operation};
pub use property::names as properties;
pub use setting::{Setting, Story};
pub use walk::Walk;
