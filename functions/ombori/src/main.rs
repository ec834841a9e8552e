//! The Lambda function behind the function URL that Ombori sends its webhooks to.

use std::process::ExitCode;

use frontdesk::providers::ombori::OMBORI;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    frontdesk::lambda::run(&OMBORI).await
}
