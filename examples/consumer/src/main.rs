//! An example consumer: a Lambda function whose source is the queue. It logs each arrival once.
//!
//! With a local run: `frontdesk listen --exec 'cargo run --quiet --package consumer'`.

use std::process::ExitCode;

use frontdesk::{AnyPayload, Message, gingr, gire};

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    frontdesk::run_once("desk", handle).await
}

async fn handle(message: Message<AnyPayload>) -> Result<(), &'static str> {
    match &message.payload {
        AnyPayload::Gingr(gingr::Payload::CheckIn(event)) => {
            let reservation = event.entity_data.as_ref().ok_or("a check-in without its reservation")?;
            let location = reservation.location_name.as_deref().unwrap_or_default();
            tracing::info!(reservation = event.entity_id, location, "a guest arrived");
        }
        AnyPayload::Gire(gire::Payload::StatusUpdate(event)) if event.data.new_status == gire::Status::Completed => {
            tracing::info!(pud = event.data.pud_id, "a car arrived");
        }
        _ => tracing::debug!(kind = message.kind(), "not for the desk"),
    }
    Ok(())
}
