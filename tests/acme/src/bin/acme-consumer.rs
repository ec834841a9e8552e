//! A consumer of Acme's events that keeps no record of what it has done.

use std::process::ExitCode;

use frontdesk::Message;
use frontdesk_tests::acme::Payload;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    frontdesk::run(handle).await
}

async fn handle(message: Message<Payload>) -> Result<(), &'static str> {
    if let Payload::Booked(_) = message.payload { Ok(()) } else { Err("not a booking") }
}
