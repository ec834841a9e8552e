//! `frontdesk refused`: the deliveries that were refused and kept, and their way back into the pipeline.

use std::marker::PhantomData;

use anyhow::{Context, Result, bail, ensure};
use clap::{Args, Subcommand};
use frontdesk::delivery::Presented;
use frontdesk::event::rfc3339;
use frontdesk::ingest::{Finished, Ingest, Refusals};
use frontdesk::lambda::aws::Clients;
use frontdesk::outbox::Outbox;
use frontdesk::provider::Provider;
use frontdesk::providers::{self, NAMES, Visit};
use frontdesk::queue::Queue;
use frontdesk::refused::{KEPT_DAYS, KeptRefusal};
use frontdesk::secrets::Secrets;
use frontdesk::store::Store;
use frontdesk::wanted::Wanted;
use futures_util::future::BoxFuture;
use jiff::{Timestamp, ToSpan};
use serde_json::json;

use crate::dev;

/// What to do, and where.
#[derive(Args)]
pub(crate) struct Options {
    #[command(subcommand)]
    action: Action,
    /// Port of the local run's DynamoDB.
    #[arg(long, default_value_t = 9001, global = true)]
    dynamodb_port: u16,
    /// Port of the local run's SQS.
    #[arg(long, default_value_t = 9002, global = true)]
    sqs_port: u16,
}

#[derive(Subcommand)]
enum Action {
    /// Lists what was refused and kept, newest first.
    List {
        /// Only of this provider.
        #[arg(long)]
        provider: Option<String>,
        /// As JSON lines.
        #[arg(long)]
        json: bool,
    },
    /// Shows one: why it was refused, and its body.
    Show {
        /// `refused:<provider>:…`, from the list.
        #[arg(value_name = "ID")]
        id: String,
    },
    /// Verifies again with today's secrets, and puts what is genuine through the pipeline. What is not stays.
    Release {
        /// `refused:<provider>:…`, from the list.
        #[arg(value_name = "ID", required_unless_present = "all")]
        ids: Vec<String>,
        /// All of them.
        #[arg(long)]
        all: bool,
        /// A provider's secret, or a JSON array of live ones [default: local-PROVIDER-secret].
        #[arg(long, value_name = "PROVIDER=SECRET")]
        secret: Vec<String>,
    },
}

/// Runs the command.
pub(crate) fn run(options: &Options) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let place = Place::new(options);
        match &options.action {
            Action::List { provider, json } => place.list(provider.as_deref(), *json).await,
            Action::Show { id } => place.show(id).await,
            Action::Release { ids, all, secret } => place.release(ids, *all, secret).await,
        }
    })
}

/// The table and the queue.
struct Place {
    store: Store,
    outbox: Outbox,
}

impl Place {
    fn new(options: &Options) -> Self {
        let access = dev::local_access(options.dynamodb_port, options.sqs_port);
        let clients = Clients::for_relay(&access);
        let store = Store::new(clients.dynamodb(), dev::TABLE, dev::RETENTION_DAYS);
        let queue = Queue::new(clients.sqs(), dev::queue_url(options.sqs_port));
        Self { outbox: Outbox::new(store.clone(), queue, Timestamp::now), store }
    }

    /// All that are kept, newest first for each provider.
    async fn all(&self, only: Option<&str>) -> Result<Vec<KeptRefusal>> {
        if let Some(provider) = only {
            ensure!(NAMES.contains(&provider), "no provider `{provider}`; the providers are {}", NAMES.join(", "));
        }
        let mut all = Vec::new();
        for provider in NAMES.into_iter().filter(|name| only.is_none_or(|only| only == *name)) {
            for days in 0..=KEPT_DAYS {
                let day = Timestamp::now() - (days * 24).hours();
                let mut from = None;
                loop {
                    let page = self.store.refused_on(provider, day, from).await?;
                    for id in page.ids {
                        all.extend(self.store.refused(&id).await?);
                    }
                    from = page.next;
                    if from.is_none() {
                        break;
                    }
                }
            }
        }
        Ok(all)
    }

    async fn one(&self, id: &str) -> Result<KeptRefusal> {
        let found = self.store.refused(id).await?;
        found.with_context(|| format!("nothing is kept under {id}: `frontdesk refused list` shows what is"))
    }

    async fn list(&self, provider: Option<&str>, as_json: bool) -> Result<()> {
        for kept in self.all(provider).await? {
            let (at, bytes) = (rfc3339(kept.received_at), kept.body.len());
            if as_json {
                let line = json!({
                    "id": kept.id, "provider": kept.provider, "received_at": at, "reason": kept.reason, "bytes": bytes,
                });
                println!("{line}");
            } else {
                println!("{at}  {:<9} {bytes:>7} bytes  {}  {}", kept.provider, kept.id, kept.reason);
            }
        }
        Ok(())
    }

    async fn show(&self, id: &str) -> Result<()> {
        let kept = self.one(id).await?;
        let presented = match &kept.presented {
            Presented::Nothing => "inside the body".to_owned(),
            Presented::Signature(signature) => signature.clone(),
            Presented::Token(digest) => format!("a token with the SHA-256 {}", hex::encode(digest)),
        };
        println!("id            {}", kept.id);
        println!("received_at   {}", rfc3339(kept.received_at));
        println!("reason        {}", kept.reason);
        println!("presented     {presented}");
        println!("path          {}", kept.path.as_deref().unwrap_or("(not kept: it may hold a token)"));
        println!("content_type  {}", kept.content_type.as_deref().unwrap_or("(none)"));
        println!("source_ip     {}", kept.source_ip.as_deref().unwrap_or("(unknown)"));
        println!("request_id    {}", kept.request_id);
        println!("\n{}", String::from_utf8_lossy(&kept.body));
        Ok(())
    }

    async fn release(&self, ids: &[String], all: bool, secrets: &[String]) -> Result<()> {
        let secrets = dev::secrets(secrets)?;
        let mut kept = Vec::new();
        for id in ids {
            kept.push(self.one(id).await?);
        }
        if all {
            kept = self.all(None).await?;
        }
        let (mut released, mut stay) = (0, 0);
        for kept in kept {
            let id = kept.id.clone();
            let Some((name, _, secrets)) = secrets.iter().find(|(name, ..)| *name == kept.provider) else {
                bail!("{id} is of `{}`, which this version does not know", kept.provider);
            };
            let release = Release { place: self, secrets, kept };
            match providers::visit(name, release).context("no such provider")?.await? {
                Ok(event) => {
                    self.store.forget_refused(&id).await?;
                    println!("{id}  released as {event}");
                    released += 1;
                }
                Err(why) => {
                    println!("{id}  stays: {why}");
                    stay += 1;
                }
            }
        }
        println!("{released} released, {stay} stay");
        Ok(())
    }
}

/// Puts one refused delivery through the pipeline of its provider.
struct Release<'a> {
    place: &'a Place,
    secrets: &'a Secrets,
    kept: KeptRefusal,
}

impl<'a> Visit for Release<'a> {
    /// The event, or why it is still not genuine; an error when the table does not take it.
    type Output = BoxFuture<'a, Result<Result<String, String>>>;

    fn visit<P: Provider>(self) -> Self::Output {
        Box::pin(async move {
            let ingest = Ingest::<P> {
                secrets: self.secrets.clone().into(),
                wanted: Wanted::everything(),
                store: self.place.store.clone(),
                outbox: self.place.outbox.clone(),
                clock: Timestamp::now,
                auth_header: None,
                refusals: Refusals::dropped(),
                provider: PhantomData,
            };
            let receipt = match ingest.release(self.kept).await {
                Ok(receipt) => receipt,
                Err(refused) => return Ok(Err(refused.refusal.to_string())),
            };
            ensure!(receipt.status.is_success(), "the table did not take it ({}); try again", receipt.outcome);
            let event = receipt.event.as_ref().map(|(id, _)| id.to_string()).unwrap_or_default();
            let outcome = receipt.outcome;
            let published = match ingest.finish(receipt.after).await {
                Finished::Pending(error) => format!("; the relay will publish it ({error})"),
                _ => String::new(),
            };
            Ok(Ok(format!("{event}, {outcome}{published}")))
        })
    }
}
