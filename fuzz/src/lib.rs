//! What must hold for every delivery that anybody can send, checked on inputs that a fuzzer makes up.
//!
//! An input is a request as text: the path, then a line for each header, an empty line, and the body. Each is tried twice:
//! as it is, where what is accepted must carry the proof that the provider's own signer puts there; and signed by it, where
//! it must be accepted. Everything behind verification runs on what is accepted. The signers are held against
//! tests/fixtures, which a script signs that shares nothing with them.

use frontdesk::event::Event;
use frontdesk::providers::Provider;
use frontdesk::receive::delivery::{Delivery, Verified};
use frontdesk::receive::proof::Proof;
use frontdesk::receive::secrets::Secrets;
use frontdesk::receive::signature::Claim;
use frontdesk::{AnyPayload, Message};
use jiff::Timestamp;

/// The live secret. The corpus is signed with others.
pub const SECRET: &str = "0123456789abcdef";
/// The header that carries the token where the input says that the operator has named one.
pub const AUTH_HEADER: &str = "x-token";

/// Tries one input. Panics where something does not hold.
pub fn check(provider: &Provider, input: &[u8]) {
    let secrets = Secrets::parse(SECRET).expect("a secret of the least length");
    let delivery = delivery(input);
    let proof = provider.proof.with_auth_header(delivery.header(AUTH_HEADER).map(|_| AUTH_HEADER));
    let signed = proof.sign(delivery.clone(), SECRET);
    if let Ok(verified) = delivery.clone().verify(&proof, &secrets) {
        let signed = signed.as_ref().expect("what is accepted can be signed");
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

/// The request that an input stands for.
fn delivery(input: &[u8]) -> Delivery {
    let end = input.windows(2).position(|pair| pair == b"\n\n");
    let (head, body) = end.map_or((&[][..], input), |end| (&input[..end], &input[end + 2..]));
    let head = String::from_utf8_lossy(head);
    let mut lines = head.split('\n');
    let path = lines.next().unwrap_or_default();
    let header = |line: &str| line.split_once(": ").map(|(name, value)| (name.to_lowercase(), value.to_owned()));
    Delivery::post(path, lines.filter_map(header).collect(), body.to_vec(), Timestamp::UNIX_EPOCH)
}

/// Whether two deliveries present the same proof of the same content. Hex digits may be of either case.
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

/// Everything that the project does with a verified delivery, from reading it to a consumer's types.
fn follow(provider: &Provider, verified: &Verified) {
    let reading = provider.reading(verified);
    assert_eq!(reading, provider.reading(verified), "read twice, read differently");
    let kind = reading.as_ref().ok().map(|reading| reading.kind.clone());
    // Whether a body fits its type is up to the sender; that an unknown kind is no error is up to us.
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
        assert!(text.chars().all(taken_by_sqs), "a character that SQS refuses");
    }
    let message = Message::parse(&envelope.body).expect("a message of ours is one for a consumer");
    let seen = (message.provider(), message.kind(), message.id.as_str(), message.verification);
    assert_eq!(seen, (provider.name, event.kind.as_str(), event.id.id(), provider.proof.verification()));
    // A body with characters that SQS refuses is not inside.
    let inside = message.inline_body().expect("the body is the one that was hashed");
    let payload = message.payload::<AnyPayload>();
    if let Some(body) = inside {
        assert_eq!(&body, verified.body());
        // A very long kind is cut in the message, and is then another one.
        if kind.as_deref() == Some(event.kind.as_str()) {
            assert_eq!(payload.is_ok(), fits, "a consumer reads it otherwise: {:?}", payload.err());
        }
    }
}

/// <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html>
fn taken_by_sqs(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}
