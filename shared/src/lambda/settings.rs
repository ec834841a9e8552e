//! The environment of a function. Read once at the start; a missing or invalid value stops it.

pub(crate) mod outside;
#[cfg(feature = "receiver")]
pub(crate) mod receiver;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;

use crate::aws::Access;

/// Every variable that a function reads. docs/environment.md and template.yaml list the same ones; a test compares them.
pub const VARIABLES: [&str; 13] = [
    "EVENTS_TABLE",
    "EVENTS_QUEUE_URL",
    "WEBHOOK_SECRET_ID",
    "WEBHOOK_SECRET",
    "WANTED_EVENTS",
    "AUTH_HEADER",
    "RETENTION_DAYS",
    "RETRY_WINDOW_MINUTES",
    "KEEP_REFUSED",
    "METRICS_NAMESPACE",
    "WATCHED_PROVIDERS",
    "SILENT_DAYS",
    "CONSUMED_TABLE",
];

/// Settings of a consumer.
#[derive(Debug)]
pub(crate) struct Consumer {
    pub(crate) aws: Access,
    pub(crate) table: String,
    pub(crate) consumed_table: Option<String>,
}

/// A variable that prevents the start.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the environment variable {name} {problem}. Example: {name}={example}")]
pub struct SettingError {
    /// The variable.
    pub name: &'static str,
    /// What is wrong with it.
    pub problem: String,
    /// An example of a valid value.
    pub example: &'static str,
}

impl Consumer {
    /// `once`: whether the consumer de-duplicates, and so needs a table for that.
    pub(crate) fn from_env(once: bool) -> Result<Self, SettingError> {
        let env: Env<'_> = &|name| std::env::var(name).ok();
        let consumed_table = || table_named(env, "CONSUMED_TABLE", "frontdesk-consumed");
        Ok(Self {
            aws: access(env)?,
            table: table_or_arn(env)?,
            consumed_table: if once { Some(consumed_table()?) } else { None },
        })
    }
}

type Env<'a> = &'a dyn Fn(&str) -> Option<String>;

/// A variable that is set and not empty. Empty counts as not set: templates cannot leave a variable out.
fn given(env: Env<'_>, name: &str) -> Option<String> {
    env(name).filter(|value| !value.is_empty())
}

fn bad(name: &'static str, problem: impl Into<String>, example: &'static str) -> SettingError {
    SettingError { name, problem: problem.into(), example }
}

fn needed(env: Env<'_>, name: &'static str, example: &'static str) -> Result<String, SettingError> {
    given(env, name).ok_or_else(|| bad(name, "is not set", example))
}

fn table(env: Env<'_>) -> Result<String, SettingError> {
    table_named(env, "EVENTS_TABLE", "frontdesk-events")
}

/// A table of another account is named by its ARN
/// (<https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-examples.html#rbac-examples-cross-account>).
fn table_or_arn(env: Env<'_>) -> Result<String, SettingError> {
    let given = given(env, "EVENTS_TABLE").unwrap_or_default();
    match given.strip_prefix("arn:").and_then(|arn| arn.split_once(":table/")) {
        Some((of, name)) if of.contains(":dynamodb:") && is_table_name(name) => Ok(given),
        _ => table(env),
    }
}

fn is_table_name(name: &str) -> bool {
    // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    (3..=255).contains(&name.len()) && name.chars().all(allowed)
}

fn table_named(env: Env<'_>, name: &'static str, example: &'static str) -> Result<String, SettingError> {
    let table = needed(env, name, example)?;
    if is_table_name(&table) {
        Ok(table)
    } else {
        Err(bad(name, "is not the name of a DynamoDB table (3 to 255 of a-z A-Z 0-9 - _ .)", example))
    }
}

fn access(env: Env<'_>) -> Result<Access, SettingError> {
    let endpoint = |service: &str| {
        let own = given(env, &format!("AWS_ENDPOINT_URL_{service}"));
        own.or_else(|| given(env, "AWS_ENDPOINT_URL"))
    };
    let roots = given(env, "SSL_CERT_FILE").map(|path| roots(&path)).transpose()?;
    Ok(Access {
        region: needed(env, "AWS_REGION", "eu-west-1")?,
        access_key_id: needed(env, "AWS_ACCESS_KEY_ID", "(set by Lambda)")?,
        secret_access_key: needed(env, "AWS_SECRET_ACCESS_KEY", "(set by Lambda)")?,
        session_token: given(env, "AWS_SESSION_TOKEN"),
        dynamodb: endpoint("DYNAMODB"),
        sqs: endpoint("SQS"),
        secrets_manager: endpoint("SECRETS_MANAGER"),
        roots,
    })
}

/// The certificates in a file, PEM.
fn roots(path: &str) -> Result<Vec<u8>, SettingError> {
    let bad_file = |problem: String| bad("SSL_CERT_FILE", problem, "/etc/pki/tls/certs/ca-bundle.crt");
    let pem = std::fs::read(path).map_err(|error| bad_file(format!("names a file that cannot be read: {error}")))?;
    if CertificateDer::pem_slice_iter(&pem).any(|certificate| certificate.is_ok()) {
        Ok(pem)
    } else {
        Err(bad_file("names a file without a certificate in PEM format".to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_consumer_of_another_account_names_the_table_by_its_arn() {
        let table = |value: &'static str| table_or_arn(&move |_| Some(value.to_owned())).map_err(|error| error.name);
        let arn = "arn:aws:dynamodb:eu-west-1:123456789012:table/frontdesk-Events-1A2B";
        for good in [arn, "frontdesk-events"] {
            assert_eq!(table(good).as_deref(), Ok(good));
        }
        for bad in ["arn:aws:sqs:eu-west-1:123456789012:frontdesk", "arn:aws:dynamodb:eu-west-1:1:table/a b", "a/b"] {
            assert_eq!(table(bad), Err("EVENTS_TABLE"), "{bad}");
        }
    }
}
