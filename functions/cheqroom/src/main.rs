//! The Lambda function behind the function URL that Cheqroom sends its webhooks to.

use std::process::ExitCode;

use frontdesk::providers::cheqroom::CHEQROOM;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    frontdesk::lambda::run(&CHEQROOM).await
}
