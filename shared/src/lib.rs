//! stub
pub mod delivery;
pub mod object;
pub mod outcome;
pub mod provider;
pub mod rejection;
pub mod secrets;
pub mod signature;
