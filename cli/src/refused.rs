//! `frontdesk refused`: refused deliveries that were kept, and putting them through the pipeline
//! again.

use std::collections::BTreeMap;

use anyhow::{Context, Result, ensure};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use clap::{Args, Subcommand};
use frontdesk::clock::Clock;
use frontdesk::event::rfc3339;
use frontdesk::providers::Provider;
use frontdesk::receive::kept_refusal::{KEPT_DAYS, KeptRefusal};
use frontdesk::receive::pipeline::{Finished, Pipeline, RefusalLimit};
use frontdesk::receive::refusal::Presented;
use frontdesk::receive::secrets::Secrets;
use frontdesk::receive::wanted::Wanted;
use futures_util::{StreamExt, stream};
use jiff::{Timestamp, ToSpan};
use serde_json::json;

use crate::exit::NotFound;
use crate::prefix::Prefix;
use crate::print::{announce, line, plain, seconds};
use crate::providers::Providers;
use crate::table::{Column, Table};
use crate::target::{Target, TargetOptions};

/// Deliveries read at a time. Each may be large.
const READ_AT_ONCE: usize = 10;

/// What to do, and where.
#[derive(Args)]
pub(crate) struct Options {
    #[command(subcommand)]
    action: Action,
    #[command(flatten)]
    target: TargetOptions,
}

#[derive(Subcommand)]
enum Action {
    /// Lists refused deliveries that were kept, newest first.
    List {
        /// Only this provider's deliveries.
        #[arg(long)]
        provider: Option<String>,
        /// Prints JSON lines.
        #[arg(long)]
        json: bool,
    },
    /// Shows one delivery: why it was refused, and its body.
    Show {
        /// `refused:<provider>:…`, from the list; or a prefix of what follows `refused:`.
        #[arg(value_name = "ID")]
        id: String,
        /// Prints one JSON object.
        #[arg(long)]
        json: bool,
    },
    /// Verifies deliveries again with today's secrets, and puts the genuine ones through the
    /// pipeline. The others stay.
    Release {
        /// `refused:<provider>:…`, from the list.
        #[arg(value_name = "ID", required_unless_present = "all")]
        ids: Vec<String>,
        /// All kept deliveries.
        #[arg(long)]
        all: bool,
        /// A provider's secret, or a JSON array of live ones [default: local-PROVIDER-secret].
        #[arg(long, value_name = "PROVIDER[/ACCOUNT]=SECRET")]
        secret: Vec<String>,
    },
}

/// Runs the command.
pub(crate) async fn run(options: &Options, providers: Providers) -> Result<()> {
    let target = Target::at(&options.target, providers).await?;
    match &options.action {
        Action::List { provider, json } => list(&target, provider.as_deref(), *json).await,
        Action::Show { id, json } => show(&target, id, *json).await,
        Action::Release { ids, all, secret } => release(&target, ids, *all, secret).await,
    }
}

/// The kept deliveries, newest first for each provider, at most `most` of each.
pub(crate) async fn refusals(target: &Target, only: Option<&str>, most: usize) -> Result<Vec<KeptRefusal>> {
    let mut all = Vec::new();
    for provider in target.providers.selected(only)? {
        add_refusals(target, provider.name, all.len().saturating_add(most), &mut all).await?;
    }
    Ok(all)
}

/// Adds the kept deliveries of one provider, until there are `most` in total.
async fn add_refusals(target: &Target, provider: &str, most: usize, all: &mut Vec<KeptRefusal>) -> Result<()> {
    for days in 0..=KEPT_DAYS {
        let day = Timestamp::now() - (days * 24).hours();
        let mut from = None;
        loop {
            let page = target.reader().refusals_on(provider, day, from).await;
            let page = page.with_context(|| format!("cannot list refused deliveries; {}", target.hint()))?;
            let ids = page.rows.into_iter().take(most.saturating_sub(all.len()));
            let read = stream::iter(ids).map(async |id: String| target.reader().refusal(&id).await);
            let mut read = std::pin::pin!(read.buffered(READ_AT_ONCE));
            while let Some(kept) = read.next().await {
                all.extend(kept?);
            }
            if all.len() >= most {
                return Ok(());
            }
            from = page.next;
            if from.is_none() {
                break;
            }
        }
    }
    Ok(())
}

/// Finds a kept delivery, by its whole id or a prefix.
pub(crate) async fn refusal(target: &Target, id: &str) -> Result<KeptRefusal> {
    let hint = || format!("cannot read refused deliveries; {}", target.hint());
    if let Some(found) = target.reader().refusal(id).await.with_context(hint)? {
        return Ok(found);
    }
    let mut prefix = Prefix::new(id);
    for provider in target.providers.names() {
        for days in 0..=KEPT_DAYS {
            let (day, mut from) = (Timestamp::now() - (days * 24).hours(), None);
            loop {
                let page = target.reader().refusals_on(provider, day, from).await.with_context(hint)?;
                page.rows.iter().for_each(|id| _ = prefix.look(id));
                from = page.next;
                if from.is_none() {
                    break;
                }
            }
        }
    }
    let missing = format!("no refused delivery {id} is kept: `frontdesk refused list` shows which are");
    let whole = prefix.only(missing.clone())?;
    Ok(target.reader().refusal(&whole).await.with_context(hint)?.ok_or(NotFound(missing))?)
}

async fn list(target: &Target, provider: Option<&str>, as_json: bool) -> Result<()> {
    let mut all = refusals(target, provider, usize::MAX).await?;
    all.sort_by_key(|kept| std::cmp::Reverse(kept.received_at));
    if all.is_empty() && !as_json {
        return line(&format!("none in the last {KEPT_DAYS} days"));
    }
    let columns = [Column::text("RECEIVED"), Column::number("BYTES"), Column::cut("REASON", 24), Column::cut("ID", 26)];
    let mut table = Table::new(&columns);
    for kept in all {
        let (at, bytes) = (rfc3339(kept.received_at), kept.body.len());
        if as_json {
            let object = json!({
                "id": kept.id, "provider": kept.provider, "received_at": at, "reason": kept.reason, "bytes": bytes,
            });
            line(&object.to_string())?;
        } else {
            table.add(vec![seconds(&at), bytes.to_string(), plain(&kept.reason), plain(&kept.id)]);
        }
    }
    table.print()
}

async fn show(target: &Target, id: &str, as_json: bool) -> Result<()> {
    let kept = refusal(target, id).await?;
    if as_json {
        let mut object = json!({
            "id": kept.id, "provider": kept.provider, "received_at": rfc3339(kept.received_at), "reason": kept.reason,
            "presented": presented(&kept), "path": kept.path, "content_type": kept.content_type,
            "user_agent": kept.user_agent, "source_ip": kept.source_ip, "request_id": kept.request_id, "bytes": kept.body.len(),
        });
        let body = match std::str::from_utf8(&kept.body) {
            Ok(text) => ("body", text.to_owned()),
            Err(_) => ("body_base64", STANDARD.encode(&kept.body)),
        };
        object.as_object_mut().and_then(|object| object.insert(body.0.to_owned(), body.1.into()));
        return line(&object.to_string());
    }
    line(&plain(&format!("id            {}", kept.id)))?;
    line(&plain(&format!("received_at   {}", rfc3339(kept.received_at))))?;
    line(&plain(&format!("reason        {}", kept.reason)))?;
    line(&plain(&format!("presented     {}", presented(&kept))))?;
    line(&plain(&format!("path          {}", kept.path.as_deref().unwrap_or("(not kept: it may hold a token)"))))?;
    line(&plain(&format!("content_type  {}", kept.content_type.as_deref().unwrap_or("(none)"))))?;
    line(&plain(&format!("user_agent    {}", kept.user_agent.as_deref().unwrap_or("(none)"))))?;
    line(&plain(&format!("source_ip     {}", kept.source_ip.as_deref().unwrap_or("(unknown)"))))?;
    line(&plain(&format!("request_id    {}", kept.request_id)))?;
    line(&plain(&format!("\n{}", String::from_utf8_lossy(&kept.body))))
}

async fn release(target: &Target, ids: &[String], all: bool, secrets: &[String]) -> Result<()> {
    let mut kept = Vec::new();
    for id in ids {
        kept.push(refusal(target, id).await?);
    }
    if all {
        kept = refusals(target, None, usize::MAX).await?;
    }
    let (mut released, mut stay) = (0, 0);
    let mut known: BTreeMap<&'static str, Secrets> = BTreeMap::new();
    for kept in kept {
        let id = kept.id.clone();
        let provider = target.providers.find(&kept.provider);
        let provider = provider.with_context(|| format!("{id}: there is no provider {}", kept.provider))?;
        let name = provider.name;
        if !known.contains_key(name) {
            let found = target.secrets(name, secrets).await?;
            let message = || format!("{id}: give the secret to verify with: --secret {name}=VALUE");
            known.insert(name, found.with_context(message)?);
        }
        let Some(secrets) = known.get(name) else { continue };
        match release_one(target, provider, kept, secrets).await? {
            Ok((event, outcome)) => {
                announce(&format!("{id}  released as {event}, {outcome}"));
                released += 1;
            }
            Err(why) => {
                announce(&format!("{id}  stays: {why}"));
                stay += 1;
            }
        }
    }
    announce(&format!("{released} released, {stay} stay"));
    Ok(())
}

/// Verifies a delivery again. A genuine one becomes an event, and is no longer kept as refused.
///
/// Fails if the table does not accept the event.
pub(crate) async fn release_one(
    target: &Target,
    provider: &'static Provider,
    kept: KeptRefusal,
    secrets: &Secrets,
) -> Result<Released> {
    let id = kept.id.clone();
    let pipeline = Pipeline {
        retry_window: target.retry_window(),
        provider,
        secrets: secrets.clone().into(),
        auth_header: None,
        wanted: Wanted::everything(),
        refusal_limit: RefusalLimit::none(),
        store: target.store.clone(),
        outbox: target.outbox.clone(),
        clock: Clock::system(),
    };
    let receipt = match pipeline.release(kept).await {
        Ok(receipt) => receipt,
        Err(refusal) => return Ok(Err(refusal.reason.to_string())),
    };
    ensure!(receipt.status.is_success(), "the table did not accept it ({}); try again", receipt.outcome);
    let event = receipt.event.as_ref().map(|(id, _)| id.to_string()).unwrap_or_default();
    let published = match pipeline.finish(receipt.after).await {
        Finished::Pending(error) => format!("; the relay will publish it ({error})"),
        _ => String::new(),
    };
    target.store.forget_refusal(&id).await?;
    Ok(Ok((event, format!("{}{published}", receipt.outcome))))
}

/// The event that a delivery became, and its outcome; or why the delivery is still not genuine.
pub(crate) type Released = Result<(String, String), String>;

/// What a refused delivery presented. Only the hash of a token is kept.
pub(crate) fn presented(kept: &KeptRefusal) -> String {
    match &kept.presented {
        Presented::Nothing => "inside the body".to_owned(),
        Presented::Signature(signature) => signature.clone(),
        Presented::Token(digest) => format!("a token with the SHA-256 {}", hex::encode(digest)),
    }
}
