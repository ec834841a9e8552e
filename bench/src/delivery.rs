//! Input for the functions: signed deliveries of Gire as function-URL events, each with its own id.

use anyhow::Result;
use bytes::Bytes;
use frontdesk::providers::gire::GIRE;
use frontdesk::receive::delivery::Delivery;
use jiff::Timestamp;
use serde_json::json;

/// The secret with which all functions verify.
pub(crate) const SECRET: &str = "bench-bench-bench-bench-bench-42";

/// The proof of a delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Proof {
    /// The correct signature.
    Right,
    /// A signature with a different secret.
    Wrong,
    /// No signature.
    Missing,
}

/// Returns the event of delivery number `number`, with a body of about `bytes` bytes.
pub(crate) fn event(number: u64, bytes: usize, proof: Proof) -> Result<Bytes> {
    let body = body(number, bytes);
    let mut headers = json!({
        "content-type": "application/json",
        "host": "bench.lambda-url.eu-west-1.on.aws",
        "user-agent": "axios/1.7.2",
        "x-forwarded-for": "192.0.2.7",
        "x-forwarded-port": "443",
        "x-forwarded-proto": "https",
    });
    let secret = match proof {
        Proof::Right => Some(SECRET),
        Proof::Wrong => Some("another-another-another-another-"),
        Proof::Missing => None,
    };
    if let (Some(secret), Some(headers)) = (secret, headers.as_object_mut()) {
        headers.extend(proof_of(&body, secret)?.map(|(name, proof)| (name, proof.into())));
    }
    let event = json!({
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": "/",
        "rawQueryString": "",
        "headers": headers,
        "requestContext": {
            "accountId": "anonymous",
            "apiId": "bench",
            "domainName": "bench.lambda-url.eu-west-1.on.aws",
            "domainPrefix": "bench",
            "http": { "method": "POST", "path": "/", "protocol": "HTTP/1.1", "sourceIp": "192.0.2.7", "userAgent": "axios/1.7.2" },
            "requestId": format!("00000000-0000-4000-8000-{number:012x}"),
            "routeKey": "$default",
            "stage": "$default",
            "time": "14/Mar/2026:09:26:53 +0000",
            "timeEpoch": 1_773_480_413_589_u64,
        },
        "body": body,
        "isBase64Encoded": false,
    });
    Ok(event.to_string().into())
}

/// A body in the shape of `pud:status_update`. Its stops differ, so it compresses like real data.
fn body(number: u64, bytes: usize) -> String {
    let mut stops = Vec::new();
    let mut length = 330;
    for stop in 0_u64.. {
        let mixed = (stop + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ number.wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let stop = json!({ "stopId": format!("{mixed:016x}"), "street": format!("Gate {} street", mixed % 97),
            "plannedAt": format!("2026-03-14T{:02}:{:02}:00.000Z", mixed % 24, mixed % 60), "done": mixed.is_multiple_of(3) });
        let more = stop.to_string().len() + 1;
        if length + more > bytes {
            break;
        }
        length += more;
        stops.push(stop);
    }
    json!({
        "id": format!("66a1f0c2{number:016x}"),
        "eventType": "pud:status_update",
        "timestamp": "2026-03-14T09:26:53.589Z",
        "data": { "pudId": "5b1f0c9e-7a34-4c58-9d0e-2f6b8a1c4d73", "referenceNumber": "ØRSTA-7731",
            "prevStatus": "pre_trip_inspection", "newStatus": "in_progress", "stops": stops },
    })
    .to_string()
}

/// Returns the header that proves a body.
fn proof_of(body: &str, secret: &str) -> Result<Option<(String, String)>> {
    let unsigned = Delivery::post("/", Vec::new(), body.to_owned(), Timestamp::UNIX_EPOCH);
    Ok(GIRE.proof.sign(unsigned, secret)?.headers.pop())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_have_the_length_that_was_asked_for_and_differ() {
        for bytes in [1_000, 100_000] {
            let length = body(1, bytes).len();
            assert!((bytes - 150..=bytes).contains(&length), "{bytes}: {length}");
        }
        assert_ne!(body(1, 1_000), body(2, 1_000));
    }
}
