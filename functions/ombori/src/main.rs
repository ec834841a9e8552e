//! The Lambda function that receives the webhooks of Ombori through its function URL.

use std::process::ExitCode;

use frontdesk::providers::ombori::OMBORI;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    frontdesk::lambda::run(&OMBORI).await
}
