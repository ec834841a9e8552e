//! The Lambda function behind the function URL that Zaui sends its webhooks to.

use std::process::ExitCode;

use frontdesk::providers::zaui::ZAUI;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    frontdesk::lambda::run(&ZAUI).await
}
