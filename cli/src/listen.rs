//! `frontdesk listen`: passes each message to a consumer on this machine, as Lambda would to one in
//! AWS.
//!
//! With a local run it takes the messages from the queue: those that the consumer handles are
//! deleted, the others come back. In AWS the messages belong to the real consumers, so it follows
//! the table instead, unless `--take` is given.

mod arrivals;
mod lambda;
mod recipient;
mod wish;

use std::time::Duration;

use anyhow::Result;
use clap::Args;
use frontdesk_local::sqs::REGION;
use jiff::Timestamp;
use serde_json::json;

use self::arrivals::{Arrival, RETRY_AFTER, Source};
use self::recipient::{Handed, Recipient};
use self::wish::Wish;
use crate::print::{bad, good, line, note, plain};
use crate::providers::Providers;
use crate::target::{Target, TargetOptions};

/// How much of a response is shown.
const SHOWN: usize = 2_000;

/// The consumer, the messages, and their source.
#[derive(Args)]
pub(crate) struct Options {
    #[command(flatten)]
    to: ToOptions,
    /// Takes messages from the queue of a stack: its real consumers do not get them [default:
    /// follows the table].
    #[arg(long)]
    take: bool,
    /// How long the consumer may take for a message, or for a batch with --lambda, in seconds.
    #[arg(long, default_value_t = 30, value_name = "SECONDS", value_parser = clap::value_parser!(u32).range(1..=900))]
    timeout: u32,
    /// Ends after this many deliveries, failed ones included.
    #[arg(long, value_name = "N")]
    count: Option<u64>,
    /// Prints JSON lines.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    wish: Wish,
    #[command(flatten)]
    target: TargetOptions,
}

/// Where the messages go.
#[derive(Args)]
#[group(required = true, multiple = false)]
#[command(next_help_heading = "To")]
struct ToOptions {
    /// Posts each message: a CloudEvent in structured mode, application/cloudevents+json. A 2xx is
    /// success.
    #[arg(long, value_name = "URL")]
    forward_to: Option<String>,
    /// Runs a shell command for each message, with the CloudEvent on standard input. Exit code 0 is
    /// success.
    #[arg(long, value_name = "COMMAND")]
    exec: Option<String>,
    /// Invokes a function (`cargo lambda watch`, `sam local start-lambda`) with batches of up to
    /// ten, as Lambda would: <http://localhost:3001/2015-03-31/functions/NAME/invocations>.
    #[arg(long, value_name = "URL")]
    lambda: Option<String>,
}

/// Runs the command until Ctrl-C.
pub(crate) async fn run(options: &Options, providers: Providers) -> Result<()> {
    let target = Target::at(&options.target, providers).await?;
    let recipient = Recipient::new(&options.to, Duration::from_secs(options.timeout.into()), variables(&target))?;
    let hidden = i32::try_from(options.timeout)?.saturating_add(5);
    let mut source = if target.run().is_some() || options.take {
        Source::queue(&target, recipient.at_once(), hidden)
    } else {
        Source::table(&target)
    };
    note(&format!("{} → {recipient}; Ctrl-C ends it", source.described()));
    let mut left = options.count.unwrap_or(u64::MAX);
    let stop = tokio::signal::ctrl_c();
    tokio::pin!(stop);
    while left > 0 {
        let arrived = tokio::select! {
            arrived = source.next(&options.wish) => arrived?,
            _ = &mut stop => return Ok(()),
        };
        if arrived.is_empty() {
            continue;
        }
        let handed = tokio::select! {
            handed = recipient.hand_over(&target, &arrived) => handed,
            _ = &mut stop => {
                for arrival in &arrived {
                    source.give_back(arrival, 0).await?;
                }
                return Ok(());
            }
        };
        for (arrival, handed) in arrived.iter().zip(&handed) {
            match handed.good {
                true => source.done(arrival).await?,
                false => source.give_back(arrival, RETRY_AFTER).await?,
            }
            print(options, arrival, handed, source.comes_again())?;
            left = left.saturating_sub(1);
        }
    }
    Ok(())
}

/// The environment that a consumer has in AWS, for one that runs here. With a target in AWS only
/// the table is set: a developer has credentials there, and must choose the table that records what
/// is done.
fn variables(target: &Target) -> Vec<(&'static str, String)> {
    let table = ("EVENTS_TABLE", target.reader().name().to_owned());
    let Some(run) = target.run() else { return vec![table] };
    let access = run.access();
    let mut all = vec![
        table,
        ("CONSUMED_TABLE", target.reader().name().to_owned()),
        ("EVENTS_QUEUE_URL", target.queue_url.clone()),
        ("AWS_REGION", REGION.to_owned()),
        ("AWS_DEFAULT_REGION", REGION.to_owned()),
        ("AWS_ACCESS_KEY_ID", access.access_key_id),
        ("AWS_SECRET_ACCESS_KEY", access.secret_access_key),
    ];
    all.extend(access.dynamodb.map(|at| ("AWS_ENDPOINT_URL_DYNAMODB", at)));
    all.extend(access.sqs.map(|at| ("AWS_ENDPOINT_URL_SQS", at)));
    all
}

/// Prints time, provider, kind, id, the consumer's response and milliseconds; below it the output
/// of a failed one.
fn print(options: &Options, arrival: &Arrival, handed: &Handed, comes_again: bool) -> Result<()> {
    let (time, ms) = (Timestamp::now(), handed.took.as_secs_f64() * 1000.0);
    if options.json {
        let object = json!({
            "time": frontdesk::event::rfc3339(time), "event": arrival.key(), "type": arrival.event_type(),
            "message_id": arrival.message_id, "received": arrival.received, "good": handed.good,
            "status": handed.status, "ms": (ms * 10.0).round() / 10.0, "answer": handed.answer,
        });
        return line(&object.to_string());
    }
    let time = format!("{time:.3}").get(11..23).unwrap_or_default().to_owned();
    let status = if handed.good { good(&handed.status) } else { bad(&handed.status) };
    let (kind, key) = (plain(arrival.event_type()), plain(&arrival.key()));
    let again = match (handed.good, comes_again) {
        (false, true) => format!("  received {}x, comes back in {RETRY_AFTER} s", arrival.received),
        _ => String::new(),
    };
    line(&format!("{time}  {kind:<28}  {key}  {status}  {ms:.1} ms{again}"))?;
    if !handed.good {
        let answer: String = handed.answer.trim().chars().take(SHOWN).collect();
        for text in answer.lines() {
            line(&plain(&format!("    {text}")))?;
        }
    }
    Ok(())
}
