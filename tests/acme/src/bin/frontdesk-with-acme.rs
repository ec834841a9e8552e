//! The whole command with one more provider, as someone with their own provider would build it.

use std::process::ExitCode;

use frontdesk::providers::{ALL, Provider};
use frontdesk_tests::acme::ACME;

fn main() -> ExitCode {
    let providers: Vec<&'static Provider> = ALL.iter().copied().chain([&ACME]).collect();
    frontdesk_cli::run(providers.leak())
}
