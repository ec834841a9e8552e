//! Checks the properties that must hold for any delivery, on inputs that a fuzzer generates.
//!
//! An input is a request as text: the path, a line for each header, an empty line, and the body. Each
//! input is tried twice. Unchanged, it may only be accepted if it carries the proof that the provider's
//! signer would add. Signed by that signer, it must be accepted. Accepted deliveries run through
//! everything after verification. The signers are tested against tests/fixtures, which an independent
//! script signs.

use frontdesk::event::Event;
use frontdesk::providers::Provider;
use frontdesk::receive::delivery::{Delivery, Verified};
use frontdesk::receive::proof::Proof;
use frontdesk::receive::secrets::Secrets;
use frontdesk::receive::signature::Claim;
use frontdesk::{AnyPayload, Message};
use jiff::Timestamp;

/// The live secret. The corpus is signed with other secrets.
pub const SECRET: &str = "0123456789abcdef";
/// The header that carries the token if the input has it, as if the operator had configured it.
pub const AUTH_HEADER: &str = "x-token";

/// Tries one input. Panics if a property does not hold.
pub fn check(provider: &Provider, input: &[u8]) {
    let secrets = Secrets::parse(SECRET).expect("a secret of the minimum length");
    let delivery = delivery(input);
    let proof = provider.proof.with_auth_header(delivery.header(AUTH_HEADER).map(|_| AUTH_HEADER));
    let signed = proof.sign(delivery.clone(), SECRET);
    if let Ok(verified) = delivery.clone().verify(&proof, &secrets) {
        let signed = signed.as_ref().expect("an accepted delivery can be signed");
        assert!(same_claim(&proof, &delivery, signed), "accepted without the right proof");
        follow(provider, &verified);
    }
    if let Ok(signed) = signed {
        match signed.verify(&proof, &secrets) {
            Ok(verified) => follow(provider, &verified),
            Err(refusal) => panic!("refused with the right proof: {}", refusal.reason),
        }
    }
}

/// Parses an input into a request.
fn delivery(input: &[u8]) -> Delivery {
    let end = input.windows(2).position(|pair| pair == b"\n\n");
    let (head, body) = end.map_or((&[][..], input), |end| (&input[..end], &input[end + 2..]));
    let head = String::from_utf8_lossy(head);
    let mut lines = head.split('\n');
    let path = lines.next().unwrap_or_default();
    let header = |line: &str| line.split_once(": ").map(|(name, value)| (name.to_lowercase(), value.to_owned()));
    Delivery::post(path, lines.filter_map(header).collect(), body.to_vec(), Timestamp::UNIX_EPOCH)
}

/// Returns whether two deliveries present the same proof of the same content. Hex digits may have
/// either case.
fn same_claim(proof: &Proof<'_>, one: &Delivery, other: &Delivery) -> bool {
    match (proof.claim(one), proof.claim(other)) {
        (
            Ok(Claim::Hmac { signed, mac, presented }),
            Ok(Claim::Hmac { signed: as_signed, mac: right, presented: as_presented }),
        ) => signed == as_signed && mac == right && presented.eq_ignore_ascii_case(as_presented),
        (Ok(Claim::Token(token)), Ok(Claim::Token(right))) => token == right,
        _ => false,
    }
}

/// Runs everything that happens to a verified delivery, from reading it to a consumer's types.
fn follow(provider: &Provider, verified: &Verified) {
    let reading = provider.reading(verified);
    assert_eq!(reading, provider.reading(verified), "two readings differ");
    let kind = reading.as_ref().ok().map(|reading| reading.kind.clone());
    // The sender decides whether a body fits its type; an unknown kind must never be an error.
    let fits = kind.as_ref().is_some_and(|kind| AnyPayload::read(provider.name, kind, verified.body()).is_ok());
    if kind.is_some() {
        assert!(AnyPayload::read(provider.name, "a kind that nobody knows", verified.body()).is_ok(), "an unknown kind is an error");
    }
    let event = Event::new(provider, verified, reading);
    assert_eq!(&event.body, verified.body());
    assert_eq!(event.id.provider(), provider.name);
    assert!(event.id.key().len() <= 1024 && event.id.key().bytes().all(|byte| byte.is_ascii_graphic()), "{}", event.id);
    if event.unreadable.is_some() {
        return;
    }
    let envelope = event.envelope("events");
    for text in envelope.attributes.iter().map(|(_, value)| value).chain([&envelope.body]) {
        assert!(text.chars().all(taken_by_sqs), "a character that SQS rejects");
    }
    let message = Message::parse(&envelope.body).expect("a consumer can parse our message");
    let seen = (message.provider(), message.kind(), message.id.as_str(), message.verification);
    assert_eq!(seen, (provider.name, event.kind.as_str(), event.id.id(), provider.proof.verification()));
    // A body with characters that SQS rejects is not in the message.
    let inside = message.inline_body().expect("the body is the one that was hashed");
    let payload = message.payload::<AnyPayload>();
    if let Some(body) = inside {
        assert_eq!(&body, verified.body());
        // The message truncates a very long kind, which makes it a different kind.
        if kind.as_deref() == Some(event.kind.as_str()) {
            assert_eq!(payload.is_ok(), fits, "a consumer reads it differently: {:?}", payload.err());
        }
    }
}

/// Returns whether SQS accepts a character:
/// <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html>
fn taken_by_sqs(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}
