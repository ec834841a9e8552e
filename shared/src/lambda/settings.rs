//! What a function is told by its environment. Read once at the start; a missing or bad value stops it.

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;

use crate::secrets::Secrets;
use crate::wanted::Wanted;

use super::aws::Access;

/// Every variable that a function reads. README.md and template.yaml name the same; a test compares them.
pub const VARIABLES: [&str; 10] = [
    "EVENTS_TABLE",
    "EVENTS_QUEUE_URL",
    "WEBHOOK_SECRET_ID",
    "WEBHOOK_SECRET",
    "WANTED_EVENTS",
    "AUTH_HEADER",
    "RETENTION_DAYS",
    "KEEP_REFUSED",
    "METRICS_NAMESPACE",
    "CONSUMED_TABLE",
];

const DEFAULT_RETENTION_DAYS: u32 = 90;

/// Where a receiver's secrets come from.
#[derive(Debug)]
pub(crate) enum SecretSource {
    /// Given directly (`WEBHOOK_SECRET`).
    Direct(Secrets),
    /// Name or ARN in Secrets Manager.
    Managed(String),
}

/// Settings of a receiver.
#[derive(Debug)]
pub(crate) struct Receiver {
    pub(crate) aws: Access,
    pub(crate) table: String,
    pub(crate) queue_url: String,
    pub(crate) secret: SecretSource,
    pub(crate) wanted: Wanted,
    pub(crate) auth_header: Option<String>,
    pub(crate) retention_days: u32,
    pub(crate) keep_refused: bool,
    pub(crate) metrics_namespace: String,
}

/// Settings of the relay.
#[derive(Debug)]
pub(crate) struct Relay {
    pub(crate) aws: Access,
    pub(crate) table: String,
    pub(crate) queue_url: String,
    pub(crate) metrics_namespace: String,
}

/// Settings of a consumer.
#[derive(Debug)]
pub(crate) struct Consumer {
    pub(crate) aws: Access,
    pub(crate) table: String,
    pub(crate) consumed_table: Option<String>,
}

/// A variable that stops the start.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the environment variable {name} {problem}. Example: {name}={example}")]
pub struct BadSetting {
    /// The variable.
    pub name: &'static str,
    /// What is wrong with it.
    pub problem: String,
    /// A right value.
    pub example: &'static str,
}

impl Receiver {
    pub(crate) fn from_env() -> Result<Self, BadSetting> {
        Self::read(&|name| std::env::var(name).ok())
    }

    fn read(env: Env<'_>) -> Result<Self, BadSetting> {
        Ok(Self {
            aws: access(env)?,
            table: table(env)?,
            queue_url: queue_url(env)?,
            secret: secret(env)?,
            wanted: wanted(env)?,
            auth_header: auth_header(env)?,
            retention_days: retention_days(env)?,
            keep_refused: keep_refused(env)?,
            metrics_namespace: metrics_namespace(env)?,
        })
    }
}

impl Relay {
    pub(crate) fn from_env() -> Result<Self, BadSetting> {
        let env: Env<'_> = &|name| std::env::var(name).ok();
        let metrics_namespace = metrics_namespace(env)?;
        Ok(Self { aws: access(env)?, table: table(env)?, queue_url: queue_url(env)?, metrics_namespace })
    }
}

impl Consumer {
    /// `once`: whether it notes what it has consumed, so that it needs a table for that.
    pub(crate) fn from_env(once: bool) -> Result<Self, BadSetting> {
        let env: Env<'_> = &|name| std::env::var(name).ok();
        let consumed_table = || table_named(env, "CONSUMED_TABLE", "frontdesk-consumed");
        Ok(Self {
            aws: access(env)?,
            table: table(env)?,
            consumed_table: if once { Some(consumed_table()?) } else { None },
        })
    }
}

type Env<'a> = &'a dyn Fn(&str) -> Option<String>;

/// A variable that is set to something. Set to nothing counts as not set: templates cannot leave one out.
fn given(env: Env<'_>, name: &str) -> Option<String> {
    env(name).filter(|value| !value.is_empty())
}

fn bad(name: &'static str, problem: impl Into<String>, example: &'static str) -> BadSetting {
    BadSetting { name, problem: problem.into(), example }
}

fn needed(env: Env<'_>, name: &'static str, example: &'static str) -> Result<String, BadSetting> {
    given(env, name).ok_or_else(|| bad(name, "is not set", example))
}

fn table(env: Env<'_>) -> Result<String, BadSetting> {
    table_named(env, "EVENTS_TABLE", "frontdesk-events")
}

fn table_named(env: Env<'_>, name: &'static str, example: &'static str) -> Result<String, BadSetting> {
    let table = needed(env, name, example)?;
    // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if (3..=255).contains(&table.len()) && table.chars().all(allowed) {
        Ok(table)
    } else {
        Err(bad(name, "is not the name of a DynamoDB table (3 to 255 of a-z A-Z 0-9 - _ .)", example))
    }
}

fn queue_url(env: Env<'_>) -> Result<String, BadSetting> {
    let (name, example) = ("EVENTS_QUEUE_URL", "https://sqs.eu-west-1.amazonaws.com/123456789012/frontdesk-events");
    let url = needed(env, name, example)?;
    if url.starts_with("https://") || url.starts_with("http://") {
        Ok(url)
    } else {
        Err(bad(name, "is not a URL (the queue's URL is needed, not its name or ARN)", example))
    }
}

fn secret(env: Env<'_>) -> Result<SecretSource, BadSetting> {
    let (direct, managed) = ("WEBHOOK_SECRET", "WEBHOOK_SECRET_ID");
    match (given(env, direct), given(env, managed)) {
        (Some(_), Some(_)) => Err(bad(direct, "is set, and WEBHOOK_SECRET_ID too; set one of them", "(not set)")),
        (None, Some(id)) => Ok(SecretSource::Managed(id)),
        (Some(value), None) => match Secrets::parse(&value) {
            Ok(secrets) => Ok(SecretSource::Direct(secrets)),
            Err(problem) => Err(bad(direct, format!("cannot be used: {problem}"), "3f1c…64 hex digits…9a")),
        },
        (None, None) => {
            Err(bad(managed, "is not set, and without a secret no delivery can be verified", "frontdesk/gingr"))
        }
    }
}

fn wanted(env: Env<'_>) -> Result<Wanted, BadSetting> {
    let name = "WANTED_EVENTS";
    match given(env, name) {
        None => Ok(Wanted::everything()),
        Some(list) => Wanted::parse(&list)
            .map_err(|problem| bad(name, format!("cannot be used: {problem}"), "check_in,check_out,reservation_*")),
    }
}

fn auth_header(env: Env<'_>) -> Result<Option<String>, BadSetting> {
    let name = "AUTH_HEADER";
    let Some(header) = given(env, name) else { return Ok(None) };
    match http::HeaderName::from_bytes(header.as_bytes()) {
        Ok(header) => Ok(Some(header.as_str().to_owned())),
        Err(_) => Err(bad(name, "is not the name of an HTTP header", "x-webhook-token")),
    }
}

fn retention_days(env: Env<'_>) -> Result<u32, BadSetting> {
    let name = "RETENTION_DAYS";
    let Some(days) = given(env, name) else { return Ok(DEFAULT_RETENTION_DAYS) };
    match days.parse() {
        Ok(days @ 1..=3650) => Ok(days),
        _ => Err(bad(name, "is not a number of days from 1 to 3650", "90")),
    }
}

fn keep_refused(env: Env<'_>) -> Result<bool, BadSetting> {
    let name = "KEEP_REFUSED";
    match given(env, name).as_deref() {
        None | Some("true") => Ok(true),
        Some("false") => Ok(false),
        Some(_) => Err(bad(name, "is neither `true` nor `false`", "true")),
    }
}

fn metrics_namespace(env: Env<'_>) -> Result<String, BadSetting> {
    let name = "METRICS_NAMESPACE";
    let Some(namespace) = given(env, name) else { return Ok("Frontdesk".to_owned()) };
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '/' | '#');
    if namespace.len() <= 255 && namespace.chars().all(allowed) && !namespace.starts_with("AWS/") {
        Ok(namespace)
    } else {
        Err(bad(name, "is not a namespace of CloudWatch (up to 255 of a-z A-Z 0-9 . - _ / #)", "Frontdesk/production"))
    }
}

fn access(env: Env<'_>) -> Result<Access, BadSetting> {
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

/// The certificates of a file, PEM.
fn roots(path: &str) -> Result<Vec<u8>, BadSetting> {
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

    const GOOD: [(&str, &str); 6] = [
        ("EVENTS_TABLE", "frontdesk-events"),
        ("EVENTS_QUEUE_URL", "https://sqs.eu-west-1.amazonaws.com/123456789012/frontdesk-events"),
        ("WEBHOOK_SECRET", "0123456789abcdef"),
        ("AWS_REGION", "eu-west-1"),
        ("AWS_ACCESS_KEY_ID", "AKIA"),
        ("AWS_SECRET_ACCESS_KEY", "secret"),
    ];

    fn read(changes: &[(&str, Option<&str>)]) -> Result<Receiver, BadSetting> {
        Receiver::read(&|name| {
            let change = changes.iter().find(|(key, _)| *key == name);
            let value = match change {
                Some((_, value)) => *value,
                None => GOOD.iter().find(|(key, _)| *key == name).map(|(_, value)| *value),
            };
            value.map(str::to_owned)
        })
    }

    #[test]
    fn good_settings() {
        let settings =
            read(&[("AUTH_HEADER", Some("X-Webhook-Token")), ("AWS_ENDPOINT_URL", Some("http://localhost:1"))]);
        let settings = settings.unwrap();
        assert_eq!(settings.auth_header.as_deref(), Some("x-webhook-token"));
        assert_eq!(settings.retention_days, 90);
        assert!(settings.wanted.matches("anything"));
        assert_eq!(settings.aws.sqs.as_deref(), Some("http://localhost:1"));
    }

    #[test]
    fn bad_settings_name_variable_problem_and_example() {
        fn check(changes: &[(&str, Option<&str>)], name: &str, problem: &str) {
            let error = read(changes).map(|_| ()).unwrap_err();
            assert_eq!(error.name, name, "{changes:?}");
            assert!(error.problem.contains(problem), "{changes:?}: {error}");
            assert!(error.to_string().contains("Example: "), "{error}");
        }
        check(&[("EVENTS_TABLE", None)], "EVENTS_TABLE", "not set");
        check(&[("EVENTS_TABLE", Some(""))], "EVENTS_TABLE", "not set");
        check(&[("EVENTS_TABLE", Some("a b"))], "EVENTS_TABLE", "not the name");
        check(&[("EVENTS_QUEUE_URL", Some("frontdesk-events"))], "EVENTS_QUEUE_URL", "not a URL");
        check(&[("WEBHOOK_SECRET", None)], "WEBHOOK_SECRET_ID", "no delivery can be verified");
        check(&[("WEBHOOK_SECRET_ID", Some("x"))], "WEBHOOK_SECRET", "set one of them");
        check(&[("WEBHOOK_SECRET", Some("short"))], "WEBHOOK_SECRET", "fewer than 16");
        check(&[("WANTED_EVENTS", Some("a,,b"))], "WANTED_EVENTS", "empty entry");
        check(&[("AUTH_HEADER", Some("not a header"))], "AUTH_HEADER", "HTTP header");
        check(&[("RETENTION_DAYS", Some("0"))], "RETENTION_DAYS", "1 to 3650");
        check(&[("RETENTION_DAYS", Some("ninety"))], "RETENTION_DAYS", "1 to 3650");
        check(&[("KEEP_REFUSED", Some("yes"))], "KEEP_REFUSED", "neither");
        check(&[("SSL_CERT_FILE", Some("/nowhere"))], "SSL_CERT_FILE", "cannot be read");
        check(&[("SSL_CERT_FILE", Some("/dev/null"))], "SSL_CERT_FILE", "without a certificate");
        check(&[("AWS_REGION", None)], "AWS_REGION", "not set");
    }

    #[test]
    fn no_message_repeats_a_secret() {
        let error = read(&[("WEBHOOK_SECRET", Some("hunter2"))]).map(|_| ()).unwrap_err();
        assert!(!error.to_string().contains("hunter2"));
    }
}
