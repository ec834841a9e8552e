//! `frontdesk events list`: events, newest first, printed as they are read.

use anyhow::Result;
use clap::Args;
use frontdesk::store::Row;
use jiff::Timestamp;
use serde_json::json;

use super::filter::Filter;
use crate::print::{line, note, plain};
use crate::target::Target;

/// Which, how many, and how.
#[derive(Args)]
pub(crate) struct Options {
    #[command(flatten)]
    filter: Filter,
    /// At most so many.
    #[arg(long, default_value_t = 50, value_name = "N")]
    limit: usize,
    /// As JSON lines.
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub(crate) async fn run(target: &Target, options: &Options) -> Result<()> {
    let span = options.filter.span(Timestamp::now())?;
    let mut search = options.filter.search(target, span)?;
    let mut left = options.limit;
    while left > 0
        && let Some(row) = search.next().await?
    {
        if options.json {
            line(&as_json(&row))?;
        } else {
            if left == options.limit {
                line(&columns("RECEIVED", "PROVIDER", "KIND", "STATE", "DELIVERIES", "SUBJECT", "ID"))?;
            }
            line(&as_text(&row))?;
        }
        left -= 1;
    }
    if left == 0 && search.next().await?.is_some() {
        note(&format!("there are more; --limit {} shows twice as many", options.limit.saturating_mul(2).max(1)));
    } else if left == options.limit {
        note(&format!("no event matches, of those that arrived from {:.0} to {:.0}", span.from, span.to));
    }
    Ok(())
}

fn as_json(row: &Row) -> String {
    let mut line = json!(row.attributes());
    if let Some(line) = line.as_object_mut() {
        line.insert("state".to_owned(), row.state().as_str().into());
    }
    line.to_string()
}

fn as_text(row: &Row) -> String {
    let text = |name| plain(row.text(name).unwrap_or("-"));
    let deliveries = row.number("deliveries").unwrap_or_default().to_string();
    let [received, provider, kind] = [text("received_at"), text("provider"), text("kind")];
    columns(&received, &provider, &kind, row.state().as_str(), &deliveries, &text("subject"), &text("id"))
}

/// The id is the longest and comes last, so that a narrow terminal cuts nothing else off.
fn columns(
    received: &str,
    provider: &str,
    kind: &str,
    state: &str,
    deliveries: &str,
    subject: &str,
    id: &str,
) -> String {
    format!("{received:<24}  {provider:<9} {kind:<24} {state:<10} {deliveries:>10}  {subject:<24} {id}")
}
