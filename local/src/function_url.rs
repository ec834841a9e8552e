//! A Lambda function URL, as a translation: an HTTP request becomes the event that a function gets, and the function's
//! answer becomes an HTTP response. Nothing here listens or calls anything.
//!
//! Payload format 2.0, after "Invoking Lambda function URLs" in the AWS Lambda developer guide. In the request the
//! domain is the host that was asked, and what the service adds on its way (`x-forwarded-*`) is added here too.

mod event;
mod response;

pub use event::{LIMIT, TooLarge, event};
pub use response::{bad_gateway, response};
