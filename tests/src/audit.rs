//! The audit of a whole table, in process: the rows that a test leaves behind must hold.

use anyhow::Result;
use frontdesk::audit::{Auditor, Fault};
use frontdesk::event::EventId;
use frontdesk::providers::ALL;
use frontdesk::receive::secrets::Secrets;
use frontdesk::store::Reader;
use jiff::Timestamp;

use crate::engines::{Item, text};

/// The number of rows read at once.
const ROWS_AT_ONCE: usize = 25;

/// Returns the keys of the events and refused deliveries among the items of a table. The other items
/// are parts of bodies.
#[must_use]
pub fn heads(items: &[Item]) -> Vec<EventId> {
    let heads = items.iter().filter(|item| !item.contains_key("part_of"));
    heads.filter_map(|item| text(item, "id")).map(|id| EventId::from_key(id.to_owned())).collect()
}

/// Returns the faults of the rows `ids`, as the table has them now. `retention_days` is how long
/// rows are kept; `secrets` returns the value of a provider's secret; `now` is the time of the
/// audit.
///
/// # Errors
/// When the table does not answer, or a secret cannot be used.
pub async fn faults(
    reader: &Reader,
    ids: &[EventId],
    retention_days: u32,
    secrets: impl Fn(&str) -> String,
    now: Timestamp,
) -> Result<Vec<(EventId, Vec<Fault>)>> {
    let mut providers = Vec::with_capacity(ALL.len());
    for provider in ALL {
        providers.push((*provider, Some(Secrets::parse(&secrets(provider.name))?)));
    }
    let auditor = Auditor { providers, retention_days, table_made_at: None, now };
    let mut faults = Vec::new();
    for ids in ids.chunks(ROWS_AT_ONCE) {
        let found = reader.stored(ids, |stored| (stored.row.id(), auditor.check(stored).faults)).await?;
        faults.extend(found.into_iter().filter(|(_, faults)| !faults.is_empty()));
    }
    Ok(faults)
}
