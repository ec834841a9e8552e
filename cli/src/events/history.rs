//! The history of an event, from its row and from what consumers recorded.

use frontdesk::store::Row;

use super::consumers::Found;
use crate::print::plain;

/// What happened, each step with its time, in order; current states have no time.
pub(crate) fn history(row: &Row, consumed: &Found) -> Vec<(String, String)> {
    let text = |name| row.text(name).map(plain);
    let mut history = Vec::new();
    let deliveries = row.number("deliveries").unwrap_or(1);
    history.push((
        text("received_at").unwrap_or_default(),
        format!("received by request {}", text("request_id").unwrap_or_default()),
    ));
    if let Some(at) = text("published_at") {
        history.push((at, format!("published as message {}", text("message_id").unwrap_or_default())));
    }
    if deliveries > 1 {
        history.push((
            text("last_delivery_at").max(text("last_retry_at")).unwrap_or_default(),
            format!("delivered again, the last of {deliveries} times"),
        ));
    }
    if let (Some(replays), Some(at)) = (row.number("replays"), text("replayed_at")) {
        let message = text("replayed_as").unwrap_or_default();
        let which = if replays == 1 { String::new() } else { format!(", the last of {replays} times,") };
        history.push((at, format!("sent to the queue again{which} as message {message}")));
    }
    let (open, done): (Vec<_>, Vec<_>) = consumed.steps().partition(|(time, _)| time.is_empty());
    history.extend(done);
    history.sort();
    let now = |what: String| (String::new(), what);
    history.extend(text("pending").map(|_| now("pending: the relay will publish it".to_owned())));
    history.extend(text("unreadable").map(|why| now(format!("unreadable, so not published: {why}"))));
    history.extend(text("set_aside").map(|why| now(format!("set aside, so not published: {why}"))));
    history.extend(text("variant_of").map(|id| now(format!("another body of {id}, so not published"))));
    history.extend(open);
    history
}
