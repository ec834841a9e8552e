//! The Lambda function that receives the webhooks of Gire through its function URL.

use std::process::ExitCode;

use frontdesk::providers::gire::GIRE;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    frontdesk::lambda::run(&GIRE).await
}
