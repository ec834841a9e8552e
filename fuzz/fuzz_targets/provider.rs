//! Mangled deliveries of one provider, as they are and genuinely signed. What is checked: `src/lib.rs`.
//!
//! `FRONTDESK_FUZZ_PROVIDER` names the provider; `list` prints the names of all.

#![no_main]

use std::process::exit;
use std::sync::LazyLock;

use frontdesk::providers::{ALL, Provider};

const VARIABLE: &str = "FRONTDESK_FUZZ_PROVIDER";

static PROVIDER: LazyLock<&Provider> = LazyLock::new(chosen);

libfuzzer_sys::fuzz_target!(
    init: {
        // Before the first input, so that a wrong name is no finding.
        LazyLock::force(&PROVIDER);
    },
    |input: &[u8]| frontdesk_fuzz::check(&PROVIDER, input)
);

/// The provider that the variable names. Ends the process where it names none.
fn chosen() -> &'static Provider {
    let chosen = std::env::var(VARIABLE).unwrap_or_default();
    let names: Vec<&str> = ALL.iter().map(|provider| provider.name).collect();
    if chosen == "list" {
        println!("{}", names.join("\n"));
        exit(0);
    }
    ALL.iter().copied().find(|provider| provider.name == chosen).unwrap_or_else(|| {
        eprintln!("{VARIABLE} is {chosen:?}, and must be one of: {}, list", names.join(", "));
        exit(2);
    })
}
