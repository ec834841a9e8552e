//! Bodies of any size, from very compressible to incompressible, and events that have them.

use bytes::Bytes;
use frontdesk::event::{Event, EventId, Identity};
use frontdesk::{Action, Entity};
use jiff::Timestamp;
use sha2::{Digest, Sha256};

/// The content of a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Texture {
    /// JSON with a repeating text: compresses to a hundredth.
    Repeating,
    /// JSON with a text without a pattern, such as an image in base64: compresses to three
    /// quarters.
    Text,
    /// Bytes without a pattern: not JSON, not UTF-8, and does not compress.
    Noise,
}

/// Returns a body of exactly `length` bytes, determined by `seed`. JSON ends with white space.
#[must_use]
pub fn body(texture: Texture, length: usize, seed: u64) -> Vec<u8> {
    // Constants of Knuth's MMIX generator.
    let mut state = seed;
    let mut next = move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u8::try_from(state >> 56).unwrap_or_default()
    };
    let (open, close): (&[u8], &[u8]) = match texture {
        Texture::Noise => (b"\xff", b""),
        Texture::Repeating | Texture::Text => (b"{\"type\":\"positionCreated\",\"text\":\"", b"\" }\r\n"),
    };
    let mut body = Vec::with_capacity(length);
    body.extend_from_slice(open);
    body.resize_with(length.saturating_sub(close.len()), || match texture {
        Texture::Noise => next(),
        // 64 characters that need no escape in JSON.
        Texture::Text => match next() % 64 + b'0' {
            b'\\' => b' ',
            other => other,
        },
        Texture::Repeating => b'x',
    });
    body.extend_from_slice(close);
    body
}

/// Returns a delivery of an event, with the provider's own id or one derived from its content.
#[must_use]
pub fn event(identity: &Identity, request_id: &str, body: impl Into<Bytes>) -> Event {
    let body = body.into();
    Event {
        id: EventId::new("ombori", None, identity),
        kind: "positionCreated".to_owned(),
        action: Action::Created,
        entity: Entity::QueuePosition,
        subject: Some("position/1".to_owned()),
        received_at: Timestamp::now(),
        occurred_at: None,
        content_type: Some("application/json".to_owned()),
        verification: "token".to_owned(),
        key: "01234567".to_owned(),
        source_ip: None,
        user_agent: None,
        request_id: request_id.to_owned(),
        sha256: hex::encode(Sha256::digest(&body)),
        signature: None,
        unreadable: None,
        own_id: matches!(identity, Identity::Own(_)),
        occurrence: 1,
        attempt: None,
        retry_window: None,
        path: None,
        body,
    }
}
