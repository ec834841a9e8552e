//! The building blocks of the end-to-end tests: engines, compiled functions, faults and example
//! deliveries.
//!
//! A scenario starts [`engines::Engines`], puts a [`proxy::Proxy`] in front of them if it needs
//! faults, starts a compiled function with [`function::Function`] and sends it
//! [`fixtures::Request`]s; then it checks the table and the queue.

pub mod acme;
pub mod audit;
pub mod bodies;
pub mod build;
pub mod connector;
pub mod engines;
pub mod fixtures;
pub mod function;
pub mod generated;
pub mod proxy;
pub mod trap;
