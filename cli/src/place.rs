//! Where the operating commands work: the local run on this machine, or a table and a queue in AWS.

use anyhow::{Context, Result};
use aws_config::{BehaviorVersion, Region};
use aws_credential_types::provider::ProvideCredentials;
use aws_smithy_http_client::Builder;
use aws_smithy_http_client::tls::{Provider as Tls, rustls_provider::CryptoMode};
use aws_types::SdkConfig;
use clap::Args;
use clap::error::ErrorKind;
use frontdesk::lambda::aws::Clients;
use frontdesk::outbox::Outbox;
use frontdesk::providers::NAMES;
use frontdesk::queue::Queue;
use frontdesk::rotation::{LiveSecrets, Source};
use frontdesk::secrets::Secrets;
use frontdesk::store::Store;
use jiff::Timestamp;

use crate::dev;
use crate::stack::Stack;

/// The local run by default; `--stack`, or `--table` and `--queue`, for AWS.
#[derive(Args, Clone)]
#[command(next_help_heading = "Where")]
pub(crate) struct Where {
    /// Port of the local run's DynamoDB.
    #[arg(long, default_value_t = 9001, global = true, value_name = "PORT")]
    dynamodb_port: u16,
    /// Port of the local run's SQS.
    #[arg(long, default_value_t = 9002, global = true, value_name = "PORT")]
    sqs_port: u16,
    /// A deployed stack instead of the local run: table, queue, URLs and secrets come from its outputs.
    #[arg(long, global = true, value_name = "NAME", conflicts_with_all = ["table", "queue"])]
    stack: Option<String>,
    /// A table in AWS instead of the local run's; needs --queue.
    #[arg(long, global = true, value_name = "NAME")]
    table: Option<String>,
    /// The queue's URL in AWS; needs --table.
    #[arg(long, global = true, value_name = "URL")]
    queue: Option<String>,
    /// AWS region [default: AWS_REGION, or the profile's].
    #[arg(long, global = true)]
    region: Option<String>,
    /// AWS profile [default: AWS_PROFILE, or `default`].
    #[arg(long, global = true)]
    profile: Option<String>,
}

/// The table and the queue, and the clients to reach them.
pub(crate) struct Place {
    pub(crate) store: Store,
    pub(crate) outbox: Outbox,
    pub(crate) queue: Queue,
    pub(crate) queue_url: String,
    pub(crate) sqs: aws_sdk_sqs::Client,
    /// The stack that `--stack` names.
    stack: Option<Stack>,
    clients: Clients,
    local: bool,
}

impl Place {
    /// The place that the options name. Of AWS, the stack is asked what is in it; nothing else is asked yet.
    pub(crate) async fn at(options: &Where) -> Result<Self> {
        match (&options.stack, &options.table, &options.queue) {
            (Some(stack), ..) => {
                let config = options.config().await?;
                let stack = Stack::describe(&config, stack).await?;
                let (table, queue) = (stack.output("TableName")?.to_owned(), stack.output("QueueUrl")?.to_owned());
                Ok(Self::new(Clients::for_operator(config), &table, queue, Some(stack)))
            }
            (None, Some(table), Some(url)) => {
                Ok(Self::new(Clients::for_operator(options.config().await?), table, url.clone(), None))
            }
            (None, None, None) => Ok(Self::local(options.dynamodb_port, options.sqs_port)),
            (None, Some(_), None) => Err(usage("--table needs --queue URL, too; or --stack NAME, which knows both")),
            (None, None, Some(_)) => Err(usage("--queue needs --table NAME, too; or --stack NAME, which knows both")),
        }
    }

    /// The local run with its engines at these ports.
    pub(crate) fn local(dynamodb_port: u16, sqs_port: u16) -> Self {
        let clients = Clients::for_relay(&dev::local_access(dynamodb_port, sqs_port));
        Self { local: true, ..Self::new(clients, dev::TABLE, dev::queue_url(sqs_port), None) }
    }

    /// Whether it is the local run.
    pub(crate) fn is_local(&self) -> bool {
        self.local
    }

    fn new(clients: Clients, table: &str, queue_url: String, stack: Option<Stack>) -> Self {
        let retention_days = stack.as_ref().and_then(Stack::retention_days).unwrap_or(dev::RETENTION_DAYS);
        let store = Store::new(clients.dynamodb(), table, retention_days);
        let sqs = clients.sqs();
        let queue = Queue::new(sqs.clone(), &queue_url);
        let outbox = Outbox::new(store.clone(), queue.clone(), Timestamp::now);
        Self { outbox, store, queue, queue_url, sqs, stack, clients, local: false }
    }

    /// The secrets to verify deliveries of a provider with: those given, or else those of the stack, or else the local
    /// run's default. None where nothing says them.
    pub(crate) async fn secrets(&self, provider: &'static str, given: &[String]) -> Result<Option<Secrets>> {
        let mut all = dev::secrets(given)?;
        let is_given = given.iter().any(|entry| entry.split_once('=').is_some_and(|(key, _)| key == provider));
        if let (false, Some(stack)) = (is_given, &self.stack) {
            let source = Source { client: self.clients.secrets_manager(), id: stack.secret(provider)?.to_owned() };
            let live = LiveSecrets::fetch(source).await?;
            return Ok(Some(Secrets::clone(&live.current())));
        }
        all.retain(|(name, ..)| *name == provider && (self.local || is_given));
        Ok(all.pop().map(|(_, _, secrets)| secrets))
    }

    /// What to say when table or queue do not answer.
    pub(crate) fn hint(&self) -> &'static str {
        match (self.local, &self.stack) {
            (true, _) => "is the local run up (`cargo run`)?",
            (false, Some(_)) => "may these credentials read the stack's table and queue?",
            (false, None) => "are region, credentials, --table and --queue right?",
        }
    }
}

impl Where {
    /// The SDK's own search: environment, profiles, SSO, roles
    /// (<https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html>). What is missing is said at once.
    async fn config(&self) -> Result<SdkConfig> {
        let tls = Builder::new().tls_provider(Tls::Rustls(CryptoMode::Ring)).build_https();
        let mut search = aws_config::defaults(BehaviorVersion::latest()).http_client(tls);
        if let Some(profile) = &self.profile {
            search = search.profile_name(profile);
        }
        if let Some(region) = &self.region {
            search = search.region(Region::new(region.clone()));
        }
        let config = search.load().await;
        if config.region().is_none() {
            return Err(usage("no AWS region: give --region, set AWS_REGION, or put one into the profile"));
        }
        let provider = config.credentials_provider().context("no way to AWS credentials")?;
        provider.provide_credentials().await.context(
            "no AWS credentials: set AWS_PROFILE or --profile, sign in with `aws sso login`, or set AWS_ACCESS_KEY_ID and \
             AWS_SECRET_ACCESS_KEY",
        )?;
        Ok(config)
    }
}

/// An error in the use of the command: exit code 2.
pub(crate) fn usage(told: &str) -> anyhow::Error {
    clap::Error::raw(ErrorKind::ValueValidation, format!("{told}\n")).into()
}

/// All providers, or the one that is named.
pub(crate) fn providers(only: Option<&str>) -> Result<Vec<&'static str>> {
    let chosen: Vec<_> = NAMES.into_iter().filter(|name| only.is_none_or(|only| only == *name)).collect();
    match only {
        Some(only) if chosen.is_empty() => {
            Err(usage(&format!("no provider `{only}`; the providers are {}", NAMES.join(", "))))
        }
        _ => Ok(chosen),
    }
}
