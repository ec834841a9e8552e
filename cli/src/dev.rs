//! `frontdesk dev`, the local run: the whole stack in one process on this machine.
//!
//! Deliveries take the same path as in Lambda: a function-URL event, the pipeline, the response,
//! and then the push.

mod endpoints;
mod front;
mod lines;

use std::collections::BTreeMap;
use std::fs::{File, TryLockError};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use clap::Args;
use frontdesk::aws::Clients;
use frontdesk::clock::Clock;
use frontdesk::publish::outbox::Outbox;
use frontdesk::publish::queue::Queue;
use frontdesk::store::Store;
use frontdesk_local::dynamodb::DynamoDb;
use frontdesk_local::secrets_manager::SecretsManager;
use frontdesk_local::sqs::{self, Sqs};
use jiff::{SignedDuration, Timestamp};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use self::endpoints::Endpoints;
use crate::inspect::{Inspector, Samples};
use crate::local_run::{self, QUEUE, RETENTION_DAYS, TABLE};
use crate::print::announce;
use crate::providers::Providers;
use crate::runs::{self, Run};
use crate::target::Target;

/// The dead-letter queue's name, and the default receive count before a message moves there: the
/// highest that SQS allows, not five as in template.yaml, because `frontdesk tail` receives the
/// same messages again and again.
const DEAD_LETTERS: &str = "frontdesk-events-dead-letters";
const TRIES: u32 = 1000;
/// How long messages are kept, in seconds: 14 days, SQS's maximum.
const KEPT_SECONDS: &str = "1209600";

/// How often the relay runs here, and the minimum age of a row: no function takes longer to publish
/// its own.
const RELAY_EVERY: Duration = Duration::from_secs(2);
const RELAY_AGE: SignedDuration = SignedDuration::from_secs(5);
/// How long to wait at shutdown for requests and pushes in flight.
const END_WITHIN: Duration = Duration::from_secs(5);

/// Addresses, secrets and where to keep the data.
#[derive(Args, Clone)]
pub(crate) struct Options {
    /// Port of the endpoints; DynamoDB, SQS and Secrets Manager take the next three. 0 takes any
    /// free ports.
    #[arg(long, default_value_t = local_run::ENDPOINTS_PORT)]
    port: u16,
    /// Another port for DynamoDB.
    #[arg(long, value_name = "PORT")]
    dynamodb_port: Option<u16>,
    /// Another port for SQS.
    #[arg(long, value_name = "PORT")]
    sqs_port: Option<u16>,
    /// Another port for Secrets Manager.
    #[arg(long, value_name = "PORT")]
    secrets_port: Option<u16>,
    /// A provider's secret from now on, or a JSON array of live ones [default: the stored one, at
    /// first local-PROVIDER-secret].
    #[arg(long, value_name = "PROVIDER[/ACCOUNT]=SECRET")]
    secret: Vec<String>,
    /// How often consumers may fail to handle a message before it becomes a dead letter; a stack
    /// has 5. The default is SQS's maximum, since `frontdesk tail` receives the same messages again
    /// and again.
    #[arg(long, default_value_t = TRIES, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1000))]
    max_receives: u32,
    /// Keeps everything in memory, and discards it on exit.
    #[arg(long)]
    ephemeral: bool,
    /// The folder for table, queue and secrets.
    #[arg(long, default_value = ".frontdesk", value_name = "FOLDER")]
    data: PathBuf,
}

/// Runs the command until Ctrl-C or SIGTERM.
pub(crate) fn run(options: &Options, providers: Providers) -> Result<()> {
    // Our own warnings only: the engine logs every failed condition, and here that is an ordinary
    // duplicate.
    let ours = Targets::new().with_target("frontdesk", tracing::Level::WARN);
    tracing_subscriber::registry().with(ours).with(fmt::layer().with_writer(std::io::stderr)).init();
    let given = local_run::usable(&options.secret, providers)?;
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(serve(options, providers, &given))
}

async fn serve(options: &Options, providers: Providers, given: &BTreeMap<&str, String>) -> Result<()> {
    // Before anything is printed: from then on a signal must shut down cleanly.
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    let (stop, stopped) = watch::channel(false);
    let front = listen(options.port, "--port", "the endpoints").await?;
    let [dynamodb_port, sqs_port, secrets_port] = options.engine_ports();
    let dynamodb_at = listen(dynamodb_port, "--dynamodb-port", "DynamoDB").await?;
    let sqs_at = listen(sqs_port, "--sqs-port", "SQS").await?;
    let secrets_at = listen(secrets_port, "--secrets-port", "Secrets Manager").await?;
    let _lock = lock(options)?;
    let (database, queues, vault) = engines(options)?;
    let secrets = kept(&vault, given, providers)?;
    database.create_events_table(TABLE)?;
    for name in [DEAD_LETTERS, QUEUE] {
        let queue = queues.create_queue(name, [("MessageRetentionPeriod", KEPT_SECONDS)]);
        queue.with_context(|| format!("cannot create the queue {name}"))?;
    }
    let port = |at: &TcpListener| at.local_addr().map(|address| address.port());
    let run = Run {
        port: port(&front)?,
        dynamodb_port: port(&dynamodb_at)?,
        sqs_port: port(&sqs_at)?,
        secrets_port: port(&secrets_at)?,
        data: if options.ephemeral { None } else { Some(std::fs::canonicalize(&options.data)?) },
        process: std::process::id(),
        started_at: Timestamp::now(),
    };
    let front_port = run.port;

    let clients = Clients::for_relay(&run.access());
    let store = Store::new(clients.dynamodb(), TABLE, RETENTION_DAYS);
    let queue_url = run.queue_url();
    let queue = Queue::new(clients.sqs(), &queue_url);
    let outbox = Outbox::new(store.clone(), queue, providers.all().collect::<Vec<_>>(), Clock::system());

    let engines = tokio::spawn(database.serve(dynamodb_at, ended(stopped.clone())));
    let queues = tokio::spawn(queues.serve(sqs_at, ended(stopped.clone())));
    let vault = tokio::spawn(vault.serve(secrets_at, ended(stopped.clone())));
    bury_dead_letters(&clients.sqs(), &queue_url, options.max_receives).await?;
    let others = runs::up()?;
    let note = run.note();
    lines::start(&run, &secrets, providers, (!options.ephemeral).then_some(&options.data), !others.is_empty());
    if let Err(error) = &note {
        tracing::warn!(target: "frontdesk::dev", "the other commands will not find this run: {error:#}");
    }
    let samples = Samples::to(front_port);
    let target = Target::local(providers, run);
    let inspector = Arc::new(Inspector::new(target, Vec::new(), front_port, Some(samples))?);
    let endpoints = Arc::new(Endpoints::new(providers, &store, &outbox, &clients.secrets_manager()).await?);
    let (front_stop, front_stopped) = watch::channel(false);
    let relay = tokio::spawn(relay(outbox, front_stopped.clone()));
    let front = tokio::spawn(front::serve(front, front_port, endpoints.clone(), inspector, ended(front_stopped)));

    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
    // First stop deliveries and sweeps, then finish the work after the responses, and stop the
    // engines last.
    front_stop.send_replace(true);
    let _ = tokio::time::timeout(END_WITHIN, async {
        let _ = tokio::join!(front, relay);
        endpoints.finished().await;
        stop.send_replace(true);
        let _ = tokio::join!(engines, queues, vault);
    })
    .await;
    drop(note);
    announce("ended");
    Ok(())
}

impl Options {
    /// The ports of DynamoDB, SQS and Secrets Manager: those given, or the ones after the
    /// endpoints' port.
    fn engine_ports(&self) -> [u16; 3] {
        // Past the last port, as with 0, the system chooses a free one.
        let after = |n| if self.port == 0 { 0 } else { self.port.checked_add(n).unwrap_or(0) };
        let given = [self.dynamodb_port, self.sqs_port, self.secrets_port];
        let [dynamodb, sqs, secrets] = given;
        [dynamodb.unwrap_or(after(1)), sqs.unwrap_or(after(2)), secrets.unwrap_or(after(3))]
    }
}

/// Set separately, not when the queue is created: a folder of an earlier version has a queue
/// without it.
async fn bury_dead_letters(sqs: &aws_sdk_sqs::Client, queue_url: &str, tries: u32) -> Result<()> {
    let target = sqs::queue_arn(DEAD_LETTERS);
    let policy = serde_json::json!({ "deadLetterTargetArn": target, "maxReceiveCount": tries }).to_string();
    let set = sqs.set_queue_attributes().queue_url(queue_url);
    let set = set.attributes(aws_sdk_sqs::types::QueueAttributeName::RedrivePolicy, policy);
    set.send().await.map(|_| ()).context("cannot give the queue its dead-letter queue")
}

async fn ended(mut stopped: watch::Receiver<bool>) {
    // A dropped sender also means the end.
    let _ = stopped.wait_for(|stop| *stop).await;
}

/// Does what the scheduled function does in AWS.
async fn relay(outbox: Outbox, stopped: watch::Receiver<bool>) {
    let mut every = tokio::time::interval(RELAY_EVERY);
    loop {
        tokio::select! {
            _ = every.tick() => match outbox.sweep_older_than(RELAY_AGE, Timestamp::MAX).await {
                Ok(sweep) if sweep.published > 0 => lines::relayed(sweep.published),
                Ok(_) => {}
                Err(error) => tracing::warn!(target: "frontdesk::dev", %error, "the relay could not read the outbox"),
            },
            () = ended(stopped.clone()) => return,
        }
    }
}

async fn listen(port: u16, flag: &str, what: &str) -> Result<TcpListener> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let listener = TcpListener::bind(address).await;
    listener.with_context(|| {
        format!("cannot listen on {address} for {what}: is another copy running? {flag} takes another port")
    })
}

/// Locks the folder: it belongs to one local run at a time.
fn lock(options: &Options) -> Result<Option<File>> {
    if options.ephemeral {
        return Ok(None);
    }
    let folder = options.data.display();
    std::fs::create_dir_all(&options.data)
        .with_context(|| format!("cannot create the folder {folder}; --data sets another, --ephemeral needs none"))?;
    let file = File::create(options.data.join("lock"))
        .with_context(|| format!("cannot write to {folder}; --data sets another folder, --ephemeral needs none"))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => {
            bail!("another local run is using {folder}; end it, or give this one its own folder with --data")
        }
        Err(TryLockError::Error(error)) => Err(error).with_context(|| format!("cannot lock {folder}")),
    }
}

/// Opens the queue's file first: it rejects a second process.
fn engines(options: &Options) -> Result<(DynamoDb, Sqs, SecretsManager)> {
    if options.ephemeral {
        return Ok((DynamoDb::in_memory()?, Sqs::in_memory()?, SecretsManager::default()));
    }
    let queues = Sqs::open(options.data.join("sqs.sqlite"))?;
    let file = options.data.join("secrets.json");
    let vault = SecretsManager::open(&file).with_context(|| format!("cannot read {}", file.display()))?;
    Ok((DynamoDb::open(options.data.join(local_run::TABLE_FILE))?, queues, vault))
}

/// The current values: those given now, else the stored ones, else the defaults.
fn kept(
    vault: &SecretsManager,
    given: &BTreeMap<&str, String>,
    providers: Providers,
) -> Result<Vec<(&'static str, String)>> {
    let current = |name: &'static str| {
        let (id, given) = (local_run::secret_id(name), given.get(name));
        let before = vault.current(&id).filter(|before| given.is_none_or(|given| given == before));
        if let Some(before) = before {
            return Ok((name, before));
        }
        let value = given.cloned().unwrap_or_else(|| local_run::default_secret(name));
        vault.reset(&id, &value).context("cannot save the secrets; --data sets another folder")?;
        Ok((name, value))
    };
    providers.names().map(current).collect()
}
