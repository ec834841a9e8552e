//! What must hold for every delivery that anybody can send, checked on inputs that a fuzzer makes up.
//!
//! An input is a request as text: the path, then a line for each header, an empty line, and the body. Each is tried twice:
//! as it is, where what is accepted must be genuine by a second, independent reading of the rules; and with the right
//! proof put on, where it must be accepted and everything behind verification runs on it.

mod sender;

use frontdesk::consume;
use frontdesk::delivery::{Delivery, Verified};
use frontdesk::event::Event;
use frontdesk::provider::Provider;
use frontdesk::rejection::Refusal;
use frontdesk::secrets::Secrets;
use jiff::Timestamp;

pub use sender::Sender;

/// The live secret. Its corpus is not signed with it: `sender` signs.
pub const SECRET: &str = "0123456789abcdef";
/// The header that carries the token where the input says that the operator has named one.
pub const AUTH_HEADER: &str = "x-token";

/// Tries one input. Panics where something does not hold.
pub fn check<P: Sender>(input: &[u8]) {
    let Ok(secrets) = Secrets::parse(SECRET) else { return };
    let delivery = delivery(input);
    if let Ok(verified) = delivery.clone().verify::<P>(&secrets) {
        assert!(P::is_genuine(&delivery), "accepted without the right proof");
        follow::<P>(&verified);
    }
    if let Some(signed) = P::sign(delivery) {
        match signed.verify::<P>(&secrets) {
            Ok(verified) => follow::<P>(&verified),
            Err(refused) => assert!(
                !matches!(refused.refusal, Refusal::SignatureMismatch | Refusal::TokenMismatch),
                "refused with the right proof: {}",
                refused.refusal
            ),
        }
    }
}

/// The request that an input stands for.
fn delivery(input: &[u8]) -> Delivery {
    let end = input.windows(2).position(|pair| pair == b"\n\n");
    let (head, body) = end.map_or((&[][..], input), |end| (&input[..end], &input[end + 2..]));
    let head = String::from_utf8_lossy(head);
    let mut lines = head.split('\n');
    let path = lines.next().unwrap_or_default().to_owned();
    let header = |line: &str| line.split_once(": ").map(|(name, value)| (name.to_lowercase(), value.to_owned()));
    let headers: Vec<_> = lines.filter_map(header).collect();
    let named = headers.iter().any(|(name, _)| name == AUTH_HEADER);
    Delivery {
        method: "POST".to_owned(),
        path,
        headers,
        body: body.to_vec().into(),
        source_ip: None,
        request_id: "request".to_owned(),
        received_at: Timestamp::UNIX_EPOCH,
        auth_header: named.then(|| AUTH_HEADER.to_owned()),
    }
}

/// Everything that the project does with a verified delivery, from reading it to a consumer's types.
fn follow<P: Provider>(verified: &Verified) {
    let reading = P::read(verified);
    assert_eq!(reading, P::read(verified), "read twice, read differently");
    if let Ok(reading) = &reading {
        // Whether a body fits its type is up to the sender; that an unknown kind is no error is up to us.
        let _ = P::payload(&reading.kind, verified.body());
        assert!(P::payload("a kind that nobody knows", verified.body()).is_ok(), "an unknown kind is an error");
    }
    let event = Event::new::<P>(verified, reading);
    assert_eq!(&event.body, verified.body());
    assert_eq!(event.id.provider(), P::NAME);
    assert!(event.id.key().len() <= 1024 && event.id.key().bytes().all(|byte| byte.is_ascii_graphic()), "{}", event.id);
    if event.unreadable.is_some() {
        return;
    }
    let message = event.message("events");
    for text in [&message.body, &message.provider, &message.kind, &message.verification] {
        assert!(text.chars().all(taken_by_sqs), "a character that SQS refuses");
    }
    let read = consume::Message::parse(&message.body).expect("a message of ours is one for a consumer");
    assert_eq!((read.provider(), read.kind(), read.id.as_str()), (P::NAME, event.kind.as_str(), event.id.id()));
    let _ = read.payload::<P>();
}

/// <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html>
fn taken_by_sqs(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}
