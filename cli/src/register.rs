//! `frontdesk register`: gives a provider the function's URL and secret.
//!
//! Gire has an API for that, the other four do not: for those it prints what to enter, and where.

mod api;
mod gire;
mod steps;

use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::{Args, Subcommand};
use frontdesk::provider::Provider as _;
use frontdesk::providers::{Cheqroom, Gingr, Gire, Ombori, Zaui};

use crate::exit::usage;
use crate::secret::{self, vault::Vault};
use crate::target::{Target, TargetOptions};

/// With which provider, and which function.
#[derive(Args)]
pub(crate) struct Options {
    #[command(subcommand)]
    provider: Provider,
    /// The function's URL [default: the one of the stack].
    #[arg(long, global = true, value_name = "URL")]
    url: Option<String>,
    /// A file with the secret; `-` for the standard input [default: the newest in Secrets Manager].
    #[arg(long, global = true, value_name = "FILE")]
    secret_file: Option<PathBuf>,
    #[command(flatten)]
    target: TargetOptions,
}

#[derive(Subcommand)]
enum Provider {
    /// Creates, lists, shows, changes and deletes webhooks at Gire.
    Gire(gire::Options),
    /// Prints what to enter at Gingr.
    Gingr(Shown),
    /// Prints what to send to Ombori's team.
    Ombori(Shown),
    /// Prints what to enter at Zaui.
    Zaui(Shown),
    /// Prints what to enter at Cheqroom.
    Cheqroom(Shown),
}

/// What may be printed.
#[derive(Args)]
struct Shown {
    /// Prints the secret, too.
    #[arg(long)]
    show: bool,
}

/// Runs the command.
pub(crate) async fn run(options: &Options) -> Result<()> {
    match &options.provider {
        Provider::Gire(gire) => gire::run(gire, options).await,
        Provider::Gingr(Shown { show }) => steps::print(Gingr::NAME, options, *show).await,
        Provider::Ombori(Shown { show }) => steps::print(Ombori::NAME, options, *show).await,
        Provider::Zaui(Shown { show }) => steps::print(Zaui::NAME, options, *show).await,
        Provider::Cheqroom(Shown { show }) => steps::print(Cheqroom::NAME, options, *show).await,
    }
}

impl Options {
    /// The function's URL, with a slash at its end. None where nothing says it.
    fn url(&self, target: Option<&Target>, provider: &str) -> Result<Option<String>> {
        let url = match (&self.url, target) {
            (Some(url), _) => Some(url.clone()),
            (None, Some(target)) => target.function_url(provider)?,
            (None, None) => None,
        };
        Ok(url.map(|url| format!("{}/", url.trim_end_matches('/'))))
    }

    /// The secret to give to the provider: the one in the file, or the newest that is live.
    async fn secret(&self, target: &Target, provider: &str) -> Result<String> {
        if let Some(file) = &self.secret_file {
            let text = secret::read(file)?;
            secret::vault::key(&text).context("the secret cannot be used")?;
            return Ok(text);
        }
        let live = Vault::for_provider(target, provider)?.live().await;
        let live = live.with_context(|| format!("cannot read the secret of {provider}; {}", target.hint()))?;
        live.into_iter().next().map(|live| live.text).with_context(|| format!("{provider} has no secret"))
    }

    /// The URL that Gire shall call. It must be one that Gire can reach.
    fn reachable(&self, target: &Target) -> Result<String> {
        let url = self.url(Some(target), Gire::NAME)?;
        url.ok_or_else(|| usage("nothing says the function's URL: give --stack NAME or --url URL"))
    }
}
