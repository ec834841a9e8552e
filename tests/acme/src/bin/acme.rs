//! The Lambda function for Acme, the provider of the tests.

use std::process::ExitCode;

use frontdesk_tests::acme::ACME;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    frontdesk::lambda::run(&ACME).await
}
