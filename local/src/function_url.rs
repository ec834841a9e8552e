//! Translates what a Lambda function URL does: an HTTP request becomes the event for the function,
//! and the function's response becomes an HTTP response. Nothing here listens or calls anything.
//!
//! Payload format 2.0, after "Invoking Lambda function URLs" in the AWS Lambda developer guide. The
//! domain in the event is the requested host, and the headers that the service adds
//! (`x-forwarded-*`) are added here, too.

mod event;
mod response;

pub use event::{LIMIT, TooLarge, event};
pub use response::{bad_gateway, response};
