//! Stand-ins for AWS on one machine, for the local run and for the tests. Never part of a function.
//!
//! | module | stands in for |
//! |---|---|
//! | [`dynamodb`] | DynamoDB: the embedded engine dynoxide, and the events table |
//! | [`capacity`] | nothing: it measures what calls to DynamoDB consume |
//! | [`sqs`] | SQS: standard queues over the AWS JSON protocol, kept in SQLite |
//! | [`secrets_manager`] | Secrets Manager: the current and the previous value of a secret |
//! | [`function_url`] | a Lambda function URL: HTTP request to event, response to HTTP response |
//! | [`loopback`], [`serve`] | nothing: access to the ports of this machine, and time limits |
//! | [`runtime_api`] | the Lambda Runtime API: passes events to a compiled function, as Lambda does |
//!
//! Everything here speaks the real wire formats: the AWS clients and `lambda_runtime` see no
//! difference, and the same code runs here and in AWS. Each module's documentation lists what is
//! simpler than AWS.

pub mod capacity;
pub mod dynamodb;
pub mod function_url;
pub mod loopback;
pub mod runtime_api;
pub mod secrets_manager;
pub mod serve;
pub mod sqs;
