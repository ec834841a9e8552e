//! A client for a provider's webhook API, as the provider's file describes it.
//!
//! It relies only on what is documented: a response is kept as JSON, and only the fields to show
//! are looked up. An error is identified by its type, the one field documented as stable.

use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use frontdesk::providers::{Provider, WebhookApi};
use http::{Method, StatusCode};
use serde_json::{Map, Value};

use crate::exit::NotFound;
use crate::print::plain;

/// How often a repeatable request is tried, and the length of the first pause.
const TRIES: u32 = 4;
const PAUSE: Duration = Duration::from_millis(250);
/// Limit for reading a response.
const MAX_ANSWER: u64 = 4 * 1024 * 1024;

/// Access to the API.
pub(super) struct Api {
    agent: ureq::Agent,
    webhooks: String,
    token: String,
    within: Duration,
    provider: &'static Provider,
    facts: &'static WebhookApi,
}

/// It is unknown whether the provider did it.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Unsure(String);

impl Api {
    /// The API at a host, with the company's token.
    pub(super) fn new(
        base: &str,
        token: String,
        within: Duration,
        provider: &'static Provider,
        facts: &'static WebhookApi,
    ) -> Result<Self> {
        let uri: http::Uri = base.parse().with_context(|| format!("--api {base} is not a URL"))?;
        let host = uri.host().unwrap_or_default();
        let here = matches!(host, "localhost" | "127.0.0.1" | "[::1]");
        ensure!(
            uri.scheme_str() == Some("https") || (uri.scheme_str() == Some("http") && here),
            "--api {base}: token and secret are only sent over https"
        );
        let config = ureq::Agent::config_builder().http_status_as_error(false).timeout_global(Some(within));
        // The token goes to the named host, and to no other.
        let agent = config.max_redirects(0).build().into();
        let webhooks = format!("{}{}", base.trim_end_matches('/'), facts.path);
        Ok(Self { agent, webhooks, token, within, provider, facts })
    }

    pub(super) fn list(&self) -> Result<Vec<Value>> {
        match self.call(&Method::GET, "", None, None)? {
            Value::Array(webhooks) => Ok(webhooks),
            other => {
                bail!(
                    "{}'s list is not an array: {}",
                    self.provider.title,
                    plain(&other.to_string().chars().take(200).collect::<String>())
                )
            }
        }
    }

    pub(super) fn show(&self, id: &str) -> Result<Value> {
        self.call(&Method::GET, id, None, None)
    }

    /// Creates a webhook. Repeated with the same key it creates no second one, as long as the
    /// provider remembers the key.
    pub(super) fn create(&self, webhook: &Value, key: &str) -> Result<Value> {
        let created = self.call(&Method::POST, "", Some(webhook), Some(key));
        created.map_err(|error| match error.is::<Unsure>() {
            true => error.context(format!(
                "the webhook may or may not be there: `frontdesk register {} list` shows it, and the same command with \
                 --idempotency-key {key} creates no second one",
                self.provider.name
            )),
            false => error,
        })
    }

    pub(super) fn update(&self, id: &str, change: &Value) -> Result<Value> {
        self.call(&Method::PATCH, id, Some(change), None)
    }

    pub(super) fn delete(&self, id: &str) -> Result<()> {
        self.call(&Method::DELETE, id, None, None).map(|_| ())
    }

    /// Sends a request, retries it after a temporary fault if that is safe, and returns the
    /// response's JSON.
    fn call(&self, method: &Method, id: &str, body: Option<&Value>, key: Option<&str>) -> Result<Value> {
        let again = method == Method::GET || key.is_some();
        let mut pause = PAUSE;
        for left in (0..TRIES).rev() {
            let answer = self.send(method, id, body, key);
            let passing = match &answer {
                Ok((status, _)) => status.is_server_error() || (*status == StatusCode::CONFLICT && key.is_some()),
                Err(_) => true,
            };
            if passing && again && left > 0 {
                std::thread::sleep(pause);
                pause *= 2;
                continue;
            }
            let (status, text) = answer.map_err(|error| self.silent(&error))?;
            return self.read(status, &text, id);
        }
        bail!("{} was not called", self.provider.title)
    }

    fn send(
        &self,
        method: &Method,
        id: &str,
        body: Option<&Value>,
        key: Option<&str>,
    ) -> Result<(StatusCode, String), ureq::Error> {
        let id = percent_encoding::utf8_percent_encode(id, percent_encoding::NON_ALPHANUMERIC).to_string();
        let url = if id.is_empty() { self.webhooks.clone() } else { format!("{}/{id}", self.webhooks) };
        let mut request = http::Request::builder().method(method).uri(url);
        request = request.header(self.facts.token_header, &self.token).header("accept", "application/json");
        if let Some(key) = key {
            request = request.header(self.facts.idempotency_header, key);
        }
        let mut answer = match body {
            Some(body) => {
                let request = request.header("content-type", "application/json").body(body.to_string())?;
                self.agent.run(request)?
            }
            None => self.agent.run(request.body(())?)?,
        };
        let text = answer.body_mut().with_config().limit(MAX_ANSWER).read_to_string()?;
        Ok((answer.status(), text))
    }

    fn silent(&self, error: &ureq::Error) -> anyhow::Error {
        let title = self.provider.title;
        let message = match error {
            ureq::Error::Timeout(_) => {
                format!("{title} did not answer within {} s (--timeout)", self.within.as_secs_f32())
            }
            other => format!("no answer from {title} at {}: {other}", self.webhooks),
        };
        Unsure(message).into()
    }

    /// Returns the response's JSON, or an error in the provider's words. Success is any 2xx.
    fn read(&self, status: StatusCode, text: &str, id: &str) -> Result<Value> {
        let (title, facts) = (self.provider.title, self.facts);
        if status.is_success() {
            let text = text.trim();
            return if text.is_empty() {
                Ok(Value::Null)
            } else {
                serde_json::from_str(text).with_context(|| format!("{title}'s answer ({status}) is not JSON"))
            };
        }
        let problem: Map<String, Value> = serde_json::from_str(text).unwrap_or_default();
        let [kind, message, request] = facts.error_fields.map(|name| problem.get(name).map(plain_text));
        let kind = kind.unwrap_or_else(|| format!("no {}", facts.error_fields[0]));
        let message = message.map_or_else(String::new, |message| format!(": {message}"));
        let request = request.map_or_else(String::new, |id| format!(", request {id}"));
        let advice = match status {
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => {
                format!(". Is the API token right ({}, --token-file)?", facts.token_variable)
            }
            StatusCode::CONFLICT => ". The same request is still running; try again".to_owned(),
            StatusCode::UNPROCESSABLE_ENTITY => {
                let hours = facts.idempotency_hours;
                format!(". Was the idempotency key used for another webhook within {hours} hours?")
            }
            StatusCode::TOO_MANY_REQUESTS => ". Try again later".to_owned(),
            _ => String::new(),
        };
        let error = plain(&format!("{title} says {} ({kind}{request}){message}{advice}", status.as_u16()));
        if status == StatusCode::NOT_FOUND && !id.is_empty() {
            let name = self.provider.name;
            return Err(NotFound(format!("{error}; `frontdesk register {name} list` shows what is there")).into());
        }
        if status.is_server_error() || status == StatusCode::CONFLICT {
            return Err(Unsure(error).into());
        }
        bail!("{error}")
    }
}

/// A text without its quotation marks.
fn plain_text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
