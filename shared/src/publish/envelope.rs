//! The envelope: an event as the CloudEvents 1.0 message that goes into the queue
//! (<https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md>).
//!
//! Its form is a public contract: changes are listed in CHANGELOG.md. [`Message`](crate::Message)
//! is its parsed form.

use serde::Serialize;

use super::limits::{MAX_MESSAGE_BYTES, is_acceptable};
use crate::event::{Event, rfc3339};

/// One message for the queue: the CloudEvent, and the attributes that subscribers filter on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    /// The CloudEvent in JSON.
    pub body: String,
    /// The message group, by which the queue is fair: `<provider>`, or `<provider>/<account>`.
    pub group: String,
    /// The attributes that subscribers filter on: names and values.
    pub attributes: Vec<(&'static str, String)>,
}

impl Event {
    /// The message for the queue. `table` is where `dataref` points if the body does not fit.
    #[must_use]
    pub fn envelope(&self, table: &str) -> Envelope {
        self.complete(table, Sending::First)
    }

    /// The message for an event that was published before and is replayed, with `"replay": true`.
    #[must_use]
    pub fn replay_envelope(&self, table: &str) -> Envelope {
        self.complete(table, Sending::Replay)
    }

    /// The message without the body: `dataref` says where in `table` it is. The body is not needed
    /// for this.
    #[must_use]
    pub fn reference(&self, table: &str) -> Envelope {
        self.addressed(self.cloud_event(Content::At(table), Sending::First))
    }

    fn complete(&self, table: &str, sending: Sending) -> Envelope {
        let inline = std::str::from_utf8(&self.body).ok().filter(|body| is_acceptable(body));
        let whole = inline.map(|data| self.cloud_event(Content::Inline(data), sending));
        match whole {
            Some(body) if body.len() + self.attribute_bytes() <= MAX_MESSAGE_BYTES => self.addressed(body),
            _ => self.addressed(self.cloud_event(Content::At(table), sending)),
        }
    }

    fn addressed(&self, body: String) -> Envelope {
        let attributes = self.attributes().map(|(name, value)| (name, value.to_owned()));
        Envelope { body, group: self.id.owner().to_owned(), attributes: attributes.collect() }
    }

    fn attributes(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let all = [
            ("provider", Some(self.id.provider())),
            ("kind", Some(self.kind.as_str())),
            ("verification", Some(self.verification.as_str())),
            ("account", self.id.account()),
            ("action", self.action.word()),
            ("entity", self.entity.word()),
        ];
        all.into_iter().filter_map(|(name, value)| Some((name, value?)))
    }

    /// The bytes that SQS counts for the attributes: names, types (`String`) and values.
    fn attribute_bytes(&self) -> usize {
        self.attributes().map(|(name, value)| name.len() + "String".len() + value.len()).sum()
    }

    fn cloud_event(&self, content: Content<'_>, sending: Sending) -> String {
        let provider = self.id.provider();
        let wire = Wire {
            specversion: "1.0",
            id: self.id.id(),
            source: format!("/frontdesk/{}", self.id.owner()),
            kind: format!("{provider}.{}", self.kind),
            subject: self.subject.as_deref(),
            time: rfc3339(self.occurred_at.unwrap_or(self.received_at)),
            datacontenttype: "application/json",
            receivedat: rfc3339(self.received_at),
            verification: &self.verification,
            sha256: &self.sha256,
            account: self.id.account(),
            action: self.action.word(),
            entity: self.entity.word(),
            occurrence: (self.occurrence > 1).then_some(self.occurrence),
            replay: matches!(sending, Sending::Replay).then_some(true),
            dataref: match content {
                Content::Inline(_) => None,
                Content::At(table) => Some(format!("dynamodb://{table}/{}", self.id)),
            },
        };
        // Only plain values, so serialising cannot fail.
        let mut json = serde_json::to_string(&wire).unwrap_or_default();
        if let Content::Inline(data) = content {
            // Spliced in rather than serialised, so the provider's bytes are unchanged, white space
            // included.
            json.truncate(json.len().saturating_sub(1));
            json.push_str(",\"data\":");
            json.push_str(data);
            json.push('}');
        }
        json
    }
}

enum Content<'a> {
    Inline(&'a str),
    At(&'a str),
}

#[derive(Clone, Copy)]
enum Sending {
    First,
    Replay,
}

#[derive(Serialize)]
struct Wire<'a> {
    specversion: &'static str,
    id: &'a str,
    source: String,
    #[serde(rename = "type")]
    kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<&'a str>,
    time: String,
    datacontenttype: &'static str,
    receivedat: String,
    verification: &'a str,
    sha256: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    account: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    action: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    entity: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    occurrence: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    replay: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    dataref: Option<String>,
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;
    use crate::event::{EventId, Identity, example as event};

    #[test]
    fn a_message_is_written_like_this() {
        let message = event("{ \"a\" : 1.0 }\n").envelope("frontdesk-events");
        let expected = concat!(
            r#"{"specversion":"1.0","id":"abc","source":"/frontdesk/gingr","type":"gingr.check_in","#,
            r#""subject":"reservation/26361","time":"2026-11-20T10:00:00.000Z","datacontenttype":"application/json","#,
            r#""receivedat":"2026-11-20T10:00:00.000Z","verification":"fields","sha256":"0000000000000000000000000000"#,
            r#"000000000000000000000000000000000000","action":"checked_in","entity":"reservation","data":{ "a" : 1.0 }"#,
            "\n}"
        );
        assert_eq!(message.body, expected);
        let attributes = [
            ("provider", "gingr"),
            ("kind", "check_in"),
            ("verification", "fields"),
            ("action", "checked_in"),
            ("entity", "reservation"),
        ];
        assert_eq!(message.attributes, attributes.map(|(name, value)| (name, value.to_owned())));
        assert_eq!(message.group, "gingr");
    }

    #[test]
    fn a_replay_is_the_same_message_and_says_so() {
        fn check(body: impl Into<Bytes>) {
            let event = event(body);
            let [first, replay] = [event.envelope("t"), event.replay_envelope("t")];
            assert_eq!(replay.body.replacen(r#","replay":true"#, "", 1), first.body);
            assert_ne!(replay.body, first.body);
            assert_eq!((replay.group, replay.attributes), (first.group, first.attributes));
        }
        check("{\"replay\":false}");
        check("x".repeat(MAX_MESSAGE_BYTES));
    }

    #[test]
    fn an_account_and_an_occurrence_are_in_the_message() {
        let mut event = event("{}");
        event.id = EventId::new("gingr", Some("north"), &Identity::Content([0; 32]));
        event.become_occurrence(2);
        let message = event.envelope("t");
        let id = "00".repeat(32);
        assert!(
            message
                .body
                .contains(&format!(r#""id":"{id}.2","source":"/frontdesk/gingr/north","type":"gingr.check_in""#))
        );
        let expected = r#""account":"north","action":"checked_in","entity":"reservation","occurrence":2"#;
        assert!(message.body.contains(expected), "{}", message.body);
        assert_eq!(message.group, "gingr/north");
        assert!(message.attributes.contains(&("account", "north".to_owned())));
    }

    #[test]
    fn time_is_when_it_happened_where_that_is_known() {
        let mut event = event("{}");
        event.occurred_at = Some("2026-11-19T23:59:59.5Z".parse().unwrap());
        let body = event.envelope("t").body;
        assert!(body.contains(r#""time":"2026-11-19T23:59:59.500Z""#), "{body}");
        assert!(body.contains(r#""receivedat":"2026-11-20T10:00:00.000Z""#), "{body}");
    }

    #[test]
    fn what_cannot_travel_inside_is_referred_to() {
        // SQS counts the names, the types and the values of attributes as well.
        fn size(message: &Envelope) -> usize {
            let attributes = message.attributes.iter().map(|(name, value)| format!("{name}String{value}").len());
            message.body.len() + attributes.sum::<usize>()
        }
        fn check(body: impl Into<Bytes>, inside: bool) {
            let message = event(body).envelope("frontdesk-events");
            assert!(size(&message) <= MAX_MESSAGE_BYTES);
            let read: serde_json::Value = serde_json::from_str(&message.body).unwrap();
            assert_eq!(read.get("data").is_some(), inside);
            let dataref = (!inside).then_some("dynamodb://frontdesk-events/gingr:abc");
            assert_eq!(read.get("dataref").and_then(|at| at.as_str()), dataref);
        }
        let filled = |bytes: usize| format!("\"{}\"", "x".repeat(bytes - 2));
        let empty = size(&event("").envelope("t"));
        check(filled(MAX_MESSAGE_BYTES - empty), true);
        check(filled(MAX_MESSAGE_BYTES - empty + 1), false);
        check("\"\u{fffd}\u{10ffff}\u{7f}\"", true);
        check("\"\u{fffe}\"", false);
        check("\"\u{ffff}\"", false);
        check(r#""\uffff""#, true);
        check(&b"\"\xff\""[..], false);
    }
}
