//! The Lambda function that receives the webhooks of Zaui through its function URL.

use std::process::ExitCode;

use frontdesk::providers::zaui::ZAUI;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    frontdesk::lambda::run(&ZAUI).await
}
