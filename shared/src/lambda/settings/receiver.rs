//! The settings of a receiver and of the relay.

use jiff::SignedDuration;

use super::{Env, SettingError, access, bad, given, needed, table};
use crate::aws::Access;
use crate::lambda::silence::Watch;
use crate::receive::secrets::Secrets;
use crate::receive::wanted::Wanted;

const DEFAULT_RETENTION_DAYS: u32 = 90;
const DEFAULT_SILENT_DAYS: u32 = 7;

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
    pub(crate) retry_window: Option<SignedDuration>,
    pub(crate) keep_refused: bool,
    pub(crate) metrics_namespace: String,
}

/// Settings of the relay.
#[derive(Debug)]
pub(crate) struct Relay {
    pub(crate) aws: Access,
    pub(crate) table: String,
    pub(crate) queue_url: String,
    pub(crate) retention_days: u32,
    pub(crate) watch: Watch,
    pub(crate) metrics_namespace: String,
}

impl Receiver {
    pub(crate) fn from_env() -> Result<Self, SettingError> {
        Self::read(&|name| std::env::var(name).ok())
    }

    fn read(env: Env<'_>) -> Result<Self, SettingError> {
        Ok(Self {
            aws: access(env)?,
            table: table(env)?,
            queue_url: queue_url(env)?,
            secret: secret(env)?,
            wanted: wanted(env)?,
            auth_header: auth_header(env)?,
            retention_days: retention_days(env)?,
            retry_window: retry_window(env)?,
            keep_refused: keep_refused(env)?,
            metrics_namespace: metrics_namespace(env)?,
        })
    }
}

impl Relay {
    pub(crate) fn from_env() -> Result<Self, SettingError> {
        Self::read(&|name| std::env::var(name).ok())
    }

    fn read(env: Env<'_>) -> Result<Self, SettingError> {
        Ok(Self {
            aws: access(env)?,
            table: table(env)?,
            queue_url: queue_url(env)?,
            retention_days: retention_days(env)?,
            watch: Watch { providers: watched_providers(env)?, days: silent_days(env)? },
            metrics_namespace: metrics_namespace(env)?,
        })
    }
}

fn queue_url(env: Env<'_>) -> Result<String, SettingError> {
    let (name, example) = ("EVENTS_QUEUE_URL", "https://sqs.eu-west-1.amazonaws.com/123456789012/frontdesk-events");
    let url = needed(env, name, example)?;
    if url.starts_with("https://") || url.starts_with("http://") {
        Ok(url)
    } else {
        Err(bad(name, "is not a URL (the queue's URL is needed, not its name or ARN)", example))
    }
}

fn secret(env: Env<'_>) -> Result<SecretSource, SettingError> {
    let (direct, managed) = ("WEBHOOK_SECRET", "WEBHOOK_SECRET_ID");
    match (given(env, direct), given(env, managed)) {
        (Some(_), Some(_)) => Err(bad(direct, "is set, and so is WEBHOOK_SECRET_ID; set one of them", "(not set)")),
        (None, Some(id)) => Ok(SecretSource::Managed(id)),
        (Some(value), None) => match Secrets::parse(&value) {
            Ok(secrets) => Ok(SecretSource::Direct(secrets)),
            Err(problem) => Err(bad(direct, format!("cannot be used: {problem}"), "3f1c…64 hex digits…9a")),
        },
        (None, None) => Err(bad(
            managed,
            "is not set, and without a secret no delivery can be verified",
            "frontdesk-webhook-secret",
        )),
    }
}

fn wanted(env: Env<'_>) -> Result<Wanted, SettingError> {
    let name = "WANTED_EVENTS";
    match given(env, name) {
        None => Ok(Wanted::everything()),
        Some(list) => Wanted::parse(&list)
            .map_err(|problem| bad(name, format!("cannot be used: {problem}"), "check_in,check_out,reservation_*")),
    }
}

fn auth_header(env: Env<'_>) -> Result<Option<String>, SettingError> {
    let name = "AUTH_HEADER";
    let Some(header) = given(env, name) else { return Ok(None) };
    match http::HeaderName::from_bytes(header.as_bytes()) {
        Ok(header) => Ok(Some(header.as_str().to_owned())),
        Err(_) => Err(bad(name, "is not the name of an HTTP header", "x-webhook-token")),
    }
}

fn retention_days(env: Env<'_>) -> Result<u32, SettingError> {
    let name = "RETENTION_DAYS";
    let Some(days) = given(env, name) else { return Ok(DEFAULT_RETENTION_DAYS) };
    match days.parse() {
        Ok(days @ 1..=3650) => Ok(days),
        _ => Err(bad(name, "is not a number of days from 1 to 3650", "90")),
    }
}

fn retry_window(env: Env<'_>) -> Result<Option<SignedDuration>, SettingError> {
    let name = "RETRY_WINDOW_MINUTES";
    let Some(minutes) = given(env, name) else { return Ok(None) };
    match minutes.parse() {
        Ok(0) => Ok(None),
        Ok(minutes @ 1..=1440) => Ok(Some(SignedDuration::from_mins(minutes))),
        _ => Err(bad(name, "is not a number of minutes from 0 to 1440", "10")),
    }
}

fn keep_refused(env: Env<'_>) -> Result<bool, SettingError> {
    let name = "KEEP_REFUSED";
    match given(env, name).as_deref() {
        None | Some("true") => Ok(true),
        Some("false") => Ok(false),
        Some(_) => Err(bad(name, "is neither `true` nor `false`", "true")),
    }
}

fn watched_providers(env: Env<'_>) -> Result<Vec<String>, SettingError> {
    let name = "WATCHED_PROVIDERS";
    let list = given(env, name).unwrap_or_default();
    // The template leaves an empty entry for a provider that is switched off.
    let names: Vec<String> = list.split(',').filter(|name| !name.is_empty()).map(str::to_owned).collect();
    if names.iter().all(|name| name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())) {
        Ok(names)
    } else {
        Err(bad(name, "is not a list of providers (a-z 0-9, comma-separated)", "acme,other"))
    }
}

fn silent_days(env: Env<'_>) -> Result<u32, SettingError> {
    let name = "SILENT_DAYS";
    let Some(days) = given(env, name) else { return Ok(DEFAULT_SILENT_DAYS) };
    match days.parse() {
        Ok(days @ 1..=60) => Ok(days),
        _ => Err(bad(name, "is not a number of days from 1 to 60", "7")),
    }
}

fn metrics_namespace(env: Env<'_>) -> Result<String, SettingError> {
    let name = "METRICS_NAMESPACE";
    let Some(namespace) = given(env, name) else { return Ok("Frontdesk".to_owned()) };
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '/' | '#');
    if namespace.len() <= 255 && namespace.chars().all(allowed) && !namespace.starts_with("AWS/") {
        Ok(namespace)
    } else {
        Err(bad(name, "is not a CloudWatch namespace (up to 255 of a-z A-Z 0-9 . - _ / #)", "Frontdesk/production"))
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

    fn value(changes: &[(&str, Option<&str>)], name: &str) -> Option<String> {
        let change = changes.iter().find(|(key, _)| *key == name);
        let value = match change {
            Some((_, value)) => *value,
            None => GOOD.iter().find(|(key, _)| *key == name).map(|(_, value)| *value),
        };
        value.map(str::to_owned)
    }

    fn read(changes: &[(&str, Option<&str>)]) -> Result<Receiver, SettingError> {
        Receiver::read(&|name| value(changes, name))
    }

    #[test]
    fn whose_silence_is_reported() {
        let watch =
            |changes: &[(&str, Option<&str>)]| Relay::read(&|name| value(changes, name)).map(|relay| relay.watch);
        let default = watch(&[]).unwrap();
        assert_eq!((default.providers.len(), default.days), (0, 7));
        let some = watch(&[("WATCHED_PROVIDERS", Some("acme,,apex,")), ("SILENT_DAYS", Some("30"))]).unwrap();
        assert_eq!((some.providers, some.days), (vec!["acme".to_owned(), "apex".to_owned()], 30));
        for (name, bad) in [("WATCHED_PROVIDERS", "acme;apex"), ("SILENT_DAYS", "0"), ("SILENT_DAYS", "61")] {
            assert_eq!(watch(&[(name, Some(bad))]).unwrap_err().name, name, "{bad}");
        }
    }

    #[test]
    fn limits_of_numbers_and_names() {
        fn check<T: PartialEq + std::fmt::Debug>(
            read: fn(Env<'_>) -> Result<T, SettingError>,
            value: Option<&str>,
            expected: Option<T>,
        ) {
            assert_eq!(read(&|_| value.map(str::to_owned)).ok(), expected, "{value:?}");
        }
        let minutes = |minutes| Some(Some(SignedDuration::from_mins(minutes)));
        check(retry_window, None, Some(None));
        check(retry_window, Some("0"), Some(None));
        check(retry_window, Some("1"), minutes(1));
        check(retry_window, Some("1440"), minutes(1440));
        check(retry_window, Some("1441"), None);
        check(retry_window, Some("-1"), None);
        let namespace = |name: &str| Some(name.to_owned());
        check(metrics_namespace, None, namespace("Frontdesk"));
        check(metrics_namespace, Some("a-Z0._/#"), namespace("a-Z0._/#"));
        let longest = "x".repeat(255);
        check(metrics_namespace, Some(&longest), namespace(&longest));
        for bad in [&"x".repeat(256), "a b", "AWS/Lambda"] {
            check(metrics_namespace, Some(bad), None);
        }
        check(retention_days, Some("3650"), Some(3650));
        check(retention_days, Some("3651"), None);
        check(silent_days, Some("60"), Some(60));
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
        check(&[("RETRY_WINDOW_MINUTES", Some("1441"))], "RETRY_WINDOW_MINUTES", "0 to 1440");
        check(&[("RETRY_WINDOW_MINUTES", Some("an hour"))], "RETRY_WINDOW_MINUTES", "0 to 1440");
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
