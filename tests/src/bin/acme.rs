//! The Lambda function behind the function URL that Acme, the provider of the tests, would send its webhooks to.

use std::process::ExitCode;

use frontdesk_tests::acme::ACME;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    frontdesk::lambda::run(&ACME).await
}
