//! `frontdesk send`: signs an example delivery, posts it as its provider would, and reports the
//! outcome.

mod fate;
mod request;

use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};
use frontdesk::providers::Provider;
use frontdesk::receive::delivery::Delivery;
use frontdesk::receive::secrets::Written;
use jiff::Timestamp;
use serde_json::json;

use self::fate::Tally;
use crate::exit::usage;
use crate::local_run::{ENDPOINTS_PORT, default_secret};
use crate::print::{line, note, progress};
use crate::providers::Providers;
use crate::runs::RunOptions;
use crate::samples::Sample;
use crate::secret::vault::Vault;
use crate::table::{Column, Table};
use crate::target::Target;
use crate::url::web;

pub(crate) use self::request::{curl, deliver, event_id, signed};

/// More deliveries than this are summed up instead of listed.
const LISTED: u32 = 20;

/// What to send, and where.
#[derive(Args)]
pub(crate) struct Options {
    /// The provider; --list shows all.
    #[arg(required_unless_present = "list")]
    provider: Option<String>,
    /// The kind of event, such as `check_in`.
    #[arg(required_unless_present = "list")]
    kind: Option<String>,
    /// Lists every provider and kind, or those of one provider.
    #[arg(long)]
    list: bool,
    /// The provider's URL [default: that of the local run].
    #[arg(long)]
    url: Option<String>,
    /// The secret to sign with [default: the newest live one in the local run; with --url,
    /// local-PROVIDER-secret].
    #[arg(long)]
    secret: Option<String>,
    /// The account whose secret it is, if one stack serves several.
    #[arg(long, value_name = "NAME")]
    account: Option<String>,
    /// A file with the body to send, instead of the built-in example.
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
    /// How many times to send it.
    #[arg(long, default_value_t = 1, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    count: u32,
    /// Makes each delivery a new event: with a new id if the provider has ids, otherwise with an
    /// additional field in the body.
    #[arg(long)]
    fresh: bool,
    /// Prints the request instead of sending it.
    #[arg(long, value_enum, value_name = "FORM")]
    print: Option<Print>,
    /// Prints JSON lines.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    run: RunOptions,
}

#[derive(Clone, Copy, ValueEnum)]
enum Print {
    /// As a curl command.
    Curl,
}

/// Where deliveries go, and what they are signed with.
struct Recipient {
    url: String,
    with: Written,
    /// The local run that receives them. None if only a URL is known.
    target: Option<Target>,
}

/// Runs the command.
pub(crate) async fn run(options: &Options, providers: Providers) -> Result<()> {
    if options.list {
        return list(options, providers);
    }
    let (Some(provider), Some(kind)) = (&options.provider, &options.kind) else {
        return Err(usage("name a provider and a kind; `frontdesk send --list` shows all"));
    };
    let provider = providers.known(provider)?;
    // Mistakes in the kind or the file are reported before anything else.
    let own = options.own_body()?;
    signed(provider, kind, own.clone(), false, &default_secret(provider.name))?;
    let recipient = options.recipient(provider, providers).await?;
    let sign = || {
        let request = signed(provider, kind, own.clone(), options.fresh, &recipient.with.secret)?;
        let url = format!("{}{}", recipient.url.trim_end_matches('/'), request.path);
        anyhow::Ok((url, request))
    };
    match options.print {
        Some(Print::Curl) => {
            for _ in 0..options.count {
                let (url, request) = sign()?;
                line(&curl(&url, &request)?)?;
            }
            Ok(())
        }
        None => send_all(options, provider, &recipient, sign).await,
    }
}

async fn send_all(
    options: &Options,
    provider: &'static Provider,
    recipient: &Recipient,
    sign: impl Fn() -> Result<(String, Delivery)>,
) -> Result<()> {
    let bar = (options.count > LISTED && !options.json).then(|| progress(u64::from(options.count)));
    let (started, mut tally) = (Instant::now(), Tally::default());
    for _ in 0..options.count {
        let (url, request) = sign()?;
        let since = Timestamp::now();
        let (status, text) = deliver(&url, &request)?;
        let id = event_id(provider, &request, &recipient.with);
        let fate = fate::find(recipient.target.as_ref(), provider, id.as_ref(), &request, since, status).await?;
        tally.add(&fate);
        if options.json {
            let id = fate.id().or(id.as_ref().map(|id| id.key()));
            line(
                &json!({ "id": id, "status": status.as_u16(), "outcome": fate.word(), "reason": fate.reason() })
                    .to_string(),
            )?;
        } else if let Some(bar) = &bar {
            bar.inc(1);
        } else {
            line(format!("{status}  {}  {text}", fate.sentence(id.as_ref())).trim_end())?;
            if options.count == 1 && status.is_success() {
                note(&fate.next(id.as_ref()));
            }
        }
        if options.count == 1 && !status.is_success() {
            bail!("the delivery was not accepted{}", fate.why());
        }
    }
    if let Some(bar) = bar {
        bar.finish_and_clear();
    }
    if options.count > 1 && !options.json {
        line(&tally.sentence(started.elapsed()))?;
    }
    match tally.not_accepted() {
        0 => Ok(()),
        failed => bail!("{failed} of {} were not accepted{}", options.count, tally.why()),
    }
}

impl Options {
    fn own_body(&self) -> Result<Option<Vec<u8>>> {
        let read = |file: &PathBuf| std::fs::read(file).with_context(|| format!("cannot read {}", file.display()));
        self.file.as_ref().map(read).transpose()
    }

    /// The URL and the secret given, or those of the local run.
    async fn recipient(&self, provider: &'static Provider, providers: Providers) -> Result<Recipient> {
        let known = |secret: String| Written { account: self.account.clone(), secret };
        let default = || known(self.secret.clone().unwrap_or_else(|| default_secret(provider.name)));
        if let Some(url) = &self.url {
            return Ok(Recipient { url: web(url, "--url")?, with: default(), target: None });
        }
        let run = match self.run.find() {
            Ok(run) => run,
            // A request that is only printed needs no run.
            Err(_) if self.print.is_some() => {
                let url = format!("http://127.0.0.1:{ENDPOINTS_PORT}/{}", provider.name);
                return Ok(Recipient { url, with: default(), target: None });
            }
            Err(error) => return Err(error),
        };
        let url = run.endpoint(provider.name);
        let target = Target::local(providers, run);
        let with = match &self.secret {
            Some(secret) => known(secret.clone()),
            None => Vault::for_provider(&target, provider.name)?.newest(provider.name, self.account.as_deref()).await?,
        };
        Ok(Recipient { url, with, target: Some(target) })
    }
}

fn list(options: &Options, providers: Providers) -> Result<()> {
    let mut table = Table::new(&[Column::text("PROVIDER"), Column::text("KIND"), Column::text("ORIGIN")]);
    for provider in providers.selected(options.provider.as_deref())? {
        for sample in Sample::all(provider.name)? {
            if options.json {
                let object = json!({ "provider": provider.name, "kind": sample.kind, "origin": sample.origin });
                line(&object.to_string())?;
            } else {
                table.add(vec![provider.name.to_owned(), sample.kind, sample.origin]);
            }
        }
    }
    table.print()
}
