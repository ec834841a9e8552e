//! The calls to AWS that the model knows, and those that are no part of the protocol.

/// A call to AWS, by the function that makes it.
#[derive(Debug)]
pub struct Operation {
    /// The file.
    pub file: &'static str,
    /// The function in it.
    pub function: &'static str,
}
/// x
pub const OPERATIONS: [Operation; 0] = [];
/// x
pub const OUTSIDE: [Operation; 0] = [];
