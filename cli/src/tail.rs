//! `frontdesk tail`: prints messages from the queue as they arrive.

use std::collections::HashSet;

use anyhow::{Context, Result};
use clap::Args;
use frontdesk::lambda::aws::Clients;

use crate::dev::{local_access, queue_url};

/// How long a message that is not deleted stays hidden from others, in seconds.
const HIDDEN: i32 = 10;

/// Which queue to read.
#[derive(Args)]
pub(crate) struct Options {
    /// Deletes what it prints. Without it, every message stays for the real consumers.
    #[arg(long)]
    delete: bool,
    /// Ends after so many messages.
    #[arg(long, value_name = "N")]
    count: Option<u64>,
    /// Where the local run's SQS is.
    #[arg(long, default_value_t = 9002)]
    sqs_port: u16,
}

/// Runs the command.
pub(crate) fn run(options: &Options) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        tokio::select! {
            done = tail(options) => done,
            _ = tokio::signal::ctrl_c() => Ok(()),
        }
    })
}

async fn tail(options: &Options) -> Result<()> {
    let access = local_access(0, options.sqs_port);
    let sqs = Clients::for_relay(&access).sqs();
    let url = queue_url(options.sqs_port);
    let mut seen = HashSet::new();
    let mut left = options.count.unwrap_or(u64::MAX);
    while left > 0 {
        let receive = sqs
            .receive_message()
            .queue_url(&url)
            .wait_time_seconds(2)
            .visibility_timeout(HIDDEN)
            .max_number_of_messages(10)
            .send();
        let received =
            receive.await.with_context(|| format!("cannot read {url}; is the local run up (`cargo run`)?"))?;
        for message in received.messages() {
            let (Some(id), Some(body)) = (message.message_id(), message.body()) else { continue };
            if left > 0 && seen.insert(id.to_owned()) {
                println!("{body}");
                left -= 1;
            }
            if options.delete {
                let delete = sqs.delete_message().queue_url(&url).set_receipt_handle(message.receipt_handle.clone());
                delete.send().await.context("a message was printed but could not be deleted")?;
            }
        }
    }
    Ok(())
}
