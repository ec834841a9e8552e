//! `frontdesk secret`: lists a provider's live secrets, adds new ones, and retires old ones.
//!
//! A rotation without refusals takes three steps: `rotate` makes a new secret live beside the old
//! one, someone enters it at the provider, and once `list` shows that the old one is no longer
//! used, `retire` ends it.

pub(crate) mod matched;
pub(crate) mod vault;

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand};
use frontdesk::receive::secrets::{self, Secrets, Written};
use jiff::{Timestamp, ToSpan};
use serde_json::json;

use self::matched::Matched;
use self::vault::{Live, Vault};
use crate::events::filter::{Filter, Span};
use crate::exit::{NotFound, usage};
use crate::prefix::Prefix;
use crate::print::{age, line, plain, plural};
use crate::providers::Providers;
use crate::table::{Column, Table};
use crate::target::{Target, TargetOptions};

/// The length and the alphabet of a generated secret.
const LENGTH: usize = 48;
const LETTERS: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

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
    /// Lists the live secrets by their ids, with the deliveries that matched them.
    List {
        /// Only this provider's secrets.
        provider: Option<String>,
        /// Only this account's secrets.
        #[arg(long, value_name = "NAME")]
        account: Option<String>,
        /// How far back to count: 2h, 7d.
        #[arg(long, default_value = "7d", value_name = "TIME")]
        since: String,
        /// Prints JSON lines.
        #[arg(long)]
        json: bool,
    },
    /// Adds a new live secret, which becomes the newest: for an existing account, or a new one.
    #[command(visible_alias = "add")]
    Rotate {
        /// The provider.
        provider: String,
        /// The account that the secret is for, if one stack serves several: a-z 0-9 - _.
        #[arg(long, value_name = "NAME")]
        account: Option<String>,
        /// Reads the secret from a file (`-`: standard input) instead of generating one.
        #[arg(long, value_name = "FILE")]
        from_file: Option<PathBuf>,
        /// Prints the secret even if it comes from a file.
        #[arg(long, conflicts_with = "hide")]
        show: bool,
        /// Does not print a generated secret: `frontdesk register PROVIDER --show` prints it later.
        #[arg(long)]
        hide: bool,
    },
    /// Retires a secret: deliveries signed with it are refused from then on.
    Retire {
        /// The provider.
        provider: String,
        /// The secret's id, from the list; or a prefix of it.
        key: String,
        /// Only if the secret belongs to this account.
        #[arg(long, value_name = "NAME")]
        account: Option<String>,
        /// Even if deliveries matched it within the last 24 hours.
        #[arg(long)]
        force: bool,
    },
}

/// Runs the command.
pub(crate) async fn run(options: &Options, providers: Providers) -> Result<()> {
    let target = Target::at(&options.target, providers).await?;
    match &options.action {
        Action::List { provider, account, since, json } => {
            list(&target, provider.as_deref(), account.as_deref(), since, *json).await
        }
        Action::Rotate { provider, account, from_file, show, hide } => {
            let provider = providers.known(provider)?.name;
            let account =
                secrets::account(account.clone().unwrap_or_default()).map_err(|bad| usage(&bad.to_string()))?;
            let secret = from_file.as_deref().map_or_else(made_up, read)?;
            let show = *show || (from_file.is_none() && !hide);
            rotate(&target, provider, Written { account, secret }, show).await
        }
        Action::Retire { provider, key, account, force } => {
            retire(&target, providers.known(provider)?.name, key, account.as_deref(), *force).await
        }
    }
}

async fn list(target: &Target, only: Option<&str>, account: Option<&str>, since: &str, as_json: bool) -> Result<()> {
    let now = Timestamp::now();
    let span = Filter::since(since).span(now)?;
    let mut lines = Vec::new();
    for provider in target.providers.selected(only)?.into_iter().map(|provider| provider.name) {
        // A stack may lack some providers.
        if only.is_none() && target.source(provider).is_err() {
            continue;
        }
        let live = live(target, provider).await?;
        let mut matched = matched::by_key(target, provider, span).await?;
        let mut seen = HashSet::new();
        for Live { key, current, written } in live {
            // The first of each account is its newest.
            let state = match (seen.insert(written.account.clone()), current) {
                (true, _) => "newest",
                (_, true) => "older",
                (_, false) => "previous",
            };
            let found = matched.remove(&key.to_string());
            lines.push((owner(provider, written.account.as_deref()), written.account, key.to_string(), state, found));
        }
        lines.extend(matched.into_iter().map(|(key, found)| (provider.to_owned(), None, key, "retired", Some(found))));
    }
    lines.retain(|(_, of, ..)| account.is_none() || of.as_deref() == account);
    let mut table = Table::new(&[
        Column::text("PROVIDER"),
        Column::text("KEY"),
        Column::text("STATE"),
        Column::number("MATCHED"),
        Column::text("LAST MATCHED"),
    ]);
    for (owner, account, key, state, found) in lines {
        let Matched { events, last } = found.unwrap_or_default();
        let quiet = last.parse().ok().map(|last: Timestamp| (now - last).get_seconds());
        if as_json {
            let last = Some(&last).filter(|last| !last.is_empty());
            let object = json!({
                "provider": owner.split('/').next(), "account": account, "key": key, "state": state, "live": state != "retired", "matched": events,
                "last_matched": last, "quiet_seconds": quiet,
            });
            line(&object.to_string())?;
        } else {
            let last =
                quiet.map_or_else(|| format!("none in {since}"), |quiet| format!("{last}, quiet for {}", age(quiet)));
            table.add([owner, key, state.to_owned(), events.to_string(), last].map(|text| plain(&text)).to_vec());
        }
    }
    table.print()
}

async fn live(target: &Target, provider: &str) -> Result<Vec<Live>> {
    let live = Vault::for_provider(target, provider)?.live().await;
    live.with_context(|| format!("cannot read the secrets of {provider}; {}", target.hint()))
}

async fn rotate(target: &Target, provider: &str, new: Written, show: bool) -> Result<()> {
    let vault = Vault::for_provider(target, provider)?;
    let live = live(target, provider).await?;
    let key = vault::key(&new.secret).context("the new secret cannot be used")?;
    if live.iter().any(|known| known.written.secret == new.secret) {
        bail!("the secret {key} is live already; `frontdesk secret list {provider}` shows what is");
    }
    if new.account.is_none() && live.iter().all(|known| known.written.account.is_some()) {
        let mut names: Vec<&str> = live.iter().filter_map(|known| known.written.account.as_deref()).collect();
        names.dedup();
        return Err(usage(&format!(
            "{provider} has accounts: --account NAME says whose secret it is ({})",
            names.join(", ")
        )));
    }
    let all: Vec<Written> = [new.clone()].into_iter().chain(live.iter().map(|known| known.written.clone())).collect();
    vault.put(&all).await?;
    let older: Vec<&Live> = live.iter().filter(|known| known.written.account == new.account).collect();
    let owner = owner(provider, new.account.as_deref());
    line(&format!("{owner}: the secret {key} is live, beside {} older.", older.len()))?;
    let which = new.account.as_ref().map_or_else(String::new, |account| format!(" --account {account}"));
    if show {
        line(&format!("Enter this at {provider}; `frontdesk register {provider}{which}` shows where:"))?;
        line(&format!("\n{}\n", new.secret))?;
    } else {
        line(&format!(
            "Enter it at {provider}; `frontdesk register {provider}{which} --show` shows where, and prints it."
        ))?;
    }
    line("Running functions accept it within five minutes, or at once when a delivery uses it.")?;
    for Live { key, .. } in older {
        line(&format!(
            "When `frontdesk secret list {provider}` shows {key} quiet: frontdesk secret retire {provider} {key}"
        ))?;
    }
    Ok(())
}

async fn retire(target: &Target, provider: &str, key: &str, account: Option<&str>, force: bool) -> Result<()> {
    let live = live(target, provider).await?;
    let mut prefix = Prefix::new(key);
    let mut of_account = live.iter().filter(|known| account.is_none() || known.written.account.as_deref() == account);
    of_account.all(|known| prefix.look(&known.key.to_string()));
    let owner = owner(provider, account);
    let missing = format!("no live secret of {owner} has the id {key}: `frontdesk secret list {provider}` shows them");
    let key = &prefix.only(missing.clone())?;
    let at = live.iter().position(|known| known.key.to_string() == *key).ok_or(NotFound(missing))?;
    if live.len() == 1 {
        bail!(
            "{key} is the only live secret of {provider}: without it all deliveries are refused. First run `frontdesk secret \
               rotate {provider}`"
        );
    }
    let now = Timestamp::now();
    let day = matched::by_key(target, provider, Span { from: now - 24.hours(), to: now }).await?;
    if let Some(Matched { events, last }) = day.get(key).filter(|_| !force) {
        bail!(
            "{} matched {key} in the last 24 hours, the last at {last}: {provider} still uses it. --force retires it anyway",
            plural(*events, "delivery", "deliveries")
        );
    }
    let left: Vec<Written> =
        live.iter().enumerate().filter(|(n, _)| *n != at).map(|(_, known)| known.written.clone()).collect();
    Vault::for_provider(target, provider)?.put(&left).await?;
    line(&format!("{provider}: the secret {key} is retired, {} live.", left.len()))?;
    line("Running functions accept it for up to five more minutes.")
}

/// The owner of a secret: `<provider>`, or `<provider>/<account>`.
pub(crate) fn owner(provider: &str, account: Option<&str>) -> String {
    account.map_or_else(|| provider.to_owned(), |account| format!("{provider}/{account}"))
}

/// A secret from a file or standard input, without a final line break.
pub(crate) fn read(file: &Path) -> Result<String> {
    let text = if file.as_os_str() == "-" {
        std::io::read_to_string(std::io::stdin()).context("cannot read standard input")?
    } else {
        std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?
    };
    let text = text.strip_suffix('\n').unwrap_or(&text);
    Ok(text.strip_suffix('\r').unwrap_or(text).to_owned())
}

/// Generates a secret from the operating system's randomness.
fn made_up() -> Result<String> {
    let mut made = String::with_capacity(LENGTH);
    while made.len() < LENGTH {
        let mut bytes = [0; LENGTH];
        getrandom::fill(&mut bytes).context("the operating system provides no randomness")?;
        // Every letter is equally likely: values above the last full multiple are discarded.
        let fair = bytes.iter().filter(|byte| usize::from(**byte) < 256 / LETTERS.len() * LETTERS.len());
        let letters = fair.filter_map(|byte| LETTERS.get(usize::from(*byte) % LETTERS.len()));
        made.extend(letters.map(|letter| char::from(*letter)).take(LENGTH - made.len()));
    }
    Secrets::parse(&made)?;
    Ok(made)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn made_up_secrets() {
        let made = [made_up().unwrap(), made_up().unwrap()];
        assert_ne!(made[0], made[1]);
        for made in made {
            assert_eq!(made.len(), LENGTH);
            assert!(made.bytes().all(|byte| byte.is_ascii_alphanumeric()), "{made}");
        }
    }
}
