//! Common parts of the three batch actions: the rules for a whole batch, and a response that
//! reports for each entry whether it succeeded.

use std::collections::HashSet;

use serde_json::{Value, json};

use super::error::Error;

const MOST_ENTRIES: usize = 10;

/// One entry of a batch.
pub(super) trait Entry {
    /// The API's name for such an entry.
    const NAME: &'static str;
    /// The caller's id for the entry, unique in the batch.
    fn id(&self) -> &str;
}

/// Checks whether the batch can be processed at all.
pub(super) fn check<E: Entry>(entries: &[E]) -> Result<(), Error> {
    if entries.is_empty() {
        return Err(Error::EmptyBatchRequest(E::NAME));
    }
    if entries.len() > MOST_ENTRIES {
        return Err(Error::TooManyEntriesInBatchRequest(entries.len()));
    }
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"_-".contains(&byte);
    let mut seen = HashSet::new();
    for id in entries.iter().map(Entry::id) {
        if !(1..=80).contains(&id.len()) || !id.bytes().all(allowed) {
            return Err(Error::InvalidBatchEntryId);
        }
        if !seen.insert(id) {
            return Err(Error::BatchEntryIdsNotDistinct(id.to_owned()));
        }
    }
    Ok(())
}

/// Does `work` for each entry. A sender's error fails only that entry; an error of ours fails the
/// whole call.
pub(super) fn each<E: Entry>(
    entries: Vec<E>,
    mut work: impl FnMut(&E) -> Result<Value, Error>,
) -> Result<Value, Error> {
    let (mut successful, mut failed) = (Vec::new(), Vec::new());
    for entry in entries {
        match work(&entry) {
            Ok(mut done) => {
                if let Some(done) = done.as_object_mut() {
                    done.insert("Id".to_owned(), json!(entry.id()));
                }
                successful.push(done);
            }
            Err(error) if error.is_senders_fault() => failed.push(json!({
                "Id": entry.id(), "Code": error.shape().code, "Message": error.to_string(), "SenderFault": true,
            })),
            Err(error) => return Err(error),
        }
    }
    let mut answer = serde_json::Map::new();
    for (name, entries) in [("Successful", successful), ("Failed", failed)] {
        if !entries.is_empty() {
            answer.insert(name.to_owned(), Value::Array(entries));
        }
    }
    Ok(Value::Object(answer))
}
