//! `frontdesk events show`: one event, with every attribute, its body and its history; can check
//! its proof again.

use anyhow::{Result, bail};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use clap::Args;
use frontdesk::Verification;
use frontdesk::event::{Event, EventId};
use frontdesk::providers::Provider;
use frontdesk::receive::delivery::Delivery;
use frontdesk::receive::secrets::Secrets;
use frontdesk::store::{Row, StoreError};
use serde_json::json;

use super::consumers::{self, ConsumerOptions, Consumers};
use super::history::history;
use crate::exit::NotFound;
use crate::print::{line, plain, pretty, value};
use crate::target::Target;

/// Which event, and how to show it.
#[derive(Args)]
pub(crate) struct Options {
    /// The event's key, `<provider>:<id>`, from the list; or a prefix of it.
    #[arg(value_name = "ID")]
    id: String,
    /// Prints one JSON object.
    #[arg(long)]
    json: bool,
    /// Checks hash and signature again; the exit code is 1 if either is wrong.
    #[arg(long)]
    verify: bool,
    /// A provider's secret, or a JSON array of live ones, for --verify [default: the local run's].
    #[arg(long, value_name = "PROVIDER[/ACCOUNT]=SECRET")]
    secret: Vec<String>,
    #[command(flatten)]
    consumers: ConsumerOptions,
}

/// An event, as far as it can be read.
pub(crate) struct Found {
    pub(crate) row: Row,
    /// The event with its body, or why the body cannot be shown.
    pub(crate) event: Result<Event, String>,
}

/// The result of checking the proof again.
pub(crate) struct Checked {
    pub(crate) good: bool,
    pub(crate) hash: String,
    pub(crate) signature: String,
}

/// Runs the command.
pub(crate) async fn run(target: &Target, options: &Options) -> Result<()> {
    let consumers = Consumers::new(target, &options.consumers)?;
    let id = super::named(target, &options.id).await?;
    let found = Found::read(target, &id).await?;
    let consumed = consumers.look(&found.row).await;
    let checked = match options.verify {
        true => Some(found.check(&secrets(target, &id, &options.secret).await?)),
        false => None,
    };
    if options.json {
        line(&as_json(&found.row, &found.event, &consumed, checked.as_ref()))?;
    } else {
        print(&found.row, &found.event, &consumed, checked.as_ref())?;
    }
    match (checked, found.event) {
        (Some(checked), _) if !checked.good => bail!("{id} did not pass"),
        (None, Err(error)) => bail!(error),
        _ => Ok(()),
    }
}

impl Found {
    /// Reads an event with its body.
    pub(crate) async fn read(target: &Target, id: &EventId) -> Result<Self> {
        let row = super::row(target, id).await?;
        let event = match target.reader().get(id).await {
            Ok(Some(event)) => Ok(event),
            Ok(None) => return Err(NotFound(format!("the event {id} is gone: it was deleted just now")).into()),
            // The rest of the row can still be shown.
            Err(error @ (StoreError::Body { .. } | StoreError::Part { .. } | StoreError::Row { .. })) => {
                Err(error.to_string())
            }
            Err(error) => return Err(error.into()),
        };
        Ok(Self { row, event })
    }

    /// Checks hash and, with the provider's secrets, signature again.
    pub(crate) fn check(&self, known: &Known) -> Checked {
        check(&self.row, &self.event, known)
    }
}

fn print(
    row: &Row,
    event: &Result<Event, String>,
    consumed: &consumers::Found,
    checked: Option<&Checked>,
) -> Result<()> {
    for (name, found) in row.attributes() {
        line(&format!("{name:<17} {}", value(found)))?;
    }
    line("\nhistory")?;
    for (time, what) in history(row, consumed) {
        line(&format!("  {time:<24}  {what}"))?;
    }
    if let Some(checked) = checked {
        line(&format!("\nverification\n  hash       {}\n  signature  {}", checked.hash, checked.signature))?;
    }
    match event {
        Ok(event) => {
            let as_it_is = || String::from_utf8_lossy(&event.body).into_owned();
            line(&format!("\n{}", plain(&pretty(&event.body).unwrap_or_else(as_it_is))))
        }
        Err(_) => line("\n(the body cannot be shown)"),
    }
}

fn as_json(row: &Row, event: &Result<Event, String>, consumed: &consumers::Found, checked: Option<&Checked>) -> String {
    let mut shown = json!(row.attributes());
    let Some(object) = shown.as_object_mut() else { return shown.to_string() };
    object.insert("state".to_owned(), row.state().as_str().into());
    object.insert("consumers".to_owned(), json!(consumed.work));
    if !consumed.unread.is_empty() {
        object.insert("consumers_unread".to_owned(), json!(consumed.unread));
    }
    match event.as_ref().map(|event| std::str::from_utf8(&event.body).map_err(|_| &event.body)) {
        Ok(Ok(text)) => object.insert("body".to_owned(), text.into()),
        Ok(Err(bytes)) => object.insert("body_base64".to_owned(), STANDARD.encode(bytes).into()),
        Err(error) => object.insert("body_error".to_owned(), error.as_str().into()),
    };
    if let Some(Checked { good, hash, signature }) = checked {
        object.insert("verified".to_owned(), json!({ "good": good, "hash": hash, "signature": signature }));
    }
    shown.to_string()
}

/// What an event is checked with: its provider and the provider's secrets. `None` if either is
/// unknown.
pub(crate) type Known = Option<(&'static Provider, Secrets)>;

/// Finds what to check an event with.
pub(crate) async fn secrets(target: &Target, id: &EventId, given: &[String]) -> Result<Known> {
    let Some(provider) = target.providers.find(id.provider()) else { return Ok(None) };
    Ok(target.secrets(provider.name, given).await?.map(|secrets| (provider, secrets)))
}

fn check(row: &Row, event: &Result<Event, String>, known: &Known) -> Checked {
    let event = match event {
        Ok(event) => event,
        Err(error) => {
            let signature = "not checked, without the bytes that were signed".to_owned();
            return Checked { good: false, hash: format!("WRONG: {error}"), signature };
        }
    };
    let hash = format!("good: the body has the SHA-256 {}", event.sha256);
    let (good, signature) = match known {
        None => {
            let name = event.id.provider();
            (true, format!("not checked: --secret {name}=VALUE gives the secret to check with"))
        }
        Some((provider, secrets)) => check_signature(provider, event, row, secrets),
    };
    Checked { good, hash, signature }
}

/// Verifies a stored event as the delivery that it was. Returns whether the proof is correct, and
/// why.
fn check_signature(provider: &Provider, event: &Event, row: &Row, secrets: &Secrets) -> (bool, String) {
    if provider.proof.verification() == Verification::Token {
        return (true, "none to check: this provider presents a token, which is not kept".to_owned());
    }
    let key = row.text("key").unwrap_or("none");
    let header = provider.proof.signature_header().zip(row.text("signature"));
    let headers = header.map(|(name, value)| (name.to_owned(), value.to_owned())).into_iter().collect();
    let delivery = Delivery::post("/", headers, event.body.clone(), event.received_at);
    match delivery.verify(&provider.proof, secrets) {
        Ok(verified) if verified.key().to_string() == key => {
            (true, format!("good: made with the secret {key}, as at its arrival"))
        }
        Ok(verified) => (false, format!("WRONG: made with the secret {}, but the row names {key}", verified.key())),
        Err(refusal) => {
            let live: Vec<String> = secrets.ids().map(|id| id.to_string()).collect();
            (false, format!("WRONG: {} (tried {}; at its arrival {key} matched)", refusal.reason, live.join(", ")))
        }
    }
}
