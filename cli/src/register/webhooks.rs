//! `frontdesk register PROVIDER list`, `show`, `create`, `update`, `delete`: a company's webhooks
//! at a provider with an API for them.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::Result;
use clap::{Args, Subcommand};
use frontdesk::providers::{Provider, WebhookApi};
use serde_json::{Map, Value, json};

use super::api::Api;
use crate::confirm::confirm;
use crate::exit::usage;
use crate::print::{line, plain, pretty};
use crate::providers::Providers;
use crate::secret;
use crate::table::{Column, Table};
use crate::target::Target;

/// Access to the API.
#[derive(Args)]
pub(super) struct ApiOptions {
    /// The API's host, such as `https://provider.example` [default: the environment's, such as
    /// GIRE_API].
    #[arg(long, global = true, value_name = "URL")]
    api: Option<String>,
    /// A file with your company's API token [default: the environment's, such as GIRE_API_TOKEN].
    #[arg(long, global = true, value_name = "FILE")]
    token_file: Option<PathBuf>,
    /// How long to wait for a response, in seconds.
    #[arg(long, global = true, default_value_t = 30.0, value_name = "SECONDS")]
    timeout: f32,
    /// Prints JSON, as the provider returns it.
    #[arg(long, global = true)]
    json: bool,
}

/// What to do.
#[derive(Subcommand)]
pub(super) enum Action {
    /// Lists the webhooks.
    List,
    /// Shows one webhook.
    Show {
        /// Its id.
        id: String,
    },
    /// Creates a webhook with the function's URL and the newest live secret.
    Create {
        /// The events, separated by commas [default: all that the provider documents].
        #[arg(long)]
        events: Option<String>,
        /// The key of an attempt that got no response: repeated with it, no second webhook is
        /// created.
        #[arg(long, value_name = "KEY")]
        idempotency_key: Option<String>,
    },
    /// Changes the events of a webhook, or with --url its URL. Changing the secret is not
    /// documented.
    Update {
        /// Its id.
        id: String,
        /// The events, separated by commas.
        #[arg(long)]
        events: Option<String>,
    },
    /// Deletes a webhook.
    Delete {
        /// Its id.
        id: String,
        /// Does not ask for confirmation.
        #[arg(long)]
        yes: bool,
    },
}

/// Runs the command.
pub(super) async fn run(
    provider: &'static Provider,
    facts: &'static WebhookApi,
    action: &Action,
    options: &super::Options,
    providers: Providers,
) -> Result<()> {
    let shown = Shown { as_json: options.api.json, provider, facts };
    let api = options.api.connect(provider, facts)?;
    match action {
        Action::List => shown.print_all(&api.list()?),
        Action::Show { id } => shown.print(&api.show(id)?),
        Action::Create { events, idempotency_key } => {
            let target = Target::at(&options.target, providers).await?;
            let url = options.reachable(&target, provider)?;
            let secret = options.secret(&target, provider.name).await?;
            // Other events are not rejected here: the provider may add some.
            let events = events.as_deref().map_or_else(|| Ok(provider.kind_names().collect()), split)?;
            let webhook = json!({ facts.url_field: url, facts.events_field: events, facts.secret_field: secret });
            let key = idempotency_key.clone().unwrap_or_else(|| uuid::Uuid::new_v4().to_string());
            shown.print(&api.create(&webhook, &key)?)
        }
        Action::Update { id, events } => {
            let mut change = Map::new();
            if let Some(url) = options.url(None, provider.name)? {
                change.insert(facts.url_field.to_owned(), url.into());
            }
            if let Some(events) = events {
                change.insert(facts.events_field.to_owned(), split(events)?.into());
            }
            if change.is_empty() {
                return Err(usage(
                    "nothing to change: give --url or --events. For another secret, create a webhook and delete this one",
                ));
            }
            shown.print(&api.update(id, &Value::Object(change))?)
        }
        Action::Delete { id, yes } => {
            if !yes {
                shown.print(&api.show(id)?)?;
            }
            confirm(&format!("Delete the webhook {}?", plain(id)), *yes)?;
            api.delete(id)?;
            line(&plain(&format!("{id} is deleted")))
        }
    }
}

fn split(events: &str) -> Result<Vec<&str>> {
    let events: Vec<&str> = events.split(',').map(str::trim).filter(|event| !event.is_empty()).collect();
    if events.is_empty() { Err(usage("--events names none: a webhook without events is useless")) } else { Ok(events) }
}

impl ApiOptions {
    fn connect(&self, provider: &'static Provider, facts: &'static WebhookApi) -> Result<Api> {
        let WebhookApi { host_variable, token_variable, .. } = facts;
        let env = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let host = self.api.clone().or_else(|| env(host_variable)).ok_or_else(|| {
            let title = provider.title;
            usage(&format!("no host for {title}: give --api URL or set {host_variable} (ask {title} for it)"))
        })?;
        let token = match &self.token_file {
            Some(file) => Some(secret::read(file)?),
            None => env(token_variable),
        };
        let token = token
            .ok_or_else(|| usage(&format!("there is no API token: set {token_variable} or give --token-file FILE")))?;
        let within = Duration::try_from_secs_f32(self.timeout).ok().filter(|within| !within.is_zero());
        let within = within.ok_or_else(|| usage("--timeout: write seconds, such as 30"))?;
        Api::new(&host, token, within, provider, facts)
    }
}

/// How webhooks are printed.
struct Shown {
    as_json: bool,
    provider: &'static Provider,
    facts: &'static WebhookApi,
}

impl Shown {
    fn print(&self, webhook: &Value) -> Result<()> {
        if self.as_json {
            return line(&webhook.to_string());
        }
        let Value::Object(fields) = webhook else {
            return line(&plain(&pretty(webhook.to_string().as_bytes()).unwrap_or_default()));
        };
        let width = fields.keys().map(String::len).max().unwrap_or_default();
        for (name, value) in fields {
            line(&plain(&format!("{name:<width$}  {}", text(value))))?;
        }
        Ok(())
    }

    fn print_all(&self, webhooks: &[Value]) -> Result<()> {
        if self.as_json {
            return webhooks.iter().try_for_each(|webhook| line(&webhook.to_string()));
        }
        if webhooks.is_empty() {
            return line(&format!(
                "there are no webhooks; `frontdesk register {} create` makes one",
                self.provider.name
            ));
        }
        let field = |webhook: &Value, name: &str| webhook.get(name).map(text).unwrap_or_default();
        let columns = [Column::text("ID"), Column::text("UPDATED"), Column::cut("EVENTS", 12), Column::cut("URL", 16)];
        let mut table = Table::new(&columns);
        for webhook in webhooks {
            let names = ["id", self.facts.updated_field, self.facts.events_field, self.facts.url_field];
            table.add(names.map(|name| plain(&field(webhook, name))).to_vec());
        }
        table.print()
    }
}

/// A value for people: a text without quotation marks, a list with commas.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(values) => values.iter().map(text).collect::<Vec<_>>().join(","),
        other => other.to_string(),
    }
}
