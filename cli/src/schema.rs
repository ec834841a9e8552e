//! `frontdesk schema`: the JSON Schema of the message, or of one provider's messages with their
//! payloads.

use anyhow::Result;

use crate::providers::Providers;

/// What to describe.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// The provider whose payloads to include.
    #[arg(value_name = "PROVIDER")]
    provider: Option<String>,
}

pub(crate) fn run(options: &Options, providers: Providers) -> Result<()> {
    let schema = match &options.provider {
        None => frontdesk::schema::message(),
        Some(name) => frontdesk::schema::provider(providers.known(name)?),
    };
    crate::print::line(&serde_json::to_string_pretty(&schema)?)
}
