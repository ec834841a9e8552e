//! Fuzzes one provider with mangled deliveries, both unchanged and genuinely signed. `src/lib.rs` has
//! the checks.
//!
//! `FRONTDESK_FUZZ_PROVIDER` names the provider; `list` prints all names.

#![no_main]

use std::process::exit;
use std::sync::LazyLock;

use frontdesk::providers::{ALL, Provider};

const VARIABLE: &str = "FRONTDESK_FUZZ_PROVIDER";

static PROVIDER: LazyLock<&Provider> = LazyLock::new(chosen);

libfuzzer_sys::fuzz_target!(
    init: {
        // Before the first input, so a wrong name is not reported as a finding.
        LazyLock::force(&PROVIDER);
    },
    |input: &[u8]| frontdesk_fuzz::check(&PROVIDER, input)
);

/// Returns the provider that the variable names. Exits if it names none.
fn chosen() -> &'static Provider {
    let chosen = std::env::var(VARIABLE).unwrap_or_default();
    let names: Vec<&str> = ALL.iter().map(|provider| provider.name).collect();
    if chosen == "list" {
        println!("{}", names.join("\n"));
        exit(0);
    }
    ALL.iter().copied().find(|provider| provider.name == chosen).unwrap_or_else(|| {
        eprintln!("{VARIABLE} is {chosen:?}, but must be one of: {}, list", names.join(", "));
        exit(2);
    })
}
