//! The Lambda function behind the function URL that Ombori sends its webhooks to.

use std::process::ExitCode;

use frontdesk::providers::ombori::Ombori;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    frontdesk::lambda::run::<Ombori>().await
}
