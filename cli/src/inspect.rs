//! The inspector: pages for operators that show every delivery and its outcome, and why something
//! was refused.
//!
//! It reads with the same functions as the commands, and serves plain HTML from this program: no
//! build step, no network, no third-party assets. The local run serves it at its root address;
//! `frontdesk inspect` serves it for any other target.
//!
//! It listens on loopback only. `guard.rs` keeps other pages in the same browser out.

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

/// How often an open page refreshes, in seconds: on this machine, and where each refresh is a
/// request to AWS.
const EVERY_HERE: u32 = 2;
const EVERY_IN_AWS: u32 = 10;

/// Limits for the results of actions remembered for the next page, and for open confirmations,
/// which may hold many ids.
const MOST_NOTES: usize = 64;
const MOST_PLANS: usize = 4;

/// Where to serve the pages, and what to show.
#[derive(Args)]
pub(crate) struct Options {
    /// Port of the pages.
    #[arg(long, default_value_t = 9004)]
    port: u16,
    /// A provider's secret, or a JSON array of live ones, to check signatures and release refused
    /// deliveries [default: the stack's, or the local run's].
    #[arg(long, value_name = "PROVIDER[/ACCOUNT]=SECRET")]
    secret: Vec<String>,
    #[command(flatten)]
    consumers: ConsumerOptions,
    #[command(flatten)]
    target: TargetOptions,
}

/// What the pages show, and what they may do.
pub(crate) struct Inspector {
    target: Target,
    /// The secrets given with `--secret`, to check signatures and release deliveries. The target
    /// may know others.
    secrets: Vec<String>,
    /// Where samples go. `None` where they would make events that nobody booked.
    samples: Option<Samples>,
    /// A secret that every form must bring back: only a reader of the page has it.
    token: String,
    /// The host names under which the pages may be requested.
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
    // Report a mistake in the secrets now, not when they are needed.
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
    served.context("the inspector ended")
}

impl Inspector {
    /// The providers that the inspector knows.
    pub(crate) fn providers(&self) -> Providers {
        self.target.providers
    }

    /// An inspector of `target`, to be served on `port`.
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

    /// The URL that a provider calls, if known. A stack without this provider has none.
    fn url(&self, provider: &str) -> Option<String> {
        match self.target.run() {
            Some(run) => Some(run.endpoint(provider)),
            None => self.target.function_url(provider).ok().flatten(),
        }
    }

    /// The result of the button pressed on the previous page. A reload does not show it again.
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
