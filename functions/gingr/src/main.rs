//! The Lambda function that receives the webhooks of Gingr through its function URL.

use std::process::ExitCode;

use frontdesk::providers::gingr::GINGR;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    frontdesk::lambda::run(&GINGR).await
}
