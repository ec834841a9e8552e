//! The whole command with one more provider: what someone with a provider of their own would write.

use std::process::ExitCode;

use frontdesk::providers::{ALL, Provider};
use frontdesk_tests::acme::ACME;

fn main() -> ExitCode {
    let providers: Vec<&'static Provider> = ALL.iter().copied().chain([&ACME]).collect();
    frontdesk_cli::run(providers.leak())
}
