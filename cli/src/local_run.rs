//! The names, ports and default secrets of the local run.
//!
//! The local run creates what is named here, and the other commands find it by these names.

use std::collections::BTreeMap;

use anyhow::Result;
use frontdesk::aws::Access;
use frontdesk::receive::secrets::{self, Secrets, Written};
use frontdesk_local::sqs;

use crate::exit::usage;
use crate::providers::Providers;

/// The table's name.
pub(crate) const TABLE: &str = "frontdesk-events";
/// The table's file, in a run's data folder.
pub(crate) const TABLE_FILE: &str = "dynamodb.sqlite";
/// The queue's name.
pub(crate) const QUEUE: &str = "frontdesk-events";
/// How many days events are kept.
pub(crate) const RETENTION_DAYS: u32 = 90;

/// The default port of the endpoints. The engines use the next three.
pub(crate) const ENDPOINTS_PORT: u16 = 9000;

/// Access to the engines of a local run. They accept any credentials.
pub(crate) fn access(dynamodb_port: u16, sqs_port: u16, secrets_port: u16) -> Access {
    let endpoint = |port| Some(format!("http://127.0.0.1:{port}"));
    Access {
        region: sqs::REGION.to_owned(),
        access_key_id: "local".to_owned(),
        secret_access_key: "local".to_owned(),
        session_token: None,
        dynamodb: endpoint(dynamodb_port),
        sqs: endpoint(sqs_port),
        secrets_manager: endpoint(secrets_port),
        roots: None,
    }
}

/// The queue's URL.
pub(crate) fn queue_url(sqs_port: u16) -> String {
    sqs::queue_url(&format!("127.0.0.1:{sqs_port}"), QUEUE)
}

/// The name of a provider's secret in Secrets Manager.
pub(crate) fn secret_id(provider: &str) -> String {
    format!("frontdesk-{provider}")
}

/// The initial secret of a provider.
pub(crate) fn default_secret(provider: &str) -> String {
    format!("local-{provider}-secret")
}

/// One `--secret PROVIDER=SECRET` or `--secret PROVIDER/ACCOUNT=SECRET`.
pub(crate) struct Given<'a> {
    pub(crate) provider: &'static str,
    account: Option<String>,
    /// One secret, or a value in the format of a function.
    pub(crate) value: &'a str,
}

/// Parses the values of `--secret`, in order. No error shows a secret.
pub(crate) fn given<'a>(entries: &'a [String], providers: Providers) -> Result<Vec<Given<'a>>> {
    let one = |entry: &'a String| {
        let Some((owner, value)) = entry.split_once('=') else {
            let example = providers.names().next().unwrap_or("PROVIDER");
            let how = format!("--secret: write it as PROVIDER=SECRET, such as {example}=0123456789abcdef");
            return Err(usage(&how));
        };
        let (name, account) = owner.split_once('/').unwrap_or((owner, ""));
        let Some(provider) = providers.find(name) else {
            return Err(usage(&format!("--secret {name}=…: the providers are {}", providers.listed())));
        };
        let account =
            secrets::account(account.to_owned()).map_err(|bad| usage(&format!("--secret {owner}=…: {bad}")))?;
        Ok(Given { provider: provider.name, account, value })
    };
    entries.iter().map(one).collect()
}

/// The value for each provider, checked as a function does at its start. For each account the last
/// one counts.
pub(crate) fn usable(entries: &[String], providers: Providers) -> Result<BTreeMap<&'static str, String>> {
    let mut values: BTreeMap<&'static str, BTreeMap<Option<String>, &str>> = BTreeMap::new();
    for Given { provider, account, value } in given(entries, providers)? {
        values.entry(provider).or_default().insert(account, value);
    }
    let joined = |(provider, accounts): (&'static str, BTreeMap<Option<String>, &str>)| {
        let mut all = Vec::new();
        for (account, value) in accounts {
            let parts = Secrets::split(value).map_err(|error| unusable(provider, &error))?;
            let named = |part: Written| Written { account: part.account.or_else(|| account.clone()), ..part };
            all.extend(parts.into_iter().map(named));
        }
        let value = Secrets::join(&all);
        parsed(provider, &value)?;
        Ok((provider, value))
    };
    values.into_iter().map(joined).collect()
}

/// The secrets in a value given with `--secret`.
pub(crate) fn parsed(provider: &str, value: &str) -> Result<Secrets> {
    Secrets::parse(value).map_err(|error| unusable(provider, &error))
}

fn unusable(provider: &str, error: &dyn std::error::Error) -> anyhow::Error {
    usage(&format!("--secret {provider}=… cannot be used: {error}"))
}
