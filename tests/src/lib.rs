//! What the end-to-end tests are made of: engines, compiled functions, faults, and the example deliveries.
//!
//! A scenario starts [`engines::Engines`], puts a [`proxy::Proxy`] in front of them where it wants faults, starts a compiled
//! function with [`function::Function`] and sends it [`fixtures::Request`]s; then it looks into table and queue.

pub mod acme;
pub mod audit;
pub mod bodies;
pub mod build;
pub mod connector;
pub mod engines;
pub mod fixtures;
pub mod function;
pub mod proxy;
pub mod trap;
