//! Mangled deliveries of Ombori, as they are and genuinely signed. What is checked: `src/lib.rs`.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| frontdesk_fuzz::check::<frontdesk::providers::Ombori>(input));
