//! The Lambda function behind the function URL that Gire sends its webhooks to.

use std::process::ExitCode;

use frontdesk::providers::gire::GIRE;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    frontdesk::lambda::run(&GIRE).await
}
