//! Refuses one delivery, for a tool that counts instructions: `tests/rehearse/test_constant_time.py` runs it under callgrind
//! and compares the counts of wrong proofs that differ from the right one in different places.
//!
//! `refuse token|hmac <place> <length>`: where the proof differs from the right one (`first`, `middle`, `last`, `all`, `nowhere`),
//! and how much shorter or longer than 32 characters, the length of a presented token, the live secret is (`-1`, `+0`, `+1`).

use std::hint::black_box;
use std::process::ExitCode;

use frontdesk::providers::Provider;
use frontdesk::providers::gire::GIRE;
use frontdesk::providers::ombori::OMBORI;
use frontdesk::receive::delivery::Delivery;
use frontdesk::receive::secrets::Secrets;
use jiff::Timestamp;

/// Letters only, so that another letter in any place is handled alike by everything that reads it.
const TOKEN: &str = "abcdefghijklmnopqrstuvwxyzabcdef";
/// The token and one letter more.
const LONGER: &str = "abcdefghijklmnopqrstuvwxyzabcdefa";
const BODY: &[u8] = br#"{"id":"1","eventType":"pud:create"}"#;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [scheme, place, length] = arguments.as_slice() else { return ExitCode::FAILURE };
    // Each cut from the same text and copied in the same way: what is on the heap costs instructions, too.
    let secret = match length.as_str() {
        "-1" => LONGER.get(..TOKEN.len() - 1),
        "+1" => Some(LONGER),
        _ => LONGER.get(..TOKEN.len()),
    };
    let Some(secret) = secret.map(str::to_owned) else { return ExitCode::FAILURE };
    let Ok(secrets) = Secrets::parse(&secret) else { return ExitCode::FAILURE };
    // A token has its one length, whatever the secret's; a signature is made with the secret.
    let (provider, header, prefix, signs_with) = match scheme.as_str() {
        "token" => (&OMBORI, "authorization", "", TOKEN),
        "hmac" => (&GIRE, "x-hub-signature-256", "sha256=", secret.as_str()),
        _ => return ExitCode::FAILURE,
    };
    let Some(delivery) = delivery(provider, signs_with, header, prefix, place) else { return ExitCode::FAILURE };
    let refused = match scheme.as_str() {
        "token" => refuses_token(&delivery, &secrets),
        _ => refuses_hmac(&delivery, &secrets),
    };
    // Only what was meant to be refused may be refused.
    if refused == (place != "nowhere" || length != "+0") { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// The functions whose instructions are counted, everything that they call included.
#[inline(never)]
fn refuses_token(delivery: &Delivery, secrets: &Secrets) -> bool {
    refuses(&OMBORI, delivery, secrets)
}

#[inline(never)]
fn refuses_hmac(delivery: &Delivery, secrets: &Secrets) -> bool {
    refuses(&GIRE, delivery, secrets)
}

fn refuses(provider: &Provider, delivery: &Delivery, secrets: &Secrets) -> bool {
    black_box(black_box(delivery.clone()).verify(&provider.proof, black_box(secrets))).is_err()
}

/// A delivery with the provider's own proof, of which one place is changed.
fn delivery(provider: &Provider, secret: &str, header: &str, prefix: &str, place: &str) -> Option<Delivery> {
    let unsigned = Delivery::post("/", Vec::new(), BODY, Timestamp::UNIX_EPOCH);
    let mut delivery = provider.proof.sign(unsigned, secret).ok()?;
    let right = delivery.header(header)?.strip_prefix(prefix)?;
    let presented = format!("{prefix}{}", changed(right, place));
    delivery.set_header(header, presented);
    Some(delivery)
}

/// Another character of the same kind in one place, so that reading it takes the same way.
fn changed(text: &str, place: &str) -> String {
    let kind = |c: char| c.is_ascii_alphabetic();
    let at = match place {
        "first" => 0,
        "middle" => text.len() / 2,
        "last" => text.len() - 1,
        // The same whatever is right.
        "all" => return "a".repeat(text.len()),
        _ => return text.to_owned(),
    };
    let other = |c: char| match (kind(c), c) {
        (true, 'a') => 'b',
        (true, _) => 'a',
        (false, '0') => '1',
        (false, _) => '0',
    };
    text.chars().enumerate().map(|(index, c)| if index == at { other(c) } else { c }).collect()
}
