//! `frontdesk events list`: lists events, newest first, and prints them as they are read.

use anyhow::Result;
use clap::Args;
use frontdesk::store::{Row, State};
use jiff::Timestamp;
use serde_json::json;

use super::filter::Filter;
use crate::exit::limit;
use crate::print::{bad, line, note, plain, seconds, unusual};
use crate::table::{Column, Table};
use crate::target::Target;

/// Which events, how many, and how.
#[derive(Args)]
pub(crate) struct Options {
    #[command(flatten)]
    filter: Filter,
    /// Lists at most this many.
    #[arg(long, default_value_t = 50, value_name = "N", value_parser = limit)]
    limit: usize,
    /// Prints JSON lines.
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub(crate) async fn run(target: &Target, options: &Options) -> Result<()> {
    let span = options.filter.span(Timestamp::now())?;
    let mut search = options.filter.search(target, span)?;
    let mut table = Table::new(&[
        Column::text("RECEIVED"),
        Column::cut("KIND", 13),
        Column::text("STATE"),
        Column::number("TIMES"),
        Column::cut("SUBJECT", 8),
        Column::cut("ID", 16),
    ]);
    let mut left = options.limit;
    while left > 0
        && let Some(row) = search.next().await?
    {
        if options.json {
            line(&as_json(&row))?;
        } else {
            table.add(cells(&row));
        }
        left -= 1;
    }
    table.print()?;
    if left == 0 && search.next().await?.is_some() {
        note(&format!("there are more; --limit {} shows twice as many", options.limit.saturating_mul(2)));
    } else if left == options.limit {
        note(&format!("no event from {:.0} to {:.0} matches", span.from, span.to));
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

/// The cells of a row. The id comes last and contains the provider, so a narrow terminal shows
/// everything else.
fn cells(row: &Row) -> Vec<String> {
    let text = |name| plain(row.text(name).unwrap_or("-"));
    let state = row.state();
    let state = match state {
        State::Published => state.as_str().to_owned(),
        State::Pending | State::Variant => unusual(state.as_str()),
        State::Unreadable | State::SetAside => bad(state.as_str()),
    };
    let deliveries = row.number("deliveries").unwrap_or(1).to_string();
    vec![seconds(&text("received_at")), text("kind"), state, deliveries, text("subject"), text("id")]
}
