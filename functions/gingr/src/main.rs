//! The Lambda function behind the function URL that Gingr sends its webhooks to.

use std::process::ExitCode;

use frontdesk::providers::gingr::GINGR;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    frontdesk::lambda::run(&GINGR).await
}
