//! How the local run is reached: its names, its ports, and the secrets that it has by default.
//!
//! The local run creates what is named here, and the other commands look for it under the same names.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use frontdesk::aws::Access;
use frontdesk::receive::secrets::Secrets;
use frontdesk_local::sqs;

use crate::exit::usage;
use crate::providers::Providers;

/// The table's name.
pub(crate) const TABLE: &str = "frontdesk-events";
/// The queue's name.
pub(crate) const QUEUE: &str = "frontdesk-events";
/// For how many days events are kept.
pub(crate) const RETENTION_DAYS: u32 = 90;

/// The default port of the endpoints.
pub(crate) const ENDPOINTS_PORT: u16 = 9000;
/// The default port of DynamoDB.
pub(crate) const DYNAMODB_PORT: u16 = 9001;
/// The default port of SQS.
pub(crate) const SQS_PORT: u16 = 9002;
/// The default port of Secrets Manager.
pub(crate) const SECRETS_PORT: u16 = 9003;

/// Access to the engines of a local run. They take any credentials.
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

/// The secret that a provider has until it gets another.
pub(crate) fn default_secret(provider: &str) -> String {
    format!("local-{provider}-secret")
}

/// What `--secret PROVIDER=SECRET` gives, in its order. No error shows a secret.
pub(crate) fn given<'a>(entries: &'a [String], providers: Providers) -> Result<Vec<(&'static str, &'a str)>> {
    let one = |entry: &'a String| {
        let Some((name, value)) = entry.split_once('=') else {
            let example = providers.names().next().unwrap_or("PROVIDER");
            let how = format!("--secret: write it as PROVIDER=SECRET, such as {example}=0123456789abcdef");
            return Err(usage(&how));
        };
        let Some(provider) = providers.find(name) else {
            return Err(usage(&format!("--secret {name}=…: the providers are {}", providers.listed())));
        };
        Ok((provider.name, value))
    };
    entries.iter().map(one).collect()
}

/// The same, held to what a function starts with: each provider with the value that counts, the last one.
pub(crate) fn usable(entries: &[String], providers: Providers) -> Result<BTreeMap<&'static str, &str>> {
    let given = given(entries, providers)?;
    given.iter().try_for_each(|(name, value)| parsed(name, value).map(drop))?;
    Ok(given.into_iter().collect())
}

/// The secrets in a value that `--secret` gives.
pub(crate) fn parsed(provider: &str, value: &str) -> Result<Secrets> {
    Secrets::parse(value).with_context(|| format!("--secret {provider}=… cannot be used"))
}
