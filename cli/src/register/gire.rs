//! `frontdesk register gire`: the webhooks that a company has at Gire.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::Result;
use clap::{Args, Subcommand};
use frontdesk::provider::Provider;
use frontdesk::providers::Gire;
use serde_json::{Map, Value, json};

use super::api::Api;
use crate::exit::usage;
use crate::print::{line, plain, pretty};
use crate::secret;
use crate::target::Target;

/// The events that Gire documents. Others are not refused here: Gire may add some.
const EVENTS: &str = "pud:status_update,pud:price_update,pud:create";

/// What to do, and the way in.
#[derive(Args)]
pub(super) struct Options {
    #[command(subcommand)]
    action: Action,
    /// Gire's host, such as `https://giremobility.example` [default: GIRE_API].
    #[arg(long, global = true, value_name = "URL")]
    api: Option<String>,
    /// A file with your company's API token [default: the environment's GIRE_API_TOKEN].
    #[arg(long, global = true, value_name = "FILE")]
    token_file: Option<PathBuf>,
    /// How long to wait for an answer, in seconds.
    #[arg(long, global = true, default_value_t = 30.0, value_name = "SECONDS")]
    timeout: f32,
    /// As JSON, as Gire answers.
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Subcommand)]
enum Action {
    /// Lists the webhooks.
    List,
    /// Shows one.
    Show {
        /// Its id.
        id: String,
    },
    /// Makes a webhook with the function's URL and the newest live secret.
    Create {
        /// The events, separated by commas.
        #[arg(long, default_value = EVENTS)]
        events: String,
        /// The key of an attempt that got no answer, so that no second webhook is made.
        #[arg(long, value_name = "KEY")]
        idempotency_key: Option<String>,
    },
    /// Changes the events of a webhook, or with --url its URL. Its secret cannot be changed.
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
        /// Does it. Without, it only says what would be deleted.
        #[arg(long)]
        yes: bool,
    },
}

/// Runs the command.
pub(super) async fn run(gire: &Options, options: &super::Options) -> Result<()> {
    let api = gire.api()?;
    match &gire.action {
        Action::List => gire.print_all(&api.list()?),
        Action::Show { id } => gire.print(&api.show(id)?),
        Action::Create { events, idempotency_key } => {
            let target = Target::at(&options.target).await?;
            let url = options.reachable(&target)?;
            let secret = options.secret(&target, Gire::NAME).await?;
            let webhook = json!({ "callbackUrl": url, "enabledEvents": split(events)?, "secret": secret });
            let key = idempotency_key.clone().unwrap_or_else(|| uuid::Uuid::new_v4().to_string());
            gire.print(&api.create(&webhook, &key)?)
        }
        Action::Update { id, events } => {
            let mut change = Map::new();
            if let Some(url) = options.url(None, Gire::NAME)? {
                change.insert("callbackUrl".to_owned(), url.into());
            }
            if let Some(events) = events {
                change.insert("enabledEvents".to_owned(), split(events)?.into());
            }
            if change.is_empty() {
                return Err(usage(
                    "nothing to change: give --url or --events. For another secret, create a webhook and delete \
                                  this one",
                ));
            }
            gire.print(&api.update(id, &Value::Object(change))?)
        }
        Action::Delete { id, yes: true } => {
            api.delete(id)?;
            line(&plain(&format!("{id} is deleted")))
        }
        Action::Delete { id, yes: false } => {
            gire.print(&api.show(id)?)?;
            line("\nNothing is deleted; --yes does it")
        }
    }
}

fn split(events: &str) -> Result<Vec<&str>> {
    let events: Vec<&str> = events.split(',').map(str::trim).filter(|event| !event.is_empty()).collect();
    if events.is_empty() {
        Err(usage("--events names none: a webhook without events is of no use"))
    } else {
        Ok(events)
    }
}

impl Options {
    fn api(&self) -> Result<Api> {
        let env = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let api = self.api.clone().or_else(|| env("GIRE_API"));
        let api =
            api.ok_or_else(|| usage("nothing says Gire's host: give --api URL or set GIRE_API (ask Gire for it)"))?;
        let token = match &self.token_file {
            Some(file) => Some(secret::read(file)?),
            None => env("GIRE_API_TOKEN"),
        };
        let token =
            token.ok_or_else(|| usage("there is no API token: set GIRE_API_TOKEN or give --token-file FILE"))?;
        let within = Duration::try_from_secs_f32(self.timeout).ok().filter(|within| !within.is_zero());
        Api::new(&api, token, within.ok_or_else(|| usage("--timeout: write seconds, such as 30"))?)
    }

    fn print(&self, webhook: &Value) -> Result<()> {
        if self.json {
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
        if self.json {
            return webhooks.iter().try_for_each(|webhook| line(&webhook.to_string()));
        }
        if webhooks.is_empty() {
            return line("there are no webhooks; `frontdesk register gire create` makes one");
        }
        let field = |webhook: &Value, name: &str| webhook.get(name).map(text).unwrap_or_default();
        line(&format!("{:<24}  {:<24}  {:<48}  URL", "ID", "UPDATED", "EVENTS"))?;
        for webhook in webhooks {
            let [id, updated, events, url] =
                ["id", "updatedAt", "enabledEvents", "callbackUrl"].map(|name| field(webhook, name));
            line(&plain(&format!("{id:<24}  {updated:<24}  {events:<48}  {url}")))?;
        }
        Ok(())
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
