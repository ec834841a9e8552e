//! Which secrets recent deliveries matched, according to the rows.

use std::collections::BTreeMap;

use anyhow::Result;

use crate::events::filter::{Filter, Span};
use crate::target::Target;

/// The deliveries of a period that matched one secret.
#[derive(Debug, Default, Clone)]
pub(crate) struct Matched {
    /// How many events arrived with it.
    pub(crate) events: u64,
    /// When the last of them arrived, RFC 3339.
    pub(crate) last: String,
}

/// What each secret of a provider matched, by its id. A repeated delivery counts for the secret of
/// the first one.
pub(crate) async fn by_key(target: &Target, provider: &str, span: Span) -> Result<BTreeMap<String, Matched>> {
    let filter = Filter::for_provider(provider);
    let mut matched: BTreeMap<String, Matched> = BTreeMap::new();
    let mut search = filter.search(target, span)?;
    while let Some(row) = search.next().await? {
        let Some(key) = row.text("key") else { continue };
        let entry = matched.entry(key.to_owned()).or_default();
        entry.events += 1;
        let at = row.text("received_at").unwrap_or_default();
        if at > entry.last.as_str() {
            at.clone_into(&mut entry.last);
        }
    }
    Ok(matched)
}
