//! Erasing an event: first the parts of its body, then its row.
//!
//! Parts are in no index, so only the row shows where they are. They go first: if an erasure is cut
//! short, the row is still there, and the next attempt finds it.

use aws_sdk_dynamodb::error::SdkError;

use super::item::{self, string, text};
use super::reader::part_key;
use super::{Store, StoreError};
use crate::event::EventId;

/// What to do with an event that is still pending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IfPending {
    /// Keep it; the queue gets it.
    Keep,
    /// Erase it; the queue never gets it.
    Erase,
}

/// The result of an erasure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Erasure {
    /// It is gone.
    Done {
        /// How many parts of its body were erased with it.
        parts: usize,
    },
    /// It is pending, and stays.
    Pending,
    /// It did not exist, or no longer does.
    Missing,
}

impl Store {
    /// How many days a row is kept.
    #[must_use]
    pub fn retention_days(&self) -> u32 {
        self.retention_days
    }

    /// Erases an event for good: a row or a variant, with the parts of its body.
    ///
    /// # Errors
    /// [`StoreError`] when the table did not accept a request, or the row does not show where its
    /// parts are. The row is then still there, and the next attempt continues.
    pub async fn erase(&self, id: &EventId, if_pending: IfPending) -> Result<Erasure, StoreError> {
        let (client, table) = (&self.reader.client, &self.reader.table);
        let get = client.get_item().table_name(table).key("id", string(id.key())).consistent_read(true);
        let get = get.projection_expression("#id, #pending, #parts, #parts_at");
        let names = ["id", "pending", "parts", "parts_at"];
        let get = names.iter().fold(get, |get, name| get.expression_attribute_names(format!("#{name}"), *name));
        let Some(row) = get.send().await.map_err(StoreError::unavailable)?.item.filter(|row| !row.is_empty()) else {
            return Ok(Erasure::Missing);
        };
        if if_pending == IfPending::Keep && row.contains_key("pending") {
            return Ok(Erasure::Pending);
        }
        let mut parts = 0;
        if let Some(at) = text(&row, "parts_at") {
            parts = item::count(&row, "parts")?;
            for n in 1..=parts {
                let part = client.delete_item().table_name(table).key("id", string(&part_key(&at, n)));
                part.send().await.map_err(StoreError::unavailable)?;
            }
        }
        self.erase_row(id, if_pending, parts).await
    }

    async fn erase_row(&self, id: &EventId, if_pending: IfPending, parts: usize) -> Result<Erasure, StoreError> {
        let delete = self.reader.client.delete_item().table_name(&self.reader.table).key("id", string(id.key()));
        let delete = match if_pending {
            // Another erasure may have come first, and the provider may have delivered the event
            // again since.
            IfPending::Keep => delete.condition_expression("attribute_not_exists(pending)"),
            IfPending::Erase => delete,
        };
        match delete.send().await.map_err(SdkError::into_service_error) {
            Ok(_) => Ok(Erasure::Done { parts }),
            Err(error) if error.is_conditional_check_failed_exception() => Ok(Erasure::Pending),
            Err(error) => Err(StoreError::unavailable(error)),
        }
    }
}
