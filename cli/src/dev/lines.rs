//! What the local run prints: the addresses at the start, then a line for each delivery.

use std::path::PathBuf;
use std::time::Instant;

use frontdesk::event::EventId;
use frontdesk::providers::Provider;
use frontdesk::publish::outbox::Published;
use frontdesk::receive::pipeline::{DeliveryLog, Finished, Receipt};
use frontdesk_local::sqs::REGION;
use http::StatusCode;
use jiff::Timestamp;

use crate::local_run::{self, TABLE};
use crate::print::announce;
use crate::providers::Providers;
use crate::runs::Run;

/// The addresses, the secrets, and what to try.
pub(super) fn start(
    run: &Run,
    secrets: &[(&'static str, String)],
    providers: Providers,
    data: Option<&PathBuf>,
    others: bool,
) {
    let (front, dynamodb, sqs, vault) = (run.port, run.dynamodb_port, run.sqs_port, run.secrets_port);
    let queue_url = run.queue_url();
    announce("Frontdesk runs on this machine.\n");
    for (name, secret) in secrets {
        announce(&format!("  {name:<9} http://127.0.0.1:{front}/{name:<9}  secret {secret}"));
    }
    announce(&format!("  DynamoDB  http://127.0.0.1:{dynamodb}            table {TABLE}"));
    announce(&format!("  SQS       http://127.0.0.1:{sqs}            queue {queue_url}"));
    announce(&format!("  Secrets   http://127.0.0.1:{vault}            named {}", local_run::secret_id("PROVIDER")));
    announce(&format!("  inspect   http://127.0.0.1:{front}/           every delivery and its outcome, in a browser"));
    match data {
        Some(folder) => announce(&format!("  kept in   {}\n", folder.display())),
        None => announce("  kept in   memory, until it ends\n"),
    }
    announce("Try, in a second terminal:\n");
    let example = providers.all().next().and_then(|provider| Some((provider.name, provider.kind_names().next()?)));
    if let Some((provider, kind)) = example {
        try_out(
            run,
            others,
            &format!("send {provider} {kind}"),
            "signs an example and posts it (send --list shows all)",
        );
    }
    try_out(run, others, "tail", "prints the messages of the queue");
    try_out(run, others, "listen --exec COMMAND", "passes them to your consumer");
    announce(&format!(
        "  export AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local AWS_REGION={REGION} AWS_DEFAULT_REGION={REGION}"
    ));
    announce(&format!("  aws dynamodb scan --endpoint-url http://127.0.0.1:{dynamodb} --table-name {TABLE}"));
    announce(&format!("  aws sqs receive-message --endpoint-url http://127.0.0.1:{sqs} --queue-url {queue_url}\n"));
    announce("Ctrl-C ends it. One line for each delivery:\n");
}

/// Prints a command line that works as it stands, also beside other local runs.
fn try_out(run: &Run, others: bool, command: &str, what: &str) {
    // Cargo's variables show whether Cargo started this.
    let name = if std::env::var_os("CARGO").is_some() { "cargo run --" } else { "frontdesk" };
    let which = if others { format!(" --run {}", run.port) } else { String::new() };
    announce(&format!("  {:<39} {what}", format!("{name} {command}{which}")));
}

/// The response to a path that belongs to no provider.
pub(super) fn endpoints(port: u16, providers: Providers) -> String {
    let lines = providers.names().map(|name| format!("  POST http://127.0.0.1:{port}/{name}/…\n"));
    format!("No provider has this path. The endpoints are:\n{}", lines.collect::<String>())
}

/// The lines of a delivery that arrived at `started`.
pub(super) struct Lines {
    pub(super) started: Instant,
}

impl DeliveryLog for Lines {
    /// Time, provider, kind, id, outcome, status, milliseconds.
    fn responded(&self, provider: &Provider, receipt: &Receipt) {
        let (id, kind) = name(receipt.event.as_ref());
        let outcome = match &receipt.error {
            Some(error) => format!("{}: {error}", receipt.outcome),
            None => receipt.outcome.to_string(),
        };
        let ms = self.started.elapsed().as_secs_f64() * 1000.0;
        let (provider, status) = (provider.name, receipt.status.as_u16());
        announce(&format!("{}  {provider:<9} {kind:<22} {id}  {outcome}  {status}  {ms:.1} ms", now()));
    }

    fn finished(&self, provider: &Provider, event: Option<&(EventId, String)>, finished: &Finished) {
        let (id, kind) = name(event);
        let what = match finished {
            Finished::Nothing | Finished::Counted => return,
            Finished::Published(Published { message_id, fit }) => {
                let mut what = format!("published  message {message_id}");
                if let Some(misfit) = &fit.misfit {
                    what.push_str(&format!("; its payload does not fit its type, at {misfit}"));
                }
                if !fit.unknown_fields.is_empty() {
                    what.push_str(&format!("; unknown fields: {}", fit.unknown_fields.join(", ")));
                }
                what
            }
            Finished::Pending(error) => format!("not published yet; the relay will publish it: {error}"),
            Finished::Kept { id } => format!("kept for a week as {id}"),
            Finished::NotKept(error) => format!("the refused delivery is not kept: {error}"),
            Finished::NotCounted(error) => format!("this repeated delivery was not counted: {error}"),
        };
        announce(&format!("{}  {:<9} {kind:<22} {id}  {what}", now(), provider.name));
    }
}

/// The line of a sweep of the relay that had something to do.
pub(super) fn relayed(published: usize) {
    announce(&format!("{}  relay     published {published} that had been left pending", now()));
}

/// Prints the line of a request that would not reach a function.
pub(super) fn unseen(provider: &str, status: StatusCode, why: &str) {
    announce(&format!("{}  {provider:<9} {why}  {}", now(), status.as_u16()));
}

fn name(event: Option<&(EventId, String)>) -> (&str, &str) {
    event.map_or(("-", "-"), |(id, kind)| (id.key(), kind.as_str()))
}

fn now() -> String {
    format!("{:.3}", Timestamp::now()).get(11..23).unwrap_or_default().to_owned()
}
