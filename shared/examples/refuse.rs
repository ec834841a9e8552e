//! Refuses one delivery, for a tool that counts instructions: `tests/rehearse/test_constant_time.py` runs it under callgrind
//! and compares the counts of wrong proofs that differ from the right one in different places.
//!
//! `refuse token|hmac <place> <length>`: where the proof differs from the right one (`first`, `middle`, `last`, `all`, `nowhere`),
//! and how much shorter or longer than 32 characters, the length of a presented token, the live secret is (`-1`, `+0`, `+1`).

use std::hint::black_box;
use std::process::ExitCode;

use frontdesk::delivery::Delivery;
use frontdesk::provider::Provider;
use frontdesk::providers::{Gire, Ombori};
use frontdesk::secrets::Secrets;
use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use sha2::Sha256;

/// Letters only, so that another letter in any place is handled alike by everything that reads it.
const TOKEN: &str = "abcdefghijklmnopqrstuvwxyzabcdef";
const BODY: &[u8] = br#"{"id":"1","eventType":"pud:create"}"#;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [scheme, place, length] = arguments.as_slice() else { return ExitCode::FAILURE };
    let presented = TOKEN.to_owned();
    let secret = match length.as_str() {
        "-1" => presented.chars().skip(1).collect(),
        "+1" => format!("{presented}a"),
        _ => presented.clone(),
    };
    let Ok(secrets) = Secrets::parse(&secret) else { return ExitCode::FAILURE };
    let delivery = match scheme.as_str() {
        "token" => delivery("authorization", changed(&presented, place)),
        "hmac" => match signature(&secret) {
            Some(right) => delivery("x-hub-signature-256", format!("sha256={}", changed(&right, place))),
            None => return ExitCode::FAILURE,
        },
        _ => return ExitCode::FAILURE,
    };
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
    refuses::<Ombori>(delivery, secrets)
}

#[inline(never)]
fn refuses_hmac(delivery: &Delivery, secrets: &Secrets) -> bool {
    refuses::<Gire>(delivery, secrets)
}

fn refuses<P: Provider>(delivery: &Delivery, secrets: &Secrets) -> bool {
    black_box(black_box(delivery.clone()).verify::<P>(black_box(secrets))).is_err()
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

fn signature(secret: &str) -> Option<String> {
    let hmac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).ok()?;
    Some(hex::encode(hmac.chain_update(BODY).finalize().into_bytes()))
}

fn delivery(header: &str, proof: String) -> Delivery {
    Delivery {
        method: "POST".to_owned(),
        path: "/".to_owned(),
        headers: vec![(header.to_owned(), proof)],
        body: BODY.into(),
        source_ip: None,
        request_id: "request".to_owned(),
        received_at: Timestamp::UNIX_EPOCH,
        auth_header: None,
    }
}
