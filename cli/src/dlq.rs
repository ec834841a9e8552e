//! `frontdesk dlq`: messages that consumers could not handle, and moving them back into the queue.
//!
//! SQS can only show messages by delivering them. They are hidden from consumers while the command
//! runs, and returned when it ends.

use std::time::Duration;

use anyhow::{Context, Result, bail};
use aws_sdk_sqs::types::{
    ChangeMessageVisibilityBatchRequestEntry, Message, MessageSystemAttributeName, QueueAttributeName,
};
use clap::{Args, Subcommand};
use frontdesk::event::rfc3339;
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::confirm::confirm;
use crate::exit::limit;
use crate::prefix::Prefix;
use crate::print::{line, plain, pretty, seconds};
use crate::providers::Providers;
use crate::table::{Column, Table};
use crate::target::{Target, TargetOptions};

/// How long a message stays hidden if the command is interrupted, in seconds.
const HIDDEN: i32 = 30;
/// How often to poll a redrive.
const ASK_EVERY: Duration = Duration::from_secs(1);

/// What to do, and where.
#[derive(Args)]
pub(crate) struct Options {
    #[command(subcommand)]
    action: Action,
    #[command(flatten)]
    target: TargetOptions,
}

#[derive(Subcommand)]
enum Action {
    /// Lists dead letters.
    List {
        /// Lists at most this many.
        #[arg(long, default_value_t = 50, value_name = "N", value_parser = limit)]
        limit: usize,
        /// Prints JSON lines.
        #[arg(long)]
        json: bool,
    },
    /// Shows one dead letter, with its body.
    Show {
        /// The message's id, or the event's.
        #[arg(value_name = "ID")]
        id: String,
        /// Prints JSON.
        #[arg(long)]
        json: bool,
    },
    /// Moves all dead letters back into their queue, with SQS's own redrive.
    Redrive {
        /// Does not ask for confirmation.
        #[arg(long)]
        yes: bool,
        /// Moves at most this many per second.
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(i32).range(1..=500))]
        rate: Option<i32>,
    },
}

/// The dead-letter queue of a queue.
pub(crate) struct DeadLetters<'a> {
    target: &'a Target,
    arn: String,
    url: String,
}

/// A dead letter, without its body.
pub(crate) struct Letter {
    pub(crate) message_id: String,
    /// The event's key. `None` for a message that is not ours.
    pub(crate) event: Option<String>,
    pub(crate) kind: String,
    /// When it was sent, RFC 3339.
    pub(crate) sent: String,
    pub(crate) received: i64,
}

/// The number of messages in a queue.
#[derive(Default)]
pub(crate) struct Depth {
    pub(crate) visible: i64,
    pub(crate) in_flight: i64,
}

/// Runs the command.
pub(crate) async fn run(options: &Options, providers: Providers) -> Result<()> {
    let target = Target::at(&options.target, providers).await?;
    let Some(dead) = DeadLetters::find(&target).await? else {
        bail!("{} has no dead-letter queue", target.queue_url);
    };
    match &options.action {
        Action::List { limit, json } => dead.list(*limit, *json).await,
        Action::Show { id, json } => dead.show(id, *json).await,
        Action::Redrive { yes, rate } => dead.redrive(*yes, *rate).await,
    }
}

/// The depth of the queue, and of its dead-letter queue if it has one.
pub(crate) async fn depths(target: &Target) -> Result<(Depth, Option<Depth>)> {
    let queue = depth(target, &target.queue_url).await?;
    let dead = match DeadLetters::find(target).await? {
        Some(dead) => Some(depth(target, &dead.url).await?),
        None => None,
    };
    Ok((queue, dead))
}

async fn depth(target: &Target, url: &str) -> Result<Depth> {
    use QueueAttributeName::{ApproximateNumberOfMessages, ApproximateNumberOfMessagesNotVisible};
    let ask = target.sqs.get_queue_attributes().queue_url(url).attribute_names(ApproximateNumberOfMessages);
    let answer = ask.attribute_names(ApproximateNumberOfMessagesNotVisible).send().await;
    let answer = answer.with_context(|| format!("cannot query {url}; {}", target.hint()))?;
    let number = |name| answer.attributes().and_then(|all| all.get(&name)?.parse().ok()).unwrap_or_default();
    Ok(Depth { visible: number(ApproximateNumberOfMessages), in_flight: number(ApproximateNumberOfMessagesNotVisible) })
}

impl<'a> DeadLetters<'a> {
    /// Finds the dead-letter queue that the queue's redrive policy names. `None` if it has none.
    pub(crate) async fn find(target: &'a Target) -> Result<Option<Self>> {
        let name = QueueAttributeName::RedrivePolicy;
        let ask = target.sqs.get_queue_attributes().queue_url(&target.queue_url).attribute_names(name.clone());
        let answer =
            ask.send().await.with_context(|| format!("cannot query {}; {}", target.queue_url, target.hint()))?;
        let Some(policy) = answer.attributes().and_then(|all| all.get(&name)) else { return Ok(None) };
        let policy: Value = serde_json::from_str(policy).context("the queue's redrive policy is not JSON")?;
        let Some(arn) = policy.get("deadLetterTargetArn").and_then(Value::as_str) else { return Ok(None) };
        // arn:aws:sqs:REGION:ACCOUNT:NAME
        let mut from_the_end = arn.rsplit(':');
        let (Some(queue), Some(account)) = (from_the_end.next(), from_the_end.next()) else {
            bail!("{arn} is not the ARN of a queue");
        };
        let ask = target.sqs.get_queue_url().queue_name(queue).queue_owner_aws_account_id(account);
        let answer = ask.send().await.with_context(|| format!("cannot find the dead-letter queue {arn}"))?;
        Ok(Some(Self { target, arn: arn.to_owned(), url: answer.queue_url.unwrap_or_default() }))
    }

    /// Approximately how many messages there are to move back.
    pub(crate) async fn count(&self) -> Result<i64> {
        Ok(depth(self.target, &self.url).await?.visible)
    }

    /// At most `limit` dead letters, newest first.
    pub(crate) async fn letters(&self, limit: usize) -> Result<Vec<Letter>> {
        let messages = self.look(limit, |_| false).await?;
        let letter = |message: &Message| {
            let (event, kind) = event(message);
            let message_id = message.message_id().unwrap_or_default().to_owned();
            let event = Some(event).filter(|event| event != "-");
            Letter { message_id, event, kind, sent: sent(message), received: received(message) }
        };
        let mut letters: Vec<Letter> = messages.iter().map(letter).collect();
        letters.sort_by(|a, b| b.sent.cmp(&a.sent));
        Ok(letters)
    }

    async fn list(&self, limit: usize, as_json: bool) -> Result<()> {
        let messages = self.look(limit, |_| false).await?;
        if messages.is_empty() && !as_json {
            line("no dead letters")?;
        }
        let mut table = Table::new(&[
            Column::text("SENT"),
            Column::number("RECEIVED"),
            Column::cut("TYPE", 16),
            Column::cut("MESSAGE", 9),
            Column::cut("EVENT", 16),
        ]);
        for message in &messages {
            let (event, kind) = event(message);
            let object = json!({
                "message_id": message.message_id, "event": event, "type": kind,
                "sent": sent(message), "received": received(message),
            });
            if as_json {
                line(&object.to_string())?;
            } else {
                let id = message.message_id().unwrap_or_default().to_owned();
                let times = format!("{}x", received(message));
                table.add(vec![seconds(&sent(message)), times, plain(&kind), id, plain(&event)]);
            }
        }
        table.print()
    }

    async fn show(&self, id: &str, as_json: bool) -> Result<()> {
        let is_it = |message: &Message| message.message_id() == Some(id) || event(message).0 == id;
        let messages = self.look(usize::MAX, is_it).await?;
        let message = match messages.iter().find(|message| is_it(message)) {
            Some(message) => message,
            None => by_prefix(&messages, id)?,
        };
        let body = message.body().unwrap_or_default();
        if as_json {
            let object = json!({
                "message_id": message.message_id, "event": event(message).0,
                "sent": sent(message), "received": received(message), "body": body,
            });
            return line(&object.to_string());
        }
        line(&format!("message_id  {}", message.message_id().unwrap_or_default()))?;
        line(&format!("event       {}", plain(&event(message).0)))?;
        line(&format!("sent        {}", sent(message)))?;
        line(&format!("received    {} times", received(message)))?;
        line(&format!("\n{}", plain(&pretty(body.as_bytes()).unwrap_or_else(|| body.to_owned()))))
    }

    async fn redrive(&self, yes: bool, rate: Option<i32>) -> Result<()> {
        let count = self.count().await?;
        if count == 0 {
            return line("no dead letters");
        }
        confirm(&format!("{count} to move back into {}. Move them?", self.target.queue_url), yes)?;
        let moved = self.move_back(rate).await?;
        line(&format!("{moved} moved back into {}", self.target.queue_url))
    }

    /// Moves all dead letters back into their queue, and waits until SQS has finished. Returns how
    /// many there were.
    pub(crate) async fn move_back(&self, rate: Option<i32>) -> Result<i64> {
        let start = self.target.sqs.start_message_move_task().source_arn(&self.arn);
        let start = start.set_max_number_of_messages_per_second(rate).send().await;
        start.with_context(|| format!("SQS did not start the redrive of {}", self.arn))?;
        loop {
            let tasks = self.target.sqs.list_message_move_tasks().source_arn(&self.arn).max_results(1).send().await;
            let tasks = tasks.context("the redrive was started, but SQS does not report its progress")?;
            let Some(task) = tasks.results().first() else { bail!("SQS does not know the redrive that it started") };
            let moved = task.approximate_number_of_messages_moved();
            match task.status() {
                Some("RUNNING" | "CANCELLING") => tokio::time::sleep(ASK_EVERY).await,
                Some("COMPLETED") => return Ok(moved),
                other => bail!(
                    "the redrive ended as {} after {moved}: {}",
                    other.unwrap_or("unknown"),
                    task.failure_reason().unwrap_or("no reason was given")
                ),
            }
        }
    }

    /// Receives messages until there are `limit`, or `enough` returns true, or no more arrive.
    /// Returns all of them to the queue.
    async fn look(&self, limit: usize, enough: impl Fn(&Message) -> bool) -> Result<Vec<Message>> {
        let mut seen: Vec<Message> = Vec::new();
        while seen.len() < limit && !seen.iter().any(&enough) {
            let most = i32::try_from((limit - seen.len()).min(10))?;
            let receive = self.target.sqs.receive_message().queue_url(&self.url).max_number_of_messages(most);
            let receive = receive.visibility_timeout(HIDDEN).wait_time_seconds(1);
            let receive = receive.message_system_attribute_names(MessageSystemAttributeName::All);
            let received = receive.send().await.with_context(|| format!("cannot read {}", self.url))?;
            let new = received.messages.unwrap_or_default();
            // A message that arrives again has been hidden long enough: all others have been seen,
            // or there are too many to see at once.
            let again = new.iter().any(|new| seen.iter().any(|old| old.message_id == new.message_id));
            let last = new.is_empty() || again;
            seen.retain(|old| new.iter().all(|new| old.message_id != new.message_id));
            seen.extend(new);
            if last {
                break;
            }
        }
        for messages in seen.chunks(10) {
            let mut back = self.target.sqs.change_message_visibility_batch().queue_url(&self.url);
            for (n, message) in messages.iter().enumerate() {
                let entry = ChangeMessageVisibilityBatchRequestEntry::builder().id(n.to_string()).visibility_timeout(0);
                back = back.entries(entry.set_receipt_handle(message.receipt_handle.clone()).build()?);
            }
            back.send().await.with_context(|| format!("the messages stay hidden for {HIDDEN} seconds"))?;
        }
        Ok(seen)
    }
}

/// Finds the message whose own id, or whose event's id, begins with a text.
fn by_prefix<'a>(messages: &'a [Message], text: &str) -> Result<&'a Message> {
    let mut prefix = Prefix::new(text);
    for message in messages {
        prefix.look(message.message_id().unwrap_or_default());
        prefix.look(&event(message).0);
    }
    let missing = format!("no dead letter {text}: `frontdesk dlq list` shows what is there");
    let found = prefix.only(missing.clone())?;
    let is_it = |message: &&Message| message.message_id() == Some(&found) || event(message).0 == found;
    messages.iter().find(is_it).with_context(|| missing)
}

/// The event's key and type. Dashes for a message that is not ours.
fn event(message: &Message) -> (String, String) {
    match frontdesk::Message::parse(message.body().unwrap_or_default()) {
        Ok(event) => {
            // The rest is the provider, with its account if it has one: as in the key.
            let owner = event.source.strip_prefix("/frontdesk/").unwrap_or(event.provider());
            (format!("{owner}:{}", event.id), event.event_type)
        }
        Err(_) => ("-".to_owned(), "-".to_owned()),
    }
}

fn sent(message: &Message) -> String {
    let at = attribute(message, &MessageSystemAttributeName::SentTimestamp)
        .and_then(|at| Timestamp::from_millisecond(at).ok());
    at.map(rfc3339).unwrap_or_default()
}

fn received(message: &Message) -> i64 {
    attribute(message, &MessageSystemAttributeName::ApproximateReceiveCount).unwrap_or_default()
}

fn attribute(message: &Message, name: &MessageSystemAttributeName) -> Option<i64> {
    message.attributes()?.get(name)?.parse().ok()
}
