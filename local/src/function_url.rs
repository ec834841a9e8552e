//! A Lambda function URL, as a translation: an HTTP request becomes the event that a function gets, and the function's
//! response becomes an HTTP response. Nothing here listens or calls anything.
//!
//! Payload format 2.0, after "Invoking Lambda function URLs" in the AWS Lambda developer guide. The domain in the
//! request is the host that was called, and what the service adds on the way (`x-forwarded-*`) is added here too.

mod event;
mod response;

pub use event::{LIMIT, TooLarge, event};
pub use response::{bad_gateway, response};
