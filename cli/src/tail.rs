//! `frontdesk tail`: prints messages from the queue as they arrive.

use std::collections::HashSet;

use anyhow::{Context, Result};
use clap::Args;
use frontdesk::Message;

use crate::events::words::Words;
use crate::print::line;
use crate::providers::Providers;
use crate::target::{Target, TargetOptions};

/// How long a message that is not deleted stays hidden from others, in seconds.
const HIDDEN: i32 = 10;

/// Which queue to read.
#[derive(Args)]
pub(crate) struct Options {
    /// Deletes what it prints. Otherwise every message stays for the real consumers; but reading a
    /// message counts as a receive, and on AWS it becomes a dead letter after five receives.
    #[arg(long)]
    delete: bool,
    /// Ends after this many messages.
    #[arg(long, value_name = "N")]
    count: Option<u64>,
    #[command(flatten)]
    words: Words,
    #[command(flatten)]
    target: TargetOptions,
}

/// Runs the command.
pub(crate) async fn run(options: &Options, providers: Providers) -> Result<()> {
    tokio::select! {
        done = tail(options, providers) => done,
        _ = tokio::signal::ctrl_c() => Ok(()),
    }
}

impl Options {
    /// Whether to print a message. A message that is not an event is printed unless there are
    /// filters.
    fn wishes(&self, body: &str) -> bool {
        let (account, action, entity) = Message::parse(body)
            .map_or_else(|_| Default::default(), |message| (message.account, message.action, message.entity));
        self.words.match_event(account.as_deref(), action, entity)
    }
}

async fn tail(options: &Options, providers: Providers) -> Result<()> {
    let target = Target::at(&options.target, providers).await?;
    let (sqs, url) = (&target.sqs, &target.queue_url);
    let mut seen = HashSet::new();
    let mut left = options.count.unwrap_or(u64::MAX);
    while left > 0 {
        let receive = sqs
            .receive_message()
            .queue_url(url)
            .wait_time_seconds(2)
            .visibility_timeout(HIDDEN)
            .max_number_of_messages(10)
            .send();
        let received = receive.await.with_context(|| format!("cannot read {url}; {}", target.hint()))?;
        for message in received.messages() {
            let (Some(id), Some(body)) = (message.message_id(), message.body()) else { continue };
            if !options.wishes(body) {
                continue;
            }
            if left > 0 && seen.insert(id.to_owned()) {
                line(body)?;
                left -= 1;
            }
            if options.delete {
                let delete = sqs.delete_message().queue_url(url).set_receipt_handle(message.receipt_handle.clone());
                delete.send().await.context("a message was printed but could not be deleted")?;
            }
        }
    }
    Ok(())
}
