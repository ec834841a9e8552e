//! The Lambda function that receives the webhooks of Cheqroom through its function URL.

use std::process::ExitCode;

use frontdesk::providers::cheqroom::CHEQROOM;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    frontdesk::lambda::run(&CHEQROOM).await
}
