//! Where messages come from: the queue, or the table as events arrive in it.

use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::{Context, Result};
use aws_sdk_sqs::types::{Message as Received, MessageAttributeValue, MessageSystemAttributeName};
use frontdesk::Message;
use frontdesk::event::EventId;
use frontdesk::store::State;
use jiff::{SignedDuration, Timestamp};

use super::wish::Wish;
use crate::target::Target;

/// Seconds until an unhandled message is delivered again.
pub(super) const RETRY_AFTER: i32 = 3;
/// How long a message that the filters exclude stays hidden from others, in seconds.
const LEFT_ALONE: i32 = 10;
/// How often the table is queried for new events.
const LOOK_EVERY: Duration = Duration::from_secs(2);
/// How far back a query goes: the index lags behind the table, and an event is followed until it is
/// published.
const LOOK_BACK: SignedDuration = SignedDuration::from_mins(5);

/// One message.
pub(super) struct Arrival {
    /// The CloudEvent.
    pub(super) body: String,
    /// The CloudEvent, parsed. `None` if it is not an event.
    pub(super) message: Option<Message>,
    pub(super) message_id: String,
    /// How often the message was received, including this time.
    pub(super) received: i64,
    /// The receipt handle of this receive. `None` for an event from the table.
    pub(super) receipt: Option<String>,
    pub(super) attributes: Vec<(String, String)>,
    pub(super) system: BTreeMap<String, String>,
}

/// Where messages come from.
pub(super) enum Source<'a> {
    Queue { target: &'a Target, at_once: i32, hidden: i32 },
    Table { target: &'a Target, since: Timestamp, seen: BTreeMap<String, Timestamp> },
}

impl<'a> Source<'a> {
    /// The queue. Received messages are hidden from others for `hidden` seconds.
    pub(super) fn queue(target: &'a Target, at_once: i32, hidden: i32) -> Self {
        Self::Queue { target, at_once, hidden }
    }

    /// The table, from now on.
    pub(super) fn table(target: &'a Target) -> Self {
        Self::Table { target, since: Timestamp::now(), seen: BTreeMap::new() }
    }

    /// The source, described for people.
    pub(super) fn described(&self) -> String {
        match self {
            Source::Queue { target, .. } if target.run().is_some() => "messages of the local run".to_owned(),
            Source::Queue { target, .. } => format!("messages taken from {}", target.queue_url),
            Source::Table { target, .. } => {
                format!("events of the table {} from now on; the queue is not touched", target.reader().name())
            }
        }
    }

    /// Whether unhandled messages are delivered again.
    pub(super) fn comes_again(&self) -> bool {
        matches!(self, Source::Queue { .. })
    }

    /// The next messages that match, or none after a while.
    pub(super) async fn next(&mut self, wish: &Wish) -> Result<Vec<Arrival>> {
        match self {
            Source::Queue { target, at_once, hidden } => received(target, *at_once, *hidden, wish).await,
            Source::Table { target, since, seen } => {
                tokio::time::sleep(LOOK_EVERY).await;
                let now = Timestamp::now();
                seen.retain(|_, at| *at > now - LOOK_BACK - LOOK_BACK);
                stored(target, (*since).max(now - LOOK_BACK), seen, wish).await
            }
        }
    }

    /// Deletes a handled message.
    pub(super) async fn done(&self, arrival: &Arrival) -> Result<()> {
        let (Source::Queue { target, .. }, Some(receipt)) = (self, &arrival.receipt) else { return Ok(()) };
        let delete = target.sqs.delete_message().queue_url(&target.queue_url).receipt_handle(receipt);
        delete.send().await.map(|_| ()).context("a message was handled, but could not be deleted: it comes back")
    }

    /// Returns a message, to be delivered again after this many seconds.
    pub(super) async fn give_back(&self, arrival: &Arrival, seconds: i32) -> Result<()> {
        let (Source::Queue { target, .. }, Some(receipt)) = (self, &arrival.receipt) else { return Ok(()) };
        let back = target.sqs.change_message_visibility().queue_url(&target.queue_url).receipt_handle(receipt);
        let back = back.visibility_timeout(seconds).send().await;
        back.map(|_| ()).context("a message could not be returned to the queue: it comes back later")
    }
}

async fn received(target: &Target, at_once: i32, hidden: i32, wish: &Wish) -> Result<Vec<Arrival>> {
    let url = &target.queue_url;
    let receive = target.sqs.receive_message().queue_url(url).max_number_of_messages(at_once).wait_time_seconds(2);
    let receive = receive.message_system_attribute_names(MessageSystemAttributeName::All);
    let receive = receive.message_attribute_names("All").visibility_timeout(hidden);
    let received = receive.send().await.with_context(|| format!("cannot read {url}; {}", target.hint()))?;
    let mut wanted = Vec::new();
    for message in received.messages.unwrap_or_default() {
        let arrival = Arrival::from_queue(message);
        if wish.matches(arrival.message.as_ref()) {
            wanted.push(arrival);
        } else {
            let source = Source::Queue { target, at_once, hidden };
            source.give_back(&arrival, LEFT_ALONE).await?;
        }
    }
    Ok(wanted)
}

/// Events published since then and not yet seen, oldest first.
async fn stored(
    target: &Target,
    since: Timestamp,
    seen: &mut BTreeMap<String, Timestamp>,
    wish: &Wish,
) -> Result<Vec<Arrival>> {
    let providers: Vec<&str> = target.providers.selected(wish.provider())?.iter().map(|one| one.name).collect();
    let mut listing = target.reader().listing(&providers, since, Timestamp::now());
    let mut new: Vec<EventId> = Vec::new();
    let hint = || format!("cannot follow the table; {}", target.hint());
    while let Some(listed) = listing.next().await.with_context(hint)? {
        if !seen.contains_key(listed.id.key()) {
            new.push(listed.id);
        }
    }
    new.reverse();
    let mut arrivals = Vec::new();
    for ids in new.chunks(100) {
        for row in target.reader().rows(ids).await.with_context(hint)? {
            // An event on its way to the queue is looked at again.
            if row.state() == State::Pending {
                continue;
            }
            seen.insert(row.id().key().to_owned(), Timestamp::now());
            if row.state() == State::Published
                && let Some(event) = target.reader().get(&row.id()).await.with_context(hint)?
            {
                let message_id = row.text("message_id").unwrap_or_default().to_owned();
                arrivals.push(Arrival::from_table(&event, target.reader().name(), message_id));
            }
        }
    }
    arrivals.retain(|arrival| wish.matches(arrival.message.as_ref()));
    Ok(arrivals)
}

impl Arrival {
    fn from_queue(received: Received) -> Self {
        let text = |value: MessageAttributeValue| value.string_value;
        let attributes = received.message_attributes.unwrap_or_default();
        let mut attributes: Vec<_> =
            attributes.into_iter().filter_map(|(name, value)| Some((name, text(value)?))).collect();
        attributes.sort();
        let system = received.attributes.unwrap_or_default();
        let system: BTreeMap<String, String> =
            system.into_iter().map(|(name, value)| (name.as_str().to_owned(), value)).collect();
        let body = received.body.unwrap_or_default();
        Self {
            message: Message::parse(&body).ok(),
            body,
            message_id: received.message_id.unwrap_or_default(),
            received: system.get("ApproximateReceiveCount").and_then(|count| count.parse().ok()).unwrap_or(1),
            receipt: received.receipt_handle,
            attributes,
            system,
        }
    }

    fn from_table(event: &frontdesk::event::Event, table: &str, message_id: String) -> Self {
        let envelope = event.envelope(table);
        let sent = event.received_at.as_millisecond().to_string();
        Self {
            message: Message::parse(&envelope.body).ok(),
            body: envelope.body,
            message_id,
            received: 1,
            receipt: None,
            attributes: envelope.attributes.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
            system: [("ApproximateReceiveCount".to_owned(), "1".to_owned()), ("SentTimestamp".to_owned(), sent)].into(),
        }
    }

    /// The event's key, or a dash.
    pub(super) fn key(&self) -> String {
        let key = |message: &Message| {
            let owner = message.source.strip_prefix("/frontdesk/").unwrap_or(&message.source);
            format!("{owner}:{}", message.id)
        };
        self.message.as_ref().map_or_else(|| "-".to_owned(), key)
    }

    /// The event's type, or a dash.
    pub(super) fn event_type(&self) -> &str {
        self.message.as_ref().map_or("-", |message| message.event_type.as_str())
    }

    /// The CloudEvent with its data included, for a consumer without access to the table. Keeps
    /// `dataref`, as
    /// <https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/extensions/dataref.md> allows.
    pub(super) async fn whole(&self, target: &Target) -> Result<String> {
        let Some(message) = self.message.as_ref().filter(|message| message.data.is_none()) else {
            return Ok(self.body.clone());
        };
        let data =
            message.body(target.reader()).await.with_context(|| format!("cannot read its body; {}", target.hint()))?;
        let data = std::str::from_utf8(&data).context("its body is not UTF-8")?;
        let open = self.body.trim_end().strip_suffix('}').context("the message is not an object")?;
        Ok(format!("{open},\"data\":{data}}}"))
    }
}
