//! `frontdesk register`: gives a provider the function's URL and secret.
//!
//! If the provider has an API for webhooks, the command calls it; if not, it prints what to enter,
//! and where.

mod api;
mod steps;
mod webhooks;

use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::Args;
use frontdesk::providers::{Provider, Registration};

use crate::exit::usage;
use crate::providers::Providers;
use crate::secret;
use crate::secret::vault::{Live, Vault};
use crate::target::{Target, TargetOptions};

/// Which provider, and which function.
#[derive(Args)]
pub(crate) struct Options {
    /// The provider.
    #[arg(value_name = "PROVIDER")]
    provider: String,
    /// What to do with the webhooks of a provider that has an API [default: prints what to enter].
    #[command(subcommand)]
    action: Option<webhooks::Action>,
    /// Prints the secret, too.
    #[arg(long)]
    show: bool,
    /// The function's URL [default: that of the stack].
    #[arg(long, global = true, value_name = "URL")]
    url: Option<String>,
    /// A file with the secret; `-` for standard input [default: the newest in Secrets Manager].
    #[arg(long, global = true, value_name = "FILE", conflicts_with = "account")]
    secret_file: Option<PathBuf>,
    /// The account to register, if one stack serves several: its secret is given to the provider.
    #[arg(long, global = true, value_name = "NAME")]
    account: Option<String>,
    #[command(flatten)]
    api: webhooks::ApiOptions,
    #[command(flatten)]
    target: TargetOptions,
}

/// Runs the command.
pub(crate) async fn run(options: &Options, providers: Providers) -> Result<()> {
    let provider = providers.known(&options.provider)?;
    match (provider.registration, &options.action) {
        (Registration::Api(api), Some(action)) => webhooks::run(provider, api, action, options, providers).await,
        (Registration::Steps(steps), None) => steps::print(provider, steps, options, providers).await,
        (Registration::Api(_), None) => Err(usage(&format!(
            "{} has an API for webhooks: list, show, create, update or delete (`frontdesk register {} --help`)",
            provider.title, provider.name
        ))),
        (Registration::Steps(_), Some(_)) => Err(usage(&format!(
            "{} has no API for webhooks: `frontdesk register {}` prints what to enter",
            provider.title, provider.name
        ))),
    }
}

impl Options {
    /// The function's URL, with a slash at its end. `None` if it is unknown.
    fn url(&self, target: Option<&Target>, provider: &str) -> Result<Option<String>> {
        let url = match (&self.url, target) {
            (Some(url), _) => Some(url.clone()),
            (None, Some(target)) => target.function_url(provider)?,
            (None, None) => None,
        };
        Ok(url.map(|url| format!("{}/", url.trim_end_matches('/'))))
    }

    /// The secret to give to the provider: the one in the file, or the newest live one.
    async fn secret(&self, target: &Target, provider: &str) -> Result<String> {
        if let Some(file) = &self.secret_file {
            let text = secret::read(file)?;
            secret::vault::key(&text).context("the secret cannot be used")?;
            return Ok(text);
        }
        let live = Vault::for_provider(target, provider)?.live().await;
        let live = live.with_context(|| format!("cannot read the secret of {provider}; {}", target.hint()))?;
        let mut accounts: Vec<_> = live.iter().map(|live| live.written.account.as_deref()).collect();
        accounts.dedup();
        if self.account.is_none() && accounts.len() > 1 {
            let names: Vec<&str> = accounts.into_iter().flatten().collect();
            return Err(usage(&format!("{provider} has accounts: --account NAME says which ({})", names.join(", "))));
        }
        let wanted = |live: &Live| self.account.is_none() || live.written.account == self.account;
        let found = live.into_iter().find(wanted).map(|live| live.written.secret);
        found.with_context(|| match &self.account {
            Some(account) => {
                format!("{provider} has no secret of an account `{account}`: `frontdesk secret list {provider}`")
            }
            None => format!("{provider} has no secret"),
        })
    }

    /// The URL for the provider to call, which the provider must be able to reach.
    fn reachable(&self, target: &Target, provider: &Provider) -> Result<String> {
        let url = self.url(Some(target), provider.name)?;
        url.ok_or_else(|| usage("the function's URL is unknown: give --stack NAME or --url URL"))
    }
}
