//! The target of the operating commands: the local run on this machine, or a table and a queue in
//! AWS.

use anyhow::{Context, Result};
use aws_config::{BehaviorVersion, Region};
use aws_credential_types::provider::ProvideCredentials;
use aws_smithy_http_client::Builder;
use aws_smithy_http_client::tls::{Provider as Tls, rustls_provider::CryptoMode};
use aws_types::SdkConfig;
use aws_types::os_shim_internal::{Env, Fs};
use clap::Args;
use frontdesk::aws::Clients;
use frontdesk::clock::Clock;
use frontdesk::providers::Provider;
use frontdesk::publish::outbox::Outbox;
use frontdesk::publish::queue::Queue;
use frontdesk::receive::live_secrets::{LiveSecrets, Source};
use frontdesk::receive::secrets::Secrets;
use frontdesk::store::{Reader, Store};
use jiff::{SignedDuration, Timestamp};

use crate::exit::{did_you_mean, usage};
use crate::local_run;
use crate::print::shell_word;
use crate::providers::Providers;
use crate::runs::{Run, RunOptions};
use crate::stack::Stack;

/// The local run by default; `--stack`, or `--table` and `--queue`, for AWS.
#[derive(Args, Clone)]
#[command(next_help_heading = "Where")]
pub(crate) struct TargetOptions {
    #[command(flatten)]
    local: RunOptions,
    /// A deployed stack instead of the local run: table, queue, URLs and secrets come from its
    /// outputs.
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
pub(crate) struct Target {
    pub(crate) providers: Providers,
    pub(crate) store: Store,
    pub(crate) outbox: Outbox,
    pub(crate) queue: Queue,
    pub(crate) queue_url: String,
    pub(crate) sqs: aws_sdk_sqs::Client,
    /// The stack that `--stack` names.
    stack: Option<Stack>,
    clients: Clients,
    run: Option<Run>,
    flags: String,
}

impl Target {
    /// The target that the options name. For AWS, only the stack is queried at this point.
    pub(crate) async fn at(options: &TargetOptions, providers: Providers) -> Result<Self> {
        let target = Self::found(options, providers).await?;
        Ok(match target.run {
            Some(_) => target,
            None => Self { flags: options.flags(), ..target },
        })
    }

    async fn found(options: &TargetOptions, providers: Providers) -> Result<Self> {
        match (&options.stack, &options.table, &options.queue) {
            (Some(stack), ..) => {
                let config = options.config().await?;
                let stack = Stack::describe(&config, stack).await?;
                let (table, queue) = (stack.output("TableName")?.to_owned(), stack.output("QueueUrl")?.to_owned());
                Ok(Self::new(providers, Clients::for_operator(config), &table, queue, Some(stack)))
            }
            (None, Some(table), Some(url)) => {
                let clients = Clients::for_operator(options.config().await?);
                Ok(Self::new(providers, clients, table, url.clone(), None))
            }
            (None, None, None) => Ok(Self::local(providers, options.local.find()?)),
            (None, Some(_), None) => {
                Err(usage("--table also needs --queue URL; or use --stack NAME, which knows both"))
            }
            (None, None, Some(_)) => {
                Err(usage("--queue also needs --table NAME; or use --stack NAME, which knows both"))
            }
        }
    }

    /// A local run.
    pub(crate) fn local(providers: Providers, run: Run) -> Self {
        let target = Self::new(providers, Clients::for_relay(&run.access()), local_run::TABLE, run.queue_url(), None);
        Self { flags: format!(" --run={}", run.port), run: Some(run), ..target }
    }

    /// The flags with which another command finds the same target, quoted for a shell.
    pub(crate) fn flags(&self) -> &str {
        &self.flags
    }

    /// Read access to the table; most commands need nothing else.
    pub(crate) fn reader(&self) -> &Reader {
        self.store.reader()
    }

    /// Read access to another table in the same place.
    pub(crate) fn reader_of(&self, table: &str) -> Reader {
        Reader::new(self.clients.dynamodb(), table)
    }

    /// The table in which the stack's example consumer records its work, if the stack has one.
    pub(crate) fn consumed_table(&self) -> Option<&str> {
        self.stack.as_ref().and_then(Stack::consumed_table)
    }

    /// The local run. `None` for a target in AWS.
    pub(crate) fn run(&self) -> Option<&Run> {
        self.run.as_ref()
    }

    fn new(providers: Providers, clients: Clients, table: &str, queue_url: String, stack: Option<Stack>) -> Self {
        let retention_days = stack.as_ref().and_then(Stack::retention_days).unwrap_or(local_run::RETENTION_DAYS);
        let store = Store::new(clients.dynamodb(), table, retention_days);
        let sqs = clients.sqs();
        let queue = Queue::new(sqs.clone(), &queue_url);
        let outbox = Outbox::new(store.clone(), queue.clone(), providers.all().collect::<Vec<_>>(), Clock::system());
        Self { providers, store, outbox, queue, queue_url, sqs, stack, clients, run: None, flags: String::new() }
    }

    /// The secrets to verify a provider's deliveries with: those given, or else those of its
    /// function. `None` if neither is known.
    pub(crate) async fn secrets(&self, provider: &'static str, given: &[String]) -> Result<Option<Secrets>> {
        if let Some(value) = local_run::usable(given, self.providers)?.get(provider) {
            return local_run::parsed(provider, value).map(Some);
        }
        let Some(source) = self.source(provider)? else { return Ok(None) };
        let live = LiveSecrets::fetch_all(source, Timestamp::now()).await;
        let live = live.with_context(|| format!("cannot verify deliveries of {provider}; {}", self.hint()))?;
        Ok(Some(Secrets::clone(&live.current())))
    }

    /// Where the secrets of a provider are. `None` if only a table and a queue are named.
    pub(crate) fn source(&self, provider: &str) -> Result<Option<Source>> {
        let id = match &self.stack {
            Some(stack) => stack.secret(provider)?.to_owned(),
            None if self.run.is_some() => local_run::secret_id(provider),
            None => return Ok(None),
        };
        Ok(Some(Source { client: self.clients.secrets_manager(), id }))
    }

    /// The URL that a provider calls. `None` if unknown: a provider cannot reach the local run.
    pub(crate) fn function_url(&self, provider: &str) -> Result<Option<String>> {
        self.stack.as_ref().map(|stack| stack.url(provider).map(str::to_owned)).transpose()
    }

    /// The header in which a provider sends the secret, if the stack names one.
    pub(crate) fn auth_header(&self, provider: &Provider) -> Option<&str> {
        self.stack.as_ref().and_then(|stack| stack.auth_header(provider.name))
    }

    /// How long the stack treats recurring content as a retry, if it overrides the providers'
    /// times.
    pub(crate) fn retry_window(&self) -> Option<SignedDuration> {
        self.stack.as_ref().and_then(Stack::retry_window)
    }

    /// The command that prints a secret.
    pub(crate) fn how_to_read(&self, id: &str) -> String {
        let at = self.run.as_ref().and_then(|run| run.access().secrets_manager);
        let at = at.map_or_else(String::new, |at| format!(" --endpoint-url {at}"));
        format!("aws secretsmanager get-secret-value{at} --secret-id {id} --query SecretString --output text")
    }

    /// A hint for when the table or the queue does not answer.
    pub(crate) fn hint(&self) -> &'static str {
        match (&self.run, &self.stack) {
            (Some(_), _) => "is the local run up (`cargo run`)?",
            (None, Some(_)) => "may these credentials read the stack's table and queue?",
            (None, None) => "are region, credentials, --table and --queue right?",
        }
    }
}

impl TargetOptions {
    fn flags(&self) -> String {
        let Self { stack, table, queue, region, profile, .. } = self;
        let flags = [("stack", stack), ("table", table), ("queue", queue), ("region", region), ("profile", profile)];
        flags.iter().filter_map(|(name, value)| Some(format!(" --{name}={}", shell_word(value.as_deref()?)))).collect()
    }

    /// Configures the SDK, which searches the environment, profiles, SSO and roles
    /// (<https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html>). Missing
    /// settings are reported at once.
    async fn config(&self) -> Result<SdkConfig> {
        let tls = Builder::new().tls_provider(Tls::Rustls(CryptoMode::Ring)).build_https();
        let mut search = aws_config::defaults(BehaviorVersion::latest()).http_client(tls);
        if let Some(profile) = &self.profile {
            search = search.profile_name(profile);
        }
        if let Some(region) = &self.region {
            search = search.region(Region::new(region.clone()));
        }
        if let Some(name) =
            self.profile.clone().or_else(|| std::env::var("AWS_PROFILE").ok()).filter(|name| !name.is_empty())
        {
            known_profile(&name).await?;
        }
        let config = search.load().await;
        if config.region().is_none_or(|region| region.as_ref().is_empty()) {
            return Err(usage("no AWS region: give --region, set AWS_REGION, or put one in the profile"));
        }
        let provider = config.credentials_provider().context("no AWS credentials provider")?;
        if let Err(error) = provider.provide_credentials().await {
            return Err(usage(&format!(
                "no AWS credentials: set AWS_PROFILE or --profile, sign in with `aws sso login`, or set AWS_ACCESS_KEY_ID and \
                 AWS_SECRET_ACCESS_KEY ({})",
                format_args!("{:#}", anyhow::Error::from(error))
            )));
        }
        Ok(config)
    }
}

/// An error for a profile that is not in the files, listing those that are
/// (<https://docs.aws.amazon.com/sdkref/latest/guide/file-location.html>).
async fn known_profile(name: &str) -> Result<()> {
    // The SDK reports files that cannot be read.
    let Ok(found) = aws_config::profile::load(&Fs::real(), &Env::real(), &Default::default(), None).await else {
        return Ok(());
    };
    let mut names: Vec<&str> = found.profiles().collect();
    names.sort_unstable();
    if names.contains(&name) {
        return Ok(());
    }
    let there = if names.is_empty() { "there is none".to_owned() } else { format!("there are: {}", names.join(", ")) };
    Err(usage(&format!("no profile \"{name}\"; {there}{}", did_you_mean(name, names.into_iter()))))
}
