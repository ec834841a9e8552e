//! The scheduled Lambda function that publishes events that were stored but not yet published.

use std::process::ExitCode;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    frontdesk::lambda::run_relay().await
}
