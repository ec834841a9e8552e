//! `frontdesk schema`: the JSON Schema of the message, or of one provider's messages with their payloads.

use anyhow::{Context, Result};
use frontdesk::providers::NAMES;

/// What `schema` can be told.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// The provider whose payloads are described, too.
    #[arg(value_name = "PROVIDER", value_parser = NAMES)]
    provider: Option<String>,
}

pub(crate) fn run(options: &Options) -> Result<()> {
    let schema = match &options.provider {
        None => frontdesk::schema::message(),
        Some(name) => frontdesk::schema::provider(name).with_context(|| format!("there is no provider `{name}`"))?,
    };
    crate::print::line(&serde_json::to_string_pretty(&schema)?)
}
