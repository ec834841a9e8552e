//! Where the operating commands work: the local run on this machine, or a table and a queue in AWS.

use anyhow::{Context, Result};
use clap::Args;
use clap::error::ErrorKind;
use frontdesk::lambda::aws::{Access, Clients};
use frontdesk::outbox::Outbox;
use frontdesk::providers::NAMES;
use frontdesk::queue::Queue;
use frontdesk::secrets::Secrets;
use frontdesk::store::Store;
use jiff::Timestamp;

use crate::dev;

/// The local run by default; `--table` and `--queue` for AWS.
#[derive(Args, Clone)]
#[command(next_help_heading = "Where")]
pub(crate) struct Where {
    /// Port of the local run's DynamoDB.
    #[arg(long, default_value_t = 9001, global = true, value_name = "PORT")]
    dynamodb_port: u16,
    /// Port of the local run's SQS.
    #[arg(long, default_value_t = 9002, global = true, value_name = "PORT")]
    sqs_port: u16,
    /// A table in AWS instead of the local run's; needs --queue, and AWS_REGION and credentials in the environment.
    #[arg(long, global = true, value_name = "NAME")]
    table: Option<String>,
    /// The queue's URL in AWS; needs --table.
    #[arg(long, global = true, value_name = "URL")]
    queue: Option<String>,
}

/// The table and the queue.
pub(crate) struct Place {
    pub(crate) store: Store,
    pub(crate) outbox: Outbox,
    pub(crate) queue: Queue,
    pub(crate) queue_url: String,
    pub(crate) sqs: aws_sdk_sqs::Client,
    local: bool,
}

impl Place {
    /// The place that the options name. Nothing is asked of it yet.
    pub(crate) fn at(options: &Where) -> Result<Self> {
        match (&options.table, &options.queue) {
            (None, None) => {
                let access = dev::local_access(options.dynamodb_port, options.sqs_port);
                Ok(Self::new(&access, dev::TABLE, dev::queue_url(options.sqs_port), true))
            }
            (Some(table), Some(url)) => {
                let access = access(&|name| std::env::var(name).ok())?;
                Ok(Self::new(&access, table, url.clone(), false))
            }
            (Some(_), None) => Err(usage("--table needs --queue URL, too: the outputs of the stack name both")),
            (None, Some(_)) => Err(usage("--queue needs --table NAME, too: the outputs of the stack name both")),
        }
    }

    fn new(access: &Access, table: &str, queue_url: String, local: bool) -> Self {
        let clients = Clients::for_relay(access);
        let store = Store::new(clients.dynamodb(), table, dev::RETENTION_DAYS);
        let sqs = clients.sqs();
        let queue = Queue::new(sqs.clone(), &queue_url);
        Self { outbox: Outbox::new(store.clone(), queue.clone(), Timestamp::now), store, queue, queue_url, sqs, local }
    }

    /// The secrets to verify with: those given, and for the local run its defaults for the rest.
    pub(crate) fn secrets(&self, given: &[String]) -> Result<Vec<(&'static str, Secrets)>> {
        let all = dev::secrets(given)?;
        let is_given = |name: &str| given.iter().any(|entry| entry.split_once('=').is_some_and(|(key, _)| key == name));
        let known = all.into_iter().filter(|(name, ..)| self.local || is_given(name));
        Ok(known.map(|(name, _, secrets)| (name, secrets)).collect())
    }

    /// What to say when table or queue do not answer.
    pub(crate) fn hint(&self) -> &'static str {
        if self.local {
            "is the local run up (`cargo run`)?"
        } else {
            "are region, credentials, --table and --queue right?"
        }
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

type Env<'a> = &'a dyn Fn(&str) -> Option<String>;

/// The way into AWS that the environment describes. What is missing is named, all at once.
fn access(env: Env<'_>) -> Result<Access> {
    let given = |name: &str| env(name).filter(|value| !value.is_empty());
    let region = given("AWS_REGION").or_else(|| given("AWS_DEFAULT_REGION"));
    let needed = [
        ("AWS_REGION", region.clone()),
        ("AWS_ACCESS_KEY_ID", given("AWS_ACCESS_KEY_ID")),
        ("AWS_SECRET_ACCESS_KEY", given("AWS_SECRET_ACCESS_KEY")),
    ];
    let missing: Vec<&str> = needed.iter().filter(|(_, value)| value.is_none()).map(|(name, _)| *name).collect();
    let [(_, Some(region)), (_, Some(access_key_id)), (_, Some(secret_access_key))] = needed else {
        return Err(usage(&format!(
            "the environment has no {}. With a profile: `eval \"$(aws configure export-credentials --format env)\"`",
            missing.join(", no ")
        )));
    };
    let endpoint = |service: &str| given(service).or_else(|| given("AWS_ENDPOINT_URL"));
    let roots = given("SSL_CERT_FILE");
    let read = |file: String| std::fs::read(&file).with_context(|| format!("SSL_CERT_FILE: cannot read {file}"));
    Ok(Access {
        region,
        access_key_id,
        secret_access_key,
        session_token: given("AWS_SESSION_TOKEN"),
        dynamodb: endpoint("AWS_ENDPOINT_URL_DYNAMODB"),
        sqs: endpoint("AWS_ENDPOINT_URL_SQS"),
        secrets_manager: endpoint("AWS_ENDPOINT_URL_SECRETS_MANAGER"),
        roots: roots.map(read).transpose()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_named() {
        fn check(set: &[&str], missing: &[&str]) {
            let env = |name: &str| set.contains(&name).then(|| "x".to_owned());
            match access(&env) {
                Ok(_) => assert!(missing.is_empty(), "{set:?}"),
                Err(error) => {
                    let told = error.to_string();
                    for name in ["AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"] {
                        assert_eq!(told.contains(&format!("no {name}")), missing.contains(&name), "{told}");
                    }
                }
            }
        }
        check(&[], &["AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]);
        check(&["AWS_REGION", "AWS_ACCESS_KEY_ID"], &["AWS_SECRET_ACCESS_KEY"]);
        check(&["AWS_DEFAULT_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"], &[]);
    }
}
