//! `frontdesk completions`: shell completion of commands, providers, their kinds, and the accounts
//! of the local run. The shell asks the command each time, so candidates are up to date.

use std::ffi::OsStr;
use std::time::Duration;

use anyhow::{Context, Result};
use clap::builder::Command;
use clap::{Args, CommandFactory};
use clap_complete::env::{CompleteEnv, Shells};
use clap_complete::{ArgValueCandidates, CompletionCandidate, Shell};

use crate::providers::Providers;
use crate::runs::RunOptions;
use crate::samples::Sample;
use crate::secret::vault::Vault;
use crate::target::Target;

/// The variable with which a shell asks for candidates.
const ASKED_BY: &str = "COMPLETE";
/// Time limit for listing accounts: nobody waits longer for a completion.
const PATIENCE: Duration = Duration::from_millis(500);

/// Which shell to print the script for.
#[derive(Args)]
pub(crate) struct Options {
    /// The shell.
    shell: Shell,
}

/// Runs the command.
pub(crate) fn run(options: &Options) -> Result<()> {
    let shells = Shells::builtins();
    let name = options.shell.to_string();
    let shell = shells.completer(&name).with_context(|| format!("there are no completions for {name}"))?;
    let mut script = Vec::new();
    shell.write_registration(ASKED_BY, "frontdesk", "frontdesk", "frontdesk", &mut script)?;
    // Written at once, with an error instead of a panic if the reader has gone.
    crate::print::line(String::from_utf8_lossy(&script).trim_end())
}

/// If a shell asks for candidates, prints them and exits.
pub(crate) fn answer<C: CommandFactory>(providers: Providers) {
    CompleteEnv::with_factory(|| with_candidates(C::command(), providers)).var(ASKED_BY).complete();
}

/// Adds candidates to every argument that names a provider, a kind or an account.
fn with_candidates(command: Command, providers: Providers) -> Command {
    let command = command.mut_args(|argument| match argument.get_id().as_str() {
        "provider" => argument.add(ArgValueCandidates::new(move || words(providers.names()))),
        "kind" => argument.add(ArgValueCandidates::new(move || kinds(providers))),
        "account" => argument.add(ArgValueCandidates::new(move || words(accounts(providers).iter()))),
        _ => argument,
    });
    command.mut_subcommands(|command| with_candidates(command, providers))
}

fn words<T: AsRef<OsStr>>(words: impl Iterator<Item = T>) -> Vec<CompletionCandidate> {
    words.map(|word| CompletionCandidate::new(word.as_ref())).collect()
}

/// The kinds of the provider on the command line, or of all.
fn kinds(providers: Providers) -> Vec<CompletionCandidate> {
    let named = |name: &str| std::env::args_os().any(|word| word == name);
    let of_one: Vec<_> = providers.names().filter(|name| named(name)).collect();
    let names = if of_one.is_empty() { providers.names().collect() } else { of_one };
    let samples = names.into_iter().flat_map(|name| Sample::all(name).unwrap_or_default());
    words(samples.map(|sample| sample.kind))
}

/// The accounts of the local run, if one is up.
fn accounts(providers: Providers) -> Vec<String> {
    let Ok(run) = RunOptions::default().find() else { return Vec::new() };
    let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() else { return Vec::new() };
    let target = Target::local(providers, run);
    let ask = async {
        let mut accounts = Vec::new();
        for name in providers.names() {
            let Ok(vault) = Vault::for_provider(&target, name) else { continue };
            let live = vault.live().await.unwrap_or_default();
            accounts.extend(live.into_iter().filter_map(|live| live.written.account));
        }
        accounts.sort();
        accounts.dedup();
        accounts
    };
    runtime.block_on(async { tokio::time::timeout(PATIENCE, ask).await.unwrap_or_default() })
}
