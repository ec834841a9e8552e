//! The inspector: a page that shows what arrived, what became of it, and why something was refused, for who operates Frontdesk.
//!
//! It reads with the same functions as the commands, and serves plain HTML from this program: no build step, no network, nothing
//! from elsewhere. The local run has it at its root address; `frontdesk inspect` serves it for any other target.
//!
//! It listens on loopback only. What keeps other pages in the same browser out is in `guard.rs`.

mod actions;
mod chart;
mod confirm;
mod curl;
mod dead;
mod event;
mod filters;
mod find;
mod guard;
mod json;
mod layout;
mod notes;
mod overview;
mod problem;
mod question;
mod refusals;
mod replay;
mod request;
mod routes;
mod search;
mod welcome;

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use anyhow::{Context, Result};
use clap::Args;
use frontdesk_local::loopback::Loopback;
use frontdesk_local::serve::{self, LIMITS};
use tokio::net::TcpListener;
use uuid::Uuid;

use self::notes::Notes;
use self::replay::all::Plan;
use self::replay::job::Jobs;
use crate::events::consumers::{ConsumerOptions, Consumers};
use crate::local_run;
use crate::print::announce;
use crate::providers::Providers;
use crate::target::{Target, TargetOptions};

pub(crate) use self::routes::routes;

/// How often an open page asks again, in seconds: on this machine, and where each question is a request to AWS.
const EVERY_HERE: u32 = 2;
const EVERY_IN_AWS: u32 = 10;

/// How many things that were just done are remembered for the page after them, and how many questions whose answer is open: those
/// may hold many ids.
const MOST_NOTES: usize = 64;
const MOST_PLANS: usize = 4;

/// Where to serve it, and what to look at.
#[derive(Args)]
pub(crate) struct Options {
    /// Port of the page.
    #[arg(long, default_value_t = 9004)]
    port: u16,
    /// A provider's secret, or a JSON array of live ones: to check signatures and release refused deliveries [default: the
    /// stack's, or the local run's].
    #[arg(long, value_name = "PROVIDER[/ACCOUNT]=SECRET")]
    secret: Vec<String>,
    #[command(flatten)]
    consumers: ConsumerOptions,
    #[command(flatten)]
    target: TargetOptions,
}

/// What the page shows, and what it may do.
pub(crate) struct Inspector {
    target: Target,
    /// The secrets that `--secret` gave, to check signatures with and to release. The target may know others.
    secrets: Vec<String>,
    /// To send samples. None where that would make events that nobody booked.
    samples: Option<Samples>,
    /// What a form must bring back: only who can read the page has it.
    token: String,
    /// The names by which the page may be asked for.
    loopback: Loopback,
    every: u32,
    consumers: Consumers,
    notes: Notes,
    plans: Notes<Plan>,
    jobs: Jobs,
}

/// Where samples go.
pub(crate) struct Samples {
    url: String,
}

/// Runs the command until Ctrl-C.
pub(crate) async fn run(options: &Options, providers: Providers) -> Result<()> {
    let target = Target::at(&options.target, providers).await?;
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, options.port));
    let listener = TcpListener::bind(address).await;
    let listener = listener.with_context(|| format!("cannot listen on {address}; --port takes another port"))?;
    let port = listener.local_addr()?.port();
    let samples = target.run().map(|run| Samples::to(run.port));
    // A slip in them is said now, and not when they are needed.
    local_run::usable(&options.secret, providers)?;
    let inspector = Inspector {
        consumers: Consumers::new(&target, &options.consumers)?,
        ..Inspector::new(target, options.secret.clone(), port, samples)?
    };
    announce(&format!("inspect at http://127.0.0.1:{port}/\nCtrl-C ends it."));
    let stop = async {
        let _ = tokio::signal::ctrl_c().await;
    };
    let served = serve::serve(listener, routes(Arc::new(inspector)), LIMITS, stop).await;
    served.context("the page ended")
}

impl Inspector {
    /// The providers that it knows.
    pub(crate) fn providers(&self) -> Providers {
        self.target.providers
    }

    /// An inspector of `target` that is served on `port`.
    pub(crate) fn new(target: Target, secrets: Vec<String>, port: u16, samples: Option<Samples>) -> Result<Self> {
        Ok(Self {
            secrets,
            samples,
            token: Uuid::new_v4().to_string(),
            loopback: Loopback::at(port),
            every: if target.run().is_some() { EVERY_HERE } else { EVERY_IN_AWS },
            consumers: Consumers::new(&target, &ConsumerOptions::default())?,
            notes: Notes::new(MOST_NOTES),
            plans: Notes::new(MOST_PLANS),
            jobs: Jobs::default(),
            target,
        })
    }

    /// The URL that a provider calls, where it is known. A stack without this provider has none for it.
    fn url(&self, provider: &str) -> Option<String> {
        match self.target.run() {
            Some(run) => Some(run.endpoint(provider)),
            None => self.target.function_url(provider).ok().flatten(),
        }
    }

    /// What a button said that was pressed on the page before. A reload does not say it again.
    fn note(&self, name: Option<&str>) -> Option<String> {
        self.notes.take(name?)
    }
}

impl Samples {
    /// The endpoints of a local run.
    pub(crate) fn to(port: u16) -> Self {
        Self { url: format!("http://127.0.0.1:{port}") }
    }
}
